//! What can be said of an owner payout.

use std::collections::BTreeMap;

use domain::ids::{OwnerId, TransferId};
use domain::money::Currency;
use domain::text::{DESCRIPTION_MAX, LINE_MAX};
use utoipa::ToSchema;

use crate::api::names::CurrencyName;
use crate::extract::rules::{block, id, line, spelled};
use crate::extract::{Fields, MetadataChanges};

/// A payout has at most this many transfers.
pub const PARTS_MAX: usize = 1_000;
/// What a bank's statement shows: the length of a SEPA remittance text.
const DESCRIPTOR_MAX: usize = 140;

/// A new owner payout.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CreateOwnerPayout {
    /// Who is paid: an owner's id.
    #[schema(value_type = String, pattern = "^own_[0-9a-hjkmnp-tv-z]{26}$")]
    destination: OwnerId,
    /// In which currency.
    #[schema(value_type = CurrencyName)]
    currency: String,
    /// What it pays; when left out, all that is available, at most the 1000 oldest.
    #[schema(value_type = Option<Vec<String>>, min_items = 1, max_items = 1000)]
    transfers: Option<Vec<TransferId>>,
    /// The merchant's words.
    #[schema(min_length = 1, max_length = 1000)]
    description: Option<String>,
    /// What the owner's bank statement is to say.
    #[schema(min_length = 1, max_length = 140)]
    statement_descriptor: Option<String>,
    /// Approve it at once.
    approve: Option<bool>,
    /// The merchant's own keys and values: at most 50, keys of 40 characters, values of 500.
    #[schema(schema_with = crate::api::metadata_schema)]
    metadata: Option<BTreeMap<String, String>>,
}

/// Changes of an owner payout.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UpdateOwnerPayout {
    /// Keys to set, beside those that are there.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    metadata: Option<BTreeMap<String, Option<String>>>,
}

/// A new payout, as it was asked for.
#[derive(Clone, Debug)]
pub struct NewPayout {
    /// Who is paid.
    pub destination: OwnerId,
    /// In which currency.
    pub currency: Currency,
    /// What it pays; `None` for all that is available.
    pub transfers: Option<Vec<TransferId>>,
    /// The merchant's words.
    pub description: Option<String>,
    /// What the owner's statement is to say.
    pub statement_descriptor: Option<String>,
    /// Approved at once.
    pub approve: bool,
    /// The merchant's own keys and values.
    pub metadata: MetadataChanges,
}

impl NewPayout {
    /// Reads what a new payout must have, and what it can have.
    pub fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let destination = fields.required_text("destination", id::<OwnerId>);
        let currency = fields.required_text("currency", read_currency);
        let transfers = if fields.is_missing("transfers") {
            fields.get("transfers");
            None
        } else {
            fields.required_texts("transfers", PARTS_MAX, id::<TransferId>)
        };
        let twice = transfers.as_deref().and_then(first_twice);
        if let Some(place) = twice {
            fields.fault(&format!("transfers[{place}]"), "given_twice", "is there already");
        }
        let description = fields.text("description", block(DESCRIPTION_MAX));
        let statement_descriptor = fields.text("statement_descriptor", line(DESCRIPTOR_MAX));
        let approve = fields.bool("approve").unwrap_or(false);
        let metadata = MetadataChanges::read(fields);
        let (destination, currency) = (destination?, currency?);
        Some(Self {
            destination,
            currency,
            transfers,
            description,
            statement_descriptor,
            approve,
            metadata,
        })
    }
}

/// The rule of a currency.
pub fn read_currency(given: &str) -> Result<Currency, crate::extract::rules::Wrong> {
    let all: Vec<&str> = Currency::ALL.iter().map(|it| it.as_str()).collect();
    spelled(&all)(given)
}

/// The rule of a bank's reference.
pub fn read_reference(given: &str) -> Result<String, crate::extract::rules::Wrong> {
    line(LINE_MAX)(given)
}

/// The place of the first id that stands there before.
fn first_twice(ids: &[TransferId]) -> Option<usize> {
    let mut seen = std::collections::BTreeSet::new();
    ids.iter().position(|id| !seen.insert(*id))
}

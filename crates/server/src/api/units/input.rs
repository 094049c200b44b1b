//! What can be said of a unit: read once, for create and update.

use std::collections::BTreeMap;

use domain::money::Currency;
use domain::share::{Share, Total};
use domain::text::{DESCRIPTION_MAX, NAME_MAX};
use jiff::civil::Date;
use store::address::Address;
use store::units::{Fees, Unit};
use utoipa::ToSchema;
use utoipa::openapi::schema::{OneOfBuilder, Type};
use utoipa::openapi::{ObjectBuilder, Schema};

use crate::api::address::{AddressBody, read_address};
use crate::api::names::CurrencyName;
use crate::extract::rules::{block, date, line, spelled};
use crate::extract::{Fields, Given, MetadataChanges};
use crate::problem::Fault;

/// The most owners of a unit.
const OWNERS_MAX: usize = 50;
/// Longer texts are not looked up.
const OWNER_MAX: usize = 100;
/// The most of a fee, in minor units.
const FEE_MAX: i64 = 99_999_900;
/// The field of the owners.
const OWNERS: &str = "owners";
/// The field of the day.
const STARTS_ON: &str = "ownership_starts_on";

/// A part of a unit.
#[derive(ToSchema)]
#[schema(as = UnitOwnerInput)]
pub struct UnitOwnerBody {
    /// An owner's id.
    #[schema(pattern = "^own_[0-9a-hjkmnp-tv-z]{26}$")]
    pub owner: String,
    /// The owner's part in percent, above 0, with at most four decimals.
    #[schema(schema_with = percentage_schema)]
    pub percent_ownership: String,
}

/// What the merchant keeps of a unit's payments. It replaces what was there.
#[derive(ToSchema)]
#[schema(as = UnitFeesInput)]
pub struct FeesBody {
    /// Of each payment, in percent, with at most four decimals.
    #[schema(schema_with = optional_percentage_schema)]
    pub management_fee: Option<String>,
    /// Besides, in minor units of `currency`.
    #[schema(minimum = 0, maximum = 99_999_900)]
    pub management_fee_amount: Option<i64>,
    /// The currency of `management_fee_amount`, without which that cannot be more than 0.
    #[schema(value_type = Option<CurrencyName>)]
    pub currency: Option<String>,
}

/// A new unit.
#[derive(ToSchema)]
pub struct CreateUnit {
    /// What the merchant calls it.
    #[schema(min_length = 1, max_length = 200)]
    pub name: String,
    /// Where it is.
    pub address: Option<AddressBody>,
    /// The merchant's own words.
    #[schema(max_length = 1000)]
    pub description: Option<String>,
    /// Who owns it: parts that make exactly 100 %, or nobody.
    #[schema(max_items = 50)]
    pub owners: Option<Vec<UnitOwnerBody>>,
    /// The first day on which `owners` own it, past or to come; by default today.
    #[schema(format = "date")]
    pub ownership_starts_on: Option<String>,
    /// What the merchant keeps of its payments.
    pub fees: Option<FeesBody>,
    /// The merchant's own keys and values: at most 50, keys of 40 characters, values of 500.
    #[schema(schema_with = crate::api::metadata_schema)]
    pub metadata: Option<BTreeMap<String, String>>,
}

/// Changes of a unit. What is left out keeps its value; null clears it.
#[derive(ToSchema)]
pub struct UpdateUnit {
    /// What the merchant calls it.
    #[schema(min_length = 1, max_length = 200, nullable = false)]
    pub name: Option<String>,
    /// Where it is.
    pub address: Option<AddressBody>,
    /// The merchant's own words.
    #[schema(max_length = 1000)]
    pub description: Option<String>,
    /// Who owns it from a day on: parts that make exactly 100 %, or nobody. What was said of
    /// other days stays.
    #[schema(max_items = 50)]
    pub owners: Option<Vec<UnitOwnerBody>>,
    /// The first day on which `owners` own it, past or to come; by default today.
    #[schema(format = "date")]
    pub ownership_starts_on: Option<String>,
    /// What the merchant keeps of its payments.
    pub fees: Option<FeesBody>,
    /// Keys to set, beside those that are there.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    pub metadata: Option<BTreeMap<String, Option<String>>>,
}

fn percentages(types: &[Type]) -> Schema {
    let mut schema = OneOfBuilder::new();
    for kind in types {
        let one = ObjectBuilder::new().schema_type(kind.clone());
        schema = schema.item(match kind {
            Type::Number => one.minimum(Some(0)).maximum(Some(100)),
            Type::String => one.pattern(Some(r"^[0-9]+(\.[0-9]{1,4})?$")),
            _ => one,
        });
    }
    schema.description(Some("In percent: its digits count as they are written.")).into()
}

fn percentage_schema() -> Schema {
    percentages(&[Type::String, Type::Number])
}

fn optional_percentage_schema() -> Schema {
    percentages(&[Type::String, Type::Number, Type::Null])
}

/// Who is to own a unit from a day on, in its form right.
#[derive(Clone, Debug)]
pub struct Ownerships {
    /// Owners as they were written, with their parts.
    pub owners: Vec<(String, Share)>,
    /// From when on; none for today.
    pub starts_on: Option<Date>,
}

/// A new unit, as it was asked for.
#[derive(Clone, Debug)]
pub struct NewUnit {
    /// What the merchant calls it.
    pub name: String,
    /// What may be missing.
    pub rest: Changes,
}

/// What a body says of a unit.
#[derive(Clone, Debug)]
pub struct Changes {
    /// Who is to own it, when the body says.
    pub ownerships: Option<Ownerships>,
    name: Option<String>,
    address: Given<Address>,
    description: Given<String>,
    fees: Given<Fees>,
    metadata: MetadataChanges,
}

impl NewUnit {
    /// Reads what a new unit must have, and what it can have.
    pub fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let name = fields.required_text("name", line(NAME_MAX));
        // Where nobody was said to own it, there is nothing that null could clear.
        let owners = read_owners(fields).value();
        let rest = Changes::of_all(fields, owners);
        Some(Self { name: name?, rest })
    }
}

impl Changes {
    /// Reads what can be changed.
    pub fn of_known(fields: &mut Fields<'_>) -> Self {
        let name = fields.kept_text("name", line(NAME_MAX));
        let owners = match read_owners(fields) {
            Given::Absent => None,
            Given::Null => Some(Vec::new()),
            Given::Value(owners) => Some(owners),
        };
        Self { name, ..Self::of_all(fields, owners) }
    }

    fn of_all(fields: &mut Fields<'_>, owners: Option<Vec<(String, Share)>>) -> Self {
        let starts_on = fields.text(STARTS_ON, date);
        if starts_on.is_some() && owners.is_none() && fields.is_missing(OWNERS) {
            fields.fault(STARTS_ON, "owners_missing", "needs `owners` beside it");
        }
        Self {
            ownerships: owners.map(|owners| Ownerships { owners, starts_on }),
            name: None,
            address: read_address(fields),
            description: fields.given_text("description", block(DESCRIPTION_MAX)),
            fees: fields.given_object("fees", read_fees),
            metadata: MetadataChanges::read(fields),
        }
    }

    /// Makes the changes, but for the ownership.
    ///
    /// # Errors
    /// More metadata in all than a unit can have.
    pub fn apply(self, unit: &mut Unit) -> Result<(), Fault> {
        let details = &mut unit.details;
        details.metadata = self.metadata.apply(&details.metadata)?;
        if let Some(name) = self.name {
            unit.name = name;
        }
        self.description.apply(&mut details.description);
        details.address = self.address.or_keep_or_default(std::mem::take(&mut details.address));
        unit.fees = self.fees.or_keep_or_default(unit.fees);
        Ok(())
    }
}

/// Parts that make the whole, none of them twice.
fn read_owners(fields: &mut Fields<'_>) -> Given<Vec<(String, Share)>> {
    let given = fields.given_objects(OWNERS, OWNERS_MAX, |fields| {
        let owner = fields.required_text("owner", line(OWNER_MAX));
        let share = fields.required_share("percent_ownership");
        if share == Some(Share::ZERO) {
            fields.fault("percent_ownership", "percentage_zero", "must be more than 0");
            return None;
        }
        Some((owner?, share?))
    });
    let Given::Value(owners) = &given else { return given };
    for (place, (owner, _)) in owners.iter().enumerate() {
        if owners.iter().take(place).any(|(before, _)| before == owner) {
            let name = format!("{OWNERS}[{place}].owner");
            fields.fault(&name, "duplicate_owner", format!("repeats {owner}"));
        }
    }
    let total: Total = owners.iter().map(|(_, share)| *share).sum();
    if !owners.is_empty() && !total.is_whole() {
        let words = format!("must make exactly 100 % together, or be empty; they make {total} %");
        fields.fault(OWNERS, "shares_not_whole", words);
    }
    given
}

fn read_fees(fields: &mut Fields<'_>) -> Option<Fees> {
    let percent = fields.given_share("management_fee").value().unwrap_or_default();
    let amount = fields.int("management_fee_amount", 0..=FEE_MAX).unwrap_or(0);
    let names: Vec<&str> = Currency::ALL.iter().map(|it| it.as_str()).collect();
    if amount > 0 && fields.is_missing("currency") {
        fields.fault("currency", "required", "is required with `management_fee_amount`");
    }
    Some(Fees { percent, amount, currency: fields.text("currency", spelled(&names)) })
}

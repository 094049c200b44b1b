//! A unit, as the API shows it.

use std::collections::BTreeMap;

use domain::ids::{OwnerId, UnitId};
use domain::money::Currency;
use domain::share::Share;
use jiff::civil::Date;
use serde::Serialize;
use store::units::{Fees, Ownership, Unit};
use utoipa::ToSchema;

use super::ownership;
use crate::api::address::AddressView;
use crate::api::names::CurrencyName;
use crate::api::object_name;

object_name! { UnitObject = "unit" }

/// A home that is let.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Unit)]
pub struct UnitView {
    /// Its id.
    #[schema(value_type = String, example = "unit_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: UnitId,
    /// Always `unit`.
    #[schema(value_type = String, pattern = "^unit$")]
    pub object: UnitObject,
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// True for real money, false for the sandbox.
    pub livemode: bool,
    /// What the merchant calls it.
    pub name: String,
    /// Where it is.
    pub address: AddressView,
    /// The merchant's own words.
    pub description: Option<String>,
    /// Who owns it today, in the account's time zone.
    pub owners: Vec<UnitOwnerView>,
    /// Who owned it from which day on, days to come included; the latest first.
    pub ownership_history: Vec<OwnershipView>,
    /// What the merchant keeps of its payments.
    pub fees: FeesView,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
    /// True on a deleted unit, otherwise left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub deleted: bool,
}

/// A part of a unit.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = UnitOwner)]
pub struct UnitOwnerView {
    /// The owner's id.
    #[schema(value_type = String)]
    pub owner: OwnerId,
    /// The owner's part in percent: exact digits, as a text.
    #[schema(example = "33.3333")]
    pub percent_ownership: String,
}

/// Who owned a unit from a day on.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = UnitOwnership)]
pub struct OwnershipView {
    /// The first day; it lasts until the next version begins.
    #[schema(value_type = String, format = "date")]
    pub starts_on: Date,
    /// The owners in their order; empty for nobody.
    pub owners: Vec<UnitOwnerView>,
}

/// What the merchant keeps of a unit's payments.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = UnitFees)]
pub struct FeesView {
    /// Of each payment, in percent: exact digits, as a text.
    #[schema(example = "12.5")]
    pub management_fee: String,
    /// Besides, in minor units of `currency`.
    pub management_fee_amount: i64,
    /// The currency of `management_fee_amount`.
    #[schema(value_type = Option<CurrencyName>)]
    pub currency: Option<Currency>,
}

impl UnitView {
    /// Of a unit with all its versions of ownership, the latest first, on a day.
    pub fn of(unit: &Unit, history: &[Ownership], today: Date) -> Self {
        let details = &unit.details;
        let owners = ownership::on(history, today).map(|version| parts(&version.owners));
        let version =
            |it: &Ownership| OwnershipView { starts_on: it.starts_on, owners: parts(&it.owners) };
        Self {
            id: unit.id,
            object: UnitObject::Name,
            created: unit.created_at.seconds(),
            livemode: unit.scope.livemode,
            name: unit.name.clone(),
            address: (&details.address).into(),
            description: details.description.clone(),
            owners: owners.unwrap_or_default(),
            ownership_history: history.iter().map(version).collect(),
            fees: FeesView::of(&unit.fees),
            metadata: details.metadata.clone(),
            deleted: unit.deleted_at.is_some(),
        }
    }
}

impl FeesView {
    fn of(fees: &Fees) -> Self {
        let Fees { percent, amount, currency } = *fees;
        Self { management_fee: percent.to_string(), management_fee_amount: amount, currency }
    }
}

fn parts(owners: &[(OwnerId, Share)]) -> Vec<UnitOwnerView> {
    let part = |(owner, share): &(OwnerId, Share)| UnitOwnerView {
        owner: *owner,
        percent_ownership: share.to_string(),
    };
    owners.iter().map(part).collect()
}

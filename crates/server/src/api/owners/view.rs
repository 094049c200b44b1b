//! An owner, as the API shows it.

use std::collections::BTreeMap;

use domain::ids::OwnerId;
use domain::owner::BusinessType;
use serde::Serialize;
use store::owners::{Company, Individual, Owner};
use utoipa::ToSchema;

use crate::api::address::AddressView;
use crate::api::names::BusinessTypeName;
use crate::api::object_name;

object_name! { OwnerObject = "owner" }

/// Who is paid when a payment is split.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Owner)]
pub struct OwnerView {
    /// Its id.
    #[schema(value_type = String, example = "own_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: OwnerId,
    /// Always `owner`.
    #[schema(value_type = String, pattern = "^owner$")]
    pub object: OwnerObject,
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// True for real money, false for the sandbox.
    pub livemode: bool,
    /// Where mails go.
    pub email: String,
    /// What it is in law.
    #[schema(value_type = BusinessTypeName)]
    pub business_type: BusinessType,
    /// The name.
    pub name: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// Where the owner is.
    pub address: AddressView,
    /// The company.
    pub company: Option<CompanyView>,
    /// The person.
    pub individual: Option<IndividualView>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
    /// True on a deleted owner, otherwise left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub deleted: bool,
}

/// The company of an owner.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnerCompany)]
pub struct CompanyView {
    /// As it is registered.
    pub name: Option<String>,
    /// What tax offices know it by.
    pub tax_id: Option<String>,
    /// What they know it by for VAT.
    pub vat_id: Option<String>,
}

/// The person who is an owner.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnerIndividual)]
pub struct IndividualView {
    /// Given names.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
}

impl OwnerView {
    /// Of an owner.
    pub fn of(owner: &Owner) -> Self {
        let details = &owner.details;
        Self {
            id: owner.id,
            object: OwnerObject::Name,
            created: owner.created_at.seconds(),
            livemode: owner.scope.livemode,
            email: owner.email.clone(),
            business_type: details.business_type,
            name: owner.name.clone(),
            phone: details.phone.clone(),
            address: (&details.address).into(),
            company: details.company.clone().map(CompanyView::of),
            individual: details.individual.clone().map(IndividualView::of),
            metadata: details.metadata.clone(),
            deleted: owner.deleted_at.is_some(),
        }
    }
}

impl CompanyView {
    fn of(company: Company) -> Self {
        let Company { name, tax_id, vat_id } = company;
        Self { name, tax_id, vat_id }
    }
}

impl IndividualView {
    fn of(individual: Individual) -> Self {
        let Individual { first_name, last_name } = individual;
        Self { first_name, last_name }
    }
}

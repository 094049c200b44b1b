//! What can be said of an owner: read once, for create and update.

use std::collections::BTreeMap;

use domain::owner::BusinessType;
use domain::text::{LINE_MAX, NAME_MAX};
use store::address::Address;
use store::owners::{Company, Individual, Owner};
use utoipa::ToSchema;

use crate::api::address::{AddressBody, read_address};
use crate::api::names::BusinessTypeName;
use crate::extract::rules::{Wrong, email, line, spelled};
use crate::extract::{Fields, Given, MetadataChanges};
use crate::problem::Fault;

/// The company of an owner. It replaces what was there.
#[derive(ToSchema)]
#[schema(as = OwnerCompanyInput)]
pub struct CompanyBody {
    /// As it is registered.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// What tax offices know it by.
    #[schema(min_length = 1, max_length = 200)]
    pub tax_id: Option<String>,
    /// What they know it by for VAT.
    #[schema(min_length = 1, max_length = 200)]
    pub vat_id: Option<String>,
}

/// The person who is an owner. It replaces what was there.
#[derive(ToSchema)]
#[schema(as = OwnerIndividualInput)]
pub struct IndividualBody {
    /// Given names.
    #[schema(min_length = 1, max_length = 200)]
    pub first_name: Option<String>,
    /// Family name.
    #[schema(min_length = 1, max_length = 200)]
    pub last_name: Option<String>,
}

/// A new owner.
#[derive(ToSchema)]
pub struct CreateOwner {
    /// Where mails go.
    #[schema(format = "email", max_length = 254)]
    pub email: String,
    /// What it is in law.
    #[schema(value_type = BusinessTypeName)]
    pub business_type: String,
    /// The name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The phone number.
    #[schema(min_length = 1, max_length = 200)]
    pub phone: Option<String>,
    /// Where the owner is.
    pub address: Option<AddressBody>,
    /// The company.
    pub company: Option<CompanyBody>,
    /// The person.
    pub individual: Option<IndividualBody>,
    /// The merchant's own keys and values: at most 50, keys of 40 characters, values of 500.
    #[schema(schema_with = crate::api::metadata_schema)]
    pub metadata: Option<BTreeMap<String, String>>,
}

/// Changes of an owner. What is left out keeps its value; null clears it.
#[derive(ToSchema)]
pub struct UpdateOwner {
    /// Where mails go.
    #[schema(format = "email", max_length = 254, nullable = false)]
    pub email: Option<String>,
    /// What it is in law.
    #[schema(value_type = Option<BusinessTypeName>, nullable = false)]
    pub business_type: Option<String>,
    /// The name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The phone number.
    #[schema(min_length = 1, max_length = 200)]
    pub phone: Option<String>,
    /// Where the owner is.
    pub address: Option<AddressBody>,
    /// The company.
    pub company: Option<CompanyBody>,
    /// The person.
    pub individual: Option<IndividualBody>,
    /// Keys to set, beside those that are there.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    pub metadata: Option<BTreeMap<String, Option<String>>>,
}

/// A new owner, as it was asked for.
#[derive(Clone, Debug)]
pub struct NewOwner {
    /// Where mails go.
    pub email: String,
    /// What it is in law.
    pub business_type: BusinessType,
    /// What may be missing.
    pub rest: Changes,
}

/// What a body says of an owner.
#[derive(Clone, Debug)]
pub struct Changes {
    email: Option<String>,
    business_type: Option<BusinessType>,
    name: Given<String>,
    phone: Given<String>,
    address: Given<Address>,
    company: Given<Company>,
    individual: Given<Individual>,
    metadata: MetadataChanges,
}

impl NewOwner {
    /// Reads what a new owner must have, and what it can have.
    pub fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let email = fields.required_text("email", email);
        let business_type = fields.required_text("business_type", business_type);
        let rest = Changes::of_all(fields);
        Some(Self { email: email?, business_type: business_type?, rest })
    }
}

impl Changes {
    /// Reads what can be changed.
    pub fn of_known(fields: &mut Fields<'_>) -> Self {
        let email = fields.kept_text("email", email);
        let business_type = fields.kept_text("business_type", business_type);
        Self { email, business_type, ..Self::of_all(fields) }
    }

    fn of_all(fields: &mut Fields<'_>) -> Self {
        Self {
            email: None,
            business_type: None,
            name: fields.given_text("name", line(NAME_MAX)),
            phone: fields.given_text("phone", line(LINE_MAX)),
            address: read_address(fields),
            company: fields.given_object("company", |fields| {
                Some(Company {
                    name: fields.text("name", line(NAME_MAX)),
                    tax_id: fields.text("tax_id", line(LINE_MAX)),
                    vat_id: fields.text("vat_id", line(LINE_MAX)),
                })
            }),
            individual: fields.given_object("individual", |fields| {
                Some(Individual {
                    first_name: fields.text("first_name", line(NAME_MAX)),
                    last_name: fields.text("last_name", line(NAME_MAX)),
                })
            }),
            metadata: MetadataChanges::read(fields),
        }
    }

    /// Makes the changes.
    ///
    /// # Errors
    /// More metadata in all than an owner can have.
    pub fn apply(self, owner: &mut Owner) -> Result<(), Fault> {
        let details = &mut owner.details;
        details.metadata = self.metadata.apply(&details.metadata)?;
        if let Some(email) = self.email {
            owner.email = email;
        }
        details.business_type = self.business_type.unwrap_or(details.business_type);
        self.name.apply(&mut owner.name);
        self.phone.apply(&mut details.phone);
        self.company.apply(&mut details.company);
        self.individual.apply(&mut details.individual);
        details.address = self.address.or_keep_or_default(std::mem::take(&mut details.address));
        Ok(())
    }
}

fn business_type(given: &str) -> Result<BusinessType, Wrong> {
    spelled(&["company", "individual"])(given)
}

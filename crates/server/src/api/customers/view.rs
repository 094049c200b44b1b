//! A customer, as the API shows it.

use std::collections::BTreeMap;

use domain::ids::CustomerId;
use domain::scope::Scope;
use serde::Serialize;
use store::customers::{self, Customer, DateOfBirth, Legal};
use store::{DbError, Tx};
use utoipa::ToSchema;

use crate::api::address::AddressView;
use crate::api::object_name;

object_name! { CustomerObject = "customer" }

/// Who pays.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Customer)]
pub struct CustomerView {
    /// Its id.
    #[schema(value_type = String, example = "cus_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: CustomerId,
    /// Always `customer`.
    #[schema(value_type = String, pattern = "^customer$")]
    pub object: CustomerObject,
    /// When it was made, in Unix seconds.
    pub created: i64,
    /// True for real money, false for the sandbox.
    pub livemode: bool,
    /// Where mails go.
    pub email: Option<String>,
    /// The name.
    pub name: Option<String>,
    /// The phone number.
    pub phone: Option<String>,
    /// The merchant's own words.
    pub description: Option<String>,
    /// Where the customer lives.
    pub address: AddressView,
    /// The legal person.
    pub legal: Option<LegalView>,
    /// The language of pages and mails; by default what the payer's browser prefers.
    pub locale: Option<String>,
    /// Put away by the merchant; changes nothing else.
    pub archived: bool,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
    /// True on a deleted customer, otherwise left out.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub deleted: bool,
}

/// The legal person behind a customer.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Legal)]
pub struct LegalView {
    /// Given names.
    pub first_name: Option<String>,
    /// Family name.
    pub last_name: Option<String>,
    /// The day of birth.
    pub dob: Option<DateOfBirthView>,
}

/// A day of birth.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = DateOfBirth)]
pub struct DateOfBirthView {
    /// Of the month.
    #[schema(minimum = 1, maximum = 31)]
    pub day: u8,
    /// Of the year.
    #[schema(minimum = 1, maximum = 12)]
    pub month: u8,
    /// In full.
    #[schema(minimum = 1900, maximum = 9999)]
    pub year: u16,
}

impl CustomerView {
    /// Of a customer.
    pub fn of(customer: &Customer) -> Self {
        let details = &customer.details;
        Self {
            id: customer.id,
            object: CustomerObject::Name,
            created: customer.created_at.seconds(),
            livemode: customer.scope.livemode,
            email: details.email.clone(),
            name: customer.name.clone(),
            phone: details.phone.clone(),
            description: details.description.clone(),
            address: (&details.address).into(),
            legal: details.legal.as_ref().map(LegalView::of),
            locale: customer.locale.clone(),
            archived: details.archived,
            metadata: details.metadata.clone(),
            deleted: false,
        }
    }

    /// Of the customer of that id, for views that show it in place of the id.
    ///
    /// # Errors
    /// Only the database's.
    pub fn find(tx: &mut Tx<'_>, scope: &Scope, id: CustomerId) -> Result<Option<Self>, DbError> {
        Ok(customers::find(tx, scope, id)?.map(|customer| Self::of(&customer)))
    }

    /// Of a customer who is being deleted.
    pub fn deleted(customer: &Customer) -> Self {
        Self { deleted: true, ..Self::of(customer) }
    }
}

impl LegalView {
    fn of(legal: &Legal) -> Self {
        let dob =
            legal.dob.map(|DateOfBirth { day, month, year }| DateOfBirthView { day, month, year });
        Self { first_name: legal.first_name.clone(), last_name: legal.last_name.clone(), dob }
    }
}

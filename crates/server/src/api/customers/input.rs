//! What can be said of a customer: read once, for create and update.

use std::collections::BTreeMap;

use domain::text::{DESCRIPTION_MAX, LINE_MAX, NAME_MAX};
use store::address::Address;
use store::customers::{Customer, DateOfBirth, Legal};
use utoipa::ToSchema;

use crate::api::address::{AddressBody, read_address};
use crate::extract::rules::{block, email, line, locale};
use crate::extract::{Fields, Given, MetadataChanges};
use crate::problem::Fault;

/// The legal person behind a customer. It replaces what was there.
#[derive(ToSchema)]
#[schema(as = LegalInput)]
pub struct LegalBody {
    /// Given names.
    #[schema(min_length = 1, max_length = 200)]
    pub first_name: Option<String>,
    /// Family name.
    #[schema(min_length = 1, max_length = 200)]
    pub last_name: Option<String>,
    /// The day of birth.
    pub dob: Option<DateOfBirthBody>,
}

/// A day of birth.
#[derive(ToSchema)]
#[schema(as = DateOfBirthInput)]
pub struct DateOfBirthBody {
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

/// A new customer.
#[derive(ToSchema)]
pub struct CreateCustomer {
    /// Where mails go.
    #[schema(format = "email", max_length = 254)]
    pub email: Option<String>,
    /// The name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The phone number.
    #[schema(min_length = 1, max_length = 200)]
    pub phone: Option<String>,
    /// The merchant's own words.
    #[schema(max_length = 1000)]
    pub description: Option<String>,
    /// Where the customer lives.
    pub address: Option<AddressBody>,
    /// The legal person.
    pub legal: Option<LegalBody>,
    /// The language of pages and mails.
    #[schema(pattern = "^(en|sv|de|fr|es|it|nl)$")]
    pub locale: Option<String>,
    /// The merchant's own keys and values: at most 50, keys of 40 characters, values of 500.
    #[schema(schema_with = crate::api::metadata_schema)]
    pub metadata: Option<BTreeMap<String, String>>,
}

/// Changes of a customer. What is left out keeps its value; null clears it.
#[derive(ToSchema)]
pub struct UpdateCustomer {
    /// Where mails go.
    #[schema(format = "email", max_length = 254)]
    pub email: Option<String>,
    /// The name.
    #[schema(min_length = 1, max_length = 200)]
    pub name: Option<String>,
    /// The phone number.
    #[schema(min_length = 1, max_length = 200)]
    pub phone: Option<String>,
    /// The merchant's own words.
    #[schema(max_length = 1000)]
    pub description: Option<String>,
    /// Where the customer lives.
    pub address: Option<AddressBody>,
    /// The legal person.
    pub legal: Option<LegalBody>,
    /// The language of pages and mails.
    #[schema(pattern = "^(en|sv|de|fr|es|it|nl)$")]
    pub locale: Option<String>,
    /// Put away.
    pub archived: Option<bool>,
    /// Keys to set, beside those that are there.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    pub metadata: Option<BTreeMap<String, Option<String>>>,
}

/// What a body says of a customer.
#[derive(Clone, Debug)]
pub struct Changes {
    email: Given<String>,
    name: Given<String>,
    phone: Given<String>,
    description: Given<String>,
    address: Given<Address>,
    legal: Given<Legal>,
    locale: Given<String>,
    archived: Given<bool>,
    metadata: MetadataChanges,
}

impl Changes {
    /// Reads what a new customer can have.
    pub fn of_new(fields: &mut Fields<'_>) -> Self {
        Self {
            email: fields.given_text("email", email),
            name: fields.given_text("name", line(NAME_MAX)),
            phone: fields.given_text("phone", line(LINE_MAX)),
            description: fields.given_text("description", block(DESCRIPTION_MAX)),
            address: read_address(fields),
            legal: read_legal(fields),
            locale: fields.given_text("locale", locale),
            archived: Given::Absent,
            metadata: MetadataChanges::read(fields),
        }
    }

    /// Reads what can be changed.
    pub fn of_known(fields: &mut Fields<'_>) -> Self {
        Self { archived: fields.given_bool("archived"), ..Self::of_new(fields) }
    }

    /// Makes the changes.
    ///
    /// # Errors
    /// More metadata in all than a customer can have.
    pub fn apply(self, customer: &mut Customer) -> Result<(), Fault> {
        let details = &mut customer.details;
        details.metadata = self.metadata.apply(&details.metadata)?;
        self.email.apply(&mut details.email);
        self.name.apply(&mut customer.name);
        self.phone.apply(&mut details.phone);
        self.description.apply(&mut details.description);
        self.legal.apply(&mut details.legal);
        self.locale.apply(&mut customer.locale);
        details.address = self.address.or_keep_or_default(std::mem::take(&mut details.address));
        details.archived = self.archived.or_keep_or_default(details.archived);
        Ok(())
    }
}

fn read_legal(fields: &mut Fields<'_>) -> Given<Legal> {
    fields.given_object("legal", |fields| {
        Some(Legal {
            first_name: fields.text("first_name", line(NAME_MAX)),
            last_name: fields.text("last_name", line(NAME_MAX)),
            dob: fields.given_object("dob", read_date_of_birth).value(),
        })
    })
}

fn read_date_of_birth(fields: &mut Fields<'_>) -> Option<DateOfBirth> {
    let day = fields.required_int("day", 1..=31);
    let month = fields.required_int("month", 1..=12);
    let year = fields.required_int("year", 1900..=9999);
    let (day, month, year) = (day?, month?, year?);
    let (day, month) = (i8::try_from(day).ok()?, i8::try_from(month).ok()?);
    let date = jiff::civil::Date::new(i16::try_from(year).ok()?, month, day);
    let Ok(date) = date else {
        fields.fault("day", "no_such_day", "does not exist in that month");
        return None;
    };
    Some(DateOfBirth {
        day: date.day().unsigned_abs(),
        month: date.month().unsigned_abs(),
        year: date.year().unsigned_abs(),
    })
}

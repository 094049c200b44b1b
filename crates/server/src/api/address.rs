//! Postal addresses in bodies and views.

use domain::text::LINE_MAX;
use serde::Serialize;
use store::address::Address;
use utoipa::ToSchema;

use crate::extract::rules::{country, line};
use crate::extract::{Fields, Given};

/// A postal address. Every part may be missing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[schema(as = Address)]
pub struct AddressView {
    /// Street and number.
    pub line1: Option<String>,
    /// Flat, floor, care of.
    pub line2: Option<String>,
    /// Town.
    pub city: Option<String>,
    /// State, county or province.
    pub state: Option<String>,
    /// Postal code.
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2, in capitals.
    pub country: Option<String>,
}

/// A postal address. It replaces the whole address that was there.
#[derive(ToSchema)]
#[schema(as = AddressInput)]
pub struct AddressBody {
    /// Street and number.
    #[schema(min_length = 1, max_length = 200)]
    pub line1: Option<String>,
    /// Flat, floor, care of.
    #[schema(min_length = 1, max_length = 200)]
    pub line2: Option<String>,
    /// Town.
    #[schema(min_length = 1, max_length = 200)]
    pub city: Option<String>,
    /// State, county or province.
    #[schema(min_length = 1, max_length = 200)]
    pub state: Option<String>,
    /// Postal code.
    #[schema(min_length = 1, max_length = 200)]
    pub postal_code: Option<String>,
    /// ISO 3166-1 alpha-2, in capitals.
    #[schema(pattern = "^[A-Z]{2}$")]
    pub country: Option<String>,
}

impl From<&Address> for AddressView {
    fn from(address: &Address) -> Self {
        let Address { line1, line2, city, state, postal_code, country } = address.clone();
        Self { line1, line2, city, state, postal_code, country }
    }
}

/// Reads the field `address`.
pub fn read_address(fields: &mut Fields<'_>) -> Given<Address> {
    fields.given_object("address", |fields| {
        Some(Address {
            line1: fields.text("line1", line(LINE_MAX)),
            line2: fields.text("line2", line(LINE_MAX)),
            city: fields.text("city", line(LINE_MAX)),
            state: fields.text("state", line(LINE_MAX)),
            postal_code: fields.text("postal_code", line(LINE_MAX)),
            country: fields.text("country", country),
        })
    })
}

//! Postal addresses, kept as JSON inside other rows.

use serde::{Deserialize, Serialize};

/// A postal address. Every part may be missing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Address {
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
    /// ISO 3166-1 alpha-2, upper case.
    pub country: Option<String>,
}

impl Address {
    /// True when nothing of it is known.
    pub fn is_empty(&self) -> bool {
        *self == Self::default()
    }
}

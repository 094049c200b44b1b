//! The API: a folder for each resource, a file for each verb.

pub mod account;
pub mod address;
pub mod balance;
pub mod balance_transactions;
pub mod bank_accounts;
pub mod customer_balance_transactions;
pub mod customers;
pub mod disputes;
pub mod events;
pub mod ledger_entries;
pub mod mandates;
pub mod names;
pub mod owner_payouts;
pub mod owners;
pub mod payment_methods;
pub mod payment_sessions;
pub mod refunds;
pub mod reports;
pub mod statement_entries;
pub mod test_helpers;
pub mod transactions;
pub mod transfers;
pub mod units;
pub mod work_items;

use utoipa::openapi::schema::{AdditionalProperties, SchemaType, Type};
use utoipa::openapi::{ObjectBuilder, Schema};

/// The schema of `metadata` in bodies.
pub fn metadata_schema() -> Schema {
    let value = ObjectBuilder::new()
        .schema_type(Type::String)
        .max_length(Some(domain::text::METADATA_VALUE_MAX));
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Object, Type::Null]))
        .additional_properties(Some(AdditionalProperties::from(value)))
        .max_properties(Some(domain::text::METADATA_KEYS_MAX))
        .description(Some(
            "The merchant's own keys and values: at most 50, keys of 40 characters, values of 500.",
        ))
        .into()
}

/// Metadata in the body of an update.
pub fn metadata_changes_schema() -> Schema {
    let value = ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::String, Type::Null]))
        .max_length(Some(domain::text::METADATA_VALUE_MAX));
    ObjectBuilder::new()
        .schema_type(SchemaType::from_iter([Type::Object, Type::Null]))
        .additional_properties(Some(AdditionalProperties::from(value)))
        .description(Some(
            "Keys to set, beside those that are there; null or an empty text deletes a key, and null in place of the object deletes all.",
        ))
        .into()
}

/// Declares the type of a view's `object` field, which has one value.
macro_rules! object_name {
    ($name:ident = $text:literal) => {
        #[doc = concat!("Always `", $text, "`.")]
        #[derive(Clone, Copy, Debug, PartialEq, Eq, serde::Serialize)]
        pub enum $name {
            #[doc = concat!("Always `", $text, "`.")]
            #[serde(rename = $text)]
            Name,
        }
    };
}
pub(crate) use object_name;

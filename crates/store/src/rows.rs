//! Small readers that several tables share.

use domain::method::MethodType;
use domain::time::Timestamp;

use crate::db::{DbError, Row};

/// The next column as a time.
pub(crate) fn time(row: &mut Row<'_>) -> Result<Timestamp, DbError> {
    row.int().map(Timestamp::from_ms)
}

/// The next column as a time that may be missing.
pub(crate) fn opt_time(row: &mut Row<'_>) -> Result<Option<Timestamp>, DbError> {
    Ok(row.opt_int()?.map(Timestamp::from_ms))
}

/// The next column as a date, ISO 8601.
pub(crate) fn date(row: &mut Row<'_>) -> Result<jiff::civil::Date, DbError> {
    row.parse()
}

/// The next column as a date that may be missing.
pub(crate) fn opt_date(row: &mut Row<'_>) -> Result<Option<jiff::civil::Date>, DbError> {
    row.opt_parse()
}

/// Methods as one text, in their order: `card sepa_debit`.
pub(crate) fn join_methods(methods: &[MethodType]) -> String {
    let names: Vec<&str> = methods.iter().map(|method| method.as_str()).collect();
    names.join(" ")
}

/// The reverse of [`join_methods`].
pub(crate) fn split_methods(text: &str) -> Result<Vec<MethodType>, DbError> {
    text.split(' ')
        .map(|name| name.parse().map_err(|_| DbError::Corrupt("payment_method_types")))
        .collect()
}

//! Payment methods: what payers paid with, masked for the API and encrypted for the rail.

use domain::ids::{CustomerId, PaymentMethodId};
use domain::method::MethodType;
use domain::scope::Scope;
use domain::time::Timestamp;

use crate::db::{DbError, Row, Tx, params, statements};
use crate::rows::time;

statements! {
    pub INSERT = "INSERT INTO payment_methods (id, account, livemode, created_at, customer, type, details, secret)
        VALUES ($1, $2, $3, $4, $5, $6, $7, $8)";
    // The secret is read where batches leave, and nowhere else.
    pub FIND = "SELECT id, created_at, customer, type, details FROM payment_methods
        WHERE id = $1 AND account = $2 AND livemode = $3";
}

/// What a payer paid with.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentMethod {
    /// Its id.
    pub id: PaymentMethodId,
    /// When it was given, in business time.
    pub created_at: Timestamp,
    /// Whose session it was given for; the payer may be another person.
    pub customer: CustomerId,
    /// Its type.
    pub method: MethodType,
    /// What the API shows of it, as JSON, with every number masked.
    pub details: String,
}

/// Writes a new payment method. `secret` is its account number, encrypted.
pub fn insert(
    tx: &mut Tx<'_>,
    scope: &Scope,
    method: &PaymentMethod,
    secret: Option<&str>,
) -> Result<(), DbError> {
    tx.exec_later(
        &INSERT,
        &params![
            &method.id.to_string(),
            &scope.account.to_string(),
            scope.livemode,
            method.created_at.ms(),
            &method.customer.to_string(),
            method.method.as_str(),
            &method.details,
            secret,
        ],
    )
}

/// The payment method of that id, if it is in the scope.
pub fn find(
    tx: &mut Tx<'_>,
    scope: &Scope,
    id: PaymentMethodId,
) -> Result<Option<PaymentMethod>, DbError> {
    let (id, account) = (id.to_string(), scope.account.to_string());
    tx.one(&FIND, &params![&id, &account, scope.livemode], read)
}

fn read(row: &mut Row<'_>) -> Result<PaymentMethod, DbError> {
    Ok(PaymentMethod {
        id: row.parse()?,
        created_at: time(row)?,
        customer: row.parse()?,
        method: row.parse()?,
        details: row.text()?.to_owned(),
    })
}

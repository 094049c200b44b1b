//! What is encrypted in the database: samples of it, by which a server learns whether it has the
//! right keys before it does anything with the wrong ones.

use crate::db::{DbError, Tx, params, statements};

statements! {
    // Ids sort by the time of their making.
    pub FIRST_CONNECTION = "SELECT id, secret FROM connections ORDER BY id LIMIT 1";
    pub LAST_CONNECTION = "SELECT id, secret FROM connections ORDER BY id DESC LIMIT 1";
    pub FIRST_METHOD = "SELECT id, secret FROM payment_methods WHERE secret IS NOT NULL ORDER BY id LIMIT 1";
    pub LAST_METHOD = "SELECT id, secret FROM payment_methods WHERE secret IS NOT NULL ORDER BY id DESC LIMIT 1";
    pub FIRST_NOTICE = "SELECT id, body FROM inbox ORDER BY id LIMIT 1";
    pub LAST_NOTICE = "SELECT id, body FROM inbox ORDER BY id DESC LIMIT 1";
}

/// An encrypted text of the database.
#[derive(Clone)]
pub struct Sample {
    /// The id of its row.
    pub id: String,
    /// The text, encrypted.
    pub secret: String,
}

impl std::fmt::Debug for Sample {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Sample({})", self.id)
    }
}

/// The oldest and the newest text of each kind, of all scopes: keys come and go over time. Empty
/// only as long as there is no account.
pub fn samples(tx: &mut Tx<'_>) -> Result<Vec<Sample>, DbError> {
    let mut found = Vec::new();
    let connections = [&FIRST_CONNECTION, &LAST_CONNECTION];
    let payers = [&FIRST_METHOD, &LAST_METHOD, &FIRST_NOTICE, &LAST_NOTICE];
    for statement in connections.into_iter().chain(payers) {
        found.extend(tx.one(statement, &params![], |row| {
            Ok(Sample { id: row.text()?.to_owned(), secret: row.text()?.to_owned() })
        })?);
    }
    Ok(found)
}

//! The engine: one thin `Tx` over SQLite and PostgreSQL, and the runners that drive it.
//!
//! A unit of work is a synchronous function over `&mut Tx`. SQLite runs it on its one writer
//! thread, many to a COMMIT; PostgreSQL runs it on one of a few threads with a connection each,
//! and again when the database asks for that. The answer leaves only after COMMIT, errors too.
//! (The word transaction is money's; the database's is `Tx`.)

mod error;
mod migrate;
mod open;
mod postgres;
mod row;
mod source;
mod sqlite;
mod statement;
mod tx;
mod url;
mod value;

pub use error::{DbError, OpenError};
pub use migrate::{MIGRATIONS, Migrated, Migration};
pub use open::{AfterJobs, Db, DbOptions};
pub use row::Row;
pub use source::SystemSource;
pub use statement::{Locking, Statement};
pub use tx::Tx;
pub use url::{DatabaseUrl, UnknownDatabaseUrl};
pub use value::Value;

pub(crate) use statement::statements;
pub(crate) use value::params;

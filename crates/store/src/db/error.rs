//! What can go wrong at the database. None of it is ever shown to a caller of the API.

/// Why a unit of work could not be done.
#[derive(Clone, Debug, thiserror::Error)]
pub enum DbError {
    /// The queue is full: try again in a moment.
    #[error("the database is busy")]
    Busy,
    /// A unique key that the work did not expect to meet.
    #[error("a unique key is taken")]
    Conflict,
    /// A write in a `Tx` that only reads.
    #[error("a reading Tx was asked to write")]
    ReadOnly,
    /// PostgreSQL wants the work done again; the runner does that.
    #[error("the database asks to do it again")]
    Again,
    /// A row that makes no sense; says which.
    #[error("the database holds something unreadable: {0}")]
    Corrupt(&'static str),
    /// The work panicked; nothing of it was kept.
    #[error("the work at the database panicked")]
    Panicked,
    /// The database is shut down.
    #[error("the database is closed")]
    Closed,
    /// Anything else that the engine said.
    #[error("database: {0}")]
    Engine(String),
}

/// Why a database could not be opened or migrated.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// Another server has it.
    #[error("another server is running on {0}")]
    InUse(String),
    /// It was written by a newer version.
    #[error(
        "the database is at version {found}, newer than this program's {known}; use a newer program"
    )]
    Newer {
        /// What the database says.
        found: i64,
        /// What this program knows.
        known: i64,
    },
    /// A migration that was applied differs from the one in this program.
    #[error("migration {0} was applied in another form than this program knows")]
    Edited(i64),
    /// A file could not be opened.
    #[error("{path}: {source}")]
    File {
        /// Which.
        path: String,
        /// Why.
        source: std::io::Error,
    },
    /// The engine said no.
    #[error(transparent)]
    Database(#[from] DbError),
}

/// SQLite's extended code for a violated primary key.
const SQLITE_CONSTRAINT_PRIMARYKEY: i32 = 1555;
/// SQLite's extended code for a violated unique index.
const SQLITE_CONSTRAINT_UNIQUE: i32 = 2067;

impl From<rusqlite::Error> for DbError {
    fn from(error: rusqlite::Error) -> Self {
        if let rusqlite::Error::SqliteFailure(failure, _) = &error {
            match failure.extended_code {
                SQLITE_CONSTRAINT_PRIMARYKEY | SQLITE_CONSTRAINT_UNIQUE => return Self::Conflict,
                _ => {}
            }
            match failure.code {
                rusqlite::ErrorCode::ReadOnly => return Self::ReadOnly,
                rusqlite::ErrorCode::DatabaseBusy => return Self::Busy,
                _ => {}
            }
        }
        Self::Engine(error.to_string())
    }
}

impl From<tokio_postgres::Error> for DbError {
    fn from(error: tokio_postgres::Error) -> Self {
        use tokio_postgres::error::SqlState;
        let Some(state) = error.code() else { return Self::Engine(error.to_string()) };
        if *state == SqlState::UNIQUE_VIOLATION {
            Self::Conflict
        } else if *state == SqlState::READ_ONLY_SQL_TRANSACTION {
            Self::ReadOnly
        } else if *state == SqlState::T_R_SERIALIZATION_FAILURE
            || *state == SqlState::T_R_DEADLOCK_DETECTED
        {
            Self::Again
        } else {
            let detail = error.as_db_error().map(|it| it.message().to_owned());
            Self::Engine(format!("{}: {}", state.code(), detail.unwrap_or_default()))
        }
    }
}

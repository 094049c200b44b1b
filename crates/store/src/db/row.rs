//! Rows, read column by column from the left.

use std::str::FromStr;

use tokio_postgres::types::Type;

use super::DbError;

/// A row of the answer. Each call reads the next column.
pub struct Row<'r> {
    engine: EngineRow<'r>,
    next: usize,
}

enum EngineRow<'r> {
    Sqlite(&'r rusqlite::Row<'r>),
    Postgres(&'r tokio_postgres::Row),
}

impl<'r> Row<'r> {
    pub(super) const fn sqlite(row: &'r rusqlite::Row<'r>) -> Self {
        Self { engine: EngineRow::Sqlite(row), next: 0 }
    }

    pub(super) const fn postgres(row: &'r tokio_postgres::Row) -> Self {
        Self { engine: EngineRow::Postgres(row), next: 0 }
    }

    const fn advance(&mut self) -> usize {
        let at = self.next;
        self.next += 1;
        at
    }

    /// The next column, a text that may be NULL.
    pub fn opt_text(&mut self) -> Result<Option<&'r str>, DbError> {
        let at = self.advance();
        match self.engine {
            EngineRow::Sqlite(row) => {
                let value = row.get_ref(at)?;
                value.as_str_or_null().map_err(|_| DbError::Corrupt("a column that is no text"))
            }
            EngineRow::Postgres(row) => Ok(row.try_get(at)?),
        }
    }

    /// The next column, a text.
    pub fn text(&mut self) -> Result<&'r str, DbError> {
        self.opt_text()?.ok_or(DbError::Corrupt("a text is missing"))
    }

    /// The next column, a whole number that may be NULL.
    pub fn opt_int(&mut self) -> Result<Option<i64>, DbError> {
        let at = self.advance();
        match self.engine {
            EngineRow::Sqlite(row) => {
                let value = row.get_ref(at)?;
                value.as_i64_or_null().map_err(|_| DbError::Corrupt("a column that is no number"))
            }
            EngineRow::Postgres(row) => match row.columns().get(at).map(|column| column.type_()) {
                Some(&Type::INT4) => Ok(row.try_get::<_, Option<i32>>(at)?.map(i64::from)),
                _ => Ok(row.try_get(at)?),
            },
        }
    }

    /// The next column, a whole number.
    pub fn int(&mut self) -> Result<i64, DbError> {
        self.opt_int()?.ok_or(DbError::Corrupt("a number is missing"))
    }

    /// The next column, true or false.
    pub fn bool(&mut self) -> Result<bool, DbError> {
        match self.engine {
            EngineRow::Sqlite(_) => Ok(self.int()? != 0),
            EngineRow::Postgres(row) => {
                let at = self.advance();
                row.try_get::<_, Option<bool>>(at)?.ok_or(DbError::Corrupt("a truth is missing"))
            }
        }
    }

    /// The next column, a text that spells a `T`.
    pub fn parse<T: FromStr>(&mut self) -> Result<T, DbError> {
        let text = self.text()?;
        text.parse().map_err(|_| DbError::Corrupt(std::any::type_name::<T>()))
    }

    /// The next column, a text that spells a `T`, or NULL.
    pub fn opt_parse<T: FromStr>(&mut self) -> Result<Option<T>, DbError> {
        let text = self.opt_text()?;
        let parsed = text.map(|text| text.parse()).transpose();
        parsed.map_err(|_| DbError::Corrupt(std::any::type_name::<T>()))
    }
}

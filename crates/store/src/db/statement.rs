//! Statements: every SQL text is a registered static, so that one test can prepare them all.

/// Whether the rows that a statement reads are locked until the `Tx` ends.
///
/// On SQLite the writer is the lock, so the suffix is empty there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Locking {
    /// Not locked.
    None,
    /// `FOR UPDATE`: waits for whoever has them.
    ForUpdate,
    /// `FOR UPDATE SKIP LOCKED`: leaves out what others have.
    SkipLocked,
    /// `FOR KEY SHARE`: nobody takes them `FOR UPDATE` until the `Tx` ends.
    ForKeyShare,
    /// `FOR SHARE`: nobody changes them until the `Tx` ends.
    ForShare,
}

/// One SQL text for both engines, with `$1`, `$2`, … as placeholders.
#[derive(Debug)]
pub struct Statement {
    /// Module and name, for messages.
    pub name: &'static str,
    /// The text, without the locking suffix.
    pub sql: &'static str,
    /// What it locks.
    pub locking: Locking,
}

impl Statement {
    /// The text for PostgreSQL.
    pub fn postgres(&self) -> String {
        let suffix = match self.locking {
            Locking::None => "",
            Locking::ForUpdate => " FOR UPDATE",
            Locking::SkipLocked => " FOR UPDATE SKIP LOCKED",
            Locking::ForKeyShare => " FOR KEY SHARE",
            Locking::ForShare => " FOR SHARE",
        };
        format!("{}{suffix}", self.sql)
    }

    /// The text for SQLite, where `$1` would be a *name*, numbered by its first appearance:
    /// numbered placeholders are spelled `?1` there.
    pub fn sqlite(&self) -> String {
        let bytes = self.sql.as_bytes();
        let mut text = String::with_capacity(self.sql.len());
        for (at, character) in self.sql.char_indices() {
            let numbered = bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
            text.push(if character == '$' && numbered { '?' } else { character });
        }
        text
    }
}

/// Declares statements, and `STATEMENTS`, the list of them.
///
/// ```ignore
/// statements! {
///     pub FIND = "SELECT name FROM things WHERE id = $1";
///     pub LOCK = "SELECT name FROM things WHERE id = $1" for update;
/// }
/// ```
macro_rules! statements {
    ($($(#[$doc:meta])* pub $name:ident = $sql:literal $(for $($lock:ident)+)?;)+) => {
        $(
            $(#[$doc])*
            pub(crate) static $name: $crate::db::Statement = $crate::db::Statement {
                name: concat!(module_path!(), "::", stringify!($name)),
                sql: $sql,
                locking: $crate::db::statements!(@locking $($($lock)+)?),
            };
        )+
        /// Every statement of this module.
        pub(crate) static STATEMENTS: &[&$crate::db::Statement] = &[$(&$name),+];
    };
    (@locking) => { $crate::db::Locking::None };
    (@locking key share) => { $crate::db::Locking::ForKeyShare };
    (@locking share) => { $crate::db::Locking::ForShare };
    (@locking update) => { $crate::db::Locking::ForUpdate };
    (@locking update skip locked) => { $crate::db::Locking::SkipLocked };
}
pub(crate) use statements;

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_engine_gets_its_own_spelling() {
        let statement =
            Statement { name: "test", sql: "SELECT $2, '$', $1", locking: Locking::SkipLocked };
        assert_eq!(statement.sqlite(), "SELECT ?2, '$', ?1");
        assert_eq!(statement.postgres(), "SELECT $2, '$', $1 FOR UPDATE SKIP LOCKED");
    }
}

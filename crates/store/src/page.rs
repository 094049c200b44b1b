//! Pages of lists: newest first, by cursor, with a count that stops at a bound.
//!
//! Every list is a finite set of texts: two directions, two literal limits (a bound `LIMIT`
//! would be prepared anew on each run), and the count. [`list!`] writes them all from one
//! condition, so that they cannot drift apart.

use domain::ids::Id;

use crate::db::{DbError, Row, Statement, Tx, Value};

/// Rows are counted up to this many.
pub const COUNT_MAX: u64 = 10_000;
/// The largest page.
pub const LIMIT_MAX: usize = 100;
/// The page of those who do not say.
pub const LIMIT_DEFAULT: usize = 10;

/// Where a page begins.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Cursor<T> {
    /// With the newest.
    #[default]
    Newest,
    /// Behind this one, towards the oldest.
    After(T),
    /// Before this one, towards the newest.
    Before(T),
}

/// Which part of a list is asked for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Page<T> {
    /// Where it begins.
    pub cursor: Cursor<T>,
    /// How many, 1 to [`LIMIT_MAX`].
    pub limit: usize,
    /// Created at this time or later, in milliseconds.
    pub created_from: i64,
    /// Created at this time or earlier, in milliseconds.
    pub created_to: i64,
}

impl<T> Page<T> {
    /// The newest `limit`, of any time.
    pub const fn newest(limit: usize) -> Self {
        Self { cursor: Cursor::Newest, limit, created_from: i64::MIN, created_to: i64::MAX }
    }

    /// The same page of a list by id, with its cursor as text.
    pub(crate) fn by_id(&self) -> Page<String>
    where
        T: Id,
    {
        let cursor = match &self.cursor {
            Cursor::Newest => Cursor::Newest,
            Cursor::After(id) => Cursor::After(id.to_string()),
            Cursor::Before(id) => Cursor::Before(id.to_string()),
        };
        let Self { limit, created_from, created_to, .. } = *self;
        Page { cursor, limit, created_from, created_to }
    }

    /// The same page with its cursor looked up or parsed.
    pub fn with_cursor<U>(self, cursor: Cursor<U>) -> Page<U> {
        let Self { limit, created_from, created_to, .. } = self;
        Page { cursor, limit, created_from, created_to }
    }
}

/// A part of a list, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Listed<T> {
    /// The items.
    pub items: Vec<T>,
    /// More lie beyond the page, in the direction in which it was read.
    pub has_more: bool,
    /// How many match in all, up to [`COUNT_MAX`].
    pub count: u64,
    /// There are more than that.
    pub count_capped: bool,
}

impl<T> Listed<T> {
    /// The same part with each item made into another.
    ///
    /// # Errors
    /// The first that `make` gives.
    pub fn try_map<U, E>(self, make: impl FnMut(T) -> Result<U, E>) -> Result<Listed<U>, E> {
        let Self { items, has_more, count, count_capped } = self;
        let items = items.into_iter().map(make).collect::<Result<_, E>>()?;
        Ok(Listed { items, has_more, count, count_capped })
    }
}

/// The texts of one list.
#[derive(Debug)]
pub struct List {
    /// Towards the oldest, up to 10 and one more.
    pub older: Statement,
    /// Towards the oldest, up to 100 and one more.
    pub older_many: Statement,
    /// Towards the newest, up to 10 and one more.
    pub newer: Statement,
    /// Towards the newest, up to 100 and one more.
    pub newer_many: Statement,
    /// How many match.
    pub count: Statement,
}

/// Declares a [`List`]: the columns, `FROM … WHERE …` without the cursor, the column that
/// orders, and the parameter behind the condition's last, which is the cursor.
macro_rules! list {
    ($(#[$doc:meta])* $name:ident = $columns:literal, $from:literal, $order:literal $cursor:literal) => {
        $(#[$doc])*
        pub static $name: $crate::page::List = $crate::page::List {
            older: $crate::page::list!(@ $name ".older", $columns, $from, $order, "<", $cursor, "DESC", "11"),
            older_many: $crate::page::list!(@ $name ".older_many", $columns, $from, $order, "<", $cursor, "DESC", "101"),
            newer: $crate::page::list!(@ $name ".newer", $columns, $from, $order, ">", $cursor, "ASC", "11"),
            newer_many: $crate::page::list!(@ $name ".newer_many", $columns, $from, $order, ">", $cursor, "ASC", "101"),
            count: $crate::db::Statement {
                name: concat!(module_path!(), "::", stringify!($name), ".count"),
                sql: concat!("SELECT COUNT(*) FROM (SELECT 1 ", $from, " LIMIT 10001) AS matching"),
                locking: $crate::db::Locking::None,
            },
        };
    };
    (@ $name:ident $part:literal, $columns:literal, $from:literal, $order:literal, $side:literal, $cursor:literal, $way:literal, $limit:literal) => {
        $crate::db::Statement {
            name: concat!(module_path!(), "::", stringify!($name), $part),
            sql: concat!("SELECT ", $columns, " ", $from, " AND ", $order, " ", $side, " ", $cursor,
                " ORDER BY ", $order, " ", $way, " LIMIT ", $limit),
            locking: $crate::db::Locking::None,
        }
    };
}
pub(crate) use list;

impl List {
    /// All its statements, to be registered.
    pub(crate) const fn statements(&'static self) -> [&'static Statement; 5] {
        [&self.older, &self.older_many, &self.newer, &self.newer_many, &self.count]
    }

    /// Reads a page. `params` are those of the condition; the cursor goes behind them.
    pub(crate) fn page<'v, T, C>(
        &'static self,
        tx: &mut Tx<'_>,
        params: &[Value<'v>],
        page: &'v Page<C>,
        newest: impl Into<Value<'v>>,
        read: impl FnMut(&mut Row<'_>) -> Result<T, DbError>,
    ) -> Result<Listed<T>, DbError>
    where
        &'v C: Into<Value<'v>>,
    {
        let few = page.limit <= LIMIT_DEFAULT;
        let (statement, cursor) = match (&page.cursor, few) {
            (Cursor::Newest, true) => (&self.older, newest.into()),
            (Cursor::Newest, false) => (&self.older_many, newest.into()),
            (Cursor::After(at), true) => (&self.older, at.into()),
            (Cursor::After(at), false) => (&self.older_many, at.into()),
            (Cursor::Before(at), true) => (&self.newer, at.into()),
            (Cursor::Before(at), false) => (&self.newer_many, at.into()),
        };
        let mut with_cursor = params.to_vec();
        with_cursor.push(cursor);
        let mut items = tx.all(statement, &with_cursor, read)?;
        let has_more = items.len() > page.limit;
        items.truncate(page.limit);
        if matches!(page.cursor, Cursor::Before(_)) {
            items.reverse();
        }
        let count = tx.one(&self.count, params, |row| row.int())?.unwrap_or(0);
        let count = u64::try_from(count).unwrap_or(0);
        let count_capped = count > COUNT_MAX;
        Ok(Listed { items, has_more, count: count.min(COUNT_MAX), count_capped })
    }
}

/// Behind every id in the alphabet: the cursor of a list by id that begins with the newest.
pub(crate) const NEWEST_ID: &str = "~";

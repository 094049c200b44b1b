//! Query strings, and the pages of lists.

use std::convert::Infallible;
use std::str::FromStr;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use domain::ids::Id;
use serde::Serialize;
use store::page::{Cursor, LIMIT_DEFAULT, LIMIT_MAX, Listed, Page};
use utoipa::{IntoParams, ToSchema};

use super::rules::{self, Wrong};
use crate::app::App;
use crate::problem::{Fault, Problem};

/// The parameters of every list, for the documentation; [`Query::page`] reads them.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ListParams {
    /// How many to give.
    #[param(required = false, minimum = 1, maximum = 100, default = 10)]
    pub limit: u8,
    /// Give what comes behind this id, towards the oldest.
    #[param(required = false)]
    pub starting_after: String,
    /// Give what comes before this id, towards the newest.
    #[param(required = false)]
    pub ending_before: String,
    /// Created in this second, in Unix seconds.
    #[param(required = false, minimum = 0, maximum = 253402300799_i64)]
    pub created: i64,
    /// Created after this second.
    #[param(required = false, rename = "created[gt]", minimum = 0, maximum = 253402300799_i64)]
    pub created_gt: i64,
    /// Created in this second or later.
    #[param(required = false, rename = "created[gte]", minimum = 0, maximum = 253402300799_i64)]
    pub created_gte: i64,
    /// Created before this second.
    #[param(required = false, rename = "created[lt]", minimum = 0, maximum = 253402300799_i64)]
    pub created_lt: i64,
    /// Created in this second or earlier.
    #[param(required = false, rename = "created[lte]", minimum = 0, maximum = 253402300799_i64)]
    pub created_lte: i64,
}

/// The end of the year 9999: no time in the API lies behind it.
pub const SECONDS_MAX: i64 = 253_402_300_799;
/// More parameters than this are not read.
const PARAMS_MAX: usize = 100;

/// A query string. Nothing is refused before [`Query::read`].
#[derive(Clone, Debug)]
pub struct Query(Vec<(String, String)>);

impl FromRequestParts<App> for Query {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &App) -> Result<Self, Infallible> {
        Ok(Self::of(parts.uri.query().unwrap_or_default()))
    }
}

impl Query {
    fn of(query: &str) -> Self {
        let pairs = url::form_urlencoded::parse(query.as_bytes()).take(PARAMS_MAX);
        Self(pairs.map(|(name, value)| (name.into_owned(), value.into_owned())).collect())
    }

    /// Reads the parameters. Unknown ones are refused, and all faults are found at once.
    ///
    /// # Errors
    /// All faults.
    pub fn read<T>(self, read: impl FnOnce(&mut Params) -> T) -> Result<T, Problem> {
        let mut params = Params { pairs: self.0, known: Vec::new(), faults: Vec::new() };
        let value = read(&mut params);
        params.finish()?;
        Ok(value)
    }

    /// For requests that take no parameters but `expand[]` of these.
    ///
    /// # Errors
    /// When there are others.
    pub fn expand(self, fields: &'static [&'static str]) -> Result<Expand, Problem> {
        self.read(|params| params.expand(fields))
    }

    /// For requests that take no parameters.
    ///
    /// # Errors
    /// When there are any.
    pub fn none(self) -> Result<(), Problem> {
        self.read(|_| ())
    }
}

/// Which fields are to show the whole object in place of its id.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Expand(Vec<&'static str>);

impl Expand {
    /// True when the field is to be expanded.
    pub fn has(&self, field: &str) -> bool {
        self.0.contains(&field)
    }
}

/// Parameters that are being read.
pub struct Params {
    pairs: Vec<(String, String)>,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl Params {
    fn finish(mut self) -> Result<(), Problem> {
        for (name, _) in &self.pairs {
            if !self.known.contains(&name.as_str()) {
                let message = format!("`{name}` is not a parameter of this request.");
                self.faults.push(Fault::of(name, "unknown_parameter", message));
            }
        }
        if self.faults.is_empty() { Ok(()) } else { Err(Problem::faults(self.faults)) }
    }

    fn fault(&mut self, name: &str, wrong: &Wrong) {
        let message = format!("`{name}` {}.", wrong.words);
        self.faults.push(Fault::of(name, wrong.code, message));
    }

    fn one(&mut self, name: &'static str) -> Option<String> {
        self.known.push(name);
        let mut values = self.pairs.iter().filter(|(known, _)| known == name);
        let first = values.next().map(|(_, value)| value.clone());
        if values.next().is_some() {
            self.fault(name, &Wrong::new("given_twice", "must be given only once"));
        }
        first
    }

    /// A parameter that may be missing.
    pub fn text<T>(
        &mut self,
        name: &'static str,
        rule: impl Fn(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        let value = self.one(name)?;
        match rule(&value) {
            Ok(value) => Some(value),
            Err(wrong) => {
                self.fault(name, &wrong);
                None
            }
        }
    }

    fn int(&mut self, name: &'static str, min: i64, max: i64) -> Option<i64> {
        self.text(name, |text| match i64::from_str(text) {
            Ok(number) if (min..=max).contains(&number) => Ok(number),
            Ok(_) => Err(Wrong::new("out_of_range", format!("must be from {min} to {max}"))),
            Err(_) => Err(Wrong::new("not_an_integer", "must be a whole number")),
        })
    }

    /// `expand[]`, any number of times, each one of `fields`.
    pub fn expand(&mut self, fields: &'static [&'static str]) -> Expand {
        const NAME: &str = "expand[]";
        self.known.push(NAME);
        let asked: Vec<String> =
            self.pairs.iter().filter(|(name, _)| name == NAME).map(|(_, it)| it.clone()).collect();
        let mut expand = Expand::default();
        for name in asked {
            match fields.iter().find(|field| **field == name) {
                Some(field) => expand.0.push(field),
                None if fields.is_empty() => {
                    self.fault(
                        NAME,
                        &Wrong::new("not_expandable", "names a field that cannot be expanded"),
                    );
                }
                None => {
                    let words = format!("must be one of: {}", fields.join(", "));
                    self.fault(NAME, &Wrong::new("not_expandable", words));
                }
            }
        }
        expand
    }

    /// `limit`, `starting_after`, `ending_before` and `created`, for a list of `I`s.
    pub fn page<I: Id>(&mut self) -> Page<I> {
        let max = i64::try_from(LIMIT_MAX).unwrap_or(i64::MAX);
        let limit = self.int("limit", 1, max).and_then(|limit| usize::try_from(limit).ok());
        let after = self.text("starting_after", rules::id::<I>);
        let before = self.text("ending_before", rules::id::<I>);
        let cursor = match (after, before) {
            (None, None) => Cursor::Newest,
            (Some(id), None) => Cursor::After(id),
            (None, Some(id)) => Cursor::Before(id),
            (Some(_), Some(_)) => {
                let words = "cannot stand beside `starting_after`";
                self.fault("ending_before", &Wrong::new("contradictory", words));
                Cursor::Newest
            }
        };
        let (created_from, created_to) = self.created();
        Page { cursor, limit: limit.unwrap_or(LIMIT_DEFAULT), created_from, created_to }
    }

    /// The range of `created`, in milliseconds.
    fn created(&mut self) -> (i64, i64) {
        let mut second = |name| self.int(name, 0, SECONDS_MAX);
        let (exact, gt, gte) = (second("created"), second("created[gt]"), second("created[gte]"));
        let (lt, lte) = (second("created[lt]"), second("created[lte]"));
        let first = |second: i64| second * 1_000;
        let last = |second: i64| second * 1_000 + 999;
        let from = [exact.map(first), gte.map(first), gt.map(|it| first(it + 1))];
        let to = [exact.map(last), lte.map(last), lt.map(|it| first(it) - 1)];
        let from = from.into_iter().flatten().max().unwrap_or(i64::MIN);
        (from, to.into_iter().flatten().min().unwrap_or(i64::MAX))
    }
}

/// A page of a list, newest first.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ListView<V> {
    /// Always `list`.
    #[schema(value_type = String, pattern = "^list$")]
    pub object: ListObject,
    /// How many match in all; exact up to 10000.
    #[schema(minimum = 0, maximum = 10000)]
    pub count: u64,
    /// There are more than `count`.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    #[schema(required = false)]
    pub count_capped: bool,
    /// There are more beyond this page.
    pub has_more: bool,
    /// The items.
    pub data: Vec<V>,
}

/// The name of lists.
#[derive(Clone, Copy, Debug, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ListObject {
    /// A list.
    List,
}

impl<V> ListView<V> {
    /// A page, each item shown by `show`.
    pub fn of<T>(listed: Listed<T>, show: impl FnMut(T) -> V) -> Self {
        let Listed { items, has_more, count, count_capped } = listed;
        let data = items.into_iter().map(show).collect();
        Self { object: ListObject::List, count, count_capped, has_more, data }
    }

    /// The same, when showing may fail.
    ///
    /// # Errors
    /// Those of `show`.
    pub fn try_of<T, E>(listed: Listed<T>, show: impl FnMut(T) -> Result<V, E>) -> Result<Self, E> {
        let Listed { items, has_more, count, count_capped } = listed;
        let data = items.into_iter().map(show).collect::<Result<_, E>>()?;
        Ok(Self { object: ListObject::List, count, count_capped, has_more, data })
    }

    /// Items that are all there is.
    pub fn whole(data: Vec<V>) -> Self {
        let count = u64::try_from(data.len()).unwrap_or(u64::MAX);
        Self { object: ListObject::List, count, count_capped: false, has_more: false, data }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use domain::ids::CustomerId;

    fn page(query: &str) -> Result<Page<CustomerId>, Problem> {
        Query::of(query).read(Params::page::<CustomerId>)
    }

    #[test]
    fn a_page_has_defaults() {
        let page = page("").unwrap();
        assert_eq!((page.limit, page.cursor), (10, Cursor::Newest));
        assert_eq!((page.created_from, page.created_to), (i64::MIN, i64::MAX));
    }

    #[test]
    fn ranges_of_created_mean_whole_seconds() {
        let both = page("created[gt]=10&created%5Blte%5D=20").unwrap();
        assert_eq!((both.created_from, both.created_to), (11_000, 20_999));
        let exact = page("created=7").unwrap();
        assert_eq!((exact.created_from, exact.created_to), (7_000, 7_999));
    }

    #[test]
    fn bad_parameters_are_named() {
        let code = |query: &str| page(query).unwrap_err().errors.remove(0).code;
        assert_eq!(code("limit=0"), "out_of_range");
        assert_eq!(code("limit=ten"), "not_an_integer");
        assert_eq!(code("limit=1&limit=2"), "given_twice");
        assert_eq!(code("starting_after=py_sess_1"), "invalid_id");
        assert_eq!(code("colour=red"), "unknown_parameter");
        let id = CustomerId::from_parts(1, [1; 10]);
        assert_eq!(code(&format!("starting_after={id}&ending_before={id}")), "contradictory");
    }

    #[test]
    fn only_what_can_be_expanded_is() {
        let expand = |query: &str| Query::of(query).expand(&["customer", "transaction"]);
        assert!(expand("expand[]=customer").unwrap().has("customer"));
        assert_eq!(expand("expand[]=account").unwrap_err().param.as_deref(), Some("expand[]"));
    }
}

//! Reading an object field by field, collecting every fault on the way.
//!
//! A reader asks for each field it knows. What it did not ask for is unknown, and refused:
//! nothing is accepted and dropped. `None` from a `required_` reader always comes with a fault,
//! so a caller reads everything first and then builds with `?`.

use std::ops::RangeInclusive;

use serde_json::{Map, Value};

use super::exact::Source;
use super::rules::Wrong;
use crate::problem::{Fault, Problem};

/// A field of an update: left alone, cleared, or set.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub enum Given<T> {
    /// Not in the body: it keeps its value.
    #[default]
    Absent,
    /// Null: it is cleared.
    Null,
    /// A new value.
    Value(T),
}

impl<T> Given<T> {
    /// The value, when one was given.
    pub fn value(self) -> Option<T> {
        match self {
            Self::Value(value) => Some(value),
            Self::Absent | Self::Null => None,
        }
    }

    /// What was given in place of what was there.
    pub fn or_keep(self, kept: Option<T>) -> Option<T> {
        match self {
            Self::Absent => kept,
            Self::Null => None,
            Self::Value(value) => Some(value),
        }
    }

    /// The same for what always has a value; null sets it to its default.
    pub fn or_keep_or_default(self, kept: T) -> T
    where
        T: Default,
    {
        match self {
            Self::Absent => kept,
            Self::Null => T::default(),
            Self::Value(value) => value,
        }
    }

    /// Puts what was given into `place`.
    pub fn apply(self, place: &mut Option<T>) {
        *place = self.or_keep(place.take());
    }
}

/// An object that is being read.
pub struct Fields<'a> {
    object: &'a Map<String, Value>,
    /// The text that the object was read from.
    pub(super) source: Source<'a>,
    /// Where the object stands, such as `address.`; empty for the body.
    at: String,
    known: Vec<&'static str>,
    faults: Vec<Fault>,
}

impl<'a> Fields<'a> {
    /// The fields of a body, and the text that it was read from.
    pub fn of(object: &'a Map<String, Value>, text: &'a [u8]) -> Self {
        Self::at(object, Source::Text(text), String::new())
    }

    fn at(object: &'a Map<String, Value>, source: Source<'a>, at: String) -> Self {
        Self { object, source, at, known: Vec::new(), faults: Vec::new() }
    }

    /// Ends the reading.
    ///
    /// # Errors
    /// All faults that were found, those of unknown fields too.
    pub fn finish(mut self) -> Result<(), Problem> {
        self.refuse_unknown();
        if self.faults.is_empty() { Ok(()) } else { Err(Problem::faults(self.faults)) }
    }

    fn refuse_unknown(&mut self) {
        let unknown = self.object.keys().filter(|name| !self.known.contains(&name.as_str()));
        let faults: Vec<Fault> = unknown
            .map(|name| {
                let param = format!("{}{name}", self.at);
                let message = format!("`{param}` is not a field of this request.");
                Fault::of(param, "unknown_field", message)
            })
            .collect();
        self.faults.extend(faults);
    }

    /// Notes a fault of a field, such as one that only shows beside another field.
    pub fn fault(&mut self, name: &str, code: &'static str, words: impl AsRef<str>) {
        let param = format!("{}{name}", self.at);
        let message = format!("`{param}` {}.", words.as_ref());
        self.faults.push(Fault::of(param, code, message));
    }

    fn wrong(&mut self, name: &str, wrong: &Wrong) {
        self.fault(name, wrong.code, &wrong.words);
    }

    /// Refuses a field that is to come, by its name.
    pub fn not_built(&mut self, name: &'static str) {
        if self.get(name).is_some() {
            self.fault(name, "not_supported", "is not supported yet");
        }
    }

    /// True when a field is not there, or null.
    pub fn is_missing(&self, name: &str) -> bool {
        self.object.get(name).is_none_or(Value::is_null)
    }

    /// The value of a field, null included, for readers of unusual shapes.
    pub fn get(&mut self, name: &'static str) -> Option<&'a Value> {
        self.known.push(name);
        self.object.get(name)
    }

    pub(super) fn given<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Value) -> Result<T, Wrong>,
    ) -> Given<T> {
        match self.get(name) {
            None => Given::Absent,
            Some(Value::Null) => Given::Null,
            Some(value) => match read(value) {
                Ok(value) => Given::Value(value),
                Err(wrong) => {
                    self.wrong(name, &wrong);
                    Given::Absent
                }
            },
        }
    }

    pub(super) fn required<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&Value) -> Result<T, Wrong>,
    ) -> Option<T> {
        let missing = self.is_missing(name);
        let value = self.given(name, read).value();
        if missing {
            self.fault(name, "required", "is required");
        }
        value
    }

    /// A text that may be missing or null.
    pub fn text<T>(
        &mut self,
        name: &'static str,
        rule: impl Fn(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        self.given_text(name, rule).value()
    }

    /// A text that must be there.
    pub fn required_text<T>(
        &mut self,
        name: &'static str,
        rule: impl Fn(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        self.required(name, |value| read_text(value, rule))
    }

    /// A text of an update.
    pub fn given_text<T>(
        &mut self,
        name: &'static str,
        rule: impl Fn(&str) -> Result<T, Wrong>,
    ) -> Given<T> {
        self.given(name, |value| read_text(value, rule))
    }

    /// A text of an update that always has a value, so that null is a fault.
    pub fn kept_text<T>(
        &mut self,
        name: &'static str,
        rule: impl Fn(&str) -> Result<T, Wrong>,
    ) -> Option<T> {
        let given = self.given_text(name, rule);
        if matches!(given, Given::Null) {
            self.fault(name, "not_nullable", "cannot be null");
        }
        given.value()
    }

    /// A whole number that may be missing or null.
    pub fn int(&mut self, name: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        self.given_int(name, range).value()
    }

    /// A whole number that must be there.
    pub fn required_int(&mut self, name: &'static str, range: RangeInclusive<i64>) -> Option<i64> {
        self.required(name, |value| read_int(value, &range))
    }

    /// A whole number of an update.
    pub fn given_int(&mut self, name: &'static str, range: RangeInclusive<i64>) -> Given<i64> {
        self.given(name, |value| read_int(value, &range))
    }

    /// True or false, or missing or null.
    pub fn bool(&mut self, name: &'static str) -> Option<bool> {
        self.given_bool(name).value()
    }

    /// True or false of an update.
    pub fn given_bool(&mut self, name: &'static str) -> Given<bool> {
        let wrong = || Wrong::new("not_a_boolean", "must be true or false");
        self.given(name, |value| value.as_bool().ok_or_else(wrong))
    }

    fn items(&mut self, name: &'static str, max: usize) -> Given<&'a [Value]> {
        match self.get(name) {
            None => return Given::Absent,
            Some(Value::Null) => return Given::Null,
            Some(Value::Array(items)) if items.len() <= max => return Given::Value(items),
            Some(Value::Array(_)) => {
                self.fault(name, "list_too_long", format!("must have at most {max} items"));
            }
            Some(_) => self.fault(name, "not_a_list", "must be a list"),
        }
        Given::Absent
    }

    /// A list of texts of an update, each with its own fault.
    pub fn given_texts<T>(
        &mut self,
        name: &'static str,
        max: usize,
        rule: impl Fn(&str) -> Result<T, Wrong>,
    ) -> Given<Vec<T>> {
        let items = match self.items(name, max) {
            Given::Absent => return Given::Absent,
            Given::Null => return Given::Null,
            Given::Value(items) => items,
        };
        let mut read = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            match read_text(item, &rule) {
                Ok(value) => read.push(value),
                Err(wrong) => self.wrong(&format!("{name}[{place}]"), &wrong),
            }
        }
        Given::Value(read)
    }

    /// A list of texts that must be there and have at least one.
    pub fn required_texts<T>(
        &mut self,
        name: &'static str,
        max: usize,
        rule: impl Fn(&str) -> Result<T, Wrong>,
    ) -> Option<Vec<T>> {
        match self.object.get(name) {
            None | Some(Value::Null) => {
                self.known.push(name);
                self.fault(name, "required", "is required");
                None
            }
            Some(Value::Array(items)) if items.is_empty() => {
                self.known.push(name);
                self.fault(name, "list_empty", "must have at least one item");
                None
            }
            Some(_) => self.given_texts(name, max, rule).value(),
        }
    }

    /// An object within the object.
    pub fn given_object<T>(
        &mut self,
        name: &'static str,
        read: impl FnOnce(&mut Fields<'_>) -> Option<T>,
    ) -> Given<T> {
        let object = match self.get(name) {
            None => return Given::Absent,
            Some(Value::Null) => return Given::Null,
            Some(Value::Object(object)) => object,
            Some(_) => {
                self.fault(name, "not_an_object", "must be an object");
                return Given::Absent;
            }
        };
        let at = format!("{}{name}.", self.at);
        let mut inner = Fields::at(object, Source::Field(&self.source, name), at);
        let value = read(&mut inner);
        inner.refuse_unknown();
        self.faults.append(&mut inner.faults);
        value.map_or(Given::Absent, Given::Value)
    }

    /// A list of objects of an update: all of them, or faults.
    pub fn given_objects<T>(
        &mut self,
        name: &'static str,
        max: usize,
        read: impl Fn(&mut Fields<'_>) -> Option<T>,
    ) -> Given<Vec<T>> {
        let items = match self.items(name, max) {
            Given::Absent => return Given::Absent,
            Given::Null => return Given::Null,
            Given::Value(items) => items,
        };
        let sources = self.source.items(name);
        let mut values = Vec::with_capacity(items.len());
        for (place, item) in items.iter().enumerate() {
            let name = format!("{name}[{place}]");
            let Value::Object(object) = item else {
                self.fault(&name, "not_an_object", "must be an object");
                continue;
            };
            let source = sources.get(place).copied().unwrap_or_default();
            let mut inner = Fields::at(object, source, format!("{}{name}.", self.at));
            values.extend(read(&mut inner));
            inner.refuse_unknown();
            self.faults.append(&mut inner.faults);
        }
        if values.len() == items.len() { Given::Value(values) } else { Given::Absent }
    }
}

fn read_text<T>(value: &Value, rule: impl Fn(&str) -> Result<T, Wrong>) -> Result<T, Wrong> {
    match value {
        Value::String(text) => rule(text),
        _ => Err(Wrong::new("not_a_text", "must be a text")),
    }
}

fn read_int(value: &Value, range: &RangeInclusive<i64>) -> Result<i64, Wrong> {
    let (min, max) = (range.start(), range.end());
    match (value.as_i64(), value) {
        (Some(number), _) if range.contains(&number) => Ok(number),
        (Some(_), _) => Err(Wrong::new("out_of_range", format!("must be from {min} to {max}"))),
        (None, Value::Number(number)) if number.is_u64() => {
            Err(Wrong::new("out_of_range", format!("must be from {min} to {max}")))
        }
        _ => Err(Wrong::new("not_an_integer", "must be a whole number")),
    }
}

#[cfg(test)]
mod tests {
    use super::super::rules::line;
    use super::*;

    fn faults(text: &str, read: impl FnOnce(&mut Fields<'_>)) -> Vec<(String, &'static str)> {
        let object = serde_json::from_str(text).unwrap();
        let mut fields = Fields::of(&object, text.as_bytes());
        read(&mut fields);
        let problem = fields.finish().err();
        let faults = problem.map(|problem| problem.errors).unwrap_or_default();
        faults.into_iter().map(|fault| (fault.param.unwrap(), fault.code)).collect()
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let text = r#"{"amount": 1.5, "name": "", "address": {"city": 7, "x": 1}, "types": ["a", 2], "z": null}"#;
        let found = faults(text, |fields| {
            fields.required_int("amount", 100..=999);
            fields.required_int("missing", 1..=2);
            fields.text("name", line(10));
            fields.given_object("address", |fields| {
                fields.text("city", line(10));
                Some(())
            });
            fields.given_texts("types", 5, line(10));
        });
        let expected = [
            ("amount", "not_an_integer"),
            ("missing", "required"),
            ("name", "text_empty"),
            ("address.city", "not_a_text"),
            ("address.x", "unknown_field"),
            ("types[1]", "not_a_text"),
            ("z", "unknown_field"),
        ];
        assert_eq!(found, expected.map(|(param, code)| (param.to_owned(), code)));
    }

    #[test]
    fn numbers_are_whole_and_in_range() {
        for (number, code) in [
            ("0", "out_of_range"),
            ("-5", "out_of_range"),
            ("99", "out_of_range"),
            ("18446744073709551615", "out_of_range"),
            ("1e400", "invalid"),
            ("100.0", "not_an_integer"),
            ("\"100\"", "not_an_integer"),
            ("true", "not_an_integer"),
            ("[]", "not_an_integer"),
        ] {
            let text = format!("{{\"n\":{number}}}");
            if serde_json::from_str::<Value>(&text).is_err() {
                assert_eq!(code, "invalid");
                continue;
            }
            let found = faults(&text, |fields| {
                fields.int("n", 100..=200);
            });
            assert_eq!(found, [("n".to_owned(), code)], "{number}");
        }
    }

    #[test]
    fn updates_tell_null_from_absent() {
        let text = r#"{"a": null, "b": "x"}"#;
        let object = serde_json::from_str(text).unwrap();
        let mut fields = Fields::of(&object, text.as_bytes());
        assert_eq!(fields.given_text("a", line(5)), Given::Null);
        assert_eq!(fields.given_text("b", line(5)), Given::Value("x".to_owned()));
        assert_eq!(fields.given_text("c", line(5)), Given::Absent);
        assert!(fields.finish().is_ok());
    }
}

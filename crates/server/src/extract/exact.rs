//! Numbers whose digits matter, read from the text of a body.
//!
//! A JSON number that is not whole becomes a float when it is parsed, and then `1e2` is `100` and
//! `33.33330000000000001` is `33.3333`. So percentages are read a second time, from the text
//! itself; the same field as a text is its own digits.

use std::collections::BTreeMap;

use domain::share::Share;
use serde::Deserialize;
use serde_json::Value;
use serde_json::value::RawValue;

use super::fields::{Fields, Given};
use super::rules::Wrong;

/// Where the text of an object stands. Nothing is looked for before it is asked for.
#[derive(Clone, Copy, Debug)]
pub(super) enum Source<'a> {
    /// This is the text.
    Text(&'a [u8]),
    /// It is the text of that field of another object.
    Field(&'a Source<'a>, &'a str),
}

impl Default for Source<'_> {
    fn default() -> Self {
        Self::Text(b"")
    }
}

impl<'a> Source<'a> {
    fn read<T: Deserialize<'a>>(self) -> Option<T> {
        let text = match self {
            Self::Text(text) => text,
            Self::Field(object, name) => object.field(name)?.as_bytes(),
        };
        serde_json::from_slice(text).ok()
    }

    /// The text of a field of the object.
    fn field(self, name: &str) -> Option<&'a str> {
        let mut fields: BTreeMap<String, &'a RawValue> = self.read()?;
        fields.remove(name).map(RawValue::get)
    }

    /// The texts of the items of a field of the object.
    pub(super) fn items(self, name: &str) -> Vec<Self> {
        let list = self.field(name).and_then(|text| Self::Text(text.as_bytes()).read());
        let items: Vec<&'a RawValue> = list.unwrap_or_default();
        items.into_iter().map(|item| Self::Text(item.get().as_bytes())).collect()
    }
}

impl Fields<'_> {
    /// A percentage of an update, a number or a text, exactly as its digits say.
    pub fn given_share(&mut self, name: &'static str) -> Given<Share> {
        let source = self.source;
        self.given(name, |value| read_share(value, source, name))
    }

    /// The same, and it must be there.
    pub fn required_share(&mut self, name: &'static str) -> Option<Share> {
        let source = self.source;
        self.required(name, |value| read_share(value, source, name))
    }
}

fn read_share(value: &Value, source: Source<'_>, name: &str) -> Result<Share, Wrong> {
    let digits = match value {
        Value::String(text) => text,
        Value::Number(_) => source.field(name).unwrap_or_default(),
        _ => return Err(Wrong::new("not_a_number", "must be a number, or a text of its digits")),
    };
    digits.parse::<Share>().map_err(|error| Wrong::new(error.code(), error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The share in `{"fees": …}` or `{"owners": […]}` as told, and the fault.
    fn read(text: &str) -> (String, Vec<(String, &'static str)>) {
        let object = serde_json::from_str(text).unwrap();
        let mut fields = Fields::of(&object, text.as_bytes());
        let fees = fields.given_object("fees", |fields| fields.given_share("fee").value());
        let owners = fields.given_objects("owners", 3, |fields| fields.required_share("part"));
        let faults = fields.finish().err().map(|problem| problem.errors).unwrap_or_default();
        let faults = faults.into_iter().map(|it| (it.param.unwrap(), it.code)).collect();
        let shares = fees.value().into_iter().chain(owners.value().into_iter().flatten());
        (shares.map(|it| it.to_string()).collect::<Vec<_>>().join(" "), faults)
    }

    #[test]
    fn digits_are_read_as_they_stand() {
        let whole = r#"{"other": {"fee": 7}, "fees": { "f\u0065e" : 12.3456 },
            "owners": [{"part": 33.3333}, {"part": "66.6667"}, {"part": 100}]}"#;
        let object: serde_json::Value = serde_json::from_str(whole).unwrap();
        assert_eq!(object["fees"]["fee"], 12.3456);
        let (shares, faults) = read(whole);
        assert_eq!(shares, "12.3456 33.3333 66.6667 100");
        assert_eq!(faults, [("other".to_owned(), "unknown_field")]);
    }

    #[test]
    fn what_a_float_would_hide_is_refused() {
        for (digits, code) in [
            ("1e2", "percentage_not_a_number"),
            ("1E+1", "percentage_not_a_number"),
            ("\"1e2\"", "percentage_not_a_number"),
            ("-0", "percentage_not_a_number"),
            ("33.33330000000000001", "percentage_too_precise"),
            ("100.0001", "percentage_too_large"),
            ("99999999999999999999", "percentage_too_large"),
            ("true", "not_a_number"),
        ] {
            let (_, faults) = read(&format!(r#"{{"fees": {{"fee": {digits}}}}}"#));
            assert_eq!(faults, [("fees.fee".to_owned(), code)], "{digits}");
            let (_, faults) =
                read(&format!(r#"{{"owners": [{{"part":1}}, {{"part":{digits}}}]}}"#));
            assert_eq!(faults, [("owners[1].part".to_owned(), code)], "{digits}");
        }
    }

    #[test]
    fn items_are_objects_and_not_too_many() {
        let faults = |text: &str| read(text).1;
        assert_eq!(faults(r#"{"owners": [7]}"#), [("owners[0]".to_owned(), "not_an_object")]);
        assert_eq!(faults(r#"{"owners": {}}"#), [("owners".to_owned(), "not_a_list")]);
        let many = r#"{"owners": [{}, {}, {}, {}]}"#;
        assert_eq!(faults(many), [("owners".to_owned(), "list_too_long")]);
        let unknown = r#"{"owners": [{"part": 1, "x": 1}]}"#;
        assert_eq!(faults(unknown), [("owners[0].x".to_owned(), "unknown_field")]);
    }
}

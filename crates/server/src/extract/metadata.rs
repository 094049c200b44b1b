//! Metadata: the merchant's own keys and values, merged key by key.

use std::collections::BTreeMap;

use domain::text::{self, MetadataError};
use serde_json::Value;

use super::{Fields, Given};
use crate::problem::Fault;

const NAME: &str = "metadata";

/// Keys to set, and keys to delete where there is no value; null in place of all deletes all.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct MetadataChanges(Given<BTreeMap<String, Option<String>>>);

impl MetadataChanges {
    /// Reads the field `metadata`. An empty text deletes as null does.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let object = match fields.get(NAME) {
            None => return Self(Given::Absent),
            Some(Value::Null) => return Self(Given::Null),
            Some(Value::Object(object)) => object,
            Some(_) => {
                fields.fault(NAME, "not_an_object", "must be an object");
                return Self(Given::Absent);
            }
        };
        if object.len() > text::METADATA_KEYS_MAX {
            // Those to delete count too: a request has no more than there can be.
            let error = MetadataError::TooManyKeys;
            fields.fault(NAME, error.code(), format!("is refused: {error}"));
            return Self(Given::Absent);
        }
        let mut pairs = BTreeMap::new();
        for (key, value) in object {
            let value = match value {
                Value::Null => None,
                Value::String(value) => Some(value.clone()).filter(|value| !value.is_empty()),
                _ => {
                    fields.fault(&format!("{NAME}.{key}"), "not_a_text", "must be a text or null");
                    continue;
                }
            };
            pairs.insert(key.clone(), value);
        }
        let set: Vec<_> =
            pairs.iter().filter_map(|(key, it)| Some((&**key, &**it.as_ref()?))).collect();
        for fault in text::metadata_faults(set.into_iter()) {
            fields.fault(NAME, fault.code(), format!("is refused: {fault}"));
        }
        Self(Given::Value(pairs))
    }

    /// True when the body says nothing of metadata.
    pub fn is_absent(&self) -> bool {
        self.0 == Given::Absent
    }

    /// The metadata after these changes of `before`.
    ///
    /// # Errors
    /// Too many keys in all.
    pub fn apply(
        &self,
        before: &BTreeMap<String, String>,
    ) -> Result<BTreeMap<String, String>, Fault> {
        let pairs = match &self.0 {
            Given::Absent => return Ok(before.clone()),
            Given::Null => return Ok(BTreeMap::new()),
            Given::Value(pairs) => pairs,
        };
        let mut after = before.clone();
        for (key, value) in pairs {
            match value {
                None => after.remove(key),
                Some(value) => after.insert(key.clone(), value.clone()),
            };
        }
        let texts = after.iter().map(|(key, value)| (key.as_str(), value.as_str()));
        match text::metadata_faults(texts).first() {
            None => Ok(after),
            Some(fault) => {
                Err(Fault::of(NAME, fault.code(), format!("`{NAME}` is refused: {fault}.")))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(body: &str) -> (MetadataChanges, Vec<String>) {
        let object = serde_json::from_str(body).unwrap();
        let mut fields = Fields::of(&object, body.as_bytes());
        let changes = MetadataChanges::read(&mut fields);
        let faults = fields.finish().err().map(|problem| problem.errors).unwrap_or_default();
        (changes, faults.iter().map(|fault| fault.code.to_string()).collect())
    }

    #[test]
    fn every_fault_is_told() {
        let long = format!(r#"{{"metadata": {{"k": "{}", "n": 1}}}}"#, "v".repeat(501));
        assert_eq!(read(&long).1, ["not_a_text", "metadata_value_invalid"]);
        assert_eq!(read(r#"{"metadata": [1]}"#).1, ["not_an_object"]);
        let deletions: BTreeMap<_, _> = (0..51).map(|at| (format!("k{at}"), "")).collect();
        let body = serde_json::json!({ "metadata": deletions }).to_string();
        assert_eq!(read(&body).1, ["metadata_too_many_keys"]);
    }

    #[test]
    fn keys_are_merged() {
        let before = BTreeMap::from([("a", "1"), ("b", "2"), ("c", "3")]);
        let before = before.into_iter().map(|(key, it)| (key.to_owned(), it.to_owned())).collect();
        let after = |body| serde_json::to_string(&read(body).0.apply(&before).unwrap()).unwrap();
        assert_eq!(after("{}"), r#"{"a":"1","b":"2","c":"3"}"#);
        assert_eq!(after(r#"{"metadata": null}"#), "{}");
        let body = r#"{"metadata": {"a": null, "b": "", "c": "4", "d": "5"}}"#;
        assert_eq!(after(body), r#"{"c":"4","d":"5"}"#);
    }

    #[test]
    fn the_limit_holds_after_merging() {
        let keys = |from: usize, to: usize| {
            (from..to).map(|at| (format!("k{at}"), "v".to_owned())).collect::<BTreeMap<_, _>>()
        };
        let body = serde_json::json!({"metadata": keys(30, 60)}).to_string();
        let (changes, faults) = read(&body);
        assert!(faults.is_empty());
        assert!(changes.apply(&keys(0, 50)).is_err());
        assert!(changes.apply(&keys(0, 20)).is_ok());
    }
}

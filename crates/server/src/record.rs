//! Writing events: what happened, in the `Tx` in which it happened.

use domain::ids::RequestId;
use domain::news::EventType;
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::{Map, Value};
use store::events::{self, NewEvent};
use store::{DbError, Tx, clocks};

/// Who made something happen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Origin {
    /// The API request, if it was one.
    pub request: Option<RequestId>,
    /// That request's idempotency key.
    pub idempotency_key: Option<String>,
    /// Business time, when it was read already.
    pub at: Option<Timestamp>,
}

impl Origin {
    /// The server itself: a job, a payer's page, a processor's notice.
    pub fn system() -> Self {
        Self::default()
    }
}

/// Writes an event about `object`, shown as `view`.
///
/// # Errors
/// Only the database's.
pub fn record<V: Serialize>(
    tx: &mut Tx<'_>,
    scope: &Scope,
    origin: &Origin,
    kind: EventType,
    object: &str,
    view: &V,
    previous: Option<&Value>,
) -> Result<(), DbError> {
    let body = serde_json::to_string(view).map_err(|_| DbError::Corrupt("an event's object"))?;
    let at = match origin.at {
        Some(at) => at,
        None => clocks::now(tx, scope)?,
    };
    let previous = previous.map(Value::to_string);
    let event = NewEvent {
        kind,
        object,
        at,
        request: origin.request,
        idempotency_key: origin.idempotency_key.as_deref(),
        body: &body,
        previous_attributes: previous.as_deref(),
    };
    events::append(tx, scope, &event)?;
    Ok(())
}

/// What the keys that changed had before. `None` when nothing changed.
pub fn previous_attributes<V: Serialize>(before: &V, after: &V) -> Option<Value> {
    let (Ok(Value::Object(before)), Ok(Value::Object(after))) =
        (serde_json::to_value(before), serde_json::to_value(after))
    else {
        return None;
    };
    let changed: Map<String, Value> =
        before.into_iter().filter(|(key, old)| after.get(key) != Some(old)).collect();
    (!changed.is_empty()).then_some(Value::Object(changed))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_what_changed_is_told() {
        let before = serde_json::json!({"name": "A", "email": null, "phone": "1"});
        let after = serde_json::json!({"name": "B", "email": null, "phone": "1"});
        let told = previous_attributes(&before, &after);
        assert_eq!(told, Some(serde_json::json!({"name": "A"})));
        assert_eq!(previous_attributes(&before, &before), None);
    }
}

//! Bodies: one JSON object, read field by field.

use std::convert::Infallible;
use std::future::poll_fn;
use std::pin::Pin;

use axum::body::{Body as HttpBody, Bytes, HttpBody as _};
use axum::extract::{FromRequest, Request};
use axum::http::{HeaderMap, StatusCode, header};
use serde_json::{Map, Value};
use sha2::{Digest, Sha256};

use super::fields::Fields;
use super::json::{Strict, TWICE};
use super::secret::hex;
use crate::app::App;
use crate::problem::{Problem, ProblemType};

/// A body that is too large is read on up to this, so that its sender hears the answer.
const DRAIN_MAX_BYTES: usize = 16 * 1_048_576;

/// The body of a request: a JSON object, or what is wrong with it. No body is an empty object.
pub struct Body {
    /// The object, and the text that it was read from.
    object: Result<(Map<String, Value>, Bytes), Problem>,
    /// Whether [`Input::content`] is wanted.
    has_key: bool,
}

/// What a handler was asked to do, or what is wrong with it, and its content for comparison with
/// an earlier request of the same idempotency key.
pub struct Input<I> {
    pub(super) value: Result<I, Problem>,
    pub(super) content: String,
}

impl<I> Input<I> {
    /// What was asked for.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn value(&self) -> Result<&I, Problem> {
        self.value.as_ref().map_err(Clone::clone)
    }

    /// The same, with another check beside it; a fault of the body comes first.
    #[must_use]
    pub fn and(self, check: Result<(), Problem>) -> Self {
        let value = self.value.and_then(|value| check.map(|()| value));
        Self { value, content: self.content }
    }
}

impl<I> From<Result<I, Problem>> for Input<I> {
    /// For what comes without a body.
    fn from(value: Result<I, Problem>) -> Self {
        Self { value, content: String::new() }
    }
}

impl Body {
    /// Reads the object's fields. Unknown fields are refused, and all faults are found at once;
    /// `read` gives `None` only after a fault.
    pub fn read<I>(self, read: impl FnOnce(&mut Fields<'_>) -> Option<I>) -> Input<I> {
        match self.object {
            Err(problem) => Input { value: Err(problem), content: String::new() },
            Ok((object, text)) => {
                let content = if self.has_key { content(&object) } else { String::new() };
                let mut fields = Fields::of(&object, &text);
                let value = read(&mut fields);
                let value = fields.finish().and_then(|()| value.ok_or_else(Problem::internal));
                Input { value, content }
            }
        }
    }

    /// Checks that nothing was sent, for actions that take nothing.
    pub fn empty(self) -> Input<()> {
        self.read(|_| Some(()))
    }
}

impl FromRequest<App> for Body {
    type Rejection = Infallible;

    async fn from_request(request: Request, app: &App) -> Result<Self, Infallible> {
        let (parts, body) = request.into_parts();
        let has_key = parts.headers.contains_key(super::call::IDEMPOTENCY_KEY);
        let object = match collect(body, app.config.limits.body_bytes).await {
            Ok(bytes) => parse(&parts.headers, &bytes).map(|object| (object, bytes)),
            Err(problem) => Err(problem),
        };
        Ok(Self { object, has_key })
    }
}

async fn collect(mut body: HttpBody, max: usize) -> Result<Bytes, Problem> {
    let mut first: Option<Bytes> = None;
    let mut more: Vec<u8> = Vec::new();
    let mut length = 0_usize;
    while let Some(frame) = poll_fn(|cx| Pin::new(&mut body).poll_frame(cx)).await {
        let broken = |_| Problem::invalid("body_incomplete", "The body did not arrive.", None);
        let Ok(data) = frame.map_err(broken)?.into_data() else { continue };
        length = length.saturating_add(data.len());
        if length > DRAIN_MAX_BYTES {
            break;
        }
        if length > max {
            continue;
        }
        match &first {
            // Almost every body is one frame, which needs no copy.
            None => first = Some(data),
            Some(head) => {
                if more.is_empty() {
                    more.extend_from_slice(head);
                }
                more.extend_from_slice(&data);
            }
        }
    }
    if length > max {
        let message = format!("The body is larger than {max} bytes.");
        return Err(Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            ProblemType::InvalidRequest,
            "body_too_large",
            message,
        ));
    }
    Ok(if more.is_empty() { first.unwrap_or_default() } else { more.into() })
}

fn parse(headers: &HeaderMap, bytes: &[u8]) -> Result<Map<String, Value>, Problem> {
    if bytes.is_empty() {
        return Ok(Map::new());
    }
    if !is_json(headers) {
        return Err(Problem::new(
            StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ProblemType::InvalidRequest,
            "unsupported_content_type",
            "Send the body as JSON, with `Content-Type: application/json`.",
        ));
    }
    match serde_json::from_slice(bytes) {
        Ok(Strict(Value::Object(object))) => Ok(object),
        Ok(Strict(_)) => {
            Err(Problem::invalid("invalid_json", "The body must be a JSON object.", None))
        }
        Err(error) if error.is_data() => {
            let words = error.to_string();
            let name = words.strip_prefix(TWICE).unwrap_or_default();
            let name = name.split(" at line ").next().unwrap_or_default();
            let message = format!("The body has the field `{name}` twice.");
            Err(Problem::invalid("duplicate_field", message, Some(name)))
        }
        Err(error) => {
            // The line and column help; the rest of serde's words are for programmers of Rust.
            let message = format!(
                "The body is not valid JSON: see line {}, column {}.",
                error.line(),
                error.column()
            );
            Err(Problem::invalid("invalid_json", message, None))
        }
    }
}

fn is_json(headers: &HeaderMap) -> bool {
    let value = headers.get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    let mime = value.unwrap_or_default().split(';').next().unwrap_or_default();
    mime.trim().eq_ignore_ascii_case("application/json")
}

/// The fields with a short hash of each value: enough to name what differs, and nothing that
/// tells what it was. The order of fields does not matter, at any depth.
fn content(object: &Map<String, Value>) -> String {
    let mut text = String::new();
    for (name, value) in sorted(object) {
        let mut canonical = String::new();
        write_sorted(value, &mut canonical);
        text.push(' ');
        text.push_str(name);
        text.push('=');
        text.push_str(&short_hash(canonical.as_bytes()));
    }
    text
}

/// The fields in the order of their names, whatever order the map keeps.
fn sorted(object: &Map<String, Value>) -> Vec<(&String, &Value)> {
    let mut fields: Vec<_> = object.iter().collect();
    fields.sort_unstable_by_key(|(name, _)| *name);
    fields
}

fn write_sorted(value: &Value, text: &mut String) {
    match value {
        Value::Object(object) => {
            text.push('{');
            for (name, value) in sorted(object) {
                text.push_str(&Value::from(name.as_str()).to_string());
                text.push(':');
                write_sorted(value, text);
                text.push(',');
            }
            text.push('}');
        }
        Value::Array(items) => {
            text.push('[');
            for item in items {
                write_sorted(item, text);
                text.push(',');
            }
            text.push(']');
        }
        plain => text.push_str(&plain.to_string()),
    }
}

/// 64 bits of SHA-256.
pub(super) fn short_hash(bytes: &[u8]) -> String {
    hex(&Sha256::digest(bytes)[..8])
}

#[cfg(test)]
mod tests {
    use super::*;

    fn object(text: &str) -> Map<String, Value> {
        serde_json::from_str(text).unwrap()
    }

    #[test]
    fn content_does_not_depend_on_the_order_of_fields() {
        let left = content(&object(r#"{"a":1,"b":{"x":1,"y":2}}"#));
        let right = content(&object(r#"{"b":{"y":2,"x":1},"a":1}"#));
        assert_eq!(left, right);
        assert_ne!(left, content(&object(r#"{"a":2,"b":{"x":1,"y":2}}"#)));
    }

    #[test]
    fn only_objects_in_json_are_bodies() {
        let mut headers = HeaderMap::new();
        assert_eq!(parse(&headers, b"{}").unwrap_err().code, "unsupported_content_type");
        headers.insert(header::CONTENT_TYPE, "application/json; charset=utf-8".parse().unwrap());
        assert!(parse(&headers, b"{}").is_ok());
        assert!(parse(&headers, b"").is_ok());
        let deep = "[".repeat(100_000);
        for bad in [b"[]" as &[u8], b"{", b"{\"a\":\"\xff\"}", deep.as_bytes()] {
            assert_eq!(parse(&headers, bad).unwrap_err().code, "invalid_json");
        }
    }
}

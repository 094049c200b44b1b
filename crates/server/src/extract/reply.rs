//! Successful answers.

use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;

use crate::problem::Problem;

/// Says that an answer was given before.
const REPLAYED: HeaderName = HeaderName::from_static("idempotent-replayed");

/// A successful answer, written out.
#[derive(Clone, Debug)]
pub struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: String,
    content_type: &'static str,
    replayed: bool,
}

impl Reply {
    /// 200 with a view.
    ///
    /// # Errors
    /// 500 when the view cannot be written as JSON, which none of ours does.
    pub fn of<V: Serialize>(view: &V) -> Result<Self, Problem> {
        let body = serde_json::to_string(view).map_err(Problem::internal_because)?;
        let (status, content_type) = (StatusCode::OK, "application/json");
        Ok(Self { status, body, content_type, replayed: false })
    }

    /// 200 with comma-separated values, as RFC 4180 has them.
    pub const fn csv(body: String) -> Self {
        let (status, content_type) = (StatusCode::OK, "text/csv; charset=utf-8; header=present");
        Self { status, body, content_type, replayed: false }
    }

    /// The answer that a request had before.
    pub(super) const fn again(status: StatusCode, body: String) -> Self {
        Self { status, body, content_type: "application/json", replayed: true }
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static(self.content_type));
        let mut response = (self.status, [content_type], self.body).into_response();
        if self.replayed {
            response.headers_mut().insert(REPLAYED, HeaderValue::from_static("true"));
        }
        response
    }
}

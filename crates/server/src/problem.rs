//! Every error that a caller of the API can see.
//!
//! Handlers, extractors and `Tx` closures fail with a [`Problem`]: a status, a type, a stable
//! code, a sentence for people and, where one is at fault, a parameter. What went wrong inside
//! is logged once, here at the edge, and never shown.

use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use serde::Serialize;
use store::DbError;
use utoipa::ToSchema;

/// What kind of mistake it was.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
pub enum ProblemType {
    /// The request cannot be carried out as it is.
    InvalidRequest,
    /// There is no valid key.
    AuthenticationError,
    /// The key may not do this.
    PermissionError,
    /// An idempotency key was used for something else.
    IdempotencyError,
    /// Too many requests.
    RateLimitError,
    /// The fault is on the server's side.
    ApiError,
}

/// One thing that is wrong with a request.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, ToSchema)]
pub struct Fault {
    /// A stable code.
    pub code: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// The parameter at fault, such as `address.city` or `payment_method_types[1]`.
    pub param: Option<String>,
}

impl Fault {
    /// A fault of one parameter.
    pub fn of(param: impl Into<String>, code: &'static str, message: impl Into<String>) -> Self {
        Self { code, message: message.into(), param: Some(param.into()) }
    }
}

/// An error, as callers see it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Problem {
    /// The HTTP status.
    pub status: StatusCode,
    /// What kind of mistake it was.
    pub kind: ProblemType,
    /// A stable code.
    pub code: &'static str,
    /// What is wrong, for people.
    pub message: String,
    /// The parameter at fault.
    pub param: Option<String>,
    /// Every fault, when there may be several.
    pub errors: Vec<Fault>,
    /// When it may work, in seconds from now.
    pub retry_after: Option<u16>,
    /// Facts that help, such as `cancelable_after`.
    pub details: Option<Box<Details>>,
    /// What went wrong inside: for the log only.
    pub(crate) cause: Option<Box<str>>,
}

/// Facts by their names.
pub type Details = serde_json::Map<String, serde_json::Value>;

impl Problem {
    /// An error of a status, type and code.
    pub fn new(
        status: StatusCode,
        kind: ProblemType,
        code: &'static str,
        message: impl Into<String>,
    ) -> Self {
        Self {
            status,
            kind,
            code,
            message: message.into(),
            param: None,
            errors: Vec::new(),
            retry_after: None,
            details: None,
            cause: None,
        }
    }

    /// 400: the request cannot be carried out as it is.
    pub fn invalid(code: &'static str, message: impl Into<String>, param: Option<&str>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, ProblemType::InvalidRequest, code, message)
            .with_param(param)
    }

    /// 400: all these are wrong. The first one speaks for all.
    pub fn faults(faults: Vec<Fault>) -> Self {
        let Some(first) = faults.first() else { return Self::internal() };
        let Fault { code, message, param } = first.clone();
        Self { errors: faults, ..Self::invalid(code, message, param.as_deref()) }
    }

    /// 401: there is no valid key.
    pub fn unauthenticated(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, ProblemType::AuthenticationError, code, message)
    }

    /// 403: the key may not do this.
    pub fn forbidden(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, ProblemType::PermissionError, code, message)
    }

    /// 404: there is no such thing, or it is somebody else's; the two look alike. `param` names
    /// the field that asked for it, when it was not the path.
    pub fn not_found(what: &str, param: Option<&str>) -> Self {
        let message = format!("There is no such {what}.");
        Self::new(StatusCode::NOT_FOUND, ProblemType::InvalidRequest, "not_found", message)
            .with_param(param)
    }

    /// 409: not in the state that it is in.
    pub fn conflict(code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, ProblemType::InvalidRequest, code, message)
    }

    /// 503: not now.
    pub fn unavailable(code: &'static str, message: impl Into<String>) -> Self {
        let problem =
            Self::new(StatusCode::SERVICE_UNAVAILABLE, ProblemType::ApiError, code, message);
        Self { retry_after: Some(1), ..problem }
    }

    /// 500: our fault.
    pub fn internal() -> Self {
        Self::new(
            StatusCode::INTERNAL_SERVER_ERROR,
            ProblemType::ApiError,
            "internal_error",
            "Something went wrong on our side. The request can be tried again with the same Idempotency-Key.",
        )
    }

    /// 500, with what happened for the log.
    pub fn internal_because(cause: impl std::fmt::Display) -> Self {
        Self { cause: Some(cause.to_string().into()), ..Self::internal() }
    }

    /// Names the parameter at fault, in the list of all faults too, if that is still empty.
    #[must_use]
    pub fn with_param(mut self, param: Option<&str>) -> Self {
        self.param = param.map(str::to_owned);
        if let (Some(param), true) = (param, self.errors.is_empty()) {
            self.errors.push(Fault::of(param, self.code, self.message.clone()));
        }
        self
    }

    /// Adds a fact that helps.
    #[must_use]
    pub fn with_detail(mut self, name: &str, value: impl Into<serde_json::Value>) -> Self {
        self.details.get_or_insert_default().insert(name.to_owned(), value.into());
        self
    }

    /// The body, as sent.
    pub fn body(&self) -> String {
        let body = ErrorBody {
            error: ErrorView {
                kind: self.kind,
                code: self.code,
                message: &self.message,
                param: self.param.as_deref(),
                errors: &self.errors,
                details: self.details.as_deref(),
            },
            status: self.status.as_u16(),
        };
        // Texts, numbers and maps of them always serialise.
        serde_json::to_string(&body).unwrap_or_default()
    }
}

/// An error, as sent.
#[derive(Serialize, ToSchema)]
#[schema(as = Error)]
pub struct ErrorBody<'a> {
    /// What is wrong.
    error: ErrorView<'a>,
    /// The HTTP status, repeated.
    status: u16,
}

/// What is wrong with a request.
#[derive(Serialize, ToSchema)]
#[schema(as = ErrorDetail)]
pub struct ErrorView<'a> {
    /// What kind of mistake it was.
    #[serde(rename = "type")]
    kind: ProblemType,
    /// A stable code: programs decide by it.
    code: &'a str,
    /// What is wrong, for people; the wording may change.
    message: &'a str,
    /// The parameter at fault, when there is one.
    param: Option<&'a str>,
    /// Every fault of the request, when several were looked for.
    errors: &'a [Fault],
    /// Facts that help with this code, such as `cancelable_after`.
    #[serde(flatten)]
    #[schema(ignore)]
    details: Option<&'a Details>,
}

impl From<DbError> for Problem {
    fn from(error: DbError) -> Self {
        match error {
            DbError::Busy => {
                Self::unavailable("busy", "The server has too much to do. Try again shortly.")
            }
            error => Self::internal_because(error),
        }
    }
}

impl IntoResponse for Problem {
    fn into_response(self) -> Response {
        if self.status == StatusCode::INTERNAL_SERVER_ERROR {
            let cause = self.cause.as_deref().unwrap_or("not told");
            tracing::error!(code = self.code, cause, "a request failed on our side");
        }
        let content_type = (header::CONTENT_TYPE, HeaderValue::from_static("application/json"));
        let mut response = (self.status, [content_type], self.body()).into_response();
        let headers = response.headers_mut();
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        if self.status == StatusCode::UNAUTHORIZED {
            headers.insert(header::WWW_AUTHENTICATE, HeaderValue::from_static("Bearer"));
        }
        response
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_body_has_every_field() {
        let problem = Problem::not_found("customer", Some("customer"));
        let body: serde_json::Value = serde_json::from_str(&problem.body()).unwrap();
        assert_eq!(
            body,
            serde_json::json!({
                "error": {
                    "type": "invalid_request", "code": "not_found", "param": "customer",
                    "message": "There is no such customer.",
                    "errors": [{
                        "code": "not_found", "param": "customer",
                        "message": "There is no such customer.",
                    }],
                },
                "status": 404,
            })
        );
    }

    #[test]
    fn what_lies_in_the_path_is_no_fault_of_a_parameter() {
        assert_eq!(Problem::not_found("customer", None).errors, []);
    }

    #[test]
    fn what_happened_inside_is_never_shown() {
        let problem = Problem::internal_because("password=hunter2");
        assert!(!problem.body().contains("hunter2"));
    }

    #[test]
    fn the_first_fault_speaks_for_all() {
        let problem = Problem::faults(vec![
            Fault::of("amount", "required", "is missing"),
            Fault::of("currency", "required", "is missing"),
        ]);
        assert_eq!(problem.param.as_deref(), Some("amount"));
        assert_eq!(problem.errors.len(), 2);
    }
}

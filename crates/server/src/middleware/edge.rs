//! The edge: one layer around all routes. It names the request, bounds its time, turns a panic
//! into a 500, sets the headers that every answer has, and counts and traces what happened.

use std::any::Any;
use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::pin;
use std::task::Poll;

use axum::extract::{MatchedPath, Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use domain::ids::RequestId;
use tokio::time::Instant;
use tracing::Instrument as _;

use crate::app::App;
use crate::problem::Problem;

/// The header with the id of the request.
const REQUEST_ID: HeaderName = HeaderName::from_static("request-id");
/// A test clock walks through weeks of jobs before it answers: it has so many times as long.
const TEST_HELPERS_PATIENCE: u32 = 20;

/// What the edge knows of a request, as an extension of it.
#[derive(Clone, Copy, Debug)]
pub struct RequestInfo {
    /// Its id.
    pub id: RequestId,
}

/// The layer.
pub async fn edge(State(app): State<App>, mut request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let id: RequestId = app.fresh_id();
    request.extensions_mut().insert(RequestInfo { id });
    let route = request.extensions().get::<MatchedPath>().cloned();
    let method = request.method().clone();
    let mut limit = app.config.limits.request_time();
    if request.uri().path().starts_with("/v1/test_helpers/") {
        limit *= TEST_HELPERS_PATIENCE;
    }
    let span = tracing::debug_span!("request", %id, %method, path = request.uri().path());
    let mut response = {
        let work = tokio::time::timeout(limit, unwound(next.run(request)));
        match work.instrument(span.clone()).await {
            Ok(Ok(response)) => response,
            Ok(Err(panic)) => {
                Problem::internal_because(format_args!("a panic: {}", words(&*panic))).into_response()
            }
            Err(_) => Problem::unavailable("timeout", "The request took too long. It may have been carried out: look, or repeat it with the same Idempotency-Key.").into_response(),
        }
    };
    let took = begun.elapsed();
    let status = response.status().as_u16();
    let route = route.as_ref().map_or("none", MatchedPath::as_str);
    app.metrics.request(&method, route, status, took);
    let _in_span = span.enter();
    if status >= 500 {
        tracing::warn!(%id, %method, route, status, duration_ms = took.as_millis(), "a request failed");
    } else {
        tracing::debug!(status, duration_ms = took.as_millis(), "a request was answered");
    }
    set_headers(response.headers_mut(), id);
    response
}

/// Runs a future; a panic within ends it, and nothing else.
async fn unwound<T>(work: impl Future<Output = T>) -> Result<T, Box<dyn Any + Send>> {
    let mut work = pin!(work);
    poll_fn(|cx| match catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))) {
        Ok(poll) => poll.map(Ok),
        Err(panic) => Poll::Ready(Err(panic)),
    })
    .await
}

fn words(panic: &(dyn Any + Send)) -> &str {
    let text = panic.downcast_ref::<&str>().copied();
    text.or_else(|| panic.downcast_ref::<String>().map(String::as_str)).unwrap_or("without words")
}

/// What every answer says. Pages say more about themselves, and are not overruled.
fn set_headers(headers: &mut HeaderMap, id: RequestId) {
    if let Ok(value) = HeaderValue::from_str(&id.to_string()) {
        headers.insert(REQUEST_ID, value);
    }
    let defaults = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::CACHE_CONTROL, "no-store"),
        (header::REFERRER_POLICY, "no-referrer"),
        (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    ];
    for (name, value) in defaults {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
}

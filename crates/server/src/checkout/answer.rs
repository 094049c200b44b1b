//! Answers of the pages: HTML with the headers that protect it.

use axum::body::Body;
use axum::http::{HeaderName, HeaderValue, Response, StatusCode, header};

/// What a page may load and do: our own files and forms, nothing inline, in nobody's frame.
const POLICY: &str = "default-src 'none'; style-src 'self'; img-src 'self'; form-action 'self'; \
                      frame-ancestors 'none'; base-uri 'none'";
/// The same for a page that shows a mail in a frame without rights. Mails carry their style in
/// attributes, and a frame made from text inherits the page's policy.
pub const MAIL_POLICY: &str = "default-src 'none'; style-src 'self' 'unsafe-inline'; \
                               img-src 'self'; frame-src 'self'; form-action 'self'; \
                               frame-ancestors 'none'; base-uri 'none'";
/// Devices and powers that no page of ours needs.
const PERMISSIONS: &str = "camera=(), geolocation=(), microphone=(), payment=(), usb=()";

/// A page on its way out.
pub struct Page {
    /// The status.
    pub status: StatusCode,
    /// The document.
    pub html: String,
    /// Where the browser goes by itself, after how many seconds.
    pub refresh: Option<(u32, String)>,
    /// When it may work, in seconds from now.
    pub retry_after: Option<u32>,
    /// The content security policy.
    pub policy: &'static str,
}

impl Page {
    /// A page with a status.
    pub const fn new(status: StatusCode, html: String) -> Self {
        Self { status, html, refresh: None, retry_after: None, policy: POLICY }
    }

    /// The answer.
    pub fn into_response(self) -> Response<Body> {
        let mut response = Response::new(Body::from(self.html));
        *response.status_mut() = self.status;
        let headers = response.headers_mut();
        let html = HeaderValue::from_static("text/html; charset=utf-8");
        headers.insert(header::CONTENT_TYPE, html);
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(self.policy));
        if let Some((seconds, url)) = self.refresh
            && let Ok(value) = HeaderValue::try_from(format!("{seconds}; url={url}"))
        {
            headers.insert(header::REFRESH, value);
        }
        if let Some(seconds) = self.retry_after {
            headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
        }
        protect(response)
    }
}

/// Sends the browser on after a form, to a page of ours.
pub fn see_other(location: &str) -> Response<Body> {
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SEE_OTHER;
    // Locations are made of our own paths, ids and language tags.
    if let Ok(value) = HeaderValue::try_from(location) {
        response.headers_mut().insert(header::LOCATION, value);
    }
    protect(response)
}

/// Keeps an answer out of caches, frames and other sites' sight.
fn protect(mut response: Response<Body>) -> Response<Body> {
    let all = [
        (header::CACHE_CONTROL, "no-store"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::REFERRER_POLICY, "same-origin"),
        (HeaderName::from_static("permissions-policy"), PERMISSIONS),
        (HeaderName::from_static("x-robots-tag"), "noindex"),
    ];
    for (name, value) in all {
        response.headers_mut().insert(name, HeaderValue::from_static(value));
    }
    response
}

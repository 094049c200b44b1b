//! What the pages load: the stylesheet and the brand colour. Icons are the account's own.

use axum::body::Body;
use axum::http::{HeaderValue, Response, StatusCode, header};
use pages::{Color, assets, brand_css};

use crate::extract::PathName;
use crate::problem::Problem;

/// For what never changes under its address.
const FOR_EVER: &str = "public, max-age=31536000, immutable";
/// Pictures and styles load nothing and run nothing, wherever somebody opens them.
const POLICY: &str = "default-src 'none'; sandbox";

/// `GET /assets/{name}`: an embedded file under the name that carries its hash.
///
/// # Errors
/// 404 for any other name.
pub async fn asset(PathName(name): PathName) -> Result<Response<Body>, Problem> {
    let asset = assets::find(&name).ok_or_else(|| Problem::not_found("file", None))?;
    Ok(file(Body::from(asset.bytes), HeaderValue::from_static(asset.mime)))
}

/// `GET /brand/{hex}.css`: the stylesheet of a colour.
///
/// # Errors
/// 404 for what is no colour.
pub async fn brand(PathName(name): PathName) -> Result<Response<Body>, Problem> {
    let color = name.strip_suffix(".css").and_then(Color::parse);
    // One address per colour: `#` and capitals are other spellings of it.
    let color = color.filter(|color| name == format!("{}.css", color.hex()));
    let color = color.ok_or_else(|| Problem::not_found("colour", None))?;
    let css = brand_css(&color.hex());
    Ok(file(Body::from(css), HeaderValue::from_static("text/css; charset=utf-8")))
}

fn file(body: Body, mime: HeaderValue) -> Response<Body> {
    let mut response = Response::new(body);
    *response.status_mut() = StatusCode::OK;
    let headers = response.headers_mut();
    headers.insert(header::CONTENT_TYPE, mime);
    headers.insert(header::CACHE_CONTROL, HeaderValue::from_static(FOR_EVER));
    headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(POLICY));
    let nosniff = HeaderValue::from_static("nosniff");
    headers.insert(header::X_CONTENT_TYPE_OPTIONS, nosniff);
    response
}

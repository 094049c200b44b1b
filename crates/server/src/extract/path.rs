//! Ids and names in paths.

use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path};
use axum::http::request::Parts;
use domain::ids::Id;

use crate::app::App;
use crate::problem::Problem;

/// The id in a path, or what cannot be one and so names nothing.
#[derive(Clone, Copy, Debug)]
pub struct PathId<I>(Option<I>);

impl<I: Id> PathId<I> {
    /// The id.
    ///
    /// # Errors
    /// 404 when it cannot be the id of a `what`.
    pub fn of_a(self, what: &str) -> Result<I, Problem> {
        self.0.ok_or_else(|| Problem::not_found(what, None))
    }
}

impl<I: Id> FromRequestParts<App> for PathId<I> {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let text = Path::<String>::from_request_parts(parts, app).await;
        Ok(Self(text.ok().and_then(|Path(text)| text.parse().ok())))
    }
}

/// The name in a path. One that is not UTF-8 becomes the empty one, which names nothing.
#[derive(Clone, Debug)]
pub struct PathName(pub String);

impl FromRequestParts<App> for PathName {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, app: &App) -> Result<Self, Infallible> {
        let text = Path::<String>::from_request_parts(parts, app).await;
        Ok(Self(text.map(|Path(text)| text).unwrap_or_default()))
    }
}

//! `GET /sessions/{id}`: where the payment stands, and what the payer can do.

use std::time::Duration;

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use domain::ids::SessionId;

use super::frame::prefix;
use super::render::Writer;
use super::stage::stage;
use super::trouble::Trouble;
use super::view::{View, load};
use super::wish::Wish;
use crate::app::App;
use crate::extract::{ClientAddress, PathName};

/// How long a page waits for an outcome before it says that there is none yet.
pub(super) const PATIENCE: Duration = Duration::from_secs(3);

/// Shows the page of a session. It changes nothing, however often it is loaded.
pub async fn show(
    State(app): State<App>,
    PathName(id): PathName,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    wish: Result<Query<Wish>, QueryRejection>,
) -> Response<Body> {
    let wish = wish.map(|Query(wish)| wish).unwrap_or_default();
    let shown = async {
        let id: SessionId = id.parse().map_err(|_| Trouble::NotFound)?;
        app.limits.check_page(id, address)?;
        let view = match wish.returned {
            Some(_) => settled(&app, id).await?,
            None => app.db.read(move |tx| load(tx, id)).await?,
        };
        let view = view.ok_or(Trouble::NotFound)?;
        let locale = wish.locale(Some(&view), &headers);
        let writer = Writer { app: &app, view: &view, locale, shown: None };
        let stage = stage(&view, &wish, &writer.here());
        writer.page(stage, StatusCode::OK)
    };
    match shown.await {
        Ok(page) => page.into_response(),
        Err(trouble) => {
            let path = format!("{}/sessions/{id}", prefix(&app.public_url));
            trouble.into_response(wish.locale(None, &headers), &app.public_url, &path)
        }
    }
}

/// The session once its last try has an outcome, or as it is when patience is over. It only reads.
pub(super) async fn settled(app: &App, id: SessionId) -> Result<Option<View>, Trouble> {
    let look = || async {
        let view = app.db.read(move |tx| load(tx, id)).await?;
        Ok::<_, Trouble>(view.filter(|view| !view.waits_for_outcome()))
    };
    match app.changes.until(id, PATIENCE, look).await? {
        Some(view) => Ok(Some(view)),
        None => Ok(app.db.read(move |tx| load(tx, id)).await?),
    }
}

//! The payer pays by card: an attempt begins, and the browser goes on to the processor's page.

use axum::body::Body;
use axum::http::Response;

use super::pay::Visit;
use super::trouble::Trouble;
use super::{card, redirect};

pub(super) async fn act(visit: &Visit<'_>) -> Result<Response<Body>, Trouble> {
    let app = visit.writer.app.clone();
    redirect::act(visit, move |tx, locked, manner| card::begin(tx, &app, locked, manner)).await
}

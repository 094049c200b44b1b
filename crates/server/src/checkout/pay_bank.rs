//! The payer pays by bank: an attempt begins, and the browser goes on to the bank's page.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use pages::BankProblem;

use super::pay::Visit;
use super::stage::Stage;
use super::trouble::Trouble;
use super::{bank, redirect};
use crate::routing::banks;

pub(super) async fn act(visit: &Visit<'_>) -> Result<Response<Body>, Trouble> {
    let chosen = visit.form.bank.as_str();
    let Some(found) = banks().iter().find(|bank| bank.id == chosen) else {
        let empty = chosen.is_empty();
        let problem = if empty { BankProblem::NothingChosen } else { BankProblem::Unknown };
        let stage = Stage::Bank { problem, last_error: None };
        return Ok(visit.writer.page(stage, StatusCode::UNPROCESSABLE_ENTITY)?.into_response());
    };
    let app = visit.writer.app.clone();
    redirect::act(visit, move |tx, locked, manner| bank::begin(tx, &app, locked, manner, found))
        .await
}

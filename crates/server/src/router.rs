//! The route table: every route, grouped by who uses it.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::routing::{get, post};

use crate::api::{
    account, customers, events, mandates, payment_methods, payment_sessions, test_helpers,
    transactions,
};
use crate::app::App;
use crate::extract::{Body, Call, Reply};
use crate::middleware::edge;
use crate::problem::{Problem, ProblemType};
use crate::{checkout, health, inbox, metrics, openapi, sandbox};

/// Every route of the server.
pub fn router(app: App) -> Router {
    finish(
        Router::new()
            .merge(operators())
            .merge(merchants())
            .merge(testers())
            .merge(payers())
            .merge(processors())
            .merge(openapi::docs()),
        app,
    )
}

/// For those who run the server.
fn operators() -> Router<App> {
    Router::new()
        .route("/health/live", get(health::live))
        .route("/health/ready", get(health::ready))
        .route("/metrics", get(metrics::show))
}

/// The API, for merchants.
fn merchants() -> Router<App> {
    Router::new()
        .route("/v1/account", get(account::retrieve::retrieve).post(account::update::update))
        .route("/v1/customers", get(customers::list::list).post(customers::create::create))
        .route(
            "/v1/customers/{id}",
            get(customers::retrieve::retrieve)
                .post(customers::update::update)
                .delete(customers::delete::delete),
        )
        .merge(payment_sessions())
        .route("/v1/transactions", get(transactions::list::list))
        .route("/v1/transactions/{id}", get(transactions::retrieve::retrieve))
        .route("/v1/mandates/{id}", get(mandates::retrieve::retrieve))
        .route("/v1/payment_methods/{id}", get(payment_methods::retrieve::retrieve))
        .route("/v1/events", get(events::list::list))
        .route("/v1/events/{id}", get(events::retrieve::retrieve))
}

/// The part of the API that everything is about.
fn payment_sessions() -> Router<App> {
    use payment_sessions::{cancel, create, list, reopen, retrieve, send_email, timeline, update};
    Router::new()
        .route("/v1/payment_sessions", get(list::list).post(create::create))
        .route("/v1/payment_sessions/{id}", get(retrieve::retrieve).post(update::update))
        .route("/v1/payment_sessions/{id}/cancel", post(cancel::cancel))
        .route("/v1/payment_sessions/{id}/reopen", post(reopen::reopen))
        .route("/v1/payment_sessions/{id}/send_email", post(send_email::send_email))
        .route("/v1/payment_sessions/{id}/timeline", get(timeline::timeline))
}

/// For developers' own tests, in test mode.
fn testers() -> Router<App> {
    use test_helpers::{advance_clock, pay, return_payment, show_clock};
    Router::new()
        .route("/v1/test_helpers/clock", get(show_clock::show_clock))
        .route("/v1/test_helpers/clock/advance", post(advance_clock::advance_clock))
        .route("/v1/test_helpers/payment_sessions/{id}/pay", post(pay::pay))
        .route("/v1/test_helpers/transactions/{id}/return", post(return_payment::return_payment))
}

/// For processors and banks that have something to tell.
fn processors() -> Router<App> {
    Router::new()
        .route("/hooks/{connection}", post(inbox::hook))
        .layer(DefaultBodyLimit::max(inbox::NOTICE_MAX_BYTES))
}

/// For payers' browsers.
fn payers() -> Router<App> {
    let forms = Router::new()
        .route("/sessions/{id}/pay", get(checkout::back).post(checkout::pay))
        .route("/sandbox/card/{id}", get(sandbox::show_card).post(sandbox::act_on_card))
        .layer(DefaultBodyLimit::max(checkout::FORM_MAX_BYTES));
    Router::new()
        .route("/sessions/{id}", get(checkout::show))
        .merge(forms)
        .route("/assets/{name}", get(checkout::asset))
        .route("/brand/{name}", get(checkout::brand))
        .route("/icons/{account}/{hash}", get(account::icon::show))
        .route("/sandbox/mail", get(sandbox::list_mails))
        .route("/sandbox/mail/{id}", get(sandbox::show_mail))
}

/// Routes that do nothing, inside the same layers: what the benchmark measures against.
pub fn noop(app: App) -> Router {
    let read = get(|call: Call| async move {
        let _ = call;
        Reply::of(&())
    });
    let write = post(|call: Call, body: Body| async move {
        let _ = (call, body);
        Reply::of(&())
    });
    finish(Router::new().route("/noop/{id}", read).route("/noop", write), app)
}

fn finish(routes: Router<App>, app: App) -> Router {
    routes
        .fallback(unknown_route)
        .method_not_allowed_fallback(wrong_method)
        .layer(from_fn_with_state(app.clone(), edge))
        .with_state(app)
}

async fn unknown_route(method: Method, uri: Uri) -> Problem {
    let message = format!("There is nothing at {method} {}.", uri.path());
    Problem::new(StatusCode::NOT_FOUND, ProblemType::InvalidRequest, "unknown_route", message)
}

async fn wrong_method(method: Method, uri: Uri) -> Problem {
    Problem::new(
        StatusCode::METHOD_NOT_ALLOWED,
        ProblemType::InvalidRequest,
        "method_not_allowed",
        format!("{} does not take {method}; the header `Allow` says what it takes.", uri.path()),
    )
}

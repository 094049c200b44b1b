//! The route table: every route, grouped by who uses it.

use axum::Router;
use axum::extract::DefaultBodyLimit;
use axum::http::{Method, StatusCode, Uri};
use axum::middleware::from_fn_with_state;
use axum::routing::{MethodRouter, get, post};
use processors::sandbox::card::SandboxCard;
use processors::sandbox::open_banking::SandboxOpenBanking;
use processors::sandbox::signing::SandboxAutogiro;

use crate::api::{
    account, balance, balance_transactions, bank_accounts, customer_balance_transactions,
    customers, disputes, events, ledger_entries, mandates, owner_payouts, owners, payment_methods,
    payment_sessions, refunds, reports, statement_entries, test_helpers, transactions, transfers,
    units, work_items,
};
use crate::app::App;
use crate::extract::{Body, Call, Reply};
use crate::middleware::edge;
use crate::problem::{Problem, ProblemType};
use crate::sandbox::ShownPage;
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
        .merge(owned())
        .merge(passed_on())
        .route("/v1/transactions", get(transactions::list::list))
        .route("/v1/transactions/{id}", get(transactions::retrieve::retrieve))
        .merge(refunds())
        .merge(ledger())
        .merge(desk())
        .merge(banks())
        .route("/v1/mandates/{id}", get(mandates::retrieve::retrieve))
        .route("/v1/payment_methods/{id}", get(payment_methods::retrieve::retrieve))
        .route("/v1/events", get(events::list::list))
        .route("/v1/events/{id}", get(events::retrieve::retrieve))
}

/// The part of the API that everything is about.
fn payment_sessions() -> Router<App> {
    use payment_sessions::{
        accept_shortfall, cancel, create, list, mark_received, reopen, retrieve, send_email,
        timeline, unmark_received, update,
    };
    Router::new()
        .route("/v1/payment_sessions", get(list::list).post(create::create))
        .route("/v1/payment_sessions/{id}", get(retrieve::retrieve).post(update::update))
        .route("/v1/payment_sessions/{id}/cancel", post(cancel::cancel))
        .route("/v1/payment_sessions/{id}/reopen", post(reopen::reopen))
        .route(
            "/v1/payment_sessions/{id}/accept_shortfall",
            post(accept_shortfall::accept_shortfall),
        )
        .route("/v1/payment_sessions/{id}/mark_received", post(mark_received::mark_received))
        .route("/v1/payment_sessions/{id}/unmark_received", post(unmark_received::unmark_received))
        .route("/v1/payment_sessions/{id}/send_email", post(send_email::send_email))
        .route("/v1/payment_sessions/{id}/timeline", get(timeline::timeline))
}

/// What payments are split by: owners, and what they own.
fn owned() -> Router<App> {
    Router::new()
        .route("/v1/owners", get(owners::list::list).post(owners::create::create))
        .route(
            "/v1/owners/{id}",
            get(owners::retrieve::retrieve)
                .post(owners::update::update)
                .delete(owners::delete::delete),
        )
        .route("/v1/units", get(units::list::list).post(units::create::create))
        .route(
            "/v1/units/{id}",
            get(units::retrieve::retrieve)
                .post(units::update::update)
                .delete(units::delete::delete),
        )
}

/// The books, to read.
fn ledger() -> Router<App> {
    Router::new()
        .route("/v1/balance", get(balance::retrieve::retrieve))
        .route("/v1/balance_transactions", get(balance_transactions::list::list))
        .route("/v1/balance_transactions/{id}", get(balance_transactions::retrieve::retrieve))
        .route("/v1/ledger_entries", get(ledger_entries::list::list))
        .route("/v1/reports/payments", get(reports::payments::payments))
        .route("/v1/reports/payments/rows", get(reports::payment_rows::payment_rows))
}

/// What people decide: work, disputes, customers' balances.
fn desk() -> Router<App> {
    use customer_balance_transactions as changes;
    Router::new()
        .route("/v1/work_items", get(work_items::list::list))
        .route("/v1/work_items/{id}", get(work_items::retrieve::retrieve))
        .route("/v1/work_items/{id}/resolve", post(work_items::resolve::resolve))
        .route("/v1/disputes", get(disputes::list::list))
        .route(
            "/v1/disputes/{id}",
            get(disputes::retrieve::retrieve).post(disputes::update::update),
        )
        .route("/v1/disputes/{id}/mark_resolved", post(disputes::mark_resolved::mark_resolved))
        .route(
            "/v1/customer_balance_transactions",
            get(changes::list::list).post(changes::create::create),
        )
        .route("/v1/customer_balance_transactions/{id}", get(changes::retrieve::retrieve))
        .route("/v1/customers/{id}/balance", get(customers::balance::balance))
}

/// The merchant's accounts, and what their banks tell.
fn banks() -> Router<App> {
    Router::new()
        .route(
            "/v1/bank_accounts",
            get(bank_accounts::list::list).post(bank_accounts::create::create),
        )
        .route(
            "/v1/bank_accounts/{id}",
            get(bank_accounts::retrieve::retrieve)
                .post(bank_accounts::update::update)
                .delete(bank_accounts::delete::delete),
        )
        .route("/v1/statement_entries", get(statement_entries::list::list))
        .route("/v1/statement_entries/{id}", get(statement_entries::retrieve::retrieve))
        .route("/v1/statement_entries/{id}/match", post(statement_entries::match_entry::match_))
        .route("/v1/statement_entries/{id}/unmatch", post(statement_entries::unmatch::unmatch))
}

/// Money that goes back.
fn refunds() -> Router<App> {
    use refunds::{cancel, create, list, mark_failed, mark_sent, retrieve, update};
    Router::new()
        .route("/v1/refunds", get(list::list).post(create::create))
        .route("/v1/refunds/{id}", get(retrieve::retrieve).post(update::update))
        .route("/v1/refunds/{id}/cancel", post(cancel::cancel))
        .route("/v1/refunds/{id}/mark_sent", post(mark_sent::mark_sent))
        .route("/v1/refunds/{id}/mark_failed", post(mark_failed::mark_failed))
}

/// How owners are paid.
fn passed_on() -> Router<App> {
    use owner_payouts::{approve, cancel, mark_failed, mark_paid};
    use transfers::{list_reversals, reverse};
    Router::new()
        .route("/v1/balance/owners", get(balance::owners::list))
        .route("/v1/owners/{id}/statement", get(owners::statement::show))
        .route("/v1/transfers", get(transfers::list::list).post(transfers::create::create))
        .route(
            "/v1/transfers/{id}",
            get(transfers::retrieve::retrieve).post(transfers::update::update),
        )
        .route(
            "/v1/transfers/{id}/reversals",
            get(list_reversals::list_reversals).post(reverse::reverse),
        )
        .route(
            "/v1/owner_payouts",
            get(owner_payouts::list::list).post(owner_payouts::create::create),
        )
        .route(
            "/v1/owner_payouts/{id}",
            get(owner_payouts::retrieve::retrieve).post(owner_payouts::update::update),
        )
        .route("/v1/owner_payouts/{id}/approve", post(approve::approve))
        .route("/v1/owner_payouts/{id}/mark_paid", post(mark_paid::mark_paid))
        .route("/v1/owner_payouts/{id}/mark_failed", post(mark_failed::mark_failed))
        .route("/v1/owner_payouts/{id}/cancel", post(cancel::cancel))
}

/// For developers' own tests, in test mode.
fn testers() -> Router<App> {
    use test_helpers::{
        advance_clock, bounce_refund, close_dispute, fail, pay, return_payment, show_clock,
        transfer, walk_away,
    };
    Router::new()
        .route("/v1/test_helpers/clock", get(show_clock::show_clock))
        .route("/v1/test_helpers/clock/advance", post(advance_clock::advance_clock))
        .route("/v1/test_helpers/payment_sessions/{id}/pay", post(pay::pay))
        .route("/v1/test_helpers/payment_sessions/{id}/transfer", post(transfer::transfer))
        .route("/v1/test_helpers/payment_sessions/{id}/walk_away", post(walk_away::walk_away))
        .route("/v1/test_helpers/transactions/{id}/fail", post(fail::fail))
        .route("/v1/test_helpers/transactions/{id}/return", post(return_payment::return_payment))
        .route("/v1/test_helpers/disputes/{id}/close", post(close_dispute::close_dispute))
        .route("/v1/test_helpers/refunds/{id}/bounce", post(bounce_refund::bounce_refund))
}

/// For processors and banks that have something to tell.
fn processors() -> Router<App> {
    Router::new()
        .route("/hooks/{connection}", post(inbox::hook))
        .layer(DefaultBodyLimit::max(inbox::NOTICE_MAX_BYTES))
}

/// A page at which payers answer a pretend processor.
fn pretend_page<P: ShownPage>() -> MethodRouter<App> {
    get(sandbox::show::<P>).post(sandbox::act::<P>)
}

/// For payers' browsers.
fn payers() -> Router<App> {
    let forms = Router::new()
        .route("/sessions/{id}/pay", get(checkout::back).post(checkout::pay))
        .route("/sandbox/card/{id}", pretend_page::<SandboxCard>())
        .route("/sandbox/sign/{id}", pretend_page::<SandboxAutogiro>())
        .route("/sandbox/bank/{id}", pretend_page::<SandboxOpenBanking>())
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

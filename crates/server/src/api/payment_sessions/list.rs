//! `GET /v1/payment_sessions`.

use axum::extract::State;
use domain::ids::{CustomerId, SessionId};
use domain::session::SessionStatus;
use store::page::Page;
use store::session_lists;

use super::view::{EXPANDABLE, PaymentSessionView, as_of};
use crate::app::App;
use crate::extract::{Call, Expand, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

struct Asked {
    status: Option<SessionStatus>,
    customer: Option<CustomerId>,
    page: Page<SessionId>,
    expand: Expand,
}

/// Payment sessions, newest first.
///
/// # Errors
/// 400 for a parameter that makes no sense.
#[utoipa::path(
    get, path = "/v1/payment_sessions", tag = "Payment sessions", operation_id = "list_payment_sessions",
    params(
        ListParams,
        ("status" = Option<String>, Query, description = "`unpaid`, `paid` or `canceled`."),
        ("customer" = Option<String>, Query, description = "A customer's id."),
        ("expand[]" = Option<Vec<String>>, Query, description = "`customer`, `transaction`."),
    ),
    responses((status = 200, description = "As asked.", body = ListView<PaymentSessionView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let spellings: Vec<&str> = SessionStatus::ALL.iter().map(|it| it.as_str()).collect();
    let asked = query.read(|params| Asked {
        status: params.text("status", rules::spelled(&spellings)),
        customer: params.text("customer", rules::id),
        page: params.page(),
        expand: params.expand(EXPANDABLE),
    });
    let parts = app.clone();
    call.read(&app, asked, move |tx, merchant, asked| {
        let Asked { status, customer, page, expand } = asked;
        let listed = session_lists::list(tx, &merchant.scope, *status, *customer, page)?;
        let views = listed.try_map(|session| {
            let session = as_of(tx, session, merchant.now)?;
            let mut view = PaymentSessionView::of(&session, &merchant.account, &parts.public_url);
            view.expand(tx, merchant, &session, expand)?;
            Ok::<_, Problem>(view)
        })?;
        Ok(ListView::of(views, |view| view))
    })
    .await
}

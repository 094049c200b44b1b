//! `POST /v1/payment_sessions/{id}`.

use axum::extract::State;
use domain::case::{Case, Refusal};
use domain::ids::SessionId;
use domain::session::{CancellationReason, ReportingType, Session, SessionStatus};
use domain::time::Timestamp;

use super::create::check_expiry;
use super::input::{Changes, UpdatePaymentSession};
use super::{PaymentSessionView, WHAT, lock, refused, transaction_data};
use crate::app::App;
use crate::cases;
use crate::extract::{Body, Call, Given, PathId, Query, Reply};
use crate::problem::{Fault, Problem};

/// Update a payment session
///
/// What is left out keeps its value. Texts can be changed while it is unpaid, what it is for until
/// money is under way, and its expiry while it is unpaid or expired.
///
/// # Errors
/// 400 naming everything that is wrong with the body, 404 when there is no such session, 409 when
/// it is past that, or when an expired session would open again that is to pay a deleted owner.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}", tag = "Payment sessions",
    operation_id = "update_payment_session",
    params(("id" = String, Path, description = "The session's id.")),
    request_body = UpdatePaymentSession,
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(Changes::read).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, changes| {
        let locked = lock(tx, &merchant.scope, id.of_a(WHAT)?)?;
        let expiry = changes.expires_at.clone().value();
        let mut faults: Vec<Fault> = check_expiry(merchant, expiry).into_iter().collect();
        if let Some(kind) = new_type(changes, &locked.session) {
            faults.extend(transaction_data::type_fault(merchant, &locked.session.plan, kind));
        }
        let metadata = changes.metadata.apply(&locked.session.metadata);
        faults.extend(metadata.as_ref().err().cloned());
        if !faults.is_empty() {
            return Err(Problem::faults(faults));
        }
        let canceled = locked.case.cancellation(locked.now).map(|it| it.reason);
        if changes.expires_at != Given::Absent && canceled == Some(CancellationReason::Expired) {
            transaction_data::check_still_there(tx, &merchant.scope, &locked.session.plan)?;
        }
        let changed = cases::change(tx, &server, &merchant.origin(), locked, |case, now| {
            apply(case, changes, now)?;
            case.session.metadata = metadata.unwrap_or_default();
            Ok(())
        })?;
        let ((), case) = changed.map_err(refused)?;
        Ok(PaymentSessionView::of(&case.session, &merchant.account, &server.public_url))
    })
    .await
}

/// The type that it is to have, if that is another one.
fn new_type(changes: &Changes, session: &Session) -> Option<ReportingType> {
    let kind = match changes.reporting_type {
        Given::Absent => return None,
        Given::Null => ReportingType::Charge,
        Given::Value(kind) => kind,
    };
    (kind != session.reporting_type).then_some(kind)
}

/// Everything but the metadata. The expiry goes first: an expired session that is opened again is
/// unpaid, and its texts can be changed.
fn apply(case: &mut Case, changes: &Changes, now: Timestamp) -> Result<(), Refusal> {
    if changes.expires_at != Given::Absent {
        case.set_expiry(changes.expires_at.clone().value(), now)?;
    }
    if changes.description != Given::Absent || !changes.metadata.is_absent() {
        match case.state_at(now).status {
            SessionStatus::Unpaid => {}
            SessionStatus::Paid => return Err(Refusal::Paid),
            SessionStatus::Canceled => return Err(Refusal::Canceled),
        }
    }
    if let Some(kind) = new_type(changes, &case.session) {
        case.set_reporting_type(kind, now)?;
    }
    changes.description.clone().apply(&mut case.session.description);
    Ok(())
}

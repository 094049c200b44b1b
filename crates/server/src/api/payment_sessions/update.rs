//! `POST /v1/payment_sessions/{id}`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::case::{Case, Refusal};
use domain::ids::SessionId;
use domain::session::{ReportingType, SessionStatus};
use domain::text;
use domain::time::Timestamp;
use store::{Tx, cases as rows};
use utoipa::ToSchema;

use super::create::check_expiry;
use super::refused;
use super::view::PaymentSessionView;
use crate::app::App;
use crate::cases;
use crate::extract::{Body, Call, Fields, Given, Merchant, PathId, Reply, SECONDS_MAX, rules};
use crate::problem::Problem;

/// What may change in a session.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UpdatePaymentSession {
    /// A text that the payer sees, while it is unpaid; null clears it.
    #[schema(min_length = 1, max_length = 1000)]
    description: Option<String>,
    /// Keys to set, while it is unpaid; an empty value deletes a key, null deletes all.
    metadata: Option<BTreeMap<String, String>>,
    /// What it is for, until money is in flight.
    #[schema(pattern = "^(advance_rent|charge|deposit|holding_fee|rent)$")]
    reporting_type: Option<String>,
    /// When it stops asking for money, while it is unpaid or expired; null for never.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    expires_at: Option<i64>,
}

struct Asked {
    description: Given<String>,
    metadata: Given<BTreeMap<String, String>>,
    reporting_type: Given<ReportingType>,
    expires_at: Given<i64>,
}

/// Changes what may change; what is left out stays.
///
/// # Errors
/// 400 naming every wrong field; 404; 409 when the session is past that.
#[utoipa::path(
    post, path = "/v1/payment_sessions/{id}", tag = "Payment sessions", operation_id = "update_payment_session",
    params(("id" = String, Path, description = "The session's id.")),
    request_body = UpdatePaymentSession,
    responses((status = 200, description = "As asked.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<SessionId>,
    body: Body,
) -> Result<Reply, Problem> {
    let parts = app.clone();
    let id = id.of_a("payment session");
    call.write(&app, body.read(read), move |tx, merchant, asked| {
        let case = apply(tx, &parts, merchant, id.clone()?, asked)?;
        Ok(PaymentSessionView::of(&case.session, &merchant.account, &parts.public_url))
    })
    .await
}

fn read(fields: &mut Fields<'_>) -> Option<Asked> {
    let types: Vec<&str> = ReportingType::ALL.iter().map(|it| it.as_str()).collect();
    Some(Asked {
        description: fields.given_text("description", rules::block(text::DESCRIPTION_MAX)),
        metadata: fields.given_metadata(),
        reporting_type: fields.given_text("reporting_type", rules::spelled(&types)),
        expires_at: fields.given_int("expires_at", 0..=SECONDS_MAX),
    })
}

fn apply(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    id: SessionId,
    asked: &Asked,
) -> Result<Case, Problem> {
    let unknown = || Problem::not_found("payment session", None);
    let locked = rows::lock(tx, &merchant.scope, id)?.ok_or_else(unknown)?;
    let expires_at = match &asked.expires_at {
        Given::Absent => None,
        Given::Null => Some(None),
        Given::Value(seconds) => Some(Timestamp::from_seconds(*seconds)),
    };
    if let Some(fault) = check_expiry(merchant, expires_at.flatten()) {
        return Err(Problem::faults(vec![fault]));
    }
    let metadata = merged(&locked.session.metadata, &asked.metadata)?;
    let changed = cases::change(tx, app, &merchant.origin(), locked, |case, now| {
        if let Some(at) = expires_at {
            case.set_expiry(at, now)?;
        }
        change(case, asked, &metadata, now)
    })?;
    changed.map(|(_, case)| case).map_err(refused)
}

/// Description and metadata while it is unpaid; the reporting type until money is in flight.
fn change(
    case: &mut Case,
    asked: &Asked,
    metadata: &BTreeMap<String, String>,
    now: Timestamp,
) -> Result<(), Refusal> {
    let texts = !matches!(asked.description, Given::Absent) || *metadata != case.session.metadata;
    let status = case.state_at(now).status;
    match status {
        SessionStatus::Paid if texts => return Err(Refusal::Paid),
        SessionStatus::Canceled if texts => return Err(Refusal::Canceled),
        _ => {}
    }
    if !matches!(asked.reporting_type, Given::Absent) {
        case.set_reporting_type(
            asked.reporting_type.clone().value().unwrap_or(ReportingType::Charge),
            now,
        )?;
    }
    asked.description.clone().apply(&mut case.session.description);
    case.session.metadata.clone_from(metadata);
    case.refresh(now);
    Ok(())
}

/// The metadata with the given keys set; an empty value deletes its key, null deletes all.
fn merged(
    before: &BTreeMap<String, String>,
    given: &Given<BTreeMap<String, String>>,
) -> Result<BTreeMap<String, String>, Problem> {
    let mut after = before.clone();
    match given {
        Given::Absent => return Ok(after),
        Given::Null => return Ok(BTreeMap::new()),
        Given::Value(pairs) => after.extend(pairs.clone()),
    }
    after.retain(|_, value| !value.is_empty());
    let texts = after.iter().map(|(key, value)| (key.as_str(), value.as_str()));
    match text::metadata_faults(texts).first() {
        None => Ok(after),
        Some(fault) => {
            let message = format!("`metadata` is refused: {fault}.");
            Err(Problem::invalid(fault.code(), message, Some("metadata")))
        }
    }
}

//! Mandates: payers' authority to debit them.

use axum::extract::State;
use domain::ids::MandateId;
use domain::news::EventType;
use domain::scope::Scope;
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::Value;
use store::mandates::{self, Mandate};
use store::{DbError, Tx, clocks};
use utoipa::ToSchema;

use crate::app::App;
use crate::extract::{Call, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::{Origin, previous_attributes, record};

/// A payer's authority to debit them.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MandateView {
    /// Its id.
    id: String,
    /// Always `mandate`.
    #[schema(pattern = "^mandate$")]
    object: &'static str,
    /// When it was signed, in Unix seconds.
    created: i64,
    /// False in test mode.
    livemode: bool,
    /// The customer for whom it was signed.
    customer: String,
    /// The session at which it was signed.
    payment_session: String,
    /// The account that it is about, masked.
    payment_method: String,
    /// `sepa_core`.
    scheme: String,
    /// Its reference in the scheme; stands on the payer's statement.
    reference: String,
    /// `pending`, `active` or `inactive`.
    status: &'static str,
    /// When it ended.
    ended_at: Option<i64>,
    /// The rail's code for why it ended.
    end_reason: Option<String>,
    /// The version of the text that was accepted.
    text_version: Option<String>,
    /// The language in which the page was shown.
    language: Option<String>,
    /// SHA-256 of the mandate as it was shown, hex.
    evidence_sha256: Option<String>,
}

/// A mandate as the API shows it: no more of the payer than the merchant needs.
pub fn view(mandate: &Mandate, scope: Scope) -> MandateView {
    let evidence: Value = serde_json::from_str(&mandate.evidence).unwrap_or_default();
    let text = |value: &Value| value.as_str().map(str::to_owned);
    MandateView {
        id: mandate.id.to_string(),
        object: "mandate",
        created: mandate.created_at.seconds(),
        livemode: scope.livemode,
        customer: mandate.customer.to_string(),
        payment_session: mandate.session.to_string(),
        payment_method: mandate.payment_method.to_string(),
        scheme: mandate.scheme.clone(),
        reference: mandate.reference.clone(),
        status: mandate.status.as_str(),
        ended_at: mandate.ended_at.map(Timestamp::seconds),
        end_reason: mandate.end_reason.clone(),
        text_version: text(&evidence["text"]["id"]),
        language: text(&evidence["language"]),
        evidence_sha256: text(&evidence["shown_sha256"]),
    }
}

/// Ends a mandate that its bank no longer honours, and tells the merchant.
///
/// # Errors
/// Only the database's.
pub fn end(tx: &mut Tx<'_>, scope: &Scope, id: MandateId, reason: &str) -> Result<(), DbError> {
    let now = clocks::now(tx, scope)?;
    let Some(before) = mandates::find(tx, scope, id)? else { return Ok(()) };
    if !mandates::end(tx, scope, id, reason, now)? {
        return Ok(());
    }
    let Some(after) = mandates::find(tx, scope, id)? else { return Ok(()) };
    let (before, after) = (view(&before, *scope), view(&after, *scope));
    let previous = previous_attributes(&before, &after);
    let kind = EventType::MandateUpdated;
    record(tx, scope, &Origin::system(), kind, &after.id, &after, previous.as_ref())
}

/// A mandate.
///
/// # Errors
/// 404 when it is not this account's, in this mode.
#[utoipa::path(
    get, path = "/v1/mandates/{id}", tag = "Mandates", operation_id = "retrieve_mandate",
    params(("id" = String, Path, description = "The mandate's id.")),
    responses((status = 200, description = "As asked.", body = MandateView), crate::openapi::Refusals)
)]
pub async fn retrieve(
    State(app): State<App>,
    call: Call,
    id: PathId<MandateId>,
    query: Query,
) -> Result<Reply, Problem> {
    let id = id.of_a("mandate");
    call.read(&app, query.none(), move |tx, merchant, ()| {
        let unknown = || Problem::not_found("mandate", None);
        let mandate = mandates::find(tx, &merchant.scope, id.clone()?)?.ok_or_else(unknown)?;
        Ok(view(&mandate, merchant.scope))
    })
    .await
}

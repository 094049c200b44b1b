//! `POST /v1/disputes/{id}`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::dispute::Dispute;
use domain::ids::DisputeId;
use domain::time::Timestamp;
use utoipa::ToSchema;

use super::{DisputeView, WHAT, find, lock, view};
use crate::api::payment_sessions::refused;
use crate::app::App;
use crate::cases::change;
use crate::extract::rules::block;
use crate::extract::{Body, Call, Fields, Given, MetadataChanges, PathId, Query, Reply};
use crate::problem::Problem;

/// The kinds of evidence.
const KINDS: [&str; 8] = [
    "customer_communication",
    "product_description",
    "refund_policy",
    "refund_policy_disclosure",
    "refund_refusal_explanation",
    "service_date",
    "service_documentation",
    "notes",
];
/// The longest text of evidence.
const EVIDENCE_MAX: usize = 5_000;

/// Changes of a dispute.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UpdateDispute {
    /// What speaks for the merchant, until it is handed in. Kinds that are left out keep their text;
    /// null deletes one.
    evidence: Option<EvidenceBody>,
    /// Hand the evidence in. It can be handed in once.
    #[schema(nullable = false)]
    submit: Option<bool>,
    /// Keys to set, beside those that are there.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    metadata: Option<BTreeMap<String, Option<String>>>,
}

/// What speaks for the merchant.
#[derive(ToSchema)]
#[schema(as = DisputeEvidenceInput)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct EvidenceBody {
    /// What the customer and the merchant wrote to each other.
    #[schema(max_length = 5000)]
    customer_communication: Option<String>,
    /// What was paid for.
    #[schema(max_length = 5000)]
    product_description: Option<String>,
    /// The rules by which money is given back.
    #[schema(max_length = 5000)]
    refund_policy: Option<String>,
    /// How the customer was told of them.
    #[schema(max_length = 5000)]
    refund_policy_disclosure: Option<String>,
    /// Why no money was given back.
    #[schema(max_length = 5000)]
    refund_refusal_explanation: Option<String>,
    /// When the service was given.
    #[schema(max_length = 5000)]
    service_date: Option<String>,
    /// What shows that it was.
    #[schema(max_length = 5000)]
    service_documentation: Option<String>,
    /// Whatever else there is to say.
    #[schema(max_length = 5000)]
    notes: Option<String>,
}

struct Changes {
    evidence: Vec<(&'static str, Given<String>)>,
    submit: bool,
    metadata: MetadataChanges,
}

impl Changes {
    fn read(fields: &mut Fields<'_>) -> Self {
        let evidence = fields.given_object("evidence", |fields| {
            Some(KINDS.map(|kind| (kind, fields.given_text(kind, block(EVIDENCE_MAX)))).to_vec())
        });
        let submit = fields.bool("submit").unwrap_or(false);
        let evidence = evidence.value().unwrap_or_default();
        Self { evidence, submit, metadata: MetadataChanges::read(fields) }
    }

    /// Why evidence cannot be changed or handed in now. What was said before can be said again.
    fn objection(&self, dispute: &Dispute, now: Timestamp) -> Option<Problem> {
        if dispute.submitted_at.is_some() {
            let message = "The evidence was handed in, and cannot be changed any more.";
            let problem = Problem::conflict("dispute_evidence_submitted", message);
            return self.changes_evidence(dispute).then_some(problem);
        }
        let (code, message) = match dispute.respond_by {
            _ if !self.submit => return None,
            _ if !dispute.is_open() => ("dispute_closed", "This dispute was decided already."),
            None => (
                "evidence_not_taken",
                "On this rail nobody decides: it is between you and the payer.",
            ),
            Some(until) if now >= until => {
                ("dispute_response_late", "The time to respond is over.")
            }
            Some(_) => return None,
        };
        Some(Problem::conflict(code, message))
    }

    fn changes_evidence(&self, dispute: &Dispute) -> bool {
        self.evidence.iter().any(|(kind, given)| match given {
            Given::Absent => false,
            Given::Null => dispute.evidence.contains_key(*kind),
            Given::Value(text) => dispute.evidence.get(*kind) != Some(text),
        })
    }

    fn apply(&self, dispute: &mut Dispute, now: Timestamp) {
        for (kind, given) in &self.evidence {
            match given {
                Given::Absent => {}
                Given::Null => drop(dispute.evidence.remove(*kind)),
                Given::Value(text) => {
                    dispute.evidence.insert((*kind).to_owned(), text.clone());
                }
            }
        }
        if self.submit && dispute.submitted_at.is_none() {
            dispute.submitted_at = Some(now);
        }
    }
}

/// Update a dispute
///
/// Keeps evidence and hands it in, until `respond_by`. What was handed in stays as it is.
///
/// # Errors
/// 400 for what is wrong with the body; 404 when there is no such dispute; 409 when evidence is not
/// taken (`evidence_not_taken`), or no longer (`dispute_closed`, `dispute_response_late`), or was
/// handed in already and would change (`dispute_evidence_submitted`).
#[utoipa::path(
    post, path = "/v1/disputes/{id}", tag = "Disputes", operation_id = "update_dispute",
    params(("id" = String, Path, description = "The dispute's id.")),
    request_body = UpdateDispute,
    responses((status = 200, description = "The dispute.", body = DisputeView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<DisputeId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(Changes::read(fields))).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, changes| {
        let id = id.of_a(WHAT)?;
        let locked = lock(tx, &merchant.scope, id)?;
        let dispute = find(&locked.case, id)?;
        if let Some(problem) = changes.objection(dispute, locked.now) {
            return Err(problem);
        }
        let metadata = changes.metadata.apply(&dispute.metadata);
        let metadata = metadata.map_err(|fault| Problem::faults(vec![fault]))?;
        let changed = change(tx, &server, &merchant.origin(), locked, |case, now| {
            for dispute in case.disputes.iter_mut().filter(|it| it.id == id) {
                changes.apply(dispute, now);
                dispute.metadata.clone_from(&metadata);
            }
            Ok(())
        })?;
        let ((), case) = changed.map_err(refused)?;
        view(&case, id, merchant.now)
    })
    .await
}

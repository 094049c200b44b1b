//! `POST /v1/work_items/{id}/resolve`.

use axum::extract::State;
use domain::ids::WorkItemId;
use domain::news::EventType;
use domain::scope::Scope;
use domain::text::{DESCRIPTION_MAX, LINE_MAX};
use jiff::civil::Date;
use store::work_items::{self, Resolved, WorkItemRow};
use store::{DbError, Tx};
use utoipa::ToSchema;

use super::view::actions;
use super::{WHAT, WorkItemView};
use crate::app::App;
use crate::decisions;
use crate::extract::rules::{block, date, line};
use crate::extract::{Body, Call, Fields, Merchant, PathId, Query, Reply};
use crate::problem::{Fault, Problem};
use crate::record::{Origin, record};
use crate::refunds::{CANCEL_REFUND, MARK_SENT};

/// The longest name of an action.
const ACTION_MAX: usize = 40;

/// A decision.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct ResolveWorkItem {
    /// One of the item's `actions`.
    #[schema(min_length = 1, max_length = 40)]
    action: String,
    /// The words of who decides.
    #[schema(max_length = 1000)]
    note: Option<String>,
    /// For `mark_sent`: the day on which the refund was sent, not ahead, nor before it was asked for.
    #[schema(value_type = Option<String>, format = "date")]
    sent_on: Option<Date>,
    /// For `mark_sent`: what stands on the payer's statement, or the bank's own reference.
    #[schema(min_length = 1, max_length = 200)]
    reference: Option<String>,
}

/// A decision as it was given.
pub struct Decision {
    /// Which.
    pub action: String,
    note: Option<String>,
    /// The day on which a refund was sent.
    pub sent_on: Option<Date>,
    /// The reference that the sender wrote down.
    pub reference: Option<String>,
}

impl Decision {
    fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let action = fields.required_text("action", line(ACTION_MAX));
        let note = fields.text("note", block(DESCRIPTION_MAX));
        let sent_on = fields.text("sent_on", date);
        let reference = fields.text("reference", line(LINE_MAX));
        let given = [("sent_on", sent_on.is_some()), ("reference", reference.is_some())];
        let other = action.as_ref().is_some_and(|action| action != MARK_SENT);
        for (name, _) in given.into_iter().filter(|(_, given)| *given && other) {
            fields.fault(name, "only_to_mark_sent", "is for `mark_sent` alone");
        }
        Some(Self { action: action?, note, sent_on, reference })
    }
}

/// Resolve a work item
///
/// Takes one of the decisions that the item offers, and books what follows from it. The same
/// decision again changes nothing.
///
/// # Errors
/// 400 for what is wrong with the body; 404 when there is no such item; 409 when it was resolved
/// otherwise, or the decision cannot be carried out.
#[utoipa::path(
    post, path = "/v1/work_items/{id}/resolve", tag = "Work items", operation_id = "resolve_work_item",
    params(("id" = String, Path, description = "The work item's id.")),
    request_body = ResolveWorkItem,
    responses((status = 200, description = "The work item.", body = WorkItemView), crate::openapi::Refusals)
)]
pub async fn resolve(
    State(app): State<App>,
    call: Call,
    id: PathId<WorkItemId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(Decision::read).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, decision| {
        let id = id.of_a(WHAT)?;
        let unknown = || Problem::not_found(WHAT, None);
        let seen = work_items::find(tx, &merchant.scope, id)?.ok_or_else(unknown)?;
        check(&seen, decision)?;
        // Sessions and owners are locked before the item, as everywhere.
        let locks = decisions::lock(tx, merchant, &seen)?;
        let item = work_items::lock(tx, &merchant.scope, id)?.ok_or_else(unknown)?;
        if let Some(resolved) = &item.resolved {
            return again(merchant, &item, resolved, decision);
        }
        // Resolved first: what follows may end a refund, which closes its item if that is open.
        let (resolution, note) = (decision.action.clone(), decision.note.clone());
        let resolved = Resolved { resolution, note, at: merchant.now };
        work_items::resolve(tx, &merchant.scope, id, &resolved)?;
        decisions::carry_out(tx, &server, merchant, locks, &item, decision)?;
        let item = WorkItemRow { resolved: Some(resolved), ..item };
        Ok(tell_resolved(tx, &merchant.scope, &merchant.origin(), &item)?)
    })
    .await
}

/// The decision must be one that the item offers.
fn check(item: &WorkItemRow, decision: &Decision) -> Result<(), Problem> {
    let offered = actions(&item.kind);
    if offered.iter().any(|it| it.action == decision.action) {
        return Ok(());
    }
    let names: Vec<&str> = offered.iter().map(|it| it.action).collect();
    let message = format!("`action` must be one of: {}.", names.join(", "));
    Err(Problem::faults(vec![Fault::of("action", "unknown_value", message)]))
}

fn again(
    merchant: &Merchant,
    item: &WorkItemRow,
    resolved: &Resolved,
    decision: &Decision,
) -> Result<WorkItemView, Problem> {
    if is_same(&resolved.resolution, &decision.action) {
        return Ok(WorkItemView::of(item, &merchant.scope));
    }
    let message = "This work item was resolved already, by another decision.";
    Err(Problem::conflict("work_item_resolved", message)
        .with_detail("resolution", resolved.resolution.clone()))
}

/// True when an item was resolved by this decision, or by what it comes to: a refund that has
/// ended closes its item.
fn is_same(resolution: &str, action: &str) -> bool {
    resolution == action
        || matches!((resolution, action), ("succeeded", MARK_SENT) | ("canceled", CANCEL_REFUND))
}

/// Tells the merchant that an item was resolved.
///
/// # Errors
/// Only the database's.
pub fn tell_resolved(
    tx: &mut Tx<'_>,
    scope: &Scope,
    origin: &Origin,
    item: &WorkItemRow,
) -> Result<WorkItemView, DbError> {
    let view = WorkItemView::of(item, scope);
    record(tx, scope, origin, EventType::WorkItemResolved, &view.id, &view, None)?;
    Ok(view)
}

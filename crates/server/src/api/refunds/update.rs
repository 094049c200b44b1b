//! `POST /v1/refunds/{id}`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::ids::RefundId;
use utoipa::ToSchema;

use super::{RefundView, WHAT, find, lock, view};
use crate::api::payment_sessions::refused;
use crate::app::App;
use crate::cases::change;
use crate::extract::{Body, Call, MetadataChanges, PathId, Query, Reply};
use crate::problem::Problem;

/// Changes of a refund.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UpdateRefund {
    /// Keys to set, beside those that are there.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    metadata: Option<BTreeMap<String, Option<String>>>,
}

/// Update a refund
///
/// # Errors
/// 400 for what is wrong with the body; 404 when there is no such refund.
#[utoipa::path(
    post, path = "/v1/refunds/{id}", tag = "Refunds", operation_id = "update_refund",
    params(("id" = String, Path, description = "The refund's id.")),
    request_body = UpdateRefund,
    responses((status = 200, description = "The refund.", body = RefundView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<RefundId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(MetadataChanges::read(fields))).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, changes| {
        let id = id.of_a(WHAT)?;
        let locked = lock(tx, &merchant.scope, id)?;
        let before = &find(&locked.case, id)?.terms.metadata;
        let metadata = changes.apply(before).map_err(|fault| Problem::faults(vec![fault]))?;
        let changed = change(tx, &server, &merchant.origin(), locked, |case, _| {
            let refund = case.refunds.iter_mut().find(|refund| refund.id == id);
            if let Some(refund) = refund {
                refund.terms.metadata = metadata;
            }
            Ok(())
        })?;
        let ((), case) = changed.map_err(refused)?;
        view(&case, id)
    })
    .await
}

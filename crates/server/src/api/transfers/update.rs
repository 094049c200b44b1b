//! `POST /v1/transfers/{id}`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::ids::TransferId;
use domain::news::EventType;
use store::{DbError, transfers};
use utoipa::ToSchema;

use super::{TransferView, WHAT};
use crate::app::App;
use crate::extract::{Body, Call, MetadataChanges, PathId, Query, Reply};
use crate::problem::Problem;
use crate::record::{previous_attributes, record};

/// Changes of a transfer.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UpdateTransfer {
    /// Keys to set, beside those that are there.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    metadata: Option<BTreeMap<String, Option<String>>>,
}

/// Update a transfer
///
/// Only its metadata can change.
///
/// # Errors
/// 400 for what is wrong with the body, 404 when there is no such transfer.
#[utoipa::path(
    post, path = "/v1/transfers/{id}", tag = "Transfers", operation_id = "update_transfer",
    params(("id" = String, Path, description = "The transfer's id.")),
    request_body = UpdateTransfer,
    responses((status = 200, description = "The transfer.", body = TransferView), crate::openapi::Refusals)
)]
pub async fn update(
    State(app): State<App>,
    call: Call,
    id: PathId<TransferId>,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(MetadataChanges::read(fields))).and(query.none());
    call.write(&app, input, move |tx, merchant, changes| {
        let (scope, id) = (&merchant.scope, id.of_a(WHAT)?);
        let unknown = || Problem::not_found(WHAT, None);
        let seen = transfers::find(tx, scope, id)?.ok_or_else(unknown)?;
        transfers::lock_owner(tx, scope, seen.owner)?;
        let mut transfer = transfers::find(tx, scope, id)?.ok_or_else(unknown)?;
        let before = TransferView::of(&transfer, scope, merchant.now);
        let metadata = changes.apply(&before.metadata);
        let metadata = metadata.map_err(|fault| Problem::faults(vec![fault]))?;
        transfer.metadata =
            serde_json::to_string(&metadata).map_err(|_| DbError::Corrupt("transfers.metadata"))?;
        let view = TransferView::of(&transfer, scope, merchant.now);
        if let Some(previous) = previous_attributes(&before, &view) {
            transfers::upsert(tx, scope, &transfer)?;
            let kind = EventType::TransferUpdated;
            record(tx, scope, &merchant.origin(), kind, &view.id, &view, Some(&previous))?;
        }
        Ok(view)
    })
    .await
}

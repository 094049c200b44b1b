//! `POST /v1/owners`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::ids::OwnerId;
use domain::news::EventType;
use store::address::Address;
use store::owners::{self, Details, Owner};

use super::OwnerView;
use super::input::{CreateOwner, NewOwner};
use crate::app::App;
use crate::extract::{Body, Call, Merchant, Query, Reply};
use crate::problem::Problem;
use crate::record::record;

/// Create an owner
///
/// Somebody who owns units, and is paid when the payments for them are split.
///
/// # Errors
/// 400 for what is wrong with the body.
#[utoipa::path(
    post, path = "/v1/owners", tag = "Owners", operation_id = "create_owner",
    request_body = CreateOwner,
    responses((status = 200, description = "The owner.", body = OwnerView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(NewOwner::read).and(query.none());
    call.write(&app, input, |tx, merchant, new| {
        let mut owner = bare(tx.id::<OwnerId>(), merchant, new);
        new.rest.clone().apply(&mut owner).map_err(|fault| Problem::faults(vec![fault]))?;
        owners::insert(tx, &owner)?;
        let view = OwnerView::of(&owner);
        let (scope, id) = (&merchant.scope, owner.id.to_string());
        record(tx, scope, &merchant.origin(), EventType::OwnerCreated, &id, &view, None)?;
        Ok(view)
    })
    .await
}

fn bare(id: OwnerId, merchant: &Merchant, new: &NewOwner) -> Owner {
    Owner {
        id,
        scope: merchant.scope,
        created_at: merchant.now,
        email: new.email.clone(),
        name: None,
        details: Details {
            business_type: new.business_type,
            phone: None,
            address: Address::default(),
            company: None,
            individual: None,
            metadata: BTreeMap::new(),
        },
        deleted_at: None,
    }
}

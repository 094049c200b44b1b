//! `GET /v1/owners`.

use axum::extract::State;
use domain::ids::OwnerId;
use domain::text::check_email;
use store::owners;
use store::page::Page;
use utoipa::IntoParams;

use super::OwnerView;
use crate::app::App;
use crate::extract::{Call, ListParams, ListView, Query, Reply, rules};
use crate::problem::Problem;

/// What owners can be asked for by.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct OwnerFilter {
    /// Those with this address, in any case of letters.
    #[param(required = false, format = "email")]
    pub email: String,
}

struct Asked {
    email: Option<String>,
    page: Page<OwnerId>,
}

/// List owners
///
/// Newest first; deleted ones are left out.
///
/// # Errors
/// 400 for parameters that make no sense.
#[utoipa::path(
    get, path = "/v1/owners", tag = "Owners", operation_id = "list_owners",
    params(ListParams, OwnerFilter),
    responses((status = 200, description = "Owners.", body = ListView<OwnerView>), crate::openapi::Refusals)
)]
pub async fn list(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| Asked {
        email: params.text("email", |text| {
            check_email(text).map(|()| text.to_owned()).map_err(rules::Wrong::from)
        }),
        page: params.page(),
    });
    call.read(&app, input, |tx, merchant, asked| {
        let found = owners::list(tx, &merchant.scope, asked.email.as_deref(), &asked.page)?;
        Ok(ListView::of(found, |owner| OwnerView::of(&owner)))
    })
    .await
}

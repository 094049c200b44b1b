//! `POST /v1/test_helpers/disputes/{id}/close`.

use axum::extract::State;
use domain::dispute::DisputeOutcome;
use domain::ids::DisputeId;
use processors::sandbox::card;
use store::{cases, disputes as rows};
use utoipa::ToSchema;

use super::PATIENCE;
use crate::api::disputes::{DisputeView, view};
use crate::app::App;
use crate::extract::rules::spelled;
use crate::extract::{Body, Call, PathId, Reply};
use crate::problem::Problem;

/// How a dispute ends.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CloseDispute {
    /// `won` brings the money back; `lost` leaves it with the payer.
    #[schema(pattern = "^(won|lost)$")]
    outcome: String,
}

/// Lets the card network decide a chargeback, as if it happened now.
///
/// # Errors
/// 403 with a live key; 404 when there is no such dispute; 409 when nobody decides it, or somebody
/// has.
#[utoipa::path(
    post, path = "/v1/test_helpers/disputes/{id}/close", tag = "Test helpers",
    operation_id = "test_close_dispute",
    params(("id" = String, Path, description = "The dispute's id.")),
    request_body = CloseDispute,
    responses((status = 200, description = "As asked.", body = DisputeView), crate::openapi::Refusals)
)]
pub async fn close_dispute(
    State(app): State<App>,
    mut call: Call,
    id: PathId<DisputeId>,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| {
        let outcome = fields.required_text("outcome", spelled::<Outcome>(&["won", "lost"]));
        outcome.map(|outcome| outcome == Outcome::Won)
    });
    let merchant = call.merchant(&app).await?;
    merchant.test_mode_only()?;
    let _turn = app.changes.turn(&merchant).await;
    if let Some(reply) = call.replay(&app, &merchant, &input).await? {
        return Ok(reply);
    }
    let (id, won, scope) = (id.of_a("dispute")?, *input.value()?, merchant.scope);
    let unknown = || Problem::not_found("dispute", None);
    let session = app
        .db
        .write(move |tx| {
            let session = rows::session_of(tx, &scope, id)?.ok_or_else(unknown)?;
            let case = cases::find(tx, &scope, session)?.ok_or_else(unknown)?;
            let dispute = case.disputes.iter().find(|it| it.id == id).ok_or_else(unknown)?;
            let reference = case.attempt(dispute.attempt).and_then(|it| it.reference.clone());
            match card::close_dispute(tx, &reference.unwrap_or_default(), won)? {
                true => Ok(session),
                false => Err(Problem::conflict(
                    "dispute_closed",
                    "Nobody decides this dispute, or it was decided already.",
                )),
            }
        })
        .await?;
    let look = || {
        let app = app.clone();
        async move {
            let case = app.db.read(move |tx| cases::find(tx, &scope, session)).await?;
            let ended = case.is_none_or(|case| {
                case.disputes.iter().filter(|it| it.id == id).all(|it| match it.outcome {
                    None => false,
                    // Which a win overrules.
                    Some((DisputeOutcome::Accepted, _)) => !won,
                    Some(_) => true,
                })
            });
            Ok::<_, Problem>(ended.then_some(()))
        }
    };
    app.changes.until(session, PATIENCE, look).await?;
    call.write(&app, input, move |tx, merchant, _| {
        let case = cases::find(tx, &merchant.scope, session)?.ok_or_else(unknown)?;
        view(&case, id, merchant.now)
    })
    .await
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Outcome {
    Won,
    Lost,
}

impl std::str::FromStr for Outcome {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "won" => Ok(Self::Won),
            "lost" => Ok(Self::Lost),
            _ => Err(()),
        }
    }
}

//! The payer is shown where to send the money, and may say to have sent it.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use pages::TransferKind;

use super::answer::see_other;
use super::pay::Visit;
use super::stage::Stage;
use super::transfer;
use super::trouble::Trouble;

/// The `step` of the button by which a payer says to have sent the money.
const SENT: &str = "sent";

pub(super) async fn act(visit: &Visit<'_>, kind: TransferKind) -> Result<Response<Body>, Trouble> {
    let writer = visit.writer;
    if visit.form.step != SENT {
        // Chosen among others: what is to be typed at the bank changes nothing here.
        return Ok(writer.page(Stage::Transfer(kind), StatusCode::OK)?.into_response());
    }
    let (app, method) = (writer.app.clone(), transfer::method(kind));
    let begin = move |tx: &mut store::Tx<'_>, locked, manner| {
        transfer::begin(tx, &app, locked, manner, method)
    };
    match visit.begin(begin).await? {
        Ok(_) => Ok(see_other(&writer.here())),
        Err(why) => visit.not_begun(why).await,
    }
}

//! The payer is shown where to send the money, may have it mailed, and may say to have sent it.

use axum::body::Body;
use axum::http::{Response, StatusCode};
use domain::text::check_email;
use pages::{MailOffer, TransferKind};
use store::cases;

use super::answer::see_other;
use super::pay::Visit;
use super::stage::{Stage, stage};
use super::transfer;
use super::trouble::Trouble;
use crate::mail::{self, Asked};

/// The `step` of the button by which a payer says to have sent the money.
const SENT: &str = "sent";
/// The `step` of the button by which a payer asks for the details by mail.
const MAIL: &str = "mail";

pub(super) async fn act(visit: &Visit<'_>, kind: TransferKind) -> Result<Response<Body>, Trouble> {
    match visit.form.step.as_str() {
        SENT => say_sent(visit, kind).await,
        MAIL => send_details(visit, kind).await,
        // Chosen among others: what is to be typed at the bank changes nothing here.
        _ => Ok(visit.writer.page(Stage::Transfer(kind), StatusCode::OK)?.into_response()),
    }
}

async fn say_sent(visit: &Visit<'_>, kind: TransferKind) -> Result<Response<Body>, Trouble> {
    let writer = visit.writer;
    let (app, method) = (writer.app.clone(), transfer::method(kind));
    let begin = move |tx: &mut store::Tx<'_>, locked, manner| {
        transfer::begin(tx, &app, locked, manner, method)
    };
    match visit.begin(begin).await? {
        Ok(_) => Ok(see_other(&writer.here())),
        Err(why) => visit.not_begun(why).await,
    }
}

/// Mails what the page shows, and nothing else, to the address that was typed.
async fn send_details(visit: &Visit<'_>, kind: TransferKind) -> Result<Response<Body>, Trouble> {
    let (writer, view) = (visit.writer, visit.writer.view);
    let offers = matches!(stage(view, &visit.form.wish(), &writer.here()), Stage::Transfer(_));
    let details = transfer::details(view, kind, view.remaining());
    let Some(details) = details.filter(|_| offers && mail::can_send(writer.app, &view.scope()))
    else {
        return visit.refused(view, StatusCode::CONFLICT);
    };
    let typed = visit.form.email.as_deref().unwrap_or_default().trim();
    if check_email(typed).is_err() {
        let (offer, status) =
            (MailOffer::NotAnEmail(typed.to_owned()), StatusCode::UNPROCESSABLE_ENTITY);
        return Ok(writer.instructions(kind, offer, status)?.into_response());
    }
    let asked = Asked { kind, details, recipient: typed.to_owned(), locale: writer.locale };
    let (app, account) = (writer.app.clone(), view.account.clone());
    let (scope, id) = (view.scope(), view.id());
    let queued = writer.app.db.write(move |tx| {
        // Locked, so that two of a moment are two.
        let Some(locked) = cases::lock(tx, &scope, id)? else { return Ok(None) };
        mail::queue_transfer_details(tx, &app, &account, &locked, &asked).map(Some)
    });
    if let Err(enough) = queued.await?.ok_or(Trouble::NotFound)? {
        return Err(Trouble::TooManyMails(u32::try_from(enough.seconds).unwrap_or(u32::MAX)));
    }
    let sent = MailOffer::Sent(typed.to_owned());
    Ok(writer.instructions(kind, sent, StatusCode::OK)?.into_response())
}

//! The payer pays by card: an attempt begins, and the browser goes on to the processor's page.

use axum::body::Body;
use axum::http::Response;
use domain::attempt::Progress;

use super::answer::see_other;
use super::card;
use super::pay::Visit;
use super::show::PATIENCE;
use super::trouble::Trouble;
use super::view::load;

/// Begins an attempt, waits a moment for the processor's address, and sends the browser to our own
/// page, which sends it on: forms may lead to our own origin only.
pub(super) async fn act(visit: &Visit<'_>) -> Result<Response<Body>, Trouble> {
    let app = visit.writer.app;
    let own = app.clone();
    let begun = visit.begin(move |tx, locked, manner| card::begin(tx, &own, locked, manner));
    let begun = match begun.await? {
        Ok(begun) => begun,
        Err(why) => return visit.not_begun(why).await,
    };
    let look = || async {
        let view = app.db.read(move |tx| load(tx, begun.session)).await?;
        let attempt = view.as_ref().and_then(|view| view.case.attempt(begun.attempt));
        let waits = attempt.is_some_and(|it| it.progress == Progress::Redirected { url: None });
        Ok::<_, Trouble>((!waits).then_some(()))
    };
    app.changes.until(begun.session, PATIENCE, look).await?;
    Ok(see_other(&format!("{}&leaving=1", visit.writer.here())))
}

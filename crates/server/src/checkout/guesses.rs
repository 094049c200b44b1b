//! Account numbers that are tried at a page: counted before they are looked at.
//!
//! A session's count is kept in the database, so that a restart forgets nothing. What an address tries
//! at many sessions is counted in memory alone: no payer can cause a restart, and each page has its
//! own limit whatever happens.

use domain::guesses::{self, Another};
use domain::time::SECOND_MS;
use domain::work::{WorkItem, WorkKind};
use store::{DbError, account_guesses, cases};

use super::pay::Visit;
use super::trouble::Trouble;
use crate::work;

/// Counts a try, or says why the page does not look at it.
pub(super) async fn count(visit: &Visit<'_>) -> Result<(), Trouble> {
    let (app, view) = (visit.writer.app, visit.writer.view);
    app.limits.check_account(visit.address)?;
    let (scope, id) = (view.scope(), view.id());
    let judged = app.db.write(move |tx| {
        let Some(locked) = cases::lock(tx, &scope, id)? else { return Ok(None) };
        let before = account_guesses::find(tx, &scope, id)?;
        let judged = guesses::another(before, tx.now_real());
        if let Another::Taken(guesses) = judged {
            account_guesses::write(tx, &scope, id, guesses)?;
            if guesses.tried == guesses::MAX {
                let cause = format!("accounts_tried:{id}:{}", guesses.last_at.ms());
                work::raise(tx, &locked.case, &[many_tried(cause)])?;
            }
        }
        Ok::<_, DbError>(Some(judged))
    });
    let seconds = |ms: i64| u32::try_from(ms / SECOND_MS).unwrap_or(u32::MAX).saturating_add(1);
    match judged.await?.ok_or(Trouble::NotFound)? {
        Another::Taken(_) => Ok(()),
        Another::TooSoon(ms) => Err(Trouble::TooManyTries(seconds(ms))),
        Another::Closed(until) => {
            Err(Trouble::TooManyAccounts(seconds(until.ms() - app.source.now().ms())))
        }
    }
}

/// The merchant hears of it once.
fn many_tried(cause: String) -> WorkItem {
    let kind = WorkKind::AccountsTried;
    WorkItem { kind, attempt: None, movement: None, refund: None, owner: None, amount: None, cause }
}

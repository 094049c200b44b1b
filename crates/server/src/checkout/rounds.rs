//! Beginning a payment after earlier tries at a processor's page were closed there.

use domain::ids::SessionId;
use domain::scope::Scope;
use store::cases::{self, Locked};
use store::{DbError, Tx};

use super::{Manner, NotBegun};
use crate::app::App;
use crate::cases::expire_redirected;

/// How often an earlier try that is still open is asked to be closed, before the new one begins
/// all the same: what succeeds there afterwards is surplus, and a person hears of it.
const CLOSE_ROUNDS: u32 = 3;

/// Begins a payment by `begin`, which is asked again after each round of closing. `None` when
/// there is no such session.
///
/// # Errors
/// Only the database's.
pub async fn begin_in_rounds<T, F>(
    app: &App,
    scope: Scope,
    id: SessionId,
    limited: bool,
    shown: Option<i64>,
    begin: F,
) -> Result<Option<Result<T, NotBegun>>, DbError>
where
    T: Send + 'static,
    F: Fn(&mut Tx<'_>, Locked, Manner) -> Result<Result<T, NotBegun>, DbError>,
    F: Clone + Send + Sync + 'static,
{
    let mut round = 0;
    loop {
        round += 1;
        let begin = begin.clone();
        let manner = Manner { close_first: round <= CLOSE_ROUNDS, limited, shown };
        let begun = app
            .db
            .write(move |tx| match cases::lock(tx, &scope, id)? {
                Some(locked) => begin(tx, locked, manner).map(Some),
                None => Ok::<_, DbError>(None),
            })
            .await?;
        if !matches!(begun, Some(Err(NotBegun::StillRedirected))) {
            app.changes.announce(id);
            return Ok(begun);
        }
        expire_redirected(app, scope, id).await?;
    }
}

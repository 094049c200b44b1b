//! The sandbox's own time and post: it delivers its notices to our inbox as any processor would.

use domain::scope::Scope;
use processors::{sandbox, signature};
use store::jobs::Job;
use store::{DbError, connections};

use super::{JobError, finish, hold};
use crate::app::App;
use crate::inbox;

/// Delivers a notice to the inbox, signed, and forgets it.
pub(super) async fn deliver(app: &App, job: &Job) -> Result<(), JobError> {
    let (scope, id) = (job.scope, job.subject.clone());
    let found = app.db.read(move |tx| notice(tx, &scope, &id)).await?;
    let Some((connection, body)) = found else { return finish(app, job).await };
    let secret = app.vault.open(&connection.secret, &connection.id.to_string())?;
    let header = signature::sign(&secret, &body, app.source.now());
    inbox::receive(app, connection.id, &header, &body)
        .await
        .map_err(|problem| JobError::Outside(problem.message))?;
    let job = job.clone();
    app.db
        .write(move |tx| match hold(tx, &job)? {
            true => store::sandbox::delete_notice(tx, &job.subject),
            false => Ok::<_, DbError>(()),
        })
        .await?;
    Ok(())
}

fn notice(
    tx: &mut store::Tx<'_>,
    scope: &Scope,
    id: &str,
) -> Result<Option<(connections::Connection, String)>, DbError> {
    let Some((connection, body)) = store::sandbox::find_notice(tx, scope, id)? else {
        return Ok(None);
    };
    Ok(connections::find(tx, scope, connection)?.map(|connection| (connection, body)))
}

/// Lets time pass at a sandbox processor.
pub(super) async fn step(app: &App, job: &Job) -> Result<(), JobError> {
    let job = job.clone();
    app.db
        .write(move |tx| {
            if !hold(tx, &job)? {
                return Ok::<_, DbError>(());
            }
            sandbox::step(tx, &job.subject)
        })
        .await?;
    Ok(())
}

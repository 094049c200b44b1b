//! Makes durable what time has brought to a session: it cleared, or it expired.

use domain::ids::SessionId;
use store::DbError;
use store::jobs::Job;

use super::{JobError, hold, subject};
use crate::app::App;
use crate::cases;

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let id: SessionId = subject(job)?;
    let (scope, job, parts) = (job.scope, job.clone(), app.clone());
    let changed = app
        .db
        .write(move |tx| match hold(tx, &job)? {
            true => cases::review(tx, &parts, &scope, id),
            false => Ok::<_, DbError>(false),
        })
        .await?;
    app.changes.announce_all(changed.then_some(id));
    Ok(())
}

//! Sends a mail: in test mode into the sandbox's mailbox, in live mode to the mail server.

use domain::ids::MessageId;
use domain::news::EventType;
use domain::scope::Scope;
use domain::time::DAY_MS;
use store::jobs::Job;
use store::messages::{self, Message, MessageState};
use store::{DbError, Tx, clocks};

use super::{JobError, finish, hold, subject};
use crate::app::App;
use crate::mail::{self, EmailView, SendError};
use crate::record::{Origin, record};

/// After this long a mail is given up.
const GIVE_UP_MS: i64 = DAY_MS;

pub(super) async fn run(app: &App, job: &Job) -> Result<(), JobError> {
    let id: MessageId = subject(job)?;
    let scope = job.scope;
    let found = app.db.read(move |tx| messages::find(tx, &scope, id)).await?;
    let waiting = found.filter(|message| message.state == MessageState::Queued);
    let Some(message) = waiting else { return finish(app, job).await };
    // Without a mail server live mails wait for one, as long as mails wait at all.
    let sent = if !scope.livemode {
        Ok(())
    } else if app.config.smtp.is_configured() {
        mail::send(app, &message).await
    } else {
        Err(SendError::Later("no mail server is configured".to_owned()))
    };
    let age = app.source.now().ms().saturating_sub(message.created_at.ms());
    match sent {
        Ok(()) => end(app, job, message, None).await,
        Err(SendError::Never(error)) => end(app, job, message, Some(error)).await,
        Err(SendError::Later(error)) if age >= GIVE_UP_MS => {
            end(app, job, message, Some(error)).await
        }
        Err(SendError::Later(error)) => {
            let note = error.clone();
            app.db.write(move |tx| messages::note_failure(tx, &scope, id, &note)).await?;
            Err(JobError::Outside(error))
        }
    }
}

/// Notes what became of a mail, and tells the merchant.
async fn end(
    app: &App,
    job: &Job,
    message: Message,
    error: Option<String>,
) -> Result<(), JobError> {
    let job = job.clone();
    app.db
        .write(move |tx| match hold(tx, &job)? {
            true => write_end(tx, &job.scope, &message, error.as_deref()),
            false => Ok::<_, DbError>(()),
        })
        .await?;
    Ok(())
}

fn write_end(
    tx: &mut Tx<'_>,
    scope: &Scope,
    message: &Message,
    error: Option<&str>,
) -> Result<(), DbError> {
    let now = clocks::now(tx, scope)?;
    if !messages::end(tx, scope, message.id, error, now)? {
        return Ok(());
    }
    let event = if error.is_some() { EventType::EmailFailed } else { EventType::EmailSent };
    let view = EmailView::of(message, scope.livemode, error);
    record(tx, scope, &Origin::system(), event, &message.id.to_string(), &view, None)
}

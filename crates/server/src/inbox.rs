//! The inbox: notices from processors and banks come in at `POST /hooks/{connection}`.
//!
//! A notice is checked, kept and acknowledged, nothing more; a job acts on it. A repeat is a
//! no-op, because the sender's own id of the notice is unique. It is kept sealed: banks name
//! payers' accounts in what they tell.

use axum::body::Bytes;
use axum::extract::State;
use axum::extract::rejection::BytesRejection;
use axum::http::{HeaderMap, StatusCode};
use domain::ids::{ConnectionId, NoticeId};
use processors::signature;
use store::inbox::{self, Notice};
use store::jobs::{self, Clock, NewJob};
use store::{DbError, clocks, connections};

use crate::app::App;
use crate::extract::PathId;
use crate::jobs::READ_INBOX;
use crate::problem::{Problem, ProblemType};

/// The header in which a notice carries its signature.
pub const SIGNATURE_HEADER: &str = "quittance-signature";
/// The largest notice; a bank's report of a month fits.
pub const NOTICE_MAX_BYTES: usize = 1_048_576;
/// The longest id of a notice, in bytes.
const ID_MAX: usize = 200;

/// `POST /hooks/{connection}`.
///
/// # Errors
/// 404 for an unknown connection, 413 for a notice that is too large, 400 for one that is forged,
/// stale or unreadable.
pub async fn hook(
    State(app): State<App>,
    connection: PathId<ConnectionId>,
    headers: HeaderMap,
    body: Result<Bytes, BytesRejection>,
) -> Result<&'static str, Problem> {
    let connection = connection.of_a("connection")?;
    let body = body.map_err(|rejection| not_taken(&rejection))?;
    let body = std::str::from_utf8(&body)
        .map_err(|_| Problem::invalid("notice_unreadable", "The notice is not UTF-8.", None))?;
    let header = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok());
    receive(&app, connection, header.unwrap_or_default(), body).await?;
    Ok("")
}

/// Whether a sender's id of a notice is one that can be kept: databases do not take every text.
fn is_id(text: &str) -> bool {
    (1..=ID_MAX).contains(&text.len()) && !text.chars().any(char::is_control)
}

/// Why a body did not arrive.
fn not_taken(rejection: &BytesRejection) -> Problem {
    match rejection.status() {
        StatusCode::PAYLOAD_TOO_LARGE => Problem::new(
            StatusCode::PAYLOAD_TOO_LARGE,
            ProblemType::InvalidRequest,
            "body_too_large",
            format!("The notice is larger than {NOTICE_MAX_BYTES} bytes."),
        ),
        _ => Problem::invalid("body_incomplete", "The body did not arrive.", None),
    }
}

/// Checks and keeps a notice, and schedules the job that acts on it.
///
/// # Errors
/// As [`hook`].
pub async fn receive(
    app: &App,
    connection: ConnectionId,
    header: &str,
    body: &str,
) -> Result<(), Problem> {
    let found = app.db.read(move |tx| connections::find_anywhere(tx, connection)).await?;
    let connection = found.ok_or_else(|| Problem::not_found("connection", None))?;
    let secret = app
        .vault
        .open(&connection.secret, &connection.id.to_string())
        .map_err(Problem::internal_because)?;
    signature::verify(&secret, header, body, app.source.now())
        .map_err(|bad| Problem::invalid("signature_invalid", bad.to_string(), None))?;
    let processor = app.connect(&connection).ok_or_else(Problem::internal)?;
    let read = processor
        .read(body)
        .map_err(|error| Problem::invalid("notice_unreadable", error.to_string(), None))?;
    if !is_id(&read.id) {
        let words = format!("The notice has no id of 1 to {ID_MAX} characters.");
        return Err(Problem::invalid("notice_unreadable", words, None));
    }
    let (scope, connection, body) = (connection.scope, connection.id, body.to_owned());
    let server = app.clone();
    app.db
        .write(move |tx| {
            let id: NoticeId = tx.id();
            let body = server.vault.seal(&body, &id.to_string(), tx.source().as_ref());
            let notice = Notice { id, connection, notice: read.id.clone(), body };
            let now = tx.now_real();
            if inbox::insert(tx, &scope, &notice, now)? {
                let subject = id.to_string();
                let job = NewJob {
                    kind: READ_INBOX,
                    subject: &subject,
                    payload: "",
                    clock: Clock::Real,
                    due_at: now,
                };
                jobs::schedule(tx, &scope, &job, &clocks::Clock::REAL)?;
            }
            Ok::<_, DbError>(())
        })
        .await?;
    Ok(())
}

//! The hosted pages: what a payer sees and can do.
//!
//! `GET` shows and never changes anything; `POST …/pay` is the only way in. Both read the session
//! into a [`view::View`], let [`stage`] decide which page that comes to, and [`render`] writes it.
//! Cards begin in [`card`], payments by bank in [`bank`], signed debits in [`debit`], and from there on nothing
//! here matters any more: outcomes come by [`crate::settle`], whether or not the payer ever comes back.

mod answer;
pub mod bank;
pub mod card;
pub mod credit;
pub mod debit;
mod details;
mod draft;
mod evidence;
mod files;
mod frame;
mod guesses;
mod pay;
mod pay_bank;
mod pay_card;
mod pay_debit;
mod pay_transfer;
mod redirect;
mod render;
mod rounds;
mod show;
mod stage;
mod token;
pub mod transfer;
mod trouble;
mod view;
mod wish;

use domain::case::{Case, Refusal};
use domain::ids::{AttemptId, SessionId};
use domain::time::Timestamp;
use jiff::civil::Date;

pub use answer::{MAIL_POLICY, Page, see_other};
pub use details::Details;
pub use draft::signed_at_bank;
pub use files::{asset, brand};
pub(crate) use frame::{creditor, frame, lang_links, merchant, prefix, statement_text};
pub use pay::{back, pay};
pub use rounds::begin_in_rounds;
pub use show::show;
pub(crate) use token::{form_token, is_cross_site, is_form_token};
pub use trouble::Trouble;

/// The largest form of a payer; every field of it has its own limit too.
pub const FORM_MAX_BYTES: usize = 16 * 1_024;
/// Tries at one session within an hour, so that no page serves to try out stolen cards. Sixty-four
/// people who open one link at the same moment stay below it.
pub const TRIES_PER_HOUR: usize = 100;
/// The hour of [`TRIES_PER_HOUR`].
const HOUR_MS: i64 = 3_600_000;

/// Why an attempt did not begin. Nothing was written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NotBegun {
    /// The session takes no payment now, or not by this method.
    Refused(Refusal),
    /// The method has no connection in this scope, or cannot carry the amount.
    Unavailable,
    /// Too many tries within the hour.
    TooManyTries,
    /// An earlier try waits at its processor's page, which should be closed first.
    StillRedirected,
    /// The collection date is no longer the one that the payer saw.
    DateMoved(Date),
}

/// How strictly an attempt begins.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Manner {
    /// Refuse while an earlier try waits at its processor's page.
    pub close_first: bool,
    /// Count the tries of the last hour.
    pub limited: bool,
    /// What the payer was told that it asks for, in minor units, where a page told it.
    pub shown: Option<i64>,
}

impl Manner {
    /// What stands in the way of another try, if anything does.
    fn objection(self, case: &Case, now: Timestamp) -> Option<NotBegun> {
        use domain::attempt::Progress;
        let waits = |progress: &Progress| matches!(progress, Progress::Redirected { .. });
        if self.close_first && case.attempts.iter().any(|it| waits(&it.progress)) {
            return Some(NotBegun::StillRedirected);
        }
        let since = now.plus_ms(-HOUR_MS);
        let tries = case.attempts.iter().filter(|attempt| attempt.created_at > since).count();
        (self.limited && tries >= TRIES_PER_HOUR).then_some(NotBegun::TooManyTries)
    }
}

/// An attempt that has begun.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Begun {
    /// The session, for whoever waits.
    pub session: SessionId,
    /// The attempt.
    pub attempt: AttemptId,
}

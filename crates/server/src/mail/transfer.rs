//! Where to send the money, for a payer who asked for it on the page.

use domain::ids::MessageId;
use domain::time::{DAY_MS, SECOND_MS, Timestamp};
use pages::{Locale, TransferDetails, TransferDetailsMail, TransferKind};
use store::accounts::Account;
use store::cases::Locked;
use store::messages::{self, MessageKind};
use store::{DbError, Tx};

use super::{Envelope, defective, queue};
use crate::app::Parts;
use crate::checkout::merchant;

/// So many mails with details leave a page within a day, so that it does not serve to write to strangers.
pub const DETAILS_PER_DAY: usize = 5;

/// What a payer asked for.
#[derive(Clone, Debug)]
pub struct Asked {
    /// Who finds the money.
    pub kind: TransferKind,
    /// What the page shows.
    pub details: TransferDetails,
    /// The address that was typed.
    pub recipient: String,
    /// The language of the page.
    pub locale: Locale,
}

/// A page has sent as many mails as it may in a day.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct SentEnough {
    /// In how many seconds it sends one again, at most a day.
    pub seconds: i64,
}

/// Writes the mail with what the page shows, or says until when it is not.
///
/// # Errors
/// Only the database's.
pub fn queue_transfer_details(
    tx: &mut Tx<'_>,
    app: &Parts,
    account: &Account,
    locked: &Locked,
    asked: &Asked,
) -> Result<Result<MessageId, SentEnough>, DbError> {
    let (session, kind) = (&locked.case.session, MessageKind::TransferDetails);
    let since = locked.now.plus_ms(-DAY_MS);
    let lately = messages::of_session(tx, &session.scope, session.id)?;
    let lately = lately.iter().filter(|it| it.kind == kind && it.created_at > since);
    let mut sent: Vec<Timestamp> = lately.map(|it| it.created_at).collect();
    sent.sort_unstable_by(|one, other| other.cmp(one));
    if let Some(blocks) = sent.get(DETAILS_PER_DAY - 1) {
        let left = blocks.plus_ms(DAY_MS).ms() - locked.now.ms();
        return Ok(Err(SentEnough { seconds: left.max(0) / SECOND_MS + 1 }));
    }
    let mail = TransferDetailsMail {
        kind: asked.kind,
        locale: asked.locale,
        test_mode: !session.scope.livemode,
        merchant: merchant(account, asked.locale, None),
        details: asked.details.clone(),
        description: session.description.clone(),
        purpose: session.reporting_type.into(),
        link: format!("{}/sessions/{}", app.public_url, session.id),
    };
    let envelope = Envelope {
        scope: session.scope,
        kind,
        session: session.id,
        customer: session.customer,
        recipient: &asked.recipient,
        locale: asked.locale,
    };
    queue(tx, &envelope, mail.render().map_err(defective)?).map(Ok)
}

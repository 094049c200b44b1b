//! Signing a direct debit: one `Tx` from the payer's tick to a debit that waits for its batch, or, where
//! mandates are signed at the bank, to a payer on the way there.

use std::net::IpAddr;
use std::sync::Arc;

use domain::attempt::Progress;
use domain::case::{NewAttempt, Refusal};
use domain::debit::Scheme;
use domain::debit::notice::Notice;
use domain::debit::timetable::{self, Timetable};
use domain::ids::{ConnectionId, MandateId, PaymentMethodId};
use domain::scope::Scope;
use domain::session::Session;
use domain::source::Source;
use domain::time::Timestamp;
use jiff::civil::Date;
use pages::texts::MandateText;
use pages::{Creditor, Locale};
use store::accounts::{self, Account};
use store::cases::Locked;
use store::payment_methods::{self, PaymentMethod};
use store::{DbError, Tx, mandate_drafts, mandates};

use super::details::Details;
use super::draft::{self, Signed};
use super::evidence::masked;
use super::view::can_carry;
use super::{Begun, Manner, NotBegun, credit, creditor};
use crate::app::App;
use crate::cases::change;
use crate::record::Origin;
use crate::routing::route;

/// What a payer signed, and how.
#[derive(Clone, Debug)]
pub struct Signature {
    /// What was typed and read back.
    pub details: Details,
    /// The language of the page.
    pub locale: Locale,
    /// From where.
    pub address: Option<IpAddr>,
    /// With which program.
    pub user_agent: Option<String>,
    /// The collection date that the payer saw; none where no page was shown.
    pub seen: Option<Date>,
    /// The mandate whose reference the payer saw; none where no page was shown.
    pub mandate: Option<MandateId>,
}

/// The text by which a mandate of a scheme is signed.
pub(super) fn wording(app: &App, scheme: Scheme, locale: Locale) -> &MandateText {
    match scheme {
        Scheme::SepaCore => app.texts.sepa_core(locale),
        Scheme::Bacs => app.texts.bacs_instruction(),
        Scheme::Autogiro => app.texts.autogiro(locale),
    }
}

/// The Direct Debit Guarantee, where the scheme has one, with the merchant's days of notice.
pub(super) fn guarantee(app: &App, scheme: Scheme, account: &Account) -> Option<MandateText> {
    let days = account.notice(scheme).days;
    (scheme == Scheme::Bacs).then(|| app.texts.bacs_guarantee(days))
}

/// Everything that the parts of one signing share.
pub(super) struct Signing<'a> {
    pub(super) scheme: Scheme,
    pub(super) account: &'a Account,
    pub(super) creditor: &'a Creditor,
    pub(super) text: &'a MandateText,
    pub(super) guarantee: Option<MandateText>,
    pub(super) notice: Notice,
    pub(super) signature: &'a Signature,
    pub(super) timetable: &'a Timetable,
    pub(super) now: Timestamp,
    pub(super) mandate: MandateId,
    pub(super) payment_method: PaymentMethodId,
    shown: Option<i64>,
}

/// Signs a mandate at a locked session and schedules its one collection: payment method, mandate
/// with its evidence, attempt, instruction, events and the confirmation by mail. Where the payer signs
/// at the bank, only the attempt and a draft of the mandate are written, and the rest once it is
/// signed. The account that was given says by which scheme.
///
/// # Errors
/// The inner error says why nothing began; nothing was written then.
pub fn confirm(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    signature: &Signature,
    manner: Manner,
) -> Result<Result<Begun, NotBegun>, DbError> {
    let scope = locked.session.scope;
    let now = locked.now;
    if let Some(objection) = manner.objection(&locked.case, now) {
        return Ok(Err(objection));
    }
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let scheme = signature.details.account.scheme();
    let connection = route(tx, &scope, scheme.method())?;
    let creditor = creditor(&account, scheme, scope.livemode, signature.locale);
    if scope.livemode && app.live_objection(scheme).is_some() {
        return Ok(Err(NotBegun::Unavailable));
    }
    let notice = account.notice(scheme);
    let timetable = timetable::earliest(now, scheme, notice).ok();
    let (Some(connection), Some(creditor), Some(timetable)) = (connection, creditor, timetable)
    else {
        return Ok(Err(NotBegun::Unavailable));
    };
    if signature.seen.is_some_and(|seen| seen != timetable.collection_on) {
        return Ok(Err(NotBegun::DateMoved(timetable.collection_on)));
    }
    let signing = Signing {
        scheme,
        account: &account,
        creditor: &creditor,
        text: wording(app, scheme, signature.locale),
        guarantee: guarantee(app, scheme, &account),
        notice,
        signature,
        timetable: &timetable,
        now,
        mandate: unused(tx, &scope, signature.mandate)?,
        payment_method: tx.id(),
        shown: manner.shown,
    };
    sign(tx, app, locked, connection, &signing)
}

/// The mandate that was shown, unless an earlier signature took its id.
fn unused(tx: &mut Tx<'_>, scope: &Scope, shown: Option<MandateId>) -> Result<MandateId, DbError> {
    match shown {
        Some(id) if mandates::find(tx, scope, id)?.is_none() => Ok(id),
        _ => Ok(tx.id()),
    }
}

/// Writes it all, unless the session refuses.
fn sign(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    connection: ConnectionId,
    signing: &Signing<'_>,
) -> Result<Result<Begun, NotBegun>, DbError> {
    let session = locked.session.clone();
    let source: Arc<dyn Source> = tx.source();
    let spendable = credit::spendable(tx, &locked)?;
    let amount = locked.case.state_at(signing.now).amounts.remaining - spendable;
    let method = signing.scheme.method();
    let carried = can_carry(signing.account, &locked.case, method, signing.now, amount);
    let at_bank = signing.scheme.signs_at_bank();
    let end_to_end_id = signing.scheme.end_to_end_id(tx.id());
    let new = NewAttempt {
        method,
        connection,
        progress: match at_bank {
            true => Progress::Redirected { url: None },
            false => Progress::Scheduled {
                cutoff_at: signing.timetable.cutoff,
                collection_on: signing.timetable.collection_on,
            },
        },
        payment_method: Some(signing.payment_method),
        mandate: Some(signing.mandate),
        reference: (!at_bank).then(|| end_to_end_id.clone()),
        shown: signing.shown,
    };
    let begun = change(tx, app, &Origin::system(), locked, |case, now| {
        credit::spend(case, spendable, now, source.as_ref())?;
        let attempt = case.begin(new, now, source.as_ref())?;
        if carried { Ok(attempt) } else { Err(Refusal::MethodNotOffered) }
    })?;
    let attempt = match begun {
        Err(refusal) => return Ok(Err(NotBegun::Refused(refusal))),
        Ok((attempt, _)) => attempt,
    };
    keep_account(tx, app, &session, signing)?;
    let draft = draft::of(&session, attempt, amount, signing);
    if at_bank {
        mandate_drafts::insert(tx, &session.scope, &draft)?;
    } else {
        let signed = Signed {
            account: signing.account,
            session: &session,
            guarantee: signing.guarantee.as_ref(),
            connection,
            amount,
            end_to_end_id,
            timetable: signing.timetable,
            now: signing.now,
        };
        signed.take(tx, draft)?;
    }
    Ok(Ok(Begun { session: session.id, attempt }))
}

/// Keeps the account, encrypted.
fn keep_account(
    tx: &mut Tx<'_>,
    app: &App,
    session: &Session,
    signing: &Signing<'_>,
) -> Result<(), DbError> {
    let details = &signing.signature.details;
    let method = PaymentMethod {
        id: signing.payment_method,
        created_at: signing.now,
        customer: session.customer,
        method: signing.scheme.method(),
        details: masked(details).to_string(),
    };
    let row = method.id.to_string();
    let secret = app.vault.seal(&details.account.electronic(), &row, tx.source().as_ref());
    payment_methods::insert(tx, &session.scope, &method, Some(&secret))
}

//! Signing a direct debit: one `Tx` from the payer's tick to a debit that waits for its batch.

use std::net::IpAddr;
use std::sync::Arc;

use domain::attempt::Progress;
use domain::case::{NewAttempt, Refusal};
use domain::debit::Scheme;
use domain::debit::timetable::{self, Timetable};
use domain::ids::{ConnectionId, Id, InstructionId, MandateId, PaymentMethodId};
use domain::news::EventType;
use domain::scope::Scope;
use domain::session::Session;
use domain::source::Source;
use domain::time::Timestamp;
use jiff::civil::Date;
use pages::texts::{self, MandateText};
use pages::{Creditor, Locale};
use store::accounts::{self, Account};
use store::batches::{self, Instruction};
use store::cases::Locked;
use store::mandates::{self, Mandate, MandateStatus};
use store::payment_methods::{self, PaymentMethod};
use store::{DbError, Tx};

use super::details::Details;
use super::evidence::{evidence, masked};
use super::view::can_carry;
use super::{Begun, Manner, NotBegun, credit, creditor};
use crate::api::mandates::MandateView;
use crate::app::App;
use crate::cases::change;
use crate::record::{Origin, record};
use crate::routing::route;
use crate::{lodging, mail};

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
        Scheme::Bacs => texts::bacs_instruction(),
    }
}

/// Everything that the parts of one signing share.
pub(super) struct Signing<'a> {
    pub(super) scheme: Scheme,
    pub(super) account: &'a Account,
    pub(super) creditor: &'a Creditor,
    pub(super) text: &'a MandateText,
    pub(super) signature: &'a Signature,
    pub(super) timetable: &'a Timetable,
    pub(super) now: Timestamp,
    mandate: MandateId,
    payment_method: PaymentMethodId,
    shown: Option<i64>,
}

/// Signs a mandate at a locked session and schedules its one collection: payment method, mandate
/// with its evidence, attempt, instruction, events and the confirmation by mail. The account that
/// was given says by which scheme.
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
    let timetable = timetable::confirmed_at(now, scheme).ok();
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
    let instruction: InstructionId = tx.id();
    let end_to_end_id = tail(instruction);
    let new = NewAttempt {
        method,
        connection,
        progress: Progress::Scheduled {
            cutoff_at: signing.timetable.cutoff,
            collection_on: signing.timetable.collection_on,
        },
        payment_method: Some(signing.payment_method),
        mandate: Some(signing.mandate),
        reference: Some(end_to_end_id.clone()),
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
    let scope = session.scope;
    let mandate = write_mandate(tx, app, &session, amount, signing)?;
    let instruction = Instruction {
        id: instruction,
        created_at: signing.now,
        attempt,
        mandate: signing.mandate,
        end_to_end_id,
        collection_on: signing.timetable.collection_on,
    };
    batches::insert_instruction(tx, &scope, &instruction)?;
    if let Some(at) = signing.timetable.lodging {
        lodging::lodge(tx, &scope, connection, signing.mandate, at)?;
    }
    let confirmation = mail::Confirmation {
        account: signing.account,
        session: &session,
        creditor: signing.creditor,
        signature: signing.signature,
        mandate_reference: &mandate.reference,
        collection_on: signing.timetable.collection_on,
        amount,
        now: signing.now,
    };
    mail::queue_mandate_confirmation(tx, &confirmation)?;
    Ok(Ok(Begun { session: session.id, attempt }))
}

/// Keeps the account, encrypted, and the mandate over it.
fn write_mandate(
    tx: &mut Tx<'_>,
    app: &App,
    session: &Session,
    amount: i64,
    signing: &Signing<'_>,
) -> Result<Mandate, DbError> {
    let scope = session.scope;
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
    payment_methods::insert(tx, &scope, &method, Some(&secret))?;
    let reference = signing.scheme.mandate_reference(signing.mandate);
    let lodges = signing.timetable.lodging.is_some();
    let mandate = Mandate {
        id: signing.mandate,
        created_at: signing.now,
        customer: session.customer,
        session: session.id,
        payment_method: signing.payment_method,
        scheme: signing.scheme,
        evidence: evidence(session, amount, &reference, signing).to_string(),
        reference,
        status: if lodges { MandateStatus::Pending } else { MandateStatus::Active },
        lodged_at: None,
        ended_at: None,
        end_reason: None,
    };
    mandates::insert(tx, &scope, &mandate)?;
    let view = MandateView::of(&mandate, &scope);
    let (event, id) = (EventType::MandateCreated, mandate.id.to_string());
    record(tx, &scope, &Origin::system(), event, &id, &view, None)?;
    Ok(mandate)
}

/// An id as schemes take it: 26 capitals and digits, unique for ever (EPC: at most 35 characters).
fn tail<I: Id>(id: I) -> String {
    id.to_string()[I::PREFIX.len()..].to_ascii_uppercase()
}

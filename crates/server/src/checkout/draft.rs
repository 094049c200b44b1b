//! A mandate between the payer's confirmation on our page and its signature: what is kept of it, and
//! what is written once it is signed. Most are signed by that confirmation, in the same `Tx`; some at
//! the payer's bank, which tells later.

use domain::attempt::{Attempt, Progress};
use domain::case::Case;
use domain::debit::timetable::{self, Timetable};
use domain::ids::{AttemptId, ConnectionId, InstructionId};
use domain::news::EventType;
use domain::session::Session;
use domain::time::Timestamp;
use pages::Locale;
use pages::texts::MandateText;
use serde_json::{Value, json};
use store::accounts::{self, Account};
use store::batches::{self, Instruction};
use store::mandate_drafts::{self, Draft};
use store::mandates::{self, Mandate, MandateStatus};
use store::{DbError, Tx, clocks};

use super::creditor;
use super::debit::Signing;
use super::evidence::evidence;
use crate::api::mandates::MandateView;
use crate::record::{Origin, record};
use crate::{lodging, mail};

/// What a payer confirmed.
pub(super) fn of(
    session: &Session,
    attempt: AttemptId,
    amount: i64,
    signing: &Signing<'_>,
) -> Draft {
    let details = &signing.signature.details;
    let reference = signing.scheme.mandate_reference(signing.mandate);
    Draft {
        attempt,
        created_at: signing.now,
        mandate: signing.mandate,
        payment_method: signing.payment_method,
        scheme: signing.scheme,
        evidence: evidence(session, amount, &reference, signing).to_string(),
        reference,
        collection_on: signing.timetable.collection_on,
        language: signing.signature.locale.tag().to_owned(),
        email: details.email.clone(),
        account_holder_name: details.account_holder_name.clone(),
        account_masked: details.account.masked(),
    }
}

/// A signature, and what is collected under it.
pub(super) struct Signed<'a> {
    pub(super) account: &'a Account,
    pub(super) session: &'a Session,
    /// The Guarantee, where the scheme has one.
    pub(super) guarantee: Option<&'a MandateText>,
    pub(super) connection: ConnectionId,
    pub(super) amount: i64,
    pub(super) end_to_end_id: String,
    pub(super) timetable: &'a Timetable,
    pub(super) now: Timestamp,
}

impl Signed<'_> {
    /// Makes a mandate of its draft, with the instruction for its one collection, the order to lodge
    /// it where the scheme wants that, and the confirmation by mail.
    pub(super) fn take(&self, tx: &mut Tx<'_>, draft: Draft) -> Result<(), DbError> {
        let scope = self.session.scope;
        let instruction = Instruction {
            id: tx.id::<InstructionId>(),
            created_at: self.now,
            attempt: draft.attempt,
            mandate: draft.mandate,
            end_to_end_id: self.end_to_end_id.clone(),
            collection_on: self.timetable.collection_on,
        };
        self.write_mandate(tx, &draft)?;
        batches::insert_instruction(tx, &scope, &instruction)?;
        if let Some(at) = self.timetable.lodging {
            lodging::lodge(tx, &scope, self.connection, draft.mandate, at)?;
        }
        let locale = Locale::parse(&draft.language).unwrap_or(Locale::En);
        let Some(creditor) = creditor(self.account, draft.scheme, scope.livemode, locale) else {
            // The merchant removed what mandates name, since the payer saw it: the page tells the day.
            return Ok(());
        };
        let confirmation = mail::Confirmation {
            account: self.account,
            session: self.session,
            creditor: &creditor,
            guarantee: self.guarantee,
            draft: &draft,
            locale,
            collection_on: self.timetable.collection_on,
            amount: self.amount,
            now: self.now,
        };
        mail::queue_mandate_confirmation(tx, &confirmation).map(|_| ())
    }

    fn write_mandate(&self, tx: &mut Tx<'_>, draft: &Draft) -> Result<(), DbError> {
        let scope = self.session.scope;
        let lodges = self.timetable.lodging.is_some();
        let mandate = Mandate {
            id: draft.mandate,
            created_at: self.now,
            customer: self.session.customer,
            session: self.session.id,
            payment_method: draft.payment_method,
            scheme: draft.scheme,
            reference: draft.reference.clone(),
            status: if lodges { MandateStatus::Pending } else { MandateStatus::Active },
            lodged_at: None,
            ended_at: None,
            end_reason: None,
            evidence: draft.evidence.clone(),
        };
        mandates::insert(tx, &scope, &mandate)?;
        let view = MandateView::of(&mandate, &scope);
        let (event, id) = (EventType::MandateCreated, mandate.id.to_string());
        record(tx, &scope, &Origin::system(), event, &id, &view, None)
    }
}

/// The payer signed at the bank, which knew the signing as `reference`: the draft becomes a mandate.
///
/// # Errors
/// Only the database's.
pub fn signed_at_bank(
    tx: &mut Tx<'_>,
    case: &Case,
    attempt: &Attempt,
    reference: Option<&str>,
) -> Result<(), DbError> {
    let Progress::Scheduled { collection_on, .. } = attempt.progress else { return Ok(()) };
    let session = &case.session;
    let draft = mandate_drafts::find(tx, &session.scope, attempt.id)?;
    let mut draft = draft.ok_or(DbError::Corrupt("a debit without a mandate"))?;
    let account = accounts::find(tx, session.scope.account)?;
    let account = account.ok_or(DbError::Corrupt("account is gone"))?;
    let now = clocks::now(tx, &session.scope)?;
    let past = |_| DbError::Corrupt("a debit beyond the calendar's end");
    let timetable = timetable::collecting_on(collection_on, draft.scheme).map_err(past)?;
    draft.evidence = with_signature(&draft, attempt, reference, now).to_string();
    let signed = Signed {
        account: &account,
        session,
        guarantee: None,
        connection: attempt.connection,
        amount: attempt.amount,
        end_to_end_id: attempt.reference.clone().unwrap_or_default(),
        timetable: &timetable,
        now,
    };
    signed.take(tx, draft)
}

/// The evidence, with where and when it was signed.
fn with_signature(
    draft: &Draft,
    attempt: &Attempt,
    reference: Option<&str>,
    now: Timestamp,
) -> Value {
    let mut evidence: Value = serde_json::from_str(&draft.evidence).unwrap_or_default();
    evidence["confirmed_at"] = json!(draft.created_at.seconds());
    evidence["signed_at"] = json!(now.seconds());
    evidence["signature"] = json!({
        "channel": "bank",
        "connection": attempt.connection.to_string(),
        "reference": reference,
    });
    evidence
}

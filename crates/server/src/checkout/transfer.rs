//! The payer says to have sent the money. Nothing is known of it, so it changes the display alone.

use domain::attempt::{Attempt, Progress};
use domain::case::{Case, NewAttempt, Refusal};
use domain::epc_qr::{EpcQr, Remittance};
use domain::method::MethodType;
use domain::payee::Numbers;
use domain::reference::Form;
use domain::time::Timestamp;
use pages::{PayeeAccount, TransferDetails, TransferKind};
use store::accounts::{self, Account};
use store::cases::Locked;
use store::{DbError, Tx};

use super::frame::{amount, merchant_date};
use super::view::{View, can_carry};
use super::{Begun, Manner, NotBegun, credit};
use crate::app::App;
use crate::cases::change;
use crate::payees::Payee;
use crate::record::Origin;
use crate::routing::route;

/// The method of its kind.
pub(super) const fn method(kind: TransferKind) -> MethodType {
    match kind {
        TransferKind::Bank => MethodType::BankTransfer,
        TransferKind::Direct => MethodType::DirectTransfer,
    }
}

/// What a payer of a session types at the bank, while `due` remains to be paid.
pub(super) fn details(view: &View, kind: TransferKind, due: i64) -> Option<TransferDetails> {
    details_of(&view.case, &view.account, view.payees.get(&method(kind))?, due, view.now)
}

/// The same for a case, by the account of `payee`.
pub(crate) fn details_of(
    case: &Case,
    account: &Account,
    payee: &Payee,
    due: i64,
    now: Timestamp,
) -> Option<TransferDetails> {
    let session = &case.session;
    let currency = session.terms.currency;
    let (reference, name) = (session.reference?, payee.holder.clone());
    let (shown, form) = match payee.numbers.clone() {
        Numbers::British { sort_code, account_number } => {
            let british = PayeeAccount::British { account_name: name, sort_code, account_number };
            (british, Form::Core)
        }
        Numbers::Iban { iban, bic } => {
            (PayeeAccount::Iban { account_name: name, iban, bic }, Form::Rf)
        }
        Numbers::Bankgiro { bankgiro } => {
            (PayeeAccount::Bankgiro { account_name: name, bankgiro }, Form::Ocr)
        }
        Numbers::Swedish { clearing_number: clearing, account_number } => {
            (PayeeAccount::Swedish { account_name: name, clearing, account_number }, Form::Core)
        }
    };
    let reference = reference.in_form(form);
    let amounts = case.state_at(now).amounts;
    let received = amounts.received - amounts.returned;
    Some(TransferDetails {
        epc_qr: code(&shown, &reference, due),
        account: shown,
        reference,
        amount: amount(due, currency),
        received: (received > 0).then(|| amount(received, currency)),
        deadline: session.expires_at.and_then(|at| merchant_date(account, at.plus_ms(-1))),
    })
}

/// What banking apps scan, for euro.
fn code(account: &PayeeAccount, reference: &str, due: i64) -> Option<EpcQr> {
    let PayeeAccount::Iban { account_name, iban, bic } = account else { return None };
    let iban = iban.parse().ok()?;
    EpcQr::new(account_name, bic.as_deref(), &iban, due, Remittance::Structured(reference)).ok()
}

/// Begins an attempt that waits for money sent by `method`. Who says so twice has said it once.
///
/// # Errors
/// The inner error says why nothing began; nothing was written then.
pub fn begin(
    tx: &mut Tx<'_>,
    app: &App,
    locked: Locked,
    manner: Manner,
    method: MethodType,
) -> Result<Result<Begun, NotBegun>, DbError> {
    let (session, scope, now) = (locked.session.id, locked.session.scope, locked.now);
    let waits = |it: &&Attempt| it.progress == Progress::Awaiting && it.method == method;
    if let Some(waiting) = locked.attempts.iter().find(waits) {
        return Ok(Ok(Begun { session, attempt: waiting.id }));
    }
    // Instructions block nothing, and nothing has to be closed for them.
    let manner = Manner { close_first: false, ..manner };
    if let Some(objection) = manner.objection(&locked.case, now) {
        return Ok(Err(objection));
    }
    let Some(connection) = route(tx, &scope, method)? else {
        return Ok(Err(NotBegun::Unavailable));
    };
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let due = locked.state_at(now).amounts.remaining - credit::look(tx, &locked.case, now)?;
    if manner.shown.is_some_and(|shown| shown != due) {
        return Ok(Err(NotBegun::Refused(Refusal::AmountMoved)));
    }
    if !can_carry(&account, &locked.case, method, now, due) {
        return Ok(Err(NotBegun::Unavailable));
    }
    let new = NewAttempt {
        method,
        connection,
        progress: Progress::Awaiting,
        payment_method: None,
        mandate: None,
        reference: None,
        shown: None,
    };
    let source = tx.source();
    let begun = change(tx, app, &Origin::system(), locked, |case, now| {
        case.begin(new, now, source.as_ref())
    })?;
    Ok(match begun {
        Err(refusal) => Err(NotBegun::Refused(refusal)),
        Ok((attempt, _)) => Ok(Begun { session, attempt }),
    })
}

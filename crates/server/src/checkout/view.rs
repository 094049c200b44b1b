//! All that the pages of a session are made from, read in one `Tx`.

use std::collections::BTreeMap;

use domain::attempt::{Attempt, Progress};
use domain::calendar::local_date;
use domain::case::Case;
use domain::debit::Scheme;
use domain::debit::notice::Notice;
use domain::debit::timetable::{self, Timetable};
use domain::ids::SessionId;
use domain::method::MethodType;
use domain::money::Currency;
use domain::refund::{Refund, RefundProgress};
use domain::scope::Scope;
use domain::time::Timestamp;
use jiff::civil::Date;
use pages::RefundNote;
use store::accounts::{self, Account};
use store::mandates::{self, Mandate};
use store::{DbError, Tx, cases, clocks, customers, sessions};

use super::credit;
use super::frame::{amount, merchant_date};
use crate::api::payment_methods::PayByBankView;
use crate::payees::{Payee, payee};
use crate::routing::route;

/// A session as a page sees it.
#[derive(Clone, Debug)]
pub(super) struct View {
    /// The merchant.
    pub(super) account: Account,
    /// The session and its payment.
    pub(super) case: Case,
    /// Business time.
    pub(super) now: Timestamp,
    /// What of the customer's credit pays before the payer does, in minor units.
    pub(super) credit: i64,
    /// The methods by which it can be paid now, in the order of the page.
    pub(super) available: Vec<MethodType>,
    /// Where the payer sends the money, by each method by which it can be sent.
    pub(super) payees: BTreeMap<MethodType, Payee>,
    /// The mandate that is being collected under.
    pub(super) mandate: Option<Mandate>,
    /// The name of the bank that the last try was sent to.
    pub(super) bank: Option<String>,
    customer_locale: Option<String>,
}

impl View {
    /// The language that the merchant chose for the session, or for the customer.
    pub(super) fn locale(&self) -> Option<&str> {
        self.case.session.locale.as_deref().or(self.customer_locale.as_deref())
    }

    /// Whose it is.
    pub(super) const fn scope(&self) -> Scope {
        self.case.session.scope
    }

    /// The session's id.
    pub(super) const fn id(&self) -> SessionId {
        self.case.session.id
    }

    /// Its currency.
    pub(super) const fn currency(&self) -> Currency {
        self.case.session.terms.currency
    }

    /// What a new payment would ask the payer for: what remains, less the credit that is spent.
    pub(super) fn remaining(&self) -> i64 {
        self.case.state_at(self.now).amounts.remaining - self.credit
    }

    /// What a paid session was paid with: all of it, less what the merchant let be.
    pub(super) fn paid(&self) -> i64 {
        self.case.session.terms.amount - self.case.session.accepted_shortfall
    }

    /// What credit pays of the session, spent already or with the next payment.
    pub(super) fn credit_in_all(&self) -> i64 {
        self.case.state_at(self.now).amounts.credit_applied + self.credit
    }

    /// True when credit pays all that is asked for.
    pub(super) fn is_covered(&self) -> bool {
        self.credit > 0 && self.remaining() == 0
    }

    /// Who collects by debit: the legal person.
    pub(super) fn creditor_name(&self) -> &str {
        let legal = self.account.settings.legal_name.as_deref();
        legal.unwrap_or_else(|| self.account.display_name())
    }

    /// What of it the merchant gave back, or is about to.
    pub(super) fn refunds(&self) -> Vec<RefundNote> {
        let note = |refund: &Refund| {
            let amount = amount(refund.amount, self.currency());
            match refund.progress {
                RefundProgress::Succeeded { at } => {
                    Some(RefundNote::Sent { amount, on: self.merchant_date(at)? })
                }
                RefundProgress::Pending | RefundProgress::Submitted => {
                    Some(RefundNote::UnderWay { amount })
                }
                RefundProgress::Failed { .. } | RefundProgress::Canceled { .. } => None,
            }
        };
        self.case.refunds.iter().filter_map(note).collect()
    }

    /// The attempt that is under way.
    pub(super) fn under_way(&self) -> Option<&Attempt> {
        self.case.attempts.iter().rev().find(|attempt| self.case.under_way(attempt, self.now))
    }

    /// The dates of a debit that is signed now.
    pub(super) fn timetable(&self, scheme: Scheme) -> Option<Timetable> {
        timetable::earliest(self.now, scheme, self.account.notice(scheme)).ok()
    }

    /// The notice that a debit on that day waits for, if it waits for any.
    pub(super) fn notice_before(&self, scheme: Scheme, collection_on: Date) -> Option<Notice> {
        let notice = self.account.notice(scheme);
        let sooner = timetable::confirmed_at(self.now, scheme).ok()?.collection_on;
        (!notice.confirmation_replaces && sooner < collection_on).then_some(notice)
    }

    /// A date as the merchant's clocks show it.
    pub(super) fn merchant_date(&self, at: Timestamp) -> Option<Date> {
        merchant_date(&self.account, at)
    }

    /// True while a processor has not said what became of the last try.
    pub(super) fn waits_for_outcome(&self) -> bool {
        let last = self.case.attempts.last().map(|attempt| &attempt.progress);
        matches!(last, Some(Progress::Redirected { .. } | Progress::Submitted))
    }
}

/// The session of that id, whoever's it is: its page is open to whoever knows the id.
pub(super) fn load(tx: &mut Tx<'_>, id: SessionId) -> Result<Option<View>, DbError> {
    let Some(scope) = sessions::scope_of(tx, id)? else { return Ok(None) };
    let Some(case) = cases::find(tx, &scope, id)? else { return Ok(None) };
    let account = accounts::find(tx, scope.account)?.ok_or(DbError::Corrupt("account is gone"))?;
    let customer = customers::find(tx, &scope, case.session.customer)?;
    let now = case.not_before(clocks::now(tx, &scope)?);
    let credit = credit::look(tx, &case, now)?;
    let payees = payees(tx, &account, &case, now)?;
    let mut available = available(tx, &account, &case, now, credit)?;
    available.retain(|method| method.is_pull() || payees.contains_key(method));
    let mandate = mandate(tx, &case, now)?;
    let customer_locale = customer.and_then(|customer| customer.locale);
    let bank = match case.attempts.last() {
        Some(last) => PayByBankView::of_attempt(tx, &scope, last)?.map(|it| it.bank_name),
        None => None,
    };
    Ok(Some(View { account, case, now, credit, available, payees, mandate, bank, customer_locale }))
}

/// Where the payer of a session sends the money.
fn payees(
    tx: &mut Tx<'_>,
    account: &Account,
    case: &Case,
    now: Timestamp,
) -> Result<BTreeMap<MethodType, Payee>, DbError> {
    let mut found = BTreeMap::new();
    for &method in case.session.terms.methods.iter().filter(|method| !method.is_pull()) {
        if let Some(payee) = payee(tx, account, &case.session, method, now)? {
            found.insert(method, payee);
        }
    }
    Ok(found)
}

/// The methods that the session offers and this scope can carry now.
fn available(
    tx: &mut Tx<'_>,
    account: &Account,
    case: &Case,
    now: Timestamp,
    credit: i64,
) -> Result<Vec<MethodType>, DbError> {
    let due = case.state_at(now).amounts.remaining - credit;
    let mut available = Vec::new();
    for &method in &case.session.terms.methods {
        if can_carry(account, case, method, now, due) && is_routed(tx, case, method)? {
            available.push(method);
        }
    }
    Ok(available)
}

fn is_routed(tx: &mut Tx<'_>, case: &Case, method: MethodType) -> Result<bool, DbError> {
    Ok(route(tx, &case.session.scope, method)?.is_some())
}

/// True when the method could take what is asked for now, were there a connection.
pub(super) fn can_carry(
    account: &Account,
    case: &Case,
    method: MethodType,
    now: Timestamp,
    due: i64,
) -> bool {
    let session = &case.session;
    // Past the end of the calendar no date can be promised, and no collector is no mandate.
    let usable = Scheme::of(method).is_none_or(|scheme| {
        account.creditor_identifier(scheme, session.scope.livemode).is_some()
            && timetable::earliest(now, scheme, account.notice(scheme)).is_ok()
    });
    usable && method.carries(session.terms.currency) && method.takes(due)
}

fn mandate(tx: &mut Tx<'_>, case: &Case, now: Timestamp) -> Result<Option<Mandate>, DbError> {
    let under_way = case.attempts.iter().rev().find(|attempt| case.under_way(attempt, now));
    let Some(id) = under_way.and_then(|attempt| attempt.mandate) else { return Ok(None) };
    mandates::find(tx, &case.session.scope, id)
}

/// The days of a debit that is under way: the collection, and the end of the day at which it
/// counts as paid.
pub(super) fn debit_days(case: &Case, attempt: &Attempt) -> Option<(Date, Date)> {
    let scheme = Scheme::of(attempt.method)?;
    let collection_on = match &attempt.progress {
        Progress::Scheduled { collection_on, .. } | Progress::Exported { collection_on, .. } => {
            *collection_on
        }
        _ => {
            let ours = |id: Option<domain::ids::AttemptId>| id == Some(attempt.id);
            case.movements.iter().find(|movement| ours(movement.attempt))?.value_date
        }
    };
    let clears_on = match &attempt.progress {
        Progress::Collected { clears_at, .. } => {
            local_date(clears_at.plus_ms(-1), scheme.rules().zone).ok()
        }
        _ => timetable::collecting_on(collection_on, scheme).ok().map(|it| it.return_closes_on),
    };
    let at_once = case.session.terms.paid_when == domain::session::PaidWhen::Collected;
    let clears_on = if at_once { Some(collection_on) } else { clears_on };
    Some((collection_on, clears_on?))
}

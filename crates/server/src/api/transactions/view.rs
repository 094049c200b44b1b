//! A transaction, as the API shows it.

use std::collections::BTreeMap;

use domain::attempt::{Attempt, Progress};
use domain::case::Case;
use domain::debit::{Scheme, timetable};
use domain::finality::{self, Finality, FinalityState, Right, Window};
use domain::ids::{CustomerId, MandateId, PaymentMethodId, SessionId, TransactionId};
use domain::method::MethodType;
use domain::money::Currency;
use domain::movement::{Movement, MovementKind};
use domain::session::ReportingType;
use domain::time::Timestamp;
use domain::transaction::{PaymentError, Transaction, TransactionStatus};
use serde::Serialize;
use store::{DbError, Tx, cases, mandates, transactions};
use utoipa::ToSchema;

use super::words;
use crate::api::mandates::MandateView;
use crate::api::names::{
    CurrencyName, FinalityStateName, MethodTypeName, ReportingTypeName, RightName,
    TransactionStatusName,
};
use crate::api::object_name;
use crate::api::payment_methods::{PayByBankView, PaymentMethodView};
use crate::api::payment_sessions::PaymentSessionView;
use crate::app::Parts;
use crate::expand::{
    self, CustomerOrId, MandateOrId, PaymentMethodOrId, PaymentSessionOrId, Related,
};
use crate::extract::{Expand, Merchant};
use crate::problem::Problem;

object_name! { TransactionObject = "transaction" }
object_name! { RedirectToUrl = "redirect_to_url" }

/// One payment towards a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Transaction)]
pub struct TransactionView {
    /// Its id.
    #[schema(example = "txn_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `transaction`.
    #[schema(value_type = String, pattern = "^transaction$")]
    object: TransactionObject,
    /// When it began, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The session that it pays: an id, or the session when expanded.
    #[schema(value_type = PaymentSessionOrId)]
    payment_session: Related<SessionId>,
    /// Who pays: an id, or the customer when expanded.
    #[schema(value_type = CustomerOrId)]
    customer: Related<CustomerId>,
    /// What it asks for, in minor units.
    amount: i64,
    /// The currency of all its amounts.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// Where it stands. A declined try leaves it open for another.
    #[schema(value_type = TransactionStatusName)]
    status: TransactionStatus,
    /// Collected, in minor units.
    amount_received: i64,
    /// Taken back by the payer or their bank.
    amount_returned: i64,
    /// Given back by the merchant.
    amount_refunded: i64,
    /// Paid from the customer's credit.
    amount_credit_applied: i64,
    /// All that was left of it was given back by the merchant.
    refunded: bool,
    /// The payer says that it was never authorised.
    disputed: bool,
    /// What the payer pays with, once it is known to us: an id, or the payment method when
    /// expanded.
    #[schema(value_type = Option<PaymentMethodOrId>)]
    payment_method: Option<Related<PaymentMethodId>>,
    /// What is known of how the last try is paid: for `pay_by_bank`. Null for other types, and
    /// before there was a try.
    payment_method_details: Option<PaymentMethodDetailsView>,
    /// The types that it may be paid by.
    #[schema(value_type = Vec<MethodTypeName>)]
    payment_method_types: Vec<MethodType>,
    /// What the last try is paid by. Null before there was one.
    #[schema(value_type = Option<MethodTypeName>)]
    payment_method_type: Option<MethodType>,
    /// The mandate that it is collected under: an id, or the mandate when expanded.
    #[schema(value_type = Option<MandateOrId>)]
    mandate: Option<Related<MandateId>>,
    /// The session's text that the payer sees.
    description: Option<String>,
    /// What it is for, in reports.
    #[schema(value_type = ReportingTypeName)]
    reporting_type: ReportingType,
    /// The session's keys and values.
    metadata: BTreeMap<String, String>,
    /// When the payer last confirmed, in Unix seconds.
    confirmed_at: Option<i64>,
    /// When it was paid; stays after a return.
    paid_at: Option<i64>,
    /// Why the last try did not pay.
    last_payment_error: Option<PaymentErrorView>,
    /// Why money was taken back, the last time it was.
    last_return: Option<ReturnView>,
    /// What the payer has to do.
    next_action: Option<NextActionView>,
    /// What is under way.
    processing: Option<ProcessingView>,
    /// How final it is. Null before money was collected, and when all of it was taken back.
    finality: Option<FinalityView>,
    /// Always null: there are no receipts yet.
    receipt_url: Option<String>,
    /// The movement by which its money came.
    balance_transaction: Option<String>,
    /// The latest dispute about it.
    dispute: Option<String>,
}

/// How a try is paid.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaymentMethodDetails)]
pub struct PaymentMethodDetailsView {
    /// By what type of payment method; it names the part that tells more.
    #[serde(rename = "type")]
    #[schema(value_type = MethodTypeName)]
    method: MethodType,
    /// For `pay_by_bank`: the bank, and the payment's reference.
    pay_by_bank: PayByBankView,
}

/// Why a try did not pay.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaymentError)]
pub struct PaymentErrorView {
    /// A stable code: programs decide by it.
    code: String,
    /// In plain words; the wording may change.
    message: String,
    /// When, in Unix seconds.
    failed_at: i64,
}

/// Why money was taken back.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Return)]
pub struct ReturnView {
    /// The rail's reason code, such as `MD06`; `chargeback` for cards.
    code: String,
    /// In plain words; the wording may change.
    message: String,
    /// When it was booked, in Unix seconds.
    returned_at: i64,
}

impl ReturnView {
    fn of(movement: &Movement) -> Self {
        let code = movement.code.clone().unwrap_or_default();
        let (message, returned_at) = (words::of(&code).to_owned(), movement.booked_at.seconds());
        Self { code, message, returned_at }
    }
}

/// What the payer has to do.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = NextAction)]
pub struct NextActionView {
    /// Always `redirect_to_url`.
    #[serde(rename = "type")]
    #[schema(value_type = String, pattern = "^redirect_to_url$")]
    kind: RedirectToUrl,
    /// Where to go.
    redirect_to_url: RedirectView,
}

/// Where to go.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Redirect)]
pub struct RedirectView {
    /// The processor's page.
    url: String,
}

/// What is under way.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Processing)]
pub struct ProcessingView {
    /// By what type of payment method; it names the part that tells more.
    #[serde(rename = "type")]
    #[schema(value_type = MethodTypeName)]
    method: MethodType,
    /// For `sepa_debit`, as far as the calendar goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    sepa_debit: Option<DebitProcessingView>,
    /// For `bacs_debit`, as far as the calendar goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    bacs_debit: Option<DebitProcessingView>,
    /// For `autogiro`, as far as the calendar goes.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    autogiro: Option<DebitProcessingView>,
}

/// A debit under way.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DebitProcessing)]
pub struct DebitProcessingView {
    /// When things happen.
    timings: TimingsView,
}

/// When things happen, in Unix seconds.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = DebitTimings)]
pub struct TimingsView {
    /// The payer's account is debited.
    customer_debit_at: i64,
    /// The payer's bank can no longer return it: it has cleared.
    settlement_at: i64,
}

/// How final a payment is.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = Finality)]
pub struct FinalityView {
    /// How final.
    #[schema(value_type = FinalityStateName)]
    state: FinalityState,
    /// Who can still undo it, and until when; past ones too.
    windows: Vec<WindowView>,
}

/// A right to undo a payment.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = FinalityWindow)]
pub struct WindowView {
    /// Which right.
    #[schema(value_type = RightName)]
    right: Right,
    /// Its end in Unix seconds; null when it never ends.
    until: Option<i64>,
    /// It never ends.
    open_ended: bool,
}

/// What can be expanded in a transaction.
pub const EXPANDABLE: &[&str] = &["customer", "payment_session", "payment_method", "mandate"];

impl TransactionView {
    /// Of a transaction of a case at `now`, in business time, as far as the case tells.
    fn of(case: &Case, transaction: &Transaction, now: Timestamp) -> Self {
        let now = case.not_before(now);
        let (state, session) = (&transaction.state, &case.session);
        let attempts = || case.attempts.iter().filter(|it| it.transaction == transaction.id);
        let last = attempts().next_back();
        let left = state.received - state.returned;
        let returns = || {
            let ours = |it: &&Movement| it.transaction == Some(transaction.id);
            case.returns().filter(ours)
        };
        Self {
            id: transaction.id.to_string(),
            object: TransactionObject::Name,
            created: transaction.created_at.seconds(),
            livemode: session.scope.livemode,
            payment_session: Related::Id(session.id),
            customer: Related::Id(transaction.customer),
            amount: transaction.amount,
            currency: transaction.currency,
            status: state.status,
            amount_received: state.received,
            amount_returned: state.returned,
            amount_refunded: state.refunded,
            amount_credit_applied: state.credit_applied,
            refunded: state.refunded > 0 && state.refunded >= left,
            disputed: state.disputed,
            payment_method: state.payment_method.map(Related::Id),
            payment_method_details: None,
            payment_method_types: session.terms.methods.clone(),
            payment_method_type: last.map(|attempt| attempt.method),
            mandate: attempts().rev().find_map(signed).map(Related::Id),
            description: session.description.clone(),
            reporting_type: session.reporting_type,
            metadata: session.metadata.clone(),
            confirmed_at: state.confirmed_at.map(Timestamp::seconds),
            paid_at: state.paid_at.map(Timestamp::seconds),
            last_payment_error: state.last_error.as_ref().map(PaymentErrorView::of),
            last_return: returns().next_back().map(ReturnView::of),
            next_action: last.and_then(|attempt| next_action(state.status, attempt)),
            processing: last.and_then(|attempt| processing(state.status, attempt)),
            finality: attempts()
                .rev()
                .find_map(|attempt| finality::of_case(case, attempt, now))
                .as_ref()
                .map(FinalityView::of),
            receipt_url: None,
            balance_transaction: collected(case, transaction).map(|it| it.id.to_string()),
            dispute: case
                .disputes
                .iter()
                .rfind(|it| it.transaction == transaction.id)
                .map(|it| it.id.to_string()),
        }
    }

    /// The transaction of that id, with its case.
    ///
    /// # Errors
    /// 404 when it is not in the merchant's scope.
    pub fn find(
        tx: &mut Tx<'_>,
        merchant: &Merchant,
        id: TransactionId,
    ) -> Result<(Case, Transaction), Problem> {
        let unknown = || Problem::not_found("transaction", None);
        let found = transactions::find(tx, &merchant.scope, id)?.ok_or_else(unknown)?;
        let case = cases::find(tx, &merchant.scope, found.session)?.ok_or_else(unknown)?;
        Ok((case, found))
    }

    /// The transaction of that id as it is now, with its relations as ids.
    ///
    /// # Errors
    /// 404 when it is not in the merchant's scope.
    pub fn load(tx: &mut Tx<'_>, merchant: &Merchant, id: TransactionId) -> Result<Self, Problem> {
        let (case, transaction) = Self::find(tx, merchant, id)?;
        Ok(Self::whole(tx, &case, &transaction, merchant.now)?)
    }

    /// Of a transaction of a case at `now`, with what is stored beside the case.
    ///
    /// # Errors
    /// Only the database's.
    pub fn whole(
        tx: &mut Tx<'_>,
        case: &Case,
        transaction: &Transaction,
        now: Timestamp,
    ) -> Result<Self, DbError> {
        let mut view = Self::of(case, transaction, now);
        let ours = |it: &&Attempt| it.transaction == transaction.id;
        if let Some(last) = case.attempts.iter().rfind(ours) {
            let by_bank = PayByBankView::of_attempt(tx, &case.session.scope, last)?;
            let method = last.method;
            view.payment_method_details =
                by_bank.map(|pay_by_bank| PaymentMethodDetailsView { method, pay_by_bank });
        }
        Ok(view)
    }

    /// Puts whole objects in place of the ids that were asked to be expanded.
    ///
    /// # Errors
    /// Only the database's.
    pub fn expand(
        &mut self,
        tx: &mut Tx<'_>,
        app: &Parts,
        merchant: &Merchant,
        case: &Case,
        expand: &Expand,
    ) -> Result<(), Problem> {
        let (scope, session) = (&merchant.scope, &case.session);
        if expand.has("customer") {
            let snapshot = session.customer_snapshot.as_deref();
            self.customer = expand::customer(tx, scope, session.customer, snapshot)?;
        }
        if expand.has("payment_session") {
            let view = PaymentSessionView::of(session, &merchant.account, &app.public_url);
            self.payment_session = Related::whole(&view)?;
        }
        if expand.has("payment_method")
            && let Some(Related::Id(id)) = self.payment_method
        {
            let view = PaymentMethodView::load(tx, scope, id)?;
            self.payment_method = Some(Related::whole(&view)?);
        }
        if expand.has("mandate")
            && let Some(Related::Id(id)) = self.mandate
            && let Some(mandate) = mandates::find(tx, scope, id)?
        {
            self.mandate = Some(Related::whole(&MandateView::of(&mandate, scope))?);
        }
        Ok(())
    }
}

/// The mandate of an attempt, once it is signed.
fn signed(attempt: &Attempt) -> Option<MandateId> {
    attempt.mandate.filter(|_| attempt.confirmed_at.is_some())
}

/// The movement that first brought money.
fn collected<'a>(case: &'a Case, transaction: &Transaction) -> Option<&'a Movement> {
    let ours = case.movements.iter().filter(|it| it.transaction == Some(transaction.id));
    { ours }.find(|it| matches!(it.kind, MovementKind::Collection | MovementKind::CreditApplied))
}

impl PaymentErrorView {
    fn of(error: &PaymentError) -> Self {
        let message = words::of(&error.code);
        Self { code: error.code.clone(), message, failed_at: error.failed_at.seconds() }
    }
}

fn next_action(status: TransactionStatus, attempt: &Attempt) -> Option<NextActionView> {
    let Progress::Redirected { url: Some(url) } = &attempt.progress else { return None };
    let redirect_to_url = RedirectView { url: url.clone() };
    (status == TransactionStatus::RequiresAction)
        .then_some(NextActionView { kind: RedirectToUrl::Name, redirect_to_url })
}

fn processing(status: TransactionStatus, attempt: &Attempt) -> Option<ProcessingView> {
    if status != TransactionStatus::Processing {
        return None;
    }
    let timings = timings(attempt).map(|(debit, settlement)| DebitProcessingView {
        timings: TimingsView {
            customer_debit_at: debit.seconds(),
            settlement_at: settlement.seconds(),
        },
    });
    let of = |method| timings.clone().filter(|_| attempt.method == method);
    Some(ProcessingView {
        method: attempt.method,
        sepa_debit: of(MethodType::SepaDebit),
        bacs_debit: of(MethodType::BacsDebit),
        autogiro: of(MethodType::Autogiro),
    })
}

/// When an attempt debits and when it has cleared: as it happened, or as the calendar says.
fn timings(attempt: &Attempt) -> Option<(Timestamp, Timestamp)> {
    let scheme = Scheme::of(attempt.method)?;
    match attempt.progress {
        Progress::Collected { at, clears_at } => Some((at, clears_at)),
        Progress::Scheduled { collection_on, .. } | Progress::Exported { collection_on, .. } => {
            let days = timetable::collecting_on(collection_on, scheme).ok()?;
            Some((days.collected_at, days.cleared_at))
        }
        _ => None,
    }
}

impl FinalityView {
    fn of(finality: &Finality) -> Self {
        let windows = finality.windows.iter().map(WindowView::of).collect();
        Self { state: finality.state, windows }
    }
}

impl WindowView {
    fn of(window: &Window) -> Self {
        let until = window.until.map(Timestamp::seconds);
        Self { right: window.right, until, open_ended: until.is_none() }
    }
}

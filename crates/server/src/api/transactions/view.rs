//! A transaction as the API shows it.

use std::collections::BTreeMap;

use domain::attempt::{Attempt, Progress};
use domain::calendar::TARGET;
use domain::case::Case;
use domain::finality::{self, Window};
use domain::ids::TransactionId;
use domain::method::MethodType;
use domain::sepa::{codes, timetable};
use domain::time::Timestamp;
use domain::transaction::{PaymentError, Transaction, TransactionStatus};
use serde::Serialize;
use store::{Tx, cases, transactions};
use utoipa::ToSchema;

use crate::extract::Merchant;
use crate::problem::Problem;

/// One payment towards a session.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TransactionView {
    /// Its id.
    pub id: String,
    /// Always `transaction`.
    #[schema(pattern = "^transaction$")]
    object: &'static str,
    /// When it began, in Unix seconds.
    created: i64,
    /// False in test mode.
    livemode: bool,
    /// The session that it pays.
    payment_session: String,
    /// Who pays.
    customer: String,
    /// What it asks for, in minor units.
    amount: i64,
    /// ISO 4217, lower case.
    currency: &'static str,
    /// `requires_payment_method`, `requires_action`, `processing`, `succeeded` or `canceled`.
    status: &'static str,
    /// Collected.
    amount_received: i64,
    /// Taken back by the payer or their bank.
    amount_returned: i64,
    /// Given back by the merchant.
    amount_refunded: i64,
    /// All of it was given back by the merchant.
    refunded: bool,
    /// The payer says that it was never authorised.
    disputed: bool,
    /// The payer's payment method, once one is known.
    payment_method: Option<String>,
    /// The method types that it may be paid with.
    payment_method_types: Vec<&'static str>,
    /// The mandate that it is collected under.
    mandate: Option<String>,
    /// A text that the payer sees.
    description: Option<String>,
    /// What it is for, in reports.
    reporting_type: &'static str,
    /// The merchant's own keys and values, as the session has them.
    metadata: BTreeMap<String, String>,
    /// When the payer last confirmed.
    confirmed_at: Option<i64>,
    /// When it was paid; stays after a return.
    paid_at: Option<i64>,
    /// Why the last try did not pay.
    last_payment_error: Option<PaymentErrorView>,
    /// Where the payer has to go.
    next_action: Option<NextActionView>,
    /// What is under way, and until when.
    processing: Option<ProcessingView>,
    /// How final it is. Null before money was collected.
    finality: Option<FinalityView>,
    /// Null until receipts are built.
    receipt_url: Option<String>,
    /// Null until the ledger has its own pages.
    balance_transaction: Option<String>,
    /// Null until disputes have objects of their own.
    dispute: Option<String>,
}

/// Why a try did not pay.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentErrorView {
    /// A stable code.
    code: String,
    /// In plain words.
    message: String,
    /// When, in Unix seconds.
    failed_at: i64,
}

/// Where the payer has to go.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct NextActionView {
    /// Always `redirect_to_url`.
    #[schema(pattern = "^redirect_to_url$")]
    r#type: &'static str,
    /// The way.
    redirect_to_url: RedirectView,
}

/// A way to go.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct RedirectView {
    /// The processor's page.
    url: String,
}

/// What is under way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct ProcessingView {
    /// The method type.
    r#type: &'static str,
    /// For `sepa_debit`.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    sepa_debit: Option<DebitProcessingView>,
}

/// A debit under way.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct DebitProcessingView {
    /// When things happen.
    timings: TimingsView,
}

/// When things happen, in Unix seconds.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct TimingsView {
    /// The payer's account is debited.
    customer_debit_at: i64,
    /// It counts as cleared.
    settlement_at: i64,
}

/// How final a payment is.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct FinalityView {
    /// `provisional`, `cleared` or `final`.
    state: &'static str,
    /// Who could still undo it, and until when.
    windows: Vec<WindowView>,
}

/// A right to undo a payment.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct WindowView {
    /// `refund`, `unauthorised_refund`, `indemnity` or `chargeback`.
    right: &'static str,
    /// Its end in Unix seconds; null when it never ends.
    until: Option<i64>,
    /// True when it never ends.
    open_ended: bool,
}

impl TransactionView {
    /// A transaction of a case. `now` is business time.
    pub fn of(case: &Case, transaction: &Transaction, now: Timestamp) -> Self {
        let (state, session) = (&transaction.state, &case.session);
        let attempts: Vec<&Attempt> =
            case.attempts.iter().filter(|it| it.transaction == transaction.id).collect();
        let last = attempts.last().copied();
        let collected = attempts.iter().rev().find_map(|attempt| finality::of(attempt, now));
        Self {
            id: transaction.id.to_string(),
            object: "transaction",
            created: transaction.created_at.seconds(),
            livemode: session.scope.livemode,
            payment_session: session.id.to_string(),
            customer: transaction.customer.to_string(),
            amount: transaction.amount,
            currency: transaction.currency.as_str(),
            status: state.status.as_str(),
            amount_received: state.received,
            amount_returned: state.returned,
            amount_refunded: state.refunded,
            refunded: state.refunded > 0 && state.refunded >= state.received - state.returned,
            disputed: state.disputed,
            payment_method: state.payment_method.map(|id| id.to_string()),
            payment_method_types: session.terms.methods.iter().map(|it| it.as_str()).collect(),
            mandate: attempts.iter().rev().find_map(|it| it.mandate).map(|id| id.to_string()),
            description: session.description.clone(),
            reporting_type: session.reporting_type.as_str(),
            metadata: session.metadata.clone(),
            confirmed_at: state.confirmed_at.map(Timestamp::seconds),
            paid_at: state.paid_at.map(Timestamp::seconds),
            last_payment_error: state.last_error.as_ref().map(PaymentErrorView::of),
            next_action: last.and_then(|attempt| next_action(state.status, attempt)),
            processing: last.and_then(|attempt| processing(state.status, attempt)),
            finality: collected.map(|finality| FinalityView {
                state: finality.state.as_str(),
                windows: finality.windows.iter().map(WindowView::of).collect(),
            }),
            receipt_url: None,
            balance_transaction: None,
            dispute: None,
        }
    }

    /// The transaction of that id as it is now.
    ///
    /// # Errors
    /// 404 when it is not in the merchant's scope.
    pub fn load(tx: &mut Tx<'_>, merchant: &Merchant, id: TransactionId) -> Result<Self, Problem> {
        let unknown = || Problem::not_found("transaction", None);
        let found = transactions::find(tx, &merchant.scope, id)?.ok_or_else(unknown)?;
        let case = cases::find(tx, &merchant.scope, found.session)?.ok_or_else(unknown)?;
        Ok(Self::of(&case, &found, merchant.now))
    }
}

impl PaymentErrorView {
    fn of(error: &PaymentError) -> Self {
        Self {
            code: error.code.clone(),
            message: words(&error.code),
            failed_at: error.failed_at.seconds(),
        }
    }
}

/// A reason code in plain words, for the merchant.
pub fn words(code: &str) -> String {
    if let Some(reason) = codes::find(code) {
        return format!("{}.", reason.words);
    }
    let words = match code {
        "card_declined" => "The card's bank declined the payment without a reason.",
        "insufficient_funds" => "The card's account does not have enough money.",
        "expired_card" => "The card has expired.",
        "lost_card" => "The card was reported lost.",
        "fraud_suspected" => "The card's bank suspects fraud.",
        "authentication_refused" => "The payer did not approve the payment at the card's bank.",
        "chargeback" => "The card's bank took the money back.",
        "abandoned" => "The payer did not finish the payment.",
        _ => "The payment did not succeed.",
    };
    words.to_owned()
}

fn next_action(status: TransactionStatus, attempt: &Attempt) -> Option<NextActionView> {
    match &attempt.progress {
        Progress::Redirected { url: Some(url) } if status == TransactionStatus::RequiresAction => {
            let redirect_to_url = RedirectView { url: url.clone() };
            Some(NextActionView { r#type: "redirect_to_url", redirect_to_url })
        }
        _ => None,
    }
}

fn processing(status: TransactionStatus, attempt: &Attempt) -> Option<ProcessingView> {
    if status != TransactionStatus::Processing {
        return None;
    }
    let day = match attempt.progress {
        Progress::Scheduled { collection_on, .. } | Progress::Exported { collection_on, .. } => {
            timetable::collecting_on(collection_on, &TARGET).ok()
        }
        _ => None,
    };
    let timings = match (&attempt.progress, day) {
        (_, Some(day)) => Some((day.collected_at, day.cleared_at)),
        (Progress::Collected { at, clears_at }, None) => Some((*at, *clears_at)),
        _ => None,
    };
    let sepa_debit = timings.filter(|_| attempt.method == MethodType::SepaDebit).map(|it| {
        let timings =
            TimingsView { customer_debit_at: it.0.seconds(), settlement_at: it.1.seconds() };
        DebitProcessingView { timings }
    });
    Some(ProcessingView { r#type: attempt.method.as_str(), sepa_debit })
}

impl WindowView {
    fn of(window: &Window) -> Self {
        Self {
            right: window.right.as_str(),
            until: window.until.map(Timestamp::seconds),
            open_ended: window.until.is_none(),
        }
    }
}

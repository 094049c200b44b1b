//! A payment session, as the API shows it.

use std::collections::BTreeMap;

use domain::descriptor;
use domain::ids::{AccountId, CustomerId, SessionId, TransactionId};
use domain::method::MethodType;
use domain::money::Currency;
use domain::session::{
    CancellationReason, PaidWhen, PaymentStatus, Reopen, ReportingType, Session, SessionStatus,
};
use domain::time::Timestamp;
use serde::Serialize;
use serde_json::value::RawValue;
use store::accounts::Account;
use store::{DbError, Tx, cases, sessions};
use utoipa::ToSchema;

use crate::api::account::view::{PaidWhenName, ReopenName, icon_url};
use crate::api::names::{
    CancellationReasonName, CurrencyName, MethodTypeName, PaymentStatusName, ReportingTypeName,
    SessionStatusName,
};
use crate::api::object_name;
use crate::api::transactions::view::TransactionView;
use crate::app::Parts;
use crate::expand::{self, CustomerOrId, Related, TransactionOrId};
use crate::extract::{Expand, Merchant};
use crate::problem::Problem;

object_name! { PaymentSessionObject = "payment_session" }
object_name! { PaymentMode = "payment" }

/// A request to be paid once.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaymentSession)]
pub struct PaymentSessionView {
    /// Its id.
    #[schema(example = "py_sess_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    pub id: String,
    /// Always `payment_session`.
    #[schema(value_type = String, pattern = "^payment_session$")]
    object: PaymentSessionObject,
    /// When it was made, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// What is to be paid, in minor units.
    #[schema(minimum = 100, maximum = 99_999_900)]
    amount: i64,
    /// The currency of all its amounts.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// Who pays: an id, or the customer when expanded.
    #[schema(value_type = CustomerOrId)]
    customer: Related<CustomerId>,
    /// A text that the payer sees.
    description: Option<String>,
    /// Always `payment`.
    #[schema(value_type = String, pattern = "^payment$")]
    mode: PaymentMode,
    /// What the payer may choose from, in the order of the page.
    #[schema(value_type = Vec<MethodTypeName>)]
    payment_method_types: Vec<MethodType>,
    /// What it is for, in reports.
    #[schema(value_type = ReportingTypeName)]
    reporting_type: ReportingType,
    /// Where the payer goes afterwards.
    return_url: Option<String>,
    /// What should stand on the payer's statement.
    statement_descriptor: Option<String>,
    /// What the payer writes into a transfer, where one is offered: ten characters, the last of them a
    /// check character. Its other forms are read as well.
    reference: Option<String>,
    /// What will stand there, by type of payment method.
    descriptor_preview: BTreeMap<&'static str, String>,
    /// Whether it is paid.
    #[schema(value_type = SessionStatusName)]
    status: SessionStatus,
    /// Where the payment stands, finer than the status.
    #[schema(value_type = PaymentStatusName)]
    payment_status: PaymentStatus,
    /// The transaction under way or that pays, else the latest: an id, or the transaction when
    /// expanded. Null before the payer has tried.
    #[schema(value_type = Option<TransactionOrId>)]
    transaction: Option<Related<TransactionId>>,
    /// The page for the payer.
    url: String,
    /// The language of the page, when one was chosen; otherwise the customer's decides, and then
    /// what the payer's browser prefers.
    locale: Option<String>,
    /// What becomes of the money besides, as it was given.
    #[schema(value_type = Option<Object>)]
    transaction_data: Option<Box<RawValue>>,
    /// Settings of payment methods.
    payment_method_options: PaymentMethodOptionsView,
    /// The merchant's own keys and values.
    metadata: BTreeMap<String, String>,
    /// Who asks to be paid, as the payer sees it.
    merchant: MerchantView,
    /// Collected, in minor units.
    amount_received: i64,
    /// Taken back by the payer or their bank.
    amount_returned: i64,
    /// Given back by the merchant.
    amount_refunded: i64,
    /// Paid from the customer's credit.
    amount_credit_applied: i64,
    /// Missing, and accepted as it is.
    accepted_shortfall: i64,
    /// Confirmed by the payer, outcome unknown.
    amount_in_flight: i64,
    /// What a new payment would ask for; what was accepted as missing is not.
    amount_remaining: i64,
    /// When a payment counts as paid, as the account had it when this was made.
    #[schema(value_type = PaidWhenName)]
    paid_when: PaidWhen,
    /// Whether the page opens again by itself after the payer took the money back.
    #[schema(value_type = ReopenName)]
    reopen: Reopen,
    /// When it stops asking for money, in Unix seconds; null for never.
    expires_at: Option<i64>,
    /// Since when it is paid; null again after a return.
    paid_at: Option<i64>,
    /// When it was paid for the first time; stays after a return.
    first_paid_at: Option<i64>,
    /// When it was canceled or expired.
    canceled_at: Option<i64>,
    /// Why it was canceled.
    #[schema(value_type = Option<CancellationReasonName>)]
    cancellation_reason: Option<CancellationReason>,
}

/// Who asks to be paid, as the payer sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = SessionMerchant)]
pub struct MerchantView {
    /// The account's id.
    #[schema(value_type = String)]
    id: AccountId,
    /// The trading name.
    business_name: String,
    /// What pages and mails call the merchant.
    display_name: String,
    /// The colour of pages and mails, as `#rrggbb`.
    color: Option<String>,
    /// Where the picture is.
    icon: Option<String>,
    /// ISO 3166-1 alpha-2, in capitals.
    country: Option<String>,
    /// Where payers write to.
    support_email: Option<String>,
    /// Whom payers call.
    support_phone: Option<String>,
    /// Where payers read on.
    support_website: Option<String>,
}

/// Settings of payment methods.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaymentMethodOptions)]
pub struct PaymentMethodOptionsView {
    /// Whether credit of the customer pays first.
    customer_balance: ApplyCreditView,
}

/// Whether credit of the customer pays first.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = ApplyCredit)]
pub struct ApplyCreditView {
    /// Pay from the customer's balance what it has, and ask the payer for the rest.
    apply: bool,
}

/// `transaction_data` as it was given.
fn given(session: &Session) -> Option<Box<RawValue>> {
    RawValue::from_string(session.plan.given.clone()?).ok()
}

impl MerchantView {
    fn of(account: &Account, public_url: &str) -> Self {
        let settings = &account.settings;
        Self {
            id: account.id,
            business_name: settings.business_name.clone(),
            display_name: account.display_name().to_owned(),
            color: settings.color.clone(),
            icon: icon_url(public_url, account),
            country: settings.address.country.clone(),
            support_email: settings.support_email.clone(),
            support_phone: settings.support_phone.clone(),
            support_website: settings.support_website.clone(),
        }
    }
}

impl PaymentSessionView {
    /// Of a session, with its relations as ids.
    pub fn of(session: &Session, account: &Account, public_url: &str) -> Self {
        let (terms, state) = (&session.terms, &session.state);
        let (amounts, canceled) = (&state.amounts, session.canceled);
        Self {
            id: session.id.to_string(),
            object: PaymentSessionObject::Name,
            created: session.created_at.seconds(),
            livemode: session.scope.livemode,
            amount: terms.amount,
            currency: terms.currency,
            customer: Related::Id(session.customer),
            description: session.description.clone(),
            mode: PaymentMode::Name,
            payment_method_types: terms.methods.clone(),
            reporting_type: session.reporting_type,
            return_url: session.return_url.clone(),
            statement_descriptor: session.statement_descriptor.clone(),
            reference: session.reference.map(|reference| reference.core().to_owned()),
            descriptor_preview: previews(session, account),
            status: state.status,
            payment_status: state.payment_status,
            transaction: state.transaction.map(Related::Id),
            url: format!("{public_url}/sessions/{}", session.id),
            locale: session.locale.clone(),
            transaction_data: given(session),
            payment_method_options: PaymentMethodOptionsView {
                customer_balance: ApplyCreditView { apply: session.plan.apply_credit },
            },
            metadata: session.metadata.clone(),
            merchant: MerchantView::of(account, public_url),
            amount_received: amounts.received,
            amount_returned: amounts.returned,
            amount_refunded: amounts.refunded,
            amount_credit_applied: amounts.credit_applied,
            accepted_shortfall: session.accepted_shortfall,
            amount_in_flight: amounts.in_flight,
            amount_remaining: amounts.remaining,
            paid_when: terms.paid_when,
            reopen: terms.reopen,
            expires_at: session.expires_at.map(Timestamp::seconds),
            paid_at: state.paid_at.map(Timestamp::seconds),
            first_paid_at: state.first_paid_at.map(Timestamp::seconds),
            canceled_at: canceled.map(|it| it.at.seconds()),
            cancellation_reason: canceled.map(|it| it.reason),
        }
    }

    /// The session of that id as it is now, with what was asked to be expanded.
    ///
    /// # Errors
    /// 404 when it is not in the merchant's scope.
    pub fn load(
        tx: &mut Tx<'_>,
        app: &Parts,
        merchant: &Merchant,
        id: SessionId,
        expand: &Expand,
    ) -> Result<Self, Problem> {
        let session = sessions::find(tx, &merchant.scope, id)?;
        let session = session.ok_or_else(super::unknown)?;
        Self::expanded(tx, app, merchant, session, expand)
    }

    /// A session that was found, as it is now, with what was asked to be expanded.
    ///
    /// # Errors
    /// Only the database's.
    pub fn expanded(
        tx: &mut Tx<'_>,
        app: &Parts,
        merchant: &Merchant,
        session: Session,
        expand: &Expand,
    ) -> Result<Self, Problem> {
        let session = as_of(tx, session, merchant.now)?;
        let mut view = Self::of(&session, &merchant.account, &app.public_url);
        if expand.has("customer") {
            let snapshot = session.customer_snapshot.as_deref();
            view.customer = expand::customer(tx, &merchant.scope, session.customer, snapshot)?;
        }
        if expand.has("transaction")
            && let Some(id) = session.state.transaction
        {
            let transaction = TransactionView::load(tx, merchant, id)?;
            view.transaction = Some(Related::whole(&transaction)?);
        }
        Ok(view)
    }
}

/// What can be expanded in a session.
pub const EXPANDABLE: &[&str] = &["customer", "transaction"];

/// The session as time has made it: an expiry shows at once, before the job makes it durable.
///
/// # Errors
/// Only the database's.
fn as_of(tx: &mut Tx<'_>, session: Session, now: Timestamp) -> Result<Session, DbError> {
    let due = session.expires_at.is_some_and(|at| at <= now);
    if !due || session.state.status != SessionStatus::Unpaid {
        return Ok(session);
    }
    let Some(mut case) = cases::find(tx, &session.scope, session.id)? else { return Ok(session) };
    let source = tx.source();
    case.expire(case.not_before(now), source.as_ref());
    Ok(case.session)
}

/// What will stand on the payer's statement, by type of payment method.
fn previews(session: &Session, account: &Account) -> BTreeMap<&'static str, String> {
    let usual = account.settings.statement_descriptor.as_deref();
    let preview = |method: &MethodType| {
        (method.as_str(), descriptor::printed(session, *method, usual, account.display_name()))
    };
    session.terms.methods.iter().map(preview).collect()
}

//! A payment session as the API shows it.

use std::collections::BTreeMap;

use domain::descriptor;
use domain::ids::SessionId;
use domain::method::MethodType;
use domain::session::{Session, SessionStatus};
use domain::time::Timestamp;
use serde::Serialize;
use store::accounts::Account;
use store::{Tx, cases, sessions, transactions};
use utoipa::ToSchema;

use crate::api::customers::view::CustomerView;
use crate::api::transactions::view::TransactionView;
use crate::app::App;
use crate::extract::{Expand, Merchant};
use crate::problem::Problem;

/// A request to be paid once.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct PaymentSessionView {
    /// Its id.
    pub id: String,
    /// Always `payment_session`.
    #[schema(pattern = "^payment_session$")]
    object: &'static str,
    /// When it was made, in Unix seconds.
    created: i64,
    /// False in test mode.
    livemode: bool,
    /// What is to be paid, in minor units.
    amount: i64,
    /// ISO 4217, lower case.
    currency: &'static str,
    /// Who pays: an id, or the customer when expanded.
    #[schema(value_type = Object)]
    pub customer: Related<CustomerView>,
    /// A text that the payer sees.
    description: Option<String>,
    /// Always `payment`.
    #[schema(pattern = "^payment$")]
    mode: &'static str,
    /// What the payer may choose from, in the order of the page.
    payment_method_types: Vec<&'static str>,
    /// What it is for, in reports.
    reporting_type: &'static str,
    /// Where the payer goes afterwards.
    return_url: Option<String>,
    /// What should stand on the payer's statement.
    statement_descriptor: Option<String>,
    /// What will stand there, by payment method type.
    descriptor_preview: BTreeMap<&'static str, String>,
    /// `unpaid`, `paid` or `canceled`.
    status: &'static str,
    /// Where the payment stands, finer than the status.
    payment_status: &'static str,
    /// The transaction under way or that pays, else the latest: an id, or the transaction.
    #[schema(value_type = Option<Object>)]
    pub transaction: Option<Related<TransactionView>>,
    /// The page for the payer.
    url: String,
    /// The language of the page, when one was chosen.
    locale: Option<String>,
    /// The merchant's own keys and values.
    metadata: BTreeMap<String, String>,
    /// Who asks to be paid.
    merchant: MerchantView,
    /// Collected, in minor units.
    amount_received: i64,
    /// Taken back by the payer or their bank.
    amount_returned: i64,
    /// Given back by the merchant.
    amount_refunded: i64,
    /// Confirmed by the payer, outcome unknown.
    amount_in_flight: i64,
    /// What a new payment would ask for.
    amount_remaining: i64,
    /// When it counts as paid: `collected` or `cleared`.
    paid_when: &'static str,
    /// Whether the page opens again by itself after a refund: `manual` or `auto`.
    reopen: &'static str,
    /// When it stops asking for money.
    expires_at: Option<i64>,
    /// Since when it is paid; null again after a return.
    paid_at: Option<i64>,
    /// When it was paid for the first time; stays.
    first_paid_at: Option<i64>,
    /// When it was canceled.
    canceled_at: Option<i64>,
    /// `requested`, `expired` or `customer_deleted`.
    cancellation_reason: Option<&'static str>,
}

/// An id, or the whole object when it was expanded.
#[derive(Clone, Debug, Serialize)]
#[serde(untagged)]
pub enum Related<V> {
    /// The id.
    Id(String),
    /// The object.
    Whole(Box<V>),
}

/// Who asks to be paid, as the payer sees it.
#[derive(Clone, Debug, Serialize, ToSchema)]
pub struct MerchantView {
    /// The account's id.
    id: String,
    /// The business's name.
    business_name: String,
    /// The name that payers know.
    display_name: String,
    /// The brand's colour, `#rrggbb`.
    color: Option<String>,
    /// The address of the icon.
    icon: Option<String>,
    /// ISO 3166-1 alpha-2.
    country: Option<String>,
    /// Whom payers write to.
    support_email: Option<String>,
    /// Whom payers call.
    support_phone: Option<String>,
    /// Where payers read on.
    support_website: Option<String>,
}

impl MerchantView {
    fn of(account: &Account, public_url: &str) -> Self {
        let settings = &account.settings;
        let icon = settings.icon_hash.as_ref();
        Self {
            id: account.id.to_string(),
            business_name: settings.business_name.clone(),
            display_name: account.display_name().to_owned(),
            color: settings.color.clone(),
            icon: icon.map(|hash| format!("{public_url}/icons/{}/{hash}", account.id)),
            country: settings.address.country.clone(),
            support_email: settings.support_email.clone(),
            support_phone: settings.support_phone.clone(),
            support_website: settings.support_website.clone(),
        }
    }
}

impl PaymentSessionView {
    /// The session with its relations as ids.
    pub fn of(session: &Session, account: &Account, public_url: &str) -> Self {
        let (terms, state) = (&session.terms, &session.state);
        let canceled = session.canceled;
        Self {
            id: session.id.to_string(),
            object: "payment_session",
            created: session.created_at.seconds(),
            livemode: session.scope.livemode,
            amount: terms.amount,
            currency: terms.currency.as_str(),
            customer: Related::Id(session.customer.to_string()),
            description: session.description.clone(),
            mode: "payment",
            payment_method_types: terms.methods.iter().map(|it| it.as_str()).collect(),
            reporting_type: session.reporting_type.as_str(),
            return_url: session.return_url.clone(),
            statement_descriptor: session.statement_descriptor.clone(),
            descriptor_preview: previews(session, account),
            status: state.status.as_str(),
            payment_status: state.payment_status.as_str(),
            transaction: state.transaction.map(|id| Related::Id(id.to_string())),
            url: format!("{public_url}/sessions/{}", session.id),
            locale: session.locale.clone(),
            metadata: session.metadata.clone(),
            merchant: MerchantView::of(account, public_url),
            amount_received: state.amounts.received,
            amount_returned: state.amounts.returned,
            amount_refunded: state.amounts.refunded,
            amount_in_flight: state.amounts.in_flight,
            amount_remaining: state.amounts.remaining,
            paid_when: terms.paid_when.as_str(),
            reopen: terms.reopen.as_str(),
            expires_at: session.expires_at.map(Timestamp::seconds),
            paid_at: state.paid_at.map(Timestamp::seconds),
            first_paid_at: state.first_paid_at.map(Timestamp::seconds),
            canceled_at: canceled.map(|it| it.at.seconds()),
            cancellation_reason: canceled.map(|it| it.reason.as_str()),
        }
    }

    /// The session of that id as it is now, with what was asked to be expanded.
    ///
    /// # Errors
    /// 404 when it is not in the merchant's scope.
    pub fn load(
        tx: &mut Tx<'_>,
        app: &App,
        merchant: &Merchant,
        id: SessionId,
        expand: &Expand,
    ) -> Result<Self, Problem> {
        let session = sessions::find(tx, &merchant.scope, id)?;
        let session = session.ok_or_else(|| Problem::not_found("payment session", None))?;
        let session = as_of(tx, session, merchant.now)?;
        let mut view = Self::of(&session, &merchant.account, &app.public_url);
        view.expand(tx, merchant, &session, expand)?;
        Ok(view)
    }

    /// Puts whole objects in place of ids.
    ///
    /// # Errors
    /// Only the database's.
    pub fn expand(
        &mut self,
        tx: &mut Tx<'_>,
        merchant: &Merchant,
        session: &Session,
        expand: &Expand,
    ) -> Result<(), Problem> {
        if expand.has("customer")
            && let Some(customer) = CustomerView::find(tx, &merchant.scope, session.customer)?
        {
            self.customer = Related::Whole(Box::new(customer));
        }
        if expand.has("transaction")
            && let Some(id) = session.state.transaction
            && transactions::find(tx, &merchant.scope, id)?.is_some()
        {
            let transaction = TransactionView::load(tx, merchant, id)?;
            self.transaction = Some(Related::Whole(Box::new(transaction)));
        }
        Ok(())
    }
}

/// What can be expanded in a session.
pub const EXPANDABLE: &[&str] = &["customer", "transaction"];

/// The session as time has made it: expiry shows at once, before the job makes it durable.
///
/// # Errors
/// Only the database's.
pub fn as_of(tx: &mut Tx<'_>, session: Session, now: Timestamp) -> Result<Session, store::DbError> {
    let due = session.expires_at.is_some_and(|at| at <= now);
    if !due || session.state.status != SessionStatus::Unpaid {
        return Ok(session);
    }
    let Some(mut case) = cases::find(tx, &session.scope, session.id)? else { return Ok(session) };
    case.expire(now);
    Ok(case.session)
}

/// What will stand on the payer's statement, by method.
fn previews(session: &Session, account: &Account) -> BTreeMap<&'static str, String> {
    let own = session.statement_descriptor.as_deref();
    let text = own.or(account.settings.statement_descriptor.as_deref());
    let preview = |method: &MethodType| {
        (method.as_str(), descriptor::preview(*method, text, account.display_name()))
    };
    session.terms.methods.iter().map(preview).collect()
}

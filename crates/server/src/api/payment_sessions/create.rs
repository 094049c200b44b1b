//! `POST /v1/payment_sessions`.

use std::collections::BTreeMap;

use axum::extract::State;
use domain::case::Case;
use domain::ids::CustomerId;
use domain::method::MethodType;
use domain::money::Currency;
use domain::news::EventType;
use domain::return_url::ReturnUrl;
use domain::session::{
    Amounts, PaymentStatus, ReportingType, Session, SessionState, SessionStatus, Terms,
};
use domain::time::Timestamp;
use domain::{descriptor, text};
use store::customers::{self, Customer};
use store::{Tx, sessions};
use utoipa::ToSchema;

use super::view::PaymentSessionView;
use crate::app::App;
use crate::cases::schedule_review;
use crate::extract::{Body, Call, Fields, Merchant, Reply, SECONDS_MAX, rules};
use crate::mail;
use crate::problem::{Fault, Problem};
use crate::record::record;
use crate::routing;

/// The least and the most that a session asks for, in minor units.
pub const AMOUNT: std::ops::RangeInclusive<i64> = 100..=99_999_900;
/// The furthest expiry, from now.
const EXPIRY_MAX_MS: i64 = crate::clock::ADVANCE_MAX_MS;

/// A new payment session.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CreatePaymentSession {
    /// What is to be paid, in minor units.
    #[schema(minimum = 100, maximum = 99_999_900)]
    amount: i64,
    /// `gbp`, `eur`, `usd` or `sek`.
    #[schema(pattern = "^(gbp|eur|usd|sek)$")]
    currency: String,
    /// The customer's id.
    #[schema(pattern = "^cus_[0-9a-hjkmnp-tv-z]{26}$")]
    customer: String,
    /// Always `payment`.
    #[schema(pattern = "^payment$")]
    mode: String,
    /// What the payer may choose from, in the order of the page: `card`, `sepa_debit`.
    #[schema(min_items = 1, max_items = 7)]
    payment_method_types: Vec<String>,
    /// A text that the payer sees.
    #[schema(min_length = 1, max_length = 1000)]
    description: Option<String>,
    /// Up to 50 keys of 40 characters with values of 500.
    metadata: Option<BTreeMap<String, String>>,
    /// `advance_rent`, `charge` (the default), `deposit`, `holding_fee` or `rent`.
    #[schema(pattern = "^(advance_rent|charge|deposit|holding_fee|rent)$")]
    reporting_type: Option<String>,
    /// Where the payer goes afterwards.
    #[schema(max_length = 2048)]
    return_url: Option<String>,
    /// Mail the page's address to the customer.
    send_email: Option<bool>,
    /// What should stand on the payer's statement.
    #[schema(min_length = 1, max_length = 140)]
    statement_descriptor: Option<String>,
    /// The language of the page: `en` or `sv`.
    #[schema(pattern = "^(en|sv)$")]
    locale: Option<String>,
    /// When it stops asking for money, in Unix seconds; never by default.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    expires_at: Option<i64>,
}

/// What was asked for, in its form right.
struct Asked {
    amount: i64,
    currency: Currency,
    customer: CustomerId,
    methods: Vec<MethodType>,
    description: Option<String>,
    metadata: BTreeMap<String, String>,
    reporting_type: ReportingType,
    return_url: Option<ReturnUrl>,
    send_email: bool,
    statement_descriptor: Option<String>,
    locale: Option<String>,
    expires_at: Option<Timestamp>,
}

/// Asks a customer to pay once. Share the session's `url`.
///
/// # Errors
/// 400 naming every wrong field; 404 for an unknown customer.
#[utoipa::path(
    post, path = "/v1/payment_sessions", tag = "Payment sessions", operation_id = "create_payment_session",
    request_body = CreatePaymentSession,
    responses((status = 200, description = "As asked.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn create(State(app): State<App>, call: Call, body: Body) -> Result<Reply, Problem> {
    let parts = app.clone();
    call.write(&app, body.read(read), move |tx, merchant, asked| {
        let customer = check(tx, &parts, merchant, asked)?;
        let session = open(tx, merchant, asked);
        sessions::insert(tx, &session)?;
        let view = PaymentSessionView::of(&session, &merchant.account, &parts.public_url);
        let origin = merchant.origin();
        let (scope, kind) = (&merchant.scope, EventType::SessionCreated);
        record(tx, scope, &origin, kind, &view.id, &view, None)?;
        if session.expires_at.is_some() {
            schedule_review(tx, &alone(session.clone()))?;
        }
        if asked.send_email {
            mail::queue_link(tx, &parts, &merchant.account, &session, &customer)?;
        }
        Ok(view)
    })
    .await
}

/// A session at which nothing was tried.
const fn alone(session: Session) -> Case {
    Case { session, transactions: Vec::new(), attempts: Vec::new(), movements: Vec::new() }
}

fn read(fields: &mut Fields<'_>) -> Option<Asked> {
    let amount = fields.required_int("amount", AMOUNT);
    let currency = fields.required_text("currency", rules::spelled(&spellings(Currency::ALL)));
    let customer = fields.required_text("customer", rules::id);
    fields.required_text("mode", |mode| match mode {
        "payment" => Ok(()),
        _ => Err(rules::Wrong::new("unknown_value", "must be `payment`")),
    });
    let methods = fields.required_texts("payment_method_types", 20, method);
    let statement_descriptor = fields.text("statement_descriptor", rules::line(descriptor_max()));
    check_methods(fields, methods.as_deref(), currency, amount);
    check_descriptor(fields, methods.as_deref(), statement_descriptor.as_deref());
    fields.not_built("transaction_data");
    fields.not_built("payment_method_options");
    let types = spellings(ReportingType::ALL);
    let reporting_type = fields.text("reporting_type", rules::spelled(&types));
    let asked = Asked {
        amount: amount.unwrap_or_default(),
        currency: currency.unwrap_or(Currency::Eur),
        description: fields.text("description", rules::block(text::DESCRIPTION_MAX)),
        metadata: fields.given_metadata().value().unwrap_or_default(),
        reporting_type: reporting_type.unwrap_or(ReportingType::Charge),
        return_url: fields.text("return_url", return_url),
        send_email: fields.bool("send_email").unwrap_or(false),
        statement_descriptor,
        locale: fields.text("locale", rules::locale),
        expires_at: fields.int("expires_at", 0..=SECONDS_MAX).and_then(Timestamp::from_seconds),
        customer: customer?,
        methods: methods?,
    };
    Some(asked)
}

fn spellings<T: Copy + std::fmt::Display + 'static>(all: &[T]) -> Vec<&'static str>
where
    &'static str: From<Spelling<T>>,
{
    all.iter().map(|it| Spelling(*it).into()).collect()
}

/// A value that has one spelling.
struct Spelling<T>(T);

impl From<Spelling<Currency>> for &'static str {
    fn from(it: Spelling<Currency>) -> Self {
        it.0.as_str()
    }
}

impl From<Spelling<ReportingType>> for &'static str {
    fn from(it: Spelling<ReportingType>) -> Self {
        it.0.as_str()
    }
}

/// The longest descriptor that any rail carries (SEPA's remittance information).
const fn descriptor_max() -> usize {
    140
}

fn method(name: &str) -> Result<MethodType, rules::Wrong> {
    let method: MethodType = name.parse().map_err(|_| {
        let known: Vec<&str> = MethodType::built().map(MethodType::as_str).collect();
        let words = format!("is not a payment method type; there are: {}", known.join(", "));
        rules::Wrong::new("unknown_payment_method_type", words)
    })?;
    if method.is_built() {
        return Ok(method);
    }
    Err(rules::Wrong::new("payment_method_type_unavailable", "is not available yet"))
}

pub(super) fn return_url(given: &str) -> Result<ReturnUrl, rules::Wrong> {
    given.parse().map_err(|error: domain::return_url::ReturnUrlError| {
        rules::Wrong::new(error.code(), error.to_string())
    })
}

/// Each type once, each able to carry the currency and the amount.
fn check_methods(
    fields: &mut Fields<'_>,
    methods: Option<&[MethodType]>,
    currency: Option<Currency>,
    amount: Option<i64>,
) {
    for (place, method) in methods.unwrap_or_default().iter().enumerate() {
        let name = format!("payment_method_types[{place}]");
        let before = &methods.unwrap_or_default()[..place];
        if before.contains(method) {
            fields.fault(&name, "duplicate_payment_method_type", "stands there twice");
        } else if currency.is_some_and(|currency| !method.carries(currency)) {
            let words = format!("{method} cannot carry this currency");
            fields.fault(&name, "currency_not_supported", words);
        } else if amount.is_some_and(|amount| !method.takes(amount)) {
            let words = format!("{method} cannot carry this amount");
            fields.fault(&name, "amount_not_supported", words);
        }
    }
}

fn check_descriptor(
    fields: &mut Fields<'_>,
    methods: Option<&[MethodType]>,
    descriptor: Option<&str>,
) {
    let Some((methods, text)) = methods.zip(descriptor) else { return };
    if let Err(error) = descriptor::check(text, methods) {
        fields.fault("statement_descriptor", error.code(), error.to_string());
    }
}

/// What only the database and the settings can tell.
fn check(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    asked: &Asked,
) -> Result<Customer, Problem> {
    let mut faults = Vec::new();
    for (place, method) in asked.methods.iter().enumerate() {
        if merchant.scope.livemode && routing::route(tx, &merchant.scope, *method)?.is_none() {
            let param = format!("payment_method_types[{place}]");
            let message = format!("`{param}`: no connection carries {method} in live mode.");
            faults.push(Fault::of(param, "payment_method_type_unavailable", message));
        }
    }
    if let Some(fault) = check_expiry(merchant, asked.expires_at) {
        faults.push(fault);
    }
    if let Some(url) = &asked.return_url
        && let Err(error) = url.check_listed(&merchant.account.return_urls())
    {
        let message = format!("`return_url` {error}.");
        faults.push(Fault::of("return_url", error.code(), message));
    }
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    let customer = customers::find(tx, &merchant.scope, asked.customer)?;
    let customer = customer.ok_or_else(|| Problem::not_found("customer", Some("customer")))?;
    if asked.send_email {
        mail::check_can_mail(app, &merchant.scope, &customer)?;
    }
    Ok(customer)
}

/// An expiry lies ahead, and not more than two years.
pub(super) fn check_expiry(merchant: &Merchant, at: Option<Timestamp>) -> Option<Fault> {
    let at = at?;
    let (code, words) = if at <= merchant.now {
        ("expires_at_past", "must lie in the future")
    } else if at.ms() - merchant.now.ms() > EXPIRY_MAX_MS {
        ("expires_at_too_late", "must lie within two years")
    } else {
        return None;
    };
    Some(Fault::of("expires_at", code, format!("`expires_at` {words}.")))
}

/// The session as it begins: unpaid, with the account's terms frozen.
fn open(tx: &Tx<'_>, merchant: &Merchant, asked: &Asked) -> Session {
    let settings = &merchant.account.settings;
    let terms = Terms {
        amount: asked.amount,
        currency: asked.currency,
        methods: asked.methods.clone(),
        paid_when: settings.paid_when,
        reopen: settings.reopen,
        tolerance: 0,
    };
    Session {
        id: tx.id(),
        scope: merchant.scope,
        created_at: merchant.now,
        customer: asked.customer,
        state: SessionState {
            as_of: merchant.now,
            status: SessionStatus::Unpaid,
            payment_status: PaymentStatus::None,
            transaction: None,
            amounts: Amounts {
                received: 0,
                returned: 0,
                refunded: 0,
                in_flight: 0,
                remaining: asked.amount,
            },
            paid_at: None,
            first_paid_at: None,
        },
        terms,
        reporting_type: asked.reporting_type,
        description: asked.description.clone(),
        metadata: asked.metadata.clone(),
        return_url: asked.return_url.as_ref().map(|url| url.as_str().to_owned()),
        statement_descriptor: asked.statement_descriptor.clone(),
        locale: asked.locale.clone(),
        expires_at: asked.expires_at,
        canceled: None,
        reopened_at: None,
        accepted_shortfall: 0,
        customer_snapshot: None,
    }
}

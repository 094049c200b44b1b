//! `POST /v1/payment_sessions`.

use axum::extract::State;
use domain::case::Case;
use domain::debit::Scheme;
use domain::ids::CustomerId;
use domain::method::MethodType;
use domain::news::EventType;
use domain::reference::Reference;
use domain::session::{Amounts, PaymentStatus, Session, SessionState, SessionStatus, Terms};
use domain::time::Timestamp;
use serde_json::value::to_raw_value;
use store::customers::{self, Customer};
use store::{DbError, Tx, bank_accounts, sessions};

use super::input::{CreatePaymentSession, Wanted};
use super::{PaymentSessionView, transaction_data};
use crate::app::App;
use crate::cases::schedule_review;
use crate::clock::ADVANCE_MAX_MS;
use crate::extract::{Body, Call, Merchant, Query, Reply};
use crate::problem::{Fault, Problem};
use crate::record::record;
use crate::{mail, payees, routing};

/// Create a payment session
///
/// Asks a customer to pay once. The payer pays on the page at `url`.
///
/// # Errors
/// 400 naming everything that is wrong with the body, 404 `customer`.
#[utoipa::path(
    post, path = "/v1/payment_sessions", tag = "Payment sessions",
    operation_id = "create_payment_session",
    request_body = CreatePaymentSession,
    responses((status = 200, description = "The payment session.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn create(
    State(app): State<App>,
    call: Call,
    query: Query,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(Wanted::read).and(query.none());
    let server = app.clone();
    call.write(&app, input, move |tx, merchant, wanted| {
        let customer = check(tx, &server, merchant, wanted)?;
        let session = open(tx, merchant, wanted, customer.id)?;
        sessions::insert(tx, &session)?;
        // Written out once: the event tells what the answer tells.
        let view = PaymentSessionView::of(&session, &merchant.account, &server.public_url);
        let body = to_raw_value(&view).map_err(Problem::internal_because)?;
        let (scope, origin) = (&merchant.scope, merchant.origin());
        let kind = EventType::SessionCreated;
        record(tx, scope, &origin, kind, &view.id, &body, None)?;
        if wanted.send_email {
            mail::queue_link(tx, &server, &merchant.account, &session, &customer)?;
        }
        if session.expires_at.is_some() {
            schedule_review(tx, &Case::new(session))?;
        }
        Ok(body)
    })
    .await
}

/// What only the settings, the clock and the database can tell.
fn check(
    tx: &mut Tx<'_>,
    app: &App,
    merchant: &Merchant,
    wanted: &Wanted,
) -> Result<Customer, Problem> {
    let mut faults = Vec::new();
    if merchant.scope.livemode {
        for (place, method) in wanted.methods.iter().enumerate() {
            if let Some(why) = Scheme::of(*method).and_then(|it| app.live_objection(it)) {
                let param = format!("payment_method_types[{place}]");
                let message = format!("`{param}` asks for {method}, but {why}");
                faults.push(Fault::of(param, "account_check_missing", message));
            }
            if routing::route(tx, &merchant.scope, *method)?.is_none() {
                let param = format!("payment_method_types[{place}]");
                let message =
                    format!("`{param}` asks for {method}, which has no connection in live mode.");
                faults.push(Fault::of(param, "payment_method_type_unavailable", message));
            }
        }
    }
    faults.extend(check_account(tx, merchant, wanted)?);
    if let Some(url) = &wanted.return_url
        && let Err(error) = url.check_listed(&merchant.account.return_urls())
    {
        let message = format!("`return_url` {error}.");
        faults.push(Fault::of("return_url", error.code(), message));
    }
    faults.extend(check_expiry(merchant, wanted.expires_at));
    if !faults.is_empty() {
        return Err(Problem::faults(faults));
    }
    transaction_data::check(tx, merchant, &wanted.plan, wanted.reporting_type)?;
    let customer = match wanted.customer.parse() {
        Ok(id) => customers::keep(tx, &merchant.scope, id)?,
        Err(_) => None,
    };
    let customer = customer.ok_or_else(|| Problem::not_found("customer", Some("customer")))?;
    if wanted.send_email {
        mail::check_can_mail(app, &merchant.scope, &customer)?;
    }
    Ok(customer)
}

/// Whoever is to send money to the merchant's own account needs one.
fn check_account(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    wanted: &Wanted,
) -> Result<Option<Fault>, DbError> {
    let direct = |it: &MethodType| *it == MethodType::DirectTransfer;
    let Some(place) = wanted.methods.iter().position(direct) else { return Ok(None) };
    let accounts = bank_accounts::of_scope(tx, &merchant.scope)?;
    let (currency, now) = (wanted.currency, merchant.now);
    let (unit, kind) = (wanted.plan.unit, wanted.reporting_type);
    Ok(match domain::payee::choose(&accounts, currency, unit, kind, now) {
        Some(_) => None,
        None => {
            let param = format!("payment_method_types[{place}]");
            let message = format!(
                "`{param}` asks for direct_transfer, and there is no bank account in {currency} that payers are shown yet; add one with POST /v1/bank_accounts."
            );
            Some(Fault::of(param, "bank_account_missing", message))
        }
    })
}

/// An expiry lies ahead, but not further than a test clock can go in one step.
pub(super) fn check_expiry(merchant: &Merchant, at: Option<Timestamp>) -> Option<Fault> {
    let at = at?;
    let (code, words) = if at <= merchant.now {
        ("expires_at_past", "must lie in the future")
    } else if at.ms() - merchant.now.ms() > ADVANCE_MAX_MS {
        ("expires_at_too_late", "must lie within two years")
    } else {
        return None;
    };
    Some(Fault::of("expires_at", code, format!("`expires_at` {words}.")))
}

/// The session as it begins: unpaid, with the account's terms frozen.
fn open(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    wanted: &Wanted,
    customer: CustomerId,
) -> Result<Session, DbError> {
    let settings = &merchant.account.settings;
    let reference = prepare_transfers(tx, merchant, wanted, customer)?;
    Ok(Session {
        id: tx.id(),
        reference,
        scope: merchant.scope,
        created_at: merchant.now,
        customer,
        terms: Terms {
            amount: wanted.amount,
            currency: wanted.currency,
            methods: wanted.methods.clone(),
            paid_when: settings.paid_when,
            reopen: settings.reopen,
            tolerance: 0,
        },
        plan: wanted.plan.clone(),
        has_more: false,
        reporting_type: wanted.reporting_type,
        description: wanted.description.clone(),
        metadata: wanted.metadata.clone(),
        return_url: wanted.return_url.as_ref().map(|url| url.as_str().to_owned()),
        statement_descriptor: wanted.statement_descriptor.clone(),
        locale: wanted.locale.clone(),
        expires_at: wanted.expires_at,
        canceled: None,
        reopened_at: None,
        accepted_shortfall: 0,
        accepted_at: None,
        customer_snapshot: None,
        state: nothing_tried(wanted.amount, merchant.now),
    })
}

/// What a payer needs who is to send the money: a reference, and for a bank transfer an account of the
/// customer's own.
fn prepare_transfers(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    wanted: &Wanted,
    customer: CustomerId,
) -> Result<Option<Reference>, DbError> {
    if wanted.methods.contains(&MethodType::BankTransfer) {
        let currency = wanted.currency;
        payees::open_for_customer(tx, &merchant.scope, customer, currency, merchant.now)?;
    }
    let sends = wanted.methods.iter().any(|method| !method.is_pull());
    sends.then(|| payees::fresh_reference(tx, &merchant.scope)).transpose()
}

const fn nothing_tried(amount: i64, now: Timestamp) -> SessionState {
    SessionState {
        as_of: now,
        status: SessionStatus::Unpaid,
        payment_status: PaymentStatus::None,
        transaction: None,
        amounts: Amounts::untouched(amount),
        paid_at: None,
        first_paid_at: None,
    }
}

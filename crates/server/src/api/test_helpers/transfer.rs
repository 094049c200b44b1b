//! `POST /v1/test_helpers/payment_sessions/{id}/transfer`.

use axum::extract::State;
use domain::case::Case;
use domain::ids::SessionId;
use domain::method::MethodType;
use domain::money::{Currency, Money};
use domain::scope::Scope;
use processors::sandbox::identities;
use processors::sandbox::transfers::{self as bank, Sent};
use store::statement_entries as rows;
use store::{DbError, Tx, accounts, bank_accounts, cases, connections, customers};
use utoipa::ToSchema;

use super::PATIENCE;
use crate::api::names::CurrencyName;
use crate::api::payment_sessions::view::PaymentSessionView;
use crate::app::App;
use crate::extract::rules::{self, Wrong, line, spelled};
use crate::extract::{Body, Call, Expand, Fields, PathId, Reply};
use crate::payees;
use crate::problem::Problem;
use crate::routing::SANDBOX_TRANSFERS;

/// The greatest transfer.
const AMOUNT_MAX: i64 = 99_999_999_999;

/// A transfer of a pretend payer. What is left out is as the page asked for it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct TransferMoney {
    /// Minor units; what remains to be paid, when left out.
    #[schema(minimum = 1, maximum = 99_999_999_999_i64)]
    amount: Option<i64>,
    /// The currency; the session's, when left out.
    #[schema(value_type = Option<CurrencyName>)]
    currency: Option<Currency>,
    /// What the payer writes; the session's reference, when left out, and nothing when empty.
    #[schema(max_length = 140)]
    reference: Option<String>,
    /// What the bank calls the payer; the customer's name, when left out.
    #[schema(max_length = 140)]
    payer_name: Option<String>,
    /// The payer's account, as banks write it.
    #[schema(max_length = 40)]
    payer_account: Option<String>,
    /// `bank_transfer` goes to the customer's own account, `direct_transfer` to the merchant's; the
    /// first of them that the session offers, when left out.
    #[schema(pattern = "^(bank_transfer|direct_transfer)$")]
    payment_method_type: Option<String>,
}

/// A transfer as it was asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Wanted {
    pub(super) amount: Option<i64>,
    pub(super) currency: Option<Currency>,
    pub(super) reference: Option<String>,
    pub(super) payer_name: Option<String>,
    pub(super) payer_account: Option<String>,
    pub(super) method: Option<MethodType>,
    /// So many times the bank tells of it.
    pub(super) times: usize,
}

/// Lets a payer send money for a session, and the bank tell of it, as if it happened now.
///
/// # Errors
/// 403 with a live key; 400 for what is wrong with the body; 404 when there is no such session; 409
/// `transfer_not_offered` when nobody would know where to send it.
#[utoipa::path(
    post, path = "/v1/test_helpers/payment_sessions/{id}/transfer", tag = "Test helpers",
    operation_id = "test_transfer",
    params(("id" = String, Path, description = "The session's id.")),
    request_body(content = Option<TransferMoney>),
    responses((status = 200, description = "The session as it is then.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn transfer(
    State(app): State<App>,
    mut call: Call,
    id: PathId<SessionId>,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(|fields| Some(read(fields)));
    let merchant = call.merchant(&app).await?;
    merchant.test_mode_only()?;
    let _turn = app.changes.turn(&merchant).await;
    if let Some(reply) = call.replay(&app, &merchant, &input).await? {
        return Ok(reply);
    }
    let wanted = input.value()?.clone();
    let id = id.of_a("payment session")?;
    send(&app, merchant.scope, id, wanted).await?;
    let parts = app.clone();
    call.write(&app, input, move |tx, merchant, _| {
        PaymentSessionView::load(tx, &parts, merchant, id, &Expand::default())
    })
    .await
}

fn read(fields: &mut Fields<'_>) -> Wanted {
    let names: Vec<&str> = Currency::ALL.iter().map(|it| it.as_str()).collect();
    Wanted {
        amount: fields.int("amount", 1..=AMOUNT_MAX),
        currency: fields.text("currency", spelled(&names)),
        reference: fields.text("reference", |given| match given {
            "" => Ok(String::new()),
            given => rules::block(140)(given),
        }),
        payer_name: fields.text("payer_name", line(140)),
        payer_account: fields.text("payer_account", line(40)),
        method: fields.text("payment_method_type", transfer_type),
        times: 1,
    }
}

fn transfer_type(given: &str) -> Result<MethodType, Wrong> {
    let names = ["bank_transfer", "direct_transfer"];
    rules::one_of(names.to_vec())(given)?;
    spelled(&names)(given)
}

/// Sends the money, and waits until it is known here.
pub(super) async fn send(
    app: &App,
    scope: Scope,
    id: SessionId,
    wanted: Wanted,
) -> Result<(), Problem> {
    let (account, entry) = app
        .db
        .write(move |tx| {
            let case = cases::find(tx, &scope, id)?;
            let case = case.ok_or_else(|| Problem::not_found("payment session", None))?;
            let connection = connections::find_by_processor(tx, &scope, SANDBOX_TRANSFERS)?;
            let connection = connection.ok_or_else(not_offered)?;
            let sent = filled(tx, &case, &wanted)?;
            let entry = bank::send(tx, &scope, connection.id, &sent, wanted.times)?;
            Ok::<_, Problem>((sent.number, entry))
        })
        .await?;
    wait(app, scope, id, account, entry).await
}

/// Waits until an entry of the bank's is known here.
pub(super) async fn wait(
    app: &App,
    scope: Scope,
    id: SessionId,
    number: String,
    entry: String,
) -> Result<(), Problem> {
    let look = || {
        let (app, number, entry) = (app.clone(), number.clone(), entry.clone());
        async move {
            let known = app.db.write(move |tx| is_known(tx, &scope, &number, &entry)).await?;
            Ok::<_, Problem>(known.then_some(()))
        }
    };
    app.changes.until(id, PATIENCE, look).await?;
    Ok(())
}

fn is_known(tx: &mut Tx<'_>, scope: &Scope, number: &str, entry: &str) -> Result<bool, DbError> {
    let own = bank_accounts::virtual_by_number(tx, scope, number)?.map(|it| it.bank_account);
    let account = match own {
        Some(account) => Some(account),
        None => bank_accounts::by_number(tx, scope, Currency::Gbp, number)?.map(|it| it.id),
    };
    let Some(account) = account else { return Ok(true) };
    Ok(rows::by_entry(tx, scope, account, entry)?.is_some())
}

/// The transfer, with what the page asks for where nothing else was said.
fn filled(tx: &mut Tx<'_>, case: &Case, wanted: &Wanted) -> Result<Sent, Problem> {
    let session = &case.session;
    let offered = session.terms.methods.iter().copied().find(|method| !method.is_pull());
    let method = wanted.method.or(offered).ok_or_else(not_offered)?;
    let currency = wanted.currency.unwrap_or(session.terms.currency);
    let mut asked = session.clone();
    asked.terms.currency = currency;
    let merchant = accounts::find(tx, session.scope.account)?;
    let merchant = merchant.ok_or(DbError::Corrupt("account is gone"))?;
    let mut payee = |method| payees::payee(tx, &merchant, &asked, method, session.state.as_of);
    let payee = match payee(method)? {
        Some(payee) => Some(payee),
        // In a currency in which the customer has no account, it goes to the merchant's.
        None => payee(MethodType::DirectTransfer)?,
    };
    let payee = payee.ok_or_else(not_offered)?;
    let customer = customers::find(tx, &session.scope, session.customer)?;
    let name = customer.and_then(|it| it.name).unwrap_or_else(|| "Sandbox Payer".to_owned());
    let reference = session.reference.map(|it| it.core().to_owned()).unwrap_or_default();
    let text = wanted.reference.clone().unwrap_or(reference);
    let remaining = session.state.amounts.remaining;
    let amount = match wanted.amount {
        Some(amount) => amount,
        None if remaining > 0 => remaining,
        None => session.terms.amount,
    };
    let known = || identities::payer_of(currency).to_owned();
    Ok(Sent {
        number: payee.numbers.electronic(),
        amount: Money::new(amount, currency),
        text: text.lines().map(str::to_owned).collect(),
        creditor_reference: None,
        payer_name: wanted.payer_name.clone().unwrap_or(name),
        payer_account: wanted.payer_account.clone().unwrap_or_else(known),
    })
}

fn not_offered() -> Problem {
    let message = "This payment session does not offer to send money, or there is no account in that currency.";
    Problem::conflict("transfer_not_offered", message)
}

/// The bank's own id of the latest entry that a transfer of the session came by, with its account's
/// number, where the pretend bank knows it.
pub(super) fn latest_entry(
    tx: &mut Tx<'_>,
    scope: &Scope,
    session: SessionId,
    attempt: domain::ids::AttemptId,
) -> Result<Option<String>, DbError> {
    let matches = rows::matches_of_session(tx, session)?;
    let ours = matches.iter().rev().find(|it| {
        it.undone.is_none() && (it.attempt == Some(attempt) || it.marked_attempt == Some(attempt))
    });
    let Some(ours) = ours else { return Ok(None) };
    Ok(rows::find(tx, scope, ours.entry)?.map(|it| it.entry))
}

/// What the payer of a scenario sends.
pub(super) fn scripted(case: &Case, method: MethodType, scenario: &str) -> Wanted {
    let session = &case.session;
    let asked = session.state.amounts.remaining;
    let core = session.reference.map(|it| it.grouped()).unwrap_or_default();
    let plain = Wanted { method: Some(method), times: 1, amount: Some(asked), ..Wanted::default() };
    match scenario {
        "part" => Wanted { amount: Some((asked / 2).max(1)), ..plain },
        "over" => Wanted { amount: Some(asked + 1_000), ..plain },
        "mangled_reference" => {
            let reference = Some(format!("rent may, ref. {} thank you", core.to_lowercase()));
            Wanted { reference, ..plain }
        }
        "no_reference" => Wanted { reference: Some(String::new()), ..plain },
        "wrong_currency" => {
            let other = match session.terms.currency {
                Currency::Eur => Currency::Gbp,
                _ => Currency::Eur,
            };
            Wanted { currency: Some(other), ..plain }
        }
        "told_twice" => Wanted { times: 2, ..plain },
        _ => plain,
    }
}

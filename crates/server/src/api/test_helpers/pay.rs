//! `POST /v1/test_helpers/payment_sessions/{id}/pay`.

use axum::extract::State;
use domain::attempt::Progress;
use domain::case::Refusal;
use domain::debit::Scheme;
use domain::debit::account::DebitAccount;
use domain::ids::{AttemptId, SessionId};
use domain::method::MethodType;
use pages::Locale;
use processors::sandbox::card::{Answer as AtTheProcessor, SCENARIOS, SandboxCard, Scenario};
use processors::sandbox::identities::{self, Bank};
use processors::sandbox::open_banking::{SandboxOpenBanking, Scenario as AtTheBank};
use processors::sandbox::page;
use processors::sandbox::signing::{Answer, SandboxAutogiro};
use store::{Tx, cases as rows};
use utoipa::ToSchema;

use super::{PATIENCE, transfer};
use crate::api::payment_sessions::refused;
use crate::api::payment_sessions::view::PaymentSessionView;
use crate::app::App;
use crate::checkout::debit::Signature;
use crate::checkout::{
    Begun, Details, NotBegun, bank, begin_in_rounds, card, credit, debit, transfer as sent,
};
use crate::extract::{Body, Call, Expand, Fields, Merchant, PathId, Reply, rules};
use crate::problem::{Fault, Problem};

/// Who pays, and what happens.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct Pay {
    /// One of the session's types.
    #[schema(
        pattern = "^(card|sepa_debit|bacs_debit|autogiro|bank_transfer|direct_transfer|pay_by_bank)$"
    )]
    payment_method_type: String,
    /// What happens; the default succeeds in its rail's time. Cards: `succeed`, `decline`,
    /// `insufficient_funds`, `expired_card`, `lost_card`, `fraud_suspected`, `authenticate`,
    /// `authentication_refused`, `abandon`, `answer_late`, `answer_twice`, `contradict`,
    /// `decline_then_succeed`. SEPA
    /// debits: `succeed`, `reject`, `account_closed`, `insufficient_funds`, `reason_withheld`,
    /// `deceased`, `refund`, `unauthorised`. Bacs debits: `succeed`, `instruction_refused`,
    /// `deceased`, `instruction_canceled`, `insufficient_funds`, `account_closed`, `late_return`,
    /// `indemnity_claim`. Autogiro: `succeed`, `mandate_refused`, `account_not_allowed`,
    /// `holder_unknown`, `account_unknown`, `mandate_slow`, `mandate_late`, `mandate_unanswered`,
    /// `mandate_silent`, `mandate_canceled`, `payment_refused`, `insufficient_funds`,
    /// `account_closed`, `paid_at_second_try`, `refund_amount`, `refund_revoked`,
    /// `refund_unmandated`, and at the page where the mandate is signed `refuse` and `walk_away`.
    /// Payments by bank: `succeed`, `refuse`, `walk_away`,
    /// `insufficient_funds`, `answer_late`, `return_without_result`, `answer_twice`.
    #[schema(min_length = 1, max_length = 40)]
    scenario: Option<String>,
}

/// A payer who is told what to do.
#[derive(Clone, Copy)]
enum Script {
    Card(Scenario),
    Debit(Scheme, &'static str, Answer),
    PayByBank(&'static Bank, AtTheBank),
    Transfer(MethodType, &'static str),
    CustomerBalance,
}

/// The name of paying from the customer's credit.
const CUSTOMER_BALANCE: &str = "customer_balance";

/// Pays in the sandbox, as if the payer had confirmed on the page.
///
/// # Errors
/// 403 with a live key; 400 for an unknown type or scenario; 409 when the session takes no
/// payment.
#[utoipa::path(
    post, path = "/v1/test_helpers/payment_sessions/{id}/pay", tag = "Test helpers",
    operation_id = "test_pay",
    params(("id" = String, Path, description = "The session's id.")),
    request_body = Pay,
    responses((status = 200, description = "The session as it is then.", body = PaymentSessionView), crate::openapi::Refusals)
)]
pub async fn pay(
    State(app): State<App>,
    mut call: Call,
    id: PathId<SessionId>,
    body: Body,
) -> Result<Reply, Problem> {
    let input = body.read(read);
    let merchant = call.merchant(&app).await?;
    merchant.test_mode_only()?;
    let _turn = app.changes.turn(&merchant).await;
    if let Some(reply) = call.replay(&app, &merchant, &input).await? {
        return Ok(reply);
    }
    let id = id.of_a("payment session")?;
    match *input.value()? {
        Script::Card(scenario) => by_card(&app, &merchant, id, scenario).await?,
        Script::Debit(scheme, account, answer) => {
            let begun = by_debit(&app, &merchant, id, scheme, account).await?;
            if scheme.signs_at_bank() {
                at_the_bank(&app, &merchant, begun, answer).await?;
            }
        }
        Script::PayByBank(bank, scenario) => {
            by_bank(&app, &merchant, id, bank, scenario).await?;
        }
        Script::Transfer(method, scenario) => {
            by_transfer(&app, &merchant, id, method, scenario).await?;
        }
        Script::CustomerBalance => by_credit(&app, &merchant, id).await?,
    }
    let parts = app.clone();
    call.write(&app, input, move |tx, merchant, _| {
        PaymentSessionView::load(tx, &parts, merchant, id, &Expand::default())
    })
    .await
}

fn read(fields: &mut Fields<'_>) -> Option<Script> {
    let mut types: Vec<&str> = MethodType::ALL.iter().map(|it| it.as_str()).collect();
    types.push(CUSTOMER_BALANCE);
    let method = fields.required_text("payment_method_type", |given| match given {
        CUSTOMER_BALANCE => Ok(None),
        other => rules::spelled(&types)(other).map(Some),
    });
    let scenario = fields.text("scenario", rules::line(40));
    let scenario = scenario.as_deref().unwrap_or("succeed");
    let Some(method) = method? else { return Some(Script::CustomerBalance) };
    let script = match method {
        MethodType::Card => scenario.parse().ok().map(Script::Card),
        MethodType::PayByBank => {
            let found = identities::bank_of(scenario).zip(scenario.parse().ok());
            found.map(|(bank, scenario)| Script::PayByBank(bank, scenario))
        }
        MethodType::BankTransfer | MethodType::DirectTransfer => {
            identities::sending(scenario).map(|it| Script::Transfer(method, it.scenario))
        }
        other => Scheme::of(other).and_then(|scheme| debit_script(scheme, scenario)),
    };
    if script.is_none() {
        let names: Vec<&str> = match method {
            MethodType::Card => SCENARIOS.iter().map(|(name, _)| *name).collect(),
            MethodType::PayByBank => identities::BANKS.iter().map(|it| it.scenario).collect(),
            MethodType::BankTransfer | MethodType::DirectTransfer => {
                identities::TRANSFERS.iter().map(|it| it.scenario).collect()
            }
            other => Scheme::of(other).map_or_else(Vec::new, |scheme| {
                let refused = ["refuse", "walk_away"].into_iter();
                let of_signing = refused.filter(|_| scheme.signs_at_bank());
                identities::of(scheme).iter().map(|it| it.scenario).chain(of_signing).collect()
            }),
        };
        let words = format!("must be one of: {}", names.join(", "));
        fields.fault("scenario", "unknown_value", words);
    }
    script
}

/// A debit from the account that makes a scenario happen; where the mandate is signed at the bank, the
/// payer signs there, unless the scenario is that.
fn debit_script(scheme: Scheme, scenario: &str) -> Option<Script> {
    let answer = match scenario {
        "refuse" if scheme.signs_at_bank() => Answer::Refuse,
        "walk_away" if scheme.signs_at_bank() => Answer::WalkAway,
        _ => Answer::Sign,
    };
    let from = if answer == Answer::Sign { scenario } else { "succeed" };
    let account = identities::account_of(scheme, from)?;
    Some(Script::Debit(scheme, account, answer))
}

/// Waits for the bank's page, and answers there as the script says.
async fn at_the_bank(
    app: &App,
    merchant: &Merchant,
    begun: Begun,
    answer: Answer,
) -> Result<(), Problem> {
    let scope = merchant.scope;
    let Some(reference) = at_the_page(app, scope, begun).await? else { return Ok(()) };
    app.db.write(move |tx| page::answer::<SandboxAutogiro>(tx, &reference, answer)).await?;
    if answer != Answer::WalkAway {
        decided(app, scope, begun).await?;
    }
    Ok(())
}

/// Begins the attempt at a bank, waits for its page, and answers there as the script says.
async fn by_bank(
    app: &App,
    merchant: &Merchant,
    id: SessionId,
    bank: &'static Bank,
    scenario: AtTheBank,
) -> Result<(), Problem> {
    let (scope, parts) = (merchant.scope, app.clone());
    let begin =
        move |tx: &mut Tx<'_>, locked, manner| bank::begin(tx, &parts, locked, manner, bank);
    let begun = begin_in_rounds(app, scope, id, false, None, begin).await?;
    let begun = begun.ok_or_else(unknown)?.map_err(not_begun)?;
    let Some(reference) = at_the_page(app, scope, begun).await? else { return Ok(()) };
    app.db.write(move |tx| page::answer::<SandboxOpenBanking>(tx, &reference, scenario)).await?;
    if scenario.is_told_at_once() {
        decided(app, scope, begun).await?;
    }
    Ok(())
}

/// Begins the attempt, waits for the processor's page, and does there what the script says.
async fn by_card(
    app: &App,
    merchant: &Merchant,
    id: SessionId,
    scenario: Scenario,
) -> Result<(), Problem> {
    let (scope, parts) = (merchant.scope, app.clone());
    let begin = move |tx: &mut Tx<'_>, locked, manner| card::begin(tx, &parts, locked, manner);
    let begun = begin_in_rounds(app, scope, id, false, None, begin).await?;
    let begun = begun.ok_or_else(unknown)?.map_err(not_begun)?;
    let Some(reference) = at_the_page(app, scope, begun).await? else { return Ok(()) };
    app.db
        .write(move |tx| {
            let mut answer = |answer| page::answer::<SandboxCard>(tx, &reference, answer);
            answer(AtTheProcessor::Choose(scenario))?;
            if scenario == Scenario::Authenticate {
                answer(AtTheProcessor::Authenticate(true))?;
            }
            Ok::<_, Problem>(())
        })
        .await?;
    if scenario != Scenario::Abandon {
        decided(app, scope, begun).await?;
    }
    Ok(())
}

/// The processor's own id of the payment once it has a page, or nothing when the try has ended:
/// somebody else's came first and this one was withdrawn, and the session says how.
pub(super) async fn at_the_page(
    app: &App,
    scope: domain::scope::Scope,
    begun: Begun,
) -> Result<Option<String>, Problem> {
    let look = || {
        progress(app, scope, begun, |progress, reference| match progress {
            Progress::Redirected { url: None } => None,
            Progress::Redirected { url: Some(_) } => Some(reference.map(str::to_owned)),
            _ => Some(None),
        })
    };
    let found = app.changes.until(begun.session, PATIENCE, look).await?;
    let message = "The sandbox gave no page in time.";
    found.ok_or_else(|| Problem::unavailable("sandbox_silent", message))
}

/// Waits until the processor has said something of the attempt.
pub(super) async fn decided(
    app: &App,
    scope: domain::scope::Scope,
    begun: Begun,
) -> Result<(), Problem> {
    let look = || {
        progress(app, scope, begun, |progress, _| {
            (!matches!(progress, Progress::Redirected { .. })).then_some(())
        })
    };
    app.changes.until(begun.session, PATIENCE, look).await?;
    Ok(())
}

/// Looks at an attempt.
async fn progress<T: Send + 'static>(
    app: &App,
    scope: domain::scope::Scope,
    begun: Begun,
    look: fn(&Progress, Option<&str>) -> Option<T>,
) -> Result<Option<T>, Problem> {
    let id: AttemptId = begun.attempt;
    let found = app
        .db
        .read(move |tx| {
            let case = rows::find(tx, &scope, begun.session)?;
            let attempt = case.as_ref().and_then(|case| case.attempt(id));
            Ok::<_, Problem>(attempt.and_then(|it| look(&it.progress, it.reference.as_deref())))
        })
        .await?;
    Ok(found)
}

/// Signs a mandate over a pretend account.
async fn by_debit(
    app: &App,
    merchant: &Merchant,
    id: SessionId,
    scheme: Scheme,
    account: &'static str,
) -> Result<Begun, Problem> {
    let account = DebitAccount::parse(scheme, account)
        .ok_or_else(|| Problem::internal_because("a pretend account that is none"))?;
    let signature = Signature {
        details: Details {
            account_holder_name: "Sandbox Payer".to_owned(),
            email: "payer@sandbox.example".to_owned(),
            account,
            address: None,
        },
        locale: Locale::En,
        address: None,
        user_agent: None,
        seen: None,
        mandate: None,
    };
    let parts = app.clone();
    let begin = move |tx: &mut Tx<'_>, locked, manner| {
        debit::confirm(tx, &parts, locked, &signature, manner)
    };
    let begun = begin_in_rounds(app, merchant.scope, id, false, None, begin).await?;
    begun.ok_or_else(unknown)?.map_err(not_begun)
}

/// Sends the money, or says to have sent it, as the script says.
async fn by_transfer(
    app: &App,
    merchant: &Merchant,
    id: SessionId,
    method: MethodType,
    scenario: &'static str,
) -> Result<(), Problem> {
    let (scope, now) = (merchant.scope, merchant.now);
    if scenario == "awaiting" {
        let parts = app.clone();
        let begin =
            move |tx: &mut Tx<'_>, locked, manner| sent::begin(tx, &parts, locked, manner, method);
        let begun = begin_in_rounds(app, scope, id, false, None, begin).await?;
        begun.ok_or_else(unknown)?.map_err(not_begun)?;
        return Ok(());
    }
    let case = app.db.read(move |tx| rows::find(tx, &scope, id)).await?.ok_or_else(unknown)?;
    case.takes_payment(case.not_before(now)).map_err(refused)?;
    if !case.session.terms.methods.contains(&method) {
        return Err(refused(Refusal::MethodNotOffered));
    }
    let wanted = transfer::scripted(&case, method, scenario);
    let times = if scenario == "double" { 2 } else { 1 };
    for _ in 0..times {
        transfer::send(app, scope, id, wanted.clone()).await?;
    }
    Ok(())
}

/// Confirms that the customer's credit pays all of it.
async fn by_credit(app: &App, merchant: &Merchant, id: SessionId) -> Result<(), Problem> {
    let parts = app.clone();
    let pay = move |tx: &mut Tx<'_>, locked, manner| credit::pay(tx, &parts, locked, manner);
    let paid = begin_in_rounds(app, merchant.scope, id, false, None, pay).await?;
    paid.ok_or_else(unknown)?.map_err(not_begun)
}

fn unknown() -> Problem {
    Problem::not_found("payment session", None)
}

/// Why no attempt began, as the API says it.
fn not_begun(why: NotBegun) -> Problem {
    let unavailable = |words: &str| {
        let message = format!("`payment_method_type` {words}.");
        let param = "payment_method_type";
        Problem::faults(vec![Fault::of(param, "payment_method_type_unavailable", message)])
    };
    match why {
        NotBegun::Refused(refusal) => refused(refusal),
        NotBegun::Unavailable => unavailable("has no connection, or cannot carry this amount"),
        NotBegun::StillRedirected | NotBegun::TooManyTries | NotBegun::DateMoved(_) => {
            Problem::conflict("payment_in_progress", "Another try is under way.")
        }
    }
}

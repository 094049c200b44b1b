//! Paying by bank, and the pretend bank.

use super::{Book, bare_frame, frame, here, payment, pretend_forms};
use crate::RenderError;
use crate::amount::Amount;
use crate::bank::{BankChoice, BankProblem, BankReview};
use crate::card::{Errand, Leaving};
use crate::choose::{Choose, ChooseProblem};
use crate::payment::{DeclineReason, Method, MethodKind, Payment};
use crate::sandbox::{SandboxForm, SandboxProblem};
use crate::sandbox_bank::{SandboxBank, bank_scenario};
use crate::status::{Status, StatusPage};

const BANK: &str = "Sandbox Bank North";

fn in_pounds() -> Payment {
    Payment { amount: Amount::new(125_000, "gbp"), ..payment() }
}

/// Pretend banks, and a real one, which has no scenario.
fn banks() -> Vec<BankChoice> {
    let bank = |id: &str, name: &str, scenario| BankChoice {
        id: id.to_owned(),
        name: name.to_owned(),
        scenario,
    };
    vec![
        bank("sandbox_bank_north", BANK, Some(bank_scenario("succeed"))),
        bank(
            "sandbox_silent_bank",
            "Sandbox Silent Bank",
            Some(bank_scenario("return_without_result")),
        ),
        bank("example", "Example Bank <Cymru> & Co", None),
    ]
}

pub(super) fn add(book: &mut Book) -> Result<(), RenderError> {
    review(book)?;
    let leaving = Leaving {
        frame: frame(book.locale),
        payment: in_pounds(),
        to: "https://bank.example/approve/123".to_owned(),
        errand: Errand::ApproveAt(BANK.to_owned()),
        chooser_url: Some(here()),
    };
    book.add("leaving", "bank", leaving.render())?;
    let methods = vec![Method::Card, Method::PayByBank];
    let problem = ChooseProblem::Failed(DeclineReason::NotApproved);
    let (frame, payment) = (frame(book.locale), in_pounds());
    book.add("choose", "by_bank", Choose { frame, payment, methods, problem }.render())?;
    waiting(book)?;
    pretend(book)
}

fn review(book: &mut Book) -> Result<(), RenderError> {
    let first = BankReview {
        frame: frame(book.locale),
        payment: in_pounds(),
        token: "t0ken".to_owned(),
        payee: "Bjorkhagen Homes".to_owned(),
        reference: "4C9D-5E6T".to_owned(),
        banks: banks(),
        problem: BankProblem::None,
        last_error: None,
        chooser_url: Some(here()),
    };
    book.add("bank_review", "first", first.render())?;
    for (state, problem) in
        [("nothing_chosen", BankProblem::NothingChosen), ("unknown", BankProblem::Unknown)]
    {
        book.add("bank_review", state, BankReview { problem, ..first.clone() }.render())?;
    }
    let reasons = [
        ("refused", DeclineReason::NotAuthenticated),
        ("insufficient_funds", DeclineReason::InsufficientFunds),
        ("not_approved", DeclineReason::NotApproved),
        ("unavailable", DeclineReason::BankUnavailable),
    ];
    for (state, reason) in reasons {
        let again = BankReview { last_error: Some(reason), ..first.clone() };
        book.add("bank_review", state, again.render())?;
    }
    let changed = Payment { amount_changed: true, ..in_pounds() };
    let changed = BankReview { payment: changed, ..first.clone() };
    book.add("bank_review", "amount_changed", changed.render())?;
    let only = BankReview { frame: bare_frame(book.locale), chooser_url: None, ..first };
    book.add("bank_review", "only_method", only.render())
}

fn waiting(book: &mut Book) -> Result<(), RenderError> {
    let waits = |approved, looks_again, other_url| Status::AwaitingBank {
        approved,
        looks_again,
        other_url,
    };
    let on = jiff::civil::date(2026, 11, 23);
    let states = [
        ("bank_silent", waits(false, true, Some(here()))),
        ("bank_silent_for_long", waits(false, false, Some(here()))),
        ("bank_approved", waits(true, true, None)),
        ("paid_by_bank", Status::Paid { on, method: MethodKind::PayByBank }),
    ];
    for (name, state) in states {
        let page = StatusPage {
            frame: frame(book.locale),
            payment: in_pounds(),
            state,
            statement_text: Some("Bjorkhagen Homes · 4C9D-5E6T".to_owned()),
            onward: None,
            guarantee: None,
            refunds: Vec::new(),
        };
        book.add("status", name, page.render())?;
    }
    Ok(())
}

fn pretend(book: &mut Book) -> Result<(), RenderError> {
    let locale = book.locale;
    let with = |form: SandboxForm| SandboxBank {
        frame: frame(locale),
        bank: BANK.to_owned(),
        payee: "Bjorkhagen Homes".to_owned(),
        amount: in_pounds().amount,
        reference: "4C9D-5E6T".to_owned(),
        chosen: match form.problem {
            SandboxProblem::UnknownScenario => bank_scenario("insufficient_funds"),
            _ => bank_scenario("succeed"),
        },
        form,
    };
    for (state, form) in pretend_forms("/sandbox/bank/1") {
        book.add("sandbox_bank", state, with(form).render())?;
    }
    Ok(())
}

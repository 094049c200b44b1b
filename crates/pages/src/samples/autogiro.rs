//! The pages of Autogiro.

use jiff::civil::date;

use super::{Book, COLLECTION, creditor, frame, here, payment, pretend_forms};
use crate::RenderError;
use crate::amount::Amount;
use crate::card::{Errand, Leaving};
use crate::choose::{Choose, ChooseProblem};
use crate::debit_form::{
    AddressFields, DebitField, DebitForm, DebitValues, FieldError, FieldProblem,
};
use crate::debit_review::{Creditor, DebitReview, ReviewProblem};
use crate::locale::Locale;
use crate::payment::{DebitScheme, DeclineReason, Hidden, Method, Payment};
use crate::sandbox_sign::SandboxSign;
use crate::status::{Retry, Status, StatusPage};
use crate::texts::SchemeTexts;

const BANK: &str = "Sandbox Bank Norr";

/// Who collects by Autogiro.
pub(super) fn payee(locale: Locale) -> Creditor {
    Creditor {
        identifier: "991-2346".to_owned(),
        organisation_number: Some("556016-0680".to_owned()),
        ..creditor(locale)
    }
}

fn kronor() -> Payment {
    Payment { amount: Amount::new(1_250_000, "sek"), ..payment() }
}

fn values() -> DebitValues {
    DebitValues {
        account_holder_name: "Åsa Öberg".to_owned(),
        email: "asa@example.com".to_owned(),
        payer_id: "19900101-0017".to_owned(),
        clearing_number: "6789".to_owned(),
        account_number: "123 456 789".to_owned(),
        ..DebitValues::default()
    }
}

pub(super) fn add(book: &mut Book) -> Result<(), RenderError> {
    form(book)?;
    review(book)?;
    let leaving = Leaving {
        frame: frame(book.locale),
        payment: kronor(),
        to: "https://bank.example/sign/123".to_owned(),
        errand: Errand::SignAt(BANK.to_owned()),
        chooser_url: Some(here()),
    };
    book.add("leaving", "sign", leaving.render())?;
    let methods = vec![
        Method::Debit { scheme: DebitScheme::Autogiro, collection_on: COLLECTION },
        Method::Card,
    ];
    let problem = ChooseProblem::Failed(DeclineReason::NotSigned);
    let chooser = Choose { frame: frame(book.locale), payment: kronor(), methods, problem };
    book.add("choose", "autogiro", chooser.render())?;
    sign(book)?;
    statuses(book)
}

fn form(book: &mut Book) -> Result<(), RenderError> {
    let form = DebitForm {
        scheme: DebitScheme::Autogiro,
        frame: frame(book.locale),
        payment: kronor(),
        token: "t0ken".to_owned(),
        collection_on: COLLECTION,
        values: DebitValues::default(),
        address: AddressFields::Hidden,
        errors: Vec::new(),
        chooser_url: Some(here()),
    };
    book.add("autogiro_form", "first", form.render())?;
    let again = DebitForm { values: values(), ..form.clone() };
    let missing = DebitField::of(DebitScheme::Autogiro, AddressFields::Hidden);
    let errors =
        missing.into_iter().map(|field| FieldError { field, problem: FieldProblem::Missing });
    book.add("autogiro_form", "missing", DebitForm { errors: errors.collect(), ..form }.render())?;
    let wrong = |problems: &[(DebitField, FieldProblem)]| {
        let error = |&(field, problem): &(_, _)| FieldError { field, problem };
        problems.iter().map(error).collect::<Vec<_>>()
    };
    let errors = wrong(&[
        (DebitField::PayerId, FieldProblem::NotAPayerId),
        (DebitField::ClearingNumber, FieldProblem::NotAClearingNumber),
    ]);
    let values = DebitValues {
        payer_id: "19900101-0018".to_owned(),
        clearing_number: "0789".to_owned(),
        ..values()
    };
    let typed = DebitForm { errors, values, ..again.clone() };
    book.add("autogiro_form", "errors", typed.render())?;
    let errors = wrong(&[(DebitField::AccountNumber, FieldProblem::NotAtThisClearingNumber)]);
    book.add("autogiro_form", "not_together", DebitForm { errors, ..again }.render())
}

fn review(book: &mut Book) -> Result<(), RenderError> {
    let review = DebitReview {
        scheme: DebitScheme::Autogiro,
        frame: frame(book.locale),
        payment: kronor(),
        token: "t0ken".to_owned(),
        text: SchemeTexts::shipped().autogiro(book.locale).clone(),
        creditor: payee(book.locale),
        mandate_reference: "0000001748236519".to_owned(),
        collection_on: COLLECTION,
        notice: None,
        values: values(),
        address: AddressFields::Hidden,
        statement_text: Some("BJORKHAGEN RENT".to_owned()),
        hidden: vec![Hidden::new("collection_on", "2026-11-27")],
        problem: ReviewProblem::None,
    };
    book.add("autogiro_review", "first", review.render())?;
    let moved = DebitReview { problem: ReviewProblem::DateMoved, ..review };
    book.add("autogiro_review", "date_moved", moved.render())
}

fn sign(book: &mut Book) -> Result<(), RenderError> {
    let locale = book.locale;
    let with = |form| SandboxSign {
        frame: frame(locale),
        bank: BANK.to_owned(),
        payee: payee(locale).name,
        bankgiro: payee(locale).identifier,
        amount: kronor().amount,
        collection_on: COLLECTION,
        account_masked: "6789 ••••6789".to_owned(),
        form,
    };
    for (state, form) in pretend_forms("/sandbox/sign/1") {
        book.add("sandbox_sign", state, with(form).render())?;
    }
    Ok(())
}

fn statuses(book: &mut Book) -> Result<(), RenderError> {
    let scheme = DebitScheme::Autogiro;
    let mandate_reference = "0000001748236519".to_owned();
    let failed = |reason| Status::Failed {
        reason,
        retry: Retry { again_url: Some(here()), other_url: Some(here()) },
    };
    let waits = |looks_again| Status::AwaitingSignature { looks_again, other_url: Some(here()) };
    let states = [
        ("autogiro_unsigned", waits(true)),
        ("autogiro_unsigned_for_long", waits(false)),
        (
            "autogiro_signed",
            Status::AwaitingMandate {
                scheme,
                answer_by: date(2026, 12, 3),
                collection_on: date(2026, 12, 4),
                mandate_reference: mandate_reference.clone(),
            },
        ),
        (
            "autogiro_approved",
            Status::DebitSigned {
                scheme,
                creditor: payee(book.locale).name,
                collection_on: date(2026, 12, 4),
                clears_on: date(2026, 12, 4),
                mandate_reference,
            },
        ),
        ("autogiro_not_signed", failed(DeclineReason::NotSigned)),
        ("autogiro_refused", failed(DeclineReason::MandateRefused)),
    ];
    for (name, state) in states {
        let page = StatusPage {
            frame: frame(book.locale),
            payment: kronor(),
            state,
            statement_text: None,
            guarantee: None,
            onward: None,
            refunds: Vec::new(),
        };
        book.add("status", name, page.render())?;
    }
    Ok(())
}

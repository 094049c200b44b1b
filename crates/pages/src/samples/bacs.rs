//! The pages of Bacs Direct Debit.

use domain::debit::Scheme;

use super::{Book, COLLECTION, creditor, frame, here, payment};
use crate::RenderError;
use crate::amount::Amount;
use crate::bacs_review::BacsReview;
use crate::choose::{Choose, ChooseProblem};
use crate::debit_form::{
    AddressFields, DebitField, DebitForm, DebitValues, FieldError, FieldProblem,
};
use crate::debit_review::{Creditor, ReviewProblem};
use crate::frame::Merchant;
use crate::locale::Locale;
use crate::payment::{DebitScheme, Hidden, Method, Payment};
use crate::texts::SchemeTexts;

/// Who collects by Bacs.
pub fn service_user(locale: Locale) -> Creditor {
    Creditor { identifier: "000000".to_owned(), ..creditor(locale) }
}

pub(super) fn pounds() -> Payment {
    Payment { amount: Amount::new(125_000, "gbp"), ..payment() }
}

fn values() -> DebitValues {
    DebitValues {
        account_holder_name: "Aisha O’Neill".to_owned(),
        email: "aisha@example.com".to_owned(),
        sort_code: "00 00 00".to_owned(),
        account_number: "5577-9911".to_owned(),
        sole_signatory: "yes".to_owned(),
        ..DebitValues::default()
    }
}

pub(super) fn add(book: &mut Book) -> Result<(), RenderError> {
    let methods = [DebitScheme::SepaCore, DebitScheme::Bacs]
        .map(|scheme| Method::Debit { scheme, collection_on: COLLECTION })
        .to_vec();
    let problem = ChooseProblem::None;
    let chooser = Choose { frame: frame(book.locale), payment: pounds(), methods, problem };
    book.add("choose", "debits", chooser.render())?;
    form(book)?;
    review(book)
}

fn form(book: &mut Book) -> Result<(), RenderError> {
    let form = DebitForm {
        scheme: DebitScheme::Bacs,
        frame: frame(book.locale),
        payment: pounds(),
        token: "t0ken".to_owned(),
        collection_on: COLLECTION,
        values: DebitValues::default(),
        address: AddressFields::Hidden,
        errors: Vec::new(),
        chooser_url: Some(here()),
    };
    book.add("bacs_form", "first", form.render())?;
    let again = DebitForm { values: values(), ..form.clone() };
    book.add("bacs_form", "again", again.render())?;
    let wrong = |problems: &[(DebitField, FieldProblem)]| {
        let error = |&(field, problem): &(_, _)| FieldError { field, problem };
        problems.iter().map(error).collect::<Vec<_>>()
    };
    let missing: Vec<_> = DebitField::of(DebitScheme::Bacs, AddressFields::Hidden)
        .into_iter()
        .map(|field| (field, FieldProblem::Missing))
        .collect();
    let errors = wrong(&missing);
    book.add("bacs_form", "missing", DebitForm { errors, ..form }.render())?;
    let errors = wrong(&[
        (DebitField::SortCode, FieldProblem::NotASortCode),
        (DebitField::AccountNumber, FieldProblem::NotAnAccountNumber),
    ]);
    let values = DebitValues {
        sort_code: "00 00 0".to_owned(),
        account_number: "5577-991".to_owned(),
        ..values()
    };
    let typed = DebitForm { errors, values, ..again.clone() };
    book.add("bacs_form", "errors", typed.render())?;
    let errors = wrong(&[(DebitField::AccountNumber, FieldProblem::NotAtThisSortCode)]);
    book.add("bacs_form", "not_together", DebitForm { errors, ..again }.render())
}

fn review(book: &mut Book) -> Result<(), RenderError> {
    let review = BacsReview {
        frame: frame(book.locale),
        payment: pounds(),
        token: "t0ken".to_owned(),
        creditor: service_user(book.locale),
        mandate_reference: "1JXM3F7N2P8R5T6W9Z".to_owned(),
        instruction: SchemeTexts::shipped().bacs_instruction().clone(),
        guarantee: SchemeTexts::shipped().bacs_guarantee(10),
        collection_on: COLLECTION,
        notice: None,
        values: values(),
        statement_name: "BJORKHAGEN HOMES".to_owned(),
        hidden: vec![Hidden::new("collection_on", "2026-11-27")],
        problem: ReviewProblem::None,
    };
    book.add("bacs_review", "first", review.render())?;
    let not = BacsReview { problem: ReviewProblem::NotAccepted, ..review.clone() };
    book.add("bacs_review", "not_accepted", not.render())?;
    let noticed = BacsReview { notice: Some(Scheme::Bacs.rules().notice), ..review.clone() };
    book.add("bacs_review", "after_notice", noticed.render())?;
    let moved = BacsReview { problem: ReviewProblem::DateMoved, ..review.clone() };
    book.add("bacs_review", "date_moved", moved.render())?;
    let mut bare = frame(book.locale);
    bare.merchant = Merchant { display_name: "Nyckeln".to_owned(), ..Merchant::default() };
    let creditor = Creditor {
        name: "Nyckeln".to_owned(),
        address_lines: Vec::new(),
        ..service_user(book.locale)
    };
    book.add("bacs_review", "bare", BacsReview { frame: bare, creditor, ..review }.render())
}

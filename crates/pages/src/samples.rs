//! Every page in every state, with made-up content: for the snapshots and for looking at them.

mod autogiro;
mod bacs;
mod bank;
mod mails;
mod statuses;
mod transfers;

use domain::debit::Scheme;
use jiff::civil::{Date, date};

use crate::RenderError;
use crate::amount::Amount;
use crate::assets;
use crate::brand::brand_css;
use crate::card::{CardReview, Errand, Leaving};
use crate::choose::{Choose, ChooseProblem};
use crate::countries;
use crate::credit::CreditReview;
use crate::debit_form::{
    AddressFields, DebitField, DebitForm, DebitValues, FieldError, FieldProblem,
};
use crate::debit_review::{Creditor, DebitReview, ReviewProblem};
use crate::error::{ErrorKind, ErrorPage};
use crate::frame::{Frame, LangLink, Merchant};
use crate::locale::Locale;
use crate::payment::{DebitScheme, DeclineReason, Hidden, Method, Payment, Purpose};
use crate::sandbox::{MailSummary, SandboxForm, SandboxMail, SandboxMailbox, SandboxProblem};
use crate::sandbox_card::{SandboxAuthenticate, SandboxCard};
use crate::texts::SchemeTexts;

pub use bacs::service_user;
pub use mails::{
    autogiro_confirmation_mail, bank_account_change_mail, debit_postponed_mail, debit_retried_mail,
    instruction_confirmation_mail, mandate_confirmation_mail, part_payment_mail, payment_link_mail,
    payment_returned_mail, refunded_mail, transfer_details_mail,
};

/// A rendered sample.
#[derive(Clone, Debug)]
pub struct Sample {
    /// The page, such as `debit_form`.
    pub page: &'static str,
    /// The state, such as `errors`.
    pub state: &'static str,
    /// The language.
    pub locale: Locale,
    /// `html`, or `txt` for the text part of a mail.
    pub extension: &'static str,
    /// The rendered text.
    pub body: String,
}

impl Sample {
    /// A file name: `debit_form.errors.sv.html`.
    pub fn file_name(&self) -> String {
        format!("{}.{}.{}.{}", self.page, self.state, self.locale.tag(), self.extension)
    }
}

/// Collects the samples of one language.
struct Book {
    locale: Locale,
    samples: Vec<Sample>,
}

impl Book {
    fn add(
        &mut self,
        page: &'static str,
        state: &'static str,
        html: Result<String, RenderError>,
    ) -> Result<(), RenderError> {
        let locale = self.locale;
        self.samples.push(Sample { page, state, locale, extension: "html", body: html? });
        Ok(())
    }
}

/// Every page in every state, and every mail, in every language.
///
/// # Errors
/// Only when a template itself is defective.
pub fn all() -> Result<Vec<Sample>, RenderError> {
    let mut samples = Vec::new();
    for locale in Locale::ALL {
        let mut book = Book { locale, samples: Vec::new() };
        chooser(&mut book)?;
        card(&mut book)?;
        debit(&mut book)?;
        bacs::add(&mut book)?;
        autogiro::add(&mut book)?;
        transfers::add(&mut book)?;
        bank::add(&mut book)?;
        credit(&mut book)?;
        statuses::add(&mut book)?;
        errors(&mut book)?;
        sandbox(&mut book)?;
        mails::add(&mut book)?;
        samples.append(&mut book.samples);
    }
    Ok(samples)
}

/// Every sample with the stylesheets and icons it asks for, as paths and contents: written into a
/// folder and put behind any web server, the samples look as they do in earnest.
///
/// # Errors
/// Only when a template itself is defective.
pub fn files() -> Result<Vec<(String, Vec<u8>)>, RenderError> {
    let hex = merchant(Locale::En).color.unwrap_or_default();
    let brand = format!("brand/{}.css", hex.trim_start_matches('#'));
    let mut files = vec![(brand, brand_css(&hex).into_bytes())];
    for url in ["app.css", "icon.svg"].map(assets::asset_url) {
        if let Some(asset) = assets::find(&url) {
            files.push((url.trim_start_matches('/').to_owned(), asset.bytes.to_vec()));
        }
    }
    files.extend(all()?.into_iter().map(|sample| (sample.file_name(), sample.body.into_bytes())));
    Ok(files)
}

const COLLECTION: Date = date(2026, 11, 27);
const SESSION: &str = "py_sess_01kaqv8v1jxm3f7n2k4c9d5e6t";

/// A merchant with everything set.
pub fn merchant(locale: Locale) -> Merchant {
    Merchant {
        display_name: "Björkhagen Homes".to_owned(),
        legal_name: Some("Björkhagen Bostäder AB".to_owned()),
        address_lines: vec![
            "Finn Malmgrens väg 11".to_owned(),
            "121 47 Johanneshov".to_owned(),
            countries::name("SE", locale).unwrap_or_default().to_owned(),
        ],
        color: Some("#1d4ed8".to_owned()),
        icon_url: None,
        support_email: Some("rent@bjorkhagen.example".to_owned()),
        support_phone: Some("+46 8 123 45 67".to_owned()),
        support_website: Some("https://bjorkhagen.example/".to_owned()),
        privacy_url: Some("https://bjorkhagen.example/privacy".to_owned()),
    }
}

fn frame(locale: Locale) -> Frame {
    let lang_links = Locale::ALL
        .map(|locale| LangLink { locale, href: format!("?lang={}", locale.tag()) })
        .to_vec();
    Frame { locale, test_mode: true, merchant: merchant(locale), lang_links, prefix: String::new() }
}

/// The frame of a live merchant who set as little as possible.
fn bare_frame(locale: Locale) -> Frame {
    let merchant = Merchant { display_name: "Nyckeln".to_owned(), ..Merchant::default() };
    Frame { merchant, test_mode: false, ..frame(locale) }
}

fn payment() -> Payment {
    Payment {
        session_id: SESSION.to_owned(),
        amount: Amount::new(125_000, "eur"),
        credit: None,
        amount_changed: false,
        description: Some("December rent, flat 1203".to_owned()),
        purpose: Purpose::Rent,
    }
}

fn here() -> String {
    format!("/sessions/{SESSION}?lang=en")
}

fn chooser(book: &mut Book) -> Result<(), RenderError> {
    let sample = |frame, methods: &[Method], problem| {
        Choose { frame, payment: payment(), methods: methods.to_vec(), problem }.render()
    };
    let both =
        [Method::Card, Method::Debit { scheme: DebitScheme::SepaCore, collection_on: COLLECTION }];
    let locale = book.locale;
    book.add("choose", "both", sample(frame(locale), &both, ChooseProblem::None))?;
    book.add("choose", "single", sample(bare_frame(locale), &both[..1], ChooseProblem::None))?;
    let problems = [
        ("nothing_chosen", ChooseProblem::NothingChosen),
        ("unavailable", ChooseProblem::Unavailable),
        ("failed", ChooseProblem::Failed(DeclineReason::InsufficientFunds)),
    ];
    for (state, problem) in problems {
        book.add("choose", state, sample(frame(locale), &both, problem))?;
    }
    Ok(())
}

fn card(book: &mut Book) -> Result<(), RenderError> {
    let locale = book.locale;
    let review = CardReview {
        frame: frame(locale),
        payment: payment(),
        token: "t0ken".to_owned(),
        statement_text: Some("BJORKHAGEN RENT".to_owned()),
        last_error: None,
        chooser_url: Some(here()),
    };
    book.add("card_review", "first", review.render())?;
    let again = CardReview { last_error: Some(DeclineReason::Declined), ..review.clone() };
    book.add("card_review", "declined", again.render())?;
    let only =
        CardReview { frame: bare_frame(locale), chooser_url: None, statement_text: None, ..review };
    book.add("card_review", "only_method", only.render())?;
    let leaving = Leaving {
        frame: frame(locale),
        payment: payment(),
        to: "https://processor.example/pay/123".to_owned(),
        errand: Errand::PayByCard,
        chooser_url: Some(here()),
    };
    book.add("leaving", "several", leaving.render())?;
    book.add("leaving", "only_method", Leaving { chooser_url: None, ..leaving }.render())
}

/// The payment when credit pays a part of it.
fn part_paid() -> Payment {
    let credit = Some(Amount::new(30_000, "eur"));
    Payment { amount: Amount::new(95_000, "eur"), credit, ..payment() }
}

fn credit(book: &mut Book) -> Result<(), RenderError> {
    let frame = frame(book.locale);
    let part = Choose {
        frame: frame.clone(),
        payment: part_paid(),
        methods: vec![
            Method::Card,
            Method::Debit { scheme: DebitScheme::SepaCore, collection_on: COLLECTION },
        ],
        problem: ChooseProblem::None,
    };
    book.add("choose", "credit", part.render())?;
    let moved = CardReview {
        frame: frame.clone(),
        payment: Payment { amount_changed: true, ..part_paid() },
        token: "t0ken".to_owned(),
        statement_text: None,
        last_error: None,
        chooser_url: None,
    };
    book.add("card_review", "amount_changed", moved.render())?;
    let all = Payment { credit: Some(payment().amount), ..payment() };
    let review = CreditReview { frame, payment: all, token: "t0ken".to_owned() };
    book.add("credit_review", "first", review.render())?;
    let payment = Payment { description: None, amount_changed: true, ..review.payment.clone() };
    book.add("credit_review", "amount_changed", CreditReview { payment, ..review }.render())
}

fn values() -> DebitValues {
    DebitValues {
        account_holder_name: "Åsa Öberg".to_owned(),
        email: "asa@example.com".to_owned(),
        iban: "ch9300762011623852957".to_owned(),
        address_line1: "Bahnhofstrasse 1".to_owned(),
        address_line2: String::new(),
        address_city: "Zürich".to_owned(),
        address_postal_code: "8001".to_owned(),
        address_country: "CH".to_owned(),
        ..DebitValues::default()
    }
}

fn creditor(locale: Locale) -> Creditor {
    Creditor {
        name: "Björkhagen Bostäder AB".to_owned(),
        address_lines: merchant(locale).address_lines,
        identifier: "DE98ZZZ09999999999".to_owned(),
        organisation_number: None,
    }
}

fn debit(book: &mut Book) -> Result<(), RenderError> {
    let form = DebitForm {
        scheme: DebitScheme::SepaCore,
        frame: frame(book.locale),
        payment: payment(),
        token: "t0ken".to_owned(),
        collection_on: COLLECTION,
        values: DebitValues::default(),
        address: AddressFields::Hidden,
        errors: Vec::new(),
        chooser_url: Some(here()),
    };
    book.add("debit_form", "first", form.render())?;
    let asked = DebitForm { address: AddressFields::Asked, values: values(), ..form.clone() };
    book.add("debit_form", "address", asked.render())?;
    let wrong = |field, problem| FieldError { field, problem };
    let errors = vec![
        wrong(DebitField::AccountHolderName, FieldProblem::Characters),
        wrong(DebitField::Email, FieldProblem::NotAnEmail),
        wrong(DebitField::Iban, FieldProblem::NotAnIban),
        wrong(DebitField::AddressLine1, FieldProblem::TooLong),
        wrong(DebitField::AddressPostalCode, FieldProblem::Missing),
        wrong(DebitField::AddressCity, FieldProblem::Missing),
        wrong(DebitField::AddressCountry, FieldProblem::NotACountry),
    ];
    let typed = DebitValues {
        account_holder_name: "<Åsa> \"&\" 李".to_owned(),
        email: "asa@".to_owned(),
        iban: "CH93 0076 2011 6238 5295 8".to_owned(),
        address_line1: "Bahnhofstrasse 1, Hinterhaus, ".repeat(3),
        ..DebitValues::default()
    };
    book.add("debit_form", "errors", DebitForm { errors, values: typed, ..asked }.render())?;
    let errors = [DebitField::AccountHolderName, DebitField::Email]
        .map(|field| wrong(field, FieldProblem::Missing))
        .into_iter()
        .chain([wrong(DebitField::Iban, FieldProblem::IbanOutsideSepa)])
        .collect();
    let outside = "BR15 0000 0000 0000 1093 2840 814P 2".to_owned();
    let values = DebitValues { iban: outside, ..DebitValues::default() };
    book.add("debit_form", "missing", DebitForm { errors, values, ..form }.render())?;
    mandate(book)
}

fn mandate(book: &mut Book) -> Result<(), RenderError> {
    let review = DebitReview {
        scheme: DebitScheme::SepaCore,
        frame: frame(book.locale),
        payment: payment(),
        token: "t0ken".to_owned(),
        text: SchemeTexts::shipped().sepa_core(book.locale).clone(),
        creditor: creditor(book.locale),
        mandate_reference: "01KAQV8V1JXM3F7N2P8R5T6W9Z".to_owned(),
        collection_on: COLLECTION,
        notice: None,
        values: values(),
        address: AddressFields::Asked,
        statement_text: Some("BJORKHAGEN RENT".to_owned()),
        hidden: vec![Hidden::new("collection_on", "2026-11-27")],
        problem: ReviewProblem::None,
    };
    book.add("debit_review", "first", review.render())?;
    let given = DebitReview {
        address: AddressFields::Hidden,
        problem: ReviewProblem::NotAccepted,
        ..review.clone()
    };
    book.add("debit_review", "not_accepted", given.render())?;
    let noticed = DebitReview { notice: Some(Scheme::SepaCore.rules().notice), ..review.clone() };
    book.add("debit_review", "after_notice", noticed.render())?;
    let moved = DebitReview { problem: ReviewProblem::DateMoved, ..review.clone() };
    book.add("debit_review", "date_moved", moved.render())?;
    let reworded = DebitReview { problem: ReviewProblem::WordingChanged, ..review };
    book.add("debit_review", "wording_changed", reworded.render())
}

fn errors(book: &mut Book) -> Result<(), RenderError> {
    let states: [_; ErrorKind::ALL.len()] = [
        "not_found",
        "stale_form",
        "too_many_tries",
        "too_many_accounts",
        "too_many_mails",
        "busy",
        "server",
    ];
    for (kind, state) in ErrorKind::ALL.into_iter().zip(states) {
        let known = kind != ErrorKind::NotFound;
        let mut frame = frame(book.locale);
        if !known {
            frame.merchant = Merchant::unknown();
            frame.test_mode = false;
        }
        let page = ErrorPage { frame, kind, restart_url: known.then(here) };
        book.add("error", state, page.render())?;
    }
    Ok(())
}

/// The form of a pretend processor's page in each of its states.
fn pretend_forms(action: &str) -> [(&'static str, SandboxForm); 4] {
    let first = SandboxForm {
        action: action.to_owned(),
        hidden: vec![Hidden::new("token", "t0ken")],
        problem: SandboxProblem::None,
        walked_away: None,
    };
    let unknown = SandboxForm { problem: SandboxProblem::UnknownScenario, ..first.clone() };
    let away = SandboxForm { walked_away: Some(here()), ..first.clone() };
    let closed = SandboxForm { problem: SandboxProblem::Closed, ..first.clone() };
    [("first", first), ("unknown", unknown), ("walked_away", away), ("closed", closed)]
}

fn sandbox(book: &mut Book) -> Result<(), RenderError> {
    let locale = book.locale;
    let card = |form| SandboxCard { frame: frame(locale), amount: payment().amount, form };
    let [first, unknown, _, closed] = pretend_forms("/sandbox/card/1");
    for (state, form) in [first, unknown, closed] {
        book.add("sandbox_card", state, card(form).render())?;
    }
    let [(_, form), ..] = pretend_forms("/sandbox/card/1/authenticate");
    let authenticate = SandboxAuthenticate { frame: frame(locale), amount: payment().amount, form };
    book.add("sandbox_authenticate", "first", authenticate.render())?;
    let mail = payment_link_mail(locale).render()?;
    let at = date(2026, 11, 23).at(9, 30, 0, 0);
    let summary = MailSummary {
        href: "/sandbox/mail/msg_1?token=t".to_owned(),
        to: "asa@example.com".to_owned(),
        subject: mail.subject.clone(),
        at,
    };
    let list = |mails| SandboxMailbox { frame: frame(locale), mails }.render();
    book.add("sandbox_mailbox", "empty", list(Vec::new()))?;
    book.add("sandbox_mailbox", "some", list(vec![summary.clone(), summary]))?;
    let page = SandboxMail {
        frame: frame(locale),
        from: "Björkhagen Homes <payments@example.com>".to_owned(),
        to: "asa@example.com".to_owned(),
        subject: mail.subject,
        at,
        message_id: "<msg_1@localhost>".to_owned(),
        text: mail.text,
        html: mail.html,
        back_url: "/sandbox/mail?token=t".to_owned(),
    };
    book.add("sandbox_mail", "link", page.render())
}

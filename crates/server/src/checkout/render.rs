//! From a stage to the page itself.

use axum::http::StatusCode;
use domain::debit::Scheme;
use domain::descriptor;
use domain::method::MethodType;
use domain::return_url::ReturnUrl;
use pages::{
    AddressFields, BankChoice, BankProblem, BankReview, CardReview, Choose, CreditReview,
    DebitForm, DebitValues, DeclineReason, FieldError, Frame, Leaving, Locale, MailOffer, Method,
    Payment, Status, StatusPage, TransferInstructions, TransferKind, bank_scenario,
};
use processors::sandbox::identities::Bank;

use super::answer::Page;
use super::debit;
use super::frame::{frame, lang_links, merchant, payment, prefix, statement_text};
use super::stage::Stage;
use super::token::form_token;
use super::transfer;
use super::trouble::Trouble;
use super::view::View;
use crate::app::App;
use crate::mail::can_send;
use crate::routing::banks;

/// How long the last page stays before the payer is sent back to the merchant, in seconds.
const STAY_SECONDS: u32 = 5;

/// A page of a session about to be written.
#[derive(Clone, Copy)]
pub(super) struct Writer<'a> {
    pub(super) app: &'a App,
    pub(super) view: &'a View,
    pub(super) locale: Locale,
    /// What the payer was shown before, where the page answers a form.
    pub(super) shown: Option<Shown>,
}

/// What a form said that it pays, in minor units.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shown {
    /// By the payer.
    Asked(i64),
    /// From the customer's credit alone.
    Credit(i64),
}

impl Shown {
    /// How much it was.
    pub(super) const fn minor(self) -> i64 {
        let (Self::Asked(minor) | Self::Credit(minor)) = self;
        minor
    }
}

/// What a payer typed into the debit form, and what is wrong with it.
#[derive(Clone, Debug)]
pub(super) struct Typed {
    pub(super) values: DebitValues,
    pub(super) address: AddressFields,
    pub(super) errors: Vec<FieldError>,
}

impl Writer<'_> {
    /// `{prefix}/sessions/{id}`.
    pub(super) fn path(&self) -> String {
        format!("{}/sessions/{}", prefix(&self.app.public_url), self.view.id())
    }

    /// The page in the language at hand, with nothing chosen.
    pub(super) fn here(&self) -> String {
        format!("{}?lang={}", self.path(), self.locale.tag())
    }

    /// The common part; `method` is kept when the language changes.
    pub(super) fn frame(&self, method: Option<MethodType>) -> Frame {
        let view = self.view;
        let more = method.map_or_else(String::new, |it| format!("&payment_method_type={it}"));
        let merchant = merchant(&view.account, self.locale, Some(prefix(&self.app.public_url)));
        let links = lang_links(&self.path(), &more);
        frame(self.locale, !view.scope().livemode, merchant, &self.app.public_url, links)
    }

    /// The payment that is asked for now.
    pub(super) fn asked(&self) -> Payment {
        self.asking(Shown::Asked(self.view.remaining()), self.view.credit_in_all())
    }

    /// The same for so much, and a word about it when the payer saw something else before.
    fn asking(&self, now: Shown, credit: i64) -> Payment {
        let amount_changed = self.shown.is_some_and(|shown| shown != now);
        Payment { amount_changed, ..payment(&self.view.case.session, now.minor(), credit) }
    }

    /// A form token for this session.
    pub(super) fn token(&self) -> String {
        form_token(self.app, &self.view.id().to_string())
    }

    /// The chooser, when there is more than one method.
    pub(super) fn chooser(&self) -> Option<String> {
        (self.view.available.len() > 1).then(|| format!("{}&again=1", self.here()))
    }

    /// The text on the payer's statement.
    pub(super) fn statement(&self, method: MethodType) -> Option<String> {
        Some(statement_text(&self.view.account, &self.view.case.session, method))
    }

    /// The page of a stage.
    pub(super) fn page(&self, stage: Stage, status: StatusCode) -> Result<Page, Trouble> {
        let onward = stage.outcome().and_then(|outcome| self.onward(outcome));
        let mut page = match stage {
            Stage::Choose(problem) => {
                let methods = self.methods();
                let (frame, payment) = (self.frame(None), self.asked());
                Page::new(status, Choose { frame, payment, methods, problem }.render()?)
            }
            Stage::Card(last_error) => {
                let page = CardReview {
                    frame: self.frame(Some(MethodType::Card)),
                    payment: self.asked(),
                    token: self.token(),
                    statement_text: self.statement(MethodType::Card),
                    last_error,
                    chooser_url: self.chooser(),
                };
                Page::new(status, page.render()?)
            }
            Stage::Credit => {
                let (frame, token) = (self.frame(None), self.token());
                let credit = self.view.credit;
                let payment = self.asking(Shown::Credit(credit), credit);
                Page::new(status, CreditReview { frame, payment, token }.render()?)
            }
            Stage::Debit(scheme, collection_on) => {
                let (values, errors) = (DebitValues::default(), Vec::new());
                let typed = Typed { values, address: AddressFields::Hidden, errors };
                self.debit_form(scheme, typed, collection_on, status)?
            }
            Stage::Bank { problem, last_error } => {
                Page::new(status, self.bank_review(problem, last_error).render()?)
            }
            Stage::Transfer(kind) => self.instructions(kind, MailOffer::Open, status)?,
            Stage::Leaving(to, errand) => {
                let (frame, payment) = (self.frame(None), self.asked());
                let chooser_url = self.chooser();
                let refresh = Some((0, to.clone()));
                let html = Leaving { frame, payment, to, errand, chooser_url }.render()?;
                Page { refresh, ..Page::new(status, html) }
            }
            Stage::Watching(state, seconds, to) => {
                let page = self.status(state, None, status)?;
                Page { refresh: Some((seconds, to)), ..page }
            }
            Stage::Status(state) => self.status(state, onward.clone(), status)?,
        };
        if let Some(onward) = onward {
            page.refresh = Some((STAY_SECONDS, onward));
        }
        Ok(page)
    }

    /// Where to send the money, and what to write.
    pub(super) fn instructions(
        &self,
        kind: TransferKind,
        mail: MailOffer,
        status: StatusCode,
    ) -> Result<Page, Trouble> {
        let due = self.view.remaining();
        let Some(details) = transfer::details(self.view, kind, due) else {
            return self.status(Status::MethodUnavailable { other_url: None }, None, status);
        };
        let page = TransferInstructions {
            kind,
            frame: self.frame(Some(transfer::method(kind))),
            payment: self.asked(),
            token: self.token(),
            details,
            mail: can_send(self.app, &self.view.scope()).then_some(mail),
            chooser_url: self.chooser(),
        };
        Ok(Page::new(status, page.render()?))
    }

    /// The review before a payment by bank.
    fn bank_review(&self, problem: BankProblem, last_error: Option<DeclineReason>) -> BankReview {
        let (account, session) = (&self.view.account, &self.view.case.session);
        let usual = account.settings.statement_descriptor.as_deref();
        let choice = |bank: &Bank| BankChoice {
            id: bank.id.to_owned(),
            name: bank.name.to_owned(),
            scenario: Some(bank_scenario(bank.scenario)),
        };
        BankReview {
            frame: self.frame(Some(MethodType::PayByBank)),
            payment: self.asked(),
            token: self.token(),
            payee: descriptor::payee(account.display_name()),
            reference: descriptor::reference(session, usual),
            banks: banks().iter().map(choice).collect(),
            problem,
            last_error,
            chooser_url: self.chooser(),
        }
    }

    /// The form for a debit, with what was typed so far.
    pub(super) fn debit_form(
        &self,
        scheme: Scheme,
        typed: Typed,
        collection_on: jiff::civil::Date,
        status: StatusCode,
    ) -> Result<Page, Trouble> {
        let page = DebitForm {
            scheme: scheme.into(),
            frame: self.frame(Some(scheme.method())),
            payment: self.asked(),
            token: self.token(),
            collection_on,
            values: typed.values,
            address: typed.address,
            errors: typed.errors,
            chooser_url: self.chooser(),
        };
        Ok(Page::new(status, page.render()?))
    }

    fn status(
        &self,
        state: Status,
        onward: Option<String>,
        status: StatusCode,
    ) -> Result<Page, Trouble> {
        let view = self.view;
        let session = &view.case.session;
        let (minor, method) = match &state {
            Status::Failed { .. }
            | Status::Returned(_)
            | Status::MethodUnavailable { .. }
            | Status::AwaitingTransfer { .. } => (view.remaining(), None),
            Status::AwaitingBank { .. } => {
                let attempt = view.case.attempts.last();
                let amount = attempt.map_or(session.terms.amount, |attempt| attempt.amount);
                (amount, Some(MethodType::PayByBank))
            }
            Status::AwaitingSignature { .. } => {
                let attempt = view.case.attempts.last();
                let amount = attempt.map_or(session.terms.amount, |attempt| attempt.amount);
                (amount, attempt.map(|attempt| attempt.method))
            }
            Status::DebitSigned { .. } | Status::AwaitingMandate { .. } | Status::Processing => {
                let attempt = view.under_way();
                let method = attempt.map(|attempt| attempt.method);
                (attempt.map_or(session.terms.amount, |attempt| attempt.amount), method)
            }
            Status::Paid { method, .. } => {
                (view.paid(), method.as_str().parse::<MethodType>().ok())
            }
            Status::PaidElsewhere { .. } => (view.paid(), None),
            _ => (session.terms.amount, None),
        };
        let page = StatusPage {
            frame: self.frame(None),
            payment: payment(session, minor, view.credit_in_all()),
            state,
            statement_text: method.and_then(|method| self.statement(method)),
            onward,
            guarantee: debit::guarantee(self.app, Scheme::Bacs, &view.account),
            refunds: view.refunds(),
        };
        Ok(Page::new(status, page.render()?))
    }

    fn methods(&self) -> Vec<Method> {
        let drawn = |method: &MethodType| match method {
            MethodType::Card => Some(Method::Card),
            MethodType::PayByBank => Some(Method::PayByBank),
            MethodType::BankTransfer => Some(Method::Transfer(TransferKind::Bank)),
            MethodType::DirectTransfer => Some(Method::Transfer(TransferKind::Direct)),
            other => {
                let scheme = Scheme::of(*other)?;
                let collection_on = self.view.timetable(scheme)?.collection_on;
                Some(Method::Debit { scheme: scheme.into(), collection_on })
            }
        };
        self.view.available.iter().filter_map(drawn).collect()
    }

    /// The merchant's return address, told what happened.
    fn onward(&self, outcome: &str) -> Option<String> {
        let url: ReturnUrl = self.view.case.session.return_url.as_deref()?.parse().ok()?;
        let id = self.view.id().to_string();
        Some(url.with_params(&[("payment_session", &id), ("status", outcome)]))
    }
}

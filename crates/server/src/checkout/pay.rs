//! `POST /sessions/{id}/pay`: the payer acts. The only handler of these pages that changes things.

use axum::body::Body;
use axum::extract::rejection::FormRejection;
use axum::extract::{Form, State};
use axum::http::{HeaderMap, Response, StatusCode};
use domain::case::Refusal;
use domain::debit::Scheme;
use domain::ids::SessionId;
use domain::method::MethodType;
use pages::{ChooseProblem, Status, TransferKind};
use serde::Deserialize;
use store::cases::Locked;
use store::{DbError, Tx};

use super::answer::see_other;
use super::details::Fields;
use super::frame::prefix;
use super::render::{Shown, Writer};
use super::stage::{Stage, stage};
use super::token::{is_cross_site, is_form_token};
use super::trouble::Trouble;
use super::view::{View, load};
use super::wish::Wish;
use super::{
    Manner, NotBegun, begin_in_rounds, credit, pay_bank, pay_card, pay_debit, pay_transfer,
};
use crate::app::App;
use crate::extract::{ClientAddress, PathName};

/// The `step` of a form that pays all of it from credit.
const CREDIT_STEP: &str = "credit";

/// A payer's form: the fields of every step, most of them missing in most.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct PayForm {
    token: String,
    lang: Option<String>,
    payment_method_type: Option<String>,
    /// `details`, `edit` or `confirm`, `sent` or `mail`, where a method has steps.
    pub(super) step: String,
    pub(super) accept_mandate: String,
    /// The amount that the payer saw, in minor units.
    pub(super) amount: String,
    /// The collection date that the payer saw.
    pub(super) collection_on: String,
    /// The mandate whose reference the payer saw, sealed.
    pub(super) mandate: String,
    /// The bank to approve the payment at.
    pub(super) bank: String,
    account_holder_name: Option<String>,
    pub(super) email: Option<String>,
    iban: Option<String>,
    payer_id: Option<String>,
    clearing_number: Option<String>,
    sort_code: Option<String>,
    account_number: Option<String>,
    sole_signatory: Option<String>,
    address_line1: Option<String>,
    address_line2: Option<String>,
    address_city: Option<String>,
    address_postal_code: Option<String>,
    address_country: Option<String>,
}

impl PayForm {
    /// The fields of the debit form.
    pub(super) fn fields(&self) -> Fields {
        Fields {
            account_holder_name: self.account_holder_name.clone(),
            email: self.email.clone(),
            iban: self.iban.clone(),
            payer_id: self.payer_id.clone(),
            clearing_number: self.clearing_number.clone(),
            sort_code: self.sort_code.clone(),
            account_number: self.account_number.clone(),
            sole_signatory: self.sole_signatory.clone(),
            address_line1: self.address_line1.clone(),
            address_line2: self.address_line2.clone(),
            address_city: self.address_city.clone(),
            address_postal_code: self.address_postal_code.clone(),
            address_country: self.address_country.clone(),
        }
    }

    /// What the payer saw that it asks for. What is no amount is none that we ever showed.
    fn shown(&self) -> Option<Shown> {
        let minor = (!self.amount.is_empty()).then(|| self.amount.parse().unwrap_or(-1))?;
        let from_credit = self.step == CREDIT_STEP;
        Some(if from_credit { Shown::Credit(minor) } else { Shown::Asked(minor) })
    }

    pub(super) fn wish(&self) -> Wish {
        Wish {
            lang: self.lang.clone(),
            payment_method_type: self.payment_method_type.clone(),
            // Whoever pays from credit names no method, and has seen what became of the last one.
            again: (self.step == CREDIT_STEP).then(String::new),
            ..Wish::default()
        }
    }
}

/// A checked form at an existing session.
pub(super) struct Visit<'a> {
    pub(super) writer: Writer<'a>,
    pub(super) form: &'a PayForm,
    pub(super) address: std::net::IpAddr,
    pub(super) headers: &'a HeaderMap,
}

/// Takes a payer's form.
pub async fn pay(
    State(app): State<App>,
    PathName(id): PathName,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    form: Result<Form<PayForm>, FormRejection>,
) -> Response<Body> {
    let (form, unreadable) = match form {
        Ok(Form(form)) => (form, None),
        Err(rejection) => (PayForm::default(), Some(rejection.into())),
    };
    let done = async {
        let id: SessionId = id.parse().map_err(|_| Trouble::NotFound)?;
        app.limits.check_page(id, address)?;
        let view = app.db.read(move |tx| load(tx, id)).await?.ok_or(Trouble::NotFound)?;
        if let Some(trouble) = unreadable {
            return Err(trouble);
        }
        if is_cross_site(&headers) || !is_form_token(&app, &id.to_string(), &form.token) {
            return Err(Trouble::Forged);
        }
        let locale = form.wish().locale(Some(&view), &headers);
        let writer = Writer { app: &app, view: &view, locale, shown: form.shown() };
        let visit = Visit { writer, form: &form, address, headers: &headers };
        visit.act().await
    };
    done.await.unwrap_or_else(|trouble: Trouble| {
        let path = format!("{}/sessions/{id}", prefix(&app.public_url));
        trouble.into_response(form.wish().locale(None, &headers), &app.public_url, &path)
    })
}

/// `GET /sessions/{id}/pay`: where a browser ends up that asks again for the answer to a form.
/// There is nothing here but the way back.
pub async fn back(State(app): State<App>, PathName(id): PathName) -> Response<Body> {
    match id.parse::<SessionId>() {
        Ok(id) => see_other(&format!("{}/sessions/{id}", prefix(&app.public_url))),
        Err(_) => {
            let locale = Wish::default().locale(None, &HeaderMap::new());
            Trouble::NotFound.into_response(locale, &app.public_url, "/")
        }
    }
}

impl Visit<'_> {
    async fn act(&self) -> Result<Response<Body>, Trouble> {
        let view = self.writer.view;
        let method = self.form.wish().method();
        if self.form.step == CREDIT_STEP {
            return self.pay_from_credit().await;
        }
        let offered = method.filter(|method| view.available.contains(method));
        if let Some(scheme) = offered.and_then(Scheme::of) {
            return pay_debit::act(self, scheme).await;
        }
        if let Some(kind) = offered.and_then(TransferKind::of) {
            return pay_transfer::act(self, kind).await;
        }
        match offered {
            Some(MethodType::Card) => pay_card::act(self).await,
            Some(MethodType::PayByBank) => pay_bank::act(self).await,
            _ => self.refused(view, StatusCode::CONFLICT),
        }
    }

    /// The page as it is now, for a payer who cannot do what the form says.
    pub(super) fn refused(
        &self,
        view: &View,
        status: StatusCode,
    ) -> Result<Response<Body>, Trouble> {
        let writer = Writer { view, ..self.writer };
        let stage = match stage(view, &self.form.wish(), &writer.here()) {
            // The method was there a moment ago; asking for it again would say the same.
            Stage::Card(_) | Stage::Debit(..) | Stage::Bank { .. } | Stage::Transfer(_)
                if view.available.len() > 1 =>
            {
                Stage::Choose(ChooseProblem::Unavailable)
            }
            Stage::Card(_) | Stage::Debit(..) | Stage::Bank { .. } | Stage::Transfer(_) => {
                Stage::Status(Status::MethodUnavailable { other_url: None })
            }
            other => other,
        };
        Ok(writer.page(stage, status)?.into_response())
    }

    /// The payer confirms that their credit pays all of it.
    async fn pay_from_credit(&self) -> Result<Response<Body>, Trouble> {
        let app = self.writer.app.clone();
        let paid = self.begin(move |tx, locked, manner| credit::pay(tx, &app, locked, manner));
        match paid.await? {
            Ok(()) => Ok(see_other(&self.writer.here())),
            Err(why) => self.not_begun(why).await,
        }
    }

    /// Begins a payment by `begin`, after earlier tries at a processor's page were closed there.
    pub(super) async fn begin<T, F>(&self, begin: F) -> Result<Result<T, NotBegun>, Trouble>
    where
        T: Send + 'static,
        F: Fn(&mut Tx<'_>, Locked, Manner) -> Result<Result<T, NotBegun>, DbError>,
        F: Clone + Send + Sync + 'static,
    {
        let (app, view) = (self.writer.app, self.writer.view);
        let limited = app.config.rate_limit != crate::config::Rate::Off;
        let shown = self.writer.shown.map(Shown::minor);
        let begun = begin_in_rounds(app, view.scope(), view.id(), limited, shown, begin).await?;
        begun.ok_or(Trouble::NotFound)
    }

    /// The answer to an attempt that did not begin.
    pub(super) async fn not_begun(&self, why: NotBegun) -> Result<Response<Body>, Trouble> {
        if why == NotBegun::TooManyTries {
            return Err(Trouble::TooManyTries(600));
        }
        let id = self.writer.view.id();
        let view = self.writer.app.db.read(move |tx| load(tx, id)).await?;
        let view = view.ok_or(Trouble::NotFound)?;
        match why {
            // Somebody was quicker: the page says with what.
            NotBegun::Refused(
                Refusal::InProgress { .. }
                | Refusal::Paid
                | Refusal::Canceled
                | Refusal::AmountMoved
                | Refusal::CoveredByCredit
                | Refusal::CreditShort
                | Refusal::NothingRemaining,
            ) => {
                let writer = Writer { view: &view, ..self.writer };
                let stage = stage(&view, &self.form.wish(), &writer.here());
                Ok(writer.page(stage, StatusCode::CONFLICT)?.into_response())
            }
            _ => self.refused(&view, StatusCode::CONFLICT),
        }
    }
}

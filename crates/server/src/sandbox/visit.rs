//! What the pages of the pretend processors have in common: a payment is shown as it stands, the payer's answer
//! is taken, and the payer sent back to the merchant's page.

use std::net::IpAddr;

use axum::body::Body;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use pages::{Amount, Frame, Hidden, Locale, Merchant, RenderError, SandboxForm, SandboxProblem};
use processors::sandbox::page::{self, Next, PretendPage};
use serde::Deserialize;
use store::DbError;
use store::sandbox_payments::Payment;

use super::SandboxQuery;
use crate::app::App;
use crate::checkout::{
    Page, Trouble, form_token, frame, is_cross_site, is_form_token, lang_links, prefix, see_other,
};
use crate::extract::{ClientAddress, PathName};

/// How long the page of a payment that is over stays before the payer goes back, in seconds.
const STAY_SECONDS: u32 = 5;

/// A pretend processor's page as this server shows it.
pub trait ShownPage: PretendPage + 'static {
    /// What the form says; `None` when nobody can answer so.
    fn read(form: &Answer) -> Option<Self::Answer>;

    /// The page.
    ///
    /// # Errors
    /// Only when a template itself is defective.
    fn render(shown: Shown) -> Result<String, RenderError>;
}

/// What a page is made of.
pub struct Shown {
    /// The payment.
    pub payment: Payment,
    /// What is paid.
    pub amount: Amount,
    /// The common part of the page.
    pub frame: Frame,
    /// The form.
    pub form: SandboxForm,
}

/// The payer's answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    token: String,
    lang: Option<String>,
    /// What is to happen.
    pub scenario: Option<String>,
    /// `approve` or `refuse`, when the bank of a card asks.
    pub answer: Option<String>,
}

/// Shows the page. It changes nothing.
pub async fn show<P: ShownPage>(
    State(app): State<App>,
    PathName(id): PathName,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    query: Result<Query<SandboxQuery>, QueryRejection>,
) -> Response<Body> {
    let locale = query.map(|Query(query)| query).unwrap_or_default().locale(&headers);
    let visit = Visit::new::<P>(&app, &id, locale);
    let shown = async {
        visit.check::<P>(address)?;
        visit.page::<P>(SandboxProblem::None).await
    };
    visit.respond(shown.await)
}

/// Takes the payer's answer, and sends the payer back to the merchant's page.
pub async fn act<P: ShownPage>(
    State(app): State<App>,
    PathName(id): PathName,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    form: Result<Form<Answer>, FormRejection>,
) -> Response<Body> {
    let form = form.map(|Form(form)| form);
    let lang = form.as_ref().ok().and_then(|form| form.lang.clone());
    let locale = SandboxQuery { lang, ..SandboxQuery::default() }.locale(&headers);
    let visit = Visit::new::<P>(&app, &id, locale);
    let done = async {
        visit.check::<P>(address)?;
        let form = form?;
        if is_cross_site(&headers) || !is_form_token(&app, &id, &form.token) {
            return Err(Trouble::Forged);
        }
        match P::read(&form) {
            Some(answer) => visit.answer::<P>(answer).await,
            None => visit.page::<P>(SandboxProblem::UnknownScenario).await,
        }
    };
    visit.respond(done.await)
}

/// Somebody at the page of a payment.
struct Visit<'a> {
    app: &'a App,
    id: &'a str,
    locale: Locale,
    path: String,
}

impl<'a> Visit<'a> {
    fn new<P: ShownPage>(app: &'a App, id: &'a str, locale: Locale) -> Self {
        let path = format!("{}/sandbox/{}/{id}", prefix(&app.public_url), P::PATH);
        Self { app, id, locale, path }
    }

    /// What cannot be a payment's id is not looked for: databases do not take every text.
    fn check<P: ShownPage>(&self, address: IpAddr) -> Result<(), Trouble> {
        self.app.limits.check_address(address)?;
        if page::is_reference::<P>(self.id) { Ok(()) } else { Err(Trouble::NotFound) }
    }

    /// The page as the payment stands.
    async fn page<P: ShownPage>(&self, problem: SandboxProblem) -> Result<Response<Body>, Trouble> {
        let id = self.id.to_owned();
        let found = self.app.db.read(move |tx| page::look_at::<P>(tx, &id)).await;
        let found = found.map_err(|error: DbError| error)?;
        let found = found.filter(|(payment, _)| !payment.scope.livemode);
        let (payment, next) = found.ok_or(Trouble::NotFound)?;
        let mut form = SandboxForm {
            action: self.path.clone(),
            hidden: vec![
                Hidden::new("token", form_token(self.app, self.id)),
                Hidden::new("lang", self.locale.tag()),
            ],
            problem,
            walked_away: None,
        };
        let mut refresh = None;
        match next {
            Next::Ask => {}
            Next::WalkedAway(url) => form.walked_away = Some(self.own_path(&url)),
            Next::Back(url) => {
                form.problem = SandboxProblem::Closed;
                refresh = Some((STAY_SECONDS, self.own_path(&url)));
            }
        }
        let status = match problem {
            SandboxProblem::UnknownScenario => StatusCode::UNPROCESSABLE_ENTITY,
            _ => StatusCode::OK,
        };
        let amount = Amount::new(payment.amount, payment.currency.iso());
        let frame = self.frame(&payment);
        let html = P::render(Shown { payment, amount, frame, form })?;
        Ok(Page { refresh, ..Page::new(status, html) }.into_response())
    }

    /// Gives the answer to the pretend processor, and sends the payer on.
    async fn answer<P: ShownPage>(&self, answer: P::Answer) -> Result<Response<Body>, Trouble> {
        let id = self.id.to_owned();
        let next = self.app.db.write(move |tx| page::answer::<P>(tx, &id, answer)).await;
        let next = next.map_err(|error: DbError| error)?;
        Ok(match next.ok_or(Trouble::NotFound)? {
            Next::Back(url) => see_other(&self.own_path(&url)),
            Next::Ask | Next::WalkedAway(_) => {
                see_other(&format!("{}?lang={}", self.path, self.locale.tag()))
            }
        })
    }

    fn frame(&self, payment: &Payment) -> Frame {
        let merchant = Merchant { display_name: payment.payee.clone(), ..Merchant::unknown() };
        frame(self.locale, true, merchant, &self.app.public_url, lang_links(&self.path, ""))
    }

    /// An address of our own as a path, so that a browser that knows us by another name stays there.
    fn own_path(&self, url: &str) -> String {
        match url.strip_prefix(&self.app.public_url) {
            Some(rest) => format!("{}{rest}", prefix(&self.app.public_url)),
            None => url.to_owned(),
        }
    }

    fn respond(&self, done: Result<Response<Body>, Trouble>) -> Response<Body> {
        done.unwrap_or_else(|trouble| {
            trouble.into_response(self.locale, &self.app.public_url, &self.path)
        })
    }
}

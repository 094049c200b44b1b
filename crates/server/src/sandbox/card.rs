//! `/sandbox/card/{ref}`: the pretend processor's page, with scenarios instead of a card number.

use axum::body::Body;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use pages::{Amount, Frame, Hidden, Locale, Merchant, SandboxAuthenticate, SandboxProblem};
use processors::sandbox::card::{self, Page as Next, Scenario};
use serde::Deserialize;
use store::DbError;
use store::sandbox::Card;

use super::SandboxQuery;
use crate::app::App;
use crate::checkout::{
    Page, Trouble, form_token, frame, is_cross_site, is_form_token, lang_links, prefix, see_other,
};
use crate::extract::{ClientAddress, PathName};

/// How long the page of a payment that is over stays before the payer goes back, in seconds.
const STAY_SECONDS: u32 = 5;

/// The payer's answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    token: String,
    lang: Option<String>,
    scenario: Option<String>,
    /// `approve` or `refuse`, when the pretend bank asks.
    answer: Option<String>,
}

/// Shows the page. It changes nothing.
pub async fn show(
    State(app): State<App>,
    PathName(id): PathName,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    query: Result<Query<SandboxQuery>, QueryRejection>,
) -> Response<Body> {
    let locale = query.map(|Query(query)| query).unwrap_or_default().locale(&headers);
    let page = async {
        app.limits.check_address(address)?;
        check_reference(&id)?;
        page(&app, &id, locale, SandboxProblem::None, StatusCode::OK).await
    };
    page.await.unwrap_or_else(|trouble| answer_trouble(&app, &id, locale, trouble))
}

/// Takes the payer's answer, and sends the payer back to the merchant's page.
pub async fn act(
    State(app): State<App>,
    PathName(id): PathName,
    ClientAddress(address): ClientAddress,
    headers: HeaderMap,
    form: Result<Form<Answer>, FormRejection>,
) -> Response<Body> {
    let form = form.map(|Form(form)| form);
    let lang = form.as_ref().ok().and_then(|form| form.lang.clone());
    let locale = SandboxQuery { lang, ..SandboxQuery::default() }.locale(&headers);
    let done = async {
        app.limits.check_address(address)?;
        check_reference(&id)?;
        let form = form.map_err(|rejection| match rejection.status() {
            StatusCode::PAYLOAD_TOO_LARGE => Trouble::TooLarge,
            _ => Trouble::Unreadable,
        })?;
        if is_cross_site(&headers) || !is_form_token(&app, &id, &form.token) {
            return Err(Trouble::Forged);
        }
        let next = match (&form.scenario, form.answer.as_deref()) {
            (_, Some(answer @ ("approve" | "refuse"))) => {
                authenticate(&app, &id, answer == "approve").await?
            }
            (Some(scenario), None) => match scenario.parse::<Scenario>() {
                Ok(scenario) => choose(&app, &id, scenario).await?,
                Err(()) => return unknown_scenario(&app, &id, locale).await,
            },
            _ => return unknown_scenario(&app, &id, locale).await,
        };
        let own = format!("{}/sandbox/card/{id}?lang={}", prefix(&app.public_url), locale.tag());
        Ok(match next {
            Next::Back(url) => see_other(&own_path(&app, &url)),
            Next::Choose | Next::Authenticate => see_other(&own),
        })
    };
    done.await.unwrap_or_else(|trouble| answer_trouble(&app, &id, locale, trouble))
}

/// What cannot be a payment's id is not looked for: databases do not take every text.
fn check_reference(id: &str) -> Result<(), Trouble> {
    if card::is_reference(id) { Ok(()) } else { Err(Trouble::NotFound) }
}

async fn choose(app: &App, id: &str, scenario: Scenario) -> Result<Next, Trouble> {
    let id = id.to_owned();
    let next = app.db.write(move |tx| card::choose(tx, &id, scenario)).await?;
    next.ok_or(Trouble::NotFound)
}

async fn authenticate(app: &App, id: &str, approved: bool) -> Result<Next, Trouble> {
    let id = id.to_owned();
    let next = app.db.write(move |tx| card::authenticate(tx, &id, approved)).await?;
    next.ok_or(Trouble::NotFound)
}

async fn unknown_scenario(app: &App, id: &str, locale: Locale) -> Result<Response<Body>, Trouble> {
    let status = StatusCode::UNPROCESSABLE_ENTITY;
    page(app, id, locale, SandboxProblem::UnknownScenario, status).await
}

/// The page as the payment stands.
async fn page(
    app: &App,
    id: &str,
    locale: Locale,
    problem: SandboxProblem,
    status: StatusCode,
) -> Result<Response<Body>, Trouble> {
    let own = id.to_owned();
    let found = app.db.read(move |tx| card::page(tx, &own)).await.map_err(|e: DbError| e)?;
    let (card, next) = found.filter(|(card, _)| !card.scope.livemode).ok_or(Trouble::NotFound)?;
    let path = format!("{}/sandbox/card/{id}", prefix(&app.public_url));
    let frame = card_frame(app, &card, locale, &path);
    let amount = Amount::new(card.amount, card.currency.iso());
    let hidden = vec![Hidden::new("token", form_token(app, id)), Hidden::new("lang", locale.tag())];
    let page = match next {
        Next::Authenticate => {
            let page = SandboxAuthenticate { frame, amount, action: path, hidden };
            Page::new(status, page.render()?)
        }
        Next::Choose => {
            let page = pages::SandboxCard { frame, amount, action: path, hidden, problem };
            Page::new(status, page.render()?)
        }
        Next::Back(url) => {
            let problem = SandboxProblem::Closed;
            let page = pages::SandboxCard { frame, amount, action: path, hidden, problem };
            let refresh = Some((STAY_SECONDS, own_path(app, &url)));
            Page { refresh, ..Page::new(status, page.render()?) }
        }
    };
    Ok(page.into_response())
}

fn card_frame(app: &App, card: &Card, locale: Locale, path: &str) -> Frame {
    let merchant = Merchant { display_name: card.merchant.clone(), ..Merchant::unknown() };
    frame(locale, true, merchant, &app.public_url, lang_links(path, ""))
}

/// An address of our own as a path, so that a browser that knows us by another name stays there.
pub(super) fn own_path(app: &App, url: &str) -> String {
    match url.strip_prefix(&app.public_url) {
        Some(rest) => format!("{}{rest}", prefix(&app.public_url)),
        None => url.to_owned(),
    }
}

fn answer_trouble(app: &App, id: &str, locale: Locale, trouble: Trouble) -> Response<Body> {
    let path = format!("{}/sandbox/card/{id}", prefix(&app.public_url));
    trouble.into_response(locale, &app.public_url, &path)
}

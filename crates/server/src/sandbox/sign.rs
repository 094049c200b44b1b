//! `/sandbox/sign/{ref}`: the pretend bank's page, where the payer signs a mandate, or does not.

use axum::body::Body;
use axum::extract::rejection::{FormRejection, QueryRejection};
use axum::extract::{Form, Query, State};
use axum::http::{HeaderMap, Response, StatusCode};
use pages::{Amount, Frame, Hidden, Locale, Merchant, SandboxProblem, SandboxSign};
use processors::sandbox::signing::{self, Answer as Scenario, Page as Next};
use serde::Deserialize;
use store::DbError;
use store::sandbox_signings::Signing;

use super::SandboxQuery;
use super::card::own_path;
use crate::app::App;
use crate::checkout::{
    Page, Trouble, form_token, frame, is_cross_site, is_form_token, lang_links, prefix, see_other,
};
use crate::extract::{ClientAddress, PathName};

/// How long the page of a signing that is over stays before the payer goes back, in seconds.
const STAY_SECONDS: u32 = 5;

/// The payer's answer.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Answer {
    token: String,
    lang: Option<String>,
    scenario: String,
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
        let Ok(scenario) = form.scenario.parse::<Scenario>() else {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            return page(&app, &id, locale, SandboxProblem::UnknownScenario, status).await;
        };
        let own = id.clone();
        let next = app.db.write(move |tx| signing::answer(tx, &own, scenario)).await?;
        Ok(match next.ok_or(Trouble::NotFound)? {
            Next::Back(url) => see_other(&own_path(&app, &url)),
            Next::Ask | Next::WalkedAway(_) => {
                let path = format!("{}/sandbox/sign/{id}", prefix(&app.public_url));
                see_other(&format!("{path}?lang={}", locale.tag()))
            }
        })
    };
    done.await.unwrap_or_else(|trouble| answer_trouble(&app, &id, locale, trouble))
}

/// What cannot be a signing's id is not looked for: databases do not take every text.
fn check_reference(id: &str) -> Result<(), Trouble> {
    if signing::is_reference(id) { Ok(()) } else { Err(Trouble::NotFound) }
}

/// The page as the signing stands.
async fn page(
    app: &App,
    id: &str,
    locale: Locale,
    problem: SandboxProblem,
    status: StatusCode,
) -> Result<Response<Body>, Trouble> {
    let own = id.to_owned();
    let found = app.db.read(move |tx| signing::page(tx, &own)).await;
    let found = found.map_err(|error: DbError| error)?;
    let found = found.filter(|(signing, _)| !signing.scope.livemode);
    let (signing, next) = found.ok_or(Trouble::NotFound)?;
    let path = format!("{}/sandbox/sign/{id}", prefix(&app.public_url));
    let mut shown = SandboxSign {
        frame: sign_frame(app, &signing, locale, &path),
        bank: signing.bank.clone(),
        payee: signing.payee.clone(),
        bankgiro: signing.bankgiro.clone(),
        amount: Amount::new(signing.amount, signing.currency.iso()),
        collection_on: signing.collection_on,
        account_masked: signing.account_masked.clone(),
        action: path,
        hidden: vec![Hidden::new("token", form_token(app, id)), Hidden::new("lang", locale.tag())],
        problem,
        walked_away: None,
    };
    let mut refresh = None;
    match next {
        Next::Ask => {}
        Next::WalkedAway(url) => shown.walked_away = Some(own_path(app, &url)),
        Next::Back(url) => {
            shown.problem = SandboxProblem::Closed;
            refresh = Some((STAY_SECONDS, own_path(app, &url)));
        }
    }
    Ok(Page { refresh, ..Page::new(status, shown.render()?) }.into_response())
}

fn sign_frame(app: &App, signing: &Signing, locale: Locale, path: &str) -> Frame {
    let merchant = Merchant { display_name: signing.payee.clone(), ..Merchant::unknown() };
    frame(locale, true, merchant, &app.public_url, lang_links(path, ""))
}

fn answer_trouble(app: &App, id: &str, locale: Locale, trouble: Trouble) -> Response<Body> {
    let path = format!("{}/sandbox/sign/{id}", prefix(&app.public_url));
    trouble.into_response(locale, &app.public_url, &path)
}

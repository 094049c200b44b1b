//! The payer pays by direct debit, in two steps: the details, then the mandate over them.

use axum::body::Body;
use axum::http::{Response, StatusCode, header};
use domain::calendar::local_date;
use domain::case::Refusal;
use domain::debit::Scheme;
use domain::ids::{Id, MandateId};
use jiff::civil::Date;
use pages::{AddressFields, BacsReview, DebitReview, Hidden, ReviewProblem};

use super::answer::{Page, see_other};
use super::debit::{self, Signature, wording};
use super::details::{Checked, Details};
use super::pay::Visit;
use super::render::{Typed, Writer};
use super::stage::Stage;
use super::trouble::Trouble;
use super::view::load;
use super::{NotBegun, creditor, guesses, redirect};

/// What the vault's code on an offered mandate is for.
const MANDATE: &str = "mandate";
/// Most characters of a browser's name that are kept as evidence.
const USER_AGENT_MAX: usize = 300;

/// One step of the two.
pub(super) async fn act(visit: &Visit<'_>, scheme: Scheme) -> Result<Response<Body>, Trouble> {
    let view = visit.writer.view;
    let wish = super::wish::Wish::of(scheme.method());
    let Stage::Debit(_, collection_on) = super::stage::stage(view, &wish, &visit.writer.here())
    else {
        // The session takes no debit now; the page says why.
        return visit.not_begun(NotBegun::Unavailable).await;
    };
    // Who goes back to change something learns nothing of what stands there.
    if visit.form.step != "edit" {
        guesses::count(visit).await?;
    }
    let fields = visit.form.fields();
    let values = fields.values();
    let today = local_date(view.now, scheme.rules().zone)
        .map_err(|_| Trouble::Server("a clock beyond all calendars".to_owned()))?;
    let table = visit.writer.app.modulus.as_ref();
    let (details, address) = match fields.check(scheme, today, table) {
        Checked::Fine(details, address) => (*details, address),
        Checked::Again { errors, address } => {
            let status =
                if errors.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
            // Going back to change something is no reason to hear what is wrong with it.
            let errors = if visit.form.step == "edit" { Vec::new() } else { errors };
            let typed = Typed { values, address, errors };
            return Ok(visit
                .writer
                .debit_form(scheme, typed, collection_on, status)?
                .into_response());
        }
    };
    match visit.form.step.as_str() {
        "edit" => {
            let typed = Typed { values, address, errors: Vec::new() };
            Ok(visit
                .writer
                .debit_form(scheme, typed, collection_on, StatusCode::OK)?
                .into_response())
        }
        "confirm" => confirm(visit, details, address, collection_on).await,
        _ => review(visit, scheme, address, collection_on, ReviewProblem::None),
    }
}

/// The mandate, to be read and signed.
fn review(
    visit: &Visit<'_>,
    scheme: Scheme,
    address: AddressFields,
    collection_on: Date,
    problem: ReviewProblem,
) -> Result<Response<Body>, Trouble> {
    let writer = &visit.writer;
    let view = writer.view;
    let Some(creditor) = creditor(&view.account, scheme, view.scope().livemode, writer.locale)
    else {
        return Err(Trouble::Server("a debit without a creditor identifier".to_owned()));
    };
    let known = offered(visit).map(|offer| offer.mandate);
    let mandate = known.unwrap_or_else(|| MandateId::fresh(writer.app.source.as_ref()));
    let text = wording(writer.app, scheme, writer.locale);
    let (frame, payment, token) =
        (writer.frame(Some(scheme.method())), writer.asked(), writer.token());
    let mandate_reference = scheme.mandate_reference(mandate);
    let (values, statement) = (visit.form.fields().values(), writer.statement(scheme.method()));
    let hidden = vec![
        Hidden::new("collection_on", collection_on.to_string()),
        Hidden::new("mandate", offer(visit, mandate, scheme)),
    ];
    let amount_changed = payment.amount_changed;
    let notice = view.notice_before(scheme, collection_on);
    let guarantee = debit::guarantee(writer.app, scheme, &view.account);
    let html = match scheme {
        Scheme::SepaCore | Scheme::Autogiro => DebitReview {
            scheme: scheme.into(),
            frame,
            payment,
            token,
            text: text.clone(),
            creditor,
            mandate_reference,
            collection_on,
            notice,
            values,
            address,
            statement_text: statement,
            hidden,
            problem,
        }
        .render()?,
        Scheme::Bacs => BacsReview {
            frame,
            payment,
            token,
            creditor,
            mandate_reference,
            instruction: text.clone(),
            guarantee: guarantee.unwrap_or_else(|| text.clone()),
            collection_on,
            notice,
            values,
            statement_name: statement.unwrap_or_default(),
            hidden,
            problem,
        }
        .render()?,
    };
    Ok(Page::new(status_of(problem, amount_changed), html).into_response())
}

/// The status of a review; `amount_changed` when the step before was about another amount.
const fn status_of(problem: ReviewProblem, amount_changed: bool) -> StatusCode {
    match problem {
        ReviewProblem::None if amount_changed => StatusCode::CONFLICT,
        ReviewProblem::None => StatusCode::OK,
        ReviewProblem::NotAccepted => StatusCode::UNPROCESSABLE_ENTITY,
        ReviewProblem::DateMoved | ReviewProblem::WordingChanged => StatusCode::CONFLICT,
    }
}

/// What our own page showed, to be signed.
struct Offer {
    mandate: MandateId,
    /// The wordings that stood there.
    texts: String,
}

/// An offer for the form, so that the payer signs the reference and the wording that stand there.
fn offer(visit: &Visit<'_>, mandate: MandateId, scheme: Scheme) -> String {
    let (writer, texts) = (&visit.writer, texts(visit, scheme));
    writer.app.vault.token(MANDATE, &format!("{}.{mandate}.{texts}", writer.view.id()))
}

/// Which wordings stand on the review now: the mandate's, and the Guarantee's with its days.
fn texts(visit: &Visit<'_>, scheme: Scheme) -> String {
    let Writer { app, view, locale, .. } = &visit.writer;
    let text = wording(app, scheme, *locale).id();
    match debit::guarantee(app, scheme, &view.account) {
        Some(guarantee) => {
            format!("{text},{},{}", guarantee.id(), view.account.notice(scheme).days)
        }
        None => text,
    }
}

/// What our own page offered at this session, if the form brings it.
fn offered(visit: &Visit<'_>) -> Option<Offer> {
    let read = visit.writer.app.vault.read_token(MANDATE, &visit.form.mandate)?;
    let (session, rest) = read.split_once('.')?;
    let (mandate, texts) = rest.split_once('.')?;
    let mandate = mandate.parse().ok().filter(|_| session == visit.writer.view.id().to_string());
    Some(Offer { mandate: mandate?, texts: texts.to_owned() })
}

async fn confirm(
    visit: &Visit<'_>,
    details: Details,
    address: AddressFields,
    collection_on: Date,
) -> Result<Response<Body>, Trouble> {
    let scheme = details.account.scheme();
    // Whatever a browser sends for a ticked box; where the mandate is signed at the bank there is none.
    if visit.form.accept_mandate.is_empty() && !scheme.signs_at_bank() {
        return review(visit, scheme, address, collection_on, ReviewProblem::NotAccepted);
    }
    // A form without the date was not shown one, and nobody signs for a date unseen.
    let Ok(seen) = visit.form.collection_on.parse::<Date>() else {
        return review(visit, scheme, address, collection_on, ReviewProblem::DateMoved);
    };
    let offer = offered(visit);
    // A newer wording may have come with a start of the server: nobody signs what they did not read.
    if offer.as_ref().is_some_and(|offer| offer.texts != texts(visit, scheme)) {
        return review(visit, scheme, address, collection_on, ReviewProblem::WordingChanged);
    }
    let agent = visit.headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok());
    let signature = Signature {
        details,
        locale: visit.writer.locale,
        address: Some(visit.address),
        user_agent: agent.map(|agent| agent.chars().take(USER_AGENT_MAX).collect()),
        seen: Some(seen),
        mandate: offer.map(|offer| offer.mandate),
    };
    let app = visit.writer.app.clone();
    let begun = visit
        .begin(move |tx, locked, manner| debit::confirm(tx, &app, locked, &signature, manner))
        .await?;
    match begun {
        Ok(begun) if scheme.signs_at_bank() => redirect::leave(visit, begun).await,
        Ok(_) => Ok(see_other(&visit.writer.here())),
        Err(NotBegun::DateMoved(date)) => {
            review(visit, scheme, address, date, ReviewProblem::DateMoved)
        }
        Err(NotBegun::Refused(Refusal::AmountMoved)) => amount_moved(visit, scheme, address).await,
        Err(why) => visit.not_begun(why).await,
    }
}

/// The mandate again, over the amount that is asked for now; nothing that was typed is lost.
async fn amount_moved(
    visit: &Visit<'_>,
    scheme: Scheme,
    address: AddressFields,
) -> Result<Response<Body>, Trouble> {
    let (app, id) = (visit.writer.app, visit.writer.view.id());
    let view = app.db.read(move |tx| load(tx, id)).await?.ok_or(Trouble::NotFound)?;
    let writer = Writer { view: &view, ..visit.writer };
    let wish = super::wish::Wish::of(scheme.method());
    match super::stage::stage(&view, &wish, &writer.here()) {
        Stage::Debit(_, collection_on) => {
            let visit = Visit { writer, ..*visit };
            review(&visit, scheme, address, collection_on, ReviewProblem::None)
        }
        _ => visit.not_begun(NotBegun::Refused(Refusal::AmountMoved)).await,
    }
}

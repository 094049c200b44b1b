//! `GET /v1/owners/{id}/statement`.

mod csv;
pub mod view;

use axum::extract::State;
use domain::calendar::{local_end_of_day, local_start_of_day, time_zone};
use domain::ids::OwnerId;
use domain::money::Currency;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use store::owner_money::{self, LINES_MAX, Whose};
use store::{Tx, owners};
use utoipa::IntoParams;

pub use view::{OwnerStatementView, Period, StatementLineView};

use crate::api::names::CurrencyName;
use crate::api::owner_payouts::input::read_currency;
use crate::app::App;
use crate::extract::rules::{Wrong, date};
use crate::extract::{Call, Merchant, PathId, Query, Reply};
use crate::problem::{Fault, Problem};

/// The longest time that one statement covers.
const DAYS_MAX: i32 = 366;

/// What a statement covers, and how it is written.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct StatementParams {
    /// The first day, where the account is.
    #[param(required = true, value_type = String, format = Date)]
    pub from: Date,
    /// The last day; at most 366 days in all.
    #[param(required = true, value_type = String, format = Date)]
    pub to: Date,
    /// The currency.
    #[param(required = true, inline, value_type = CurrencyName)]
    pub currency: Currency,
    /// How it is written: `json`, the default, or `csv`, with decimal amounts.
    #[param(required = false, pattern = "^(json|csv)$")]
    pub format: String,
}

/// How it is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
}

/// What was asked for.
struct Asked {
    from: Date,
    to: Date,
    currency: Currency,
    format: Format,
}

/// Show an owner's statement
///
/// What the owner had at the beginning, each change of it, and what is left: the owner's money
/// less what the owner owes, as the ledger has it. Days are those of the account's time zone.
///
/// # Errors
/// 400 for days that make no sense, or more than 10000 changes; 404 when there is no such owner.
#[utoipa::path(
    get, path = "/v1/owners/{id}/statement", tag = "Owners", operation_id = "show_owner_statement",
    params(("id" = String, Path, description = "The owner's id."), StatementParams),
    responses(
        (status = 200, description = "The statement.", content(
            (OwnerStatementView = "application/json"), (String = "text/csv"),
        )),
        crate::openapi::Refusals,
    )
)]
pub async fn show(
    State(app): State<App>,
    call: Call,
    id: PathId<OwnerId>,
    query: Query,
) -> Result<Reply, Problem> {
    call.read_as(&app, read(query), move |tx, merchant, asked| {
        let statement = load(tx, merchant, id.of_a("owner")?, asked)?;
        match asked.format {
            Format::Json => Reply::of(&statement),
            Format::Csv => Ok(Reply::csv(csv::write(&statement))),
        }
    })
    .await
}

fn read(query: Query) -> Result<Asked, Problem> {
    let (from, to, currency, format) = query.read(|params| {
        let from = params.text("from", date);
        let to = params.text("to", date);
        let currency = params.text("currency", read_currency);
        (from, to, currency, params.text("format", read_format))
    })?;
    let (Some(from), Some(to), Some(currency)) = (from, to, currency) else {
        let names = [("from", from.is_none()), ("to", to.is_none())];
        let names = names.into_iter().chain([("currency", currency.is_none())]);
        let missing = names
            .filter(|(_, missing)| *missing)
            .map(|(name, _)| Fault::of(name, "required", format!("`{name}` is required.")));
        return Err(Problem::faults(missing.collect()));
    };
    let days = from.until(to).map_or(-1, |span| span.get_days());
    if !(0..DAYS_MAX).contains(&days) {
        let message =
            format!("`to` must not be before `from`, nor cover more than {DAYS_MAX} days.");
        return Err(Problem::faults(vec![Fault::of("to", "out_of_range", message)]));
    }
    Ok(Asked { from, to, currency, format: format.unwrap_or(Format::Json) })
}

fn read_format(given: &str) -> Result<Format, Wrong> {
    match given {
        "json" => Ok(Format::Json),
        "csv" => Ok(Format::Csv),
        _ => Err(Wrong::new("unknown_value", "must be one of: json, csv")),
    }
}

fn load(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    id: OwnerId,
    asked: &Asked,
) -> Result<OwnerStatementView, Problem> {
    let scope = &merchant.scope;
    let owner = owners::find(tx, scope, id)?.ok_or_else(|| Problem::not_found("owner", None))?;
    let zone = time_zone(&merchant.account.settings.time_zone).unwrap_or(TimeZone::UTC);
    let out_of_range =
        |_| Problem::invalid("out_of_range", "No calendar has these days.", Some("from"));
    let begin = local_start_of_day(asked.from, &zone).map_err(out_of_range)?;
    let end = local_end_of_day(asked.to, &zone).map_err(out_of_range)?;
    let whose = Whose { owner: id, currency: asked.currency };
    let opening = owner_money::balance_before(tx, scope, whose, begin)?;
    let lines = owner_money::lines(tx, scope, whose, (begin, end))?;
    if lines.len() > LINES_MAX {
        let message = format!("There are more than {LINES_MAX} changes. Ask for fewer days.");
        return Err(Problem::invalid("statement_too_long", message, Some("to")));
    }
    let period = Period { from: asked.from, to: asked.to, zone };
    Ok(OwnerStatementView::of(&owner, whose, period, opening, lines))
}

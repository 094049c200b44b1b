//! `GET /v1/reports/payments`.

use axum::extract::State;
use domain::money::Currency;
use jiff::civil::Date;
use serde::Serialize;
use utoipa::{IntoParams, ToSchema};

use super::{days, read_days, zone};
use crate::api::names::CurrencyName;
use crate::api::object_name;
use crate::app::App;
use crate::extract::rules::spelled;
use crate::extract::{Call, Query, Reply};
use crate::problem::Problem;
use crate::reports::csv;
use crate::reports::payments::{Line, Report, Sums, load};

object_name! { ReportObject = "report.payments" }

/// What a report covers, and how it is written.
#[derive(IntoParams)]
#[into_params(parameter_in = Query)]
pub struct ReportParams {
    /// The first day, where the account is.
    #[param(required = true, value_type = String, format = Date)]
    pub from: Date,
    /// The last day; at most 366 days in all.
    #[param(required = true, value_type = String, format = Date)]
    pub to: Date,
    /// How it is written: `json`, the default, or `csv`, with decimal amounts.
    #[param(required = false, pattern = "^(json|csv)$")]
    pub format: String,
}

/// Payments of a span of days.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentsReport)]
pub struct ReportView {
    /// Always `report.payments`.
    #[schema(value_type = String, pattern = "^report[.]payments$")]
    object: ReportObject,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The first day.
    #[schema(value_type = String, format = "date")]
    from: Date,
    /// The last day.
    #[schema(value_type = String, format = "date")]
    to: Date,
    /// By month, currency, reporting type and method.
    rows: Vec<LineView>,
    /// By currency.
    totals: Vec<TotalView>,
}

/// A line of the report.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentsReportRow)]
pub struct LineView {
    /// The month's first day, or the report's.
    #[schema(value_type = String, format = "date")]
    from: Date,
    /// The month's last day, or the report's.
    #[schema(value_type = String, format = "date")]
    to: Date,
    /// What it is for; `surplus` or `suspense` for money that is not a session's.
    reporting_type: String,
    /// How it was paid; `customer_balance` for credit, `unknown` where nobody knows.
    payment_method_type: String,
    /// The sums.
    #[serde(flatten)]
    sums: SumsView,
    /// Where the movements behind it are listed.
    drill: String,
}

/// The sum of a currency.
#[derive(Debug, Serialize, ToSchema)]
#[schema(as = PaymentsReportTotal)]
pub struct TotalView {
    /// The sums.
    #[serde(flatten)]
    sums: SumsView,
    /// Where the movements behind it are listed.
    drill: String,
}

/// Sums, in minor units.
#[derive(Clone, Copy, Debug, Serialize, ToSchema)]
#[schema(as = PaymentsReportSums)]
pub struct SumsView {
    /// The currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// How many collections, and credits applied.
    payments: i64,
    /// Received and credit applied.
    gross: i64,
    /// Collected from payers.
    received: i64,
    /// Paid from customers' credit, less what was given back of it.
    credit_applied: i64,
    /// Given back by the merchant, less what bounced.
    refunded: i64,
    /// Taken back by payers and their banks, less what won disputes brought back.
    returned: i64,
    /// What of it became customers' credit: top-ups, and what was paid too much, less what was taken
    /// back or refunded of that. It counts where it is applied.
    credit_added: i64,
    /// What rails and processors kept.
    fees: i64,
    /// What is left, and is no customer's: gross less refunded, returned, credit added and fees.
    net: i64,
}

impl SumsView {
    const fn of(sums: &Sums, currency: Currency) -> Self {
        Self {
            currency,
            payments: sums.payments,
            gross: sums.gross(),
            received: sums.received,
            credit_applied: sums.credit_applied,
            refunded: sums.refunded,
            returned: sums.returned,
            credit_added: sums.credit_added,
            fees: sums.fees,
            net: sums.net(),
        }
    }
}

impl ReportView {
    fn of(report: &Report, livemode: bool) -> Self {
        let Report { from, to, .. } = *report;
        let total = |(currency, sums): (&Currency, &Sums)| TotalView {
            sums: SumsView::of(sums, *currency),
            drill: format!("/v1/reports/payments/rows?from={from}&to={to}&currency={currency}"),
        };
        Self {
            object: ReportObject::Name,
            livemode,
            from,
            to,
            rows: report.lines.iter().map(|(line, sums)| line_view(line, sums)).collect(),
            totals: report.totals().iter().map(total).collect(),
        }
    }
}

fn line_view(line: &Line, sums: &Sums) -> LineView {
    let Line { from, to, currency, reporting_type, method } = line;
    LineView {
        from: *from,
        to: *to,
        reporting_type: reporting_type.clone(),
        payment_method_type: method.clone(),
        sums: SumsView::of(sums, *currency),
        drill: format!(
            "/v1/reports/payments/rows?from={from}&to={to}&currency={currency}&reporting_type={reporting_type}&payment_method_type={method}"
        ),
    }
}

/// Report payments
///
/// What was received, applied from credit, refunded, returned and charged in a span of days, equal
/// to the ledger to the penny. Days are those of the account's time zone.
///
/// # Errors
/// 400 for days that make no sense, or more than 366 of them.
#[utoipa::path(
    get, path = "/v1/reports/payments", tag = "Reports", operation_id = "report_payments",
    params(ReportParams),
    responses(
        (status = 200, description = "The report.", content(
            (ReportView = "application/json"), (String = "text/csv"),
        )),
        crate::openapi::Refusals,
    )
)]
pub async fn payments(State(app): State<App>, call: Call, query: Query) -> Result<Reply, Problem> {
    let input = query.read(|params| {
        let given = read_days(params);
        (given, params.text("format", spelled::<Format>(&["json", "csv"])))
    });
    let input = input.and_then(|(given, format)| Ok((days(given)?, format)));
    call.read_as(&app, input, |tx, merchant, (days, format)| {
        let report = load(tx, &merchant.scope, &zone(merchant), days.from, days.to)?;
        match format {
            Some(Format::Csv) => Ok(Reply::csv(csv::write(&report))),
            _ => Reply::of(&ReportView::of(&report, merchant.scope.livemode)),
        }
    })
    .await
}

/// How a report is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Format {
    Json,
    Csv,
}

impl std::str::FromStr for Format {
    type Err = ();
    fn from_str(text: &str) -> Result<Self, ()> {
        match text {
            "json" => Ok(Self::Json),
            "csv" => Ok(Self::Csv),
            _ => Err(()),
        }
    }
}

//! A session's plan, in two columns: `transaction_data` as it was given, and the frozen split.

use domain::ids::OwnerId;
use domain::plan::{Fees, Plan, Split, TransferRule};
use domain::share::Share;
use serde::{Deserialize, Serialize};

use crate::db::{DbError, Row};

/// What the program reads of `transaction_data`.
#[derive(Default, Deserialize)]
#[serde(default)]
struct Given {
    unit: Option<String>,
    transfer_data: Option<GivenTransfer>,
    customer_balance: Option<GivenBalance>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct GivenTransfer {
    use_unit_ownership: Option<bool>,
    destination: Option<String>,
}

#[derive(Default, Deserialize)]
#[serde(default)]
struct GivenBalance {
    apply: Option<bool>,
}

/// A split, as JSON.
#[derive(Serialize, Deserialize)]
struct SplitRow {
    shares: Vec<(OwnerId, i64)>,
    fee_percent: i64,
    fee_amount: i64,
    fees_taken: i64,
    parked: i64,
    covered: i64,
    kept: bool,
}

/// Reads the two columns and the flag between them: `transaction_data, apply_credit, split`.
pub(crate) fn read(row: &mut Row<'_>) -> Result<Plan, DbError> {
    let given = row.opt_text()?.map(str::to_owned);
    let apply_credit = row.bool()?;
    let split = row.opt_text()?.map(read_split).transpose()?;
    let mut plan = match &given {
        None => Plan::default(),
        Some(text) => plan_of(text)?,
    };
    plan.given = given;
    plan.apply_credit = apply_credit;
    plan.split = split;
    Ok(plan)
}

/// What the program reads of `transaction_data`, which was checked when it was given.
pub fn plan_of(text: &str) -> Result<Plan, DbError> {
    let corrupt = || DbError::Corrupt("payment_sessions.transaction_data");
    let given: Given = serde_json::from_str(text).map_err(|_| corrupt())?;
    let transfer = given.transfer_data.unwrap_or_default();
    let rule = match (transfer.destination, transfer.use_unit_ownership) {
        (Some(owner), _) => Some(TransferRule::Owner(owner.parse().map_err(|_| corrupt())?)),
        (None, Some(true)) => Some(TransferRule::UnitOwnership),
        (None, _) => None,
    };
    Ok(Plan {
        given: Some(text.to_owned()),
        unit: given.unit.map(|unit| unit.parse().map_err(|_| corrupt())).transpose()?,
        transfer: rule,
        top_up: given.customer_balance.and_then(|it| it.apply).unwrap_or(false),
        apply_credit: false,
        split: None,
    })
}

/// Reads the column `split` of a session.
pub(crate) fn read_split(text: &str) -> Result<Split, DbError> {
    let corrupt = || DbError::Corrupt("payment_sessions.split");
    let row: SplitRow = serde_json::from_str(text).map_err(|_| corrupt())?;
    let share = |parts: i64| Share::from_parts(parts).ok_or_else(corrupt);
    let shares = row.shares.into_iter().map(|(owner, parts)| Ok((owner, share(parts)?)));
    Ok(Split {
        shares: shares.collect::<Result<_, DbError>>()?,
        fees: Fees { percent: share(row.fee_percent)?, fixed: row.fee_amount },
        fees_taken: row.fees_taken,
        parked: row.parked,
        covered: row.covered,
        kept: row.kept,
    })
}

pub(crate) fn split_text(split: &Split) -> String {
    let row = SplitRow {
        shares: split.shares.iter().map(|(owner, share)| (*owner, share.parts())).collect(),
        fee_percent: split.fees.percent.parts(),
        fee_amount: split.fees.fixed,
        fees_taken: split.fees_taken,
        parked: split.parked,
        covered: split.covered,
        kept: split.kept,
    };
    // Numbers and ids always serialise.
    serde_json::to_string(&row).unwrap_or_default()
}

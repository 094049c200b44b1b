//! An owner's statement, as the API shows it.

use domain::calendar::local_date;
use domain::ids::{OwnerId, SessionId, TransactionId, UnitId};
use domain::money::Currency;
use domain::movement::{MovementKind, UNBOUNCED, UNMATCHED, UNRETURNED};
use domain::time::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::Serialize;
use store::owner_money::{Line, Whose};
use store::owners::Owner;
use utoipa::ToSchema;

use crate::api::names::CurrencyName;
use crate::api::object_name;

object_name! { OwnerStatementObject = "owner_statement" }

/// The days that a statement covers, and where they are.
pub struct Period {
    /// The first day.
    pub from: Date,
    /// The last day.
    pub to: Date,
    /// Where the days begin.
    pub zone: TimeZone,
}

/// Why an owner's balance changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, ToSchema)]
#[serde(rename_all = "snake_case")]
#[schema(as = OwnerStatementLineType)]
pub enum LineType {
    /// The owner got a part of a payment, or a transfer by hand.
    Transfer,
    /// Something was taken back.
    Reversal,
    /// It was paid out.
    Payout,
    /// A payout came back.
    PayoutReturned,
    /// What a payout had was used for what the owner owed: the balance stays.
    DebtNetted,
    /// What the owner owed was given up.
    WrittenOff,
}

impl LineType {
    /// The spelling, as JSON has it.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Transfer => "transfer",
            Self::Reversal => "reversal",
            Self::Payout => "payout",
            Self::PayoutReturned => "payout_returned",
            Self::DebtNetted => "debt_netted",
            Self::WrittenOff => "written_off",
        }
    }

    fn of(line: &Line) -> Self {
        match line.kind {
            MovementKind::OwnerPayout => Self::Payout,
            MovementKind::PayoutBounce => Self::PayoutReturned,
            _ if line.came == 0 && line.went == 0 => Self::DebtNetted,
            _ if line.given.is_some() => Self::Transfer,
            _ if line.taken.is_some() => Self::Reversal,
            _ => Self::WrittenOff,
        }
    }
}

/// One change of an owner's balance.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnerStatementLine)]
pub struct StatementLineView {
    /// The day on which it was booked.
    #[schema(value_type = String, format = Date)]
    pub date: Date,
    /// When it was booked, in Unix seconds.
    pub created: i64,
    /// The day of the money itself: the bank's, or the one that was said.
    #[schema(value_type = String, format = Date)]
    pub value_date: Date,
    /// What happened.
    #[serde(rename = "type")]
    pub kind: LineType,
    /// What it is about: the id of a transfer or of a payout.
    pub source: Option<String>,
    /// The transaction that it follows from.
    #[schema(value_type = Option<String>)]
    pub transaction: Option<TransactionId>,
    /// The payment session that it follows from.
    #[schema(value_type = Option<String>)]
    pub payment_session: Option<SessionId>,
    /// The unit that it is for.
    #[schema(value_type = Option<String>)]
    pub unit: Option<UnitId>,
    /// That unit's name.
    pub unit_name: Option<String>,
    /// Why a part of a payment was taken back, or given again, in plain words.
    pub reason: Option<String>,
    /// The merchant's words on the transfer, the reversal or the payout.
    pub description: Option<String>,
    /// The bank's reference of a payout, or of its coming back.
    pub reference: Option<String>,
    /// What of the payment was passed on by this to all its owners together, before the merchant's fees, in
    /// minor units; below zero what was taken back of it. Null where no payment was split.
    pub gross: Option<i64>,
    /// The merchant's fees of that; below zero when some were given back.
    pub fees: Option<i64>,
    /// The owner's share of the rest, in percent. Pennies that do not divide go as the split says.
    #[schema(value_type = Option<String>, example = "33.3333")]
    pub share: Option<String>,
    /// What the owner got, in minor units.
    pub amount_in: i64,
    /// What the owner gave or was paid, in minor units.
    pub amount_out: i64,
    /// What of it paid a debt of the owner's, in minor units.
    pub debt_netted: i64,
    /// The balance behind it.
    pub balance: i64,
}

/// What an owner had, each change of it, and what is left. Balances are the owner's money less
/// what the owner owes, in minor units; below zero the owner owes.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = OwnerStatement)]
pub struct OwnerStatementView {
    /// Always `owner_statement`.
    #[schema(value_type = String, pattern = "^owner_statement$")]
    object: OwnerStatementObject,
    /// The owner.
    #[schema(value_type = String)]
    pub owner: OwnerId,
    /// The owner's name, or e-mail address where there is none.
    pub owner_name: String,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The currency.
    #[schema(value_type = CurrencyName)]
    pub currency: Currency,
    /// The first day.
    #[schema(value_type = String, format = Date)]
    pub from: Date,
    /// The last day.
    #[schema(value_type = String, format = Date)]
    pub to: Date,
    /// The balance before the first day.
    pub opening_balance: i64,
    /// The changes, oldest first.
    pub lines: Vec<StatementLineView>,
    /// All that the owner got.
    pub total_in: i64,
    /// All that the owner gave or was paid.
    pub total_out: i64,
    /// The balance after the last day.
    pub closing_balance: i64,
}

impl OwnerStatementView {
    /// Of the balance before, and what changed it.
    pub fn of(owner: &Owner, whose: Whose, period: Period, opening: i64, lines: Vec<Line>) -> Self {
        let name = owner.name.clone().unwrap_or_else(|| owner.email.clone());
        let mut statement = Self {
            object: OwnerStatementObject::Name,
            owner: owner.id,
            owner_name: name,
            livemode: owner.scope.livemode,
            currency: whose.currency,
            from: period.from,
            to: period.to,
            opening_balance: opening,
            lines: Vec::with_capacity(lines.len()),
            total_in: 0,
            total_out: 0,
            closing_balance: opening,
        };
        for line in lines {
            statement.add(line, &period.zone);
        }
        statement
    }

    fn add(&mut self, line: Line, zone: &TimeZone) {
        let kind = LineType::of(&line);
        self.total_in += line.came;
        self.total_out += line.went;
        self.closing_balance += line.came - line.went;
        let payout =
            matches!(kind, LineType::Payout | LineType::PayoutReturned | LineType::DebtNetted);
        let transfer = line.given.or(line.taken).map(|id| id.to_string());
        let reason = reason(&line);
        self.lines.push(StatementLineView {
            date: day(line.booked_at, zone, line.value_date),
            created: line.booked_at.seconds(),
            value_date: line.value_date,
            kind,
            source: if payout { Some(line.source_id) } else { transfer },
            transaction: line.transaction,
            payment_session: line.session,
            unit: line.unit,
            unit_name: line.unit_name,
            reason,
            description: line.description,
            reference: line.reference,
            gross: line.part.map(|it| it.gross),
            fees: line.part.map(|it| it.fees),
            share: line.part.map(|it| it.share.to_string()),
            amount_in: line.came,
            amount_out: line.went,
            debt_netted: line.netted,
            balance: self.closing_balance,
        });
    }
}

/// Why an owner's part of a payment changed after it was paid. What the payer's bank tells of the
/// payer stays with the merchant.
fn reason(line: &Line) -> Option<String> {
    let words = match (line.kind, line.code.as_deref()) {
        (kind, Some(code)) if kind.takes_back() => {
            return Some(format!("The payer's bank took the payment back ({code})."));
        }
        (MovementKind::Collection, Some("dispute_won")) => "A dispute was won.",
        (MovementKind::Adjustment, Some("refund_reserved")) => "The payment is refunded.",
        (MovementKind::Adjustment, Some("refund_released")) | (MovementKind::RefundBounce, _) => {
            "A refund of the payment came to nothing."
        }
        (MovementKind::Adjustment, Some(UNBOUNCED)) => "The payment is refunded after all.",
        (MovementKind::Adjustment, Some(UNMATCHED)) => {
            "Money had been taken for the payment wrongly."
        }
        (MovementKind::Adjustment, Some(UNRETURNED)) => "The payment had been taken back wrongly.",
        (MovementKind::Adjustment, Some("credit_released")) => {
            "Credit that had paid went back to the customer."
        }
        _ => return None,
    };
    Some(words.to_owned())
}

fn day(at: Timestamp, zone: &TimeZone, otherwise: Date) -> Date {
    local_date(at, zone).unwrap_or(otherwise)
}

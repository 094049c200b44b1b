//! `transaction_data` and `payment_method_options`: what becomes of a session's money besides.

use domain::ids::{OwnerId, UnitId};
use domain::plan::{Plan, TransferRule};
use domain::scope::Scope;
use domain::session::ReportingType;
use domain::share::Share;
use domain::text::DESCRIPTION_MAX;
use store::{Tx, owners, units};
use utoipa::ToSchema;

use crate::extract::rules::{block, id};
use crate::extract::{Fields, Given, Merchant, MetadataChanges};
use crate::problem::{Fault, Problem};

/// What becomes of the money besides paying the session.
#[derive(ToSchema)]
#[schema(as = TransactionDataInput)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct TransactionDataBody {
    /// The unit that the payment is for.
    #[schema(value_type = Option<String>, pattern = "^unit_[0-9a-hjkmnp-tv-z]{26}$")]
    unit: Option<UnitId>,
    /// To whom the money is passed on; to nobody when left out.
    transfer_data: Option<TransferDataBody>,
    /// Whether the money tops up the customer's balance.
    customer_balance: Option<CustomerBalanceBody>,
    /// The merchant's words.
    #[schema(max_length = 1000)]
    description: Option<String>,
    /// The merchant's own keys and values.
    #[schema(schema_with = crate::api::metadata_schema)]
    metadata: Option<std::collections::BTreeMap<String, String>>,
}

/// To whom the money is passed on: the owners of the unit, or one owner.
#[derive(ToSchema)]
#[schema(as = TransferDataInput)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct TransferDataBody {
    /// Split it between the owners of the unit, by their shares on the day of the payment.
    use_unit_ownership: Option<bool>,
    /// All of it to this owner.
    #[schema(value_type = Option<String>, pattern = "^own_[0-9a-hjkmnp-tv-z]{26}$")]
    destination: Option<OwnerId>,
}

/// A top-up of the customer's balance.
#[derive(ToSchema)]
#[schema(as = TopUpInput)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CustomerBalanceBody {
    /// Add what is paid to the customer's balance.
    apply: Option<bool>,
    /// The merchant's words for it.
    #[schema(max_length = 1000)]
    description: Option<String>,
}

/// Settings of payment methods.
#[derive(ToSchema)]
#[schema(as = PaymentMethodOptionsInput)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct PaymentMethodOptionsBody {
    /// Whether credit of the customer pays first.
    customer_balance: Option<ApplyCreditBody>,
}

/// Whether credit of the customer pays first.
#[derive(ToSchema)]
#[schema(as = ApplyCreditInput)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct ApplyCreditBody {
    /// Pay from the customer's balance what it has, and ask the payer for the rest.
    apply: Option<bool>,
}

/// The field.
const DATA: &str = "transaction_data";
/// Where a unit is named.
const UNIT: &str = "transaction_data.unit";
/// Where an owner is named.
const DESTINATION: &str = "transaction_data.transfer_data.destination";
/// Where a split is asked for.
const TRANSFER: &str = "transaction_data.transfer_data";
/// Where a top-up is asked for.
const TOP_UP: &str = "transaction_data.customer_balance.apply";

/// What a body says of it.
struct Data {
    unit: Option<UnitId>,
    transfer: Option<TransferRule>,
    top_up: bool,
}

/// Reads both fields. What they contradict is a fault at its place.
pub fn read(fields: &mut Fields<'_>, reporting_type: ReportingType) -> Plan {
    let given = fields.get(DATA).filter(|value| !value.is_null()).map(ToString::to_string);
    let data = fields.given_object(DATA, read_data).value();
    let apply_credit = read_options(fields);
    let Some(data) = data else { return Plan { apply_credit, ..Plan::default() } };
    let mut fault = |param: &str, code, words: &str| fields.fault(param, code, words);
    if data.transfer == Some(TransferRule::UnitOwnership) && data.unit.is_none() {
        fault(UNIT, "required", "is required to split the payment by its ownership");
    }
    if data.top_up && data.transfer.is_some() {
        let words = "cannot be asked for together with `transfer_data`";
        fault(TOP_UP, "top_up_with_transfer", words);
    }
    if data.top_up && reporting_type.is_held() {
        let words = "cannot be asked for with a deposit or a holding fee";
        fault(TOP_UP, "top_up_held", words);
    }
    if data.top_up && apply_credit {
        let words = "cannot be paid from the balance that it tops up";
        fault(TOP_UP, "top_up_from_credit", words);
    }
    let Data { unit, transfer, top_up } = data;
    Plan { given, unit, transfer, top_up, apply_credit, split: None }
}

fn read_data(fields: &mut Fields<'_>) -> Option<Data> {
    let unit = fields.text("unit", id::<UnitId>);
    let transfer = fields.given_object("transfer_data", |fields| {
        let split = fields.bool("use_unit_ownership").unwrap_or(false);
        let owner = fields.text("destination", id::<OwnerId>);
        if split && owner.is_some() {
            let words = "cannot be named together with `use_unit_ownership`";
            fields.fault("destination", "transfer_data_ambiguous", words);
        }
        Some(match (owner, split) {
            (Some(owner), _) => Some(TransferRule::Owner(owner)),
            (None, true) => Some(TransferRule::UnitOwnership),
            (None, false) => None,
        })
    });
    let balance = fields.given_object("customer_balance", |fields| {
        fields.text("description", block(DESCRIPTION_MAX));
        Some(fields.bool("apply").unwrap_or(false))
    });
    fields.text("description", block(DESCRIPTION_MAX));
    // Kept as it was given; only its form is looked at here.
    let _ = MetadataChanges::read(fields);
    fields.not_built("send_receipt_email");
    let top_up = matches!(balance, Given::Value(true));
    Some(Data { unit, transfer: transfer.value().flatten(), top_up })
}

fn read_options(fields: &mut Fields<'_>) -> bool {
    let apply = fields.given_object("payment_method_options", |fields| {
        let balance = fields
            .given_object("customer_balance", |fields| Some(fields.bool("apply").unwrap_or(false)));
        Some(matches!(balance, Given::Value(true)))
    });
    matches!(apply, Given::Value(true))
}

/// What only the database and the settings can tell of a plan.
///
/// # Errors
/// 404 for a unit or owner that is not there; 400 for shares that do not make the whole.
pub fn check(
    tx: &mut Tx<'_>,
    merchant: &Merchant,
    plan: &Plan,
    reporting_type: ReportingType,
) -> Result<(), Problem> {
    if let Some(fault) = held_fault(merchant, plan, reporting_type) {
        return Err(Problem::faults(vec![fault]));
    }
    if let Some(TransferRule::Owner(owner)) = plan.transfer {
        let owner = owners::keep(tx, &merchant.scope, owner)?;
        owner.ok_or_else(|| Problem::not_found("owner", Some(DESTINATION)))?;
    }
    let Some(unit) = plan.unit else { return Ok(()) };
    let unit = units::keep(tx, &merchant.scope, unit)?;
    let unit = unit.ok_or_else(|| Problem::not_found("unit", Some(UNIT)))?;
    if plan.transfer != Some(TransferRule::UnitOwnership) {
        return Ok(());
    }
    let shares = units::ownership_on(tx, &merchant.scope, unit.id, merchant.today()?)?;
    let whole: i64 = shares.iter().map(|(_, share)| share.parts()).sum();
    if whole == Share::ALL.parts() {
        return Ok(());
    }
    let message = format!("`{UNIT}` has no owners today whose shares make 100.");
    Err(Problem::faults(vec![Fault::of(UNIT, "shares_not_whole", message)]))
}

/// That a session which opens again can still pass its money on as it was asked to.
///
/// # Errors
/// 409 `owner_deleted` or `unit_deleted`, with which.
pub fn check_still_there(tx: &mut Tx<'_>, scope: &Scope, plan: &Plan) -> Result<(), Problem> {
    let named: Vec<OwnerId> = match (&plan.split, plan.transfer) {
        (Some(split), _) => split.shares.iter().map(|(owner, _)| *owner).collect(),
        (None, Some(TransferRule::Owner(owner))) => vec![owner],
        (None, _) => Vec::new(),
    };
    for id in named {
        if owners::keep(tx, scope, id)?.is_none() {
            let message = format!("{id}, whom this payment session is to pay, was deleted.");
            let problem = Problem::conflict("owner_deleted", message);
            return Err(problem.with_detail("owner", id.to_string()));
        }
    }
    let (Some(id), Some(_), None) = (plan.unit, plan.transfer, &plan.split) else { return Ok(()) };
    if units::keep(tx, scope, id)?.is_some() {
        return Ok(());
    }
    let message = format!("{id}, whose owners this payment session is to pay, was deleted.");
    Err(Problem::conflict("unit_deleted", message).with_detail("unit", id.to_string()))
}

/// Held money is the payer's, so it is passed on only where the merchant's contracts allow it.
fn held_fault(merchant: &Merchant, plan: &Plan, reporting_type: ReportingType) -> Option<Fault> {
    passes_on_held(merchant, plan, reporting_type).then(|| {
        let message = format!(
            "`{TRANSFER}` would pass on a {reporting_type}, which the account's `transfer_held_money` does not allow."
        );
        Fault::of(TRANSFER, "held_money_not_transferable", message)
    })
}

fn passes_on_held(merchant: &Merchant, plan: &Plan, reporting_type: ReportingType) -> bool {
    let allowed = merchant.account.settings.transfer_held_money;
    plan.transfer.is_some() && reporting_type.is_held() && !allowed
}

/// The same rules for a session that is to be of another type: its plan stays as it was given.
pub fn type_fault(
    merchant: &Merchant,
    plan: &Plan,
    reporting_type: ReportingType,
) -> Option<Fault> {
    const NAME: &str = "reporting_type";
    if passes_on_held(merchant, plan, reporting_type) {
        let message = format!(
            "`{NAME}` cannot be {reporting_type}: `{TRANSFER}` passes the money on, which the account's `transfer_held_money` does not allow."
        );
        return Some(Fault::of(NAME, "held_money_not_transferable", message));
    }
    (plan.top_up && reporting_type.is_held()).then(|| {
        let message = format!(
            "`{NAME}` cannot be {reporting_type}: the payment tops up the customer's balance."
        );
        Fault::of(NAME, "top_up_held", message)
    })
}

//! What can be said of a bank account: the bodies of create and update, and their reading.

use std::collections::BTreeMap;

use domain::bacs::account_number::AccountNumber;
use domain::bacs::modulus::{ModulusTable, Verdict};
use domain::bacs::sort_code::SortCode;
use domain::ids::UnitId;
use domain::money::Currency;
use domain::payee::{Numbers, NumbersError, Terms};
use domain::session::ReportingType;
use serde_json::Value;
use utoipa::ToSchema;

use super::unit;
use crate::api::names::{CurrencyName, ReportingTypeName};
use crate::extract::rules::{self, Wrong, line};
use crate::extract::{Fields, Given, MetadataChanges};

/// Most characters of a holder's name: what a SEPA transfer carries.
const HOLDER_MAX: usize = 70;
/// Longer numbers are not read.
const NUMBER_MAX: usize = 40;
/// Most units whose payments go to one account.
const UNITS_MAX: usize = 1_000;
/// The currencies in which accounts can be.
const CURRENCIES: &[&str] = &["gbp", "eur", "sek"];

/// A new bank account: numbers of one kind, that of its currency.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CreateBankAccount {
    /// The currency that it takes: `gbp`, `eur` or `sek`.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// The holder's name exactly as the bank has it: payers' banks compare it.
    #[schema(min_length = 1, max_length = 70)]
    account_holder_name: String,
    /// For gbp: the branch.
    #[schema(max_length = 40, example = "00-00-00")]
    sort_code: Option<String>,
    /// For gbp, with `sort_code`; for sek, with `clearing_number`.
    #[schema(max_length = 40)]
    account_number: Option<String>,
    /// For eur.
    #[schema(max_length = 40)]
    iban: Option<String>,
    /// For eur: the bank's code (ISO 9362), where payers' banks ask for it.
    #[schema(max_length = 11)]
    bic: Option<String>,
    /// For sek: a bankgiro number.
    #[schema(max_length = 40, example = "5050-1055")]
    bankgiro: Option<String>,
    /// For sek, with `account_number`: a clearing number.
    #[schema(max_length = 40)]
    clearing_number: Option<String>,
    /// What is paid to it, by purpose.
    #[schema(value_type = Option<Vec<ReportingTypeName>>)]
    reporting_types: Option<Vec<ReportingType>>,
    /// The units whose payments go to it; stronger than a purpose.
    #[schema(value_type = Option<Vec<String>>, max_items = 1000)]
    units: Option<Vec<UnitId>>,
    /// Whether everything else in its currency goes to it. The first account of a currency does.
    default: Option<bool>,
    /// The merchant's own keys and values.
    #[schema(schema_with = crate::api::metadata_schema)]
    metadata: Option<BTreeMap<String, String>>,
}

/// Changes of a bank account. What is left out keeps its value. Its numbers never change.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UpdateBankAccount {
    /// The holder's name exactly as the bank has it.
    #[schema(min_length = 1, max_length = 70)]
    account_holder_name: Option<String>,
    /// What is paid to it, by purpose; null for nothing.
    #[schema(value_type = Option<Vec<ReportingTypeName>>)]
    reporting_types: Option<Vec<ReportingType>>,
    /// The units whose payments go to it; null for none.
    #[schema(value_type = Option<Vec<String>>, max_items = 1000)]
    units: Option<Vec<UnitId>>,
    /// `true` sends everything else in its currency to it. Another account's `true` ends that.
    default: Option<bool>,
    /// Keys to set, beside those that are there.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    metadata: Option<BTreeMap<String, Option<String>>>,
}

/// A new account, in its form right.
pub struct NewAccount {
    /// Its numbers.
    pub numbers: Numbers,
    /// Who holds it, and what is paid to it.
    pub terms: Terms,
    /// Whether everything else goes to it.
    pub default: bool,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
}

impl NewAccount {
    /// Reads the body of create. Accounts in the United Kingdom are checked against the table.
    pub fn read(fields: &mut Fields<'_>, table: Option<&ModulusTable>) -> Option<Self> {
        let currency = fields.required_text("currency", currency);
        let holder = fields.required_text("account_holder_name", line(HOLDER_MAX));
        let numbers = read_numbers(fields, currency, table);
        let reporting_types = read_list(fields, "reporting_types", reporting_type).value();
        let units = read_list(fields, "units", read_unit).value();
        let default = fields.bool("default").unwrap_or(false);
        let metadata = MetadataChanges::read(fields).apply(&BTreeMap::new());
        // Too many keys are a fault already.
        let (reporting_types, units) =
            (reporting_types.unwrap_or_default(), units.unwrap_or_default());
        Some(Self {
            numbers: numbers?,
            terms: Terms { holder: Some(holder?), reporting_types, units },
            default,
            metadata: metadata.unwrap_or_default(),
        })
    }
}

/// Changes of an account, in their form right.
pub struct Changes {
    holder: Option<String>,
    reporting_types: Given<Vec<ReportingType>>,
    units: Given<Vec<UnitId>>,
    /// Everything else is to go to it.
    pub default: bool,
    /// The merchant's own keys and values.
    pub metadata: MetadataChanges,
}

impl Changes {
    /// Reads the body of update.
    pub fn read(fields: &mut Fields<'_>) -> Self {
        let holder = fields.text("account_holder_name", line(HOLDER_MAX));
        let reporting_types = read_list(fields, "reporting_types", reporting_type);
        let units = read_list(fields, "units", read_unit);
        let default = fields.bool("default");
        if default == Some(false) {
            let words = "can only be true: make another account the default";
            fields.fault("default", "default_needed", words);
        }
        let metadata = MetadataChanges::read(fields);
        Self { holder, reporting_types, units, default: default == Some(true), metadata }
    }

    /// The terms, changed.
    pub fn apply(&self, known: &Terms) -> Terms {
        let known = known.clone();
        Terms {
            holder: self.holder.clone().or(known.holder),
            reporting_types: self.reporting_types.clone().or_keep_or_default(known.reporting_types),
            units: self.units.clone().or_keep_or_default(known.units),
        }
    }
}

/// Numbers of the kind that the currency has; those of other kinds are refused by name.
fn read_numbers(
    fields: &mut Fields<'_>,
    currency: Option<Currency>,
    table: Option<&ModulusTable>,
) -> Option<Numbers> {
    let mut text = |name| fields.text(name, line(NUMBER_MAX));
    let (sort_code, account_number) = (text("sort_code"), text("account_number"));
    let (iban, bic) = (text("iban"), text("bic"));
    let (bankgiro, clearing) = (text("bankgiro"), text("clearing_number"));
    let given = [
        ("sort_code", sort_code.is_some(), Currency::Gbp),
        ("iban", iban.is_some(), Currency::Eur),
        ("bic", bic.is_some(), Currency::Eur),
        ("bankgiro", bankgiro.is_some(), Currency::Sek),
        ("clearing_number", clearing.is_some(), Currency::Sek),
    ];
    let currency = currency?;
    for (name, _, of) in given.into_iter().filter(|(_, is, of)| *is && *of != currency) {
        fields.fault(name, "not_of_currency", format!("belongs to an account in {of}"));
    }
    let mut need = |name: &'static str, value: Option<String>| {
        if value.is_none() && fields.get(name).is_none_or(Value::is_null) {
            fields.fault(name, "required", format!("is required for an account in {currency}"));
        }
        value
    };
    match currency {
        Currency::Gbp => {
            let (sort_code, number) =
                (need("sort_code", sort_code), need("account_number", account_number));
            let (sort_code, number) = (sort_code?, number?);
            let numbers = taken(fields, "account_number", Numbers::british(&sort_code, &number))?;
            check_modulus(fields, &numbers, table)?;
            Some(numbers)
        }
        Currency::Eur => {
            let iban = need("iban", iban)?;
            if let Some(bic) = &bic
                && !is_bic(bic)
            {
                let words = "must be a BIC: 8 or 11 capital letters and digits (ISO 9362)";
                fields.fault("bic", "bic_invalid", words);
                return None;
            }
            taken(fields, "iban", Numbers::iban(&iban, bic.as_deref()))
        }
        _ => match (bankgiro, clearing) {
            (Some(_), Some(_)) => {
                let words = "cannot stand beside `bankgiro`";
                fields.fault("clearing_number", "mutually_exclusive", words);
                None
            }
            (Some(bankgiro), None) => taken(fields, "bankgiro", Numbers::bankgiro(&bankgiro)),
            (None, Some(clearing)) => {
                let number = need("account_number", account_number)?;
                taken(fields, "account_number", Numbers::swedish(&clearing, &number))
            }
            (None, None) => need("bankgiro", None).and(None),
        },
    }
}

/// The numbers, or what is wrong with them, at the field that is.
fn taken(
    fields: &mut Fields<'_>,
    name: &'static str,
    numbers: Result<Numbers, NumbersError>,
) -> Option<Numbers> {
    match numbers {
        Ok(numbers) => Some(numbers),
        Err(error) => {
            let name = match error {
                NumbersError::SortCode(_) => "sort_code",
                _ => name,
            };
            fields.fault(name, error.code(), format!("is refused: {error}"));
            None
        }
    }
}

/// Sort code and account number must fit each other, where the table knows the branch.
fn check_modulus(
    fields: &mut Fields<'_>,
    numbers: &Numbers,
    table: Option<&ModulusTable>,
) -> Option<()> {
    let Numbers::British { sort_code, account_number } = numbers else { return Some(()) };
    let sort_code: SortCode = sort_code.parse().ok()?;
    let (sort_code, number) = AccountNumber::parse(sort_code, account_number).ok()?;
    if table.map(|table| table.check(sort_code, number)) == Some(Verdict::Invalid) {
        let words = "does not fit the sort code: please compare every digit of both";
        fields.fault("account_number", "account_number_wrong_check", words);
        return None;
    }
    Some(())
}

/// ISO 9362: four letters, a country, two or five more.
fn is_bic(text: &str) -> bool {
    let letters = |from: usize, to: usize| {
        text.as_bytes().get(from..to).is_some_and(|it| it.iter().all(u8::is_ascii_uppercase))
    };
    let plain = |it: u8| it.is_ascii_uppercase() || it.is_ascii_digit();
    matches!(text.len(), 8 | 11) && letters(0, 6) && text.bytes().all(plain)
}

/// A currency in which there are such accounts.
fn currency(given: &str) -> Result<Currency, Wrong> {
    rules::one_of(CURRENCIES.to_vec())(given)?;
    rules::spelled(CURRENCIES)(given)
}

fn reporting_type(given: &str) -> Result<ReportingType, Wrong> {
    let names: Vec<&str> = ReportingType::ALL.iter().map(|it| it.as_str()).collect();
    rules::spelled(&names)(given)
}

fn read_unit(given: &str) -> Result<UnitId, Wrong> {
    unit(given).ok_or_else(|| Wrong::new("unit_unknown", "is not the id of a unit"))
}

/// A list of texts, each fault under the place of its own item; none twice.
fn read_list<T: PartialEq>(
    fields: &mut Fields<'_>,
    name: &'static str,
    rule: impl Fn(&str) -> Result<T, Wrong>,
) -> Given<Vec<T>> {
    let items = match fields.get(name) {
        None => return Given::Absent,
        Some(Value::Null) => return Given::Null,
        Some(Value::Array(items)) if items.len() <= UNITS_MAX => items,
        Some(Value::Array(_)) => {
            fields.fault(name, "list_too_long", format!("must have at most {UNITS_MAX} items"));
            return Given::Absent;
        }
        Some(_) => {
            fields.fault(name, "not_a_list", "must be a list");
            return Given::Absent;
        }
    };
    let mut values: Vec<T> = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        let read = match item.as_str() {
            Some(text) => rule(text),
            None => Err(Wrong::new("not_a_text", "must be a text")),
        };
        let read = read.and_then(|value| match values.contains(&value) {
            true => Err(Wrong::new("duplicate_item", "repeats an item of the list")),
            false => Ok(value),
        });
        match read {
            Ok(value) => values.push(value),
            Err(wrong) => fields.fault(&format!("{name}[{place}]"), wrong.code, wrong.words),
        }
    }
    Given::Value(values)
}

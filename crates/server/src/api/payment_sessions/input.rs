//! What can be said of a payment session: the bodies of create and update, and their reading.

use std::collections::BTreeMap;

use domain::descriptor;
use domain::ids::CustomerId;
use domain::method::MethodType;
use domain::money::Currency;
use domain::plan::Plan;
use domain::return_url::ReturnUrl;
use domain::session::ReportingType;
use domain::text::DESCRIPTION_MAX;
use domain::time::Timestamp;
use serde_json::Value;
use utoipa::ToSchema;

use super::transaction_data::{self, PaymentMethodOptionsBody, TransactionDataBody};
use crate::api::names::{CurrencyName, MethodTypeName, ReportingTypeName};
use crate::extract::rules::{Wrong, block, line, locale, spelled};
use crate::extract::{Fields, Given, MetadataChanges, SECONDS_MAX};

/// The least and the most that a session asks for, in minor units.
const AMOUNT: std::ops::RangeInclusive<i64> = 100..=AMOUNT_MAX;
/// The most that a session asks for, in minor units.
pub const AMOUNT_MAX: i64 = 99_999_900;
/// Longer lists of types are not read.
const METHODS_MAX: usize = 20;
/// The longest descriptor that any rail carries.
const DESCRIPTOR_MAX: usize = descriptor::SEPA_TEXT_MAX;
/// Longer texts are not looked up.
const CUSTOMER_MAX: usize = 100;
/// The field of the types.
const METHODS: &str = "payment_method_types";

/// A new payment session.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct CreatePaymentSession {
    /// What is to be paid, in minor units.
    #[schema(minimum = 100, maximum = 99_999_900, example = 10_000)]
    amount: i64,
    /// The currency.
    #[schema(value_type = CurrencyName)]
    currency: Currency,
    /// Who pays: a customer's id.
    #[schema(value_type = String, pattern = "^cus_[0-9a-hjkmnp-tv-z]{26}$")]
    customer: CustomerId,
    /// Always `payment`.
    #[schema(pattern = "^payment$", example = "payment")]
    mode: String,
    /// What the payer may choose from, in the order of the page. A single one skips the choice.
    #[schema(value_type = Vec<MethodTypeName>, min_items = 1, max_items = 7)]
    payment_method_types: Vec<MethodType>,
    /// A text that the payer sees.
    #[schema(max_length = 1000)]
    description: Option<String>,
    /// The merchant's own keys and values.
    #[schema(schema_with = crate::api::metadata_schema)]
    metadata: Option<BTreeMap<String, String>>,
    /// What it is for, in reports; `charge` when null.
    #[schema(value_type = Option<ReportingTypeName>)]
    reporting_type: Option<ReportingType>,
    /// What becomes of the money besides paying the session.
    transaction_data: Option<TransactionDataBody>,
    /// Settings of payment methods.
    payment_method_options: Option<PaymentMethodOptionsBody>,
    /// Where the payer goes afterwards, as the account's list allows.
    #[schema(max_length = 2048, example = "https://example.com/success")]
    return_url: Option<String>,
    /// Mail the page's address to the customer.
    send_email: Option<bool>,
    /// What should stand on the payer's statement; at least one of the types must carry it whole.
    #[schema(min_length = 1, max_length = 140)]
    statement_descriptor: Option<String>,
    /// The language of the page; by default the customer's, and then what the browser prefers.
    #[schema(pattern = "^(en|sv|de|fr|es|it|nl)$")]
    locale: Option<String>,
    /// When it stops asking for money, in Unix seconds, at most two years ahead; never by default.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    expires_at: Option<i64>,
}

/// Changes of a payment session. What is left out keeps its value; null clears it.
#[derive(ToSchema)]
#[expect(dead_code, reason = "the body is read field by field; this describes it")]
pub struct UpdatePaymentSession {
    /// A text that the payer sees. While it is unpaid.
    #[schema(max_length = 1000)]
    description: Option<String>,
    /// Keys to set, beside those that are there. While it is unpaid.
    #[schema(schema_with = crate::api::metadata_changes_schema)]
    metadata: Option<BTreeMap<String, Option<String>>>,
    /// What it is for, in reports. Until money is under way; null is `charge`.
    #[schema(value_type = Option<ReportingTypeName>)]
    reporting_type: Option<ReportingType>,
    /// When it stops asking for money, in Unix seconds, at most two years ahead; null for never.
    /// While it is unpaid or expired: a later time opens an expired session again.
    #[schema(minimum = 0, maximum = 253_402_300_799_i64)]
    expires_at: Option<i64>,
}

/// A new session as it was asked for, in its form right.
pub struct Wanted {
    /// Minor units.
    pub amount: i64,
    /// The currency.
    pub currency: Currency,
    /// Who pays, as it was written.
    pub customer: String,
    /// By what.
    pub methods: Vec<MethodType>,
    /// A text that the payer sees.
    pub description: Option<String>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
    /// What becomes of the money besides.
    pub plan: Plan,
    /// What it is for.
    pub reporting_type: ReportingType,
    /// Where the payer goes afterwards.
    pub return_url: Option<ReturnUrl>,
    /// Mail the link.
    pub send_email: bool,
    /// What should stand on the payer's statement.
    pub statement_descriptor: Option<String>,
    /// The language of the page.
    pub locale: Option<String>,
    /// When it stops asking.
    pub expires_at: Option<Timestamp>,
}

impl Wanted {
    /// Reads the body of create.
    pub fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let amount = fields.required_int("amount", AMOUNT);
        let currency = fields.required_text("currency", |given| one_of(given, Currency::ALL));
        // What is no id at all is nobody's id either, which is for the database to say.
        let customer = fields.required_text("customer", line(CUSTOMER_MAX));
        fields.required_text("mode", |mode| match mode {
            "payment" => Ok(()),
            _ => Err(Wrong::new("unknown_value", "must be: payment")),
        });
        let methods = read_methods(fields, currency, amount);
        let statement_descriptor = read_descriptor(fields, methods.as_deref());
        let description = fields.text("description", block(DESCRIPTION_MAX));
        let metadata = MetadataChanges::read(fields).apply(&BTreeMap::new());
        let reporting_type = read_reporting_type(fields).value();
        let return_url = fields.text("return_url", |given| {
            let error = |error: domain::return_url::ReturnUrlError| {
                Wrong::new(error.code(), error.to_string())
            };
            given.parse::<ReturnUrl>().map_err(error)
        });
        let send_email = fields.bool("send_email").unwrap_or(false);
        let locale = fields.text("locale", locale);
        let expires_at = fields.int("expires_at", 0..=SECONDS_MAX);
        let kind = reporting_type.unwrap_or(ReportingType::Charge);
        let plan = transaction_data::read(fields, kind);
        Some(Self {
            amount: amount?,
            currency: currency?,
            customer: customer?,
            methods: methods?,
            description,
            metadata: metadata.unwrap_or_default(),
            plan,
            reporting_type: kind,
            return_url,
            send_email,
            statement_descriptor,
            locale,
            expires_at: expires_at.and_then(Timestamp::from_seconds),
        })
    }
}

/// Changes of a session as they were asked for.
pub struct Changes {
    /// A text that the payer sees.
    pub description: Given<String>,
    /// The merchant's own keys and values.
    pub metadata: MetadataChanges,
    /// What it is for.
    pub reporting_type: Given<ReportingType>,
    /// When it stops asking.
    pub expires_at: Given<Timestamp>,
}

impl Changes {
    /// Reads the body of update.
    pub fn read(fields: &mut Fields<'_>) -> Option<Self> {
        let expires_at = match fields.given_int("expires_at", 0..=SECONDS_MAX) {
            Given::Absent => Given::Absent,
            Given::Null => Given::Null,
            Given::Value(seconds) => Given::Value(Timestamp::from_seconds(seconds)?),
        };
        Some(Self {
            description: fields.given_text("description", block(DESCRIPTION_MAX)),
            metadata: MetadataChanges::read(fields),
            reporting_type: read_reporting_type(fields),
            expires_at,
        })
    }
}

/// The value of that spelling, or the spellings that there are.
fn one_of<T: Copy + std::str::FromStr + std::fmt::Display>(
    given: &str,
    all: &[T],
) -> Result<T, Wrong> {
    let names: Vec<String> = all.iter().map(T::to_string).collect();
    let names: Vec<&str> = names.iter().map(String::as_str).collect();
    spelled(&names)(given)
}

fn read_reporting_type(fields: &mut Fields<'_>) -> Given<ReportingType> {
    fields.given_text("reporting_type", |given| one_of(given, ReportingType::ALL))
}

/// The types, each fault under the place of its own item.
fn read_methods(
    fields: &mut Fields<'_>,
    currency: Option<Currency>,
    amount: Option<i64>,
) -> Option<Vec<MethodType>> {
    let items = match fields.get(METHODS) {
        None | Some(Value::Null) => Err(("required", "is required")),
        Some(Value::Array(items)) if items.is_empty() => {
            Err(("list_empty", "must have at least one item"))
        }
        Some(Value::Array(items)) if items.len() > METHODS_MAX => {
            Err(("list_too_long", "must have at most 20 items"))
        }
        Some(Value::Array(items)) => Ok(items),
        Some(_) => Err(("not_a_list", "must be a list")),
    };
    let items = match items {
        Ok(items) => items,
        Err((code, words)) => {
            fields.fault(METHODS, code, words);
            return None;
        }
    };
    let mut methods = Vec::with_capacity(items.len());
    for (place, item) in items.iter().enumerate() {
        match read_method(item, &methods, currency, amount) {
            Ok(method) => methods.push(method),
            Err(wrong) => fields.fault(&format!("{METHODS}[{place}]"), wrong.code, wrong.words),
        }
    }
    Some(methods)
}

/// A type that is built, not yet listed, and able to carry the currency and the amount.
fn read_method(
    item: &Value,
    before: &[MethodType],
    currency: Option<Currency>,
    amount: Option<i64>,
) -> Result<MethodType, Wrong> {
    let name = item.as_str().ok_or_else(|| Wrong::new("not_a_text", "must be a text"))?;
    let Ok(method) = name.parse::<MethodType>() else {
        let known: Vec<&str> = MethodType::ALL.iter().map(|it| it.as_str()).collect();
        let words = format!("is not a type of payment method; there are: {}", known.join(", "));
        return Err(Wrong::new("unknown_payment_method_type", words));
    };
    if before.contains(&method) {
        let words = format!("repeats {method}");
        return Err(Wrong::new("duplicate_payment_method_type", words));
    }
    if let Some(currency) = currency.filter(|it| !method.carries(*it)) {
        let carried: Vec<&str> = method.row().currencies.iter().map(|it| it.as_str()).collect();
        let words = format!(
            "asks for {method}, which cannot carry {currency}, only: {}",
            carried.join(", ")
        );
        return Err(Wrong::new("currency_not_supported", words));
    }
    if amount.is_some_and(|amount| !method.takes(amount)) {
        let words = format!("asks for {method}, which cannot carry this amount");
        return Err(Wrong::new("amount_not_supported", words));
    }
    Ok(method)
}

/// A descriptor that at least one of the types carries whole.
fn read_descriptor(fields: &mut Fields<'_>, methods: Option<&[MethodType]>) -> Option<String> {
    const NAME: &str = "statement_descriptor";
    let text = fields.text(NAME, line(DESCRIPTOR_MAX))?;
    let methods = methods.filter(|methods| !methods.is_empty())?;
    match descriptor::check(&text, methods) {
        Ok(()) => Some(text),
        Err(error) => {
            fields.fault(NAME, error.code(), format!("is refused: {error}"));
            None
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn faults(body: serde_json::Value) -> Vec<(String, &'static str)> {
        let object = body.as_object().unwrap();
        let text = body.to_string();
        let mut fields = Fields::of(object, text.as_bytes());
        let wanted = Wanted::read(&mut fields);
        let errors = fields.finish().err().map(|problem| problem.errors).unwrap_or_default();
        assert!(wanted.is_some() || !errors.is_empty(), "refused without a reason");
        errors.into_iter().map(|it| (it.param.unwrap(), it.code)).collect()
    }

    fn body(more: serde_json::Value) -> serde_json::Value {
        let mut body = serde_json::json!({
            "amount": 10_000, "currency": "gbp", "mode": "payment",
            "customer": "cus_01jz3x5v8gk2m4n6p8q0r2s4t6", "payment_method_types": ["card"],
        });
        body.as_object_mut().unwrap().extend(more.as_object().unwrap().clone());
        body
    }

    #[test]
    fn what_the_guide_sends_is_read() {
        assert_eq!(
            faults(body(serde_json::json!({"return_url": "https://example.com/success"}))),
            []
        );
    }

    #[test]
    fn types_are_refused_at_their_place() {
        let types = serde_json::json!([
            "nope",
            "sepa_debit",
            7,
            "card",
            "autogiro",
            "card",
            "bank_transfer",
            "card_present"
        ]);
        let found = faults(body(serde_json::json!({"payment_method_types": types})));
        let expected = [
            (0, "unknown_payment_method_type"),
            (1, "currency_not_supported"),
            (2, "not_a_text"),
            (4, "currency_not_supported"),
            (5, "duplicate_payment_method_type"),
            (7, "unknown_payment_method_type"),
        ];
        assert_eq!(found, expected.map(|(at, code)| (format!("{METHODS}[{at}]"), code)));
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let bad = serde_json::json!({
            "amount": 99, "currency": "nok", "customer": "py_sess_1", "mode": "setup",
            "payment_method_types": [], "return_url": "javascript:alert(1)",
            "statement_descriptor": "", "locale": "pl", "expires_at": -1, "send_email": "yes",
            "reporting_type": "gift", "transaction_data": {"send_receipt_email": true, "colour": 1}, "payment_method_options": 7,
            "metadata": {"k": 1}, "colour": "red",
        });
        let params: Vec<String> = faults(bad).into_iter().map(|(param, _)| param).collect();
        let expected = [
            "amount",
            "currency",
            "mode",
            "payment_method_types",
            "statement_descriptor",
            "metadata.k",
            "reporting_type",
            "return_url",
            "send_email",
            "locale",
            "expires_at",
            "transaction_data.send_receipt_email",
            "transaction_data.colour",
            "payment_method_options",
            "colour",
        ];
        assert_eq!(params, expected);
    }

    #[test]
    fn a_descriptor_needs_a_rail() {
        let with = |text: &str| faults(body(serde_json::json!({"statement_descriptor": text})));
        assert_eq!(with("RENT MARCH"), []);
        let refused = [("statement_descriptor".to_owned(), "statement_descriptor_invalid")];
        assert_eq!(with("Rent for March 2026, flat 5"), refused);
    }
}

//! A payment method, as the API shows it: account numbers are masked before they are stored here.

use domain::attempt::Attempt;
use domain::ids::{CustomerId, PaymentMethodId};
use domain::method::MethodType;
use domain::scope::Scope;
use serde::{Deserialize, Serialize};
use store::address::Address;
use store::payment_methods::{self, PaymentMethod};
use store::{DbError, Tx};
use utoipa::ToSchema;

use crate::api::address::AddressView;
use crate::api::names::MethodTypeName;
use crate::api::object_name;
use crate::problem::Problem;

object_name! { PaymentMethodObject = "payment_method" }

/// What a payer paid with.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = PaymentMethod)]
pub struct PaymentMethodView {
    /// Its id.
    #[schema(value_type = String, example = "pm_01jz3x5v8gk2m4n6p8q0r2s4t6")]
    id: PaymentMethodId,
    /// Always `payment_method`.
    #[schema(value_type = String, pattern = "^payment_method$")]
    object: PaymentMethodObject,
    /// When it was given, in Unix seconds.
    created: i64,
    /// True for real money, false for the sandbox.
    livemode: bool,
    /// The customer whose session it was given for. The payer may be somebody else.
    #[schema(value_type = String)]
    customer: CustomerId,
    /// Its type, which names the part that tells more of it.
    #[serde(rename = "type")]
    #[schema(value_type = MethodTypeName)]
    method: MethodType,
    /// What the payer typed.
    billing_details: BillingDetailsView,
    /// For `sepa_debit`: the bank account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    sepa_debit: Option<SepaDebitView>,
    /// For `bacs_debit`: the bank account.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    bacs_debit: Option<BacsDebitView>,
    /// For `autogiro`: the bank account, and what kind of number identifies its holder.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    autogiro: Option<AutogiroView>,
    /// For `pay_by_bank`: the bank, and the payment's reference.
    #[serde(skip_serializing_if = "Option::is_none")]
    #[schema(required = false, nullable = false)]
    pay_by_bank: Option<PayByBankView>,
}

/// What the payer typed.
#[derive(Clone, Debug, Serialize, ToSchema)]
#[schema(as = BillingDetails)]
pub struct BillingDetailsView {
    /// The account holder's name.
    name: Option<String>,
    /// Where the confirmation went.
    email: Option<String>,
    /// The phone number.
    phone: Option<String>,
    /// Where the payer lives; asked for outside the EEA only.
    address: AddressView,
}

/// A bank account, masked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = SepaDebitDetails)]
pub struct SepaDebitView {
    /// The country of the account, ISO 3166-1 alpha-2, in capitals.
    country: String,
    /// The last four characters of the IBAN.
    last4: String,
}

/// A British bank account, masked.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = BacsDebitDetails)]
pub struct BacsDebitView {
    /// The branch.
    #[schema(example = "00-00-00")]
    sort_code: String,
    /// The last four digits of the account number.
    last4: String,
}

/// A Swedish bank account, masked. The number of its holder is kept for the bank alone, and no part of
/// it is shown.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = AutogiroDetails)]
pub struct AutogiroView {
    /// The bank's clearing number: four digits, at Swedbank sometimes five.
    #[schema(example = "9880")]
    clearing_number: String,
    /// The bank.
    #[schema(example = "Riksgälden")]
    bank: String,
    /// The last four digits of the account number; fewer where that were more than half of it.
    last4: String,
    /// What the holder is: `person`, `coordination` for a person outside the population register, or
    /// `organisation`.
    #[schema(pattern = "^(person|coordination|organisation)$")]
    payer_id_type: String,
}

/// A payment that is approved at the payer's bank.
#[derive(Clone, Debug, Serialize, Deserialize, ToSchema)]
#[schema(as = PayByBankDetails)]
pub struct PayByBankView {
    /// The bank that the payer chose, by its name for programs.
    #[schema(example = "sandbox_bank_north")]
    pub bank: String,
    /// The same for people.
    #[schema(example = "Sandbox Bank North")]
    pub bank_name: String,
    /// The payment's reference, as both statements show it.
    #[schema(example = "4C9D-5E6T")]
    pub reference: String,
}

impl PayByBankView {
    /// What an attempt by bank was begun with; `None` for one by another method.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub fn of_attempt(
        tx: &mut Tx<'_>,
        scope: &Scope,
        attempt: &Attempt,
    ) -> Result<Option<Self>, DbError> {
        let chosen = attempt.payment_method.filter(|_| attempt.method == MethodType::PayByBank);
        let Some(id) = chosen else { return Ok(None) };
        let method = payment_methods::find(tx, scope, id)?;
        let method = method.ok_or(DbError::Corrupt("attempts.payment_method"))?;
        Ok(Details::read(&method)?.pay_by_bank)
    }
}

/// What is stored of it.
#[derive(Deserialize)]
struct Details {
    billing_details: BillingDetails,
    #[serde(default)]
    sepa_debit: Option<SepaDebitView>,
    #[serde(default)]
    bacs_debit: Option<BacsDebitView>,
    #[serde(default)]
    autogiro: Option<AutogiroView>,
    #[serde(default)]
    pay_by_bank: Option<PayByBankView>,
}

impl Details {
    fn read(method: &PaymentMethod) -> Result<Self, DbError> {
        serde_json::from_str(&method.details)
            .map_err(|_| DbError::Corrupt("payment_methods.details"))
    }
}

#[derive(Deserialize)]
struct BillingDetails {
    name: Option<String>,
    email: Option<String>,
    phone: Option<String>,
    address: Option<Address>,
}

impl PaymentMethodView {
    /// Of a payment method.
    ///
    /// # Errors
    /// When what is stored cannot be read.
    pub fn of(method: &PaymentMethod, scope: &Scope) -> Result<Self, DbError> {
        let details = Details::read(method)?;
        let BillingDetails { name, email, phone, address } = details.billing_details;
        let address = (&address.unwrap_or_default()).into();
        Ok(Self {
            id: method.id,
            object: PaymentMethodObject::Name,
            created: method.created_at.seconds(),
            livemode: scope.livemode,
            customer: method.customer,
            method: method.method,
            billing_details: BillingDetailsView { name, email, phone, address },
            sepa_debit: details.sepa_debit,
            bacs_debit: details.bacs_debit,
            autogiro: details.autogiro,
            pay_by_bank: details.pay_by_bank,
        })
    }

    /// The payment method of that id.
    ///
    /// # Errors
    /// 404 when it is not in the scope.
    pub fn load(tx: &mut Tx<'_>, scope: &Scope, id: PaymentMethodId) -> Result<Self, Problem> {
        let found = payment_methods::find(tx, scope, id)?;
        let found = found.ok_or_else(|| Problem::not_found("payment method", None))?;
        Ok(Self::of(&found, scope)?)
    }
}

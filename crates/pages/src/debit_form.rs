//! The payer's details for a direct debit. Nothing is shown that the payer did not type.

use askama::Template;
use jiff::civil::Date;

use crate::countries;
use crate::frame::Frame;
use crate::payment::{DebitScheme, MethodKind, Payment};
use crate::translate::Key;

/// The form for the payer's name and account. Posts `step=details`, `token`,
/// `payment_method_type`, `lang` and the fields of [`DebitField`].
#[derive(Clone, Debug, Template)]
#[template(path = "debit_form.html")]
pub struct DebitForm {
    /// By which scheme.
    pub scheme: DebitScheme,
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub payment: Payment,
    /// The signed form token.
    pub token: String,
    /// The day on which the account would be debited.
    pub collection_on: Date,
    /// What the payer typed so far; empty at first.
    pub values: DebitValues,
    /// Whether the payer's address is asked for.
    pub address: AddressFields,
    /// What is wrong with the fields, in the order of the form.
    pub errors: Vec<FieldError>,
    /// The chooser, when there is more than one method.
    pub chooser_url: Option<String>,
}

/// What the payer typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DebitValues {
    /// `account_holder_name`
    pub account_holder_name: String,
    /// `email`
    pub email: String,
    /// `iban`
    pub iban: String,
    /// `payer_id`: a Swedish personal identity number, or the number of an organisation.
    pub payer_id: String,
    /// `clearing_number`
    pub clearing_number: String,
    /// `sort_code`
    pub sort_code: String,
    /// `account_number`
    pub account_number: String,
    /// `sole_signatory`: `yes`, or nothing.
    pub sole_signatory: String,
    /// `address_line1`
    pub address_line1: String,
    /// `address_line2`
    pub address_line2: String,
    /// `address_city`
    pub address_city: String,
    /// `address_postal_code`
    pub address_postal_code: String,
    /// `address_country`, a two-letter code.
    pub address_country: String,
}

/// Whether the address is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AddressFields {
    /// Not needed for an account within the EEA.
    Hidden,
    /// Needed: the account is outside the EEA.
    Asked,
}

/// A field of the form.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DebitField {
    /// `account_holder_name`
    AccountHolderName,
    /// `email`
    Email,
    /// `iban`
    Iban,
    /// `payer_id`: a Swedish personal identity number, or the number of an organisation.
    PayerId,
    /// `clearing_number`
    ClearingNumber,
    /// `sort_code`
    SortCode,
    /// `account_number`
    AccountNumber,
    /// `sole_signatory`: the payer alone can authorise debits.
    SoleSignatory,
    /// `address_line1`
    AddressLine1,
    /// `address_line2`
    AddressLine2,
    /// `address_city`
    AddressCity,
    /// `address_postal_code`
    AddressPostalCode,
    /// `address_country`
    AddressCountry,
}

/// What is wrong with a field.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum FieldProblem {
    /// It is empty.
    Missing,
    /// It is longer than the rail allows.
    TooLong,
    /// It has characters that the banks can't carry.
    Characters,
    /// It is no e-mail address.
    NotAnEmail,
    /// It is no account number: too short, too long, a wrong check digit.
    NotAnIban,
    /// The account's country is outside SEPA.
    IbanOutsideSepa,
    /// It is no sort code.
    NotASortCode,
    /// It is no account number of a British bank.
    NotAnAccountNumber,
    /// There is no such account number at this sort code.
    NotAtThisSortCode,
    /// It is neither a personal identity number nor that of an organisation.
    NotAPayerId,
    /// No Swedish bank has this clearing number.
    NotAClearingNumber,
    /// It is no account number at the bank with this clearing number.
    NotAtThisClearingNumber,
    /// It is no country.
    NotACountry,
}

/// A field and what is wrong with it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct FieldError {
    /// The field.
    pub field: DebitField,
    /// What is wrong.
    pub problem: FieldProblem,
}

impl DebitField {
    /// Every field, in the order of the forms.
    pub const ALL: [Self; 13] = [
        Self::AccountHolderName,
        Self::Email,
        Self::Iban,
        Self::PayerId,
        Self::ClearingNumber,
        Self::SortCode,
        Self::AccountNumber,
        Self::SoleSignatory,
        Self::AddressLine1,
        Self::AddressLine2,
        Self::AddressPostalCode,
        Self::AddressCity,
        Self::AddressCountry,
    ];

    /// The fields of a scheme's form, in its order.
    pub fn of(scheme: DebitScheme, address: AddressFields) -> Vec<Self> {
        let asked = |field: &Self| match field {
            Self::AccountHolderName | Self::Email => true,
            Self::Iban => scheme == DebitScheme::SepaCore,
            Self::PayerId | Self::ClearingNumber => scheme == DebitScheme::Autogiro,
            Self::SortCode | Self::SoleSignatory => scheme == DebitScheme::Bacs,
            Self::AccountNumber => scheme != DebitScheme::SepaCore,
            _ => scheme == DebitScheme::SepaCore && address == AddressFields::Asked,
        };
        Self::ALL.into_iter().filter(asked).collect()
    }

    /// The field's name in forms, and its id on the page.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::AccountHolderName => "account_holder_name",
            Self::Email => "email",
            Self::Iban => "iban",
            Self::PayerId => "payer_id",
            Self::ClearingNumber => "clearing_number",
            Self::SortCode => "sort_code",
            Self::AccountNumber => "account_number",
            Self::SoleSignatory => "sole_signatory",
            Self::AddressLine1 => "address_line1",
            Self::AddressLine2 => "address_line2",
            Self::AddressCity => "address_city",
            Self::AddressPostalCode => "address_postal_code",
            Self::AddressCountry => "address_country",
        }
    }

    /// The field of a name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|field| field.as_str() == name)
    }

    const fn label(self) -> Key {
        match self {
            Self::AccountHolderName => Key("field-name"),
            Self::Email => Key("field-email"),
            Self::Iban => Key("field-iban"),
            Self::PayerId => Key("field-payer-id"),
            Self::ClearingNumber => Key("field-clearing-number"),
            Self::SortCode => Key("field-sort-code"),
            Self::AccountNumber => Key("field-account-number"),
            Self::SoleSignatory => Key("field-sole-signatory"),
            Self::AddressLine1 => Key("field-line1"),
            Self::AddressLine2 => Key("field-line2"),
            Self::AddressCity => Key("field-city"),
            Self::AddressPostalCode => Key("field-postal-code"),
            Self::AddressCountry => Key("field-country"),
        }
    }

    const fn hint(self, scheme: DebitScheme) -> Option<Key> {
        match self {
            Self::PayerId => Some(Key("field-payer-id-hint")),
            Self::ClearingNumber => Some(Key("field-clearing-number-hint")),
            Self::AccountNumber if matches!(scheme, DebitScheme::Autogiro) => {
                Some(Key("field-account-number-hint-sek"))
            }
            Self::AccountHolderName => Some(Key("field-name-hint")),
            Self::Email => Some(Key("field-email-hint")),
            Self::Iban => Some(Key("field-iban-hint")),
            Self::SortCode => Some(Key("field-sort-code-hint")),
            Self::AccountNumber => Some(Key("field-account-number-hint")),
            Self::SoleSignatory => Some(Key("field-sole-signatory-hint")),
            _ => None,
        }
    }

    const fn missing(self) -> Key {
        match self {
            Self::AccountHolderName => Key("missing-name"),
            Self::Email => Key("missing-email"),
            Self::Iban => Key("missing-iban"),
            Self::PayerId => Key("missing-payer-id"),
            Self::ClearingNumber => Key("missing-clearing-number"),
            Self::SortCode => Key("missing-sort-code"),
            Self::AccountNumber => Key("missing-account-number"),
            Self::SoleSignatory => Key("missing-sole-signatory"),
            Self::AddressLine1 | Self::AddressLine2 => Key("missing-line1"),
            Self::AddressCity => Key("missing-city"),
            Self::AddressPostalCode => Key("missing-postal-code"),
            Self::AddressCountry => Key("missing-country"),
        }
    }

    const fn autocomplete(self) -> &'static str {
        match self {
            Self::AccountHolderName => "name",
            Self::Email => "email",
            // Browsers have no word for account numbers, and a stored one should not surface.
            Self::Iban
            | Self::PayerId
            | Self::ClearingNumber
            | Self::SortCode
            | Self::AccountNumber
            | Self::SoleSignatory => "off",
            Self::AddressLine1 => "address-line1",
            Self::AddressLine2 => "address-line2",
            Self::AddressCity => "address-level2",
            Self::AddressPostalCode => "postal-code",
            Self::AddressCountry => "country",
        }
    }

    const fn max_length(self) -> u16 {
        match self {
            Self::Email => 254,
            // 34 characters, and spaces between groups of four as people write them.
            Self::Iban => 64,
            // Twelve digits at most, with whatever people write between them.
            Self::PayerId | Self::ClearingNumber | Self::SortCode | Self::AccountNumber => 24,
            _ => 70,
        }
    }
}

impl DebitValues {
    /// The value of a field.
    pub fn get(&self, field: DebitField) -> &str {
        match field {
            DebitField::AccountHolderName => &self.account_holder_name,
            DebitField::Email => &self.email,
            DebitField::Iban => &self.iban,
            DebitField::PayerId => &self.payer_id,
            DebitField::ClearingNumber => &self.clearing_number,
            DebitField::SortCode => &self.sort_code,
            DebitField::AccountNumber => &self.account_number,
            DebitField::SoleSignatory => &self.sole_signatory,
            DebitField::AddressLine1 => &self.address_line1,
            DebitField::AddressLine2 => &self.address_line2,
            DebitField::AddressCity => &self.address_city,
            DebitField::AddressPostalCode => &self.address_postal_code,
            DebitField::AddressCountry => &self.address_country,
        }
    }
}

/// A field as the template draws it.
struct FieldView {
    field: DebitField,
    name: &'static str,
    label: String,
    hint: Option<String>,
    error: Option<String>,
    value: String,
}

impl FieldView {
    fn autocomplete(&self) -> &'static str {
        self.field.autocomplete()
    }

    fn max_length(&self) -> u16 {
        self.field.max_length()
    }

    fn is(&self, value: &str) -> bool {
        self.value == value
    }

    fn is_optional(&self) -> bool {
        self.field == DebitField::AddressLine2
    }

    fn is_email(&self) -> bool {
        self.field == DebitField::Email
    }

    fn is_iban(&self) -> bool {
        self.field == DebitField::Iban
    }

    fn is_digits(&self) -> bool {
        matches!(
            self.field,
            DebitField::PayerId
                | DebitField::ClearingNumber
                | DebitField::SortCode
                | DebitField::AccountNumber
        )
    }

    fn is_tick(&self) -> bool {
        self.field == DebitField::SoleSignatory
    }

    fn is_country(&self) -> bool {
        self.field == DebitField::AddressCountry
    }

    fn starts_address(&self) -> bool {
        self.field == DebitField::AddressLine1
    }

    /// The ids of hint and error, for `aria-describedby`.
    fn described_by(&self) -> Option<String> {
        let hint = self.hint.as_ref().map(|_| format!("{}-hint", self.name));
        let error = self.error.as_ref().map(|_| format!("{}-error", self.name));
        let ids: Vec<String> = error.into_iter().chain(hint).collect();
        (!ids.is_empty()).then(|| ids.join(" "))
    }
}

impl DebitForm {
    fn method(&self) -> &'static str {
        MethodKind::of_scheme(self.scheme).as_str()
    }

    fn opening(&self) -> Key {
        match self.scheme {
            DebitScheme::SepaCore => Key("debit-text"),
            DebitScheme::Bacs => Key("bacs-form-text"),
            DebitScheme::Autogiro => Key("autogiro-form-text"),
        }
    }

    fn button(&self) -> Key {
        match self.scheme {
            DebitScheme::SepaCore | DebitScheme::Autogiro => Key("debit-button"),
            DebitScheme::Bacs => Key("bacs-form-button"),
        }
    }

    fn reassurance(&self) -> Key {
        match self.scheme {
            DebitScheme::SepaCore | DebitScheme::Bacs => Key("debit-reassurance"),
            DebitScheme::Autogiro => Key("autogiro-reassurance"),
        }
    }

    fn fields(&self) -> Vec<FieldView> {
        let fields = DebitField::of(self.scheme, self.address).into_iter();
        fields.map(|field| self.field(field)).collect()
    }

    fn field(&self, field: DebitField) -> FieldView {
        let problem = self.errors.iter().find(|error| error.field == field);
        FieldView {
            field,
            name: field.as_str(),
            label: self.frame.t(field.label()),
            hint: field.hint(self.scheme).map(|key| self.frame.tm(key)),
            error: problem.map(|error| self.sentence(*error)),
            value: self.values.get(field).to_owned(),
        }
    }

    fn sentence(&self, error: FieldError) -> String {
        let FieldError { field, problem } = error;
        let label = self.frame.t(field.label());
        match problem {
            FieldProblem::Missing => self.frame.tm(field.missing()),
            FieldProblem::TooLong => self.frame.t1("problem-too-long", "field", label),
            FieldProblem::Characters => self.frame.t1("problem-characters", "field", label),
            FieldProblem::NotAnEmail => self.frame.t("problem-email"),
            FieldProblem::NotAnIban => self.frame.t("problem-iban"),
            FieldProblem::IbanOutsideSepa => self.frame.t("problem-iban-outside-sepa"),
            FieldProblem::NotASortCode => self.frame.t("problem-sort-code"),
            FieldProblem::NotAnAccountNumber => self.frame.t("problem-account-number"),
            FieldProblem::NotAtThisSortCode => self.frame.t("problem-account-at-sort-code"),
            FieldProblem::NotAPayerId => self.frame.t("problem-payer-id"),
            FieldProblem::NotAClearingNumber => self.frame.t("problem-clearing-number"),
            FieldProblem::NotAtThisClearingNumber => self.frame.t("problem-account-at-clearing"),
            FieldProblem::NotACountry => self.frame.t(DebitField::AddressCountry.missing()),
        }
    }

    fn countries(&self) -> Vec<(&'static str, &'static str)> {
        countries::all(self.frame.locale).collect()
    }
}

crate::render!(DebitForm);

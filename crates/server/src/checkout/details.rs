//! What a payer types into the debit form: every field checked, every fault found at once.

use domain::autogiro::bank_account::{BankAccount, BankAccountError};
use domain::autogiro::person_id::{PayerId, PayerIdError};
use domain::bacs::account_number::{AccountNumber, AccountNumberError};
use domain::bacs::modulus::{ModulusTable, Verdict};
use domain::bacs::sort_code::{SortCode, SortCodeError};
use domain::country::Country;
use domain::debit::Scheme;
use domain::debit::account::DebitAccount;
use domain::sepa::charset;
use domain::sepa::iban::{Iban, IbanError};
use domain::text::{self, TextError};
use jiff::civil::Date;
use pages::{AddressFields, DebitField, DebitValues, FieldError, FieldProblem};
use store::address::Address;

/// The sort code of the sandbox's accounts, which no bank has.
const SANDBOX_SORT_CODE: &str = "000000";
/// Most characters of a name or line in SEPA messages.
const LINE_MAX: usize = 70;

/// The fields as they came; what is missing was not asked for.
#[derive(Clone, Debug, Default)]
pub(super) struct Fields {
    pub(super) account_holder_name: Option<String>,
    pub(super) email: Option<String>,
    pub(super) iban: Option<String>,
    pub(super) payer_id: Option<String>,
    pub(super) clearing_number: Option<String>,
    pub(super) sort_code: Option<String>,
    pub(super) account_number: Option<String>,
    pub(super) sole_signatory: Option<String>,
    pub(super) address_line1: Option<String>,
    pub(super) address_line2: Option<String>,
    pub(super) address_city: Option<String>,
    pub(super) address_postal_code: Option<String>,
    pub(super) address_country: Option<String>,
}

/// Details without a fault.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Details {
    /// The account's holder.
    pub account_holder_name: String,
    /// Where the confirmation goes.
    pub email: String,
    /// The account.
    pub account: DebitAccount,
    /// The payer's address, for accounts outside the EEA.
    pub address: Option<Address>,
}

/// What becomes of the fields.
pub(super) enum Checked {
    /// All is well.
    Fine(Box<Details>, AddressFields),
    /// Something is wrong, or the address is still to be asked for.
    Again {
        /// What is wrong; empty when only the address is missing that nobody had asked for.
        errors: Vec<FieldError>,
        /// Whether the address is to be asked for.
        address: AddressFields,
    },
}

impl Fields {
    /// What was typed, for the form to show again.
    pub(super) fn values(&self) -> DebitValues {
        let tidy = |text: &Option<String>| text.as_deref().unwrap_or_default().trim().to_owned();
        DebitValues {
            account_holder_name: tidy(&self.account_holder_name),
            email: tidy(&self.email),
            iban: tidy(&self.iban),
            payer_id: tidy(&self.payer_id),
            clearing_number: tidy(&self.clearing_number),
            sort_code: tidy(&self.sort_code),
            account_number: tidy(&self.account_number),
            // Whatever a browser sends for a ticked box.
            sole_signatory: if tidy(&self.sole_signatory).is_empty() { "" } else { "yes" }
                .to_owned(),
            address_line1: tidy(&self.address_line1),
            address_line2: tidy(&self.address_line2),
            address_city: tidy(&self.address_city),
            address_postal_code: tidy(&self.address_postal_code),
            address_country: tidy(&self.address_country),
        }
    }

    /// True when the form had asked for the address.
    const fn had_address(&self) -> bool {
        self.address_line1.is_some() || self.address_country.is_some()
    }

    /// Checks every field of a scheme's form on the day `today`. British accounts are looked up in
    /// `table`, where the operator gave one.
    pub(super) fn check(
        &self,
        scheme: Scheme,
        today: Date,
        table: Option<&ModulusTable>,
    ) -> Checked {
        let values = self.values();
        let mut errors = Vec::new();
        for field in [DebitField::AccountHolderName, DebitField::Email] {
            if let Some(problem) = line_problem(field, values.get(field)) {
                errors.push(FieldError { field, problem });
            }
        }
        match scheme {
            Scheme::SepaCore => self.check_sepa(&values, errors),
            Scheme::Bacs => check_british(&values, errors, table),
            Scheme::Autogiro => check_swedish(&values, errors, today),
        }
    }

    fn check_sepa(&self, values: &DebitValues, mut errors: Vec<FieldError>) -> Checked {
        let mut fault = |field, problem| errors.push(FieldError { field, problem });
        let iban: Result<Iban, IbanError> = values.iban.parse();
        if let Err(error) = &iban {
            fault(DebitField::Iban, iban_problem(error));
        }
        let address = match &iban {
            Ok(iban) if iban.needs_address() => AddressFields::Asked,
            Ok(_) => AddressFields::Hidden,
            // Not known yet: what was asked for stays.
            Err(_) if self.had_address() => AddressFields::Asked,
            Err(_) => AddressFields::Hidden,
        };
        if address == AddressFields::Asked && self.had_address() {
            errors.extend(address_errors(values));
        }
        let asked_first = address == AddressFields::Asked && !self.had_address();
        match iban {
            Ok(iban) if errors.is_empty() && !asked_first => {
                let details = Details {
                    account_holder_name: values.account_holder_name.clone(),
                    email: values.email.clone(),
                    account: DebitAccount::Iban(iban),
                    address: (address == AddressFields::Asked).then(|| postal(values)),
                };
                Checked::Fine(Box::new(details), address)
            }
            _ => Checked::Again { errors, address },
        }
    }
}

fn check_british(
    values: &DebitValues,
    mut errors: Vec<FieldError>,
    table: Option<&ModulusTable>,
) -> Checked {
    let mut fault = |field, problem| errors.push(FieldError { field, problem });
    let sort_code: Result<SortCode, SortCodeError> = values.sort_code.parse();
    if let Err(error) = &sort_code {
        fault(DebitField::SortCode, sort_code_problem(*error));
    }
    // The digits of a number can be judged without its bank, so both are told at once.
    let at = sort_code.or_else(|_| SANDBOX_SORT_CODE.parse());
    let account = at.ok().and_then(|at| match AccountNumber::parse(at, &values.account_number) {
        Ok((sort_code, number)) if does_not_exist(table, sort_code, number) => {
            fault(DebitField::AccountNumber, FieldProblem::NotAtThisSortCode);
            None
        }
        Ok((sort_code, number)) => Some(DebitAccount::British { sort_code, number }),
        Err(error) => {
            fault(DebitField::AccountNumber, account_number_problem(error));
            None
        }
    });
    if values.sole_signatory.is_empty() {
        fault(DebitField::SoleSignatory, FieldProblem::Missing);
    }
    let address = AddressFields::Hidden;
    match account.filter(|_| errors.is_empty()) {
        Some(account) => {
            let details = Details {
                account_holder_name: values.account_holder_name.clone(),
                email: values.email.clone(),
                account,
                address: None,
            };
            Checked::Fine(Box::new(details), address)
        }
        None => Checked::Again { errors, address },
    }
}

fn check_swedish(values: &DebitValues, mut errors: Vec<FieldError>, today: Date) -> Checked {
    let mut fault = |field, problem| errors.push(FieldError { field, problem });
    let holder = PayerId::parse(&values.payer_id, today);
    match &holder {
        Ok(_) => {}
        Err(PayerIdError::Empty) => fault(DebitField::PayerId, FieldProblem::Missing),
        Err(_) => fault(DebitField::PayerId, FieldProblem::NotAPayerId),
    }
    let account = BankAccount::parse(&values.clearing_number, &values.account_number);
    let missing = [
        (DebitField::ClearingNumber, &values.clearing_number),
        (DebitField::AccountNumber, &values.account_number),
    ];
    for (field, _) in missing.iter().filter(|(_, value)| value.is_empty()) {
        fault(*field, FieldProblem::Missing);
    }
    if let Err(error) = &account {
        let (field, problem) = swedish_account_problem(*error);
        if !values.get(field).is_empty() {
            fault(field, problem);
        }
    }
    let address = AddressFields::Hidden;
    match account.ok().zip(holder.ok()).filter(|_| errors.is_empty()) {
        Some((account, holder)) => {
            let details = Details {
                account_holder_name: values.account_holder_name.clone(),
                email: values.email.clone(),
                account: DebitAccount::Swedish { account, holder },
                address: None,
            };
            Checked::Fine(Box::new(details), address)
        }
        None => Checked::Again { errors, address },
    }
}

const fn swedish_account_problem(error: BankAccountError) -> (DebitField, FieldProblem) {
    match error {
        BankAccountError::Clearing | BankAccountError::UnknownBank => {
            (DebitField::ClearingNumber, FieldProblem::NotAClearingNumber)
        }
        BankAccountError::Account => (DebitField::AccountNumber, FieldProblem::NotAnAccountNumber),
        BankAccountError::Length { .. } | BankAccountError::CheckDigit => {
            (DebitField::AccountNumber, FieldProblem::NotAtThisClearingNumber)
        }
    }
}

/// True when the table says so. What it does not know may exist.
fn does_not_exist(
    table: Option<&ModulusTable>,
    sort_code: SortCode,
    number: AccountNumber,
) -> bool {
    let checked = sort_code.digits() != SANDBOX_SORT_CODE;
    checked && table.is_some_and(|table| table.check(sort_code, number) == Verdict::Invalid)
}

const fn sort_code_problem(error: SortCodeError) -> FieldProblem {
    match error {
        SortCodeError::Empty => FieldProblem::Missing,
        _ => FieldProblem::NotASortCode,
    }
}

const fn account_number_problem(error: AccountNumberError) -> FieldProblem {
    match error {
        AccountNumberError::Empty => FieldProblem::Missing,
        _ => FieldProblem::NotAnAccountNumber,
    }
}

fn address_errors(values: &DebitValues) -> impl Iterator<Item = FieldError> + '_ {
    let fields = [
        DebitField::AddressLine1,
        DebitField::AddressLine2,
        DebitField::AddressPostalCode,
        DebitField::AddressCity,
        DebitField::AddressCountry,
    ];
    fields.into_iter().filter_map(|field| {
        let problem = line_problem(field, values.get(field))?;
        Some(FieldError { field, problem })
    })
}

/// What is wrong with a field of one line.
fn line_problem(field: DebitField, value: &str) -> Option<FieldProblem> {
    if value.is_empty() {
        return (field != DebitField::AddressLine2).then_some(FieldProblem::Missing);
    }
    match field {
        DebitField::Email => match text::check_email(value) {
            Ok(()) => None,
            Err(TextError::TooLong { .. }) => Some(FieldProblem::TooLong),
            Err(_) => Some(FieldProblem::NotAnEmail),
        },
        DebitField::AddressCountry => {
            value.parse::<Country>().is_err().then_some(FieldProblem::NotACountry)
        }
        _ => sepa_line_problem(value),
    }
}

/// What keeps a line from being carried by SEPA messages.
fn sepa_line_problem(value: &str) -> Option<FieldProblem> {
    let carried = charset::transliterate(value);
    let says_something = carried.text.chars().any(|c| c.is_ascii_alphanumeric());
    if carried.lossy || !says_something {
        Some(FieldProblem::Characters)
    } else if value.chars().count() > LINE_MAX || carried.text.len() > LINE_MAX {
        Some(FieldProblem::TooLong)
    } else {
        None
    }
}

const fn iban_problem(error: &IbanError) -> FieldProblem {
    match error {
        IbanError::Empty => FieldProblem::Missing,
        IbanError::Country => FieldProblem::IbanOutsideSepa,
        _ => FieldProblem::NotAnIban,
    }
}

fn postal(values: &DebitValues) -> Address {
    let some = |text: &String| (!text.is_empty()).then(|| text.clone());
    Address {
        line1: some(&values.address_line1),
        line2: some(&values.address_line2),
        city: some(&values.address_city),
        state: None,
        postal_code: some(&values.address_postal_code),
        country: some(&values.address_country),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: Date = jiff::civil::date(2026, 11, 23);

    fn fields(name: &str, email: &str, iban: &str) -> Fields {
        Fields {
            account_holder_name: Some(name.to_owned()),
            email: Some(email.to_owned()),
            iban: Some(iban.to_owned()),
            ..Fields::default()
        }
    }

    fn problems(fields: &Fields) -> (Vec<(DebitField, FieldProblem)>, AddressFields) {
        match fields.check(Scheme::SepaCore, TODAY, None) {
            Checked::Fine(_, address) => (Vec::new(), address),
            Checked::Again { errors, address } => {
                (errors.iter().map(|error| (error.field, error.problem)).collect(), address)
            }
        }
    }

    #[test]
    fn every_fault_is_found_at_once() {
        let (found, _) = problems(&fields("", "nobody", "DE89370400440532013001"));
        assert_eq!(
            found,
            [
                (DebitField::AccountHolderName, FieldProblem::Missing),
                (DebitField::Email, FieldProblem::NotAnEmail),
                (DebitField::Iban, FieldProblem::NotAnIban),
            ]
        );
        let long = "x".repeat(71);
        let (found, _) = problems(&fields(&long, "a@b.se", "US00"));
        assert_eq!(
            found,
            [
                (DebitField::AccountHolderName, FieldProblem::TooLong),
                (DebitField::Iban, FieldProblem::IbanOutsideSepa),
            ]
        );
        let (found, _) = problems(&fields("家賃", "a@b.se", "DE89370400440532013000"));
        assert_eq!(found, [(DebitField::AccountHolderName, FieldProblem::Characters)]);
    }

    #[test]
    fn an_account_in_the_eea_needs_no_address() {
        let typed = fields(" Åsa Öström ", "asa@example.com", "de89 3704 0044 0532 0130 00");
        let Checked::Fine(details, AddressFields::Hidden) =
            typed.check(Scheme::SepaCore, TODAY, None)
        else {
            panic!("{:?}", problems(&typed));
        };
        assert_eq!(details.account_holder_name, "Åsa Öström");
        assert_eq!(details.account.electronic(), "DE89370400440532013000");
        assert_eq!(details.address, None);
    }

    #[test]
    fn an_account_outside_the_eea_asks_for_the_address() {
        let mut typed = fields("A B", "a@b.se", "GB82WEST12345698765432");
        assert_eq!(problems(&typed), (Vec::new(), AddressFields::Asked));
        assert!(matches!(typed.check(Scheme::SepaCore, TODAY, None), Checked::Again { .. }));
        typed.address_line1 = Some(String::new());
        typed.address_country = Some("XX".to_owned());
        let (found, _) = problems(&typed);
        assert_eq!(found.len(), 4);
        assert_eq!(found[3], (DebitField::AddressCountry, FieldProblem::NotACountry));
        typed.address_line1 = Some("1 High Street".to_owned());
        typed.address_city = Some("London".to_owned());
        typed.address_postal_code = Some("E1 1AA".to_owned());
        typed.address_country = Some("GB".to_owned());
        let Checked::Fine(details, AddressFields::Asked) =
            typed.check(Scheme::SepaCore, TODAY, None)
        else {
            panic!("{:?}", problems(&typed));
        };
        assert_eq!(details.address.and_then(|it| it.country).as_deref(), Some("GB"));
    }

    fn british(sort_code: &str, account_number: &str, sole: &str) -> Fields {
        Fields {
            account_holder_name: Some("A Payer".to_owned()),
            email: Some("a@example.com".to_owned()),
            sort_code: Some(sort_code.to_owned()),
            account_number: Some(account_number.to_owned()),
            sole_signatory: Some(sole.to_owned()),
            ..Fields::default()
        }
    }

    /// A made-up bank whose account numbers end with 0.
    fn table() -> ModulusTable {
        let line = "100000 100999 MOD10 0 0 0 0 0 0 0 0 0 0 0 0 0 1";
        ModulusTable::parse(line, "").unwrap()
    }

    fn british_problems(fields: &Fields) -> Vec<(DebitField, FieldProblem)> {
        match fields.check(Scheme::Bacs, TODAY, Some(&table())) {
            Checked::Fine(..) => Vec::new(),
            Checked::Again { errors, .. } => {
                errors.iter().map(|error| (error.field, error.problem)).collect()
            }
        }
    }

    #[test]
    fn a_british_account_is_taken_however_it_is_typed() {
        for (sort_code, number) in [("12-34-56", "12345678"), (" 12 34 56", "1234 5678")] {
            let typed = british(sort_code, number, "on");
            let Checked::Fine(details, AddressFields::Hidden) =
                typed.check(Scheme::Bacs, TODAY, None)
            else {
                panic!("{:?}", british_problems(&typed));
            };
            assert_eq!(details.account.electronic(), "12345612345678");
            assert_eq!(details.account.masked(), "12-34-56 ••••5678");
        }
    }

    #[test]
    fn each_fault_of_a_british_account_stands_at_its_field() {
        use DebitField::{AccountNumber, SoleSignatory, SortCode};
        use FieldProblem::{Missing, NotASortCode, NotAnAccountNumber, NotAtThisSortCode};
        let missing = [(SortCode, Missing), (AccountNumber, Missing), (SoleSignatory, Missing)];
        assert_eq!(british_problems(&british("", "", "")), missing);
        let both = [(SortCode, NotASortCode), (AccountNumber, NotAnAccountNumber)];
        assert_eq!(british_problems(&british("12-34-5", "12345", "yes")), both);
        let typed = british("10-00-00", "12345678", "yes");
        assert_eq!(british_problems(&typed), [(AccountNumber, NotAtThisSortCode)]);
        assert_eq!(british_problems(&british("10-00-00", "12345670", "yes")), []);
        // Of another bank nothing is known, and the sandbox has accounts of its own.
        assert_eq!(british_problems(&british("20-00-00", "12345678", "yes")), []);
        assert_eq!(british_problems(&british("00-00-00", "12345678", "yes")), []);
    }

    fn swedish(payer_id: &str, clearing: &str, account: &str) -> Fields {
        Fields {
            account_holder_name: Some("Åsa Öström".to_owned()),
            email: Some("asa@example.com".to_owned()),
            payer_id: Some(payer_id.to_owned()),
            clearing_number: Some(clearing.to_owned()),
            account_number: Some(account.to_owned()),
            ..Fields::default()
        }
    }

    fn swedish_problems(fields: &Fields) -> Vec<(DebitField, FieldProblem)> {
        match fields.check(Scheme::Autogiro, TODAY, None) {
            Checked::Fine(..) => Vec::new(),
            Checked::Again { errors, .. } => {
                errors.iter().map(|error| (error.field, error.problem)).collect()
            }
        }
    }

    #[test]
    fn a_swedish_account_is_taken_however_it_is_typed() {
        let file = "9880000005577008189001019802";
        for payer_id in ["18900101-9802", "189001019802", " 18900101 9802"] {
            let typed = swedish(payer_id, "9880", "557 700-8");
            let Checked::Fine(details, AddressFields::Hidden) =
                typed.check(Scheme::Autogiro, TODAY, None)
            else {
                panic!("{payer_id}: {:?}", swedish_problems(&typed));
            };
            assert_eq!(details.account.electronic(), file);
            assert_eq!(details.account.masked(), "9880 ••••008");
        }
        for payer_id in ["556016-0680", "701063-2391"] {
            assert_eq!(swedish_problems(&swedish(payer_id, "9880", "5577008")), [], "{payer_id}");
        }
        // Check digits of Swedbank and Plusgirot need not fit.
        for clearing in ["8327", "8327-9", "9960"] {
            assert_eq!(swedish_problems(&swedish("556016-0680", clearing, "123456789")), []);
        }
    }

    #[test]
    fn each_fault_of_a_swedish_account_stands_at_its_field() {
        use DebitField::{AccountNumber, ClearingNumber, PayerId};
        use FieldProblem::{
            Missing, NotAClearingNumber, NotAPayerId, NotAnAccountNumber, NotAtThisClearingNumber,
        };
        let missing = [(PayerId, Missing), (ClearingNumber, Missing), (AccountNumber, Missing)];
        assert_eq!(swedish_problems(&swedish("", "", "")), missing);
        for payer_id in ["900101-0018", "556016-0681", "701063-2392", "900230-0011", "x", "9001"] {
            let typed = swedish(payer_id, "9880", "5577008");
            assert_eq!(swedish_problems(&typed), [(PayerId, NotAPayerId)], "{payer_id}");
        }
        let good = "18900101-9802";
        for clearing in ["988", "98801", "1000", "98x0"] {
            let typed = swedish(good, clearing, "5577008");
            assert_eq!(swedish_problems(&typed), [(ClearingNumber, NotAClearingNumber)]);
        }
        for account in ["5577009", "557700", "55770080"] {
            let typed = swedish(good, "9880", account);
            assert_eq!(swedish_problems(&typed), [(AccountNumber, NotAtThisClearingNumber)]);
        }
        let typed = swedish(good, "9880", "55x7008");
        assert_eq!(swedish_problems(&typed), [(AccountNumber, NotAnAccountNumber)]);
        let typed = swedish(good, "", "55x7008");
        assert_eq!(swedish_problems(&typed), [(ClearingNumber, Missing)]);
    }
}

//! The types of payment method, and what each can do: one row per type.

use crate::money::Currency;
use crate::spelled::spelled;

spelled! {
    /// A type of payment method, as the API spells it.
    pub enum MethodType {
        /// A card, always on the processor's page.
        Card = "card",
        /// Bacs Direct Debit.
        BacsDebit = "bacs_debit",
        /// SEPA Direct Debit.
        SepaDebit = "sepa_debit",
        /// The Swedish direct debit.
        Autogiro = "autogiro",
        /// A transfer into an account of the customer's own, matched automatically.
        BankTransfer = "bank_transfer",
        /// A transfer into the merchant's account, matched by statement or by hand.
        DirectTransfer = "direct_transfer",
        /// A transfer that the payer approves at the bank.
        PayByBank = "pay_by_bank",
    }
}

/// What a rail prints of a text on the payer's statement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum StatementText {
    /// One line of the card networks: 5 to 22 Latin characters.
    Card,
    /// The creditor's name and up to 140 characters of remittance information.
    Sepa,
    /// The service user's name and the reference, 18 characters each.
    Bacs,
    /// Faster Payments: the payee's name and a reference of up to 18 characters.
    FasterPayments,
    /// Nothing of the merchant's: payers write the reference into their own transfer.
    Reference,
    /// Autogiro: the payee's name and a reference of up to 16 characters.
    Autogiro,
}

/// What one type can do.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Row {
    /// The type.
    pub method: MethodType,
    /// What people call it, in English.
    pub name: &'static str,
    /// The currencies it carries.
    pub currencies: &'static [Currency],
    /// We take the money; otherwise the payer sends it.
    pub pull: bool,
    /// Least amount of one payment, in minor units.
    pub min: i64,
    /// Greatest amount of one payment, in minor units.
    pub max: i64,
    /// What it prints on the payer's statement.
    pub statement: StatementText,
}

/// The greatest amount of a card payment that processors take: eight digits.
const CARD_MAX: i64 = 99_999_999;
/// The greatest amount of one collection or transfer in SEPA: 999,999,999.99.
const SEPA_MAX: i64 = 99_999_999_999;
/// The greatest amount of one Faster Payment, by the scheme's own limit: 1,000,000.00.
const FASTER_PAYMENTS_MAX: i64 = 100_000_000;

/// The greatest amount of one Bacs payment: £20 million.
const BACS_MAX: i64 = 2_000_000_000;
/// The greatest amount of one payment by Autogiro: twelve digits of öre in its record.
const AUTOGIRO_MAX: i64 = 999_999_999_999;

const ALL: &[Currency] = Currency::ALL;
const GBP: &[Currency] = &[Currency::Gbp];
const EUR: &[Currency] = &[Currency::Eur];
const SEK: &[Currency] = &[Currency::Sek];
const GBP_EUR_SEK: &[Currency] = &[Currency::Gbp, Currency::Eur, Currency::Sek];

/// A type by which payers send the money themselves.
const fn transfer(method: MethodType, name: &'static str) -> Row {
    Row {
        method,
        name,
        currencies: GBP_EUR_SEK,
        pull: false,
        min: 1,
        max: SEPA_MAX,
        statement: StatementText::Reference,
    }
}

/// One row per type, in the order of [`MethodType::ALL`].
static TABLE: [Row; 7] = [
    Row {
        method: MethodType::Card,
        name: "Card",
        currencies: ALL,
        pull: true,
        min: 50,
        max: CARD_MAX,
        statement: StatementText::Card,
    },
    Row {
        method: MethodType::BacsDebit,
        name: "Bacs Direct Debit",
        currencies: GBP,
        pull: true,
        min: 1,
        max: BACS_MAX,
        statement: StatementText::Bacs,
    },
    Row {
        method: MethodType::SepaDebit,
        name: "SEPA Direct Debit",
        currencies: EUR,
        pull: true,
        min: 1,
        max: SEPA_MAX,
        statement: StatementText::Sepa,
    },
    Row {
        method: MethodType::Autogiro,
        name: "Autogiro",
        currencies: SEK,
        pull: true,
        min: 1,
        max: AUTOGIRO_MAX,
        statement: StatementText::Autogiro,
    },
    transfer(MethodType::BankTransfer, "Bank transfer"),
    transfer(MethodType::DirectTransfer, "Direct transfer"),
    Row {
        method: MethodType::PayByBank,
        name: "Pay by bank",
        currencies: GBP,
        pull: true,
        min: 1,
        max: FASTER_PAYMENTS_MAX,
        statement: StatementText::FasterPayments,
    },
];

impl MethodType {
    /// What the type can do.
    pub const fn row(self) -> &'static Row {
        &TABLE[self as usize]
    }

    /// What people call it, in English.
    pub const fn name(self) -> &'static str {
        self.row().name
    }

    /// True when we take the money, at most one try at a time; false when the payer sends it.
    pub const fn is_pull(self) -> bool {
        self.row().pull
    }

    /// True when it can carry that currency.
    pub fn carries(self, currency: Currency) -> bool {
        self.row().currencies.contains(&currency)
    }

    /// True when one payment by it can be of that amount.
    pub const fn takes(self, minor: i64) -> bool {
        self.row().min <= minor && minor <= self.row().max
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_type_has_its_own_row() {
        assert_eq!(TABLE.len(), MethodType::ALL.len());
        for &method in MethodType::ALL {
            let row = method.row();
            assert_eq!(row.method, method);
            assert!(!row.currencies.is_empty() && 0 < row.min && row.min < row.max);
        }
    }

    #[test]
    fn each_carries_what_it_should() {
        assert!(Currency::ALL.iter().all(|&currency| MethodType::Card.carries(currency)));
        assert!(MethodType::SepaDebit.carries(Currency::Eur));
        assert!(!MethodType::SepaDebit.carries(Currency::Gbp));
        assert_eq!(MethodType::PayByBank.row().currencies, [Currency::Gbp]);
        assert_eq!(MethodType::Autogiro.row().currencies, [Currency::Sek]);
    }

    #[test]
    fn a_faster_payment_is_a_penny_at_least_and_a_million_pounds_at_most() {
        let takes = |minor| MethodType::PayByBank.takes(minor);
        assert!(!takes(0) && takes(1) && takes(100_000_000) && !takes(100_000_001));
    }

    #[test]
    fn every_amount_of_a_session_can_be_paid_by_each() {
        for &method in MethodType::ALL {
            assert!(method.takes(100) && method.takes(99_999_900), "{method}");
        }
    }

    #[test]
    fn seven_types_are_known_and_no_other() {
        assert_eq!(MethodType::ALL.len(), 7);
        for text in ["card_present", "gbp_credit_transfer", "test_card", "Card", ""] {
            assert!(text.parse::<MethodType>().is_err(), "{text:?}");
        }
    }
}

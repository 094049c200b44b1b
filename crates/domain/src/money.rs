//! Money: an integer of minor units and the currency they are minor units of.
//!
//! Checked arithmetic only, nothing across currencies, no floating point, no default. How a
//! payer's locale writes an amount is the business of the pages; [`Money::parts`] serves them.

use std::fmt;

use crate::spelled::spelled;

spelled! {
    /// A currency that the server can take, as the API spells it.
    pub enum Currency {
        /// Pound sterling.
        Gbp = "gbp",
        /// Euro.
        Eur = "eur",
        /// United States dollar.
        Usd = "usd",
        /// Swedish krona.
        Sek = "sek",
    }
}

impl Currency {
    /// Digits behind the decimal point (ISO 4217). All of ours have two: öre live on in accounts.
    pub const fn exponent(self) -> usize {
        2
    }

    /// The ISO 4217 code as files and people write it.
    pub const fn iso(self) -> &'static str {
        match self {
            Self::Gbp => "GBP",
            Self::Eur => "EUR",
            Self::Usd => "USD",
            Self::Sek => "SEK",
        }
    }
}

/// Minor units in a unit of every currency we know.
const PER_UNIT: u64 = 100;

/// An amount of one currency. It may be negative: a difference is money too.
///
/// There is no order: an amount of one currency is neither more nor less than one of another.
#[derive(Clone, Copy, PartialEq, Eq, Hash)]
pub struct Money {
    minor: i64,
    currency: Currency,
}

/// An amount taken apart for writing it: sign, whole units, hundredths.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Parts {
    /// Below zero.
    pub negative: bool,
    /// Whole units, without the sign.
    pub units: u64,
    /// Hundredths, 0 to 99.
    pub cents: u8,
}

/// A sum that cannot be had.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum MoneyError {
    /// Two currencies met.
    #[error("amounts of {left} and {right} cannot be put together")]
    CurrencyMismatch {
        /// Currency of the left side.
        left: Currency,
        /// Currency of the right side.
        right: Currency,
    },
    /// The result has no place in 64 bits.
    #[error("the amount is too large")]
    Overflow,
}

impl MoneyError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::CurrencyMismatch { .. } => "currency_mismatch",
            Self::Overflow => "amount_too_large",
        }
    }
}

/// A text that is not an exact amount.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ParseMoneyError {
    /// Something else than digits, one point and a leading minus.
    #[error("not a decimal amount")]
    NotANumber,
    /// More digits behind the point than the currency has.
    #[error("more decimals than the currency has")]
    TooPrecise,
    /// No place in 64 bits.
    #[error("the amount is too large")]
    TooLarge,
}

impl ParseMoneyError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "amount_not_a_number",
            Self::TooPrecise => "amount_too_precise",
            Self::TooLarge => "amount_too_large",
        }
    }
}

impl Money {
    /// `minor` minor units of `currency`.
    pub const fn new(minor: i64, currency: Currency) -> Self {
        Self { minor, currency }
    }

    /// Nothing, of `currency`.
    pub const fn zero(currency: Currency) -> Self {
        Self::new(0, currency)
    }

    /// Minor units.
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The currency.
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// The sum of two amounts of the same currency.
    pub fn checked_add(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_add)
    }

    /// The difference of two amounts of the same currency.
    pub fn checked_sub(self, other: Self) -> Result<Self, MoneyError> {
        self.combine(other, i64::checked_sub)
    }

    fn combine(
        self,
        other: Self,
        operation: fn(i64, i64) -> Option<i64>,
    ) -> Result<Self, MoneyError> {
        if self.currency != other.currency {
            let (left, right) = (self.currency, other.currency);
            return Err(MoneyError::CurrencyMismatch { left, right });
        }
        let minor = operation(self.minor, other.minor).ok_or(MoneyError::Overflow)?;
        Ok(Self { minor, ..self })
    }

    /// Sign, units and hundredths.
    pub const fn parts(self) -> Parts {
        let size = self.minor.unsigned_abs();
        Parts { negative: self.minor < 0, units: size / PER_UNIT, cents: (size % PER_UNIT) as u8 }
    }

    /// Plain decimal text with a point and both decimals, as files carry it: `1250.00`.
    pub fn to_decimal(self) -> String {
        let Parts { negative, units, cents } = self.parts();
        let sign = if negative { "-" } else { "" };
        format!("{sign}{units}.{cents:02}")
    }

    /// Reads plain decimal text exactly; more decimals than the currency has are refused, even
    /// when they are zeros, because they say that the writer had something else in mind.
    pub fn parse_decimal(text: &str, currency: Currency) -> Result<Self, ParseMoneyError> {
        let (negative, digits) = match text.strip_prefix('-') {
            Some(digits) => (true, digits),
            None => (false, text),
        };
        let (units, cents) = digits.split_once('.').unwrap_or((digits, "00"));
        let all_digits =
            |part: &str| !part.is_empty() && part.bytes().all(|byte| byte.is_ascii_digit());
        if !all_digits(units) || !all_digits(cents) {
            return Err(ParseMoneyError::NotANumber);
        }
        if cents.len() > currency.exponent() {
            return Err(ParseMoneyError::TooPrecise);
        }
        let units: u64 = units.parse().map_err(|_| ParseMoneyError::TooLarge)?;
        let tenths = if cents.len() == 1 { 10 } else { 1 };
        let cents = cents.parse::<u64>().map_err(|_| ParseMoneyError::NotANumber)? * tenths;
        let size = units
            .checked_mul(PER_UNIT)
            .and_then(|minor| minor.checked_add(cents))
            .ok_or(ParseMoneyError::TooLarge)?;
        let minor = if negative { 0_i64.checked_sub_unsigned(size) } else { size.try_into().ok() };
        Ok(Self::new(minor.ok_or(ParseMoneyError::TooLarge)?, currency))
    }
}

impl fmt::Display for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{} {}", self.to_decimal(), self.currency.iso())
    }
}

impl fmt::Debug for Money {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn currencies() -> impl Strategy<Value = Currency> {
        proptest::sample::select(Currency::ALL)
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back(minor: i64, currency in currencies()) {
            let money = Money::new(minor, currency);
            prop_assert_eq!(Money::parse_decimal(&money.to_decimal(), currency), Ok(money));
            prop_assert_eq!(currency.as_str().parse(), Ok(currency));
        }

        #[test]
        fn what_was_read_is_written_back(units in 0_u64..1_000_000_000, cents in 0_u8..100) {
            let text = format!("{units}.{cents:02}");
            let read = Money::parse_decimal(&text, Currency::Sek).map(Money::to_decimal);
            prop_assert_eq!(read, Ok(text));
        }

        #[test]
        fn any_text_is_read_exactly_or_refused(text in "-?[0-9]{0,22}[.,e+ ]?[0-9]{0,4}") {
            if let Ok(money) = Money::parse_decimal(&text, Currency::Eur) {
                let again = Money::parse_decimal(&money.to_decimal(), Currency::Eur);
                prop_assert_eq!(again, Ok(money));
            }
        }

        #[test]
        fn what_was_added_can_be_taken_away(a: i64, b: i64, currency in currencies()) {
            let (a, b) = (Money::new(a, currency), Money::new(b, currency));
            if let Ok(sum) = a.checked_add(b) {
                prop_assert_eq!(sum.checked_sub(b), Ok(a));
            }
        }
    }

    #[test]
    fn plain_text_has_both_decimals() {
        assert_eq!(Money::new(125_000, Currency::Eur).to_decimal(), "1250.00");
        assert_eq!(Money::new(-5, Currency::Gbp).to_decimal(), "-0.05");
        assert_eq!(Money::new(i64::MIN, Currency::Gbp).to_decimal(), "-92233720368547758.08");
        assert_eq!(Money::new(10_000, Currency::Gbp).to_string(), "100.00 GBP");
    }

    #[test]
    fn amounts_are_exact_or_refused() {
        let parse = |text| Money::parse_decimal(text, Currency::Eur).map(Money::minor);
        assert_eq!(parse("12"), Ok(1_200));
        assert_eq!(parse("12.5"), Ok(1_250));
        assert_eq!(parse("-0"), Ok(0));
        assert_eq!(parse("12.345"), Err(ParseMoneyError::TooPrecise));
        assert_eq!(parse("12.340"), Err(ParseMoneyError::TooPrecise));
        assert_eq!(parse("92233720368547758.08"), Err(ParseMoneyError::TooLarge));
        assert_eq!(parse("99999999999999999999"), Err(ParseMoneyError::TooLarge));
        for text in ["", "-", ".", "1.", ".5", "+1", "1,5", "1e3", " 1", "1 ", "--1", "1.2.3", "٣"]
        {
            assert_eq!(parse(text), Err(ParseMoneyError::NotANumber), "{text:?}");
        }
    }

    #[test]
    fn currencies_do_not_mix() {
        let (left, right) = (Currency::Gbp, Currency::Sek);
        assert_eq!(
            Money::new(1, left).checked_add(Money::new(1, right)),
            Err(MoneyError::CurrencyMismatch { left, right })
        );
        assert_eq!(
            Money::new(i64::MAX, left).checked_add(Money::new(1, left)),
            Err(MoneyError::Overflow)
        );
        assert_eq!(
            Money::new(i64::MIN, left).checked_sub(Money::new(1, left)),
            Err(MoneyError::Overflow)
        );
    }

    #[test]
    fn parts_carry_the_sign_of_a_fraction() {
        let parts = Money::new(-5, Currency::Usd).parts();
        assert_eq!(parts, Parts { negative: true, units: 0, cents: 5 });
    }
}

//! Amounts of money as a payer reads them. Integers in, text out: no fraction is ever computed.

use domain::money::Money;

use crate::locale::Locale;

/// A narrow, no-break place between a number's parts, so that an amount never wraps.
const NBSP: char = '\u{a0}';

/// An amount in a currency's minor unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amount {
    /// Pence, cents, öre.
    pub minor: i64,
    /// The three-letter code, in either case.
    pub currency: String,
}

impl Amount {
    /// An amount of a currency.
    pub fn new(minor: i64, currency: impl Into<String>) -> Self {
        Self { minor, currency: currency.into() }
    }

    /// As text in a language.
    pub fn format(&self, locale: Locale) -> String {
        format_amount(self.minor, &self.currency, locale)
    }
}

impl From<Money> for Amount {
    fn from(money: Money) -> Self {
        Self::new(money.minor(), money.currency().iso())
    }
}

/// An amount as the language writes it: `£1,250.00` in English, `1 250,00 £` in Swedish.
pub fn format_amount(minor: i64, currency: &str, locale: Locale) -> String {
    let code = currency.to_ascii_uppercase();
    let magnitude = minor.unsigned_abs();
    let (whole, cents) = (magnitude / 100, magnitude % 100);
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    match locale {
        Locale::En => {
            let number = format!("{}.{cents:02}", grouped(whole, ','));
            match code.as_str() {
                "GBP" => format!("{sign}£{number}"),
                "EUR" => format!("{sign}€{number}"),
                "USD" => format!("{sign}US${number}"),
                _ => format!("{sign}{code}{NBSP}{number}"),
            }
        }
        Locale::Sv => {
            let symbol = match code.as_str() {
                "GBP" => "£",
                "EUR" => "€",
                "USD" => "US$",
                "SEK" => "kr",
                other => other,
            };
            format!("{sign}{},{cents:02}{NBSP}{symbol}", grouped(whole, NBSP))
        }
    }
}

/// Digits in groups of three from the right.
fn grouped(number: u64, separator: char) -> String {
    let digits = number.to_string();
    let mut out = String::with_capacity(digits.len() * 2);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            out.push(separator);
        }
        out.push(digit);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_language_writes_amounts_its_own_way() {
        let cases = [
            (125_000, "gbp", "£1,250.00", "1\u{a0}250,00\u{a0}£"),
            (125_000, "eur", "€1,250.00", "1\u{a0}250,00\u{a0}€"),
            (125_000, "SEK", "SEK\u{a0}1,250.00", "1\u{a0}250,00\u{a0}kr"),
            (99_999_900, "usd", "US$999,999.00", "999\u{a0}999,00\u{a0}US$"),
            (5, "gbp", "£0.05", "0,05\u{a0}£"),
            (-100_000, "gbp", "\u{2212}£1,000.00", "\u{2212}1\u{a0}000,00\u{a0}£"),
            (
                i64::MIN,
                "chf",
                "\u{2212}CHF\u{a0}92,233,720,368,547,758.08",
                "\u{2212}92\u{a0}233\u{a0}720\u{a0}368\u{a0}547\u{a0}758,08\u{a0}CHF",
            ),
        ];
        for (minor, currency, english, swedish) in cases {
            assert_eq!(format_amount(minor, currency, Locale::En), english);
            assert_eq!(format_amount(minor, currency, Locale::Sv), swedish);
        }
    }
}

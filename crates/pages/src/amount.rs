//! Amounts of money as a payer reads them. Integers in, text out: no fraction is ever computed.

use domain::money::Money;

use crate::locale::Locale;

/// A space at which no line breaks, so that an amount never wraps.
const NBSP: char = '\u{a0}';

/// The same, narrower: it parts thousands in French.
const NARROW_NBSP: char = '\u{202f}';

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

/// An amount as the language writes it: `£1,250.00` in English, `1.250,00 £` in German.
///
/// Thousands are always parted, also where a language may leave four digits together: a column of
/// amounts stays easy to compare.
pub fn format_amount(minor: i64, currency: &str, locale: Locale) -> String {
    let code = currency.to_ascii_uppercase();
    let symbol = symbol(&code, locale);
    let magnitude = minor.unsigned_abs();
    let (group, point) = marks(locale);
    let number = format!("{}{point}{:02}", grouped(magnitude / 100, group), magnitude % 100);
    let sign = if minor < 0 { "\u{2212}" } else { "" };
    match locale {
        // A sign stands close to the number, three letters do not.
        Locale::En if symbol == code => format!("{sign}{symbol}{NBSP}{number}"),
        Locale::En => format!("{sign}{symbol}{number}"),
        Locale::Nl => format!("{symbol}{NBSP}{sign}{number}"),
        Locale::Sv | Locale::De | Locale::Fr | Locale::Es | Locale::It => {
            format!("{sign}{number}{NBSP}{symbol}")
        }
    }
}

/// What parts the thousands, and what the cents.
const fn marks(locale: Locale) -> (char, char) {
    match locale {
        Locale::En => (',', '.'),
        Locale::Sv => (NBSP, ','),
        Locale::Fr => (NARROW_NBSP, ','),
        Locale::De | Locale::Es | Locale::It | Locale::Nl => ('.', ','),
    }
}

/// What stands for the currency in a language, which is its code where readers know no other sign.
fn symbol(code: &str, locale: Locale) -> &str {
    match (code, locale) {
        ("EUR", _) => "€",
        ("GBP", Locale::Fr) => "£GB",
        ("GBP", Locale::Es) => code,
        ("GBP", _) => "£",
        ("USD", Locale::De) => "$",
        ("USD", Locale::Fr) => "$US",
        ("USD", Locale::It) => code,
        ("USD", _) => "US$",
        ("SEK", Locale::Sv) => "kr",
        _ => code,
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

    /// As CLDR 48 has it, written down by ICU 78.2 (`Intl.NumberFormat` of Node.js, `style:
    /// "currency"`, `useGrouping: "always"`), but for the minus, which here is the real one.
    #[test]
    fn amounts_are_as_cldr_writes_them() {
        let cases = [
            (
                Locale::De,
                ["1.250,00\u{a0}€", "1.250,00\u{a0}£", "1.250,00\u{a0}SEK", "1.250,00\u{a0}CHF"],
                ["999.999,00\u{a0}$", "0,05\u{a0}€", "\u{2212}1.000,00\u{a0}€"],
            ),
            (
                Locale::Fr,
                [
                    "1\u{202f}250,00\u{a0}€",
                    "1\u{202f}250,00\u{a0}£GB",
                    "1\u{202f}250,00\u{a0}SEK",
                    "1\u{202f}250,00\u{a0}CHF",
                ],
                ["999\u{202f}999,00\u{a0}$US", "0,05\u{a0}€", "\u{2212}1\u{202f}000,00\u{a0}€"],
            ),
            (
                Locale::Es,
                ["1.250,00\u{a0}€", "1.250,00\u{a0}GBP", "1.250,00\u{a0}SEK", "1.250,00\u{a0}CHF"],
                ["999.999,00\u{a0}US$", "0,05\u{a0}€", "\u{2212}1.000,00\u{a0}€"],
            ),
            (
                Locale::It,
                ["1.250,00\u{a0}€", "1.250,00\u{a0}£", "1.250,00\u{a0}SEK", "1.250,00\u{a0}CHF"],
                ["999.999,00\u{a0}USD", "0,05\u{a0}€", "\u{2212}1.000,00\u{a0}€"],
            ),
            (
                Locale::Nl,
                ["€\u{a0}1.250,00", "£\u{a0}1.250,00", "SEK\u{a0}1.250,00", "CHF\u{a0}1.250,00"],
                ["US$\u{a0}999.999,00", "€\u{a0}0,05", "€\u{a0}\u{2212}1.000,00"],
            ),
        ];
        for (locale, same, [dollars, cents, negative]) in cases {
            for (currency, expected) in ["eur", "GBP", "sek", "chf"].into_iter().zip(same) {
                assert_eq!(format_amount(125_000, currency, locale), expected);
            }
            assert_eq!(format_amount(99_999_900, "usd", locale), dollars);
            assert_eq!(format_amount(5, "eur", locale), cents);
            assert_eq!(format_amount(-100_000, "eur", locale), negative);
        }
    }
}

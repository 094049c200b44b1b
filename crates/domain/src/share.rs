//! Shares of a whole, exact to the ten-thousandth of a percent, and splitting money by them.

use std::fmt;
use std::str::FromStr;

/// The whole: 100 %, in ten-thousandths of a percent.
pub const WHOLE: i64 = 1_000_000;
/// Digits behind the point.
const DECIMALS: usize = 4;
/// Ten-thousandths in one percent.
const PER_PERCENT: i64 = 10_000;

/// A part of a whole in percent, from 0 to 100 with at most four decimals.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Share(i64);

/// A text that is no exact share.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ShareError {
    /// Something else than digits and one point.
    #[error("must be a percentage in plain digits, such as 33.3333, without an exponent")]
    NotANumber,
    /// More than four digits behind the point.
    #[error("must have at most four decimals")]
    TooPrecise,
    /// Above 100.
    #[error("must be at most 100")]
    TooLarge,
}

impl ShareError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::NotANumber => "percentage_not_a_number",
            Self::TooPrecise => "percentage_too_precise",
            Self::TooLarge => "percentage_too_large",
        }
    }
}

impl Share {
    /// Nothing.
    pub const ZERO: Self = Self(0);
    /// All of it.
    pub const ALL: Self = Self(WHOLE);

    /// From ten-thousandths of a percent. `None` outside of 0 to 100 %.
    pub const fn from_parts(parts: i64) -> Option<Self> {
        if 0 <= parts && parts <= WHOLE { Some(Self(parts)) } else { None }
    }

    /// In ten-thousandths of a percent.
    pub const fn parts(self) -> i64 {
        self.0
    }

    /// This part of an amount that is not below zero, half a minor unit rounded up.
    pub fn of(self, amount: i64) -> i64 {
        let exact = i128::from(amount.max(0)) * i128::from(self.0);
        let rounded = (exact + i128::from(WHOLE / 2)) / i128::from(WHOLE);
        i64::try_from(rounded).unwrap_or(i64::MAX)
    }
}

impl FromStr for Share {
    type Err = ShareError;

    /// Reads plain digits exactly: `50`, `33.3333`. No sign, no exponent, nothing is rounded.
    fn from_str(text: &str) -> Result<Self, ShareError> {
        let (units, decimals) = text.split_once('.').unwrap_or((text, "0"));
        let digits = |part: &str| !part.is_empty() && part.bytes().all(|it| it.is_ascii_digit());
        if !digits(units) || !digits(decimals) {
            return Err(ShareError::NotANumber);
        }
        if decimals.len() > DECIMALS {
            return Err(ShareError::TooPrecise);
        }
        let units: i64 = units.parse().map_err(|_| ShareError::TooLarge)?;
        let padded = format!("{decimals:0<DECIMALS$}");
        let decimals: i64 = padded.parse().map_err(|_| ShareError::NotANumber)?;
        let parts = units.checked_mul(PER_PERCENT).and_then(|it| it.checked_add(decimals));
        parts.and_then(Self::from_parts).ok_or(ShareError::TooLarge)
    }
}

impl fmt::Display for Share {
    /// Plain digits without needless zeros: `50`, `33.3333`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(&Total(self.0), f)
    }
}

/// What shares make together, which may be more than the whole.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub struct Total(i64);

impl Total {
    /// True for exactly 100 %.
    pub const fn is_whole(self) -> bool {
        self.0 == WHOLE
    }
}

impl std::iter::Sum<Share> for Total {
    fn sum<I: Iterator<Item = Share>>(shares: I) -> Self {
        Self(shares.fold(0, |sum, share| sum.saturating_add(share.0)))
    }
}

impl fmt::Display for Total {
    /// As a share is written.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (units, decimals) = (self.0 / PER_PERCENT, self.0 % PER_PERCENT);
        if decimals == 0 {
            return write!(f, "{units}");
        }
        let decimals = format!("{decimals:0DECIMALS$}");
        write!(f, "{units}.{}", decimals.trim_end_matches('0'))
    }
}

/// Splits an amount by shares that make the whole, to the minor unit: each part is rounded down,
/// and what is left goes to the largest remainders, those earlier in the list first.
///
/// With shares that do not make the whole, the parts add up to what the shares make together.
pub fn split(amount: i64, shares: &[Share]) -> Vec<i64> {
    let amount = i128::from(amount.max(0));
    let exact: Vec<i128> = shares.iter().map(|share| amount * i128::from(share.0)).collect();
    let whole = i128::from(WHOLE);
    let mut parts: Vec<i128> = exact.iter().map(|it| it / whole).collect();
    let due = exact.iter().sum::<i128>() / whole;
    let missing = usize::try_from(due - parts.iter().sum::<i128>()).unwrap_or(0);
    let mut places: Vec<usize> = (0..shares.len()).collect();
    // Stable: of equal remainders the earlier comes first.
    places.sort_by_key(|place| std::cmp::Reverse(exact[*place] % whole));
    for place in places.into_iter().take(missing) {
        parts[place] += 1;
    }
    parts.into_iter().map(|part| i64::try_from(part).unwrap_or(i64::MAX)).collect()
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn shares(texts: &[&str]) -> Vec<Share> {
        texts.iter().map(|text| text.parse().unwrap()).collect()
    }

    #[test]
    fn thirds_add_up() {
        assert_eq!(split(10_001, &shares(&["33.33", "33.33", "33.34"])), [3_333, 3_333, 3_335]);
        assert_eq!(split(100, &shares(&["33.3333", "33.3333", "33.3334"])), [33, 33, 34]);
        assert_eq!(split(1, &shares(&["50", "50"])), [1, 0]);
        assert_eq!(split(0, &shares(&["100"])), [0]);
    }

    #[test]
    fn shares_are_exact_or_refused() {
        let parse = |text: &str| text.parse::<Share>().map(Share::parts);
        assert_eq!(parse("33.3333"), Ok(333_333));
        assert_eq!(parse("100.0000"), Ok(WHOLE));
        assert_eq!(parse("0"), Ok(0));
        assert_eq!(parse("33.33333"), Err(ShareError::TooPrecise));
        assert_eq!(parse("100.0001"), Err(ShareError::TooLarge));
        assert_eq!(parse("99999999999999999999"), Err(ShareError::TooLarge));
        for text in ["", ".", "1.", ".5", "-1", "+1", "1e2", "1E2", " 1", "1,5", "٣"] {
            assert_eq!(parse(text), Err(ShareError::NotANumber), "{text:?}");
        }
    }

    #[test]
    fn a_fee_is_rounded_half_up() {
        assert_eq!("10".parse::<Share>().unwrap().of(120_000), 12_000);
        assert_eq!("12.5".parse::<Share>().unwrap().of(100), 13);
        assert_eq!(Share::ALL.of(i64::MAX), i64::MAX);
        assert_eq!(Share::ALL.of(-5), 0);
    }

    #[test]
    fn a_total_may_be_more_than_the_whole() {
        let total = |texts: &[&str]| shares(texts).into_iter().sum::<Total>();
        assert!(total(&["33.3333", "66.6667"]).is_whole());
        assert!(!total(&[]).is_whole());
        assert_eq!(total(&["100", "0.5"]).to_string(), "100.5");
        assert_eq!(total(&["33.3333", "66.6666"]).to_string(), "99.9999");
    }

    proptest! {
        #[test]
        fn what_was_written_reads_back(parts in 0..=WHOLE) {
            let share = Share::from_parts(parts).unwrap();
            prop_assert_eq!(share.to_string().parse(), Ok(share));
        }

        #[test]
        fn parts_make_the_whole(amount in 0..=i64::MAX, cuts in proptest::collection::vec(0..=WHOLE, 0..8)) {
            let mut cuts = cuts;
            cuts.extend([0, WHOLE]);
            cuts.sort_unstable();
            let shares: Vec<_> =
                cuts.windows(2).map(|pair| Share::from_parts(pair[1] - pair[0]).unwrap()).collect();
            let parts = split(amount, &shares);
            prop_assert_eq!(parts.iter().map(|it| i128::from(*it)).sum::<i128>(), i128::from(amount));
            for (part, share) in parts.iter().zip(&shares) {
                let exact = i128::from(amount) * i128::from(share.parts());
                let off = i128::from(*part) * i128::from(WHOLE) - exact;
                prop_assert!(off.abs() < i128::from(WHOLE));
            }
        }
    }
}

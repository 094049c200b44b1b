//! Vocalink's two files: weights for ranges of sort codes, and sort codes to check as others.

use std::ops::RangeInclusive;

use crate::bacs::sort_code::SortCode;

/// Most lines of one file. The table of 2025 has some 1,200.
const LINES_MAX: usize = 5_000;
/// Digits of a sort code and an account number together: `u` to `z`, `a` to `h`.
pub(super) const DIGITS: usize = 14;
/// Fields of a line before the exception.
const FIELDS: usize = 3 + DIGITS;

/// How the weighted digits are added up, and by what the sum is divided.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Method {
    /// The sum of the products, by 10.
    Standard10,
    /// The sum of the products, by 11.
    Standard11,
    /// The sum of the digits of the products, by 10.
    DoubleAlternate,
}

/// One line of the table of weights.
#[derive(Clone, Debug)]
pub(super) struct Row {
    pub(super) sort_codes: RangeInclusive<SortCode>,
    pub(super) method: Method,
    pub(super) weights: [i32; DIGITS],
    /// Its number in section 2.2.2 of the specification; 0 for none.
    pub(super) exception: u8,
}

/// A line that cannot be read. Without its table a server checks nothing, rather than wrongly.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ModulusTableError {
    /// No line at all: surely the wrong file.
    #[error("the table of weights is empty")]
    Empty,
    /// Far more lines than the real files have.
    #[error("a file of the modulus table has more than {LINES_MAX} lines")]
    TooLong,
    /// Not a line of VALACDOS.txt.
    #[error("line {line} of the table of weights is not of the published format")]
    Weights {
        /// Its number, from 1.
        line: usize,
    },
    /// Not a line of SCSUBTAB.txt.
    #[error("line {line} of the table of substitutions is not of the published format")]
    Substitution {
        /// Its number, from 1.
        line: usize,
    },
    /// A third check for one sort code, which the specification does not have.
    #[error("line {line} of the table of weights is a third one for its sort codes")]
    ThirdCheck {
        /// Its number, from 1.
        line: usize,
    },
}

impl ModulusTableError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Empty => "modulus_table_empty",
            Self::TooLong => "modulus_table_too_long",
            Self::Weights { .. } => "modulus_table_wrong_weights",
            Self::Substitution { .. } => "modulus_table_wrong_substitution",
            Self::ThirdCheck { .. } => "modulus_table_third_check",
        }
    }
}

/// Reads VALACDOS.txt: first and last sort code, method, 14 weights and maybe an exception.
pub(super) fn weights(text: &str) -> Result<Vec<Row>, ModulusTableError> {
    let mut rows = Vec::new();
    for (line, fields) in lines(text)? {
        rows.push((line, row(&fields).ok_or(ModulusTableError::Weights { line })?));
    }
    // Where ranges overlap most, one of them begins.
    for (_, row) in &rows {
        let start = row.sort_codes.start();
        if let Some((line, _)) = rows.iter().filter(|(_, it)| it.sort_codes.contains(start)).nth(2)
        {
            return Err(ModulusTableError::ThirdCheck { line: *line });
        }
    }
    if rows.is_empty() {
        return Err(ModulusTableError::Empty);
    }
    Ok(rows.into_iter().map(|(_, row)| row).collect())
}

/// Reads SCSUBTAB.txt: a sort code, and the one to check in its place.
pub(super) fn substitutions(text: &str) -> Result<Vec<(SortCode, SortCode)>, ModulusTableError> {
    let read = |(line, fields): (usize, Vec<&str>)| match fields.as_slice() {
        [original, substitute] => {
            plain(original).zip(plain(substitute)).ok_or(ModulusTableError::Substitution { line })
        }
        _ => Err(ModulusTableError::Substitution { line }),
    };
    lines(text)?.into_iter().map(read).collect()
}

/// The lines that are not blank, with their numbers, as fields.
fn lines(text: &str) -> Result<Vec<(usize, Vec<&str>)>, ModulusTableError> {
    if text.lines().nth(LINES_MAX).is_some() {
        return Err(ModulusTableError::TooLong);
    }
    let fields = text.lines().map(|line| line.split_ascii_whitespace().collect::<Vec<_>>());
    Ok((1..).zip(fields).filter(|(_, fields)| !fields.is_empty()).collect())
}

fn row(fields: &[&str]) -> Option<Row> {
    let (fields, exception) = match fields.len() {
        FIELDS => (fields, 0),
        more if more == FIELDS + 1 => (&fields[..FIELDS], exception(fields[FIELDS])?),
        _ => return None,
    };
    let (start, end) = (plain(fields[0])?, plain(fields[1])?);
    let method = match fields[2] {
        "MOD10" => Method::Standard10,
        "MOD11" => Method::Standard11,
        "DBLAL" => Method::DoubleAlternate,
        _ => return None,
    };
    let mut weights = [0; DIGITS];
    for (weight, field) in weights.iter_mut().zip(&fields[3..]) {
        *weight = field.parse().ok().filter(|weight| (-999..=999).contains(weight))?;
    }
    (start <= end).then_some(Row { sort_codes: start..=end, method, weights, exception })
}

/// An exception that the specification knows: an unknown one would be checked wrongly.
fn exception(field: &str) -> Option<u8> {
    field.parse().ok().filter(|number| (1..=14).contains(number))
}

/// Six digits and nothing else.
fn plain(field: &str) -> Option<SortCode> {
    field.bytes().all(|byte| byte.is_ascii_digit()).then(|| field.parse().ok())?
}

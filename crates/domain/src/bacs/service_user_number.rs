//! Service user numbers: who collects by Bacs, as its sponsoring bank was given the number.

use std::fmt;
use std::str::FromStr;

/// Digits of a service user number.
const LEN: usize = 6;

/// A service user number (SUN): six digits.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct ServiceUserNumber([u8; LEN]);

/// Not a service user number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("a service user number has {LEN} digits, not all of them 0")]
pub struct ServiceUserNumberError;

impl ServiceUserNumberError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        "service_user_number_invalid"
    }
}

impl FromStr for ServiceUserNumber {
    type Err = ServiceUserNumberError;

    fn from_str(text: &str) -> Result<Self, ServiceUserNumberError> {
        let digits: [u8; LEN] = text.as_bytes().try_into().map_err(|_| ServiceUserNumberError)?;
        let usable = digits.iter().all(u8::is_ascii_digit) && digits != [b'0'; LEN];
        if usable { Ok(Self(digits)) } else { Err(ServiceUserNumberError) }
    }
}

impl fmt::Display for ServiceUserNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(std::str::from_utf8(&self.0).unwrap_or_default())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn six_digits_and_nothing_else() {
        assert_eq!(
            "123456".parse::<ServiceUserNumber>().map(|it| it.to_string()).as_deref(),
            Ok("123456")
        );
        for text in ["", "12345", "1234567", "12345a", "12 456", "000000", "１２"] {
            assert_eq!(text.parse::<ServiceUserNumber>(), Err(ServiceUserNumberError), "{text}");
        }
    }
}

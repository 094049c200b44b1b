//! The account that is debited, in the form of its scheme.

use crate::bacs::account_number::AccountNumber;
use crate::bacs::sort_code::SortCode;
use crate::sepa::iban::Iban;

use super::Scheme;

/// The payer's account.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum DebitAccount {
    /// Of SEPA.
    Iban(Iban),
    /// Of a bank in the United Kingdom.
    British {
        /// The branch.
        sort_code: SortCode,
        /// The account there.
        number: AccountNumber,
    },
}

impl DebitAccount {
    /// Reads one as people write it: an IBAN, or sort code and account number with a space between.
    pub fn parse(scheme: Scheme, text: &str) -> Option<Self> {
        match scheme {
            Scheme::SepaCore => text.parse().ok().map(Self::Iban),
            Scheme::Bacs => {
                let (sort_code, number) = text.rsplit_once(' ')?;
                let (sort_code, number) =
                    AccountNumber::parse(sort_code.parse().ok()?, number).ok()?;
                Some(Self::British { sort_code, number })
            }
        }
    }

    /// The scheme that reaches it.
    pub const fn scheme(&self) -> Scheme {
        match self {
            Self::Iban(_) => Scheme::SepaCore,
            Self::British { .. } => Scheme::Bacs,
        }
    }

    /// As its scheme's messages write it, without spaces: an IBAN, or sort code and number.
    pub fn electronic(&self) -> String {
        match self {
            Self::Iban(iban) => iban.electronic().to_owned(),
            Self::British { sort_code, number } => {
                format!("{}{}", sort_code.digits(), number.digits())
            }
        }
    }

    /// With all of it hidden that others need not know.
    pub fn masked(&self) -> String {
        match self {
            Self::Iban(iban) => iban.masked(),
            Self::British { sort_code, .. } => format!("{sort_code} ••••{}", self.last4()),
        }
    }

    /// Its last four characters.
    pub fn last4(&self) -> String {
        let text = self.electronic();
        text[text.len().saturating_sub(4)..].to_owned()
    }
}

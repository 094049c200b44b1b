//! The account that is debited, in the form of its scheme.

use jiff::civil::Date;

use crate::autogiro::bank_account::BankAccount;
use crate::autogiro::person_id::PayerId;
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
    /// Of a bank in Sweden, which wants to know whose it is.
    Swedish {
        /// The account.
        account: BankAccount,
        /// Its holder.
        holder: PayerId,
    },
}

impl DebitAccount {
    /// Reads one as people write it: an IBAN; sort code and account number with a
    /// space between; or clearing number, account number and the twelve digits of its holder.
    pub fn parse(scheme: Scheme, text: &str) -> Option<Self> {
        match scheme {
            Scheme::SepaCore => text.parse().ok().map(Self::Iban),
            Scheme::Bacs => {
                let (sort_code, number) = text.rsplit_once(' ')?;
                let (sort_code, number) =
                    AccountNumber::parse(sort_code.parse().ok()?, number).ok()?;
                Some(Self::British { sort_code, number })
            }
            Scheme::Autogiro => {
                let mut parts = text.split(' ');
                let (clearing, number) = (parts.next()?, parts.next()?);
                let account = BankAccount::parse(clearing, number).ok()?;
                // Twelve digits name the century of birth themselves, whatever day it is.
                let holder = PayerId::parse(parts.next()?, Date::MAX).ok()?;
                parts.next().is_none().then_some(Self::Swedish { account, holder })
            }
        }
    }

    /// The scheme that reaches it.
    pub const fn scheme(&self) -> Scheme {
        match self {
            Self::Iban(_) => Scheme::SepaCore,
            Self::British { .. } => Scheme::Bacs,
            Self::Swedish { .. } => Scheme::Autogiro,
        }
    }

    /// As its scheme's messages write it, without spaces: an IBAN; sort code and number;
    /// the account in sixteen digits and its holder in twelve. For encryption and the rail alone.
    pub fn electronic(&self) -> String {
        match self {
            Self::Iban(iban) => iban.electronic().to_owned(),
            Self::British { sort_code, number } => {
                format!("{}{}", sort_code.digits(), number.digits())
            }
            Self::Swedish { account, holder } => {
                format!("{}{}", account.file_form(), holder.twelve_digits())
            }
        }
    }

    /// With all of it hidden that others need not know.
    pub fn masked(&self) -> String {
        match self {
            Self::Iban(iban) => iban.masked(),
            Self::British { sort_code, .. } => format!("{sort_code} ••••{}", self.last4()),
            Self::Swedish { account, .. } => account.masked(),
        }
    }

    /// Its last four characters; fewer where that were more than half of an account number.
    pub fn last4(&self) -> String {
        let text = match self {
            Self::Swedish { account, .. } => return account.last4().to_owned(),
            _ => self.electronic(),
        };
        text[text.len().saturating_sub(4)..].to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_swedish_account_is_written_with_its_holder_and_shown_without() {
        let account = DebitAccount::parse(Scheme::Autogiro, "9880 5577032 189001019802");
        let Some(account) = account else { panic!("refused") };
        assert_eq!(account.scheme(), Scheme::Autogiro);
        assert_eq!(account.electronic(), "9880000005577032189001019802");
        assert_eq!((account.masked().as_str(), account.last4().as_str()), ("9880 ••••032", "032"));
        assert!(!format!("{account:?}").contains("18900101"), "{account:?}");
        for text in ["9880 5577032", "9880 5577032 189001019803", "9880 5577032 189001019802 1"] {
            assert_eq!(DebitAccount::parse(Scheme::Autogiro, text), None, "{text}");
        }
    }
}

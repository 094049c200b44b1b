//! The merchant's own bank accounts, and which of them a payer is shown.
//!
//! A change reaches payers at a time of its own: at once in the sandbox, a day later for real money, so
//! that whoever is told of it can object. So what an account says is a function of time.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};

use crate::autogiro::bank_account::{BankAccount as SwedishAccount, BankAccountError};
use crate::autogiro::bankgiro::{Bankgiro, BankgiroError};
use crate::bacs::account_number::{AccountNumber, AccountNumberError};
use crate::bacs::sort_code::{SortCode, SortCodeError};
use crate::ids::{BankAccountId, UnitId};
use crate::money::Currency;
use crate::scope::Scope;
use crate::sepa::iban::{Iban, IbanError};
use crate::session::ReportingType;
use crate::time::Timestamp;

/// How long a change of an account for real money waits: 24 hours.
pub const DELAY_MS: i64 = 86_400_000;

/// The numbers of an account, as people write them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Numbers {
    /// In the United Kingdom.
    British {
        /// The branch, as `00-00-00`.
        sort_code: String,
        /// Eight digits.
        account_number: String,
    },
    /// In SEPA.
    Iban {
        /// Without spaces.
        iban: String,
        /// The bank's code (ISO 9362).
        bic: Option<String>,
    },
    /// A bankgiro, as `5050-1055`.
    Bankgiro {
        /// Its number.
        bankgiro: String,
    },
    /// At a Swedish bank.
    Swedish {
        /// Four or five digits.
        clearing_number: String,
        /// The account there.
        account_number: String,
    },
}

/// Why numbers are none.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum NumbersError {
    /// Not a sort code.
    #[error(transparent)]
    SortCode(#[from] SortCodeError),
    /// Not an account number.
    #[error(transparent)]
    AccountNumber(#[from] AccountNumberError),
    /// Not an IBAN.
    #[error(transparent)]
    Iban(#[from] IbanError),
    /// Not a bankgiro number.
    #[error(transparent)]
    Bankgiro(#[from] BankgiroError),
    /// Not an account at a Swedish bank.
    #[error(transparent)]
    Swedish(#[from] BankAccountError),
}

impl NumbersError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::SortCode(error) => error.code(),
            Self::AccountNumber(error) => error.code(),
            Self::Iban(error) => error.code(),
            Self::Bankgiro(error) => error.code(),
            Self::Swedish(error) => error.code(),
        }
    }
}

impl Numbers {
    /// An account in the United Kingdom.
    ///
    /// # Errors
    /// What is wrong with its numbers. Whether they fit each other is the modulus check's to say.
    pub fn british(sort_code: &str, number: &str) -> Result<Self, NumbersError> {
        let sort_code: SortCode = sort_code.parse()?;
        let (sort_code, number) = AccountNumber::parse(sort_code, number)?;
        let account_number = number.digits().to_owned();
        Ok(Self::British { sort_code: sort_code.to_string(), account_number })
    }

    /// An account in SEPA.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn iban(iban: &str, bic: Option<&str>) -> Result<Self, NumbersError> {
        let iban: Iban = iban.parse()?;
        Ok(Self::Iban { iban: iban.electronic().to_owned(), bic: bic.map(str::to_owned) })
    }

    /// A bankgiro.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn bankgiro(number: &str) -> Result<Self, NumbersError> {
        let bankgiro: Bankgiro = number.parse()?;
        Ok(Self::Bankgiro { bankgiro: bankgiro.to_string() })
    }

    /// An account at a Swedish bank.
    ///
    /// # Errors
    /// What is wrong with it.
    pub fn swedish(clearing: &str, account: &str) -> Result<Self, NumbersError> {
        let parsed = SwedishAccount::parse(clearing, account)?;
        let clearing_number = parsed.clearing().to_owned();
        Ok(Self::Swedish { clearing_number, account_number: parsed.account().to_owned() })
    }

    /// The currency that an account of this kind takes.
    pub const fn currency(&self) -> Currency {
        match self {
            Self::British { .. } => Currency::Gbp,
            Self::Iban { .. } => Currency::Eur,
            Self::Bankgiro { .. } | Self::Swedish { .. } => Currency::Sek,
        }
    }

    /// As banks write it among themselves: digits and letters alone.
    pub fn electronic(&self) -> String {
        let text = match self {
            Self::British { sort_code, account_number } => format!("{sort_code}{account_number}"),
            Self::Iban { iban, .. } => iban.clone(),
            Self::Bankgiro { bankgiro } => format!("BG{bankgiro}"),
            Self::Swedish { clearing_number, account_number } => {
                format!("{clearing_number}{account_number}")
            }
        };
        text.chars().filter(char::is_ascii_alphanumeric).collect()
    }
}

/// What of an account may change: who holds it, and what is paid to it.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Terms {
    /// The holder's name exactly as the bank has it: payers' banks compare it. `None` at the pretend
    /// bank, which calls its holders what they are called at the time.
    pub holder: Option<String>,
    /// What is paid to it, by purpose.
    pub reporting_types: Vec<ReportingType>,
    /// The units whose payments go to it; stronger than a purpose.
    pub units: Vec<UnitId>,
}

impl Terms {
    /// The holder of an account of a merchant who is called `name`.
    pub fn holder_or<'a>(&'a self, name: &'a str) -> &'a str {
        self.holder.as_deref().unwrap_or(name)
    }
}

/// A bank account of the merchant's own.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankAccount {
    /// Its id.
    pub id: BankAccountId,
    /// Whose it is.
    pub scope: Scope,
    /// When it was made known.
    pub created_at: Timestamp,
    /// Its numbers. They never change: another number is another account.
    pub numbers: Numbers,
    /// What it was last known to be.
    pub terms: Terms,
    /// What it will be, and from when on.
    pub pending: Option<(Terms, Timestamp)>,
    /// From when on payers are shown it.
    pub active_at: Timestamp,
    /// From when on it is the default of its currency, until another one is.
    pub default_from: Option<Timestamp>,
    /// The merchant's own keys and values.
    pub metadata: BTreeMap<String, String>,
    /// When it was deleted. Money may still come.
    pub deleted_at: Option<Timestamp>,
}

impl BankAccount {
    /// Its currency.
    pub const fn currency(&self) -> Currency {
        self.numbers.currency()
    }

    /// What it is at `now`.
    pub fn terms_at(&self, now: Timestamp) -> &Terms {
        match &self.pending {
            Some((terms, from)) if *from <= now => terms,
            _ => &self.terms,
        }
    }

    /// What it will be, and from when on.
    pub fn pending_at(&self, now: Timestamp) -> Option<&(Terms, Timestamp)> {
        self.pending.as_ref().filter(|(_, from)| *from > now)
    }

    /// Changes what it is from `from` on.
    pub fn change(&mut self, terms: Terms, now: Timestamp, from: Timestamp) {
        self.terms = self.terms_at(now).clone();
        self.pending = None;
        match from <= now {
            true => self.terms = terms,
            false => self.pending = (terms != self.terms).then_some((terms, from)),
        }
    }

    /// True when payers are shown it at `now`.
    pub fn is_active(&self, now: Timestamp) -> bool {
        self.deleted_at.is_none() && self.active_at <= now
    }

    fn is_default(&self, now: Timestamp) -> Option<Timestamp> {
        self.default_from.filter(|from| *from <= now)
    }
}

/// The account to which a payment goes: the unit's, else its purpose's, else the default of the
/// currency, else the oldest. `None` when there is none in that currency.
pub fn choose(
    accounts: &[BankAccount],
    currency: Currency,
    unit: Option<UnitId>,
    purpose: ReportingType,
    now: Timestamp,
) -> Option<&BankAccount> {
    let usable = || accounts.iter().filter(|it| it.currency() == currency && it.is_active(now));
    let of_unit = || {
        let unit = unit?;
        usable().find(|it| it.terms_at(now).units.contains(&unit))
    };
    let of_purpose = || usable().find(|it| it.terms_at(now).reporting_types.contains(&purpose));
    let default = || {
        let defaults = usable().filter(|it| it.is_default(now).is_some());
        defaults.max_by_key(|it| (it.is_default(now), it.id))
    };
    of_unit().or_else(of_purpose).or_else(default).or_else(|| usable().min_by_key(|it| it.id))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::ids::{AccountId, Id};

    fn at(ms: i64) -> Timestamp {
        Timestamp::from_ms(ms)
    }

    fn account(number: u8, terms: Terms) -> BankAccount {
        BankAccount {
            id: BankAccountId::from_parts(u64::from(number), [number; 10]),
            scope: Scope::new(AccountId::from_parts(1, [1; 10]), true),
            created_at: at(0),
            numbers: Numbers::british("00-00-00", "12345678").unwrap(),
            terms,
            pending: None,
            active_at: at(0),
            default_from: None,
            metadata: BTreeMap::new(),
            deleted_at: None,
        }
    }

    fn chosen(accounts: &[BankAccount], unit: Option<UnitId>, now: i64) -> Option<BankAccountId> {
        choose(accounts, Currency::Gbp, unit, ReportingType::Rent, at(now)).map(|it| it.id)
    }

    #[test]
    fn a_unit_is_stronger_than_a_purpose_and_that_than_the_default() {
        let unit = UnitId::from_parts(1, [1; 10]);
        let plain = account(1, Terms::default());
        let default = BankAccount { default_from: Some(at(0)), ..account(2, Terms::default()) };
        let rent = Terms { reporting_types: vec![ReportingType::Rent], ..Terms::default() };
        let of_unit = Terms { units: vec![unit], ..Terms::default() };
        let all = [plain, default, account(3, rent), account(4, of_unit)];
        assert_eq!(chosen(&all, Some(unit), 1), Some(all[3].id));
        assert_eq!(chosen(&all, None, 1), Some(all[2].id));
        assert_eq!(chosen(&all[..2], None, 1), Some(all[1].id));
        assert_eq!(chosen(&all[..1], None, 1), Some(all[0].id));
        assert_eq!(chosen(&[], None, 1), None);
        assert!(choose(&all, Currency::Eur, None, ReportingType::Rent, at(1)).is_none());
    }

    #[test]
    fn a_change_waits_for_its_time_and_a_later_one_takes_its_place() {
        let named = |holder: &str| Terms { holder: Some(holder.to_owned()), ..Terms::default() };
        let holder = |terms: &Terms| terms.holder.clone().unwrap();
        let mut it = account(1, named("A"));
        it.change(named("B"), at(0), at(10));
        assert_eq!(
            (holder(it.terms_at(at(9))), it.pending_at(at(9)).is_some()),
            ("A".to_owned(), true)
        );
        assert_eq!((holder(it.terms_at(at(10))), it.pending_at(at(10))), ("B".to_owned(), None));
        it.change(named("C"), at(5), at(15));
        assert_eq!(holder(it.terms_at(at(14))), "A");
        it.change(named("D"), at(20), at(20));
        assert_eq!((holder(&it.terms), it.pending.as_ref()), ("D".to_owned(), None));
    }

    #[test]
    fn a_new_default_and_a_new_account_wait_for_their_time() {
        let old = BankAccount { default_from: Some(at(0)), ..account(1, Terms::default()) };
        let new = BankAccount { default_from: Some(at(10)), ..account(2, Terms::default()) };
        let all = [old, BankAccount { active_at: at(10), ..new }];
        assert_eq!(chosen(&all, None, 9), Some(all[0].id));
        assert_eq!(chosen(&all, None, 10), Some(all[1].id));
        let gone = BankAccount { deleted_at: Some(at(11)), ..all[1].clone() };
        assert_eq!(chosen(&[all[0].clone(), gone], None, 12), Some(all[0].id));
    }

    #[test]
    fn numbers_are_written_as_banks_write_them() {
        let british = Numbers::british("00 00 00", "12345678").unwrap();
        assert_eq!(british.electronic(), "00000012345678");
        let bankgiro = Numbers::bankgiro("50501055").unwrap();
        assert_eq!(bankgiro.electronic(), "BG50501055");
        assert_eq!(Numbers::iban("DE62 3704", None).unwrap_err().code(), "iban_wrong_length");
        assert_eq!(
            Numbers::iban("DE89 3704 0044 0532 0130 00", None).unwrap().currency(),
            Currency::Eur
        );
    }
}

//! Direct debits: what their schemes have in common, and the table of where they differ.
//!
//! A debit is one collection under a mandate that the payer signs on our page. Some schemes want
//! the mandate lodged with the payer's bank before anything is collected under it.

pub mod account;
pub mod codes;
pub mod notice;
pub mod timetable;

use std::sync::LazyLock;

use jiff::civil::Time;
use jiff::tz::TimeZone;

use self::notice::{Counted, Notice};
use crate::calendar::{BRUSSELS, Calendar, ENGLAND_AND_WALES, LONDON, STOCKHOLM, SWEDEN, TARGET};
use crate::ids::{Id, InstructionId, MandateId};
use crate::method::MethodType;
use crate::money::Currency;
use crate::spelled::spelled;

spelled! {
    /// A scheme of direct debits, as mandates name it.
    pub enum Scheme {
        /// SEPA Direct Debit Core.
        SepaCore = "sepa_core",
        /// Bacs Direct Debit.
        Bacs = "bacs",
        /// Autogiro, of Sweden.
        Autogiro = "autogiro",
    }
}

/// The hours and days of one scheme.
#[derive(Debug)]
pub struct Rules {
    /// The days on which it works.
    pub calendar: &'static Calendar,
    /// Where its hours are local.
    pub zone: &'static LazyLock<TimeZone>,
    /// When a day's batch leaves.
    pub cutoff: Time,
    /// Business days from the cut-off to the collection.
    pub lead_days: u16,
    /// Business days from the mandate's cut-off to that of the first collection under it; none
    /// where the mandate travels with the collection.
    pub lodging_days: Option<u16>,
    /// Business days for which a debit waits beyond its cut-off for the bank to answer about its
    /// mandate; none where debits leave without an answer.
    pub answer_days: Option<u16>,
    /// Business days after the collection within which the payer's bank may return it.
    pub return_days: u16,
    /// How long before a collection its payer is told, where nothing else is agreed.
    pub notice: Notice,
}

/// EPC016-06, SEPA Direct Debit Core rulebook, 4.3: the collection reaches the payer's bank the day
/// before at the latest, so ours has it two days before; returns come within five days. 4.4: payers
/// are told fourteen days before.
static SEPA_CORE: Rules = Rules {
    calendar: &TARGET,
    zone: &BRUSSELS,
    cutoff: Time::constant(15, 0, 0, 0),
    lead_days: 2,
    lodging_days: None,
    answer_days: None,
    return_days: 5,
    notice: Notice::usual(14, Counted::CalendarDays),
};

/// Bacs's three-day cycle: input, processing, entry. A new instruction is lodged two days before
/// the input of its first collection; unpaid debits come back by the end of the third day after
/// entry. Submissions close late in the evening, and a person may have to send the file first. Payers
/// are told ten working days before, which the Direct Debit Guarantee says.
static BACS: Rules = Rules {
    calendar: &ENGLAND_AND_WALES,
    zone: &LONDON,
    cutoff: Time::constant(16, 0, 0, 0),
    lead_days: 2,
    lodging_days: Some(2),
    answer_days: None,
    return_days: 3,
    notice: Notice::usual(10, Counted::WorkingDays),
};

/// Bankgirot takes payments in until 19:00 on the bank day before the debit, and a file that is made
/// at the last minute comes too late. The payer's bank answers about a new mandate within six bank
/// days, and a payment leaves only once it has said yes. What it pays is paid: nothing is returned by
/// banks, so a debit has cleared when its day is over.
static AUTOGIRO: Rules = Rules {
    calendar: &SWEDEN,
    zone: &STOCKHOLM,
    cutoff: Time::constant(18, 0, 0, 0),
    lead_days: 1,
    lodging_days: Some(6),
    answer_days: Some(10),
    return_days: 0,
    notice: Notice::usual(8, Counted::WorkingDays),
};

/// What a payer's bank says of a mandate.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MandateOutcome {
    /// It has it: debits can be collected under it.
    Lodged,
    /// It did not take it, or honours it no longer.
    Ended {
        /// The scheme's reason code.
        code: String,
    },
}

/// Characters of a mandate's reference in Bacs, by Standard 18.
const BACS_REFERENCE_LEN: usize = 18;
/// Digits of a payer number in Autogiro.
const PAYER_NUMBER_LEN: usize = 16;

impl Scheme {
    /// The scheme that a method collects by, if it is a direct debit.
    pub const fn of(method: MethodType) -> Option<Self> {
        match method {
            MethodType::SepaDebit => Some(Self::SepaCore),
            MethodType::BacsDebit => Some(Self::Bacs),
            MethodType::Autogiro => Some(Self::Autogiro),
            _ => None,
        }
    }

    /// The method that collects by it.
    pub const fn method(self) -> MethodType {
        match self {
            Self::SepaCore => MethodType::SepaDebit,
            Self::Bacs => MethodType::BacsDebit,
            Self::Autogiro => MethodType::Autogiro,
        }
    }

    /// What it moves.
    pub const fn currency(self) -> Currency {
        match self {
            Self::SepaCore => Currency::Eur,
            Self::Bacs => Currency::Gbp,
            Self::Autogiro => Currency::Sek,
        }
    }

    /// True where a mandate is lodged with the payer's bank before anything is collected under it.
    pub fn lodges(self) -> bool {
        self.rules().lodging_days.is_some()
    }

    /// True where the payer signs the mandate at the bank, and not on our page alone.
    pub const fn signs_at_bank(self) -> bool {
        matches!(self, Self::Autogiro)
    }

    /// The reference of a mandate, as the payer and the bank know it: capitals and digits, the same
    /// on every record. SEPA takes 35 characters and Bacs 18, which are the last: chance made them.
    /// Autogiro takes 16 digits, the payer number, which are a number made of the same.
    pub fn mandate_reference(self, mandate: MandateId) -> String {
        let text = mandate.to_string().to_ascii_uppercase();
        let whole = &text[MandateId::PREFIX.len()..];
        match self {
            Self::SepaCore => whole.to_owned(),
            Self::Bacs => whole[whole.len().saturating_sub(BACS_REFERENCE_LEN)..].to_owned(),
            Self::Autogiro => payer_number(whole),
        }
    }

    /// An instruction's id as schemes take it: 26 capitals and digits, unique for ever (EPC: at most
    /// 35 characters).
    pub fn end_to_end_id(self, instruction: InstructionId) -> String {
        instruction.to_string()[InstructionId::PREFIX.len()..].to_ascii_uppercase()
    }

    /// Its hours and days.
    pub fn rules(self) -> &'static Rules {
        match self {
            Self::SepaCore => &SEPA_CORE,
            Self::Bacs => &BACS,
            Self::Autogiro => &AUTOGIRO,
        }
    }
}

/// Sixteen digits out of an id's characters, most of which chance made. Two mandates of one account
/// can meet by chance, of a million about once in twenty thousand; the second is then refused.
fn payer_number(id: &str) -> String {
    let modulus = 10_u128.pow(16);
    let value =
        id.bytes().fold(0, |value: u128, byte| (value * 36 + u128::from(digit(byte))) % modulus);
    format!("{value:0PAYER_NUMBER_LEN$}")
}

/// The value of a digit or capital, in base 36.
const fn digit(byte: u8) -> u8 {
    match byte {
        b'0'..=b'9' => byte - b'0',
        _ => byte.saturating_sub(b'A') % 26 + 10,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_scheme_is_that_of_its_method_and_moves_what_the_method_carries() {
        for &scheme in Scheme::ALL {
            assert_eq!(Scheme::of(scheme.method()), Some(scheme));
            assert!(scheme.method().carries(scheme.currency()));
        }
        assert_eq!(Scheme::of(MethodType::Card), None);
        assert!(Scheme::Bacs.lodges() && Scheme::Autogiro.lodges() && !Scheme::SepaCore.lodges());
        assert!(Scheme::ALL.iter().all(|it| it.rules().answer_days.is_none() || it.lodges()));
    }

    #[test]
    fn references_fit_their_scheme_and_differ_where_mandates_do() {
        let references = |last: u8| {
            let mandate =
                MandateId::from_parts(1_795_000_000_000, [7, 7, 7, 7, 7, 7, 7, 7, 7, last]);
            Scheme::ALL.iter().map(move |scheme| scheme.mandate_reference(mandate))
        };
        let lengths: Vec<usize> = references(1).map(|text| text.len()).collect();
        assert_eq!(lengths, [26, 18, 16]);
        for (one, other) in references(1).zip(references(2)) {
            assert!(one != other && !one.starts_with("DDIC"), "{one}");
            assert!(one.bytes().all(|it| it.is_ascii_uppercase() || it.is_ascii_digit()), "{one}");
        }
    }
}

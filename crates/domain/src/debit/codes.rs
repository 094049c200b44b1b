//! The reason codes by which banks refuse, return and refund direct debits.
//!
//! Each scheme has a table of its own, and no code stands in two of them. What a code means for a
//! payment is decided by its [`Kind`]; its words are for the merchant.

use super::Scheme;
use crate::movement::MovementKind;
use crate::spelled::spelled;
use crate::{autogiro, bacs, sepa};

/// What a code means for the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No money, no usable account, or data that do not fit: the payer may pay another way.
    FundsOrAccount,
    /// The payer asked the money back, as everyone may for eight weeks.
    PayerRefund,
    /// The payer never authorised it: a dispute.
    Unauthorised,
    /// A claim under the Direct Debit Guarantee: a dispute.
    Indemnity,
    /// The payer has died: no mail, no page.
    Deceased,
}

spelled! {
    /// When in the life of a collection a code can come.
    pub enum Stage {
        /// Before settlement: no money has moved.
        Reject = "reject",
        /// After settlement, from the payer's bank, within the scheme's return period.
        Return = "return",
        /// After settlement, at the payer's wish.
        Refund = "refund",
    }
}

/// One code of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The code: `AC04`; with the report it comes in, where the scheme's are only numbers: `ARUDD-0`.
    pub code: &'static str,
    /// What it says, in plain English.
    pub words: &'static str,
    /// When it can come.
    pub stages: &'static [Stage],
    /// What it means for the payment.
    pub kind: Kind,
    /// The mandate cannot be used again.
    pub ends_mandate: bool,
    /// The fault is in our data or set-up, so the merchant has to look at it.
    pub needs_attention: bool,
}

/// A code that direct debits do not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reason code of direct debits")]
pub struct UnknownReason;

impl UnknownReason {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        "return_code_unknown"
    }
}

impl Reason {
    /// True when the code can come at `stage`.
    pub fn may_occur(&self, stage: Stage) -> bool {
        self.stages.contains(&stage)
    }

    /// True when the code takes back money that was collected.
    pub fn comes_back(&self) -> bool {
        self.may_occur(Stage::Return) || self.may_occur(Stage::Refund)
    }

    /// What money that comes back for this reason is called in the books.
    pub const fn movement(&self) -> MovementKind {
        match self.kind {
            Kind::PayerRefund | Kind::Unauthorised => MovementKind::PayerRefund,
            Kind::Indemnity => MovementKind::IndemnityClaim,
            Kind::FundsOrAccount | Kind::Deceased => MovementKind::Return,
        }
    }
}

impl Scheme {
    /// Every code of the scheme.
    pub const fn reasons(self) -> &'static [Reason] {
        match self {
            Self::SepaCore => sepa::codes::TABLE,
            Self::Bacs => bacs::codes::TABLE,
            Self::Autogiro => autogiro::codes::TABLE,
        }
    }

    /// The scheme's reason with that code.
    pub fn reason(self, code: &str) -> Option<&'static Reason> {
        self.reasons().iter().find(|reason| reason.code == code)
    }
}

impl std::str::FromStr for &'static Reason {
    type Err = UnknownReason;
    fn from_str(code: &str) -> Result<Self, UnknownReason> {
        find(code).ok_or(UnknownReason)
    }
}

/// The reason with that code, spelled exactly so.
pub fn find(code: &str) -> Option<&'static Reason> {
    Scheme::ALL.iter().find_map(|scheme| scheme.reason(code))
}

/// True when a payment that ended with `code` leaves a mandate that cannot be used again. Codes
/// of other rails never do.
pub fn ends_mandate(code: &str) -> bool {
    find(code).is_some_and(|reason| reason.ends_mandate)
}

pub(crate) const REJECT: &[Stage] = &[Stage::Reject];
pub(crate) const REJECT_RETURN: &[Stage] = &[Stage::Reject, Stage::Return];

/// The common case: funds or account, the mandate stays, nobody has to look.
pub(crate) const fn plain(
    code: &'static str,
    words: &'static str,
    stages: &'static [Stage],
) -> Reason {
    let kind = Kind::FundsOrAccount;
    Reason { code, words, stages, kind, ends_mandate: false, needs_attention: false }
}

/// A fault of ours.
pub(crate) const fn ours(
    code: &'static str,
    words: &'static str,
    stages: &'static [Stage],
) -> Reason {
    Reason { needs_attention: true, ..plain(code, words, stages) }
}

/// A code after which the mandate cannot be used.
pub(crate) const fn ending(
    code: &'static str,
    words: &'static str,
    stages: &'static [Stage],
    kind: Kind,
) -> Reason {
    Reason { kind, ends_mandate: true, ..plain(code, words, stages) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn all() -> impl Iterator<Item = &'static Reason> {
        Scheme::ALL.iter().flat_map(|scheme| scheme.reasons())
    }

    #[test]
    fn the_tables_are_well_formed_and_share_no_code() {
        for scheme in Scheme::ALL {
            assert!(scheme.reasons().windows(2).all(|pair| pair[0].code < pair[1].code));
        }
        for reason in all() {
            assert!(!reason.stages.is_empty() && !reason.words.ends_with('.'), "{}", reason.code);
            assert_eq!(find(reason.code), Some(reason));
            assert_eq!(reason.code.parse::<&Reason>(), Ok(reason));
        }
    }

    #[test]
    fn money_comes_back_by_the_kind_of_movement_that_its_reason_says() {
        let movement = |code: &str| find(code).map(Reason::movement);
        assert_eq!(movement("AM04"), Some(MovementKind::Return));
        assert_eq!(movement("MD06"), Some(MovementKind::PayerRefund));
        assert_eq!(movement("MD01"), Some(MovementKind::PayerRefund));
        assert_eq!(movement("ARUDD-0"), Some(MovementKind::Return));
        assert_eq!(movement("DDICA-5"), Some(MovementKind::IndemnityClaim));
        assert_eq!(movement("AG77-01"), Some(MovementKind::PayerRefund));
        assert_eq!(movement("AG77-03"), Some(MovementKind::PayerRefund));
        assert!(all().filter(|it| it.kind == Kind::Indemnity).all(Reason::comes_back));
    }

    #[test]
    fn codes_that_no_scheme_has_are_refused() {
        for code in [
            "",
            "AM4",
            "am04",
            "XX99",
            "AM04 ",
            "insufficient_funds",
            "ARUDD",
            "ARUDD-Z",
            "AG82-9",
            "AG73-32",
            "AG77-04",
        ] {
            assert_eq!(code.parse::<&Reason>(), Err(UnknownReason), "{code:?}");
            assert!(!ends_mandate(code));
        }
        assert_eq!(Scheme::SepaCore.reason("ARUDD-0"), None);
    }
}

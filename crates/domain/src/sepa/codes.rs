//! The reason codes by which banks refuse, return and refund SEPA direct debits.
//!
//! Codes are those of ISO 20022 that the EPC's guidance for R-transactions (EPC173-14) admits.
//! What a code means for a payment is decided by its [`Kind`]; its words are for the merchant.

use crate::spelled::spelled;

/// What a code means for the payment.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Kind {
    /// No money, no usable account, or data that do not fit: the payer may pay another way.
    FundsOrAccount,
    /// The payer asked the money back, as everyone may for eight weeks.
    PayerRefund,
    /// The payer never authorised it: a dispute.
    Unauthorised,
    /// The payer has died: no mail, no page.
    Deceased,
}

spelled! {
    /// When in the life of a collection a code can come.
    pub enum Stage {
        /// Before settlement: no money has moved.
        Reject = "reject",
        /// After settlement, from the payer's bank, within five TARGET days.
        Return = "return",
        /// After settlement, at the payer's wish.
        Refund = "refund",
    }
}

/// One code of the table.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// The code, four capitals or digits.
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

/// A code that SEPA direct debits do not have.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
#[error("not a reason code of SEPA direct debits")]
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
}

impl std::str::FromStr for &'static Reason {
    type Err = UnknownReason;
    fn from_str(code: &str) -> Result<Self, UnknownReason> {
        find(code).ok_or(UnknownReason)
    }
}

/// The reason with that code, spelled exactly so.
pub fn find(code: &str) -> Option<&'static Reason> {
    TABLE.iter().find(|reason| reason.code == code)
}

/// True when a payment that ended with `code` leaves a mandate that cannot be used again. Codes
/// of other rails never do.
pub fn ends_mandate(code: &str) -> bool {
    find(code).is_some_and(|reason| reason.ends_mandate)
}

const REJECT: &[Stage] = &[Stage::Reject];
const REJECT_RETURN: &[Stage] = &[Stage::Reject, Stage::Return];

/// The common case: funds or account, the mandate stays, nobody has to look.
const fn plain(code: &'static str, words: &'static str, stages: &'static [Stage]) -> Reason {
    let kind = Kind::FundsOrAccount;
    Reason { code, words, stages, kind, ends_mandate: false, needs_attention: false }
}

/// A fault of ours.
const fn ours(code: &'static str, words: &'static str, stages: &'static [Stage]) -> Reason {
    Reason { needs_attention: true, ..plain(code, words, stages) }
}

/// A code after which the mandate cannot be used.
const fn ending(code: &'static str, words: &'static str, kind: Kind) -> Reason {
    Reason { kind, ends_mandate: true, ..plain(code, words, REJECT_RETURN) }
}

/// Every code, in the order of the alphabet.
pub const TABLE: &[Reason] = &[
    plain("AC01", "The account number is wrong", REJECT_RETURN),
    ending("AC04", "The account is closed", Kind::FundsOrAccount),
    ending("AC06", "The account is blocked", Kind::FundsOrAccount),
    ours("AC13", "A consumer's account cannot be debited in the business scheme", REJECT_RETURN),
    plain("AG01", "The account does not take direct debits", REJECT_RETURN),
    ours("AG02", "The bank does not know this kind of operation", REJECT_RETURN),
    plain("AM04", "There was not enough money in the account", REJECT_RETURN),
    ours("AM05", "The bank has seen this collection before", REJECT_RETURN),
    ours("BE05", "The bank does not know the creditor identifier", REJECT_RETURN),
    plain("CNOR", "The creditor's bank cannot be reached on this route", REJECT_RETURN),
    plain("DNOR", "The payer's bank cannot be reached on this route", REJECT_RETURN),
    ours("DT01", "A date is wrong", REJECT),
    ours("FF01", "The file format is wrong", REJECT),
    Reason {
        stages: &[Stage::Reject, Stage::Return, Stage::Refund],
        ..ending("MD01", "The payer says there is no valid mandate", Kind::Unauthorised)
    },
    ours("MD02", "Data of the mandate are missing or wrong", REJECT_RETURN),
    Reason {
        kind: Kind::PayerRefund,
        ..plain("MD06", "The payer asked for the money back", &[Stage::Refund])
    },
    ending("MD07", "The payer has died", Kind::Deceased),
    plain("MS02", "The payer refused the collection", REJECT_RETURN),
    plain("MS03", "The payer's bank gives no reason", REJECT_RETURN),
    plain("RC01", "The bank's identifier is wrong", REJECT_RETURN),
    ours("RR01", "The payer's account or identification is missing", REJECT_RETURN),
    ours("RR02", "The payer's name or address is missing", REJECT_RETURN),
    ours("RR03", "The creditor's name or address is missing", REJECT_RETURN),
    ours("RR04", "A regulation forbids the collection", REJECT_RETURN),
    plain("SL01", "The payer's bank applies a filter that the payer set", REJECT_RETURN),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_table_is_sorted_and_well_formed() {
        assert!(TABLE.windows(2).all(|pair| pair[0].code < pair[1].code));
        for reason in TABLE {
            assert_eq!(reason.code.len(), 4);
            assert!(!reason.stages.is_empty() && !reason.words.ends_with('.'));
            assert_eq!(find(reason.code), Some(reason));
        }
    }

    #[test]
    fn kinds_are_those_of_the_money_model() {
        let of_kind = |kind: Kind| -> Vec<&str> {
            TABLE.iter().filter(|reason| reason.kind == kind).map(|reason| reason.code).collect()
        };
        assert_eq!(of_kind(Kind::PayerRefund), ["MD06"]);
        assert_eq!(of_kind(Kind::Unauthorised), ["MD01"]);
        assert_eq!(of_kind(Kind::Deceased), ["MD07"]);
        let ending: Vec<&str> =
            TABLE.iter().map(|reason| reason.code).filter(|code| ends_mandate(code)).collect();
        assert_eq!(ending, ["AC04", "AC06", "MD01", "MD07"]);
    }

    #[test]
    fn a_refund_never_comes_before_the_money() {
        let stages = |code| find(code).map(|reason| reason.stages);
        assert_eq!(stages("MD06"), Some([Stage::Refund].as_slice()));
        assert_eq!(find("AM04").map(|reason| reason.may_occur(Stage::Refund)), Some(false));
        assert_eq!(find("MD01").map(|reason| reason.may_occur(Stage::Refund)), Some(true));
    }

    #[test]
    fn codes_that_sepa_does_not_have_are_refused() {
        for code in ["", "AM4", "am04", "XX99", "AM04 ", "insufficient_funds", "ARUDD"] {
            assert_eq!(code.parse::<&Reason>(), Err(UnknownReason), "{code:?}");
            assert!(!ends_mandate(code));
        }
    }
}

//! The reason codes of SEPA direct debits: those of ISO 20022 that the EPC's guidance for
//! R-transactions (EPC173-14) admits.

use crate::debit::codes::{Kind, REJECT, REJECT_RETURN, Reason, Stage, ending, ours, plain};

/// Every code, in the order of the alphabet.
pub const TABLE: &[Reason] = &[
    plain("AC01", "The account number is wrong", REJECT_RETURN),
    ending("AC04", "The account is closed", REJECT_RETURN, Kind::FundsOrAccount),
    ending("AC06", "The account is blocked", REJECT_RETURN, Kind::FundsOrAccount),
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
        ..ending(
            "MD01",
            "The payer says there is no valid mandate",
            REJECT_RETURN,
            Kind::Unauthorised,
        )
    },
    ours("MD02", "Data of the mandate are missing or wrong", REJECT_RETURN),
    Reason {
        kind: Kind::PayerRefund,
        ..plain("MD06", "The payer asked for the money back", &[Stage::Refund])
    },
    ending("MD07", "The payer has died", REJECT_RETURN, Kind::Deceased),
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
    use crate::debit::codes::{ends_mandate, find};

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
        assert!(TABLE.iter().all(|reason| reason.code.len() == 4));
    }

    #[test]
    fn a_refund_never_comes_before_the_money() {
        let stages = |code| find(code).map(|reason| reason.stages);
        assert_eq!(stages("MD06"), Some([Stage::Refund].as_slice()));
        assert_eq!(find("AM04").map(|reason| reason.may_occur(Stage::Refund)), Some(false));
        assert_eq!(find("MD01").map(|reason| reason.may_occur(Stage::Refund)), Some(true));
    }
}

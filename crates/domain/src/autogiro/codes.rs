//! The reason codes of Autogiro, with the record that each comes in.
//!
//! AG73: what became of a mandate (transaction code 73), by its status. AG77: the payer's bank gave a
//! payment back (transaction code 77). AG82: a payment that was not made (transaction code 82), by its
//! status. AGAV: a payment that Bankgirot itself rejected (the list `AVVISADE BET UPPDR`). Meanings are
//! those of Bankgirot's technical manual for Autogiro; the statuses 01, 06, 11, 12 and 24 of mandates
//! are of older layouts, and of them 11 and 12 leave the mandate there.

use crate::debit::codes::{Kind, REJECT, Reason, Stage, ending, ours, plain};

/// The status of a payment that the payer's bank tries again on the next bank day. It refuses
/// nothing, so it stands in no table.
pub const RETRY: &str = "AG82-9";
/// What Bankgirot says of a payment under a mandate that it does not have.
pub const NO_MANDATE: &str = "AGAV-01";

const REFUND: &[Stage] = &[Stage::Refund];

/// A mandate that never was, or is no more.
const fn ended(code: &'static str, words: &'static str) -> Reason {
    ending(code, words, REJECT, Kind::FundsOrAccount)
}

/// The same, for a fault of ours.
const fn faulty(code: &'static str, words: &'static str) -> Reason {
    Reason { needs_attention: true, ..ended(code, words) }
}

/// A payment that nobody had authorised.
const fn unauthorised(code: &'static str, words: &'static str) -> Reason {
    ending(code, words, REFUND, Kind::Unauthorised)
}

/// A payment that was given back because the payer asked.
const fn refund(code: &'static str, words: &'static str) -> Reason {
    Reason { kind: Kind::PayerRefund, ..plain(code, words, REFUND) }
}

/// Every code, in the order of the alphabet.
pub const TABLE: &[Reason] = &[
    ended("AG73-01", "The payer's bank cancelled the mandate"),
    ended("AG73-02", "The payer or the payer's bank cancelled the mandate"),
    ended("AG73-03", "The account is of a type that Autogiro does not debit"),
    faulty("AG73-04", "Bankgirot does not have the mandate"),
    ended("AG73-05", "The account, or the number of its holder, is wrong"),
    faulty("AG73-06", "Bankgirot cancelled the mandate"),
    ended("AG73-07", "The payer's bank did not answer in time about the mandate"),
    ended("AG73-09", "Bankgirot does not have the payer's bankgiro number"),
    faulty("AG73-10", "There is such a mandate already, or it is being asked for"),
    ended("AG73-20", "The personal identity number or organisation number is wrong"),
    faulty("AG73-21", "The payer number is wrong"),
    ended("AG73-23", "The account number is wrong"),
    faulty("AG73-24", "The mandate names a greatest amount, which is not allowed"),
    faulty("AG73-29", "The payee's bankgiro number is wrong"),
    faulty("AG73-30", "The payee's bankgiro number is closed"),
    ended("AG73-33", "The mandate was cancelled"),
    ended("AG73-98", "The payer's bankgiro number is closed"),
    unauthorised("AG77-01", "The payer says that there was no mandate"),
    unauthorised("AG77-02", "The payer says that the mandate had been revoked"),
    refund("AG77-03", "The payer says that the amount was unreasonable"),
    plain("AG82-1", "There was not enough money in the account", REJECT),
    ended("AG82-2", "The account is closed, or the payer's bank does not pay from it"),
    ended("AGAV-01", "There is no mandate"),
    ended("AGAV-02", "The account is closed, or Autogiro does not debit it"),
    ended("AGAV-03", "The mandate is stopped"),
    ours("AGAV-06", "The period code is wrong", REJECT),
    ours("AGAV-07", "The number of payments is wrong", REJECT),
    ours("AGAV-08", "The amount is wrong", REJECT),
    ours("AGAV-09", "Payments to payers are not allowed", REJECT),
    ours("AGAV-10", "The payee's bankgiro number is unknown", REJECT),
    ours("AGAV-12", "The date is wrong", REJECT),
    ours("AGAV-13", "The date has passed", REJECT),
    ours("AGAV-15", "The payee's bankgiro number is another one than that of the file", REJECT),
    plain("AGAV-24", "The amount is above the greatest that the mandate allows", REJECT),
];

/// True for what a bank says of a mandate, not of a payment under it.
pub fn is_of_mandate(reason: &Reason) -> bool {
    reason.code.starts_with("AG73-")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_record_has_its_stage() {
        for reason in TABLE {
            let (record, status) = reason.code.split_once('-').expect("a record and a status");
            let stage = match record {
                "AG73" | "AG82" | "AGAV" => Stage::Reject,
                "AG77" => Stage::Refund,
                other => panic!("{other}"),
            };
            assert_eq!(reason.stages, [stage], "{}", reason.code);
            assert_eq!(status.len(), if record == "AG82" { 1 } else { 2 }, "{}", reason.code);
            assert_eq!(is_of_mandate(reason), record == "AG73");
            assert!(record != "AG73" || reason.ends_mandate, "{}", reason.code);
        }
    }

    #[test]
    fn money_comes_back_by_refunds_alone() {
        let back: Vec<_> = TABLE.iter().filter(|it| it.comes_back()).map(|it| it.code).collect();
        assert_eq!(back, ["AG77-01", "AG77-02", "AG77-03"]);
        assert!(TABLE.iter().all(|reason| reason.code != RETRY));
        assert!(TABLE.iter().any(|reason| reason.code == NO_MANDATE));
    }
}

//! The reason codes of Bacs direct debits, with the report that each comes in.
//!
//! AUDDIS: an instruction was returned. ADDACS: it was cancelled at the payer's bank. ARUDD: a debit
//! was returned unpaid. DDICA: a claim under the Direct Debit Guarantee. Meanings are those of the
//! Bacs service user's guide, as reproduced at <https://docs.numeral.io/reference/bacs-reason-codes>.

use crate::debit::codes::{Kind, REJECT, Reason, Stage, ending, ours, plain};

const RETURN: &[Stage] = &[Stage::Return];
const CLAIM: &[Stage] = &[Stage::Refund];
const FUNDS_OR_ACCOUNT: Kind = Kind::FundsOrAccount;

/// An instruction that never was, for a reason of the payer's or of the account's.
const fn returned(code: &'static str, words: &'static str) -> Reason {
    ending(code, words, REJECT, FUNDS_OR_ACCOUNT)
}

/// An instruction that never was, for a fault of ours.
const fn faulty(code: &'static str, words: &'static str) -> Reason {
    Reason { needs_attention: true, ..returned(code, words) }
}

/// A claim that leaves the instruction as it is.
const fn claim(code: &'static str, words: &'static str) -> Reason {
    Reason { kind: Kind::Indemnity, ..plain(code, words, CLAIM) }
}

/// A claim after which the instruction is none.
const fn last_claim(code: &'static str, words: &'static str) -> Reason {
    Reason { ends_mandate: true, ..claim(code, words) }
}

/// Every code, in the order of the alphabet.
pub const TABLE: &[Reason] = &[
    returned("ADDACS-0", "The payer's bank cancelled the instruction; ask the payer"),
    returned("ADDACS-1", "The payer cancelled the instruction"),
    ending("ADDACS-2", "The payer has died", REJECT, Kind::Deceased),
    returned("ADDACS-B", "The account is closed"),
    faulty("ADDACS-D", "The payer says that the notice in advance was wrong or missing"),
    plain("ARUDD-0", "The payer's bank did not pay; ask the payer", RETURN),
    ending("ARUDD-1", "The payer cancelled the instruction", RETURN, FUNDS_OR_ACCOUNT),
    ending("ARUDD-2", "The payer has died", RETURN, Kind::Deceased),
    ending("ARUDD-3", "The account was moved to another bank", RETURN, FUNDS_OR_ACCOUNT),
    ours("ARUDD-4", "The payer says that the notice in advance was wrong or missing", RETURN),
    ending("ARUDD-5", "There is no such account", RETURN, FUNDS_OR_ACCOUNT),
    ending("ARUDD-6", "There is no instruction", RETURN, FUNDS_OR_ACCOUNT),
    ours("ARUDD-7", "The amount is not the one that was announced", RETURN),
    ours("ARUDD-8", "The debit came before its day", RETURN),
    ours("ARUDD-9", "The debit came after its day", RETURN),
    ours("ARUDD-A", "The service user is another one than that of the instruction", RETURN),
    ending("ARUDD-B", "The account is closed", RETURN, FUNDS_OR_ACCOUNT),
    returned("AUDDIS-1", "The payer cancelled the instruction"),
    ending("AUDDIS-2", "The payer has died", REJECT, Kind::Deceased),
    returned("AUDDIS-3", "The account was moved to another bank"),
    returned("AUDDIS-5", "There is no such account"),
    faulty("AUDDIS-6", "There is no instruction"),
    faulty("AUDDIS-7", "The instruction named an amount"),
    returned("AUDDIS-B", "The account is closed"),
    returned("AUDDIS-C", "The account was moved to another branch"),
    returned("AUDDIS-F", "The account is of a type that takes no instructions"),
    returned("AUDDIS-G", "The account does not take direct debits"),
    faulty("AUDDIS-H", "The instruction has expired"),
    faulty("AUDDIS-I", "The instruction's reference is not unique"),
    returned("AUDDIS-K", "The payer's bank cancelled the instruction"),
    returned("AUDDIS-L", "The account's details are wrong"),
    faulty("AUDDIS-M", "The kind of record does not fit the service user"),
    returned("AUDDIS-N", "The payer's branch does not allow it"),
    faulty("AUDDIS-O", "The instruction's reference is not valid"),
    faulty("AUDDIS-P", "The payer's name is missing"),
    faulty("AUDDIS-Q", "The service user's name is missing"),
    claim("DDICA-1", "The payer says that amount or date were not those announced"),
    claim("DDICA-2", "The payer says that there was no notice, or disputes the amount"),
    last_claim("DDICA-3", "The payer's bank had cancelled the instruction"),
    last_claim("DDICA-4", "The payer says that the instruction was cancelled with you"),
    last_claim("DDICA-5", "The payer says that there was no instruction, or no authority for it"),
    last_claim("DDICA-6", "The payer says that the signature is not genuine"),
    claim("DDICA-7", "The claim was made at your own request"),
    claim("DDICA-8", "The payer does not know the name on the statement"),
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_report_has_its_stage() {
        for reason in TABLE {
            let stage = match reason.code.split_once('-').map(|(report, _)| report) {
                Some("AUDDIS" | "ADDACS") => Stage::Reject,
                Some("ARUDD") => Stage::Return,
                Some("DDICA") => Stage::Refund,
                other => panic!("{other:?}"),
            };
            assert_eq!(reason.stages, [stage], "{}", reason.code);
            assert_eq!(reason.kind == Kind::Indemnity, stage == Stage::Refund);
            assert!(stage != Stage::Reject || reason.ends_mandate);
        }
    }
}

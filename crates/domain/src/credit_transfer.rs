//! Why the bank takes a credit transfer back that it had credited.
//!
//! European Payments Council, EPC125-05 "SEPA Credit Transfer Rulebook": after settlement money goes
//! back by a recall of the payer's bank (`DUPL`, `TECH`, `FRAD`), by a request for recall of the payer
//! (`CUST`, `AM09`, `AC03`), or following either (`FOCR`). Faster Payments and the Swedish transfers have
//! no table of their own that says more, so theirs are called the same.

/// What reason codes of this table begin with, so that they are told apart from those of debits.
pub const PREFIX: &str = "SCT-";

/// A reason for which a credited transfer goes back.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Reason {
    /// Its code, with [`PREFIX`].
    pub code: &'static str,
    /// What it means, in a sentence.
    pub text: &'static str,
}

/// Every reason.
pub const REASONS: &[Reason] = &[
    Reason { code: "SCT-AC03", text: "The payer sent it to a wrong account." },
    Reason { code: "SCT-AM09", text: "The payer sent a wrong amount." },
    Reason { code: "SCT-CUST", text: "The payer asked for it back." },
    Reason { code: "SCT-DUPL", text: "The payer's bank had sent it twice." },
    Reason { code: "SCT-TECH", text: "The payer's bank had sent it by a technical error." },
    Reason { code: "SCT-FRAD", text: "It was sent by a fraud, says the payer's bank." },
    Reason { code: "SCT-FOCR", text: "It goes back as was asked for before." },
];

/// The reason of that code.
pub fn find(code: &str) -> Option<&'static Reason> {
    REASONS.iter().find(|reason| reason.code == code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_reason_is_found_by_its_own_code() {
        for reason in REASONS {
            assert!(reason.code.starts_with(PREFIX));
            assert_eq!(find(reason.code), Some(reason));
        }
        assert_eq!(find("AC03"), None);
    }
}

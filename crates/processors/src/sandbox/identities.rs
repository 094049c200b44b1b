//! Sandbox identities: pretend accounts that make each outcome happen.
//!
//! One table; the test helpers pick from it by scenario, and the documents print it.

/// A pretend payer's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What will happen; also the name of the scenario.
    pub scenario: &'static str,
    /// An IBAN with right check digits.
    pub iban: &'static str,
    /// What the payer's bank does, in a sentence.
    pub text: &'static str,
}

/// The pretend accounts of SEPA Direct Debit. The first is used when none is asked for, and any
/// other IBAN behaves like it.
pub const SEPA_DEBIT: &[Identity] = &[
    Identity {
        scenario: "succeed",
        iban: "DE89370400440532013000",
        text: "Collected on the collection day, cleared five TARGET days later.",
    },
    Identity {
        scenario: "reject",
        iban: "DE62370400440532013001",
        text: "Rejected with AC01 one TARGET day before the collection day.",
    },
    Identity {
        scenario: "account_closed",
        iban: "DE35370400440532013002",
        text: "Collected, then returned with AC04 two TARGET days later.",
    },
    Identity {
        scenario: "insufficient_funds",
        iban: "DE08370400440532013003",
        text: "Collected, then returned with AM04 two TARGET days later.",
    },
    Identity {
        scenario: "reason_withheld",
        iban: "DE78370400440532013004",
        text: "Collected, then returned with MS03 five TARGET days later.",
    },
    Identity {
        scenario: "deceased",
        iban: "DE51370400440532013005",
        text: "Rejected with MD07 one TARGET day before the collection day.",
    },
    Identity {
        scenario: "refund",
        iban: "DE24370400440532013006",
        text: "Cleared, then refunded with MD06 six weeks after the collection.",
    },
    Identity {
        scenario: "unauthorised",
        iban: "DE94370400440532013007",
        text: "Cleared, then taken back with MD01 six months after the collection.",
    },
];

/// The scenario that an IBAN makes happen.
pub fn scenario_of(iban: &str) -> &'static str {
    let known = SEPA_DEBIT.iter().find(|identity| identity.iban == iban);
    known.map_or(SEPA_DEBIT[0].scenario, |identity| identity.scenario)
}

/// The IBAN that makes a scenario happen.
pub fn iban_of(scenario: &str) -> Option<&'static str> {
    SEPA_DEBIT.iter().find(|identity| identity.scenario == scenario).map(|identity| identity.iban)
}

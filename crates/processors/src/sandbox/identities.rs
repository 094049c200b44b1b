//! Sandbox identities: pretend accounts and banks that make each outcome happen.
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

/// A pretend bank at which payers approve payments.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Bank {
    /// Its name in forms and in the API.
    pub id: &'static str,
    /// What the payer knows it as.
    pub name: &'static str,
    /// What will happen; also the name of the scenario.
    pub scenario: &'static str,
    /// What happens there, in a sentence.
    pub text: &'static str,
}

/// The pretend banks of pay by bank. The first is used when none is asked for.
pub const BANKS: &[Bank] = &[
    Bank {
        id: "sandbox_bank_north",
        name: "Sandbox Bank North",
        scenario: "succeed",
        text: "The payer approves, and the payment is settled at once.",
    },
    Bank {
        id: "sandbox_bank_east",
        name: "Sandbox Bank East",
        scenario: "refuse",
        text: "The payer refuses the payment at the bank.",
    },
    Bank {
        id: "sandbox_bank_south",
        name: "Sandbox Bank South",
        scenario: "insufficient_funds",
        text: "The payer approves, and the bank rejects the payment for lack of money.",
    },
    Bank {
        id: "sandbox_bank_west",
        name: "Sandbox Bank West",
        scenario: "walk_away",
        text: "The payer never answers, and the consent lapses after 15 minutes.",
    },
    Bank {
        id: "sandbox_slow_savings",
        name: "Sandbox Slow Savings",
        scenario: "answer_late",
        text: "The payer approves, and an hour later the bank says that it is settled.",
    },
    Bank {
        id: "sandbox_silent_bank",
        name: "Sandbox Silent Bank",
        scenario: "return_without_result",
        text: "The payer approves, and is back 10 minutes before the bank says anything.",
    },
    Bank {
        id: "sandbox_echo_bank",
        name: "Sandbox Echo Bank",
        scenario: "answer_twice",
        text: "The payer approves, the payment is settled, and the bank says so twice.",
    },
];

/// The pretend bank of that id.
pub fn bank(id: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.id == id)
}

/// The pretend bank at which a scenario happens.
pub fn bank_of(scenario: &str) -> Option<&'static Bank> {
    BANKS.iter().find(|bank| bank.scenario == scenario)
}

//! Sandbox identities: pretend accounts and banks that make each outcome happen.
//!
//! One table; the test helpers pick from it by scenario, and `cargo xtask docs` writes it into the
//! documents.

use domain::debit::Scheme;
use domain::debit::account::DebitAccount;
use domain::money::Currency;

/// Digits of an account in the records of Autogiro, before those of its holder.
const ACCOUNT_LEN: usize = 16;

/// A pretend payer's account.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Identity {
    /// What will happen; also the name of the scenario.
    pub scenario: &'static str,
    /// The account, as people write it: an IBAN; sort code and account number; or clearing number,
    /// account number and the personal identity number of its holder.
    pub account: &'static str,
    /// What the payer's bank does, in a sentence.
    pub text: &'static str,
}

/// The pretend accounts of SEPA Direct Debit. The first is used when none is asked for, and any
/// other IBAN behaves like it.
pub const SEPA_DEBIT: &[Identity] = &[
    Identity {
        scenario: "succeed",
        account: "DE89370400440532013000",
        text: "Collected on the collection day, cleared five TARGET days later.",
    },
    Identity {
        scenario: "reject",
        account: "DE62370400440532013001",
        text: "Rejected with AC01 one TARGET day before the collection day.",
    },
    Identity {
        scenario: "account_closed",
        account: "DE35370400440532013002",
        text: "Collected, then returned with AC04 two TARGET days later.",
    },
    Identity {
        scenario: "insufficient_funds",
        account: "DE08370400440532013003",
        text: "Collected, then returned with AM04 two TARGET days later.",
    },
    Identity {
        scenario: "reason_withheld",
        account: "DE78370400440532013004",
        text: "Collected, then returned with MS03 five TARGET days later.",
    },
    Identity {
        scenario: "deceased",
        account: "DE51370400440532013005",
        text: "Rejected with MD07 one TARGET day before the collection day.",
    },
    Identity {
        scenario: "refund",
        account: "DE24370400440532013006",
        text: "Cleared, then refunded with MD06 six weeks after the collection.",
    },
    Identity {
        scenario: "unauthorised",
        account: "DE94370400440532013007",
        text: "Cleared, then taken back with MD01 six months after the collection.",
    },
];

/// The pretend accounts of Bacs Direct Debit, at a sort code that no bank has. The first is used when
/// none is asked for, and any other account behaves like it.
pub const BACS_DEBIT: &[Identity] = &[
    Identity {
        scenario: "succeed",
        account: "00-00-00 55779911",
        text: "Lodged, collected on the collection day, cleared three working days later.",
    },
    Identity {
        scenario: "instruction_refused",
        account: "00-00-00 55779912",
        text: "The instruction is returned with AUDDIS-5 one working day after it was lodged.",
    },
    Identity {
        scenario: "deceased",
        account: "00-00-00 55779913",
        text: "The instruction is returned with AUDDIS-2 one working day after it was lodged.",
    },
    Identity {
        scenario: "instruction_canceled",
        account: "00-00-00 55779914",
        text: "The payer cancels the instruction at the bank, ADDACS-1, one working day before the collection day, and the debit is refused on that day.",
    },
    Identity {
        scenario: "insufficient_funds",
        account: "00-00-00 55779915",
        text: "Collected, then returned with ARUDD-0 one working day later.",
    },
    Identity {
        scenario: "account_closed",
        account: "00-00-00 55779916",
        text: "Collected, then returned with ARUDD-B one working day later.",
    },
    Identity {
        scenario: "late_return",
        account: "00-00-00 55779917",
        text: "Collected, then returned with ARUDD-0 on the last day, three working days later.",
    },
    Identity {
        scenario: "indemnity_claim",
        account: "00-00-00 55779918",
        text: "Cleared, then claimed back with DDICA-5 eight weeks after the collection; the money leaves fourteen working days after the claim.",
    },
];

/// The holder of every pretend account of Autogiro: a number that Skatteverket keeps for tests.
pub const AUTOGIRO_HOLDER: &str = "189001019802";

/// The pretend accounts of Autogiro, at one clearing number. The first is used when none is asked for,
/// and any other account behaves like it.
pub const AUTOGIRO: &[Identity] = &[
    Identity {
        scenario: "succeed",
        account: "9880 5577008 189001019802",
        text: "The bank accepts the mandate two bank days after it was sent, and pays on the day of the debit.",
    },
    Identity {
        scenario: "mandate_refused",
        account: "9880 5577016 189001019802",
        text: "The mandate is refused with AG73-05 two bank days after it was sent: account and holder do not fit.",
    },
    Identity {
        scenario: "account_not_allowed",
        account: "9880 5577024 189001019802",
        text: "The mandate is refused with AG73-03 two bank days after it was sent.",
    },
    Identity {
        scenario: "holder_unknown",
        account: "9880 5577032 189001019802",
        text: "The mandate is refused with AG73-20 two bank days after it was sent.",
    },
    Identity {
        scenario: "account_unknown",
        account: "9880 5577040 189001019802",
        text: "The mandate is refused with AG73-23 two bank days after it was sent.",
    },
    Identity {
        scenario: "mandate_slow",
        account: "9880 5577059 189001019802",
        text: "The bank accepts the mandate on the sixth bank day, just in time, and pays.",
    },
    Identity {
        scenario: "mandate_late",
        account: "9880 5577067 189001019802",
        text: "The bank accepts the mandate on the eighth bank day: the debit moves by two bank days, and is paid.",
    },
    Identity {
        scenario: "mandate_unanswered",
        account: "9880 5577075 189001019802",
        text: "The bank does not answer, and the mandate is removed with AG73-07 on the tenth bank day.",
    },
    Identity {
        scenario: "mandate_silent",
        account: "9880 5577083 189001019802",
        text: "Nobody ever says anything of the mandate, and the debit is given up ten bank days after it was planned to leave.",
    },
    Identity {
        scenario: "mandate_canceled",
        account: "9880 5577091 189001019802",
        text: "The bank accepts the mandate, and the payer cancels it there two bank days later, AG73-02, before the debit leaves.",
    },
    Identity {
        scenario: "payment_refused",
        account: "9880 5577105 189001019802",
        text: "Bankgirot rejects the payment with AGAV-02 on the day of the debit.",
    },
    Identity {
        scenario: "insufficient_funds",
        account: "9880 5577113 189001019802",
        text: "Not paid, AG82-1; with `autogiro_retries` it is tried on three more bank days first.",
    },
    Identity {
        scenario: "account_closed",
        account: "9880 5577121 189001019802",
        text: "Not paid, AG82-2.",
    },
    Identity {
        scenario: "paid_at_second_try",
        account: "9880 5577148 189001019802",
        text: "With `autogiro_retries` tried again, and paid one bank day later; without it not paid, AG82-1.",
    },
    Identity {
        scenario: "refund_amount",
        account: "9880 5577156 189001019802",
        text: "Paid, then refunded with AG77-03 six weeks after the debit.",
    },
    Identity {
        scenario: "refund_revoked",
        account: "9880 5577164 189001019802",
        text: "Paid, then taken back with AG77-02 ten weeks after the debit.",
    },
    Identity {
        scenario: "refund_unmandated",
        account: "9880 5577172 189001019802",
        text: "Paid, then taken back with AG77-01 six months after the debit.",
    },
];

/// The pretend accounts of a scheme.
pub const fn of(scheme: Scheme) -> &'static [Identity] {
    match scheme {
        Scheme::SepaCore => SEPA_DEBIT,
        Scheme::Bacs => BACS_DEBIT,
        Scheme::Autogiro => AUTOGIRO,
    }
}

/// The scenario that an account makes happen, as the scheme's messages write it.
pub fn scenario_of(scheme: Scheme, account: &str) -> &'static str {
    // Whoever the holder is, the account decides.
    let of_account = |text: &str| match scheme {
        Scheme::Autogiro => text.get(..ACCOUNT_LEN).map(str::to_owned),
        Scheme::SepaCore | Scheme::Bacs => Some(text.to_owned()),
    };
    let written = |identity: &Identity| {
        DebitAccount::parse(scheme, identity.account).map(|account| account.electronic())
    };
    let given = of_account(account);
    let same = |identity: &&Identity| written(identity).and_then(|text| of_account(&text)) == given;
    let known = of(scheme).iter().find(same);
    known.map_or(of(scheme)[0].scenario, |identity| identity.scenario)
}

/// The account that makes a scenario happen, as people write it.
pub fn account_of(scheme: Scheme, scenario: &str) -> Option<&'static str> {
    of(scheme).iter().find(|identity| identity.scenario == scenario).map(|it| it.account)
}

/// What each scenario of the pretend card processor's page does. Cards have no identities: nobody types
/// a card number here.
pub const CARDS: &[(&str, &str)] = &[
    ("succeed", "Paid."),
    ("decline", "Declined, `card_declined`."),
    ("insufficient_funds", "Declined, with that code."),
    ("expired_card", "Declined, with that code."),
    ("lost_card", "Declined, with that code."),
    ("fraud_suspected", "Declined, with that code."),
    ("authenticate", "The card's bank asks the payer first; the helper approves."),
    ("authentication_refused", "The payer refuses when the card's bank asks."),
    ("abandon", "The payer walks away; the page is open for a day."),
    ("answer_late", "Paid, and told an hour later."),
    ("answer_twice", "Paid, and told twice."),
    ("contradict", "Paid, and a minute later said to be declined."),
    ("decline_then_succeed", "Declined, and a minute later paid after all."),
];

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

/// What a pretend payer does who sends the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sending {
    /// What will happen; also the name of the scenario.
    pub scenario: &'static str,
    /// What the payer does, in a sentence.
    pub text: &'static str,
}

/// What pretend payers of transfers do. The first is used when none is asked for.
pub const TRANSFERS: &[Sending] = &[
    Sending { scenario: "succeed", text: "Sends what is asked for, with the reference." },
    Sending { scenario: "part", text: "Sends half of it, with the reference." },
    Sending { scenario: "over", text: "Sends 10.00 more than is asked for, with the reference." },
    Sending {
        scenario: "double",
        text: "Sends what is asked for twice, with the reference both times.",
    },
    Sending {
        scenario: "mangled_reference",
        text: "Writes the reference in lower case, with other words around it and spaces within.",
    },
    Sending {
        scenario: "no_reference",
        text: "Sends what is asked for, and forgets the reference.",
    },
    Sending {
        scenario: "wrong_currency",
        text: "Sends the amount in another currency, with the reference.",
    },
    Sending {
        scenario: "told_twice",
        text: "Sends what is asked for once, and the bank tells of it twice.",
    },
    Sending { scenario: "awaiting", text: "Says to have sent the money, and has not." },
];

/// What the pretend payer does in a scenario.
pub fn sending(scenario: &str) -> Option<&'static Sending> {
    TRANSFERS.iter().find(|it| it.scenario == scenario)
}

/// The pretend payer's account from which transfers come, by currency.
pub const fn payer_of(currency: Currency) -> &'static str {
    match currency {
        Currency::Gbp => "00000055779921",
        Currency::Sek => "99600026789346",
        Currency::Eur | Currency::Usd => "DE89370400440532013000",
    }
}

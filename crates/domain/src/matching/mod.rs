//! Which session an incoming transfer is for.
//!
//! It takes two steps, so that a hundred thousand open sessions cost one look into an index.
//! [`references_in`] reads the references that an entry may quote out of its texts, a bounded number
//! and without a database; the caller loads the sessions that have them, with the few others that
//! [`Candidates`] asks for; [`match_entry`] chooses among these. The rules are tried in the order of
//! [`Rule`]; what contradicts itself is left to a person. Money is never applied for its amount alone.
//! Every [`Decision`] tells what it rests on, and says so in a sentence.

mod clues;
mod explain;
mod names;
mod rules;
mod text;

use crate::case::Openness;
use crate::ids::{CustomerId, SessionId};
use crate::money::{Currency, Money};
use crate::reference::{Form, Mode, Reference};
use crate::session::CancellationReason;
use crate::spelled::spelled;

pub use clues::references_in;
pub use names::are_similar;
pub use rules::match_entry;
pub use text::{CORES_MAX, Confusion, Found, Place, TEXT_MAX, find_cores};

/// Most references that an entry is looked up by; more of them are a person's work.
pub const REFERENCES_MAX: usize = CORES_MAX;
/// Most structured fields of an entry that are read.
pub const FIELDS_MAX: usize = 8;
/// Most sessions that are suggested for one entry.
pub const SUGGESTIONS_MAX: usize = 5;
/// As many sessions as are worth loading for [`Candidates::of_amount`].
pub const AMOUNT_CANDIDATES_MAX: usize = 200;

spelled! {
    /// A field of a bank's statement that carries nothing but a reference.
    pub enum Field {
        /// The creditor's reference: `Strd/CdtrRefInf/Ref` in camt, the OCR number of a bankgiro.
        CreditorReference = "creditor_reference",
        /// The payer's own id of the transfer: `EndToEndId` in camt, `EREF` in MT940.
        EndToEndId = "end_to_end_id",
    }
}

/// Money that came into an account, as the bank tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Entry {
    /// The mode of the scope whose account it is.
    pub mode: Mode,
    /// What came in: above zero.
    pub amount: Money,
    /// The customer for whom alone the credited account was opened.
    pub own_account_of: Option<CustomerId>,
    /// Fields that carry only a reference, as the bank wrote them.
    pub fields: Vec<(Field, String)>,
    /// The free text, line by line as the bank broke it.
    pub lines: Vec<String>,
    /// What the bank calls the payer.
    pub payer_name: Option<String>,
    /// The payer's account as a bookkeeper may see it: masked.
    pub payer_account: Option<String>,
}

spelled! {
    /// Where a session stands when money comes.
    pub enum Standing {
        /// It asks for money.
        Open = "open",
        /// It asks for money, and a payment by another method is under way.
        Busy = "busy",
        /// It is paid.
        Paid = "paid",
        /// It was withdrawn.
        Canceled = "canceled",
        /// Its time is over.
        Expired = "expired",
        /// The payer took the money back, and nobody opened it again.
        Closed = "closed",
    }
}

impl Standing {
    /// True when it still wants the money.
    pub const fn asks(self) -> bool {
        matches!(self, Self::Open | Self::Busy)
    }
}

impl From<Openness> for Standing {
    fn from(openness: Openness) -> Self {
        match openness {
            Openness::Open => Self::Open,
            Openness::Busy => Self::Busy,
            Openness::Paid => Self::Paid,
            Openness::Canceled(CancellationReason::Expired) => Self::Expired,
            Openness::Canceled(_) => Self::Canceled,
            Openness::ContactOnly(_) => Self::Closed,
        }
    }
}

/// What has to be known of a session to choose it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Candidate {
    /// The session.
    pub session: SessionId,
    /// Its reference.
    pub reference: Reference,
    /// Who pays it.
    pub customer: CustomerId,
    /// What its customer is called.
    pub customer_name: String,
    /// What it asks for.
    pub remaining: Money,
    /// Whether it still does.
    pub standing: Standing,
}

/// The sessions among which to choose, all of the entry's scope. A list that says less than it
/// should costs matches; each is checked again, so one that says more does no harm.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Candidates {
    /// Those whose reference is one of [`references_in`] the entry, wherever they stand, for ever.
    pub by_reference: Vec<Candidate>,
    /// All that still ask [`Entry::own_account_of`] for money, in any currency.
    pub of_own_account: Vec<Candidate>,
    /// The customers for whom the payer's account paid before: two are enough to know.
    pub payer_customers: Vec<CustomerId>,
    /// All that ask these customers for exactly the entry's amount.
    pub of_payer: Vec<Candidate>,
    /// Some that ask anybody for exactly the entry's amount: [`AMOUNT_CANDIDATES_MAX`] at most.
    pub of_amount: Vec<Candidate>,
}

spelled! {
    /// The rules, in the order in which they are tried.
    pub enum Rule {
        /// The account was opened for this customer alone; it decides who paid.
        OwnAccount = "own_account",
        /// A field that carries only a reference has the session's.
        StructuredReference = "structured_reference",
        /// The text quotes the session's reference.
        ReferenceInText = "reference_in_text",
        /// The payer's account paid for this customer before, for no other, and the amount is that
        /// of exactly one session, which is open and not being paid otherwise.
        KnownPayer = "known_payer",
        /// The amount fits and the names are alike: suggested, never applied.
        SimilarName = "similar_name",
    }
}

spelled! {
    /// Why money waits for a person.
    pub enum Reason {
        /// It did not come in: the amount is not above zero.
        NotACredit = "not_a_credit",
        /// The text is longer than any bank's.
        TooMuchText = "too_much_text",
        /// More references than are looked up.
        TooManyReferences = "too_many_references",
        /// It quotes the references of different sessions.
        TwoReferences = "two_references",
        /// It came in another currency than the session asks for.
        WrongCurrency = "wrong_currency",
        /// It quotes a reference of the other mode.
        OtherMode = "other_mode",
        /// It came into one customer's account and quotes a reference of another's session.
        AccountDisagrees = "account_disagrees",
        /// It came into a customer's own account, and nothing is asked of that customer.
        NoOpenSession = "no_open_session",
        /// It came into a customer's own account, and could be for several sessions.
        SeveralOpenSessions = "several_open_sessions",
        /// It quotes a well-formed reference that no session has.
        UnknownReference = "unknown_reference",
        /// There is nothing to go by.
        NothingToGoBy = "nothing_to_go_by",
    }
}

/// What a decision rests on.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Evidence {
    /// The credited account was opened for this customer alone.
    OwnAccount {
        /// Whose it is.
        customer: CustomerId,
    },
    /// A field is the reference.
    Field {
        /// Which.
        field: Field,
        /// What it says.
        text: String,
        /// The reference that this is.
        reference: Reference,
        /// Its form.
        form: Form,
    },
    /// A text quotes the reference.
    Text {
        /// The field whose text it is; `None` for the entry's lines.
        field: Option<Field>,
        /// What was found, and where.
        found: Found,
    },
    /// The payer's account paid before.
    KnownPayer {
        /// The account, masked.
        account: Option<String>,
        /// For how many customers, as far as was counted.
        customers: usize,
    },
    /// The amount is exactly what a session asks for.
    Amount {
        /// The amount.
        amount: Money,
    },
    /// The payer is called almost like the customer.
    Name {
        /// What the bank calls the payer.
        payer: String,
        /// What the merchant calls the customer.
        customer: String,
    },
    /// The currencies differ.
    Currency {
        /// What came.
        received: Currency,
        /// What is asked for.
        asked: Currency,
    },
}

/// What becomes of the money.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// It pays this session, wholly or in part, or more than that.
    Apply {
        /// Which.
        session: SessionId,
    },
    /// It belongs to this session all the same, which does not ask for it any more.
    Late {
        /// Which.
        session: SessionId,
        /// Where it stands.
        standing: Standing,
    },
    /// A person decides whether it is one of these; nothing is applied.
    Suggest {
        /// Which: at least one, in the order of their ids.
        sessions: Vec<SessionId>,
    },
    /// A person finds out; nothing is applied.
    Suspend {
        /// Why.
        reason: Reason,
        /// The sessions that it speaks of, in the order of their ids.
        sessions: Vec<SessionId>,
    },
}

/// What becomes of an entry, by which rule and for which reasons. Its sentence is
/// [`Decision::why`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Decision {
    /// What becomes of the money.
    pub verdict: Verdict,
    /// The rule that said so; `None` when no rule could.
    pub rule: Option<Rule>,
    /// What it rests on.
    pub evidence: Vec<Evidence>,
}

impl Decision {
    /// The session to which the money is applied without asking anybody.
    pub const fn session(&self) -> Option<SessionId> {
        match &self.verdict {
            Verdict::Apply { session } | Verdict::Late { session, .. } => Some(*session),
            Verdict::Suggest { .. } | Verdict::Suspend { .. } => None,
        }
    }

    /// Stable code: `applied`, `late`, `suggested`, or the reason why it waits.
    pub const fn code(&self) -> &'static str {
        match &self.verdict {
            Verdict::Apply { .. } => "applied",
            Verdict::Late { .. } => "late",
            Verdict::Suggest { .. } => "suggested",
            Verdict::Suspend { reason, .. } => reason.as_str(),
        }
    }
}

//! Notices: what a processor or bank tells us by itself.

use domain::debit::{MandateOutcome, Scheme};
use domain::matching::Field;
use domain::money::Money;
use domain::settle::Outcome;
use jiff::civil::Date;

/// A notice, read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Notice {
    /// The sender's own id of it; a repeat has the same.
    pub id: String,
    /// What it is about.
    pub items: Vec<NoticeItem>,
}

/// Money that came into an account or left it, as its bank tells it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct BankEntry {
    /// The account, as banks write it among themselves.
    pub number: String,
    /// The bank's own id of the entry.
    pub id: String,
    /// Whether the money went; otherwise it came.
    pub is_debit: bool,
    /// How much: above zero.
    pub amount: Money,
    /// The bank's date of it.
    pub value_date: Date,
    /// Fields that carry only a reference.
    pub fields: Vec<(Field, String)>,
    /// The free text, line by line.
    pub lines: Vec<String>,
    /// What the bank calls the payer.
    pub payer_name: Option<String>,
    /// The payer's account, as banks write it among themselves.
    pub payer_account: Option<String>,
    /// The bank's id of the entry that this one takes back.
    pub reverses: Option<String>,
    /// Why it does.
    pub code: Option<String>,
}

/// One thing that a notice says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeItem {
    /// Something happened to a payment: ask what. A notice is never believed by itself when the
    /// processor can be asked.
    Ask {
        /// The sender's own id of the payment.
        reference: String,
    },
    /// A line of a bank's report, which is all that a bank will ever say.
    Line {
        /// Our end-to-end id.
        reference: String,
        /// What the line says.
        outcome: Outcome,
    },
    /// An entry of a bank's statement.
    Entry(Box<BankEntry>),
    /// A line of a bank's report about a mandate.
    Mandate {
        /// Its scheme.
        scheme: Scheme,
        /// Its reference in the scheme.
        reference: String,
        /// What the line says.
        outcome: MandateOutcome,
    },
    /// A line that cannot be understood, or not be booked. A person reads it.
    Unreadable {
        /// The line as it came.
        line: String,
        /// What is wrong with it.
        why: String,
    },
}

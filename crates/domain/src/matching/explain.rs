//! A decision in a sentence, for whoever keeps the books.
//!
//! English, as work items and logs are. What is quoted comes from payers and banks: whoever shows it
//! escapes it as any other text.

use super::{Decision, Evidence, Field, Found, Place, Reason, Rule, Standing, Verdict};
use crate::money::Money;
use crate::reference::{Form, Reference};

/// Most characters of a foreign text that are repeated.
const REPEATED_MAX: usize = 70;

impl Decision {
    /// Why, in plain English.
    pub fn why(&self) -> String {
        let because = self.evidence.iter().map(Evidence::words).collect::<Vec<_>>().join("; ");
        let said = match &self.verdict {
            Verdict::Apply { .. } => "Applied to the session".to_owned(),
            Verdict::Late { standing, .. } => {
                format!("Applied to the session, which {}", lateness(*standing))
            }
            Verdict::Suggest { sessions } => suggestion(self.rule, sessions.len()),
            Verdict::Suspend { reason, .. } => format!("Waits for a person: {}", doubt(*reason)),
        };
        if because.is_empty() { format!("{said}.") } else { format!("{said}: {because}.") }
    }
}

impl Evidence {
    /// What it is, in plain English.
    pub fn words(&self) -> String {
        evidence(self)
    }
}

fn suggestion(rule: Option<Rule>, count: usize) -> String {
    let which = if count == 1 {
        "a session that fits".to_owned()
    } else {
        format!("{count} sessions that fit")
    };
    let doubt = match rule {
        Some(Rule::KnownPayer) => "the payer alone does not say for certain what it is for",
        _ => "a name and an amount prove nothing",
    };
    format!("Waits for a person, with {which}, because {doubt}")
}

const fn lateness(standing: Standing) -> &'static str {
    match standing {
        Standing::Paid => "is paid already",
        Standing::Canceled => "was canceled",
        Standing::Expired => "has expired",
        Standing::Closed => "is closed until it is reopened",
        Standing::Open | Standing::Busy => "is open",
    }
}

const fn doubt(reason: Reason) -> &'static str {
    match reason {
        Reason::NotACredit => "no money came in",
        Reason::TooMuchText => "its text is longer than is read",
        Reason::TooManyReferences => "it quotes more references than are looked up",
        Reason::TwoReferences => "it quotes references of different sessions",
        Reason::WrongCurrency => "it came in another currency than is asked for",
        Reason::OtherMode => "test references and real money never meet",
        Reason::AccountDisagrees => {
            "it came into one customer's own account and quotes another customer's reference"
        }
        Reason::NoOpenSession => "its customer is known and owes nothing now",
        Reason::SeveralOpenSessions => {
            "its customer is known, and no amount says which of several sessions it is for"
        }
        Reason::UnknownReference => "it quotes a reference that no session has",
        Reason::NothingToGoBy => "no reference, no payer and no name says what it is for",
    }
}

fn evidence(evidence: &Evidence) -> String {
    match evidence {
        Evidence::OwnAccount { .. } => {
            "it came into the account that was opened for this customer alone".to_owned()
        }
        Evidence::Field { field, text, reference, form } => {
            let (field, text) = (field_name(*field), repeated(text));
            format!("the {field} “{text}” is {}", named(*reference, *form))
        }
        Evidence::Text { field, found } => quotation(*field, found),
        Evidence::KnownPayer { account, customers } => {
            let account = account.as_ref().map(|it| format!(" {}", repeated(it)));
            let whom = if *customers == 1 { "this customer" } else { "several customers" };
            format!("the payer's account{} has paid for {whom} before", account.unwrap_or_default())
        }
        Evidence::Amount { amount } => {
            format!("{} is exactly what is asked for", written(*amount))
        }
        Evidence::Name { payer, customer } => {
            let (payer, customer) = (repeated(payer), repeated(customer));
            format!("the payer “{payer}” is called almost like the customer “{customer}”")
        }
        Evidence::Currency { received, asked } => {
            format!("{} came, {} is asked for", received.iso(), asked.iso())
        }
    }
}

fn quotation(field: Option<Field>, found: &Found) -> String {
    let text = field.map_or("text", field_name);
    let Found { reference, form, confusion, first, last, quote } = found;
    let named = named(*reference, *form);
    let place = span(*first, *last);
    let taken = confusion.map(|it| {
        format!(", with {} read as {}, as its check character confirms", it.read, it.meant)
    });
    let quote = repeated(quote);
    format!("the {text} says “{quote}” ({place}), which is {named}{}", taken.unwrap_or_default())
}

fn span(first: Place, last: Place) -> String {
    if first.line == last.line {
        format!("line {}, characters {} to {}", first.line, first.character, last.character)
    } else {
        format!(
            "from line {}, character {} to line {}, character {}",
            first.line, first.character, last.line, last.character
        )
    }
}

const fn field_name(field: Field) -> &'static str {
    match field {
        Field::CreditorReference => "creditor reference",
        Field::EndToEndId => "end-to-end id",
    }
}

fn named(reference: Reference, form: Form) -> String {
    let reference = reference.grouped();
    match form {
        Form::Core => format!("the reference {reference}"),
        Form::Rf => format!("the RF form of the reference {reference}"),
        Form::Ocr => format!("the OCR number of the reference {reference}"),
    }
}

fn written(amount: Money) -> String {
    format!("{} {}", amount.currency().iso(), amount.to_decimal())
}

/// The beginning of a text that somebody else wrote, on one line.
fn repeated(text: &str) -> String {
    let shown = text.chars().map(|it| if it.is_control() { ' ' } else { it });
    let mut shown: String = shown.take(REPEATED_MAX).collect();
    if text.chars().nth(REPEATED_MAX).is_some() {
        shown.push('…');
    }
    shown
}

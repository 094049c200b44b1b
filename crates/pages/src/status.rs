//! Where a payment stands: one page, one enum, and for each state what the payer can do now.

use askama::Template;
use jiff::civil::Date;

use crate::amount::Amount;
use crate::debit_review::CreditorKeys;
use crate::frame::Frame;
use crate::payment::{DebitScheme, DeclineReason, MethodKind, Payment};
use crate::safe;
use crate::texts::MandateText;
use crate::transfer::{TransferDetails, TransferKind};
use crate::translate::Key;

/// The page that shows where the payment stands, and the receipt's facts.
#[derive(Clone, Debug, Template)]
#[template(path = "status.html")]
pub struct StatusPage {
    /// The common part.
    pub frame: Frame,
    /// What is or was paid.
    pub payment: Payment,
    /// Where it stands.
    pub state: Status,
    /// How it reads on the payer's statement.
    pub statement_text: Option<String>,
    /// The merchant's return address, complete. The server sends a `Refresh` header to it too.
    pub onward: Option<String>,
    /// The Direct Debit Guarantee, for a confirmed instruction of Bacs.
    pub guarantee: Option<MandateText>,
    /// What the merchant gave back of it, oldest first.
    pub refunds: Vec<RefundNote>,
}

/// Money that the merchant gives back.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RefundNote {
    /// It was sent.
    Sent {
        /// How much.
        amount: Amount,
        /// When.
        on: Date,
    },
    /// It will be.
    UnderWay {
        /// How much.
        amount: Amount,
    },
}

/// Where the payment stands.
#[derive(Clone, Debug)]
pub enum Status {
    /// Paid by the payer before us.
    Paid {
        /// The payment's date.
        on: Date,
        /// What it was paid with.
        method: MethodKind,
    },
    /// Paid already, in another window or another way: nothing is asked for any more.
    PaidElsewhere {
        /// The payment's date.
        on: Option<Date>,
    },
    /// The mandate is signed, and the collection is under way.
    DebitSigned {
        /// By which scheme.
        scheme: DebitScheme,
        /// Who collects.
        creditor: String,
        /// The day on which the account is debited.
        collection_on: Date,
        /// The day at whose end it counts as paid.
        clears_on: Date,
        /// The mandate's reference.
        mandate_reference: String,
    },
    /// The mandate is signed, and the payer's bank has not taken it yet.
    AwaitingMandate {
        /// By which scheme.
        scheme: DebitScheme,
        /// The day by whose end the bank answers.
        answer_by: Date,
        /// The day on which the account is debited, if the bank answers in time.
        collection_on: Date,
        /// The mandate's reference.
        mandate_reference: String,
    },
    /// The payer is back from the bank, which has not told whether the mandate is signed.
    AwaitingSignature {
        /// The page loads itself again.
        looks_again: bool,
        /// The form again, or another way to pay.
        other_url: Option<String>,
    },
    /// The payer said that the transfer is made, and it has not arrived.
    AwaitingTransfer {
        /// Who finds the money.
        kind: TransferKind,
        /// The day on which the payer said so.
        said_on: Date,
        /// The same details again.
        details: Box<TransferDetails>,
        /// The chooser, when there is another method.
        other_url: Option<String>,
    },
    /// The processor has not told the outcome.
    Processing,
    /// The payer is back from the bank, which has not told the outcome.
    AwaitingBank {
        /// The bank said that the payer approved it.
        approved: bool,
        /// The page loads itself again.
        looks_again: bool,
        /// Another bank or way to pay, as long as nothing is known to have been approved.
        other_url: Option<String>,
    },
    /// The try failed.
    Failed {
        /// Why.
        reason: DeclineReason,
        /// What can be done about it.
        retry: Retry,
    },
    /// The payment came back.
    Returned(PageOpen),
    /// The payer told the bank that it was not authorised.
    Disputed,
    /// Withdrawn by the merchant.
    Canceled,
    /// Its time is over.
    Expired,
    /// Nothing is asked for here any more, and no reason is given: the payer may have died.
    ContactOnly,
    /// Some of it is paid.
    PartiallyPaid {
        /// What has arrived.
        received: Amount,
        /// What is still missing.
        remaining: Amount,
        /// Whether the rest can be paid here.
        open: PageOpen,
        /// Where the rest goes, when the payer makes transfers.
        transfer: Option<Box<TransferDetails>>,
    },
    /// The method can't be used now.
    MethodUnavailable {
        /// The chooser, when there is another method.
        other_url: Option<String>,
    },
}

/// Ways on after a failure.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Retry {
    /// The same method again.
    pub again_url: Option<String>,
    /// The chooser, when there is another method.
    pub other_url: Option<String>,
}

/// Whether the page takes another payment.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PageOpen {
    /// It does: the address to go on with.
    Open(String),
    /// It does not; the payer is asked to get in touch.
    ContactOnly,
}

/// A row of the receipt.
struct Fact {
    label: String,
    value: String,
}

/// A link drawn as a button.
struct Action {
    label: String,
    href: String,
}

/// The mood of a state: its sign and colour.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Mood {
    Good,
    Waiting,
    Warning,
    Neutral,
}

impl StatusPage {
    fn mood(&self) -> Mood {
        match self.state {
            Status::Paid { .. } | Status::PaidElsewhere { .. } | Status::DebitSigned { .. } => {
                Mood::Good
            }
            Status::AwaitingMandate { .. }
            | Status::AwaitingSignature { .. }
            | Status::AwaitingTransfer { .. }
            | Status::Processing
            | Status::AwaitingBank { .. }
            | Status::PartiallyPaid { .. } => Mood::Waiting,
            Status::Failed { .. }
            | Status::Returned(_)
            | Status::Disputed
            | Status::MethodUnavailable { .. } => Mood::Warning,
            Status::Canceled | Status::Expired | Status::ContactOnly => Mood::Neutral,
        }
    }

    fn mood_class(&self) -> &'static str {
        match self.mood() {
            Mood::Good => "good",
            Mood::Waiting => "waiting",
            Mood::Warning => "warning",
            Mood::Neutral => "neutral",
        }
    }

    fn title(&self) -> Key {
        match self.state {
            Status::Paid { .. } => Key("status-paid-title"),
            Status::PaidElsewhere { .. } => Key("status-paid-elsewhere-title"),
            Status::DebitSigned { scheme: DebitScheme::Bacs, .. } => {
                Key("status-bacs-signed-title")
            }
            Status::DebitSigned { .. } => Key("status-debit-signed-title"),
            Status::AwaitingMandate { .. } => Key("status-mandate-title"),
            Status::AwaitingSignature { .. } => Key("status-signature-title"),
            Status::AwaitingTransfer { .. } => Key("status-transfer-title"),
            Status::Processing => Key("status-processing-title"),
            Status::AwaitingBank { .. } => Key("status-bank-title"),
            Status::Failed { .. } => Key("status-failed-title"),
            Status::Returned(_) => Key("status-returned-title"),
            Status::Disputed => Key("status-disputed-title"),
            Status::Canceled => Key("status-canceled-title"),
            Status::Expired => Key("status-expired-title"),
            Status::ContactOnly => Key("status-contact-title"),
            Status::PartiallyPaid { .. } => Key("status-partly-title"),
            Status::MethodUnavailable { .. } => Key("status-unavailable-title"),
        }
    }

    /// The sentences below the title.
    fn sentences(&self) -> Vec<String> {
        let mut sentences = self.standing();
        // Where no reason is given for anything, nothing else is told either.
        if !matches!(self.state, Status::ContactOnly) {
            sentences.extend(self.refunds.iter().map(|note| self.refund(note)));
        }
        sentences
    }

    /// What became of money that the merchant gives back.
    fn refund(&self, note: &RefundNote) -> String {
        let t = self.frame.translator();
        match note {
            RefundNote::Sent { amount, on } => t.with(
                "status-refunded",
                &[("amount", &self.frame.amount(amount)), ("date", &self.frame.date(on))],
            ),
            RefundNote::UnderWay { amount } => {
                self.frame.t1("status-refund-coming", "amount", self.frame.amount(amount))
            }
        }
    }

    /// Where the payment stands.
    fn standing(&self) -> Vec<String> {
        let frame = &self.frame;
        let with = |key: &'static str, rest: &[(&'static str, &str)]| self.with(key, rest);
        match &self.state {
            Status::Paid { .. } => vec![with("status-paid-text", &[])],
            Status::PaidElsewhere { .. } => vec![with("status-paid-elsewhere-text", &[])],
            Status::DebitSigned { scheme, collection_on, .. } => {
                let text =
                    with("status-debit-signed-text", &[("date", &frame.date(collection_on))]);
                match scheme {
                    DebitScheme::SepaCore | DebitScheme::Autogiro => {
                        vec![text, with("status-debit-signed-refund", &[])]
                    }
                    DebitScheme::Bacs => vec![text, with("status-bacs-signed-mail", &[])],
                }
            }
            Status::AwaitingMandate { answer_by, collection_on, .. } => vec![
                with("status-mandate-text", &[("date", &frame.date(answer_by))]),
                with("status-mandate-next", &[("date", &frame.date(collection_on))]),
            ],
            Status::AwaitingSignature { looks_again, .. } => {
                let unknown =
                    [with("status-signature-text", &[]), with("status-signature-advice", &[])];
                let looks = looks_again.then(|| with("status-bank-looks", &[]));
                unknown.into_iter().chain(looks).collect()
            }
            Status::AwaitingTransfer { kind, said_on, .. } => vec![
                with("status-transfer-said", &[("date", &frame.date(said_on))]),
                frame.tm(kind.seen()),
                with("status-transfer-advice", &[]),
            ],
            Status::Processing => {
                vec![with("status-processing-text", &[]), with("status-processing-advice", &[])]
            }
            Status::AwaitingBank { approved, looks_again, .. } => {
                self.awaiting_bank(*approved, *looks_again)
            }
            Status::Failed { reason, .. } => {
                vec![frame.t(reason.key()), with("status-failed-text", &[])]
            }
            Status::Returned(PageOpen::Open(_)) => vec![with("status-returned-open", &[])],
            Status::Returned(PageOpen::ContactOnly) => vec![with("status-returned-contact", &[])],
            Status::Disputed => vec![with("status-disputed-text", &[])],
            Status::Canceled => vec![with("status-canceled-text", &[])],
            Status::Expired => vec![with("status-expired-text", &[])],
            Status::ContactOnly => vec![with("status-contact-text", &[])],
            Status::PartiallyPaid { received, remaining, transfer, .. } => {
                let amounts = [
                    ("received", &*frame.amount(received)),
                    ("remaining", &*frame.amount(remaining)),
                ];
                let again = transfer.as_ref().map(|_| with("status-partly-transfer", &[]));
                [with("status-partly-text", &amounts)].into_iter().chain(again).collect()
            }
            Status::MethodUnavailable { .. } => vec![with("status-unavailable-text", &[])],
        }
    }

    fn awaiting_bank(&self, approved: bool, looks_again: bool) -> Vec<String> {
        let mut sentences = match approved {
            true => vec![self.with("status-bank-approved", &[])],
            false => {
                vec![self.with("status-bank-unknown", &[]), self.with("status-bank-advice", &[])]
            }
        };
        sentences.push(self.with("status-processing-advice", &[]));
        sentences.extend(looks_again.then(|| self.with("status-bank-looks", &[])));
        sentences
    }

    /// A text that may name the merchant and the amount.
    fn with(&self, key: &'static str, rest: &[(&'static str, &str)]) -> String {
        let amount = self.frame.amount(&self.payment.amount);
        let merchant = self.frame.merchant.display_name.as_str();
        let values = [&[("merchant", merchant), ("amount", amount.as_str())], rest].concat();
        self.frame.translator().with(Key(key), &values)
    }

    /// The rows of the receipt.
    fn facts(&self) -> Vec<Fact> {
        let frame = &self.frame;
        let mut rows = vec![(Key("fact-to"), frame.merchant.display_name.clone())];
        if let Some(description) = &self.payment.description {
            rows.push((Key("fact-for"), description.clone()));
        }
        if let Some(credit) = &self.payment.credit {
            rows.push((Key("fact-credit"), frame.amount(credit)));
        }
        match &self.state {
            Status::Paid { on, method } => {
                rows.push((Key("fact-paid-on"), frame.date(on)));
                rows.push((Key("fact-method"), frame.t(method.key())));
            }
            Status::PaidElsewhere { on: Some(on) } => {
                rows.push((Key("fact-paid-on"), frame.date(on)));
            }
            Status::DebitSigned { scheme, collection_on, clears_on, mandate_reference, .. } => {
                rows.push((Key("fact-method"), frame.t(MethodKind::of_scheme(*scheme).key())));
                rows.push((Key("fact-collection-on"), frame.date(collection_on)));
                rows.push((Key("fact-clears-on"), frame.date(clears_on)));
                rows.push((CreditorKeys::of(*scheme).reference, mandate_reference.clone()));
            }
            Status::AwaitingMandate { scheme, collection_on, mandate_reference, .. } => {
                rows.push((Key("fact-method"), frame.t(MethodKind::of_scheme(*scheme).key())));
                rows.push((Key("fact-collection-on"), frame.date(collection_on)));
                rows.push((CreditorKeys::of(*scheme).reference, mandate_reference.clone()));
            }
            Status::AwaitingTransfer { kind, .. } => {
                rows.push((Key("fact-method"), frame.t(kind.method().key())));
            }
            Status::PartiallyPaid { received, remaining, .. } => {
                rows.push((Key("fact-received"), frame.amount(received)));
                rows.push((Key("fact-remaining"), frame.amount(remaining)));
            }
            _ => {}
        }
        if let Some(text) = &self.statement_text {
            rows.push((Key("fact-statement"), text.clone()));
        }
        // Beside the reference of a transfer, ours would be taken for it.
        if self.transfer().is_none() {
            rows.push((Key("fact-reference"), self.payment.reference()));
        }
        rows.into_iter().map(|(label, value)| Fact { label: frame.t(label), value }).collect()
    }

    /// What the payer can do here, the likeliest first.
    fn actions(&self) -> Vec<Action> {
        let action = |key: &'static str, url: Option<&String>| {
            let href = safe::web(url?)?.to_owned();
            Some(Action { label: self.frame.t(key), href })
        };
        let here = self.payment.here(&self.frame);
        let own = match &self.state {
            Status::Processing | Status::AwaitingMandate { .. } => {
                vec![action("action-check-again", Some(&here))]
            }
            Status::AwaitingSignature { other_url, .. } => vec![
                action("action-check-again", Some(&format!("{here}&returned=1"))),
                action("action-start-again", other_url.as_ref()),
            ],
            Status::AwaitingTransfer { other_url, .. } => vec![
                action("action-check-again", Some(&here)),
                action("action-other-way", other_url.as_ref()),
            ],
            Status::AwaitingBank { other_url, .. } => vec![
                action("action-check-again", Some(&format!("{here}&returned=1"))),
                action("action-other-bank", other_url.as_ref()),
            ],
            Status::Failed { retry, .. } => vec![
                action("action-try-again", retry.again_url.as_ref()),
                action("action-other-way", retry.other_url.as_ref()),
            ],
            Status::Returned(PageOpen::Open(url)) => vec![action("action-pay-again", Some(url))],
            Status::PartiallyPaid { open: PageOpen::Open(url), .. } => {
                vec![action("action-pay-rest", Some(url))]
            }
            Status::MethodUnavailable { other_url } => {
                vec![action("action-other-way", other_url.as_ref())]
            }
            _ => Vec::new(),
        };
        let onward = action("action-continue", self.onward.as_ref());
        own.into_iter().flatten().chain(onward).collect()
    }

    /// The Guarantee that a confirmed instruction is under, and the service user that it names.
    fn guarantee(&self) -> Option<(&MandateText, &str)> {
        match &self.state {
            Status::DebitSigned { scheme: DebitScheme::Bacs, creditor, .. } => {
                Some((self.guarantee.as_ref()?, creditor))
            }
            _ => None,
        }
    }

    /// What the payer transfers, or has said to have transferred.
    fn transfer(&self) -> Option<&TransferDetails> {
        match &self.state {
            Status::AwaitingTransfer { details, .. } => Some(details),
            Status::PartiallyPaid { transfer, .. } => transfer.as_deref(),
            _ => None,
        }
    }

    /// True when all that is left is to get in touch, so that the ways to do it stand in the text.
    fn shows_contacts(&self) -> bool {
        matches!(
            self.state,
            // The payer is told once more who collects.
            Status::DebitSigned { scheme: DebitScheme::Bacs, .. }
                | Status::Returned(PageOpen::ContactOnly)
                | Status::Disputed
                | Status::Canceled
                | Status::Expired
                | Status::ContactOnly
                | Status::PartiallyPaid { open: PageOpen::ContactOnly, .. }
                | Status::MethodUnavailable { other_url: None }
        )
    }

    /// True when the payer is sent on without doing anything.
    fn moves_on(&self) -> bool {
        self.onward.as_deref().and_then(safe::web).is_some()
    }
}

crate::render!(StatusPage);

//! Transfers that the payer makes: where to, how much, with which reference, and what to expect.

use askama::Template;
use domain::epc_qr::EpcQr;
use domain::method::MethodType;
use jiff::civil::Date;

use crate::amount::Amount;
use crate::debit_review::group_iban;
use crate::frame::Frame;
use crate::payment::{MethodKind, Payment};
use crate::qr;
use crate::translate::{Key, Translator};

/// How the instructions for a transfer are shown. Posts `token`, `payment_method_type`, `lang` and
/// `amount`, with `step=sent` from the button that says that the transfer is made, which changes
/// nothing but the display, and with `step=mail` and `email` from the one that asks for a mail.
#[derive(Clone, Debug, Template)]
#[template(path = "transfer.html")]
pub struct TransferInstructions {
    /// Which of the two methods it is.
    pub kind: TransferKind,
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub payment: Payment,
    /// The signed form token.
    pub token: String,
    /// What to transfer, and where to.
    pub details: TransferDetails,
    /// The offer to mail the details; `None` where no mail can be sent.
    pub mail: Option<MailOffer>,
    /// The chooser, when there is more than one method.
    pub chooser_url: Option<String>,
}

/// Who finds the money.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum TransferKind {
    /// `bank_transfer`: we match what arrives.
    Bank,
    /// `direct_transfer`: the merchant looks at the account and tells us.
    Direct,
}

/// What to transfer, and where to.
#[derive(Clone, Debug)]
pub struct TransferDetails {
    /// The account.
    pub account: PayeeAccount,
    /// The reference in the form that this account takes, without spaces.
    pub reference: String,
    /// What is to be transferred now: what remains.
    pub amount: Amount,
    /// What has arrived of it before.
    pub received: Option<Amount>,
    /// The day by which it should have arrived.
    pub deadline: Option<Date>,
    /// What banking apps scan; for euro only.
    pub epc_qr: Option<EpcQr>,
}

/// The account that a transfer goes to, as payers type it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PayeeAccount {
    /// At a bank in the United Kingdom, by Faster Payments.
    British {
        /// The name that Confirmation of Payee compares.
        account_name: String,
        /// Six digits, in any writing.
        sort_code: String,
        /// Eight digits.
        account_number: String,
    },
    /// In SEPA.
    Iban {
        /// The name that the verification of payee compares.
        account_name: String,
        /// In any writing.
        iban: String,
        /// For banks that ask for it.
        bic: Option<String>,
    },
    /// A Swedish bankgiro; the reference is an OCR number.
    Bankgiro {
        /// The name that the payer's bank shows.
        account_name: String,
        /// As it is written, `991-2346`.
        bankgiro: String,
    },
    /// An account at a Swedish bank; the reference is the message to the payee.
    Swedish {
        /// The holder's name.
        account_name: String,
        /// Four or five digits.
        clearing: String,
        /// The account's number within the bank.
        account_number: String,
    },
}

/// The offer to send the details by mail.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum MailOffer {
    /// Nobody asked yet.
    Open,
    /// What was typed is no address.
    NotAnEmail(String),
    /// It is on its way, to the address that the payer typed.
    Sent(String),
}

/// A value to be copied, and what it is called.
pub(crate) struct Row {
    pub(crate) label: Key,
    /// The value in groups, between which the page leaves a gap that is not copied.
    pub(crate) groups: Vec<String>,
    /// Digits and codes, which are drawn in letters of one width.
    pub(crate) code: bool,
}

impl TransferKind {
    /// The kind of a method type, when it is a transfer that the payer makes.
    pub const fn of(method: MethodType) -> Option<Self> {
        match method {
            MethodType::BankTransfer => Some(Self::Bank),
            MethodType::DirectTransfer => Some(Self::Direct),
            _ => None,
        }
    }

    /// The method by name.
    pub const fn method(self) -> MethodKind {
        match self {
            Self::Bank => MethodKind::BankTransfer,
            Self::Direct => MethodKind::DirectTransfer,
        }
    }

    /// Who sees the money, and when.
    pub(crate) const fn seen(self) -> Key {
        match self {
            Self::Bank => Key("transfer-seen"),
            Self::Direct => Key("transfer-seen-direct"),
        }
    }
}

impl PayeeAccount {
    /// What the reference is called where the payer types it.
    pub(crate) const fn reference(&self) -> Key {
        match self {
            Self::British { .. } | Self::Iban { .. } => Key("transfer-reference"),
            Self::Bankgiro { .. } => Key("transfer-ocr"),
            Self::Swedish { .. } => Key("transfer-message"),
        }
    }

    /// Why the reference matters, by the name that it has here.
    pub(crate) const fn why(&self) -> Key {
        match self {
            Self::British { .. } | Self::Iban { .. } => Key("transfer-why-reference"),
            Self::Bankgiro { .. } => Key("transfer-why-ocr"),
            Self::Swedish { .. } => Key("transfer-why-message"),
        }
    }

    /// Why the name matters, which transfers arrive, and how long they take.
    const fn hints(&self) -> [Key; 3] {
        match self {
            Self::British { .. } => {
                [Key("transfer-name-gbp"), Key("transfer-works-gbp"), Key("transfer-time-gbp")]
            }
            Self::Iban { .. } => {
                [Key("transfer-name-eur"), Key("transfer-works-eur"), Key("transfer-time-eur")]
            }
            Self::Bankgiro { .. } => [
                Key("transfer-name-sek"),
                Key("transfer-works-bankgiro"),
                Key("transfer-time-bankgiro"),
            ],
            Self::Swedish { .. } => {
                [Key("transfer-name-sek"), Key("transfer-works-sek"), Key("transfer-time-sek")]
            }
        }
    }

    fn rows(&self) -> Vec<Row> {
        match self {
            Self::British { account_name, sort_code, account_number } => vec![
                Row::text(Key("transfer-account-name"), account_name),
                Row::code(Key("field-sort-code"), vec![pairs(sort_code)]),
                Row::code(Key("field-account-number"), vec![account_number.clone()]),
            ],
            Self::Iban { account_name, iban, bic } => {
                let iban = group_iban(iban).split(' ').map(str::to_owned).collect();
                let bic = bic.clone().map(|bic| Row::code(Key("transfer-bic"), vec![bic]));
                let rows = [
                    Row::text(Key("transfer-account-name"), account_name),
                    Row::code(Key("transfer-iban"), iban),
                ];
                rows.into_iter().chain(bic).collect()
            }
            Self::Bankgiro { account_name, bankgiro } => vec![
                Row::code(Key("transfer-bankgiro"), vec![bankgiro.clone()]),
                Row::text(Key("transfer-payee"), account_name),
            ],
            Self::Swedish { account_name, clearing, account_number } => vec![
                Row::text(Key("transfer-payee"), account_name),
                Row::code(Key("field-clearing-number"), vec![clearing.clone()]),
                Row::code(Key("field-account-number"), vec![account_number.clone()]),
            ],
        }
    }
}

impl Row {
    fn text(label: Key, value: &str) -> Self {
        Self { label, groups: vec![value.to_owned()], code: false }
    }

    const fn code(label: Key, groups: Vec<String>) -> Self {
        Self { label, groups, code: true }
    }

    /// The value as it is typed, with the spaces that people put between groups.
    pub(crate) fn spaced(&self) -> String {
        self.groups.join(" ")
    }
}

impl TransferDetails {
    /// What the payer types at the bank, in the order of the bank's form, but for the amount.
    pub(crate) fn rows(&self) -> Vec<Row> {
        let reference = Row::code(self.account.reference(), reference_groups(&self.reference));
        self.account.rows().into_iter().chain([reference]).collect()
    }

    /// What is good to know before making the transfer.
    pub(crate) fn hints(&self) -> Vec<Key> {
        let [name, works, time] = self.account.hints();
        vec![self.account.why(), name, works, time]
    }

    /// The drawing for banking apps.
    pub(crate) fn code(&self) -> Option<qr::Drawing> {
        qr::draw(self.epc_qr.as_ref()?.as_str())
    }

    /// What has arrived already, and that the rest takes the same reference.
    pub(crate) fn so_far(&self, t: Translator) -> Option<String> {
        let received = self.received.as_ref()?.format(t.0);
        let remaining = self.amount.format(t.0);
        let values = [("received", received.as_str()), ("remaining", remaining.as_str())];
        Some(t.with("transfer-so-far", &values))
    }
}

impl TransferInstructions {
    fn method(&self) -> &'static str {
        self.kind.method().as_str()
    }

    fn opening(&self) -> Key {
        match self.kind {
            TransferKind::Bank => Key("transfer-text"),
            TransferKind::Direct => Key("transfer-text-direct"),
        }
    }

    /// True when the page's title should say that something is wrong.
    fn has_problem(&self) -> bool {
        self.payment.amount_changed || self.wrong_email().is_some()
    }

    fn wrong_email(&self) -> Option<&str> {
        match &self.mail {
            Some(MailOffer::NotAnEmail(typed)) => Some(typed),
            _ => None,
        }
    }
}

/// A sort code in pairs, as it stands on cards.
pub(crate) fn pairs(text: &str) -> String {
    let digits: Vec<char> = text.chars().filter(char::is_ascii_digit).collect();
    digits.chunks(2).map(String::from_iter).collect::<Vec<_>>().join("-")
}

/// A reference in groups that are easy to compare: a creditor reference and long numbers by four
/// (ISO 11649), a core of ten characters by four, three and three.
fn reference_groups(reference: &str) -> Vec<String> {
    let characters: Vec<char> = reference.chars().filter(|c| !c.is_whitespace()).collect();
    if characters.len() == domain::reference::CORE_LEN {
        let (head, rest) = characters.split_at(4);
        let (middle, tail) = rest.split_at(3);
        return [head, middle, tail].map(String::from_iter).to_vec();
    }
    characters.chunks(4).map(String::from_iter).collect()
}

crate::render!(TransferInstructions);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sort_codes_are_written_in_pairs_however_they_were_typed() {
        for typed in ["123456", "12-34-56", " 12 34 56 ", "12–34–56"] {
            assert_eq!(pairs(typed), "12-34-56", "{typed}");
        }
    }

    #[test]
    fn references_are_grouped_as_their_form_is_read() {
        assert_eq!(reference_groups("XABCDEFGH1"), ["XABC", "DEF", "GH1"]);
        assert_eq!(reference_groups("RF18 XABCDEFGH1"), ["RF18", "XABC", "DEFG", "H1"]);
        assert_eq!(reference_groups(""), Vec::<String>::new());
    }
}

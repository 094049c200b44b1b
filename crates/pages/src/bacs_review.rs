//! The Direct Debit instruction of Bacs, read back before it is given: what was typed, who
//! collects, the wording of the instruction and the Direct Debit Guarantee.

use askama::Template;
use domain::debit::notice::Notice;
use jiff::civil::Date;

use crate::debit_form::{AddressFields, DebitField, DebitValues};
use crate::debit_review::{Creditor, ReviewProblem};
use crate::frame::Frame;
use crate::payment::{DebitScheme, Hidden, MethodKind, Payment};
use crate::texts::MandateText;
use crate::transfer::pairs;

/// The instruction to confirm. Posts the typed values again as hidden fields, `token`,
/// `payment_method_type=bacs_debit`, `lang`, the tick `accept_mandate=yes`, and `step=confirm` or,
/// from the button 'Change details', `step=edit`.
#[derive(Clone, Debug, Template)]
#[template(path = "bacs_review.html")]
pub struct BacsReview {
    /// The common part.
    pub frame: Frame,
    /// What is paid.
    pub payment: Payment,
    /// The signed form token.
    pub token: String,
    /// Who collects.
    pub creditor: Creditor,
    /// The instruction's reference.
    pub mandate_reference: String,
    /// The wording of the instruction.
    pub instruction: MandateText,
    /// The Direct Debit Guarantee.
    pub guarantee: MandateText,
    /// The day on which the account will be debited: the payer is notified of it here.
    pub collection_on: Date,
    /// The notice that the day waits for, where it does.
    pub notice: Option<Notice>,
    /// What the payer typed.
    pub values: DebitValues,
    /// The name on the payer's statement.
    pub statement_name: String,
    /// Further hidden fields, for what the server wants to have back unchanged.
    pub hidden: Vec<Hidden>,
    /// What was wrong with the last confirmation.
    pub problem: ReviewProblem,
}

impl BacsReview {
    fn method(&self) -> &'static str {
        MethodKind::BacsDebit.as_str()
    }

    /// The sort code in pairs, as it stands on cards.
    fn sort_code(&self) -> String {
        pairs(&self.values.sort_code)
    }

    /// The account number without what was typed between its digits.
    fn account_number(&self) -> String {
        digits(&self.values.account_number)
    }

    /// Something that the scheme wants to be told; in test mode it may be missing, which is said.
    fn told(&self, text: Option<&str>) -> String {
        let given = text.filter(|text| !text.is_empty()).map(str::to_owned);
        given.unwrap_or_else(|| self.frame.t("mandate-creditor-address-missing"))
    }

    fn creditor_address(&self) -> Vec<String> {
        match self.creditor.address_lines.is_empty() {
            true => vec![self.told(None)],
            false => self.creditor.address_lines.clone(),
        }
    }

    fn phone(&self) -> String {
        self.told(self.frame.merchant.support_phone.as_deref())
    }

    fn email(&self) -> String {
        self.told(self.frame.merchant.support_email.as_deref())
    }

    /// The typed values as hidden fields, and the server's own.
    fn carried(&self) -> Vec<Hidden> {
        DebitField::of(DebitScheme::Bacs, AddressFields::Hidden)
            .into_iter()
            .map(|field| Hidden::new(field.as_str(), self.values.get(field)))
            .chain(self.hidden.iter().cloned())
            .collect()
    }
}

fn digits(text: &str) -> String {
    text.chars().filter(char::is_ascii_digit).collect()
}

crate::render!(BacsReview);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_account_number_is_its_digits() {
        assert_eq!(digits("5577 99-11"), "55779911");
    }
}

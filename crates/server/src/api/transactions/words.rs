//! Reason codes of failed and returned payments, in plain words.

use domain::credit_transfer;
use domain::debit::codes;

/// What a code means to the merchant, as a sentence. Codes that nothing knows get a general one.
pub fn of(code: &str) -> String {
    if let Some(reason) = codes::find(code) {
        return format!("{}.", reason.words);
    }
    if let Some(reason) = credit_transfer::find(code) {
        return reason.text.to_owned();
    }
    let words = match code {
        "card_declined" => "The card's bank declined the payment and gave no reason.",
        "insufficient_funds" => "There was not enough money in the account.",
        "expired_card" => "The card has expired.",
        "lost_card" => "The card was reported lost.",
        "fraud_suspected" => "The card's bank suspects fraud.",
        "authentication_refused" => "The payer did not approve the payment with the card's bank.",
        "chargeback" => "The card's bank took the money back.",
        "refused_by_payer" => "The payer refused the payment at the bank.",
        "signature_refused" => "The payer did not sign the mandate at the bank.",
        "mandate_unanswered" => "The payer's bank never answered about the mandate.",
        "superseded" => "It was paid another way, or withdrawn, before the mandate was signed.",
        "calendar_ended" => "The scheme's calendar has no day for the debit.",
        "used" => "Its one collection is over.",
        "withdrawn" => "It was withdrawn before anything was collected under it.",
        "abandoned" => "The payer did not finish the payment.",
        _ => "The payment did not succeed.",
    };
    words.to_owned()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_code_has_a_sentence() {
        let of_debits = domain::debit::Scheme::ALL.iter().flat_map(|scheme| scheme.reasons());
        let others = [
            "expired_card",
            "refused_by_payer",
            "signature_refused",
            "mandate_unanswered",
            "used",
            "withdrawn",
            "else",
        ];
        for code in of_debits.map(|reason| reason.code).chain(others) {
            let words = of(code);
            assert!(words.ends_with('.') && !words.ends_with(".."), "{code}: {words}");
        }
        assert_eq!(of("AM04"), "There was not enough money in the account.");
    }
}

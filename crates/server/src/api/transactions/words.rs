//! Reason codes of failed and returned payments, in plain words.

use domain::sepa::codes;

/// What a code means to the merchant, as a sentence. Codes that nothing knows get a general one.
pub fn of(code: &str) -> String {
    if let Some(reason) = codes::find(code) {
        return format!("{}.", reason.words);
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
        for code in codes::TABLE.iter().map(|reason| reason.code).chain([
            "expired_card",
            "refused_by_payer",
            "else",
        ]) {
            let words = of(code);
            assert!(words.ends_with('.') && !words.ends_with(".."), "{code}: {words}");
        }
        assert_eq!(of("AM04"), "There was not enough money in the account.");
    }
}

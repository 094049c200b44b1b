//! The documents tell of the sandbox what it does.

use processors::sandbox::card::SCENARIOS;
use processors::sandbox::identities::SEPA_DEBIT;

const CONVENTIONS: &str = include_str!("../../../docs/api/conventions.md");

#[test]
fn every_scenario_of_a_card_is_documented() {
    for (name, _) in SCENARIOS {
        assert!(CONVENTIONS.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn every_pretend_account_is_documented() {
    for identity in SEPA_DEBIT {
        let row = format!("| `{}` | `{}` |", identity.scenario, identity.iban);
        assert!(CONVENTIONS.contains(&row), "{row}");
    }
}

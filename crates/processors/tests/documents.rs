//! The documents tell of the sandbox what it does.

use processors::sandbox::card::SCENARIOS;
use processors::sandbox::identities::{BACS_DEBIT, BANKS, SEPA_DEBIT};
use processors::sandbox::open_banking;

const CONVENTIONS: &str = include_str!("../../../docs/api/conventions.md");
const BACS: &str = include_str!("../../../docs/methods/bacs_debit.md");
const PAY_BY_BANK: &str = include_str!("../../../docs/methods/pay_by_bank.md");

#[test]
fn every_scenario_of_a_card_is_documented() {
    for (name, _) in SCENARIOS {
        assert!(CONVENTIONS.contains(&format!("`{name}`")), "{name}");
    }
}

#[test]
fn every_pretend_account_is_documented() {
    for identity in SEPA_DEBIT {
        let row = format!("| `{}` | `{}` |", identity.scenario, identity.account);
        assert!(CONVENTIONS.contains(&row), "{row}");
    }
    for identity in BACS_DEBIT {
        // The documents name the sort code once, above the table.
        let number = identity.account.trim_start_matches("00-00-00 ");
        let row = format!("| `{}` | `{number}` |", identity.scenario);
        assert!(CONVENTIONS.contains(&row), "{row}");
        assert!(BACS.contains(&format!("{row} {} |", identity.text)), "{row}");
    }
}

#[test]
fn every_pretend_bank_is_documented() {
    for bank in BANKS {
        let row =
            format!("| `{}` | {} | `{}` | {} |", bank.scenario, bank.name, bank.id, bank.text);
        assert!(PAY_BY_BANK.contains(&row), "{row}");
        assert!(CONVENTIONS.contains(&format!("| `{}` | {} |", bank.scenario, bank.name)));
    }
}

#[test]
fn every_scenario_of_pay_by_bank_has_its_bank() {
    let scenarios: Vec<&str> = open_banking::SCENARIOS.iter().map(|(name, _)| *name).collect();
    let mut banks: Vec<&str> = BANKS.iter().map(|bank| bank.scenario).collect();
    banks.sort_by_key(|name| scenarios.iter().position(|known| known == name));
    assert_eq!(banks, scenarios);
}

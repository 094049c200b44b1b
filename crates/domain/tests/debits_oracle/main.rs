//! The numbers that direct debits need, against independent programs: thousands that are right,
//! and thousands that are almost right.

mod autogiro;
mod creditor;
mod modulus;
mod node;
#[path = "../oracle/mod.rs"]
mod oracle;

/// Changed when other numbers are wanted; printed with every difference.
const SEED: u64 = 20_261_123;

/// How often the verdicts were yes and no.
#[derive(Default)]
struct Tally {
    valid: usize,
    invalid: usize,
}

impl Tally {
    fn count(&mut self, valid: bool) {
        *(if valid { &mut self.valid } else { &mut self.invalid }) += 1;
    }

    /// Says how many numbers were compared. Fails unless they are enough, `each` of them right and
    /// wrong.
    fn check(&self, what: &str, all: usize, each: usize) {
        let Self { valid, invalid } = self;
        println!("{what}: {valid} right and {invalid} wrong compared");
        assert!(valid + invalid >= all, "only {valid} + {invalid} {what} were compared");
        assert!(*valid >= each && *invalid >= each, "{what}: {valid} right, {invalid} wrong");
    }
}

//! Sessions of many customers, and what a database would find of them.

use std::collections::{BTreeMap, HashMap};

use domain::ids::{CustomerId, Id, SessionId};
use domain::matching::{
    AMOUNT_CANDIDATES_MAX, Candidate, Candidates, Entry, Standing, references_in,
};
use domain::money::{Currency, Money};
use domain::reference::{Mode, Reference};

use crate::dice::Dice;

const FIRST_NAMES: &[&str] = &[
    "Jenny", "Åsa", "Max", "Siobhan", "Li", "Anaïs", "Tomáš", "Zofia", "Renée", "Yusuf", "Ingrid",
    "Paolo",
];
const LAST_NAMES: &[&str] = &[
    "Rosen",
    "Bergström",
    "Müller",
    "Quigley",
    "Wei",
    "Lefèvre",
    "Novák",
    "Kowalska",
    "O'Brien",
    "Demir",
    "Lindqvist",
    "Ricci",
    "Papadopoulos",
];
/// Many sessions ask for the same.
const AMOUNTS: &[i64] = &[45_000, 50_000, 75_050, 95_000, 125_000, 3_300];

/// The sessions, and the indexes that a database would have of them.
pub(crate) struct World {
    pub(crate) sessions: Vec<Candidate>,
    by_reference: BTreeMap<Reference, usize>,
    pub(crate) by_customer: BTreeMap<CustomerId, Vec<usize>>,
    by_amount: HashMap<Money, Vec<usize>>,
}

impl World {
    /// So many sessions of so many customers.
    pub(crate) fn of(dice: &mut Dice, sessions: usize, customers: usize) -> Self {
        let customers: Vec<CustomerId> =
            (0..customers).map(|_| CustomerId::from_parts(1, dice.bytes())).collect();
        let mut world = Self {
            sessions: Vec::new(),
            by_reference: BTreeMap::new(),
            by_customer: BTreeMap::new(),
            by_amount: HashMap::new(),
        };
        while world.sessions.len() < sessions {
            let reference = Reference::draw(Mode::Live, dice.bytes());
            let at = dice.below(customers.len());
            let standing = match dice.below(10) {
                0 => *dice.pick(&[Standing::Paid, Standing::Canceled, Standing::Expired]),
                1 => Standing::Busy,
                _ => Standing::Open,
            };
            let currency = *dice.pick(&[Currency::Gbp, Currency::Eur, Currency::Sek]);
            let session = Candidate {
                session: SessionId::from_parts(1, dice.bytes()),
                reference,
                customer: customers[at],
                customer_name: name_of(at),
                remaining: Money::new(*dice.pick(AMOUNTS), currency),
                standing,
            };
            let place = world.sessions.len();
            if world.by_reference.insert(reference, place).is_none() {
                world.by_customer.entry(session.customer).or_default().push(place);
                world.by_amount.entry(session.remaining).or_default().push(place);
                world.sessions.push(session);
            }
        }
        world
    }

    fn at(&self, places: &[usize]) -> Vec<Candidate> {
        places.iter().map(|&at| self.sessions[at].clone()).collect()
    }

    /// What a caller would load: by index, and never more than a bounded number.
    pub(crate) fn candidates(&self, entry: &Entry, payer_customers: Vec<CustomerId>) -> Candidates {
        let of = |customer: &CustomerId| {
            self.at(self.by_customer.get(customer).map_or(&[], Vec::as_slice))
        };
        let references = references_in(entry);
        let quoted = references.iter().filter_map(|it| self.by_reference.get(it)).copied();
        let of_amount: &[usize] = self.by_amount.get(&entry.amount).map_or(&[], Vec::as_slice);
        let loaded = of_amount.len().min(AMOUNT_CANDIDATES_MAX);
        Candidates {
            by_reference: self.at(&quoted.collect::<Vec<_>>()),
            of_own_account: entry.own_account_of.iter().flat_map(of).collect(),
            of_payer: payer_customers.iter().flat_map(of).collect(),
            payer_customers,
            of_amount: self.at(&of_amount[..loaded]),
        }
    }
}

/// Some share a name.
fn name_of(customer: usize) -> String {
    let (first, last) = (customer % FIRST_NAMES.len(), customer % LAST_NAMES.len());
    format!("{} {}", FIRST_NAMES[first], LAST_NAMES[last])
}

//! Random lives: whatever is reported, in whatever order, the sums are right and nothing that
//! was told has to be taken back.

use domain::attempt::Progress;
use domain::ids::AttemptId;
use domain::method::MethodType;
use domain::movement::{Allocation, Movement, MovementKind, MovementSource};
use domain::session::{CancellationReason, SessionStatus};
use domain::settle::Outcome;
use proptest::prelude::*;

use crate::world::{AMOUNT, World};

/// Something that happens; numbers choose among what there is.
#[derive(Clone, Debug)]
enum Step {
    Card,
    Sign,
    Submitted(usize),
    Exported(usize),
    Received(usize, i64),
    Declined(usize),
    Abandoned(usize),
    Returned(usize, i64, &'static str),
    Disputed(usize),
    Again(usize),
    Cancel,
    Expire,
    Reopen,
    Pass(i64),
    /// The payer says to have sent it.
    Await,
    /// Money comes on the bank's statement.
    Sent(i64),
    /// Money comes by a person's word.
    Mark(i64),
    /// The statement shows so much of what a person marked.
    Link(i64),
    /// A match was wrong.
    Unmatch(usize),
    /// A mark was wrong.
    Unmark(usize),
    /// A link was wrong.
    Unlink(usize),
    /// It was not from this session that money went.
    Unreturn(usize),
}

fn step() -> impl Strategy<Value = Step> {
    let code = prop_oneof![Just("AM04"), Just("AC04"), Just("MD06"), Just("MD01")];
    let amount = prop_oneof![3 => Just(AMOUNT), 1 => 1..2 * AMOUNT];
    prop_oneof![
        3 => Just(Step::Card),
        2 => Just(Step::Sign),
        1 => any::<usize>().prop_map(Step::Submitted),
        2 => any::<usize>().prop_map(Step::Exported),
        4 => (any::<usize>(), amount.clone()).prop_map(|(at, amount)| Step::Received(at, amount)),
        1 => any::<usize>().prop_map(Step::Declined),
        1 => any::<usize>().prop_map(Step::Abandoned),
        2 => (any::<usize>(), amount, code).prop_map(|(at, sum, code)| Step::Returned(at, sum, code)),
        1 => any::<usize>().prop_map(Step::Disputed),
        2 => any::<usize>().prop_map(Step::Again),
        1 => Just(Step::Cancel),
        1 => Just(Step::Expire),
        1 => Just(Step::Reopen),
        3 => (0..20_i64).prop_map(Step::Pass),
        1 => Just(Step::Await),
        2 => (1..2 * AMOUNT).prop_map(Step::Sent),
        1 => (1..AMOUNT).prop_map(Step::Mark),
        1 => (1..AMOUNT).prop_map(Step::Link),
        2 => any::<usize>().prop_map(Step::Unmatch),
        1 => any::<usize>().prop_map(Step::Unmark),
        1 => any::<usize>().prop_map(Step::Unlink),
        2 => any::<usize>().prop_map(Step::Unreturn),
    ]
}

/// A life so far: the world, and every report that was made.
struct Life {
    world: World,
    made: Vec<(AttemptId, Outcome)>,
}

impl Life {
    fn report(&mut self, at: usize, outcome: impl FnOnce(&mut World) -> Outcome) {
        let count = self.world.case.attempts.len();
        if count > 0 {
            let attempt = self.world.case.attempts[at % count].id;
            let outcome = outcome(&mut self.world);
            self.world.report(attempt, &outcome);
            self.made.push((attempt, outcome));
        }
    }

    fn take(&mut self, step: Step) {
        match step {
            // A refusal writes nothing, and that is all that matters of it here.
            Step::Card => drop(self.world.card()),
            Step::Sign => drop(self.world.sign()),
            Step::Submitted(at) => self.report(at, |_| Outcome::Submitted),
            Step::Exported(at) => {
                self.report(at, |world| Outcome::Exported { batch: world.batch() })
            }
            Step::Received(at, amount) => self.report(at, |world| {
                let clears_at = world.timetable().cleared_at;
                Outcome::Received { money: world.money(amount), clears_at }
            }),
            Step::Declined(at) => {
                self.report(at, |_| Outcome::Declined { code: "card_declined".to_owned() });
            }
            Step::Abandoned(at) => {
                self.report(at, |_| Outcome::Abandoned { code: "abandoned".to_owned() });
            }
            Step::Returned(at, amount, code) => {
                self.report(at, |world| world.returned(MovementKind::Return, code, amount));
            }
            Step::Disputed(at) => self.report(at, |world| Outcome::Disputed {
                code: "MD01".to_owned(),
                debit_at: world.now,
            }),
            Step::Again(at) if !self.made.is_empty() => {
                let (attempt, outcome) = self.made[at % self.made.len()].clone();
                let booked = self.world.case.movements.len();
                self.world.report(attempt, &outcome);
                assert_eq!(self.world.case.movements.len(), booked, "{outcome:?}");
            }
            Step::Again(_) => {}
            Step::Cancel => {
                let _ = self.world.cancel();
            }
            Step::Expire => {
                let now = self.world.now;
                let _ = self.world.case.set_expiry(Some(now.plus_days(3)), now);
            }
            Step::Reopen => {
                let now = self.world.now;
                let _ = self.world.case.reopen(now);
            }
            Step::Await => drop(self.world.begin(MethodType::DirectTransfer, Progress::Awaiting)),
            Step::Sent(amount) => drop(self.world.sent(self.world.bank(), amount)),
            Step::Mark(amount) => drop(self.world.sent(MovementSource::Merchant, amount)),
            Step::Link(amount) => {
                if let Some(mark) = self.world.case.marks().first().copied() {
                    let money = self.world.money(amount.min(mark.unseen));
                    let outcome = Outcome::Linked { money };
                    self.world.said(mark.attempt, self.world.bank(), &outcome);
                }
            }
            Step::Unmatch(at) => self.undo(at, self.world.bank(), MovementKind::Collection),
            Step::Unmark(at) => self.undo(at, MovementSource::Merchant, MovementKind::Collection),
            Step::Unlink(at) => self.undo(at, self.world.bank(), MovementKind::BankSettlement),
            Step::Unreturn(at) => {
                let went: Vec<Movement> = self.world.case.returns().cloned().collect();
                let Some(fact) = went.get(at % went.len().max(1)) else { return };
                let Some(attempt) = fact.attempt else { return };
                let outcome = Outcome::Unmatched { movement: fact.id };
                self.world.said(attempt, MovementSource::Merchant, &outcome);
            }
            Step::Pass(hours) => self.world.pass_to(self.world.now.plus_ms(hours * 3_600_000)),
        }
    }

    /// Takes back that one of the facts that `source` told was the session's.
    fn undo(&mut self, at: usize, source: MovementSource, kind: MovementKind) {
        let facts = self.world.case.movements.iter();
        let facts: Vec<Movement> =
            facts.filter(|it| it.source == source && it.kind == kind).cloned().collect();
        let Some(fact) = facts.get(at % facts.len().max(1)) else { return };
        let Some(attempt) = fact.attempt else { return };
        let outcome = match kind {
            MovementKind::Collection => Outcome::Unmatched { movement: fact.id },
            _ => Outcome::Unlinked { settlement: fact.id },
        };
        if kind != MovementKind::Collection || self.world.case.can_unmatch(attempt).is_ok() {
            self.world.said(attempt, MovementSource::Merchant, &outcome);
        }
    }

    fn check(&self) {
        let (case, world) = (&self.world.case, &self.world);
        let state = case.state_at(world.now);
        assert_eq!(world.books.values().sum::<i64>(), 0, "the books");
        let sum = |of: fn(&Movement) -> i64| -> i64 {
            let all = case.movements.iter();
            all.filter(|it| it.allocation == Allocation::Payment).map(of).sum()
        };
        let received = sum(Movement::collected);
        assert!(case.marks().iter().all(|mark| mark.unseen > 0), "{:?}", case.marks());
        let returned = sum(Movement::returned);
        assert_eq!((state.amounts.received, state.amounts.returned), (received, returned));
        assert!(returned <= received, "more went back than came: {returned} of {received}");
        assert_eq!(state.amounts.remaining, (AMOUNT - received + returned).max(0));
        let net = -world.balance("merchant_funds");
        let kept = case.holdings().kept;
        assert_eq!(net, (received - returned).min(AMOUNT) - kept, "what the merchant may use");
        assert_eq!(state.status == SessionStatus::Paid, state.paid_at.is_some());
        if state.status == SessionStatus::Paid {
            assert!(received - returned >= AMOUNT && state.first_paid_at.is_some());
        }
        let odd = case.movements.iter().any(|movement| movement.allocation != Allocation::Payment);
        assert!(!odd || !world.work.is_empty(), "nobody was told of odd money");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 2_000, ..ProptestConfig::default() })]

    #[test]
    fn sums_are_right_whatever_is_reported(steps in prop::collection::vec(step(), 1..60)) {
        let mut life = Life { world: World::new(), made: Vec::new() };
        life.world.case.session.terms.methods.push(MethodType::DirectTransfer);
        let (mut first_paid_at, mut canceled) = (None, None);
        for step in steps {
            if matches!(step, Step::Unmatch(_) | Step::Unmark(_) | Step::Unreturn(_)) {
                // What was never the session's never paid it, and what never went did not end that.
                first_paid_at = None;
            }
            life.take(step);
            life.check();
            let state = life.world.case.state_at(life.world.now);
            prop_assert!(first_paid_at.is_none() || state.first_paid_at == first_paid_at);
            first_paid_at = state.first_paid_at;
            let by_hand = life.world.case.session.canceled
                .filter(|it| it.reason == CancellationReason::Requested);
            prop_assert!(canceled.is_none() || by_hand == canceled);
            canceled = by_hand;
        }
    }
}

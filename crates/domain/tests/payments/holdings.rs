//! Who has what of a session's money, in lives where money comes and goes more often than anybody
//! would wish; and in random ones.

use domain::case::Refusal;
use domain::ids::{AttemptId, Id, RefundId};
use domain::movement::{Allocation, MovementKind};
use domain::plan::{Fees, Split};
use domain::refund::{RefundProgress, RefundRefusal, RefundTerms};
use domain::session::{CancellationReason, ReceivedMoney, ReportingType};
use domain::settle::{CHARGEBACK, Outcome};
use domain::work::WorkKind;
use proptest::prelude::*;

use crate::world::{AMOUNT, MONDAY, World};

impl World {
    /// A card payment of so much.
    fn by_card(&mut self, amount: i64) -> AttemptId {
        let attempt = self.card().expect("a page");
        let received = self.received(amount);
        self.report(attempt, &received);
        attempt
    }

    /// A debit of so much, cleared at once.
    fn by_debit(&mut self, amount: i64) -> AttemptId {
        let attempt = self.sign().expect("a debit");
        let received = self.received(amount);
        self.report(attempt, &received);
        attempt
    }

    fn take_back(&mut self, attempt: AttemptId, code: &str, amount: i64) {
        let kind = match code {
            CHARGEBACK => MovementKind::Chargeback,
            "MD06" => MovementKind::PayerRefund,
            _ => MovementKind::Return,
        };
        let returned = self.returned(kind, code, amount);
        self.report(attempt, &returned);
    }

    fn win(&mut self, attempt: AttemptId, amount: i64) {
        let money = self.money(amount);
        self.report(attempt, &Outcome::DisputeWon { money });
    }

    fn ask_refund(&mut self, transaction: usize, amount: i64) -> Result<RefundId, RefundRefusal> {
        let id = self.case.transactions[transaction].id;
        let (now, terms) = (self.now, RefundTerms::default());
        let asked = self.happen(|world| {
            let source = &world.source;
            world.case.request_refund(id, Some(amount), terms, i64::MAX, now, source)
        });
        self.book();
        asked
    }

    /// The refund leaves.
    fn send(&mut self, refund: RefundId) {
        let known = self.case.refunds.iter().find(|it| it.id == refund).expect("the refund");
        let (attempt, amount) = (known.attempt, known.amount);
        let money = self.money(amount);
        self.report(attempt, &Outcome::Refunded { refund, money });
    }

    /// The refund is asked for, and leaves.
    fn refund(&mut self, transaction: usize, amount: i64) {
        let refund = self.ask_refund(transaction, amount).expect("a refund");
        self.send(refund);
    }

    fn cancel_with(&mut self, received: ReceivedMoney, spendable: i64) -> Result<(), Refusal> {
        let now = self.now;
        let canceled = self.happen(|world| {
            let reason = CancellationReason::Requested;
            world.case.cancel(reason, Some(received), spendable, now, &world.source)
        });
        self.book();
        canceled
    }

    fn write_off(&mut self, amount: i64) {
        let now = self.now;
        self.case.write_off(amount, now, &self.source);
        self.book();
    }

    /// The merchant's own, the customer's, surplus, and what is reserved.
    fn sums(&self) -> (i64, i64, i64, i64) {
        let customer = self.balance("customer_credit") + self.balance("customer_debt");
        let own = self.balance("merchant_funds") + self.balance("held:deposit");
        (-own, -customer, -self.balance("surplus"), -self.balance("refunds_pending"))
    }
}

#[test]
fn a_part_paid_top_up_is_credit_once() {
    let mut world = World::new();
    world.case.session.plan.top_up = true;
    world.by_debit(6_000);
    assert_eq!(world.sums(), (0, 6_000, 0, 0));
    world.cancel_with(ReceivedMoney::Credit, 6_000).expect("canceled");
    assert_eq!(world.sums(), (0, 6_000, 0, 0));
}

#[test]
fn a_part_paid_top_up_that_was_spent_is_not_given_back() {
    let mut world = World::new();
    world.case.session.plan.top_up = true;
    world.by_debit(6_000);
    let refused = world.cancel_with(ReceivedMoney::Refund, 1_000);
    assert_eq!(refused, Err(Refusal::CreditSpent { left: 1_000 }));
    assert_eq!(world.sums(), (0, 6_000, 0, 0));
    world.cancel_with(ReceivedMoney::Refund, 6_000).expect("canceled");
    assert_eq!(world.sums(), (0, 0, 0, 6_000));
}

#[test]
fn a_cancel_waits_until_what_came_has_cleared() {
    let mut world = World::new();
    world.case.session.terms.paid_when = domain::session::PaidWhen::Collected;
    let attempt = world.sign().expect("a debit");
    let (clears_at, money) = (MONDAY.plus_days(9), world.money(6_000));
    world.report(attempt, &Outcome::Received { money, clears_at });
    let refused = world.cancel_with(ReceivedMoney::Refund, 0);
    assert_eq!(refused, Err(Refusal::InProgress { until: Some(clears_at) }));
    assert_eq!(world.sums(), (6_000, 0, 0, 0));
    world.pass_to(clears_at);
    world.cancel_with(ReceivedMoney::Refund, 0).expect("canceled");
    assert_eq!(world.sums(), (0, 0, 0, 6_000));
}

#[test]
fn what_became_credit_is_not_refunded_as_well() {
    let mut world = World::new();
    let first = world.sign().expect("a debit");
    world.report(first, &Outcome::Declined { code: "AM04".to_owned() });
    let second = world.sign().expect("another");
    for attempt in [first, second] {
        let received = world.received(AMOUNT);
        world.report(attempt, &received);
    }
    assert_eq!(world.sums(), (AMOUNT, AMOUNT, 0, 0));
    world.refund(0, AMOUNT);
    let more = world.ask_refund(0, 1);
    assert_eq!(more, Err(RefundRefusal::TooMuch { refundable: 0 }));
    assert_eq!(world.sums(), (0, AMOUNT, 0, 0));
    assert_eq!(world.case.session.state.amounts.refunded, AMOUNT);
}

#[test]
fn too_much_by_debit_is_credit_and_the_rest_can_be_refunded() {
    let mut world = World::new();
    let attempt = world.by_debit(13_000);
    assert_eq!(world.sums(), (AMOUNT, 3_000, 0, 0));
    let more = world.ask_refund(0, 13_000);
    assert_eq!(more, Err(RefundRefusal::TooMuch { refundable: AMOUNT }));
    world.refund(0, AMOUNT);
    assert_eq!(world.sums(), (0, 3_000, 0, 0));
    world.take_back(attempt, "MD06", 13_000);
    assert_eq!(world.sums(), (0, -AMOUNT, 0, 0));
}

#[test]
fn what_was_kept_as_credit_and_taken_back_is_the_customers_debt() {
    let mut world = World::new();
    let attempt = world.by_debit(6_000);
    world.cancel_with(ReceivedMoney::Credit, 0).expect("canceled");
    assert_eq!(world.sums(), (0, 6_000, 0, 0));
    world.take_back(attempt, "MD06", 6_000);
    assert_eq!(world.sums(), (0, 0, 0, 0));
}

#[test]
fn a_won_dispute_is_credit_until_the_other_payment_is_taken_back() {
    let mut world = World::new();
    let first = world.by_card(AMOUNT);
    world.refund(0, 6_000);
    world.take_back(first, CHARGEBACK, AMOUNT);
    assert_eq!(world.sums(), (0, -6_000, 0, 0));
    world.case.reopen(world.now).expect("open again");
    let second = world.by_card(4_000);
    assert_eq!((world.status().0, world.sums()), ("paid", (4_000, -6_000, 0, 0)));
    world.win(first, AMOUNT);
    assert_eq!(world.sums(), (4_000, 4_000, 0, 0));
    assert!(world.case.refunds.len() == 1, "nothing goes to a card by itself");
    world.take_back(second, CHARGEBACK, 4_000);
    assert_eq!(world.sums(), (4_000, 0, 0, 0));
    // And once more the same dispute's money, under another id.
    world.take_back(first, CHARGEBACK, AMOUNT);
    assert_eq!(world.sums(), (0, -6_000, 0, 0));
}

#[test]
fn surplus_that_went_back_by_card_never_paid_the_session() {
    let mut world = World::new();
    let first = world.by_debit(6_000);
    let second = world.by_card(7_000);
    let refund = world.case.refunds[0].id;
    assert_eq!(world.sums(), (AMOUNT, 0, 0, 3_000));
    world.send(refund);
    assert_eq!((world.status().0, world.sums()), ("paid", (AMOUNT, 0, 0, 0)));
    world.take_back(first, "AM04", 6_000);
    assert_eq!(world.case.session.state.amounts.remaining, 6_000);
    world.take_back(second, CHARGEBACK, 7_000);
    assert_eq!(world.sums(), (0, -3_000, 0, 0));
    assert_eq!(world.case.session.state.amounts.remaining, AMOUNT);
}

#[test]
fn surplus_that_cannot_go_back_waits_for_a_person() {
    for retry in [true, false] {
        let mut world = World::new();
        let attempt = world.by_card(13_000);
        let refund = world.case.refunds[0].id;
        let code = "card_expired".to_owned();
        world.report(attempt, &Outcome::RefundFailed { refund, code });
        assert_eq!(world.sums(), (AMOUNT, 0, 3_000, 0));
        assert!(world.work().contains(&WorkKind::SurplusRefundFailed), "{:?}", world.work());
        let more = world.ask_refund(0, AMOUNT + 1);
        assert_eq!(more, Err(RefundRefusal::TooMuch { refundable: AMOUNT }));
        let now = world.now;
        match retry {
            true => world.case.retry_surplus(attempt, now, &world.source),
            false => world.case.keep_surplus(attempt, now, &world.source),
        }
        world.book();
        let pending = if retry { 3_000 } else { 0 };
        assert_eq!(world.sums(), (AMOUNT, 3_000 - pending, 0, pending));
    }
}

#[test]
fn what_went_back_twice_is_told_and_given_up_by_itself() {
    let mut world = World::new();
    let attempt = world.by_card(AMOUNT);
    world.refund(0, 1_000);
    world.take_back(attempt, CHARGEBACK, AMOUNT);
    assert_eq!(world.sums(), (0, -1_000, 0, 0));
    world.write_off(AMOUNT);
    assert_eq!(world.sums(), (-1_000, 0, 0, 0));
    // What was given up comes back to who gave it up.
    world.win(attempt, AMOUNT);
    assert_eq!(world.sums(), (9_000, 0, 0, 0));
}

#[test]
fn a_shortfall_counts_from_its_acceptance_on() {
    let mut world = World::new();
    world.by_debit(9_000);
    let later = MONDAY.plus_days(3);
    world.pass_to(later);
    assert_eq!(world.status().0, "unpaid");
    world.case.accept_shortfall(later).expect("accepted");
    let state = world.case.state_at(later);
    assert_eq!((state.paid_at, state.first_paid_at), (Some(later), Some(later)));
    assert_eq!(state.amounts.remaining, 0);
}

#[test]
fn held_money_of_others_never_pays_a_refund() {
    let mut world = World::new();
    world.case.session.reporting_type = ReportingType::Deposit;
    let owner = domain::ids::OwnerId::fresh(&world.source);
    world.case.session.plan.split = Some(Split::to_one(owner, Fees::default()));
    world.by_card(AMOUNT);
    let due = world.case.rebalance();
    assert_eq!((due.owners.as_slice(), due.covered), ([(owner, AMOUNT)].as_slice(), 0));
    world.ask_refund(0, 4_000).expect("a refund");
    let due = world.case.rebalance();
    assert_eq!((due.owners.as_slice(), due.covered), ([(owner, AMOUNT)].as_slice(), 4_000));
}

/// What happens in a random life.
#[derive(Clone, Copy, Debug)]
enum Event {
    Card(i64),
    Debit(i64),
    Again(usize, i64),
    TakeBack(usize, i64, &'static str),
    Win(usize, i64),
    Refund(usize, i64),
    Send(usize),
    Submit(usize),
    Fail(usize),
    Bounce(usize),
    Withdraw(usize),
    CancelRefund,
    CancelCredit,
    WriteOff(i64),
    KeepSurplus(usize),
    Reopen,
    Accept,
}

fn event() -> impl Strategy<Value = Event> {
    let sum = prop_oneof![Just(AMOUNT), Just(AMOUNT / 2), 1_i64..15_000];
    let at = 0_usize..6;
    let code = prop_oneof![Just("AM04"), Just("MD06"), Just(CHARGEBACK)];
    prop_oneof![
        3 => sum.clone().prop_map(Event::Card),
        3 => sum.clone().prop_map(Event::Debit),
        1 => (at.clone(), sum.clone()).prop_map(|(at, sum)| Event::Again(at, sum)),
        3 => (at.clone(), sum.clone(), code).prop_map(|(at, sum, code)| Event::TakeBack(at, sum, code)),
        1 => (at.clone(), sum.clone()).prop_map(|(at, sum)| Event::Win(at, sum)),
        4 => (at.clone(), sum).prop_map(|(at, sum)| Event::Refund(at, sum)),
        3 => at.clone().prop_map(Event::Send),
        2 => at.clone().prop_map(Event::Submit),
        1 => at.clone().prop_map(Event::Fail),
        1 => at.clone().prop_map(Event::Bounce),
        1 => at.clone().prop_map(Event::Withdraw),
        1 => Just(Event::CancelRefund),
        1 => Just(Event::CancelCredit),
        1 => (1_i64..5_000).prop_map(Event::WriteOff),
        1 => at.prop_map(Event::KeepSurplus),
        2 => Just(Event::Reopen),
        1 => Just(Event::Accept),
    ]
}

impl World {
    fn nth_attempt(&self, at: usize) -> Option<AttemptId> {
        let count = self.case.attempts.len();
        (count > 0).then(|| self.case.attempts[at % count].id)
    }

    fn nth_refund(&self, at: usize) -> Option<(RefundId, AttemptId, i64)> {
        let count = self.case.refunds.len();
        let refund = (count > 0).then(|| &self.case.refunds[at % count])?;
        Some((refund.id, refund.attempt, refund.amount))
    }

    fn live(&mut self, event: Event) {
        let now = self.now;
        match event {
            Event::Card(amount) => {
                if let Ok(attempt) = self.card() {
                    let received = self.received(amount);
                    self.report(attempt, &received);
                }
            }
            Event::Debit(amount) => {
                if let Ok(attempt) = self.sign() {
                    let received = self.received(amount);
                    self.report(attempt, &received);
                }
            }
            Event::Again(at, amount) => {
                if let Some(attempt) = self.nth_attempt(at) {
                    let received = self.received(amount);
                    self.report(attempt, &received);
                }
            }
            Event::TakeBack(at, amount, code) => {
                if let Some(attempt) = self.nth_attempt(at) {
                    self.take_back(attempt, code, amount);
                }
            }
            Event::Win(at, amount) => {
                if let Some(attempt) = self.nth_attempt(at) {
                    self.win(attempt, amount);
                }
            }
            Event::Refund(at, amount) => {
                let count = self.case.transactions.len();
                if count > 0 {
                    let _ = self.ask_refund(at % count, amount);
                }
            }
            Event::Send(_) | Event::Submit(_) | Event::Fail(_) | Event::Bounce(_) => {
                self.live_refund(event);
            }
            Event::Withdraw(at) => {
                if let Some((refund, ..)) = self.nth_refund(at) {
                    self.case.cancel_refund(refund, "requested", now, &self.source);
                }
            }
            Event::CancelRefund => drop(self.cancel_with(ReceivedMoney::Refund, 0)),
            Event::CancelCredit => drop(self.cancel_with(ReceivedMoney::Credit, 0)),
            Event::WriteOff(amount) => self.write_off(amount),
            Event::KeepSurplus(at) => {
                if let Some(attempt) = self.nth_attempt(at) {
                    self.case.keep_surplus(attempt, now, &self.source);
                }
            }
            Event::Reopen => drop(self.case.reopen(now)),
            Event::Accept => drop(self.case.accept_shortfall(now)),
        }
        self.book();
    }

    /// What a processor says of a refund.
    fn live_refund(&mut self, event: Event) {
        let (Event::Send(at) | Event::Submit(at) | Event::Fail(at) | Event::Bounce(at)) = event
        else {
            return;
        };
        let Some((refund, attempt, amount)) = self.nth_refund(at) else { return };
        let known = self.case.refunds.iter().find(|it| it.id == refund).expect("the refund");
        let reserved = known.progress.is_reserved();
        let sent = matches!(known.progress, RefundProgress::Succeeded { .. });
        let outcome = match event {
            Event::Send(_) if reserved => Outcome::Refunded { refund, money: self.money(amount) },
            Event::Bounce(_) if sent => {
                Outcome::RefundBounced { refund, money: self.money(amount) }
            }
            Event::Fail(_) => Outcome::RefundFailed { refund, code: "closed".to_owned() },
            Event::Submit(_) => Outcome::RefundSubmitted { refund },
            _ => return,
        };
        self.report(attempt, &outcome);
    }

    /// What must be so whatever happened.
    fn judge(&self) {
        let case = &self.case;
        let holdings = case.holdings();
        let (own, customer, surplus, pending) = self.sums();
        assert_eq!(self.books.values().sum::<i64>(), 0, "the books");
        assert_eq!(
            (own, surplus, pending),
            (holdings.own(), holdings.surplus, holdings.pending),
            "{holdings:?}"
        );
        let theirs = holdings.credit + holdings.kept - holdings.doubled - holdings.applied;
        assert_eq!(customer, theirs, "{holdings:?}");
        assert!(surplus >= 0 && pending >= 0 && holdings.credit >= 0 && holdings.kept >= 0);
        self.judge_fairness(own);
    }

    /// Nobody is richer than they should be: the merchant never keeps more than was asked for, and
    /// loses by nothing but refunds of their own, what they gave up, and refunds on their way.
    fn judge_fairness(&self, own: i64) {
        let case = &self.case;
        let sum = |wanted: &dyn Fn(&domain::movement::Movement) -> bool| -> i64 {
            case.movements.iter().filter(|it| wanted(it)).map(|it| it.amount).sum()
        };
        let given_up = sum(&|it| it.code.as_deref() == Some("double_recovery_written_off"));
        let under_way: i64 = case
            .refunds
            .iter()
            .filter(|it| it.progress == RefundProgress::Submitted)
            .map(|it| it.amount)
            .sum();
        assert!(own <= case.session.terms.amount, "the merchant has {own}");
        assert!(own >= -given_up - under_way, "the merchant has {own}");
        let odd = case.movements.iter().any(|it| it.allocation != Allocation::Payment);
        assert!(!odd || !self.work.is_empty(), "nobody was told of odd money");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 4_000, ..ProptestConfig::default() })]

    #[test]
    fn nobody_gains_or_loses_by_the_order_of_events(events in prop::collection::vec(event(), 1..40)) {
        let mut world = World::new();
        for event in events {
            world.live(event);
            world.judge();
        }
    }

    #[test]
    fn a_top_up_is_the_customers_whatever_happens(events in prop::collection::vec(event(), 1..30)) {
        let mut world = World::new();
        world.case.session.plan.top_up = true;
        for event in events {
            world.live(event);
            let holdings = world.case.holdings();
            let (own, customer, surplus, pending) = world.sums();
            let theirs = holdings.own() + holdings.credit + holdings.kept
                - holdings.doubled - holdings.applied;
            prop_assert_eq!((own, customer), (0, theirs));
            prop_assert_eq!((surplus, pending), (holdings.surplus, holdings.pending));
        }
    }
}

//! A case with a clock, its books, its work list and what was told of it.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::atomic::{AtomicU64, Ordering};

use domain::attempt::Progress;
use domain::books::CustomerBook;
use domain::case::{Case, NewAttempt, Refusal, Unbooked};
use domain::debit::Scheme;
use domain::debit::timetable::{self, Timetable};
use domain::finality::{self, FinalityState};
use domain::ids::{
    AccountId, AttemptId, BankAccountId, BatchId, ConnectionId, CustomerId, Id, SessionId,
};
use domain::incoming::Incoming;
use domain::ledger::{LedgerAccount, LedgerEntry};
use domain::method::MethodType;
use domain::money::Currency;
use domain::movement::{MovementKind, MovementSource, UNLINKED, UNMATCHED, UNRETURNED};
use domain::news::{News, Snapshot};
use domain::plan::Plan;
use domain::scope::Scope;
use domain::session::{
    Amounts, CancellationReason, PaidWhen, PaymentStatus, Reopen, ReportingType, Session,
    SessionState, SessionStatus, Terms,
};
use domain::settle::{MoneyReport, Outcome, Report, Settlement, settle};
use domain::source::Source;
use domain::time::Timestamp;
use domain::work::WorkKind;
use jiff::civil::date;

/// Monday, 2 March 2026, 09:00 in Brussels.
pub(crate) const MONDAY: Timestamp = Timestamp::from_ms(1_772_438_400_000);
/// What a session asks for.
pub(crate) const AMOUNT: i64 = 10_000;

/// Randomness that counts.
#[derive(Default)]
pub(crate) struct Counter(AtomicU64);

impl Source for Counter {
    fn now(&self) -> Timestamp {
        MONDAY
    }

    fn fill(&self, bytes: &mut [u8]) {
        let number = self.0.fetch_add(1, Ordering::Relaxed).to_be_bytes();
        for (place, digit) in bytes.iter_mut().rev().zip(number.iter().rev()) {
            *place = *digit;
        }
    }
}

/// What followed from a report.
pub(crate) struct Reported {
    pub(crate) changed: bool,
    pub(crate) ends_mandate: bool,
    /// How many facts were booked.
    pub(crate) movements: usize,
    /// What people have to look at.
    pub(crate) work: Vec<WorkKind>,
}

/// One case and all that follows from what happens to it.
pub(crate) struct World {
    pub(crate) case: Case,
    pub(crate) now: Timestamp,
    pub(crate) connection: ConnectionId,
    /// Balances by account: debits less credits.
    pub(crate) books: BTreeMap<String, i64>,
    /// What people have to look at, once per cause.
    pub(crate) work: BTreeMap<String, WorkKind>,
    /// What the customer has in credit or owes.
    pub(crate) customer: CustomerBook,
    /// The events, by their names.
    pub(crate) told: Vec<String>,
    pub(crate) source: Counter,
    reports: u64,
}

impl World {
    /// A session of [`AMOUNT`] eur by card and SEPA debit, on [`MONDAY`].
    pub(crate) fn new() -> Self {
        let source = Counter::default();
        let terms = Terms {
            amount: AMOUNT,
            currency: Currency::Eur,
            methods: vec![MethodType::Card, MethodType::SepaDebit],
            paid_when: PaidWhen::Cleared,
            reopen: Reopen::Manual,
            tolerance: 0,
        };
        let amounts = Amounts::untouched(AMOUNT);
        let session = Session {
            reference: None,
            id: SessionId::fresh(&source),
            scope: Scope::new(AccountId::fresh(&source), false),
            created_at: MONDAY,
            customer: CustomerId::fresh(&source),
            terms,
            plan: Plan::default(),
            has_more: false,
            reporting_type: ReportingType::Rent,
            description: None,
            metadata: BTreeMap::new(),
            return_url: None,
            statement_descriptor: None,
            locale: None,
            expires_at: None,
            canceled: None,
            reopened_at: None,
            accepted_shortfall: 0,
            accepted_at: None,
            customer_snapshot: None,
            state: SessionState {
                as_of: MONDAY,
                status: SessionStatus::Unpaid,
                payment_status: PaymentStatus::None,
                transaction: None,
                amounts,
                paid_at: None,
                first_paid_at: None,
            },
        };
        let customer = session.customer;
        Self {
            case: Case::new(session),
            customer: CustomerBook { customer, credit: 0, debt: 0, place: 0, pending: 0 },
            now: MONDAY,
            connection: ConnectionId::fresh(&source),
            books: BTreeMap::new(),
            work: BTreeMap::new(),
            told: Vec::new(),
            source,
            reports: 0,
        }
    }

    /// Lets something happen to the case, and notes what is told of it.
    pub(crate) fn happen<T>(&mut self, change: impl FnOnce(&mut Self) -> T) -> T {
        let before = Snapshot::of(&self.case);
        let result = change(self);
        let names = before.news(&self.case).into_iter().map(|news| match news {
            News::Session(event) | News::Transaction(_, event) => event.to_string(),
        });
        self.told.extend(names);
        result
    }

    /// The payer goes to the card processor's page.
    pub(crate) fn card(&mut self) -> Result<AttemptId, Refusal> {
        let page = Progress::Redirected { url: Some("https://card.example/1".to_owned()) };
        self.begin(MethodType::Card, page)
    }

    /// The payer signs a debit.
    pub(crate) fn sign(&mut self) -> Result<AttemptId, Refusal> {
        let Timetable { cutoff, collection_on, .. } = self.timetable();
        self.begin(MethodType::SepaDebit, Progress::Scheduled { cutoff_at: cutoff, collection_on })
    }

    /// The dates of a debit that is signed now.
    pub(crate) fn timetable(&self) -> Timetable {
        timetable::confirmed_at(self.now, Scheme::SepaCore).expect("a timetable")
    }

    pub(crate) fn begin(
        &mut self,
        method: MethodType,
        progress: Progress,
    ) -> Result<AttemptId, Refusal> {
        let (connection, payment_method, mandate, reference) = (self.connection, None, None, None);
        let shown = None;
        let new =
            NewAttempt { method, connection, progress, payment_method, mandate, reference, shown };
        self.happen(|world| world.case.begin(new, world.now, &world.source))
    }

    /// Somebody reports something of an attempt.
    pub(crate) fn report(&mut self, attempt: AttemptId, outcome: &Outcome) -> Reported {
        let settlement = self.happen(|world| {
            let (now, from) = (world.now, MovementSource::Connection(world.connection));
            settle(&mut world.case, Report { attempt, from, now, source: &world.source }, outcome)
        });
        let unbooked = self.book();
        self.case.session.state = self.case.state_at(self.now);
        let Settlement { changed, ends_mandate } = settlement;
        let work = unbooked.work.into_iter().map(|item| item.kind).collect();
        Reported { changed, ends_mandate, movements: unbooked.movements.len(), work }
    }

    /// Money comes that a payer sent, or that a person says came.
    pub(crate) fn sent(&mut self, from: MovementSource, amount: i64) -> AttemptId {
        let money = self.money(amount);
        let attempt = self.happen(|world| {
            let (method, connection) = (MethodType::DirectTransfer, world.connection);
            let incoming = Incoming { method, connection, amount };
            let attempt = world.case.take_in(incoming, world.now, &world.source);
            let outcome = Outcome::Received { money, clears_at: world.now };
            let report = Report { attempt, from, now: world.now, source: &world.source };
            settle(&mut world.case, report, &outcome);
            attempt
        });
        self.book();
        attempt
    }

    /// A person, or the bank, says something else of money that was sent.
    pub(crate) fn said(&mut self, attempt: AttemptId, from: MovementSource, outcome: &Outcome) {
        self.happen(|world| {
            let report = Report { attempt, from, now: world.now, source: &world.source };
            settle(&mut world.case, report, outcome);
        });
        self.book();
    }

    /// The merchant's own bank.
    pub(crate) fn bank(&self) -> MovementSource {
        MovementSource::BankAccount(BankAccountId::from_parts(1, [1; 10]))
    }

    /// Books what waits in the case.
    pub(crate) fn book(&mut self) -> Unbooked {
        let unbooked = std::mem::take(&mut self.case.unbooked);
        let mut posted = 0;
        for movement in &unbooked.movements {
            let ours = unbooked.postings.iter().filter(|it| it.movement == movement.id);
            posted += ours.count();
            let (entries, _) = self.customer.book(&unbooked.postings, movement, &self.source);
            let outside = |it: &&LedgerEntry| is_outside(&it.debit) || is_outside(&it.credit);
            let moved: i64 = entries.iter().filter(outside).map(|it| it.amount).sum();
            // What was decided moves money within our own books, unless it undoes what came from
            // outside.
            let undoes =
                [UNMATCHED, UNLINKED, UNRETURNED].iter().any(|code| movement.is_called(code));
            let decided = movement.kind == MovementKind::Adjustment && !undoes;
            let expected = if decided { 0 } else { movement.amount };
            assert_eq!(moved, expected, "{movement:?} is booked as {entries:?}");
            for entry in entries {
                assert!(entry.amount > 0 && entry.debit != entry.credit, "{entry:?}");
                *self.books.entry(book(&entry.debit)).or_default() += entry.amount;
                *self.books.entry(book(&entry.credit)).or_default() -= entry.amount;
            }
        }
        assert_eq!(posted, unbooked.postings.len(), "a posting without its movement");
        assert!(self.customer.credit == 0 || self.customer.debt == 0, "{:?}", self.customer);
        self.work.extend(unbooked.work.iter().map(|item| (item.cause.clone(), item.kind)));
        unbooked
    }

    /// A report of money, with an id of its own.
    pub(crate) fn money(&mut self, amount: i64) -> MoneyReport {
        self.reports += 1;
        MoneyReport {
            amount,
            fee: 0,
            currency: Currency::Eur,
            value_date: date(2026, 3, 2),
            source_id: format!("line-{}", self.reports),
        }
    }

    /// That so much was collected, cleared at once.
    pub(crate) fn received(&mut self, amount: i64) -> Outcome {
        Outcome::Received { money: self.money(amount), clears_at: self.now }
    }

    /// That so much was taken back.
    pub(crate) fn returned(&mut self, kind: MovementKind, code: &str, amount: i64) -> Outcome {
        Outcome::Returned { kind, code: code.to_owned(), money: self.money(amount) }
    }

    /// The batch leaves, the debit is collected, and nothing is heard until it clears.
    pub(crate) fn collect(&mut self, attempt: AttemptId) -> Timetable {
        let timetable = self.timetable();
        self.now = timetable.cutoff;
        let batch = BatchId::fresh(&self.source);
        self.report(attempt, &Outcome::Exported { batch });
        self.now = timetable.collected_at;
        let money = self.money(AMOUNT);
        let clears_at = timetable.cleared_at;
        self.report(attempt, &Outcome::Received { money, clears_at });
        timetable
    }

    /// The merchant cancels.
    pub(crate) fn cancel(&mut self) -> Result<(), Refusal> {
        let canceled = self.happen(|world| {
            let reason = CancellationReason::Requested;
            world.case.cancel(reason, None, 0, world.now, &world.source)
        });
        self.book();
        canceled
    }

    /// Time passes, and what it brings is made durable.
    pub(crate) fn pass_to(&mut self, now: Timestamp) {
        self.now = now;
        self.happen(|world| {
            world.case.expire(now, &world.source);
            world.case.refresh(now);
        });
    }

    /// A batch's id.
    pub(crate) fn batch(&self) -> BatchId {
        BatchId::fresh(&self.source)
    }

    /// How many facts the outside told of.
    pub(crate) fn told_of(&self) -> usize {
        let outside = |it: &&domain::movement::Movement| it.source != MovementSource::Merchant;
        self.case.movements.iter().filter(outside).count()
    }

    /// Status and finer status.
    pub(crate) fn status(&self) -> (&'static str, &'static str) {
        let state = self.case.state_at(self.now);
        (state.status.as_str(), state.payment_status.as_str())
    }

    /// What people have to look at, each kind once.
    pub(crate) fn work(&self) -> BTreeSet<WorkKind> {
        self.work.values().copied().collect()
    }

    /// Debits less credits of an account; nothing for one without entries.
    pub(crate) fn balance(&self, account: &str) -> i64 {
        self.books.get(account).copied().unwrap_or_default()
    }

    /// How final an attempt is.
    pub(crate) fn finality(&self, attempt: AttemptId) -> Option<FinalityState> {
        let attempt = self.case.attempt(attempt).expect("an attempt");
        finality::of_case(&self.case, attempt, self.now).map(|it| it.state)
    }
}

/// True for an account of money outside of the merchant's own books.
fn is_outside(account: &LedgerAccount) -> bool {
    matches!(account, LedgerAccount::InTransit(_) | LedgerAccount::Suspense)
}

/// The account's name without whose it is.
fn book(account: &LedgerAccount) -> String {
    let name = account.to_string();
    let whose = [":conn_", ":cus_", ":own_", ":ba_"];
    let end = whose.iter().filter_map(|prefix| name.find(prefix)).min().unwrap_or(name.len());
    name[..end].to_owned()
}

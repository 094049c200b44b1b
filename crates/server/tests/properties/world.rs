//! A merchant, what they know of their sessions, and what happens to those.

use serde_json::{Value, json};
use testkit::dice::Dice;
use testkit::server::{TestServer, text};

/// The card's scenarios.
const CARD: &[&str] = &[
    "succeed",
    "succeed",
    "succeed",
    "decline",
    "insufficient_funds",
    "expired_card",
    "lost_card",
    "fraud_suspected",
    "authenticate",
    "authentication_refused",
    "abandon",
    "answer_late",
    "answer_twice",
    "contradict",
    "decline_then_succeed",
];
/// The pretend bank's.
const SEPA: &[&str] = &[
    "succeed",
    "succeed",
    "reject",
    "account_closed",
    "insufficient_funds",
    "reason_withheld",
    "deceased",
    "refund",
    "unauthorised",
];
/// The pretend bank's of Bacs.
const BACS: &[&str] = &[
    "succeed",
    "succeed",
    "instruction_refused",
    "deceased",
    "instruction_canceled",
    "insufficient_funds",
    "account_closed",
    "late_return",
    "indemnity_claim",
];
/// The pretend bank's of Autogiro.
const AUTOGIRO: &[&str] = &[
    "succeed",
    "succeed",
    "mandate_refused",
    "mandate_late",
    "mandate_unanswered",
    "mandate_silent",
    "mandate_canceled",
    "payment_refused",
    "insufficient_funds",
    "paid_at_second_try",
    "refund_amount",
    "refund_revoked",
    "refund_unmandated",
    "refuse",
    "walk_away",
];
/// The pretend banks' at which payers approve payments.
const BY_BANK: &[&str] = &[
    "succeed",
    "succeed",
    "refuse",
    "insufficient_funds",
    "walk_away",
    "answer_late",
    "return_without_result",
    "answer_twice",
];
/// Codes by which collected money comes back, and some by which it cannot.
const CODES: &[&str] = &[
    "AC04",
    "AM04",
    "MS03",
    "MD06",
    "MD01",
    "MD07",
    "FF01",
    "ARUDD-0",
    "ARUDD-2",
    "ARUDD-B",
    "DDICA-1",
    "DDICA-5",
    "AG77-01",
    "AG77-02",
    "AG77-03",
    "AG82-1",
    "chargeback",
    "XX99",
];
/// Codes by which banks refuse a debit, and one by which they do not.
const REFUSALS: &[&str] = &[
    "AC01", "MD07", "AUDDIS-5", "ADDACS-1", "ADDACS-2", "ARUDD-0", "AG73-02", "AG82-1", "AGAV-01",
];

/// What the test remembers of a session.
pub(crate) struct Known {
    pub(crate) id: String,
    pub(crate) amount: i64,
    pub(crate) first_paid_at: Option<i64>,
    pub(crate) canceled: bool,
    pub(crate) transactions: Vec<String>,
    /// Missing, and accepted as it is.
    pub(crate) accepted: i64,
}

pub(crate) struct World {
    pub(crate) server: TestServer,
    pub(crate) dice: Dice,
    pub(crate) customers: Vec<String>,
    /// Those that were deleted too.
    pub(crate) customers_ever: Vec<String>,
    pub(crate) sessions: Vec<Known>,
    pub(crate) owners: Vec<String>,
    pub(crate) units: Vec<String>,
    pub(crate) refunds: Vec<String>,
    pub(crate) transfers: Vec<String>,
    pub(crate) payouts: Vec<String>,
    /// Times move by whole days only.
    pub(crate) by_days: bool,
}

impl World {
    pub(crate) fn new(server: TestServer, dice: Dice) -> Self {
        Self {
            server,
            dice,
            customers: Vec::new(),
            customers_ever: Vec::new(),
            sessions: Vec::new(),
            owners: Vec::new(),
            units: Vec::new(),
            refunds: Vec::new(),
            transfers: Vec::new(),
            payouts: Vec::new(),
            by_days: false,
        }
    }

    /// Two o'clock in the night, from which on time moves by whole days.
    pub(crate) async fn move_into_a_night(&mut self) {
        let into_the_day = self.now().await.rem_euclid(86_400);
        let seconds = 86_400 - into_the_day + 7_200;
        let body = json!({"seconds": seconds});
        self.server.post("/v1/test_helpers/clock/advance", body).await.ok();
        self.by_days = true;
    }

    pub(crate) async fn step(&mut self) {
        if self.customers.is_empty() || self.dice.one_in(40) {
            let customer = self.server.customer().await;
            self.customers.push(customer.clone());
            self.customers_ever.push(customer);
        }
        if self.sessions.len() < 3 {
            return self.create().await;
        }
        match self.dice.below(100) {
            0..18 => self.create().await,
            18..34 => self.pay("card", CARD).await,
            34..38 => self.pay("sepa_debit", SEPA).await,
            38..40 => self.pay("bacs_debit", BACS).await,
            40..42 => self.pay("autogiro", AUTOGIRO).await,
            42..44 => self.pay("pay_by_bank", BY_BANK).await,
            44..45 => self.walk_away().await,
            45..48 => self.pay("customer_balance", &["succeed"]).await,
            48..56 => self.advance().await,
            56..58 => self.tell("fail", REFUSALS).await,
            58..62 => self.tell("return", CODES).await,
            62..66 => self.cancel().await,
            66..69 => self.change_expiry().await,
            69..72 => self.reopen().await,
            72..73 => self.delete_customer().await,
            73..81 => self.transfers().await,
            _ => self.money().await,
        }
    }

    pub(crate) async fn create(&mut self) {
        let customer = self.dice.pick(&self.customers).clone();
        let amount = 100 + self.dice.below(100_000) as i64;
        let reporting =
            *self.dice.pick(&["rent", "deposit", "holding_fee", "charge", "advance_rent"]);
        let mut body = json!({
            "amount": amount, "currency": "eur", "customer": customer, "mode": "payment",
            "payment_method_types": ["card", "sepa_debit", "bank_transfer", "direct_transfer"],
            "reporting_type": reporting,
        });
        if self.dice.one_in(3) {
            body["currency"] = json!("gbp");
            body["payment_method_types"] =
                json!(["card", "bacs_debit", "pay_by_bank", "bank_transfer", "direct_transfer"]);
        } else if self.dice.one_in(4) {
            body["currency"] = json!("sek");
            body["payment_method_types"] =
                json!(["card", "autogiro", "bank_transfer", "direct_transfer"]);
        }
        if self.dice.one_in(4) {
            let least = if self.by_days { 3_600 } else { 60 };
            let later = least + self.dice.below(2_000_000) as i64;
            body["expires_at"] = json!(self.now().await + self.whole_days(later));
        }
        self.plan(&mut body);
        let answer = self.server.post("/v1/payment_sessions", body).await;
        if answer.status == 404 {
            // The customer was deleted.
            self.customers.retain(|known| *known != customer);
            return;
        }
        let session = answer.ok();
        let id = text(&session["id"]);
        let (first_paid_at, canceled) = (None, false);
        let (transactions, accepted) = (Vec::new(), 0);
        self.sessions.push(Known { id, amount, first_paid_at, canceled, transactions, accepted });
    }

    /// So many seconds, or the days that they begin.
    fn whole_days(&self, seconds: i64) -> i64 {
        if self.by_days { (seconds / 86_400 + 1) * 86_400 } else { seconds }
    }

    pub(crate) async fn now(&self) -> i64 {
        let clock = self.server.get("/v1/test_helpers/clock").await.ok();
        clock["now"].as_i64().expect("a time")
    }

    pub(crate) async fn pay(&mut self, method: &str, scenarios: &[&str]) {
        let place = self.dice.below(self.sessions.len());
        let scenario = *self.dice.pick(scenarios);
        let id = self.sessions[place].id.clone();
        let answer = self.server.pay(&id, method, scenario).await;
        assert!(matches!(answer.status, 200 | 400 | 409), "pay {scenario}: {}", answer.body);
        self.check(place).await;
    }

    async fn walk_away(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let id = &self.sessions[place].id;
        let path = format!("/v1/test_helpers/payment_sessions/{id}/walk_away");
        let answer = self.server.post(&path, json!({})).await;
        assert!(matches!(answer.status, 200 | 409), "walk away: {}", answer.body);
        self.check(place).await;
    }

    pub(crate) async fn advance(&mut self) {
        let hours: i64 = *self.dice.pick(&[1, 5, 30, 24 * 3, 24 * 7, 24 * 20, 24 * 60]);
        let body = json!({"seconds": self.whole_days(hours * 3_600)});
        self.server.post("/v1/test_helpers/clock/advance", body).await.ok();
        for place in 0..self.sessions.len() {
            self.check(place).await;
        }
    }

    /// Lets the payer's bank do something to a transaction, for one of the reasons.
    pub(crate) async fn tell(&mut self, helper: &str, codes: &[&str]) {
        let place = self.dice.below(self.sessions.len());
        let transactions = self.sessions[place].transactions.clone();
        if transactions.is_empty() {
            return;
        }
        let (transaction, code) = (self.dice.pick(&transactions), self.dice.pick(codes));
        let path = format!("/v1/test_helpers/transactions/{transaction}/{helper}");
        let answer = self.server.post(&path, json!({"code": code})).await;
        assert!(matches!(answer.status, 200 | 400 | 409), "{helper} {code}: {}", answer.body);
        self.check(place).await;
    }

    pub(crate) async fn cancel(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let path = format!("/v1/payment_sessions/{}/cancel", self.sessions[place].id);
        let body = *self.dice.pick(&[
            "{}",
            r#"{"received_money":"refund"}"#,
            r#"{"received_money":"credit"}"#,
        ]);
        let body = serde_json::from_str(body).expect("a body");
        let answer = self.server.post(&path, body).await;
        // A bank that says nothing has closed nothing.
        let silent = answer.status == 503 && answer.body["error"]["code"] == "processor_silent";
        assert!(silent || matches!(answer.status, 200 | 409), "cancel: {}", answer.body);
        self.check(place).await;
        self.sessions[place].canceled |=
            answer.status == 200 && answer.body["cancellation_reason"] == "requested";
    }

    pub(crate) async fn change_expiry(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let path = format!("/v1/payment_sessions/{}", self.sessions[place].id);
        let later = 60 + self.dice.below(5_000_000) as i64;
        let later = self.now().await + self.whole_days(later);
        let answer = self.server.post(&path, json!({"expires_at": later})).await;
        assert!(matches!(answer.status, 200 | 409), "expires_at: {}", answer.body);
        self.check(place).await;
    }

    pub(crate) async fn reopen(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let path = format!("/v1/payment_sessions/{}/reopen", self.sessions[place].id);
        let answer = self.server.post(&path, json!({})).await;
        assert!(matches!(answer.status, 200 | 409), "reopen: {}", answer.body);
        self.check(place).await;
    }

    pub(crate) async fn delete_customer(&mut self) {
        let customer = self.dice.pick(&self.customers).clone();
        let answer = self.server.delete(&format!("/v1/customers/{customer}")).await;
        assert!(matches!(answer.status, 200 | 404 | 409), "delete: {}", answer.body);
        for place in 0..self.sessions.len() {
            self.check(place).await;
        }
    }

    /// What of a session's money went back by itself, or will, because it was too much.
    async fn surplus_given_back(&self, session: &Value) -> i64 {
        if session["amount_refunded"] == 0 && session["amount_remaining"] == 0 {
            return 0;
        }
        let path = format!("/v1/refunds?limit=100&payment_session={}", text(&session["id"]));
        let refunds = self.server.get(&path).await.ok();
        let refunds = refunds["data"].as_array().expect("a list").iter();
        let gone = |it: &&Value| !matches!(text(&it["status"]).as_str(), "failed" | "canceled");
        let surplus = refunds.filter(|it| it["origin"] == "surplus").filter(gone);
        surplus.map(|it| it["amount"].as_i64().expect("an amount")).sum()
    }

    /// What must hold of a session at any time.
    pub(crate) async fn check(&mut self, place: usize) {
        let session = self.server.retrieve(&self.sessions[place].id).await;
        let given_back = self.surplus_given_back(&session).await;
        let known = &mut self.sessions[place];
        let number =
            |name: &str| session[name].as_i64().unwrap_or_else(|| panic!("{name}: {session}"));
        let status = text(&session["status"]);
        let cash = number("amount_received") - number("amount_returned");
        let net = cash + number("amount_credit_applied");
        assert!(cash >= 0 && net >= 0, "{session}");
        let (owed, refunded) = ((known.amount - net).max(0), number("amount_refunded"));
        // What went back twice is not asked for again; what went back as surplus is missing where it
        // turned out to be none.
        let remaining = number("amount_remaining");
        let accepted = number("accepted_shortfall");
        assert!(remaining <= owed + given_back, "{given_back} of {session}");
        assert!(remaining >= owed - refunded - accepted, "{session}");
        if status == "paid" {
            assert!(
                net + refunded + known.accepted >= known.amount && session["paid_at"].is_i64(),
                "{session}"
            );
            assert!(session["transaction"].is_string(), "{session}");
        } else {
            assert!(session["paid_at"].is_null(), "{session}");
        }
        if known.canceled {
            assert_eq!(status, "canceled", "{session}");
        }
        let first = session["first_paid_at"].as_i64();
        if known.first_paid_at.is_some() {
            assert_eq!(first, known.first_paid_at, "{session}");
        }
        known.first_paid_at = first;
        if let Some(transaction) = session["transaction"].as_str()
            && !known.transactions.iter().any(|it| it == transaction)
        {
            known.transactions.push(transaction.to_owned());
        }
        check_status(&session, &status);
    }
}

/// Status and payment status fit each other.
fn check_status(session: &Value, status: &str) {
    let finer = text(&session["payment_status"]);
    let fits = match finer.as_str() {
        "settled" => status == "paid",
        "requires_action" => status == "unpaid",
        "returned" | "failed" | "none" | "partially_paid" | "awaiting_transfer" => status != "paid",
        "processing" | "disputed" => true,
        _ => false,
    };
    assert!(fits, "{finer} does not fit {status}: {session}");
}

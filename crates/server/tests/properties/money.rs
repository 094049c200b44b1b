//! What happens to money after it came: refunds, credit, owners' parts, payouts, disputes.

use serde_json::{Value, json};
use testkit::server::text;

use crate::world::World;

/// Shares that make the whole.
const SHARES: &[&[&str]] = &[
    &["100"],
    &["50", "50"],
    &["33.33", "33.33", "33.34"],
    &["0.0001", "99.9999"],
    &["12.5", "87.5"],
];

impl World {
    /// What becomes of a new session's money besides.
    pub(crate) fn plan(&mut self, body: &mut Value) {
        let held = matches!(body["reporting_type"].as_str(), Some("deposit" | "holding_fee"));
        match self.dice.below(8) {
            0 | 1 if !held && !self.units.is_empty() => {
                let unit = self.dice.pick(&self.units).clone();
                let transfer = json!({"use_unit_ownership": true});
                body["transaction_data"] = json!({"unit": unit, "transfer_data": transfer});
            }
            2 if !held && !self.owners.is_empty() => {
                let owner = self.dice.pick(&self.owners).clone();
                body["transaction_data"] = json!({"transfer_data": {"destination": owner}});
            }
            3 if !held => body["transaction_data"] = json!({"customer_balance": {"apply": true}}),
            4 | 5 => {
                let apply = json!({"customer_balance": {"apply": true}});
                body["payment_method_options"] = apply;
            }
            _ => {}
        }
    }

    /// One of the operations on money that came.
    pub(crate) async fn money(&mut self) {
        match self.dice.below(14) {
            0 => self.new_owner().await,
            1 => self.new_unit().await,
            2..6 => self.refund().await,
            6 => self.act_on_refund().await,
            7 => self.adjust_credit().await,
            8 => self.pay_out().await,
            9 => self.act_on_payout().await,
            10 => self.reverse().await,
            11 => self.transfer_by_hand().await,
            12 => self.accept_shortfall().await,
            _ => self.close_dispute().await,
        }
    }

    async fn new_owner(&mut self) {
        let body = json!({"email": "owner@example.com", "business_type": "individual"});
        let owner = self.server.post("/v1/owners", body).await.ok();
        self.owners.push(text(&owner["id"]));
    }

    async fn new_unit(&mut self) {
        let shares = *self.dice.pick(SHARES);
        while self.owners.len() < shares.len() {
            self.new_owner().await;
        }
        let first = self.dice.below(self.owners.len());
        let owners: Vec<Value> = shares
            .iter()
            .enumerate()
            .map(|(place, share)| {
                let owner = &self.owners[(first + place) % self.owners.len()];
                json!({"owner": owner, "percent_ownership": share})
            })
            .collect();
        let fees = [
            json!({}),
            json!({"management_fee": "10"}),
            json!({"management_fee": "2.5",
            "management_fee_amount": 199, "currency": "eur"}),
        ];
        let fees = fees[self.dice.below(3)].clone();
        let body = json!({
            "name": "A home", "owners": owners, "ownership_starts_on": "2020-01-01", "fees": fees,
        });
        let unit = self.server.post("/v1/units", body).await.ok();
        self.units.push(text(&unit["id"]));
    }

    fn any_transaction(&mut self) -> Option<(usize, String)> {
        let place = self.dice.below(self.sessions.len());
        let known = self.sessions[place].transactions.clone();
        (!known.is_empty()).then(|| (place, self.dice.pick(&known).clone()))
    }

    async fn refund(&mut self) {
        let Some((place, transaction)) = self.any_transaction() else { return };
        let mut body = json!({
            "transaction": transaction, "reverse_transfer": self.dice.one_in(2),
            "refund_fees": self.dice.one_in(2),
        });
        if self.dice.one_in(2) {
            body["amount"] = json!(1 + self.dice.below(60_000));
        }
        let answer = self.server.post("/v1/refunds", body).await;
        assert!(matches!(answer.status, 200 | 409), "refund: {}", answer.body);
        if answer.status == 200 {
            self.refunds.push(text(&answer.body["id"]));
        }
        self.settle().await;
        self.check(place).await;
    }

    async fn act_on_refund(&mut self) {
        if self.refunds.is_empty() {
            return;
        }
        let refund = self.dice.pick(&self.refunds).clone();
        let today = self.server.day(0).await;
        let acts = [
            ("cancel", json!({})),
            ("mark_sent", json!({"sent_on": today, "reference": "R"})),
            ("mark_failed", json!({"failed_on": today})),
        ];
        let (act, body) = acts[self.dice.below(3)].clone();
        let answer = self.server.post(&format!("/v1/refunds/{refund}/{act}"), body).await;
        assert!(matches!(answer.status, 200 | 409), "{act}: {}", answer.body);
        if self.dice.one_in(4) {
            let path = format!("/v1/test_helpers/refunds/{refund}/bounce");
            let answer = self.server.post(&path, json!({})).await;
            assert!(matches!(answer.status, 200 | 409), "bounce: {}", answer.body);
        }
        self.settle().await;
        for place in 0..self.sessions.len() {
            self.check(place).await;
        }
    }

    async fn adjust_credit(&mut self) {
        let customer = self.dice.pick(&self.customers).clone();
        let direction = *self.dice.pick(&["credit", "debit"]);
        let body = json!({
            "customer": customer, "amount": 1 + self.dice.below(20_000), "currency": "eur",
            "direction": direction,
        });
        let answer = self.server.post("/v1/customer_balance_transactions", body).await;
        assert!(matches!(answer.status, 200 | 404 | 409), "adjust: {}", answer.body);
    }

    async fn pay_out(&mut self) {
        if self.owners.is_empty() {
            return;
        }
        let owner = self.dice.pick(&self.owners).clone();
        let body = json!({"destination": owner, "currency": "eur", "approve": self.dice.one_in(2)});
        let answer = self.server.post("/v1/owner_payouts", body).await;
        assert!(matches!(answer.status, 200 | 409), "payout: {}", answer.body);
        if answer.status == 200 {
            self.payouts.push(text(&answer.body["id"]));
        }
    }

    async fn act_on_payout(&mut self) {
        if self.payouts.is_empty() {
            return;
        }
        let payout = self.dice.pick(&self.payouts).clone();
        let acts = [
            ("approve", json!({})),
            ("mark_paid", json!({"reference": "P"})),
            ("mark_failed", json!({"reason": "closed"})),
            ("cancel", json!({})),
        ];
        let (act, body) = acts[self.dice.below(4)].clone();
        let answer = self.server.post(&format!("/v1/owner_payouts/{payout}/{act}"), body).await;
        assert!(matches!(answer.status, 200 | 409), "{act}: {}", answer.body);
    }

    async fn reverse(&mut self) {
        let page = self.server.get("/v1/transfers?limit=20").await.ok();
        let mut transfers = page["data"].as_array().expect("transfers").clone();
        if transfers.is_empty() {
            return;
        }
        // Ids are random within a millisecond; a run that is told again must choose the same.
        transfers.sort_by_key(|it| {
            let owner = self.owners.iter().position(|owner| it["destination"] == **owner);
            let sums = ["created", "amount", "amount_reversed", "amount_remaining"];
            (owner, sums.map(|name| it[name].as_i64()))
        });
        let transfer = text(&transfers[self.dice.below(transfers.len())]["id"]);
        let mut body = json!({});
        if self.dice.one_in(2) {
            body["amount"] = json!(1 + self.dice.below(30_000));
        }
        let path = format!("/v1/transfers/{transfer}/reversals");
        let answer = self.server.post(&path, body).await;
        assert!(matches!(answer.status, 200 | 400 | 409), "reverse: {}", answer.body);
    }

    async fn transfer_by_hand(&mut self) {
        if self.owners.is_empty() {
            return;
        }
        let owner = self.dice.pick(&self.owners).clone();
        let amount = 1 + self.dice.below(30_000);
        let body = json!({"amount": amount, "currency": "eur", "destination": owner});
        let answer = self.server.post("/v1/transfers", body).await;
        assert!(matches!(answer.status, 200 | 409), "transfer: {}", answer.body);
        if answer.status == 200 {
            self.transfers.push(text(&answer.body["id"]));
        }
    }

    async fn accept_shortfall(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let path = format!("/v1/payment_sessions/{}/accept_shortfall", self.sessions[place].id);
        let answer = self.server.post(&path, json!({})).await;
        assert!(matches!(answer.status, 200 | 409), "shortfall: {}", answer.body);
        if answer.status == 200 {
            let missing = answer.body["accepted_shortfall"].as_i64().expect("a sum");
            self.sessions[place].accepted = missing;
        }
        self.check(place).await;
    }

    async fn close_dispute(&mut self) {
        let page = self.server.get("/v1/disputes?limit=20").await.ok();
        let mut disputes = page["data"].as_array().expect("disputes").clone();
        disputes.sort_by_key(|it| ["created", "amount"].map(|name| it[name].as_i64()));
        if disputes.is_empty() {
            return;
        }
        let dispute = text(&disputes[self.dice.below(disputes.len())]["id"]);
        let outcome = *self.dice.pick(&["won", "lost"]);
        let path = format!("/v1/test_helpers/disputes/{dispute}/close");
        let answer = self.server.post(&path, json!({"outcome": outcome})).await;
        assert!(matches!(answer.status, 200 | 409), "close: {}", answer.body);
        for place in 0..self.sessions.len() {
            self.check(place).await;
        }
    }

    /// Lets every job that is due run.
    async fn settle(&mut self) {
        let seconds = if self.by_days { 86_400 } else { 1 };
        let body = json!({"seconds": seconds});
        self.server.post("/v1/test_helpers/clock/advance", body).await.ok();
    }
}

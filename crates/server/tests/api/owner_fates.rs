//! Random things done to owners' money: whatever happens, in whatever order, `verify` is silent.
//!
//! `QUITTANCE_TEST_SEED` tells a run again.

use serde_json::{Value, json};
use server::jobs::Runner;
use testkit::dice::Dice;

use crate::payouts::{advance_a_day, owner, paid, sound, text};
use crate::support::{Answer, TestApi, on_both};

on_both! {
    whatever_happens_adds_up
}

/// How much is done.
const STEPS: usize = 120;
/// After so many steps all is looked at.
const LOOK: usize = 10;

struct World {
    api: TestApi,
    dice: Dice,
    owners: Vec<String>,
    unit: String,
    /// Transactions that may come back.
    paid: Vec<(String, &'static str)>,
}

async fn whatever_happens_adds_up(api: TestApi) {
    let runner = Runner::start(api.app.clone());
    let mut owners = Vec::new();
    for name in ["One", "Two", "Three"] {
        owners.push(owner(&api, name).await);
    }
    let part =
        |(owner, percent): (&String, f64)| json!({"owner": owner, "percent_ownership": percent});
    let parts: Vec<Value> = owners.iter().zip([33.3333, 33.3333, 33.3334]).map(part).collect();
    let fees = json!({"management_fee": 7.5, "management_fee_amount": 99, "currency": "eur"});
    let body = json!({"name": "Flat", "owners": parts, "fees": fees});
    let unit = text(&api.post("/v1/units", body).await.ok()["id"]);
    let dice = Dice::from_env("QUITTANCE_TEST_SEED");
    let mut world = World { api, dice, owners, unit, paid: Vec::new() };
    for step in 0..STEPS {
        world.step().await;
        if step % LOOK == LOOK - 1 {
            world.look().await;
        }
    }
    runner.stop().await;
}

impl World {
    async fn step(&mut self) {
        match self.dice.below(100) {
            0..30 => self.pay().await,
            30..45 => self.give_back().await,
            45..55 => self.transfer().await,
            55..65 => self.reverse().await,
            65..77 => self.make_payout().await,
            77..95 => self.move_payout().await,
            _ => advance_a_day(&self.api).await,
        }
    }

    async fn look(&self) {
        for owner in &self.owners {
            sound(&self.api, owner).await;
        }
    }

    fn some_owner(&mut self) -> String {
        self.dice.pick(&self.owners).clone()
    }

    async fn pay(&mut self) {
        let amount = 500 + self.dice.below(20_000) as i64;
        let data = match self.dice.below(4) {
            0 => json!({}),
            1 => json!({"unit": self.unit, "transfer_data": {"destination": self.some_owner()}}),
            _ => json!({"unit": self.unit, "transfer_data": {"use_unit_ownership": true}}),
        };
        let (method, code) = if self.dice.one_in(3) {
            ("sepa_debit", *self.dice.pick(&["AM04", "MD06", "MD01"]))
        } else {
            ("card", "chargeback")
        };
        let session = paid(&self.api, amount, method, data).await;
        self.paid.push((text(&session["transaction"]), code));
    }

    async fn give_back(&mut self) {
        if self.paid.is_empty() {
            return;
        }
        let place = self.dice.below(self.paid.len());
        let (transaction, code) = self.paid[place].clone();
        let path = format!("/v1/test_helpers/transactions/{transaction}/return");
        let answer = self.api.post(&path, json!({"code": code})).await;
        if fine(&answer) {
            self.paid.swap_remove(place);
        }
    }

    async fn transfer(&mut self) {
        let (owner, amount) = (self.some_owner(), 1 + self.dice.below(3_000) as i64);
        let body = json!({"amount": amount, "currency": "eur", "destination": owner});
        fine(&self.api.post("/v1/transfers", body).await);
    }

    async fn reverse(&mut self) {
        let Some(id) = self.one_of("/v1/transfers?limit=50").await else { return };
        let body = match self.dice.below(2) {
            0 => json!({}),
            _ => json!({"amount": 1 + self.dice.below(200) as i64}),
        };
        fine(&self.api.post(&format!("/v1/transfers/{id}/reversals"), body).await);
    }

    async fn make_payout(&mut self) {
        let (owner, approve) = (self.some_owner(), !self.dice.one_in(3));
        let body = json!({"destination": owner, "currency": "eur", "approve": approve});
        fine(&self.api.post("/v1/owner_payouts", body).await);
    }

    async fn move_payout(&mut self) {
        let Some(id) = self.one_of("/v1/owner_payouts?limit=20").await else { return };
        let step = *self.dice.pick(&["approve", "mark_paid", "mark_paid", "mark_failed", "cancel"]);
        let body = if step == "mark_failed" { json!({"reason": "Closed"}) } else { json!({}) };
        fine(&self.api.post(&format!("/v1/owner_payouts/{id}/{step}"), body).await);
    }

    async fn one_of(&mut self, path: &str) -> Option<String> {
        let list = self.api.get(path).await.ok();
        let all = list["data"].as_array().filter(|all| !all.is_empty())?;
        Some(text(&self.dice.pick(all)["id"]))
    }
}

/// Done, or refused in the state that it is in.
fn fine(answer: &Answer) -> bool {
    assert!(matches!(answer.status, 200 | 400 | 409), "{}", answer.text);
    answer.status == 200
}

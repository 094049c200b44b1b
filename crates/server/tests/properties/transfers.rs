//! Random transfers: what payers send, what people mark, match, and take back of both.

use serde_json::{Value, json};
use testkit::server::text;

use crate::world::World;

/// What pretend payers of transfers do.
const SENT: &[&str] = &[
    "succeed",
    "part",
    "over",
    "double",
    "mangled_reference",
    "no_reference",
    "wrong_currency",
    "told_twice",
    "awaiting",
    "fly",
];
/// Codes by which transfers go back, and one by which they do not.
const RECALLS: &[&str] = &["SCT-AC03", "SCT-FRAD", "SCT-DUPL", "AC04"];

impl World {
    pub(crate) async fn transfers(&mut self) {
        match self.dice.below(10) {
            0..3 => {
                let method = *self.dice.pick(&["bank_transfer", "direct_transfer"]);
                self.pay(method, SENT).await;
            }
            3..5 => self.send_money().await,
            5 if self.dice.one_in(3) => self.unmark_received().await,
            5 => self.mark_received().await,
            6 => self.tell("return", RECALLS).await,
            7..9 => self.unmatch().await,
            _ => self.match_by_hand().await,
        }
    }

    /// Any sum with any session's reference.
    async fn send_money(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let other = self.sessions[self.dice.below(self.sessions.len())].id.clone();
        let reference = self.server.retrieve(&other).await["reference"].clone();
        let amount = 1 + self.dice.below(120_000);
        let mut body = json!({"amount": amount});
        if reference.is_string() && self.dice.one_in(3) {
            body["reference"] = reference;
        }
        let path =
            format!("/v1/test_helpers/payment_sessions/{}/transfer", self.sessions[place].id);
        let answer = self.server.post(&path, body).await;
        assert!(matches!(answer.status, 200 | 409), "transfer: {}", answer.body);
        self.check_all().await;
    }

    async fn mark_received(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let (id, asked) = (self.sessions[place].id.clone(), self.sessions[place].amount);
        let amount = if self.dice.one_in(2) { asked } else { 1 + self.dice.below(50_000) as i64 };
        let body =
            json!({"amount": amount, "received_on": self.server.day(0).await, "note": "Seen."});
        let path = format!("/v1/payment_sessions/{id}/mark_received");
        let answer = self.server.post(&path, body).await;
        assert!(matches!(answer.status, 200 | 400 | 409), "mark: {}", answer.body);
        self.check(place).await;
    }

    async fn unmark_received(&mut self) {
        let place = self.dice.below(self.sessions.len());
        let path = format!("/v1/payment_sessions/{}/unmark_received", self.sessions[place].id);
        let answer = self.server.post(&path, json!({"note": "It never came."})).await;
        assert!(matches!(answer.status, 200 | 409), "unmark: {}", answer.body);
        if answer.status == 200 {
            // What never came never paid it.
            self.sessions[place].first_paid_at = None;
        }
        self.check(place).await;
    }

    async fn entry(&mut self, status: &str) -> Option<Value> {
        let page =
            self.server.get(&format!("/v1/statement_entries?limit=20&status={status}")).await;
        let entries = page.ok()["data"].as_array().cloned().unwrap_or_default();
        if entries.is_empty() { None } else { Some(self.dice.pick(&entries).clone()) }
    }

    async fn unmatch(&mut self) {
        let Some(entry) = self.entry("matched").await else { return };
        let path = format!("/v1/statement_entries/{}/unmatch", text(&entry["id"]));
        let answer = self.server.post(&path, json!({"note": "It was another's."})).await;
        assert!(matches!(answer.status, 200 | 409), "unmatch: {}", answer.body);
        // What was never a session's never paid it.
        let undone = text(&entry["payment_session"]);
        for known in self.sessions.iter_mut().filter(|it| it.id == undone) {
            known.first_paid_at = None;
        }
        self.check_all().await;
    }

    async fn match_by_hand(&mut self) {
        let Some(entry) = self.entry("unmatched").await else { return };
        let place = self.dice.below(self.sessions.len());
        let mut body =
            json!({"payment_session": self.sessions[place].id, "note": "The payer called."});
        if self.dice.one_in(2) {
            body["as"] = json!(*self.dice.pick(&["mark", "payment"]));
        }
        let path = format!("/v1/statement_entries/{}/match", text(&entry["id"]));
        let answer = self.server.post(&path, body).await;
        assert!(matches!(answer.status, 200 | 400 | 409), "match: {}", answer.body);
        self.check_all().await;
    }

    async fn check_all(&mut self) {
        for place in 0..self.sessions.len() {
            self.check(place).await;
        }
    }
}

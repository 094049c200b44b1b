//! A power cut at every commit of a refund, a reversal, a payout, the spending of credit, a debit's
//! signature and refund, and of transfers, marks, and what takes them back, before and behind it: whoever asks again with the same key gets the same answer, and afterwards
//! everybody has what they would have without the cut.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use std::time::Duration;

use serde_json::{Value, json};
use testkit::cutter::{Cutter, Moment};
use testkit::databases::TempDatabase;
use testkit::server::{Answer, TestServer, text};

/// More commits than anything here takes.
const COMMITS_MAX: usize = 60;
/// More days than a payment by Autogiro takes, over any holidays.
const DEBIT_DAYS: i64 = 25;
/// So many are paid in advance.
const DEBITS: usize = 16;
/// How often a call is repeated over one cut.
const TRIES_MAX: usize = 5;
/// How often to look for what a job does, and how long to wait between.
const LOOKS_MAX: usize = 1_000;
const LOOK_AGAIN: Duration = Duration::from_millis(20);

/// Something that changes who has what, of money that is there.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Deed {
    Refund,
    Reversal,
    Payout,
    Credit,
    Signature,
    Return,
    Transfer,
    Unmatch,
    Mark,
    Unmark,
}

impl Deed {
    const fn is_transfer(self) -> bool {
        matches!(self, Self::Transfer | Self::Unmatch | Self::Mark | Self::Unmark)
    }
}

/// A server behind a place to cut at.
struct Stage {
    server: TestServer,
    cutter: Cutter,
    /// Makes the keys of this run's calls.
    calls: usize,
    /// How often the power failed.
    cuts: usize,
    /// Debits that were paid in advance, as time passes for all of them at once.
    debits: Vec<Scene>,
}

/// What a deed works on: all of a session's money is an owner's, or a customer's credit.
struct Scene {
    session: String,
    owner: String,
    transaction: String,
    transfer: String,
    customer: Value,
    today: String,
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn refunds_survive_a_cut_at_every_commit() {
    everywhere(Deed::Refund).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn reversals_survive_a_cut_at_every_commit() {
    everywhere(Deed::Reversal).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn payouts_survive_a_cut_at_every_commit() {
    everywhere(Deed::Payout).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn credit_survives_a_cut_at_every_commit() {
    everywhere(Deed::Credit).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn signatures_survive_a_cut_at_every_commit() {
    everywhere(Deed::Signature).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn returns_survive_a_cut_at_every_commit() {
    everywhere(Deed::Return).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn transfers_survive_a_cut_at_every_commit() {
    everywhere(Deed::Transfer).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn undone_matches_survive_a_cut_at_every_commit() {
    everywhere(Deed::Unmatch).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn marks_and_their_links_survive_a_cut_at_every_commit() {
    everywhere(Deed::Mark).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn undone_marks_survive_a_cut_at_every_commit() {
    everywhere(Deed::Unmark).await;
}

/// Does it again and again, cut one commit later each time, until nothing is left to cut. What was
/// cut off goes on once its lease is over, so all of it is looked at in the end.
async fn everywhere(deed: Deed) {
    let (database, cutter) = TempDatabase::behind_a_cutter();
    let server = TestServer::start(env!("CARGO_BIN_EXE_quittance"), database);
    let mut stage = Stage { server, cutter, calls: 0, cuts: 0, debits: Vec::new() };
    let mut scenes = Vec::new();
    for moment in [Moment::Before, Moment::After] {
        for others in 0.. {
            assert!(others < COMMITS_MAX, "{deed:?} never ends");
            let (scene, cuts) = (stage.prepare(deed).await, stage.cuts);
            stage.cutter.arm(others, moment);
            stage.perform(deed, &scene).await;
            stage.cutter.disarm();
            // The cut may have come behind the last answer, at what the server does by itself.
            if stage.cutter.is_cut() {
                stage.restart();
            }
            scenes.push((scene, format!("{deed:?}, cut {moment:?} commit {others}")));
            if stage.cuts == cuts {
                break;
            }
        }
    }
    println!("{deed:?}: {} cuts", stage.cuts);
    // Each call has a commit to be cut on both sides.
    assert!(stage.cuts >= 2, "{deed:?} was cut {} times only", stage.cuts);
    // A debit that was signed is accepted and paid by then.
    let days = if deed == Deed::Signature { DEBIT_DAYS } else { 1 };
    stage.server.advance_days(days).await;
    for (scene, what) in &scenes {
        stage.check(deed, scene, what).await;
    }
    stage.server.verify();
}

impl Stage {
    /// Money that is there, on both sides of nothing.
    async fn prepare(&mut self, deed: Deed) -> Scene {
        if matches!(deed, Deed::Signature | Deed::Return) {
            return self.prepare_debit(deed).await;
        }
        if deed.is_transfer() {
            return self.prepare_transfer(deed).await;
        }
        let owner = json!({"email": "owner@example.com", "business_type": "individual"});
        let owner = text(&self.server.post("/v1/owners", owner).await.ok()["id"]);
        let data = match deed {
            Deed::Credit => json!({"customer_balance": {"apply": true}}),
            _ => json!({"transfer_data": {"destination": owner}}),
        };
        let session =
            self.server.session("eur", &["card"], json!({"transaction_data": data})).await;
        let paid = self.server.pay(&text(&session["id"]), "card", "succeed").await.ok();
        let transaction = text(&paid["transaction"]);
        let transfers = format!("/v1/transfers?source_transaction={transaction}");
        let transfers = self.server.get(&transfers).await.ok();
        Scene {
            session: text(&session["id"]),
            owner,
            transaction,
            transfer: transfers["data"][0]["id"].as_str().unwrap_or_default().to_owned(),
            customer: session["customer"].clone(),
            today: self.server.day(0).await,
        }
    }

    /// A session that will be paid by Autogiro, or was.
    async fn prepare_debit(&mut self, deed: Deed) -> Scene {
        if deed == Deed::Signature {
            return self.debit().await;
        }
        if self.debits.is_empty() {
            for _ in 0..DEBITS {
                let mut scene = self.debit().await;
                let signed = self.server.pay(&scene.session, "autogiro", "succeed").await.ok();
                scene.transaction = text(&signed["transaction"]);
                self.debits.push(scene);
            }
            self.server.advance_days(DEBIT_DAYS).await;
        }
        self.debits.pop().expect("a debit")
    }

    /// A session that can be paid by Autogiro.
    async fn debit(&self) -> Scene {
        self.scene(self.server.session("sek", &["autogiro"], json!({})).await).await
    }

    /// A session for which money will be sent or marked, or was.
    async fn prepare_transfer(&self, deed: Deed) -> Scene {
        let session = self.server.session("gbp", &["direct_transfer"], json!({})).await;
        let scene = self.scene(session).await;
        match deed {
            Deed::Unmatch => {
                self.server.post(&sending(&scene), json!({"amount": 10_000})).await.ok();
            }
            Deed::Unmark => {
                self.server.post(&marking(&scene), mark_of(&scene)).await.ok();
            }
            _ => {}
        }
        scene
    }

    /// A session alone.
    async fn scene(&self, session: Value) -> Scene {
        Scene {
            session: text(&session["id"]),
            owner: String::new(),
            transaction: String::new(),
            transfer: String::new(),
            customer: session["customer"].clone(),
            today: self.server.day(0).await,
        }
    }

    /// Does something about transfers, over the cut.
    async fn perform_transfer(&mut self, deed: Deed, scene: &Scene) {
        if deed == Deed::Mark {
            self.insist(&marking(scene), mark_of(scene)).await.ok();
        }
        match deed {
            // A payer who sends it once more, after a cut behind the transfer, has sent it twice.
            Deed::Transfer | Deed::Mark => {
                self.insist(&sending(scene), json!({"amount": 10_000})).await.ok();
            }
            Deed::Unmatch => {
                let entry = text(&self.entries(scene).await[0]["id"]);
                let path = format!("/v1/statement_entries/{entry}/unmatch");
                self.insist(&path, json!({"note": "It was another's."})).await.ok();
            }
            _ => {
                let path = format!("/v1/payment_sessions/{}/unmark_received", scene.session);
                self.insist(&path, json!({"note": "It never came."})).await.ok();
            }
        }
    }

    /// Does it, over the cut.
    async fn perform(&mut self, deed: Deed, scene: &Scene) {
        match deed {
            Deed::Transfer | Deed::Unmatch | Deed::Mark | Deed::Unmark => {
                self.perform_transfer(deed, scene).await;
            }
            Deed::Refund => {
                let body = json!({
                    "transaction": scene.transaction, "amount": 4_000, "reverse_transfer": true,
                });
                let refund = self.insist("/v1/refunds", body).await.ok();
                self.watch(&format!("/v1/refunds/{}", text(&refund["id"])), "succeeded").await;
            }
            Deed::Reversal => {
                let path = format!("/v1/transfers/{}/reversals", scene.transfer);
                self.insist(&path, json!({"amount": 4_000})).await.ok();
            }
            Deed::Payout => {
                let body = json!({"destination": scene.owner, "currency": "eur", "approve": true});
                let payout = self.insist("/v1/owner_payouts", body).await.ok();
                let path = format!("/v1/owner_payouts/{}/mark_paid", text(&payout["id"]));
                let body = json!({"paid_on": scene.today, "reference": "PAYOUT"});
                self.insist(&path, body).await.ok();
            }
            Deed::Credit => {
                let body = json!({
                    "amount": 4_000, "currency": "eur", "customer": scene.customer, "mode": "payment",
                    "payment_method_types": ["card"],
                    "payment_method_options": {"customer_balance": {"apply": true}},
                });
                let session = self.insist("/v1/payment_sessions", body).await.ok();
                let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", text(&session["id"]));
                let paid =
                    self.insist(&pay, json!({"payment_method_type": "customer_balance"})).await;
                // A payer who presses the button once more, after a cut behind the payment.
                match paid.status {
                    200 => {}
                    _ => assert_eq!(paid.refused(409), "payment_session_paid"),
                }
            }
            Deed::Signature => {
                let pay = format!("/v1/test_helpers/payment_sessions/{}/pay", scene.session);
                let signed = self.insist(&pay, json!({"payment_method_type": "autogiro"})).await;
                // A payer who signs once more, after a cut behind the signature.
                match signed.status {
                    200 => {}
                    _ => assert_eq!(signed.refused(409), "payment_in_progress"),
                }
            }
            Deed::Return => {
                let path = format!("/v1/test_helpers/transactions/{}/return", scene.transaction);
                let back = self.insist(&path, json!({"code": "AG77-03"})).await;
                match back.status {
                    200 => {}
                    _ => assert_eq!(back.refused(409), "nothing_to_return"),
                }
            }
        }
    }

    /// Looks until an object has that status, or the power fails.
    async fn watch(&mut self, path: &str, status: &str) {
        for _ in 0..LOOKS_MAX {
            let request = self.server.client().get(format!("{}{path}", self.server.url));
            let answer = tokio::select! {
                answer = self.server.try_send(request) => answer.ok(),
                () = self.cutter.cut() => None,
            };
            match answer {
                Some(answer) if answer.body["status"] == status => return,
                Some(_) => tokio::time::sleep(LOOK_AGAIN).await,
                None => return self.restart(),
            }
        }
        panic!("{path} does not come to {status}")
    }

    fn restart(&mut self) {
        self.cuts += 1;
        self.server.kill();
        self.cutter.mend();
        self.server.launch();
    }

    /// Calls with one key until an answer comes; starts the server again when it was cut off.
    async fn insist(&mut self, path: &str, body: Value) -> Answer {
        self.calls += 1;
        let key = format!("call-{}", self.calls);
        for _ in 0..TRIES_MAX {
            let request = self.server.client().post(format!("{}{path}", self.server.url));
            let request = request.json(&body).header("Idempotency-Key", &key);
            let answer = tokio::select! {
                answer = self.server.try_send(request) => answer.ok(),
                () = self.cutter.cut() => None,
            };
            match answer {
                Some(answer) if answer.status != 503 => return answer,
                _ => self.restart(),
            }
        }
        panic!("{path} has no answer")
    }

    /// Everybody has what they would have without the cut.
    async fn check(&self, deed: Deed, scene: &Scene, what: &str) {
        let owner = format!("owner:{}", scene.owner);
        let credit = format!("customer_credit:{}", text(&scene.customer));
        let expected: &[(&str, i64)] = match deed {
            Deed::Refund => &[(&owner, 6_000)],
            Deed::Reversal => &[(&owner, 6_000)],
            Deed::Payout => &[(&owner, 0)],
            Deed::Credit => &[(&credit, 6_000)],
            _ => &[],
        };
        for (account, balance) in expected {
            assert_eq!(self.ledger(account).await, *balance, "{account}, {what}");
        }
        match deed {
            Deed::Refund => {
                let path = format!("/v1/refunds?transaction={}", scene.transaction);
                let refunds = self.server.get(&path).await.ok();
                let refunds = refunds["data"].as_array().expect("refunds");
                assert_eq!(refunds.len(), 1, "{what}");
                assert_eq!(refunds[0]["status"], "succeeded", "{what}");
                let path = format!("/v1/transactions/{}", scene.transaction);
                assert_eq!(self.server.get(&path).await.ok()["amount_refunded"], 4_000, "{what}");
            }
            Deed::Reversal => {
                let path = format!("/v1/transfers/{}", scene.transfer);
                let transfer = self.server.get(&path).await.ok();
                assert_eq!(transfer["amount_reversed"], 4_000, "{what}");
            }
            Deed::Payout => {
                let path = format!("/v1/owner_payouts?destination={}", scene.owner);
                let payouts = self.server.get(&path).await.ok();
                let payouts = payouts["data"].as_array().expect("payouts");
                let known: Vec<_> =
                    payouts.iter().map(|it| (&it["status"], &it["amount"])).collect();
                assert_eq!(known, [(&json!("paid"), &json!(10_000))], "{what}");
            }
            Deed::Credit => {
                let path = format!("/v1/payment_sessions?customer={}", text(&scene.customer));
                let sessions = self.server.get(&path).await.ok();
                let sessions = sessions["data"].as_array().expect("sessions");
                assert_eq!(sessions.len(), 2, "{what}");
                assert!(sessions.iter().all(|it| it["status"] == "paid"), "{what}: {sessions:?}");
            }
            Deed::Transfer | Deed::Unmatch | Deed::Mark | Deed::Unmark => {
                self.check_transfer(deed, scene, what).await;
            }
            Deed::Signature | Deed::Return => {
                let session = self.server.retrieve(&scene.session).await;
                let returned = if deed == Deed::Return { 10_000 } else { 0 };
                assert_eq!(session["amount_received"], 10_000, "{what}: {session}");
                assert_eq!(session["amount_returned"], returned, "{what}: {session}");
            }
        }
    }

    /// Each entry of the bank's counts once, and what was taken back not at all.
    async fn check_transfer(&self, deed: Deed, scene: &Scene, what: &str) {
        let session = self.server.retrieve(&scene.session).await;
        let entries = self.entries(scene).await;
        let (sent, linked) = match deed {
            Deed::Transfer => (1..=2, 0),
            Deed::Mark => (1..=2, 1),
            _ => (0..=0, 0),
        };
        assert!(sent.contains(&entries.len()), "{what}: {entries:?}");
        let links = entries.iter().filter(|it| it["matches"][0]["settlement"].is_string()).count();
        assert_eq!(links, linked, "{what}: {entries:?}");
        // What comes once it is paid is the customer's.
        let surplus = entries.len().saturating_sub(1) * 10_000;
        let received = entries.len() * 10_000 - surplus;
        assert_eq!(session["amount_received"], received, "{what}: {session}");
        let status = if received > 0 { "paid" } else { "unpaid" };
        assert_eq!(session["status"], status, "{what}: {session}");
        let credit = format!("customer_credit:{}", text(&scene.customer));
        let surplus = i64::try_from(surplus).expect("a sum");
        assert_eq!(self.ledger(&credit).await, surplus, "{what}");
    }

    /// The bank's entries that are a session's.
    async fn entries(&self, scene: &Scene) -> Vec<Value> {
        let path = format!("/v1/statement_entries?payment_session={}", scene.session);
        let entries = self.server.get(&path).await.ok();
        entries["data"].as_array().expect("entries").clone()
    }

    /// Balance of an account of the ledger, credits less debits.
    async fn ledger(&self, account: &str) -> i64 {
        let path = format!("/v1/ledger_entries?limit=100&account={account}");
        let entries = self.server.get(&path).await.ok();
        let amount = |entry: &Value| {
            let amount = entry["amount"].as_i64().expect("an amount");
            if entry["credit_account"] == account { amount } else { -amount }
        };
        entries["data"].as_array().expect("entries").iter().map(amount).sum()
    }
}

/// Where a payer sends money for a session.
fn sending(scene: &Scene) -> String {
    format!("/v1/test_helpers/payment_sessions/{}/transfer", scene.session)
}

/// Where a person marks it as received.
fn marking(scene: &Scene) -> String {
    format!("/v1/payment_sessions/{}/mark_received", scene.session)
}

fn mark_of(scene: &Scene) -> Value {
    json!({"amount": 10_000, "received_on": scene.today, "note": "Seen in online banking."})
}

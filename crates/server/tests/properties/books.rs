//! The books as the public API tells them.

use std::collections::BTreeMap;

use serde_json::Value;
use testkit::server::text;

use crate::world::World;

impl World {
    /// Every object of a list, oldest first.
    async fn all(&self, path: &str) -> Vec<Value> {
        let mut found = Vec::new();
        let mut after = String::new();
        loop {
            let page = self.server.get(&format!("{path}?limit=100{after}")).await.ok();
            let items = page["data"].as_array().expect("a list").clone();
            if let Some(last) = items.last() {
                after = format!("&starting_after={}", text(&last["id"]));
            }
            found.extend(items);
            if page["has_more"] != true {
                break;
            }
        }
        found.reverse();
        found
    }

    /// The balance of every account, customers and owners by the order of their making.
    pub(crate) async fn books(&self) -> BTreeMap<String, i64> {
        let names = self.customers_ever.iter().chain(&self.owners).enumerate();
        let names: BTreeMap<&str, String> =
            names.map(|(place, id)| (id.as_str(), format!("person {place}"))).collect();
        let mut books = BTreeMap::new();
        for entry in self.all("/v1/ledger_entries").await {
            let amount = entry["amount"].as_i64().expect("an amount");
            for (side, signed) in [("debit_account", -amount), ("credit_account", amount)] {
                let account = text(&entry[side]);
                let (kind, whose) = account.split_once(':').unwrap_or((&account, ""));
                let whose = match whose {
                    conn if conn.starts_with("conn_") => "a connection".to_owned(),
                    bank if bank.starts_with("ba_") => format!("in {}", text(&entry["currency"])),
                    id => names.get(id).cloned().unwrap_or_else(|| id.to_owned()),
                };
                *books.entry(format!("{kind} {whose}")).or_default() += signed;
            }
        }
        books
    }

    /// Every owner's part of each session adds up with the merchant's fees to what it brought.
    pub(crate) async fn check_splits(&self) {
        let mut parts: BTreeMap<String, i64> = BTreeMap::new();
        for transfer in self.all("/v1/transfers").await {
            let Some(session) = transfer["payment_session"].as_str() else { continue };
            if transfer["automatic"] == true {
                let number = |name: &str| transfer[name].as_i64().expect("a sum");
                let left = number("amount") - number("amount_reversed");
                assert!(left >= 0, "{transfer}");
                *parts.entry(session.to_owned()).or_default() += left;
            }
        }
        for (session, given) in parts {
            let session = self.server.retrieve(&session).await;
            let number = |name: &str| session[name].as_i64().expect("a sum");
            let brought = number("amount_received") - number("amount_returned")
                + number("amount_credit_applied");
            assert!(given <= brought.min(number("amount")), "{given} of {session}");
        }
    }
}

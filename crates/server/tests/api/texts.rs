//! Free texts of every kind: what nobody sees, or what turns the text around it, is refused by the name of the
//! field that has it.

use serde_json::{Value, json};

use crate::support::{TestApi, on_both};

on_both! {
    what_nobody_sees_is_refused_by_name
}

/// Characters that steer screens, turn what is beside them around, or are not seen at all.
const HOSTILE: &[&str] = &[
    "\0", "\u{1b}", "\u{7f}", "\u{85}", "\u{9b}", "\u{2028}", "\u{202a}", "\u{202e}", "\u{2066}",
    "\u{2069}", "\u{200b}", "\u{200e}", "\u{2060}", "\u{feff}", "\u{ad}",
];

/// Calls whose one field has such a text: the path, the body, and the name of the field.
fn tries(bad: &str) -> Vec<(&'static str, Value, &'static str)> {
    let received = "/v1/payment_sessions/py_sess_01jz3x5v8gk2m4n6p8q0r2s4t6/mark_received";
    let plain = [
        ("/v1/customers", "name"),
        ("/v1/customers", "phone"),
        ("/v1/units", "name"),
        ("/v1/owners", "name"),
        ("/v1/payment_sessions", "description"),
        ("/v1/payment_sessions", "statement_descriptor"),
        ("/v1/refunds", "reason_description"),
        ("/v1/owner_payouts", "description"),
        ("/v1/owner_payouts", "statement_descriptor"),
        ("/v1/transfers", "description"),
        ("/v1/bank_accounts", "account_holder_name"),
        ("/v1/customer_balance_transactions", "description"),
        ("/v1/account", "business_name"),
        ("/v1/account", "display_name"),
        (received, "note"),
    ];
    let mut all: Vec<_> =
        plain.into_iter().map(|(path, field)| (path, json!({field: bad}), field)).collect();
    all.push(("/v1/customers", json!({"email": format!("a@{bad}.example")}), "email"));
    all.push(("/v1/customers", json!({"address": {"city": bad}}), "address.city"));
    all.push(("/v1/customers", json!({"metadata": {"key": bad}}), "metadata"));
    all.push(("/v1/customers", json!({"metadata": {bad: "value"}}), "metadata"));
    all
}

async fn what_nobody_sees_is_refused_by_name(api: TestApi) {
    for hostile in HOSTILE {
        for (path, body, field) in tries(&format!("Re{hostile}nt")) {
            let answer = api.post(path, body).await;
            assert_eq!(answer.status, 400, "{hostile:?} in {field} of {path}: {answer:?}");
            let faults = answer.json()["error"]["errors"].clone();
            let is_it = |it: &Value| it["param"] == field && it["code"] != "required";
            let named = faults.as_array().unwrap().iter().any(is_it);
            assert!(named, "{hostile:?} in {field} of {path}: {faults}");
        }
    }
    // What is missing beside them is told as well; without them it is all that is told.
    for (path, body, field) in tries("Rent") {
        let told = api.post(path, body).await.text;
        assert!(!told.contains("text_"), "{field} of {path}: {told}");
    }
    // Scripts that need what is not seen keep it.
    let fine = json!({"name": "می\u{200c}خواهم", "metadata": {"note": "❤\u{fe0f}\ntwo lines"}});
    api.post("/v1/customers", fine).await.ok();
}

//! The API against its own description: an independent program makes up requests, right and
//! wrong, and every answer has to be a documented one.
//!
//! `QUITTANCE_TEST_SCHEMA_SECONDS` sets for how long; CI takes a minute.

use std::process::Command;

use testkit::databases::TempDatabase;
use testkit::server::TestServer;

#[tokio::test]
async fn every_answer_is_documented() {
    let server = TestServer::start(env!("CARGO_BIN_EXE_quittance"), TempDatabase::sqlite());
    // Something to be found by the requests that look for it.
    let session = server.session("eur", &["card", "sepa_debit"], serde_json::json!({})).await;
    assert_eq!(session["status"], "unpaid");
    let seconds =
        std::env::var("QUITTANCE_TEST_SCHEMA_SECONDS").unwrap_or_else(|_| "60".to_owned());
    let python = std::env::var("QUITTANCE_TEST_PYTHON").unwrap_or_else(|_| {
        concat!(env!("CARGO_MANIFEST_DIR"), "/../../.tools/venv/bin/python").to_owned()
    });
    let folder = tempfile::tempdir().expect("a temporary folder");
    let config = folder.path().join("schemathesis.toml");
    std::fs::write(&config, CONFIG).expect("the configuration is written");
    let output = Command::new(python)
        .current_dir(folder.path())
        .env("SCHEMATHESIS_HOOKS", "schema_hooks")
        .env("PYTHONPATH", concat!(env!("CARGO_MANIFEST_DIR"), "/tests"))
        .args(["-m", "schemathesis.cli", "--config-file"])
        .arg(&config)
        .args(["run", &format!("{}/openapi.json", server.url)])
        .args(["--header", &format!("Authorization: Bearer {}", server.key)])
        // One worker: Python before 3.12 mixes up what two threads parse at a time
        // (https://github.com/python/cpython/issues/106905), and schemathesis gives up then.
        .args(["--checks", "all", "--max-time", &seconds, "--workers", "1"])
        // Owners and units can be read when they were deleted: they are history. That others
        // cannot is what their own tests say.
        .args(["--exclude-checks", "use_after_free", "--no-color"])
        .output()
        .expect("schemathesis runs; `cargo xtask install` installs it");
    let text = String::from_utf8_lossy(&output.stdout);
    println!("{text}");
    assert!(output.status.success(), "{text}{}", String::from_utf8_lossy(&output.stderr));
    server.verify();
}

/// What answers are expected to requests that fit the description, and to those that do not. A
/// request may fit and still be refused: an id is unknown, a session is past that.
const CONFIG: &str = r#"
[checks.positive_data_acceptance]
expected-statuses = ["2xx", 400, 401, 403, 404, 409]

[checks.negative_data_rejection]
expected-statuses = [400, 401, 403, 404, 405, 409, 413, 415]
"#;

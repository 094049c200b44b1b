//! Writes what payers see of each method into a folder, as pictures of a phone: for the documents.

#![expect(clippy::expect_used, reason = "a chore may stop at the first surprise")]

use std::path::PathBuf;

use pages::samples;
use testkit::browser::{Browser, Device, Setup, serve};

/// The states that tell a method best, three at most, by the name of its document.
const METHODS: &[(&str, &[&str])] = &[
    ("card", &["card_review.first", "sandbox_card.first", "status.paid"]),
    ("sepa_debit", &["debit_form.first", "debit_review.first", "status.debit_signed"]),
    ("bacs_debit", &["bacs_form.first", "bacs_review.first", "status.instruction_confirmed"]),
    ("autogiro", &["autogiro_form.first", "autogiro_review.first", "status.autogiro_signed"]),
    ("pay_by_bank", &["bank_review.first", "sandbox_bank.first", "status.bank_silent"]),
    ("bank_transfer", &["transfer.eur", "status.transfer_said", "status.transfer_partly"]),
    ("direct_transfer", &["transfer.direct_gbp", "status.transfer_said_direct"]),
];
/// The most that a picture may weigh, for documents are read on phones too.
const BYTES_MAX: usize = 42_000;

#[tokio::main(flavor = "current_thread")]
async fn main() {
    let folder = PathBuf::from(std::env::args().nth(1).expect("a folder"));
    std::fs::create_dir_all(&folder).expect("a folder");
    let url = serve(samples::files().expect("every page renders").into_iter().collect()).await;
    let browser = Browser::open(Setup { device: Device::Phone, ..Setup::default() }).await;
    for (method, states) in METHODS {
        for (place, state) in states.iter().enumerate() {
            browser.goto(&format!("{url}/{state}.en.html")).await;
            let picture = browser.small_picture().await;
            assert!(picture.len() <= BYTES_MAX, "{state} has {} bytes", picture.len());
            let path = folder.join(format!("{method}-{}.webp", place + 1));
            std::fs::write(&path, picture).expect("a file for the picture");
        }
    }
}

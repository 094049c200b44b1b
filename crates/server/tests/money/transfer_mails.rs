//! Mails about transfers: what the payer asked for, and that a part of it arrived.

use serde_json::{Value, json};
use server::mail::DETAILS_PER_DAY;
use testkit::payer::{Form, Page, Payer};
use testkit::server::text;

use crate::harness::{Merchant, on_both};
use crate::transfers::{BOTH, entry, mark, send, session, standing, unmatched};

on_both! {
    the_details_are_mailed_to_who_asks
    a_part_is_written_about_once_for_each_entry
}

/// A mail as the sandbox's mailbox lists it.
struct Listed {
    href: String,
    /// Subject and recipient.
    line: String,
}

/// Every mail of the mailbox, newest first.
async fn mails(payer: &Payer<'_>, mailbox: &str) -> Vec<Listed> {
    let list = payer.open(mailbox).await;
    let lines = list.html.split("<li><a href=\"").skip(1);
    lines
        .filter_map(|line| {
            let (href, rest) = line.split_once('"')?;
            let line = rest.split("</li>").next()?.to_owned();
            Some(Listed { href: href.replace("&#38;", "&").replace("&amp;", "&"), line })
        })
        .filter(|it| it.href.contains("/sandbox/mail/"))
        .collect()
}

/// The text of a mail.
async fn body(payer: &Payer<'_>, mail: &Listed) -> String {
    let page = payer.open(&mail.href).await.html;
    page.rsplit_once("<pre").map(|(_, text)| text.to_owned()).expect("a text part")
}

/// The form that asks for a mail.
fn by_mail(page: &Page) -> Form {
    let form = page.forms().into_iter().find(|form| form.fields.contains_key("email"));
    form.unwrap_or_else(|| panic!("no mail is offered: {}", page.html)).with("step", "mail")
}

async fn the_details_are_mailed_to_who_asks(merchant: Merchant) {
    let (payer, mailbox) = (Payer::new(&merchant.server), &merchant.server.mailbox);
    let other = session(&merchant, BOTH, json!({})).await;
    for method in BOTH {
        let asked = session(&merchant, &[method], json!({})).await;
        let page = payer.open(&text(&asked["url"])).await;
        let before = mails(&payer, mailbox).await.len();
        for typed in ["", "nobody", "a@example.com, b@example.com", "a@example.com\r\nBcc: b@c.se"]
        {
            let wrong = payer.send(&by_mail(&page).with("email", typed)).await;
            assert_eq!(wrong.status, 422, "{typed}: {}", wrong.html);
            assert!(wrong.html.contains("aria-invalid"), "{typed}: {}", wrong.html);
        }
        let forged = by_mail(&page).with("email", "a@example.com").with("token", "made up");
        assert_ne!(payer.send(&forged).await.status, 200);
        assert_eq!(mails(&payer, mailbox).await.len(), before);

        let sent = payer.send(&by_mail(&page).with("email", "friend@example.com")).await;
        assert_eq!(sent.status, 200, "{}", sent.html);
        assert!(sent.html.contains("friend@example.com"), "{}", sent.html);
        let now = mails(&payer, mailbox).await;
        assert_eq!(now.len(), before + 1);
        assert!(now[0].line.contains("friend@example.com"), "{}", now[0].line);
        let told = body(&payer, &now[0]).await;
        let (core, url) = (text(&asked["reference"]), text(&asked["url"]));
        for fact in [&core[..4], "100.00", url.as_str()] {
            assert!(told.contains(fact), "{fact}: {told}");
        }
        // Nothing of the customer, and nothing of others.
        for secret in ["tenant@example.com", &text(&other["reference"])[..7]] {
            assert!(!told.contains(secret), "{secret}: {told}");
        }
        // So many in a day and no more; the next day some again.
        for _ in 1..DETAILS_PER_DAY {
            let again = by_mail(&page).with("email", "friend@example.com");
            assert_eq!(payer.send(&again).await.status, 200);
        }
        let refused = by_mail(&page).with("email", "friend@example.com");
        let no_more = payer.send(&refused).await;
        assert_eq!(no_more.status, 429);
        assert!(
            no_more.html.contains("24 hours") && !no_more.html.contains("a few minutes"),
            "{}",
            no_more.html
        );
        assert_eq!(mails(&payer, mailbox).await.len(), before + DETAILS_PER_DAY);
        merchant.server.advance_days(1).await;
        assert_eq!(payer.send(&refused).await.status, 200);
        // Asking has changed nothing; and who has paid is not told where to send more.
        let paid = send(&merchant, &asked, json!({})).await;
        assert_eq!(standing(&paid), ("paid", "settled"));
        let late = payer.send(&refused).await;
        assert_eq!(late.status, 409, "{}", late.html);
        assert_eq!(mails(&payer, mailbox).await.len(), before + DETAILS_PER_DAY + 1);
    }
    merchant.verify();
}

async fn a_part_is_written_about_once_for_each_entry(merchant: Merchant) {
    let (payer, mailbox) = (Payer::new(&merchant.server), &merchant.server.mailbox);
    let asked = session(&merchant, BOTH, json!({})).await;
    let core = text(&asked["reference"]);
    send(&merchant, &asked, json!({"amount": 4_000})).await;
    let first = mails(&payer, mailbox).await;
    assert_eq!(first.len(), 1);
    let told = body(&payer, &first[0]).await;
    for fact in ["40.00", "60.00", &core[..4], &text(&asked["url"])] {
        assert!(told.contains(fact), "{fact}: {told}");
    }
    // The same entry, undone and matched again, is the same money.
    let part = entry(&merchant).await;
    unmatched(&merchant, &part).await.ok();
    let path = format!("/v1/statement_entries/{}/match", text(&part["id"]));
    merchant.post(&path, json!({"payment_session": asked["id"], "note": "It was."})).await;
    assert_eq!(mails(&payer, mailbox).await.len(), 1);
    // A second part by a person's word is news; that the bank shows it is not.
    mark(&merchant, &asked, 1_000).await.ok();
    let second = mails(&payer, mailbox).await;
    assert_eq!(second.len(), 2);
    let told = body(&payer, &second[0]).await;
    assert!(told.contains("10.00") && told.contains("50.00"), "{told}");
    send(&merchant, &asked, json!({"amount": 1_000})).await;
    assert_eq!(mails(&payer, mailbox).await.len(), 2);
    // The last part leaves nothing to be said here.
    let paid = send(&merchant, &asked, json!({})).await;
    assert_eq!(standing(&paid), ("paid", "settled"));
    assert_eq!(mails(&payer, mailbox).await.len(), 2);
    let sent = merchant.get("/v1/events?type=email.sent&limit=100").await;
    let sent = sent["data"].as_array().expect("events").iter();
    let kinds: Vec<&Value> = sent.map(|it| &it["data"]["object"]["type"]).collect();
    assert_eq!(kinds, ["part_payment"; 2]);
    merchant.verify();
}

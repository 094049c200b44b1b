//! The browser does what tests rely on: scripts on and off, colours, keys, axe-core.

use testkit::browser::{Browser, Device, Setup};
use thirtyfour::Key;

const PAGE: &str = "data:text/html,<!doctype html><html lang=en><title>Pay</title><meta \
    name=viewport content=width=device-width><style>\
    body{background:white;color:black}@media(prefers-color-scheme:dark){body{background:black;\
    color:white}}</style><main><h1>Pay</h1><form action='http://127.0.0.1:1/gone'><label>Name \
    <input name=name></label><button>Go</button></form><p id=made>no</p></main><script>\
    document.getElementById('made').textContent='by script'</script></html>";

#[tokio::test(flavor = "multi_thread")]
async fn pages_are_read_filled_and_judged() {
    let browser = Browser::open(Setup::default()).await;
    browser.goto(PAGE).await;
    assert_eq!(browser.text("h1").await, "Pay");
    assert_eq!(browser.text("#made").await, "by script");
    assert_eq!(browser.violations().await, Vec::<String>::new());
    browser.tab_to("input").await;
    browser.type_text("Ann").await;
    browser.tab_to("button").await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.ends_with("/gone?name=Ann")).await;

    browser.goto("data:text/html,<title>Bad</title><img src=x><input>").await;
    let found = browser.violations().await.join("\n");
    assert!(found.contains("image-alt") && found.contains("html-has-lang"), "{found}");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_dark_phone_without_scripts() {
    let setup =
        Setup { device: Device::Phone, dark: true, without_scripts: true, ..Setup::default() };
    let browser = Browser::open(setup).await;
    browser.goto(PAGE).await;
    assert_eq!(browser.text("#made").await, "no");
    let body = browser.find("body").await;
    assert_eq!(body.css_value("color").await.unwrap_or_default(), "rgba(255, 255, 255, 1)");
    browser.fill("input", "Bo").await;
    browser.tab_to("button").await;

    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("shots/page.png");
    browser.screenshot(&path).await;
    let picture = std::fs::read(path).expect("a picture");
    assert_eq!(picture[16..24], [0, 0, 3, 12, 0, 0, 6, 152], "780 by 1688 pixels");
}

#[tokio::test(flavor = "multi_thread")]
async fn a_payer_prefers_a_language() {
    let browser = Browser::open(Setup { language: "sv", ..Setup::default() }).await;
    let page = "data:text/html,<p id=made></p><script>\
        document.getElementById('made').textContent=navigator.languages.join()</script>";
    browser.goto(page).await;
    assert_eq!(browser.text("#made").await, "sv");
}

#[tokio::test(flavor = "multi_thread")]
async fn other_hosts_are_out_of_reach() {
    let browser = Browser::open(Setup::default()).await;
    browser.goto("https://example.com/success").await;
    assert_eq!(browser.url().await, "https://example.com/success");
}

//! Real pages in a real browser: paying by card, by bank, by debit and by transfer, by keyboard alone,
//! in every language, on a phone and on a desktop, light and dark, with axe-core at every page. And
//! every state of every page in every language on the narrowest of phones.
#![expect(clippy::expect_used, reason = "whatever goes wrong here fails the test")]

use std::collections::BTreeMap;
use std::path::Path;
use std::process::Command;

use pages::{Locale, samples};
use serde_json::{Value, json};
use testkit::browser::{Browser, Device, Key, Setup, serve};
use testkit::databases::TempDatabase;
use testkit::server::{TestServer, text};

/// First load of the page, in bytes, and in requests (the icon apart).
const FIRST_LOAD_BYTES: usize = 30 * 1_024;
const FIRST_LOAD_REQUESTS: usize = 3;
/// More days than a payment by Autogiro takes, over any holidays.
const AUTOGIRO_DAYS: i64 = 25;

fn start() -> TestServer {
    TestServer::start(env!("CARGO_BIN_EXE_quittance"), TempDatabase::sqlite())
}

/// Fails when axe-core finds anything on the page.
async fn check(browser: &Browser) {
    let violations = browser.violations().await;
    assert!(violations.is_empty(), "{}: {violations:#?}", browser.url().await);
}

#[tokio::test]
async fn a_card_is_paid_on_a_phone_in_the_dark_by_keyboard_alone() {
    let server = start();
    let more = json!({"return_url": "https://example.com/success?order=7"});
    let session = server.session("gbp", &["card"], more).await;
    let setup = Setup { device: Device::Phone, dark: true, ..Setup::default() };
    let browser = Browser::open(setup).await;
    browser.goto(&text(&session["url"])).await;
    check(&browser).await;
    browser.tab_to("form[method=post] button").await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains("/sandbox/card/")).await;
    check(&browser).await;
    browser.tab_to("button").await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains("returned=1") || url.contains("example.com")).await;
    if !browser.url().await.contains("example.com") {
        check(&browser).await;
    }
    let url = browser.wait_for_url(|url| url.starts_with("https://example.com/success")).await;
    assert!(url.contains("status=paid") && url.contains("order=7"), "{url}");
    assert_eq!(server.retrieve(&text(&session["id"])).await["status"], "paid");
    server.verify();
}

#[tokio::test]
async fn a_bank_is_paid_at_by_keyboard_alone_after_refusing_and_waiting() {
    let server = start();
    let session = server.session("gbp", &["card", "pay_by_bank"], json!({})).await;
    let browser = Browser::open(Setup::default()).await;
    browser.goto(&text(&session["url"])).await;
    check(&browser).await;
    browser.tab_to("input[name=payment_method_type]").await;
    browser.press(Key::Down).await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains("payment_method_type=pay_by_bank")).await;
    check(&browser).await;
    // The first bank, at which the payer refuses; then the one that says nothing.
    go_to_the_bank(&browser, "#bank-1", vec![Key::Space]).await;
    browser.tab_to("input[name=scenario]").await;
    browser.press(Key::Down).await;
    answer(&browser).await;
    assert!(browser.has("[role=alert]").await, "{}", browser.source().await);
    browser.tab_to("input[name=payment_method_type]").await;
    browser.press(Key::Down).await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains("payment_method_type=pay_by_bank")).await;
    check(&browser).await;
    // Backwards, past the last one, to that before it.
    go_to_the_bank(&browser, "#bank-6", vec![Key::Up, Key::Up]).await;
    answer(&browser).await;
    assert!(browser.has(".status.waiting").await, "{}", browser.source().await);
    server.post("/v1/test_helpers/clock/advance", json!({"seconds": 660})).await.ok();
    // The page looks again by itself.
    browser.wait_for_url(|url| url.contains("returned=2")).await;
    check(&browser).await;
    assert!(browser.has(".status.good").await, "{}", browser.source().await);
    assert_eq!(server.retrieve(&text(&session["id"])).await["status"], "paid");
    server.verify();
}

/// Chooses a bank by keyboard, from the first one on, and goes to its page.
async fn go_to_the_bank(browser: &Browser, bank: &str, keys: Vec<Key>) {
    browser.tab_to("#bank-1").await;
    for key in keys {
        browser.press(key).await;
    }
    assert!(browser.has(&format!("{bank}:checked")).await);
    browser.tab_to("form[method=post] button").await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains("/sandbox/bank/")).await;
    check(browser).await;
}

/// Sends the pretend bank's form, and comes back.
async fn answer(browser: &Browser) {
    browser.tab_to("form[method=post] button").await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains("returned=")).await;
    check(browser).await;
}

#[tokio::test]
async fn a_debit_is_signed_by_keyboard_alone_in_every_language_that_a_browser_prefers() {
    let server = start();
    for (place, locale) in Locale::ALL.into_iter().enumerate() {
        let session = server.session("eur", &["card", "sepa_debit"], json!({})).await;
        let (device, dark) = match place % 2 {
            0 => (Device::Desktop, false),
            _ => (Device::Phone, true),
        };
        let setup = Setup { device, dark, language: locale.tag(), ..Setup::default() };
        let browser = Browser::open(setup).await;
        browser.goto(&text(&session["url"])).await;
        assert!(browser.has(&format!("html[lang={}]", locale.tag())).await, "{locale:?}");
        sign(&browser).await;
        assert!(browser.has(&format!("html[lang={}]", locale.tag())).await, "{locale:?}");
        let now = server.retrieve(&text(&session["id"])).await;
        assert_eq!(now["payment_status"], "processing", "{now}");
    }
    server.verify();
}

/// From the choice of a method to the signed mandate, with a look at every page.
async fn sign(browser: &Browser) {
    check(browser).await;
    choose_the_second_method(browser, "sepa_debit").await;
    // Nothing typed: every field says what is missing.
    go_on(browser).await;
    let fields = [
        ("#account_holder_name", "Åsa Exempel"),
        ("#email", "asa@example.com"),
        ("#iban", "DE89 3704 0044 0532 0130 00"),
    ];
    type_into(browser, &fields).await;
    go_on(browser).await;
    agree(browser).await;
}

/// Chooses the second method of the list by keyboard.
async fn choose_the_second_method(browser: &Browser, method: &str) {
    browser.tab_to("input[name=payment_method_type]").await;
    browser.press(Key::Down).await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains(method)).await;
    check(browser).await;
}

/// Fills fields by keyboard, in their order.
async fn type_into(browser: &Browser, fields: &[(&str, &str)]) {
    for (field, text) in fields {
        browser.tab_to(field).await;
        browser.type_text(text).await;
    }
}

/// Sends the form from its first button, and looks at what comes.
async fn go_on(browser: &Browser) {
    let before = browser.find("main").await.element_id();
    browser.tab_to("form[method=post] button").await;
    browser.press(Key::Enter).await;
    browser.wait_for_other("main", &before).await;
    check(browser).await;
}

/// Ticks the box below a mandate by keyboard, and confirms.
async fn agree(browser: &Browser) {
    browser.tab_to("#accept_mandate").await;
    browser.press(Key::Space).await;
    go_on(browser).await;
    browser.wait_for_url(|url| !url.ends_with("/pay")).await;
}

#[tokio::test]
async fn a_payer_switches_the_language_without_scripts() {
    let server = start();
    let session = server.session("eur", &["card"], json!({"locale": "fr"})).await;
    let setup = Setup { without_scripts: true, language: "de", ..Setup::default() };
    let browser = Browser::open(setup).await;
    browser.goto(&text(&session["url"])).await;
    // The merchant's choice comes before the browser's, and the payer's before both.
    assert!(browser.has("html[lang=fr]").await, "{}", browser.source().await);
    for tag in ["nl", "it"] {
        browser.click(&format!("footer a[hreflang={tag}]")).await;
        browser.wait_for_url(|url| url.contains(&format!("lang={tag}"))).await;
        assert!(browser.has(&format!("html[lang={tag}]")).await, "{tag}");
    }
}

/// Loads each page of a list into a frame of 320 pixels and tells what sticks out of it.
const MEASURE: &str = "const [names, done] = arguments, wide = [];
    const frame = document.createElement('iframe');
    frame.width = 320; frame.height = 640; frame.style.border = 0;
    document.body.append(frame);
    const next = () => {
        const name = names.shift();
        if (!name) return done(wide);
        frame.onload = () => {
            const page = frame.contentDocument;
            if (page.documentElement.scrollWidth > 320) wide.push(name);
            for (const it of page.querySelectorAll('main *, header *, footer *'))
                if (it.getBoundingClientRect().right > 320.5)
                    wide.push(`${name}: ${it.tagName} ${it.textContent.trim().slice(0, 40)}`);
            next();
        };
        frame.src = '/' + name;
    };
    next();";

#[tokio::test]
async fn no_word_sticks_out_of_the_narrowest_phone_in_any_language() {
    let files: BTreeMap<String, Vec<u8>> =
        samples::files().expect("every page renders").into_iter().collect();
    let names: Vec<String> = files.keys().filter(|it| it.ends_with(".html")).cloned().collect();
    let url = serve(files).await;
    let browser = Browser::open(Setup::default()).await;
    browser.goto(&format!("{url}/{}", names[0])).await;
    for locale in Locale::ALL {
        let of_it = format!(".{}.html", locale.tag());
        let of_it: Vec<&String> = names.iter().filter(|name| name.ends_with(&of_it)).collect();
        assert!(of_it.len() > 60, "{} pages", of_it.len());
        let found = browser.driver().execute_async(MEASURE, vec![json!(of_it)]).await;
        let wide: Vec<String> = found.expect("it runs").convert().expect("a list");
        assert!(wide.is_empty(), "{wide:#?}");
    }
}

/// Puts each page of a list into the window, runs axe-core on it and tells what it finds. The
/// window stays, for reading axe-core takes longer than running it.
const EXAMINE: &str = "const [names, done] = arguments, found = [];
    const look = async name => {
        const source = await (await fetch('/' + name)).text();
        const page = new DOMParser().parseFromString(source, 'text/html');
        document.title = page.title;
        document.documentElement.lang = page.documentElement.lang;
        document.body.replaceWith(document.adoptNode(page.body));
        const { violations } = await axe.run({ iframes: false, resultTypes: ['violations'] });
        for (const rule of violations) for (const node of rule.nodes)
            found.push(`${name}: ${rule.id}: ${node.target} ${node.html}`);
    };
    names.reduce((before, name) => before.then(() => look(name)), Promise.resolve())
        .then(() => done(found), error => done([`${error}`]));";

/// How many pages are looked at in one go: the driver does not wait for ever.
const AT_ONCE: usize = 20;

/// Every state of every page, in these languages.
async fn examine(locales: &[Locale], setup: Setup) {
    let files: BTreeMap<String, Vec<u8>> =
        samples::files().expect("every page renders").into_iter().collect();
    // Mails are read in mail programs, which have rules of their own.
    let is_page = |name: &&String| name.ends_with(".html") && !name.starts_with("mail.");
    let names: Vec<String> = files.keys().filter(is_page).cloned().collect();
    let url = serve(files).await;
    let browser = Browser::open(setup).await;
    browser.goto(&format!("{url}/{}", names[0])).await;
    browser.load_axe().await;
    for locale in locales {
        let of_it = format!(".{}.html", locale.tag());
        let of_it: Vec<&String> = names.iter().filter(|name| name.ends_with(&of_it)).collect();
        assert!(of_it.len() > 100, "{} pages", of_it.len());
        for some in of_it.chunks(AT_ONCE) {
            let found = browser.driver().execute_async(EXAMINE, vec![json!(some)]).await;
            let found: Vec<String> = found.expect("it runs").convert().expect("a list");
            assert!(found.is_empty(), "{found:#?}");
        }
    }
}

#[tokio::test]
async fn every_state_of_every_page_is_for_everybody() {
    examine(&[Locale::En, Locale::De, Locale::Es, Locale::Nl], Setup::default()).await;
}

#[tokio::test]
async fn every_state_of_every_page_is_for_everybody_on_a_phone_in_the_dark() {
    let setup = Setup { device: Device::Phone, dark: true, ..Setup::default() };
    examine(&[Locale::Sv, Locale::Fr, Locale::It], setup).await;
}

/// What an independent reader makes of the picture.
fn scan(picture: &Path) -> String {
    let read = Command::new("zbarimg").args(["--quiet", "--raw", "-Sbinary"]).arg(picture).output();
    let read = read.expect("`cargo xtask install` installs zbar-tools");
    assert!(read.status.success(), "{}", String::from_utf8_lossy(&read.stderr));
    String::from_utf8(read.stdout).expect("UTF-8")
}

#[tokio::test]
async fn a_banking_app_reads_the_transfer_in_the_light_and_in_the_dark() {
    let files = samples::files().expect("every page renders").into_iter().collect();
    let url = serve(files).await;
    let asked = samples::transfer_details_mail(Locale::En).details.epc_qr.expect("a code");
    let folder = tempfile::tempdir().expect("a folder");
    for dark in [false, true] {
        let browser =
            Browser::open(Setup { device: Device::Phone, dark, ..Setup::default() }).await;
        browser.goto(&format!("{url}/transfer.eur.en.html")).await;
        let picture = folder.path().join(format!("{dark}.png"));
        browser.screenshot(&picture).await;
        let read = scan(&picture);
        let (read, asked): (Vec<_>, Vec<_>) = (
            read.trim_end_matches('\n').split('\n').collect(),
            asked.as_str().split('\n').collect(),
        );
        assert_eq!(read, asked, "in the dark: {dark}");
        // The groups of a number are for the eye: what is copied has no spaces.
        browser.click("dd .copy.code").await;
        let copied = browser.driver().execute("return getSelection().toString()", Vec::new()).await;
        let copied: String = copied.expect("it runs").convert().expect("a text");
        assert_eq!(copied.trim_end(), "SE4550000000058398257466");
    }
}

#[tokio::test]
async fn a_bacs_debit_is_confirmed_on_a_phone_in_the_dark_by_keyboard_alone() {
    let server = start();
    let session = server.session("gbp", &["card", "bacs_debit"], json!({})).await;
    let browser =
        Browser::open(Setup { device: Device::Phone, dark: true, ..Setup::default() }).await;
    browser.goto(&text(&session["url"])).await;
    choose_the_second_method(&browser, "bacs_debit").await;
    // Nothing typed, nothing ticked: every field says what is missing.
    go_on(&browser).await;
    let fields = [
        ("#account_holder_name", "Aisha Example"),
        ("#email", "aisha@example.com"),
        ("#sort_code", "00-00-00"),
        ("#account_number", "5577 9911"),
    ];
    type_into(&browser, &fields).await;
    browser.tab_to("#sole_signatory").await;
    browser.press(Key::Space).await;
    go_on(&browser).await;
    agree(&browser).await;
    let now = server.retrieve(&text(&session["id"])).await;
    assert_eq!(now["payment_status"], "processing", "{now}");
    server.verify();
}

#[tokio::test]
async fn an_autogiro_mandate_is_signed_at_the_bank_by_keyboard_alone() {
    let server = start();
    let session = server.session("sek", &["card", "autogiro"], json!({})).await;
    let device = Device::Phone;
    let setup = Setup { device, dark: true, language: "sv", ..Setup::default() };
    let browser = Browser::open(setup).await;
    browser.goto(&text(&session["url"])).await;
    choose_the_second_method(&browser, "autogiro").await;
    // Nothing typed: every field says what is missing.
    go_on(&browser).await;
    let fields = [
        ("#account_holder_name", "Åsa Öström"),
        ("#email", "asa@example.com"),
        ("#payer_id", "19900101-0017"),
        ("#clearing_number", "9880"),
        ("#account_number", "557700-8"),
    ];
    type_into(&browser, &fields).await;
    go_on(&browser).await;
    browser.tab_to("button[value=confirm]").await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains("/sandbox/sign/")).await;
    check(&browser).await;
    browser.tab_to("form[method=post] button").await;
    browser.press(Key::Enter).await;
    browser.wait_for_url(|url| url.contains("returned=")).await;
    browser.find(".status.waiting").await;
    server.post("/v1/test_helpers/clock/advance", json!({"seconds": 1})).await.ok();
    // The signature has come to us by now; until the bank takes the mandate in, the page says so.
    open_again(&browser, &session).await;
    assert!(browser.has(".status.waiting").await, "{}", browser.source().await);
    let now = server.retrieve(&text(&session["id"])).await;
    assert_eq!(now["payment_status"], "processing", "{now}");
    server.advance_days(AUTOGIRO_DAYS).await;
    open_again(&browser, &session).await;
    assert!(browser.has(".status.good").await, "{}", browser.source().await);
    assert_eq!(server.retrieve(&text(&session["id"])).await["status"], "paid");
    server.verify();
}

/// Loads a session's page anew, and looks at it.
async fn open_again(browser: &Browser, session: &Value) {
    browser.goto(&text(&session["url"])).await;
    check(browser).await;
}

#[tokio::test]
async fn a_transfer_is_made_to_the_customers_own_account_by_keyboard_alone() {
    let setup = Setup { language: "de", ..Setup::default() };
    transfer("bank_transfer", "eur", setup).await;
}

#[tokio::test]
async fn a_transfer_is_made_to_the_merchants_account_on_a_phone_in_the_dark_by_keyboard_alone() {
    let setup = Setup { device: Device::Phone, dark: true, ..Setup::default() };
    transfer("direct_transfer", "gbp", setup).await;
}

/// From the choice of the method to the bank's entry, with a look at every page.
async fn transfer(method: &str, currency: &str, setup: Setup) {
    let server = start();
    let session = server.session(currency, &["card", method], json!({})).await;
    let browser = Browser::open(setup).await;
    browser.goto(&text(&session["url"])).await;
    check(&browser).await;
    choose_the_second_method(&browser, method).await;
    ask_for_a_mail(&browser).await;
    browser.tab_to("button[value=sent]").await;
    browser.press(Key::Enter).await;
    browser
        .wait_for_url(|url| !url.contains("payment_method_type") && !url.ends_with("/pay"))
        .await;
    check(&browser).await;
    assert!(browser.has(".status.waiting").await, "{}", browser.source().await);
    let now = server.retrieve(&text(&session["id"])).await;
    assert_eq!(now["payment_status"], "awaiting_transfer", "{now}");
    // A part comes first: the page asks for the rest.
    let sent = format!("/v1/test_helpers/payment_sessions/{}/transfer", text(&session["id"]));
    server.post(&sent, json!({"amount": 4_000})).await.ok();
    open_again(&browser, &session).await;
    assert!(browser.has(".status.waiting").await, "{}", browser.source().await);
    server.post(&sent, json!({})).await.ok();
    open_again(&browser, &session).await;
    assert!(browser.has(".status.good").await, "{}", browser.source().await);
    assert_eq!(server.retrieve(&text(&session["id"])).await["status"], "paid");
    server.verify();
}

/// Has the details mailed: at first to nobody, which is said, then to somebody.
async fn ask_for_a_mail(browser: &Browser) {
    for (typed, answer) in [("", "#email-error"), ("payer@example.com", ".by-mail [role=status]")] {
        type_into(browser, &[("#email", typed)]).await;
        let before = browser.find("main").await.element_id();
        browser.tab_to("button[value=mail]").await;
        browser.press(Key::Enter).await;
        browser.wait_for_other("main", &before).await;
        check(browser).await;
        assert!(browser.has(answer).await, "{}", browser.source().await);
    }
}

#[tokio::test]
async fn the_first_load_is_small() {
    let server = start();
    let session = server.session("eur", &["card", "sepa_debit"], json!({})).await;
    let url = text(&session["url"]);
    let get = |url: String| async {
        let response = server.client().get(url).send().await.expect("an answer");
        assert!(response.status().is_success());
        response.text().await.expect("a text")
    };
    let html = get(url).await;
    let styles: Vec<String> = html
        .split("<link")
        .skip(1)
        .filter(|link| link.contains("stylesheet"))
        .filter_map(|link| link.split("href=\"").nth(1)?.split('"').next().map(str::to_owned))
        .collect();
    let mut bytes = html.len();
    for style in &styles {
        let path = style.strip_prefix(&server.url).unwrap_or(style);
        bytes += get(format!("{}{path}", server.url)).await.len();
    }
    assert!(!html.contains("<script"), "no scripts are needed");
    assert!(styles.len() < FIRST_LOAD_REQUESTS, "{styles:?}");
    assert!(bytes <= FIRST_LOAD_BYTES, "{bytes} bytes");
}

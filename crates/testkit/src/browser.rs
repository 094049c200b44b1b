//! A payer's browser: headless Chromium, driven through chromedriver, with no network but ours.

use std::collections::BTreeMap;
use std::io::{BufRead, BufReader, Read, Write};
use std::net::TcpStream;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::sync::Arc;
use std::time::Duration;

use base64::Engine;
use serde_json::{Value, json};
use tempfile::TempDir;
pub use thirtyfour::Key;
use thirtyfour::extensions::cdp::ChromeDevTools;
use thirtyfour::prelude::*;
use thirtyfour::{ChromeCapabilities, ChromiumLikeCapabilities, ElementId};

/// How long a page may take to show what a test waits for.
const PATIENCE: Duration = Duration::from_secs(20);
/// How often it is looked at meanwhile.
const LOOK_EVERY: Duration = Duration::from_millis(50);
/// No page of ours has more stops for the tab key.
const TAB_STOPS_MAX: usize = 60;

/// Pixels of a page that a picture for documents shows.
const PICTURE_HEIGHT_MAX: u64 = 1_300;

/// What keeps Chromium quiet, and within this machine.
const ARGUMENTS: &[&str] = &[
    "--headless=new",
    // Root has no use for the sandbox, and Chromium refuses to start there with it.
    "--no-sandbox",
    "--disable-gpu",
    "--disable-dev-shm-usage",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--hide-scrollbars",
    // Any other host fails at once, as a page that is shown, its address in the bar.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost",
];

/// The device that a payer holds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Device {
    /// 390 × 844, two pixels to one, touch.
    Phone,
    /// 1280 × 900.
    #[default]
    Desktop,
}

/// How the browser is set up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Setup {
    /// The window.
    pub device: Device,
    /// Whether pages are asked for in dark colours.
    pub dark: bool,
    /// Whether pages may run no scripts. axe-core needs them.
    pub without_scripts: bool,
    /// The language that the payer prefers, such as `sv`; the machine's when empty.
    pub language: &'static str,
}

/// A running browser; dropping it ends it.
#[derive(Debug)]
pub struct Browser {
    driver: WebDriver,
    chromedriver: Chromedriver,
}

impl Browser {
    /// Starts one.
    ///
    /// # Panics
    /// When Chromium or its driver are missing: `cargo xtask install` installs them.
    pub async fn open(setup: Setup) -> Self {
        let chromedriver = Chromedriver::start();
        let capabilities = capabilities(setup, chromedriver.profile.path());
        let address = format!("http://127.0.0.1:{}", chromedriver.port);
        let driver = WebDriver::new(address, capabilities).await.expect("Chromium starts");
        let browser = Self { driver, chromedriver };
        browser.emulate(setup).await;
        browser
    }

    async fn emulate(&self, setup: Setup) {
        let phone = setup.device == Device::Phone;
        let (width, height, scale) = if phone { (390, 844, 2) } else { (1280, 900, 1) };
        let window = json!({
            "width": width, "height": height, "deviceScaleFactor": scale, "mobile": phone,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", window).await;
        let scheme = if setup.dark { "dark" } else { "light" };
        let media = json!({"features": [{"name": "prefers-color-scheme", "value": scheme}]});
        self.devtools("Emulation.setEmulatedMedia", media).await;
    }

    async fn devtools(&self, command: &str, parameters: Value) -> Value {
        let tools = ChromeDevTools::new(self.driver.handle.clone());
        tools.execute_cdp_with_params(command, parameters).await.expect(command)
    }

    /// The driver itself, for what has no name here.
    pub const fn driver(&self) -> &WebDriver {
        &self.driver
    }

    /// Opens an address.
    pub async fn goto(&self, url: &str) {
        // A page of a host that is not there is an answer too: its address is what counts.
        let _ = self.driver.goto(url).await;
    }

    /// The address of the page.
    pub async fn url(&self) -> String {
        self.driver.current_url().await.expect("an address").to_string()
    }

    /// The page's HTML as the browser has it now.
    pub async fn source(&self) -> String {
        self.driver.source().await.expect("a page")
    }

    /// The element that a CSS selector names, once it is there.
    pub async fn find(&self, css: &str) -> WebElement {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            match self.driver.find(By::Css(css)).await {
                Ok(element) => return element,
                Err(_) if tokio::time::Instant::now() < end => {
                    tokio::time::sleep(LOOK_EVERY).await;
                }
                Err(error) => {
                    panic!("no {css} at {}: {error}\n{}", self.url().await, self.source().await)
                }
            }
        }
    }

    /// Whether the page has such an element now.
    pub async fn has(&self, css: &str) -> bool {
        self.driver.find(By::Css(css)).await.is_ok()
    }

    /// What the payer reads in it.
    pub async fn text(&self, css: &str) -> String {
        self.find(css).await.text().await.expect("a text")
    }

    /// Clicks it.
    pub async fn click(&self, css: &str) {
        self.find(css).await.click().await.expect("a click");
    }

    /// Types into it, over what stands there.
    pub async fn fill(&self, css: &str, text: &str) {
        let field = self.find(css).await;
        field.clear().await.expect("an empty field");
        field.send_keys(text).await.expect("a filled field");
    }

    /// Waits until the address is as asked for, and returns it.
    ///
    /// # Panics
    /// When it never is.
    pub async fn wait_for_url(&self, wanted: impl Fn(&str) -> bool) -> String {
        let end = tokio::time::Instant::now() + PATIENCE;
        loop {
            let url = self.url().await;
            if wanted(&url) {
                return url;
            }
            let late = tokio::time::Instant::now() >= end;
            assert!(!late, "still at {url}\n{}", self.source().await);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Waits until another element than the one before stands there: another page has come.
    ///
    /// # Panics
    /// When none does.
    pub async fn wait_for_other(&self, css: &str, before: &ElementId) {
        let end = tokio::time::Instant::now() + PATIENCE;
        while self.find(css).await.element_id() == *before {
            let late = tokio::time::Instant::now() >= end;
            assert!(!late, "still the same {css} at {}", self.url().await);
            tokio::time::sleep(LOOK_EVERY).await;
        }
    }

    /// Presses a key where the focus is.
    pub async fn press(&self, key: Key) {
        let keys = self.driver.action_chain().send_keys(key);
        keys.perform().await.expect("a key press");
    }

    /// Types text where the focus is.
    pub async fn type_text(&self, text: &str) {
        self.driver.action_chain().send_keys(text).perform().await.expect("typing");
    }

    /// Presses Tab until the focus is on the element.
    ///
    /// # Panics
    /// When the keyboard cannot reach it.
    pub async fn tab_to(&self, css: &str) {
        let wanted = self.find(css).await.element_id();
        for _ in 0..TAB_STOPS_MAX {
            self.press(Key::Tab).await;
            let focused = self.driver.active_element().await;
            if focused.is_ok_and(|element| element.element_id() == wanted) {
                return;
            }
        }
        panic!("the keyboard does not reach {css} at {}", self.url().await);
    }

    /// What axe-core has to say against the page, one sentence for each element; empty is good.
    pub async fn violations(&self) -> Vec<String> {
        self.load_axe().await;
        let call = "return axe.run(document).then(found => found.violations.flatMap(rule => \
            rule.nodes.map(node => `${rule.id}: ${rule.help}: ${node.target} ${node.html}`)))";
        let found = self.driver.execute(call, Vec::new()).await.expect("axe-core runs");
        found.convert().expect("a list of sentences")
    }

    /// Loads axe-core into the page.
    ///
    /// # Panics
    /// When it is missing: `cargo xtask install` installs it.
    pub async fn load_axe(&self) {
        let script = std::fs::read_to_string(axe()).expect("axe-core is installed");
        self.driver.execute(script, Vec::new()).await.expect("axe-core loads");
    }

    /// A picture of the page as it looks on a phone, or of the upper part of a long one, as WebP of
    /// a size that documents can carry.
    pub async fn small_picture(&self) -> Vec<u8> {
        let height = "return document.documentElement.scrollHeight";
        let height = self.driver.execute(height, Vec::new()).await.expect("it runs");
        let height: u64 = height.convert().expect("a number");
        let clip = json!({
            "x": 0, "y": 0, "width": 390, "height": height.min(PICTURE_HEIGHT_MAX), "scale": 0.5,
        });
        self.capture(json!({
            "format": "webp", "quality": 50, "captureBeyondViewport": true, "clip": clip,
        }))
        .await
    }

    async fn capture(&self, how: Value) -> Vec<u8> {
        let picture = self.devtools("Page.captureScreenshot", how).await;
        let text = picture["data"].as_str().unwrap_or_default();
        base64::engine::general_purpose::STANDARD.decode(text).expect("base64")
    }

    /// Writes a picture of the whole page, as PNG.
    pub async fn screenshot(&self, path: &Path) {
        let whole = json!({"format": "png", "captureBeyondViewport": true});
        let bytes = self.capture(whole).await;
        if let Some(folder) = path.parent() {
            std::fs::create_dir_all(folder).expect("a folder for pictures");
        }
        std::fs::write(path, bytes).expect("a file for the picture");
    }
}

impl Drop for Browser {
    fn drop(&mut self) {
        // chromedriver ends the browser with itself; the session needs no farewell of its own.
        let _ = self.driver.clone().leak();
        self.chromedriver.stop();
    }
}

/// Serves files from memory, by their paths without the slash before them; gives the address.
pub async fn serve(files: BTreeMap<String, Vec<u8>>) -> String {
    let files = Arc::new(files);
    let answer = move |uri: axum::http::Uri| {
        let body = files.get(uri.path().trim_start_matches('/')).cloned();
        let kind = match uri.path().rsplit_once('.') {
            Some((_, "css")) => "text/css",
            Some((_, "svg")) => "image/svg+xml",
            _ => "text/html; charset=utf-8",
        };
        async move { ([("content-type", kind)], body.unwrap_or_default()) }
    };
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a port");
    let url = format!("http://{}", listener.local_addr().expect("an address"));
    let router = axum::Router::new().fallback(answer);
    tokio::spawn(async move { axum::serve(listener, router).await });
    url
}

fn capabilities(setup: Setup, profile: &Path) -> ChromeCapabilities {
    let mut capabilities = DesiredCapabilities::chrome();
    let binary = program("QUITTANCE_TEST_CHROMIUM", "/usr/bin/chromium");
    capabilities.set_binary(&binary.to_string_lossy()).expect("a binary");
    for argument in ARGUMENTS {
        capabilities.add_arg(argument).expect("an argument");
    }
    capabilities.add_arg(&format!("--user-data-dir={}", profile.display())).expect("a profile");
    let mut settings = serde_json::Map::new();
    if setup.without_scripts {
        settings.insert("profile.managed_default_content_settings.javascript".into(), 2.into());
    }
    if !setup.language.is_empty() {
        settings.insert("intl.accept_languages".into(), setup.language.into());
    }
    capabilities.add_experimental_option("prefs", settings).expect("settings");
    capabilities
}

/// A running chromedriver, on a port that it chose.
#[derive(Debug)]
struct Chromedriver {
    child: Child,
    port: u16,
    profile: TempDir,
}

impl Chromedriver {
    fn start() -> Self {
        let path = program("QUITTANCE_TEST_CHROMEDRIVER", "/usr/bin/chromedriver");
        let mut command = Command::new(&path);
        command.arg("--port=0").stdin(Stdio::null()).stdout(Stdio::piped()).stderr(Stdio::null());
        let mut child = command.spawn().unwrap_or_else(|error| {
            panic!("{}: {error}; `cargo xtask install` installs it", path.display())
        });
        let output = BufReader::new(child.stdout.take().expect("its output"));
        let port = output.lines().map_while(Result::ok).find_map(|line| {
            line.rsplit_once("successfully on port ")?.1.trim_end_matches('.').parse().ok()
        });
        let profile = tempfile::tempdir().expect("a folder for the profile");
        Self { child, port: port.expect("chromedriver tells its port"), profile }
    }

    /// Asks it to end, which ends the browser too, and sees that it does.
    fn stop(&mut self) {
        if let Ok(mut stream) = TcpStream::connect(("127.0.0.1", self.port)) {
            let _ = stream.set_read_timeout(Some(Duration::from_secs(5)));
            let _ = stream.write_all(b"GET /shutdown HTTP/1.1\r\nHost: localhost\r\n\r\n");
            // It answers once the browser has ended, and then hangs up.
            let _ = stream.read_to_end(&mut Vec::new());
        }
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

impl Drop for Chromedriver {
    fn drop(&mut self) {
        let _ = self.child.kill();
        let _ = self.child.wait();
    }
}

/// A program that the environment may name.
fn program(variable: &str, usual: &str) -> PathBuf {
    std::env::var_os(variable).map_or_else(|| PathBuf::from(usual), PathBuf::from)
}

fn axe() -> PathBuf {
    let usual =
        Path::new(env!("CARGO_MANIFEST_DIR")).join("../../.tools/node_modules/axe-core/axe.min.js");
    program("QUITTANCE_TEST_AXE", &usual.to_string_lossy())
}

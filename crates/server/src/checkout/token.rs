//! Form tokens: a form is acted upon only when one of our own pages made it, not long ago.
//!
//! A token says which thing its form is about, until when it is good, and something random, and
//! carries the server's code over all of it. There are no cookies, so there is nothing a stranger's
//! page could ride on but the token, and that one it cannot know. `Origin` is not looked at: some
//! browsers and proxies leave it out or send `null` for honest forms.

use axum::http::HeaderMap;
use base64::Engine as _;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use domain::time::Timestamp;

use crate::app::App;

/// What the vault's code is for.
const PURPOSE: &str = "form";
/// How long a form can lie open.
const LIFETIME_MS: i64 = 2 * 3_600_000;

/// A token for a form about `subject`.
pub(crate) fn form_token(app: &App, subject: &str) -> String {
    let mut random = [0; 9];
    app.source.fill(&mut random);
    let until = app.source.now().plus_ms(LIFETIME_MS).ms();
    app.vault.token(PURPOSE, &format!("{subject}.{until}.{}", URL_SAFE_NO_PAD.encode(random)))
}

/// True for a token that was made for `subject` and is still good.
pub(crate) fn is_form_token(app: &App, subject: &str, token: &str) -> bool {
    let Some(text) = app.vault.read_token(PURPOSE, token) else { return false };
    let mut parts = text.split('.');
    let (about, until) = (parts.next(), parts.next().and_then(|until| until.parse().ok()));
    about == Some(subject) && until.is_some_and(|ms| Timestamp::from_ms(ms) > app.source.now())
}

/// True when the browser says that another site's page sent the form.
pub(crate) fn is_cross_site(headers: &HeaderMap) -> bool {
    let site = headers.get("sec-fetch-site").map(|value| value.as_bytes());
    !matches!(site, None | Some(b"same-origin" | b"none"))
}

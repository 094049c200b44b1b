//! A payer without scripts: reads pages, fills forms, follows what a person would follow.

use std::collections::BTreeMap;

use crate::server::TestServer;

/// A page as the payer got it.
#[derive(Clone, Debug)]
pub struct Page {
    /// The HTTP status.
    pub status: u16,
    /// Its address.
    pub url: String,
    /// The headers.
    pub headers: reqwest::header::HeaderMap,
    /// The HTML.
    pub html: String,
}

/// A form on a page: where it goes, and what it would send untouched.
#[derive(Clone, Debug)]
pub struct Form {
    /// `get` or `post`.
    pub method: String,
    /// Where it goes.
    pub action: String,
    /// Names and values, as the page gave them; radios and ticks only when checked.
    pub fields: BTreeMap<String, String>,
}

/// Someone with a browser that runs no scripts and keeps no cookies.
pub struct Payer<'s> {
    server: &'s TestServer,
}

impl<'s> Payer<'s> {
    /// A payer of that server's sessions.
    pub const fn new(server: &'s TestServer) -> Self {
        Self { server }
    }

    /// Opens a page, without following anything.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn open(&self, url: &str) -> Page {
        let url = self.absolute(url);
        let response = self.server.client().get(&url).send().await.expect("a page");
        Page::of(url, response).await
    }

    /// Sends a form and follows the redirect to the next page, if there is one.
    ///
    /// # Panics
    /// When the server does not answer.
    pub async fn send(&self, form: &Form) -> Page {
        let url = self.absolute(&form.action);
        if form.method == "get" {
            let query: Vec<String> = form.fields.iter().map(|(k, v)| format!("{k}={v}")).collect();
            let path = url.split('?').next().unwrap_or_default().to_owned();
            return self.open(&format!("{path}?{}", query.join("&"))).await;
        }
        let request = self.server.client().post(&url).form(&form.fields);
        let request = request.header("Sec-Fetch-Site", "same-origin");
        let response = request.send().await.expect("an answer");
        let page = Page::of(url, response).await;
        match page.location() {
            Some(location) if page.status == 303 => self.open(&location).await,
            _ => page,
        }
    }

    /// Goes where the page's `Refresh` header leads.
    ///
    /// # Panics
    /// When it has none.
    pub async fn follow(&self, page: &Page) -> Page {
        let to = page.refresh().unwrap_or_else(|| panic!("no Refresh: {}", page.html));
        self.open(&to).await
    }

    fn absolute(&self, url: &str) -> String {
        if url.starts_with('/') { format!("{}{url}", self.server.url) } else { url.to_owned() }
    }
}

impl Page {
    async fn of(url: String, response: reqwest::Response) -> Self {
        let (status, headers) = (response.status().as_u16(), response.headers().clone());
        let html = response.text().await.expect("a page");
        Self { status, url, headers, html }
    }

    /// Where a redirect leads.
    pub fn location(&self) -> Option<String> {
        self.headers.get("location").and_then(|it| it.to_str().ok()).map(str::to_owned)
    }

    /// Where the `Refresh` header leads.
    pub fn refresh(&self) -> Option<String> {
        let header = self.headers.get("refresh")?.to_str().ok()?;
        header.split_once("url=").map(|(_, url)| url.to_owned())
    }

    /// The first form that posts, or else the first.
    ///
    /// # Panics
    /// When there is no form.
    pub fn form(&self) -> Form {
        let forms = self.forms();
        let posts = forms.iter().find(|form| form.method == "post");
        posts.or(forms.first()).unwrap_or_else(|| panic!("no form on {}", self.html)).clone()
    }

    /// Every form.
    pub fn forms(&self) -> Vec<Form> {
        let mut forms = Vec::new();
        for part in self.html.split("<form").skip(1) {
            let part = part.split("</form>").next().unwrap_or_default();
            let (head, body) = part.split_once('>').unwrap_or((part, ""));
            let mut fields = BTreeMap::new();
            for input in body.split("<input").skip(1) {
                let input = input.split('>').next().unwrap_or_default();
                let kind = attribute(input, "type").unwrap_or_default();
                let chosen =
                    !matches!(kind.as_str(), "radio" | "checkbox") || has(input, "checked");
                if let Some(name) = attribute(input, "name").filter(|_| chosen) {
                    fields.insert(name, attribute(input, "value").unwrap_or_default());
                }
            }
            forms.push(Form {
                method: attribute(head, "method").unwrap_or_else(|| "get".to_owned()),
                action: attribute(head, "action").unwrap_or_else(|| self.url.clone()),
                fields,
            });
        }
        forms
    }
}

impl Form {
    /// The form with a field filled in.
    #[must_use]
    pub fn with(mut self, name: &str, value: &str) -> Self {
        self.fields.insert(name.to_owned(), value.to_owned());
        self
    }
}

fn has(tag: &str, word: &str) -> bool {
    tag.split_whitespace().any(|part| part.trim_end_matches('/') == word)
}

fn attribute(tag: &str, name: &str) -> Option<String> {
    let (_, rest) = tag.split_once(&format!("{name}=\""))?;
    let value = rest.split('"').next()?;
    Some(
        value
            .replace("&amp;", "&")
            .replace("&#38;", "&")
            .replace("&#x27;", "'")
            .replace("&quot;", "\""),
    )
}

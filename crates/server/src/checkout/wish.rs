//! What the address of a page asks for.

use axum::http::HeaderMap;
use domain::method::MethodType;
use pages::Locale;
use serde::Deserialize;

use super::view::View;

/// The query of a session's page. What is not understood is not there.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(default)]
pub struct Wish {
    /// A language.
    pub(super) lang: Option<String>,
    /// A method, by its API name; empty when the chooser was sent without a choice.
    pub(super) payment_method_type: Option<String>,
    /// The payer comes back from the processor.
    pub(super) returned: Option<String>,
    /// The payer has just chosen to go to the processor.
    pub(super) leaving: Option<String>,
    /// The payer has seen what became of the last payment, and wants to pay again.
    pub(super) again: Option<String>,
}

impl Wish {
    /// For a method's page, without anything else.
    pub(super) fn of(method: MethodType) -> Self {
        Self { payment_method_type: Some(method.as_str().to_owned()), ..Self::default() }
    }

    /// The method, if it is one that we know.
    pub(super) fn method(&self) -> Option<MethodType> {
        self.payment_method_type.as_deref()?.parse().ok()
    }

    /// How often the page has looked for what became of the payment since the payer came back.
    pub(super) fn round(&self) -> u32 {
        let round = self.returned.as_deref().map(|text| text.parse().unwrap_or(1));
        round.unwrap_or_default()
    }

    /// True when a method was asked for, known or not.
    pub(super) const fn names_method(&self) -> bool {
        self.payment_method_type.is_some()
    }

    /// True when the chooser was sent without a choice.
    pub(super) fn chose_nothing(&self) -> bool {
        self.payment_method_type.as_deref() == Some("")
    }

    /// The language of the page: asked for, else the merchant's choice, else the browser's.
    pub(super) fn locale(&self, view: Option<&View>, headers: &HeaderMap) -> Locale {
        let chosen = view.and_then(View::locale);
        let accepted = headers.get("accept-language").and_then(|value| value.to_str().ok());
        Locale::negotiate(self.lang.as_deref(), chosen, accepted)
    }
}

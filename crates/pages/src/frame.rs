//! What every page has in common: language, mode, merchant, and the links around the content.

use domain::debit::notice::{Counted, Notice};
use jiff::civil::Date;

use crate::amount::Amount;
use crate::assets;
use crate::brand::Color;
use crate::date::format_date;
use crate::locale::Locale;
use crate::safe;
use crate::texts::MandateText;
use crate::translate::{Key, Translator};

/// Characters of an amount, from which on it is written smaller.
const LONG_AMOUNT: usize = 11;

/// The part of a page that is the same on every page.
#[derive(Clone, Debug)]
pub struct Frame {
    /// The language of the page.
    pub locale: Locale,
    /// Test sessions are marked on every page.
    pub test_mode: bool,
    /// Who is paid. [`Merchant::unknown`] where no session was found.
    pub merchant: Merchant,
    /// This page in each language, the present one included.
    pub lang_links: Vec<LangLink>,
    /// The path under which the server is reachable, empty or `/pay`, without a slash at the end.
    pub prefix: String,
}

/// Who is paid, as payers know them.
#[derive(Clone, Debug, Default)]
pub struct Merchant {
    /// The name that payers know.
    pub display_name: String,
    /// The name in the register of companies.
    pub legal_name: Option<String>,
    /// The postal address, a line each.
    pub address_lines: Vec<String>,
    /// The brand colour, `#rrggbb`.
    pub color: Option<String>,
    /// The icon, served by us.
    pub icon_url: Option<String>,
    /// Where payers write to.
    pub support_email: Option<String>,
    /// Where payers ring.
    pub support_phone: Option<String>,
    /// Where payers read on.
    pub support_website: Option<String>,
    /// What the merchant does with personal data.
    pub privacy_url: Option<String>,
}

/// A link to the same page in a language.
#[derive(Clone, Debug)]
pub struct LangLink {
    /// The language.
    pub locale: Locale,
    /// The page in that language.
    pub href: String,
}

/// A way to reach the merchant, ready to be linked.
pub(crate) struct Contact {
    pub(crate) label: Key,
    pub(crate) shown: String,
    pub(crate) href: Option<String>,
}

impl Merchant {
    /// For pages that belong to no session.
    pub fn unknown() -> Self {
        Self::default()
    }

    /// False on pages that belong to no session.
    pub fn is_known(&self) -> bool {
        !self.display_name.is_empty()
    }

    /// The icon's address, when a browser may load it.
    pub(crate) fn icon(&self) -> Option<&str> {
        self.icon_url.as_deref().and_then(safe::web)
    }

    /// The privacy notice's address, when a browser may follow it.
    pub(crate) fn privacy(&self) -> Option<&str> {
        self.privacy_url.as_deref().and_then(safe::web)
    }

    /// The letter that stands in for a missing icon.
    pub(crate) fn initial(&self) -> String {
        self.display_name.chars().next().map(|c| c.to_uppercase().to_string()).unwrap_or_default()
    }

    /// Every way to reach the merchant.
    pub(crate) fn contacts(&self) -> Vec<Contact> {
        let email = self.support_email.as_ref().map(|email| Contact {
            label: Key("contact-email"),
            shown: email.clone(),
            href: safe::mailto(email),
        });
        let phone = self.support_phone.as_ref().map(|phone| Contact {
            label: Key("contact-phone"),
            shown: phone.clone(),
            href: safe::tel(phone),
        });
        let website = self.support_website.as_ref().map(|website| Contact {
            label: Key("contact-website"),
            shown: bare(website).to_owned(),
            href: safe::web(website).map(str::to_owned),
        });
        [email, phone, website].into_iter().flatten().collect()
    }
}

/// A web address as people write it.
fn bare(url: &str) -> &str {
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://")).unwrap_or(url);
    rest.trim_end_matches('/')
}

impl Frame {
    /// The texts in this page's language.
    pub(crate) fn translator(&self) -> Translator {
        Translator(self.locale)
    }

    /// A text.
    pub(crate) fn t(&self, key: impl Into<Key>) -> String {
        self.translator().text(key)
    }

    /// A text with one placeholder.
    pub(crate) fn t1(
        &self,
        key: impl Into<Key>,
        name: &'static str,
        value: impl AsRef<str>,
    ) -> String {
        self.translator().with(key, &[(name, value.as_ref())])
    }

    /// A text that names the merchant.
    pub(crate) fn tm(&self, key: impl Into<Key>) -> String {
        self.t1(key, "merchant", &self.merchant.display_name)
    }

    /// True when a prescribed wording is not in the page's language, so that an explanation stands
    /// beside it.
    pub(crate) fn explains(&self, text: &MandateText) -> bool {
        text.is_foreign_on(self.locale)
    }

    /// Why a debit is not sooner.
    pub(crate) fn earliest(&self, notice: &Notice) -> String {
        let key = match notice.counted {
            Counted::WorkingDays => Key("notice-working-days"),
            Counted::CalendarDays => Key("notice-calendar-days"),
        };
        self.t1(key, "days", notice.days.to_string())
    }

    pub(crate) fn amount(&self, amount: &Amount) -> String {
        amount.format(self.locale)
    }

    /// True when an amount does not fit beside the page's content in the largest letters.
    pub(crate) fn is_long(&self, amount: &Amount) -> bool {
        self.amount(amount).chars().count() > LONG_AMOUNT
    }

    pub(crate) fn date(&self, date: &Date) -> String {
        format_date(*date, self.locale)
    }

    /// The address of an embedded asset.
    pub(crate) fn asset(&self, name: &str) -> String {
        format!("{}{}", self.prefix, assets::asset_url(name))
    }

    /// The address of the stylesheet for the merchant's colour: `{prefix}/brand/{hex}.css`.
    pub(crate) fn brand_url(&self) -> Option<String> {
        let color = Color::parse(self.merchant.color.as_deref()?)?;
        Some(format!("{}/brand/{}.css", self.prefix, color.hex()))
    }
}

//! What the pages say of the merchant, the payment and themselves.

use domain::calendar::local_date;
use domain::debit::Scheme;
use domain::descriptor;
use domain::method::MethodType;
use domain::money::Currency;
use domain::session::Session;
use domain::time::Timestamp;
use jiff::civil::Date;
use pages::{Amount, Creditor, Frame, LangLink, Locale, Merchant, Payment, countries};
use store::accounts::Account;
use store::address::Address;

/// The path under which the world reaches the server: empty, or `/pay`.
pub(crate) fn prefix(public_url: &str) -> &str {
    let rest = public_url.split_once("://").map_or(public_url, |(_, rest)| rest);
    let path = rest.find('/').map_or("", |at| &rest[at..]);
    path.trim_end_matches('/')
}

/// The common part of a page.
pub(crate) fn frame(
    locale: Locale,
    test_mode: bool,
    merchant: Merchant,
    public_url: &str,
    lang_links: Vec<LangLink>,
) -> Frame {
    Frame { locale, test_mode, merchant, lang_links, prefix: prefix(public_url).to_owned() }
}

/// The same page in each language. `path` has no query of its own.
pub(crate) fn lang_links(path: &str, more: &str) -> Vec<LangLink> {
    let link =
        |locale: Locale| LangLink { locale, href: format!("{path}?lang={}{more}", locale.tag()) };
    Locale::ALL.into_iter().map(link).collect()
}

/// The merchant, as payers know them. Pages show the icon below their `prefix`; mails have none.
pub(crate) fn merchant(account: &Account, locale: Locale, prefix: Option<&str>) -> Merchant {
    let settings = &account.settings;
    let icon = prefix.zip(settings.icon_hash.as_deref());
    let icon_url = icon.map(|(prefix, hash)| format!("{prefix}/icons/{}/{hash}", account.id));
    Merchant {
        display_name: account.display_name().to_owned(),
        legal_name: settings.legal_name.clone(),
        address_lines: address_lines(&settings.address, locale),
        color: settings.color.clone(),
        icon_url,
        support_email: settings.support_email.clone(),
        support_phone: settings.support_phone.clone(),
        support_website: settings.support_website.clone(),
        privacy_url: settings.privacy_url.clone(),
    }
}

/// Who collects a debit: the legal person, with its full address, as its scheme knows it.
pub(crate) fn creditor(
    account: &Account,
    scheme: Scheme,
    livemode: bool,
    locale: Locale,
) -> Option<Creditor> {
    let settings = &account.settings;
    let address_lines = address_lines(&settings.address, locale);
    let reachable = settings.support_phone.is_some() && settings.support_email.is_some();
    let named = match scheme {
        Scheme::SepaCore => true,
        Scheme::Bacs => reachable,
        Scheme::Autogiro => settings.organisation_number.is_some(),
    };
    let told = !address_lines.is_empty() && named;
    if livemode && !told {
        // No mandate is valid without it; the sandbox's says that it is missing.
        return None;
    }
    Some(Creditor {
        name: settings.legal_name.clone().unwrap_or_else(|| account.display_name().to_owned()),
        address_lines,
        identifier: account.creditor_identifier(scheme, livemode)?.to_owned(),
        organisation_number: match scheme {
            Scheme::Autogiro => settings.organisation_number.clone(),
            Scheme::SepaCore | Scheme::Bacs => None,
        },
    })
}

/// What the page is about, asking for `minor`, of which so much `credit` pays besides.
pub(super) fn payment(session: &Session, minor: i64, credit: i64) -> Payment {
    let currency = session.terms.currency;
    Payment {
        session_id: session.id.to_string(),
        amount: amount(minor, currency),
        credit: (credit > 0).then(|| amount(credit, currency)),
        amount_changed: false,
        description: session.description.clone(),
        purpose: session.reporting_type.into(),
    }
}

/// A date as the merchant's clocks show it.
pub(super) fn merchant_date(account: &Account, at: Timestamp) -> Option<Date> {
    let zone = domain::calendar::time_zone(&account.settings.time_zone);
    local_date(at, &zone.unwrap_or(jiff::tz::TimeZone::UTC)).ok()
}

/// Minor units, ready to be written.
pub(super) fn amount(minor: i64, currency: Currency) -> Amount {
    Amount::new(minor, currency.iso())
}

/// How a payment by `method` will read on the payer's statement.
pub(crate) fn statement_text(account: &Account, session: &Session, method: MethodType) -> String {
    let usual = account.settings.statement_descriptor.as_deref();
    descriptor::printed(session, method, usual, account.display_name())
}

/// An address as it is written on a letter, a line each.
fn address_lines(address: &Address, locale: Locale) -> Vec<String> {
    let part = |text: &Option<String>| text.clone().unwrap_or_default();
    let place = format!("{} {}", part(&address.postal_code), part(&address.city));
    let country = address
        .country
        .as_deref()
        .map(|code| countries::name(code, locale).map_or_else(|| code.to_owned(), str::to_owned));
    [
        part(&address.line1),
        part(&address.line2),
        place.trim().to_owned(),
        part(&address.state),
        country.unwrap_or_default(),
    ]
    .into_iter()
    .filter(|line| !line.trim().is_empty())
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_prefix_is_the_path_of_the_public_address() {
        assert_eq!(prefix("http://127.0.0.1:8080"), "");
        assert_eq!(prefix("https://pay.example.com/"), "");
        assert_eq!(prefix("https://example.com/pay/"), "/pay");
        assert_eq!(prefix("https://example.com/a/b"), "/a/b");
    }
}

//! Where a payer goes after paying: checking the address, and telling it what happened.

use std::fmt;
use std::str::FromStr;

use url::Url;

/// Most characters of a return URL.
pub const MAX: usize = 2_048;

/// A return URL, exactly as the merchant gave it.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct ReturnUrl {
    given: String,
    parsed: Url,
}

/// What is wrong with a return URL.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReturnUrlError {
    /// Too many characters.
    #[error("must have at most 2048 characters")]
    TooLong,
    /// A space, control character or backslash, which programs read in different ways.
    #[error("must not contain spaces, control characters or backslashes")]
    Character,
    /// Neither `http` nor `https`.
    #[error("must begin with https:// or http://")]
    Scheme,
    /// A user name or password before the host.
    #[error("must not contain a user name or password")]
    Credentials,
    /// Not a URL in other ways.
    #[error("must be a URL with a host, such as https://example.com/thanks")]
    Syntax,
    /// Not on the account's list.
    #[error("is not on the account's list of return URLs")]
    NotListed,
}

impl ReturnUrlError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::TooLong => "return_url_too_long",
            Self::Character => "return_url_invalid_character",
            Self::Scheme => "return_url_wrong_scheme",
            Self::Credentials => "return_url_with_credentials",
            Self::Syntax => "return_url_invalid",
            Self::NotListed => "return_url_not_listed",
        }
    }
}

impl ReturnUrl {
    /// As the merchant gave it.
    pub fn as_str(&self) -> &str {
        &self.given
    }

    /// The address with `parameters` behind its own query, its fragment kept.
    pub fn with_params(&self, parameters: &[(&str, &str)]) -> String {
        let mut url = self.parsed.clone();
        if !parameters.is_empty() {
            url.query_pairs_mut().extend_pairs(parameters);
        }
        url.into()
    }

    /// True when an entry of the list has the same scheme, host and port, and a path that this
    /// one equals or lies below. An empty list allows everything.
    pub fn is_listed(&self, list: &[Self]) -> bool {
        list.is_empty() || list.iter().any(|entry| self.lies_below(entry))
    }

    /// [`Self::is_listed`], as a check.
    pub fn check_listed(&self, list: &[Self]) -> Result<(), ReturnUrlError> {
        if self.is_listed(list) { Ok(()) } else { Err(ReturnUrlError::NotListed) }
    }

    fn lies_below(&self, entry: &Self) -> bool {
        let below = |path: &str, folder: &str| {
            path.strip_prefix(folder).is_some_and(|rest| {
                rest.is_empty() || folder.ends_with('/') || rest.starts_with('/')
            })
        };
        self.parsed.origin() == entry.parsed.origin()
            && below(self.parsed.path(), entry.parsed.path())
    }
}

impl FromStr for ReturnUrl {
    type Err = ReturnUrlError;

    fn from_str(text: &str) -> Result<Self, ReturnUrlError> {
        if text.chars().count() > MAX {
            return Err(ReturnUrlError::TooLong);
        }
        // Browsers drop tabs and line ends and take a backslash for a slash; others do not.
        if text.contains(|c: char| c.is_control() || c.is_whitespace() || c == '\\') {
            return Err(ReturnUrlError::Character);
        }
        let (scheme, rest) = text.split_once("://").ok_or(ReturnUrlError::Scheme)?;
        if !scheme.eq_ignore_ascii_case("https") && !scheme.eq_ignore_ascii_case("http") {
            return Err(ReturnUrlError::Scheme);
        }
        let authority = rest.split(['/', '?', '#']).next().unwrap_or_default();
        if authority.is_empty() {
            return Err(ReturnUrlError::Syntax);
        }
        if authority.contains('@') {
            return Err(ReturnUrlError::Credentials);
        }
        let parsed = Url::parse(text).map_err(|_| ReturnUrlError::Syntax)?;
        Ok(Self { given: text.to_owned(), parsed })
    }
}

impl fmt::Display for ReturnUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.given)
    }
}

impl fmt::Debug for ReturnUrl {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Debug::fmt(&self.given, f)
    }
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn url(text: &str) -> ReturnUrl {
        text.parse().unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn addresses_of_the_web_are_kept_as_given() {
        for text in [
            "https://example.com/success",
            "http://localhost:3000",
            "HTTPS://Example.com",
            "https://example.com/?a=1&b=%20#done",
            "https://räksmörgås.se/tack",
            "http://[::1]:8080/x",
            "https://example.com/user@example.com?to=a@b.se",
        ] {
            assert_eq!(url(text).as_str(), text);
        }
    }

    #[test]
    fn each_fault_has_its_own_name() {
        let error = |text: &str| text.parse::<ReturnUrl>().err();
        for text in [
            "",
            "example.com",
            "/thanks",
            "//example.com",
            "javascript:alert(1)",
            "https:example.com",
        ] {
            assert_eq!(error(text), Some(ReturnUrlError::Scheme), "{text}");
        }
        for text in ["ftp://example.com", "javascript://example.com/%0aalert(1)", "data://x"] {
            assert_eq!(error(text), Some(ReturnUrlError::Scheme), "{text}");
        }
        for text in ["https://", "https:///example.com", "https://?x", "https://a b"] {
            assert!(error(text).is_some(), "{text}");
        }
        for text in
            ["https://exa<mple.com", "https://example.com:99999", "http://[::1", "https://%00"]
        {
            assert_eq!(error(text), Some(ReturnUrlError::Syntax), "{text}");
        }
        for text in ["https://a:b@example.com", "https://a@example.com", "https://@example.com"] {
            assert_eq!(error(text), Some(ReturnUrlError::Credentials), "{text}");
        }
        for text in [
            " https://example.com",
            "https://example.com\\@evil.example",
            "https://a\n.se",
            "https://a\t.se",
            "https://a.se/\0",
        ] {
            assert_eq!(error(text), Some(ReturnUrlError::Character), "{text:?}");
        }
        let long = |length: usize| format!("https://example.com/{}", "a".repeat(length - 20));
        assert_eq!(error(&long(MAX)), None);
        assert_eq!(error(&long(5_000)), Some(ReturnUrlError::TooLong));
    }

    #[test]
    fn parameters_follow_the_query_and_precede_the_fragment() {
        let paid = [("payment_session", "py_sess_1"), ("status", "paid")];
        for (given, expected) in [
            ("https://example.com", "https://example.com/?payment_session=py_sess_1&status=paid"),
            (
                "https://example.com/a?b=1%202#c",
                "https://example.com/a?b=1%202&payment_session=py_sess_1&status=paid#c",
            ),
            (
                "https://example.com/a?",
                "https://example.com/a?payment_session=py_sess_1&status=paid",
            ),
            (
                "https://example.com/a?x#",
                "https://example.com/a?x&payment_session=py_sess_1&status=paid#",
            ),
        ] {
            assert_eq!(url(given).with_params(&paid), expected);
        }
        assert_eq!(url("https://example.com/a#b").with_params(&[]), "https://example.com/a#b");
        assert_eq!(
            url("https://example.com/").with_params(&[("a", "b&c=d")]),
            "https://example.com/?a=b%26c%3Dd"
        );
    }

    #[test]
    fn the_list_names_origins_and_folders() {
        let list = [url("https://shop.example.com"), url("http://localhost:3000/pay")];
        for text in [
            "https://shop.example.com/any?x=1",
            "https://SHOP.example.com:443/",
            "http://localhost:3000/pay",
            "http://localhost:3000/pay/done",
        ] {
            assert_eq!(url(text).check_listed(&list), Ok(()), "{text}");
        }
        for text in [
            "http://shop.example.com/",
            "https://shop.example.com.evil.example/",
            "https://evil.example/https://shop.example.com",
            "http://localhost:3000/payment",
            "http://localhost:3000/pay/../x",
            "http://localhost:3000/pay/%2e%2e/x",
            "http://localhost/pay",
        ] {
            assert_eq!(url(text).check_listed(&list), Err(ReturnUrlError::NotListed), "{text}");
        }
        assert!(url("https://anything.example").is_listed(&[]));
    }

    proptest! {
        #[test]
        fn parameters_never_change_where_it_leads(
            path in "[a-z/%.]{0,12}",
            query in "[a-z=&%+]{0,12}",
            value in any::<String>(),
        ) {
            if let Ok(before) = format!("https://example.com/{path}?{query}#f").parse::<ReturnUrl>() {
                let after = url(&before.with_params(&[("status", &value)]));
                prop_assert_eq!(after.parsed.origin(), before.parsed.origin());
                prop_assert_eq!(after.parsed.path(), before.parsed.path());
                prop_assert_eq!(after.parsed.fragment(), Some("f"));
                let last = after.parsed.query_pairs().last();
                prop_assert_eq!(last, Some(("status".into(), value.into())));
            }
        }
    }
}

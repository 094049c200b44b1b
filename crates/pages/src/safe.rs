//! What may stand in a link or in a mail header, whatever a merchant or payer wrote.

/// The address when a browser may follow it: a web address, or a path on our own server.
pub(crate) fn web(url: &str) -> Option<&str> {
    let lower = url.get(..8).unwrap_or(url).to_ascii_lowercase();
    let known = lower.starts_with("https://")
        || lower.starts_with("http://")
        || (url.starts_with('/') && !url.starts_with("//") && !url.starts_with("/\\"));
    // Control characters are dropped by browsers while parsing, which can change an address.
    (known && !url.chars().any(char::is_control)).then_some(url)
}

/// A `mailto:` address; `None` when the text does not look like a plain e-mail address.
pub(crate) fn mailto(address: &str) -> Option<String> {
    let plain = |c: char| c.is_alphanumeric() || "@.-_+".contains(c);
    (address.matches('@').count() == 1 && address.chars().all(plain))
        .then(|| format!("mailto:{address}"))
}

/// A `tel:` address made of the digits and a leading plus.
pub(crate) fn tel(number: &str) -> Option<String> {
    // `+46 (0)8` reads as a hint to callers from within the country; from abroad it misdials.
    let abroad = number.replace("(0)", "");
    let dialled: String = abroad.chars().filter(|c| c.is_ascii_digit() || *c == '+').collect();
    (dialled.len() >= 3).then(|| format!("tel:{dialled}"))
}

/// One line of text: line breaks and other control characters become spaces, runs of white space
/// one space. A mail header made of it cannot start another header.
pub(crate) fn one_line(text: &str) -> String {
    let spaced: String = text
        .chars()
        .map(|c| if c.is_control() || "\u{2028}\u{2029}".contains(c) { ' ' } else { c })
        .collect();
    // No-break spaces belong to amounts and stay.
    spaced.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_web_is_linked() {
        for good in ["https://example.com/a?b#c", "HTTP://example.com", "/sessions/x?lang=sv"] {
            assert_eq!(web(good), Some(good));
        }
        for bad in [
            "javascript:alert(1)",
            " https://x",
            "data:text/html,x",
            "//evil",
            "/\\evil",
            "java\nscript:alert(1)",
            "https://x\n",
            "",
            "ftp://x",
            "é",
        ] {
            assert_eq!(web(bad), None, "{bad}");
        }
        assert_eq!(mailto("a@b.se").as_deref(), Some("mailto:a@b.se"));
        assert_eq!(mailto("a@b.se?bcc=c@d.se"), None);
        assert_eq!(tel("+46 (0)8-123 45").as_deref(), Some("tel:+46812345"));
        assert_eq!(tel("none"), None);
    }

    #[test]
    fn a_header_stays_one_line() {
        assert_eq!(one_line("Rent\r\nBcc: all@example.com"), "Rent Bcc: all@example.com");
        assert_eq!(one_line("  a \t b\u{2028}c\u{0} "), "a b c");
        assert_eq!(one_line("1\u{a0}250"), "1\u{a0}250");
    }
}

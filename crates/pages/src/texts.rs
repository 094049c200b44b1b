//! Texts whose wording is not ours: what a scheme prescribes for its mandates.
//!
//! A text is an asset with a version, and evidence of a signature names it by [`MandateText::id`],
//! so a changed wording is a new version beside the old one, never an edit.

use crate::locale::Locale;

/// The wording of a mandate in one language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct MandateText {
    /// The scheme.
    pub scheme: &'static str,
    /// The language of the wording, which may differ from the page's.
    pub lang: Locale,
    /// Counts up whenever the wording changes.
    pub version: u32,
    /// Where the wording was read.
    pub source: &'static str,
    /// The publication that decides, to compare with.
    pub authority: &'static str,
    /// True once somebody compared the wording with `authority` itself.
    pub verified: bool,
    /// The heading that the scheme prescribes.
    pub title: &'static str,
    /// A paragraph per line; `{creditor}` stands for the creditor's name.
    pub wording: &'static str,
}

/// Read in two independent reproductions that agree. Nobody has compared it with the European
/// Payments Council's own document yet, so it is not marked as verified.
static SEPA_CORE_EN: MandateText = MandateText {
    scheme: "sepa_core",
    lang: Locale::En,
    version: 1,
    source: "https://gocardless.com/guides/sepa/mandate-contents/",
    authority: "https://www.europeanpaymentscouncil.eu/other/core-sdd-mandate-translations",
    verified: false,
    title: "SEPA Direct Debit Mandate",
    wording: include_str!("../assets/texts/sepa_core/en.txt"),
};

/// The SEPA Direct Debit Core mandate for a page in a language.
///
/// The European Payments Council publishes a Swedish wording, which we have not seen. A translation
/// of our own would bind nobody, so a Swedish page shows the English wording beside an explanation.
pub fn sepa_core(locale: Locale) -> &'static MandateText {
    match locale {
        Locale::En | Locale::Sv => &SEPA_CORE_EN,
    }
}

impl MandateText {
    /// Names the exact wording, such as `sepa_core/en/1`.
    pub fn id(&self) -> String {
        format!("{}/{}/{}", self.scheme, self.lang.tag(), self.version)
    }

    /// The wording with the creditor's name in it.
    pub fn paragraphs(&self, creditor: &str) -> Vec<String> {
        self.wording.lines().map(|line| line.replace("{creditor}", creditor)).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_creditor_is_named_twice_and_no_placeholder_is_left() {
        let text = sepa_core(Locale::Sv);
        assert_eq!((text.id().as_str(), text.lang), ("sepa_core/en/1", Locale::En));
        let paragraphs = text.paragraphs("Sample & Sons");
        assert_eq!(paragraphs.join(" ").matches("Sample & Sons").count(), 2);
        assert!(!paragraphs.join(" ").contains('{'));
    }
}

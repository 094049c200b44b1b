//! Texts whose wording is not ours: what a scheme prescribes for its mandates.
//!
//! A text has a version, and evidence of a signature names it by [`MandateText::id`], so a changed
//! wording is a new version, never an edit. Those that we ship are assets. Whoever runs a server
//! may lay others over them: a wording in a language that we have none in, a newer one, or one of
//! ours that they have compared with what the scheme publishes.

use std::borrow::Cow;
use std::fmt;

use crate::locale::Locale;

/// The SEPA Direct Debit Core mandate.
pub const SEPA_CORE: &str = "sepa_core";
/// The instruction to pay by Direct Debit, of Bacs.
pub const BACS_INSTRUCTION: &str = "bacs_instruction";
/// The Direct Debit Guarantee, of Bacs.
pub const BACS_GUARANTEE: &str = "bacs_guarantee";

/// The mandate of Autogiro.
pub const AUTOGIRO: &str = "autogiro";

/// What decides about the wordings of each text, to compare with.
pub const AUTHORITIES: &[(&str, &str)] = &[
    (SEPA_CORE, "https://www.europeanpaymentscouncil.eu/other/core-sdd-mandate-translations"),
    (BACS_INSTRUCTION, "the sponsoring bank's copy of the instruction"),
    (BACS_GUARANTEE, "the sponsoring bank's copy of the Guarantee"),
    (AUTOGIRO, "the form that the payee's bank approved"),
];

/// What stands for the creditor's name in a wording.
const CREDITOR: &str = "{creditor}";
/// What stands for the working days of notice in the Guarantee.
const DAYS: &str = "{days}";

/// The wording of a mandate in one language.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct MandateText {
    /// The scheme.
    pub scheme: &'static str,
    /// The language of the wording, which may differ from the page's.
    pub lang: Locale,
    /// Counts up whenever the wording changes.
    pub version: u32,
    /// Where the wording was read.
    pub source: Cow<'static, str>,
    /// True once somebody compared the wording with what the scheme publishes.
    pub verified: bool,
    /// The heading that the scheme prescribes.
    pub title: Cow<'static, str>,
    /// A paragraph per line; `{creditor}` stands for the creditor's name.
    pub wording: Cow<'static, str>,
}

/// A wording of the SEPA Direct Debit Core mandate. None is marked as verified, because nobody has
/// compared it with the European Payments Council's own document yet: each was read where `source`
/// says, and agrees with what independent forms and programs print.
const fn sepa_core_in(
    lang: Locale,
    source: &'static str,
    title: &'static str,
    wording: &'static str,
) -> MandateText {
    MandateText {
        scheme: SEPA_CORE,
        lang,
        version: 1,
        source: Cow::Borrowed(source),
        verified: false,
        title: Cow::Borrowed(title),
        wording: Cow::Borrowed(wording),
    }
}

const SEPA_CORE_EN: MandateText = sepa_core_in(
    Locale::En,
    "https://gocardless.com/guides/sepa/mandate-contents/",
    "SEPA Direct Debit Mandate",
    include_str!("../assets/texts/sepa_core/en.txt"),
);

const SEPA_CORE_DE: MandateText = sepa_core_in(
    Locale::De,
    "https://gocardless.com/de/handbuch/sepa/mandate-inhalt/",
    "SEPA-Lastschriftmandat",
    include_str!("../assets/texts/sepa_core/de.txt"),
);

const SEPA_CORE_FR: MandateText = sepa_core_in(
    Locale::Fr,
    "https://banque-france.fr/fr/faq/recherche?page=18",
    "Mandat de prélèvement SEPA",
    include_str!("../assets/texts/sepa_core/fr.txt"),
);

const SEPA_CORE_ES: MandateText = sepa_core_in(
    Locale::Es,
    "https://gocardless.com/es/guias/consejos/modelo-mandato-sepa/",
    "Orden de domiciliación de adeudo directo SEPA",
    include_str!("../assets/texts/sepa_core/es.txt"),
);

/// A text of Bacs. There is one wording of each, which is English; a page in another language explains
/// it. Read in several independent reproductions that agree but for the service user's name and the
/// days of notice. Whoever collects by Bacs has the binding wording from the sponsoring bank; nobody
/// has compared these with it yet, so they are not marked as verified.
const fn bacs(
    scheme: &'static str,
    source: &'static str,
    title: &'static str,
    wording: &'static str,
) -> MandateText {
    MandateText {
        scheme,
        lang: Locale::En,
        version: 1,
        source: Cow::Borrowed(source),
        verified: false,
        title: Cow::Borrowed(title),
        wording: Cow::Borrowed(wording),
    }
}

const BACS_GUARANTEE_EN: MandateText = bacs(
    BACS_GUARANTEE,
    "https://www.accountants4you.co.uk/direct-debit-payments/",
    "The Direct Debit Guarantee",
    include_str!("../assets/texts/bacs/guarantee.en.txt"),
);

const BACS_INSTRUCTION_EN: MandateText = bacs(
    BACS_INSTRUCTION,
    "https://gocardless.com/direct-debit/payment-pages/",
    "Instruction to your bank or building society to pay by Direct Debit",
    include_str!("../assets/texts/bacs/instruction.en.txt"),
);

/// A wording of the mandate of Autogiro, which is published in Swedish and English. Only parts of what
/// stands here were compared with the form that `source` names; the rest may differ from it. The payee's
/// bank approves each form, and its wording has to be put in place of this one before real debits.
const fn autogiro_in(
    lang: Locale,
    source: &'static str,
    title: &'static str,
    wording: &'static str,
) -> MandateText {
    MandateText {
        scheme: AUTOGIRO,
        lang,
        version: 1,
        source: Cow::Borrowed(source),
        verified: false,
        title: Cow::Borrowed(title),
        wording: Cow::Borrowed(wording),
    }
}

const AUTOGIRO_SV: MandateText = autogiro_in(
    Locale::Sv,
    "https://naturarvet.se/autogiro-medgivandetext/",
    "Medgivande till betalning via Autogiro",
    include_str!("../assets/texts/autogiro/sv.txt"),
);

const AUTOGIRO_EN: MandateText = autogiro_in(
    Locale::En,
    "https://www.trustly.net/about-us/terms-and-conditions-tdd/mandatory-mandate-autogiro",
    "Mandate for payment by Autogiro",
    include_str!("../assets/texts/autogiro/en.txt"),
);

/// The texts of schemes that a server shows, at most one of each for each language.
///
/// The European Payments Council publishes wordings in Swedish, Italian and Dutch too. We have not
/// seen the Swedish one, and what we saw of the others differs from source to source. A translation
/// of our own would bind nobody, so pages without a wording in their language show the first one, in
/// English, beside an explanation.
#[derive(Clone, Debug)]
pub struct SchemeTexts {
    sepa_core: Wordings,
    bacs_instruction: Wordings,
    bacs_guarantee: Wordings,
    autogiro: Wordings,
}

/// The wordings of one text.
#[derive(Clone, Debug)]
struct Wordings {
    /// What is shown where there is none in the page's language.
    first: MandateText,
    others: Vec<MandateText>,
    /// What stands in braces in each of them.
    placeholders: &'static [&'static str],
    /// The languages in which the scheme publishes it; empty for any.
    languages: &'static [Locale],
}

impl SchemeTexts {
    /// Those that the program brings.
    pub fn shipped() -> Self {
        let alone = |first, placeholders| Wordings {
            first,
            others: Vec::new(),
            placeholders,
            languages: &[Locale::En],
        };
        Self {
            sepa_core: Wordings {
                others: vec![SEPA_CORE_DE, SEPA_CORE_FR, SEPA_CORE_ES],
                languages: &[],
                ..alone(SEPA_CORE_EN, &[CREDITOR])
            },
            bacs_instruction: alone(BACS_INSTRUCTION_EN, &[CREDITOR]),
            bacs_guarantee: alone(BACS_GUARANTEE_EN, &[CREDITOR, DAYS]),
            autogiro: Wordings {
                others: vec![AUTOGIRO_SV],
                languages: &[Locale::En, Locale::Sv],
                ..alone(AUTOGIRO_EN, &[])
            },
        }
    }

    /// The SEPA Direct Debit Core mandate for a page in a language.
    pub fn sepa_core(&self, locale: Locale) -> &MandateText {
        self.sepa_core.on(locale)
    }

    /// What a payer tells the bank by a Direct Debit Instruction of Bacs.
    pub const fn bacs_instruction(&self) -> &MandateText {
        &self.bacs_instruction.first
    }

    /// The Direct Debit Guarantee of Bacs, with the working days of notice that payers have.
    pub fn bacs_guarantee(&self, days: u16) -> MandateText {
        let text = self.bacs_guarantee.first.clone();
        let wording = text.wording.replace(DAYS, &days.to_string()).into();
        MandateText { wording, ..text }
    }

    /// The mandate of Autogiro for a page in a language: in Swedish, and in English everywhere else.
    pub fn autogiro(&self, locale: Locale) -> &MandateText {
        self.autogiro.on(locale)
    }

    /// Every text, with its wordings.
    const fn all(&self) -> [&Wordings; 4] {
        [&self.sepa_core, &self.bacs_instruction, &self.bacs_guarantee, &self.autogiro]
    }

    /// Takes a wording in place of the one in its language.
    ///
    /// # Errors
    /// When it cannot be shown, or could be taken for the wording that it replaces.
    pub fn lay_over(&mut self, text: MandateText) -> Result<(), Unfit> {
        let all = [
            &mut self.sepa_core,
            &mut self.bacs_instruction,
            &mut self.bacs_guarantee,
            &mut self.autogiro,
        ];
        let wordings = all.into_iter().find(|wordings| wordings.first.scheme == text.scheme);
        wordings.ok_or(Unfit::Unknown)?.lay_over(text)
    }

    /// Those that nobody has compared with what the scheme publishes.
    pub fn unverified(&self) -> impl Iterator<Item = &MandateText> {
        self.all().into_iter().flat_map(Wordings::all).filter(|text| !text.verified)
    }
}

impl Wordings {
    fn all(&self) -> impl Iterator<Item = &MandateText> {
        [&self.first].into_iter().chain(&self.others)
    }

    /// The one for a page in a language.
    fn on(&self, locale: Locale) -> &MandateText {
        self.others.iter().find(|text| text.lang == locale).unwrap_or(&self.first)
    }

    fn lay_over(&mut self, text: MandateText) -> Result<(), Unfit> {
        text.check(self.placeholders)?;
        let place = match text.lang {
            lang if lang == self.first.lang => Some(&mut self.first),
            lang if !self.languages.is_empty() && !self.languages.contains(&lang) => {
                return Err(Unfit::Language(self.languages));
            }
            lang => self.others.iter_mut().find(|known| known.lang == lang),
        };
        match place {
            Some(known) if known.may_become(&text) => *known = text,
            Some(known) => return Err(Unfit::Version(known.version)),
            None => self.others.push(text),
        }
        Ok(())
    }
}

/// Why a wording is not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unfit {
    /// A part of it is empty.
    Empty(&'static str),
    /// There is no text of that name.
    Unknown,
    /// The scheme publishes it in these languages alone.
    Language(&'static [Locale]),
    /// It does not say all that these placeholders stand for, or has others.
    Placeholders(&'static [&'static str]),
    /// It differs from the wording of this version, and has no higher one.
    Version(u32),
}

impl fmt::Display for Unfit {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Empty(part) => write!(f, "`{part}` must not be empty"),
            Self::Unknown => f.write_str("there is no scheme text of that name"),
            Self::Language(published) => {
                let tags: Vec<&str> = published.iter().map(|lang| lang.tag()).collect();
                write!(
                    f,
                    "the scheme publishes this text in no language but {}",
                    tags.join(" and ")
                )
            }
            Self::Placeholders(known) => {
                write!(f, "`wording` must hold {} and no other braces", known.join(" and "))
            }
            Self::Version(known) => {
                write!(
                    f,
                    "`version` must be above {known}: that is another wording, and mandates name it"
                )
            }
        }
    }
}

impl MandateText {
    /// Names the exact wording, such as `sepa_core/en/1`.
    pub fn id(&self) -> String {
        format!("{}/{}/{}", self.scheme, self.lang.tag(), self.version)
    }

    /// True when the wording is not in a page's language, so that an explanation stands beside it.
    pub fn is_foreign_on(&self, page: Locale) -> bool {
        self.lang != page
    }

    /// The wording with the creditor's name in it.
    pub fn paragraphs(&self, creditor: &str) -> Vec<String> {
        let lines = self.wording.lines().map(str::trim).filter(|line| !line.is_empty());
        lines.map(|line| line.replace(CREDITOR, creditor)).collect()
    }

    fn check(&self, placeholders: &'static [&'static str]) -> Result<(), Unfit> {
        let parts = [("source", &self.source), ("title", &self.title), ("wording", &self.wording)];
        if let Some((name, _)) = parts.into_iter().find(|(_, text)| text.trim().is_empty()) {
            return Err(Unfit::Empty(name));
        }
        let named = placeholders.iter().all(|known| self.wording.contains(known));
        let rest =
            placeholders.iter().fold(self.wording.to_string(), |rest, it| rest.replace(it, ""));
        match !named || rest.contains(['{', '}']) {
            true => Err(Unfit::Placeholders(placeholders)),
            false => Ok(()),
        }
    }

    /// True when `other` is the same wording, or a later one.
    fn may_become(&self, other: &Self) -> bool {
        let same = self.title == other.title && self.paragraphs("") == other.paragraphs("");
        other.version > self.version || (same && other.version == self.version)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::translate::Translator;

    /// A wording that somebody else wrote down.
    fn swedish() -> MandateText {
        let wording =
            "Genom att underteckna ger du {creditor} rätt att dra pengar.\n\nDu har rätt.";
        MandateText {
            scheme: SEPA_CORE,
            lang: Locale::Sv,
            version: 1,
            source: "https://bank.example/medgivande".into(),
            verified: true,
            title: "Medgivande för SEPA-autogiro".into(),
            wording: wording.into(),
        }
    }

    #[test]
    fn the_guarantee_names_the_service_user_and_has_one_wording() {
        let texts = SchemeTexts::shipped();
        let text = texts.bacs_guarantee(10);
        assert_eq!((text.id().as_str(), text.verified), ("bacs_guarantee/en/1", false));
        assert!(text.is_foreign_on(Locale::Sv) && !text.is_foreign_on(Locale::En));
        let paragraphs = text.paragraphs("Sample & Sons");
        assert_eq!((paragraphs.len(), paragraphs.join(" ").contains('{')), (4, false));
        assert!(paragraphs[1].contains("will notify you 10 working days in advance"));
        assert!(texts.bacs_guarantee(3).wording.contains("notify you 3 working days"));
        let instruction = texts.bacs_instruction().paragraphs("Sample & Sons").join(" ");
        assert_eq!(instruction.matches("Sample & Sons").count(), 2);
    }

    #[test]
    fn the_mandate_of_autogiro_is_swedish_or_english() {
        let mut texts = SchemeTexts::shipped();
        for locale in Locale::ALL {
            let text = texts.autogiro(locale);
            assert_eq!(text.is_foreign_on(locale), !matches!(locale, Locale::En | Locale::Sv));
            let swedish = texts.autogiro(Locale::Sv);
            assert_eq!(text.paragraphs("").len(), swedish.paragraphs("").len());
            assert!(!text.wording.contains('{') && !text.verified, "{locale:?}");
        }
        let title = Translator(Locale::Sv).text("autogiro-mandate-title");
        assert_eq!(texts.autogiro(Locale::Sv).title, title);
        let german = MandateText { lang: Locale::De, ..AUTOGIRO_SV };
        let published: &[Locale] = &[Locale::En, Locale::Sv];
        assert_eq!(texts.lay_over(german), Err(Unfit::Language(published)));
        let approved = MandateText { verified: true, ..AUTOGIRO_SV };
        assert_eq!(texts.lay_over(approved), Ok(()));
        assert!(texts.autogiro(Locale::Sv).verified);
    }

    #[test]
    fn the_creditor_is_named_twice_and_no_placeholder_is_left() {
        for locale in Locale::ALL {
            let paragraphs = SchemeTexts::shipped().sepa_core(locale).paragraphs("Sample & Sons");
            let text = paragraphs.join(" ");
            assert_eq!(text.matches("Sample & Sons").count(), 2, "{locale:?}");
            assert!(!text.contains('{'), "{locale:?}");
        }
    }

    #[test]
    fn a_wording_is_in_the_page_s_language_or_in_english() {
        let texts = SchemeTexts::shipped();
        let text = texts.sepa_core(Locale::Sv);
        assert_eq!((text.id().as_str(), text.lang), ("sepa_core/en/1", Locale::En));
        assert_eq!(texts.sepa_core(Locale::De).id(), "sepa_core/de/1");
        for locale in Locale::ALL {
            let text = texts.sepa_core(locale);
            assert!([locale, Locale::En].contains(&text.lang), "{locale:?}");
            assert_eq!(text.check(&[CREDITOR]), Ok(()), "{locale:?}");
            if text.lang == locale {
                // What the mails and the explanation call it is what stands above it.
                assert_eq!(text.title, Translator(locale).text("mandate-title"));
            }
        }
    }

    #[test]
    fn a_new_language_is_taken() {
        let mut texts = SchemeTexts::shipped();
        assert_eq!(texts.lay_over(swedish()), Ok(()));
        assert_eq!(texts.sepa_core(Locale::Sv).id(), "sepa_core/sv/1");
        assert_eq!(
            texts.sepa_core(Locale::Sv).paragraphs("Me"),
            ["Genom att underteckna ger du Me rätt att dra pengar.", "Du har rätt."]
        );
        assert_eq!(texts.sepa_core(Locale::It).lang, Locale::En);
    }

    #[test]
    fn a_wording_of_ours_can_be_verified_but_not_changed_in_silence() {
        let mut texts = SchemeTexts::shipped();
        for text in [SEPA_CORE_EN, SEPA_CORE_DE, SEPA_CORE_FR] {
            assert_eq!(texts.lay_over(MandateText { verified: true, ..text }), Ok(()));
        }
        let left: Vec<String> = texts.unverified().map(MandateText::id).collect();
        let autogiro = ["autogiro/en/1", "autogiro/sv/1"];
        let others = ["sepa_core/es/1", "bacs_instruction/en/1", "bacs_guarantee/en/1"];
        assert_eq!(left, [&others[..], &autogiro[..]].concat());
        let other = MandateText { wording: "{creditor}".into(), ..SEPA_CORE_EN };
        assert_eq!(texts.lay_over(other.clone()), Err(Unfit::Version(1)));
        assert_eq!(texts.lay_over(MandateText { version: 2, ..other }), Ok(()));
        assert_eq!(texts.sepa_core(Locale::Sv).id(), "sepa_core/en/2");
        assert_eq!(texts.lay_over(SEPA_CORE_EN), Err(Unfit::Version(2)));
    }

    #[test]
    fn what_cannot_be_shown_is_refused() {
        let mut texts = SchemeTexts::shipped();
        let nobody = MandateText { wording: "You sign.".into(), ..swedish() };
        assert_eq!(texts.lay_over(nobody), Err(Unfit::Placeholders(&[CREDITOR])));
        let odd = MandateText { wording: "{creditor} and {debtor}".into(), ..swedish() };
        assert_eq!(texts.lay_over(odd), Err(Unfit::Placeholders(&[CREDITOR])));
        let bare = MandateText { title: " ".into(), ..swedish() };
        assert_eq!(texts.lay_over(bare), Err(Unfit::Empty("title")));
    }

    #[test]
    fn a_sponsoring_bank_s_wording_replaces_ours_in_english_alone() {
        let mut texts = SchemeTexts::shipped();
        let guarantee = MandateText {
            scheme: BACS_GUARANTEE,
            lang: Locale::En,
            version: 2,
            wording: "{creditor} gives {days} days.".into(),
            ..swedish()
        };
        let ours = MandateText { lang: Locale::Sv, ..guarantee.clone() };
        assert_eq!(texts.lay_over(ours), Err(Unfit::Language(&[Locale::En])));
        let fixed =
            MandateText { wording: "{creditor} gives 10 days.".into(), ..guarantee.clone() };
        assert_eq!(texts.lay_over(fixed), Err(Unfit::Placeholders(&[CREDITOR, DAYS])));
        let other = MandateText { scheme: "barter", ..guarantee.clone() };
        assert_eq!(texts.lay_over(other), Err(Unfit::Unknown));
        assert_eq!(texts.lay_over(guarantee), Ok(()));
        let shown = texts.bacs_guarantee(5);
        assert_eq!((shown.id().as_str(), shown.verified), ("bacs_guarantee/en/2", true));
        assert_eq!(shown.paragraphs("We"), ["We gives 5 days."]);
        assert!(texts.unverified().all(|text| text.scheme != BACS_GUARANTEE));
        assert!(AUTHORITIES.iter().any(|(scheme, _)| *scheme == BACS_INSTRUCTION));
    }
}

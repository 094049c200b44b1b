//! The characters that SEPA messages may carry, and how other texts are written with them.
//!
//! Banks agree on a small Latin set only. The EPC's conversion (EPC217-08) gives each letter of
//! Europe's alphabets a reading in it; we follow it with the usual two letters for ß, æ, œ and þ.
//! What is exported is what these functions return, and what the payer is shown is the same.

/// A text in the SEPA character set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Transliterated {
    /// The text.
    pub text: String,
    /// Some character has no reading and became a full stop.
    pub lossy: bool,
}

/// A text that cannot be an identifier or reference in a SEPA message.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum IdentifierError {
    /// No character, or more than 35.
    #[error("an identifier has 1 to 35 characters")]
    Length,
    /// A character outside the set.
    #[error("an identifier has only letters, digits, spaces and / - ? : ( ) . , ' +")]
    Character,
    /// A slash at an end, or two in a row.
    #[error("an identifier neither begins nor ends with a slash, nor has two in a row")]
    Slash,
}

impl IdentifierError {
    /// Stable code.
    pub const fn code(self) -> &'static str {
        match self {
            Self::Length => "identifier_wrong_length",
            Self::Character => "identifier_invalid_character",
            Self::Slash => "identifier_misplaced_slash",
        }
    }
}

/// Most characters of an identifier.
pub const IDENTIFIER_MAX: usize = 35;

/// True when SEPA messages may carry `character`.
pub const fn is_allowed(character: char) -> bool {
    character.is_ascii_alphanumeric()
        || matches!(character, '/' | '-' | '?' | ':' | '(' | ')' | '.' | ',' | '\'' | '+' | ' ')
}

/// True when SEPA messages may carry `text` as it is.
pub fn is_clean(text: &str) -> bool {
    text.chars().all(is_allowed)
}

/// Checks an identifier or reference: mandate reference, end-to-end id, message id.
pub fn check_identifier(text: &str) -> Result<(), IdentifierError> {
    if text.is_empty() || text.chars().count() > IDENTIFIER_MAX {
        return Err(IdentifierError::Length);
    }
    if !is_clean(text) {
        return Err(IdentifierError::Character);
    }
    if text.starts_with('/') || text.ends_with('/') || text.contains("//") {
        return Err(IdentifierError::Slash);
    }
    Ok(())
}

/// Writes `text` with the characters of SEPA messages, spaces trimmed and never doubled.
pub fn transliterate(text: &str) -> Transliterated {
    let mut out = Transliterated { text: String::with_capacity(text.len()), lossy: false };
    for character in text.chars() {
        if is_allowed(character) {
            out.text.push(character);
        } else if let Some(reading) = fold(character) {
            out.text.extend(reading.chars().map(within_set));
        } else if character.is_ascii() && !character.is_ascii_control() {
            out.text.push(within_set(character));
        } else {
            out.lossy = true;
            out.text.push('.');
        }
    }
    out.text = out.text.split(' ').filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ");
    out
}

/// [`transliterate`], cut to at most `max` characters.
pub fn transliterate_to(text: &str, max: usize) -> String {
    let mut text = transliterate(text).text;
    // Every character of the set is one byte.
    text.truncate(max);
    text.truncate(text.trim_end().len());
    text
}

/// The nearest character of the set for a printable ASCII character.
const fn within_set(character: char) -> char {
    match character {
        '&' => '+',
        '_' | '~' => '-',
        '[' | '{' | '<' => '(',
        ']' | '}' | '>' => ')',
        '\\' | '|' => '/',
        ';' => ',',
        '"' | '`' => '\'',
        other if is_allowed(other) => other,
        _ => '.',
    }
}

/// The reading of a space, or of a character outside ASCII, in ASCII; `None` when it has none.
pub(crate) fn fold(character: char) -> Option<String> {
    if character.is_whitespace() {
        return Some(" ".to_owned());
    }
    if character.is_ascii() {
        return None;
    }
    if let Some((_, sign)) = SIGNS.iter().find(|(signs, _)| signs.contains(character)) {
        return Some((*sign).to_owned());
    }
    // The small letter of a capital may be two characters (İ), the first being the letter.
    let small = character.to_lowercase().next()?;
    let capital = small != character;
    let mut buffer = [0; 4];
    let reading = if small.is_ascii() { small.encode_utf8(&mut buffer) } else { letter(small)? };
    Some(if capital { capitalised(reading) } else { reading.to_owned() })
}

/// `sh` as `Sh`: the first letter speaks for the capital.
fn capitalised(reading: &str) -> String {
    let mut letters = reading.chars();
    letters.next().map(|first| first.to_ascii_uppercase()).into_iter().chain(letters).collect()
}

fn letter(small: char) -> Option<&'static str> {
    let mut readings = LETTERS.split(' ').filter_map(|pair| pair.split_once('='));
    readings.find(|(letters, _)| letters.contains(small)).map(|(_, reading)| reading)
}

/// Signs that stand between or beside letters.
const SIGNS: &[(&str, &str)] = &[
    ("‘’‚‛′ʼ´ʹ", "'"),
    ("“”„‟«»″", "\""),
    ("‐‑‒–—―−", "-"),
    ("…", "..."),
    ("‹", "<"),
    ("›", ">"),
    ("•·", "-"),
    ("€", "EUR"),
    ("£", "GBP"),
    ("№", "No"),
    ("º°", "o"),
    ("ª", "a"),
    ("¿", "?"),
    ("¡", "!"),
    ("×", "x"),
    // Marks that are not heard: trade marks, joiners, the soft hyphen.
    ("®©™\u{ad}\u{200b}\u{200c}\u{200d}\u{2060}\u{feff}", ""),
    // Accents written as characters of their own.
    (
        "\u{300}\u{301}\u{302}\u{303}\u{304}\u{306}\u{307}\u{308}\u{30a}\u{30b}\u{30c}\u{326}\u{327}\u{328}",
        "",
    ),
];

/// Small letters of the alphabets of the SEPA countries, Latin, Greek and Cyrillic: letters that
/// are read alike, then their reading.
const LETTERS: &str = "\
àáâãäåāăąǎ=a æǽ=ae çćĉċč=c ďđð=d èéêëēĕėęě=e ĝğġģ=g ĥħ=h ìíîïĩīĭįıǐ=i ĳ=ij ĵ=j ķĸ=k ĺļľŀł=l \
ñńņňŉŋ=n òóôõöøōŏőǒ=o œ=oe ŕŗř=r śŝşšșſ=s ß=ss ţťŧț=t þ=th ùúûüũūŭůűųǔ=u ŵẁẃẅ=w ýÿŷỳ=y źżž=z \
αά=a β=v γ=g δ=d εέ=e ζ=z ηή=i θ=th ιίϊΐ=i κ=k λ=l μµ=m ν=n ξ=x οό=o π=p ρ=r σς=s \
τ=t υύϋΰ=y φ=f χ=ch ψ=ps ωώ=o а=a б=b в=v гґѓ=g д=d ђ=dj еёѐэ=e є=ie ж=zh з=z ѕџ=dz иѝії=i \
й=y ј=j кќ=k л=l љ=lj м=m н=n њ=nj о=o п=p р=r с=s т=t ћ=c уў=u ф=f х=h ц=ts ч=ch ш=sh щ=sht \
ъ=a ыь=y ю=yu я=ya";

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    fn text(from: &str) -> String {
        transliterate(from).text
    }

    #[test]
    fn letters_of_europe_have_a_reading() {
        assert_eq!(text("Åsa Öström & Söner"), "Asa Ostrom + Soner");
        assert_eq!(text("Straße 5, ẞ"), "Strasse 5, Ss");
        assert_eq!(text("Łódź Œuvre Þór Æbler Øre"), "Lodz Oeuvre Thor Aebler Ore");
        assert_eq!(text("Αθήνα Θεοδώρα"), "Athina Theodora");
        assert_eq!(text("Жельо Щерев"), "Zhelyo Shterev");
        assert_eq!(text("İstanbul ‘x’ – 5 €"), "Istanbul 'x' - 5 EUR");
        assert_eq!(text("e\u{301}te\u{301}"), "ete");
        assert!(!transliterate("Åsa Öström & Söner").lossy);
    }

    #[test]
    fn signs_become_their_neighbours() {
        assert_eq!(text("a_b [c] {d} <e> f\\g; \"h\" i=j"), "a-b (c) (d) (e) f/g, 'h' i.j");
        assert_eq!(text("  two \t words\u{a0}\u{a0}more "), "two words more");
    }

    #[test]
    fn what_has_no_reading_becomes_a_full_stop_and_is_told() {
        let out = transliterate("家賃 3");
        assert_eq!((out.text.as_str(), out.lossy), (".. 3", true));
        assert!(transliterate("rent \u{1F3E0}").lossy);
        assert!(transliterate("a\u{0}b").lossy);
    }

    #[test]
    fn texts_are_cut_without_a_trailing_space() {
        assert_eq!(transliterate_to("rent march", 5), "rent");
        assert_eq!(transliterate_to("ßßß", 3), "sss");
    }

    #[test]
    fn identifiers_mind_their_slashes() {
        assert_eq!(check_identifier("Mandate-2026/11.1"), Ok(()));
        assert_eq!(check_identifier(""), Err(IdentifierError::Length));
        assert_eq!(check_identifier(&"a".repeat(36)), Err(IdentifierError::Length));
        assert_eq!(check_identifier("a_b"), Err(IdentifierError::Character));
        for text in ["/a", "a/", "a//b", "/"] {
            assert_eq!(check_identifier(text), Err(IdentifierError::Slash), "{text}");
        }
    }

    proptest! {
        #[test]
        fn the_result_is_in_the_set_and_stays_as_it_is(from in any::<String>(), max in 0_usize..40) {
            let once = text(&from);
            prop_assert!(is_clean(&once));
            prop_assert_eq!(text(&once), once);
            prop_assert!(transliterate_to(&from, max).len() <= max);
        }
    }
}

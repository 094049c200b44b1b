//! Which characters can be seen.

use unicode_properties::{GeneralCategoryGroup, UnicodeGeneralCategory};

/// What a character does on a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Glyph {
    /// It is a space.
    Space,
    /// It stands on, in or under the character before.
    Mark,
    /// It is not seen, and changes how the characters beside it look. Some scripts need that.
    Shaper,
    /// It is not seen.
    Ignorable,
    /// It stands for itself.
    Other,
}

/// What the character does.
pub(crate) fn kind(character: char) -> Glyph {
    match character {
        ' '..='~' => {
            if character == ' ' {
                Glyph::Space
            } else {
                Glyph::Other
            }
        }
        _ if is_shaper(character) => Glyph::Shaper,
        _ if is_ignorable(character) => Glyph::Ignorable,
        _ => match character.general_category_group() {
            GeneralCategoryGroup::Mark => Glyph::Mark,
            GeneralCategoryGroup::Separator => Glyph::Space,
            _ => Glyph::Other,
        },
    }
}

/// True when the character alone leaves something on the paper.
pub(crate) fn is_visible(character: char) -> bool {
    /// Braille's space, which counts as a symbol.
    const BLANK_PATTERN: char = '\u{2800}';
    let is_other = || character.general_category_group() == GeneralCategoryGroup::Other;
    kind(character) == Glyph::Other && character != BLANK_PATTERN && !is_other()
}

/// The joiners (`Join_Control`), Mongolian's separators, and the selectors of variants
/// (`Variation_Selector`), in Unicode 17's `PropList.txt`.
const fn is_shaper(character: char) -> bool {
    matches!(character,
        '\u{180b}'..='\u{180f}'
        | '\u{200c}'..='\u{200d}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{e0100}'..='\u{e01ef}')
}

/// `Default_Ignorable_Code_Point` in Unicode 17's `DerivedCoreProperties.txt`, with which
/// `Bidi_Control` is covered; and the marks of interlinear annotations beside it.
const fn is_ignorable(character: char) -> bool {
    matches!(character,
        '\u{ad}'
        | '\u{34f}'
        | '\u{61c}'
        | '\u{115f}'..='\u{1160}'
        | '\u{17b4}'..='\u{17b5}'
        | '\u{180b}'..='\u{180f}'
        | '\u{200b}'..='\u{200f}'
        | '\u{202a}'..='\u{202e}'
        | '\u{2060}'..='\u{206f}'
        | '\u{3164}'
        | '\u{fe00}'..='\u{fe0f}'
        | '\u{feff}'
        | '\u{ffa0}'
        | '\u{fff0}'..='\u{fffb}'
        | '\u{1bca0}'..='\u{1bca3}'
        | '\u{1d173}'..='\u{1d17a}'
        | '\u{e0000}'..='\u{e0fff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_seen_is_told_from_what_is_not() {
        for seen in "aZ9~åשمक日ß€❤🔥⠁".chars() {
            assert!(is_visible(seen) && kind(seen) == Glyph::Other, "{seen:?}");
        }
        for unseen in " \u{a0}\u{3000}\u{2800}\u{301}\u{200d}\u{3164}\u{fffe}".chars() {
            assert!(!is_visible(unseen), "{unseen:?}");
        }
        assert_eq!(kind('\u{301}'), Glyph::Mark);
        assert_eq!(kind('\u{93e}'), Glyph::Mark);
        assert_eq!(kind('\u{fe0f}'), Glyph::Shaper);
        assert_eq!(kind('\u{e0020}'), Glyph::Ignorable);
    }
}

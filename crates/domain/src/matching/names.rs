//! Whether two names may be one person's: good enough to suggest, never to apply money.

use crate::sepa::charset;

/// Most words of a name that are compared.
const WORDS_MAX: usize = 12;
/// Most characters of a name that are read: more than any bank carries.
const NAME_MAX: usize = 200;
/// Letters that a word needs to be known in spite of one mistake.
const FORGIVING_LEN: usize = 5;
/// Letters of a word that says who somebody is: not an initial, not `de`.
const TELLING_LEN: usize = 3;

/// Words that say nothing about who it is: titles and legal forms, as banks write them.
const EMPTY_WORDS: &[&str] = &[
    "MR", "MRS", "MS", "MISS", "DR", "PROF", "HERR", "FRAU", "FRU", "AND", "UND", "OCH", "ET",
    "LTD", "LIMITED", "PLC", "GMBH", "AG", "AB", "BV", "SA", "SARL",
];

/// True when the shorter of two names is found in the other: word by word in any order, in any
/// alphabet of Europe, initials standing for names, one mistake allowed in a longer word, and at
/// least one word of three letters or more the same.
pub fn are_similar(one: &str, other: &str) -> bool {
    let (one, other) = (words(one), words(other));
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    let mut left: Vec<&String> = long.iter().collect();
    let mut telling = false;
    for word in by_length(&short) {
        // The best partner first, so that an initial does not take a whole word's place.
        let mut places = 0..left.len();
        let place = places
            .find(|&at| is_almost(word, left[at]))
            .or_else(|| (0..left.len()).find(|&at| is_initial(word, left[at])));
        let Some(place) = place else { return false };
        telling |= word.len() >= TELLING_LEN && left[place].len() >= TELLING_LEN;
        left.remove(place);
    }
    telling
}

fn by_length(words: &[String]) -> Vec<&String> {
    let mut words: Vec<&String> = words.iter().collect();
    words.sort_by_key(|word| std::cmp::Reverse(word.len()));
    words
}

fn words(name: &str) -> Vec<String> {
    let name: String = name.chars().take(NAME_MAX).collect();
    let latin = charset::transliterate(&name).text.to_ascii_uppercase();
    let words = latin.split(|c: char| !c.is_ascii_alphanumeric()).filter(|word| !word.is_empty());
    let telling = words.filter(|word| !EMPTY_WORDS.contains(word));
    telling.take(WORDS_MAX).map(str::to_owned).collect()
}

fn is_initial(one: &str, other: &str) -> bool {
    (one.len() == 1 && other.starts_with(one)) || (other.len() == 1 && one.starts_with(other))
}

/// The same, or one letter wrong, missing or too many, or two neighbours swapped.
fn is_almost(one: &str, other: &str) -> bool {
    if one == other {
        return true;
    }
    let (one, other) = (one.as_bytes(), other.as_bytes());
    let (short, long) = if one.len() <= other.len() { (one, other) } else { (other, one) };
    if short.len() < FORGIVING_LEN || long.len() - short.len() > 1 {
        return false;
    }
    let same = short.iter().zip(long).take_while(|(left, right)| left == right).count();
    let (short_rest, long_rest) = (&short[same..], &long[same..]);
    if short.len() < long.len() {
        return short_rest == &long_rest[1..];
    }
    let swapped = match (short_rest, long_rest) {
        ([a, b, rest @ ..], [c, d, other @ ..]) => a == d && b == c && rest == other,
        _ => false,
    };
    swapped || short_rest.get(1..) == long_rest.get(1..)
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    #[test]
    fn one_person_in_the_spelling_of_banks() {
        for (payer, customer) in [
            ("ROSEN J", "Jenny Rosén"),
            ("MR J ROSEN & MRS A ROSEN", "Jenny Rosen"),
            ("Jenny Rosen", "Jenny Maria Rosen"),
            ("BERGSTROEM ANNA", "Anna Bergstrøm"),
            ("Bergstorm Anna", "Anna Bergström"),
            ("Müler", "Herr Müller"),
            ("ΘΕΟΔΩΡΑ", "Theodora"),
            ("Acme Lettings Limited", "ACME LETTINGS LTD"),
        ] {
            // Where a scheme writes oe for ø, the readings differ by one letter.
            assert!(are_similar(payer, customer), "{payer} {customer}");
            assert!(are_similar(customer, payer), "{customer} {payer}");
        }
    }

    #[test]
    fn two_people_in_spite_of_something_in_common() {
        for (payer, customer) in [
            ("Anna Rosen", "Jenny Rosen"),
            ("J A", "Jenny Andersson"),
            ("J R", "J R"),
            ("Mr", "Mr"),
            ("", ""),
            ("", "Jenny Rosen"),
            ("Lee", "Leo"),
            ("Bank of Scotland", "Jenny Rosen"),
            ("Jenny Rosen", "Jenny Rosenberg"),
        ] {
            assert!(!are_similar(payer, customer), "{payer} {customer}");
        }
    }

    proptest! {
        #[test]
        fn order_does_not_matter_and_nothing_breaks(one in any::<String>(), other in any::<String>()) {
            prop_assert_eq!(are_similar(&one, &other), are_similar(&other, &one));
        }

        #[test]
        fn a_name_is_like_itself(name in "[A-Z][a-z]{2,9} [A-Z][a-z]{3,9}") {
            let backwards: Vec<&str> = name.split(' ').rev().collect();
            prop_assume!(!words(&name).is_empty());
            prop_assert!(are_similar(&name, &backwards.join(" ")));
        }
    }
}

//! Rules of texts: what each kind of field accepts, and the words for what it does not.

use std::str::FromStr;

use domain::country::Country;
use domain::ids::Id;
use domain::return_url::ReturnUrl;
use domain::text::{self, TextError};
use jiff::civil::Date;

/// What is wrong with a value: a stable code, and words that go on after the field's name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Wrong {
    /// A stable code.
    pub code: &'static str,
    /// Such as “must not be empty”.
    pub words: String,
}

impl Wrong {
    /// With a code and words.
    pub fn new(code: &'static str, words: impl Into<String>) -> Self {
        Self { code, words: words.into() }
    }
}

impl From<TextError> for Wrong {
    fn from(error: TextError) -> Self {
        Self::new(error.code(), error.to_string())
    }
}

/// The rule of a text of one line.
pub fn line(max: usize) -> impl Fn(&str) -> Result<String, Wrong> {
    move |given| Ok(text::check_line(given, max).map(|()| given.to_owned())?)
}

/// The rule of a text of several lines.
pub fn block(max: usize) -> impl Fn(&str) -> Result<String, Wrong> {
    move |given| Ok(text::check_block(given, max).map(|()| given.to_owned())?)
}

/// The rule of what a person says for a decision: something, of several lines at most.
pub fn words(max: usize) -> impl Fn(&str) -> Result<String, Wrong> {
    move |given| match given.trim() {
        "" => Err(TextError::Empty.into()),
        _ => block(max)(given),
    }
}

/// The rule of an e-mail address.
pub fn email(given: &str) -> Result<String, Wrong> {
    Ok(text::check_email(given).map(|()| given.to_owned())?)
}

/// The rule of an address on the web.
pub fn web_url(given: &str) -> Result<String, Wrong> {
    match given.parse::<ReturnUrl>() {
        Ok(_) => Ok(given.to_owned()),
        Err(error) => Err(Wrong::new(error.code(), error.to_string())),
    }
}

/// The rule of a country.
pub fn country(given: &str) -> Result<String, Wrong> {
    let known = given.parse::<Country>().map(|country| country.as_str().to_owned());
    known.map_err(|_| {
        Wrong::new(
            "country_unknown",
            "must be a country's two capital letters, such as GB (ISO 3166-1)",
        )
    })
}

/// The rule of a language that pages and mails are written in.
pub fn locale(given: &str) -> Result<String, Wrong> {
    let known = pages::Locale::ALL.iter().find(|known| known.tag() == given);
    match known {
        Some(known) => Ok(known.tag().to_owned()),
        None => {
            let tags: Vec<&str> = pages::Locale::ALL.iter().map(|known| known.tag()).collect();
            Err(Wrong::new("unknown_value", format!("must be one of: {}", tags.join(", "))))
        }
    }
}

/// The rule of an id.
pub fn id<I: Id>(given: &str) -> Result<I, Wrong> {
    given.parse().map_err(|_| {
        Wrong::new("invalid_id", format!("must be an id that begins with `{}`", I::PREFIX))
    })
}

/// The rule of a date.
pub fn date(given: &str) -> Result<Date, Wrong> {
    let plain = given.bytes().enumerate().all(|(place, it)| match place {
        4 | 7 => it == b'-',
        _ => it.is_ascii_digit(),
    });
    let date = given.parse().ok().filter(|_| plain && given.len() == "YYYY-MM-DD".len());
    date.ok_or_else(|| Wrong::new("date_invalid", "must be a date, written as YYYY-MM-DD"))
}

/// The rule of a value with one spelling. `all` are the spellings, for the message.
pub fn spelled<T: FromStr>(all: &[&str]) -> impl Fn(&str) -> Result<T, Wrong> {
    move |given| {
        let words = || format!("must be one of: {}", all.join(", "));
        given.parse().map_err(|_| Wrong::new("unknown_value", words()))
    }
}

/// The rule of a text that is one of these.
pub fn one_of(all: Vec<&'static str>) -> impl Fn(&str) -> Result<String, Wrong> {
    move |given| match all.contains(&given) {
        true => Ok(given.to_owned()),
        false => Err(Wrong::new("unknown_value", format!("must be one of: {}", all.join(", ")))),
    }
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_description_lists_every_language() {
        let description = include_str!("../../../../docs/api/openapi.json");
        let pattern = format!("\"^({})$\"", pages::Locale::ALL.map(pages::Locale::tag).join("|"));
        let listed = description.matches(&pattern).count();
        assert_eq!((listed, description.matches("\"^(en|").count()), (3, 3));
    }
}

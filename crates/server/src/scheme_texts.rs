//! The texts of schemes that this server shows: those of the program, and over them the files of
//! the folder `texts_dir`, each named by text and language, such as `sepa_core.sv.toml`.

use std::fs;
use std::path::{Path, PathBuf};

use pages::Locale;
use pages::texts::{AUTHORITIES, MandateText, SchemeTexts};
use serde::Deserialize;
use store::{DbError, accounts, keys};

use crate::app::App;
use crate::config::{Config, ConfigError};

/// No mandate has as many words.
const FILE_BYTES_MAX: u64 = 16 * 1024;

/// A file of the folder.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct TextFile {
    version: u32,
    source: String,
    verified: bool,
    title: String,
    wording: String,
}

/// Puts the texts together.
///
/// # Errors
/// Names the file that is at fault, or the folder.
pub fn load(config: &Config) -> Result<SchemeTexts, ConfigError> {
    let mut texts = SchemeTexts::shipped();
    if config.texts_dir.as_os_str().is_empty() {
        return Ok(texts);
    }
    let folder = config.in_data_dir(&config.texts_dir);
    for path in files(&folder).map_err(|error| at(&folder, &error))? {
        let text = read(&path).map_err(|words| at(&path, &words))?;
        texts.lay_over(text).map_err(|unfit| at(&path, &unfit))?;
    }
    Ok(texts)
}

fn at(path: &Path, words: &dyn std::fmt::Display) -> ConfigError {
    ConfigError::setting(&path.display().to_string(), words)
}

/// What is in the folder, in the order of names; hidden files are nobody's business.
fn files(folder: &Path) -> std::io::Result<Vec<PathBuf>> {
    let mut found = Vec::new();
    for entry in fs::read_dir(folder)? {
        let entry = entry?;
        if !entry.file_name().to_string_lossy().starts_with('.') {
            found.push(entry.path());
        }
    }
    found.sort();
    Ok(found)
}

fn read(path: &Path) -> Result<MandateText, String> {
    let name = path.file_name().unwrap_or_default().to_string_lossy();
    let (scheme, lang) = text_and_language(&name).ok_or_else(|| {
        let texts: Vec<&str> = AUTHORITIES.iter().map(|(text, _)| *text).collect();
        let (texts, tags) = (texts.join(", "), Locale::ALL.map(Locale::tag).join(", "));
        format!("must be named TEXT.LANGUAGE.toml; the texts are {texts}, the languages {tags}")
    })?;
    let size = fs::metadata(path).map_err(|error| error.to_string())?.len();
    if size > FILE_BYTES_MAX {
        return Err(format!("must not be longer than {FILE_BYTES_MAX} bytes"));
    }
    let text = fs::read_to_string(path).map_err(|error| error.to_string())?;
    let file: TextFile = toml::from_str(&text).map_err(|error| error.message().to_owned())?;
    Ok(MandateText {
        scheme,
        lang,
        version: file.version,
        source: file.source.into(),
        verified: file.verified,
        title: file.title.into(),
        wording: file.wording.into(),
    })
}

/// The text and the language in a file's name.
fn text_and_language(name: &str) -> Option<(&'static str, Locale)> {
    let (text, tag) = name.strip_suffix(".toml")?.split_once('.')?;
    let (text, _) = AUTHORITIES.iter().find(|(known, _)| *known == text)?;
    Some((*text, Locale::ALL.into_iter().find(|locale| locale.tag() == tag)?))
}

/// Says at the start which wordings nobody has compared with the scheme's own, once there is a live
/// key: from then on payers may sign them in earnest.
///
/// # Errors
/// Only the database's.
pub async fn warn_of_unverified(app: &App) -> Result<(), DbError> {
    if !app.db.read(takes_real_money).await? {
        return Ok(());
    }
    for (scheme, authority) in AUTHORITIES {
        let of_scheme = app.texts.unverified().filter(|text| text.scheme == *scheme);
        let texts: Vec<String> = of_scheme.map(MandateText::id).collect();
        if !texts.is_empty() {
            tracing::warn!(
                texts = texts.join(" "),
                authority,
                "mandates in live mode have wordings that nobody has compared with the scheme's \
                 own: compare them, and say so in files of `texts_dir`"
            );
        }
    }
    Ok(())
}

fn takes_real_money(tx: &mut store::Tx<'_>) -> Result<bool, DbError> {
    for account in accounts::list(tx)? {
        if keys::any_live(tx, account.id)? {
            return Ok(true);
        }
    }
    Ok(false)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::config::Sources;

    const SWEDISH: &str = "version = 1\nsource = \"https://bank.example\"\nverified = true\n\
        title = \"Medgivande\"\nwording = \"\"\"\n{creditor} får dra pengar.\nDu har rätt.\n\"\"\"\n";

    /// What comes of a folder with this file in it.
    fn loaded(name: &str, text: &str) -> Result<SchemeTexts, String> {
        let folder = tempfile::tempdir().unwrap();
        fs::write(folder.path().join(name), text).unwrap();
        fs::write(folder.path().join(".hidden"), "?").unwrap();
        load(&config(folder.path().to_str().unwrap())).map_err(|error| error.to_string())
    }

    fn config(folder: &str) -> Config {
        let flags = vec![("texts_dir".to_owned(), folder.to_owned())];
        Config::load(Sources { flags, ..Sources::default() }).unwrap()
    }

    #[test]
    fn a_file_is_shown_in_its_language() {
        let texts = loaded("sepa_core.sv.toml", SWEDISH).unwrap();
        let text = texts.sepa_core(Locale::Sv);
        assert_eq!((text.id().as_str(), text.verified), ("sepa_core/sv/1", true));
        assert_eq!(text.paragraphs("Vi"), ["Vi får dra pengar.", "Du har rätt."]);
        let shipped = load(&config("")).unwrap();
        assert_eq!(shipped.sepa_core(Locale::Sv).id(), "sepa_core/en/1");
    }

    /// A sponsoring bank's Guarantee.
    fn guarantee() -> String {
        SWEDISH.replace("version = 1", "version = 2").replace("Du har rätt", "{days} days")
    }

    #[test]
    fn a_bank_s_guarantee_is_shown_with_the_days_of_notice() {
        let texts = loaded("bacs_guarantee.en.toml", &guarantee()).unwrap();
        let text = texts.bacs_guarantee(7);
        assert_eq!((text.id().as_str(), text.verified), ("bacs_guarantee/en/2", true));
        assert_eq!(text.paragraphs("Vi"), ["Vi får dra pengar.", "7 days."]);
    }

    #[test]
    fn a_file_at_fault_is_named() {
        let cases = [
            ("sepa_core.sv.toml", SWEDISH.replace("verified", "verfied"), "verfied"),
            ("sepa_core.sv.toml", SWEDISH.replace("{creditor}", "Vi"), "creditor"),
            ("sepa_core.de.toml", SWEDISH.to_owned(), "above 1"),
            ("sepa_core.pl.toml", SWEDISH.to_owned(), "languages"),
            ("bacs_guarantee.sv.toml", guarantee(), "no language but en"),
            ("bacs_guarantee.en.toml", SWEDISH.to_owned(), "{days}"),
            ("readme.txt", String::new(), "named"),
            ("sepa_core.sv.toml", "#".repeat(17 * 1024), "longer"),
        ];
        for (name, text, expected) in cases {
            let error = loaded(name, &text).unwrap_err();
            assert!(error.contains(name) && error.contains(expected), "{error}");
        }
        assert!(load(&config("/nowhere/at/all")).unwrap_err().to_string().contains("nowhere"));
    }
}

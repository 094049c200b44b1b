//! Putting the sources of settings together, one table over the other.

use toml::{Table, Value};

/// The defaults, with what each setting is for.
const DEFAULTS: &str = include_str!("../../../../config.default.toml");
/// What the names of our variables begin with.
const PREFIX: &str = "QUITTANCE_";
/// What names begin with that are for the tests; they are no settings of the program.
const FOR_TESTS: &str = "QUITTANCE_TEST_";

/// Where settings come from, the strongest first.
#[derive(Clone, Debug, Default)]
pub struct Sources {
    /// Flags, by the name of their setting, such as `log.format`.
    pub flags: Vec<(String, String)>,
    /// Environment variables, all of them.
    pub env: Vec<(String, String)>,
    /// A file's name and text.
    pub file: Option<(String, String)>,
}

impl Sources {
    /// The process's own variables and, if one is named, a file.
    ///
    /// # Errors
    /// When the file cannot be read.
    pub fn of_process(
        flags: Vec<(String, String)>,
        file: Option<&std::path::Path>,
    ) -> Result<Self, ConfigError> {
        let file = match file {
            None => None,
            Some(path) => {
                let text = std::fs::read_to_string(path)
                    .map_err(|error| ConfigError::setting(&path.display().to_string(), &error))?;
                Some((path.display().to_string(), text))
            }
        };
        Ok(Self { flags, env: std::env::vars().collect(), file })
    }
}

/// What is wrong with a setting.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
#[error("{setting}: {words}")]
pub struct ConfigError {
    setting: String,
    words: String,
}

impl ConfigError {
    /// A fault of one setting.
    pub fn setting(setting: &str, words: &dyn std::fmt::Display) -> Self {
        Self { setting: setting.to_owned(), words: words.to_string() }
    }
}

/// The settings of all sources as a `T`.
pub(super) fn merge<T: serde::de::DeserializeOwned>(sources: Sources) -> Result<T, ConfigError> {
    let mut table = parse("config.default.toml", DEFAULTS)?;
    let known = names(&table, "");
    if let Some((name, text)) = &sources.file {
        lay_over(&mut table, parse(name, text)?, "", name)?;
    }
    for (variable, value) in &sources.env {
        let Some(_) = variable.strip_prefix(PREFIX) else { continue };
        if variable.starts_with(FOR_TESTS) {
            continue;
        }
        match known.iter().find(|name| variable_of(name) == *variable) {
            Some(name) => set(&mut table, name, variable, value)?,
            None => return Err(ConfigError::setting(variable, &"there is no such setting")),
        }
    }
    for (name, value) in &sources.flags {
        set(&mut table, name, name, value)?;
    }
    T::deserialize(Value::Table(table)).map_err(|error| {
        // A message such as "unknown variant `xml` … in `log.format`" names its setting itself.
        ConfigError::setting("settings", &error.to_string().trim().replace('\n', " "))
    })
}

fn parse(name: &str, text: &str) -> Result<Table, ConfigError> {
    text.parse().map_err(|error: toml::de::Error| {
        let place = error.span().map_or(0, |span| text[..span.start].matches('\n').count() + 1);
        ConfigError::setting(&format!("{name}, line {place}"), &error.message())
    })
}

/// The full names of all settings of a table.
fn names(table: &Table, at: &str) -> Vec<String> {
    let mut found = Vec::new();
    for (name, value) in table {
        let name = format!("{at}{name}");
        match value {
            Value::Table(inner) => found.extend(names(inner, &format!("{name}."))),
            _ => found.push(name),
        }
    }
    found
}

fn variable_of(name: &str) -> String {
    format!("{PREFIX}{}", name.replace('.', "_").to_uppercase())
}

/// Lays `over` over `table`, which has every setting there is.
fn lay_over(table: &mut Table, over: Table, at: &str, file: &str) -> Result<(), ConfigError> {
    for (name, value) in over {
        let full = format!("{at}{name}");
        match (table.get_mut(&name), value) {
            (Some(Value::Table(inner)), Value::Table(over)) => {
                lay_over(inner, over, &format!("{full}."), file)?;
            }
            (Some(place), value) if !place.is_table() => *place = value,
            _ => {
                let words = format!("there is no such setting (in {file})");
                return Err(ConfigError::setting(&full, &words));
            }
        }
    }
    Ok(())
}

/// Sets one setting from a text, in the form that its default has.
fn set(table: &mut Table, name: &str, source: &str, text: &str) -> Result<(), ConfigError> {
    let no_such = || ConfigError::setting(source, &"there is no such setting");
    let (table, key) = match name.split_once('.') {
        None => (table, name),
        Some((section, key)) => {
            let section = table.get_mut(section).and_then(Value::as_table_mut);
            (section.ok_or_else(no_such)?, key)
        }
    };
    let place = table.get_mut(key).ok_or_else(no_such)?;
    *place = match place {
        Value::Integer(_) => text
            .trim()
            .parse()
            .map(Value::Integer)
            .map_err(|_| ConfigError::setting(source, &"not a whole number"))?,
        Value::Boolean(_) => text
            .trim()
            .parse()
            .map(Value::Boolean)
            .map_err(|_| ConfigError::setting(source, &"neither true nor false"))?,
        Value::Array(_) => {
            let items = text.split(',').map(str::trim).filter(|item| !item.is_empty());
            Value::Array(items.map(|item| Value::String(item.to_owned())).collect())
        }
        _ => Value::String(text.to_owned()),
    };
    Ok(())
}

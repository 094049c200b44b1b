//! The commands, run as the binary that operators run.

use std::process::{Command, Output};

struct Shop(tempfile::TempDir);

impl Shop {
    fn open() -> Self {
        Self(tempfile::tempdir().unwrap())
    }

    fn run(&self, arguments: &[&str]) -> Output {
        let mut command = Command::new(env!("CARGO_BIN_EXE_quittance"));
        command.args(arguments);
        if !arguments.contains(&"--data-dir") {
            command.arg("--data-dir").arg(self.0.path());
        }
        command.output().unwrap()
    }

    #[track_caller]
    fn ok(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        let error = String::from_utf8(output.stderr).unwrap();
        assert!(output.status.success(), "{arguments:?}: {error}");
        String::from_utf8(output.stdout).unwrap().trim_end().to_owned()
    }

    #[track_caller]
    fn refused(&self, arguments: &[&str]) -> String {
        let output = self.run(arguments);
        assert!(!output.status.success(), "{arguments:?}");
        assert!(output.stdout.is_empty());
        String::from_utf8(output.stderr).unwrap()
    }
}

#[test]
fn keys_are_made_listed_rolled_and_revoked() {
    let shop = Shop::open();
    // A mistyped folder is not made into an empty shop.
    assert!(shop.refused(&["key", "create", "--mode", "test"]).contains("no database"));
    assert!(shop.refused(&["verify"]).contains("no database"));
    let account = shop.ok(&["account", "create", "--name", "First"]);
    assert!(account.starts_with("acct_"));
    let key = shop.ok(&["key", "create", "--mode", "test", "--name", "Till"]);
    assert!(key.starts_with("sk_test_") && !key.contains(char::is_whitespace));
    let list = shop.ok(&["key", "list"]);
    assert!(list.contains("Till") && list.contains(&key[..14]) && !list.contains(&key));
    let id = list.split(' ').next().unwrap().to_owned();
    let rolled = shop.ok(&["key", "roll", &id]);
    assert!(rolled.starts_with("sk_test_") && rolled != key);
    assert!(shop.ok(&["key", "list"]).contains("expired"));
    shop.ok(&["key", "revoke", &id]);
    assert!(shop.refused(&["key", "revoke", &id]).contains(&id));
    shop.ok(&["account", "create", "--name", "Second"]);
    assert!(shop.refused(&["key", "list"]).contains("--account"));
    assert_eq!(shop.ok(&["key", "list", "--account", &account]).lines().count(), 2);
    assert_eq!(shop.ok(&["account", "list"]).lines().count(), 2);
    assert!(shop.ok(&["verify"]).contains("sound"));
}

#[test]
fn what_is_unclear_is_refused() {
    let shop = Shop::open();
    assert!(shop.refused(&["migrate", "--database", "mysql://host/db"]).contains("database"));
    assert!(shop.refused(&["serve", "--rate-limit", "many"]).contains("rate_limit"));
    let file = shop.0.path().join("settings.toml");
    std::fs::write(&file, "[smtp]\nhots = \"x\"").unwrap();
    let file = file.display().to_string();
    assert!(shop.refused(&["migrate", "--config", &file]).contains("smtp.hots"));
}

#[test]
fn the_description_is_printed() {
    let shop = Shop::open();
    let text = shop.ok(&["openapi"]);
    let description: serde_json::Value = serde_json::from_str(&text).unwrap();
    assert!(description["paths"]["/v1/customers"].is_object());
}

#[test]
fn what_is_kept_is_nobody_elses() {
    use std::os::unix::fs::PermissionsExt as _;
    let shop = Shop::open();
    let folder = shop.0.path().join("new").join("data");
    let text = folder.display().to_string();
    shop.ok(&["migrate", "--data-dir", &text]);
    let mode =
        |path: &std::path::Path| std::fs::metadata(path).unwrap().permissions().mode() & 0o777;
    assert_eq!(mode(&folder), 0o700);
    assert_eq!(mode(&folder.join("quittance.db")), 0o600);
}

#[test]
fn migrating_twice_changes_nothing() {
    let shop = Shop::open();
    assert!(shop.ok(&["migrate"]).contains("from version 0"));
    assert!(shop.ok(&["migrate"]).contains("stays there"));
}

#[test]
fn a_database_is_opened_with_its_own_key_or_not_at_all() {
    let shop = Shop::open();
    shop.ok(&["account", "create", "--name", "First"]);
    let file = shop.0.path().join("secret.key");
    let key = std::fs::read_to_string(&file).unwrap();
    let serve = ["serve", "--listen", "127.0.0.1:0"];
    let create = ["account", "create", "--name", "Second"];

    std::fs::remove_file(&file).unwrap();
    for command in [&serve[..], &create] {
        let told = shop.refused(command);
        assert!(told.contains("secret.key") && told.contains("put the file back"), "{told}");
        assert!(!file.exists(), "no key is made for a database that has one");
    }
    std::fs::write(&file, "k1:AAECAwQFBgcICQoLDA0ODxAREhMUFRYXGBkaGxwdHh8=\n").unwrap();
    for command in [&serve[..], &create] {
        let told = shop.refused(command);
        assert!(told.contains("secret.key") && told.contains("another key"), "{told}");
    }
    std::fs::write(&file, key).unwrap();
    shop.ok(&create);
}

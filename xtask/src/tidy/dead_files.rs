//! Files that nothing names: modules, templates, assets, migrations.

use super::{File, Finding, report};

pub(super) fn check(files: &[File], findings: &mut Vec<Finding>) {
    for file in files {
        if file.is_rust() && !is_reached(file, files) {
            report(findings, file, 1, "no `mod` names this file");
        }
        let named = ["/templates/", "/assets/", "/locales/", "/migrations/"];
        let scripts = [".py", ".lua", ".js", ".sh"];
        let is_named_kind = named.iter().any(|part| file.path.contains(part))
            || scripts.iter().any(|end| file.path.ends_with(end));
        if is_named_kind && !is_named(file, files) {
            report(findings, file, 1, "nothing names this file");
        }
    }
}

/// True for the root of a crate or test, and for files that a `mod` of their folder names.
fn is_reached(file: &File, files: &[File]) -> bool {
    let path = file.path.as_str();
    let (folder, name) = path.rsplit_once('/').unwrap_or(("", path));
    let roots = ["src/lib.rs", "/main.rs", "build.rs"];
    if roots.iter().any(|root| path.ends_with(root)) || is_own_root(folder) {
        return true;
    }
    let (parent, module) = if name == "mod.rs" {
        folder.rsplit_once('/').unwrap_or(("", folder))
    } else {
        (folder, name.trim_end_matches(".rs"))
    };
    let mut owners = vec![
        format!("{parent}/mod.rs"),
        format!("{parent}/lib.rs"),
        format!("{parent}/main.rs"),
        format!("{parent}.rs"),
    ];
    // A test with helpers in a folder: any test of the folder may name them.
    if parent.ends_with("/tests") {
        let tests = files
            .iter()
            .filter(|other| other.path.rsplit_once('/').is_some_and(|it| it.0 == parent));
        owners.extend(tests.map(|other| other.path.clone()));
    }
    let declared = [format!("mod {module};"), format!("mod {module} {{")];
    files.iter().any(|other| {
        owners.contains(&other.path) && declared.iter().any(|words| other.text.contains(words))
    })
}

/// Files right below these folders are crates of their own.
fn is_own_root(folder: &str) -> bool {
    ["/tests", "/benches", "/examples", "/src/bin"].iter().any(|end| folder.ends_with(end))
}

/// True when some other file names it, by its file name or its stem.
fn is_named(file: &File, files: &[File]) -> bool {
    let name = file.path.rsplit('/').next().unwrap_or(&file.path);
    let stem = name.split('.').next().unwrap_or(name);
    files.iter().any(|other| {
        other.path != file.path
            && (other.text.contains(name) || other.text.contains(&format!("\"{stem}\"")))
    })
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn dead(files: &[File]) -> Vec<String> {
        let mut findings = Vec::new();
        check(files, &mut findings);
        findings.into_iter().map(|finding| finding.path).collect()
    }

    #[test]
    fn a_module_that_nobody_declares_is_dead() {
        let files = [
            sample("crates/a/src/lib.rs", "mod used;"),
            sample("crates/a/src/used.rs", ""),
            sample("crates/a/src/forgotten.rs", ""),
        ];
        assert_eq!(dead(&files), ["crates/a/src/forgotten.rs"]);
    }

    #[test]
    fn a_template_that_nobody_names_is_dead() {
        let files = [
            sample("crates/a/src/lib.rs", "#[template(path = \"page.html\")]"),
            sample("crates/a/templates/page.html", ""),
            sample("crates/a/templates/old.html", ""),
        ];
        assert_eq!(dead(&files), ["crates/a/templates/old.html"]);
    }
}

//! Links in documents lead somewhere.

use super::{File, Finding, report};

pub(super) fn check(files: &[File], findings: &mut Vec<Finding>) {
    for file in files.iter().filter(|file| file.path.ends_with(".md")) {
        for (number, line) in file.text.lines().enumerate() {
            for target in targets(line) {
                if !leads_somewhere(&file.path, target, files) {
                    report(findings, file, number + 1, format!("the link {target} leads nowhere"));
                }
            }
        }
    }
}

/// What stands in `](…)`.
fn targets(line: &str) -> impl Iterator<Item = &str> {
    line.split("](").skip(1).filter_map(|rest| rest.split(')').next())
}

fn leads_somewhere(from: &str, target: &str, files: &[File]) -> bool {
    let path = target.split('#').next().unwrap_or_default();
    if path.is_empty() || target.contains("://") || target.starts_with("mailto:") {
        return true;
    }
    let mut parts: Vec<&str> = from.split('/').collect();
    parts.pop();
    for part in path.split('/') {
        match part {
            "." | "" => {}
            ".." => drop(parts.pop()),
            part => parts.push(part),
        }
    }
    let path = parts.join("/");
    files.iter().any(|file| file.path == path || file.path.starts_with(&format!("{path}/")))
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    #[test]
    fn broken_links_are_found() {
        let files = [
            sample(
                "docs/a.md",
                "[b](b.md) [up](../README.md) [no](c.md) [web](https://example.com)",
            ),
            sample("docs/b.md", ""),
            sample("README.md", "[docs](docs/)"),
        ];
        let mut findings = Vec::new();
        check(&files, &mut findings);
        assert_eq!(findings.len(), 1);
        assert!(findings[0].text.contains("c.md"));
    }
}

//! Functions fit a screen, files a sitting.

use syn::spanned::Spanned;
use syn::visit::{self, Visit};

use super::{File, Finding, report};

/// Lines of a function, signature and closing brace included.
const FUNCTION_MAX: usize = 70;
/// Lines of a file.
const FILE_MAX: usize = 600;
/// Files that are read by people.
const READ: &[&str] = &[".rs", ".md", ".css", ".ftl", ".html", ".sql", ".toml", ".py", ".lua"];

pub(super) fn check(file: &File, findings: &mut Vec<Finding>) {
    let lines = file.text.lines().count();
    if READ.iter().any(|end| file.path.ends_with(end)) && lines > FILE_MAX {
        report(findings, file, FILE_MAX + 1, format!("{lines} lines; the limit is {FILE_MAX}"));
    }
    if !file.is_rust() {
        return;
    }
    match syn::parse_file(&file.text) {
        Ok(tree) => Functions { file, findings }.visit_file(&tree),
        Err(error) => report(findings, file, error.span().start().line, error.to_string()),
    }
}

struct Functions<'a> {
    file: &'a File,
    findings: &'a mut Vec<Finding>,
}

impl Functions<'_> {
    fn measure(&mut self, signature: &syn::Signature, block: &syn::Block) {
        let from = signature.span().start().line;
        let lines = block.brace_token.span.close().end().line + 1 - from;
        if lines > FUNCTION_MAX {
            let text =
                format!("fn {} has {lines} lines; the limit is {FUNCTION_MAX}", signature.ident);
            report(self.findings, self.file, from, text);
        }
    }
}

impl<'ast> Visit<'ast> for Functions<'_> {
    fn visit_item_fn(&mut self, item: &'ast syn::ItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_item_fn(self, item);
    }

    fn visit_impl_item_fn(&mut self, item: &'ast syn::ImplItemFn) {
        self.measure(&item.sig, &item.block);
        visit::visit_impl_item_fn(self, item);
    }

    fn visit_trait_item_fn(&mut self, item: &'ast syn::TraitItemFn) {
        if let Some(block) = &item.default {
            self.measure(&item.sig, block);
        }
        visit::visit_trait_item_fn(self, item);
    }
}

#[cfg(test)]
mod tests {
    use super::super::sample;
    use super::*;

    fn findings(text: &str) -> usize {
        let mut findings = Vec::new();
        check(&sample("src/a.rs", text), &mut findings);
        findings.len()
    }

    #[test]
    fn a_function_of_71_lines_is_too_long() {
        let body = "    a();\n".repeat(68);
        assert_eq!(findings(&format!("fn long() {{\n{body}}}\n")), 0);
        assert_eq!(findings(&format!("fn long() {{\n    a();\n{body}}}\n")), 1);
    }

    #[test]
    fn a_file_of_601_lines_is_too_long() {
        assert_eq!(findings(&"//\n".repeat(600)), 0);
        assert_eq!(findings(&"//\n".repeat(601)), 1);
    }
}

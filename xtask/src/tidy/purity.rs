//! Rules are pure: a file named `rules` (or in a folder of that name) knows no clock, no SQL, no HTTP, no wire format.

use super::Finding;
use crate::rust_source;
use crate::workspace::File;

/// What a rule must not name, and what it would be.
const IMPURE: &[(&str, &str)] = &[
    ("Cx", "the transaction"),
    ("store::", "the store"),
    ("web::", "pages"),
    ("serde", "a wire format"),
    ("async ", "waiting"),
    (".await", "waiting"),
    ("::now()", "a clock"),
    ("Clock", "a clock"),
    ("std::env", "the environment"),
    ("std::fs", "files"),
];

pub(super) fn check(file: &File) -> Vec<Finding> {
    let is_rules = file.path.iter().any(|part| part == "rules" || part == "rules.rs");
    if !is_rules || !file.path.starts_with("crates") {
        return Vec::new();
    }
    let code = rust_source::read(&file.text).code;
    let before_tests = code.split("#[cfg(test)]").next().unwrap_or_default();
    let mut findings = Vec::new();
    for (n, line) in before_tests.lines().enumerate() {
        if let Some((word, what)) = IMPURE.iter().find(|(word, _)| names(line, word)) {
            findings.push(Finding::failure(&file.path, n + 1, format!("a rule names `{word}`: rules know no {what}")));
        }
    }
    findings
}

/// The word stands there on its own, not as the end of a longer one.
fn names(line: &str, word: &str) -> bool {
    line.match_indices(word).any(|(at, _)| {
        let before = line[..at].chars().next_back();
        let after = line[at + word.len()..].chars().next();
        let is_part = |c: Option<char>| c.is_some_and(|c| c.is_alphanumeric() || c == '_');
        let starts_in_word = word.starts_with(|c: char| c.is_alphanumeric()) && is_part(before);
        let ends_in_word = word.ends_with(|c: char| c.is_alphanumeric()) && is_part(after);
        !starts_in_word && !ends_in_word
    })
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_rule_that_asks_the_store_or_the_clock_is_found() {
        let found = check(&file("crates/contacts/src/rules.rs", "use store::Cx;\nlet t = Clock::machine();\n"));
        assert_eq!(found.len(), 2);
        assert_eq!(check(&file("crates/contacts/src/rules/outcome.rs", "#[derive(serde::Serialize)]")).len(), 1);
    }

    #[test]
    fn a_pure_rule_and_its_tests_are_left_alone() {
        let text = "// reads no clock\nfn due(today: Date) {}\n#[cfg(test)]\nmod tests { use store::Cx; }";
        assert!(check(&file("crates/contacts/src/rules.rs", text)).is_empty());
        assert!(check(&file("crates/contacts/src/actions.rs", "use store::Cx;")).is_empty());
    }
}

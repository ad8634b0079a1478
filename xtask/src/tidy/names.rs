//! Names that say nothing about the field gather everything: they are not used for files, folders or modules.

use super::Finding;
use crate::rust_source;
use crate::workspace::File;

const EMPTY_NAMES: &[&str] = &[
    "util",
    "utils",
    "common",
    "helper",
    "helpers",
    "core",
    "misc",
    "types",
    "service",
    "services",
    "manager",
    "managers",
    "handler",
    "handlers",
    "base",
    "shared",
    "offender",
    "offenders",
];

pub(super) fn check(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for part in file.path.with_extension("").iter().filter_map(|p| p.to_str()) {
        if EMPTY_NAMES.contains(&part) {
            findings.push(Finding::failure(&file.path, 1, format!("`{part}` says nothing: name it after its subject")));
        }
    }
    for (n, line) in rust_source::read(&file.text).code.lines().enumerate() {
        let mut words = line.split_whitespace().skip_while(|w| *w != "mod").skip(1);
        let name = words.next().unwrap_or_default().trim_end_matches(['{', ';']);
        if EMPTY_NAMES.contains(&name) {
            findings.push(Finding::failure(
                &file.path,
                n + 1,
                format!("module `{name}` says nothing: name its subject"),
            ));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn empty_names_are_found_in_paths_and_modules() {
        assert_eq!(check(&file("crates/people/src/helpers.rs", "//! x")).len(), 1);
        assert_eq!(check(&file("crates/people/src/lib.rs", "mod util;\nmod common {}\n")).len(), 2);
        assert!(check(&file("crates/people/src/address.rs", "// mod util;\nmod household;")).is_empty());
    }
}

//! The project speaks of itself alone: no line names a folder of the machine that it was written on.

use super::Finding;
use crate::workspace::File;

// Put together here, so that this file does not find itself.
const OF_SOME_MACHINE: &[&str] = &[
    concat!("/wo", "rk/"),
    concat!("/fa", "rm"),
    concat!("/tmp", "/wt"),
    concat!("/ro", "ot/"),
    concat!(".libr", "ary/"),
];

pub(super) fn check(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    for (n, line) in file.text.lines().enumerate() {
        if let Some(path) = OF_SOME_MACHINE.iter().find(|path| line.contains(**path)) {
            findings.push(Finding::failure(&file.path, n + 1, format!("names `{path}`, a folder of one machine")));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_machines_folder_is_found() {
        let text = format!("first\nsee {}notes\n", OF_SOME_MACHINE[0]);
        let found = check(&file("docs/a.md", &text));
        assert!(found.len() == 1 && found[0].line == 2);
        assert!(check(&file("docs/a.md", "see docs/glossary.md")).is_empty());
    }
}

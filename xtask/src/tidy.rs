//! Is the house tidy? Floors, names, heads, sizes, owners of tables, paths of somebody's machine, dead links.
//! Each check is a function from text to findings, so that a test can show it both ways.

mod floors;
mod links;
mod machine_paths;
mod names;
mod purity;
mod sizes;
mod sql;
mod tables;
mod tellers;

use crate::workspace::{self, File};
use std::path::{Path, PathBuf};

/// One thing to mend, and where.
#[derive(Debug)]
pub(crate) struct Finding {
    path: PathBuf,
    line: usize,
    words: String,
    /// A warning is told and does not fail the run.
    is_warning: bool,
}

impl Finding {
    fn failure(path: &Path, line: usize, words: impl Into<String>) -> Finding {
        Finding { path: path.to_path_buf(), line, words: words.into(), is_warning: false }
    }

    fn warning(path: &Path, line: usize, words: impl Into<String>) -> Finding {
        Finding { is_warning: true, ..Finding::failure(path, line, words) }
    }
}

pub(crate) fn run() -> Result<(), String> {
    let crates = workspace::crates()?;
    let files = workspace::files()?;
    let mut findings = floors::check(&crates);
    findings.extend(tables::check(&crates, &files));
    findings.extend(links::check(&files));
    findings.extend(tellers::check(&files));
    for file in &files {
        findings.extend(machine_paths::check(file));
        if is_rust(file) {
            findings.extend(names::check(file));
            findings.extend(head(file));
            findings.extend(sizes::check(file));
            findings.extend(purity::check(file));
        }
    }
    tell(&findings)
}

fn is_rust(file: &File) -> bool {
    file.path.extension().is_some_and(|e| e == "rs")
}

/// A reader opens any file and is told at once what it is.
fn head(file: &File) -> Option<Finding> {
    let opens_well = file.text.starts_with("//!");
    (!opens_well).then(|| Finding::failure(&file.path, 1, "does not open with `//!` saying what it is"))
}

fn tell(findings: &[Finding]) -> Result<(), String> {
    for finding in findings {
        let kind = if finding.is_warning { "warning" } else { "error" };
        println!("{}:{}: {kind}: {}", finding.path.display(), finding.line, finding.words);
    }
    let failures = findings.iter().filter(|f| !f.is_warning).count();
    let warnings = findings.len() - failures;
    println!("tidy: {failures} to mend, {warnings} to look at");
    if failures == 0 { Ok(()) } else { Err("The house is not tidy.".to_owned()) }
}

#[cfg(test)]
fn file(path: &str, text: &str) -> File {
    File { path: PathBuf::from(path), text: text.to_owned() }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_without_a_head_is_found() {
        assert!(head(&file("a.rs", "fn a() {}")).is_some());
        assert!(head(&file("a.rs", "//! What a is.\n")).is_none());
    }

    #[test]
    fn a_warning_alone_does_not_fail() {
        let path = Path::new("a.rs");
        assert!(tell(&[Finding::warning(path, 1, "long")]).is_ok());
        assert!(tell(&[Finding::failure(path, 1, "wrong")]).is_err());
    }
}

//! Links between the project's own documents lead somewhere: the file is there, and so is the heading.

use super::Finding;
use crate::workspace::{File, root};
use std::path::{Component, Path, PathBuf};

pub(super) fn check(files: &[File]) -> Vec<Finding> {
    let mut findings = Vec::new();
    for file in files.iter().filter(|f| is_markdown(f)) {
        for (line, target) in links(&file.text) {
            if let Some(words) = broken(files, file, &target) {
                findings.push(Finding::failure(&file.path, line, words));
            }
        }
    }
    findings
}

fn is_markdown(file: &File) -> bool {
    file.path.extension().is_some_and(|e| e == "md")
}

/// Each `](target)` with its line; fenced code is left out.
fn links(text: &str) -> Vec<(usize, String)> {
    let mut found = Vec::new();
    let mut in_code = false;
    for (n, line) in text.lines().enumerate() {
        if line.trim_start().starts_with("```") {
            in_code = !in_code;
        }
        for part in line.split("](").skip(1).filter(|_| !in_code) {
            if let Some((target, _)) = part.split_once(')') {
                found.push((n + 1, target.to_owned()));
            }
        }
    }
    found
}

fn broken(files: &[File], from: &File, target: &str) -> Option<String> {
    if target.contains("://") || target.starts_with("mailto:") {
        return None;
    }
    let (path, heading) = target.split_once('#').unwrap_or((target, ""));
    let path = if path.is_empty() { from.path.clone() } else { beside(&from.path, path) };
    let known = files.iter().find(|f| f.path == path);
    if known.is_none() && !root().join(&path).exists() {
        return Some(format!("links to `{target}`, which is not there"));
    }
    let has_heading = |file: &File| file.text.lines().any(|l| l.starts_with('#') && anchor(l) == heading);
    if !heading.is_empty() && !known.is_some_and(has_heading) {
        return Some(format!("links to `{target}`, and there is no such heading"));
    }
    None
}

fn beside(from: &Path, target: &str) -> PathBuf {
    let mut path = from.parent().map(Path::to_path_buf).unwrap_or_default();
    for part in Path::new(target).components() {
        match part {
            Component::ParentDir => {
                path.pop();
            }
            Component::Normal(name) => path.push(name),
            _ => {}
        }
    }
    path
}

/// A heading as its link writes it: small letters, hyphens for spaces, no punctuation.
fn anchor(heading: &str) -> String {
    let text = heading.trim_start_matches('#').trim().to_lowercase();
    let kept = text.chars().filter(|c| c.is_alphanumeric() || matches!(c, ' ' | '-' | '_'));
    kept.map(|c| if c == ' ' { '-' } else { c }).collect()
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_link_must_lead_to_a_file_and_a_heading() {
        let target = file("docs/invented-page.md", "# One page\n## Its part, here\n");
        let text = "[a](docs/invented-page.md) [b](docs/invented-page.md#its-part-here) [c](https://example.com)\n\
                    [d](docs/none.md)\n[e](docs/invented-page.md#gone)\n```\n[f](nowhere.md)\n```\n";
        let found = check(&[target, file("README.md", text)]);
        let lines: Vec<usize> = found.iter().map(|f| f.line).collect();
        assert_eq!(lines, [2, 3]);
    }

    #[test]
    fn a_link_is_read_from_where_it_stands() {
        let files = [file("docs/how-to/add-a-room.md", "[up](../glossary.md)"), file("docs/glossary.md", "# Words\n")];
        assert!(check(&files).is_empty());
    }
}

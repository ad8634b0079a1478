//! Files and functions that have grown past a reading: looked at again past a first limit, refused past a second.

use super::Finding;
use crate::rust_source;
use crate::workspace::File;

const FILE_LOOK_AGAIN: usize = 300;
const FILE_TOO_LONG: usize = 600;
const FUNCTION_LOOK_AGAIN: usize = 80;

pub(super) fn check(file: &File) -> Vec<Finding> {
    let mut findings = Vec::new();
    let lines = file.text.lines().count();
    if lines > FILE_TOO_LONG {
        findings.push(Finding::failure(&file.path, 1, format!("{lines} lines; a file has at most {FILE_TOO_LONG}")));
    } else if lines > FILE_LOOK_AGAIN {
        findings.push(Finding::warning(&file.path, 1, format!("{lines} lines; is it two subjects?")));
    }
    for function in rust_source::functions(&rust_source::read(&file.text)) {
        if function.lines > FUNCTION_LOOK_AGAIN {
            let words = format!("`{}` has {} lines; what are its parts?", function.name, function.lines);
            findings.push(Finding::warning(&file.path, function.line, words));
        }
    }
    findings
}

#[cfg(test)]
mod tests {
    use super::super::file;
    use super::*;

    #[test]
    fn a_long_file_is_told_and_a_very_long_one_refused() {
        let told = check(&file("a.rs", &"//\n".repeat(301)));
        assert!(told.len() == 1 && told[0].is_warning);
        let refused = check(&file("a.rs", &"//\n".repeat(601)));
        assert!(refused.len() == 1 && !refused[0].is_warning);
    }

    #[test]
    fn a_long_function_is_told() {
        let text = format!("fn long() {{\n{}}}\n", "    step();\n".repeat(80));
        assert_eq!(check(&file("a.rs", &text)).len(), 1);
    }
}

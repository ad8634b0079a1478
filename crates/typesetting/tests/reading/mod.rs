//! Reads a PDF back as text with Debian's pdftotext, where it is installed; says so where it is not.

use std::io::Write as _;
use std::process::{Command, Stdio};

/// The text of a PDF; none when there is no pdftotext.
pub(crate) fn text_of(bytes: &[u8]) -> Option<String> {
    read(bytes, &[])
}

/// The same with choices of pdftotext.
pub(crate) fn read(bytes: &[u8], choices: &[&str]) -> Option<String> {
    let command = Command::new("pdftotext")
        .args(choices)
        .args(["-enc", "UTF-8", "-", "-"])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn();
    let Ok(mut child) = command else {
        eprintln!("pdftotext is not installed: the text of PDFs is not read back (Debian: poppler-utils)");
        return None;
    };
    child.stdin.take().unwrap().write_all(bytes).unwrap();
    let out = child.wait_with_output().unwrap();
    assert!(out.status.success(), "pdftotext cannot read the PDF");
    Some(String::from_utf8(out.stdout).unwrap())
}

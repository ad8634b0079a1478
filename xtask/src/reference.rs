//! Writes the documents in docs/reference that the binary tells of itself. A test fails while they differ.

use crate::workspace;
use std::process::Command;

pub(crate) const MATRIX_HEAD: &str = "# Who may call which route

Written by `cargo xtask matrix`. A role gives permissions; each route asks for one. Whether a person's record is
restricted is asked besides.

";

/// Runs `throughcare COMMAND` and keeps what it prints.
///
/// # Errors
/// When the binary does not build or the file cannot be written.
pub(crate) fn write(command: &str, name: &str, head: &str) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new(cargo)
        .args(["run", "--quiet", "--package", "throughcare", "--", command])
        .current_dir(workspace::root())
        .output()
        .map_err(|e| format!("cargo did not start: {e}"))?;
    if !told.status.success() {
        return Err(format!("throughcare {command}: {}", String::from_utf8_lossy(&told.stderr)));
    }
    let file = workspace::root().join("docs/reference").join(name);
    std::fs::write(&file, head.to_owned() + &String::from_utf8_lossy(&told.stdout))
        .map_err(|e| format!("{}: {e}", file.display()))
}

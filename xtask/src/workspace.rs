//! The workspace as Cargo tells it: its crates, their floors and what they import; and its files.
//! Files are found by walking, because a downloaded archive has no Git.

use std::path::{Path, PathBuf};
use std::process::Command;

/// One crate of the workspace.
pub(crate) struct Crate {
    pub(crate) name: String,
    /// From `[package.metadata.throughcare]`; `None` for what is not part of the house, such as xtask.
    pub(crate) floor: Option<u64>,
    pub(crate) folder: PathBuf,
    /// Crates of this workspace that it imports, for whatever purpose (also in tests).
    pub(crate) imports: Vec<String>,
}

/// A text file, with its path from the workspace's root.
pub(crate) struct File {
    pub(crate) path: PathBuf,
    pub(crate) text: String,
}

/// The folder above this program's own.
pub(crate) fn root() -> PathBuf {
    let own = Path::new(env!("CARGO_MANIFEST_DIR"));
    own.parent().unwrap_or(own).to_path_buf()
}

pub(crate) fn crates() -> Result<Vec<Crate>, String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let answer = Command::new(cargo)
        .args(["metadata", "--format-version", "1", "--no-deps", "--offline"])
        .current_dir(root())
        .output()
        .map_err(|e| format!("cargo metadata did not start: {e}"))?;
    if !answer.status.success() {
        return Err(format!("cargo metadata failed: {}", String::from_utf8_lossy(&answer.stderr)));
    }
    let metadata: serde_json::Value =
        serde_json::from_slice(&answer.stdout).map_err(|e| format!("cargo metadata is not JSON: {e}"))?;
    let packages = metadata["packages"].as_array().cloned().unwrap_or_default();
    Ok(packages.iter().map(read_crate).collect())
}

fn read_crate(package: &serde_json::Value) -> Crate {
    let text = |value: &serde_json::Value| value.as_str().unwrap_or_default().to_owned();
    let manifest = PathBuf::from(text(&package["manifest_path"]));
    let dependencies = package["dependencies"].as_array().cloned().unwrap_or_default();
    Crate {
        name: text(&package["name"]),
        floor: package["metadata"]["throughcare"]["floor"].as_u64(),
        folder: manifest.parent().map(Path::to_path_buf).unwrap_or_default(),
        imports: dependencies.iter().filter(|d| d["path"].is_string()).map(|d| text(&d["name"])).collect(),
    }
}

/// What is made or fetched, never written by hand.
const NOT_OURS: &[&str] = &["target", "node_modules", "dist", ".git", ".throughcare"];

/// All text files, in the order of their paths.
pub(crate) fn files() -> Result<Vec<File>, String> {
    let root = root();
    let mut paths = Vec::new();
    walk(&root, &mut paths).map_err(|e| format!("the workspace cannot be read: {e}"))?;
    paths.sort();
    let mut files = Vec::new();
    for path in paths {
        let bytes = std::fs::read(&path).map_err(|e| format!("{}: {e}", path.display()))?;
        if let Ok(text) = String::from_utf8(bytes) {
            let path = path.strip_prefix(&root).map(Path::to_path_buf).unwrap_or(path);
            files.push(File { path, text });
        }
    }
    Ok(files)
}

fn walk(folder: &Path, paths: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        let kind = entry.file_type()?;
        if NOT_OURS.iter().any(|n| name.to_str() == Some(*n)) {
            continue;
        }
        if kind.is_dir() {
            walk(&entry.path(), paths)?;
        } else if kind.is_file() {
            paths.push(entry.path());
        }
    }
    Ok(())
}

//! `cargo xtask fuzz`: builds the targets of `fuzz/` with libFuzzer's counters in them and runs one for so many seconds.
//! It needs a C++ compiler and nothing else; what a run finds beside the kept corpus stays under the build's folder.

use crate::workspace::root;
use std::path::{Path, PathBuf};
use std::process::Command;

const TARGETS: &[&str] = &["court_message", "sent_form", "score_request"];
const USAGE: &str = "usage: cargo xtask fuzz court_message | sent_form | score_request [SECONDS]";

/// As cargo-fuzz says it, in words that a stable compiler takes: counters of edges and of what was compared.
const COUNTERS: &str = "--cfg fuzzing -Cpasses=sancov-module -Cllvm-args=-sanitizer-coverage-level=4 \
    -Cllvm-args=-sanitizer-coverage-inline-8bit-counters -Cllvm-args=-sanitizer-coverage-pc-table \
    -Cllvm-args=-sanitizer-coverage-trace-compares";

pub(crate) fn run(words: &[&str]) -> Result<(), String> {
    let (target, seconds) = match words {
        [target] => (*target, 600),
        [target, seconds] => (*target, seconds.parse::<u32>().map_err(|_| USAGE.to_owned())?),
        _ => return Err(USAGE.to_owned()),
    };
    if !TARGETS.contains(&target) {
        return Err(USAGE.to_owned());
    }
    let folder = build_folder();
    build(target, &folder)?;
    fuzz(target, seconds, &folder)
}

fn build_folder() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from).join("fuzz")
}

/// The machine that this compiler builds for. It is named, so that build scripts are built without counters.
fn host() -> Result<String, String> {
    let told = Command::new("rustc").arg("-vV").output().map_err(|e| format!("rustc did not start: {e}"))?;
    let told = String::from_utf8_lossy(&told.stdout).into_owned();
    told.lines()
        .find_map(|l| l.strip_prefix("host: "))
        .map(str::to_owned)
        .ok_or("rustc does not tell its host".to_owned())
}

fn build(target: &str, folder: &Path) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args([
        "build",
        "--locked",
        "--release",
        "--quiet",
        "--bin",
        target,
        "--features",
        target,
        "--target",
        &host()?,
    ]);
    command.arg("--manifest-path").arg(root().join("fuzz/Cargo.toml"));
    command.arg("--target-dir").arg(folder).env("RUSTFLAGS", COUNTERS);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the target did not build: {status}")),
        Err(e) => Err(format!("cargo did not start: {e}")),
    }
}

fn fuzz(target: &str, seconds: u32, folder: &Path) -> Result<(), String> {
    let found = folder.join("found").join(target);
    std::fs::create_dir_all(&found).map_err(|e| format!("{}: {e}", found.display()))?;
    let mut command = Command::new(folder.join(host()?).join("release").join(target));
    // New inputs go into the first folder; the kept ones are only read.
    command.arg(&found).arg(root().join("fuzz/corpus").join(target));
    if target == "court_message" {
        command.arg(root().join("samples/court"));
    }
    command.args([format!("-max_total_time={seconds}"), format!("-artifact_prefix={}/", folder.display())]);
    command.arg(format!("-dict={}", root().join("fuzz/dictionaries").join(target).with_extension("dict").display()));
    command.args(["-timeout=10", "-rss_limit_mb=2048", "-max_len=65536", "-print_final_stats=1"]);
    match command.status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("{target} ended with {status}: what ended it lies in {}", folder.display())),
        Err(e) => Err(format!("{target} did not start: {e}")),
    }
}

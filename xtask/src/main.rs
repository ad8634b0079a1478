//! What the project does to itself: `cargo xtask tidy` and its like. Nothing here is part of the product.

mod audit;
#[cfg(feature = "bench")]
mod bench;
mod fuzz;
mod hostile;
mod http;
mod reference;
mod rust_source;
mod survive;
mod tidy;
mod workspace;

use std::process::ExitCode;

const USAGE: &str = "usage: cargo xtask tidy | audit | matrix | openapi | spread | bench | fuzz | hostile | survive";

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let done = match words.as_slice() {
        ["tidy"] => tidy::run(),
        ["bench", "--actuarial"] => example("actuarial", "nation"),
        ["bench", "starts"] => example("provision", "starts"),
        ["bench", "--letters"] => example("typesetting", "letters"),
        #[cfg(feature = "bench")]
        ["bench", "--recalculation", rest @ ..] => bench::recalculation::run(rest),
        #[cfg(feature = "bench")]
        ["bench", "--letter-run", rest @ ..] => bench::letter_run::run(rest),
        #[cfg(feature = "bench")]
        ["bench", "--dictionary", rest @ ..] => bench::dictionary::run(rest),
        #[cfg(feature = "bench")]
        ["bench", rest @ ..] => bench::run(rest),
        #[cfg(not(feature = "bench"))]
        ["bench", rest @ ..] => with_bench(rest),
        ["audit"] => audit::run(),
        ["hostile", rest @ ..] => hostile::run(rest),
        ["fuzz", rest @ ..] => fuzz::run(rest),
        ["survive", rest @ ..] => survive::run(rest),
        ["matrix"] => reference::write("matrix", "access-matrix.md", reference::MATRIX_HEAD),
        ["spread"] => reference::write("spread", "spreading-the-tables.md", ""),
        ["openapi"] => reference::write("openapi", "openapi.json", ""),
        _ => Err(USAGE.to_owned()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(words) => {
            eprintln!("{words}");
            ExitCode::FAILURE
        }
    }
}

/// Runs the bench that a crate keeps among its examples, and lets it print what it took.
fn example(package: &str, name: &str) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["run", "--release", "--quiet", "--package", package, "--example", name];
    match std::process::Command::new(cargo).args(arguments).current_dir(workspace::root()).status() {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the bench failed: {status}")),
        Err(e) => Err(format!("cargo did not start: {e}")),
    }
}

/// Builds this program again with the bench in it, which needs both databases' drivers.
#[cfg(not(feature = "bench"))]
fn with_bench(rest: &[&str]) -> Result<(), String> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let arguments = ["run", "--release", "--quiet", "--package", "xtask", "--features", "bench", "--", "bench"];
    let status = std::process::Command::new(cargo).args(arguments).args(rest).current_dir(workspace::root()).status();
    match status {
        Ok(status) if status.success() => Ok(()),
        Ok(status) => Err(format!("the bench failed: {status}")),
        Err(e) => Err(format!("cargo did not start: {e}")),
    }
}

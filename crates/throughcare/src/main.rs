//! The program. Everything is in the library beside it, so that tests can walk the same lists.

fn main() -> std::process::ExitCode {
    throughcare::run()
}

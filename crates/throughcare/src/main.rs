//! The program. Everything is in the library beside it, so that tests can walk the same lists.

/// Each answer is made and let go on whichever thread is free. The C library's allocator keeps what each thread let go, so
/// that memory grew with the number of clients at once.
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> std::process::ExitCode {
    throughcare::run()
}

//! What commands tell on the terminal. Whoever reads may have seen enough and closed the pipe (`throughcare doctor | head`):
//! then nothing more is told, and the command still does what it was asked to.

use std::fmt::Arguments;
use std::io::{ErrorKind, Write};

/// One line on standard output.
pub(crate) fn line(words: Arguments<'_>) {
    told(writeln!(std::io::stdout(), "{words}"));
}

/// Part of a line on standard output.
pub(crate) fn part(words: Arguments<'_>) {
    told(write!(std::io::stdout(), "{words}"));
}

/// Part of a line on standard error. Nobody could be told that this failed.
pub(crate) fn aside(words: Arguments<'_>) {
    let _ = write!(std::io::stderr(), "{words}");
}

fn told(written: std::io::Result<()>) {
    if let Err(e) = written
        && e.kind() != ErrorKind::BrokenPipe
    {
        tracing::warn!(error = %e, "standard output cannot be written");
    }
}

/// `println!` that survives a closed pipe.
macro_rules! say {
    () => { $crate::telling::line(format_args!("")) };
    ($($words:tt)*) => { $crate::telling::line(format_args!($($words)*)) };
}

/// `eprintln!` that survives a closed pipe.
macro_rules! warn_on_terminal {
    () => { $crate::telling::aside(format_args!("\n")) };
    ($($words:tt)*) => { $crate::telling::aside(format_args!("{}\n", format_args!($($words)*))) };
}

pub(crate) use {say, warn_on_terminal};

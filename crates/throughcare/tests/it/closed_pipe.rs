//! Whoever reads a command's output may close the pipe at any time. The command ends as it would have ended, and never in a
//! panic.

use crate::server::{World, throughcare};
use std::io::Read;
use std::process::Stdio;

/// Runs a command whose reader is gone before it says a word.
fn with_nobody_reading(world: &World, arguments: &[&str]) -> (Option<i32>, String) {
    let mut command = throughcare(arguments);
    command.env("THROUGHCARE_DATABASE", &world.database).stdout(Stdio::piped()).stderr(Stdio::piped());
    let mut child = command.spawn().expect("the command starts");
    drop(child.stdout.take());
    let mut told = String::new();
    child.stderr.take().expect("its errors").read_to_string(&mut told).expect("text");
    (child.wait().expect("it ends").code(), told)
}

#[test]
fn no_command_panics_when_nobody_reads_what_it_says() {
    let world = World::demo();
    let message = world.folder.path().join("message.json");
    std::fs::write(&message, "no message").expect("a file");
    let message = message.display().to_string();
    let copy = world.folder.path().join("copy.throughcare").display().to_string();
    let commands: [(&[&str], i32); 9] = [
        (&["doctor"], 0),
        (&["migrate"], 0),
        (&["openapi"], 0),
        (&["matrix"], 0),
        (&["ledger", "verify"], 0),
        (&["admin", "create-client", "--name", "trial", "--scope", "read-people"], 0),
        (&["court", "ingest", &message], 2),
        (&["backup", &copy], 0),
        (&["--help"], 0),
    ];
    for (arguments, code) in commands {
        let (ended, told) = with_nobody_reading(&world, arguments);
        assert!(!told.contains("panicked"), "{arguments:?}: {told}");
        assert_eq!(ended, Some(code), "{arguments:?}: {told}");
    }
    let made = world.command(&["doctor"]);
    assert!(made.status.success() && !made.stdout.is_empty());
}

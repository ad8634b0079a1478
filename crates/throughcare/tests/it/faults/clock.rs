//! The machine's clock is wrong for a while: a year ahead, and right again. Everything goes on, nothing that was noted meanwhile
//! binds anybody until that year comes, and the seals hold. Debian's `faketime` moves the clock of a real server.

use super::{PERSON, Program, file_of, serve_within, told};
use crate::server::{Account, Server, World, throughcare};
use crate::visitor::Visitor;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::time::{Duration, Instant};

/// The library by which a process has a clock of its own.
fn library() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib").ok()?.filter_map(|entry| Some(entry.ok()?.path()));
    let found = folders.map(|folder| folder.join("faketime/libfaketimeMT.so.1")).find(|file| file.exists());
    if found.is_none() {
        println!("left out: faketime is not installed");
    }
    found
}

fn set(clock: &Path, shift: &str) {
    let new = clock.with_extension("new");
    std::fs::write(&new, format!("{shift}\n")).expect("the clock's file");
    std::fs::rename(new, clock).expect("the clock's file");
}

fn on_this_clock(command: &mut Command, library: &Path, clock: &Path) {
    command
        .env("LD_PRELOAD", library)
        .env("FAKETIME_TIMESTAMP_FILE", clock)
        .env("FAKETIME_NO_CACHE", "1")
        .env("FAKETIME_DONT_FAKE_MONOTONIC", "1")
        .env("DONT_FAKE_MONOTONIC", "1")
        .env("NO_FAKE_STAT", "1");
}

fn seal(world: &World, library: &Path, clock: &Path) {
    let key = world.folder.path().join("key");
    let mut command = throughcare(&["ledger", "seal", "--database", &world.database, "--key"]);
    command.arg(key);
    on_this_clock(&mut command, library, clock);
    let done = command.output().expect("the command starts");
    assert!(done.status.success(), "{}", told(&done));
}

fn writes(server: &Server, secret: &str, what: &str) -> String {
    let got = Program::of(server, secret).write(PERSON, what, what).expect("an answer");
    assert!(got.is_kept(), "{what}: {got:?}");
    got.id()
}

/// Whoever is signed in sees their work; whose session is over is asked to sign in.
fn sees(visitor: &mut Visitor) -> bool {
    let answer = visitor.get("/");
    assert!(matches!(answer.status, 200 | 303), "{}", answer.status);
    answer.status == 200
}

#[test]
fn a_clock_that_was_a_year_ahead_binds_nobody_once_it_is_right_again() {
    let Some(library) = library() else { return };
    let world = World::demo();
    let secret = world.client();
    let clock = world.folder.path().join("clock");
    set(&clock, "+0");
    // Only the server and the seals have this clock.
    let script = format!(
        "export LD_PRELOAD='{}' FAKETIME_TIMESTAMP_FILE='{}' FAKETIME_NO_CACHE=1 FAKETIME_DONT_FAKE_MONOTONIC=1 \
         DONT_FAKE_MONOTONIC=1 NO_FAKE_STAT=1; exec \"$@\"",
        library.display(),
        clock.display()
    );
    let (server, _) = serve_within(&world, &world.database, &script, &[]);
    let mut early = Visitor::signed_in(&server.address, &Account::PRACTITIONER);
    assert!(sees(&mut early));
    let first = writes(&server, &secret, "before the jump");
    seal(&world, &library, &clock);

    set(&clock, "+400d");
    assert!(!sees(&mut early), "a session does not last a year");
    let mut late = Visitor::signed_in(&server.address, &Account::PRACTITIONER);
    assert!(sees(&mut late));
    writes(&server, &secret, "a year ahead");
    assert!(Visitor::new(&server.address).get("/health").status == 200);
    seal(&world, &library, &clock);

    set(&clock, "+0");
    assert!(!sees(&mut late), "a session of a year that has not come is over");
    let mut again = Visitor::signed_in(&server.address, &Account::PRACTITIONER);
    assert!(sees(&mut again));
    writes(&server, &secret, "right again");
    assert_eq!(writes(&server, &secret, "before the jump"), first, "the answer to a request key was forgotten");
    seal(&world, &library, &clock);
    writes(&server, &secret, "after the last seal");
    let verified = world.command(&["ledger", "verify"]);
    assert!(verified.status.success() && told(&verified).contains("3 seals"), "{}", told(&verified));

    // The relay goes on, though its lease was given until next year.
    let waiting = || {
        let connection = rusqlite::Connection::open(file_of(&world)).expect("the database");
        let sql = "SELECT count(*) FROM outbox WHERE position IS NULL";
        connection.query_row(sql, [], |row| row.get::<_, i64>(0)).expect("a count")
    };
    let from = Instant::now();
    while waiting() > 0 {
        assert!(from.elapsed() < Duration::from_secs(10), "{} events wait for the relay", waiting());
        std::thread::sleep(Duration::from_millis(100));
    }
    assert_eq!(server.terminate(), Some(0));
}

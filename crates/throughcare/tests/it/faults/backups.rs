//! A backup that is taken while everybody works is whole: restored elsewhere it has every write that was acknowledged before it
//! was begun, its ledger holds, and it is ready at once.

use super::{PERSON, Program, told};
use crate::server::{Server, World, throughcare};
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

type Kept = Vec<(String, String)>;

/// Lets six programs write; in the middle `copy` is made. Gives what was acknowledged before it was begun, and in all.
fn copied_under_load(server: &Server, secret: &str, copy: impl FnOnce()) -> (Kept, usize) {
    let (over, kept) = (AtomicBool::new(false), Mutex::new(Kept::new()));
    let program = Program::of(server, secret);
    let before = std::thread::scope(|scope| {
        for writer in 0..6 {
            let (over, kept, program) = (&over, &kept, &program);
            scope.spawn(move || {
                for n in 0.. {
                    if over.load(Ordering::SeqCst) {
                        return;
                    }
                    let words = format!("During a backup {writer} {n}");
                    let got = program.write(PERSON, &format!("backup-{writer}-{n}"), &words).expect("an answer");
                    if got.is_kept() {
                        kept.lock().expect("the list").push((got.id(), words));
                    }
                }
            });
        }
        std::thread::sleep(Duration::from_millis(1500));
        let before = kept.lock().expect("the list").clone();
        let from = Instant::now();
        copy();
        println!("the copy took {:.2} s", from.elapsed().as_secs_f64());
        assert!(from.elapsed() < Duration::from_secs(60), "a backup under load took {:?}", from.elapsed());
        std::thread::sleep(Duration::from_millis(500));
        over.store(true, Ordering::SeqCst);
        before
    });
    let all = kept.into_inner().expect("the list").len();
    assert!(before.len() > 5 && all > before.len(), "there was no load: {} and {all}", before.len());
    (before, all)
}

/// The restored database has what was acknowledged before the backup, holds, and takes writes.
fn is_whole(database: &str, secret: &str, before: &Kept) {
    let verified = throughcare(&["ledger", "verify", "--database", database]).output().expect("the command starts");
    assert!(verified.status.success(), "{}", told(&verified));
    let server = Server::start_on(database);
    let program = Program::of(&server, secret);
    program.finds_all(before);
    let got = program.write(PERSON, "after the restore", "After the restore").expect("an answer");
    assert!(got.is_kept(), "{got:?}");
}

#[test]
fn a_backup_taken_under_load_is_whole_when_it_is_restored() {
    let world = World::demo();
    let secret = world.client();
    let server = world.serve();
    let copy = world.folder.path().join("copy.throughcare");
    let (before, all) = copied_under_load(&server, &secret, || {
        let backup = world.command(&["backup", copy.to_str().expect("a path")]);
        assert!(backup.status.success(), "{}", told(&backup));
    });
    println!("{} writes were acknowledged before the backup, {all} in all", before.len());
    let elsewhere = format!("sqlite:{}", world.folder.path().join("elsewhere.sqlite").display());
    let restored = throughcare(&["restore", "--database", &elsewhere]).arg(&copy).output().expect("the command starts");
    assert!(restored.status.success() && told(&restored).contains("the ledger holds"), "{}", told(&restored));
    is_whole(&elsewhere, &secret, &before);

    let again = throughcare(&["restore", "--database", &world.database]).arg(&copy).output().expect("it starts");
    assert!(!again.status.success(), "a backup never takes the place of a database that is there");
}

/// PostgreSQL's own tools, of the newest version that is installed.
fn tools() -> Option<PathBuf> {
    let folders = std::fs::read_dir("/usr/lib/postgresql").ok()?;
    let newest = folders.filter_map(|entry| entry.ok()?.file_name().to_str()?.parse::<u32>().ok()).max()?;
    let bin = Path::new("/usr/lib/postgresql").join(newest.to_string()).join("bin");
    (bin.join("pg_dump").exists() && bin.join("psql").exists()).then_some(bin)
}

#[test]
fn a_dump_taken_under_load_is_whole_when_it_is_restored() {
    let Some(bin) = tools() else {
        println!("left out: PostgreSQL's own tools are not here");
        return;
    };
    let (Some(world), Some(elsewhere)) = (World::demo_on_postgres(), World::empty_on_postgres()) else { return };
    let secret = world.client();
    let server = world.serve();
    let dump = world.folder.path().join("dump.sql");
    let run = |tool: &str, arguments: &[&str]| {
        let done = Command::new(bin.join(tool)).args(arguments).output().expect("the tool starts");
        assert!(done.status.success(), "{tool}: {}", told(&done));
    };
    let file = dump.to_str().expect("a path");
    let (before, all) =
        copied_under_load(&server, &secret, || run("pg_dump", &["--no-owner", "--file", file, &world.database]));
    println!("{} writes were acknowledged before the dump, {all} in all", before.len());
    run("psql", &["-XAtq", "-v", "ON_ERROR_STOP=1", "-f", file, &elsewhere.database]);
    is_whole(&elsewhere.database, &secret, &before);
}

//! A damaged file: the server writes nothing more, says so to people and in its log with what to do, no backup is made of it, and
//! what the log says leads back to a whole record.

use super::{PERSON, Program, file_of, serve_within, told};
use crate::server::{World, throughcare};
use rusqlite::Connection;
use std::io::{Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

/// Writes nonsense over the first page of a table, as a disk that fails does.
fn damage(file: &Path, table: &str) {
    let connection = Connection::open(file).expect("the file");
    let number =
        |sql: &str| -> u64 { connection.query_row(sql, [], |row| row.get::<_, u32>(0)).expect("a number").into() };
    let size = number("PRAGMA page_size");
    let page = number(&format!("SELECT rootpage FROM sqlite_master WHERE type = 'table' AND name = '{table}'"));
    connection.query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(())).expect("the log written back");
    drop(connection);
    let mut file = std::fs::OpenOptions::new().write(true).open(file).expect("the file");
    file.seek(SeekFrom::Start((page - 1) * size)).expect("the page");
    file.write_all(&vec![0xa5; usize::try_from(size).expect("a page")]).expect("nonsense");
}

fn beside(file: &Path, ending: &str) -> PathBuf {
    PathBuf::from(format!("{}{ending}", file.display()))
}

#[test]
fn a_damaged_file_is_not_written_to_and_the_way_back_is_told() {
    let world = World::demo();
    let (secret, file) = (world.client(), file_of(&world));
    let copy = world.folder.path().join("monday.backup");
    let backup = world.command(&["backup", copy.to_str().expect("a path")]);
    assert!(backup.status.success(), "{}", told(&backup));
    damage(&file, "contact");

    let (server, log) = serve_within(&world, &world.database, "exec \"$@\"", &[]);
    let from = Instant::now();
    while !std::fs::read_to_string(&log).unwrap().contains("throughcare restore") {
        assert!(from.elapsed() < Duration::from_secs(20), "damage is met without anybody asking for the page it is on");
        std::thread::sleep(Duration::from_millis(50));
    }
    let program = Program::of(&server, &secret);
    let got = program.write(PERSON, "damaged", "Into a damaged file").expect("an answer");
    assert!(got.status == 503 && got.body.contains("damaged"), "{got:?}");
    // What needs no part that is damaged is not kept back, but no read of a person goes unrecorded.
    let read = program.get(&format!("/api/v1/people/{PERSON}")).expect("an answer");
    assert!(read.status == 503 && read.body.contains("damaged"), "{read:?}");
    assert_eq!(program.get("/alive").expect("an answer").status, 200);
    assert_eq!(server.terminate(), Some(0));

    let doctor = world.command(&["doctor"]);
    let words = told(&doctor);
    assert!(
        !doctor.status.success() && words.contains("is damaged") && words.contains("throughcare restore"),
        "{words}"
    );
    let bad = world.folder.path().join("tuesday.backup");
    let backup = world.command(&["backup", bad.to_str().expect("a path")]);
    assert!(!backup.status.success() && !bad.exists(), "a backup of a damaged file is none: {}", told(&backup));

    // What the words say to do.
    for ending in ["", "-wal", "-shm"] {
        let there = beside(&file, ending);
        if there.exists() {
            std::fs::rename(&there, beside(&there, ".damaged")).expect("moved away");
        }
    }
    let restored = world.command(&["restore", copy.to_str().expect("a path")]);
    assert!(restored.status.success() && told(&restored).contains("the ledger holds"), "{}", told(&restored));
    assert!(world.command(&["doctor"]).status.success());
    let server = world.serve();
    let got = Program::of(&server, &secret).write(PERSON, "whole", "Into a whole file").expect("an answer");
    assert!(got.is_kept(), "{got:?}");
}

#[test]
fn a_damaged_backup_is_not_restored_and_leaves_nothing_behind() {
    let world = World::demo();
    damage(&file_of(&world), "person");
    let place = world.folder.path().join("new.sqlite");
    let restored = throughcare(&["restore", "--database", &format!("sqlite:{}", place.display())])
        .arg(file_of(&world))
        .output()
        .expect("the command starts");
    assert!(!restored.status.success() && told(&restored).contains("take an older backup"), "{}", told(&restored));
    assert!(!place.exists() && !beside(&place, "-wal").exists());

    let half = world.folder.path().join("half.backup");
    let whole = std::fs::read(file_of(&world)).expect("the file");
    std::fs::write(&half, &whole[..whole.len() / 2]).expect("half a file");
    let restored = throughcare(&["restore", "--database", &format!("sqlite:{}", place.display())])
        .arg(&half)
        .output()
        .expect("the command starts");
    assert!(!restored.status.success() && !place.exists(), "{}", told(&restored));
}

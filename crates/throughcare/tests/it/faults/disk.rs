//! The disk: full, and read-only. Writes are refused with when to come again, reads too where their trace cannot be kept; once
//! there is room everything goes on by itself, and nothing that was acknowledged is missing.

use super::{PERSON, Program, file_of, serve_within, told, within};
use crate::server::{World, throughcare};
use std::io::Write;
use std::path::{Path, PathBuf};
use std::process::Command;

/// What makes a world of mounts of its own, and what enters one; nothing with a notice where this user may not.
fn own_mounts() -> Option<(&'static str, &'static [&'static str])> {
    let ways: [(&str, &[&str]); 2] = [
        ("unshare --mount --propagation private --", &["--mount"]),
        ("unshare --user --map-root-user --mount --", &["--user", "--mount", "--preserve-credentials"]),
    ];
    let may = |(way, _): &&(&str, &[&str])| {
        let mut words = way.split(' ');
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).args(["sh", "-c", "mount -t tmpfs none /mnt"]);
        command.output().is_ok_and(|done| done.status.success())
    };
    let way = ways.iter().find(may).copied();
    if way.is_none() {
        println!("left out: this user may not mount a disk of its own");
    }
    way
}

/// Fills a disk to its last byte.
fn fill(ballast: &Path) {
    let mut file = std::fs::File::create(ballast).expect("a file on the small disk");
    for size in [1 << 20, 1 << 12] {
        while file.write_all(&vec![1; size]).is_ok() {}
    }
}

#[test]
fn a_full_disk_refuses_writes_and_takes_them_again_once_there_is_room() {
    let Some((way, enter)) = own_mounts() else { return };
    let world = World::demo();
    let (secret, disk) = (world.client(), world.folder.path().join("disk"));
    std::fs::create_dir(&disk).expect("a folder");
    let megabytes = 24 + std::fs::metadata(file_of(&world)).expect("its size").len() / (1 << 20);
    // The program takes the place of each shell, so that its process is the one that was started.
    let script = format!(
        "exec {way} sh -ec 'mount -t tmpfs -o size={megabytes}m none \"$1\"; cp \"$2\" \"$1/it.sqlite\"; shift 2; exec \"$@\"' sh \"$@\""
    );
    let place = [disk.to_str().expect("a path"), file_of(&world).to_str().expect("a path")].map(str::to_owned);
    let inside = format!("sqlite:{}/it.sqlite", disk.display());
    let (server, log) = serve_within(&world, &inside, &script, &[&place[0], &place[1]]);
    // The small disk as it is seen from here.
    let seen = PathBuf::from(format!("/proc/{}/root{}", server.process(), disk.display()));
    let program = Program::of(&server, &secret);
    let long = "A long note. ".repeat(600);
    let mut kept = Vec::new();
    let mut write = |n: usize| {
        let words = format!("Note {n} on a small disk");
        let got = program.write(PERSON, &format!("disk-{n}"), &format!("{words}. {long}")).expect("an answer");
        assert!(got.is_as_promised(), "{got:?}");
        if got.is_kept() {
            kept.push((got.id(), words));
        }
        got.is_kept()
    };
    assert!((0..5).all(&mut write), "there is room at first");

    fill(&seen.join("ballast"));
    let refused = (5..1000).find(|n| !write(*n)).expect("a full disk takes no more");
    let mut last = refused;
    for _ in 0..20 {
        last += 1;
        write(last);
    }
    for path in [format!("/api/v1/people/{PERSON}"), "/people/T000041".to_owned(), "/health".to_owned()] {
        let got = program.get(&path).expect("an answer");
        assert!(got.status != 500 && got.took < super::ANSWERED, "{path}: {got:?}");
    }
    assert_eq!(program.get("/alive").expect("an answer").status, 200);
    // A command beside the server, where the small disk is.
    let beside = |arguments: &[&str]| {
        let command = throughcare(&[arguments, &["--database", &inside]].concat());
        let mut entering = Command::new("nsenter");
        entering.args(["--target", &server.process().to_string()]).args(enter).arg("--");
        entering.arg(command.get_program()).args(command.get_args()).output().expect("the command starts")
    };
    let copy = disk.join("copy").display().to_string();
    let backup = beside(&["backup", &copy]);
    assert!(!backup.status.success() && told(&backup).contains("no new backup"), "{}", told(&backup));
    let left: Vec<_> = std::fs::read_dir(&seen).expect("the disk").filter_map(|e| Some(e.ok()?.file_name())).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().starts_with("copy")), "{left:?}");
    println!("the first note that was refused: {refused}; the backup that was refused: {}", told(&backup).trim());

    std::fs::remove_file(seen.join("ballast")).expect("room again");
    assert!((last + 1..last + 20).all(&mut write), "there is room again: {}", std::fs::read_to_string(log).unwrap());
    program.finds_all(&kept);
    let verified = beside(&["ledger", "verify"]);
    assert!(verified.status.success(), "{}", told(&verified));
}

#[test]
fn on_a_disk_that_takes_no_writes_the_server_says_what_to_look_at_and_ends() {
    let Some((way, _)) = own_mounts() else { return };
    let world = World::demo();
    let folder = world.folder.path().to_str().expect("a path").to_owned();
    let script = format!(
        "exec timeout 60 {way} sh -ec 'mount --bind \"$1\" \"$1\"; mount -o remount,bind,ro \"$1\"; shift; exec \"$@\"' sh \"$@\""
    );
    for command in [&["serve", "--listen", "127.0.0.1:0"][..], &["doctor"], &["migrate"]] {
        let inner = throughcare(&[command, &["--database", &world.database]].concat());
        let ended = within(&script, &[&folder], &inner).output().expect("the command starts");
        let words = told(&ended);
        assert!(!ended.status.success(), "{command:?}: {words}");
        assert!(words.contains("throughcare.sqlite") && words.contains("takes writes"), "{command:?}: {words}");
    }
    // Nothing was changed, and with writes allowed it is as it was.
    assert!(world.command(&["ledger", "verify"]).status.success());
}

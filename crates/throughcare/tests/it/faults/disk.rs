//! The disk: full, and read-only. Writes are refused with when to come again, reads too where their trace cannot be kept; once
//! there is room everything goes on by itself, and nothing that was acknowledged is missing.

use super::{PERSON, Program, file_of, serve_within, told, within};
use crate::server::{Server, World, free_port, throughcare};
use std::io::Write;
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::time::{Duration, Instant};

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

/// Has the disk filled to its last byte under a server that is written to, and room made again: what is refused is told when to
/// come again, everything goes on by itself, and what was kept is there.
fn filled_up_and_cleared(server: &Server, secret: &str, disk: &Path, while_it_is_full: impl FnOnce()) {
    let program = Program::of(server, secret);
    let mut kept = Vec::new();
    let mut write = |n: usize| {
        let words = format!("Note {n} on a small disk");
        let got = program.write(PERSON, &format!("disk-{n}"), &format!("{words}. {}", noise(n))).expect("an answer");
        assert!(got.is_as_promised(), "{got:?}");
        if got.is_kept() {
            kept.push((got.id(), words));
        }
        got.is_kept()
    };
    assert!((0..5).all(&mut write), "there is room at first");

    fill(&disk.join("ballast"));
    let refused = (5..1000).find(|n| !write(*n)).expect("a full disk takes no more");
    println!("the first note that was refused: {refused}");
    let mut last = refused;
    for _ in 0..20 {
        last += 1;
        write(last);
    }
    for path in [format!("/api/v1/people/{PERSON}"), format!("/people/{PERSON}"), "/health".to_owned()] {
        let got = program.get(&path).expect("an answer");
        assert!(got.status != 500 && got.took < super::ANSWERED, "{path}: {got:?}");
    }
    assert_eq!(program.get("/alive").expect("an answer").status, 200);
    while_it_is_full();

    std::fs::remove_file(disk.join("ballast")).expect("room again");
    assert!((last + 1..last + 20).all(&mut write), "there is room again");
    program.finds_all(&kept);
}

/// Eight thousand characters that no database packs into few.
fn noise(seed: usize) -> String {
    let mut state = seed as u64;
    let mut next = || {
        state = state.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        format!("{:08x} ", state >> 32)
    };
    (0..900).map(|_| next()).collect()
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
    let (server, _) = serve_within(&world, &inside, &script, &[&place[0], &place[1]]);
    // The small disk as it is seen from here.
    let seen = PathBuf::from(format!("/proc/{}/root{}", server.process(), disk.display()));
    // A command beside the server, where the small disk is.
    let beside = |arguments: &[&str]| {
        let command = throughcare(&[arguments, &["--database", &inside]].concat());
        let mut entering = Command::new("nsenter");
        entering.args(["--target", &server.process().to_string()]).args(enter).arg("--");
        entering.arg(command.get_program()).args(command.get_args()).output().expect("the command starts")
    };
    filled_up_and_cleared(&server, &secret, &seen, || {
        let copy = disk.join("copy").display().to_string();
        let backup = beside(&["backup", &copy]);
        assert!(!backup.status.success() && told(&backup).contains("no new backup"), "{}", told(&backup));
        let left = std::fs::read_dir(&seen).expect("the disk").filter_map(|e| Some(e.ok()?.file_name()));
        let left: Vec<_> = left.filter(|name| name.to_string_lossy().starts_with("copy")).collect();
        assert!(left.is_empty(), "{left:?}");
        println!("the backup that was refused: {}", told(&backup).trim());
    });
    let verified = beside(&["ledger", "verify"]);
    assert!(verified.status.success(), "{}", told(&verified));
}

/// A PostgreSQL of its own with its tables on a small disk and its write-ahead log elsewhere, as its own manual advises.
struct SmallPostgres {
    child: Child,
    /// The disk as it is seen from here.
    disk: PathBuf,
    database: String,
    folder: tempfile::TempDir,
}

impl SmallPostgres {
    /// Nothing, with a notice, where it cannot be had: PostgreSQL does not run as root, and only root may both make a disk
    /// and become somebody else.
    fn start() -> Option<SmallPostgres> {
        const PROGRAMS: &str = "/usr/lib/postgresql";
        let versions =
            std::fs::read_dir(PROGRAMS).into_iter().flatten().filter_map(|e| Some(e.ok()?.path().join("bin")));
        let programs = versions.filter(|bin| bin.join("initdb").exists()).max();
        let Some(programs) = programs else {
            println!("left out: no PostgreSQL under {PROGRAMS}");
            return None;
        };
        let Some((way, _)) = own_mounts().filter(|(_, enter)| enter.len() == 1) else {
            println!("left out: only root may give PostgreSQL a disk of its own");
            return None;
        };
        let folder = tempfile::tempdir().expect("a folder");
        let (data, log) = (folder.path().join("data"), folder.path().join("log"));
        for path in [folder.path(), &data, &log] {
            std::fs::create_dir_all(path).expect("a folder");
            std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o755)).expect("its owner may");
        }
        let port = free_port();
        let script = format!(
            "as='setpriv --reuid=postgres --regid=postgres --init-groups --'\n\
             mount -t tmpfs -o size=240m none \"$2\"\n\
             chown postgres: \"$2\" \"$3\"\n\
             $as \"$1/initdb\" -D \"$2\" -X \"$3\" -U throughcare -A trust -E UTF8 --locale=C.UTF-8 --no-sync >\"$2.made\"\n\
             exec $as \"$1/postgres\" -D \"$2\" -p {port} -c listen_addresses=127.0.0.1 -c unix_socket_directories= -c fsync=off"
        );
        let mut words = way.split(' ');
        let mut command = Command::new(words.next().unwrap_or_default());
        command.args(words).args(["sh", "-ec", &script, "sh"]).args([&programs, &data, &log]);
        let told = std::fs::File::create(folder.path().join("postgres.log")).expect("a file for the log");
        let child = command.stdin(Stdio::null()).stderr(told).stdout(Stdio::null()).spawn().expect("a shell");
        let disk = PathBuf::from(format!("/proc/{}/root{}", child.id(), data.display()));
        let database = format!("postgres://throughcare@127.0.0.1:{port}/postgres");
        let started = SmallPostgres { child, disk, database, folder };
        let from = Instant::now();
        while std::net::TcpStream::connect(("127.0.0.1", port)).is_err() {
            let words = || std::fs::read_to_string(started.folder.path().join("postgres.log")).unwrap_or_default();
            assert!(from.elapsed() < Duration::from_secs(60), "PostgreSQL does not start: {}", words());
            std::thread::sleep(Duration::from_millis(100));
        }
        Some(started)
    }
}

impl Drop for SmallPostgres {
    fn drop(&mut self) {
        // At once, but so that it leaves no shared memory behind.
        let _ = Command::new("kill").args(["-QUIT", &self.child.id().to_string()]).status();
        let _ = self.child.wait();
    }
}

#[test]
fn a_full_disk_under_postgresql_refuses_writes_and_takes_them_again_once_there_is_room() {
    let Some(postgres) = SmallPostgres::start() else { return };
    let world = World::on(&postgres.database, "60");
    let secret = world.client();
    let server = world.serve();
    filled_up_and_cleared(&server, &secret, &postgres.disk, || {
        let verified = world.command(&["ledger", "verify"]);
        assert!(verified.status.success(), "what only reads goes on: {}", told(&verified));
    });
    let verified = world.command(&["ledger", "verify"]);
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

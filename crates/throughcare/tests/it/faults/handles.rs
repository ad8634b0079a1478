//! File handles: few of them, and ten thousand connections that say nothing. Whoever asks something is answered.

use super::{ANSWERED, PERSON, Program, serve_within};
use crate::server::{Account, Server, World};
use crate::visitor::Visitor;
use std::io::{BufRead, BufReader};
use std::net::TcpStream;
use std::process::{Child, Command, Stdio};

/// Asks for what opens the database, for a while.
fn asks(program: &Program, what: &str, times: usize) {
    for n in 0..times {
        assert_eq!(program.get("/alive").expect("an answer").status, 200);
        let read = program.get(&format!("/api/v1/people/{PERSON}")).unwrap_or_else(|e| panic!("{what}, {n}: {e}"));
        assert!(read.status == 200 && read.took < ANSWERED, "{what}, {n}: {read:?}");
        let got = program.write(PERSON, &format!("{what}-{n}"), what).unwrap_or_else(|e| panic!("{what}, {n}: {e}"));
        assert!(got.is_kept() && got.took < ANSWERED, "{what}, {n}: {got:?}");
    }
}

#[test]
fn whoever_is_silent_goes_when_file_handles_run_out() {
    let world = World::demo();
    let secret = world.client();
    let (server, _) = serve_within(&world, &world.database, "ulimit -n 100; exec \"$@\"", &[]);
    let program = Program::of(&server, &secret);
    asks(&program, "alone", 2);
    let place = server.address.trim_start_matches("http://").to_owned();
    let mut silent = Vec::new();
    for _ in 0..6 {
        silent.extend((0..50).filter_map(|_| TcpStream::connect(&place).ok()));
        asks(&program, "among the silent", 3);
    }
    assert!(silent.len() > 200, "only {} connections came about", silent.len());
    // A browser that was there before and keeps its connection is no worse off.
    let mut visitor = Visitor::signed_in(&server.address, &Account::PRACTITIONER);
    assert_eq!(visitor.get("/").status, 200);
    drop(silent);
    asks(&program, "alone again", 2);
    assert_eq!(server.terminate(), Some(0));
}

/// Holds so many connections from a process of its own.
fn holder(server: &Server, many: usize) -> Child {
    let port = server.address.rsplit_once(':').map(|(_, port)| port.to_owned()).expect("a port");
    let script = "ulimit -n $(ulimit -Hn); for ((i = 0; i < $2; i++)); do exec {held}<>/dev/tcp/127.0.0.1/$1; done; echo held; read -r";
    let mut child = Command::new("bash")
        .args(["-c", script, "bash", &port, &many.to_string()])
        .stdin(Stdio::piped())
        .stdout(Stdio::piped())
        .spawn()
        .expect("bash starts");
    let mut line = String::new();
    BufReader::new(child.stdout.take().expect("its output")).read_line(&mut line).expect("a line");
    assert_eq!(line.trim(), "held", "the connections did not come about");
    child
}

/// Resident memory of a process, kilobytes.
fn memory(process: u32) -> u64 {
    let status = std::fs::read_to_string(format!("/proc/{process}/status")).expect("its status");
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).expect("its memory");
    line.split_whitespace().next().and_then(|n| n.parse().ok()).expect("a number")
}

const MANY: usize = 10_000;

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_ten_thousand_idle_connections_keep_nobody_out() {
    let limit = Command::new("sh").args(["-c", "ulimit -Hn"]).output().expect("sh runs");
    let limit = String::from_utf8_lossy(&limit.stdout).trim().to_owned();
    if limit.parse::<usize>().is_ok_and(|limit| limit < MANY + 300) {
        println!("left out: this user may have {limit} file handles");
        return;
    }
    let world = World::demo();
    let secret = world.client();
    let (server, _) = serve_within(&world, &world.database, "ulimit -n $(ulimit -Hn); exec \"$@\"", &[]);
    let program = Program::of(&server, &secret);
    asks(&program, "before", 5);
    let before = memory(server.process());
    let mut held = holder(&server, MANY);
    // Connections are taken in the order in which they came, so this one is the last.
    assert_eq!(program.get("/alive").expect("an answer").status, 200);
    let beside = memory(server.process());
    let each = beside.saturating_sub(before) * 1024 / MANY as u64;
    println!("{MANY} idle connections: {before} KB of memory before, {beside} KB beside them, {each} bytes each");
    assert!(each < 16 * 1024, "an idle connection takes {each} bytes");
    asks(&program, "beside ten thousand", 10);
    held.kill().expect("it was running");
    held.wait().expect("it ended");
    asks(&program, "after", 5);
}

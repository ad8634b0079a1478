//! SIGTERM in the middle of work: what was begun is answered to its end, whoever asks meanwhile is answered too for as long as a
//! balancer needs to see it, and the program ends well.

use super::{PERSON, Program, file_of};
use crate::server::{Account, Server, World};
use crate::visitor::Visitor;
use std::sync::Mutex;
use std::time::{Duration, Instant};

/// For so long after it was told to end the server answers whoever comes.
const NOTICE: Duration = Duration::from_millis(1000);

/// A request: when it was begun, and what became of it.
struct Asked {
    begun: Instant,
    key: Option<(String, String)>,
    became: Result<u16, String>,
}

fn writes(program: &Program, writer: usize, all: &Mutex<Vec<Asked>>) {
    for n in 0.. {
        let (begun, words) = (Instant::now(), format!("While it ends {writer} {n}"));
        let got = program.write(PERSON, &format!("ending-{writer}-{n}"), &words);
        let key = got.as_ref().ok().filter(|got| got.is_kept()).map(|got| (got.id(), words));
        let became = got.map(|got| got.status);
        let gone = became.is_err();
        all.lock().expect("the list").push(Asked { begun, key, became });
        if gone {
            return;
        }
    }
}

/// On one connection that is kept, as browsers do.
fn reads(mut visitor: Visitor, all: &Mutex<Vec<Asked>>) {
    loop {
        let begun = Instant::now();
        let became = visitor.try_get(&format!("/people/{PERSON}")).map(|got| got.status).map_err(|e| e.to_string());
        let gone = became.is_err();
        all.lock().expect("the list").push(Asked { begun, key: None, became });
        if gone {
            return;
        }
    }
}

fn ends_well(world: &World) {
    let secret = world.client();
    let server: Server = world.serve();
    let program = Program::of(&server, &secret);
    let visitors: Vec<Visitor> = (0..4).map(|_| Visitor::signed_in(&server.address, &Account::MANAGER)).collect();
    let all = Mutex::new(Vec::new());
    let told = std::thread::scope(|scope| {
        for writer in 0..6 {
            let (program, all) = (&program, &all);
            scope.spawn(move || writes(program, writer, all));
        }
        for visitor in visitors {
            let all = &all;
            scope.spawn(move || reads(visitor, all));
        }
        std::thread::sleep(Duration::from_secs(2));
        let told = Instant::now();
        server.ask_to_end();
        assert_eq!(server.wait(), Some(0), "it ended well");
        println!("it ended {:.1} s after it was told to", told.elapsed().as_secs_f64());
        assert!(told.elapsed() < Duration::from_secs(30));
        told
    });
    let all = all.into_inner().expect("the list");
    let begun_in_time: Vec<&Asked> = all.iter().filter(|asked| asked.begun < told + NOTICE).collect();
    assert!(begun_in_time.len() > 50, "only {} requests were begun", begun_in_time.len());
    for asked in &begun_in_time {
        let fine = matches!(&asked.became, Ok(200 | 201 | 503));
        assert!(fine, "begun {:?} after the signal: {:?}", asked.begun.checked_duration_since(told), asked.became);
    }
    let after = begun_in_time.iter().filter(|asked| asked.begun > told).count();
    println!("{} requests were answered, {after} of them begun after the signal", begun_in_time.len());
    let kept: Vec<(String, String)> = all.into_iter().filter_map(|asked| asked.key).collect();
    let again = world.serve();
    Program::of(&again, &secret).finds_all(&kept);
    assert!(world.command(&["ledger", "verify"]).status.success());
}

#[test]
fn a_server_that_is_told_to_end_cuts_nobody_off_on_sqlite() {
    ends_well(&World::demo());
}

#[test]
fn a_server_that_is_told_to_end_cuts_nobody_off_on_postgres() {
    if let Some(world) = World::demo_on_postgres() {
        ends_well(&world);
    }
}

/// A night's work of a large service is thousands of jobs, each of which leaves the next: whoever did them all first would not
/// end for hours.
#[test]
fn a_server_that_is_told_to_end_leaves_the_jobs_that_wait() {
    let world = World::demo();
    let database = rusqlite::Connection::open(file_of(&world)).expect("the database");
    let due = "INSERT INTO job (id, kind, body, run_at, attempts) \
        WITH RECURSIVE n(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM n WHERE i < 20000) \
        SELECT randomblob(16), 'unheard-of', '{}', 0, 0 FROM n";
    database.execute(due, []).expect("jobs that are due");
    let count = |what: &str| {
        let sql = format!("SELECT count(*) FROM job WHERE kind = 'unheard-of' AND {what}");
        database.query_row(&sql, [], |row| row.get::<_, i64>(0)).expect("a count")
    };
    let server = world.serve();
    let from = Instant::now();
    while count("attempts > 0") == 0 {
        assert!(from.elapsed() < Duration::from_secs(30), "no job was begun");
        std::thread::sleep(Duration::from_millis(50));
    }
    assert_eq!(server.terminate(), Some(0));
    assert!(count("attempts = 0") > 0, "the server did every job before it ended");
    assert_eq!(count("leased_until IS NOT NULL AND done_at IS NULL AND last_error IS NULL"), 0, "one was left halfway");
}

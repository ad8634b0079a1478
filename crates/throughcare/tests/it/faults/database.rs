//! PostgreSQL gone and back, held still, slow, and for a while read-only, behind a server that runs on. Every request is answered
//! in time: kept, or told when to come again; nothing is kept twice, and nobody starts anything by hand.

use super::proxy::Proxy;
use super::{ANSWERED, PERSON, Program};
use crate::server::{Server, TODAY, World, free_port, throughcare};
use std::process::Stdio;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::{Duration, Instant};

const WRITERS: usize = 12;
/// The longest answer of a server alone: what is promised, and as much again for a machine that does much else.
const LONGEST: Duration = Duration::from_secs(2 * ANSWERED.as_secs());

/// A demo world on PostgreSQL, its client's secret, and a server that reaches it by a wire.
fn by_a_wire() -> Option<(World, String, Proxy, Server)> {
    let world = World::demo_on_postgres()?;
    let secret = world.client();
    let proxy = Proxy::to(&world.database);
    let port = free_port();
    let child = throughcare(&["serve", "--database", &proxy.database, "--listen", &format!("127.0.0.1:{port}")])
        .env("THROUGHCARE_TODAY", TODAY)
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .expect("the server starts");
    Some((world, secret, proxy, Server::begun(child, port)))
}

/// One attempt at a write: when its answer came, since the writers began.
struct Attempt {
    at: Duration,
    kept: bool,
    took: Duration,
}

/// Writes as programs are told to while something happens: again with the same key after a 503. Gives when what happened was
/// over, the attempts, and what was kept.
fn writing_while(program: &Program, happens: impl FnOnce()) -> (Duration, Vec<Attempt>, Vec<(String, String)>) {
    let (over, from) = (AtomicBool::new(false), Instant::now());
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let over = &over;
                scope.spawn(move || {
                    let (mut attempts, mut kept) = (Vec::new(), Vec::new());
                    let mut n = 0;
                    while !over.load(Ordering::SeqCst) {
                        let words = format!("By a wire {writer} {n}");
                        let got = program.write(PERSON, &format!("wire-{writer}-{n}"), &words).expect("an answer");
                        assert!(got.is_kept_or_told() && got.took < LONGEST, "{got:?}");
                        attempts.push(Attempt { at: from.elapsed(), kept: got.is_kept(), took: got.took });
                        if got.is_kept() {
                            kept.push((got.id(), words));
                            n += 1;
                        }
                        std::thread::sleep(Duration::from_millis(if got.is_kept() { 20 } else { 200 }));
                    }
                    (attempts, kept)
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(1500));
        happens();
        let back = from.elapsed();
        std::thread::sleep(Duration::from_secs(6));
        over.store(true, Ordering::SeqCst);
        let (mut attempts, mut kept) = (Vec::new(), Vec::new());
        for writer in writers {
            let (tried, done) = writer.join().expect("a writer");
            attempts.extend(tried);
            kept.extend(done);
        }
        (back, attempts, kept)
    })
}

/// Everything went on by itself after the fault, and each write that was kept is there once.
fn goes_on(world: &World, program: &Program, what: &str, happens: impl FnOnce()) {
    let (back, attempts, kept) = writing_while(program, happens);
    let refused = attempts.iter().filter(|a| !a.kept).count();
    assert!(refused > 0, "{what} was felt by nobody");
    let first = attempts.iter().filter(|a| a.kept && a.at > back).map(|a| a.at).min();
    let first = first.expect("a kept write after it was over");
    println!(
        "{what}: {} kept, {refused} told to come again, the slowest answer {:.1} s, the first kept {:.1} s after it was over",
        kept.len(),
        attempts.iter().map(|a| a.took).max().unwrap_or_default().as_secs_f64(),
        (first - back).as_secs_f64()
    );
    assert!(first - back < ANSWERED, "{what}: writes went on only after {:?}", first - back);
    program.finds_all(&kept);
    let mut all: Vec<&String> = kept.iter().map(|(id, _)| id).collect();
    let count = all.len();
    all.sort();
    all.dedup();
    assert_eq!(all.len(), count, "two request keys were told of one contact");
    assert!(world.command(&["ledger", "verify"]).status.success());
}

#[test]
fn a_database_that_is_gone_and_comes_back_is_told_as_such_and_used_again() {
    let Some((world, secret, proxy, server)) = by_a_wire() else { return };
    let program = Program::of(&server, &secret);
    goes_on(&world, &program, "gone for 6 s", || {
        proxy.cut(true);
        std::thread::sleep(Duration::from_secs(3));
        assert_eq!(program.get("/alive").expect("an answer").status, 200, "the process itself is well");
        let health = program.get("/health").expect("an answer");
        assert!(health.status == 503 && health.comes_again, "{health:?}");
        let page = program.get("/sign-in").expect("an answer");
        assert!(page.status != 500 && page.took < ANSWERED, "{page:?}");
        std::thread::sleep(Duration::from_secs(3));
        proxy.cut(false);
    });
}

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_a_database_that_stands_still_costs_nobody_more_than_the_promised_wait() {
    let Some((world, secret, proxy, server)) = by_a_wire() else { return };
    let program = Program::of(&server, &secret);
    goes_on(&world, &program, "still for 9 s", || {
        proxy.hold_still(true);
        std::thread::sleep(Duration::from_secs(9));
        proxy.hold_still(false);
    });
}

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_a_slow_database_makes_slow_pages_and_one_that_is_too_slow_is_not_waited_for() {
    let Some((world, secret, proxy, server)) = by_a_wire() else { return };
    let program = Program::of(&server, &secret);
    proxy.be_late(Duration::from_millis(25));
    for n in 0..3 {
        let got = program.write(PERSON, &format!("slow-{n}"), "Slowly").expect("an answer");
        assert!(got.is_kept() && got.took < ANSWERED, "{got:?}");
        let read = program.get(&format!("/api/v1/people/{PERSON}")).expect("an answer");
        assert!(read.status == 200 && read.took < ANSWERED, "{read:?}");
    }
    goes_on(&world, &program, "6 s late with each answer", || {
        proxy.be_late(Duration::from_secs(6));
        std::thread::sleep(Duration::from_secs(8));
        proxy.be_late(Duration::ZERO);
    });
}

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_a_database_that_takes_no_writes_for_a_while_is_written_to_again_when_it_does() {
    let Some((world, secret, _proxy, server)) = by_a_wire() else { return };
    let program = Program::of(&server, &secret);
    let name = world.database.rsplit_once('/').map(|(_, name)| name.to_owned()).expect("its name");
    goes_on(&world, &program, "read-only for 4 s", || {
        world.administer(&format!("ALTER DATABASE {name} SET default_transaction_read_only = on"));
        // Sessions keep what they began with: they are ended, as by a restart of the server.
        world.administer(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
        std::thread::sleep(Duration::from_secs(4));
        world.administer(&format!("ALTER DATABASE {name} RESET default_transaction_read_only"));
        world.administer(&format!("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{name}'"));
    });
}

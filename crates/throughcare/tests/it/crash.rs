//! The server is killed in a storm of writes. Afterwards every write that it acknowledged is there, every read that it
//! answered is in the access log, the ledger holds, and the same requests again change nothing.

use crate::server::{Account, Server, World};
use crate::visitor::Visitor;
use serde_json::json;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;
use store::{Asker, Database};

/// Writers at the same time; all on a few people, so that they meet on the same chains.
const WRITERS: usize = 8;
const READERS: usize = 2;
/// People of the demo world whose record nothing is restricted on.
const PEOPLE: [&str; 3] = ["T000040", "T000041", "T000042"];

/// A write that the server acknowledged: whose, its request key, and the id that it answered.
struct Acknowledged {
    crn: &'static str,
    key: String,
    words: String,
    id: String,
}

fn contact(words: &str) -> Vec<u8> {
    json!({ "type": "TNTE", "date": "2026-11-20", "note": words }).to_string().into_bytes()
}

fn post(program: &mut Visitor, crn: &str, key: &str, words: &str) -> Result<String, String> {
    let path = format!("/api/v1/people/{crn}/contacts");
    let answer = program.send(&path, "application/json", &[("idempotency-key", key)], contact(words));
    let answer = answer.map_err(|e| e.to_string())?;
    match answer.status {
        200 | 201 => Ok(answer.json()["id"].as_str().unwrap_or_default().to_owned()),
        status => Err(format!("{status}: {}", answer.body)),
    }
}

/// Lets everybody write and read until the server is killed. Returns what was acknowledged, and how many reads were.
fn storm(server: Server, secret: &str, round: usize, lasting: Duration) -> (Vec<Acknowledged>, usize) {
    let over = AtomicBool::new(false);
    let (written, seen) = (AtomicUsize::new(0), AtomicUsize::new(0));
    let address = server.address.clone();
    let visitors: Vec<Visitor> = (0..READERS).map(|_| Visitor::signed_in(&address, &Account::MANAGER)).collect();
    std::thread::scope(|scope| {
        let writers: Vec<_> = (0..WRITERS)
            .map(|writer| {
                let (over, address, written) = (&over, &address, &written);
                scope.spawn(move || {
                    let mut program = Visitor::program(address, secret);
                    let mut done = Vec::new();
                    for n in 0.. {
                        let crn = PEOPLE[(writer + n) % PEOPLE.len()];
                        let key = format!("storm-{round}-{writer}-{n}");
                        let words = format!("Written in the storm: {key}");
                        match post(&mut program, crn, &key, &words) {
                            Ok(id) => {
                                written.fetch_add(1, Ordering::SeqCst);
                                done.push(Acknowledged { crn, key, words, id });
                            }
                            Err(_) if over.load(Ordering::SeqCst) => break,
                            // One writer at a time on SQLite: who waits too long is told to come again.
                            Err(words) if words.starts_with("503") => {}
                            Err(words) => panic!("refused while the server was well: {words}"),
                        }
                    }
                    done
                })
            })
            .collect();
        let readers: Vec<_> = visitors
            .into_iter()
            .map(|mut visitor| {
                let (over, seen) = (&over, &seen);
                scope.spawn(move || {
                    let mut read = 0;
                    loop {
                        match visitor.try_get(&format!("/people/{}", PEOPLE[read % PEOPLE.len()])) {
                            Ok(answer) if answer.status == 200 => {
                                seen.fetch_add(1, Ordering::SeqCst);
                                read += 1;
                            }
                            Ok(answer) => panic!("a page answered {}", answer.status),
                            Err(_) if over.load(Ordering::SeqCst) => break read,
                            Err(error) => panic!("unanswered while the server was well: {error}"),
                        }
                    }
                })
            })
            .collect();
        std::thread::sleep(lasting);
        // On a busy machine the storm goes on until there is something to lose.
        for _ in 0..600 {
            if written.load(Ordering::SeqCst) >= 2 * WRITERS && seen.load(Ordering::SeqCst) >= 2 * READERS {
                break;
            }
            std::thread::sleep(Duration::from_millis(50));
        }
        over.store(true, Ordering::SeqCst);
        server.kill();
        let done = writers.into_iter().flat_map(|w| w.join().expect("a writer")).collect();
        (done, readers.into_iter().map(|r| r.join().expect("a reader")).sum())
    })
}

fn reads_logged(world: &World) -> i64 {
    let database: Database = world.database.parse().expect("a database's URL");
    let house = throughcare::open(throughcare::Opening::of(database));
    house.read(&Asker::system("trial"), |cx| cx.count("SELECT count(*) FROM access_log", &[])).expect("a count")
}

fn survives(world: &World, rounds: usize) {
    let secret = world.client();
    let mut all = Vec::new();
    for round in 0..rounds {
        let logged = reads_logged(world);
        let lasting = Duration::from_millis(900 + 370 * (round as u64 % 5));
        let (done, reads) = storm(world.serve(), &secret, round, lasting);
        assert!(!done.is_empty() && reads > 0, "the storm did nothing");
        let more = reads_logged(world) - logged;
        assert!(more >= i64::try_from(reads).expect("a count"), "{reads} reads were answered, {more} are in the log");
        all.extend(done);

        let verified = world.command(&["ledger", "verify"]);
        assert!(verified.status.success(), "{}", String::from_utf8_lossy(&verified.stdout));
    }
    let server = world.serve();
    let mut program = Visitor::program(&server.address, &secret);
    for write in &all {
        let path = format!("/api/v1/people/{}/contacts/{}", write.crn, write.id);
        let found = program.get(&path).expect(200);
        assert!(found.body.contains(&write.words), "{path}: {}", found.body);
    }
    // The same requests once more, as a client does that never saw the answer.
    for write in all.iter().rev().take(50) {
        let again = post(&mut program, write.crn, &write.key, &write.words).expect("the first answer");
        assert_eq!(again, write.id, "one request key gave two effects");
    }
    println!("{} acknowledged writes in {rounds} storms, all there", all.len());
    assert_eq!(server.terminate(), Some(0), "SIGTERM ends it cleanly");
}

#[test]
fn what_was_acknowledged_survives_a_kill_on_sqlite() {
    survives(&World::demo(), 2);
}

#[test]
fn what_was_acknowledged_survives_a_kill_on_postgres() {
    if let Some(world) = World::demo_on_postgres() {
        survives(&world, 2);
    }
}

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_a_long_series_of_kills_on_sqlite() {
    survives(&World::demo(), 25);
}

#[test]
#[ignore = "slow: ./test slow runs it"]
fn slow_a_long_series_of_kills_on_postgres() {
    if let Some(world) = World::demo_on_postgres() {
        survives(&world, 25);
    }
}

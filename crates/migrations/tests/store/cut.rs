//! The connection to PostgreSQL is cut at every point of an action, before and after each message of either side. The action is
//! then done once or not at all, and the same request again makes it exactly once, with the same answer.

use crate::{Note, Tally, asker, make_tables, rooms};
use domain_events::DomainEvent;
use kernel::{PersonId, date};
use migrations::trial::{on_postgres, on_the_same_database};
use std::io::{Read, Write};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use store::{Database, DatabaseErrorKind, Failure, House, Once, params};

/// Passes everything on between programs and a server, until it is told to cut: what would pass next is then lost, with the
/// connection.
struct Wire {
    url: String,
    /// Pieces that still pass; below nought, it never cuts.
    left: Arc<AtomicI64>,
}

impl Wire {
    fn before(database: &str) -> Wire {
        let (scheme, rest) = database.split_once("//").unwrap();
        let (user, rest) = rest.split_once('@').map_or(("", rest), |(user, rest)| (user, rest));
        let (server, name) = rest.split_once('/').unwrap();
        let listener = TcpListener::bind("127.0.0.1:0").unwrap();
        let at = if user.is_empty() { String::new() } else { format!("{user}@") };
        let url = format!("{scheme}//{at}{}/{name}", listener.local_addr().unwrap());
        let left = Arc::new(AtomicI64::new(-1));
        let (server, own) = (server.to_owned(), Arc::clone(&left));
        std::thread::spawn(move || {
            for client in listener.incoming().map_while(Result::ok) {
                let Ok(server) = TcpStream::connect(&server) else { continue };
                for (from, to) in [(&client, &server), (&server, &client)] {
                    let (from, to, left) = (from.try_clone().unwrap(), to.try_clone().unwrap(), Arc::clone(&own));
                    std::thread::spawn(move || pass(from, to, &left));
                }
            }
        });
        Wire { url, left }
    }

    fn cut_after(&self, pieces: i64) {
        self.left.store(pieces, Ordering::SeqCst);
    }

    /// Whether it came to the cut; from now on it passes everything.
    fn has_cut(&self) -> bool {
        self.left.swap(-1, Ordering::SeqCst) < 0
    }
}

fn pass(mut from: TcpStream, mut to: TcpStream, left: &AtomicI64) {
    let mut bytes = [0; 16 * 1024];
    while let Ok(read @ 1..) = from.read(&mut bytes) {
        let before = left.fetch_update(Ordering::SeqCst, Ordering::SeqCst, |n| (n >= 0).then(|| n - 1));
        if before == Ok(0) || to.write_all(&bytes[..read]).is_err() {
            break;
        }
    }
    for end in [from, to] {
        let _ = end.shutdown(Shutdown::Both);
    }
}

fn act(house: &House, person: PersonId, key: &str) -> Result<Once, Failure> {
    house.write_once(&asker(), key, b"the body", |cx| {
        cx.lock(person.into())?;
        cx.describe("Wrote a note", None);
        let note = Note { person_id: person, id: cx.new_id(), words: key.into(), version: 1 };
        cx.insert(&note)?;
        cx.tell(&DomainEvent::PersonCreated { person })?;
        cx.note_read(person, "while writing");
        Ok(serde_json::json!({ "id": note.id.to_string() }))
    })
}

/// Notes, read models, events, history and ledger entries of a person.
fn effects(house: &House, person: PersonId) -> (Vec<String>, usize, [i64; 4]) {
    house
        .read(&asker(), |cx| {
            let key = params![person];
            let notes: Vec<Note> = cx.list("WHERE person_id = $1", key)?;
            let tallies = cx.list::<Tally>("WHERE person_id = $1", key)?.len();
            let mut counts = [0; 4];
            for (count, (table, column)) in counts.iter_mut().zip([
                ("outbox", "person_id"),
                ("history", "chain_id"),
                ("ledger_entry", "chain_id"),
                ("access_log", "person_id"),
            ]) {
                *count = cx.count(&format!("SELECT count(*) FROM {table} WHERE {column} = $1"), key)?;
            }
            Ok((notes.iter().map(|n| n.id.to_string()).collect(), tallies, counts))
        })
        .unwrap()
}

fn is_told_to_come_again(failure: &Failure) -> bool {
    matches!(failure, Failure::Database(e) if matches!(e.kind, DatabaseErrorKind::Unavailable | DatabaseErrorKind::Lost))
}

#[test]
fn an_action_that_is_cut_anywhere_is_done_once_when_it_is_asked_for_again() {
    on_postgres(&rooms(), date(2026, 11, 22), |direct| {
        make_tables(&direct);
        let Database::Postgres(url) = direct.database() else { panic!("PostgreSQL was asked for") };
        let wire = Wire::before(url);
        let (mut kept, mut repeated, mut refused) = (0, 0, 0);
        for pieces in 0.. {
            assert!(pieces < 500, "an action of five hundred messages");
            // A new program each time, so that connecting and preparing are cut too.
            let house = on_the_same_database(&rooms(), Database::Postgres(wire.url.clone()), date(2026, 11, 22));
            let person = PersonId(direct.write(&asker(), |cx| Ok(cx.new_id())).unwrap());
            let key = format!("cut after {pieces}");
            wire.cut_after(pieces);
            let first = act(&house, person, &key);
            let was_cut = wire.has_cut();
            let done = effects(&direct, person).0.len();
            match &first {
                Ok(_) => repeated += 1,
                Err(e) => {
                    assert!(is_told_to_come_again(e), "cut after {pieces}: {e}");
                    if done == 1 { kept += 1 } else { refused += 1 }
                }
            }
            let again = act(&house, person, &key).unwrap();
            let (notes, tallies, counts) = effects(&direct, person);
            assert_eq!((notes.len(), tallies, counts), (1, 1, [1; 4]), "cut after {pieces}: {first:?}");
            assert_eq!(again.answer["id"], notes[0], "the answer is that of what was kept");
            if let Ok(first) = first {
                assert_eq!((first.answer, again.done_now), (again.answer, false));
            }
            if !was_cut {
                println!(
                    "{pieces} points: {repeated} done in spite of it, {refused} told to come again, {kept} of which no answer came"
                );
                assert!(repeated > 5 && refused > 0 && kept > 0, "the cuts were not where they should be");
                break;
            }
        }
    });
}

#[test]
fn a_read_that_is_cut_anywhere_is_answered_or_told_to_come_again_and_never_unwritten() {
    on_postgres(&rooms(), date(2026, 11, 22), |direct| {
        make_tables(&direct);
        let Database::Postgres(url) = direct.database() else { panic!("PostgreSQL was asked for") };
        let wire = Wire::before(url);
        for pieces in 0..500 {
            let house = on_the_same_database(&rooms(), Database::Postgres(wire.url.clone()), date(2026, 11, 22));
            let person = PersonId(direct.write(&asker(), |cx| Ok(cx.new_id())).unwrap());
            wire.cut_after(pieces);
            let seen = house.read(&asker(), |cx| {
                cx.note_read(person, "overview");
                cx.count("SELECT count(*) FROM trial_note WHERE person_id = $1", params![person])
            });
            let was_cut = wire.has_cut();
            let (.., [_, _, _, written]) = effects(&direct, person);
            match seen {
                Ok(_) => assert!(written >= 1, "cut after {pieces}: answered and not written down"),
                Err(e) => assert!(is_told_to_come_again(&e), "cut after {pieces}: {e}"),
            }
            if !was_cut {
                return;
            }
        }
        panic!("a read of five hundred messages");
    });
}

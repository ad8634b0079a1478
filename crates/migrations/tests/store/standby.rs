//! Reads on a hot standby, with a real primary and a real standby that lags, stands still, goes away and comes back: what was
//! written is always seen, no read fails, and nothing is written there.

use crate::{Note, asker, make_tables, rooms, write_note};
use kernel::{PersonId, date};
use migrations::trial::Pair;
use std::time::{Duration, Instant};
use store::{House, StandbySeen, params};

/// Reads as a page does.
fn words(house: &House, note: &Note) -> String {
    house.look(&asker(), |cx| Ok(cx.need::<Note>(params![note.person_id, note.id])?.words)).unwrap()
}

fn seen(house: &House) -> StandbySeen {
    house.standby().unwrap()
}

/// Looks until the standby answers again.
fn comes_back(house: &House, note: &Note) {
    let (before, from) = (seen(house).answered, Instant::now());
    while seen(house).answered == before {
        assert!(from.elapsed() < Duration::from_secs(30), "the standby is not read again: {}", seen(house).words);
        words(house, note);
        std::thread::sleep(Duration::from_millis(20));
    }
}

#[test]
fn reads_on_a_standby_are_never_stale_and_never_fail() {
    let Some(mut pair) = Pair::start() else { return };
    let house = pair.house(&rooms(), date(2026, 11, 22));
    make_tables(&house);
    let mut note = write_note(&house, "first");
    comes_back(&house, &note);

    ones_own_write_is_always_seen(&house, &mut note, 300);
    let answered = seen(&house).answered;
    assert!(answered > 100, "the standby answered {answered} of 300 reads: {:?}", seen(&house));

    // It applies what it gets a moment late, so that each read has to wait for it or go to the primary.
    pair.tell_standby("ALTER SYSTEM SET recovery_min_apply_delay = '35ms'");
    pair.tell_standby("SELECT pg_reload_conf()");
    let before = seen(&house);
    ones_own_write_is_always_seen(&house, &mut note, 100);
    pair.tell_standby("ALTER SYSTEM RESET recovery_min_apply_delay");
    pair.tell_standby("SELECT pg_reload_conf()");
    println!("late by 35 ms: {} before, {} after", before.words, seen(&house).words);

    what_stands_still_is_not_waited_for(&pair, &house, &mut note);
    a_read_of_a_person_is_written_down_on_the_primary(&house, &note);
    nothing_is_written_on_a_standby(&house, &note);
    one_that_does_not_answer_costs_one_read_a_moment(&pair, &house, &note);
    one_that_is_killed_in_the_middle_fails_no_read(&mut pair, &house, &mut note);
}

fn ones_own_write_is_always_seen(house: &House, note: &mut Note, rounds: usize) {
    for round in 0..rounds {
        house
            .write(&asker(), |cx| {
                cx.describe("Changed the note", None);
                let mut now: Note = cx.need(params![note.person_id, note.id])?;
                now.words = format!("round {round}");
                cx.update(&mut now)
            })
            .unwrap();
        assert_eq!(words(house, note), format!("round {round}"));
    }
}

fn what_stands_still_is_not_waited_for(pair: &Pair, house: &House, note: &mut Note) {
    comes_back(house, note);
    pair.tell_standby("SELECT pg_wal_replay_pause()");
    ones_own_write_is_always_seen(house, note, 1);
    let from = Instant::now();
    ones_own_write_is_always_seen(house, note, 40);
    println!("40 writes and reads while the standby stands still: {:?}", from.elapsed());
    let now = seen(house);
    assert!(now.behind.is_some_and(|bytes| bytes > 0), "{now:?}");
    pair.tell_standby("SELECT pg_wal_replay_resume()");
    comes_back(house, note);
}

fn a_read_of_a_person_is_written_down_on_the_primary(house: &House, note: &Note) {
    let before = seen(house).answered;
    let reads = |person: PersonId| {
        let count = "SELECT count(*) FROM access_log WHERE person_id = $1";
        house.read(&asker(), |cx| cx.count(count, params![person])).unwrap()
    };
    let person = note.person_id;
    for n in 1..=5 {
        house
            .look(&asker(), |cx| {
                cx.note_read(person, "overview");
                Ok(())
            })
            .unwrap();
        assert_eq!(reads(person), n);
    }
    assert!(seen(house).answered > before, "no read went to the standby");
}

fn nothing_is_written_on_a_standby(house: &House, note: &Note) {
    let (person, id) = (note.person_id, note.id);
    let tried = house.look(&asker(), |cx| cx.execute("DELETE FROM trial_tally WHERE person_id = $1", params![person]));
    assert!(tried.is_err(), "a read wrote");
    // Not by way of a SELECT either: the transaction and the server are both read-only.
    let lock = "SELECT words FROM trial_note WHERE person_id = $1 AND id = $2 FOR UPDATE";
    assert!(house.look(&asker(), |cx| cx.query(lock, params![person, id])).is_err());
}

fn one_that_does_not_answer_costs_one_read_a_moment(pair: &Pair, house: &House, note: &Note) {
    comes_back(house, note);
    pair.freeze_standby(true);
    let from = Instant::now();
    words(house, note);
    let first = from.elapsed();
    let from = Instant::now();
    for _ in 0..20 {
        words(house, note);
    }
    let others = from.elapsed();
    pair.freeze_standby(false);
    println!("a frozen standby: the first read took {first:?}, the next twenty {others:?}");
    assert!(first < Duration::from_secs(4), "{first:?}");
    comes_back(house, note);
}

fn one_that_is_killed_in_the_middle_fails_no_read(pair: &mut Pair, house: &House, note: &mut Note) {
    comes_back(house, note);
    let over = std::sync::atomic::AtomicBool::new(false);
    let read = std::thread::scope(|scope| {
        let readers: Vec<_> = (0..4)
            .map(|_| {
                let (over, note) = (&over, note.clone());
                scope.spawn(move || {
                    let mut read = 0_u64;
                    while !over.load(std::sync::atomic::Ordering::Relaxed) {
                        words(house, &note);
                        read += 1;
                    }
                    read
                })
            })
            .collect();
        std::thread::sleep(Duration::from_millis(300));
        pair.stop_standby();
        std::thread::sleep(Duration::from_millis(700));
        over.store(true, std::sync::atomic::Ordering::Relaxed);
        readers.into_iter().map(|reader| reader.join().unwrap()).sum::<u64>()
    });
    assert!(read > 20, "only {read} reads");
    assert!(!seen(house).is_read && seen(house).words.contains("primary"), "{:?}", seen(house));
    ones_own_write_is_always_seen(house, note, 5);
    pair.start_standby();
    comes_back(house, note);
    println!("{read} reads while the standby was killed, none failed; {:?}", seen(house));
}

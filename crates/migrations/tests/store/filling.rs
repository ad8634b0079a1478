//! Filling a new database: each past day as it was then, and rows in batches there alone.

use crate::{Note, asker, on_each};
use kernel::{ChainId, DetailId, Instant, PersonId, date};
use store::{Cx, Failure, House, params};

/// Two people's notes, told out of order: written on a day, changed on a later one, and another between.
fn told_in_bulk(house: &House, people: &[PersonId]) -> store::Result<()> {
    let day = |d| Instant::from_local(date(2026, 3, d).at(9, 0, 0, 0));
    house.bulk(&asker(), |cx| {
        let mut batch = store::Batch::<Note>::default();
        for person in people {
            let note = |cx: &Cx<'_>, words: &str| Note {
                person_id: *person,
                id: cx.new_id(),
                words: words.into(),
                version: 1,
            };
            cx.pretend_it_is(day(2))?;
            cx.describe("Wrote a note", None);
            let first = note(cx, "first");
            let place = batch.add(cx, first)?;
            cx.pretend_it_is(day(9))?;
            cx.describe("Changed a note", None);
            batch.change(cx, place, |n| n.words = "changed".into())?;
            cx.pretend_it_is(day(5))?;
            cx.describe("Wrote another", None);
            let second = note(cx, "second");
            batch.add(cx, second)?;
        }
        batch.write(cx).map(drop)
    })
}

#[test]
fn what_is_filled_in_stands_on_each_past_day_as_it_was_then() {
    on_each(|house| {
        let people = [1, 2].map(|n| PersonId(uuid::Uuid::from_u128(n)));
        told_in_bulk(&house, &people).unwrap();
        let checked = house.verify_ledger(|_| {}).unwrap();
        assert_eq!((checked.broken, checked.chains, checked.entries), (None, 2, 6));
        let chain = ChainId::from(people[0]);
        let words = |d: i8| {
            let at = Instant::from_local(date(2026, 3, d).at(12, 0, 0, 0));
            let notes: Vec<Note> = house.read(&asker(), |cx| cx.as_at(chain, at)).unwrap();
            let mut words: Vec<String> = notes.into_iter().map(|n| n.words).collect();
            words.sort();
            words.join(" ")
        };
        assert_eq!([words(1), words(2), words(5), words(9)], ["", "first", "first second", "changed second"]);
        let entries = house.read(&asker(), |cx| cx.ledger_of(chain, 10)).unwrap();
        let actions: Vec<&str> = entries.iter().map(|e| e.action.as_str()).collect();
        assert_eq!(actions, ["Changed a note", "Wrote another", "Wrote a note"]);
        let now: Vec<Note> = house.read(&asker(), |cx| cx.list("WHERE person_id = $1", params![people[0]])).unwrap();
        assert_eq!(now.iter().map(|n| n.version).max(), Some(2));
    });
}

#[test]
fn an_entry_is_never_recorded_before_the_one_that_it_follows() {
    on_each(|house| {
        let person = PersonId(uuid::Uuid::from_u128(1));
        told_in_bulk(&house, &[person]).unwrap();
        house
            .bulk(&asker(), |cx| {
                cx.pretend_it_is(Instant::from_local(date(2026, 3, 1).at(9, 0, 0, 0)))?;
                cx.describe("Wrote late", None);
                cx.insert(&Note { person_id: person, id: cx.new_id(), words: "late".into(), version: 1 })
            })
            .unwrap();
        let entries = house.read(&asker(), |cx| cx.ledger_of(person.into(), 10)).unwrap();
        assert!(entries.windows(2).all(|pair| pair[0].recorded_at >= pair[1].recorded_at), "{entries:?}");
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}

#[test]
fn only_filling_a_new_database_takes_rows_in_batches() {
    on_each(|house| {
        let refused = house.write(&asker(), |cx| {
            let note = Note { person_id: cx.new_id(), id: cx.new_id(), words: "x".into(), version: 1 };
            store::Batch::default().add(cx, note).map(drop)
        });
        assert!(refused.is_err());
    });
}

#[test]
fn many_rows_of_a_new_database_arrive_as_one_would() {
    on_each(|house| {
        let person = PersonId(uuid::Uuid::from_u128(3));
        let words = |n: usize| format!("line {n}\t\\N \u{e9}");
        let filled = |from: usize| {
            house.bulk(&asker(), |cx| {
                cx.describe("Filled", None);
                let mut batch = store::Batch::default();
                for n in from..from + 230 {
                    let id = DetailId(uuid::Uuid::from_u128(n as u128));
                    batch.add(cx, Note { person_id: person, id, words: words(n), version: 1 })?;
                }
                batch.write(cx).map(drop)
            })
        };
        filled(0).unwrap();
        let kept = house.read(&asker(), |cx| cx.list::<Note>("ORDER BY id", &[])).unwrap();
        assert_eq!(kept.len(), 230);
        assert!(kept.iter().enumerate().all(|(n, note)| note.words == words(n)));
        assert!(matches!(filled(200), Err(Failure::Database(e)) if e.kind == store::DatabaseErrorKind::Duplicate));
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
    });
}

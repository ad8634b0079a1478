//! Writing: one transaction, its ledger entry, its past, and what two at once may and may not do.

use crate::{Note, Tally, asker, on_each, write_note};
use domain_events::DomainEvent;
use kernel::{ChainId, DetailId, Instant, PersonId};
use store::{Failure, Once, params};

#[test]
fn what_is_written_is_read_back_and_its_past_too() {
    on_each(|house| {
        let mut note = write_note(&house, "Zażółć 'quoted' <b> -- $1");
        let then = house.clock().now();
        house
            .write(&asker(), |cx| {
                cx.describe("Changed the note", None);
                note.words = "second".into();
                cx.update(&mut note)
            })
            .unwrap();
        house
            .read(&asker(), |cx| {
                let key = params![note.person_id, note.id];
                assert_eq!(cx.need::<Note>(key)?.words, "second");
                let chain = ChainId::from(note.person_id);
                assert_eq!(cx.as_at::<Note>(chain, then)?[0].words, "Zażółć 'quoted' <b> -- $1");
                assert_eq!(cx.as_at::<Note>(chain, Instant(0))?, vec![]);
                let actions: Vec<String> = cx.ledger_of(chain, 9)?.into_iter().map(|e| e.action).collect();
                assert_eq!(actions, ["Changed the note", "Wrote a note"]);
                Ok(())
            })
            .unwrap();
    });
}

#[test]
fn a_write_that_describes_nothing_does_not_commit() {
    on_each(|house| {
        let id = PersonId(uuid::Uuid::from_u128(7));
        let failed = house.write(&asker(), |cx| {
            cx.insert(&Note { person_id: id, id: DetailId(id.0), words: String::new(), version: 1 })
        });
        assert!(matches!(failed, Err(Failure::Broken(_))));
        let left = house.read(&asker(), |cx| cx.count("SELECT count(*) FROM trial_note", &[])).unwrap();
        assert_eq!(left, 0);
    });
}

#[test]
fn one_transaction_never_changes_two_people_nor_a_recorded_table_behind_the_ledger() {
    on_each(|house| {
        let two = house.write(&asker(), |cx| {
            cx.describe("Two at once", None);
            for _ in 0..2 {
                let row = Note { person_id: cx.new_id(), id: cx.new_id(), words: String::new(), version: 1 };
                cx.insert(&row)?;
            }
            Ok(())
        });
        assert!(matches!(two, Err(Failure::Broken(_))));
        let behind = house.write(&asker(), |cx| cx.execute("UPDATE trial_note SET words = 'x'", &[]));
        assert!(matches!(behind, Err(Failure::Broken(_))));
        let reading = house.read(&asker(), |cx| cx.execute("UPDATE trial_tally SET notes = 2", &[]));
        assert!(reading.is_err());
    });
}

#[test]
fn the_second_editor_of_a_row_is_told() {
    on_each(|house| {
        let mut mine = write_note(&house, "first");
        let mut theirs = mine.clone();
        let change = |note: &mut Note| {
            house.write(&asker(), |cx| {
                cx.describe("Changed", None);
                cx.update(&mut note.clone())
            })
        };
        mine.words = "mine".into();
        theirs.words = "theirs".into();
        change(&mut mine).unwrap();
        assert!(matches!(change(&mut theirs), Err(Failure::Stale(_))));
    });
}

#[test]
fn the_same_request_again_has_the_same_answer_and_no_effect() {
    on_each(|house| {
        let run = |body: &[u8]| {
            house.write_once(&asker(), "key-1", body, |cx| {
                cx.describe("Once", None);
                let row = Note { person_id: cx.new_id(), id: cx.new_id(), words: "once".into(), version: 1 };
                cx.insert(&row)?;
                Ok(serde_json::json!({ "id": row.id }))
            })
        };
        let first = run(b"body").unwrap();
        assert!(first.done_now);
        assert_eq!(run(b"body").unwrap(), Once { answer: first.answer, done_now: false });
        assert!(matches!(run(b"another body"), Err(Failure::KeyReused)));
        let rows = house.read(&asker(), |cx| cx.count("SELECT count(*) FROM trial_note", &[])).unwrap();
        assert_eq!(rows, 1);
    });
}

#[test]
fn two_of_the_same_request_at_once_do_it_once() {
    on_each(|house| {
        let answers: Vec<_> = std::thread::scope(|scope| {
            let run = || {
                house.write_once(&asker(), "key-2", b"body", |cx| {
                    cx.describe("Once", None);
                    let row = Note { person_id: cx.new_id(), id: cx.new_id(), words: "once".into(), version: 1 };
                    cx.insert(&row)?;
                    Ok(serde_json::json!({ "id": row.id }))
                })
            };
            let threads: Vec<_> = (0..6).map(|_| scope.spawn(run)).collect();
            threads.into_iter().map(|t| t.join().unwrap().unwrap()).collect()
        });
        assert!(answers.windows(2).all(|pair| pair[0].answer == pair[1].answer));
        assert_eq!(answers.iter().filter(|once| once.done_now).count(), 1);
    });
}

#[test]
fn two_writers_on_one_person_never_fork_the_chain() {
    on_each(|house| {
        let note = write_note(&house, "start");
        std::thread::scope(|scope| {
            for writer in 0..4 {
                let house = &house;
                scope.spawn(move || {
                    for n in 0..8 {
                        house
                            .write(&asker(), |cx| {
                                cx.describe(format!("Writer {writer}, note {n}"), None);
                                let id = cx.new_id();
                                cx.insert(&Note { person_id: note.person_id, id, words: String::new(), version: 1 })
                            })
                            .unwrap();
                    }
                });
            }
        });
        let verified = house.verify_ledger(|_| {}).unwrap();
        assert_eq!((verified.chains, verified.entries, verified.broken), (1, 33, None));
    });
}

#[test]
fn a_listener_hears_inside_the_transaction_and_its_no_undoes_everything() {
    on_each(|house| {
        let person = write_note(&house, "somebody").person_id;
        house.write(&asker(), |cx| cx.tell(&DomainEvent::PersonCreated { person })).unwrap();
        let tally = house.read(&asker(), |cx| cx.need::<Tally>(params![person])).unwrap();
        assert_eq!(tally.notes, 1);
        let refused = house.write(&asker(), |cx| {
            cx.describe("Refused", None);
            let row = Note { person_id: person, id: cx.new_id(), words: "gone".into(), version: 1 };
            cx.insert(&row)?;
            cx.tell(&DomainEvent::PersonAmended { person, part: "refuse".into() })
        });
        assert!(matches!(refused, Err(Failure::Refused(_))));
        let too_deep =
            house.write(&asker(), |cx| cx.tell(&DomainEvent::PersonAmended { person, part: "again".into() }));
        assert!(matches!(too_deep, Err(Failure::Broken(_))));
        assert_eq!(house.read(&asker(), |cx| cx.count("SELECT count(*) FROM trial_note", &[])).unwrap(), 1);
        assert_eq!(house.read(&asker(), |cx| cx.count("SELECT count(*) FROM outbox", &[])).unwrap(), 1);
    });
}

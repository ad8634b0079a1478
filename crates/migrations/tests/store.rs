//! The store's promises, on both databases, with a small table of their own: they need no room.
#![expect(clippy::unwrap_used, reason = "a test that cannot go on says where")]

use domain_events::DomainEvent;
use kernel::{Actor, ChainId, DetailId, Instant, PersonId, date};
use migrations::trial::{Rooms, on_both};
use store::{Asker, ColumnType, Cx, Failure, House, Kind, Question, Record, Row, Value, params, record};

record! {
    /// A row of a person's record that only these tests know.
    pub struct Note in "trial_note", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: DetailId,
        pub words: String,
        pub version: i64,
    }
}

record! {
    /// A read model that only these tests know.
    pub struct Tally in "trial_tally", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        pub notes: i64,
    }
}

const TABLES: &[&store::Table] = &[<Note as Record>::TABLE, <Tally as Record>::TABLE];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> store::Result<()> {
    match event {
        DomainEvent::PersonCreated { person } => cx.save(&Tally { person_id: *person, notes: 1 }),
        DomainEvent::PersonAmended { part, .. } if part == "refuse" => {
            Err(Failure::refused("", "no", "A listener says no"))
        }
        // Tells itself again without end.
        DomainEvent::PersonAmended { .. } => cx.tell(event),
        _ => Ok(()),
    }
}

fn on_each(test: impl Fn(House)) {
    let rooms = Rooms::with(&[TABLES]).hearing(&[("trial", hear)]);
    on_both(&rooms, date(2026, 11, 22), |house| {
        let (id, text, int) = match house.database() {
            store::Database::Sqlite(_) => ("BLOB", "TEXT", "INTEGER"),
            store::Database::Postgres(_) => ("uuid", "text", "bigint"),
        };
        house
            .administer(&format!(
                "CREATE TABLE trial_note (person_id {id} NOT NULL, id {id} NOT NULL, words {text} NOT NULL, version {int} NOT NULL, PRIMARY KEY (person_id, id));
                 CREATE TABLE trial_tally (person_id {id} NOT NULL, notes {int} NOT NULL, PRIMARY KEY (person_id));"
            ))
            .unwrap();
        test(house);
    });
}

fn asker() -> Asker {
    Asker::system("trial")
}

fn write_note(house: &House, words: &str) -> Note {
    house
        .write(&asker(), |cx| {
            let note = Note { person_id: cx.new_id(), id: cx.new_id(), words: words.into(), version: 1 };
            cx.describe("Wrote a note", Some("to see"));
            cx.insert(&note)?;
            Ok(note)
        })
        .unwrap()
}

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
        assert_eq!(run(b"body").unwrap(), first);
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
        assert!(answers.windows(2).all(|pair| pair[0] == pair[1]));
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
fn the_ledger_tells_what_was_tampered_with() {
    for (tamper, words) in [
        ("UPDATE history SET image = replace(image, 'first', 'other')", "image of trial_note"),
        ("UPDATE ledger_entry SET actor_name = 'Somebody else'", "the entry was changed"),
        ("DELETE FROM history", "the entry was changed"),
        ("DELETE FROM ledger_entry", "the head says"),
        ("UPDATE ledger_head SET seq = 5", "the head says"),
        ("DELETE FROM ledger_head", "without a head"),
    ] {
        on_each(|house| {
            write_note(&house, "first");
            assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
            house.administer(tamper).unwrap();
            let broken = house.verify_ledger(|_| {}).unwrap().broken;
            assert!(broken.as_deref().is_some_and(|b| b.contains(words)), "{tamper}: {broken:?}");
        });
    }
}

#[test]
fn a_seal_shows_that_the_tail_was_cut() {
    on_each(|house| {
        let mut note = write_note(&house, "first");
        house
            .write(&asker(), |cx| {
                cx.describe("Changed", None);
                cx.update(&mut note.clone())
            })
            .unwrap();
        note.version += 1;
        house.seal_ledger(&[7; 32]).unwrap();
        assert_eq!(house.verify_ledger(|_| {}).unwrap().broken, None);
        // Somebody who can write the database cuts the last entry off and makes the head fit.
        let cut = "DELETE FROM history WHERE seq = 2; DELETE FROM ledger_entry WHERE seq = 2;
                   UPDATE ledger_head SET seq = 1, hash = (SELECT hash FROM ledger_entry WHERE seq = 1)";
        house.administer(cut).unwrap();
        let broken = house.verify_ledger(|_| {}).unwrap().broken;
        assert!(broken.as_deref().is_some_and(|b| b.contains("seal")), "{broken:?}");
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

#[test]
fn a_read_of_a_person_is_written_down_before_the_answer() {
    on_each(|house| {
        let person = PersonId(uuid::Uuid::from_u128(9));
        let reader = Asker {
            actor: Actor::User { id: kernel::UserId(uuid::Uuid::from_u128(1)), staff: None, name: "Ada".into() },
            permissions: std::sync::Arc::default(),
        };
        std::thread::scope(|scope| {
            for _ in 0..8 {
                scope.spawn(|| {
                    house
                        .read(&reader, |cx| {
                            cx.note_read(person, "overview");
                            cx.note_shown("list", "cases", &[person]);
                            Ok(())
                        })
                        .unwrap();
                });
            }
        });
        let count = |manner: &str| {
            let manner = Value::from(manner);
            house.read(&asker(), |cx| {
                cx.count("SELECT count(*) FROM access_log WHERE manner = $1", std::slice::from_ref(&manner))
            })
        };
        assert_eq!((count("read").unwrap(), count("list").unwrap()), (8, 8));
    });
}

#[test]
fn the_relay_gives_positions_in_order_and_a_second_relay_waits_its_turn() {
    on_each(|house| {
        let person = PersonId(uuid::Uuid::from_u128(9));
        for _ in 0..3 {
            house.write(&asker(), |cx| cx.tell(&DomainEvent::PersonCreated { person })).unwrap();
        }
        let (one, two) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        assert_eq!(house.relay(one).unwrap(), 3);
        house.write(&asker(), |cx| cx.tell(&DomainEvent::PersonCreated { person })).unwrap();
        assert_eq!(house.relay(two).unwrap(), 0);
        assert_eq!(house.relay(one).unwrap(), 1);
        let events = house.read(&asker(), |cx| store::events_after(cx, 1, 10)).unwrap();
        assert_eq!(events.iter().map(|e| e.position).collect::<Vec<_>>(), [Some(2), Some(3), Some(4)]);
    });
}

#[test]
fn a_job_belongs_to_one_server_until_its_lease_is_over() {
    on_each(|house| {
        house.write(&asker(), |cx| cx.enqueue("letter", serde_json::json!({}), cx.now())).unwrap();
        let (one, two) = (uuid::Uuid::from_u128(1), uuid::Uuid::from_u128(2));
        let job = house.claim_job(one).unwrap().unwrap();
        assert_eq!(house.claim_job(two).unwrap(), None);
        house.clock().move_to(date(2026, 11, 23));
        assert_eq!(house.claim_job(two).unwrap().map(|j| (j.id, j.attempts)), Some((job.id, 2)));
        house.close_job(&job, Ok(())).unwrap();
        house.clock().move_to(date(2026, 11, 24));
        assert_eq!(house.claim_job(two).unwrap(), None);
    });
}

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
fn questions_asked_together_are_answered_as_alone() {
    on_each(|house| {
        let notes: Vec<Note> = ["first", "second", "third"].map(|words| write_note(&house, words)).to_vec();
        let person = notes[1].person_id;
        let questions = [
            Question::list::<Note>("WHERE words <> $1 ORDER BY words DESC", params!["first"]),
            Question::rows(&[ColumnType::Int, ColumnType::Text], "SELECT count(*), MAX(words) FROM trial_note", &[]),
            Question::page::<Note>("person_id = $1", params![person], "ORDER BY id", 5, 0),
            Question::with::<Note, Tally>("b.person_id = a.person_id", "WHERE a.person_id = $1", params![person]),
            Question::list::<Note>("WHERE person_id = $1", params![PersonId(uuid::Uuid::from_u128(9))]),
        ];
        let alone: Vec<Vec<Row>> = questions.iter().map(|q| house.read(&asker(), |cx| cx.ask(q)).unwrap()).collect();
        let (together, asked) = house
            .read(&asker(), |cx| {
                cx.ask_together(&questions)?;
                let answers = questions.iter().map(|q| cx.ask(q)).collect::<store::Result<Vec<_>>>()?;
                Ok((answers, cx.statements()))
            })
            .unwrap();
        assert_eq!((together, asked), (alone, 1));
        let words = |cx: &mut Cx<'_>| cx.ask_list::<Note>(&questions[0]).map(|n| n[0].words.clone());
        assert_eq!(house.read(&asker(), words).unwrap(), "third");
        // The doors' own calls find what was asked beforehand; what they ask besides is asked.
        let found = house.read(&asker(), |cx| {
            cx.ask_together(&questions)?;
            let listed = cx.list::<Note>("WHERE words <> $1 ORDER BY words DESC", params!["first"])?.len();
            let (page, total) = cx.page_of::<Note>("person_id = $1", params![person], "ORDER BY id", 5, 0)?;
            let other = cx.list::<Note>("WHERE words <> $1 ORDER BY words DESC", params!["second"])?.len();
            Ok((listed, page, total, other, cx.statements()))
        });
        assert_eq!(found.unwrap(), (2, vec![notes[1].clone()], 1, 2, 2));
    });
}

#[test]
fn a_write_asks_each_question_when_it_comes_to_it() {
    on_each(|house| {
        let note = write_note(&house, "before");
        let question = Question::list::<Note>("WHERE person_id = $1", params![note.person_id]);
        let seen = house.write(&asker(), |cx| {
            cx.ask_together(std::slice::from_ref(&question))?;
            cx.describe("Wrote another", None);
            cx.insert(&Note { id: cx.new_id(), words: "after".into(), ..note.clone() })?;
            cx.ask(&question).map(|rows| rows.len())
        });
        assert_eq!(seen.unwrap(), 2);
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

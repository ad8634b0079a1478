//! Around a transaction: reads written down, the relay, jobs with a lease, and questions asked together.

use crate::{Note, Tally, asker, make_tables, on_each, rooms, write_note};
use domain_events::DomainEvent;
use kernel::{Actor, PersonId, date};
use migrations::trial::{on_postgres, on_the_same_database};
use store::{Asker, ColumnType, Cx, Question, Row, Value, params};

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

#[test]
fn of_workers_that_come_at_the_same_time_each_takes_a_job_of_its_own_while_there_are_enough() {
    const WORKERS: u128 = 4;
    on_each(|house| {
        for round in 0..8 {
            let jobs = |cx: &mut store::Cx<'_>| {
                (0..WORKERS).try_for_each(|n| cx.enqueue("letter", serde_json::json!([round, n]), cx.now()))
            };
            house.write(&asker(), jobs).unwrap();
            let (start, house) = (std::sync::Barrier::new(WORKERS as usize), &house);
            let claim = &|worker: u128| {
                start.wait();
                house.claim_job(uuid::Uuid::from_u128(worker)).unwrap().map(|job| job.id)
            };
            let mut taken: Vec<_> = std::thread::scope(|scope| {
                let workers: Vec<_> = (1..=WORKERS).map(|worker| scope.spawn(move || claim(worker))).collect();
                workers.into_iter().map(|worker| worker.join().unwrap().expect("one found no job")).collect()
            });
            taken.sort_unstable();
            taken.dedup();
            assert_eq!(taken.len(), WORKERS as usize);
        }
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
fn what_a_write_asked_is_asked_anew_once_its_table_is_written() {
    fn asked(cx: &mut Cx<'_>) -> store::Result<(Vec<usize>, usize)> {
        let person = PersonId(uuid::Uuid::from_u128(1));
        let count = |cx: &mut Cx<'_>| cx.list::<Note>("WHERE person_id = $1", params![person]).map(|n| n.len());
        let first = |cx: &mut Cx<'_>| {
            let notes = cx.list::<Note>("WHERE person_id = $1 ORDER BY id LIMIT 1", params![person])?;
            Ok::<Note, store::Failure>(notes[0].clone())
        };
        let mut counted = vec![count(cx)?];
        cx.describe("Wrote notes", None);
        for many in [1, 40] {
            let note = |cx: &Cx<'_>| Note { person_id: person, id: cx.new_id(), words: "a".into(), version: 1 };
            let notes: Vec<Note> = (0..many).map(|_| note(cx)).collect();
            cx.insert_all(&notes)?;
            counted.push(count(cx)?);
        }
        let mut note = first(cx)?;
        note.words = "b".into();
        cx.update(&mut note)?;
        let again = first(cx)?;
        assert_eq!((again.words.as_str(), again.version), ("b", 2));
        cx.remove(&again)?;
        counted.push(count(cx)?);
        let before = cx.statements();
        count(cx)?;
        Ok((counted, cx.statements() - before))
    }
    let expected = (vec![0, 1, 41, 40], 0);
    on_each(|house| assert_eq!(house.write(&asker(), asked).unwrap(), expected));
    on_each(|house| assert_eq!(house.bulk(&asker(), asked).unwrap(), expected));
}

/// Only PostgreSQL has two writers at once.
#[test]
fn what_another_wrote_meanwhile_is_seen_behind_the_lock() {
    on_postgres(&rooms(), date(2026, 11, 22), |house| {
        make_tables(&house);
        let note = write_note(&house, "before");
        let other = on_the_same_database(&rooms(), house.database().clone(), date(2026, 11, 22));
        let (mut note_of_other, person) = (note.clone(), note.person_id);
        let seen = house.write(&asker(), |cx| {
            let words = |cx: &mut Cx<'_>| {
                let notes = cx.list::<Note>("WHERE person_id = $1", params![person])?;
                Ok::<String, store::Failure>(notes[0].words.clone())
            };
            let mut seen = vec![words(cx)?];
            other.write(&asker(), |cx| {
                cx.describe("Changed it meanwhile", None);
                note_of_other.words = "after".into();
                cx.update(&mut note_of_other)
            })?;
            seen.push(words(cx)?);
            cx.lock(person.into())?;
            seen.push(words(cx)?);
            Ok(seen)
        });
        assert_eq!(seen.unwrap(), ["before", "before", "after"]);
    });
}

//! Sessions, places and registers: nothing is counted twice, and what stands in log, register and account is the same.

use crate::world::*;
use kernel::{EntryId, PersonKeys, Time, date};
use migrations::trial::another_server;
use std::sync::Barrier;
use std::sync::atomic::{AtomicUsize, Ordering};
use store::{Failure, House};
use unpaid_work::registers::*;
use unpaid_work::sessions::*;

fn line(outcome: &str, came: Time, went: Time) -> LineTyped {
    LineTyped { outcome: outcome.into(), came: Some(came), went: Some(went), ..LineTyped::default() }
}

fn away(outcome: &str) -> LineTyped {
    LineTyped { outcome: outcome.into(), ..LineTyped::default() }
}

fn tell(house: &House, keys: &PersonKeys, id: EntryId, typed: &LineTyped, seen: i64) -> Told {
    write(house, |cx| {
        let open = people::open_by_id(cx, keys.survivor)?;
        tell_line(cx, &open, id, typed, seen)
    })
}

fn no(house: &House, keys: &PersonKeys, id: EntryId, typed: &LineTyped) -> Vec<&'static str> {
    refused(house, |cx| {
        let open = people::open_by_id(cx, keys.survivor)?;
        let seen = booking(cx, &open.keys, id)?.version;
        tell_line(cx, &open, id, typed, seen)
    })
}

fn correct(house: &House, keys: &PersonKeys, id: EntryId, typed: &LineTyped) -> Told {
    write(house, |cx| {
        let open = people::open_by_id(cx, keys.survivor)?;
        let seen = booking(cx, &open.keys, id)?.version;
        correct_line(cx, &open, id, typed, "Read the sheet again", seen)
    })
}

fn stands(house: &House, keys: &PersonKeys, id: EntryId) -> (Booking, Option<String>) {
    read(house, |cx| {
        let row = booking(cx, keys, id)?;
        let contact = contacts::find(cx, keys, row.contact_id.unwrap())?;
        Ok((row, contact.outcome))
    })
}

#[test]
fn a_told_line_stands_once_in_the_log_and_once_in_the_account() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, TODAY, 12);
        let (keys, requirement, booked) = on_session(house, session, "Told", 40);
        let told = tell(house, &keys, booked.id, &line("ATTC", at(9, 0), at(16, 0)), 1);
        assert_eq!(told.minutes, 420);
        assert_eq!(on_the_order(house, &keys, requirement), 420);
        assert_eq!(stands(house, &keys, booked.id).1.as_deref(), Some("ATTC"));
        assert_eq!(no(house, &keys, booked.id, &line("ATTC", at(9, 0), at(16, 0))), ["told"]);
        // Sent home for behaviour: the time until then is kept, and it is a failure.
        let sent_home = LineTyped { penalty: 15, ..line("ATSH", at(9, 0), at(11, 0)) };
        assert_eq!(correct(house, &keys, booked.id, &sent_home).minutes, 105);
        let contact = read(house, |cx| contacts::find(cx, &keys, booked.contact_id.unwrap()));
        assert_eq!((contact.attended, contact.complied), (Some(true), Some(false)));
        assert_eq!(on_the_order(house, &keys, requirement), 105);
        assert_eq!(correct(house, &keys, booked.id, &away("AAME")).minutes, 0);
        assert_eq!(on_the_order(house, &keys, requirement), 0);
        assert_eq!(correct(house, &keys, booked.id, &line("ATSS", at(9, 0), at(9, 5))).minutes, 60);
        assert_eq!(on_the_order(house, &keys, requirement), 60, "a stand-down by the service counts");
    });
}

#[test]
fn a_line_typed_by_two_is_told_once_and_the_second_sees_both() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, TODAY, 12);
        let (keys, requirement, booked) = on_session(house, session, "Twice", 40);
        tell(house, &keys, booked.id, &line("ATTC", at(9, 0), at(16, 0)), 1);
        let second = house.write(&asker(), |cx| {
            let open = people::open_by_id(cx, keys.survivor)?;
            tell_line(cx, &open, booked.id, &line("ATTC", at(9, 0), at(12, 0)), 1)
        });
        assert!(matches!(second, Err(Failure::Stale(_))), "{second:?}");
        assert_eq!(on_the_order(house, &keys, requirement), 420);
    });
}

#[test]
fn a_register_of_a_cancelled_or_a_coming_session_is_refused_and_people_are_stood_down() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        let coming = planned(house, project, date(2026, 11, 24), 12);
        let (keys, requirement, booked) = on_session(house, coming, "Ahead", 40);
        assert_eq!(no(house, &keys, booked.id, &line("ATTC", at(9, 0), at(16, 0))), ["ahead"]);
        write(house, |cx| cancel_session(cx, coming, "No supervisor", 1));
        assert_eq!(no(house, &keys, booked.id, &line("ATTC", at(9, 0), at(16, 0))), ["cancelled"]);
        for _ in 0..2 {
            write(house, |cx| {
                let open = people::open_by_id(cx, keys.survivor)?;
                cx.describe("Stands people down", None);
                stand_down(cx, &open, booked.id)
            });
        }
        let contact = read(house, |cx| contacts::find(cx, &keys, booked.contact_id.unwrap()));
        assert_eq!((contact.attended, contact.complied), (Some(false), Some(true)));
        assert_eq!(on_the_order(house, &keys, requirement), 0);
        let again = refused(house, |cx| cancel_session(cx, coming, "Again", 2));
        assert_eq!(again, ["ended"]);
    });
}

#[test]
fn nobody_works_at_two_sessions_at_once_or_longer_than_a_day_has() {
    on_each(|house| {
        let unit = unit(house);
        let (one, other) = (project(house, unit, "WEX-1"), project(house, unit, "WEX-2"));
        let first = planned(house, one, TODAY, 12);
        let (keys, requirement, _) = on_session(house, first, "Here", 40);
        let second = planned(house, other, TODAY, 12);
        let there = refused(house, |cx| {
            let open = people::open_by_id(cx, keys.survivor)?;
            book(cx, &open, second, requirement)
        });
        assert_eq!(there, ["elsewhere"]);
        let twice = refused(house, |cx| {
            let open = people::open_by_id(cx, keys.survivor)?;
            book(cx, &open, first, requirement)
        });
        assert_eq!(twice, ["booked"]);
        assert_eq!(refused(house, |cx| plan_session(cx, &facts(one, TODAY, 12))), ["session_there"]);
        let night = SessionFacts { starts: at(22, 0), ends: at(2, 0), ..facts(one, TODAY, 12) };
        assert!(refused(house, |cx| plan_session(cx, &night)).contains(&"over_midnight"));
    });
}

#[test]
fn what_the_log_says_of_a_session_reaches_the_register_and_the_account() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, TODAY, 12);
        let (keys, requirement, booked) = on_session(house, session, "Logged", 40);
        tell(house, &keys, booked.id, &line("ATTC", at(9, 0), at(16, 0)), 1);
        let contact = booked.contact_id.unwrap();
        let correct = |to: Option<&str>| {
            write(house, |cx| {
                let open = people::open_by_id(cx, keys.survivor)?;
                contacts::correct_outcome(cx, &open.keys, contact, to, "It was somebody else", None)
            });
        };
        correct(Some("UAAB"));
        let (row, _) = stands(house, &keys, booked.id);
        assert_eq!((row.state, row.outcome.as_deref(), row.came), (BookingState::Told, Some("UAAB"), None));
        assert_eq!(on_the_order(house, &keys, requirement), 0);
        correct(Some("ATTC"));
        // That somebody came is known; from when to when only the register can tell.
        assert_eq!(stands(house, &keys, booked.id).0.state, BookingState::Booked);
        assert_eq!(on_the_order(house, &keys, requirement), 0);
    });
}

#[test]
fn somebody_put_on_a_session_after_its_day_is_told_with_the_log_written_then() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, date(2026, 11, 16), 12);
        let (keys, requirement, booked) = on_session(house, session, "Late", 40);
        assert_eq!(booked.contact_id, None);
        tell(house, &keys, booked.id, &line("ATTC", at(9, 0), at(12, 30)), 1);
        assert_eq!(stands(house, &keys, booked.id).1.as_deref(), Some("ATTC"));
        assert_eq!(on_the_order(house, &keys, requirement), 210);
    });
}

#[test]
fn a_place_given_back_is_free_and_cancels_the_appointment() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, date(2026, 11, 25), 1);
        let (keys, requirement, booked) = on_session(house, session, "Gives back", 40);
        write(house, |cx| {
            let open = people::open_by_id(cx, keys.survivor)?;
            release(cx, &open, booked.id, "Starts a job", 1)
        });
        let contact = read(house, |cx| contacts::find(cx, &keys, booked.contact_id.unwrap()));
        assert!(!contact.awaited);
        write(house, |cx| {
            let open = people::open_by_id(cx, keys.survivor)?;
            book(cx, &open, session, requirement)
        });
    });
}

#[test]
fn a_session_is_never_over_its_places_when_many_book_at_once() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, date(2026, 11, 25), 3);
        let people: Vec<_> = (0..10)
            .map(|n| {
                let keys = person(house, &format!("P{n}"));
                let requirement = ordered(house, &keys, 40, date(2026, 6, 1)).1;
                (keys, requirement)
            })
            .collect();
        let other = another_server(&rooms(), house, TODAY).with_part(law::Law::shipped());
        let (gate, booked, full) = (Barrier::new(people.len()), AtomicUsize::new(0), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for (n, (keys, requirement)) in people.iter().enumerate() {
                let (gate, booked, full) = (&gate, &booked, &full);
                let house = if n % 2 == 0 { house } else { &other };
                scope.spawn(move || {
                    gate.wait();
                    for _ in 0..40 {
                        let done = house.write(&asker(), |cx| {
                            let open = people::open_by_id(cx, keys.survivor)?;
                            book(cx, &open, session, *requirement)
                        });
                        match done {
                            Ok(_) => return booked.fetch_add(1, Ordering::SeqCst),
                            Err(Failure::Refused(_)) => return full.fetch_add(1, Ordering::SeqCst),
                            Err(Failure::Database(_)) => {}
                            Err(other) => panic!("{other}"),
                        }
                    }
                    panic!("the database never answered");
                });
            }
        });
        assert_eq!((booked.into_inner(), full.into_inner()), (3, 7));
        let lines = read(house, |cx| sessions_of_project(cx, project, TODAY));
        assert_eq!((lines[0].taken, lines[0].free()), (3, 0));
    });
}

#[test]
fn weeks_ahead_are_shown_before_anything_is_booked() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        for day in [30, 23] {
            planned(house, project, date(2026, 11, day), 12);
        }
        let keys = person(house, "Weeks");
        let (_, requirement) = ordered(house, &keys, 40, date(2026, 6, 1));
        let proposal = read(house, |cx| {
            let open = people::open_by_id(cx, keys.survivor)?;
            propose(cx, &open, (requirement, project), TODAY, Repeat { weekday: 1, every: 1 })
        });
        let wanted = proposal.dates.iter().filter(|d| d.planned == Planned::Wanted).count();
        assert_eq!((wanted, proposal.left, proposal.short), (2, 2_400, 2_400 - 840));
        let there = proposal.dates.iter().find(|d| d.on == date(2026, 12, 28)).unwrap();
        assert_eq!(there.planned, Planned::NotWorked, "a bank holiday");
    });
}

#[test]
fn nobody_is_expected_once_the_requirement_has_ended() {
    on_each(|house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, date(2026, 11, 25), 12);
        let (keys, requirement, booked) = on_session(house, session, "Ended", 40);
        let reason = read(house, |cx| {
            let lists = sentences::Lists::current(cx)?;
            Ok(lists.reasons(sentences::EndOf::Requirement, TODAY).map(|r| r.code.clone()).collect::<Vec<_>>())
        });
        let ending = sentences::Ending { on: TODAY, reason: reason[0].clone(), note: None };
        write(house, |cx| sentences::end_requirement(cx, &keys, requirement, &ending, None));
        let row = read(house, |cx| booking(cx, &keys, booked.id));
        assert_eq!(row.state, BookingState::Released);
        let contact = read(house, |cx| contacts::find(cx, &keys, booked.contact_id.unwrap()));
        assert!(!contact.awaited, "the appointment is cancelled");
    });
}

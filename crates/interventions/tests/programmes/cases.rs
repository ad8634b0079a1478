//! From the waiting list to completion: places, registers, corrections, leaving early.

use crate::world::*;
use interventions::programmes::{self, Alone, Moving, SessionChange, SessionState, plan::Part};
use jiff::ToSpan;
use jiff::civil::time;
use kernel::{ProgrammeCaseId, date};
use provision::WaitingState;

fn state(world: &World, keys: &kernel::PersonKeys, id: ProgrammeCaseId) -> String {
    world.read(|cx| programmes::case_of(cx, keys, id)).state
}

#[test]
fn the_tables_are_as_the_records_say() {
    on_each(|world| migrations::trial::assert_schema(world.house(), &interventions::tables()));
}

#[test]
fn a_place_arranges_the_sessions_and_the_first_one_attended_begins_the_requirement() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Waiter", "PRG");
        let group = world.group("WEX-1", 8);
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, group);
        assert_eq!(state(world, &keys, case), "scheduled");
        let sessions = world.sessions(group);
        assert_eq!(sessions.len(), 6);
        let coming = world.read(|cx| contacts::upcoming(cx, &keys)).len();
        assert_eq!(coming, 6);
        world.marked(&keys, case, &sessions[0], "ATTC");
        let now = world.read(|cx| programmes::whole(cx, &keys, case));
        assert_eq!((now.case.state.as_str(), now.case.begun_on), ("on-programme", Some(date(2026, 11, 24))));
        assert_eq!(now.progress.unwrap().done(), 1);
        let orders = world.read(|cx| sentences::orders(cx, &keys));
        let row = &orders[0].requirements[0];
        assert_eq!(row.requirement.started_on, Some(date(2026, 11, 24)));
        assert_eq!(row.progress.unwrap().done, 1, "a day of the requirement");
        let waiting = now.case.waiting_id.unwrap();
        assert_eq!(world.read(|cx| provision::entry_of(cx, &keys, waiting)).state, WaitingState::Begun);
        assert_eq!(world.told("requirement.began"), 1);
        // Provision's own page of the group shows the same days.
        let days = world.read(|cx| provision::sessions_of(cx, group));
        assert_eq!(
            days.iter().map(|d| d.on_date).collect::<Vec<_>>(),
            sessions.iter().map(|s| s.on_date).collect::<Vec<_>>()
        );
    });
}

#[test]
fn two_registers_for_one_session_count_once_and_do_not_overwrite() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Twice", "PRG");
        let group = world.group("WEX-1", 8);
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, group);
        let first = world.sessions(group).remove(0);
        world.marked(&keys, case, &first, "ATTC");
        world.marked(&keys, case, &first, "ATTC");
        let other = marking(case, &first, "UAAB");
        let code = world.refused(|cx| {
            let open = open(cx, &keys)?;
            programmes::mark_attendance(cx, &open, &other)
        });
        assert_eq!(code, ["recorded_already"]);
        assert_eq!(world.read(|cx| programmes::whole(cx, &keys, case)).progress.unwrap().done(), 1);
        // A correction in the log is what holds.
        let contact = world.read(|cx| programmes::attendance_of(cx, &keys, case))[0].contact_id;
        world.write(|cx| contacts::correct_outcome(cx, &keys, contact, Some("UAAB"), "The wrong line", None).map(drop));
        assert_eq!(world.read(|cx| programmes::whole(cx, &keys, case)).progress.unwrap().done(), 0);
        let marks = world.read(|cx| programmes::marks_of(cx, group));
        assert_eq!(marks.iter().find(|m| m.session_id == first.id).unwrap().outcome.as_deref(), Some("UAAB"));
    });
}

#[test]
fn a_register_for_a_cancelled_session_or_one_to_come_is_refused() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Early", "PRG");
        let group = world.group("WEX-1", 8);
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, group);
        let first = world.sessions(group).remove(0);
        let new = marking(case, &first, "ATTC");
        let mark = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &keys)?;
            programmes::mark_attendance(cx, &open, &new)
        };
        assert_eq!(world.refused(mark), ["ahead"]);
        world.write(|cx| programmes::cancel_session(cx, group, first.id, "The hall is closed", None));
        world.write(|cx| programmes::follow_schedule(cx, &keys, case));
        world.go(first.on_date);
        assert_eq!(world.refused(mark), ["cancelled"]);
        assert_eq!(world.refused(|cx| programmes::hold_session(cx, group, first.id, Some(world.lead))), ["cancelled"]);
        assert_eq!(world.read(|cx| contacts::upcoming(cx, &keys)).len(), 5);
    });
}

#[test]
fn a_session_that_moves_takes_appointments_along_and_is_never_longer_than_planned() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Mover", "PRG");
        let group = world.group("WEX-1", 8);
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, group);
        let first = world.sessions(group).remove(0);
        let change = |on, minutes| SessionChange { on, start: time(14, 0, 0, 0), minutes, reason: "The room".into() };
        let day = date(2026, 11, 25);
        let code =
            |change: SessionChange| world.refused(|cx| programmes::change_session(cx, group, first.id, &change, None));
        assert_eq!(code(change(day, 91)), ["longer_than_planned"]);
        assert_eq!(code(change(date(2026, 11, 26), 90)), ["two_a_day"]);
        assert_eq!(code(change(date(2026, 11, 20), 90)), ["past"]);
        assert_eq!(code(SessionChange { start: time(23, 0, 0, 0), ..change(day, 90) }), ["over_midnight"]);
        world.write(|cx| programmes::change_session(cx, group, first.id, &change(day, 90), None));
        world.write(|cx| programmes::follow_schedule(cx, &keys, case));
        world.write(|cx| programmes::follow_schedule(cx, &keys, case));
        let coming = world.read(|cx| contacts::upcoming(cx, &keys));
        assert_eq!((coming.len(), coming[0].happens_on), (6, day));
        world.marked(&keys, case, &world.sessions(group)[0], "ATTC");
        assert_eq!(world.read(|cx| programmes::whole(cx, &keys, case)).progress.unwrap().done(), 1);
    });
}

#[test]
fn nobody_is_in_two_groups_and_a_closed_case_gets_no_place() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Closed", "PRG");
        let [one, two] = ["WEX-1", "WEX-2"].map(|code| world.group(code, 1));
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, one);
        let place = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &keys)?;
            programmes::place_in_group(cx, &open, case, (two, None), None)
        };
        assert_eq!(world.refused(place), ["in_group_already"]);
        let (other, _, requirement) = world.person("Full", "PRG");
        let waits = world.case(&other, requirement);
        let full = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &other)?;
            programmes::place_in_group(cx, &open, waits, (one, None), None)
        };
        assert_eq!(world.refused(full), ["full"]);
        let leave = Moving { drop_out: Some("health".into()), ..moving("withdrawn", TODAY) };
        let without = moving("withdrawn", TODAY);
        assert_eq!(
            world.refused(|cx| {
                let open = open(cx, &keys)?;
                programmes::move_case(cx, &open, case, &without, None)
            }),
            ["missing"]
        );
        world.write(|cx| {
            let open = open(cx, &keys)?;
            programmes::move_case(cx, &open, case, &leave, None)
        });
        assert_eq!(world.refused(place), ["closed"]);
        assert!(world.read(|cx| contacts::upcoming(cx, &keys)).is_empty(), "what was arranged is cancelled");
        // The place is free for the next in the list.
        world.placed(&other, waits, one);
        assert_eq!(state(world, &other, waits), "scheduled");
    });
}

#[test]
fn whoever_leaves_a_group_to_wait_again_gives_the_place_back_and_keeps_what_was_done() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Again", "PRG");
        let [one, two] = ["WEX-1", "WEX-2"].map(|code| world.group(code, 4));
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, one);
        let sessions = world.sessions(one);
        world.marked(&keys, case, &sessions[0], "ATTC");
        world.marked(&keys, case, &sessions[1], "UAAB");
        let on = sessions[1].on_date;
        let leave = Moving { drop_out: Some("work-or-caring".into()), ..moving("awaiting-allocation", on) };
        world.write(|cx| {
            let open = open(cx, &keys)?;
            programmes::move_case(cx, &open, case, &leave, None)
        });
        world.placed(&keys, case, two);
        let now = world.read(|cx| programmes::whole(cx, &keys, case));
        assert_eq!((now.case.state.as_str(), now.case.group_id), ("scheduled", Some(two)));
        assert_eq!(now.progress.unwrap().done(), 1, "what was attended in the first group counts");
        let coming = world.read(|cx| contacts::upcoming(cx, &keys));
        assert!(coming.iter().all(|c| c.title.as_deref() != Some("Group session: What feelings tell me")));
        assert_eq!(world.told("requirement.began"), 1);
    });
}

#[test]
fn a_catch_up_completes_and_completion_is_told_once() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Done", "PRG");
        let group = world.group("WEX-1", 8);
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, group);
        let sessions = world.sessions(group);
        for (n, session) in sessions.iter().enumerate() {
            world.marked(&keys, case, session, if n == 2 { "UAAB" } else { "ATTC" });
        }
        let today = sessions[5].on_date;
        let complete = moving("programme-complete", today);
        let finish = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &keys)?;
            programmes::move_case(cx, &open, case, &complete, None)
        };
        assert_eq!(world.refused(finish), ["not_complete"]);
        let alone = Alone {
            part: Part::CatchUp,
            which: sessions[2].which(),
            on: today,
            start: time(15, 0, 0, 0),
            minutes: 60,
            outcome: Some("ATTC".into()),
            note: None,
        };
        world.write(|cx| {
            let open = open(cx, &keys)?;
            programmes::attend_alone(cx, &open, case, &alone)
        });
        let again = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &keys)?;
            programmes::attend_alone(cx, &open, case, &alone)
        };
        assert_eq!(world.refused(again), ["attended_already"]);
        world.write(finish);
        let done = world.read(|cx| programmes::case_of(cx, &keys, case));
        assert_eq!(done.completed_on, Some(today));
        assert_eq!(world.told("programme.completed"), 1);
        // This plan leaves the requirement to the officer.
        assert_eq!(world.told("requirement.ended"), 0);
        world.write(|cx| {
            let open = open(cx, &keys)?;
            programmes::end_requirement(cx, &open, case, None)
        });
        let ended = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &keys)?;
            programmes::end_requirement(cx, &open, case, None)
        };
        assert_eq!(world.refused(ended), ["requirement_ended"]);
        let orders = world.read(|cx| sentences::orders(cx, &keys));
        assert_eq!(orders[0].requirements[0].requirement.end_reason.as_deref(), Some("completed"));
    });
}

#[test]
fn the_review_after_the_end_completes_a_programme_and_ends_its_requirement_once() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Review", "PRG");
        world.write(|cx| {
            programmes::set_service_plan(cx, world.service, Some("BUILD-M"), date(2026, 11, 1), "The longer one")
        });
        let start = date(2026, 11, 24);
        let facts = provision::GroupFacts {
            code: "BIG".into(),
            start_date: start,
            joins_until: start,
            places: 4,
            start_time: time(10, 0, 0, 0),
            address: None,
            staff: Some(world.lead),
        };
        let group = world.write(|cx| provision::plan_group(cx, world.offer, &facts));
        let how = programmes::Scheduling { template: "BUILD-M".into(), ..world.scheduling() };
        world.write(|cx| programmes::make_schedule(cx, group, &how, None));
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, group);
        let sessions = world.sessions(group);
        let review = sessions.iter().find(|s| s.part == Part::Review).unwrap().clone();
        for session in sessions.iter().filter(|s| s.part != Part::Review) {
            world.marked(&keys, case, session, "ATTC");
        }
        let today = world.house().clock().now().local_date();
        world.moved(&keys, case, "programme-complete");
        assert_eq!(world.told("programme.completed"), 0, "the review is still to be held");
        let alone = |outcome: &str| Alone {
            part: Part::Review,
            which: programmes::plan::REVIEW,
            on: review.on_date,
            start: time(15, 0, 0, 0),
            minutes: 60,
            outcome: Some(outcome.into()),
            note: None,
        };
        world.go(review.on_date.max(today));
        world.write(|cx| {
            let open = open(cx, &keys)?;
            programmes::attend_alone(cx, &open, case, &alone("AFTC"))
        });
        assert_eq!(world.told("programme.completed"), 0);
        let good = Alone { start: time(17, 0, 0, 0), ..alone("ATTC") };
        world.write(|cx| {
            let open = open(cx, &keys)?;
            programmes::attend_alone(cx, &open, case, &good)
        });
        let twice = |cx: &mut store::Cx<'_>| {
            let open = open(cx, &keys)?;
            programmes::attend_alone(cx, &open, case, &good)
        };
        assert_eq!(world.refused(twice), ["attended_already"]);
        assert_eq!((world.told("programme.completed"), world.told("requirement.ended")), (1, 1));
        let orders = world.read(|cx| sentences::orders(cx, &keys));
        assert_eq!(orders[0].requirements[0].requirement.ended_on, Some(review.on_date));
    });
}

#[test]
fn a_place_taken_in_provision_opens_the_case_and_one_given_back_lets_it_wait() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Listed", "PRG");
        let group = world.group("WEX-1", 2);
        let joining = provision::Joining {
            offer: world.offer,
            requirement: Some(requirement),
            ready_on: Some(TODAY),
            note: None,
        };
        let waiting = world.write(|cx| {
            let open = open(cx, &keys)?;
            provision::join(cx, &open, &joining)
        });
        let place = provision::PlaceIn::Group(group);
        world.write(|cx| {
            let open = open(cx, &keys)?;
            provision::book_place(cx, &open, waiting, (place, None), 1).map(drop)
        });
        let case = world.read(|cx| programmes::cases_of(cx, &keys)).remove(0);
        assert_eq!((case.state.as_str(), case.requirement_id), ("scheduled", Some(requirement)));
        assert_eq!(world.read(|cx| contacts::upcoming(cx, &keys)).len(), 6);
        world.write(|cx| {
            let open = open(cx, &keys)?;
            provision::give_back(cx, &open, waiting, "Works that day", 2)
        });
        assert_eq!(state(world, &keys, case.id), "awaiting-allocation");
        assert!(world.read(|cx| contacts::upcoming(cx, &keys)).is_empty());
    });
}

#[test]
fn planning_again_keeps_what_was_held_and_puts_nothing_in_the_past() {
    on_each(|world| {
        let (keys, _, requirement) = world.person("Replan", "PRG");
        let group = world.group("WEX-1", 2);
        let case = world.case(&keys, requirement);
        world.placed(&keys, case, group);
        let before = world.sessions(group);
        world.marked(&keys, case, &before[0], "ATTC");
        let today = before[1].on_date.saturating_add(1.day());
        world.go(today);
        let how = world.scheduling();
        let version = world.read(|cx| programmes::schedule_of(cx, group)).unwrap().version;
        world.write(|cx| programmes::make_schedule(cx, group, &how, Some(version)));
        let after = world.sessions(group);
        assert_eq!(after.len(), 6);
        assert_eq!((after[0].id, after[0].state), (before[0].id, SessionState::Held));
        assert!(after[1..].iter().all(|s| s.on_date >= today));
        let stale = world.house().write(&asker(), |cx| programmes::make_schedule(cx, group, &how, Some(version)));
        assert!(matches!(stale, Err(store::Failure::Stale(_))));
    });
}

//! A project ends, and with it what was planned: in the background, each piece once, whatever dies in between.

use crate::world::*;
use kernel::{Date, ProjectId, date};
use std::panic::{AssertUnwindSafe, catch_unwind};
use store::House;
use unpaid_work::leaving::{LeavingProgress, LeavingState, leave_slice, leaving_of, leaving_progress, run_leaving_job};
use unpaid_work::projects::{end_project, project as whole_project};
use unpaid_work::sessions::{BookingState, SessionState, bookings_of};

const LAST: Date = date(2026, 11, 30);

fn ended(house: &House, id: ProjectId) {
    write(house, |cx| {
        let seen = whole_project(cx, id)?.project.version;
        end_project(cx, id, LAST, "finished", None, seen)
    });
}

fn progress(house: &House, id: ProjectId) -> LeavingProgress {
    read(house, |cx| leaving_progress(cx, id))
}

#[test]
fn a_server_that_dies_in_the_middle_of_an_end_loses_nothing_and_repeats_nothing() {
    on_each(|house| {
        let id = project(house, unit(house), "WEX-1");
        let before = planned(house, id, date(2026, 11, 27), 12);
        let after = [date(2026, 12, 4), date(2026, 12, 11)].map(|on| planned(house, id, on, 12));
        on_session(house, before, "Before", 100);
        let expected: Vec<_> = (0..3).map(|n| on_session(house, after[n % 2], &format!("After{n}"), 100)).collect();
        ended(house, id);
        assert_eq!(progress(house, id), LeavingProgress { done: 0, left: 0, waiting: 5 }, "two sessions, three people");
        // One piece, and the server dies before it says that there is more to do.
        assert!(leave_slice(house, id, 1).unwrap());
        assert_eq!(progress(house, id).done, 1);
        // Another dies at the second piece, before its transaction is done.
        let dies = || {
            house.write(&asker(), |cx| -> store::Result<()> {
                let next = leaving_of(cx, id, LeavingState::Waiting, 1)?;
                cx.lock(next[0].id.into())?;
                panic!("the server dies here")
            })
        };
        assert!(catch_unwind(AssertUnwindSafe(dies)).is_err());
        assert_eq!(progress(house, id), LeavingProgress { done: 1, left: 0, waiting: 4 });
        // The lease runs out and the job is taken up, twice at once even.
        let body = serde_json::json!({ "project": id });
        std::thread::scope(|scope| {
            for _ in 0..2 {
                scope.spawn(|| run_leaving_job(house, &body).unwrap());
            }
        });
        run_leaving_job(house, &body).unwrap();
        assert_eq!(progress(house, id), LeavingProgress { done: 5, left: 0, waiting: 0 });
        for (n, (keys, ..)) in expected.iter().enumerate() {
            let row =
                read(house, |cx| bookings_of(cx, after[n % 2])).into_iter().find(|b| b.person_id == keys.survivor);
            let row = row.unwrap();
            assert_eq!((row.state, row.outcome.as_deref()), (BookingState::Told, Some("AASD")), "stood down");
            let contact = read(house, |cx| contacts::find(cx, keys, row.contact_id.unwrap()));
            assert_eq!((contact.attended, contact.complied), (Some(false), Some(true)), "no failure of the person");
        }
        let states: Vec<_> = read(house, |cx| unpaid_work::sessions::sessions_of_project(cx, id, date(2026, 11, 1)))
            .into_iter()
            .map(|line| (line.session.on_date > LAST, line.session.state))
            .collect();
        assert!(states.iter().all(|(after, state)| *after == (*state == SessionState::Cancelled)), "{states:?}");
        assert_eq!(
            read(house, |cx| bookings_of(cx, before))[0].state,
            BookingState::Booked,
            "work goes on until the last day"
        );
    });
}

#[test]
fn a_session_planned_at_the_very_moment_of_the_end_goes_too() {
    on_each(|house| {
        let id = project(house, unit(house), "WEX-1");
        ended(house, id);
        // As if it had been planned by somebody who had read the project before.
        write(house, |cx| {
            let mut row = cx.need::<unpaid_work::projects::Project>(&[id.into()])?;
            cx.describe("Took the end away for a moment", None);
            row.end_date = None;
            cx.update(&mut row)
        });
        let late = planned(house, id, date(2026, 12, 4), 12);
        let body = serde_json::json!({ "project": id });
        for _ in 0..3 {
            run_leaving_job(house, &body).unwrap();
        }
        let row = read(house, |cx| cx.need::<unpaid_work::sessions::Session>(&[late.into()]));
        assert_eq!(row.state, SessionState::Cancelled);
        assert_eq!(progress(house, id), LeavingProgress { done: 1, left: 0, waiting: 0 });
    });
}

#[test]
fn what_cannot_be_done_is_left_with_its_reason_and_holds_up_nothing() {
    on_each(|house| {
        let id = project(house, unit(house), "WEX-1");
        let session = planned(house, id, date(2026, 12, 4), 12);
        let (keys, _, booked) = on_session(house, session, "Told", 100);
        on_session(house, session, "Expected", 100);
        ended(house, id);
        house.clock().move_to(date(2026, 12, 4));
        write(house, |cx| {
            let open = people::open_by_id(cx, keys.survivor)?;
            let typed = unpaid_work::registers::LineTyped {
                outcome: "ATTC".into(),
                came: Some(at(9, 0)),
                went: Some(at(16, 0)),
                ..unpaid_work::registers::LineTyped::default()
            };
            unpaid_work::registers::tell_line(cx, &open, booked.id, &typed, booked.version).map(drop)
        });
        while leave_slice(house, id, 1).unwrap() {}
        let left = read(house, |cx| leaving_of(cx, id, LeavingState::Left, 10));
        assert!(
            left.iter().any(|l| l.why.as_deref().is_some_and(|why| why.contains("put those lines right first"))),
            "{left:?}"
        );
        assert!(progress(house, id).is_finished());
    });
}

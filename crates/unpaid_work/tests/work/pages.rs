//! A register over HTTP: ten people in one request, each with an answer of their own.

use crate::world::*;
use access::trial::{Trial, user_of};
use kernel::{StaffId, date};
use store::House;
use unpaid_work::sessions::*;

/// A trial with somebody of the unpaid work team, and the story to tell.
pub(crate) fn on_each_trial(story: impl Fn(&Trial, &House)) {
    migrations::trial::on_both(&rooms(), TODAY, |house| {
        let house = furnished(house);
        user_of(&house, "una", "unpaid-work-team", Some(StaffId(uuid::Uuid::from_u128(77))));
        user_of(&house, "reader", "reader", None);
        user_of(&house, "mia", "manager", None);
        let trial = Trial::of(house, &[people::routes(), contacts::routes(), unpaid_work::routes()]);
        story(&trial, trial.house());
    });
}

#[test]
fn ten_lines_in_one_request_are_told_each_for_itself_and_a_refused_one_keeps_what_was_typed() {
    on_each_trial(|trial, house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, TODAY, 12);
        let all: Vec<_> = (0..10).map(|n| on_session(house, session, &format!("Line{n}"), 40)).collect();
        let mut una = trial.signed_in("una");
        let path = format!("/unpaid-work/sessions/{session}/register");
        una.get(&path).is(200).says("Line9").says("everybody came");
        una.get(&format!("{path}?all=came")).is(200).says("value=\"16:00\"");
        let mut typed = Vec::new();
        for (n, (_, _, booked)) in all.iter().enumerate() {
            typed.push((format!("outcome-{}", booked.id), if n == 4 { "UAAB" } else { "ATTC" }));
            typed.push((format!("came-{}", booked.id), if n == 4 { "" } else { "9:00" }));
            typed.push((
                format!("went-{}", booked.id),
                match n {
                    4 => "",
                    7 => "17:30",
                    _ => "16:00",
                },
            ));
        }
        let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (n.as_str(), *v)).collect();
        let refused = una.fill(&path, &typed).is(422);
        refused.says("Line7: The session ended at 4pm").says("value=\"17:30\"").says("Told by");
        for (n, (keys, requirement, _)) in all.iter().enumerate() {
            let expected = if n == 4 || n == 7 { 0 } else { 420 };
            assert_eq!(on_the_order(house, keys, *requirement), expected, "line {n}");
        }
        let last = all[7].2.id;
        let (outcome, came, went) = (format!("outcome-{last}"), format!("came-{last}"), format!("went-{last}"));
        let rest = [(outcome.as_str(), "ATTC"), (came.as_str(), "9:00"), (went.as_str(), "15:30")];
        una.fill(&path, &rest).is(303);
        assert_eq!(on_the_order(house, &all[7].0, all[7].1), 390);
        let row = read(house, |cx| sessions_of_project(cx, project, TODAY)).swap_remove(0).session;
        assert_eq!(row.state, SessionState::Held);
        una.get(&format!("/unpaid-work/sessions/{session}")).is(200).says("Register typed");
        // A line is put right on a page of its own, with a reason.
        let one = format!("{path}/{}", all[0].2.id);
        una.fill(
            &one,
            &[
                ("outcome", "ATTC"),
                ("came", "9:00"),
                ("went", "16:00"),
                ("penalty", "60"),
                ("why", "Came back late from lunch"),
            ],
        )
        .is(303);
        assert_eq!(on_the_order(house, &all[0].0, all[0].1), 360);
    });
}

#[test]
fn a_register_is_printed_with_boxes_and_taken_as_a_file() {
    on_each_trial(|trial, house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, TODAY, 12);
        on_session(house, session, "Printed", 40);
        let mut una = trial.signed_in("una");
        una.get(&format!("/unpaid-work/sessions/{session}/sheet")).is(200).says("Printed").says("Signature");
        let file = una.get(&format!("/unpaid-work/sessions/{session}/sheet/file")).is(200);
        file.says("<style>").says("Printed");
        assert!(!file.body.contains("http"), "a file that needs no network names none");
        assert!(trial.signed_in("reader").get(&format!("/unpaid-work/sessions/{session}")).status == 403);
    });
}

#[test]
fn sessions_are_planned_by_the_week_and_people_put_on_them() {
    on_each_trial(|trial, house| {
        let project = project(house, unit(house), "WEX-1");
        let mut una = trial.signed_in("una");
        let id = project.to_string();
        let staff = uuid::Uuid::from_u128(77).to_string();
        let typed = [
            ("project", id.as_str()),
            ("date-day", "28"),
            ("date-month", "11"),
            ("date-year", "2026"),
            ("weeks", "3"),
            ("starts", "9:00"),
            ("ends", "16:00"),
            ("staff", staff.as_str()),
            ("places", "8"),
        ];
        una.fill("/unpaid-work/sessions/weeks", &typed).is(303);
        assert_eq!(read(house, |cx| sessions_of_project(cx, project, TODAY)).len(), 3);
        una.get("/unpaid-work/sessions").is(200).says("Saturday 28 November 2026");
        let keys = person(house, "Weekly");
        ordered(house, &keys, 40, date(2026, 6, 1));
        let crn = read(house, |cx| people::open_by_id(cx, keys.survivor)).crn;
        let asked = format!(
            "/people/{crn}/unpaid-work/weeks?project={id}&weekday=6&every=1&from-day=23&from-month=11&from-year=2026"
        );
        let shown = una.get(&asked).is(200);
        shown.says("Will be booked").says("For 19 hours no session was found");
        una.press_on(&shown, &format!("/people/{crn}/unpaid-work/weeks"), &[]).is(303);
        assert_eq!(read(house, |cx| bookings_of_person(cx, &keys)).len(), 3);
    });
}

#[test]
fn hours_are_shown_with_their_working_and_entered_moved_and_put_right_by_hand() {
    on_each_trial(|trial, house| {
        let project = project(house, unit(house), "WEX-1");
        let session = planned(house, project, TODAY, 12);
        let (keys, one, booked) = on_session(house, session, "Shown", 40);
        let (_, other) = ordered(house, &keys, 60, date(2026, 6, 1));
        let crn = read(house, |cx| people::open_by_id(cx, keys.survivor)).crn;
        let at = |rest: &str| format!("/people/{crn}/unpaid-work{rest}");
        let mut una = trial.signed_in("una");
        una.get(&at("")).is(200).says("40 hours ordered").says("Nothing has been entered yet").says("Take off");
        let line = |id: &str, value: &str| (format!("{id}-{}", booked.id), value.to_owned());
        let typed = [line("outcome", "ATTC"), line("came", "9:00"), line("went", "16:00")];
        let typed: Vec<(&str, &str)> = typed.iter().map(|(n, v)| (n.as_str(), v.as_str())).collect();
        una.fill(&format!("/unpaid-work/sessions/{session}/register"), &typed).is(303);
        una.get(&at("")).is(200).says("7 hours").says("Friends of the Canal").says("Clears the path along the canal");
        let requirement = one.to_string();
        let day = [("on-day", "23"), ("on-month", "11"), ("on-year", "2026")];
        let travel = [("requirement", requirement.as_str()), ("kind", "travel"), ("hours", "4"), ("why", "Two buses")];
        let travel: Vec<(&str, &str)> = travel.iter().chain(&day).copied().collect();
        una.fill(&at("/minutes/add"), &travel).is(422).says("Travel counts for at most 3 hours at a time");
        let travel: Vec<(&str, &str)> =
            travel.iter().map(|(n, v)| (*n, if *n == "hours" { "1" } else { *v })).collect();
        una.fill(&at("/minutes/add"), &travel).is(303);
        assert_eq!(on_the_order(house, &keys, one), 480);
        let (from, to) = (one.to_string(), other.to_string());
        let moved =
            [("from", from.as_str()), ("where", "to"), ("to", to.as_str()), ("hours", "2"), ("why", "Made anew")];
        let moved: Vec<(&str, &str)> = moved.iter().chain(&day).copied().collect();
        una.fill(&at("/minutes/move"), &moved).is(303);
        assert_eq!((on_the_order(house, &keys, one), on_the_order(house, &keys, other)), (360, 120));
        let entries = read(house, |cx| unpaid_work::account(cx, &keys, one)).lines;
        let travelled = entries.iter().find(|l| l.entry.kind == unpaid_work::MinutesKind::Travel).unwrap().entry.id;
        una.fill(&at(&format!("/minutes/{travelled}")), &[("what", "back"), ("why", "Has a lift")]).is(303);
        assert_eq!(on_the_order(house, &keys, one), 300);
        una.get(&at("")).is(200).says("Taken back").says("Has a lift");
        let of_register = entries.iter().find(|l| l.entry.booking_id.is_some()).unwrap().entry.id;
        una.get(&at(&format!("/minutes/{of_register}"))).is(200).says("comes from a register");
        una.get(&at("/page?lang=cy")).is(200).says("Eich gwaith di-dâl").says("lang=\"cy\"");
        una.get(&at("/page?lang=en")).is(200).says("Whom your work has helped");
        trial.signed_in("reader").get(&at("/minutes/add")).is(403);
    });
}

#[test]
fn the_work_list_tells_who_is_late_and_the_backlog_how_long_it_takes() {
    on_each_trial(|trial, house| {
        let unit = unit(house);
        let project = project(house, unit, "WEX-1");
        planned(house, project, date(2026, 11, 20), 12);
        planned(house, project, TODAY, 12);
        let late = person(house, "Late");
        ordered(house, &late, 100, date(2026, 6, 1));
        let slow = person(house, "Slow");
        let (_, requirement) = ordered(house, &slow, 200, date(2026, 6, 1));
        write(house, |cx| {
            unpaid_work::enter_minutes(
                cx,
                &slow,
                &unpaid_work::NewMinutes {
                    requirement,
                    kind: unpaid_work::MinutesKind::Worked,
                    minutes: 420,
                    on: date(2026, 6, 20),
                    times: None,
                    penalty: 0,
                    booking: None,
                    reason: None,
                },
            )
        });
        let mut una = trial.signed_in("una");
        una.get("/unpaid-work")
            .is(200)
            .says("Pat Late")
            .says("Pat Slow")
            .says("Register to type")
            .says("registers to type");
        // 293 hours at twelve places of seven hours on seven days: 588 hours a week.
        trial.signed_in("mia").get("/unpaid-work/backlog").is(200).says("293 hours").says("588 hours").says("Wexmere");
        write(house, |cx| {
            let done = unpaid_work::account(cx, &slow, requirement)?;
            let id = done.lines[0].entry.id;
            unpaid_work::take_back(cx, &slow, id, "Another person's")
        });
        una.get("/unpaid-work").is(200).says("Everybody finishes in time at their pace");
        // Ten working days after the order the first session is due, and not before.
        let fresh = person(house, "Fresh");
        ordered(house, &fresh, 40, date(2026, 11, 16));
        assert!(!una.get("/unpaid-work").is(200).body.contains("Pat Fresh"));
        house.clock().move_to(date(2026, 12, 2));
        unpaid_work::pace::refresh_everybody(house).unwrap();
        trial.signed_in("una").get("/unpaid-work").is(200).says("Pat Fresh");
    });
}

//! A register over HTTP: ten people in one request, each with an answer of their own.

use crate::world::*;
use access::trial::{Trial, user_of};
use kernel::StaffId;
use store::House;
use unpaid_work::sessions::*;

/// A trial with somebody of the unpaid work team, and the story to tell.
fn on_each_trial(story: impl Fn(&Trial, &House)) {
    migrations::trial::on_both(&rooms(), TODAY, |house| {
        let house = furnished(house);
        user_of(&house, "una", "unpaid-work-team", Some(StaffId(uuid::Uuid::from_u128(77))));
        user_of(&house, "reader", "reader", None);
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
        una.fill(&one, &[("outcome", "ATTC"), ("came", "9:00"), ("went", "16:00"), ("penalty", "60"), ("why", "Came back late from lunch")]).is(303);
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
        ordered(house, &keys, 40, kernel::date(2026, 6, 1));
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

//! The pages and calls over HTTP: an absence taken to the lawful next step in two pages, and read by a program.

use crate::world::*;
use access::PersonDoor;
use access::trial::{Trial, user_of};
use enforcement::Decision;
use kernel::{Permission, date};
use migrations::trial::another_server;
use serde_json::json;

fn site(test: impl Fn(&Trial, &World)) {
    on_each(|world| {
        let door = PersonDoor { find: people::keys_of_crn, frame: people::frame_of_crn };
        let house = another_server(&rooms(), &world.house, TODAY).with_part(law::Law::shipped()).with_part(door);
        let staff = world.staff;
        user_of(&house, "olive", "practitioner", Some(staff));
        user_of(&house, "mona", "manager", None);
        user_of(&house, "rhys", "reader", None);
        let trial =
            Trial::of(house, &[people::routes(), sentences::routes(), contacts::routes(), enforcement::routes()]);
        test(&trial, world);
    });
}

#[test]
fn an_officer_takes_an_absence_to_a_warning_in_two_pages_and_nothing_is_typed_twice() {
    site(|trial, world| {
        let failure = world.absent(date(2026, 3, 2));
        let path = format!("/people/{}/failures/{}", world.crn, failure.id);
        let mut olive = trial.signed_in("olive");
        let page = olive.get(&path).is(200);
        page.says("Did not attend: office appointment on 2 March 2026")
            .says("The person has until <strong>9 March 2026");
        page.says("either a warning or a referral to an enforcement officer");
        olive.fill(&path, &[("decision", "warn"), ("reason", "")]).is(422).says("Enter your judgement");
        let check = olive.fill(&path, &[("decision", "warn"), ("reason", "She forgot and did not ring")]).is(200);
        check
            .says("The letter will say")
            .says("This failure to comply is unacceptable.")
            .says("She forgot and did not ring");
        check.says("1 March 2027");
        let done = olive.press_on(&check, &format!("{path}/decide"), &[]).is(303);
        assert_eq!(done.to, path);
        let page = olive.get(&path).is(200);
        page.says("Warning given").says("Take this decision back");
        // A second click on the old page is a conflict that shows what is there now.
        olive
            .get(&format!("/people/{}/compliance", world.crn))
            .is(200)
            .says("Warning of 2 March 2026")
            .says("1 March 2027");
        olive.get("/failures").is(200).says("Nothing waits here");
    });
}

#[test]
fn what_must_be_referred_stands_first_and_another_way_is_put_to_a_manager() {
    site(|trial, world| {
        let first = world.absent(date(2026, 3, 2));
        world.decide(first.id, Decision::Warn).unwrap();
        world.go(date(2026, 4, 7));
        trial.house().clock().move_to(date(2026, 4, 7));
        let second = world.absent(date(2026, 4, 7));
        let path = format!("/people/{}/failures/{}", world.crn, second.id);
        let mut olive = trial.signed_in("olive");
        olive.get("/failures").is(200).says("Must be referred").says("Jo Invented");
        olive.get(&path).is(200).says("The law requires that this failure is referred").says("until 1 March 2027");
        let check = olive.fill(&path, &[("decision", "no-action"), ("reason", "In hospital, papers to come")]).is(200);
        check.says("Put this to a manager");
        olive.press_on(&check, &format!("{path}/decide"), &[]).is(303);
        olive.get(&path).is(200).says("waits for a manager to agree");
        olive.fill(&format!("{path}/take-back"), &[("reason", "Papers came")]).is(303);
        let check = olive
            .fill(&path, &[("decision", "accept"), ("outcome", "AAME"), ("reason", "Hospital papers seen")])
            .is(200);
        check.says("Acceptable absence: medical");
        olive.press_on(&check, &format!("{path}/decide"), &[]).is(303);
        olive.get(&path).is(200).says("Reasonable excuse accepted");
        let mut mona = trial.signed_in("mona");
        mona.get("/failures?whose=team").is(200).says("Nothing waits here");
    });
}

#[test]
fn evidence_and_what_was_tried_are_written_down_and_shown() {
    site(|trial, world| {
        let failure = world.absent(date(2026, 3, 2));
        let path = format!("/people/{}/failures/{}", world.crn, failure.id);
        let mut olive = trial.signed_in("olive");
        let today = [("given_on-day", "2"), ("given_on-month", "3"), ("given_on-year", "2026")];
        let said = [&[("given_by", "Jo"), ("words", "The bus did not come")][..], &today].concat();
        olive.fill(&format!("{path}/evidence"), &said).is(303);
        olive.get(&path).is(200).says("The bus did not come").says("Reason or evidence given");
        let tried = [
            ("kind", "call"),
            ("words", "Rang, no answer"),
            ("tried_on-day", "2"),
            ("tried_on-month", "3"),
            ("tried_on-year", "2026"),
        ];
        olive.fill(&format!("{path}/tried"), &tried).is(303);
        olive.get(&path).is(200).says("Rang, no answer");
        olive.fill(&format!("{path}/tried"), &[("kind", "call")]).is(422);
        let mut rhys = trial.signed_in("rhys");
        let page = rhys.get(&path).is(200);
        assert!(!page.body.contains("What do you decide?"), "a reader decides nothing");
        rhys.get(&format!("{path}/evidence")).is(403);
    });
}

#[test]
fn a_program_reads_the_situation_and_decides_by_version() {
    site(|trial, world| {
        let failure = world.absent(date(2026, 3, 2));
        let base = format!("/api/v1/people/{}", world.crn);
        let program = trial.program(&[Permission::ReadPeople, Permission::Enforce, Permission::ReadTeams]);
        let list = program.get(&format!("{base}/failures")).is(200).json();
        assert_eq!(
            (list["items"][0]["state"].as_str(), list["items"][0]["must_refer"].as_bool()),
            (Some("awaited"), Some(false))
        );
        let one = format!("{base}/failures/{}", failure.id);
        let full = program.get(&one).is(200).json();
        assert_eq!(full["situation"]["requires"][0]["step"], "warn-or-refer");
        let body = json!({ "decision": "warn", "reason": "None was given" });
        program.call_if("POST", &format!("{one}/decision"), 7, &body).is(409);
        let done = program.call_if("POST", &format!("{one}/decision"), failure.version, &body).is(200).json();
        assert_eq!(done["failure"]["decision"], "warn");
        assert_eq!(done["situation"]["window_until"], "2027-03-01");
        program.post(&format!("{one}/decision"), &body).is(422);
        let orders = program.get(&format!("{base}/compliance")).is(200).json();
        assert_eq!(
            (orders["items"][0]["warnings"].as_u64(), orders["items"][0]["failures"].as_u64()),
            (Some(1), Some(1))
        );
        program.get("/api/v1/failures?whose=team").is(200);
        trial.program(&[Permission::ReadPeople]).post(&format!("{one}/decision"), &body).is(403);
    });
}

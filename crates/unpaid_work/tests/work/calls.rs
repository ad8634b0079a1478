//! The calls of programs: an account, a session, a register.

use crate::pages::on_each_trial;
use crate::world::*;
use kernel::Permission::{ReadPeople, RunUnpaidWork};
use serde_json::json;

#[test]
fn a_program_plans_a_session_puts_people_on_it_and_tells_the_register() {
    on_each_trial(|trial, house| {
        let project = project(house, unit(house), "WEX-1");
        let program = trial.program(&[ReadPeople, RunUnpaidWork]);
        let staff = uuid::Uuid::from_u128(77).to_string();
        let body = json!({
            "project": project.to_string(), "date": "2026-11-23", "starts": "09:00", "ends": "16:00",
            "staff": staff, "places": 2,
        });
        let made = program.post("/api/v1/unpaid-work/sessions", &body).is(201).json();
        let session = made["id"].as_str().unwrap().to_owned();
        let mut crns = Vec::new();
        for n in 0..3 {
            let keys = person(house, &format!("Called{n}"));
            ordered(house, &keys, 40, kernel::date(2026, 6, 1));
            crns.push(read(house, |cx| people::open_by_id(cx, keys.survivor)).crn.to_string());
        }
        let path = format!("/api/v1/unpaid-work/sessions/{session}/bookings");
        let first = program.post(&path, &json!({ "crn": crns[0] })).is(201).json();
        let second = program.post(&path, &json!({ "crn": crns[1] })).is(201).json();
        program.post(&path, &json!({ "crn": crns[2] })).is(422).says("full");
        let lines = json!({ "lines": [
            { "booking": first["id"], "outcome": "ATTC", "came": "09:00", "went": "16:00", "version": first["version"] },
            { "booking": second["id"], "outcome": "ATTC", "came": "09:00", "went": "17:00", "version": second["version"] },
        ] });
        let path = format!("/api/v1/unpaid-work/sessions/{session}/register");
        let told = program.post(&path, &lines).is(200).json();
        assert_eq!((&told["lines"][0]["minutes"], &told["complete"]), (&json!(420), &json!(false)));
        assert_eq!(told["lines"][1]["refused"], json!(["after_end"]));
        let again = program.post(&path, &lines).is(200).json();
        assert_eq!(again["lines"][0]["refused"], json!(["stale"]), "the same line twice counts once");
        let account = program.get(&format!("/api/v1/people/{}/unpaid-work", crns[0])).is(200).json();
        let account = &account["items"][0];
        assert_eq!((&account["credited_minutes"], &account["left_minutes"]), (&json!(420), &json!(1_980)));
        let entry = account["entries"][0]["id"].as_str().unwrap();
        let right = format!("/api/v1/people/{}/unpaid-work/minutes/{entry}/corrections", crns[0]);
        program.post(&right, &json!({ "why": "Wrong" })).is(422).says("of_register");
        let by_hand = json!({
            "requirement": account["requirement"], "kind": "education", "minutes": 90,
            "done_on": "2026-11-20", "why": "A course in food safety",
        });
        let path = format!("/api/v1/people/{}/unpaid-work/minutes", crns[0]);
        let made = program.post(&path, &by_hand).is(201).json();
        assert_eq!(made["credited"], json!(90));
        let path = format!("{path}/{}/corrections", made["id"].as_str().unwrap());
        let right = program.post(&path, &json!({ "minutes": 60, "why": "One module only" })).is(200).json();
        assert_eq!(right["credited_minutes"], json!(480));
    });
}

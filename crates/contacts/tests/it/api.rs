//! The calls of programs: the same rules as the pages, told in problems.

use crate::given::http::{Town, on_each};
use kernel::Permission;
use serde_json::{Value, json};

const WORKS: &[Permission] = &[Permission::ReadPeople, Permission::RecordContacts, Permission::ReadTeams];

fn path(town: &Town, rest: &str) -> String {
    format!("/api/v1/people/{}{rest}", town.crn)
}

fn office(town: &Town, day: &str) -> Value {
    json!({ "type": "COAP", "date": day, "start": "10:00", "end": "10:30",
        "staff": town.ann.to_string(), "office": town.office.to_string(), "requirement": town.rar.to_string() })
}

#[test]
fn a_program_arranges_records_an_outcome_and_corrects_it() {
    on_each(|town| {
        let program = town.program(WORKS);
        let (status, made) = program.post(&path(town, "/appointments"), &office(town, "2026-11-23"));
        assert_eq!((status, &made["rehabilitationActivity"]), (201, &json!(true)), "{made}");
        let one = path(town, &format!("/contacts/{}", made["id"].as_str().unwrap()));
        let outcome = json!({ "outcome": "ATTC", "note": "On time" });
        let (status, done) = program.post(&format!("{one}/outcome"), &outcome);
        assert_eq!((status, &done["attended"], &done["notes"][0]["note"]), (200, &json!(true), &json!("On time")));
        let version = format!("\"{}\"", made["version"]);
        let correction = json!({ "outcome": "UAAB", "reason": "Wrong person" });
        let stale = program.call("PUT", &format!("{one}/outcome"), &[("if-match", &version)], &correction);
        assert!((409..=412).contains(&stale.0), "{stale:?}");
        let (status, now) = program.call("PUT", &format!("{one}/outcome"), &[], &correction);
        assert_eq!((status, &now["outcome"], &now["complied"]), (200, &json!("UAAB"), &json!(false)));
    });
}

#[test]
fn a_refusal_is_a_problem_that_names_each_member() {
    on_each(|town| {
        let program = town.program(WORKS);
        let body = json!({ "type": "COAP", "date": "2026-11-20", "start": "11:00", "end": "10:00", "staff": town.ann.to_string() });
        let (status, problem) = program.post(&path(town, "/appointments"), &body);
        let text = problem.to_string();
        assert_eq!(status, 422, "{text}");
        assert!(
            text.contains("date_past") && text.contains("end_before_start") && text.contains("place_missing"),
            "{text}"
        );
        for body in [json!({}), json!({ "type": 7 }), json!([]), json!({ "type": "TNTE", "date": "2026-02-31" })] {
            let (status, problem) = program.post(&path(town, "/contacts"), &body);
            assert!((400..=422).contains(&status), "{status} {problem}");
        }
    });
}

#[test]
fn the_same_idempotency_key_records_once() {
    on_each(|town| {
        let program = town.program(WORKS);
        let body = json!({ "type": "TNTE", "date": "2026-11-23", "note": "Once" });
        let key = [("idempotency-key", "17")];
        let one = program.call("POST", &path(town, "/contacts"), &key, &body);
        let two = program.call("POST", &path(town, "/contacts"), &key, &body);
        assert_eq!((one.0, &one.1), (201, &two.1));
        let other =
            program.call("POST", &path(town, "/contacts"), &key, &json!({ "type": "TNTE", "date": "2026-11-22" }));
        assert_eq!(other.0, 422);
        assert_eq!(town.read(|cx| cx.count("SELECT count(*) FROM contact_note", &[])), 1);
    });
}

#[test]
fn the_log_is_read_page_by_page_to_its_end() {
    on_each(|town| {
        let program = town.program(WORKS);
        for number in 0..7 {
            let body = json!({ "type": "TNTE", "date": "2026-11-20", "note": format!("number {number}") });
            assert_eq!(program.post(&path(town, "/contacts"), &body).0, 201);
        }
        let first = path(town, "/contacts?limit=3&hide_system=yes");
        let mut ids = Vec::new();
        let mut next = Some(first.clone());
        while let Some(page) = next {
            let (status, answer) = program.get(&page);
            assert_eq!(status, 200, "{answer}");
            ids.extend(answer["items"].as_array().unwrap().iter().map(|i| i["id"].as_str().unwrap().to_owned()));
            next = answer["next"].as_str().map(|after| format!("{first}&after={after}"));
        }
        assert_eq!(ids.len(), 7);
        ids.dedup();
        assert_eq!(ids.len(), 7);
        assert_eq!(program.get(&path(town, "/contacts?after=nonsense")).0, 422);
    });
}

#[test]
fn scopes_bind_and_unknown_people_are_not_found() {
    on_each(|town| {
        let reader = town.program(&[Permission::ReadPeople]);
        let body = json!({ "type": "TNTE", "date": "2026-11-23" });
        assert_eq!(reader.post(&path(town, "/contacts"), &body).0, 403);
        assert_eq!(reader.get("/api/v1/people/Z999999/contacts").0, 404);
        assert_eq!(reader.get(&path(town, "/contacts/00000000-0000-0000-0000-000000000000")).0, 404);
    });
}

#[test]
fn diary_overdue_outcomes_and_time_are_told_of_a_member_of_staff() {
    on_each(|town| {
        let program = town.program(WORKS);
        program.post(&path(town, "/appointments"), &office(town, "2026-11-23"));
        let staff = format!("/api/v1/staff/{}", town.ann);
        let (_, diary) = program.get(&format!("{staff}/diary"));
        assert_eq!(diary["items"][0]["crn"], json!(town.crn.as_str()), "{diary}");
        town.house().clock().move_to(kernel::date(2026, 11, 24));
        let (_, overdue) = program.get(&format!("{staff}/overdue-outcomes"));
        assert_eq!(overdue["items"][0]["date"], json!("2026-11-23"), "{overdue}");
        let (_, time) = program.get(&format!("{staff}/time-with-people?from=2026-11-23&to=2026-11-27"));
        assert_eq!((&time["minutesWithPeople"], &time["minutesContracted"]), (&json!(0), &json!(2220)), "{time}");
        let (status, types) = program.get("/api/v1/contact-types");
        assert_eq!((status, types["types"][0]["code"].as_str()), (200, Some("COAI")));
    });
}

#[test]
fn every_call_is_described() {
    for route in contacts::routes().into_iter().filter(web::Route::is_api) {
        assert!(route.doc.is_some(), "{}", route.path);
    }
    let described = web::open_api(&contacts::routes());
    assert!(described["paths"]["/api/v1/people/{crn}/contacts"]["get"].is_object());
}

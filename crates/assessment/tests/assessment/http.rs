//! The room behind its real router: a program that shares an assessment with officers, and what an officer sees when a
//! colleague was quicker.

use crate::story::{answer_initial, begin};
use crate::world::{World, asker, on_each};
use access::trial::{Page, Program, Trial, user};
use kernel::{Crn, Permission};
use serde_json::{Value, json};
use store::House;

fn door(house: House) -> Trial {
    Trial::of(house, &[assessment::routes()])
}

/// A call, on condition of a version where one is given.
fn call(program: &Program<'_>, method: &str, path: &str, version: Option<i64>, body: &Value) -> Page {
    match version {
        Some(version) => program.call_if(method, path, version, body),
        None => program.call(method, path, &[], body),
    }
}

#[test]
fn a_youth_service_hands_its_assessment_over_and_its_answers_are_carried_until_confirmed() {
    on_each(|house, w: World| {
        let crn = w.person(&house, "Ffion", "Bell");
        let door = door(house);
        let youth = door.program(&[Permission::ReadPeople, Permission::Assess]);
        let path = format!("/api/v1/people/{crn}/assessments");
        let sent = json!({
            "source": "Wexmere youth justice service", "instrument": "AssetPlus", "completed_on": "2026-10-01",
            "document": "Ffion told us: \u{201c}I like roofing\u{201d}.\nSecond line.",
            "answers": [{ "question": "4.2", "value": "yes" }, { "question": "3.4", "value": "some" }],
        });
        let wrong = json!({ "source": "", "instrument": "AssetPlus", "completed_on": "2027-10-01", "document": "x",
            "answers": [{ "question": "4.2", "value": "perhaps" }, { "question": "99", "value": "yes" }] });
        let refused = call(&youth, "POST", &format!("{path}/imports"), None, &wrong).is(422).body;
        for words in ["Enter who made the assessment", "must be today or in the past", "There is no question 99"] {
            assert!(refused.contains(words), "{words}: {refused}");
        }
        let kept = call(&youth, "POST", &format!("{path}/imports"), None, &sent).is(201);
        let page = door.house().read(&asker(), |cx| {
            let crn: Crn = crn.parse().unwrap();
            people::open(cx, &crn)
        });
        assert!(page.is_ok() && kept.to.contains("/assessment/imports/"), "{}", kept.to);
        let new = json!({ "kind": "initial", "setting": "community", "begun_for": "partner" });
        let made = call(&youth, "POST", &path, None, &new).is(201).json();
        let answers = made["answers"].as_array().unwrap();
        assert_eq!(answers.len(), 2);
        assert!(answers.iter().all(|a| a["standing"] == "carried" && a["author"] == "Wexmere youth justice service"));
        assert!(made["against"].to_string().contains("is carried and not confirmed"));
        let id = made["assessment"]["id"].as_str().unwrap();
        let answer = format!("{path}/{id}/answers/3.4");
        call(&youth, "PUT", &answer, None, &json!({ "value": "none" })).is(422);
        let confirmed = call(&youth, "PUT", &answer, Some(1), &json!({ "value": "some" })).is(200).json();
        assert_eq!((&confirmed["standing"], &confirmed["version"]), (&json!("confirmed"), &json!(2)));
        call(&youth, "PUT", &answer, Some(1), &json!({ "value": "none" })).is(409);
        let changed = call(&youth, "PUT", &answer, Some(2), &json!({ "value": "none" })).is(200).json();
        assert_eq!(changed["standing"], "given");
        call(&youth, "POST", &path, None, &new).is(422);
        let listed = call(&youth, "GET", &format!("{path}?limit=1"), None, &Value::Null).is(200).json();
        assert_eq!(listed["items"].as_array().unwrap().len(), 1);
        let decision = json!({ "decision": "countersign" });
        call(&youth, "POST", &format!("{path}/{id}/countersign"), None, &decision).is(403);
        let questions = call(&youth, "GET", "/api/v1/assessment-questions", None, &Value::Null).is(200).json();
        assert!(questions["items"].as_array().unwrap().len() > 100);
    });
}

#[test]
fn an_officer_whose_colleague_answered_otherwise_sees_both_answers_and_chooses() {
    on_each(|house, w: World| {
        let (crn, one) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let id = begin(&house, &one, &crn, "initial");
        let door = door(house);
        user(door.house(), "ann", "practitioner");
        let mut ann = door.signed_in("ann");
        let path = format!("/people/{crn}/assessment/{id}/sections/accommodation");
        let page = ann.get(&path).is(200);
        let (csrf, seen) = (crate::calls::hidden(&page.body, "csrf"), crate::calls::hidden(&page.body, "q-3-4-seen"));
        crate::story::answer(door.house(), &one, &crn, &id, "accommodation", &[("3.4", "significant"), ("3.3", "no")]);
        let pairs = [("csrf", csrf.as_str()), ("q-3-4-seen", &seen), ("q-3-4", "none")];
        let both = ann.post(&path, &pairs).is(409);
        for words in ["What is there now, and what you answered", "Significant problems", "Officer 1"] {
            assert!(both.body.contains(words), "{words}: {}", both.body);
        }
        assert!(both.body.contains(r#"name="q-3-4" type="radio" value="none" checked"#), "what was typed is kept");
        assert!(
            both.body.contains(r#"name="q-3-3" type="radio" value="no" checked"#),
            "what was not touched is current"
        );
        let now = crate::calls::hidden(&both.body, "q-3-4-seen");
        let pairs = [("csrf", csrf.as_str()), ("q-3-4-seen", &now), ("q-3-4", "none")];
        ann.post(&path, &pairs).is(303);
        let api = door.program(&[Permission::ReadPeople]);
        let shown = call(&api, "GET", &format!("/api/v1/people/{crn}/assessments/{id}"), None, &Value::Null).is(200);
        let answers = shown.json()["answers"].as_array().unwrap().clone();
        let last = answers.iter().find(|a| a["question"] == "3.4").unwrap();
        assert_eq!((&last["value"], &last["author"]), (&json!("none"), &json!("The ann")));
    });
}

#[test]
fn pages_ask_the_database_a_dozen_times_at_most_and_no_more_with_every_answer() {
    on_each(|house, w: World| {
        let (crn, one) = (w.person(&house, "Ffion", "Bell"), w.officer(1));
        let id = begin(&house, &one, &crn, "initial");
        answer_initial(&house, &one, &crn, &id, "medium");
        let at = [("crn", crn.as_str()), ("id", id.as_str()), ("section", "harm-levels")];
        for route in [
            "/people/{crn}/risk",
            "/people/{crn}/assessment",
            "/people/{crn}/assessment/{id}",
            "/people/{crn}/assessment/{id}/sections/{section}",
            "/people/{crn}/assessment/{id}/sign",
            "/people/{crn}/risk/harm",
        ] {
            crate::calls::get(&house, &one, route, &at);
            house.listen_to_statements();
            let _ = house.heard_statements();
            crate::calls::get(&house, &one, route, &at);
            let heard = house.heard_statements();
            let own: Vec<&String> = heard.iter().filter(|s| !s.contains("access_")).collect();
            assert!(own.len() <= 12, "{route}: {} statements {own:#?}", own.len());
        }
    });
}

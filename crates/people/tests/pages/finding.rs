//! Search, merge and its undoing, and records that are shut to somebody.

use crate::with;
use crate::world::{GETHIN, call, on_each, person, program};
use access::{BarrierKind, NewBarrier, set_barrier};
use kernel::date;
use serde_json::{Value, json};
use store::Asker;

#[test]
fn search_says_what_matched_and_pages_in_the_address() {
    on_each(|trial| {
        for n in 0..30 {
            person(trial, &format!("Gethin{}", char::from(b'a' + n % 26)), "Pugh");
        }
        person(trial, "Tamsin", "Vaughan");
        let mut priya = trial.signed_in("priya");
        let page = priya.get("/search?q=pugh").is(200);
        page.says("Name Gethina Pugh");
        page.says("/search?q=pugh&amp;page=2");
        assert!(priya.get("/search?q=pugh&page=2").is(200).body.contains("Showing"));
        priya.get("/search?q=vaughan+tamsin").is(200).says("first and last name exchanged").says("T000031");
        priya.get("/search?q=T000031").is(200).says("CRN T000031");
        priya.get("/search?q=%3Cscript%3E").is(200).says("Nobody was found").says("&lt;script&gt;");
        priya.get("/search").is(200);
    });
}

#[test]
fn records_are_merged_and_parted_by_page() {
    on_each(|trial| {
        let (one, other) = (person(trial, "Gethin", "Pugh"), person(trial, "Gethyn", "Pugh"));
        let mut meg = trial.signed_in("meg");
        meg.get(&format!("/people/{one}/merge")).is(200).says(&format!("Compare with {other}"));
        let page = meg.get(&format!("/people/{one}/merge?with={other}")).is(200);
        page.says("Date of birth (same)").says("The first name is spelt otherwise: Gethin, Gethyn");
        let path = format!("/people/{one}/merge");
        let none = with(page.hidden(&path), &[("reason", " ")]);
        meg.post(&path, &none).is(422).says("Enter why they are one person").says("side by side");
        let page = meg.get(&format!("/people/{one}/merge?with={other}")).is(200);
        meg.post(&path, &with(page.hidden(&path), &[("reason", "Seen together")])).is(303);
        meg.get(&format!("/people/{other}/details")).is(200).says(&format!("/people/{one}/details"));
        let page = meg.get(&path).is(200);
        page.says("Seen together");
        let start = page.body.find(&format!("/people/{one}/merge/")).unwrap();
        let undo = &page.body[start..start + page.body[start..].find('"').unwrap()];
        meg.fill(undo, &[("reason", "They are brothers")]).is(303);
        meg.get(&format!("/people/{other}/details")).is(200).says("Gethyn Pugh");
        trial.signed_in("priya").get(&path).is(403);
    });
}

#[test]
fn a_restricted_record_is_masked_in_search_and_shut_everywhere_else() {
    on_each(|trial| {
        let program = program(trial);
        let crn = person(trial, "Gethin", "Pugh");
        let system = Asker::system("trial");
        let house = trial.house();
        let root = house.read(&system, |cx| access::user_of_login(cx, "root")).unwrap().unwrap().id;
        let barrier = NewBarrier {
            kind: BarrierKind::Restriction,
            readers: vec![root.0],
            start_on: date(2026, 1, 1),
            end_on: None,
            reason: "A relative works here".into(),
            message: "Ask the head of unit".into(),
        };
        let parsed = crn.parse().unwrap();
        let keys = house.read(&system, |cx| people::keys_of_crn(cx, &parsed)).unwrap();
        house.write(&system, |cx| set_barrier(cx, keys.survivor, &barrier)).unwrap();
        let mut priya = trial.signed_in("priya");
        let found = priya.get("/search?q=pugh").is(200);
        found.says(&crn).says("Restricted");
        assert!(!found.body.contains("Gethin") && !found.body.contains("1985"), "{}", found.body);
        for path in ["details", "details/names", "details/aliases", "details/names/history"] {
            let page = priya.get(&format!("/people/{crn}/{path}")).is(403);
            page.says("Ask the head of unit");
            assert!(!page.body.contains("Gethin"), "{}", page.body);
        }
        let again = priya.fill("/people/new", GETHIN).is(422);
        again.says(&crn).says("Restricted");
        assert!(!again.body.contains("Same address"), "{}", again.body);
        for path in [
            format!("/api/v1/people/{crn}"),
            format!("/api/v1/people/{crn}/details"),
            format!("/api/v1/people/{crn}/merges"),
        ] {
            call(&program, "GET", &path, None, &Value::Null).is(403);
        }
        let list = call(&program, "GET", "/api/v1/people?q=pugh", None, &Value::Null).is(200).json();
        assert_eq!(
            list["items"][0],
            json!({ "crn": crn, "name": "Restricted", "born": null, "restricted": true, "matched": [] })
        );
        let other = person(trial, "Gethyn", "Pugh");
        let body = json!({ "absorbed": crn, "reason": "One man" });
        call(&program, "POST", &format!("/api/v1/people/{other}/merges"), None, &body).is(403);
    });
}

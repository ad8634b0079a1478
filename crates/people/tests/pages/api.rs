//! The same by program, and what other sources say of a person.

use crate::world::{call, on_each, person, program};
use serde_json::{Value, json};

#[test]
fn the_same_can_be_done_by_program() {
    on_each(|trial| {
        let program = program(trial);
        let body = json!({ "first_name": "Gethin", "last_name": "Pugh", "born": "1985-03-07", "gender": "M",
            "identifiers": [{ "kind": "PNC", "number": "02/73319z" }], "address": { "street": "12 High Street", "postcode": "ZA1 2BC" } });
        let made = call(&program, "POST", "/api/v1/people", None, &body).is(201);
        assert_eq!(made.to, "/api/v1/people/T000001");
        call(&program, "POST", "/api/v1/people", None, &body).is(422).says("possible_duplicate").says("T000001");
        let found = call(&program, "POST", "/api/v1/people/match", None, &body).is(200).json();
        assert_eq!(found["items"][0]["verdict"], "sure");
        let list = call(&program, "GET", "/api/v1/people?q=pugh", None, &Value::Null).is(200).json();
        assert_eq!(list["items"][0]["crn"], "T000001");
        let entry = json!({ "fields": { "first_name": "Geth", "last_name": "Bowen" } });
        let alias = call(&program, "POST", "/api/v1/people/T000001/details/aliases", None, &entry).is(201);
        let changed = json!({ "fields": { "first_name": "Geth", "last_name": "Bowens" } });
        call(&program, "PUT", &alias.to, None, &changed).is(422).says("If-Match");
        assert_eq!(call(&program, "PUT", &alias.to, Some(1), &changed).is(200).json()["version"], 2);
        call(&program, "PUT", &alias.to, Some(1), &entry).is(409);
        let wrong = json!({ "fields": { "first_name": "Geth", "last_name": "", "colour": "red" } });
        call(&program, "POST", "/api/v1/people/T000001/details/aliases", None, &wrong).is(422).says("colour");
        let reach = json!({ "fields": { "mobile": "07700 900123" } });
        call(&program, "PUT", "/api/v1/people/T000001/details/contact-details", Some(0), &reach).is(200);
        let all = call(&program, "GET", "/api/v1/people/T000001/details", None, &Value::Null).is(200).json();
        assert_eq!(all["cards"]["aliases"][0]["fields"]["last_name"], "Bowens");
        assert_eq!(all["cards"]["contact-details"][0]["fields"]["mobile"], "07700 900123");
        let other = person(trial, "Gethyn", "Pugh");
        let merge = json!({ "absorbed": other, "reason": "One man" });
        assert_eq!(
            call(&program, "POST", "/api/v1/people/T000001/merges", None, &merge).is(200).json()["absorbed"][0],
            other
        );
        let id = call(&program, "GET", "/api/v1/people/T000001/merges", None, &Value::Null).is(200).json()["items"][0]
            ["id"]
            .clone();
        let undo = format!("/api/v1/people/T000001/merges/{}/undo", id.as_str().unwrap());
        call(&program, "POST", &undo, None, &json!({ "reason": "Two men" })).is(204);
    });
}

#[test]
fn what_a_court_says_otherwise_is_read_accepted_and_declined_by_program() {
    on_each(|trial| {
        let program = program(trial);
        let crn = person(trial, "Gethin", "Pugh");
        let details = format!("/api/v1/people/{crn}/details/equality");
        call(&program, "PUT", &details, Some(0), &json!({ "fields": { "ethnicity": "W1", "religion": "none" } }))
            .is(200);
        let entry = people::NewEntry {
            card: "equality",
            cells: vec![("ethnicity", "W2".into()), ("religion", "christian".into())],
        };
        let said = people::NewPerson {
            last_name: "Pugh".into(),
            entries: vec![entry],
            came_from: "Court message".into(),
            ..people::NewPerson::default()
        };
        let parsed: kernel::Crn = crn.parse().unwrap();
        trial
            .write(|cx| {
                let open = people::open(cx, &parsed)?;
                people::note_source(cx, &open, &said)
            })
            .unwrap();
        let list = format!("/api/v1/people/{crn}/suggestions");
        let first = program.get(&format!("{list}?state=open&limit=1")).is(200).json();
        let one = first["items"][0].clone();
        assert_eq!(first["items"].as_array().map(Vec::len), Some(1));
        assert_eq!(
            (&one["card"], &one["fields"], &one["source"]),
            (&json!("equality"), &json!({ "ethnicity": "W2" }), &json!("Court message"))
        );
        let rest = program.get(&format!("{list}?state=open&after={}", first["next"].as_str().unwrap())).is(200).json();
        let other = rest["items"][0].clone();
        assert_eq!((&other["fields"], &rest["next"]), (&json!({ "religion": "christian" }), &Value::Null));
        program.get(&format!("{list}?state=lost")).is(422).says("open, accepted or declined");
        for limit in ["0", "201", "ten"] {
            program.get(&format!("{list}?limit={limit}")).is(422).says("Ask for 1 to 200 at a time");
        }
        let at = |row: &Value, verb: &str| format!("{list}/{}/{verb}", row["id"].as_str().unwrap());
        program.call_if("POST", &at(&one, "accept"), 7, &Value::Null).is(409);
        let accepted = program.call_if("POST", &at(&one, "accept"), 1, &Value::Null).is(200).json();
        assert_eq!((&accepted["state"], &accepted["decided_by"]), (&json!("accepted"), &json!("Trial program")));
        program.post(&at(&one, "decline"), &Value::Null).is(422).says("accepted already");
        assert_eq!(program.post(&at(&other, "decline"), &Value::Null).is(200).json()["state"], "declined");
        let card = program.get(&format!("/api/v1/people/{crn}/details")).is(200).json();
        let fields = &card["cards"]["equality"][0]["fields"];
        assert_eq!((&fields["ethnicity"], &fields["religion"]), (&json!("W2"), &json!("none")));
        let reader = trial.program(&[kernel::Permission::ReadPeople]);
        reader.post(&at(&other, "accept"), &Value::Null).is(403);
        program.get("/api/v1/people/T999999/suggestions").is(404);
    });
}

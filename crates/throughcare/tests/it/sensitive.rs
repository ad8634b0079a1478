//! What is marked sensitive is masked for whoever lacks the permission, wherever it could show: pages, API, search by words,
//! the record on another day. Whoever lacks it cannot work on it either.

use crate::server::{Account, World};
use crate::visitor::{Answer, Visitor};

/// A person of the demo world whom every account may see.
const CRN: &str = "T000003";
const SECRET: &str = "quokka";

fn program(world: &World, address: &str, scopes: &[&str]) -> Visitor {
    let mut arguments = vec!["admin", "create-client", "--name", "trial"];
    arguments.extend(scopes.iter().flat_map(|scope| ["--scope", scope]));
    let made = world.command(&arguments);
    assert!(made.status.success(), "{}", String::from_utf8_lossy(&made.stderr));
    let told = String::from_utf8_lossy(&made.stdout).into_owned();
    Visitor::program(address, told.split_whitespace().last().unwrap_or_default())
}

fn post(visitor: &mut Visitor, path: &str, body: &serde_json::Value) -> Answer {
    let key = ("idempotency-key", "once-and-only");
    visitor.send(path, "application/json", &[key], body.to_string().into_bytes()).expect("an answer")
}

#[test]
fn what_is_sensitive_is_masked_everywhere_for_whoever_lacks_the_permission() {
    let world = World::demo();
    let server = world.serve();
    let scopes = ["read-people", "record-contacts"];
    let mut trusted = program(&world, &server.address, &[scopes[0], scopes[1], "read-sensitive"]);
    let mut other = program(&world, &server.address, &scopes);
    let log = format!("/api/v1/people/{CRN}/contacts");
    let body = serde_json::json!({
        "type": "TFAM", "date": "2026-11-23", "title": format!("A {SECRET} in the title"),
        "note": format!("A {SECRET} in the note"), "sensitive": true,
    });
    let made = post(&mut trusted, &log, &body).expect(201).json();
    let id = made["id"].as_str().expect("an id").to_owned();
    let day = "2026-11-23";
    let of_programs = [log.clone(), format!("{log}/{id}"), format!("/api/v1/people/{CRN}/record/{day}")];
    for path in &of_programs {
        assert!(trusted.get(path).expect(200).body.contains(SECRET), "{path} does not show it to whoever may read it");
        assert!(!other.get(path).expect(200).body.contains(SECRET), "{path} shows it to whoever may not");
    }
    let found = |visitor: &mut Visitor| {
        visitor.get(&format!("{log}?word={SECRET}")).expect(200).json()["items"].as_array().map_or(0, Vec::len)
    };
    assert_eq!((found(&mut trusted), found(&mut other)), (1, 0));
    let note = serde_json::json!({"note": "Blind"});
    post(&mut other, &format!("{log}/{id}/notes"), &note).expect(403);

    let mut practitioner = Visitor::signed_in(&server.address, &Account::PRACTITIONER);
    let mut reader = Visitor::signed_in(&server.address, &Account::READER);
    let pages = [
        format!("/people/{CRN}/contacts"),
        format!("/people/{CRN}/appointments/{id}"),
        format!("/people/{CRN}/record?day={day}"),
    ];
    for path in &pages {
        assert!(practitioner.get(path).expect(200).body.contains(SECRET), "{path} does not show it");
        assert!(!reader.get(path).expect(200).body.contains(SECRET), "{path} shows it to the reader");
    }
    assert!(!reader.get(&format!("/people/{CRN}")).expect(200).body.contains(SECRET));
    assert!(
        reader.get(&format!("/people/{CRN}/contacts?word={SECRET}")).expect(200).body.contains("No contacts match")
    );
}

//! A letter shows the record as it stood, in the language of the person, and never changes.

use crate::world::{TODAY, World, asker, on_each};
use documents::{Language, Letter, document, documents_about, pdf, withdraw, write};
use kernel::{DocumentId, PersonId, PersonKeys};
use serde_json::{Value, json};
use store::{Failure, House, params};
use uuid::Uuid;

fn letter(template: &str, person: PersonId, facts: Value) -> Letter<'_> {
    Letter { template, person, about: None, language: None, facts }
}

fn write_one(house: &House, letter: &Letter<'_>) -> Result<DocumentId, Failure> {
    house.write(&asker(), |cx| write(cx, letter))
}

fn facts_of(house: &House, person: PersonId, id: DocumentId) -> Value {
    house.read(&asker(), |cx| document(cx, &PersonKeys::alone(person), id)).unwrap().facts
}

fn refused(failure: Failure) -> Vec<(String, &'static str)> {
    match failure {
        Failure::Refused(no) => no.0.into_iter().map(|r| (r.field, r.code)).collect(),
        other => panic!("not refused: {other:?}"),
    }
}

#[test]
fn a_letter_takes_from_the_record_what_the_record_knows() {
    on_each(|house, w| {
        let (person, crn) = w.person(&house, "Callum", None);
        let id = write_one(&house, &letter("appointment_letter", person, Value::Null)).unwrap();
        let facts = facts_of(&house, person, id);
        assert_eq!(facts["person"]["name"], "Callum Example");
        assert_eq!(facts["person"]["crn"], crn.to_string());
        assert_eq!(facts["person"]["address"], json!(["12 High Street", "Wexmere", "ZA1 2CD"]));
        assert_eq!(facts["officer"], json!({ "name": "Priya Shah", "telephone": "020 7946 0002" }));
        assert_eq!(facts["office"]["name"], "Wexmere office");
        assert_eq!(facts["order"]["name"], "Community order");
        assert_eq!(facts["order"]["ends_on"], "2027-05-31");
        assert_eq!(facts["appointments"][0]["day"], "2026-11-30");
        assert_eq!(facts["appointments"][0]["with"], "Priya Shah");
        assert_eq!(facts["made_on"], TODAY.to_string());
        assert_eq!(facts["language"], "en");
    });
}

#[test]
fn somebody_who_is_written_to_in_welsh_gets_welsh_unless_the_writer_says_otherwise() {
    on_each(|house, w| {
        let (person, _) = w.person(&house, "Carys", Some("cy"));
        let id = write_one(&house, &letter("appointment_letter", person, Value::Null)).unwrap();
        let facts = facts_of(&house, person, id);
        assert_eq!((&facts["language"], &facts["title"]), (&json!("cy"), &json!("Eich apwyntiadau")));
        assert_eq!(facts["order"]["name"], "Gorchymyn cymunedol");
        let english = Letter { language: Some(Language::English), ..letter("appointment_letter", person, Value::Null) };
        let id = write_one(&house, &english).unwrap();
        assert_eq!(facts_of(&house, person, id)["title"], "Your appointments");
    });
}

#[test]
fn a_letter_that_lacks_something_is_refused_and_says_what() {
    on_each(|house, w| {
        let (person, _) = w.person(&house, "Callum", None);
        let wrong = write_one(&house, &letter("warning_letter", person, json!({ "windwo": "x" }))).unwrap_err();
        let expected = [
            ("windwo".to_owned(), "unknown_field"),
            ("failures".to_owned(), "field_missing"),
            ("window_ends_on".to_owned(), "field_missing"),
        ];
        assert_eq!(refused(wrong), expected);
        let nobody = house
            .write(&asker(), |cx| {
                people::create(cx, people::NewPerson { last_name: "Nowhere".into(), ..people::NewPerson::default() })
            })
            .unwrap();
        let wrong = write_one(&house, &letter("appointment_letter", nobody.person_id, Value::Null)).unwrap_err();
        let lacking = ["person.address", "officer", "appointments"].map(|n| (n.to_owned(), "record_lacks"));
        assert_eq!(refused(wrong), lacking);
        let wrong = write_one(&house, &letter("no_such", person, Value::Null)).unwrap_err();
        assert_eq!(refused(wrong), [("template".to_owned(), "no_template")]);
        let wrong = write_one(&house, &letter("letterhead", person, Value::Null)).unwrap_err();
        assert_eq!(refused(wrong), [("template".to_owned(), "no_template")]);
    });
}

fn warning(house: &House, w: &World) -> (PersonId, DocumentId, Uuid) {
    let (person, _) = w.person(house, "Callum", None);
    let about = Uuid::from_u128(7);
    let facts =
        json!({ "failures": [{ "day": "2026-11-16", "what": "Did not come" }], "window_ends_on": "2027-11-22" });
    let new = Letter { about: Some(("warning", about)), ..letter("warning_letter", person, facts) };
    (person, write_one(house, &new).unwrap(), about)
}

#[test]
fn a_letter_stays_as_it_was_when_the_record_changes() {
    on_each(|house, w| {
        let (person, id, _) = warning(&house, &w);
        let before = facts_of(&house, person, id);
        house
            .write(&asker(), |cx| {
                let open = people::open_by_id(cx, person)?;
                let again = people::NewPerson { last_name: "Other".into(), ..people::NewPerson::default() };
                assert_ne!(open.person.last_name, again.last_name);
                sentences::orders(cx, &open.keys).map(|orders| orders.len())
            })
            .unwrap();
        let first =
            house.read(&asker(), |cx| documents_about(cx, &PersonKeys::alone(person), ("warning", Uuid::from_u128(7))));
        assert_eq!(first.unwrap().iter().map(|l| l.id).collect::<Vec<_>>(), [id]);
        assert_eq!(facts_of(&house, person, id), before);
    });
}

#[test]
fn paper_is_set_once_and_an_erased_copy_is_set_again_with_the_same_bytes() {
    on_each(|house, w| {
        let (person, id, _) = warning(&house, &w);
        let keys = PersonKeys::alone(person);
        let first = pdf(&house, &asker(), &keys, id).unwrap();
        assert_eq!(first.line.name, "Warning letter 2026-11-23.pdf");
        assert_eq!(pdf(&house, &asker(), &keys, id).unwrap(), first);
        // Bytes are no record: they may be erased, and stand again when somebody asks.
        house
            .write(&asker(), |cx| cx.execute("DELETE FROM person_file_bytes WHERE person_id = $1", params![person]))
            .unwrap();
        assert_eq!(pdf(&house, &asker(), &keys, id).unwrap(), first);
        let kept = house.read(&asker(), |cx| cx.count("SELECT count(*) FROM person_file", &[])).unwrap();
        assert_eq!(kept, 1);
    });
}

#[test]
fn a_document_is_withdrawn_once_with_a_reason_and_stays() {
    on_each(|house, w| {
        let (person, id, about) = warning(&house, &w);
        let keys = PersonKeys::alone(person);
        let take = |why: &str, version| house.write(&asker(), |cx| withdraw(cx, &keys, id, why, version));
        assert_eq!(refused(take(" ", None).unwrap_err()), [("why".to_owned(), "reason_missing")]);
        assert!(matches!(take("Wrong day", Some(2)), Err(Failure::Stale(_))));
        take("Wrong day", Some(1)).unwrap();
        assert_eq!(refused(take("Again", None).unwrap_err()), [(String::new(), "withdrawn_already")]);
        let lines = house.read(&asker(), |cx| documents_about(cx, &keys, ("warning", about))).unwrap();
        assert!(lines[0].withdrawn);
        let stands = house.read(&asker(), |cx| documents::stands(cx, person, "warning_letter", ("warning", about)));
        assert!(!stands.unwrap());
    });
}

#[test]
fn the_tables_are_as_declared() {
    on_each(|house, _| migrations::trial::assert_schema(&house, &documents::tables()));
}

//! What the record of sentences holds of the past: it feeds scores and tier, and is corrected only with a reason.

use crate::calls::{call, get, post, read, refused};
use crate::scores::{ARP, SIGN, with_record};
use crate::story::{answer, answer_initial, begin, keys};
use crate::world::{asker, on_each};
use kernel::date;
use sentences::{OffenceFacts, Origin};
use store::House;
use web::Method;

/// An event of years before with its conviction, as the record of another court would tell it.
fn convicted_before(house: &House, crn: &str, on: kernel::Date, code: &str, title: &str) {
    let keys = keys(house, crn);
    let facts = OffenceFacts {
        code: Some(code.into()),
        title: title.into(),
        committed_on: Some(on),
        convicted_on: Some(on),
        ..OffenceFacts::default()
    };
    let new = sentences::NewEvent {
        origin: Origin::Voluntary,
        referred_on: on,
        taken_on: Some(on),
        court_id: None,
        court_name: None,
        notes: None,
        source_key: None,
    };
    house
        .write(&asker(), |cx| {
            let event = sentences::open_event(cx, &keys, &new)?;
            sentences::add_offence(cx, &keys, event, &facts).map(|_| ())
        })
        .unwrap();
}

#[test]
fn what_the_record_holds_of_the_past_feeds_scores_and_tier_and_is_corrected_only_with_a_reason() {
    on_each(|house, w| {
        let officer = w.officer(1);
        let crn = w.person(&house, "Rhys", "Marlow");
        convicted_before(&house, &crn, date(2019, 3, 1), "04600", "Theft from a shop");
        convicted_before(&house, &crn, date(2015, 6, 2), "01600", "Indecent assault");
        with_record(&house, &crn);
        let keys = keys(&house, &crn);
        assert!(read(&house, |cx| assessment::tier_facts(cx, &keys)).sexual_offence, "by the code on the record alone");
        let id = begin(&house, &officer, &crn, "initial");
        answer_initial(&house, &officer, &crn, &id, "medium");
        let section = [("crn", crn.as_str()), ("id", id.as_str()), ("section", "history")];
        let route = "/people/{crn}/assessment/{id}/sections/{section}";
        let page = get(&house, &officer, route, &section);
        assert!(page.contains("From the record: 3.") && page.contains("Indecent assault"), "{page}");
        let slip = call(&house, &officer, Method::Post, route, &section, &[("q-1-32", "9")]);
        assert_eq!(refused(slip), ["differs_from_record"]);
        answer(&house, &officer, &crn, &id, "history", &[("1.8", "17"), ("1.40", "0"), ("1.41", "no"), ("1.50", "no")]);
        call(&house, &officer, Method::Post, SIGN, &[("crn", &crn), ("id", &id)], &[]).unwrap();
        let params = [("crn", crn.as_str()), ("generation", "2"), ("model", ARP)];
        let told = || -> serde_json::Value {
            let body = get(&house, &officer, "/api/v1/people/{crn}/scores/{generation}/{model}", &params);
            serde_json::from_str(&body).unwrap()
        };
        let body = told();
        assert_eq!(body["request"]["totalNumberOfSanctionsForAllOffences"], 3);
        assert_eq!(body["sources"]["totalNumberOfSanctionsForAllOffences"], "The record of sentences");
        let pni = [("crn", crn.as_str()), ("generation", "2"), ("model", "pni")];
        let body = get(&house, &officer, "/api/v1/people/{crn}/scores/{generation}/{model}", &pni);
        let body: serde_json::Value = serde_json::from_str(&body).unwrap();
        assert_eq!(
            body["request"]["hasEverCommittedSexualOffence"], true,
            "a conviction goes before an answer: {body}"
        );
        let next = begin(&house, &officer, &crn, "review");
        let section = [("crn", crn.as_str()), ("id", next.as_str()), ("section", "history")];
        let why = [("q-1-32", "9"), ("q-1-32-words", "Six more in Scotland, seen on the police record")];
        post(&house, &officer, route, &section, &why);
        let rows = read(&house, |cx| {
            cx.query("SELECT value, words FROM assessment_answer WHERE question = $1", &["1.32".into()])
        });
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].get::<String>(0).unwrap(), "9");
        assert!(rows[0].get::<String>(1).unwrap().contains("Scotland"));
    });
}

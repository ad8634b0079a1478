//! Many letters in one job: each once, with the rights of whoever asked, and nobody is left out silently.

use crate::world::{asker, on_each, trial};
use documents::{NewRun, RunProgress, begin_run, run_letters_job, run_progress, write_slice};
use kernel::{LetterRunId, PersonId};
use serde_json::json;
use store::House;

fn progress(house: &House, id: LetterRunId) -> RunProgress {
    house.read(&asker(), |cx| run_progress(cx, id)).unwrap()
}

fn begin(house: &House, people: &[PersonId]) -> LetterRunId {
    let new = NewRun {
        template: "appointment_letter".into(),
        people: people.to_vec(),
        language: None,
        given: json!({ "note": "Bring a pen" }),
    };
    house.write(&asker(), |cx| begin_run(cx, &new)).unwrap()
}

fn count(house: &House, sql: &str) -> i64 {
    house.read(&asker(), |cx| cx.count(sql, &[])).unwrap()
}

#[test]
fn a_run_that_is_cut_off_goes_on_and_writes_nobody_twice() {
    on_each(|house, w| {
        let people: Vec<PersonId> = (0..7).map(|n| w.person(&house, &format!("Person{n}"), None).0).collect();
        let id = begin(&house, &people);
        assert_eq!(progress(&house, id).waiting, 7);
        assert!(write_slice(&house, id, 3).unwrap());
        assert_eq!((progress(&house, id).written, progress(&house, id).waiting), (3, 4));
        // Another server takes the job over and does all the rest; the first comes back and finds nothing to do.
        run_letters_job(&house, &json!({ "run": id })).unwrap();
        run_letters_job(&house, &json!({ "run": id })).unwrap();
        let now = progress(&house, id);
        assert_eq!((now.written, now.left, now.is_finished()), (7, 0, true));
        assert_eq!(count(&house, "SELECT count(*) FROM document"), 7);
        assert_eq!(count(&house, "SELECT count(*) FROM document_setting"), 7);
    });
}

#[test]
fn whoever_cannot_be_written_to_is_named_with_the_reason_and_holds_up_nobody() {
    on_each(|house, w| {
        let (callum, _) = w.person(&house, "Callum", None);
        let nowhere = house
            .write(&asker(), |cx| {
                people::create(cx, people::NewPerson { last_name: "Nowhere".into(), ..people::NewPerson::default() })
            })
            .unwrap();
        let id = begin(&house, &[callum, nowhere.person_id]);
        run_letters_job(&house, &json!({ "run": id })).unwrap();
        let now = progress(&house, id);
        assert_eq!((now.written, now.left), (1, 1));
        let trial = trial(house);
        let mut priya = trial.signed_in("priya");
        let page = priya.get(&format!("/letters/{id}")).is(200);
        page.says("Finished: 1 of 2 written, 1 could not be written").says("The record has not a main address");
        let file = priya.get(&format!("/letters/{id}/all")).is(200);
        assert_eq!(file.header("content-type"), "application/zip");
        file.says("Appointment letter 2026-11-23.pdf");
    });
}

#[test]
fn many_letters_are_asked_for_with_their_crns() {
    on_each(|house, w| {
        let (_, first) = w.person(&house, "Callum", None);
        let (_, second) = w.person(&house, "Carys", Some("cy"));
        let trial = trial(house);
        let mut priya = trial.signed_in("priya");
        priya.get("/letters").is(200).says("Appointment letter");
        let form = "/letters/new/appointment_letter";
        priya.fill(form, &[("people", "nobody"), ("language", "own")]).is(422).says("is no CRN");
        priya
            .fill(form, &[("people", "T999999"), ("language", "own")])
            .is(422)
            .says("There is nobody with the CRN T999999");
        let people = format!("{first}\n{second}\n");
        let done = priya.fill(form, &[("people", &people), ("language", "own")]).is(303);
        let page = priya.get(done.header("location")).is(200);
        page.says("0 of 2 done");
        priya.get("/letters").is(200).says("Appointment letter, 23 November 2026");
        trial.signed_in("reader").get("/letters").is(403);
    });
}

//! The pages: an officer writes a letter, reads it, downloads it and withdraws it; a program does the same; a closed
//! record stays closed.

use crate::world::{on_each, trial};
use kernel::Permission;
use serde_json::json;

fn id_in(to: &str) -> String {
    to.rsplit('/').next().unwrap_or_default().to_owned()
}

#[test]
fn an_officer_writes_a_letter_by_hand_and_types_nothing_that_is_known() {
    on_each(|house, w| {
        let (_, crn) = w.person(&house, "Callum", None);
        let trial = trial(house);
        let mut priya = trial.signed_in("priya");
        priya.get(&format!("/people/{crn}/documents")).is(200).says("No letter or other document has been written yet");
        let choice = priya.get(&format!("/people/{crn}/documents/new")).is(200);
        choice.says("Appointment letter").says("Certificate");
        assert!(!choice.body.contains("Warning letter"), "a warning is given where the decision is made");
        let form = format!("/people/{crn}/documents/new/appointment_letter");
        priya.get(&form).is(200).says("12 High Street, Wexmere, ZA1 2CD").says("30 November 2026");
        let mut typed = priya.get(&form).hidden(&form);
        typed.extend([("language".to_owned(), "en".to_owned()), ("note".to_owned(), "Bring a pen".to_owned())]);
        let seen = priya.post(&format!("{form}/preview"), &typed).is(200);
        seen.says("Nothing has been saved yet").says("<p>Your appointments</p>").says("Bring a pen");
        let done = priya.press_on(&seen, &form, &[]).is(303);
        let id = id_in(done.header("location"));
        let page = format!("/people/{crn}/documents/{id}");
        priya.get(&page).is(200).says("Letter written").says("<p>Your appointments</p>");
        let paper = priya.get(&format!("{page}.pdf")).is(200);
        assert_eq!(paper.header("content-type"), "application/pdf");
        paper.says("Bring a pen");
        priya.fill(&format!("{page}/withdraw"), &[("why", "")]).is(422).says("Enter why it is withdrawn");
        priya.fill(&format!("{page}/withdraw"), &[("why", "Wrong day")]).is(303);
        priya.get(&page).is(200).says("Withdrawn by").says("Wrong day");
        priya.get(&format!("/people/{crn}/documents")).is(200).says("Withdrawn");
    });
}

#[test]
fn a_form_that_is_not_whole_comes_back_with_words() {
    on_each(|house, w| {
        let (_, crn) = w.person(&house, "Callum", None);
        let trial = trial(house);
        let mut priya = trial.signed_in("priya");
        let form = format!("/people/{crn}/documents/new/certificate");
        priya.fill(&form, &[("language", "en")]).is(422).says("Enter what have they achieved");
        let typed = priya.get(&form).hidden(&form);
        priya.post(&format!("{form}/preview"), &typed).is(422).says("Write the letter");
        priya.get(&format!("/people/{crn}/documents/new/warning_letter")).is(404);
        priya.get(&format!("/people/{crn}/documents/new/nothing")).is(404);
        priya.get(&format!("/people/{crn}/documents/{}", uuid::Uuid::nil())).is(404);
        priya.get(&format!("/people/{crn}/documents/x.pdf")).is(404);
    });
}

#[test]
fn what_somebody_wrote_themselves_is_asked_for_again_in_the_other_language() {
    on_each(|house, w| {
        let (_, crn) = w.person(&house, "Callum", None);
        let trial = trial(house);
        let mut priya = trial.signed_in("priya");
        let form = format!("/people/{crn}/documents/new/certificate");
        let day = [("reached_on-day", "20"), ("reached_on-month", "11"), ("reached_on-year", "2026")];
        let typed = [&[("language", "en"), ("achievement", "finished the course")], &day[..]].concat();
        let made = priya.fill(&form, &typed).is(303);
        let other = format!("/people/{crn}/documents/{}/other-language", id_in(made.header("location")));
        priya.get(&other).is(200).says("finished the course").says("Write it in Welsh too");
        priya.fill(&other, &[("achievement", "")]).is(422);
        let made = priya.fill(&other, &[("achievement", "cwblhau\u{2019}r cwrs")]).is(303);
        let welsh = id_in(made.header("location"));
        let program = trial.program(&[Permission::ReadPeople]);
        let facts = program.get(&format!("/api/v1/people/{crn}/documents/{welsh}")).is(200).json();
        assert_eq!(
            (&facts["language"], &facts["facts"]["given"]["achievement"]),
            (&json!("cy"), &json!("cwblhau\u{2019}r cwrs"))
        );
        assert_eq!(facts["facts"]["given"]["reached_on"], "2026-11-20");
    });
}

#[test]
fn a_program_writes_reads_and_withdraws() {
    on_each(|house, w| {
        let (_, crn) = w.person(&house, "Callum", None);
        let trial = trial(house);
        let program = trial.program(&[Permission::ReadPeople, Permission::RecordContacts]);
        let list = format!("/api/v1/people/{crn}/documents");
        let made = program.post(
            &list,
            &json!({ "template": "certificate", "language": "cy",
            "facts": { "achievement": "completed 120 hours", "reached_on": "2026-11-20" } }),
        );
        let id = made.is(201).json()["id"].as_str().unwrap().to_owned();
        let one = program.get(&format!("{list}/{id}")).is(200).json();
        assert_eq!((&one["language"], &one["version"]), (&json!("cy"), &json!(1)));
        assert_eq!(one["facts"]["given"]["achievement"], "completed 120 hours");
        program.get(&format!("{list}/{id}/pdf")).is(200);
        program.call_if("POST", &format!("{list}/{id}/withdraw"), 9, &json!({ "why": "x" })).is(409);
        program.call_if("POST", &format!("{list}/{id}/withdraw"), 1, &json!({ "why": "x" })).is(204);
        assert_eq!(program.get(&list).is(200).json()["items"][0]["withdrawn"], true);
        let wrong = program.post(&list, &json!({ "template": "certificate", "facts": { "achievment": "x" } }));
        wrong.is(422).says("achievment");
    });
}

#[test]
fn somebody_who_only_reads_may_read_letters_and_not_write_them() {
    on_each(|house, w| {
        let (_, crn) = w.person(&house, "Callum", None);
        let trial = trial(house);
        let mut reader = trial.signed_in("reader");
        let list = reader.get(&format!("/people/{crn}/documents")).is(200);
        assert!(!list.body.contains("Write a letter"));
        reader.get(&format!("/people/{crn}/documents/new")).is(403);
    });
}

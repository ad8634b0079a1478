//! Matching a volunteer with a person, what they do together, and a check that runs out under a match.

use crate::world::*;
use kernel::{Permission, date};
use volunteers::{ConflictKind, matches_of, one_match, volunteer_work, whole, withdraw_check};

const WORDS: [(&str, &str); 2] = [("purpose", "Back to work"), ("officer_name", "Priya Shah")];
const AGREED: [(&str, kernel::Date); 3] = [("from", TODAY), ("person_agreed_on", TODAY), ("officer_agreed_on", TODAY)];

#[test]
fn a_person_is_matched_meets_their_mentor_and_the_match_ends() {
    on_each(|world| {
        let id = world.active(&mentor("Hope Lanyard"), date(2026, 12, 1));
        let full = world.active(&mentor("Grace Lacking"), date(2026, 12, 1));
        let check = world.read(|cx| whole(cx, full)).checks[0].id;
        world.write(|cx| withdraw_check(cx, full, check, TODAY, "The certificate was not theirs"));
        let full = full.to_string();
        let mut resta = world.trial.signed_in("resta");
        let new = world.path("/mentors/new");
        resta.get(&world.path("/mentors")).is(200).says("Nobody is matched");
        resta.get(&new).is(200).says("Hope Lanyard").says("Grace Lacking").says("A check is not in force");
        let volunteer = id.to_string();
        let typed = [WORDS[0], WORDS[1], ("volunteer", volunteer.as_str())];
        fill(&mut resta, &new, &typed, &AGREED[..1]).is(422).says("the day on which the person agreed");
        fill(&mut resta, &new, &[WORDS[0], WORDS[1], ("volunteer", &full)], &AGREED).is(422).says("not in force");
        let to = fill(&mut resta, &new, &typed, &AGREED).is(303).to;
        fill(&mut resta, &new, &typed, &AGREED).is(422).says("matched with this person already");
        let elsewhere = format!("/people/{}/mentors/new", world.other);
        fill(&mut resta, &elsewhere, &typed, &AGREED).is(422).says("They have no room: 1 of 1");

        let mut priya = world.trial.signed_in("priya");
        priya.get(&to).is(200).says("Hope Lanyard").says("Back to work");
        priya.get(&format!("{to}/end")).is(403);
        let contact = format!("{to}/contact");
        let met = [("came", "yes"), ("minutes", "90"), ("note", "Wrote a letter to an employer")];
        fill(&mut priya, &contact, &met, &[("on", date(2026, 12, 24))]).is(422).says("within the match");
        fill(&mut priya, &contact, &[met[0], ("minutes", "2000"), met[2]], &[("on", TODAY)])
            .is(422)
            .says("between 0 and 720");
        fill(&mut priya, &contact, &[("came", "no"), ("minutes", "30"), met[2]], &[("on", TODAY)]).is(422).says("at 0");
        fill(&mut priya, &contact, &met, &[("on", TODAY)]).is(303);
        fill(&mut priya, &contact, &[("came", "no"), ("minutes", "0"), ("note", "Was ill")], &[("on", TODAY)]).is(303);
        priya.get(&to).is(200).says("1 h 30 min").says("1 meeting");
        priya
            .get(&world.path("/contacts"))
            .is(200)
            .says("Met with Hope Lanyard, mentor")
            .says("Wrote a letter to an employer");

        let end = format!("{to}/end");
        fill(&mut resta, &end, &[("reason", "concern")], &[("on", TODAY)]).is(422).says("Say what the reason is");
        fill(&mut resta, &end, &[("reason", "reached")], &[("on", TODAY)]).is(303);
        resta.get(&to).is(200).says("What it was for is reached");
        let rows = world.read(|cx| matches_of(cx, &world.keys));
        let (_, met) = world.read(|cx| one_match(cx, &world.keys, rows[0].id));
        let line = &world.read(|cx| whole(cx, id)).matches[0];
        assert_eq!(line.minutes, met.iter().map(|m| m.minutes).sum::<i64>());
        assert!(!line.is_open);
    });
}

#[test]
fn a_check_that_runs_out_puts_its_matches_on_somebodys_screen_that_day() {
    on_each(|world| {
        let id = world.active(&mentor("Hope Lanyard"), date(2026, 12, 1));
        let mut resta = world.trial.signed_in("resta");
        let volunteer = id.to_string();
        let typed = [WORDS[0], WORDS[1], ("volunteer", volunteer.as_str())];
        let to = fill(&mut resta, &world.path("/mentors/new"), &typed, &AGREED).is(303).to;
        let panels = || {
            let panels = world.read(|cx| {
                let work = volunteer_work(cx, Some(world.officer))?;
                let lines = people::lines(cx, &work.people())?;
                Ok(work.panels(&lines, cx.today()))
            });
            panels.iter().map(|p| p.0.clone()).collect::<String>()
        };
        world.go(date(2026, 12, 1));
        assert!(!panels().contains("Mentors whose checks are not in force"), "the last day still holds");
        world.go(date(2026, 12, 2));
        let said = panels();
        assert!(said.contains("Mentors whose checks are not in force") && said.contains("Jo Invented"), "{said}");
        let mut resta = world.trial.signed_in("resta");
        resta.get("/volunteers").is(200).says("1 person is").says("matched while a check is missing");
        resta.get(&to).is(200).says("They should not meet until it is renewed");
        for kind in ["identity", "references", "criminal-record", "training"] {
            let new = format!("/volunteers/{id}/checks/new");
            fill(&mut resta, &new, &[("kind", kind)], &[("seen_on", date(2026, 12, 2))]).is(303);
        }
        assert!(!panels().contains("Mentors whose checks"));
    });
}

#[test]
fn the_other_side_of_a_case_is_never_matched_and_the_page_does_not_say_which_case() {
    on_each(|world| {
        let id = world.active(&mentor("Hope Lanyard"), date(2029, 1, 1));
        let person = world.keys.survivor;
        world.write(|cx| volunteers::record_conflict(cx, id, person, ConflictKind::OtherSide, None));
        let mut resta = world.trial.signed_in("resta");
        let new = world.path("/mentors/new");
        resta.get(&new).is(200).says("A conflict is recorded: a reason that is kept apart");
        let volunteer = id.to_string();
        let typed = [WORDS[0], WORDS[1], ("volunteer", volunteer.as_str())];
        fill(&mut resta, &new, &typed, &AGREED).is(422).says("A conflict is recorded");
        let at = format!("/volunteers/{id}");
        resta.get(&at).is(200).says("Jo Invented");
        // Whoever keeps volunteers and does not arrange restorative justice is not told with whom.
        let mut mona = world.trial.signed_in("mona");
        assert!(!mona.get(&at).is(200).body.contains("Jo Invented"));
    });
}

#[test]
fn neighbours_are_matched_only_with_a_recorded_reason() {
    on_each(|world| {
        let near = volunteers::VolunteerFacts { postcode: Some("ZA1 1ZZ".into()), ..mentor("Hope Lanyard") };
        let volunteer = world.active(&near, date(2029, 1, 1)).to_string();
        let mut resta = world.trial.signed_in("resta");
        let new = world.path("/mentors/new");
        let typed = [WORDS[0], WORDS[1], ("volunteer", volunteer.as_str())];
        fill(&mut resta, &new, &typed, &AGREED).is(422).says("They live close to each other");
        let weighed = [typed[0], typed[1], typed[2], ("why", "Different ends of a long road")];
        let to = fill(&mut resta, &new, &weighed, &AGREED).is(303).to;
        resta.get(&to).is(200).says("Different ends of a long road");
    });
}

#[test]
fn a_program_reads_volunteers_and_matches_within_its_scopes() {
    on_each(|world| {
        let id = world.active(&mentor("Hope Lanyard"), date(2029, 1, 1));
        let program =
            world.trial.program(&[Permission::KeepVolunteers, Permission::ReadPeople, Permission::RecordContacts]);
        let all = program.get("/api/v1/volunteers").is(200).json();
        assert_eq!(all["items"][0]["name"], "Hope Lanyard");
        assert_eq!(all["items"][0]["cleared"], true);
        let at = format!("/api/v1/people/{}/mentors", world.crn);
        let body = serde_json::json!({
            "volunteer": id.to_string(), "kind": "mentor", "purpose": "Back to work", "from": "2026-11-23",
            "person_agreed_on": "2026-11-23", "officer_agreed_on": "2026-11-23", "officer_name": "Priya Shah",
        });
        let made = program.post(&at, &body).is(201).json();
        program.post(&at, &body).is(422).says("already");
        let contact = serde_json::json!({ "on": "2026-11-23", "minutes": 45, "came": true, "note": "A walk" });
        program.post(&format!("{at}/{}/contacts", made["id"].as_str().unwrap()), &contact).is(201);
        let read = program.get(&at).is(200).json();
        assert_eq!(read["matches"][0]["minutes"], 45);
        world.trial.program(&[Permission::ReadPeople]).get("/api/v1/volunteers").is(403);
    });
}

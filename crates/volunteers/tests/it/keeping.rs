//! From an application to an active volunteer: checks, steps, supervision, expenses.

use crate::world::*;
use kernel::date;
use volunteers::{VolunteerState, whole};

#[test]
fn somebody_who_applies_becomes_active_only_once_every_check_was_seen() {
    on_each(|world| {
        let mut resta = world.trial.signed_in("resta");
        resta.get("/volunteers").is(200).says("Nobody is here");
        let typed = [("name", "Hope Lanyard"), ("kinds", "mentor"), ("most_people", "2"), ("postcode", "za2 2bb")];
        fill(&mut resta, "/volunteers/new", &[("name", "")], &[("applied_on", TODAY)]).is(422).says("Enter the name");
        let to = fill(&mut resta, "/volunteers/new", &typed, &[("applied_on", TODAY)]).is(303).to;
        resta.get(&to).is(200).says("Hope Lanyard").says("Still needed").says("Criminal record check").says("ZA2 2BB");
        fill(&mut resta, &format!("{to}/step/accept"), &[], &[("on", TODAY)]).is(303);
        let activate = format!("{to}/step/activate");
        fill(&mut resta, &activate, &[], &[("on", TODAY)]).is(422).says("Checks are missing: identity");
        let new = format!("{to}/checks/new");
        for kind in ["identity", "references", "criminal-record", "training"] {
            fill(&mut resta, &new, &[("kind", kind)], &[("seen_on", TODAY)]).is(303);
        }
        fill(&mut resta, &new, &[("kind", "identity")], &[("seen_on", date(2026, 12, 1))]).is(422).says("in the past");
        fill(&mut resta, &activate, &[], &[("on", TODAY)]).is(303);
        // The check of records holds for thirty-six months, by the dated row.
        resta.get(&to).is(200).says("Active").says("22 Nov 2029").says("Everything that is needed is in force");
        resta.get("/volunteers?state=active").is(200).says("Hope Lanyard").says("0 of 2");
    });
}

#[test]
fn supervision_concerns_actions_and_claims_are_kept_and_late_ones_are_shown() {
    on_each(|world| {
        let id = world.active(&mentor("Hope Lanyard"), date(2029, 1, 1));
        let mut resta = world.trial.signed_in("resta");
        let at = format!("/volunteers/{id}");
        // Active since 1 September: eight weeks later was 27 October.
        resta.get("/volunteers").is(200).says("Supervision is late");
        let half = [("discussed", "All is well"), ("action", "Book a course")];
        let form = format!("{at}/supervision/new");
        fill(&mut resta, &form, &half, &[("held_on", TODAY)]).is(422).says("together with the day");
        fill(&mut resta, &form, &half, &[("held_on", TODAY), ("action_due", date(2026, 12, 4))]).is(303);
        resta.get(&at).is(200).says("Book a course").says("18 Jan 2027");
        assert!(!resta.get("/volunteers").is(200).body.contains("Supervision is late"));
        let meeting = world.read(|cx| whole(cx, id)).supervised[0].id;
        let done = format!("{at}/supervision/{meeting}/done");
        fill(&mut resta, &done, &[("words", "Booked for May")], &[("on", TODAY)]).is(303);
        fill(&mut resta, &done, &[("words", "Again")], &[("on", TODAY)]).is(422).says("Nothing is open");

        let claim = format!("{at}/expenses/new");
        fill(&mut resta, &claim, &[("what", "Bus"), ("amount", "5")], &[("on", TODAY)]).is(303);
        fill(&mut resta, &claim, &[("what", "Bus"), ("amount", "-5")], &[("on", TODAY)]).is(422).says("in pounds");
        fill(&mut resta, &claim, &[("what", "Bus"), ("amount", "900")], &[("on", TODAY)]).is(422).says("at most £500");
        let expense = world.read(|cx| whole(cx, id)).expenses[0].id;
        let decide = format!("{at}/expenses/{expense}");
        fill(&mut resta, &decide, &[("decision", "refuse")], &[]).is(422).says("Say why it is refused");
        fill(&mut resta, &decide, &[("decision", "pay")], &[]).is(303);
        fill(&mut resta, &decide, &[("decision", "pay")], &[]).is(422).says("decided already");
        resta.get(&at).is(200).says("Paid in all: <strong>£5</strong>");
    });
}

#[test]
fn two_people_who_change_a_volunteer_at_once_are_told() {
    on_each(|world| {
        let id = world.active(&mentor("Hope Lanyard"), date(2029, 1, 1));
        let mut resta = world.trial.signed_in("resta");
        let edit = format!("/volunteers/{id}/edit");
        let typed = [("name", "Hope Lanyard"), ("kinds", "mentor"), ("most_people", "3")];
        let shown = resta.get(&edit).is(200);
        fill(&mut resta, &edit, &typed, &[]).is(303);
        resta.press_on(&shown, &edit, &[("name", "Hope Other"), ("kinds", "mentor"), ("most_people", "1")]).is(409);
        let v = world.read(|cx| volunteers::volunteer(cx, id));
        assert_eq!((v.most_people, v.state, v.name.as_str()), (3, VolunteerState::Active, "Hope Lanyard"));
    });
}

#[test]
fn an_officer_does_not_read_how_a_volunteer_is_reached() {
    on_each(|world| {
        let id = world.active(&mentor("Hope Lanyard"), date(2029, 1, 1));
        let mut priya = world.trial.signed_in("priya");
        for path in ["/volunteers".to_owned(), format!("/volunteers/{id}"), format!("/volunteers/{id}/edit")] {
            priya.get(&path).is(403);
        }
    });
}

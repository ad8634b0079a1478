//! The work with the bench: a meeting, its action until it is done, what the bench was told, a difference, and feedback.

use crate::reports::court;
use crate::requests::somebody;
use crate::site::{Browser, on_each, with};
use serde_json::json;

const AT: &str = "/court/liaison/B99ZZ";

fn day(name: &str, day: &str) -> Vec<(String, String)> {
    [("day", day), ("month", "11"), ("year", "2026")].map(|(p, v)| (format!("{name}-{p}"), v.to_owned())).to_vec()
}

fn fill(browser: &mut Browser<'_>, path: &str, typed: &[(&str, &str)], days: &[(&str, &str)]) -> crate::site::Page {
    let shown = browser.get(path).is(200);
    let mut pairs = with(Browser::hidden(&shown, path), typed);
    pairs.extend(days.iter().flat_map(|(name, on)| day(name, on)));
    browser.post(path, &pairs)
}

#[test]
fn what_is_agreed_with_the_bench_is_kept_and_stays_open_until_it_is_done() {
    on_each(|trial| {
        let house = &trial.site.house;
        court(house);
        let staff = somebody(house).to_string();
        let mut cora = trial.signed_in("cora");
        cora.get("/court/liaison").is(200).says("None on record");
        cora.get("/court/liaison/NOPE1").is(404);
        let new = format!("{AT}/meetings/new");
        let typed = [("bench", "The bench chair"), ("discussed", "Waiting times")];
        fill(&mut cora, &new, &typed, &[("held_on", "24")]).is(422).says("Enter today or an earlier day");
        fill(&mut cora, &new, &typed, &[("held_on", "20"), ("next_on", "19")]).is(422).says("must lie after this one");
        fill(&mut cora, &new, &typed, &[("held_on", "20")]).is(303);
        let page = cora.get(AT).is(200);
        let id = page.body.split("/meetings/").find(|s| s.as_bytes().get(36) == Some(&b'"')).unwrap()[..36].to_owned();
        let action = format!("{AT}/meetings/{id}/action");
        let what = [("what", "Send the list of places"), ("owner", staff.as_str())];
        fill(&mut cora, &action, &what, &[("due_on", "20")]).is(422).says("Enter today or a later day");
        fill(&mut cora, &action, &what, &[("due_on", "23")]).is(303);
        let page = cora.get(AT).is(200);
        page.says("Wilma Reporter");
        let id = page.body.split("/actions/").nth(1).unwrap()[..36].to_owned();
        let done = format!("{AT}/actions/{id}");
        fill(&mut cora, &done, &[("outcome", "Sent")], &[("done_on", "23")]).is(303);
        cora.get(AT).is(200).says("Nothing is open");

        let told = format!("{AT}/told/new");
        fill(&mut cora, &told, &[("what", "Building skills, Tuesdays")], &[("told_on", "20"), ("available_from", "2")])
            .is(303);
        let page = cora.get(AT).is(200);
        let id = page.body.split("/told/").find(|s| s.get(36..40) == Some("/end")).unwrap()[..36].to_owned();
        cora.fill(&format!("{AT}/told/{id}/end"), &[("why", "The grant ended")]).is(303);
        cora.get(AT).is(200).says("The grant ended").says("2 Nov");

        let differs = format!("{AT}/differences/new");
        let typed = [("subject", "Weekend work"), ("bench_says", "At once"), ("service_says", "After induction")];
        fill(&mut cora, &differs, &typed, &[("found_on", "20")]).is(303);
        cora.get(AT).is(200).says("After induction").says("Open");

        let feedback = format!("{AT}/feedback");
        cora.fill(&feedback, &[("year", "2027"), ("timely-1", "3")]).is(422).says("Enter this year or an earlier one");
        cora.fill(&feedback, &[("year", "2025"), ("timely-1", "2"), ("timely-4", "2")]).is(303);
        cora.fill(&feedback, &[("year", "2026"), ("timely-1", "3"), ("timely-4", "1")]).is(303);
        cora.get("/court/liaison/feedback").is(200).says("75% (3 of 4)").says("50% (2 of 4)").says("<svg");
        let mut priya = trial.signed_in("priya");
        priya.get(AT).is(200);
        priya.get(&feedback).is(403);
    });
}

#[test]
fn programs_record_meetings() {
    on_each(|trial| {
        court(&trial.site.house);
        let at = "/api/v1/courts/B99ZZ/meetings";
        let body = json!({"held_on": "2026-11-20", "bench": "The resident judge", "discussed": "Start dates"});
        trial.call("POST", at, &body.to_string()).is(201);
        trial.call("POST", at, &json!({"held_on": "soon", "bench": "x", "discussed": "y"}).to_string()).is(422);
        // This client may record and has no scope to read.
        trial.call("GET", at, "").is(403);
        trial.signed_in("cora").get(AT).is(200).says("The resident judge");
    });
}

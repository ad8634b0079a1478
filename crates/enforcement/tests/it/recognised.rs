//! What goes well is found, offered, given, and withdrawn by a correction before it was given; and the page for the person.

use crate::early;
use crate::served::*;
use access::trial::user_of;
use enforcement::early_end::early_ends_of;
use enforcement::recognition::{MilestoneState, look_for_milestones, milestones_of};
use jiff::ToSpan;
use kernel::{Permission, date};
use serde_json::json;

fn looked(world: &World) {
    world.write(|cx| {
        let open = people::open(cx, &world.crn)?;
        look_for_milestones(cx, &open)
    });
}

#[test]
fn three_clean_months_are_offered_and_a_correction_takes_the_offer_back_until_it_is_right_again() {
    on_each(|world| {
        let start = TODAY.saturating_sub(200.days());
        world.go(start.saturating_add(92.days()));
        let mut last = None;
        for month in 0..3 {
            last = Some(world.meeting(start.saturating_add((10 + 31 * month).days()), "ATTC"));
        }
        looked(world);
        let state = |code: &str| {
            let found = world.read(|cx| milestones_of(cx, &world.keys));
            found.into_iter().find(|m| m.code == code).map(|m| m.state)
        };
        assert_eq!(state("three-months"), Some(MilestoneState::Offered));
        world.correct(last.unwrap(), "UAAB");
        assert_eq!(state("three-months"), Some(MilestoneState::Withdrawn));
        world.correct(last.unwrap(), "ATTC");
        assert_eq!(state("three-months"), Some(MilestoneState::Offered));

        let mut priya = world.trial.signed_in("priya");
        let found = world.read(|cx| milestones_of(cx, &world.keys));
        let id = found.iter().find(|m| m.code == "three-months").unwrap().id;
        let at = world.path(&format!("/milestones/{id}"));
        priya.fill(&at, &[("decision", "not-now")]).is(422).says("Say why nothing is given now");
        priya.fill(&at, &[("decision", "letter")]).is(303);
        assert_eq!(state("three-months"), Some(MilestoneState::Given));
        world.correct(last.unwrap(), "UAAB");
        assert_eq!(state("three-months"), Some(MilestoneState::Given), "what was given stays");
    });
}

#[test]
fn the_page_for_the_person_tells_what_is_done_what_is_next_and_what_went_well_in_both_languages() {
    on_each(|world| {
        let mut priya = world.trial.signed_in("priya");
        priya.get(&world.path("/progress?lang=en")).is(200).says("What goes well will be shown here.");
        world.meeting(date(2026, 11, 9), "ATTC");
        let page = priya.get(&world.path("/progress?lang=en")).is(200);
        page.says("You kept 1 appointment.");
        page.says("Your progress").says("Rehabilitation activity").says("0 days").says("What comes next");
        let page = priya.get(&world.path("/progress?lang=cy")).is(200);
        page.says("Eich cynnydd")
            .says("Rydych wedi cadw 1 apwyntiad.")
            .says("lang=\"cy\"")
            .says("Gweithgaredd adsefydlu")
            .says("Mai 2027");
    });
}

#[test]
fn the_service_sets_its_own_days_and_milestones_from_a_day_to_come_and_older_ones_stay_as_they_were() {
    on_each(|world| {
        user_of(world.house(), "ada", "administrator", None);
        let (mut ada, mut mona) = (world.trial.signed_in("ada"), world.trial.signed_in("mona"));
        ada.get("/policy/enforcement").is(200).says("Policy of compliance").says("Milestones");
        ada.get("/policy/enforcement/numbers").is(200).says("7 days");
        ada.get("/policy/enforcement/results").is(200).says("Fined, and the order continues");
        mona.get("/policy/enforcement/reasons").is(200).says("A reasonable excuse was shown");
        let program = world.trial.program(&[Permission::ReadTeams, Permission::Administer]);
        let number = "/api/v1/policy/enforcement/numbers/early-end-notice-days";
        let set = |number: u32, from: &str| json!({ "numbers": { "number": number }, "from": from, "reason": "Tried in one area" });
        program.post(number, &set(91, "2026-12-01")).is(422).says("between 0 and 90");
        program.post(number, &set(14, "2026-11-23")).is(422);
        program.post(number, &set(14, "2026-12-01")).is(201);
        let end = json!({ "ends": true, "from": "2026-12-01", "reason": "Nobody hangs it up" });
        program.post("/api/v1/policy/enforcement/milestones/three-months", &end).is(201);
        ada.get("/policy/enforcement/milestones").is(200).says("Three months without a failure");

        early::done(world);
        let found = world.read(|cx| early_ends_of(cx, &world.keys));
        let at = world.path(&format!("/early-ends/{}", found[0].id));
        let agree = [("decision", "agree"), ("fact-review-court", "no"), ("fact-instructions-needed", "no")];
        world.go(date(2026, 12, 1));
        let mut mona = world.trial.signed_in("mona");
        fill(&mut mona, &at, &agree, &[("ends_on", date(2026, 12, 14))]).is(422).says("15 December 2026");
        fill(&mut mona, &at, &agree, &[("ends_on", date(2026, 12, 15))]).is(303);
    });
}

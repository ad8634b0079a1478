//! What goes well is found, offered, given, and withdrawn by a correction before it was given; and the page for the person.

use crate::world::*;
use enforcement::recognition::{MilestoneState, look_for_milestones, milestones_of};
use jiff::ToSpan;
use kernel::date;

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

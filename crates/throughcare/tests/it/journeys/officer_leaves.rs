//! An officer leaves: whoever they saw is with somebody the same day.

use crate::browser::Browser;
use crate::server::{Account, World};

#[test]
fn an_officer_leaves_and_their_people_are_with_somebody_the_same_day() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    browser.sign_in(&Account::PRACTITIONER);
    let leaving = browser.who();
    browser.go("/cases");
    let people = browser.people_listed();
    assert!(!people.is_empty(), "the officer has people: {}", browser.text());

    browser.sign_in(&Account::MANAGER);
    browser.go("/team");
    browser.follow(&leaving);
    browser.follow_to("/staff/", &["/cover", "/return"]);
    browser.choose("Left");
    browser.fill("Reason", "Has taken another post.");
    browser.press("Save and move their people");
    browser.sees("Saved");

    // Nobody is lost: each of them is on the unallocated list the same day.
    browser.go("/team");
    for (crn, name) in people.iter().take(5) {
        browser.go(&format!("/people/{crn}/responsibility"));
        browser.sees("nallocated");
        println!("{name} is unallocated");
    }

    // The next officer is given one of them, with a handover, and meets the person.
    let (crn, _) = &people[0];
    browser.sign_in(&Account::COLLEAGUE);
    let next = browser.who();
    browser.sign_in(&Account::MANAGER);
    browser.go(&format!("/allocate/{crn}"));
    browser.choose(&next);
    browser.press("Continue");
    browser.select_first("Reason");
    browser.press("Allocate");
    browser.sees("is allocated to");
    browser.go(&format!("/people/{crn}/responsibility"));
    browser.sees(&next);
}

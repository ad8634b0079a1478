//! A register of unpaid work with ten people: typed on one page, one line refused and the others kept, put right, and the
//! hours on a person's page with whom they helped.

use crate::browser::Browser;
use crate::server::{Account, World};

/// The people of the Saturday whose register is still on paper, and the session's path.
fn find_the_session(browser: &Browser) -> (String, Vec<(String, String)>) {
    browser.sign_in(&Account::UNPAID_WORK);
    browser.go("/unpaid-work");
    browser.sees("Registers to type");
    browser.clean();
    browser.picture("unpaid-work");
    browser.follow("Saturday 21 November 2026");
    browser.sees("Community garden");
    browser.clean();
    browser.picture("unpaid-work-session");
    let people = browser.people_listed();
    assert_eq!(people.len(), 10, "{}", browser.text());
    (browser.at(), people)
}

/// Everybody came for the whole session, but for one who did not come and one whose time is a slip of the pen.
fn type_it(browser: &Browser, session: &str, people: &[(String, String)]) {
    let (_, absent) = &people[3];
    let (_, slip) = &people[6];
    browser.go(session);
    browser.press("Type the register");
    browser.clean();
    browser.follow("Fill in: everybody came for the whole session");
    browser.select_containing(&format!("What came of it, {absent}"), "Unacceptable absence");
    browser.fill(&format!("Came at, {absent}"), "");
    browser.fill(&format!("Left at, {absent}"), "");
    browser.fill(&format!("Left at, {slip}"), "17:30");
    browser.press("Save the register");
    browser.sees(&format!("{slip}: The session ended at 4pm"));
    browser.sees("Told by");
    browser.clean();
    browser.picture("unpaid-work-register-refused");
    assert_eq!(browser.value(&format!("Left at, {slip}")), "17:30", "what was typed is kept");
    browser.fill(&format!("Left at, {slip}"), "15:30");
    browser.press("Save the register");
    browser.sees("The register is complete");
    browser.sees("Register typed");
    browser.clean();
}

/// The hours stand on the person's page with their working, and nothing is told twice.
fn hours_of(browser: &Browser, session: &str, people: &[(String, String)]) {
    browser.go(&format!("{session}/register"));
    browser.sees("line is told");
    let (crn, name) = &people[0];
    browser.go(&format!("/people/{crn}/unpaid-work"));
    browser.sees("Friends of the Old Orchard");
    browser.sees("21 Nov 2026");
    browser.clean();
    browser.picture("unpaid-work-person");
    browser.go(&format!("/people/{crn}/unpaid-work/page?lang=cy"));
    browser.sees("Eich gwaith di-dâl");
    browser.clean();
    browser.go(session);
    browser.follow(&format!("Put right {name}"));
    browser.clean();
    browser.fill("Minutes taken off", "30");
    browser.fill("Why is it put right?", "Came back late from lunch");
    browser.press("Save");
    browser.sees("The line was put right");
    browser.sees("30 minutes off");
    browser.go(&format!("{session}/sheet"));
    browser.sees("Signature");
    browser.clean();
    browser.go(&format!("/people/{crn}/unpaid-work/weeks"));
    browser.clean();
    browser.sign_in(&Account::MANAGER);
    browser.go("/unpaid-work/backlog");
    browser.sees("Weeks to clear");
    browser.clean();
    browser.picture("unpaid-work-backlog");
}

fn a_register(browser: &Browser) {
    let (session, people) = find_the_session(browser);
    type_it(browser, &session, &people);
    hours_of(browser, &session, &people);
}

#[test]
fn a_register_of_ten_people_is_typed_and_their_hours_stand() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    a_register(&browser);
}

#[test]
fn the_same_without_javascript() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::without_javascript(&server.address) else { return };
    a_register(&browser);
}

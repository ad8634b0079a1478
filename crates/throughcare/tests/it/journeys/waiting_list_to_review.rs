//! A programme from its waiting list to the review after the end: somebody who waits gets a place and the sessions with it, a
//! register is typed for the whole group, a session that was missed is caught up, and the review is held.

use crate::browser::Browser;
use crate::server::{Account, World};

/// The first address among the links of the page that begins and ends so.
fn link(browser: &Browser, start: &str, end: &str) -> String {
    let links = browser.links();
    let path = |l: &String| l.find(start).map(|at| l[at..].to_owned());
    let found = links.iter().filter_map(path).find(|l| l.ends_with(end) && !l.contains('?'));
    found.unwrap_or_else(|| panic!("no link {start}...{end} among {links:?}"))
}

/// The cases that a list leads to.
fn cases(browser: &Browser) -> Vec<String> {
    let links = browser.links().into_iter().filter_map(|l| l.find("/people/").map(|at| l[at..].to_owned()));
    links.filter(|l| l.contains("/programmes/")).collect()
}

/// Somebody who waits, by the list in its order; with a case that awaits a group.
fn a_place(browser: &Browser) {
    browser.sign_in(&Account::PROGRAMMES);
    browser.go("/programmes");
    browser.sees("Registers to type");
    browser.clean();
    browser.picture("programmes");
    browser.go("/programmes/waiting");
    browser.clean();
    browser.go("/programmes/cases?state=awaiting-allocation");
    browser.clean();
    let case = cases(browser).into_iter().next().unwrap_or_else(|| panic!("nobody awaits a group: {}", browser.text()));
    browser.go(&case);
    browser.sees("Awaiting a group");
    browser.press("Put into a group");
    browser.clean();
    let text = browser.text();
    let group = text.lines().find(|line| line.contains("-2, ")).unwrap_or_else(|| panic!("no group to join: {text}"));
    browser.choose(group.trim());
    browser.press("Give the place");
    browser.sees("The place is booked and the sessions are arranged");
    browser.sees("Place in a group");
    browser.clean();
    browser.picture("programme-case");
}

/// The register of the oldest session that nobody has typed.
fn a_register(browser: &Browser) -> String {
    browser.go("/programmes");
    let register = link(browser, "/programmes/groups/", "/register");
    browser.go(&register);
    browser.clean();
    for (_, name) in browser.people_listed() {
        browser.select_containing(&format!("What came of it: {name}"), "Attended");
    }
    browser.press("Save the register");
    browser.sees("The register is saved");
    browser.clean();
    browser.picture("programme-group");
    let group = browser.at();
    browser.go(&format!("{group}/sheet"));
    browser.clean();
    group
}

/// A session that was missed is caught up, and the review is held.
fn the_review(browser: &Browser) {
    browser.go("/programmes/cases?state=on-programme");
    let cases = cases(browser);
    let case = cases.iter().find(|case| {
        browser.go(&format!("{case}/session"));
        browser.text().contains("Post-programme review")
    });
    let case = case.unwrap_or_else(|| panic!("nobody is on a programme with a review: {cases:?}"));
    browser.clean();
    browser.select_containing("Which session?", "One-to-one session");
    browser.select_containing("What came of it?", "Attended");
    browser.press("Save the session");
    browser.sees("The session is saved");
    browser.go(&format!("{case}/session"));
    browser.select_containing("Which session?", "Post-programme review");
    browser.fill("From when?", "16:00");
    browser.select_containing("What came of it?", "Attended");
    browser.press("Save the session");
    browser.sees("Review after the programme: held on");
    browser.clean();
    browser.go("/programmes/commencement");
    browser.clean();
    browser.go("/programmes/templates/BUILD-M");
    browser.clean();
    browser.go("/programmes/templates/BUILD-M/version");
    browser.clean();
}

fn told(browser: &Browser) {
    a_place(browser);
    a_register(browser);
    the_review(browser);
}

#[test]
fn from_the_waiting_list_to_the_review_after_the_end() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    told(&browser);
}

//! From an order to the end report: the officer refers on two pages without typing, the provider assesses and plans, the
//! officer approves, sessions are held and told of, and the report says what was reached.

use crate::browser::Browser;
use crate::server::{Account, World};

/// Rehabilitation activity under a community order, held by the account `practitioner`.
const CRN: &str = "T000003";

fn person(rest: &str) -> String {
    format!("/people/{CRN}{rest}")
}

/// Two pages, nothing typed but the reason that the record asks for.
fn refer(browser: &Browser) -> String {
    browser.sign_in(&Account::PRACTITIONER);
    browser.go(&person("/refer"));
    browser.sees("Refer to a service");
    browser.clean();
    browser.picture("refer-choose");
    browser.follow("Housing advice");
    browser.sees("Always sent");
    browser.clean();
    browser.picture("refer-form");
    if browser.text().contains("Why is it right all the same?") {
        browser.fill("Why is it right all the same?", "Talked through with the manager");
    }
    browser.choose("Has somewhere settled to live, or keeps the home they have");
    browser.press("Send the referral");
    browser.sees("The referral is sent");
    browser.sees("First assessment by");
    browser.clean();
    browser.picture("referral-officer");
    browser.at()
}

fn told_of_past(browser: &Browser, own: &str, what: &str) {
    browser.go(own);
    browser.follow("Record an appointment that took place already");
    browser.sees(what);
    browser.clean();
    browser.fill_day("On which day?", "23/11/2026");
    let start = if what.contains("First") { "00:05" } else { "01:00" };
    browser.fill("Start", start);
    browser.fill("End", if start == "00:05" { "00:35" } else { "01:45" });
    browser.fill("Where?", "8 Market Row, ZA1 3SG");
    browser.choose("They came and it was held");
    browser.answer("Did they come late?", "No");
    browser.fill("What was done?", "Filled in the form of the council");
    browser.fill("How did they take it?", "Asked good questions");
    browser.press("Save");
    browser.sees("Recorded");
    browser.clean();
}

fn assess_and_plan(browser: &Browser) -> String {
    browser.sign_in(&Account::PROVIDER);
    browser.go("/provider?show=new");
    browser.sees("Referrals");
    browser.clean();
    browser.picture("provider-list");
    let new = browser.links().into_iter().filter(|l| l.starts_with("/provider/referrals/")).collect::<Vec<_>>();
    let own = new.last().cloned().expect("a new referral");
    browser.go(&own);
    browser.clean();
    browser.picture("provider-referral");
    browser.press("Name a caseworker");
    browser.clean();
    browser.press("Save");
    told_of_past(browser, &own, "First assessment");
    browser.press("Write the action plan");
    browser.clean();
    browser.fill("How many sessions?", "1");
    browser.fill("Has somewhere settled to live, or keeps the home they have", "Register with the council together");
    browser.press("Submit the plan");
    browser.sees("The officer looks at the plan");
    browser.clean();
    own
}

fn approve(browser: &Browser, at: &str) {
    browser.sign_in(&Account::PRACTITIONER);
    browser.go("/interventions?show=waiting");
    browser.sees("Plan to approve");
    browser.clean();
    browser.go(at);
    browser.press("Decide on the action plan");
    browser.clean();
    browser.choose("Approve");
    browser.press("Save");
    browser.sees("The action plan is approved");
}

fn deliver(browser: &Browser, own: &str) {
    browser.sign_in(&Account::PROVIDER);
    told_of_past(browser, own, "Session 1 of 1");
    browser.press("Write the end report");
    browser.clean();
    browser.choose("Reached");
    browser.press("Submit the end report");
    browser.sees("The end report is submitted");
    browser.sees("Score: 1 of 1");
    browser.clean();
    browser.picture("provider-report");
}

fn from_referral_to_report(browser: &Browser) {
    let at = refer(browser);
    let own = assess_and_plan(browser);
    approve(browser, &at);
    deliver(browser, &own);
    browser.sign_in(&Account::PRACTITIONER);
    browser.go(&at);
    browser.sees("Completed");
    browser.press("I have read the end report");
    browser.sees("The end report is read");
    browser.go(&person("/interventions"));
    browser.clean();
    browser.picture("person-interventions");
}

#[test]
fn a_referral_goes_from_the_order_to_the_end_report() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    from_referral_to_report(&browser);
}

#[test]
fn the_same_without_javascript() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::without_javascript(&server.address) else { return };
    from_referral_to_report(&browser);
}

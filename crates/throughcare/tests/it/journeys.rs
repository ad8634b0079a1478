//! Whole stories in a real browser, as they are told in docs/flows: from the court's result to a recorded first meeting,
//! and an officer who leaves. Once without JavaScript.

use crate::browser::Browser;
use crate::server::{Account, World};
use serde_json::Value;
use std::path::Path;

/// Takes sample messages in, as an operator does, and gives the line that tells of each defendant.
fn ingest(world: &World, names: &[&str]) -> Vec<Value> {
    let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../samples/court");
    let files: Vec<String> = names.iter().map(|n| folder.join(n).display().to_string()).collect();
    let mut arguments = vec!["court", "ingest", "--today", crate::server::TODAY];
    arguments.extend(files.iter().map(String::as_str));
    let told = world.command(&arguments);
    assert_eq!(told.status.code(), Some(0), "{}", String::from_utf8_lossy(&told.stderr));
    let lines = String::from_utf8_lossy(&told.stdout).into_owned();
    lines.lines().map(|line| serde_json::from_str(line).expect("a JSON line")).collect()
}

/// The CRN of the person whom these messages are about.
fn person_of(lines: &[Value]) -> String {
    let crn = lines.iter().rev().find_map(|line| line["crn"].as_str());
    crn.unwrap_or_else(|| panic!("nobody was recorded: {lines:?}")).to_owned()
}

/// The main job: report request, order, amended order, allocation, first meeting, and the overview that shows it.
fn from_result_to_first_meeting(browser: &Browser, crn: &str) {
    // A court officer sees a message that may be about this person, and says that it is.
    browser.sign_in(&Account::COURT_OFFICER);
    browser.go("/court/inbox?show=people");
    browser.follow_to("/court/inbox/matters/", &[]);
    browser.sees(&format!("The person with CRN {crn}"));
    browser.choose(&format!("The person with CRN {crn}"));
    browser.fill("Why?", "Same date of birth and address; the surname was heard wrongly.");
    browser.press("Record the decision");
    browser.go("/court/decisions");
    browser.sees("Same date of birth and address");

    browser.sign_in(&Account::PRACTITIONER);
    let officer = browser.who();

    // A manager allocates in three pages.
    browser.sign_in(&Account::MANAGER);
    browser.go(&format!("/people/{crn}"));
    let name = browser.heading();
    browser.go(&format!("/allocate/{crn}"));
    browser.choose(&officer);
    browser.press("Continue");
    browser.sees("Confirm the allocation");
    browser.select_first("Reason");
    browser.fill("Note for the officer", "Knows the family; start with the housing.");
    browser.press("Allocate");
    browser.sees("is allocated to");

    // The officer finds the person on the own list, arranges, and records what came of it.
    browser.sign_in(&Account::PRACTITIONER);
    browser.go("/cases");
    browser.go(&format!("/people/{crn}/appointments/new"));
    browser.select_containing("Kind of appointment", "First meeting at the office");
    browser.fill("Date", "23/11/2026");
    browser.fill("Start", "10:00");
    browser.fill("End", "10:45");
    browser.select_first("Office");
    browser.press("Continue");
    browser.sees("Check your answers");
    browser.press("Arrange appointment");
    browser.sees("Appointment arranged");

    browser.go(&format!("/people/{crn}/appointments"));
    browser.follow_to(&format!("/people/{crn}/appointments/"), &["/new", "/check"]);
    browser.sees("Record the outcome");
    browser.choose("Attended and complied");
    browser.fill("Note", "Came on time. Agreed to ask about a tenancy.");
    browser.press("Save");
    browser.sees("Outcome recorded");

    browser.go(&format!("/people/{crn}"));
    browser.sees(&name);
    browser.sees(&officer);
    browser.go(&format!("/people/{crn}/contacts"));
    browser.sees("Attended and complied");
}

fn main_job_world() -> (World, String) {
    let world = World::demo();
    let lines = ingest(
        &world,
        &["01-adjourned-for-a-report.json", "02-community-order.json", "03-community-order-amended.json"],
    );
    let crn = person_of(&lines);
    let doubtful = ingest(&world, &["08-doubtful-match.json"]);
    assert_eq!(doubtful[0]["outcome"], "review", "{doubtful:?}");
    (world, crn)
}

#[test]
fn a_court_result_becomes_a_person_who_is_met() {
    let (world, crn) = main_job_world();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    from_result_to_first_meeting(&browser, &crn);
    browser.picture("journey-end");
}

#[test]
fn the_same_without_javascript() {
    let (world, crn) = main_job_world();
    let server = world.serve();
    let Some(browser) = Browser::without_javascript(&server.address) else { return };
    from_result_to_first_meeting(&browser, &crn);
}

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

//! From the court's result to a recorded first meeting, as docs/flows tells it. Once without JavaScript.

use super::{ingest, person_of};
use crate::browser::Browser;
use crate::server::{Account, World};

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

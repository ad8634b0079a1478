//! Restorative justice from an offer to an agreement that is kept: the restorative team opens a case, both sides agree, they are
//! prepared and meet, and what was agreed is done; the person's officer sees how far it is and nothing of the person harmed.

use crate::browser::Browser;
use crate::server::{Account, TODAY, World};

/// Somebody with an order and no case.
const CRN: &str = "T000003";
const HARMED: &str = "Wilhelmina Quarrystone";

fn today() -> String {
    let mut parts: Vec<&str> = TODAY.split('-').collect();
    parts.reverse();
    parts.join("/")
}

/// Records one step of a side, today.
fn side(browser: &Browser, case: &str, which: &str, what: &str) {
    browser.go(&format!("{case}/sides/{which}"));
    browser.choose(what);
    browser.press("Save");
    browser.sees("Recorded");
}

/// Opens a case, and records who was harmed and that both were offered it, agreed and were prepared.
fn both_agree(browser: &Browser) -> String {
    browser.go(&format!("/people/{CRN}/restorative"));
    browser.clean();
    browser.follow("Open a case");
    browser.clean();
    browser.choose("Asked for by the person harmed");
    browser.press("Open a case");
    browser.sees("The case is open");
    browser.clean();
    let case = browser.at();
    browser.go(&format!("{case}/harmed"));
    browser.clean();
    browser.fill("Full name", HARMED);
    browser.press("Save");
    for which in ["person", "harmed"] {
        side(browser, &case, which, "It was offered to them");
        side(browser, &case, which, "They agree to take part");
        side(browser, &case, which, "They were prepared in a meeting of their own");
    }
    case
}

fn meet(browser: &Browser, case: &str) {
    browser.go(&format!("{case}/arrange"));
    browser.clean();
    browser.choose("A meeting of the two");
    browser.fill_day("On which day?", &today());
    browser.press("Arrange it");
    browser.sees("Assess risk and suitability first");
    browser.clean();
    browser.go(&format!("{case}/assess"));
    browser.clean();
    browser.answer("Is it safe and suitable to go on?", "Yes");
    browser.fill("What was weighed", "Both are calm and know what will happen.");
    browser.press("Save");
    browser.go(&format!("{case}/mediator"));
    browser.clean();
    browser.choose("Constance Orwin");
    browser.press("Save");
    browser.sees("Who mediates is recorded");
    browser.go(&format!("{case}/arrange"));
    browser.choose("A meeting of the two");
    browser.fill_day("On which day?", &today());
    browser.press("Arrange it");
    browser.sees("It is arranged");
    browser.follow("Record what became of it meeting");
    browser.clean();
    browser.answer("Did it take place?", "Yes");
    browser.fill("For how many minutes?", "60");
    browser.press("Save");
    browser.sees("What became of the meeting is recorded");
}

fn agree_and_keep(browser: &Browser, case: &str) {
    browser.go(&format!("{case}/agreement"));
    browser.clean();
    browser.fill("What will the person do?", "Mend the garden fence");
    browser.press("Add it");
    browser.sees("It is part of the agreement");
    browser.follow("Record what became of it Mend the garden fence");
    browser.clean();
    browser.choose("Kept");
    browser.press("Save");
    browser.go(&format!("{case}/end"));
    browser.clean();
    browser.choose("The agreement was kept");
    browser.press("End the case");
    browser.sees("The case has ended");
    browser.clean();
    browser.picture("restorative-case");
}

#[test]
fn from_an_offer_to_an_agreement_kept() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    browser.sign_in(&Account::RESTORATIVE);
    let case = both_agree(&browser);
    meet(&browser, &case);
    agree_and_keep(&browser, &case);
    browser.go("/restorative?state=ended");
    browser.clean();
    browser.go("/restorative/figures");
    browser.clean();

    browser.sign_in(&Account::PRACTITIONER);
    browser.go(&format!("/people/{CRN}/restorative"));
    browser.sees("Mend the garden fence");
    assert!(!browser.text().contains(HARMED), "the officer reads who was harmed");
    browser.clean();
    browser.follow("Agreement to print, in English or Welsh");
    browser.sees("Your agreement");
    browser.clean();
    browser.follow("Cymraeg");
    browser.sees("Eich cytundeb");
    browser.clean();
}

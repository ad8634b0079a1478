//! From an absence to what a court made of the order: the decision is taken over by the instruction with nothing typed again,
//! the pack is drawn from the record, a manager agrees, the court decides, and the order shows its first dates beside the
//! new.

use crate::browser::Browser;
use crate::server::{Account, World};

/// A third appointment missed; nobody has recorded its outcome yet.
const CRN: &str = "T000004";
const WHY: &str = "A third appointment missed since October, and no reason for it";

/// What only an officer can write of a pack.
const PARTS: &[(&str, &str)] = &[
    ("engagement", "Came to ten meetings and called once when the bus was late; the time was moved for him."),
    ("excuse", "Says that he forgot. A reminder was sent the evening before."),
    ("proposal", "The order can still work. The court is asked for three months more."),
];

fn person(rest: &str) -> String {
    format!("/people/{CRN}{rest}")
}

/// The absence is recorded, and what was decided on it leads on to the instruction.
fn decide(browser: &Browser) {
    browser.sign_in(&Account::PRACTITIONER);
    browser.follow("Record outcome for Kieran Brannigan");
    browser.clean();
    browser.choose("Unacceptable absence");
    browser.press("Save");
    browser.sees("Outcome recorded");
    browser.go(&person("/compliance"));
    browser.clean();
    browser.follow_to(&person("/failures/"), &[]);
    browser.sees("18 November 2026");
    browser.sees("A breach may be instructed at once");
    browser.clean();
    browser.choose("Instruct a breach now");
    browser.fill("Your judgement, and why", WHY);
    browser.press("Continue");
    browser.sees("It is to be at court by 2 December 2026.");
    browser.clean();
    browser.press("Decide and go on");
    browser.sees("Breach to be instructed");
    browser.clean();
}

/// Nothing is typed again: order, reason, day and court stand there. Gives the breach's path.
fn instruct(browser: &Browser) -> String {
    browser.follow("Instruct the breach");
    assert_eq!(browser.value("Why is it a breach?"), WHY);
    browser.clean();
    browser.press("Instruct the breach");
    browser.sees("The breach is instructed");
    browser.sees(WHY);
    browser.sees("Aldermere Magistrates' Court");
    browser.sees("2 Dec 2026");
    browser.sees("3 things are missing.");
    browser.clean();
    browser.at()
}

fn put_together(browser: &Browser, breach: &str) {
    for (part, words) in PARTS {
        browser.go(&format!("{breach}/parts/{part}"));
        browser.clean();
        let heading = browser.heading();
        browser.fill(&heading, words);
        browser.press("Save");
        browser.sees("Saved:");
    }
    browser.press("Write the notice to the person");
    browser.sees("The notice is written");
    browser.go(&format!("{breach}/pack"));
    browser.sees("As the record draws it now");
    browser.sees("Wednesday 18 November 2026");
    browser.sees("Came to ten meetings");
    browser.clean();
    browser.picture("breach-pack");
    browser.go(breach);
    browser.press("Give the pack to a manager");
    browser.sees("Waits for a manager");
}

/// A manager reads and agrees; then the officer sends it, and it can be read as it was sent.
fn agree_and_send(browser: &Browser, breach: &str) {
    browser.sign_in(&Account::MANAGER);
    browser.go(breach);
    browser.press("Agree or give back");
    browser.clean();
    browser.choose("Agree");
    browser.press("Save");
    browser.sees("The pack is agreed");
    browser.sign_in(&Account::PRACTITIONER);
    browser.go(breach);
    browser.press("Send the pack");
    browser.sees("The pack is sent and kept as it was");
    browser.clean();
    browser.follow("Pack as a document");
    browser.sees("Breach of an order: evidence and proposal");
    browser.clean();
}

fn at_court(browser: &Browser, breach: &str) {
    browser.go(breach);
    browser.press("It was laid at court");
    browser.clean();
    browser.press("Save");
    browser.sees("In time");
    browser.press("A day in court is fixed");
    browser.clean();
    browser.fill_day("On which day is the hearing?", "23/11/2026");
    browser.press("Save");
    browser.sees("Listed at court");
    browser.clean();
    browser.press("Record what the court decided");
    browser.clean();
    browser.choose("Extended");
    browser.fill_day("The order’s new last day", "25/09/2027");
    browser.fill("What else the court said", "Three months more, and no other change");
    browser.press("Record the result");
    browser.sees("The court’s result is recorded");
    browser.clean();
}

fn from_absence_to_result(browser: &Browser) {
    decide(browser);
    let breach = instruct(browser);
    put_together(browser, &breach);
    agree_and_send(browser, &breach);
    at_court(browser, &breach);
    // What it did to the order, with the dates that it had.
    browser.sees("Court has decided");
    let (cells, _) = browser.table_cells();
    for day in ["25 June 2027", "Not changed", "25 September 2027"] {
        assert!(cells.iter().any(|cell| cell == day), "{day} is not among {cells:?}");
    }
    browser.picture("breach-result");
    browser.go(&person("/sentence"));
    browser.sees("25 September 2027, amended from 25 June 2027");
    browser.clean();
}

#[test]
fn an_absence_becomes_a_breach_and_the_court_extends_the_order() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    from_absence_to_result(&browser);
}

#[test]
fn the_same_without_javascript() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::without_javascript(&server.address) else { return };
    from_absence_to_result(&browser);
}

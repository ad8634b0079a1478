//! An order whose work is done ends early: the record bears it out, a manager answers what only people know and gives the
//! day, the officer ends it on that day with its letter, and gives the certificate.

use crate::browser::Browser;
use crate::server::{Account, World};

/// Everything of her order is done.
const CRN: &str = "T000030";
/// The first day that leaves a week of notice.
const LAST_DAY: &str = "2026-11-30";

fn person(rest: &str) -> String {
    format!("/people/{CRN}{rest}")
}

/// The manager agrees once every question is answered and the person has a week's notice. Gives the early end's path.
fn agree(browser: &Browser) -> String {
    browser.sign_in(&Account::MANAGER);
    browser.go("/early-endings");
    browser.clean();
    browser.follow("Adaeze Whitcombe");
    browser.sees("1 of 1 requirement complied with");
    browser.clean();
    browser.answer("Is any further instruction to attend needed?", "No");
    browser.answer("Does a court review the order?", "No");
    browser.choose("Agree");
    browser.fill_day("On which day does it end?", "25/11/2026");
    browser.press("Decide");
    browser.sees("Give a last day from 30 November 2026 on");
    browser.clean();
    browser.fill_day("On which day does it end?", "30/11/2026");
    browser.press("Decide");
    browser.sees("Agreed, and the notice is written");
    browser.sees("It can be ended from Monday 30 November 2026 on.");
    assert!(!browser.text().contains("To be answered"), "what the manager answered stands there");
    browser.clean();
    browser.at()
}

/// On the day, the officer ends the order; the letter says so.
fn end(browser: &Browser, early: &str) {
    browser.sign_in(&Account::PRACTITIONER);
    browser.go(early);
    browser.press("End it and write the letter");
    browser.sees("It has ended, and the letter is written");
    browser.sees("Letter: the order has ended");
    browser.clean();
    browser.picture("early-end");
    let links = browser.links();
    let letter = links.iter().rfind(|l| l.starts_with(&person("/documents/"))).expect("a link to the letter");
    browser.go(letter);
    browser.sees("Your community order ended on Monday 30 November 2026.");
    browser.clean();
    browser.go(&person("/sentence"));
    browser.sees("Not supervised");
    browser.clean();
}

fn give_the_certificate(browser: &Browser) {
    browser.go(&person("/milestones"));
    browser.clean();
    browser.follow("Give Order completed");
    browser.sees("Reached on 30 November 2026");
    browser.clean();
    browser.choose("A certificate");
    browser.fill("A few words of your own", "You passed the course, and you helped two others to start.");
    browser.press("Save");
    browser.sees("The certificate is written");
    browser.clean();
    browser.follow("Open Order completed");
    browser.sees("Certificate of achievement");
    browser.sees("has completed the order");
    browser.sees("you helped two others to start");
    browser.clean();
    browser.picture("certificate");
}

#[test]
fn an_order_whose_work_is_done_ends_early_and_is_recognised() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    let early = agree(&browser);
    drop(server);
    let server = world.serve_on(LAST_DAY);
    let Some(browser) = Browser::open(&server.address) else { return };
    end(&browser, &early);
    give_the_certificate(&browser);
}

//! From an absence to a warning: the outcome opens a failure, the page says what the law requires, the decision takes two
//! pages, and the person's compliance shows until when the warning counts.

use crate::browser::Browser;
use crate::server::{Account, World};

fn from_absence_to_warning(browser: &Browser) {
    browser.sign_in(&Account::PRACTITIONER);
    // What must be referred is on the first page of the day.
    browser.go("/");
    browser.sees("must be referred");
    // The missed appointment whose outcome nobody has recorded.
    browser.follow("Record outcome for Kieran Brannigan");
    browser.clean();
    browser.choose("Unacceptable absence");
    browser.press("Save");
    browser.go("/failures");
    browser.sees("Must be referred");
    browser.clean();
    browser.follow("Anwen Treharne");
    browser.sees("What the law says today");
    browser.sees("either a warning or a referral");
    browser.clean();
    browser.follow("Write down a reason or evidence");
    browser.clean();
    browser.fill("What did they say or show?", "She rang: she had the wrong day in her diary");
    browser.press("Save");
    browser.sees("she had the wrong day in her diary");
    browser.choose("Give a warning");
    browser.fill("Your judgement, and why", "A wrong day in a diary is not a reasonable excuse; she had the letter");
    browser.press("Continue");
    browser.sees("The letter will say");
    browser.sees("This failure to comply is unacceptable.");
    browser.clean();
    browser.picture("warning-check");
    browser.press("Give the warning");
    browser.sees("Warning given");
    browser.clean();
    browser.follow("Compliance");
    browser.sees("Window of the last warning");
    browser.clean();
    browser.picture("compliance");
}

#[test]
fn an_absence_becomes_a_warning_in_two_pages() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    from_absence_to_warning(&browser);
}

#[test]
fn the_same_without_javascript() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::without_javascript(&server.address) else { return };
    from_absence_to_warning(&browser);
}

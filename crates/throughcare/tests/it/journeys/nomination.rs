//! From the public's nomination to the reply: sent without signing in, looked at, asked about, accepted, made a project, and
//! looked up again by whoever sent it. In English, in Welsh, and once without JavaScript. Axe looks at each page on the way.

use crate::browser::Browser;
use crate::server::{Account, World};
use std::time::Duration;

/// Longer than policy says that nobody writes quicker.
const WRITING: Duration = Duration::from_secs(5);

/// What stands beside these words on the page.
fn written(browser: &Browser, beside: &str) -> String {
    let text = browser.text();
    let line = text.lines().find(|line| line.starts_with(beside));
    line.and_then(|line| line.split_whitespace().last()).unwrap_or_default().to_owned()
}

/// Sends a nomination and gives its reference and secret word.
fn nominate(browser: &Browser) -> (String, String) {
    browser.go("/nominate");
    browser.sees("Nominate a Community Payback project");
    browser.clean();
    browser.fill("What should be done?", "Paint the shelter at the bus station <b>green</b>");
    browser.fill("Where is it?", "Bus station, Exampleton");
    browser.fill("Who would it help?", "Everybody who waits there");
    std::thread::sleep(WRITING);
    browser.press("Send the nomination");
    browser.sees("There is a problem");
    browser.sees("Enter why it matters");
    browser.clean();
    browser.fill("Why does it matter?", "It is dark and rusted");
    browser.fill("Your name", "Mary Example");
    std::thread::sleep(WRITING);
    browser.press("Send the nomination");
    browser.sees("Nomination sent");
    browser.clean();
    browser.picture("nomination-sent");
    (written(browser, "Reference"), written(browser, "Secret word"))
}

fn look_up(browser: &Browser, (reference, secret): &(String, String), sees: &str) {
    browser.go("/nominate/follow");
    browser.clean();
    browser.fill("Reference", &reference.to_lowercase());
    browser.fill("Secret word", secret);
    browser.press("Look it up");
    browser.sees(sees);
    browser.clean();
}

fn looked_at(browser: &Browser, task: &str, words: &str) {
    browser.follow(task);
    browser.clean();
    browser.choose(if task.starts_with("Compare") {
        "Yes, nobody has nominated it before"
    } else if task.starts_with("Visit") {
        "Yes"
    } else {
        "Yes, with what is said below"
    });
    browser.fill("What was found?", words);
    browser.press("Save");
    browser.sees("Recorded:");
}

/// The team does what is needed, decides, makes it a project and answers.
fn decide(browser: &Browser, reference: &str) {
    browser.sign_in(&Account::UNPAID_WORK);
    browser.go("/unpaid-work/nominations");
    browser.clean();
    browser.follow(reference);
    browser.sees("Before it can be accepted");
    browser.sees("<b>green</b>");
    browser.clean();
    let nomination = browser.at();
    looked_at(browser, "Compare with other nominations", "None like it");
    looked_at(browser, "Visit the place", "A day for four people; the bus company agrees");
    looked_at(browser, "Look at health and safety", "Traffic: the bay is closed that day");
    browser.follow("Accept it");
    browser.clean();
    browser.press("Accept it");
    browser.sees("Accepted. Make it a project next");
    browser.clean();
    browser.follow("Make it a project");
    browser.clean();
    browser.follow("Add a project from this nomination");
    browser.clean();
    browser.fill("Name", "Bus station shelter");
    browser.fill("Code", "JRN-01");
    browser.select_containing("For whom?", "Friends of the Canal");
    browser.select_first("Delivery unit");
    browser.fill("Places on a day", "4");
    browser.fill("Tuesday from", "9am");
    browser.fill("Tuesday to", "3pm");
    browser.press("Add the project");
    browser.sees("The project is added. Record its assessments next");
    browser.sees("A nomination of the public");
    browser.clean();
    browser.picture("project-from-nomination");
    browser.go(&nomination);
    browser.follow("Answer the nominator");
    browser.clean();
    browser.fill("What are they told?", "We paint it in January. Thank you");
    browser.press("Save");
    browser.sees("The answer stands on the nominator’s page");
    browser.clean();
    browser.picture("nomination-decided");
}

fn told(browser: &Browser) {
    let words = nominate(browser);
    assert!(words.0.len() == 9 && words.1.len() == 14, "{words:?}");
    look_up(browser, &words, "We have it, and will look at it");
    decide(browser, &words.0);
    look_up(browser, &words, "We paint it in January. Thank you");
    browser.sees("It is a project: people work on it");
}

#[test]
fn a_nomination_of_the_public_is_followed_to_its_reply() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    told(&browser);
    browser.go("/nominate/nearby");
    browser.sees("Community Payback near you");
    browser.clean();
    in_welsh(&browser);
}

/// The same pages in Welsh.
fn in_welsh(browser: &Browser) {
    browser.go("/nominate?lang=cy");
    browser.sees("Enwebu prosiect Ad-dalu Cymunedol");
    browser.clean();
    std::thread::sleep(WRITING);
    browser.press("Anfon yr enwebiad");
    browser.sees("Mae problem wedi codi");
    browser.clean();
    browser.fill("Beth ddylid ei wneud?", "Paentio’r lloches");
    browser.fill("Ble mae’r lle?", "Yr orsaf fysiau");
    browser.fill("Pwy fyddai’n elwa?", "Pawb");
    browser.fill("Pam y mae’n bwysig?", "Mae’n dywyll");
    browser.fill("Eich enw", "Siân Enghraifft");
    std::thread::sleep(WRITING);
    browser.press("Anfon yr enwebiad");
    browser.sees("Anfonwyd yr enwebiad");
    browser.clean();
    for path in ["/nominate/follow?lang=cy", "/nominate/nearby?lang=cy"] {
        browser.go(path);
        browser.clean();
    }
}

#[test]
fn a_nomination_is_followed_to_its_reply_without_javascript() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::without_javascript(&server.address) else { return };
    told(&browser);
}

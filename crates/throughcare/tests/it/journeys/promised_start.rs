//! From a court's request for a report to the order that keeps what the report promised: start dates that the proposal shows,
//! a second pair of eyes, a signature, the order, and the day on which the requirement begins. And the map of what is
//! available, read by its table alone.

use crate::browser::Browser;
use crate::server::{Account, World};

/// A court has asked for a report on her, and it is half written.
const CRN: &str = "T000012";

const PARTS: &[(&str, &str)] = &[
    ("offence", "Two coats, taken without a plan. She went back to pay, and was stopped."),
    ("circumstances", "Lives with her sister; looks for work in care."),
    ("risk", "Nobody is at risk of serious harm. Debt makes another theft likely."),
    ("response", "A conditional discharge four years ago held."),
    ("reparation", "The shop wants to be paid back, and she has offered to."),
    ("conclusion", "Days of activity on money and work, because the offence followed debt."),
];

const CRITERIA: &[&str] = &[
    "Facts are right, and their sources are named",
    "It says who is at risk, of what, and when",
    "What the police and children’s services said is used",
    "It treats the person as this person, without words that judge",
    "The proposal follows from the assessment and can begin",
];

fn person(rest: &str) -> String {
    format!("/people/{CRN}{rest}")
}

/// The court officer sees the request; the author opens the report. Gives its path.
fn open_the_report(browser: &Browser) -> String {
    browser.sign_in(&Account::COURT_OFFICER);
    browser.go("/court/reports");
    browser.sees(CRN);
    browser.clean();
    browser.follow_to(&person("/report-requests/"), &[]);
    browser.sees("Open the report");
    browser.clean();
    browser.sign_in(&Account::PRACTITIONER);
    browser.go(&person("/reports"));
    browser.clean();
    browser.follow_to("/reports/", &["/figures", "/new"]);
    browser.sees("Proposal");
    browser.clean();
    browser.at()
}

/// The author writes; the proposal shows when rehabilitation activity would begin. Gives that day.
fn write(browser: &Browser, report: &str) -> String {
    for (part, words) in PARTS {
        browser.go(&format!("{report}/parts/{part}"));
        browser.clean();
        browser.fill("Text", words);
        browser.press("Save");
        browser.sees("Saved:");
    }
    browser.go(&format!("{report}/proposal"));
    browser.clean();
    let day = promised_day(&browser.text());
    browser.fill("Which sentence is proposed?", "Community order");
    browser.choose("Rehabilitation activity");
    browser.fill("How much rehabilitation activity?", "20 days");
    browser.fill("Why does rehabilitation activity suit this person?", "The offence followed debt");
    browser.choose("None is proposed, for the reasons given");
    browser.press("Save the proposal");
    browser.go(&format!("{report}/send"));
    browser.clean();
    browser.press("Send it");
    browser.sees("The report waits to be checked");
    day
}

/// What the proposal says of rehabilitation activity: the day by which it begins as surely as policy asks.
fn promised_day(text: &str) -> String {
    let after = text.split("Rehabilitation activity").nth(1).unwrap_or_default();
    let told = after.split("Earliest ").nth(1).and_then(|t| t.split(['.', '\n']).next()).unwrap_or_default();
    let day = told.rsplit(" by ").next().unwrap_or_default().trim().to_owned();
    assert!(day.split(' ').count() == 3, "no start date for rehabilitation activity: {text}");
    day
}

fn check_and_sign(browser: &Browser, report: &str) {
    browser.sign_in(&Account::MANAGER);
    browser.go(&format!("{report}/check"));
    browser.clean();
    for criterion in CRITERIA {
        if browser.text().contains(criterion) {
            browser.answer(criterion, "Met");
        }
    }
    browser.press("Agree");
    browser.sees("You agreed");
    browser.sign_in(&Account::PRACTITIONER);
    browser.go(&format!("{report}/sign"));
    browser.clean();
    if browser.text().contains("Why should the court have it without these answers?") {
        browser.fill("Why should the court have it without these answers?", "The police answer on Monday");
    }
    browser.press("Sign it");
    browser.go(&format!("{report}/print"));
    browser.sees("Rehabilitation activity");
    browser.clean();
}

/// The court orders what was proposed; the promise stands beside the order, and is kept on the day it begins.
fn order_and_begin(browser: &Browser, day: &str) {
    browser.go(&person("/promises"));
    browser.sees("Nothing has been promised for this person.");
    browser.sees("What courts were told");
    browser.clean();
    go_on_to(browser, "/orders/new");
    browser.fill("Sentence", "Community order");
    browser.fill_day("When was it made?", "23/11/2026");
    browser.fill_day("When does it end?", "22/11/2027");
    browser.press("Record order");
    browser.sees("Order recorded");
    go_on_to(browser, "/requirements/new");
    browser.fill("Requirement", "Rehabilitation activity");
    browser.fill("Length", "20 days");
    browser.press("Add requirement");
    browser.go(&person("/promises"));
    browser.sees(&format!("How {day} came about"));
    browser.clean();
    go_on_to(browser, "/begin");
    browser.fill_day("When did it begin?", "23/11/2026");
    browser.press("Save");
    browser.go(&person("/promises"));
    browser.sees("Kept");
    browser.clean();
}

/// From the sentence to the form whose address ends so.
fn go_on_to(browser: &Browser, ending: &str) {
    browser.go(&person("/sentence"));
    let links = browser.links();
    let found = links.iter().find(|link| link.ends_with(ending));
    browser.go(found.unwrap_or_else(|| panic!("no link to {ending}: {links:?}")));
    browser.clean();
}

/// Whoever cannot see the picture reads the same from the table.
fn read_the_map(browser: &Browser) {
    browser.sign_in(&Account::COURT_OFFICER);
    browser.go("/availability");
    browser.clean();
    let (cells, empty) = browser.table_cells();
    assert!(cells.iter().any(|cell| cell.contains("week")), "waits are told in words: {cells:?}");
    assert!(cells.iter().any(|cell| cell == "Not available"), "so is what there is not: {cells:?}");
    assert_eq!(empty, 0, "no cell leaves it to the picture");
}

#[test]
fn what_a_report_promises_a_court_is_kept_when_the_order_begins() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    let report = open_the_report(&browser);
    let day = write(&browser, &report);
    check_and_sign(&browser, &report);
    order_and_begin(&browser, &day);
    read_the_map(&browser);
    browser.picture("journey-promise-end");
}

//! From answers to risk, tier and workload, as docs/flows tells it: an officer assesses and plans, a manager signs too, the
//! tier and the officer's capacity follow, the manager allocates, and the officer's own band stands beside the number that
//! was computed. Axe looks at each page on the way; once more without JavaScript.

use crate::browser::Browser;
use crate::server::{Account, World};

/// Sentenced the other day, without an officer yet.
const CRN: &str = "T000001";
const NAME: &str = "Leon Fairweather";

const LIST: &str = "Save and go to the list";

/// Sections in an order of the officer's own, with what each must say in a first assessment.
const ANSWERS: &[(&str, &[(&str, &str)])] = &[
    ("offence", &[("Was a weapon carried or used?", "No")]),
    ("accommodation", &[("Suitability of the accommodation", "Some problems")]),
    ("employment", &[("Is the person unemployed, or will they be on release?", "Yes")]),
    (
        "relationships",
        &[
            ("Relationship with a partner now", "Some problems"),
            ("Is there evidence that the person has committed domestic abuse?", "No"),
            ("Current relationship", "Not in a relationship"),
        ],
    ),
    ("lifestyle", &[("Regular activities that encourage offending", "Some problems")]),
    ("drugs", &[("Has the person ever misused drugs?", "No")]),
    (
        "alcohol",
        &[
            ("Current alcohol use", "Significant problems"),
            ("Binge drinking or excessive use in the last 6 months", "Significant problems"),
        ],
    ),
    ("thinking", &[("Impulsivity", "Some problems"), ("Temper control", "Significant problems")]),
    ("attitudes", &[("Attitudes that favour crime", "Some problems")]),
    (
        "harm-screening",
        &[
            ("Has the person ever seriously harmed somebody, or tried or threatened to?", "No"),
            ("Could children be at risk from the person?", "No"),
            ("Could a partner, former partner or other known adult be at risk?", "No"),
            ("Could staff, prisoners or members of the public be at risk?", "Yes"),
            ("Is there anything else, from any source, that points to serious harm?", "No"),
            ("Is the person at risk of suicide or self-harm, or vulnerable?", "No"),
        ],
    ),
];

const ANALYSIS: &[(&str, &str)] = &[
    ("Who is at risk? Name children first", "Men of his own age whom he does not know"),
    ("What is the nature of the risk?", "Blows, and once a bottle"),
    ("When is the risk likely to be greatest?", "At weekends, late, after drinking"),
    ("What circumstances would make it greater?", "Losing the room at his sister's"),
    ("What would make it smaller?", "Work in the evening, and less to drink"),
];

const LEVELS: &[(&str, &str, &str)] = &[
    ("children", "Low", "No contact with children"),
    ("the public", "High", "Two fights with strangers in a year"),
    ("a known adult", "Low", "None known"),
    ("staff", "Low", "None known"),
];

fn person(rest: &str) -> String {
    format!("/people/{CRN}{rest}")
}

/// The officer begins an assessment; gives its path.
fn begin(browser: &Browser) -> String {
    browser.go(&person("/assessment"));
    browser.clean();
    browser.press("Begin an assessment");
    browser.sees("How much is asked?");
    browser.clean();
    browser.press("Begin");
    browser.sees("Initial assessment 1 is open");
    browser.clean();
    browser.at()
}

fn answer_the_needs(browser: &Browser, assessment: &str) {
    let section = |code: &str| browser.go(&format!("{assessment}/sections/{code}"));
    section("own-view");
    browser.clean();
    browser.fill("What would you like to be different in a year from now?", "A place of my own");
    browser.press("Save and go on");
    browser.sees("From the record");
    browser.clean();
    browser.fill("Home Office code of the current offence, five digits, where the record has none", "10501");
    browser.fill("Age when first cautioned, convicted or otherwise sanctioned", "19");
    browser.fill("Number of sanctions in all, with the current one", "4");
    browser.fill("Number of those for violence", "2");
    browser.answer("Has the person a previous conviction for any of the nine kinds below?", "No");
    browser.answer("Has the person ever committed a sexual offence, or one with a sexual motive?", "No");
    browser.press("Save and go on");
    browser.fill("What happened, in brief", "A fight outside a public house");
    for (code, answers) in ANSWERS {
        if *code != "offence" {
            section(code);
        }
        browser.clean();
        for (question, choice) in *answers {
            browser.answer(question, choice);
        }
        browser.press(LIST);
        browser.sees("saved");
    }
    section("alcohol");
    browser.sees("4 points of 8");
}

fn judge_the_harm(browser: &Browser, assessment: &str) {
    browser.go(&format!("{assessment}/sections/harm-analysis"));
    browser.clean();
    for (question, words) in ANALYSIS {
        browser.fill(question, words);
    }
    browser.press("Save and go on");
    browser.sees("By who is at risk");
    for (who, level, _) in LEVELS {
        browser.answer(&format!("In the community: {who}"), level);
    }
    browser.press(LIST);
    // What is missing is told in words, and leads to where it is missing.
    browser.press("See what stands against signing");
    browser.sees("“In the community: the public” has no evidence");
    browser.clean();
    browser.go(&format!("{assessment}/sections/harm-levels"));
    browser.clean();
    for (who, _, evidence) in LEVELS {
        browser.fill(&format!("Evidence (in the community: {who})"), evidence);
    }
    browser.press(LIST);
}

fn plan(browser: &Browser) {
    browser.go(&person("/plan/goals/new"));
    browser.clean();
    browser.press("Save the goal");
    browser.sees("There is a problem");
    browser.clean();
    browser.fill("Which need is it for?", "Alcohol misuse");
    browser.fill("What does the person work towards?", "Two evenings a week without a drink");
    browser.fill("How will everybody know that it is reached?", "He keeps a diary and shows it");
    browser.press("Save the goal");
    browser.sees("The goal is set. Add the first action");
    browser.clean();
    browser.fill("What is to be done?", "See the alcohol service");
    browser.choose("The person");
    browser.fill_day("By when?", "18/12/2026");
    browser.press("Save the action");
    browser.sees("The action is part of the plan");
    browser.sees("Two evenings a week without a drink");
    browser.clean();
}

/// The officer assesses, plans and signs; a manager signs too. Gives the officer's name.
fn assess_and_sign(browser: &Browser) -> String {
    browser.sign_in(&Account::PRACTITIONER);
    let officer = browser.who();
    let assessment = begin(browser);
    answer_the_needs(browser, &assessment);
    judge_the_harm(browser, &assessment);
    plan(browser);
    browser.go(&format!("{assessment}/sign"));
    browser.sees("The risk of serious harm is high");
    browser.clean();
    browser.press("Sign");
    browser.sees("waits for a manager");
    browser.go(&person("/tiers"));
    browser.sees("No tier");
    browser.clean();

    browser.sign_in(&Account::MANAGER);
    browser.go("/");
    browser.clean();
    browser.go(&assessment);
    browser.press("Countersign or return");
    browser.press("Save the decision");
    browser.sees("Select your decision");
    browser.clean();
    browser.choose("Countersign");
    browser.press("Save the decision");
    browser.sees("Initial assessment 1 is countersigned");
    browser.clean();
    officer
}

/// What the list of capacity says of an officer, in percent.
fn capacity(browser: &Browser, officer: &str) -> String {
    browser.go("/team/capacity");
    browser.clean();
    let text = browser.text();
    let line = text.lines().find(|line| line.starts_with(officer) && line.contains('%'));
    let line = line.unwrap_or_else(|| panic!("no capacity of {officer}: {text}"));
    line.split_whitespace().find(|word| word.ends_with('%')).unwrap_or_default().to_owned()
}

/// The tier stands, and the officer's capacity rises with the case: before, on the way, and afterwards.
fn allocate(browser: &Browser, officer: &str) {
    browser.go(&person("/tiers"));
    browser.sees("How the letter came about");
    assert!(!browser.text().contains("No tier yet"), "the tier follows the signed assessment: {}", browser.text());
    browser.clean();
    let before = capacity(browser, officer);
    browser.go(&format!("/allocate/{CRN}"));
    browser.sees(&format!("{before} now"));
    browser.clean();
    browser.choose(officer);
    browser.press("Continue");
    browser.sees("with this person");
    let with =
        browser.text().split("with this person").next().and_then(|t| t.split_whitespace().last().map(str::to_owned));
    browser.clean();
    browser.press("Allocate");
    browser.sees("is allocated to");
    browser.clean();
    let after = capacity(browser, officer);
    assert_ne!(before, after);
    assert_eq!(with.as_deref(), Some(after.as_str()), "what was foretold is what came");
}

/// The officer's band waits, a manager confirms it, and the number that was computed is never hidden.
fn override_a_band(browser: &Browser) {
    let score = person("/risk/scores/2/allReoffendingPredictor");
    let computed = "39.90%";
    browser.sign_in(&Account::PRACTITIONER);
    browser.go(&person("/risk"));
    browser.sees(computed);
    browser.clean();
    browser.go(&score);
    browser.sees(computed);
    browser.clean();
    browser.follow("Propose another band, with reasons");
    browser.press("Send to a manager");
    browser.sees("There is a problem");
    browser.clean();
    browser.choose("Medium");
    browser.fill("Why does the computed band not fit?", "Two fights since that no court has heard of yet.");
    browser.press("Send to a manager");
    browser.sees("The proposal waits for a manager");
    browser.sees(computed);
    browser.clean();

    browser.sign_in(&Account::MANAGER);
    browser.go("/approvals");
    browser.sees("Two fights since");
    browser.clean();
    browser.press(&format!("Confirm {NAME}"));
    browser.go(&score);
    browser.sees(computed);
    browser.sees("Medium");
    browser.clean();
    browser.go(&person("/risk"));
    browser.sees(computed);
    browser.clean();
}

#[test]
fn answers_become_risk_tier_and_workload_and_an_officers_band_hides_no_number() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::open(&server.address) else { return };
    let officer = assess_and_sign(&browser);
    allocate(&browser, &officer);
    override_a_band(&browser);
    browser.picture("journey-risk-end");
}

#[test]
fn answers_become_risk_without_javascript() {
    let world = World::demo();
    let server = world.serve();
    let Some(browser) = Browser::without_javascript(&server.address) else { return };
    let officer = assess_and_sign(&browser);
    allocate(&browser, &officer);
    override_a_band(&browser);
}

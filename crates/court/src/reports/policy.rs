//! What policy asks of reports, as pages and calls: rules set anew, reworded, ended and added from a day to come.
//!
//! Always true: a rule that is set is a new row; a report goes by the rules of the day on which it was asked for.

use super::records::{Part as ReportPart, ReportKind, ReportRule};
use super::rules::TICKED;
use kernel::{Date, Permission};
use policy::{Adding, Counts, Dated, Figure, List, Made, New, Part, Paths, Shelf, list};
use store::{Cx, Failure, Record, Result, Table};
use web::form::Form;
use web::{Markup, html, ui};

policy::changes!(PolicyChange in "court_policy_change");

pub(crate) const TABLES: &[&Table] = &[<PolicyChange as Record>::TABLE];

/// The longest reason of a rule, in characters.
const LONGEST_WORDS: usize = 200;
const MOST_DAYS: u32 = 366;
/// Facts that are numbers, with the highest each can be.
const NUMBERS: [(&str, &str, u32); 4] = [
    ("age", "Age at the hearing", 120),
    ("harm", "Risk of serious harm, from 0 for low to 3 for very high", 3),
    ("days", "Working days from the asking to the hearing", MOST_DAYS),
    ("kind", "Kind of report: 0 oral, 1 fast, 2 standard", 2),
];

struct Reports;

impl Shelf for Reports {
    type Changes = PolicyChange;
    const PATHS: Paths = policy::paths!("/policy/court", "/api/v1/policy/court");
    const TITLE: &'static str = "Policy of court reports";
    const ABOUT: &'static str = "Which kind of report is written when, what belongs in it, and by what it is checked.";
    const READ: Permission = Permission::ReadTeams;
    const SET: Permission = Permission::Administer;
    const LISTS: &'static [List] = &[list::<ReportRule>(
        "reports",
        "What is asked of a report",
        "Reports asked for from that day on go by the new row. Those asked for before go on by the old one.",
    )
    .with(Adding { title: "Add a rule", fields, make })];
}

pub(super) fn routes() -> Vec<web::Route> {
    policy::routes::<Reports>()
}

/// Facts that are not numbers: the author ticks them.
fn fact_words(fact: &str) -> &str {
    let number = NUMBERS.iter().find(|(code, ..)| *code == fact).map(|(_, words, _)| *words);
    number.or_else(|| TICKED.iter().find(|(code, _)| *code == fact).map(|(_, words)| *words)).unwrap_or(fact)
}

/// What a rule asks for, in words.
fn asks_words(asks: &str) -> String {
    match asks.split_once(':') {
        Some(("kind", kind)) => {
            kind.parse::<ReportKind>().map_or_else(|()| asks.to_owned(), |k| format!("{} report", k.words()))
        }
        Some(("part", part)) => {
            part.parse::<ReportPart>().map_or_else(|()| asks.to_owned(), |p| format!("the part “{}”", p.words()))
        }
        Some(("enquiry", kind)) => format!("an enquiry: {}", kind.replace('-', " ")),
        Some(("days", _)) => "working days to write it".to_owned(),
        _ if asks == "check" => "a check before it is signed".to_owned(),
        _ if asks == "video" => "an offer of a video link".to_owned(),
        _ if asks == "criterion" => "to be looked at in the check".to_owned(),
        _ => asks.to_owned(),
    }
}

fn number(name: &str, words: &str, counts: Counts, number: Option<i64>, most: u32) -> Part {
    let number = number.and_then(|n| u32::try_from(n).ok());
    let (name, words) = (name.to_owned(), words.to_owned());
    Part { name, words, counts, number, may_be_open: true, least: 0, most, rising: None }
}

fn days_of(asks: &str) -> Option<i64> {
    asks.strip_prefix("days:").and_then(|days| days.parse().ok())
}

impl Dated for ReportRule {
    const ORDER: &'static str = "ORDER BY place, code, valid_from";

    fn code(&self) -> String {
        self.code.clone()
    }

    fn figure(&self) -> Option<Figure> {
        let mut parts = Vec::new();
        if let Some((_, words, most)) = NUMBERS.iter().find(|(code, ..)| *code == self.fact) {
            let least = format!("{words}: at least");
            parts.push(number("at_least", &least, Counts::Things, self.at_least, *most));
            let highest = number("at_most", &format!("{words}: at most"), Counts::Things, self.at_most, *most);
            parts.push(Part { rising: Some("“At most” cannot be below “at least”"), ..highest });
        }
        if let Some(days) = days_of(&self.asks) {
            let days = number("days", "It takes", Counts::WorkingDays, Some(days), MOST_DAYS);
            parts.push(Part { may_be_open: false, ..days });
        }
        Some(Figure {
            code: self.code.clone(),
            words: self.words.clone(),
            parts,
            from: self.valid_from,
            until: self.valid_before,
            assumed: self.assumed,
            source: format!("When: {}. Asks for {}. {}", fact_words(&self.fact), asks_words(&self.asks), self.source),
            rewords: Some(LONGEST_WORDS),
            may_end: true,
        })
    }

    fn anew(&self, new: &New, source: String) -> ReportRule {
        let mut numbers = new.numbers.iter().copied().map(|n| n.map(i64::from));
        let is_number = NUMBERS.iter().any(|(code, ..)| *code == self.fact);
        let (at_least, at_most) = match is_number {
            true => (numbers.next().flatten(), numbers.next().flatten()),
            false => (self.at_least, self.at_most),
        };
        let days = days_of(&self.asks).and_then(|_| numbers.next().flatten());
        let asks = days.map_or_else(|| self.asks.clone(), |days| format!("days:{days}"));
        let words = new.words.clone().unwrap_or_else(|| self.words.clone());
        let (valid_from, valid_before) = (new.from, new.until());
        ReportRule { valid_from, valid_before, at_least, at_most, asks, words, assumed: false, source, ..self.clone() }
    }
}

/// Everything that a rule may ask for on a day, but for days.
fn askable(cx: &mut Cx<'_>, day: Date) -> Result<Vec<(String, String)>> {
    let kinds = ReportKind::ALL.iter().map(|k| format!("kind:{}", k.code()));
    let parts = ReportPart::ALL.iter().map(|p| format!("part:{}", p.code()));
    let plain = ["check", "video", "criterion"].map(str::to_owned);
    let mut all: Vec<(String, String)> =
        kinds.chain(parts).chain(plain).map(|asks| (asks.clone(), capital(&asks_words(&asks)))).collect();
    for kind in assessment::enquiries::kinds(cx)?.offered(day) {
        all.push((format!("enquiry:{}", kind.code), format!("An enquiry: {}", kind.name.en)));
    }
    Ok(all)
}

fn capital(words: &str) -> String {
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

fn facts() -> Vec<(String, String)> {
    let numbers = NUMBERS.iter().map(|(code, words, _)| ((*code).to_owned(), (*words).to_owned()));
    numbers.chain(TICKED.iter().map(|(code, words)| ((*code).to_owned(), (*words).to_owned()))).collect()
}

fn fields(cx: &mut Cx<'_>, form: &Form) -> Result<Markup> {
    let today = cx.today();
    let asks = askable(cx, today)?;
    Ok(html! {
        (ui::select("fact", "What does it look at?").option("", "Select a fact").options(facts()).show(form))
        (ui::input("at_least", "At least").hint("For facts that are numbers; leave empty for no limit").number().width(5).show(form))
        (ui::input("at_most", "At most").number().width(5).show(form))
        (ui::select("asks", "What does it ask for?").option("", "Select what it asks for").options(asks).show(form))
        (ui::textarea("words", "The reason, as authors read it").rows(2).most(LONGEST_WORDS).show(form))
    })
}

fn make(cx: &mut Cx<'_>, form: &mut Form, new: &New) -> Result<Made> {
    let facts: Vec<String> = facts().into_iter().map(|(code, _)| code).collect();
    let asked: Vec<String> = askable(cx, new.from)?.into_iter().map(|(code, _)| code).collect();
    let fact = form.code("fact", "what it looks at", &facts);
    let highest =
        |fact: Option<&String>| NUMBERS.iter().find(|(code, ..)| fact.is_some_and(|f| f == code)).map(|n| n.2);
    let most = i64::from(highest(fact.as_ref()).unwrap_or(0));
    let at_least = form.optional_integer("at_least", "the least", 0..=most);
    let at_most = form.optional_integer("at_most", "the most", at_least.unwrap_or(0)..=most);
    let (asks, words) =
        (form.code("asks", "what it asks for", &asked), form.text("words", "the reason", LONGEST_WORDS));
    let (fact, asks, words) = form.complete((fact, asks, words))?;
    if highest(Some(&fact)).is_some() && at_least.is_none() && at_most.is_none() {
        return Err(Failure::refused("at_least", "no_limit", "Enter from or up to which number the rule holds"));
    }
    let all: Vec<ReportRule> = cx.list("ORDER BY place, code", &[])?;
    let place = all.iter().map(|row| row.place).max().unwrap_or(0).saturating_add(10);
    let (code, source) = (format!("own-{place}"), new.source());
    let (valid_from, valid_before, assumed) = (new.from, None, false);
    let row =
        ReportRule { code, valid_from, valid_before, place, fact, at_least, at_most, asks, words, assumed, source };
    cx.insert(&row)?;
    Ok(Made { code: row.code, words: row.words })
}

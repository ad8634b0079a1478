//! Whether a project fits a person on a day of the week, aspect by aspect, each with its words. What the record does not know is
//! said to be unknown and never counts as a yes. Pure.

use super::records::{Availability, Said};
use crate::projects::policy::{Policy, words};
use crate::projects::{Project, ProjectDay};
use kernel::{Date, Time, UnitId, words as said};

/// How much a finding weighs, the lightest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Weight {
    Fits,
    /// The record does not say: ask.
    Unknown,
    /// It does not fit. An officer may place the person all the same, with a reason.
    Against,
    /// Somebody could be in danger: with a reason, and a manager who agreed.
    Grave,
    /// Never.
    Never,
}

impl Weight {
    /// As programs name it.
    #[must_use]
    pub fn code(self) -> &'static str {
        match self {
            Weight::Fits => "fits",
            Weight::Unknown => "unknown",
            Weight::Against => "against",
            Weight::Grave => "grave",
            Weight::Never => "never",
        }
    }

    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Weight::Fits => "Fits",
            Weight::Unknown => "Not known",
            Weight::Against => "Does not fit",
            Weight::Grave => "Could be a danger",
            Weight::Never => "Not possible",
        }
    }
}

/// One thing that was looked at.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// What was looked at, such as "Times".
    pub aspect: &'static str,
    pub weight: Weight,
    pub words: String,
}

/// What the record knows of a person that matters for where they work.
#[derive(Clone, Debug, Default)]
pub struct PersonFacts {
    /// A code of the set of genders.
    pub gender: Option<String>,
    pub religion: Option<String>,
    /// Codes and names of the registrations that are live.
    pub registrations: Vec<(String, String)>,
    /// Requirements that say where the person may not be or when they must be at home, with what the court said.
    pub place_bound: Vec<(String, String, Option<String>)>,
    pub offences: Vec<String>,
    pub disabilities: Vec<String>,
    pub town: Option<String>,
    pub unit: Option<UnitId>,
    pub availability: Option<Availability>,
}

/// When somebody would work.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Times {
    pub weekday: i64,
    pub start: Time,
    pub end: Time,
}

impl From<&ProjectDay> for Times {
    fn from(day: &ProjectDay) -> Times {
        Times { weekday: day.weekday, start: day.start_time, end: day.end_time }
    }
}

const DAYS: [&str; 7] = ["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"];

/// The name of a weekday, from 1 for Monday.
#[must_use]
pub fn day_name(weekday: i64) -> &'static str {
    let at = usize::try_from(weekday - 1).ok().and_then(|at| DAYS.get(at));
    at.copied().unwrap_or("Unknown day")
}

/// The names of weekdays that are given as digits.
#[must_use]
pub fn day_names(digits: &str) -> String {
    let names: Vec<&str> = digits.bytes().map(|b| day_name(i64::from(b.wrapping_sub(b'0')))).collect();
    match names.split_last() {
        Some((last, [])) => (*last).to_owned(),
        Some((last, rest)) => format!("{} and {last}", rest.join(", ")),
        None => String::new(),
    }
}

fn has(digits: &str, weekday: i64) -> bool {
    digits.bytes().any(|b| i64::from(b.wrapping_sub(b'0')) == weekday)
}

fn finding(aspect: &'static str, weight: Weight, words: impl Into<String>) -> Finding {
    Finding { aspect, weight, words: words.into() }
}

/// Everything that was looked at, in a fixed order.
pub(crate) fn fit(of: &PersonFacts, project: &Project, times: Times, on: Date, policy: &Policy) -> Vec<Finding> {
    let mut found = vec![sex(of, project)];
    found.extend(danger(of, project, on, policy));
    found.extend(bounds(of));
    found.extend(when(of, times));
    found.extend(rest(of, times, on, policy));
    found.push(way(of, project));
    found.extend(body(of, project, policy));
    found.push(skills(of, project, policy));
    found
}

fn sex(of: &PersonFacts, project: &Project) -> Finding {
    let wants = of.availability.as_ref().and_then(|a| a.women_only);
    match (project.women_only, of.gender.as_deref()) {
        (true, Some("F")) => finding("Who works there", Weight::Fits, "Only women work there"),
        (true, None | Some("N")) => {
            finding("Who works there", Weight::Unknown, "Only women work there, and the record does not say the sex")
        }
        (true, Some("M")) => finding("Who works there", Weight::Never, "Only women work there"),
        (true, Some(_)) => {
            finding("Who works there", Weight::Unknown, "Only women work there: agree with the person and a manager")
        }
        (false, _) if wants == Some(Said::Yes) => {
            finding("Who works there", Weight::Against, "Asked to work among women alone, and men work there too")
        }
        (false, _) => finding("Who works there", Weight::Fits, "Open to everybody"),
    }
}

fn danger(of: &PersonFacts, project: &Project, on: Date, policy: &Policy) -> Vec<Finding> {
    let held = |fact: &str| -> Vec<&str> {
        let kinds: Vec<&str> = policy.registered(fact, on).collect();
        of.registrations
            .iter()
            .filter(|(kind, _)| kinds.contains(&kind.as_str()))
            .map(|(_, name)| name.as_str())
            .collect()
    };
    let mut found = Vec::new();
    for (there, fact, whom) in
        [(project.children_near, "children", "Children"), (project.vulnerable_near, "vulnerable", "Adults at risk")]
    {
        let names = held(fact);
        if there && !names.is_empty() {
            let words = format!("{whom} are there, and the person is registered: {}", names.join(", "));
            found.push(finding("Risk to others", Weight::Grave, words));
        } else if there {
            let words = format!("{whom} are there, and no registration speaks against it");
            found.push(finding("Risk to others", Weight::Fits, words));
        }
    }
    let look = held("look");
    if !look.is_empty() {
        let words = format!("Read the risk management plan first: {}", look.join(", "));
        found.push(finding("Risk to others", Weight::Unknown, words));
    }
    if !of.offences.is_empty() && (project.children_near || project.vulnerable_near) {
        let words = format!("Look whether the offences speak against it: {}", of.offences.join("; "));
        found.push(finding("Offences", Weight::Unknown, words));
    }
    if found.is_empty() {
        found.push(finding("Risk to others", Weight::Fits, "Nothing on the record speaks against it"));
    }
    found
}

fn bounds(of: &PersonFacts) -> Vec<Finding> {
    let told = of.place_bound.iter().map(|(_, name, notes)| {
        let notes = notes.as_deref().map_or_else(String::new, |n| format!(" ({n})"));
        finding(
            "Where they may be",
            Weight::Unknown,
            format!("{name} is ordered{notes}: check this place and these times"),
        )
    });
    told.collect()
}

fn when(of: &PersonFacts, times: Times) -> Vec<Finding> {
    let day = day_name(times.weekday);
    let Some(known) = &of.availability else {
        return vec![finding("Times", Weight::Unknown, "Nobody has recorded when the person can work")];
    };
    let mut found = Vec::new();
    if known.weekdays.is_empty() {
        found.push(finding("Times", Weight::Unknown, "The record does not say which days suit"));
    } else if !has(&known.weekdays, times.weekday) {
        let suits = day_names(&known.weekdays);
        found.push(finding("Times", Weight::Against, format!("{day} does not suit: {suits} would")));
    } else if known.from_time.is_some_and(|from| times.start < from) {
        let from = known.from_time.map_or_else(String::new, said::time);
        found.push(finding("Times", Weight::Against, format!("It starts before {from}, the earliest that suits")));
    } else if known.until_time.is_some_and(|until| times.end > until) {
        let until = known.until_time.map_or_else(String::new, said::time);
        found.push(finding("Times", Weight::Against, format!("It ends after {until}, the latest that suits")));
    } else {
        found.push(finding("Times", Weight::Fits, format!("{day} suits")));
    }
    for (what, words) in [("Cares for children or others", &known.cares_for_children), ("Works", &known.works)] {
        if let Some(words) = words {
            found.push(finding("Times", Weight::Unknown, format!("{what}: {words}. Check that it does not collide")));
        }
    }
    found
}

fn rest(of: &PersonFacts, times: Times, on: Date, policy: &Policy) -> Option<Finding> {
    let day = day_name(times.weekday);
    let kept = of.availability.as_ref().map(|a| a.rest_days.as_str()).filter(|days| !days.is_empty());
    if let Some(kept) = kept {
        return Some(if has(kept, times.weekday) {
            finding("Religion", Weight::Against, format!("{day} is kept free for religion"))
        } else {
            finding("Religion", Weight::Fits, format!("{day} is not a day kept free for religion"))
        });
    }
    // Somebody who was asked and named no day keeps none.
    if of.availability.is_some() {
        return None;
    }
    let usual = policy.rest_days(of.religion.as_deref()?, on)?;
    has(usual, times.weekday)
        .then(|| finding("Religion", Weight::Unknown, format!("Ask whether {day} is kept free for religion")))
}

fn same_place(a: &str, b: &str) -> bool {
    a.trim().to_lowercase() == b.trim().to_lowercase()
}

fn way(of: &PersonFacts, project: &Project) -> Finding {
    let from = of.availability.as_ref().and_then(|a| a.town.as_deref()).or(of.town.as_deref());
    let limit = of.availability.as_ref().and_then(|a| a.travel_minutes);
    let limit =
        limit.map_or_else(String::new, |most| format!(", and can travel {}", said::count(most, "minute", "minutes")));
    match (from, project.town.as_deref()) {
        (Some(home), Some(there)) if same_place(home, there) => {
            finding("Way", Weight::Fits, format!("In {there}, where the person lives"))
        }
        (Some(home), Some(there)) => {
            let words = format!("In {there}; the person travels from {home}{limit}. Check how long the way takes");
            finding("Way", Weight::Unknown, words)
        }
        _ if of.unit == Some(project.unit_id) => {
            finding("Way", Weight::Unknown, "In the same delivery unit; the town is not on the record".to_owned())
        }
        _ => finding("Way", Weight::Unknown, "The record does not say how far it is".to_owned()),
    }
}

fn body(of: &PersonFacts, project: &Project, policy: &Policy) -> Vec<Finding> {
    let needs = project.need_codes();
    let mut found = Vec::new();
    if let Some(known) = &of.availability {
        let limits = known.limit_codes();
        let collide: Vec<&str> =
            needs.iter().filter(|code| limits.contains(code)).map(|code| words(&policy.needs, code)).collect();
        if !collide.is_empty() {
            let words = format!("The person cannot do what the work asks: {}", collide.join(", "));
            found.push(finding("Health", Weight::Against, words));
        }
        if let Some(health) = &known.health {
            found.push(finding("Health", Weight::Unknown, format!("Told us: {health}")));
        }
    } else if !of.disabilities.is_empty() && !needs.is_empty() {
        let words = format!("Ask what the person can do; on the record: {}", of.disabilities.join(", "));
        found.push(finding("Health", Weight::Unknown, words));
    }
    if found.is_empty() {
        found.push(match (needs.is_empty(), of.availability.is_some()) {
            (true, _) => finding("Health", Weight::Fits, "The work asks nothing special of a body"),
            (false, true) => finding("Health", Weight::Fits, "Nothing that the work asks is a limit of the person"),
            (false, false) => finding("Health", Weight::Unknown, "Nobody has asked what the person can do"),
        });
    }
    found
}

fn skills(of: &PersonFacts, project: &Project, policy: &Policy) -> Finding {
    let taught = project.skill_codes();
    let Some(known) = &of.availability else {
        return finding("Skills", Weight::Unknown, "Nobody has asked what the person can do or wants to learn");
    };
    let own = known.skill_codes();
    let shared: Vec<&str> =
        taught.iter().filter(|code| own.contains(code)).map(|code| words(&policy.skills, code)).collect();
    if shared.is_empty() {
        finding("Skills", Weight::Unknown, "No skill of the person’s is used or taught there")
    } else {
        finding("Skills", Weight::Fits, format!("Uses or teaches what the person chose: {}", shared.join(", ")))
    }
}

/// What a list is ordered by: nothing against it first, then what fits most.
pub(crate) fn rank(found: &[Finding]) -> (Weight, usize, std::cmp::Reverse<usize>) {
    let worst = found.iter().map(|f| f.weight).filter(|w| *w > Weight::Unknown).max().unwrap_or(Weight::Fits);
    let against = found.iter().filter(|f| f.weight > Weight::Unknown).count();
    (worst, against, std::cmp::Reverse(found.iter().filter(|f| f.weight == Weight::Fits).count()))
}

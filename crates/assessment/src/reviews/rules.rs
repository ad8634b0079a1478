//! What calls for a review, by when it is due, and what a time limit or a birthday asks for. Pure: takes today and the
//! dated rows, returns dates with their working.

use super::records::{Cause, Review, Settlement};
use jiff::ToSpan;
use kernel::{Bilingual, Date, Refusal, Refusals, WorkingDays};

/// The longest reason, in characters.
pub(crate) const LONGEST: usize = 4_000;

/// What a count counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    WorkingDays,
    Days,
}

/// Something that calls for a review.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Trigger {
    pub code: String,
    pub valid_from: Date,
    pub valid_before: Option<Date>,
    pub words: Bilingual,
    /// What is heard, some with a detail after a colon.
    pub hears: Vec<String>,
    pub first_only: bool,
    pub count: u32,
    pub unit: Unit,
    pub by_hand: bool,
    pub at_age: Option<u32>,
    pub every_months: Option<u32>,
    pub risk_levels: Vec<String>,
    pub assumed: bool,
    pub source: String,
}

impl Trigger {
    /// The day by which the review is due, and how it was reached.
    #[must_use]
    pub fn due(&self, from: Date, working: WorkingDays<'_>) -> (Date, String) {
        let (day, unit) = match self.unit {
            Unit::WorkingDays => (working.after(from, self.count), ("working day", "working days")),
            Unit::Days => (from.saturating_add(i64::from(self.count).days()), ("day", "days")),
        };
        let assumed = if self.assumed { " (assumed)" } else { "" };
        let count = web::ui::count(i64::from(self.count), unit.0, unit.1);
        (day, format!("{count} from {}{assumed}", web::ui::day(from)))
    }
}

/// Every row there has been.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Triggers(pub Vec<Trigger>);

impl Triggers {
    /// The rows that hold on a day, in the order of the list.
    pub fn on(&self, day: Date) -> impl Iterator<Item = &Trigger> {
        let holds = move |t: &Trigger| t.valid_from <= day && t.valid_before.is_none_or(|before| day < before);
        self.0.iter().filter(move |t| {
            let later = |o: &&Trigger| o.code == t.code && o.valid_from > t.valid_from && holds(o);
            holds(t) && !self.0.iter().any(|o| later(&o))
        })
    }

    /// What hears a fact on a day.
    pub fn hearing<'a>(&'a self, heard: &'a str, day: Date) -> impl Iterator<Item = &'a Trigger> {
        self.on(day).filter(move |t| t.hears.iter().any(|h| h == heard))
    }

    /// The row of a code that holds on a day.
    #[must_use]
    pub fn at(&self, code: &str, day: Date) -> Option<&Trigger> {
        self.on(day).find(|t| t.code == code)
    }

    /// The words of a code; the code itself when nobody knows it.
    #[must_use]
    pub fn words<'a>(&'a self, code: &'a str) -> &'a str {
        let newest = self.0.iter().filter(|t| t.code == code).max_by_key(|t| t.valid_from);
        newest.map_or(code, |t| t.words.en.as_str())
    }
}

/// A review with what called for it and how it was settled.
#[derive(Clone, Debug, PartialEq)]
pub struct Standing {
    pub review: Review,
    pub causes: Vec<Cause>,
    pub settled: Option<Settlement>,
}

impl Standing {
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.settled.is_none()
    }
}

/// The open review that takes up a new cause, so that one life event does not ask for the same review twice: one with the
/// same reason, or the first assessment where that is due as soon.
#[must_use]
pub fn taken_up<'a>(open: &'a [Standing], triggers: &Triggers, code: &str, due: Date) -> Option<&'a Standing> {
    let same = open.iter().find(|s| s.is_open() && s.review.reason == code);
    let is_first = |s: &&Standing| triggers.0.iter().any(|t| t.code == s.review.reason && t.first_only);
    same.or_else(|| open.iter().find(|s| s.is_open() && is_first(s) && s.review.due_on <= due))
}

/// Whether so many failures within the time are a pattern.
#[must_use]
pub fn is_pattern(failures: &[Date], latest: Date, count: i64, months: i64) -> bool {
    let since = latest.saturating_sub(months.months());
    let within = failures.iter().filter(|day| **day > since && **day <= latest).count();
    i64::try_from(within).unwrap_or(i64::MAX) >= count
}

/// Somebody whom time may ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Timed {
    pub born: Option<Date>,
    /// Supervised since.
    pub since: Date,
    pub signed_on: Option<Date>,
    /// The registered level of risk of serious harm.
    pub risk: Option<String>,
}

/// A review that time asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct TimeAsks {
    pub code: String,
    /// The day from which its due date is counted, or of a limit the limit itself.
    pub on: Date,
    /// The same source again is the same cause.
    pub source: String,
    /// Of a limit: the day by which it is due, with its working.
    pub due: Option<(Date, String)>,
}

/// The reviews that time asks for today: birthdays while supervised, limits since the last assessment, and the first
/// assessment of somebody whom nothing else asked about. `notice` is how many days before a limit it is raised.
#[must_use]
pub fn time_asks(who: &Timed, triggers: &Triggers, today: Date, notice: i64) -> Vec<TimeAsks> {
    let mut asks = Vec::new();
    for trigger in triggers.on(today) {
        if let (Some(age), Some(born)) = (trigger.at_age, who.born) {
            let birthday = birthday(born, age);
            if birthday <= today && birthday >= who.since {
                let source = format!("birthday:{age}");
                asks.push(TimeAsks { code: trigger.code.clone(), on: birthday, source, due: None });
            }
        }
        if let (Some(months), Some(signed)) = (trigger.every_months, who.signed_on) {
            let limit = signed.saturating_add(i64::from(months).months());
            let at_risk =
                trigger.risk_levels.is_empty() || who.risk.as_ref().is_some_and(|r| trigger.risk_levels.contains(r));
            if at_risk && limit.saturating_sub(notice.days()) <= today {
                let source = format!("{}:{signed}", trigger.code);
                let count = web::ui::count(i64::from(months), "month", "months");
                let assumed = if trigger.assumed { " (assumed)" } else { "" };
                let rule = format!("{count} from {}{assumed}", web::ui::day(signed));
                asks.push(TimeAsks { code: trigger.code.clone(), on: limit, source, due: Some((limit, rule)) });
            }
        }
        if trigger.first_only && who.signed_on.is_none() {
            let source = format!("supervised:{}", who.since);
            asks.push(TimeAsks { code: trigger.code.clone(), on: who.since, source, due: None });
        }
    }
    asks
}

/// The day on which somebody reaches an age. Who was born on 29 February reaches it on 1 March of other years.
#[must_use]
pub fn birthday(born: Date, age: u32) -> Date {
    let day = born.saturating_add(i64::from(age).years());
    if day.day() == born.day() { day } else { day.saturating_add(1.day()) }
}

/// Whether an officer may decide that no review is needed.
///
/// # Errors
/// `settled`, `no_reason`, `too_long`.
pub fn may_decide(standing: &Standing, reason: &str) -> Result<(), Refusals> {
    let mut wrong = Vec::new();
    if !standing.is_open() {
        wrong.push(Refusal::of_request("settled", "This review has been settled already"));
    }
    let length = reason.trim().chars().count();
    if length == 0 {
        wrong.push(Refusal::new("reason", "no_reason", "Enter why no review is needed"));
    } else if length > LONGEST {
        wrong.push(Refusal::new("reason", "too_long", format!("Use {LONGEST} characters or fewer")));
    }
    if wrong.is_empty() { Ok(()) } else { Err(Refusals(wrong)) }
}

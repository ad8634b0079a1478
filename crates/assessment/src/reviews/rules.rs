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
        let count = kernel::words::count(i64::from(self.count), unit.0, unit.1);
        (day, format!("{count} from {}{assumed}", kernel::words::day(from)))
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
pub(crate) fn taken_up<'a>(open: &'a [Standing], triggers: &Triggers, code: &str, due: Date) -> Option<&'a Standing> {
    let same = open.iter().find(|s| s.is_open() && s.review.reason == code);
    let is_first = |s: &&Standing| triggers.0.iter().any(|t| t.code == s.review.reason && t.first_only);
    same.or_else(|| open.iter().find(|s| s.is_open() && is_first(s) && s.review.due_on <= due))
}

/// Whether so many failures within the time are a pattern.
#[must_use]
pub(crate) fn is_pattern(failures: &[Date], latest: Date, count: i64, months: i64) -> bool {
    let since = latest.saturating_sub(months.months());
    let within = failures.iter().filter(|day| **day > since && **day <= latest).count();
    i64::try_from(within).unwrap_or(i64::MAX) >= count
}

/// Somebody whom time may ask about.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Timed {
    pub born: Option<Date>,
    /// Supervised since.
    pub since: Date,
    /// On an order, in custody or on licence: somebody who is assessed.
    pub sentenced: bool,
    pub signed_on: Option<Date>,
    /// The registered level of risk of serious harm.
    pub risk: Option<String>,
}

/// A review that time asks for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct TimeAsks {
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
pub(crate) fn time_asks(who: &Timed, triggers: &Triggers, today: Date, notice: i64) -> Vec<TimeAsks> {
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
                let count = kernel::words::count(i64::from(months), "month", "months");
                let assumed = if trigger.assumed { " (assumed)" } else { "" };
                let rule = format!("{count} from {}{assumed}", kernel::words::day(signed));
                asks.push(TimeAsks { code: trigger.code.clone(), on: limit, source, due: Some((limit, rule)) });
            }
        }
        if trigger.first_only && who.sentenced && who.signed_on.is_none() {
            let source = format!("supervised:{}", who.since);
            asks.push(TimeAsks { code: trigger.code.clone(), on: who.since, source, due: None });
        }
    }
    asks
}

/// The day on which somebody reaches an age. Who was born on 29 February reaches it on 1 March of other years.
#[must_use]
pub(crate) fn birthday(born: Date, age: u32) -> Date {
    let day = born.saturating_add(i64::from(age).years());
    if day.day() == born.day() { day } else { day.saturating_add(1.day()) }
}

/// Whether an officer may decide that no review is needed.
///
/// # Errors
/// `settled`, `no_reason`, `too_long`.
pub(crate) fn may_decide(standing: &Standing, reason: &str) -> Result<(), Refusals> {
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

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{EntryId, Instant, PersonId, ReviewId, date};
    use law::{Law, Nation};
    use uuid::Uuid;

    fn trigger(code: &str) -> Trigger {
        Trigger {
            code: code.into(),
            valid_from: date(2021, 6, 26),
            valid_before: None,
            words: Bilingual { en: code.into(), cy: code.into() },
            hears: vec![format!("heard.{code}")],
            first_only: false,
            count: 10,
            unit: Unit::WorkingDays,
            by_hand: false,
            at_age: None,
            every_months: None,
            risk_levels: vec![],
            assumed: true,
            source: "test".into(),
        }
    }

    fn open(reason: &str, due: Date) -> Standing {
        let review = Review {
            person_id: PersonId(Uuid::nil()),
            id: ReviewId(Uuid::nil()),
            reason: reason.into(),
            raised_on: date(2026, 11, 2),
            due_on: due,
            rule: "rule".into(),
            note: None,
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(0),
        };
        Standing { review, causes: vec![], settled: None }
    }

    #[test]
    fn a_review_is_due_so_many_working_days_after_it_was_called_for_and_says_how_that_was_reached() {
        let law = Law::shipped();
        let (due, rule) = trigger("address").due(date(2026, 12, 21), law.working_days(Nation::EnglandAndWales));
        assert_eq!(due, date(2027, 1, 7), "Christmas, Boxing Day and New Year's Day are not counted");
        assert_eq!(rule, "10 working days from 21 December 2026 (assumed)");
    }

    #[test]
    fn a_later_row_of_policy_holds_from_its_day_and_the_earlier_before() {
        let later = Trigger { valid_from: date(2027, 1, 1), count: 3, ..trigger("address") };
        let all = Triggers(vec![trigger("address"), later]);
        assert_eq!(all.at("address", date(2026, 12, 31)).unwrap().count, 10);
        assert_eq!(all.at("address", date(2027, 1, 1)).unwrap().count, 3);
        assert_eq!(all.hearing("heard.address", date(2027, 1, 1)).count(), 1);
        assert!(all.at("address", date(2021, 6, 25)).is_none());
    }

    #[test]
    fn one_open_review_takes_up_every_cause_of_its_reason_and_the_first_assessment_takes_up_what_is_no_sooner() {
        let first = Trigger { first_only: true, ..trigger("initial") };
        let all = Triggers(vec![first, trigger("address"), trigger("arrest")]);
        let initial = open("initial", date(2026, 11, 23));
        let address = open("address", date(2026, 11, 20));
        let taken =
            |open: &[Standing], code: &str, due| taken_up(open, &all, code, due).map(|s| s.review.reason.clone());
        assert_eq!(taken(std::slice::from_ref(&address), "address", date(2026, 12, 1)).as_deref(), Some("address"));
        assert_eq!(taken(&[address], "arrest", date(2026, 12, 1)), None);
        assert_eq!(taken(std::slice::from_ref(&initial), "arrest", date(2026, 11, 23)).as_deref(), Some("initial"));
        assert_eq!(taken(&[initial], "arrest", date(2026, 11, 22)), None, "an arrest does not wait for it");
    }

    #[test]
    fn failures_are_a_pattern_when_enough_of_them_lie_within_the_months() {
        let (first, second) = (date(2026, 8, 20), date(2026, 11, 20));
        assert!(!is_pattern(&[first, second], second, 2, 3), "three months to the day is too long ago");
        assert!(is_pattern(&[date(2026, 8, 21), second], second, 2, 3));
        assert!(!is_pattern(&[second], second, 2, 3));
    }

    #[test]
    fn who_is_born_on_the_29th_of_february_comes_of_age_on_the_1st_of_march() {
        assert_eq!(birthday(date(2008, 2, 29), 18), date(2026, 3, 1));
        assert_eq!(birthday(date(2008, 11, 23), 18), date(2026, 11, 23));
    }

    #[test]
    fn time_asks_for_a_review_at_18_at_the_limit_and_of_whoever_was_never_assessed() {
        let today = date(2026, 11, 23);
        let year = Trigger { every_months: Some(12), ..trigger("time-limit") };
        let half = Trigger { every_months: Some(6), risk_levels: vec!["high".into()], ..trigger("time-limit-high") };
        let age = Trigger { at_age: Some(18), ..trigger("birthday-18") };
        let first = Trigger { first_only: true, ..trigger("initial") };
        let all = Triggers(vec![first, age, half, year]);
        let who = Timed {
            born: Some(date(1990, 1, 1)),
            since: date(2025, 1, 1),
            sentenced: true,
            signed_on: Some(date(2026, 6, 1)),
            risk: None,
        };
        let asks = |who: &Timed| time_asks(who, &all, today, 28).into_iter().map(|a| a.code).collect::<Vec<_>>();
        assert_eq!(asks(&who), Vec::<String>::new());
        assert_eq!(asks(&Timed { risk: Some("high".into()), ..who.clone() }), ["time-limit-high"]);
        assert_eq!(asks(&Timed { signed_on: Some(date(2025, 12, 21)), ..who.clone() }), ["time-limit"]);
        assert_eq!(asks(&Timed { signed_on: Some(date(2025, 12, 22)), ..who.clone() }), Vec::<String>::new());
        assert_eq!(asks(&Timed { signed_on: None, ..who.clone() }), ["initial"]);
        assert_eq!(asks(&Timed { signed_on: None, sentenced: false, ..who.clone() }), Vec::<String>::new());
        let eighteen = Timed { born: Some(date(2008, 11, 23)), ..who.clone() };
        assert_eq!(asks(&eighteen), ["birthday-18"]);
        assert_eq!(asks(&Timed { born: Some(date(2008, 11, 24)), ..who.clone() }), Vec::<String>::new());
        assert_eq!(
            asks(&Timed { since: date(2026, 11, 24), ..eighteen }),
            Vec::<String>::new(),
            "18 before supervision"
        );
    }

    #[test]
    fn a_decision_that_no_review_is_needed_says_why_and_is_made_once() {
        let standing = open("address", date(2026, 11, 20));
        assert!(may_decide(&standing, "Moved back to the same home").is_ok());
        assert_eq!(may_decide(&standing, " ").unwrap_err().0[0].code, "no_reason");
        let settled = Settlement {
            person_id: PersonId(Uuid::nil()),
            id: EntryId(Uuid::nil()),
            review_id: ReviewId(Uuid::nil()),
            how: super::super::SettledHow::NotNeeded,
            assessment_id: None,
            on_day: date(2026, 11, 20),
            reason: "because".into(),
            author_id: None,
            author_name: "Ann Bell".into(),
            recorded_at: Instant(0),
        };
        let done = Standing { settled: Some(settled), ..standing };
        assert_eq!(may_decide(&done, "again").unwrap_err().0[0].code, "settled");
    }
}

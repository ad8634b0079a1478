//! The statutory checks of an order as the court passed it. They never change or refuse the order: they say which limit it
//! seems to break, so that it can be taken back to court.
//!
//! Always true: a fact that is missing skips the checks that need it; a limit whose deciding day is unknown is broken only
//! when every row that could apply is broken. Consent is never checked: a message does not say whether it was given.

mod dates;
pub(crate) mod requirements;
mod sentence;

use crate::{CaseDates, Law, Sureness, Term};
use jiff::civil::Date;
use std::cmp::Ordering;

/// What the court passed, as far as it is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct OrderAsPassed {
    /// Code of a sentence type. Nothing can be checked of one that the law does not list.
    pub sentence: String,
    /// The day in court; the order begins with it.
    pub hearing_day: Date,
    /// Whether the record shows a conviction; None when it does not say.
    pub convicted: Option<bool>,
    pub conviction_date: Option<Date>,
    pub offence_date: Option<Date>,
    pub date_of_birth: Option<Date>,
    pub end: Option<Date>,
    pub custody_term: Option<Term>,
    pub operational_period: Option<Term>,
    pub supervision_period: Option<Term>,
    pub requirements: Vec<RequirementAsPassed>,
}

/// One requirement of it.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequirementAsPassed {
    /// Code of a requirement type.
    pub code: String,
    pub length: Option<Term>,
    pub start: Option<Date>,
    /// The last day.
    pub end: Option<Date>,
    pub hours_a_day: Option<u32>,
    pub hours_a_week: Option<u32>,
}

/// A limit that the order seems to break.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LimitWarning {
    /// A word that programs can rely on, such as `requirement-past-end`.
    pub rule: &'static str,
    /// Which requirement of the order, from 0; None when it is the order itself.
    pub requirement: Option<usize>,
    /// What is wrong, for the officer who writes to the court.
    pub words: String,
    /// Where the limit stands.
    pub source: String,
    pub sure: Sureness,
}

impl OrderAsPassed {
    /// An order of which nothing is known but its type and day.
    #[must_use]
    pub fn new(sentence: impl Into<String>, hearing_day: Date) -> OrderAsPassed {
        OrderAsPassed {
            sentence: sentence.into(),
            hearing_day,
            convicted: None,
            conviction_date: None,
            offence_date: None,
            date_of_birth: None,
            end: None,
            custody_term: None,
            operational_period: None,
            supervision_period: None,
            requirements: Vec::new(),
        }
    }

    fn dates(&self) -> CaseDates {
        CaseDates { offence: self.offence_date, conviction: self.conviction_date, sentence: Some(self.hearing_day) }
    }
}

/// Every limit that the order seems to break: those of the sentence first, then of each requirement in turn.
#[must_use]
pub fn check_order(law: &Law, order: &OrderAsPassed) -> Vec<LimitWarning> {
    let Some(sentence) = law.sentence(&order.sentence) else {
        return Vec::new();
    };
    let mut found = sentence::check(sentence, order);
    found.extend(requirements::check_together(law, sentence, order));
    for (index, requirement) in order.requirements.iter().enumerate() {
        let Some(kind) = law.requirement(&requirement.code) else {
            continue;
        };
        let at = |warning: LimitWarning| LimitWarning { requirement: Some(index), ..warning };
        found.extend(requirements::check_one(kind, sentence, order, requirement).into_iter().map(at));
        found.extend(dates::check(kind, sentence, order, requirement).into_iter().map(at));
    }
    found
}

/// A warning of the order itself.
fn warning(rule: &'static str, words: String, source: &str, sure: Sureness) -> LimitWarning {
    LimitWarning { rule, requirement: None, words, source: source.into(), sure }
}

/// What a row of limits says against the order, if anything.
struct Broken<'a> {
    words: String,
    source: &'a str,
    sure: Sureness,
}

/// Broken when there is a row and every row that could apply is broken; told in the words of the last, newest one.
fn broken_by_all<'a, R>(rows: impl Iterator<Item = R>, breaks: impl Fn(R) -> Option<Broken<'a>>) -> Option<Broken<'a>> {
    let mut last = None;
    for row in rows {
        last = Some(breaks(row)?);
    }
    last
}

/// Compares two lengths as they fall from `start`: hours with hours, everything else by the calendar.
pub(crate) fn compare(a: Term, b: Term, start: Date) -> Option<Ordering> {
    match (a.whole_hours(), b.whole_hours()) {
        (Some(a), Some(b)) => Some(a.cmp(&b)),
        (None, None) => Some(a.after(start)?.cmp(&b.after(start)?)),
        _ => None,
    }
}

/// Says how `length` misses the bounds, if it does.
fn outside(length: Term, min: Option<Term>, max: Option<Term>, start: Date) -> Option<String> {
    let under = min.filter(|min| compare(length, *min, start) == Some(Ordering::Less));
    let over = max.filter(|max| compare(length, *max, start) == Some(Ordering::Greater));
    under.map(|min| format!("less than {min}")).or_else(|| over.map(|max| format!("more than {max}")))
}

/// Completed years of life. Somebody born on 29 February is a year older on 1 March of a common year.
pub(crate) fn age_on(born: Date, day: Date) -> i16 {
    day.year() - born.year() - i16::from((day.month(), day.day()) < (born.month(), born.day()))
}

pub(crate) fn shown(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn a_sentence_that_the_law_does_not_list_is_not_checked() {
        assert_eq!(check_order(&Law::shipped(), &OrderAsPassed::new("XX", date(2026, 6, 1))), []);
    }

    #[test]
    fn a_birthday_on_the_hearing_day_counts() {
        assert_eq!(age_on(date(2005, 6, 1), date(2026, 6, 1)), 21);
        assert_eq!(age_on(date(2005, 6, 2), date(2026, 6, 1)), 20);
        assert_eq!(age_on(date(2008, 2, 29), date(2026, 2, 28)), 17);
        assert_eq!(age_on(date(2008, 2, 29), date(2026, 3, 1)), 18);
    }
}

//! When a requirement may be added, amended, begun, ended and worked on by hand.

use super::Requirement;
use crate::event::rules::{Ending, ending};
use crate::{EndOf, Length, Lists, Order};
use kernel::{Date, Refusal};
use law::{Counting, Law, Unit};

/// A requirement as typed or sent.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RequirementFacts {
    /// Code of a requirement type.
    pub kind: String,
    pub length: Option<Length>,
    pub starts_on: Option<Date>,
    pub ends_on: Option<Date>,
    pub notes: Option<String>,
}

pub(crate) fn adding(law: &Law, order: &Order, facts: &RequirementFacts) -> Vec<Refusal> {
    let mut found = Vec::new();
    if !order.is_open() {
        return vec![Refusal::of_request("order_ended", "This order has ended: reopen it first")];
    }
    let families = law.sentence(&order.sentence).map(|s| s.requirements.as_slice()).unwrap_or_default();
    match law.requirement(&facts.kind) {
        None => {
            return vec![Refusal::new("kind", "unknown_requirement", "Choose the requirement")];
        }
        Some(kind) if !families.contains(&kind.family) => {
            let words = format!("{} does not belong in this sentence", kind.en);
            found.push(Refusal::new("kind", "wrong_sentence", words));
        }
        Some(kind) => found.extend(length(kind.unit, kind.counted, facts.length)),
    }
    found.extend(dates(facts.starts_on, facts.ends_on));
    found
}

/// What is counted needs a number in its own unit, else nothing could be left of it.
fn length(unit: Unit, counted: Counting, length: Option<Length>) -> Option<Refusal> {
    let term = length.map(|l| l.0);
    match (unit, counted) {
        (Unit::Hours, Counting::Minutes) if term.and_then(law::Term::whole_hours).is_none() => {
            Some(Refusal::new("length", "not_hours", "Enter the hours that the court ordered, such as 100 hours"))
        }
        (Unit::Days, Counting::DistinctDays) if term.is_some_and(|t| t.whole_days().is_none()) => {
            Some(Refusal::new("length", "not_days", "Enter the days that the court ordered, such as 20 days"))
        }
        _ => None,
    }
}

fn dates(starts: Option<Date>, ends: Option<Date>) -> Option<Refusal> {
    let wrong = matches!((starts, ends), (Some(starts), Some(ends)) if ends < starts);
    wrong.then(|| Refusal::new("ends_on", "before_start", "The end date must not be before the start"))
}

pub(crate) fn amending(law: &Law, order: &Order, requirement: &Requirement, facts: &RequirementFacts) -> Vec<Refusal> {
    if !requirement.is_open() {
        return vec![Refusal::of_request("ended", "This requirement has ended: reopen it first")];
    }
    adding(law, order, facts)
}

pub(crate) fn beginning(order: &Order, requirement: &Requirement, on: Date, today: Date) -> Vec<Refusal> {
    let mut found = Vec::new();
    if !requirement.is_open() {
        found.push(Refusal::of_request("ended", "This requirement has ended"));
    }
    if on > today {
        found.push(Refusal::new("started_on", "in_future", "The day it began must be today or in the past"));
    }
    if on < order.made_on {
        found.push(Refusal::new("started_on", "before_sentence", "It cannot begin before the day of the sentence"));
    }
    found
}

pub(crate) fn ending_requirement(
    lists: &Lists,
    order: &Order,
    requirement: &Requirement,
    how: &Ending,
    today: Date,
) -> Vec<Refusal> {
    if !requirement.is_open() {
        return vec![Refusal::of_request("already_ended", "This requirement has ended already")];
    }
    ending(lists, EndOf::Requirement, order.made_on, how, today)
}

/// Progress is on a counted requirement, on a day of the order, not in the future, and minutes are some.
pub(crate) fn progressing(
    law: &Law,
    order: &Order,
    requirement: &Requirement,
    on: Date,
    minutes: i64,
    today: Date,
) -> Vec<Refusal> {
    let mut found = carrying(law, order, requirement, on, today);
    let counted = law.requirement(&requirement.kind).map_or(Counting::None, |kind| kind.counted);
    if counted == Counting::Minutes && !(1..=24 * 60).contains(&minutes) {
        found.push(Refusal::new("minutes", "no_minutes", "Enter the time worked on that day, up to 24 hours"));
    }
    found
}

/// May a room that keeps an account of its own count something on that day, such as minutes moved from another order?
pub(crate) fn carrying(law: &Law, order: &Order, requirement: &Requirement, on: Date, today: Date) -> Vec<Refusal> {
    let counted = law.requirement(&requirement.kind).map_or(Counting::None, |kind| kind.counted);
    let mut found = Vec::new();
    if requirement.removed.is_some() {
        found.push(Refusal::of_request("removed", "This requirement was removed"));
    }
    if requirement.ended_on.is_some_and(|ended| on > ended) {
        found.push(Refusal::new("done_on", "after_end", "The requirement had ended by that day"));
    }
    if counted == Counting::None {
        found.push(Refusal::of_request(
            "not_counted",
            "This requirement runs by the calendar: nothing is counted on it",
        ));
    }
    if on > today {
        found.push(Refusal::new("done_on", "in_future", "The day it was done must be today or in the past"));
    }
    if on < order.made_on {
        found.push(Refusal::new("done_on", "before_sentence", "It cannot be done before the day of the sentence"));
    }
    found
}

#[cfg(test)]
mod tests {
    use super::super::tests_support::requirement;
    use super::*;
    use crate::order::tests_support::order;
    use jiff::civil::date;
    use law::Term;

    const TODAY: Date = date(2026, 11, 22);

    fn facts(kind: &str, length: Option<Term>) -> RequirementFacts {
        RequirementFacts { kind: kind.into(), length: length.map(Length), ..RequirementFacts::default() }
    }

    fn added(kind: &str, length: Option<Term>) -> Vec<&'static str> {
        adding(&Law::shipped(), &order("CO"), &facts(kind, length)).into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn what_is_counted_needs_its_own_unit() {
        assert!(added("UPW", Some(Term::hours(100))).is_empty());
        assert_eq!(added("UPW", None), ["not_hours"]);
        assert_eq!(added("UPW", Some(Term::days(10))), ["not_hours"]);
        assert!(added("RAR", Some(Term::days(20))).is_empty());
        assert!(added("RAR", None).is_empty(), "a court need not state a maximum for ever");
        assert_eq!(added("RAR", Some(Term::months(2))), ["not_days"]);
        assert!(added("CUR", Some(Term::months(3))).is_empty());
    }

    #[test]
    fn a_requirement_belongs_in_its_sentence() {
        assert_eq!(added("YSV", None), ["wrong_sentence"]);
        assert_eq!(added("", None), ["unknown_requirement"]);
        let fine = adding(&Law::shipped(), &order("FINE"), &facts("RAR", None));
        assert_eq!(fine.first().map(|r| r.code), Some("wrong_sentence"));
        let ended = Order { ended_on: Some(TODAY), ..order("CO") };
        assert_eq!(adding(&Law::shipped(), &ended, &facts("RAR", None)).first().map(|r| r.code), Some("order_ended"));
    }

    #[test]
    fn progress_is_made_on_days_of_the_order() {
        let made = |kind: &str, on, minutes| -> Vec<&'static str> {
            progressing(&Law::shipped(), &order("CO"), &requirement(kind), on, minutes, TODAY)
                .into_iter()
                .map(|r| r.code)
                .collect()
        };
        assert!(made("RAR", TODAY, 0).is_empty());
        assert!(made("UPW", TODAY, 390).is_empty());
        assert_eq!(made("UPW", TODAY, 0), ["no_minutes"]);
        assert_eq!(made("UPW", TODAY, 1441), ["no_minutes"]);
        assert_eq!(made("CUR", TODAY, 0), ["not_counted"]);
        assert_eq!(made("RAR", date(2026, 11, 23), 0), ["in_future"]);
        assert_eq!(made("RAR", date(2026, 5, 31), 0), ["before_sentence"]);
    }

    #[test]
    fn late_news_of_work_before_the_end_is_still_taken() {
        let ended = Requirement { ended_on: Some(date(2026, 10, 1)), ..requirement("RAR") };
        let made = |on| {
            progressing(&Law::shipped(), &order("CO"), &ended, on, 0, TODAY)
                .into_iter()
                .map(|r| r.code)
                .collect::<Vec<_>>()
        };
        assert!(made(date(2026, 10, 1)).is_empty());
        assert_eq!(made(date(2026, 10, 2)), ["after_end"]);
    }
}

//! Checks of the requirements: that there is one, that each is open to the court and belongs in the order, its length, its
//! hours, and which may not stand together.

use super::{Broken, LimitWarning, OrderAsPassed, RequirementAsPassed, age_on, broken_by_all, outside, shown, warning};
use crate::{Law, RequirementType, SentenceAttribute, SentenceType, Sureness, Term};

/// What concerns all requirements of the order together.
pub(super) fn check_together(law: &Law, sentence: &SentenceType, order: &OrderAsPassed) -> Vec<LimitWarning> {
    let mut found = Vec::new();
    if sentence.is(SentenceAttribute::NeedsRequirement) && order.requirements.is_empty() {
        let words = format!("{} needs at least one requirement and has none.", sentence.en);
        found.push(warning("no-requirement", words, &sentence.source, sentence.sure));
    }
    for kind in law.requirements().iter().filter(|kind| kind.aggregate) {
        found.extend(total(kind, order));
    }
    for kind in law.requirements() {
        found.extend(not_together(law, kind, order));
    }
    found
}

pub(super) fn check_one(
    kind: &RequirementType,
    sentence: &SentenceType,
    order: &OrderAsPassed,
    said: &RequirementAsPassed,
) -> Vec<LimitWarning> {
    let mut found = Vec::new();
    found.extend(not_open(kind, order));
    found.extend(wrong_order(kind, sentence));
    found.extend(too_old(kind, order));
    if !kind.aggregate {
        found.extend(said.length.and_then(|length| length_limits(kind, order, length)));
    }
    found.extend(daily_hours(kind, order, said));
    found.extend(weekly_hours(kind, order, said));
    found.extend(days_that_do_not_fit(kind, order, said));
    found
}

/// Several requirements of one type are bounded together, as unpaid work of one order is.
fn total(kind: &RequirementType, order: &OrderAsPassed) -> Option<LimitWarning> {
    let mut hours = None;
    for said in order.requirements.iter().filter(|r| r.code == kind.code) {
        hours = Some(hours.unwrap_or(0u32).saturating_add(said.length?.whole_hours()?));
    }
    length_limits(kind, order, Term::hours(hours?))
}

pub(crate) fn length_limits(kind: &RequirementType, order: &OrderAsPassed, length: Term) -> Option<LimitWarning> {
    let dates = order.dates();
    let broken = broken_by_all(kind.limits_for(&dates), |row| {
        let how = outside(length, row.min, row.max, order.hearing_day)?;
        let words = format!("{}: {length} is {how}.", kind.en);
        Some(Broken { words, source: &row.source, sure: row.sure })
    })?;
    Some(warning("requirement-length", broken.words, broken.source, broken.sure))
}

fn not_together(law: &Law, kind: &RequirementType, order: &OrderAsPassed) -> Option<LimitWarning> {
    let has = |code: &str| order.requirements.iter().any(|r| r.code == code);
    // The pair stands in both rows; the first in statutory order speaks.
    let before = |other: &str| law.requirements().iter().take_while(|r| r.code != kind.code).all(|r| r.code != other);
    let other = kind.not_with.iter().find(|other| has(&kind.code) && has(other) && before(other))?;
    let other_name = law.requirement(other).map_or(other.as_str(), |r| r.en.as_str());
    let words = format!("{} and {} may not stand in one order.", kind.en, other_name.to_lowercase());
    Some(warning("not-together", words, &kind.source, kind.sure))
}

fn not_open(kind: &RequirementType, order: &OrderAsPassed) -> Option<LimitWarning> {
    (kind.open_to_court(&order.dates()) == Some(false)).then(|| {
        let words = format!("{} is not open to a court in this case on {}.", kind.en, shown(order.hearing_day));
        warning("requirement-not-open", words, &kind.source, kind.sure)
    })
}

fn wrong_order(kind: &RequirementType, sentence: &SentenceType) -> Option<LimitWarning> {
    (!sentence.requirements.contains(&kind.family)).then(|| {
        let words = format!("{} does not belong in a sentence of this type: {}.", kind.en, sentence.en.to_lowercase());
        warning("requirement-wrong-order", words, &kind.source, Sureness::Known)
    })
}

fn too_old(kind: &RequirementType, order: &OrderAsPassed) -> Option<LimitWarning> {
    let (under, born, convicted) = (kind.under_age?, order.date_of_birth?, order.conviction_date?);
    let age = age_on(born, convicted);
    let words = || format!("{} is for people convicted under {under}; this person was {age}.", kind.en);
    (age >= under).then(|| warning("requirement-age", words(), &kind.source, kind.sure))
}

fn daily_hours(kind: &RequirementType, order: &OrderAsPassed, said: &RequirementAsPassed) -> Option<LimitWarning> {
    let hours = said.hours_a_day?;
    let dates = order.dates();
    let broken = broken_by_all(kind.limits_for(&dates), |row| {
        let over = row.max_hours_a_day.filter(|max| hours > *max).map(|max| format!("more than {max}"));
        let under = row.min_hours_a_day.filter(|min| hours < *min).map(|min| format!("fewer than {min}"));
        let words = format!("{}: {hours} hours a day is {}.", kind.en, over.or(under)?);
        Some(Broken { words, source: &row.source, sure: row.sure })
    })?;
    Some(warning("hours-a-day", broken.words, broken.source, broken.sure))
}

fn weekly_hours(kind: &RequirementType, order: &OrderAsPassed, said: &RequirementAsPassed) -> Option<LimitWarning> {
    let hours = said.hours_a_week?;
    let dates = order.dates();
    let broken = broken_by_all(kind.limits_for(&dates), |row| {
        let max = row.max_hours_a_week.filter(|max| hours > *max)?;
        let words = format!("{}: {hours} hours in seven days is more than {max}.", kind.en);
        Some(Broken { words, source: &row.source, sure: row.sure })
    })?;
    Some(warning("hours-a-week", broken.words, broken.source, broken.sure))
}

/// Days are counted on distinct dates, so there cannot be more of them than the order has dates; nor none.
fn days_that_do_not_fit(
    kind: &RequirementType,
    order: &OrderAsPassed,
    said: &RequirementAsPassed,
) -> Option<LimitWarning> {
    let days = said.length.filter(|_| kind.within_order)?.whole_days()?;
    if days == 0 {
        return Some(warning("no-days", format!("{}: no days are ordered.", kind.en), &kind.source, kind.sure));
    }
    let end = order.end.filter(|end| *end >= order.hearing_day)?;
    let dates = (end - order.hearing_day).get_days().saturating_add(1);
    let words = || format!("{}: {days} days do not fit into an order of {dates} days.", kind.en);
    (i64::from(days) > i64::from(dates)).then(|| warning("days-do-not-fit", words(), &kind.source, kind.sure))
}

#[cfg(test)]
mod tests {
    use super::super::check_order;
    use super::*;
    use jiff::civil::{Date, date};

    const DAY: Date = date(2026, 6, 1);

    fn requirement(code: &str, length: Option<Term>) -> RequirementAsPassed {
        RequirementAsPassed { code: code.into(), length, ..RequirementAsPassed::default() }
    }

    fn order(requirements: Vec<RequirementAsPassed>) -> OrderAsPassed {
        OrderAsPassed { requirements, end: Some(date(2027, 5, 31)), ..OrderAsPassed::new("CO", DAY) }
    }

    fn rules(order: &OrderAsPassed) -> Vec<&'static str> {
        check_order(&Law::shipped(), order).into_iter().map(|w| w.rule).collect()
    }

    fn rules_of(code: &str, length: &str) -> Vec<&'static str> {
        rules(&order(vec![requirement(code, length.parse().ok())]))
    }

    #[test]
    fn a_community_order_needs_a_requirement_and_a_suspended_sentence_does_not() {
        assert_eq!(rules(&order(vec![])), ["no-requirement"]);
        assert!(rules(&OrderAsPassed::new("SSO", DAY)).is_empty());
    }

    #[test]
    fn unpaid_work_is_40_to_300_hours_in_aggregate() {
        for (hours, broken) in [("39 hours", true), ("40 hours", false), ("300 hours", false), ("301 hours", true)] {
            assert_eq!(!rules_of("UPW", hours).is_empty(), broken, "{hours}");
        }
        let two = |a, b| {
            rules(&order(vec![requirement("UPW", Some(Term::hours(a))), requirement("UPW", Some(Term::hours(b)))]))
        };
        assert!(two(20, 20).is_empty());
        assert_eq!(two(200, 101), ["requirement-length"]);
        let unknown = order(vec![requirement("UPW", Some(Term::hours(20))), requirement("UPW", None)]);
        assert!(rules(&unknown).is_empty(), "one unknown length leaves the total unknown");
    }

    #[test]
    fn a_requirement_has_at_most_its_statutory_length() {
        for (code, at_most, over) in [
            ("AAM", "120 days", "121 days"),
            ("FTP", "12 months", "53 weeks"),
            ("EMW", "12 months", "25 months"),
            ("PAR", "12 months", "37 months"),
            ("ATC", "36 hours", "37 hours"),
        ] {
            assert!(rules_of(code, at_most).is_empty(), "{code}");
            assert!(rules_of(code, over).contains(&"requirement-length"), "{code}");
        }
        assert_eq!(rules_of("ATC", "11 hours"), ["requirement-length"]);
    }

    #[test]
    fn a_curfew_turns_on_the_conviction_date() {
        let curfew = |convicted, hours| {
            let cur = RequirementAsPassed { hours_a_day: Some(hours), ..requirement("CUR", None) };
            rules(&OrderAsPassed { conviction_date: convicted, ..order(vec![cur]) })
        };
        let (before, from) = (Some(date(2022, 6, 27)), Some(date(2022, 6, 28)));
        assert_eq!(curfew(before, 17), ["hours-a-day"]);
        assert!(curfew(from, 17).is_empty());
        assert_eq!(curfew(from, 21), ["hours-a-day"]);
        assert_eq!(curfew(from, 1), ["hours-a-day"]);
        assert!(curfew(None, 17).is_empty(), "it may have been allowed");
        assert_eq!(curfew(None, 21), ["hours-a-day"]);
        let weekly = |hours| {
            let cur = RequirementAsPassed { hours_a_week: Some(hours), ..requirement("CUR", None) };
            rules(&OrderAsPassed { conviction_date: from, ..order(vec![cur]) })
        };
        assert!(weekly(112).is_empty());
        assert_eq!(weekly(113), ["hours-a-week"]);
    }

    #[test]
    fn activity_days_must_fit_into_the_order() {
        for code in ["RAR", "PRG"] {
            assert!(rules_of(code, "365 days").is_empty(), "{code}");
            assert_eq!(rules_of(code, "366 days"), ["days-do-not-fit"], "{code}");
            assert_eq!(rules_of(code, "0 days"), ["no-days"], "{code}");
        }
        let open = OrderAsPassed { end: None, ..order(vec![requirement("RAR", Some(Term::days(500)))]) };
        assert!(rules(&open).is_empty());
        assert!(rules(&order(vec![requirement("RAR", None)])).is_empty());
    }

    #[test]
    fn alcohol_abstinence_does_not_stand_with_alcohol_treatment() {
        assert_eq!(rules(&order(vec![requirement("ATR", None), requirement("AAM", None)])), ["not-together"]);
        assert!(rules(&order(vec![requirement("DRR", None), requirement("AAM", None)])).is_empty());
    }

    #[test]
    fn an_attendance_centre_is_for_people_convicted_under_twenty_five() {
        let born = |d| OrderAsPassed {
            date_of_birth: Some(d),
            conviction_date: Some(date(2026, 5, 1)),
            ..order(vec![requirement("ATC", None)])
        };
        assert_eq!(rules(&born(date(2001, 5, 1))), ["requirement-age"]);
        assert!(rules(&born(date(2001, 5, 2))).is_empty());
    }

    #[test]
    fn a_requirement_stands_in_its_own_kind_of_order_and_only_when_in_force() {
        assert_eq!(rules(&order(vec![requirement("YSV", None)])), ["requirement-wrong-order"]);
        assert_eq!(rules(&order(vec![requirement("RZO", None)])), ["requirement-not-open"]);
        let offence = |d| OrderAsPassed { offence_date: Some(d), ..order(vec![requirement("RAR", None)]) };
        assert_eq!(rules(&offence(date(2015, 1, 31))), ["requirement-not-open"]);
        assert!(rules(&offence(date(2015, 2, 1))).is_empty());
    }

    #[test]
    fn missing_consent_is_not_told() {
        assert!(rules(&order(vec![requirement("MHT", None), requirement("DRR", None)])).is_empty());
    }
}

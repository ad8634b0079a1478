//! Checks of the sentence itself: conviction, age, term, operational and supervision periods, the order's end.

use super::{Broken, LimitWarning, OrderAsPassed, age_on, broken_by_all, compare, outside, shown, warning};
use crate::{LimitOf, SentenceType, Sureness, Term};
use std::cmp::Ordering;

const CONVICTION: &str = "Court results validation rule 16: a final result needs a plea or verdict";

pub(super) fn check(sentence: &SentenceType, order: &OrderAsPassed) -> Vec<LimitWarning> {
    let mut found = Vec::new();
    found.extend(conviction(order));
    found.extend(too_young(sentence, order));
    found.extend(too_old(sentence, order));
    found.extend(length("term", "custodial term", LimitOf::Term, order.custody_term, sentence, order));
    found.extend(length(
        "operational-period",
        "operational period",
        LimitOf::Operational,
        order.operational_period,
        sentence,
        order,
    ));
    found.extend(length(
        "supervision-period",
        "supervision period",
        LimitOf::Supervision,
        order.supervision_period,
        sentence,
        order,
    ));
    found.extend(supervision_past_operational(sentence, order));
    found.extend(end_in_the_past(order));
    found.extend(end_limits(sentence, order));
    found
}

fn conviction(order: &OrderAsPassed) -> Option<LimitWarning> {
    (order.convicted == Some(false)).then(|| {
        let words =
            "The court passed sentence but the record shows no conviction: the plea or verdict is missing.".into();
        warning("no-conviction", words, CONVICTION, Sureness::Known)
    })
}

/// Rule 17 of the court's own validation. The age is that on the day of the sentence.
fn too_young(sentence: &SentenceType, order: &OrderAsPassed) -> Option<LimitWarning> {
    let (born, min) = (order.date_of_birth?, sentence.min_age?);
    let age = age_on(born, order.hearing_day);
    let words = || {
        format!(
            "{} is for people aged {min} or over; this person was {age} on {}.",
            sentence.en,
            shown(order.hearing_day)
        )
    };
    (age < min).then(|| warning("too-young", words(), &sentence.source, sentence.sure))
}

/// The age when convicted decides; somebody may be sentenced after the birthday.
fn too_old(sentence: &SentenceType, order: &OrderAsPassed) -> Option<LimitWarning> {
    let (born, convicted, under) = (order.date_of_birth?, order.conviction_date?, sentence.under_age?);
    let age = age_on(born, convicted);
    let words = || {
        format!("{} is for people convicted under {under}; this person was {age} on {}.", sentence.en, shown(convicted))
    };
    (age >= under).then(|| warning("too-old", words(), &sentence.source, sentence.sure))
}

fn length(
    rule: &'static str,
    name: &str,
    of: LimitOf,
    said: Option<Term>,
    sentence: &SentenceType,
    order: &OrderAsPassed,
) -> Option<LimitWarning> {
    let said = said?;
    let dates = order.dates();
    let broken = broken_by_all(sentence.limits_for(of, &dates), |row| {
        let how = outside(said, row.min, row.max, order.hearing_day)?;
        Some(Broken { words: format!("The {name} of {said} is {how}."), source: &row.source, sure: row.sure })
    })?;
    Some(warning(rule, broken.words, broken.source, broken.sure))
}

fn supervision_past_operational(sentence: &SentenceType, order: &OrderAsPassed) -> Option<LimitWarning> {
    let (supervision, operational) = (order.supervision_period?, order.operational_period?);
    (sentence.suspended() && compare(supervision, operational, order.hearing_day) == Some(Ordering::Greater)).then(
        || {
            let words = format!(
                "The supervision period of {supervision} is longer than the operational period of {operational}."
            );
            warning("supervision-past-operational", words, "Sentencing Act 2020, s.288", Sureness::Known)
        },
    )
}

fn end_in_the_past(order: &OrderAsPassed) -> Option<LimitWarning> {
    let end = order.end.filter(|end| *end < order.hearing_day)?;
    let words =
        format!("The order ends on {}, before {}, the day on which it was made.", shown(end), shown(order.hearing_day));
    Some(warning("end-before-made", words, "An order cannot end before it begins", Sureness::Known))
}

fn end_limits(sentence: &SentenceType, order: &OrderAsPassed) -> Option<LimitWarning> {
    let end = order.end.filter(|end| *end >= order.hearing_day)?;
    let dates = order.dates();
    let broken = broken_by_all(sentence.limits_for(LimitOf::End, &dates), |row| {
        let long = row.max.filter(|max| max.after(order.hearing_day).is_some_and(|last| end > last));
        let short = row.min.filter(|min| min.last_day(order.hearing_day).is_some_and(|last| end < last));
        let how = long.map(|max| format!("more than {max}")).or_else(|| short.map(|min| format!("less than {min}")))?;
        let words = format!("The order ends on {}, {how} after {}.", shown(end), shown(order.hearing_day));
        Some(Broken { words, source: &row.source, sure: row.sure })
    })?;
    Some(warning("order-length", broken.words, broken.source, broken.sure))
}

#[cfg(test)]
mod tests {
    use super::super::{RequirementAsPassed, check_order};
    use super::*;
    use crate::Law;
    use jiff::civil::{Date, date};

    const DAY: Date = date(2026, 6, 1);

    fn rules(order: &OrderAsPassed) -> Vec<&'static str> {
        check_order(&Law::shipped(), order).into_iter().map(|w| w.rule).collect()
    }

    fn sso() -> OrderAsPassed {
        OrderAsPassed { conviction_date: Some(date(2026, 5, 1)), ..OrderAsPassed::new("SSO", DAY) }
    }

    fn community() -> OrderAsPassed {
        let rar =
            RequirementAsPassed { code: "RAR".into(), length: Some(Term::days(10)), ..RequirementAsPassed::default() };
        OrderAsPassed { requirements: vec![rar], ..OrderAsPassed::new("CO", DAY) }
    }

    #[test]
    fn a_final_result_without_conviction_is_told_and_an_unknown_one_is_not() {
        for (convicted, expected) in [(Some(false), vec!["no-conviction"]), (Some(true), vec![]), (None, vec![])] {
            assert_eq!(rules(&OrderAsPassed { convicted, ..community() }), expected);
        }
    }

    #[test]
    fn imprisonment_is_for_people_of_twenty_one_and_over() {
        for code in ["IMP", "EXT", "SOPC", "SSO"] {
            let born = |d| OrderAsPassed { date_of_birth: d, ..OrderAsPassed::new(code, DAY) };
            assert_eq!(rules(&born(Some(date(2005, 6, 2)))), ["too-young"], "{code}");
            assert!(rules(&born(Some(date(2005, 6, 1)))).is_empty(), "{code}: 21 on the hearing day");
            assert!(rules(&born(None)).is_empty(), "{code}");
        }
    }

    #[test]
    fn a_community_order_is_for_adults() {
        assert_eq!(rules(&OrderAsPassed { date_of_birth: Some(date(2008, 6, 2)), ..community() }), ["too-young"]);
        assert!(rules(&OrderAsPassed { date_of_birth: Some(date(2008, 6, 1)), ..community() }).is_empty());
    }

    #[test]
    fn young_offender_detention_turns_on_the_age_when_convicted() {
        let yoi = |convicted| OrderAsPassed {
            date_of_birth: Some(date(2005, 5, 20)),
            conviction_date: convicted,
            ..OrderAsPassed::new("YOI", DAY)
        };
        assert_eq!(rules(&yoi(Some(date(2026, 5, 20)))), ["too-old"]);
        assert!(rules(&yoi(Some(date(2026, 5, 19)))).is_empty());
        assert!(rules(&yoi(None)).is_empty());
    }

    #[test]
    fn the_suspended_term_rose_from_two_to_three_years_for_convictions_from_22_march_2026() {
        let with = |convicted, term| OrderAsPassed { conviction_date: convicted, custody_term: Some(term), ..sso() };
        let (before, from) = (Some(date(2026, 3, 21)), Some(date(2026, 3, 22)));
        for (convicted, term, broken) in [
            (before, Term::months(24), false),
            (before, Term::months(25), true),
            (from, Term::months(25), false),
            (from, Term::years(3), false),
            (from, Term::months(37), true),
            (from, Term::days(13), true),
            (from, Term::days(14), false),
            (from, Term::weeks(2), false),
            (None, Term::months(30), false),
            (None, Term::months(37), true),
        ] {
            let expected: Vec<&str> = if broken { vec!["term"] } else { vec![] };
            assert_eq!(rules(&with(convicted, term)), expected, "{convicted:?} {term}");
        }
    }

    #[test]
    fn the_operational_period_is_six_months_to_two_years_for_earlier_convictions() {
        let with =
            |term| OrderAsPassed { conviction_date: Some(date(2026, 3, 1)), operational_period: Some(term), ..sso() };
        for (term, expected) in [
            (Term::months(5), vec!["operational-period"]),
            (Term::months(6), vec![]),
            (Term::years(2), vec![]),
            (Term::months(25), vec!["operational-period"]),
        ] {
            assert_eq!(rules(&with(term)), expected, "{term}");
        }
    }

    #[test]
    fn an_assumed_limit_says_that_it_is_assumed() {
        let order = OrderAsPassed { operational_period: Some(Term::months(40)), ..sso() };
        let found = check_order(&Law::shipped(), &order);
        assert_eq!(found.len(), 1);
        assert_eq!(found[0].sure, Sureness::Assumed);
    }

    #[test]
    fn the_supervision_period_lies_within_the_operational_period() {
        let with = |supervision| OrderAsPassed {
            operational_period: Some(Term::months(18)),
            supervision_period: Some(supervision),
            ..sso()
        };
        assert!(rules(&with(Term::months(18))).is_empty());
        assert_eq!(rules(&with(Term::months(19))), ["supervision-past-operational"]);
        assert_eq!(rules(&with(Term::months(5))), ["supervision-period"]);
    }

    #[test]
    fn an_order_ends_after_it_is_made_and_within_three_years() {
        let with = |end| OrderAsPassed { end, ..community() };
        assert_eq!(rules(&with(Some(date(2026, 5, 31)))), ["end-before-made"]);
        assert!(rules(&with(Some(date(2029, 6, 1)))).is_empty());
        assert_eq!(rules(&with(Some(date(2029, 6, 2)))), ["order-length"]);
        assert!(rules(&with(None)).is_empty());
    }

    #[test]
    fn an_intensive_youth_order_lasts_at_least_six_months() {
        let rar = RequirementAsPassed { code: "YSV".into(), ..RequirementAsPassed::default() };
        let with =
            |end| OrderAsPassed { end: Some(end), requirements: vec![rar.clone()], ..OrderAsPassed::new("YROI", DAY) };
        assert_eq!(rules(&with(date(2026, 11, 29))), ["order-length"]);
        assert!(rules(&with(date(2026, 11, 30))).is_empty());
    }

    #[test]
    fn a_detention_and_training_order_runs_four_months_to_two_years() {
        let with = |term| OrderAsPassed { custody_term: Some(term), ..OrderAsPassed::new("DTO", DAY) };
        assert_eq!(rules(&with(Term::months(3))), ["term"]);
        assert!(rules(&with(Term::months(4))).is_empty());
        assert_eq!(rules(&with(Term::months(25))), ["term"]);
    }
}

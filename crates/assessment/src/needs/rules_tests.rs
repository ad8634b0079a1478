//! The thresholds of each need on both sides, and what holds of every set of answers.

use super::*;
use crate::assessments::Sheet;
use crate::needs::judge;
use crate::questions::{Catalogue, shipped_catalogue};
use kernel::{Date, date};
use proptest::prelude::*;

const DAY: Date = date(2026, 11, 23);

fn catalogue() -> Catalogue {
    shipped_catalogue().unwrap()
}

/// A section judged with these answers.
fn judged(section: &str, variant: &str, answers: &[(&str, &str)]) -> Need {
    judge(&catalogue(), section, variant, DAY, &Sheet::of_values(answers))
}

/// Answers of a section whose points come to `points`, the questions in order.
fn with_points(section: &str, points: i32) -> Vec<(String, String)> {
    let catalogue = catalogue();
    let mut left = points;
    let counted = catalogue.of_section(section, DAY).filter(|q| q.counts);
    let answers = counted.map(|question| {
        let choices = catalogue.choices(&question.answer_set).filter(|c| !c.is_blank);
        let best = choices.filter(|c| c.points.unwrap_or(0) <= left).max_by_key(|c| c.points.unwrap_or(0)).unwrap();
        left -= best.points.unwrap_or(0);
        (question.code.clone(), best.code.clone())
    });
    let answers: Vec<(String, String)> = answers.collect();
    assert_eq!(left, 0, "{section} cannot have {points} points");
    answers
}

#[test]
fn each_need_is_standard_and_severe_from_its_threshold_on_and_not_a_point_before() {
    let table = [
        ("standard", "accommodation", 2, 7),
        ("standard", "employment", 3, 7),
        ("standard", "relationships", 2, 5),
        ("standard", "lifestyle", 2, 5),
        ("standard", "drugs", 2, 8),
        ("standard", "alcohol", 4, 7),
        ("standard", "thinking", 4, 7),
        ("standard", "attitudes", 2, 7),
        ("strengths", "accommodation", 3, 5),
        ("strengths", "drugs", 2, 6),
        ("strengths", "alcohol", 2, 4),
        ("strengths", "thinking", 3, 5),
        ("strengths", "attitudes", 1, 5),
    ];
    for (variant, section, standard, severe) in table {
        for (points, expected) in [
            (standard - 1, Severity::None),
            (standard, Severity::Standard),
            (severe - 1, Severity::Standard),
            (severe, Severity::Severe),
        ] {
            let answers = with_points(section, points);
            let answers: Vec<(&str, &str)> = answers.iter().map(|(q, a)| (q.as_str(), a.as_str())).collect();
            let need = judged(section, variant, &answers);
            assert_eq!((need.points, need.severity), (points, Some(expected)), "{variant} {section}");
        }
    }
}

#[test]
fn a_need_about_which_nothing_is_known_has_no_severity() {
    assert_eq!(judged("accommodation", "standard", &[]).severity, None);
    let unknown = [("3.3", "unknown"), ("3.4", "missing"), ("3.5", "missing"), ("3.6", "missing")];
    let need = judged("accommodation", "standard", &unknown);
    assert_eq!((need.severity, need.missing.len()), (None, 4));
}

#[test]
fn one_known_answer_is_enough_and_the_rest_is_told_as_missing() {
    let need = judged("accommodation", "standard", &[("3.3", "yes"), ("3.4", "missing")]);
    assert_eq!((need.points, need.severity), (2, Some(Severity::Standard)));
    assert_eq!(need.missing, ["3.4", "3.5", "3.6"]);
    assert_eq!(need.reason(), "2 points of 8; standard from 2, severe from 7");
}

#[test]
fn a_frequency_that_is_not_known_is_an_answer_of_no_points() {
    let need = judged("drugs", "standard", &[("8.5", "unknown")]);
    assert_eq!((need.points, need.severity), (0, Some(Severity::None)));
}

#[test]
fn money_and_well_being_count_for_nothing_and_are_shown_without_a_severity() {
    for section in ["financial", "emotional"] {
        let need = judged(section, "standard", &[("10.1", "significant"), ("5.2", "significant")]);
        assert_eq!((need.weight, need.severity, need.weighted()), (0, None, 0), "{section}");
    }
}

#[test]
fn thinking_and_attitudes_weigh_double() {
    let severe = with_points("attitudes", 8);
    let severe: Vec<(&str, &str)> = severe.iter().map(|(q, a)| (q.as_str(), a.as_str())).collect();
    assert_eq!(judged("attitudes", "standard", &severe).weighted(), 4);
}

#[test]
fn the_thresholds_of_strengths_and_needs_do_not_hold_before_their_day() {
    let before = date(2025, 4, 30);
    let need = judge(&catalogue(), "alcohol", "strengths", before, &Sheet::of_values(&[("9.1", "some")]));
    assert_eq!((need.standard_at, need.severity), (None, None));
}

const NEEDS: [&str; 8] =
    ["accommodation", "employment", "relationships", "lifestyle", "drugs", "alcohol", "thinking", "attitudes"];

proptest! {
    #[test]
    fn points_are_bounded_and_a_more_severe_answer_never_lowers_a_need(
        section in 0..NEEDS.len(), picks in prop::collection::vec(0usize..4, 4), raised in 0usize..4, to in 0usize..4,
    ) {
        let catalogue = catalogue();
        let section = NEEDS[section];
        let questions: Vec<_> = catalogue.of_section(section, DAY).filter(|q| q.counts).collect();
        let choice = |q: &crate::questions::Question, pick: usize| {
            let choices: Vec<_> = catalogue.choices(&q.answer_set).collect();
            choices[pick % choices.len()].clone()
        };
        let mut answers: Vec<_> = questions.iter().zip(&picks).map(|(q, p)| (q.code.as_str(), choice(q, *p))).collect();
        let values = |answers: &[(&str, crate::questions::Choice)]| -> Need {
            let pairs: Vec<(&str, &str)> = answers.iter().map(|(q, c)| (*q, c.code.as_str())).collect();
            judge(&catalogue, section, "standard", DAY, &Sheet::of_values(&pairs))
        };
        let before = values(&answers);
        prop_assert!((0..=before.most).contains(&before.points));
        prop_assert!(before.most <= 2 * i32::try_from(questions.len()).unwrap());
        let at = raised % answers.len();
        let next = choice(questions[at], to);
        if next.points.unwrap_or(0) >= answers[at].1.points.unwrap_or(0) && !next.is_blank {
            answers[at].1 = next;
            let after = values(&answers);
            prop_assert!(after.points >= before.points);
            prop_assert!(after.severity >= before.severity);
        }
    }
}

//! Protect and change: which facts give which points, and which points give which letter and digit.

use super::*;

#[test]
fn risk_of_serious_recidivism_gives_points_within_two_ranges_and_none_between_or_beyond_them() {
    let cases =
        [(0.0, 0), (2.99, 0), (3.0, 10), (6.99, 10), (6.995, 0), (7.0, 20), (99.98, 20), (99.99, 0), (100.0, 0)];
    for (rsr, points) in cases {
        assert_eq!(protect_points(TwoPartFacts { rsr: Some(rsr), ..TwoPartFacts::default() }), points, "RSR {rsr}");
    }
    assert_eq!(protect_points(TwoPartFacts::default()), 0, "an unknown RSR counts as 0");
}

#[test]
fn only_the_higher_of_rsr_and_harm_counts() {
    for (rsr, code, points) in [(7.0, "RMRH", 20), (3.0, "RHRH", 20), (7.0, "RVHR", 150), (3.0, "RMRH", 10)] {
        let facts = TwoPartFacts { rsr: Some(rsr), flags: flags(&[code]), ..TwoPartFacts::default() };
        assert_eq!(protect_points(facts), points, "{rsr} with {code}");
    }
}

#[test]
fn the_newest_level_of_harm_wins_even_if_it_is_lower() {
    assert_eq!(flags(&["RVHR", "RLRH"]).rosh, Some(Rosh::Low));
    assert_eq!(flags(&["RLRH", "rvhr"]).rosh, Some(Rosh::VeryHigh), "letters may be small");
    let same_day = |code| Registration { code, on: Some(TODAY), level: None, category: None };
    let first_told = Flags::read([same_day("RHRH"), same_day("RLRH")]);
    assert_eq!(first_told.rosh, Some(Rosh::High), "of two on one day the first told stands");
}

#[test]
fn an_older_valid_mappa_level_is_used_but_only_the_newest_category() {
    let read = Flags::read([mappa("M2", "M1", 1), mappa("M0", "X", 9)]);
    assert_eq!((read.mappa_level, read.mappa_category), (Some(MappaLevel::M2), false));
    let read = Flags::read([mappa("m0", "x", 1), mappa("m3", "m4", 9)]);
    assert_eq!((read.mappa_level, read.mappa_category), (Some(MappaLevel::M3), true));
}

#[test]
fn each_distinct_factor_of_complexity_gives_two_points() {
    let all: Vec<&str> = COMPLEXITY.iter().map(|(code, _)| *code).collect();
    for n in 0..=all.len() {
        let facts = TwoPartFacts { flags: flags(&all[..n]), ..TwoPartFacts::default() };
        assert_eq!(protect_points(facts) as usize, 2 * n);
    }
    assert_eq!(flags(&["RMDO", "rmdo", "RMDO"]).factors.count(), 1, "the same factor counts once");
    assert_eq!(flags(&["HREG", "ZZZZ"]), Flags::default(), "other registrations change nothing");
}

#[test]
fn mappa_level_two_and_three_alone_make_an_a() {
    for (level, points, protect) in [("M1", 5, Letter::D), ("M2", 150, Letter::A), ("M3", 150, Letter::A)] {
        let facts = TwoPartFacts { flags: Flags::read([mappa(level, "M1", 1)]), ..TwoPartFacts::default() };
        let tier = two_part(policy(), &facts);
        assert_eq!((tier.protect_points.total, tier.protect), (points, protect), "{level}");
    }
}

#[test]
fn womens_answers_and_enforcement_count_for_women_only() {
    let all = WomensAnswers { parenting: true, impulsivity: true, temper: true };
    let facts = TwoPartFacts { womens: all, enforcement: true, ..TwoPartFacts::default() };
    assert_eq!(protect_points(facts), 0);
    assert_eq!(protect_points(TwoPartFacts { female: true, ..facts }), 6, "impulsivity and temper count once");
    let none = TwoPartFacts { female: true, enforcement: true, ..TwoPartFacts::default() };
    assert_eq!(protect_points(none), 2, "enforcement counts without an assessment");
}

#[test]
fn each_letter_of_protection_begins_at_its_points() {
    // Factors give 2 each, MAPPA 1 gives 5, harm 10 or 20.
    let at = |codes: &[&str]| two_part(policy(), &TwoPartFacts { flags: flags(codes), ..TwoPartFacts::default() });
    assert_eq!(at(&["RMDO", "ALSH", "RVLN", "RCCO"]).protect, Letter::D, "8 points");
    assert_eq!(at(&["RMRH"]).protect, Letter::C, "10 points");
    assert_eq!(at(&["RMRH", "RMDO", "ALSH", "RVLN", "RCCO"]).protect, Letter::C, "18 points");
    assert_eq!(at(&["RHRH"]).protect, Letter::B, "20 points");
    assert_eq!(at(&["RVHR"]).protect, Letter::A, "150 points");
}

fn mandate(terminated: bool, sentence: &str, requirements: &[(&str, bool)]) -> bool {
    let requirements =
        requirements.iter().map(|(c, restrictive)| Requirement { main_category: Some(c), restrictive: *restrictive });
    has_mandate(
        policy(),
        [Conviction { terminated, sentence: Some(sentence), requirements: requirements.collect::<Vec<_>>() }],
    )
}

#[test]
fn custody_or_a_requirement_beyond_restriction_and_unpaid_work_gives_a_mandate_for_change() {
    assert!(mandate(false, "NC", &[]) && mandate(false, "SC", &[]), "custody");
    assert!(!mandate(true, "NC", &[]), "ended custody");
    assert!(!mandate(false, "SP", &[]), "a sentence without requirements");
    assert!(mandate(false, "SP", &[("F", false)]));
    assert!(!mandate(false, "SP", &[("F", true)]), "restrictive");
    assert!(!mandate(false, "SP", &[("W", false), ("W1", false)]), "unpaid work and its extension");
    assert!(mandate(false, "SP", &[("W", false), ("F", false)]), "one is enough");
    assert!(!mandate(true, "SP", &[("F", false)]), "ended");
    assert!(!has_mandate::<Vec<Requirement<'_>>, _>(policy(), []), "no conviction");
}

#[test]
fn the_digit_is_0_without_a_mandate_2_without_an_assessment_and_else_by_points() {
    let facts = TwoPartFacts { ogrs3: Some(100.0), ..TwoPartFacts::default() };
    assert_eq!(two_part(policy(), &facts).change, 0);
    let facts = TwoPartFacts { mandate: true, ..facts };
    let tier = two_part(policy(), &facts);
    assert_eq!((tier.change, tier.change_points()), (2, 0));
    let with = |needs: &[(Need, Severity)], ogrs3: f64, iom: bool| {
        let mut severities = [None; NEEDS.len()];
        for (need, severity) in needs {
            severities[need.at()] = Some(*severity);
        }
        let flags = Flags { iom, ..Flags::default() };
        let tier = two_part(
            policy(),
            &TwoPartFacts {
                mandate: true,
                needs: Some(severities),
                ogrs3: Some(ogrs3),
                flags,
                ..TwoPartFacts::default()
            },
        );
        (tier.change_points(), tier.change)
    };
    let heavy = [(Need::Thinking, Severity::Severe), (Need::Attitudes, Severity::Severe)];
    assert_eq!(with(&[], 99.9, false), (9, 1));
    assert_eq!(with(&[], 100.0, false), (10, 2));
    assert_eq!(with(&heavy, 100.0, false), (18, 2));
    assert_eq!(with(&[heavy[0], heavy[1], (Need::Drugs, Severity::Standard)], 100.0, false), (19, 2));
    assert_eq!(with(&heavy, 100.0, true), (20, 3), "integrated offender management gives two");
    assert_eq!(with(&[(Need::Finance, Severity::Severe), (Need::Emotional, Severity::Severe)], 0.0, false), (0, 1));
}

#[test]
fn a_section_score_is_standard_and_severe_from_its_limits_and_lower_ones_in_the_newer_assessment() {
    let limits = [
        (Need::Accommodation, 2, 7, 3, 5),
        (Need::Education, 3, 7, 3, 7),
        (Need::Relationships, 2, 5, 2, 5),
        (Need::Lifestyle, 2, 5, 2, 5),
        (Need::Drugs, 2, 8, 2, 6),
        (Need::Alcohol, 4, 7, 2, 4),
        (Need::Thinking, 4, 7, 3, 5),
        (Need::Attitudes, 2, 7, 1, 5),
    ];
    for (need, standard, severe, san_standard, san_severe) in limits {
        let rule = policy().v2.need(need);
        for (san, standard, severe) in [(false, standard, severe), (true, san_standard, san_severe)] {
            assert_eq!(rule.severity(standard - 1, san), Severity::None, "{need:?}");
            assert_eq!(rule.severity(standard, san), Severity::Standard, "{need:?}");
            assert_eq!(rule.severity(severe - 1, san), Severity::Standard, "{need:?}");
            assert_eq!(rule.severity(severe, san), Severity::Severe, "{need:?}");
        }
    }
}

#[test]
fn a_section_of_blank_answers_has_no_score_but_an_unknown_frequency_is_an_answer() {
    use SectionAnswer::{Frequency, Problem, YesNo};
    assert_eq!(section_score(&[]), None);
    assert_eq!(section_score(&[Problem(None), YesNo(None)]), None);
    assert_eq!(section_score(&[Problem(None), Frequency(None)]), Some(0));
    assert_eq!(section_score(&[Problem(Some(1)), YesNo(Some(true)), Frequency(Some(2)), YesNo(Some(false))]), Some(5));
}

#[test]
fn past_the_two_thirds_point_the_tier_ends_in_s() {
    let facts = TwoPartFacts { flags: flags(&["PRC"]), ..TwoPartFacts::default() };
    assert_eq!(two_part(policy(), &facts).to_string(), "D0S");
}

//! The tier's policy, one sentence a test, with each limit on both sides. Figures are our own vectors.

use super::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

const TODAY: Date = date(2026, 8, 4);

fn policy() -> &'static TierPolicy {
    TierPolicy::newest().unwrap()
}

fn flags(codes: &[&str]) -> Flags {
    Flags::read(codes.iter().enumerate().map(|(n, code)| Registration {
        code,
        on: Some(date(2026, 1, 1 + i8::try_from(n).unwrap())),
        level: None,
        category: None,
    }))
}

fn mappa(level: &str, category: &str, day: i8) -> Registration<'static> {
    let leak = |s: &str| -> &'static str { Box::leak(s.to_owned().into_boxed_str()) };
    Registration {
        code: "MAPP",
        on: Some(date(2026, 2, day)),
        level: Some(leak(level)),
        category: Some(leak(category)),
    }
}

fn protect_points(facts: TwoPartFacts) -> u32 {
    two_part(policy(), &facts).protect_points.total
}

fn letter_of(facts: LetterFacts) -> LetterTier {
    letter(policy(), &facts, TODAY).unwrap()
}

fn scored(arp: f64, csrp: f64) -> LetterFacts {
    let predictors = Predictors {
        arp: Some(arp),
        arp_kind: ScoreKind::Dynamic,
        csrp: Some(csrp),
        csrp_kind: ScoreKind::Dynamic,
        direct_contact: None,
    };
    LetterFacts {
        has_active_event: true,
        predictors: Some(predictors),
        flags: flags(&["RLRH"]),
        ..LetterFacts::default()
    }
}

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

#[test]
fn the_two_predictors_give_the_letter_of_their_row_and_column() {
    let rows = [(6.9, "AABBBB"), (3.0, "ABCCCC"), (1.0, "BCDEEE"), (0.5, "CDEEFF"), (0.0, "DDEFFG")];
    let columns = [90.0, 75.0, 50.0, 25.0, 15.0, 0.0];
    for (n, (csrp, letters)) in rows.iter().enumerate() {
        for (m, arp) in columns.iter().enumerate() {
            let expected = |row: usize, column: usize| {
                let (_, letters) = rows[row];
                letters.chars().nth(column).unwrap().to_string()
            };
            assert_eq!(letter_of(scored(*arp, *csrp)).code(), &letters[m..=m], "at {arp} and {csrp}");
            if *arp > 0.0 {
                assert_eq!(letter_of(scored(arp - 0.01, *csrp)).code(), expected(n, m + 1), "below {arp}");
            }
            if *csrp > 0.0 {
                assert_eq!(letter_of(scored(*arp, csrp - 0.01)).code(), expected(n + 1, m), "below {csrp}");
            }
        }
    }
}

fn with_dc(score: Option<f64>, band: Option<Band>) -> Result<LetterTier, BelowMedium> {
    let mut facts = scored(0.0, 0.0);
    facts.predictors =
        facts.predictors.map(|p| Predictors { direct_contact: Some(DirectContactScore { score, band }), ..p });
    letter(policy(), &facts, TODAY)
}

#[test]
fn the_sexual_predictor_counts_by_its_band_and_a_medium_one_by_its_score() {
    let code = |score, band| with_dc(Some(score), Some(band)).unwrap().code();
    assert_eq!(code(5.0, Band::VeryHigh), "A");
    assert_eq!(code(4.0, Band::High), "B");
    for (score, tier) in [(3.36, "C"), (3.35, "D"), (2.11, "D"), (2.10, "C"), (1.12, "C"), (1.11, "D"), (0.60, "D")] {
        assert_eq!(code(score, Band::Medium), tier, "{score}");
    }
    assert_eq!(with_dc(Some(0.59), Some(Band::Medium)), Err(BelowMedium { score: 0.59, lowest: 0.6 }));
    assert_eq!(code(0.2, Band::Low), "E");
    assert_eq!(code(0.2, Band::NotApplicable), "G");
    assert_eq!(code(0.0, Band::VeryHigh), "G", "a score of nothing is no score");
    assert_eq!(with_dc(None, Some(Band::High)).unwrap().code(), "G");
    assert_eq!(with_dc(Some(3.0), None).unwrap().code(), "G");
}

#[test]
fn harm_counts_more_with_a_mappa_category() {
    let cases = [("RVHR", "A", "C"), ("RHRH", "C", "D"), ("RMRH", "D", "G"), ("RLRH", "E", "G")];
    for (code, with, without) in cases {
        let facts = LetterFacts { flags: flags(&[code]), ..scored(0.0, 0.0) };
        assert_eq!(letter_of(facts).code(), without, "{code}");
        let facts = LetterFacts { flags: Flags { mappa_category: true, ..facts.flags }, ..facts };
        assert_eq!(letter_of(facts).code(), with, "{code} with MAPPA");
    }
}

#[test]
fn a_life_sentence_counts_by_the_years_since_the_latest_release() {
    let days = [
        (date(2027, 1, 1), "B"),
        (date(2025, 8, 4), "B"),
        (date(2025, 8, 3), "D"),
        (date(2021, 8, 4), "D"),
        (date(2021, 8, 3), "E"),
    ];
    for (released, tier) in days {
        let facts = LetterFacts { released: Some(released), flags: flags(&["RLRH", "INLL"]), ..scored(0.0, 0.0) };
        assert_eq!(letter_of(facts).code(), tier, "{released}");
        let not_life = LetterFacts { flags: flags(&["RLRH"]), ..facts };
        assert_eq!(letter_of(not_life).code(), "G");
    }
    assert_eq!(
        letter_of(LetterFacts { flags: flags(&["RLRH", "INLL"]), ..scored(0.0, 0.0) }).code(),
        "G",
        "no release"
    );
}

#[test]
fn domestic_abuse_stalking_child_protection_and_a_sexual_offence_each_give_a_letter() {
    for (code, tier) in [("ADVP", "E"), ("REG30", "E"), ("SPO", "F"), ("RCPR", "F"), ("RMDO", "G")] {
        assert_eq!(letter_of(LetterFacts { flags: flags(&["RLRH", code]), ..scored(0.0, 0.0) }).code(), tier, "{code}");
    }
    assert_eq!(letter_of(LetterFacts { sexual_offence: true, ..scored(0.0, 0.0) }).code(), "E");
}

#[test]
fn without_an_active_event_nobody_is_supervised_and_without_both_predictors_there_is_no_tier() {
    let full = scored(95.0, 10.0);
    assert_eq!(letter_of(LetterFacts { has_active_event: false, ..full }), LetterTier::NotSupervised);
    assert_eq!(letter_of(LetterFacts { predictors: None, ..full }), LetterTier::Missing);
    for (arp, csrp) in [(None, Some(1.0)), (Some(1.0), None)] {
        let predictors = full.predictors.map(|p| Predictors { arp, csrp, ..p });
        assert_eq!(letter_of(LetterFacts { predictors, ..full }), LetterTier::Missing);
    }
}

fn provisional(arp: (f64, ScoreKind), csrp: (f64, ScoreKind), codes: &[&str], mappa: bool) -> (bool, bool) {
    let predictors =
        Predictors { arp: Some(arp.0), arp_kind: arp.1, csrp: Some(csrp.0), csrp_kind: csrp.1, direct_contact: None };
    let flags = Flags { mappa_category: mappa, ..flags(codes) };
    let facts = LetterFacts { has_active_event: true, predictors: Some(predictors), flags, ..LetterFacts::default() };
    match letter_of(facts) {
        LetterTier::Tier(t) => (t.static_scores, t.no_rosh),
        other => panic!("{other:?}"),
    }
}

#[test]
fn a_letter_is_provisional_when_dynamic_scores_could_raise_it() {
    use ScoreKind::{Dynamic, Static, Unknown};
    let is = |arp, csrp, codes: &[&str], mappa| provisional(arp, csrp, codes, mappa).0;
    assert!(is((0.0, Static), (0.0, Static), &["RLRH"], false), "both static");
    assert!(!is((0.0, Static), (0.0, Static), &["RVHR"], true), "already A by another step");
    assert!(is((0.0, Static), (0.0, Dynamic), &["RLRH"], false), "ARP could reach D");
    assert!(!is((0.0, Static), (0.0, Dynamic), &["RHRH"], false), "harm gives D already");
    assert!(is((0.0, Dynamic), (0.0, Static), &["RVHR"], false), "CSRP could reach B and harm gives C");
    assert!(!is((0.0, Dynamic), (0.0, Static), &["RVHR"], true), "harm gives A");
    assert!(!is((0.0, Dynamic), (0.0, Dynamic), &["RLRH"], false));
    assert!(!is((0.0, Unknown), (0.0, Unknown), &["RLRH"], false), "an unknown kind is not static");
}

#[test]
fn a_letter_is_provisional_when_a_level_of_harm_could_raise_it() {
    use ScoreKind::{Dynamic, Static, Unknown};
    let is = |arp, csrp, codes: &[&str], mappa| provisional(arp, csrp, codes, mappa).1;
    assert!(is((0.0, Dynamic), (0.0, Dynamic), &[], false), "G is below C");
    assert!(!is((0.0, Dynamic), (3.0, Dynamic), &[], false), "the predictors give C");
    assert!(is((0.0, Dynamic), (3.0, Dynamic), &[], true), "with MAPPA harm could give A");
    assert!(is((0.0, Static), (3.0, Dynamic), &[], false), "a static score is not certain");
    assert!(is((0.0, Unknown), (3.0, Dynamic), &[], false), "nor is one of unknown kind");
    assert!(!is((0.0, Dynamic), (0.0, Dynamic), &["RLRH"], false), "harm is known");
    assert!(!is((95.0, Dynamic), (6.9, Dynamic), &[], true), "nothing is above A");
}

fn refused(request: &Value) -> Vec<(String, String)> {
    let response = respond(policy(), request, TODAY);
    let errors = response["validationErrors"].as_array().cloned().unwrap_or_default();
    assert!(response["tier"].is_null(), "a refused request has no tier: {response}");
    errors
        .iter()
        .map(|e| (e["type"].as_str().unwrap().to_owned(), e["fields"][0].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn what_cannot_be_is_refused_field_by_field() {
    let v2 = |extra: Value| {
        let mut base = json!({"version": "v2", "gender": "MALE", "rsr": 1, "ogrs3TwoYear": 1});
        base.as_object_mut().unwrap().extend(extra.as_object().unwrap().clone());
        base
    };
    let one = |kind: &str, field: &str| vec![(kind.to_owned(), field.to_owned())];
    let cases = [
        (json!({}), one("MISSING_MANDATORY_INPUT", "version")),
        (json!({"version": "v9"}), one("UNKNOWN_CODE", "version")),
        (json!({"version": "v2"}), one("MISSING_MANDATORY_INPUT", "gender")),
        (json!({"version": "v3"}), one("MISSING_MANDATORY_INPUT", "hasActiveEvent")),
        (v2(json!({"rsr": -0.1})), one("INPUT_OUT_OF_RANGE", "rsr")),
        (v2(json!({"rsr": 100.1})), one("INPUT_OUT_OF_RANGE", "rsr")),
        (v2(json!({"ogrs3TwoYear": "many"})), one("INPUT_NOT_READABLE", "ogrs3TwoYear")),
        (v2(json!({"needs": {"DRINK": "SEVERE"}})), one("UNKNOWN_CODE", "needs.DRINK")),
        (v2(json!({"needs": {"ATTITUDES": "AWFUL"}})), one("UNKNOWN_CODE", "needs.ATTITUDES")),
        (v2(json!({"needs": {"ATTITUDES": 1.5}})), one("INPUT_OUT_OF_RANGE", "needs.ATTITUDES")),
        (
            v2(json!({"registrations": [{"code": "RMRH", "date": "2026-02-30"}]})),
            one("INPUT_NOT_READABLE", "registrations[0].date"),
        ),
        (
            v2(json!({"registrations": [{"date": "2026-02-20"}]})),
            one("MISSING_MANDATORY_INPUT", "registrations[0].code"),
        ),
        (v2(json!({"registrations": {}})), one("INPUT_NOT_READABLE", "registrations")),
        (
            v2(json!({"convictions": [{"terminationDate": "soon"}]})),
            one("INPUT_NOT_READABLE", "convictions[0].terminationDate"),
        ),
        (v2(json!({"womensAnswers": {"temper": 3}})), one("INPUT_OUT_OF_RANGE", "womensAnswers.temper")),
        (
            json!([1]),
            vec![("INPUT_NOT_READABLE".into(), String::new()), ("MISSING_MANDATORY_INPUT".into(), "version".into())],
        ),
    ];
    for (request, expected) in cases {
        assert_eq!(refused(&request), expected, "{request}");
    }
}

#[test]
fn of_several_levels_of_harm_each_needs_its_day() {
    let several = json!({"version": "v2", "gender": "M", "registrations": [{"code": "RMRH"}, {"code": "RHRH", "date": "2026-01-01"}]});
    assert_eq!(refused(&several), [("MISSING_MANDATORY_INPUT".to_owned(), "registrations[0].date".to_owned())]);
    let one = json!({"version": "v2", "gender": "M", "registrations": [{"code": "RMRH"}, {"code": "SPO"}]});
    assert_eq!(respond(policy(), &one, TODAY)["protectPoints"], 10);
}

#[test]
fn a_medium_sexual_score_below_every_medium_score_is_refused() {
    let request = json!({"version": "v3", "hasActiveEvent": true,
        "predictors": {"arp": 1, "csrp": 1, "dc": {"score": 0.1, "band": "MEDIUM"}}});
    assert_eq!(refused(&request), [("INPUT_OUT_OF_RANGE".to_owned(), "predictors.dc.score".to_owned())]);
}

#[test]
fn a_section_score_and_its_severity_give_the_same_tier() {
    let ask = |needs: Value, san: bool| {
        let request = json!({"version": "v2", "gender": "MALE", "sanIndicator": san, "ogrs3TwoYear": 0, "rsr": 0,
            "convictions": [{"sentenceType": "NC"}], "needs": needs});
        respond(policy(), &request, TODAY)["changePoints"].clone()
    };
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": "SEVERE"}), false), 2);
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": 7}), false), 2);
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": 4}), false), 1);
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": {"score": 4}}), true), 2);
    assert_eq!(ask(json!({"ALCOHOL_MISUSE": null}), true), 0);
}

#[test]
fn what_plays_no_part_is_said_and_every_terms_sum_is_its_total() {
    let request = json!({"version": "v2", "gender": "female", "colour": "blue", "rsr": 3.5, "ogrs3TwoYear": 44,
        "convictions": [{"sentenceType": "NC"}], "needs": {"ATTITUDES": "SEVERE"},
        "registrations": [{"code": "RHRH", "date": "2026-01-01"}, {"code": "XYZ", "date": "2026-01-01"}]});
    let response = respond(policy(), &request, TODAY);
    let account: crate::account::Account = serde_json::from_value(response["explanation"].clone()).unwrap();
    assert!(account.notes.iter().any(|n| n.contains("colour")) && account.notes.iter().any(|n| n.contains("XYZ")));
    for part in &account.parts {
        assert_eq!(Some(part.sum()), part.total, "{}", part.title);
    }
}

fn any_flags() -> impl Strategy<Value = Flags> {
    let codes: Vec<&'static str> =
        ["RVHR", "RHRH", "RMRH", "RLRH", "MAPP", "IIOM", "INLL", "ADVP", "SPO", "PRC", "ZZZ"]
            .into_iter()
            .chain(COMPLEXITY.iter().map(|(c, _)| *c))
            .collect();
    let one = (prop::sample::select(codes), 1i8..28, prop::sample::select(vec!["M0", "M1", "M2", "M3", "M4"]));
    prop::collection::vec(one, 0..8).prop_map(|rows| {
        Flags::read(rows.iter().map(|(code, day, level)| Registration {
            code,
            on: Some(date(2026, 1, *day)),
            level: Some(level),
            category: Some(level),
        }))
    })
}

fn any_two_part() -> impl Strategy<Value = TwoPartFacts> {
    let severity = prop::option::of(prop::sample::select(vec![Severity::None, Severity::Standard, Severity::Severe]));
    let needs = prop::option::of(prop::collection::vec(severity, NEEDS.len()));
    let yes = any::<[bool; 6]>();
    (0u32..9900, 0.0..100.0f64, yes, needs, any_flags()).prop_map(|(rsr, ogrs3, yes, needs, flags)| TwoPartFacts {
        rsr: Some(f64::from(rsr) / 100.0),
        ogrs3: Some(ogrs3),
        female: yes[0],
        womens: WomensAnswers { parenting: yes[1], impulsivity: yes[2], temper: yes[3] },
        enforcement: yes[4],
        mandate: yes[5],
        needs: needs.map(|n| n.try_into().unwrap()),
        flags,
    })
}

proptest! {
    #[test]
    fn more_risk_never_lowers_the_letter_of_protection(facts in any_two_part(), more in 0u32..9900) {
        let before = two_part(policy(), &facts);
        let raised = TwoPartFacts { rsr: facts.rsr.map(|r| r.max(f64::from(more) / 100.0)), ..facts };
        prop_assert!(!two_part(policy(), &raised).protect.is_below(before.protect));
    }

    #[test]
    fn more_reoffending_never_lowers_the_digit(facts in any_two_part(), more in 0.0..100.0f64) {
        let before = two_part(policy(), &facts);
        let raised = TwoPartFacts { ogrs3: facts.ogrs3.map(|o| o.max(more)), ..facts };
        prop_assert!(two_part(policy(), &raised).change >= before.change);
    }

    #[test]
    fn points_and_digits_stay_within_their_bounds_and_come_out_the_same_twice(facts in any_two_part()) {
        let tier = two_part(policy(), &facts);
        prop_assert!(tier.protect_points.total <= 150 + 150 + 20 + 6);
        prop_assert!(tier.change <= 3 && tier.change_points() <= 20 + 10 + 2);
        prop_assert_eq!(tier, two_part(policy(), &facts));
        for part in explain_two_part(policy(), &facts, &tier, Vec::new()).parts {
            prop_assert_eq!(Some(part.sum()), part.total);
        }
    }

    #[test]
    fn higher_scores_never_lower_the_letter(arp in 0.0..100.0f64, csrp in 0.0..20.0f64, up in 0.0..50.0f64, flags in any_flags()) {
        let facts = LetterFacts { flags, ..scored(arp, csrp) };
        let higher = LetterFacts { flags, ..scored((arp + up).min(100.0), csrp + up) };
        match (letter_of(facts), letter_of(higher)) {
            (LetterTier::Tier(a), LetterTier::Tier(b)) => prop_assert!(!b.letter.is_below(a.letter)),
            other => prop_assert!(false, "{:?}", other),
        }
    }

    #[test]
    fn no_request_makes_it_panic(text in "\\PC{0,40}", n in any::<f64>(), deep in any::<bool>()) {
        for version in ["v2", "v3", text.as_str()] {
            for value in [json!(text), json!(n), json!([text]), json!({"code": text, "date": text, "score": n, "band": text})] {
                let list = if deep { json!([value]) } else { value.clone() };
                let request = json!({"version": version, "gender": value, "rsr": value, "ogrs3TwoYear": n, "needs": value,
                    "registrations": list, "convictions": list, "predictors": value, "womensAnswers": value,
                    "hasActiveEvent": deep, "latestReleaseDate": text});
                let response = respond(policy(), &request, TODAY);
                prop_assert!(response["tier"].is_null() == response["validationErrors"].is_array());
            }
        }
    }
}

//! Tiers A to G: the table of the two predictors, what raises a letter, when it is provisional.

use super::*;

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

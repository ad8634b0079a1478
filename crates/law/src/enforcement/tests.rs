//! A table a rule, on both sides of every day and limit.

use super::*;
use crate::{CaseDates, Nation};
use jiff::civil::date;
use proptest::prelude::*;
use std::collections::BTreeSet;

fn law() -> Law {
    Law::shipped()
}

fn day(text: &str) -> Date {
    text.parse().unwrap()
}

/// An order of 2026 with warnings and failures on these days.
fn case(sentence: &str, warnings: &[&str], failures: &[&str]) -> EnforcementCase {
    EnforcementCase {
        sentence: sentence.into(),
        dates: CaseDates { offence: None, conviction: Some(date(2023, 5, 2)), sentence: Some(date(2023, 6, 1)) },
        starts_on: date(2023, 6, 1),
        ended_on: None,
        failures: failures
            .iter()
            .map(|on| FailureFact { on: day(on), national_standard: true, evidence: false, decided: None })
            .collect(),
        warnings: warnings.iter().map(|given| WarningFact { given_on: day(given) }).collect(),
        breach_since: None,
        last_breach_end: None,
        nation: Nation::EnglandAndWales,
    }
}

fn decided(step: EnforcementStep, on: &str, agreed: bool) -> Option<DecidedFact> {
    Some(DecidedFact { step, on: day(on), agreed })
}

fn required(situation: &Situation) -> Vec<&'static str> {
    situation.requires.iter().map(|p| p.step.code()).collect()
}

fn allowed(situation: &Situation) -> BTreeSet<&'static str> {
    situation.allows.iter().map(|p| p.step.code()).collect()
}

#[test]
fn every_row_names_listed_sentences_and_regimes_its_source_and_both_languages() {
    let law = law();
    let rows = law.enforcement();
    let codes: BTreeSet<&str> = rows.regimes.iter().map(|r| r.code.as_str()).collect();
    assert_eq!(codes.len(), rows.regimes.len());
    let mut met = BTreeSet::new();
    for regime in &rows.regimes {
        assert!(!regime.source.is_empty() && !regime.cy.is_empty(), "{}", regime.code);
        for sentence in &regime.sentences {
            assert!(law.sentence(sentence).is_some(), "{sentence}");
            assert!(met.insert(sentence.clone()), "{sentence} is enforced in two ways");
        }
    }
    let named = rows.warnings.iter().map(|w| &w.regimes).chain(rows.counters.iter().map(|c| &c.regimes));
    let named = named.chain(rows.elements.iter().map(|e| &e.regimes)).chain(rows.proposed.iter().map(|p| &p.regimes));
    assert!(named.flatten().all(|code| codes.contains(code.as_str())));
    assert!(rows.elements.iter().all(|e| !e.en.is_empty() && !e.cy.is_empty() && !e.source.is_empty()));
    assert!(rows.warnings.iter().all(|w| !w.source.is_empty()));
    assert!(rows.proposed.iter().all(|p| p.standing == Standing::Proposed && !p.standing.holds()));
}

#[test]
fn a_warning_must_say_three_things_under_every_kind_of_order() {
    for regime in &law().enforcement().regimes {
        assert_eq!(law().enforcement().elements_of(&regime.code).count(), 3, "{}", regime.code);
    }
}

#[test]
fn the_window_of_a_warning_ends_the_day_before_its_anniversary() {
    for (given, last) in [
        ("2026-03-02", "2027-03-01"),
        ("2026-03-01", "2027-02-28"),
        ("2027-03-01", "2028-02-29"),
        ("2027-02-28", "2028-02-27"),
        ("2028-02-29", "2029-02-28"),
        ("2028-02-28", "2029-02-27"),
        ("2028-03-01", "2029-02-28"),
        ("2026-12-31", "2027-12-30"),
        ("2026-01-01", "2026-12-31"),
    ] {
        let clock = law().warning_lapses(&case("CO", &[], &[]), day(given)).unwrap();
        assert_eq!(clock.due, day(last), "given on {given}");
        assert_eq!(clock.length, "12 months");
    }
}

#[test]
fn by_the_other_reading_the_anniversary_itself_is_the_last_day() {
    let months = crate::Term::months(12);
    for (given, last) in [("2026-03-02", "2027-03-02"), ("2028-02-29", "2029-02-28"), ("2027-02-28", "2028-02-28")] {
        assert_eq!(window::last_day(months, LastDay::Anniversary, day(given)), Some(day(last)), "{given}");
    }
}

#[test]
fn a_further_failure_within_twelve_months_of_a_warning_must_be_referred_and_one_after_them_need_not() {
    for sentence in ["CO", "SSO", "SSOD"] {
        for (given, failed, must) in [
            ("2026-03-02", "2026-03-01", false),
            ("2026-03-02", "2026-03-02", false),
            ("2026-03-02", "2026-03-03", true),
            ("2026-03-02", "2027-02-28", true),
            ("2026-03-02", "2027-03-01", true),
            ("2026-03-02", "2027-03-02", false),
            ("2028-02-29", "2029-02-28", true),
            ("2028-02-29", "2029-03-01", false),
            ("2027-03-01", "2028-02-29", true),
            ("2027-03-01", "2028-03-01", false),
        ] {
            let case = case(sentence, &[given], &[failed]);
            // The duty stands on whichever day it is asked about.
            for today in [failed, "2030-01-01"] {
                assert_eq!(law().must_refer(&case, 0, day(today)), must, "{sentence}: {given}, {failed}, {today}");
                let now = law().what_now(&case, Some(0), day(today));
                assert_eq!(required(&now), [if must { "refer" } else { "warn-or-refer" }]);
                assert_eq!(now.departures.contains(&EnforcementStep::Warn), must);
                assert_eq!(now.forbids.iter().any(|p| p.step == EnforcementStep::Warn), must);
            }
        }
    }
}

#[test]
fn a_first_failure_may_be_warned_or_referred_and_no_action_needs_a_reason() {
    let now = law().what_now(&case("CO", &[], &["2026-11-02"]), Some(0), day("2026-11-20"));
    assert_eq!(required(&now), ["warn-or-refer"]);
    assert_eq!(allowed(&now), ["accept", "warn", "refer", "breach", "no-action"].into());
    assert!(now.requires[0].source.contains("Sch 10 para 6"));
    assert!(now.agreements.is_empty());
    assert!(now.forbids.iter().all(|p| p.standing == Standing::Proposed), "{:?}", now.forbids);
}

#[test]
fn a_youth_order_must_be_referred_on_the_third_failure_after_two_warnings() {
    let failed = ["2026-11-02"];
    for (warnings, must) in [
        (&["2026-03-02"][..], false),
        (&["2026-03-02", "2026-06-01"][..], true),
        (&["2025-11-02", "2026-06-01"][..], false),
        (&["2025-11-03", "2026-06-01"][..], true),
    ] {
        let case = case("YRO", warnings, &failed);
        assert_eq!(law().must_refer(&case, 0, day("2026-11-20")), must, "{warnings:?}");
    }
}

#[test]
fn on_licence_no_number_of_warnings_makes_a_referral_a_duty() {
    let warnings = ["2026-03-02", "2026-05-02", "2026-07-02"];
    let now = law().what_now(&case("IMP", &warnings, &["2026-11-02"]), Some(0), day("2026-11-20"));
    assert!(now.requires.is_empty() && now.recall && !now.must_refer);
    let refer = now.allows.iter().find(|p| p.step == EnforcementStep::Refer).unwrap();
    assert!(refer.words.contains("3 warnings were given"), "{}", refer.words);
    let now = law().what_now(&case("IMP", &warnings[..2], &["2026-11-02"]), Some(0), day("2026-11-20"));
    assert!(now.allows.iter().all(|p| !p.words.contains("practice is to refer")));
}

#[test]
fn the_rule_turns_on_the_day_of_the_conviction_and_an_unknown_day_that_changes_nothing_is_passed_over() {
    let mut old = case("CO", &["2026-03-02"], &["2026-11-02"]);
    for (conviction, source) in [("2020-11-30", "2003"), ("2020-12-01", "2020")] {
        old.dates.conviction = Some(day(conviction));
        let now = law().what_now(&old, Some(0), day("2026-11-20"));
        assert!(now.requires[0].source.contains(source), "{conviction}: {}", now.requires[0].source);
    }
    old.dates.conviction = None;
    let now = law().what_now(&old, Some(0), day("2026-11-20"));
    assert!(now.must_refer && now.unknown.is_empty());
    old.dates.conviction = Some(day("2005-04-03"));
    let now = law().what_now(&old, Some(0), day("2026-11-20"));
    assert!(!now.must_refer && now.is_forbidden(EnforcementStep::Warn), "no rule held then");
}

#[test]
fn a_kind_of_order_without_rules_is_not_guessed_at() {
    let now = law().what_now(&case("COSC", &[], &["2026-11-02"]), Some(0), day("2026-11-20"));
    assert!(now.requires.is_empty() && now.regime.is_none());
    assert!(now.is_forbidden(EnforcementStep::Warn) && !now.is_forbidden(EnforcementStep::Refer));
}

#[test]
fn an_order_that_has_ended_is_not_enforced_any_more() {
    let mut ended = case("CO", &["2026-03-02"], &["2026-11-02"]);
    ended.ended_on = Some(day("2026-11-20"));
    assert!(law().must_refer(&ended, 0, day("2026-11-19")));
    assert!(!law().must_refer(&ended, 0, day("2026-11-20")));
    let now = law().what_now(&ended, Some(0), day("2026-11-20"));
    assert!(now.is_forbidden(EnforcementStep::Refer) && now.requires.is_empty());
    assert!(allowed(&now).contains("no-action") && now.agreements.is_empty());
}

#[test]
fn five_working_days_for_evidence_pass_weekends_and_bank_holidays() {
    for (failed, due) in [
        ("2026-11-02", "2026-11-09"),
        ("2026-11-06", "2026-11-13"),
        ("2026-11-07", "2026-11-13"),
        ("2026-12-18", "2026-12-29"),
        ("2026-12-24", "2027-01-05"),
        ("2026-04-02", "2026-04-13"),
        ("2028-02-28", "2028-03-06"),
    ] {
        let clock = law().evidence_due(day(failed)).unwrap();
        assert_eq!((clock.due, clock.length.as_str()), (day(due), "5 working days"), "{failed}");
    }
}

#[test]
fn waiting_is_open_until_the_last_day_for_evidence_and_not_once_it_was_given() {
    let mut asked = case("CO", &[], &["2026-11-02"]);
    assert!(allowed(&law().what_now(&asked, Some(0), day("2026-11-09"))).contains("wait"));
    assert!(!allowed(&law().what_now(&asked, Some(0), day("2026-11-10"))).contains("wait"));
    asked.failures[0].evidence = true;
    assert!(!allowed(&law().what_now(&asked, Some(0), day("2026-11-03"))).contains("wait"));
}

#[test]
fn a_breach_is_to_be_at_court_within_ten_working_days() {
    let now = law().what_now(&case("CO", &[], &["2026-12-18"]), Some(0), day("2026-12-18"));
    assert_eq!(now.court_by.unwrap().due, day("2027-01-06"));
    let licence = law().what_now(&case("IMP", &[], &["2026-12-18"]), Some(0), day("2026-12-18"));
    assert!(licence.court_by.is_none());
}

#[test]
fn the_counter_counts_distinct_days_of_the_national_standard_since_the_sentence_or_the_last_breach() {
    let mut counted = case("CO", &[], &["2023-05-31", "2023-06-01", "2026-11-02", "2026-11-02", "2026-11-04"]);
    let days = |case: &EnforcementCase| law().what_now(case, None, day("2026-11-20")).counter.unwrap().days;
    assert_eq!(days(&counted), [day("2023-06-01"), day("2026-11-02"), day("2026-11-04")]);
    counted.failures[4].national_standard = false;
    assert_eq!(days(&counted), [day("2023-06-01"), day("2026-11-02")]);
    counted.last_breach_end = Some(day("2026-11-02"));
    assert_eq!(days(&counted), [day("2026-11-02")]);
    counted.last_breach_end = Some(day("2026-11-03"));
    assert!(days(&counted).is_empty());
}

#[test]
fn the_counter_stands_still_while_a_breach_is_open() {
    let mut counted = case("CO", &[], &["2026-11-02", "2026-11-04"]);
    counted.breach_since = Some(day("2026-11-03"));
    assert_eq!(law().what_now(&counted, None, day("2026-11-20")).counter.unwrap().days, [day("2026-11-02")]);
}

#[test]
fn the_limit_of_the_counter_calls_for_a_look_when_it_is_reached_and_differs_by_kind_of_order() {
    for (sentence, days, reached) in [
        ("CO", &["2026-11-02"][..], false),
        ("CO", &["2026-11-02", "2026-11-02"][..], false),
        ("CO", &["2026-11-02", "2026-11-04"][..], true),
        ("IMP", &["2026-11-02", "2026-11-04"][..], false),
        ("IMP", &["2026-11-02", "2026-11-04", "2026-11-05"][..], true),
    ] {
        let now = law().what_now(&case(sentence, &[], days), Some(0), day("2026-11-20"));
        assert_eq!(now.counter.as_ref().unwrap().reached, reached, "{sentence} {days:?}");
        assert_eq!(allowed(&now).contains("review"), reached);
    }
}

#[test]
fn counter_and_window_are_two_things() {
    // Two failures reach the counter and no warning was given: nothing must be referred.
    let now = law().what_now(&case("CO", &[], &["2026-11-02", "2026-11-04"]), Some(1), day("2026-11-20"));
    assert!(now.counter.unwrap().reached && !now.must_refer);
    // One failure after a warning must be referred, and the counter is below its limit.
    let now = law().what_now(&case("CO", &["2026-06-01"], &["2026-11-02"]), Some(0), day("2026-11-20"));
    assert!(!now.counter.unwrap().reached && now.must_refer);
}

#[test]
fn not_referring_what_must_be_referred_needs_a_manager_and_so_does_a_third_no_action() {
    let now = law().what_now(&case("CO", &["2026-06-01"], &["2026-11-02"]), Some(0), day("2026-11-20"));
    assert!(now.agreement(EnforcementStep::NoAction).is_some() && now.agreement(EnforcementStep::Warn).is_some());
    assert!(now.agreement(EnforcementStep::Refer).is_none());
    for (first, needs) in [("2025-11-21", true), ("2025-11-20", false)] {
        let mut third = case("CO", &[], &[first, "2026-10-05", "2026-11-02"]);
        for earlier in &mut third.failures[..2] {
            earlier.decided = decided(EnforcementStep::NoAction, "2026-10-06", false);
        }
        let now = law().what_now(&third, Some(2), day("2026-11-20"));
        assert_eq!(now.agreement(EnforcementStep::NoAction).is_some(), needs, "{first}");
    }
}

#[test]
fn a_referral_is_met_by_a_referral_a_breach_or_a_managers_word_and_by_nothing_else() {
    use EnforcementStep::{Breach, NoAction, Refer, Warn};
    for (step, agreed, unmet) in [
        (Refer, false, false),
        (Breach, false, false),
        (Warn, false, true),
        (NoAction, false, true),
        (Warn, true, false),
        (NoAction, true, false),
    ] {
        let mut asked = case("CO", &["2026-06-01"], &["2026-11-02"]);
        assert!(law().unmet_referral(&asked, 0, day("2026-11-20")));
        asked.failures[0].decided = decided(step, "2026-11-10", agreed);
        assert_eq!(law().unmet_referral(&asked, 0, day("2026-11-20")), unmet, "{step:?} {agreed}");
    }
}

#[test]
fn a_window_shows_until_when_it_is_open() {
    let warned = case("CO", &["2026-03-02"], &[]);
    for (today, open) in [("2026-03-01", false), ("2026-03-02", true), ("2027-03-01", true), ("2027-03-02", false)] {
        let now = law().what_now(&warned, None, day(today));
        assert_eq!(now.windows[0].open, open, "{today}");
        assert_eq!(now.open_until(), open.then(|| day("2027-03-01")));
    }
}

#[test]
fn failures_within_the_window_are_counted_back_from_today() {
    let failed = case("CO", &[], &["2026-03-02"]);
    for (today, count) in [("2027-03-01", 1), ("2027-03-02", 0)] {
        assert_eq!(law().what_now(&failed, None, day(today)).in_window, count, "{today}");
    }
}

proptest! {
    #[test]
    fn a_window_is_as_long_as_the_days_one_by_one_say(offset in 0i64..4000) {
        use jiff::ToSpan;
        let given = date(2020, 1, 1).saturating_add(offset.days());
        let last = law().warning_lapses(&case("CO", &[], &[]), given).unwrap().due;
        // The first day that is not within it has the same day and month, or is 1 March after a 29 February.
        let after = last.tomorrow().unwrap();
        let same = (after.month(), after.day()) == (given.month(), given.day());
        let leap = (given.month(), given.day()) == (2, 29) && (after.month(), after.day()) == (3, 1);
        prop_assert!(after.year() == given.year() + 1 && (same || leap));
    }

    #[test]
    fn a_warning_never_counts_after_its_window(given in 0i64..1200, failed in 0i64..2400) {
        use jiff::ToSpan;
        let begin = date(2023, 1, 1);
        let (given, failed) = (begin.saturating_add(given.days()), begin.saturating_add(failed.days()));
        let mut asked = case("CO", &[], &[]);
        asked.warnings.push(WarningFact { given_on: given });
        asked.failures.push(FailureFact { on: failed, national_standard: true, evidence: false, decided: None });
        let last = law().warning_lapses(&asked, given).unwrap().due;
        prop_assert_eq!(law().must_refer(&asked, 0, failed), given < failed && failed <= last);
    }
}

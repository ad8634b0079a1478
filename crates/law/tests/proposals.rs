//! What a court may be asked to order: tables on both sides of every date and limit, through the crate's door alone.
#![expect(clippy::unwrap_used, reason = "a test")]

use jiff::civil::{Date, date};
use law::{Allowed, Case, Consent, Finding, Law, Proposed, Sureness, Term, Verdict, Weight};
use proptest::prelude::*;

const DAY: Date = date(2026, 6, 1);

/// A case of an adult of which everything is known that an order may turn on.
fn known() -> Case {
    let mut case = Case {
        offence: Some(date(2026, 3, 1)),
        conviction: Some(date(2026, 5, 1)),
        date_of_birth: Some(date(1990, 1, 1)),
        end: Some(date(2027, 5, 31)),
        fined: Some(true),
        ..Case::new("CO", DAY)
    };
    for code in ["MHT", "DRR", "ATR"] {
        case.consents.insert(code.into(), true);
    }
    for (fact, answer) in [
        ("dependent-on-alcohol", false),
        ("alcohol-played-a-part", true),
        ("misuses-drugs", true),
        ("mental-health-needs-treatment", true),
        ("treatment-may-help", true),
    ] {
        case.facts.insert(fact.into(), answer);
    }
    case
}

fn of(case: &Case, code: &str) -> Allowed {
    Law::shipped().may_be_ordered(case).into_iter().find(|allowed| allowed.code == code).unwrap()
}

fn verdict(case: &Case, code: &str) -> Verdict {
    of(case, code).verdict
}

/// The rules that speak against it.
fn against(case: &Case, code: &str) -> Vec<&'static str> {
    of(case, code).reasons.iter().filter(|r| r.verdict != Verdict::Allowed).map(|r| r.rule).collect()
}

fn said(code: &str, length: &str) -> Proposed {
    Proposed { code: code.into(), length: length.parse().ok(), ..Proposed::default() }
}

fn findings(proposed: &[Proposed], case: &Case) -> Vec<Finding> {
    Law::shipped().check_together(proposed, case)
}

fn rules(proposed: &[Proposed], case: &Case) -> Vec<(Weight, String)> {
    findings(proposed, case).into_iter().map(|f| (f.weight, f.rule)).collect()
}

fn bars(proposed: &[Proposed], case: &Case) -> Vec<String> {
    findings(proposed, case).into_iter().filter(|f| f.weight == Weight::Bars).map(|f| f.rule).collect()
}

#[test]
fn every_requirement_type_has_a_verdict_with_reasons_that_name_their_source() {
    let law = Law::shipped();
    for case in [known(), Case::new("CO", DAY), Case::new("YRO", DAY), Case::new("IMP", DAY), Case::new("XX", DAY)] {
        let all = law.may_be_ordered(&case);
        assert_eq!(all.len(), law.requirements().len());
        for allowed in all {
            assert!(!allowed.reasons.is_empty(), "{}", allowed.code);
            assert!(allowed.reasons.iter().all(|r| !r.source.is_empty() && !r.words.is_empty()), "{}", allowed.code);
            assert_eq!(Some(allowed.verdict), allowed.reasons.iter().map(|r| r.verdict).max());
        }
    }
}

#[test]
fn an_adult_whose_facts_are_known_may_get_what_is_in_force_and_fits() {
    let allowed: Vec<_> = Law::shipped()
        .may_be_ordered(&known())
        .into_iter()
        .filter(|allowed| allowed.verdict == Verdict::Allowed)
        .map(|allowed| allowed.code)
        .collect();
    let list = "UPW RAR PRG PAR CUR EXC RES FTP MHT DRR AAM EMC EMW";
    assert_eq!(allowed, list.split(' ').collect::<Vec<_>>(), "no alcohol treatment, and no attendance centre at 36");
}

#[test]
fn each_requirement_opens_on_its_first_day() {
    for (code, before, from) in [
        ("UPW", date(2005, 4, 3), date(2005, 4, 4)),
        ("RAR", date(2015, 1, 31), date(2015, 2, 1)),
        ("FTP", date(2012, 12, 2), date(2012, 12, 3)),
        ("EMW", date(2014, 3, 31), date(2014, 4, 1)),
    ] {
        let on = |day| Case { offence: day, ..known() };
        assert_eq!(against(&on(Some(before)), code), ["requirement-not-open"], "{code}");
        assert_eq!(verdict(&on(Some(from)), code), Verdict::Allowed, "{code}");
        assert_eq!(against(&on(None), code), ["day-not-known"], "{code}");
    }
    let sentenced = |on| Case { on, conviction: Some(date(2020, 1, 1)), offence: Some(date(2020, 1, 1)), ..known() };
    assert_eq!(against(&sentenced(date(2020, 5, 18)), "AAM"), ["requirement-not-open"]);
    assert_eq!(verdict(&sentenced(date(2020, 5, 19)), "AAM"), Verdict::Allowed);
}

#[test]
fn what_is_enacted_without_a_day_is_not_allowed_and_says_so() {
    for code in ["PRB", "DRI", "PEA", "DEE", "RZO"] {
        assert_eq!(against(&known(), code), ["not-in-force"], "{code}");
    }
}

#[test]
fn a_requirement_stands_in_its_own_kind_of_order() {
    for (order, code, belongs) in [
        ("CO", "UPW", true),
        ("SSO", "UPW", true),
        ("YRO", "UPW", false),
        ("CO", "YSV", false),
        ("IMP", "UPW", false),
        ("FINE", "RAR", false),
    ] {
        let allowed = of(&Case { sentence: order.into(), ..known() }, code);
        assert_eq!(allowed.belongs, belongs, "{order} {code}");
        assert_eq!(allowed.reasons.iter().any(|r| r.rule == "requirement-wrong-order"), !belongs, "{order} {code}");
    }
    assert_eq!(against(&Case::new("XX", DAY), "UPW"), ["order-unknown", "day-not-known"]);
    assert!(against(&Case { sentence: "SDO".into(), ..known() }, "SUW").contains(&"order-historic"));
}

#[test]
fn age_is_that_of_the_order_on_the_day_of_the_sentence() {
    for (order, day_of_eighteen_or_twenty_one, too_late) in
        [("CO", date(2008, 6, 1), date(2008, 6, 2)), ("SSO", date(2005, 6, 1), date(2005, 6, 2))]
    {
        let born = |day| Case { sentence: order.into(), date_of_birth: day, ..known() };
        assert_eq!(verdict(&born(Some(day_of_eighteen_or_twenty_one)), "UPW"), Verdict::Allowed, "{order}");
        assert_eq!(against(&born(Some(too_late)), "UPW"), ["too-young"], "{order}");
        assert_eq!(against(&born(None), "UPW"), ["age-not-known"], "{order}");
    }
    assert_eq!(of(&known(), "UPW").min_age, Some(18));
    let young_adult = |convicted| Case {
        sentence: "SSOD".into(),
        conviction: Some(convicted),
        date_of_birth: Some(date(2005, 5, 20)),
        ..known()
    };
    assert_eq!(verdict(&young_adult(date(2026, 5, 19)), "UPW"), Verdict::Allowed);
    assert_eq!(against(&young_adult(date(2026, 5, 20)), "UPW"), ["too-old"]);
}

#[test]
fn an_attendance_centre_is_for_people_convicted_under_twenty_five_and_an_unknown_day_may_still_tell() {
    let case = |born, convicted, offence| Case { date_of_birth: Some(born), conviction: convicted, offence, ..known() };
    let (offence, convicted) = (Some(date(2026, 3, 1)), Some(date(2026, 5, 1)));
    for (born, convicted, offence, rules) in [
        (date(2001, 5, 1), convicted, offence, vec!["requirement-age"]),
        (date(2001, 5, 2), convicted, offence, vec![]),
        (date(2001, 6, 2), None, offence, vec![]),
        (date(2001, 6, 1), None, offence, vec!["age-not-known"]),
        (date(2001, 3, 2), None, offence, vec!["age-not-known"]),
        (date(2001, 3, 1), None, offence, vec!["requirement-age"]),
    ] {
        assert_eq!(against(&case(born, convicted, offence), "ATC"), rules, "{born} {convicted:?}");
    }
    assert_eq!(of(&known(), "ATC").under_age, Some(25));
}

#[test]
fn treatment_needs_consent_that_was_given() {
    for (code, given) in [("MHT", Consent::Given), ("DRR", Consent::Given), ("UPW", Consent::NotNeeded)] {
        assert_eq!(of(&known(), code).consent, given, "{code}");
    }
    for code in ["MHT", "DRR"] {
        let mut case = known();
        case.consents.insert(code.into(), false);
        assert_eq!((against(&case, code), of(&case, code).consent), (vec!["consent-refused"], Consent::Refused));
        case.consents.remove(code);
        assert_eq!((against(&case, code), of(&case, code).consent), (vec!["consent-not-asked"], Consent::NotAsked));
    }
}

#[test]
fn a_condition_is_met_or_not_or_asked_for() {
    for (code, fact, must) in [
        ("MHT", "mental-health-needs-treatment", true),
        ("DRR", "misuses-drugs", true),
        ("DRR", "treatment-may-help", true),
        ("ATR", "treatment-may-help", true),
        ("ATR", "dependent-on-alcohol", true),
        ("AAM", "dependent-on-alcohol", false),
        ("AAM", "alcohol-played-a-part", true),
    ] {
        let mut case = known();
        if code == "ATR" {
            case.facts.insert("dependent-on-alcohol".into(), true);
        }
        case.facts.insert(fact.into(), must);
        assert_eq!(verdict(&case, code), Verdict::Allowed, "{code} {fact}");
        case.facts.insert(fact.into(), !must);
        assert_eq!(against(&case, code), ["condition"], "{code} {fact}");
        case.facts.remove(fact);
        let asked: Vec<_> = of(&case, code).reasons.into_iter().filter_map(|reason| reason.asks).collect();
        assert_eq!((against(&case, code), asked), (vec!["condition-not-known"], vec![fact.to_owned()]));
    }
}

#[test]
fn the_limits_come_with_the_verdict_and_an_unknown_day_leaves_both_rows() {
    let upw = of(&known(), "UPW");
    assert_eq!((upw.limits[0].min, upw.limits[0].max), (Some(Term::hours(40)), Some(Term::hours(300))));
    assert!(upw.aggregate && upw.limits[0].sure == Sureness::Known);
    let curfew = |convicted| of(&Case { conviction: convicted, ..known() }, "CUR").limits;
    let one = |convicted| {
        let limits = curfew(Some(convicted));
        assert_eq!(limits.len(), 1);
        (limits[0].max_hours_a_day, limits[0].max_hours_a_week, limits[0].max)
    };
    assert_eq!(one(date(2022, 6, 27)), (Some(16), None, Some(Term::months(12))));
    assert_eq!(one(date(2022, 6, 28)), (Some(20), Some(112), Some(Term::years(2))));
    assert_eq!(curfew(None).len(), 2);
}

#[test]
fn what_must_be_arranged_first_comes_with_the_verdict() {
    for code in ["UPW", "PRG", "CUR", "EXC", "RES", "MHT", "DRR", "ATR", "AAM", "ATC", "EMC", "EMW"] {
        assert!(!of(&known(), code).arrange.is_empty(), "{code}");
    }
    assert!(of(&known(), "FTP").arrange.is_empty());
}

#[test]
fn a_proposal_is_held_to_the_limits_of_an_order_as_passed() {
    for (code, at, over) in [
        ("UPW", "300 hours", "301 hours"),
        ("UPW", "40 hours", "39 hours"),
        ("FTP", "12 months", "53 weeks"),
        ("AAM", "120 days", "121 days"),
    ] {
        assert!(bars(&[said(code, at)], &known()).is_empty(), "{code} {at}");
        assert_eq!(bars(&[said(code, over)], &known())[0], "requirement-length", "{code} {over}");
    }
    assert_eq!(bars(&[], &known()), ["no-requirement"]);
    assert_eq!(bars(&[said("UPW", "200 hours"), said("UPW", "101 hours")], &known()), ["requirement-length"]);
    assert!(bars(&[said("RAR", "365 days")], &known()).is_empty());
    assert_eq!(bars(&[said("RAR", "366 days")], &known()), ["days-do-not-fit"]);
    assert!(bars(&[said("RES", "12 months")], &known()).is_empty());
    assert_eq!(bars(&[said("RES", "13 months")], &known()), ["requirement-past-end"]);
}

#[test]
fn hours_under_other_orders_count_towards_the_most() {
    let with = |hours: u32| Case { standing: vec![said("UPW", &format!("{hours} hours"))], ..known() };
    assert!(bars(&[said("UPW", "100 hours")], &with(200)).is_empty());
    assert_eq!(bars(&[said("UPW", "101 hours")], &with(200)), ["with-standing-orders"]);
    assert!(bars(&[said("RAR", "20 days")], &with(300)).is_empty(), "nothing is added to them");
    assert_eq!(bars(&[said("UPW", "301 hours")], &with(200)), ["requirement-length"], "told once");
    assert_eq!(bars(&[said("UPW", "39 hours")], &with(100)), ["requirement-length"], "the least is of this order");
}

#[test]
fn requirements_that_do_not_go_together_are_named() {
    let mut dependent = known();
    dependent.facts.insert("dependent-on-alcohol".into(), true);
    for (proposed, case, weight, rule) in [
        (vec![said("ATR", "6 months"), said("AAM", "90 days")], &dependent, Weight::Bars, "not-together"),
        (vec![said("AAM", "90 days"), said("EMC", "3 months")], &known(), Weight::Bars, "nothing-to-monitor"),
        (vec![said("CUR", "3 months")], &known(), Weight::Odd, "monitoring-expected"),
        (vec![said("DRR", "6 months"), said("ATR", "6 months")], &dependent, Weight::Odd, "two-substances"),
        (vec![said("RAR", "9 days"), said("PRB", "")], &known(), Weight::Bars, "replaced"),
    ] {
        assert!(rules(&proposed, case).contains(&(weight, rule.into())), "{rule}");
    }
    let monitored = [said("CUR", "3 months"), said("EMC", "3 months")];
    assert_eq!(rules(&monitored, &known()), [], "a curfew with its monitoring");
}

#[test]
fn a_community_order_punishes_or_a_fine_goes_with_it() {
    let odd = |fined, sentence: &str, proposed: Proposed| {
        let case = Case { fined, sentence: sentence.into(), ..known() };
        findings(&[proposed], &case).iter().any(|f| f.rule == "no-punishment")
    };
    assert!(odd(None, "CO", said("RAR", "9 days")));
    assert!(odd(Some(false), "CO", said("RAR", "9 days")));
    assert!(!odd(Some(true), "CO", said("RAR", "9 days")));
    assert!(!odd(None, "CO", said("UPW", "40 hours")));
    assert!(!odd(None, "SSO", said("RAR", "9 days")));
}

#[test]
fn drug_rehabilitation_of_more_than_a_year_is_reviewed_by_the_court() {
    let long = Case { end: Some(date(2028, 5, 31)), ..known() };
    assert_eq!(rules(&[said("DRR", "12 months")], &long), []);
    assert_eq!(rules(&[said("DRR", "13 months")], &long), [(Weight::Follows, "court-reviews".into())]);
}

#[test]
fn what_is_not_known_is_asked_for_and_told_once() {
    let case = Case { fined: Some(true), ..Case::new("CO", DAY) };
    let found = rules(&[said("DRR", "6 months"), said("UPW", "")], &case);
    for rule in ["age-not-known", "day-not-known", "consent-not-asked", "condition-not-known", "length-missing"] {
        assert!(found.contains(&(Weight::CannotTell, rule.into())), "{rule}");
    }
    assert_eq!(found.iter().filter(|(_, rule)| rule == "age-not-known").count(), 1, "the order's age, once");
    let young = Case { date_of_birth: Some(date(2008, 6, 2)), ..known() };
    assert_eq!(bars(&[said("UPW", "40 hours")], &young), ["too-young"]);
    assert_eq!(bars(&[said("RZO", "")], &known()), ["requirement-not-open"]);
    assert_eq!(rules(&[said("ZZZ", "")], &known()), [(Weight::CannotTell, "requirement-unknown".into())]);
    let mut refused = known();
    refused.consents.insert("DRR".into(), false);
    assert_eq!(bars(&[said("DRR", "6 months")], &refused), ["consent-refused"]);
}

#[test]
fn a_suspended_sentence_order_keeps_requirements_inside_the_supervision_period() {
    let case = |months| Case {
        sentence: "SSO".into(),
        end: None,
        operational_period: Some(Term::months(18)),
        supervision_period: Some(Term::months(months)),
        ..known()
    };
    assert!(bars(&[said("RES", "6 months")], &case(6)).is_empty());
    assert_eq!(bars(&[said("RES", "7 months")], &case(6)), ["requirement-past-end"]);
    assert_eq!(bars(&[], &case(19)), ["supervision-past-operational"]);
}

proptest! {
    /// Learning a fact never turns a clear verdict into another clear one's opposite by itself: an unknown fact decides nothing.
    #[test]
    fn an_unknown_fact_never_decides(
        born in proptest::option::of(0i32..25_000), offence in proptest::option::of(0i32..9_000),
        convicted in proptest::option::of(0i32..400), consent in any::<bool>()
    ) {
        use jiff::ToSpan;
        let day = |from: Date, days: i32| from.saturating_add(i64::from(days).days());
        let full = Case {
            date_of_birth: Some(day(date(1950, 1, 1), born.unwrap_or(14_000))),
            offence: Some(day(date(2001, 1, 1), offence.unwrap_or(9_000))),
            conviction: Some(day(date(2025, 4, 1), convicted.unwrap_or(400))),
            consents: [("DRR".to_owned(), consent)].into(),
            ..known()
        };
        let part = Case {
            date_of_birth: born.and(full.date_of_birth),
            offence: offence.and(full.offence),
            conviction: convicted.and(full.conviction),
            ..full.clone()
        };
        let law = Law::shipped();
        for (of_part, of_full) in law.may_be_ordered(&part).iter().zip(law.may_be_ordered(&full)) {
            if of_part.verdict != Verdict::CannotTell {
                prop_assert_eq!(of_part.verdict, of_full.verdict, "{}", of_full.code);
            }
        }
    }
}

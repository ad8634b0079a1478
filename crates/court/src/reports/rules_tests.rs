//! The policy on reports as tables of cases, over rows like the shipped ones.

use super::*;
use kernel::date;
use proptest::prelude::*;

fn rule(code: &str, fact: &str, range: (Option<i64>, Option<i64>), asks: &str) -> ReportRule {
    ReportRule {
        code: code.into(),
        valid_from: date(2021, 6, 26),
        valid_before: None,
        place: 1,
        fact: fact.into(),
        at_least: range.0,
        at_most: range.1,
        asks: asks.into(),
        words: format!("because of {code}"),
        assumed: true,
        source: "here".into(),
    }
}

fn policy() -> Vec<ReportRule> {
    vec![
        rule("danger", "dangerousness", (None, None), "kind:standard"),
        rule("harm", "harm", (Some(2), None), "kind:standard"),
        rule("custody", "custody", (None, None), "kind:fast"),
        rule("young", "age", (None, Some(24)), "kind:fast"),
        rule("adjourned", "days", (Some(1), None), "kind:fast"),
        rule("today", "days", (None, Some(0)), "video"),
        rule("standard-days", "kind", (Some(2), None), "days:10"),
        rule("check", "kind", (Some(1), None), "check"),
        rule("offence", "kind", (Some(0), None), "part:offence"),
        rule("life", "kind", (Some(1), None), "part:circumstances"),
        rule("police", "kind", (Some(1), None), "enquiry:police-domestic-abuse"),
        rule("again", "custody", (None, None), "enquiry:police-domestic-abuse"),
        rule("good", "kind", (Some(0), None), "criterion"),
    ]
}

fn facts(age: Option<i64>, harm: Option<i64>, days: i64, ticked: &[&str]) -> Facts {
    Facts { age, harm, days, ticked: ticked.iter().map(|t| (*t).to_owned()).collect() }
}

#[test]
fn the_fullest_kind_that_any_rule_asks_for_is_chosen_with_its_reasons() {
    for (facts, kind, reasons, video) in [
        (facts(Some(40), Some(1), 0, &[]), "oral", vec![], true),
        (facts(Some(40), Some(1), 1, &[]), "fast", vec!["adjourned"], false),
        (facts(Some(24), Some(1), 0, &[]), "fast", vec!["young"], true),
        (facts(Some(25), Some(1), 0, &[]), "oral", vec![], true),
        (facts(Some(40), Some(1), 0, &["custody"]), "fast", vec!["custody"], true),
        (facts(Some(40), Some(2), 15, &["custody"]), "standard", vec!["harm"], false),
        (facts(Some(40), Some(3), 15, &["dangerousness"]), "standard", vec!["danger", "harm"], false),
    ] {
        let choice = choose(&policy(), &facts);
        let rules: Vec<&str> = choice.reasons.iter().map(|r| r.rule.as_str()).collect();
        assert_eq!((choice.kind.as_str(), rules, choice.video), (kind, reasons, video), "{facts:?}");
    }
}

#[test]
fn what_nobody_knows_is_said_and_decides_nothing() {
    let choice = choose(&policy(), &facts(None, None, 0, &[]));
    assert_eq!(choice.kind, "oral");
    assert!(choice.unknown.iter().any(|w| w.starts_with("No date of birth")), "{:?}", choice.unknown);
    assert!(choice.unknown.iter().any(|w| w.starts_with("No level of risk")), "{:?}", choice.unknown);
}

#[test]
fn a_kind_asks_for_its_parts_its_check_and_its_days() {
    let oral = asked(&policy(), &facts(Some(40), None, 0, &[]), ReportKind::Oral);
    assert_eq!((oral.check, oral.parts.len(), oral.short_of), (false, 1, None));
    assert!(oral.enquiries.is_empty());
    let standard = asked(&policy(), &facts(Some(40), None, 9, &["custody"]), ReportKind::Standard);
    assert_eq!((standard.check, standard.parts.len(), standard.short_of), (true, 2, Some(10)));
    assert_eq!(standard.enquiries.len(), 1, "asked for twice, wanted once");
    let in_time = asked(&policy(), &facts(Some(40), None, 10, &[]), ReportKind::Standard);
    assert_eq!(in_time.short_of, None);
    assert_eq!(missing(&in_time, &[Part::Offence], false).len(), 2);
    assert!(missing(&in_time, &[Part::Offence, Part::Circumstances], true).is_empty());
}

#[test]
fn a_rule_holds_from_its_first_day_until_its_next_row() {
    let mut old = rule("young", "age", (None, Some(24)), "kind:fast");
    old.valid_before = Some(date(2026, 4, 1));
    let mut new = rule("young", "age", (None, Some(20)), "kind:fast");
    new.valid_from = date(2026, 4, 1);
    let all = [old, new];
    for (day, most) in [(date(2021, 6, 25), None), (date(2026, 3, 31), Some(24)), (date(2026, 4, 1), Some(20))] {
        assert_eq!(rules_on(&all, day).first().and_then(|r| r.at_most), most, "{day}");
    }
}

#[test]
fn a_written_report_is_checked_before_it_is_signed_and_an_oral_one_need_not_be() {
    use ReportState as S;
    for (state, step, check, to) in [
        (S::Writing, Step::Submit, true, Some(S::Checking)),
        (S::Writing, Step::Submit, false, None),
        (S::Writing, Step::Sign, true, None),
        (S::Writing, Step::Sign, false, Some(S::Signed)),
        (S::Checking, Step::Sign, true, None),
        (S::Checking, Step::Return, true, Some(S::Returned)),
        (S::Checking, Step::Choose, true, None),
        (S::Returned, Step::Submit, true, Some(S::Checking)),
        (S::Checking, Step::Agree, true, Some(S::Checked)),
        (S::Checked, Step::Sign, true, Some(S::Signed)),
        (S::Checked, Step::TakeBack, true, Some(S::Writing)),
        (S::Signed, Step::Withdraw, true, None),
        (S::Signed, Step::Choose, true, None),
        (S::Withdrawn, Step::Reopen, true, Some(S::Writing)),
        (S::Withdrawn, Step::Sign, true, None),
    ] {
        assert_eq!(next(state, step, check).ok(), to, "{state:?} {step:?} {check}");
    }
}

#[test]
fn nobody_checks_what_they_wrote() {
    let (me, other) = (Uuid::from_u128(1), Uuid::from_u128(2));
    assert!(may_check(Some(me), &[other], false, true).is_ok());
    for (writers, author, checks, code) in [
        (vec![me], false, true, "own_report"),
        (vec![], true, true, "own_report"),
        (vec![other], false, false, "not_a_checker"),
    ] {
        assert_eq!(may_check(Some(me), &writers, author, checks).unwrap_err().code, code);
    }
}

#[test]
fn a_hearing_that_has_been_asks_for_a_result_and_no_report() {
    let today = date(2026, 11, 23);
    let codes = |wrong: Vec<Refusal>| wrong.into_iter().map(|r| r.code).collect::<Vec<_>>();
    assert!(check_begin("Northgate", "Not said", today, today, today).is_empty());
    assert_eq!(codes(check_begin("Northgate", "Why", today, date(2026, 11, 20), today)), ["past"]);
    assert_eq!(
        codes(check_begin(" ", "", date(2026, 11, 24), today, today)),
        ["missing", "missing", "ahead", "before_asking"]
    );
}

proptest! {
    #[test]
    fn a_signed_report_stays_signed_whatever_is_tried(steps in proptest::collection::vec(0usize..10, 0..40), check in any::<bool>()) {
        let mut state = ReportState::Writing;
        let mut was_signed = false;
        for n in steps {
            let step = Step::ALL[n % Step::ALL.len()];
            if let Ok(to) = next(state, step, check) {
                prop_assert!(!was_signed || to == ReportState::Signed, "{state:?} {step:?}");
                prop_assert!(to != ReportState::Signed || state == ReportState::Checked || !check || was_signed);
                state = to;
            }
            was_signed |= state == ReportState::Signed;
        }
    }
}

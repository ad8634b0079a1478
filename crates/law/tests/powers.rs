//! The officer's powers, each on both sides of every day and limit: rules as sentences of policy, and credit and parts of an
//! order against counting by hand.

#![expect(clippy::unwrap_used, reason = "a helper of tests that fails is a test that fails")]

use jiff::ToSpan;
use jiff::civil::{Date, date};
use law::{
    CaseDates, CreditCase, CurfewRun, CurfewWeek, Law, Nature, PowerCase, PowerKind, PowerVerdict, Verdict,
    first_day_after_part,
};
use proptest::prelude::*;
use std::collections::BTreeMap;

const ON: Date = date(2026, 11, 23);

fn case(sentence: &str, requirements: &[&str], facts: &[(&str, bool)]) -> PowerCase {
    PowerCase {
        sentence: sentence.into(),
        dates: CaseDates {
            offence: Some(date(2026, 1, 5)),
            conviction: Some(date(2026, 2, 2)),
            sentence: Some(date(2026, 2, 2)),
        },
        on: ON,
        open: true,
        starts_on: Some(date(2026, 2, 2)),
        ends_on: Some(date(2027, 2, 1)),
        open_requirements: requirements.iter().map(|r| (*r).to_owned()).collect(),
        facts: facts.iter().map(|(code, is)| ((*code).to_owned(), *is)).collect(),
    }
}

fn verdict(code: &str, case: &PowerCase) -> Verdict {
    Law::shipped().may_use(code, case).unwrap().verdict
}

fn rules(code: &str, case: &PowerCase) -> Vec<&'static str> {
    let law = Law::shipped();
    let found: PowerVerdict<'_> = law.may_use(code, case).unwrap();
    found.reasons.iter().filter(|r| r.verdict != Verdict::Allowed).map(|r| r.rule).collect()
}

/// What each power must know, as it is when the power may be used.
fn good(code: &str) -> Vec<(&'static str, bool)> {
    match code {
        "vary-curfew-times" => vec![("person-agrees", true), ("purpose-kept", true)],
        "vary-curfew-address" => vec![("person-agrees", true), ("residents-agree", true), ("address-checked", true)],
        "suspend-contact" => {
            vec![
                ("high-harm", false),
                ("mappa-2-3", false),
                ("child-concern", false),
                ("terrorism", false),
                ("breach-open", false),
            ]
        }
        "end-order-early" | "end-supervision-early" => vec![
            ("requirements-complied", true),
            ("instructions-needed", false),
            ("plan-met", true),
            ("review-court", false),
            ("breach-open", false),
        ],
        _ => vec![],
    }
}

fn requirements(code: &str) -> &'static [&'static str] {
    match code {
        "vary-curfew-times" | "vary-curfew-address" => &["CUR"],
        "instruct-activity" => &["RAR"],
        "unpaid-work-credit" => &["UPW"],
        _ => &[],
    }
}

fn sentence(code: &str) -> &'static str {
    if code == "end-supervision-early" { "SSO" } else { "CO" }
}

const USED: [&str; 9] = [
    "vary-curfew-times",
    "vary-curfew-address",
    "instruct-supervision",
    "instruct-activity",
    "instruct-activity-throughout",
    "suspend-contact",
    "end-order-early",
    "end-supervision-early",
    "unpaid-work-credit",
];

fn good_case(code: &str) -> PowerCase {
    case(sentence(code), requirements(code), &good(code))
}

#[test]
fn every_row_names_its_source_both_languages_and_facts_that_are_asked() {
    let law = Law::shipped();
    for power in law.powers() {
        assert!(!power.source.is_empty() && !power.en.is_empty() && !power.cy.is_empty(), "{}", power.code);
        for condition in &power.conditions {
            assert!(law.power_facts().iter().any(|f| f.code == condition.fact), "{}", condition.fact);
            assert!(!condition.source.is_empty(), "{}", power.code);
        }
        for code in power.requirements.iter().chain(&power.not_with) {
            assert!(law.requirement(code).is_some(), "{code}");
        }
        assert_eq!(power.nature == Nature::Proposed, power.from().is_none(), "{}", power.code);
    }
}

#[test]
fn each_power_may_be_used_when_everything_that_it_asks_for_is_so() {
    for code in USED {
        assert_eq!(verdict(code, &good_case(code)), Verdict::Allowed, "{code}");
    }
}

#[test]
fn each_power_holds_from_its_first_day_and_not_the_day_before() {
    for (code, from) in [
        ("vary-curfew-times", date(2022, 6, 28)),
        ("vary-curfew-address", date(2022, 6, 28)),
        ("instruct-supervision", date(2020, 12, 1)),
        ("instruct-activity", date(2015, 2, 1)),
        ("instruct-activity-throughout", date(2026, 5, 11)),
        ("suspend-contact", date(2024, 4, 29)),
        ("end-order-early", date(2026, 5, 11)),
        ("end-supervision-early", date(2026, 5, 11)),
        ("unpaid-work-credit", date(2026, 5, 11)),
    ] {
        let on = |day: Date| {
            let around = (Some(day.saturating_sub(300.days())), Some(day.saturating_add(30.days())));
            verdict(code, &PowerCase { on: day, starts_on: around.0, ends_on: around.1, ..good_case(code) })
        };
        assert_eq!(on(from), Verdict::Allowed, "{code}");
        assert_eq!(on(from.yesterday().unwrap()), Verdict::NotAllowed, "{code}");
    }
}

#[test]
fn each_condition_bars_when_it_is_not_so_and_asks_when_it_is_not_known() {
    for code in USED {
        for (fact, is) in good(code) {
            let mut turned = good_case(code);
            turned.facts.insert(fact.into(), !is);
            assert_eq!(rules(code, &turned), ["condition-not-met"], "{code} {fact}");
            let mut open = good_case(code);
            open.facts.remove(fact);
            assert_eq!(verdict(code, &open), Verdict::CannotTell, "{code} {fact}");
            assert_eq!(Law::shipped().may_use(code, &open).unwrap().asks(), [fact], "{code}");
        }
    }
}

#[test]
fn what_is_proposed_and_not_law_is_never_allowed_on_any_day() {
    for code in ["hours-within-bounds", "requirement-for-failures"] {
        for on in [date(2020, 1, 1), ON, date(2035, 1, 1)] {
            let case = PowerCase { on, ends_on: Some(date(2040, 1, 1)), ..case("CO", &["UPW"], &[]) };
            assert_eq!(rules(code, &case), ["not-in-force"], "{code}");
        }
    }
}

#[test]
fn nothing_is_done_under_an_order_that_has_ended_or_is_past_its_last_day() {
    for code in USED {
        let ended = PowerCase { open: false, ..good_case(code) };
        assert_eq!(rules(code, &ended), ["order-ended"], "{code}");
        let last = PowerCase { ends_on: Some(ON), ..good_case(code) };
        assert_eq!(verdict(code, &last), Verdict::Allowed, "{code}");
        let past = PowerCase { ends_on: Some(ON.yesterday().unwrap()), ..good_case(code) };
        assert_eq!(rules(code, &past), ["past-its-end"], "{code}");
    }
}

#[test]
fn a_power_over_a_requirement_needs_it_and_a_fixed_home_keeps_the_curfew_where_it_is() {
    assert_eq!(rules("vary-curfew-times", &case("CO", &["RAR"], &good("vary-curfew-times"))), ["no-requirement"]);
    assert_eq!(rules("instruct-activity", &case("CO", &["UPW"], &[])), ["no-requirement"]);
    let fixed = case("CO", &["CUR", "RES"], &good("vary-curfew-address"));
    assert_eq!(rules("vary-curfew-address", &fixed), ["requirement-bars"]);
    assert_eq!(
        verdict("vary-curfew-times", &case("CO", &["CUR", "RES"], &good("vary-curfew-times"))),
        Verdict::Allowed
    );
}

#[test]
fn a_community_order_ends_and_a_suspended_sentence_only_leaves_its_supervision() {
    let facts = good("end-order-early");
    assert_eq!(verdict("end-order-early", &case("CO", &[], &facts)), Verdict::Allowed);
    assert_eq!(rules("end-order-early", &case("SSO", &[], &facts)), ["other-sentence"]);
    assert_eq!(rules("end-supervision-early", &case("CO", &[], &facts)), ["other-sentence"]);
    for other in ["IMP", "YRO", "PSS"] {
        assert_eq!(verdict("end-order-early", &case(other, &[], &facts)), Verdict::NotAllowed, "{other}");
    }
}

#[test]
fn activity_is_instructed_after_requirements_ended_only_since_the_sentencing_act_2026() {
    let after = case("CO", &[], &[]);
    assert_eq!(verdict("instruct-activity-throughout", &after), Verdict::Allowed);
    assert_eq!(rules("instruct-activity", &after), ["no-requirement"]);
    let earlier = PowerCase { on: date(2026, 5, 10), ..after };
    assert_eq!(rules("instruct-activity-throughout", &earlier), ["not-in-force"]);
    assert_eq!(verdict("instruct-supervision", &earlier), Verdict::Allowed);
}

#[test]
fn contact_is_suspended_in_the_last_third_and_not_a_day_before() {
    let year = |on: Date| PowerCase { on, ..good_case("suspend-contact") };
    // 2 February 2026 to 1 February 2027 are 365 days: two thirds are 243 days and a part, so 244 must have passed.
    assert_eq!(first_day_after_part(date(2026, 2, 2), date(2027, 2, 1), (2, 3)), Some(date(2026, 10, 4)));
    assert_eq!(verdict("suspend-contact", &year(date(2026, 10, 4))), Verdict::Allowed);
    assert_eq!(rules("suspend-contact", &year(date(2026, 10, 3))), ["too-early"]);
    let unknown = PowerCase { ends_on: None, ..good_case("suspend-contact") };
    assert_eq!(rules("suspend-contact", &unknown), ["end-not-known"]);
}

#[test]
fn a_leap_day_counts_as_a_day_of_the_order() {
    // 30 days with a leap day in them: 1 to 30 of February and March.
    assert_eq!(first_day_after_part(date(2028, 2, 11), date(2028, 3, 11), (2, 3)), Some(date(2028, 3, 2)));
    assert_eq!(first_day_after_part(date(2027, 2, 11), date(2027, 3, 12), (2, 3)), Some(date(2027, 3, 3)));
    assert_eq!(first_day_after_part(date(2028, 2, 29), date(2028, 2, 29), (2, 3)), Some(date(2028, 3, 1)));
    assert_eq!(first_day_after_part(date(2028, 3, 2), date(2028, 3, 1), (2, 3)), None);
}

/// The same on each day.
fn curfew(hour: u32, minute: u32, hours: u32) -> CurfewWeek {
    std::array::from_fn(|_| vec![CurfewRun { from_minute: hour * 60 + minute, minutes: hours * 60 }])
}

fn moved(dates: &CaseDates, ordered: &CurfewWeek, moved: &CurfewWeek) -> Vec<(&'static str, Verdict)> {
    let reasons = Law::shipped().check_curfew("CUR", dates, ordered, moved);
    reasons.into_iter().map(|r| (r.rule, r.verdict)).collect()
}

#[test]
fn a_curfew_moves_to_other_hours_and_keeps_its_length() {
    let dates = CaseDates { conviction: Some(date(2026, 2, 2)), ..CaseDates::default() };
    let ordered = curfew(19, 0, 12);
    assert_eq!(moved(&dates, &ordered, &curfew(21, 0, 12)), []);
    assert_eq!(moved(&dates, &ordered, &curfew(21, 0, 11)), [("length-changed", Verdict::NotAllowed); 7]);
    let mut one_day = curfew(19, 0, 12);
    one_day[5][0].minutes += 1;
    assert_eq!(moved(&dates, &ordered, &one_day), [("length-changed", Verdict::NotAllowed)]);
}

#[test]
fn runs_of_a_curfew_do_not_lie_over_each_other_not_even_over_the_week_s_end() {
    let dates = CaseDates { conviction: Some(date(2026, 2, 2)), ..CaseDates::default() };
    let mut ordered: CurfewWeek = Default::default();
    ordered[6] = vec![CurfewRun { from_minute: 22 * 60, minutes: 8 * 60 }];
    ordered[0] = vec![CurfewRun { from_minute: 6 * 60, minutes: 4 * 60 }];
    assert_eq!(moved(&dates, &ordered, &ordered), []);
    let mut over = ordered.clone();
    over[0][0].from_minute = 6 * 60 - 1;
    assert_eq!(moved(&dates, &ordered, &over), [("overlaps", Verdict::NotAllowed)]);
}

#[test]
fn a_curfew_stays_within_the_hours_of_the_law_of_its_conviction() {
    let on = |conviction| CaseDates { conviction, ..CaseDates::default() };
    let seventeen = curfew(17, 0, 16);
    assert_eq!(moved(&on(Some(date(2022, 6, 27))), &seventeen, &seventeen), []);
    let more = curfew(15, 0, 17);
    assert_eq!(moved(&on(Some(date(2022, 6, 27))), &more, &more), [("outside-limit", Verdict::NotAllowed)]);
    // 112 hours in seven days are 16 a day since 28 June 2022; a single day may have 20.
    assert_eq!(moved(&on(Some(date(2022, 6, 28))), &seventeen, &seventeen), []);
    assert_eq!(moved(&on(Some(date(2022, 6, 28))), &more, &more), [("outside-limit", Verdict::NotAllowed)]);
    let mut few: CurfewWeek = Default::default();
    few[2] = vec![CurfewRun { from_minute: 0, minutes: 20 * 60 }];
    assert_eq!(moved(&on(Some(date(2022, 6, 28))), &few, &few), []);
    few[2][0].minutes += 1;
    assert_eq!(moved(&on(Some(date(2022, 6, 28))), &few, &few), [("outside-limit", Verdict::NotAllowed)]);
    let short: CurfewWeek = std::array::from_fn(|_| vec![CurfewRun { from_minute: 0, minutes: 119 }]);
    assert_eq!(moved(&on(Some(date(2026, 2, 2))), &short, &short), [("outside-limit", Verdict::NotAllowed)]);
    // Without the day of conviction, what one of the rows forbids is a question.
    assert_eq!(moved(&on(None), &more, &more), [("outside-limit", Verdict::CannotTell); 2]);
}

const WORK: Date = date(2026, 6, 1);

fn credit(hours: u32, worked: &[(i64, u32)], failures: &[i64]) -> law::Credit {
    let day = |n: i64| WORK.saturating_add(n.days());
    let case = CreditCase {
        ordered_minutes: hours * 60,
        worked: worked.iter().map(|(n, minutes)| (day(*n), *minutes)).collect(),
        failures: failures.iter().map(|n| day(*n)).collect(),
    };
    Law::shipped().work_credit(&case).unwrap()
}

#[test]
fn credit_begins_with_the_minute_after_a_quarter_of_the_hours() {
    assert_eq!(credit(100, &[(0, 1500)], &[]).credit_minutes, 0);
    assert_eq!(credit(100, &[(0, 1501)], &[]).credit_minutes, 0);
    assert_eq!(credit(100, &[(0, 1502)], &[]).credit_minutes, 1);
    assert_eq!(credit(100, &[(0, 1499)], &[]).reached_on, None);
    assert_eq!(credit(100, &[(0, 1499), (1, 1)], &[]).reached_on, Some(WORK.tomorrow().unwrap()));
    assert_eq!(credit(100, &[(0, 1500), (7, 420)], &[]).credit_minutes, 210);
}

#[test]
fn three_quarters_worked_without_a_failure_complete_the_hours_and_no_minute_less() {
    let short = credit(100, &[(0, 1500), (1, 2999)], &[]);
    assert_eq!((short.credit_minutes, short.left_minutes(6000), short.completed_on), (1499, 2, None));
    let done = credit(100, &[(0, 1500), (1, 3000)], &[]);
    assert_eq!((done.credit_minutes, done.left_minutes(6000)), (1500, 0));
    assert_eq!(done.completed_on, Some(WORK.tomorrow().unwrap()));
    assert_eq!(credit(100, &[(0, 1500), (1, 4000)], &[]).credit_minutes, 1500);
}

#[test]
fn the_first_failure_stops_credit_and_keeps_what_was_earned() {
    let worked = [(0, 1500), (7, 600), (14, 600)];
    assert_eq!(credit(100, &worked, &[]).credit_minutes, 600);
    assert_eq!(credit(100, &worked, &[15]).credit_minutes, 600);
    assert_eq!(credit(100, &worked, &[14]).credit_minutes, 300);
    assert_eq!(credit(100, &worked, &[8, 20]).credit_minutes, 300);
    assert_eq!(credit(100, &worked, &[7]).credit_minutes, 0);
}

#[test]
fn a_failure_before_a_quarter_is_worked_leaves_no_credit_to_earn() {
    let failed = credit(100, &[(0, 1499), (7, 3000)], &[3]);
    assert_eq!((failed.credit_minutes, failed.reached_on), (0, None));
    assert_eq!(credit(100, &[(0, 1500), (7, 3000)], &[3]).credit_minutes, 0);
}

#[test]
fn work_before_the_law_counts_towards_the_quarter_and_earns_nothing() {
    let before = (date(2026, 5, 10) - WORK).get_days();
    let worked = [(i64::from(before), 1800), (i64::from(before) + 1, 60)];
    let found = credit(100, &worked, &[]);
    assert_eq!((found.credit_minutes, found.reached_on), (30, Some(date(2026, 5, 10))));
}

/// Minute by minute, as somebody would with a tally.
fn by_hand(ordered: u32, worked: &[(i64, u32)], failures: &[i64]) -> u32 {
    let mut days = worked.to_vec();
    days.sort_by_key(|(n, _)| *n);
    let (mut done, mut halves) = (0u32, 0u32);
    for (n, minutes) in days {
        for _ in 0..minutes {
            done += 1;
            if done * 4 > ordered && !failures.iter().any(|f| *f <= n) {
                halves += 1;
            }
        }
    }
    (halves / 2).min(ordered / 4)
}

proptest! {
    #[test]
    fn credit_is_what_a_tally_gives_and_never_above_its_cap(
        hours in 40u32..=300,
        worked in prop::collection::vec((0i64..60, 0u32..480), 0..40),
        failures in prop::collection::vec(0i64..80, 0..3),
    ) {
        let found = credit(hours, &worked, &failures);
        prop_assert_eq!(found.credit_minutes, by_hand(hours * 60, &worked, &failures));
        prop_assert!(found.credit_minutes <= hours * 15 && found.most_minutes == hours * 15);
    }

    #[test]
    fn more_work_never_lowers_credit_and_another_failure_never_raises_it(
        hours in 40u32..=300,
        worked in prop::collection::vec((0i64..60, 0u32..480), 0..30),
        extra in (0i64..60, 0u32..480),
        failures in prop::collection::vec(0i64..80, 0..3),
        failure in 0i64..80,
    ) {
        let now = credit(hours, &worked, &failures).credit_minutes;
        let more: Vec<_> = worked.iter().copied().chain([extra]).collect();
        prop_assert!(credit(hours, &more, &failures).credit_minutes >= now);
        let failed: Vec<_> = failures.iter().copied().chain([failure]).collect();
        prop_assert!(credit(hours, &worked, &failed).credit_minutes <= now);
    }

    #[test]
    fn so_much_of_an_order_has_passed_on_the_first_day_after_it_and_not_before(start in 0i64..3000, days in 1i64..1200) {
        let starts = date(2024, 1, 1).saturating_add(start.days());
        let ends = starts.saturating_add((days - 1).days());
        let first = first_day_after_part(starts, ends, (2, 3)).unwrap();
        let passed = i64::from((first - starts).get_days());
        prop_assert!(passed * 3 >= days * 2 && (passed - 1) * 3 < days * 2);
    }

    #[test]
    fn whatever_is_known_a_verdict_has_a_reason_and_an_unknown_fact_never_allows(
        known in prop::collection::btree_map(0usize..13, any::<bool>(), 0..13), power in 0usize..9, order in 0usize..3,
    ) {
        let law = Law::shipped();
        let facts: BTreeMap<String, bool> =
            known.into_iter().filter_map(|(n, is)| law.power_facts().get(n).map(|f| (f.code.clone(), is))).collect();
        let case = PowerCase { facts: facts.clone(), ..case(["CO", "SSO", "IMP"][order], &["CUR", "RAR", "UPW"], &[]) };
        let found = law.may_use(USED[power], &case).unwrap();
        prop_assert!(!found.reasons.is_empty());
        if found.verdict == Verdict::Allowed {
            prop_assert!(found.power.conditions.iter().all(|c| facts.get(&c.fact) == Some(&c.must)));
            prop_assert!(found.power.kind != PowerKind::SetHours);
        }
    }
}

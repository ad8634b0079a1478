//! The workload's policy, one sentence a test, with each limit on both sides. Figures are our own vectors.

use super::reduction::{BadReduction, ReductionLimits, ReductionState, check, proposed, state};
use super::*;
use jiff::civil::{Date, date};
use proptest::prelude::*;
use serde_json::{Value, json};

const TODAY: Date = date(2026, 8, 4);

fn version() -> &'static PointsVersion {
    PointsVersion::newest().unwrap()
}

fn hours(h: f64) -> Hours {
    Hours::read(h).unwrap()
}

fn points_for(grade: Grade, contracted: Option<f64>, reductions: f64) -> i64 {
    available(version(), grade, contracted.map(hours), hours(reductions)).points
}

#[test]
fn every_tier_has_its_points_in_each_place() {
    let community = [206, 158, 146, 110, 146, 115, 102, 72, 79, 63, 50, 35, 51, 41, 29, 29];
    let licence = [219, 175, 163, 0, 161, 132, 119, 0, 77, 65, 52, 0, 51, 43, 31, 0];
    let custody = [75, 60, 59, 0, 59, 48, 47, 0, 30, 24, 23, 0, 17, 14, 13, 0];
    for n in 0..32u8 {
        let tier = CaseTier::numbered(n + 1).unwrap();
        let at = |rows: [i64; 16]| if n < 16 { rows[usize::from(n)] } else { 0 };
        assert_eq!(version().case(Location::Community, tier, false), Some(at(community)), "{tier}");
        assert_eq!(version().case(Location::Licence, tier, false), Some(at(licence)), "{tier}");
        assert_eq!(version().case(Location::Custody, tier, false), Some(at(custody)), "{tier}");
        for place in [Location::Community, Location::Licence, Location::Custody] {
            assert_eq!(version().case(place, tier, true), Some(at(custody)), "{tier}, young adult");
        }
    }
}

#[test]
fn a_tier_reads_as_it_is_written_and_letters_may_be_small() {
    for n in 1..=32 {
        let tier = CaseTier::numbered(n).unwrap();
        assert_eq!(CaseTier::read(&tier.to_string()), Some(tier));
        assert_eq!(CaseTier::read(&tier.to_string().to_lowercase()), Some(tier));
    }
    assert_eq!(CaseTier::numbered(1).unwrap().to_string(), "A3");
    assert_eq!(CaseTier::numbered(32).unwrap().to_string(), "D0S");
    for wrong in ["", "S", "E1", "A4", "B", "B22", "2B", "G"] {
        assert_eq!(CaseTier::read(wrong), None, "{wrong}");
    }
    assert_eq!((CaseTier::numbered(0), CaseTier::numbered(33)), (None, None));
}

#[test]
fn available_points_are_the_targets_share_of_hours_cut_to_whole_points() {
    assert_eq!(points_for(Grade::Po, None, 0.0), 2176);
    assert_eq!(points_for(Grade::Po, Some(37.0), 1.8), 2070);
    assert_eq!(points_for(Grade::Po, Some(37.0), 8.8), 1658);
    assert_eq!(points_for(Grade::Trainee, None, 0.0), 2176);
    assert_eq!(points_for(Grade::Pso, Some(29.6), 7.4), 1305);
    assert_eq!(points_for(Grade::Po, Some(18.5), 0.0), 1088);
}

#[test]
fn without_hours_left_there_are_no_points() {
    assert_eq!(points_for(Grade::Po, Some(37.0), 36.9), 5);
    assert_eq!(points_for(Grade::Po, Some(37.0), 37.0), 0);
    assert_eq!(points_for(Grade::Po, Some(37.0), 37.1), 0);
    assert_eq!(points_for(Grade::Po, Some(0.0), 0.0), 0);
    assert_eq!(points_for(Grade::Spo, Some(37.0), 0.0), 0, "no default hours for seniors in this version");
    assert_eq!(points_for(Grade::Other, Some(37.0), 0.0), 0);
}

#[test]
fn in_batch_more_reductions_than_hours_give_points_below_nothing() {
    let batch = |grade, contracted: f64, reductions: f64| {
        available_in_batch(version(), grade, Some(hours(contracted)), hours(reductions)).points
    };
    assert_eq!(batch(Grade::Po, 37.0, 0.0), 2176);
    assert_eq!(batch(Grade::Po, 18.5, 18.5), 0);
    assert_eq!(batch(Grade::Po, 18.5, 37.0), -1088);
    assert_eq!(batch(Grade::Po, 0.0, 0.0), 0);
    assert_eq!(batch(Grade::Other, 37.0, 0.0), 0, "a grade without capacity");
}

#[test]
fn capacity_has_one_decimal_rounded_half_up_and_is_nothing_where_either_side_is() {
    for (total, available, tenths) in
        [(15, 102, 147), (463, 2176, 213), (1, 2000, 1), (1, 2001, 0), (0, 100, 0), (100, 0, 0), (300, 200, 1500)]
    {
        assert_eq!(capacity_tenths(total, available), tenths, "{total} of {available}");
    }
    assert_eq!(capacity_tenths(-15, 102), -147);
    assert_eq!(capacity_with(100, Some(50), 50, 200), 500, "a case already held counts once");
    assert_eq!(capacity_with(100, None, 50, 200), 750);
}

#[test]
fn the_batch_total_takes_off_inactive_cases_of_young_adults_only_and_rounds_half_up() {
    let tier = CaseTier::read("B2").unwrap();
    let inactive = Inactive { warrants: 1, unpaid_work: 1, overdue_termination: 1 };
    let line = |t2a| BatchCases { location: Location::Community, tier, t2a, count: 3, inactive };
    assert_eq!(batch_total(version(), &[line(false)], &BatchOther::default()), 345);
    assert_eq!(batch_total(version(), &[line(true)], &BatchOther::default()), 48, "unpaid work counts in full");
    let reports = BatchOther {
        standard_reports: 2,
        fast_reports: 1,
        parole_reports: 1,
        arms_community: 1,
        ..BatchOther::default()
    };
    assert_eq!(batch_total(version(), &[], &reports), 341, "parole and risk assessments are the older engine's");
    assert_eq!(
        batch_total(version(), &[], &BatchOther { older_engine: true, arms_licence: 1, ..reports }),
        341 + 120 + 69 + 35
    );
}

#[test]
fn a_reduction_counts_from_its_first_day_to_its_last() {
    let (first, last) = (date(2026, 8, 4), date(2026, 8, 10));
    for (today, expected) in [
        (date(2026, 8, 3), ReductionState::Scheduled),
        (first, ReductionState::Active),
        (last, ReductionState::Active),
        (date(2026, 8, 11), ReductionState::Archived),
    ] {
        assert_eq!(state(first, Some(last), false, today), expected);
        assert_eq!(state(first, Some(last), true, today), ReductionState::Deleted);
    }
    assert_eq!(state(first, None, false, date(2030, 1, 1)), ReductionState::Active);
}

#[test]
fn a_reduction_is_refused_beyond_its_limits_and_never_cut_to_them() {
    let limits = ReductionLimits { most: 3700, reason_most: Some(500), notes_below: 10 };
    let ask = |h, first, last, notes| check(h, first, last, notes, limits);
    let (a, b) = (date(2026, 8, 4), date(2026, 8, 3));
    assert_eq!(ask(500, a, Some(a), "123456789"), Ok(()));
    assert_eq!(ask(501, a, None, ""), Err(vec![BadReduction::AboveReason(500)]));
    assert_eq!(ask(3701, a, None, ""), Err(vec![BadReduction::AboveMost(3700)]));
    assert_eq!(
        ask(-1, a, Some(b), "1234567890"),
        Err(vec![BadReduction::Negative, BadReduction::EndsBeforeStart, BadReduction::NotesTooLong])
    );
}

#[test]
fn a_reason_proposes_its_share_of_the_contract_and_never_more_than_it() {
    assert_eq!(proposed(3700, 80), 2960);
    assert_eq!(proposed(2775, 6), 167, "166.5 hundredths are rounded up");
    assert_eq!(proposed(3700, 100), 3700);
    assert_eq!(proposed(3700, 120), 3700);
}

#[test]
fn extract_codes_lead_to_their_grade() {
    for (code, grade) in [
        ("M", Grade::Po),
        ("NPSO", Grade::Po),
        ("psb", Grade::Spo),
        ("CPQF", Grade::Trainee),
        ("PSQ", Grade::Pso),
        ("PS4", Grade::Pso),
        ("R", Grade::Other),
        ("", Grade::Other),
    ] {
        assert_eq!(Grade::of_extract(code), grade, "{code}");
    }
}

#[test]
fn hours_are_exact() {
    assert_eq!((hours(37.0) - hours(1.8)).to_string(), "35.2");
    assert_eq!((hours(1.0) - hours(2.5)).to_string(), "-1.5");
    assert_eq!(hours(168.0).to_string(), "168");
    for wrong in [-0.1, 168.1, f64::NAN, f64::INFINITY, 0.000_000_000_1] {
        assert_eq!(Hours::read(wrong), None, "{wrong}");
    }
    assert_eq!(Hours::hundredths(3750), hours(37.5));
}

fn ask(request: &Value) -> Value {
    respond(version(), request, TODAY)
}

fn refused(request: &Value) -> Vec<(String, String)> {
    let response = ask(request);
    assert!(response["totalPoints"].is_null(), "{response}");
    let errors = response["validationErrors"].as_array().cloned().unwrap_or_default();
    errors
        .iter()
        .map(|e| (e["type"].as_str().unwrap().to_owned(), e["fields"][0].as_str().unwrap().to_owned()))
        .collect()
}

#[test]
fn what_cannot_be_is_refused_field_by_field() {
    let one = |kind: &str, field: &str| vec![(kind.to_owned(), field.to_owned())];
    let cases = [
        (json!({}), one("MISSING_MANDATORY_INPUT", "grade")),
        (json!({"grade": 4}), one("INPUT_NOT_READABLE", "grade")),
        (json!({"grade": "PO", "contractedHours": -1}), one("INPUT_OUT_OF_RANGE", "contractedHours")),
        (json!({"grade": "PO", "contractedHours": 169}), one("INPUT_OUT_OF_RANGE", "contractedHours")),
        (json!({"grade": "PO", "reductionHours": [1, "x"]}), one("INPUT_NOT_READABLE", "reductionHours[1]")),
        (json!({"grade": "PO", "cases": [{"tier": "B2"}]}), one("MISSING_MANDATORY_INPUT", "cases[0].location")),
        (
            json!({"grade": "PO", "cases": [{"location": "MOON", "tier": "B2"}]}),
            one("UNKNOWN_CODE", "cases[0].location"),
        ),
        (
            json!({"grade": "PO", "cases": [{"location": "COMMUNITY", "tier": "G"}]}),
            one("UNKNOWN_CODE", "cases[0].tier"),
        ),
        (json!({"grade": "PO", "courtReports": ["LONG"]}), one("UNKNOWN_CODE", "courtReports[0]")),
        (json!({"grade": "PO", "rules": "old"}), one("UNKNOWN_CODE", "rules")),
    ];
    for (request, expected) in cases {
        assert_eq!(refused(&request), expected, "{request}");
    }
}

#[test]
fn an_untiered_case_counts_without_points_and_says_so() {
    let response = ask(
        &json!({"grade": "PO", "cases": [{"location": "COMMUNITY", "tier": null}, {"location": "licence", "tier": "a3"}]}),
    );
    assert_eq!(response["totalPoints"], 219);
    let account: crate::account::Account = serde_json::from_value(response["explanation"].clone()).unwrap();
    assert_eq!(account.parts[0].missing.len(), 1);
    assert_eq!(Some(account.parts[0].sum()), account.parts[0].total);
}

#[test]
fn contacts_for_others_add_and_contacts_by_others_take_off_and_unknown_types_weigh_nothing() {
    let response =
        ask(&json!({"grade": "PO", "contactsPerformedOutsideCaseload": ["CMS01", {"typeCode": "CMS06"}, "ZZZ"],
        "contactsPerformedByOthers": ["CMS03"]}));
    assert_eq!(response["totalPoints"], 9 + 26 - 18);
}

#[test]
fn a_reduction_with_days_counts_only_while_it_runs() {
    let with = |r: Value| ask(&json!({"grade": "PO", "reductionHours": [r]}))["availablePoints"].clone();
    assert_eq!(with(json!({"hours": 18.5, "effectiveFrom": "2026-08-04", "effectiveTo": "2026-08-05"})), 1088);
    assert_eq!(with(json!({"hours": 18.5, "effectiveFrom": "2026-08-05"})), 2176);
    assert_eq!(with(json!({"hours": 18.5, "effectiveTo": "2026-08-04"})), 2176);
    assert_eq!(with(json!({"hours": 18.5, "status": "DELETED"})), 2176);
}

proptest! {
    #[test]
    fn more_reductions_never_give_more_points(contracted in 0u32..3700, a in 0u32..3700, b in 0u32..3700) {
        let at = |r: u32| available(version(), Grade::Po, Some(Hours::hundredths(i64::from(contracted))), Hours::hundredths(i64::from(r))).points;
        prop_assert!(at(a.max(b)) <= at(a.min(b)));
        prop_assert!((0..=2176).contains(&at(a)));
    }

    #[test]
    fn one_more_case_never_lowers_the_points(tiers in prop::collection::vec(1u8..=32, 0..50), more in 1u8..=32, t2a in any::<bool>()) {
        let case = |n: u8| Case { location: Location::Licence, tier: CaseTier::numbered(n), t2a };
        let mut cases: Vec<Case> = tiers.into_iter().map(case).collect();
        let before = case_points(version(), &cases);
        cases.push(case(more));
        prop_assert!(case_points(version(), &cases) >= before);
        let by_lines: i64 = lines(version(), &cases).iter().map(|l| l.count * l.each).sum();
        prop_assert_eq!(by_lines, case_points(version(), &cases));
    }

    #[test]
    fn no_request_makes_it_panic(text in "\\PC{0,40}", n in any::<f64>()) {
        for value in [json!(text), json!(n), json!([text, n]), json!([{"hours": n, "location": text, "tier": text}])] {
            let request = json!({"grade": text, "contractedHours": value, "reductionHours": value, "cases": value,
                "courtReports": value, "contactsPerformedByOthers": value});
            let response = ask(&request);
            prop_assert!(response["totalPoints"].is_null() == response["validationErrors"].is_array());
        }
    }
}

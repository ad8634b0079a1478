//! What the rules say about missing, impossible and contradictory facts, and about limits.

use crate::{ARP, CSRP, DC, IIC, SVRP, VRP, answer, errors, explained, history, kinds, record, with};
use serde_json::{Value, json};

#[test]
fn a_missing_answer_leaves_the_static_score_and_says_which_answer() {
    let response = answer(ARP, &record());
    assert_eq!(response["type"], "STATIC");
    assert_eq!(kinds(&response), ["MISSING_DYNAMIC_INPUT"]);
    let told = explained(ARP, &record());
    assert_eq!(told.missing.len(), 10);
    assert!(told.missing.iter().all(|missing| missing.effect.contains("static")));
}

#[test]
fn a_missing_fact_of_the_record_blocks_the_score() {
    let response = answer(VRP, &with(json!({"ageAtFirstSanction": null, "gender": null})));
    assert_eq!(response["type"], Value::Null);
    assert_eq!(errors(&response)[0].1, ["ageAtFirstSanction", "gender"]);
    assert_eq!(response["output"], json!({"band": null, "score": null}));
}

#[test]
fn impossible_facts_are_each_refused_with_their_own_error() {
    let cases = [
        (json!({"dateOfCurrentConviction": "1991-07-17"}), "DATE_OF_CURRENT_CONVICTION_BEFORE_DATE_OF_BIRTH"),
        (json!({"ageAtFirstSanction": 31}), "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION"),
        (json!({"ageAtFirstSanction": -1}), "AGE_AT_FIRST_SANCTION_OUT_OF_RANGE"),
        (json!({"currentOffenceCode": "1161"}), "OFFENCE_CODE_INCORRECT_FORMAT"),
        (json!({"currentOffenceCode": "99999"}), "OFFENCE_CODE_MAPPING_NOT_FOUND"),
        (json!({"currentOffenceCode": "00000"}), "OFFENCE_CODE_MAPPING_NOT_FOUND"),
        (json!({"totalNumberOfSanctionsForAllOffences": 1000}), "TOTAL_NUMBER_OF_SANCTIONS_OUT_OF_RANGE"),
        (json!({"dateAtStartOfFollowup": "1991-07-17"}), "DATE_OF_START_OF_FOLLOWUP_BEFORE_DATE_OF_BIRTH"),
        (json!({"dateAtStartOfFollowup": "2101-07-17"}), "DATE_OF_START_OF_FOLLOWUP_OUT_OF_RANGE"),
        (json!({"assessmentDate": "2021-05-04"}), "DATE_OF_CURRENT_CONVICTION_WITHIN_THREE_MONTHS_OF_ASSESSMENT_DATE"),
    ];
    for (change, kind) in cases {
        for model in [ARP, VRP] {
            let response = answer(model, &with(change.clone()));
            assert_eq!(kinds(&response)[0], kind, "{model} {change}");
            assert_eq!(response["output"]["score"], Value::Null, "{model} {change}");
        }
    }
}

#[test]
fn a_conviction_may_lie_three_months_after_the_assessment_and_no_day_more() {
    assert_eq!(answer(ARP, &with(json!({"assessmentDate": "2021-05-05"})))["type"], "STATIC");
    // 30 November plus three months is the last day of February
    let late = json!({"assessmentDate": "2020-11-30", "dateOfCurrentConviction": "2021-02-28"});
    assert_eq!(answer(ARP, &with(late))["type"], "STATIC");
}

#[test]
fn more_violent_sanctions_than_sanctions_are_refused() {
    for count in [3, -1] {
        let response = answer(SVRP, &with(json!({"totalNumberOfViolentSanctions": count})));
        assert_eq!(kinds(&response)[0], "VIOLENT_SANCTION_OUT_OF_RANGE");
    }
    assert_eq!(answer(ARP, &with(json!({"totalNumberOfViolentSanctions": 3})))["type"], "STATIC");
}

#[test]
fn without_a_follow_up_date_the_conviction_stands_for_it() {
    let fallen_back = answer(ARP, &with(json!({"dateAtStartOfFollowup": null})));
    let same_day = answer(ARP, &with(json!({"dateAtStartOfFollowup": "2021-08-05"})));
    assert_eq!(fallen_back, same_day);
}

#[test]
fn a_follow_up_before_birth_fails_where_no_check_looks_for_it() {
    let response = answer(SVRP, &with(json!({"dateAtStartOfFollowup": "1980-01-01"})));
    assert_eq!(kinds(&response), ["UNEXPECTED_ERROR"]);
    assert_eq!(response["output"]["score"], Value::Null);
}

#[test]
fn drugs_without_an_answer_about_motivation_are_inconsistent() {
    let response = answer(ARP, &with(json!({"hasSpiceUsage": true, "hasMethadoneUsage": true})));
    let inconsistent = ("MOTIVATION_TO_TACKLE_DRUG_MISUSE_INCONSISTENT".to_owned(), vec!["hasSpiceUsage".to_owned()]);
    assert!(errors(&response).contains(&inconsistent), "methadone is not read by ARP: {response}");
    assert_eq!(response["type"], "STATIC");
}

#[test]
fn a_value_that_cannot_be_read_is_told_field_by_field_and_nothing_is_scored() {
    let response = answer(CSRP, &with(json!({"dateOfBirth": "2023-02-30", "gender": "M", "isUnemployed": "no"})));
    assert_eq!(kinds(&response), ["INPUT_NOT_READABLE"; 3]);
    assert_eq!(response["output"]["overallScore"], Value::Null);
}

#[test]
fn a_score_of_all_reoffending_that_rounds_to_nothing_is_an_error_and_a_serious_one_is_low() {
    let old = json!({
        "gender": "FEMALE", "dateOfBirth": "1912-01-01", "ageAtFirstSanction": 100, "currentOffenceCode": "05332",
        "totalNumberOfSanctionsForAllOffences": 1, "totalNumberOfViolentSanctions": 0,
        "dateOfCurrentConviction": "2021-08-05", "dateAtStartOfFollowup": "2021-08-05"
    });
    let response = answer(ARP, &with(old.clone()));
    assert_eq!(kinds(&response), ["UNEXPECTED_ERROR"], "{response}");
    let response = answer(SVRP, &with(old));
    assert_eq!((&response["output"]["score"], &response["output"]["band"]), (&json!(0.0), &json!("LOW")));
}

#[test]
fn direct_contact_points_follow_the_table() {
    let points = |changes: Value| answer(DC, &history(changes))["output"]["pointScore"].as_i64();
    // 5 adult + 6 child + 6 other + 10 at 30 + 10 at the last offence + 6 sanctions
    assert_eq!(points(json!({})), Some(43));
    assert_eq!(points(json!({"totalContactAdultSexualSanctions": 4})), None, "13 sexual sanctions of 12");
    assert_eq!(points(json!({"isCurrentOffenceAgainstVictimStranger": true})), Some(47));
    assert_eq!(points(json!({"dateOfMostRecentSexualOffence": "2009-07-16"})), Some(38));
    assert_eq!(points(json!({"dateOfMostRecentSexualOffence": "2007-07-16"})), Some(33));
    assert_eq!(points(json!({"dateAtStartOfFollowup": "2051-07-17"})), Some(33));
}

#[test]
fn five_years_free_in_the_community_lower_the_band_and_not_the_points() {
    let response = |changes: Value| answer(DC, &history(changes));
    let free = json!({"assessmentDate": "2026-12-12"});
    assert_eq!(response(free.clone())["output"]["band"], "HIGH");
    assert_eq!(response(free.clone())["output"]["riskBandReductionApplied"], true);
    assert_eq!(response(free.clone())["output"]["pointScore"], 43);
    assert_eq!(response(json!({"assessmentDate": "2026-12-11"}))["output"]["band"], "VERY_HIGH");
    let custody = json!({"assessmentDate": "2026-12-12", "supervisionStatus": "CUSTODY"});
    assert_eq!(response(custody)["output"]["riskBandReductionApplied"], false);
    let recent = json!({"assessmentDate": "2026-12-12", "mostRecentOffenceDate": "2022-01-01"});
    assert_eq!(response(recent)["output"]["riskBandReductionApplied"], false);
}

#[test]
fn no_points_are_low_and_the_question_of_a_reduction_does_not_arise() {
    let none = json!({
        "dateOfBirth": "1950-01-01", "ageAtFirstSanction": 20, "totalNumberOfSanctionsForAllOffences": 1,
        "totalNumberOfViolentSanctions": 0, "totalContactAdultSexualSanctions": 0, "totalContactChildSexualSanctions": 0,
        "totalNonContactSexualOffences": 0, "totalIndecentImageSanctions": 1, "dateOfMostRecentSexualOffence": "1965-01-01"
    });
    let output = &answer(DC, &history(none))["output"];
    assert_eq!((&output["pointScore"], &output["score"], &output["band"]), (&json!(0), &json!(0.0), &json!("LOW")));
    assert_eq!(output["riskBandReductionApplied"], Value::Null);
}

#[test]
fn a_history_needs_counts_a_day_and_at_least_one_sanction() {
    let response =
        answer(DC, &history(json!({"dateOfMostRecentSexualOffence": null, "totalIndecentImageSanctions": null})));
    assert_eq!(kinds(&response), ["MISSING_MANDATORY_INPUT"; 2]);
    assert_eq!(errors(&response)[0].1, ["totalIndecentImageSanctions"]);
    let response = answer(DC, &history(json!({"totalIndecentImageSanctions": -1})));
    assert_eq!(kinds(&response), ["TOTAL_NUMBER_OF_SEXUAL_SANCTIONS_OUT_OF_RANGE"]);
    let response = answer(DC, &history(json!({"dateOfMostRecentSexualOffence": "1991-07-17"})));
    assert_eq!(kinds(&response), ["DATE_OF_MOST_RECENT_SEXUAL_OFFENCE_BEFORE_DATE_OF_BIRTH"]);
}

#[test]
fn the_first_row_of_the_images_table_that_matches_counts() {
    let score = |images: i32, child: i32, adult: i32, other: i32| {
        let counts = json!({
            "totalIndecentImageSanctions": images, "totalContactChildSexualSanctions": child,
            "totalContactAdultSexualSanctions": adult, "totalNonContactSexualOffences": other
        });
        answer(IIC, &history(counts))["output"]["score"].as_f64().unwrap()
    };
    assert_eq!([score(2, 2, 1, 1), score(1, 2, 1, 1), score(0, 2, 1, 1), score(0, 1, 1, 1)], [10.31, 3.33, 0.93, 0.63]);
    assert_eq!([score(0, 0, 1, 1), score(0, 0, 1, 0), score(0, 0, 0, 1)], [0.28, 0.0, 0.0]);
}

#[test]
fn a_woman_with_a_history_has_no_sexual_predictors_and_an_addition_instead() {
    let woman = history(json!({"gender": "FEMALE"}));
    assert_eq!(answer(DC, &woman)["output"]["band"], "NOT_APPLICABLE");
    assert_eq!(answer(IIC, &woman)["output"]["band"], "LOW");
    let serious = answer(SVRP, &woman)["output"]["score"].as_f64().unwrap();
    let combined = answer(CSRP, &woman)["output"]["overallScore"].as_f64().unwrap();
    assert!((combined - serious - 0.38).abs() < 1e-9, "{combined} {serious}");
    let without = history(json!({"gender": "FEMALE", "totalIndecentImageSanctions": null}));
    assert_eq!(kinds(&answer(IIC, &without)), ["UNEXPECTED_ERROR"]);
}

#[test]
fn the_combined_score_is_blocked_by_errors_of_its_parts_but_not_by_missing_answers() {
    let response = answer(CSRP, &record());
    assert_eq!(kinds(&response), Vec::<String>::new());
    assert!(response["output"]["overallScore"].is_number());
    let response = answer(CSRP, &with(json!({"totalNumberOfViolentSanctions": 9})));
    assert_eq!(
        errors(&response),
        [("COMPONENT_VALIDATION_ERROR".to_owned(), vec!["SERIOUS_VIOLENT_REOFFENDING_PREDICTOR".to_owned()])]
    );
}

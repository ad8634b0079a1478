//! Generation 1 on its own vectors: requests invented for this project, answered by a second implementation written from
//! the published formulas in another language, and what must hold of every request whatever.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

use actuarial::{Asked, Generation, explain, models, score};
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Map, Value, json};
use std::sync::OnceLock;

const TODAY: jiff::civil::Date = date(2026, 8, 4);

fn asked(model: &str) -> Asked<'_> {
    Asked { model, generation: Generation::First, today: TODAY, explained: false }
}

fn answer(model: &str, request: &Value) -> Value {
    score(&asked(model), request).unwrap()
}

fn vectors() -> &'static [Value] {
    static VECTORS: OnceLock<Vec<Value>> = OnceLock::new();
    let read = || include_str!("vectors/first.jsonl").lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    VECTORS.get_or_init(read)
}

#[test]
fn every_vector_has_the_score_and_band_of_the_second_implementation() {
    for (number, vector) in vectors().iter().enumerate() {
        for model in ["ogrs3", "ovp", "ogp", "ospdc", "ospiic", "snsv", "rsr"] {
            let got = answer(model, &vector["request"]);
            for (leaf, want) in vector[model].as_object().unwrap() {
                let got = &got["output"][leaf];
                let same = match (want.as_f64(), got.as_f64()) {
                    (Some(want), Some(got)) => (want - got).abs() < 1e-9,
                    _ => want == got,
                };
                assert!(same, "vector {number}, {model}, {leaf}: {want} / {got}");
            }
        }
        let total = explain(&asked("snsv"), &vector["request"]).unwrap().total.unwrap();
        assert!((total - vector["snsvTotal"].as_f64().unwrap()).abs() < 1e-9, "vector {number}");
    }
}

#[test]
fn the_terms_told_sum_to_the_total_and_the_band_told_is_the_band_given() {
    for vector in vectors() {
        for model in models(Generation::First) {
            let told = explain(&asked(model), &vector["request"]).unwrap();
            if let Some(total) = told.total {
                assert!((told.sum() - total).abs() < 1e-9, "{model}: {} / {total}", told.sum());
            }
            let given = answer(model, &vector["request"]);
            assert_eq!(json!(told.band), given["output"]["band"], "{model}");
            for change in &told.would_change {
                assert_ne!(Some(&change.band), told.band.as_ref(), "{model}: {}", change.what);
            }
        }
    }
}

fn kinds(answer: &Value) -> Vec<String> {
    let errors = answer["validationErrors"].as_array().unwrap();
    errors.iter().map(|error| error["type"].as_str().unwrap().to_owned()).collect()
}

fn whole() -> Value {
    vectors()[0]["request"].clone()
}

fn with(changes: Value) -> Value {
    let mut request = whole();
    for (field, value) in changes.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

#[test]
fn each_wrong_input_has_its_own_kind_of_error_and_never_a_score() {
    let cases = [
        ("ogrs3", json!({"totalNumberOfSanctionsForAllOffences": 0}), "TOTAL_NUMBER_OF_SANCTIONS_LESS_THAN_ONE"),
        ("ogrs3", json!({"currentOffenceCode": "1234"}), "OFFENCE_CODE_INCORRECT_FORMAT"),
        ("ogrs3", json!({"currentOffenceCode": "ABCDE"}), "OFFENCE_CODE_MAPPING_NOT_FOUND"),
        ("ogrs3", json!({"currentOffenceCode": "95000"}), "OFFENCE_CODE_MAPPING_NOT_FOUND"),
        ("ogrs3", json!({"currentOffenceCode": "11100"}), "NEED_DETAILS_OF_EXACT_OFFENCE"),
        ("ogrs3", json!({"ageAtFirstSanction": 99}), "AGE_AT_FIRST_SANCTION_AFTER_AGE_AT_CURRENT_CONVICTION"),
        (
            "ogrs3",
            json!({"dateOfBirth": "2020-01-01", "dateOfCurrentConviction": "2029-12-31", "ageAtFirstSanction": 9}),
            "AGE_AT_CURRENT_CONVICTION_LESS_THAN_TEN",
        ),
        ("ogrs3", json!({"dateOfBirth": "2030-01-01"}), "UNEXPECTED_ERROR"),
        ("ovp", json!({"totalNumberOfViolentSanctions": 999}), "UNEXPECTED_ERROR"),
        ("ovp", json!({"dateOfBirth": "2015-01-01"}), "UNEXPECTED_ERROR"),
        ("ogp", json!({"currentOffenceCode": "1"}), "MISSING_MANDATORY_INPUT"),
        ("snsv", json!({"totalNumberOfViolentSanctions": 999}), "VIOLENT_SANCTION_GREATER_THAN_TOTAL_SANCTIONS"),
        ("snsv", json!({"dateAtStartOfFollowupUserInput": "2001-01-01"}), "FOLLOW_UP_DATE_BEFORE_CONVICTION_DATE"),
        ("snsv", json!({"totalNumberOfViolentSanctions": -1}), "UNEXPECTED_ERROR"),
        ("snsv", json!({"snsvStaticOrDynamic": "DYNAMIC", "isUnemployed": null}), "MISSING_DYNAMIC_INPUT"),
        ("ospdc", json!({"supervisionStatus": null}), "MISSING_MANDATORY_INPUT"),
        ("rsr", json!({"currentOffenceCode": "1"}), "COMPONENT_VALIDATION_ERROR"),
        ("rsr", json!({"gender": "OTHER"}), "INPUT_NOT_READABLE"),
    ];
    for (model, changes, kind) in cases {
        let got = answer(model, &with(changes.clone()));
        assert!(kinds(&got).contains(&kind.to_owned()), "{model} {changes}: {got}");
        for leaf in ["score", "twoYearScore", "overallScore", "band"] {
            assert!(got["output"].get(leaf).is_none_or(Value::is_null), "{model} {changes}: {got}");
        }
    }
}

#[test]
fn a_man_with_a_history_must_have_counts_and_one_without_must_have_none() {
    let counts = json!({"totalContactAdultSexualSanctions": 0, "totalContactChildSexualSanctions": 0, "totalNonContactSexualOffences": 0, "totalIndecentImageSanctions": 0});
    let mut with_history = with(counts.clone());
    with_history["gender"] = json!("MALE");
    with_history["hasEverCommittedSexualOffence"] = json!(true);
    with_history["isCurrentOffenceSexuallyMotivated"] = json!(false);
    assert_eq!(kinds(&answer("ospiic", &with_history)), ["SEXUAL_OFFENDING_MISSING_COUNTS"]);
    let mut without = with_history.clone();
    without["hasEverCommittedSexualOffence"] = json!(false);
    assert_eq!(kinds(&answer("ospdc", &without)), ["SEXUAL_OFFENDING_INCONSISTENT_INPUT"]);
    let mut unsure = with_history;
    unsure["isCurrentOffenceSexuallyMotivated"] = Value::Null;
    unsure["totalIndecentImageSanctions"] = json!(1);
    assert_eq!(kinds(&answer("ospdc", &unsure)), ["MISSING_MANDATORY_INPUT"]);
}

#[test]
fn a_missing_answer_of_the_dynamic_form_does_not_block_the_sum() {
    let mut request = with(json!({"isUnemployed": null, "snsvStaticOrDynamic": null}));
    request["previousConvictions"] = json!(["ARSON"]);
    let got = answer("rsr", &request);
    assert_eq!(got["output"]["componentScores"]["seriousViolencePredictorScore"]["type"], "STATIC");
    assert!(got["output"]["overallScore"].as_f64().is_some(), "{got}");
}

#[test]
fn a_previous_conviction_listed_twice_counts_twice() {
    let request = |list: Value| {
        let mut request = with(json!({"snsvStaticOrDynamic": "DYNAMIC", "evidenceOfDomesticAbuse": false}));
        request["previousConvictions"] = list;
        answer("snsv", &request)["featureValues"]["previousConvictionsWeight"].as_f64().unwrap()
    };
    assert!((request(json!(["ARSON", "ARSON"])) - 2.0 * request(json!(["ARSON"]))).abs() < 1e-12);
}

/// A value that is sometimes right, sometimes at an edge and sometimes nonsense.
fn anything(field: &'static str) -> BoxedStrategy<Value> {
    let number = prop_oneof![Just(-1), Just(0), Just(1), Just(2), 0..40i64, Just(i64::from(i32::MAX)), Just(1 << 40)];
    let day = (1900..2040i16, 1..=12i8, 1..=28i8).prop_map(|(y, m, d)| json!(date(y, m, d).to_string()));
    let word = prop::sample::select(vec![
        "NO_PROBLEMS",
        "SOME_PROBLEMS",
        "SIGNIFICANT_PROBLEMS",
        "MALE",
        "FEMALE",
        "CUSTODY",
        "COMMUNITY",
        "HIGH",
        "LOW",
        "YES",
        "FULL_MOTIVATION",
        "STATIC",
        "DYNAMIC",
        "02700",
        "00100",
        "08800",
        "nonsense",
    ]);
    let given = match field {
        f if f.starts_with("date") || f.ends_with("Date") => day.boxed(),
        f if f.starts_with("total") || f.starts_with("age") => number.prop_map(|n| json!(n)).boxed(),
        "currentOffenceCode" => {
            prop::sample::select(vec!["02700", "00100", "08800", "0", "99999"]).prop_map(|c| json!(c)).boxed()
        }
        _ => prop_oneof![any::<bool>().prop_map(|b| json!(b)), word.prop_map(|w| json!(w))].boxed(),
    };
    prop_oneof![6 => given, 1 => Just(Value::Null), 1 => Just(json!({"odd": 1}))].boxed()
}

fn any_request() -> impl Strategy<Value = Value> {
    let fields = actuarial::wire::Request1::FIELDS;
    let one = prop::sample::select(fields).prop_flat_map(|field| anything(field).prop_map(move |value| (field, value)));
    (0..120usize, prop::collection::vec(one, 0..12)).prop_map(|(base, changes)| {
        let mut request: Map<String, Value> = vectors()[base]["request"].as_object().unwrap().clone();
        request.extend(changes.into_iter().map(|(field, value)| (field.to_owned(), value)));
        Value::Object(request)
    })
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(150))]

    #[test]
    fn whatever_is_asked_there_is_an_answer_inside_its_bounds_and_the_same_one_twice(request in any_request()) {
        for model in models(Generation::First) {
            let got = answer(model, &request);
            prop_assert_eq!(&got, &answer(model, &request));
            let output = &got["output"];
            for leaf in ["oneYearScore", "twoYearScore"] {
                if let Some(percent) = output.get(leaf).and_then(Value::as_i64) {
                    prop_assert!((1..=99).contains(&percent));
                }
            }
            for leaf in ["score", "overallScore"] {
                if let Some(percent) = output.get(leaf).and_then(Value::as_f64) {
                    prop_assert!((0.0..=100.0).contains(&percent), "{} {}", model, got);
                }
            }
            let told = explain(&asked(model), &request).unwrap();
            if let Some(total) = told.total {
                prop_assert!((told.sum() - total).abs() < 1e-9);
            }
        }
    }

    #[test]
    fn a_worse_answer_never_lowers_ovp_ogp_or_the_dynamic_snsv(base in 0..120usize, field in prop::sample::select(vec![
        "temperControl", "proCriminalAttitudes", "currentAlcoholUseProblems", "excessiveAlcoholUse",
        "regularOffendingActivities", "currentDrugMisuse", "problemSolvingSkills", "suitabilityOfAccommodation",
    ])) {
        let mut before = vec![0.0; 3];
        for level in ["NO_PROBLEMS", "SOME_PROBLEMS", "SIGNIFICANT_PROBLEMS"] {
            let mut request = vectors()[base]["request"].clone();
            request[field] = json!(level);
            let now: Vec<f64> = [("ovp", "pointScore"), ("ogp", "pointScore"), ("snsv", "score")]
                .map(|(model, leaf)| answer(model, &request)["output"][leaf].as_f64().unwrap()).into();
            prop_assert!(now.iter().zip(&before).all(|(now, before)| now >= before), "{} {:?} {:?}", field, before, now);
            before = now;
        }
    }

    #[test]
    fn more_sexual_sanctions_never_lower_osp(adult in 0..5i32, child in 0..5i32, other in 0..5i32, images in 0..5i32) {
        use actuarial::first::{Counts, Figures, OspdcInput, score_ospdc, score_ospiic};
        let figures = Figures::shipped().unwrap();
        let both = |adult, child, non_contact, images| {
            let counts = Counts { adult, child, non_contact, images };
            let input = OspdcInput {
                counts, age_at_followup: 30, age_at_last_sexual: None, sanctions: 1, stranger: false,
                status: actuarial::vocabulary::SupervisionStatus::Custody, years_free: [None; 3],
            };
            (score_ospdc(&figures.ospdc, &input).unwrap().probability, score_ospiic(figures, &counts).contribution)
        };
        let now = both(adult, child, other, images);
        prop_assert!(both(adult + 1, child, other, images).0 >= now.0);
        prop_assert!(both(adult, child + 1, other, images).0 >= now.0);
        prop_assert!(both(adult, child, other + 1, images).0 >= now.0);
        prop_assert!(both(adult, child, other, images + 1).1 >= now.1);
    }
}

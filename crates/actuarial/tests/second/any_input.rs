//! What holds for any input: no panic, bounds, the same answer twice, monotone where the formula is, terms that add up.

use crate::{ARP, CSRP, DC, IIC, SVRP, VRP, answer, explained};
use actuarial::second::{self, Facts, Tables};
use actuarial::wire::Request2;
use jiff::civil::date;
use proptest::prelude::*;
use serde_json::{Map, Value, json};

const MODELS: [&str; 6] = [ARP, VRP, SVRP, DC, IIC, CSRP];
const LADDERS: [&str; 8] = [
    "suitabilityOfAccommodation",
    "currentRelationshipWithPartner",
    "regularOffendingActivities",
    "currentAlcoholUseProblems",
    "excessiveAlcoholUse",
    "impulsivityProblems",
    "temperControl",
    "proCriminalAttitudes",
];
const MOTIVATIONS: [&str; 3] = ["FULL_MOTIVATION", "PARTIAL_MOTIVATION", "NO_MOTIVATION"];
const LEVELS: [&str; 3] = ["NO_PROBLEMS", "SOME_PROBLEMS", "SIGNIFICANT_PROBLEMS"];

/// Any value a caller may send for a field: sensible, extreme or of the wrong kind.
fn any_value() -> impl Strategy<Value = Value> {
    prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::from),
        any::<i64>().prop_map(Value::from),
        (-3_i64..1200).prop_map(Value::from),
        any::<f64>().prop_map(|n| json!(n)),
        (0_u16..=9999, 0_u8..14, 0_u8..33).prop_map(|(y, m, d)| json!(format!("{y:04}-{m:02}-{d:02}"))),
        (1900_u16..2101, 1_u8..13, 1_u8..29).prop_map(|(y, m, d)| json!(format!("{y}-{m:02}-{d:02}"))),
        (0_u32..100_000).prop_map(|code| json!(format!("{code:05}"))),
        proptest::sample::select(vec!["MALE", "FEMALE", "COMMUNITY", "NO_PROBLEMS", "FULL_MOTIVATION", "", "é"])
            .prop_map(Value::from),
        Just(json!(["ARSON", "WEAPON"])),
    ]
}

fn any_request() -> impl Strategy<Value = Value> {
    let field = proptest::sample::select(Request2::FIELDS.to_vec());
    proptest::collection::vec((field, any_value()), 0..60)
        .prop_map(|fields| Value::Object(fields.into_iter().map(|(field, value)| (field.to_owned(), value)).collect()))
}

/// A request that every model can score.
fn good_request() -> impl Strategy<Value = Value> {
    let record = (any::<bool>(), 1940_i16..2003, 10_i32..30, 1_i32..60, 0_i32..60, 0_i32..40);
    (record, proptest::collection::vec(0_usize..3, 8), any::<u16>(), 0_usize..3).prop_map(|(record, levels, bits, motivation)| {
        let (woman, born, first, sanctions, violent, follow) = record;
        let mut request = json!({
            "gender": if woman { "FEMALE" } else { "MALE" }, "dateOfBirth": format!("{born}-02-28"),
            "dateOfCurrentConviction": "2024-06-15", "assessmentDate": "2026-01-15", "currentOffenceCode": "02700",
            "dateAtStartOfFollowup": format!("{}-03-01", 2024 + follow / 12), "ageAtFirstSanction": first.min(2023 - i32::from(born)),
            "totalNumberOfSanctionsForAllOffences": sanctions, "totalNumberOfViolentSanctions": violent.min(sanctions),
            "supervisionStatus": "COMMUNITY", "hasEverCommittedSexualOffence": false, "isUnemployed": bits & 1 != 0,
            "evidenceOfDomesticAbuse": bits & 2 != 0, "didOffenceInvolveCarryingOrUsingWeapon": bits & 4 != 0,
            "hasHeroinUsage": bits & 8 != 0, "hasCannabisUsage": bits & 16 != 0, "hasSpiceUsage": bits & 32 != 0,
            "currentRelationshipStatus": "NOT_IN_RELATIONSHIP", "previousConvictions": if bits & 64 != 0 { json!(["ARSON"]) } else { json!([]) },
            "motivationToTackleDrugMisuse": MOTIVATIONS[motivation],
        });
        for (field, level) in LADDERS.iter().zip(levels) {
            request[*field] = json!(LEVELS[level]);
        }
        request
    })
}

fn score_of(model: &str, request: &Value) -> Option<f64> {
    answer(model, request)["output"]["score"].as_f64()
}

proptest! {
    #[test]
    fn no_input_makes_a_model_panic_or_answer_twice_differently(request in any_request()) {
        for model in MODELS {
            let response = answer(model, &request);
            prop_assert_eq!(&response, &answer(model, &request));
            let told = explained(model, &request);
            let output = &response["output"];
            let score = output["score"].as_f64().or_else(|| output["overallScore"].as_f64());
            prop_assert_eq!(score, told.score, "{}", model);
            if let Some(score) = score {
                prop_assert!((0.0..=99.99).contains(&score), "{} {}", model, score);
            } else {
                prop_assert!(!response["validationErrors"].as_array().unwrap().is_empty());
                prop_assert_eq!(&output["band"], &Value::Null);
            }
        }
    }

    #[test]
    fn the_terms_of_an_explanation_sum_to_the_score(request in good_request()) {
        for model in [ARP, VRP, SVRP, CSRP] {
            let (told, response) = (explained(model, &request), answer(model, &request));
            let total = told.total.unwrap_or(0.0);
            prop_assert!((told.sum() - total).abs() < 1e-9, "{}", model);
            if let Some(sent) = response["featureValues"]["totalWeight"].as_f64() {
                prop_assert!((sent - total).abs() < 1e-9);
            }
            let held = told.bands.iter().find(|span| told.score.is_some_and(|score| score >= span.from && span.below.is_none_or(|below| score < below)));
            prop_assert_eq!(held.map(|span| span.band.clone()), told.band.clone());
        }
    }

    #[test]
    fn a_change_that_is_named_gives_the_band_that_is_named(request in good_request()) {
        for model in [ARP, VRP, SVRP, CSRP, DC] {
            let told = explained(model, &request);
            prop_assert!(told.would_change.iter().all(|change| Some(&change.band) != told.band.as_ref()));
        }
    }

    #[test]
    fn a_worse_answer_never_lowers_a_score(request in good_request(), which in 0_usize..8) {
        let mut scores: Vec<Vec<Option<f64>>> = Vec::new();
        for level in LEVELS {
            let mut changed = request.clone();
            changed[LADDERS[which]] = json!(level);
            scores.push([ARP, VRP, SVRP].iter().map(|model| score_of(model, &changed)).collect());
        }
        for pair in scores.windows(2) {
            for (better, worse) in pair[0].iter().zip(&pair[1]) {
                prop_assert!(better.unwrap_or(0.0) <= worse.unwrap_or(0.0), "{}: {:?}", LADDERS[which], scores);
            }
        }
    }

    #[test]
    fn the_typed_path_gives_the_numbers_of_the_wire(request in good_request()) {
        let read = Request2::read(request.as_object().unwrap_or(&Map::new())).unwrap();
        let facts = Facts::of(&read, date(2026, 8, 4));
        let tables = Tables::shipped().unwrap();
        for (model, suite) in [(ARP, &second::ARP), (VRP, &second::VRP), (SVRP, &second::SVRP)] {
            prop_assert_eq!(suite.predict(&facts, tables).ok().map(|found| found.score), score_of(model, &request));
        }
    }
}

//! The predictors of generation 2: vectors worked out by hand elsewhere, policies, and what holds for any input.

#![expect(clippy::unwrap_used, clippy::expect_used, reason = "a test that cannot go on has failed")]

mod second {
    mod any_input;
    mod policy;
    mod vectors;
}

use actuarial::{Asked, Generation, explain, score};
use jiff::civil::date;
use serde_json::{Value, json};

fn asked(model: &str) -> Asked<'_> {
    Asked { model, generation: Generation::Second, today: date(2026, 8, 4), explained: false }
}

fn answer(model: &str, request: &Value) -> Value {
    score(&asked(model), request).expect("a model that there is")
}

fn explained(model: &str, request: &Value) -> actuarial::explain::Explanation {
    explain(&asked(model), request).expect("a model that there is")
}

const ARP: &str = "allReoffendingPredictor";
const VRP: &str = "violentReoffendingPredictor";
const SVRP: &str = "seriousViolentReoffendingPredictor";
const DC: &str = "directContactSexualReoffendingPredictor";
const IIC: &str = "imagesAndIndirectContactSexualReoffendingPredictor";
const CSRP: &str = "combinedSeriousReoffendingPredictor";

/// A man of 30 with two sanctions, both for violence, and no answers.
fn record() -> Value {
    json!({
        "gender": "MALE", "dateOfBirth": "1991-07-17", "dateOfCurrentConviction": "2021-08-05",
        "dateAtStartOfFollowup": "2021-12-12", "totalNumberOfSanctionsForAllOffences": 2,
        "totalNumberOfViolentSanctions": 2, "ageAtFirstSanction": 21, "currentOffenceCode": "11618",
        "supervisionStatus": "COMMUNITY", "hasEverCommittedSexualOffence": false
    })
}

/// `record` with some fields changed; null takes a field away.
fn with(changes: Value) -> Value {
    let mut request = record();
    for (field, value) in changes.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

/// A man with a history of sexual offending, whose record allows DC-SRP and IIC-SRP.
fn history(changes: Value) -> Value {
    let mut request = with(json!({
        "hasEverCommittedSexualOffence": true, "totalNumberOfSanctionsForAllOffences": 12,
        "totalContactAdultSexualSanctions": 1, "totalContactChildSexualSanctions": 2,
        "totalNonContactSexualOffences": 3, "totalIndecentImageSanctions": 4,
        "dateOfMostRecentSexualOffence": "2012-01-01"
    }));
    for (field, value) in changes.as_object().unwrap() {
        request[field] = value.clone();
    }
    request
}

/// Kind and fields of each error.
fn errors(response: &Value) -> Vec<(String, Vec<String>)> {
    let error = |error: &Value| {
        let fields = error["fields"].as_array().unwrap().iter().map(|field| field.as_str().unwrap().to_owned());
        (error["type"].as_str().unwrap().to_owned(), fields.collect())
    };
    response["validationErrors"].as_array().unwrap().iter().map(error).collect()
}

fn kinds(response: &Value) -> Vec<String> {
    errors(response).into_iter().map(|(kind, _)| kind).collect()
}

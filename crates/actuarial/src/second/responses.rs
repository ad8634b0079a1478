//! The national response bodies of generation 2.
//!
//! Always true: every leaf of the national response is there, null where there is no score; the feature values are rounded
//! to 15 decimals and the scores to two, as the services give them. It adds no rule to the models.

use super::facts::Facts;
use super::suite::{Findings, NoScore, Prediction, Suite, Tables};
use super::{SVRP, combined, direct_contact, images};
use crate::refusal::{COMPONENT_VALIDATION_ERROR, MISSING_DYNAMIC_INPUT, MISSING_MANDATORY_INPUT, ValidationError};
use crate::vocabulary::{Sex, StaticOrDynamic, half_up};
use serde_json::{Map, Value, json};

const VERSION: &str = "1.0";
/// Feature values are given with so many decimals.
const DECIMALS: u32 = 15;

/// The shape of a response's output.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Shape {
    Suite,
    DirectContact,
    Images,
    Combined,
}

impl Shape {
    fn kind(self) -> Value {
        match self {
            Self::Suite => Value::Null,
            Self::DirectContact | Self::Images => json!("STATIC"),
            Self::Combined => json!("COMBINED"),
        }
    }

    fn blank(self) -> Value {
        match self {
            Self::Suite => json!({"band": null, "score": null}),
            Self::DirectContact => json!({
                "band": null, "pointScore": null, "score": null, "femaleVersion": null,
                "hasSexualOffenceHistory": null, "riskBandReductionApplied": null,
            }),
            Self::Images => {
                json!({"band": null, "score": null, "femaleVersion": null, "hasSexualOffenceHistory": null})
            }
            Self::Combined => json!({
                "band": null, "overallScore": null, "femaleVersion": null, "hasSexualOffenceHistory": null,
                "componentScores": {
                    "directContactSexualPredictorScore": null, "indirectContactSexualPredictorScore": null,
                    "seriousViolentPredictorScore": null,
                },
            }),
        }
    }
}

fn response(algorithm: &str, kind: Value, output: Value, features: Value, errors: &[ValidationError]) -> Value {
    json!({
        "algorithm": algorithm, "type": kind, "modelVersion": VERSION, "thresholdsVersion": VERSION,
        "output": output, "featureValues": features, "validationErrors": errors,
    })
}

/// The response without a score, with these errors.
pub(super) fn refuse(algorithm: &str, shape: Shape, errors: Vec<ValidationError>) -> Value {
    response(algorithm, shape.kind(), shape.blank(), json!({}), &errors)
}

/// What the service says when a calculation fails although the checks passed.
pub(super) fn unexpected(none: NoScore) -> ValidationError {
    match none {
        NoScore::Invalid => ValidationError::unexpected("the facts do not pass the checks"),
        NoScore::BeforeBirth(field) => {
            ValidationError::unexpected(&format!("{field} cannot be on or before date of birth."))
        }
        NoScore::RoundsToNothing => ValidationError::unexpected("the score rounds to 0.00, for which there is no band"),
        NoScore::CountsMissing => ValidationError::unexpected("all four counts of sexual sanctions are needed"),
    }
}

/// The shipped tables; the response that says so when they are faulty.
pub(super) fn tables(algorithm: &str, shape: Shape) -> Result<Tables, Value> {
    Tables::shipped().map_err(|bad| refuse(algorithm, shape, vec![ValidationError::unexpected(&bad.to_string())]))
}

/// All findings about `facts`: of the record, and of the answers.
pub(super) fn findings(suite: &Suite, facts: &Facts, tables: Tables) -> (Vec<ValidationError>, Vec<ValidationError>) {
    let (mut record, mut answers) = (Vec::new(), Vec::new());
    suite.check_record(facts, tables.offences, &mut Findings::List(&mut record));
    suite.check_answers(facts, &mut Findings::List(&mut answers));
    (record, answers)
}

/// The response of ARP, VRP or SVRP.
pub(super) fn suite(suite: &Suite, facts: &Facts) -> Value {
    let tables = match tables(suite.algorithm, Shape::Suite) {
        Ok(tables) => tables,
        Err(response) => return response,
    };
    let (mut record, answers) = findings(suite, facts, tables);
    match suite.predict(facts, tables) {
        Ok(prediction) => scored(suite, facts, tables, &prediction, &answers),
        Err(NoScore::Invalid) => {
            record.extend(answers);
            refuse(suite.algorithm, Shape::Suite, record)
        }
        Err(none) => refuse(suite.algorithm, Shape::Suite, vec![unexpected(none)]),
    }
}

fn scored(suite: &Suite, facts: &Facts, tables: Tables, found: &Prediction, errors: &[ValidationError]) -> Value {
    let mut features = Map::new();
    if let Ok(figures) = suite.figures(facts, tables) {
        let weights = suite.weights(found.form, tables);
        for (feature, name) in suite.features(found.form) {
            let value = feature.contribution(weights, &figures, &facts.answers);
            features.insert(name.to_owned(), json!(half_up(value, DECIMALS)));
        }
    }
    features.insert("totalWeight".to_owned(), json!(half_up(found.total, DECIMALS)));
    let output = json!({"band": found.band, "score": found.score});
    response(suite.algorithm, json!(form(found.form)), output, Value::Object(features), errors)
}

fn form(form: StaticOrDynamic) -> &'static str {
    form.wire()
}

/// The response of DC-SRP.
pub(super) fn direct_contact(facts: &Facts) -> Value {
    let shape = Shape::DirectContact;
    let found = match direct_contact::predict(facts) {
        Ok(found) => found,
        Err(NoScore::Invalid) => return refuse(direct_contact::ALGORITHM, shape, direct_contact::errors(facts)),
        Err(none) => return refuse(direct_contact::ALGORITHM, shape, vec![unexpected(none)]),
    };
    let mut features = Map::new();
    if let Some(points) = found.points {
        let items = points.items().into_iter().chain([("totalWeight", points.total())]);
        features.extend(items.map(|(name, points)| (name.to_owned(), json!(f64::from(points)))));
    }
    let output = json!({
        "band": found.band, "pointScore": found.points.map(|points| points.total()), "score": found.score,
        "femaleVersion": facts.sex == Some(Sex::Female), "hasSexualOffenceHistory": facts.sexual.ever,
        "riskBandReductionApplied": found.reduced,
    });
    response(direct_contact::ALGORITHM, shape.kind(), output, Value::Object(features), &[])
}

/// The response of IIC-SRP.
pub(super) fn images(facts: &Facts) -> Value {
    let shape = Shape::Images;
    let found = match images::predict(facts) {
        Ok(found) => found,
        Err(NoScore::Invalid) => return refuse(images::ALGORITHM, shape, images::errors(facts)),
        Err(none) => return refuse(images::ALGORITHM, shape, vec![unexpected(none)]),
    };
    let features = found.row.map_or_else(|| json!({}), |row| json!({"imagesAndIndirectContactWeight": row.weight}));
    let output = json!({
        "band": found.band, "score": found.score, "femaleVersion": facts.sex == Some(Sex::Female),
        "hasSexualOffenceHistory": facts.sexual.ever,
    });
    response(images::ALGORITHM, shape.kind(), output, features, &[])
}

/// The response of CSRP, with the responses of its parts.
pub(super) fn combined(facts: &Facts) -> Value {
    let (direct, images, violence) = (direct_contact(facts), images(facts), suite(&SVRP, facts));
    let errors = combined_errors(facts, [&direct, &images, &violence]);
    let shape = Shape::Combined;
    let found = match tables(combined::ALGORITHM, shape) {
        Ok(tables) => combined::predict(facts, tables).ok().filter(|_| errors.is_empty()),
        Err(response) => return response,
    };
    let parts = json!({
        "directContactSexualPredictorScore": direct, "indirectContactSexualPredictorScore": images,
        "seriousViolentPredictorScore": violence,
    });
    let output = json!({
        "band": found.map(|found| found.band), "overallScore": found.map(|found| found.score),
        "femaleVersion": found.map(|_| facts.sex == Some(Sex::Female)),
        "hasSexualOffenceHistory": found.and(facts.sexual.ever), "componentScores": parts,
    });
    response(combined::ALGORITHM, shape.kind(), output, json!({}), &errors)
}

/// The errors of the sum itself: which parts have errors, and what it lacks on its own account.
pub(super) fn combined_errors(facts: &Facts, parts: [&Value; 3]) -> Vec<ValidationError> {
    let blocks = |error: &Value| error.get("type").and_then(Value::as_str) != Some(MISSING_DYNAMIC_INPUT.name);
    let blocked = |part: &&Value| part["validationErrors"].as_array().is_some_and(|errors| errors.iter().any(blocks));
    let names: Vec<&str> =
        parts.iter().copied().filter(|part| blocked(part)).filter_map(|part| part["algorithm"].as_str()).collect();
    let mut errors = Vec::new();
    if !names.is_empty() {
        errors.push(COMPONENT_VALIDATION_ERROR.about(&names));
    }
    let own = [("gender", facts.sex.is_none()), ("hasEverCommittedSexualOffence", facts.sexual.ever.is_none())];
    let missing: Vec<&str> = own.iter().filter(|field| field.1).map(|field| field.0).collect();
    if !missing.is_empty() {
        errors.push(MISSING_MANDATORY_INPUT.about(&missing));
    }
    errors
}

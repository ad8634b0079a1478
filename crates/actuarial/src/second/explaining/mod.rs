//! The explanations of the models of generation 2.
//!
//! Always true: an explanation repeats the computation through the same functions and adds nothing to it; what would change
//! the band is found by computing the score again with one answer changed. It writes for officers, not for statisticians.

mod changes;
mod words;

use super::facts::Facts;
use super::responses::{findings, tables, unexpected};
use super::suite::{NoScore, Prediction, Suite, Tables};
use super::{combined as csrp, direct_contact as dc, images as iic};
use crate::explain::{BandSpan, Change, Explanation, Input, Missing, Step, Term, spans};
use crate::refusal::ValidationError;
use crate::vocabulary::{Band, Sex, StaticOrDynamic, half_up, logistic};
use crate::wire::Request2;
use jiff::civil::Date;
use serde_json::Value;
pub(super) use words::{ARP_WORDS, SVRP_WORDS, VRP_WORDS, Words};

const SOURCE: &str = "Ministry of Justice, OGRS4 actuarial suite as carried out by the national actuarial risk service, \
                      state of 4 August 2026";

fn band_spans(bands: &[(Band, f64); 4]) -> Vec<BandSpan> {
    let named: Vec<(&str, f64)> = bands.iter().map(|(band, from)| (band.wire(), *from)).collect();
    spans(&named)
}

fn inputs(request: &Request2, fields: &[&str], means: impl Fn(&str) -> String) -> Vec<Input> {
    let input = |field: &&str| Input { field: (*field).to_owned(), value: request.shown(field), means: means(field) };
    fields.iter().map(input).collect()
}

fn base(model: &str, title: &str, about: &str, rule: &str) -> Explanation {
    Explanation {
        model: model.to_owned(),
        title: title.to_owned(),
        generation: 2,
        model_version: "1.0".to_owned(),
        about: about.to_owned(),
        rule: rule.to_owned(),
        source: SOURCE.to_owned(),
        ..Explanation::default()
    }
}

fn missing_of(errors: &[ValidationError], effect: &str) -> Vec<Missing> {
    let missing = errors.iter().filter(|error| error.kind.starts_with("MISSING"));
    missing
        .flat_map(|error| &error.fields)
        .map(|field| Missing { field: field.clone(), effect: effect.to_owned() })
        .collect()
}

/// The explanation of ARP, VRP or SVRP.
pub(super) fn suite(words: &Words, request: &Request2, today: Date) -> Explanation {
    let suite = words.suite;
    let facts = Facts::of(request, today);
    let mut told = base(words.model, words.title, words.about, words.rule);
    told.unit = "on the logistic scale".to_owned();
    told.bands = band_spans(&suite.bands);
    let tables = match tables(suite.algorithm, super::responses::Shape::Suite) {
        Ok(tables) => tables,
        Err(_) => return told,
    };
    told.data = vec![tables.offences.provenance.clone(), tables.weights.provenance.clone()];
    let figures = suite.figures(&facts, tables).ok();
    let mut fields = words::RECORD_FIELDS.to_vec();
    if suite.violence {
        fields.push("totalNumberOfViolentSanctions");
    }
    fields.extend(suite.needs.iter().map(|need| need.0));
    fields.extend(suite.drugs.iter().map(|drug| drug.1));
    if !suite.drugs.is_empty() && !fields.contains(&"motivationToTackleDrugMisuse") {
        fields.push("motivationToTackleDrugMisuse");
    }
    told.inputs = inputs(request, &fields, |field| words::meaning(field, &facts, figures.as_ref()));
    let (record, answers) = findings(suite, &facts, tables);
    match suite.predict(&facts, tables) {
        Ok(found) => {
            scored(&mut told, suite, &facts, tables, &found);
            told.missing = missing_of(&answers, "the score is the static one, from the record alone");
            told.errors = answers;
        }
        Err(NoScore::Invalid) => {
            told.missing = missing_of(&record, "there is no score without it");
            told.missing.extend(missing_of(&answers, "the score can only be the static one, from the record alone"));
            told.errors = record.into_iter().chain(answers).collect();
        }
        Err(none) => told.errors = vec![unexpected(none)],
    }
    told
}

fn scored(told: &mut Explanation, suite: &Suite, facts: &Facts, tables: Tables, found: &Prediction) {
    let Ok(figures) = suite.figures(facts, tables) else { return };
    let weights = suite.weights(found.form, tables);
    told.form = Some(found.form.wire().to_owned());
    told.terms = suite
        .features(found.form)
        .map(|(feature, name)| Term {
            name: name.to_owned(),
            title: words::title(feature).to_owned(),
            value: words::value(feature, &figures, &facts.answers),
            contribution: feature.contribution(weights, &figures, &facts.answers),
        })
        .collect();
    let probability = logistic(found.total);
    told.total = Some(found.total);
    told.steps = vec![
        step("the terms are added up", format!("{:.6}", found.total)),
        step("the sum becomes a probability: e^sum / (1 + e^sum)", format!("{probability:.6}")),
        step(
            "the probability is given as a percentage with two decimals, never above 99.99",
            format!("{}", found.score),
        ),
    ];
    told.score = Some(found.score);
    told.band = Some(found.band.wire().to_owned());
    told.would_change = changes::of_suite(suite, facts, tables, found);
}

fn step(what: &str, result: String) -> Step {
    Step { what: what.to_owned(), result }
}

/// The explanation of DC-SRP.
pub(super) fn direct_contact(request: &Request2, today: Date) -> Explanation {
    let facts = Facts::of(request, today);
    let mut told = base("directContactSexualReoffendingPredictor", words::DC_TITLE, words::DC_ABOUT, words::DC_RULE);
    told.form = Some(StaticOrDynamic::Static.wire().to_owned());
    told.unit = "points".to_owned();
    told.bands = band_spans(&dc::BANDS);
    told.inputs = inputs(request, &words::DC_FIELDS, |field| words::meaning(field, &facts, None));
    match dc::predict(&facts) {
        Ok(found) => direct_contact_scored(&mut told, &facts, &found),
        Err(NoScore::Invalid) => told.errors = dc::errors(&facts),
        Err(none) => told.errors = vec![unexpected(none)],
    }
    told.missing = missing_of(&told.errors, "there is no score without it");
    told
}

fn direct_contact_scored(told: &mut Explanation, facts: &Facts, found: &dc::DirectContact) {
    told.score = Some(found.score);
    told.band = Some(found.band.wire().to_owned());
    let Some(points) = found.points else {
        told.steps = vec![step(words::NOT_APPLICABLE, "not applicable, 0".to_owned())];
        return;
    };
    let term = |(name, points): (&'static str, i32)| Term {
        name: name.to_owned(),
        title: words::point_title(name).to_owned(),
        value: words::point_value(name, facts),
        contribution: f64::from(points),
    };
    told.terms = points.items().into_iter().map(term).collect();
    told.total = Some(f64::from(points.total()));
    told.steps = vec![
        step("the points are added up", points.total().to_string()),
        step("the points give the band", found.band_of_points.plain().to_owned()),
        step(
            "the points become a probability: e^(0.1598 points - 8.633) / (1 + the same); 0 points are 0",
            format!("{} %", found.score),
        ),
    ];
    if found.reduced == Some(true) {
        told.steps.push(step(
            "five years without an offence and not in custody lower the band by one step",
            found.band.plain().to_owned(),
        ));
    }
    told.would_change = changes::of_direct_contact(facts, found);
}

/// The explanation of IIC-SRP.
pub(super) fn images(request: &Request2, today: Date) -> Explanation {
    let facts = Facts::of(request, today);
    let mut told =
        base("imagesAndIndirectContactSexualReoffendingPredictor", words::IIC_TITLE, words::IIC_ABOUT, words::IIC_RULE);
    told.form = Some(StaticOrDynamic::Static.wire().to_owned());
    told.unit = "probability".to_owned();
    told.inputs = inputs(request, &words::IIC_FIELDS, |field| words::meaning(field, &facts, None));
    match iic::predict(&facts) {
        Ok(found) => {
            told.score = Some(found.score);
            told.band = Some(found.band.wire().to_owned());
            images_scored(&mut told, &found);
        }
        Err(NoScore::Invalid) => told.errors = iic::errors(&facts),
        Err(none) => told.errors = vec![unexpected(none)],
    }
    told.missing = missing_of(&told.errors, "there is no score without it");
    told
}

fn images_scored(told: &mut Explanation, found: &iic::Images) {
    let Some(row) = found.row else {
        told.steps = vec![step(words::NOT_APPLICABLE, "not applicable, 0".to_owned())];
        return;
    };
    told.terms = vec![Term {
        name: "imagesAndIndirectContactWeight".to_owned(),
        title: "First row of the table that matches".to_owned(),
        value: row.when.to_owned(),
        contribution: row.weight,
    }];
    told.total = Some(row.weight);
    told.steps = vec![step("the probability is given as a percentage with two decimals", format!("{} %", found.score))];
    let others = iic::ROWS.iter().filter(|other| other.band != row.band);
    told.would_change = others
        .map(|other| Change {
            what: format!("If the first matching row were: {}", other.when),
            score: half_up(100.0 * other.weight, 2),
            band: other.band.wire().to_owned(),
        })
        .collect();
}

/// The explanation of CSRP.
pub(super) fn combined(request: &Request2, today: Date) -> Explanation {
    let facts = Facts::of(request, today);
    let mut told = base("combinedSeriousReoffendingPredictor", words::CSRP_TITLE, words::CSRP_ABOUT, words::CSRP_RULE);
    told.unit = "percent".to_owned();
    told.bands = band_spans(&csrp::BANDS);
    let violence = suite(&SVRP_WORDS, request, today);
    told.data.clone_from(&violence.data);
    let (direct, images) = (direct_contact(request, today), images(request, today));
    told.inputs = merged_inputs(&violence, &direct, &images);
    let response = super::responses::combined(&facts);
    told.errors = response
        .get("validationErrors")
        .and_then(|errors| serde_json::from_value(errors.clone()).ok())
        .unwrap_or_default();
    for part in [&direct, &images, &violence] {
        for missing in &part.missing {
            if !told.missing.iter().any(|known| known.field == missing.field) {
                told.missing.push(missing.clone());
            }
        }
    }
    let Ok(tables) = Tables::shipped() else { return told };
    if told.errors.is_empty()
        && let Ok(found) = csrp::predict(&facts, tables)
    {
        combined_scored(&mut told, &facts, &found, &response);
        told.would_change = changes::of_combined(&facts, tables, &found);
    }
    told
}

fn merged_inputs(violence: &Explanation, direct: &Explanation, images: &Explanation) -> Vec<Input> {
    let mut merged: Vec<Input> = violence.inputs.clone();
    for input in direct.inputs.iter().chain(&images.inputs) {
        if !merged.iter().any(|known| known.field == input.field) {
            merged.push(input.clone());
        }
    }
    merged
}

fn combined_scored(told: &mut Explanation, facts: &Facts, found: &csrp::Combined, response: &Value) {
    let term = |name: &str, title: &str, value: String, contribution: f64| Term {
        name: name.to_owned(),
        title: title.to_owned(),
        value,
        contribution,
    };
    let band = |part: &str| {
        let band = &response["output"]["componentScores"][part]["output"]["band"];
        Band::from_wire(band.as_str().unwrap_or_default()).map_or(String::new(), |band| band.plain().to_owned())
    };
    told.form = Some(found.violence.form.wire().to_owned());
    told.terms = vec![
        term(
            "seriousViolentPredictorScore",
            "Serious violent reoffending (SVRP)",
            band("seriousViolentPredictorScore"),
            found.violence.score,
        ),
        term(
            "directContactSexualPredictorScore",
            "Direct contact sexual reoffending (DC-SRP)",
            band("directContactSexualPredictorScore"),
            found.direct.score,
        ),
        term(
            "indirectContactSexualPredictorScore",
            "Images and indirect contact (IIC-SRP)",
            band("indirectContactSexualPredictorScore"),
            found.images.score,
        ),
    ];
    if facts.sex == Some(Sex::Female) {
        told.terms.push(term(
            "womanWithSexualHistory",
            "Addition for a woman with a sexual history",
            String::new(),
            found.woman,
        ));
    }
    told.total = Some(told.sum());
    told.steps = vec![step("the percentages are added, with two decimals, never above 99.99", found.score.to_string())];
    told.score = Some(found.score);
    told.band = Some(found.band.wire().to_owned());
}

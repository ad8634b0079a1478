//! Computing every score of a person anew when what they read changes, and keeping those that differ from the last.
//!
//! Always true: without a signed assessment nothing is computed; an equal result with equal inputs leaves no row; that a
//! score or band changed is told once, whatever the number of models.

use super::inputs::{Inputs, gather};
use super::overrides::end_outlived;
use super::read::newest;
use super::{Score, ScoreWorking};
use crate::assessments::{Assessment, sheet, signed_on};
use actuarial::explain::Explanation;
use actuarial::{Asked, Generation, models};
use domain_events::DomainEvent;
use kernel::{EntryId, PersonId, PersonKeys};
use serde_json::{Map, Value as Json, json};
use store::{Cx, Failure, Result};

pub(super) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    let (person, cause) = match event {
        E::AssessmentSigned { person, kind, .. } => (*person, format!("An assessment was signed ({kind})")),
        E::OffenceChanged { person, .. } => (*person, "The current offence changed".to_owned()),
        E::OrderMade { person, .. } => (*person, "A court passed a sentence".to_owned()),
        E::OrderAmended { person, .. } => (*person, "A sentence was amended".to_owned()),
        E::OrderEnded { person, .. } | E::OrderReopened { person, .. } => {
            (*person, "A sentence ended or was reopened".to_owned())
        }
        E::SupervisionChanged { person, .. } => {
            (*person, "The person moved between custody and the community".to_owned())
        }
        E::PersonAmended { person, .. } => (*person, "The person's details changed".to_owned()),
        E::PersonMerged { person, .. } | E::PersonUnmerged { person, .. } => {
            (*person, "Two records became one, or one became two".to_owned())
        }
        _ => return Ok(()),
    };
    recompute(cx, person, &cause)
}

/// Computes every score of a person anew, and keeps and tells what differs.
///
/// # Errors
/// When the database fails.
pub(crate) fn recompute(cx: &mut Cx<'_>, person: PersonId, cause: &str) -> Result<()> {
    if keep(cx, person, cause)? {
        let (on, person) = (cx.today(), people::keys_of(cx, person)?.survivor);
        cx.tell(&DomainEvent::ScoresChanged { person, on })?;
    }
    Ok(())
}

/// Computes the scores of a person who was filled in for a demo, without telling anybody.
///
/// # Errors
/// When the database fails.
pub fn fill_scores(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    keep(cx, person, "An assessment was signed")?;
    Ok(())
}

/// Screens are the same in both generations and kept once.
fn is_kept_once(generation: Generation, model: &str) -> bool {
    generation == Generation::First && models(Generation::Second).contains(&model)
}

/// Keeps what differs, and says whether a score, band, form or outcome is another than before.
fn keep(cx: &mut Cx<'_>, person: PersonId, cause: &str) -> Result<bool> {
    let keys = people::keys_of(cx, person)?;
    let today = cx.today();
    let Some(assessment) = signed_on(cx, &keys, today)? else { return Ok(false) };
    let sheet = sheet(cx, &assessment)?;
    let inputs = gather(cx, &keys, &assessment, &sheet)?;
    let before = newest(cx, &keys, today)?;
    let (mut scores, mut workings, mut moved) = (Vec::new(), Vec::new(), Vec::new());
    for generation in [Generation::Second, Generation::First] {
        for model in models(generation).into_iter().filter(|model| !is_kept_once(generation, model)) {
            let asked = Asked { model, generation, today, explained: false };
            let made = one(cx, &keys, &asked, &inputs, &assessment, cause)?;
            let known = before.iter().find(|old| old.model == model && old.generation == made.0.generation);
            if known.is_some_and(|old| old.fingerprint == made.0.fingerprint) {
                continue;
            }
            if known.is_none_or(|old| differs(old, &made.0)) {
                moved.push(made.0.clone());
            }
            scores.push(made.0);
            workings.push(made.1);
        }
    }
    if scores.is_empty() {
        return Ok(false);
    }
    cx.insert_all(&scores)?;
    cx.insert_all(&workings)?;
    end_outlived(cx, &keys, &moved)?;
    Ok(!moved.is_empty())
}

fn differs(old: &Score, new: &Score) -> bool {
    (old.score, &old.band, &old.form, &old.outcome) != (new.score, &new.band, &new.form, &new.outcome)
}

fn one(
    cx: &Cx<'_>,
    keys: &PersonKeys,
    asked: &Asked<'_>,
    inputs: &Inputs,
    assessment: &Assessment,
    cause: &str,
) -> Result<(Score, ScoreWorking)> {
    let request = Json::Object(inputs.request.clone());
    let broken = |problem: actuarial::ScoreProblem| Failure::broken(problem.to_string());
    let response = actuarial::score(asked, &request).map_err(broken)?;
    let told = actuarial::explain(asked, &request).map_err(broken)?;
    let read = read_fields(&told, &inputs.request);
    let output = response.get("output");
    let number = |name: &str| output.and_then(|output| output.get(name)).and_then(Json::as_f64);
    let id: EntryId = cx.new_id();
    let score = Score {
        person_id: keys.survivor,
        id,
        generation: i32::from(asked.generation.number()),
        model: asked.model.to_owned(),
        computed_on: cx.today(),
        computed_at: cx.now(),
        cause: cause.to_owned(),
        author: cx.actor().name().to_owned(),
        assessment_id: Some(assessment.id),
        form: told.form.clone().filter(|_| told.score.is_some()),
        score: number("overallScore").or_else(|| number("twoYearScore")).or_else(|| number("score")),
        band: output.and_then(|output| output.get("band")).and_then(Json::as_str).map(str::to_owned),
        outcome: outcome(&response),
        missing: i32::try_from(told.missing.len()).unwrap_or(i32::MAX),
        model_version: told.model_version.clone(),
        data_versions: versions(&told),
        fingerprint: fingerprint(&[&json!(read).to_string(), &response.to_string()]),
    };
    let sources: Map<String, Json> = inputs
        .sources
        .iter()
        .filter(|(field, _)| read.contains_key(*field))
        .map(|(f, s)| (f.clone(), s.clone()))
        .collect();
    let working = ScoreWorking {
        person_id: keys.survivor,
        score_id: id,
        request: Json::Object(read),
        sources: Json::Object(sources),
        response,
        explanation: serde_json::to_value(&told).map_err(|e| Failure::broken(e.to_string()))?,
    };
    Ok((score, working))
}

/// The fields of the request that the model read.
fn read_fields(told: &Explanation, request: &Map<String, Json>) -> Map<String, Json> {
    let named = |field: &String| field == "version" || told.inputs.iter().any(|input| &input.field == field);
    request.iter().filter(|(field, _)| named(field)).map(|(field, value)| (field.clone(), value.clone())).collect()
}

/// What a screen says in one word; predictors say it in a score and a band.
fn outcome(response: &Json) -> Option<String> {
    for name in ["opdResult", "pniPathway", "ldsScore", "maturityFlag"] {
        match response.get(name) {
            Some(Json::String(word)) => return Some(word.clone()),
            Some(Json::Number(number)) => return Some(number.to_string()),
            Some(Json::Bool(flag)) => return Some(if *flag { "YES" } else { "NO" }.to_owned()),
            _ => {}
        }
    }
    None
}

fn versions(told: &Explanation) -> String {
    let named: Vec<String> = told.data.iter().map(|table| format!("{} {}", table.table, table.version)).collect();
    named.join("; ")
}

/// FNV-1a over the parts: short, and the same on every machine and in every release.
fn fingerprint(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

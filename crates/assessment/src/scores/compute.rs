//! Computing every score of a person anew when what they read changes, and keeping those that differ from the last.
//!
//! Always true: without a signed assessment nothing is computed; an equal result with equal inputs leaves no row; that a
//! score or band changed is told once, whatever the number of models.

use super::inputs::{Inputs, gather};
use super::kept::{Kept, fingerprint, read_fields};
use super::overrides::end_outlived;
use super::read::newest;
use super::{Score, ScoreRun};
use crate::assessments::{sheet, signed_on};
use actuarial::{Asked, Generation, models};
use domain_events::DomainEvent;
use kernel::{EntryId, PersonId, PersonKeys};
use serde_json::Value as Json;
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
    let run_id: EntryId = cx.new_id();
    let mut kept = Kept::of(&assessment.name(), &inputs.request, &inputs.sources);
    let (mut scores, mut moved) = (Vec::new(), Vec::new());
    for (mut score, response) in computed(cx, &keys, &inputs, cause)? {
        let known = before.iter().find(|old| old.model == score.model && old.generation == score.generation);
        if known.is_some_and(|old| old.fingerprint == score.fingerprint) {
            continue;
        }
        (score.assessment_id, score.run_id) = (Some(assessment.id), Some(run_id));
        if known.is_none_or(|old| differs(old, &score)) {
            moved.push(score.clone());
        }
        kept.gave(&score, &response);
        scores.push(score);
    }
    if scores.is_empty() {
        return Ok(false);
    }
    cx.insert(&ScoreRun { person_id: keys.survivor, id: run_id, computed_on: today, kept: kept.bytes()? })?;
    cx.insert_all(&scores)?;
    end_outlived(cx, &keys, &moved)?;
    Ok(!moved.is_empty())
}

/// What every model gives, without keeping it: the second generation first.
pub(super) fn computed(cx: &Cx<'_>, keys: &PersonKeys, inputs: &Inputs, cause: &str) -> Result<Vec<(Score, Json)>> {
    let mut made = Vec::new();
    for generation in [Generation::Second, Generation::First] {
        for model in models(generation).into_iter().filter(|model| !is_kept_once(generation, model)) {
            let asked = Asked { model, generation, today: cx.today(), explained: false };
            made.push(one(cx, keys, &asked, inputs, cause)?);
        }
    }
    Ok(made)
}

fn differs(old: &Score, new: &Score) -> bool {
    (old.score, &old.band, &old.form, &old.outcome) != (new.score, &new.band, &new.form, &new.outcome)
}

fn one(cx: &Cx<'_>, keys: &PersonKeys, asked: &Asked<'_>, inputs: &Inputs, cause: &str) -> Result<(Score, Json)> {
    let request = Json::Object(inputs.request.clone());
    let broken = |problem: actuarial::ScoreProblem| Failure::broken(problem.to_string());
    let response = actuarial::score(asked, &request).map_err(broken)?;
    let told = actuarial::explain(asked, &request).map_err(broken)?;
    let read = read_fields(&told, &inputs.request);
    let output = response.get("output");
    let number = |name: &str| output.and_then(|output| output.get(name)).and_then(Json::as_f64);
    let score = Score {
        person_id: keys.survivor,
        id: cx.new_id(),
        generation: i32::from(asked.generation.number()),
        model: asked.model.to_owned(),
        computed_on: cx.today(),
        computed_at: cx.now(),
        cause: cause.to_owned(),
        author: cx.actor().name().to_owned(),
        assessment_id: None,
        form: told.form.clone().filter(|_| told.score.is_some()),
        score: number("overallScore").or_else(|| number("twoYearScore")).or_else(|| number("score")),
        band: output.and_then(|output| output.get("band")).and_then(Json::as_str).map(str::to_owned),
        outcome: outcome(&response),
        missing: i32::try_from(told.missing.len()).unwrap_or(i32::MAX),
        model_version: told.model_version.clone(),
        fingerprint: fingerprint(&read, &response),
        run_id: None,
    };
    Ok((score, response))
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

//! What is kept of a computation, and the full working got back from it.
//!
//! Always true: inputs with their sources, and what each model gave, are kept once for all models; the working is worked
//! out again from them, and counts as the one of that day only where it gives the very same answer. Where a formula has
//! changed since, what was kept is shown and says so. It does not know which scores are kept.

use super::{Score, ScoreRun, ScoreWorking};
use actuarial::explain::{Explanation, Term};
use actuarial::{Asked, Generation, explain};
use kernel::Date;
use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json, json};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result, params};

/// Stands before the number of a question where an answer was the source.
const ANSWER: char = '#';

/// The body of a run.
#[derive(Clone, Debug, Default, Deserialize, Serialize)]
pub(super) struct Kept {
    /// The assessment whose answers were read, in words.
    of: String,
    /// Each field with its value and where it was taken from.
    read: BTreeMap<String, (Json, String)>,
    /// What each model gave, by generation and model: the output, and each part that was not nought.
    gave: BTreeMap<String, Json>,
}

/// A score's working, as it was or as far as it is kept.
pub(super) struct Working {
    pub(super) request: Json,
    pub(super) sources: Json,
    pub(super) response: Json,
    pub(super) told: Explanation,
    /// The formula or its tables are others than they were: only what was kept is shown.
    pub(super) formula_changed: bool,
}

fn name_of(generation: i32, model: &str) -> String {
    format!("{generation}.{model}")
}

fn answer_of(question: &str, assessment: &str) -> String {
    format!("Answer {question} of {assessment}")
}

impl Kept {
    pub(super) fn of(assessment: &str, request: &Map<String, Json>, sources: &Map<String, Json>) -> Kept {
        let prefix_and_suffix = answer_of("\n", assessment);
        let (before, after) = prefix_and_suffix.split_once('\n').unwrap_or_default();
        let short = |source: &str| {
            let question = source.strip_prefix(before).and_then(|rest| rest.strip_suffix(after));
            question.map_or_else(|| source.to_owned(), |question| format!("{ANSWER}{question}"))
        };
        let source = |field: &str| sources.get(field).and_then(Json::as_str).map(short).unwrap_or_default();
        let read = request.iter().map(|(field, value)| (field.clone(), (value.clone(), source(field)))).collect();
        Kept { of: assessment.to_owned(), read, gave: BTreeMap::new() }
    }

    /// Keeps what a model gave, without what is nothing.
    pub(super) fn gave(&mut self, score: &Score, response: &Json) {
        let member = |name: &str| response.get(name).cloned().map(pruned).unwrap_or_default();
        let short = match response.get("output") {
            Some(_) => json!({ "output": member("output"), "featureValues": member("featureValues") }),
            None => pruned(response.clone()),
        };
        self.gave.insert(name_of(score.generation, &score.model), pruned(short));
    }

    /// As it lies in the table: bytes, of which history keeps the digest, since a run is never changed.
    pub(super) fn bytes(&self) -> Result<Vec<u8>> {
        serde_json::to_vec(self).map_err(|e| Failure::broken(e.to_string()))
    }

    fn request(&self) -> Map<String, Json> {
        self.read.iter().map(|(field, (value, _))| (field.clone(), value.clone())).collect()
    }

    fn source(&self, field: &str) -> Option<String> {
        let (_, source) = self.read.get(field)?;
        match source.strip_prefix(ANSWER) {
            Some(question) => Some(answer_of(question, &self.of)),
            None => Some(source.clone()).filter(|source| !source.is_empty()),
        }
    }
}

/// Without members that are nothing, nought or empty.
fn pruned(value: Json) -> Json {
    match value {
        Json::Object(members) => {
            let members = members.into_iter().map(|(name, value)| (name, pruned(value)));
            Json::Object(members.filter(|(_, value)| !is_nothing(value)).collect())
        }
        other => other,
    }
}

fn is_nothing(value: &Json) -> bool {
    match value {
        Json::Null => true,
        Json::Number(number) => number.as_f64() == Some(0.0),
        Json::String(text) => text.is_empty(),
        Json::Array(list) => list.is_empty(),
        Json::Object(members) => members.is_empty(),
        Json::Bool(_) => false,
    }
}

/// The fields of a request that a model read.
pub(super) fn read_fields(told: &Explanation, request: &Map<String, Json>) -> Map<String, Json> {
    let named = |field: &String| field == "version" || told.inputs.iter().any(|input| &input.field == field);
    request.iter().filter(|(field, _)| named(field)).map(|(field, value)| (field.clone(), value.clone())).collect()
}

/// Tells two equal results with equal inputs.
pub(super) fn fingerprint(read: &Map<String, Json>, response: &Json) -> String {
    let in_order: BTreeMap<&String, &Json> = read.iter().collect();
    hashed(&[&json!(in_order).to_string(), &response.to_string()])
}

/// FNV-1a over the parts: short, and the same on every machine and in every release.
fn hashed(parts: &[&str]) -> String {
    let bytes = parts.iter().flat_map(|part| part.bytes().chain([0]));
    let hash =
        bytes.fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3));
    format!("{hash:016x}")
}

/// The working of a result. One statement.
///
/// # Errors
/// [`Failure::NotFound`] when nothing was kept of it.
pub(super) fn working(cx: &mut Cx<'_>, score: &Score) -> Result<Working> {
    let Some(run) = score.run_id else { return whole(cx, score) };
    let run: ScoreRun = cx.need(params![score.person_id, run])?;
    let kept: Kept = serde_json::from_slice(&run.kept).map_err(|e| Failure::broken(format!("score_run: {e}")))?;
    again(score, &kept, run.computed_on)
}

/// As it was kept before computations were kept once: whole.
fn whole(cx: &mut Cx<'_>, score: &Score) -> Result<Working> {
    let row: ScoreWorking = cx.need(params![score.person_id, score.id])?;
    let told = serde_json::from_value(row.explanation).unwrap_or_default();
    Ok(Working { request: row.request, sources: row.sources, response: row.response, told, formula_changed: false })
}

/// Works it out again from what was read, as of the day of the computation.
fn again(score: &Score, kept: &Kept, on: Date) -> Result<Working> {
    let broken = |problem: actuarial::ScoreProblem| Failure::broken(problem.to_string());
    let generation = u8::try_from(score.generation).ok().and_then(Generation::numbered).ok_or(Failure::NotFound)?;
    let asked = Asked { model: &score.model, generation, today: on, explained: false };
    let request = Json::Object(kept.request());
    let (response, told) =
        (actuarial::score(&asked, &request).map_err(broken)?, explain(&asked, &request).map_err(broken)?);
    let read = read_fields(&told, &kept.request());
    let sources = read.keys().filter_map(|field| Some((field.clone(), Json::from(kept.source(field)?)))).collect();
    let is_same = fingerprint(&read, &response) == score.fingerprint;
    let (request, sources) = (Json::Object(read), Json::Object(sources));
    if is_same {
        return Ok(Working { request, sources, response, told, formula_changed: false });
    }
    let gave = kept.gave.get(&name_of(score.generation, &score.model)).cloned().unwrap_or_default();
    let told = as_kept(score, &gave, told);
    Ok(Working { request, sources, response: gave, told, formula_changed: true })
}

/// The working as far as it was kept: inputs, result and the parts that were added. The rule is in words of today.
fn as_kept(score: &Score, gave: &Json, now: Explanation) -> Explanation {
    let parts = gave.get("featureValues").and_then(Json::as_object);
    let is_sum = |name: &str| name.starts_with("total");
    let terms = parts.into_iter().flatten().filter(|(name, _)| !is_sum(name)).filter_map(|(name, value)| {
        let contribution = value.as_f64()?;
        let title = now.terms.iter().find(|term| &term.name == name).map_or(name, |term| &term.title);
        Some(Term { name: name.clone(), title: title.clone(), value: String::new(), contribution })
    });
    let (terms, total) = (terms.collect(), parts.and_then(|all| all.iter().find(|(name, _)| is_sum(name))?.1.as_f64()));
    Explanation {
        form: score.form.clone(),
        model_version: score.model_version.clone(),
        score: score.score,
        band: score.band.clone(),
        terms,
        total,
        bands: Vec::new(),
        steps: Vec::new(),
        would_change: Vec::new(),
        missing: Vec::new(),
        errors: Vec::new(),
        data: Vec::new(),
        ..now
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::{EntryId, Instant, PersonId, date};
    use uuid::Uuid;

    fn score(model: &str, fingerprint: &str) -> Score {
        Score {
            person_id: PersonId(Uuid::nil()),
            id: EntryId(Uuid::nil()),
            generation: 2,
            model: model.to_owned(),
            computed_on: date(2026, 11, 23),
            computed_at: Instant(0),
            cause: "An assessment was signed".into(),
            author: "Ada Field".into(),
            assessment_id: None,
            form: Some("STATIC".into()),
            score: Some(12.5),
            band: Some("LOW".into()),
            outcome: None,
            missing: 0,
            model_version: "0.9".into(),
            fingerprint: fingerprint.to_owned(),
            run_id: None,
        }
    }

    fn kept() -> (Kept, Map<String, Json>) {
        let request = json!({"gender": "MALE", "ageAtFirstSanction": 17, "version": "V1_0"});
        let sources = json!({"gender": "The person's details", "ageAtFirstSanction": "Answer 1.8 of Review 2"});
        let (request, sources) = (request.as_object().unwrap().clone(), sources.as_object().unwrap().clone());
        (Kept::of("Review 2", &request, &sources), request)
    }

    #[test]
    fn what_was_read_and_from_where_is_got_back_word_for_word() {
        let (kept, request) = kept();
        let kept: Kept = serde_json::from_slice(&kept.bytes().unwrap()).unwrap();
        assert_eq!(kept.request(), request);
        assert_eq!(kept.source("ageAtFirstSanction").unwrap(), "Answer 1.8 of Review 2");
        assert_eq!(kept.source("gender").unwrap(), "The person's details");
        assert_eq!(kept.source("version"), None);
    }

    #[test]
    fn a_result_of_an_earlier_formula_shows_what_was_kept_and_says_so() {
        let (mut kept, _) = kept();
        let old = score("allReoffendingPredictor", "of another formula");
        let response = json!({"output": {"score": 12.5, "band": "LOW", "percentile": null},
            "featureValues": {"copasScore": -1.5, "genderWeight": 0.0, "totalWeight": -1.5}});
        kept.gave(&old, &response);
        let told = again(&old, &kept, date(2026, 11, 23)).unwrap();
        assert!(told.formula_changed);
        assert_eq!((told.told.score, told.told.total), (Some(12.5), Some(-1.5)));
        let terms: Vec<(&str, f64)> = told.told.terms.iter().map(|t| (t.name.as_str(), t.contribution)).collect();
        assert_eq!(terms, [("copasScore", -1.5)]);
        assert!(
            told.told.bands.is_empty() && told.told.would_change.is_empty(),
            "nothing of today's formula is told as then"
        );
        assert_eq!(told.sources["ageAtFirstSanction"], "Answer 1.8 of Review 2");
    }
}

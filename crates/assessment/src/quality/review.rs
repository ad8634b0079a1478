//! The second look: which questions are asked again, the reviewer's own answers, and what they make of the difference.

use super::policy::standards;
use super::rules::{Compared, compare};
use super::store::{Case, Done, Kind, Mark, Note, Review, Sample, review, review_to_change};
use crate::assessments::{Assessment, Sheet, sheet};
use crate::questions::{Catalogue, Question, current};
use crate::scores::{Twice, twice};
use kernel::{EntryId, Refusal, Refusals};
use people::OpenPerson;
use serde_json::{Map, Value as Json};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result, params};

/// The first assessment with what is asked again of it.
pub(super) struct Looked {
    pub(super) assessment: Assessment,
    pub(super) catalogue: std::sync::Arc<Catalogue>,
    /// The first answers. No page shows them before the reviewer has given their own.
    pub(super) first: Sheet,
}

impl Looked {
    /// The questions asked again, in order: those that the first assessment answered.
    pub(super) fn questions(&self, kind: Kind) -> Vec<&Question> {
        let day = self.assessment.asked_on();
        let setting = format!("harm.{}.", self.assessment.setting.code());
        let asked = self.catalogue.questions(day).filter(|q| self.catalogue.choices(&q.answer_set).next().is_some());
        let of_kind = |q: &&Question| {
            let section = self.catalogue.section(&q.section).map_or("", |s| s.kind.as_str());
            match kind {
                Kind::Scores => !q.feeds.is_empty() && !matches!(section, "levels" | "screening"),
                Kind::Harm => section == "screening" || (section == "levels" && q.code.starts_with(&setting)),
            }
        };
        asked.filter(of_kind).filter(|q| self.first.value(&q.code).is_some()).collect()
    }

    /// The codes of a question's choices, lowest first.
    fn scale<'a>(&'a self, question: &'a Question) -> Vec<&'a str> {
        self.catalogue.choices(&question.answer_set).map(|c| c.code.as_str()).collect()
    }

    /// How the first answers and the reviewer's compare.
    pub(super) fn compared(&self, kind: Kind, review: &Review) -> Vec<(&Question, Compared)> {
        let questions = self.questions(kind).into_iter();
        let compared = questions.filter_map(|q| {
            compare(self.first.value(&q.code), review.answer(&q.code), &self.scale(q)).map(|compared| (q, compared))
        });
        compared.collect()
    }
}

/// A question with the section it stands in, for lists where its own words alone are not enough.
pub(super) fn labelled(catalogue: &Catalogue, question: &Question) -> String {
    let section = catalogue.section(&question.section);
    section.map_or_else(|| question.words.clone(), |section| format!("{}: {}", section.words, question.words))
}

/// The assessment of a case.
///
/// # Errors
/// [`Failure::NotFound`]; `own_work` for whoever made it.
pub(super) fn look(cx: &mut Cx<'_>, open: &OpenPerson, case: &Case) -> Result<Looked> {
    if case.scorer_id.is_some() && case.scorer_id == cx.actor().staff() {
        return Err(Failure::refused("", "own_work", "This is your own work: somebody else has to look at it again"));
    }
    let known = crate::assessments::all(cx, &open.keys)?;
    let assessment = known.into_iter().find(|a| a.id == case.assessment_id).ok_or(Failure::NotFound)?;
    let first = sheet(cx, &assessment)?;
    Ok(Looked { assessment, catalogue: current(cx)?, first })
}

/// Keeps the reviewer's own answers, given without sight of the first.
///
/// # Errors
/// `already_given` when somebody did so; `missing` for a question without an answer.
pub(super) fn give(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    (sample, case): (&Sample, &Case),
    answers: &BTreeMap<String, String>,
) -> Result<EntryId> {
    let looked = look(cx, open, case)?;
    if review(cx, &open.keys, case)?.is_some() {
        return Err(Failure::refused("", "already_given", "Somebody has given their answers to this case already"));
    }
    let questions = looked.questions(sample.kind);
    let missing: Vec<Refusal> = questions
        .iter()
        .filter(|q| !answers.contains_key(&q.code))
        .map(|q| Refusal::new(field(&q.code), "missing", format!("Select an answer: {}", q.words)))
        .collect();
    if !missing.is_empty() {
        return Err(Failure::Refused(Refusals(missing)));
    }
    let kept: Map<String, Json> = questions
        .iter()
        .filter_map(|q| answers.get(&q.code).map(|code| (q.code.clone(), Json::String(code.clone()))))
        .collect();
    let scores = match sample.kind {
        Kind::Scores => {
            let second = looked.first.answered_otherwise(answers.iter().map(|(q, a)| (q.as_str(), a.as_str())));
            let both = twice(cx, &open.keys, &looked.assessment, &looked.first, &second)?;
            Some(serde_json::to_value(both).map_err(|e| Failure::broken(e.to_string()))?)
        }
        Kind::Harm => None,
    };
    let row = Review {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        sample_id: sample.id,
        place: case.place,
        assessment_id: case.assessment_id,
        reviewer: cx.actor().name().to_owned(),
        reviewer_id: cx.actor().id(),
        blind_at: cx.now(),
        answers: Json::Object(kept),
        ratings: Json::Object(Map::new()),
        themes: Json::Array(Vec::new()),
        remarks: None,
        finished_at: None,
        version: 1,
        scores,
    };
    cx.describe("Looked again at an assessment, without sight of the first answers", None);
    cx.insert(&row)?;
    cx.save(&Done { sample_id: sample.id, place: case.place, finished: false })?;
    Ok(row.id)
}

/// The scores of both, as they were worked out when the reviewer gave their answers.
pub(super) fn both_scores(review: &Review) -> Vec<Twice> {
    review.scores.clone().and_then(|scores| serde_json::from_value(scores).ok()).unwrap_or_default()
}

/// What a reviewer makes of the difference, and of the plan.
#[derive(Clone, Debug, Default)]
pub(super) struct Finding {
    pub(super) ratings: BTreeMap<String, i64>,
    pub(super) themes: Vec<String>,
    pub(super) remarks: Option<String>,
}

/// Finishes the second look: its marks count from now on.
///
/// # Errors
/// `not_begun`; `finished`; `missing` for a rating left out; `unknown` for one that is not asked; [`Failure::Stale`].
pub(super) fn finish(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    (sample, case): (&Sample, &Case),
    finding: &Finding,
) -> Result<()> {
    let looked = look(cx, open, case)?;
    let mut row = review_to_change(cx, &open.keys, case)?;
    if row.finished_at.is_some() {
        return Err(Failure::refused("", "finished", "This second look is finished already"));
    }
    let today = cx.today();
    let standards = standards(cx, today)?;
    let rated = if sample.kind == Kind::Harm { "rating" } else { "none" };
    let missing: Vec<Refusal> = standards
        .of(rated)
        .filter(|s| !finding.ratings.contains_key(&s.code))
        .map(|s| Refusal::new(field(&s.code), "missing", format!("Select an answer: {}", s.words)))
        .collect();
    if !missing.is_empty() {
        return Err(Failure::Refused(Refusals(missing)));
    }
    if finding.themes.iter().any(|theme| !standards.of("theme").any(|s| s.code == *theme)) {
        return Err(Failure::refused("themes", "unknown", "Select themes from the list"));
    }
    let compared = looked.compared(sample.kind, &row);
    let agreed = compared.iter().filter(|(_, compared)| compared.agreed).count();
    cx.describe(format!("Finished a second look: {agreed} of {} answers agree", compared.len()), None);
    row.ratings = serde_json::to_value(&finding.ratings).map_err(|e| Failure::broken(e.to_string()))?;
    row.themes = finding.themes.iter().map(|theme| Json::String(theme.clone())).collect();
    row.remarks = finding.remarks.clone();
    row.finished_at = Some(cx.now());
    cx.update(&mut row)?;
    keep_marks(cx, case, &compared, finding)
}

fn keep_marks(cx: &mut Cx<'_>, case: &Case, compared: &[(&Question, Compared)], finding: &Finding) -> Result<()> {
    for table in ["view_quality_mark", "view_quality_note"] {
        let gone = format!("DELETE FROM {table} WHERE sample_id = $1 AND place = $2");
        cx.execute(&gone, params![case.sample_id, case.place])?;
    }
    let marks: Vec<Mark> = compared
        .iter()
        .map(|(question, compared)| Mark {
            sample_id: case.sample_id,
            place: case.place,
            item: question.code.clone(),
            scorer_id: case.scorer_id,
            agreed: compared.agreed,
            distance: compared.distance,
        })
        .collect();
    cx.insert_all(&marks)?;
    let themes = finding.themes.iter().map(|theme| (theme.clone(), 1));
    let ratings = finding.ratings.iter().map(|(code, value)| (code.clone(), *value));
    let notes: Vec<Note> = themes
        .chain(ratings)
        .map(|(code, value)| Note { sample_id: case.sample_id, place: case.place, code, value })
        .collect();
    cx.insert_all(&notes)?;
    cx.save(&Done { sample_id: case.sample_id, place: case.place, finished: true })
}

/// The name of a question's field.
pub(super) fn field(code: &str) -> String {
    format!("q-{}", code.replace('.', "-"))
}

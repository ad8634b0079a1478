//! Beginning an assessment, with the answers of the last one carried and marked, and withdrawing one begun in error.

use super::{list, must_take_answers, step};
use crate::assessments::read::{all, imports, open_assessment, sheet};
use crate::assessments::{Answer, Assessment, Kind, Setting, Standing, State, StepKind};
use crate::questions::{Catalogue, current};
use kernel::{AssessmentId, Date, Instant};
use people::OpenPerson;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};

/// What somebody wants to begin.
#[derive(Clone, Debug)]
pub(crate) struct Beginning {
    pub(crate) kind: Kind,
    pub(crate) setting: Setting,
    /// `court`, `probation`, `prison` or `partner`.
    pub(crate) begun_for: String,
}

/// For whom an assessment may be begun, as code and words.
pub(crate) const BODIES: &[(&str, &str)] =
    &[("probation", "Probation"), ("court", "A court"), ("prison", "Prison"), ("partner", "A partner")];

/// Begins an assessment. There is one at a time, which everybody shares.
///
/// # Errors
/// `already_open` when one is; `nothing_to_review`; `unknown_body`.
pub(crate) fn begin(cx: &mut Cx<'_>, open: &OpenPerson, wanted: &Beginning) -> Result<Assessment> {
    let known = all(cx, &open.keys)?;
    if open_assessment(cx, &open.keys)?.is_some() {
        let words = "An assessment of this person is open already: go on with that one, everybody shares it";
        return Err(Failure::refused("", "already_open", words));
    }
    let signed = known.iter().filter(|a| a.state == State::Signed).max_by_key(|a| (a.signed_on, a.begun_at));
    if wanted.kind == Kind::Review && signed.is_none() {
        let words = "There is no signed assessment to review: begin an initial or a full one";
        return Err(Failure::refused("kind", "nothing_to_review", words));
    }
    if !BODIES.iter().any(|(code, _)| *code == wanted.begun_for) {
        return Err(Failure::refused("begun_for", "unknown_body", "Select for whom it is begun"));
    }
    let staff_id = cx.actor().staff();
    let line = match staff_id {
        Some(staff) => organisation::staff_lines(cx, &[staff])?.into_values().next(),
        None => None,
    };
    let assessment = Assessment {
        person_id: open.keys.survivor,
        id: cx.new_id::<AssessmentId>(),
        number: 1 + known.iter().map(|a| a.number).max().unwrap_or(0),
        kind: wanted.kind,
        state: State::Draft,
        setting: wanted.setting,
        begun_for: wanted.begun_for.clone(),
        variant: "standard".into(),
        based_on: signed.map(|a| a.id),
        begun_at: cx.now(),
        begun_by: cx.actor().name().to_owned(),
        staff_id,
        team_id: line.map(|l| l.team),
        signed_on: None,
        signed_by: None,
        countersigned_by: None,
        version: 1,
    };
    cx.describe(format!("Began {}", assessment.name()), None);
    cx.insert(&assessment)?;
    step(cx, &assessment, StepKind::Begun, None)?;
    let carried = carried(cx, open, &assessment, &known)?;
    cx.insert_all(&carried)?;
    list(cx, &assessment)?;
    Ok(assessment)
}

/// An answer somewhere else that may be carried.
struct Elsewhere {
    at: Instant,
    from: String,
    answer: Answer,
}

/// The newest answer to each question out of the last signed assessment, drafts of merged records, and what came from
/// other bodies.
fn carried(cx: &mut Cx<'_>, open: &OpenPerson, assessment: &Assessment, known: &[Assessment]) -> Result<Vec<Answer>> {
    let catalogue = current(cx)?;
    let mut found = Vec::new();
    let last = assessment.based_on.and_then(|id| known.iter().find(|a| a.id == id));
    let drafts = known.iter().filter(|a| a.person_id != open.keys.survivor && a.state.takes_answers());
    for source in last.into_iter().chain(drafts) {
        let on = source.signed_on.unwrap_or_else(|| source.asked_on());
        let from = format!("{} of {}", source.name(), on.strftime("%-d %B %Y"));
        let answers = sheet(cx, source)?;
        found.extend(answers.rows().cloned().map(|answer| Elsewhere {
            at: answer.answered_at,
            from: from.clone(),
            answer,
        }));
    }
    for import in imports(cx, &open.keys)? {
        let from =
            format!("{} by {} of {}", import.instrument, import.source, import.completed_on.strftime("%-d %B %Y"));
        for answer in super::import::answers_of(&import) {
            let at = Instant::from_local(import.completed_on.at(0, 0, 0, 0));
            found.push(Elsewhere { at, from: from.clone(), answer });
        }
    }
    let mut newest: BTreeMap<String, Elsewhere> = BTreeMap::new();
    for one in found.into_iter().filter(|f| fits(&catalogue, assessment.asked_on(), &f.answer)) {
        let older = newest.get(&one.answer.question).is_none_or(|kept| kept.at < one.at);
        if older {
            newest.insert(one.answer.question.clone(), one);
        }
    }
    let rows = newest.into_values().map(|Elsewhere { from, answer, .. }| Answer {
        person_id: assessment.person_id,
        assessment_id: assessment.id,
        standing: Standing::Carried,
        carried_from: Some(from),
        version: 1,
        ..answer
    });
    Ok(rows.collect())
}

/// Whether an answer is one that today's questions still take.
fn fits(catalogue: &Catalogue, day: Date, answer: &Answer) -> bool {
    if answer.value.is_none() && answer.words.is_none() {
        return false;
    }
    let question = catalogue.question(&answer.question, day);
    question.is_some_and(|q| {
        let (value, words) = (answer.value.as_deref(), answer.words.as_deref());
        crate::assessments::rules::check_answer(catalogue, q, "", value, words, day).is_ok()
    })
}

/// Says that an assessment was begun in error. It stays readable.
///
/// # Errors
/// `locked`; `no_reason`.
pub(crate) fn withdraw(cx: &mut Cx<'_>, assessment: &mut Assessment, reason: &str) -> Result<()> {
    must_take_answers(assessment)?;
    if reason.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say why it was begun in error"));
    }
    cx.describe(format!("Withdrew {}", assessment.name()), Some(reason));
    assessment.state = State::Withdrawn;
    cx.update(assessment)?;
    step(cx, assessment, StepKind::Withdrawn, Some(reason))?;
    list(cx, assessment)
}

//! Taking in another body's assessment, such as the youth justice service's: kept word for word with its source, and its
//! answers carried into ours where nobody has answered yet.

use super::must_take_answers;
use crate::assessments::read::{open_assessment, sheet};
use crate::assessments::rules::check_answer;
use crate::assessments::{Answer, Import, Standing};
use crate::questions::current;
use kernel::{Date, Refusal, Refusals};
use people::OpenPerson;
use store::{Cx, Failure, Result};

/// The longest document, in characters.
pub(crate) const LONGEST_DOCUMENT: usize = 400_000;

/// What came.
#[derive(Clone, Debug)]
pub struct NewImport {
    pub source: String,
    pub instrument: String,
    pub completed_on: Date,
    pub assessor: Option<String>,
    /// Kept as it is.
    pub document: String,
    /// Question, code of the answer, words.
    pub answers: Vec<(String, Option<String>, Option<String>)>,
}

/// Keeps another body's assessment, and carries its answers into the open one where it has none.
///
/// # Errors
/// One refusal for each thing that is missing or does not fit.
pub fn import(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewImport) -> Result<Import> {
    let (catalogue, today) = (current(cx)?, cx.today());
    let mut wrong = Vec::new();
    for (field, text, words) in [
        ("source", &new.source, "Enter who made the assessment"),
        ("instrument", &new.instrument, "Enter what the assessment is called"),
        ("document", &new.document, "Enter the assessment itself"),
    ] {
        if text.trim().is_empty() {
            wrong.push(Refusal::new(field, "missing", words));
        }
    }
    if new.document.chars().count() > LONGEST_DOCUMENT {
        let words = format!("The assessment must be {LONGEST_DOCUMENT} characters or fewer");
        wrong.push(Refusal::new("document", "too_long", words));
    }
    if new.completed_on > today {
        wrong.push(Refusal::new("completed_on", "future", "The day it was completed must be today or in the past"));
    }
    for (code, value, words) in &new.answers {
        let checked = match catalogue.question(code, today) {
            None => Err(Refusal::new("answers", "unknown_question", format!("There is no question {code}"))),
            Some(q) => check_answer(&catalogue, q, "answers", value.as_deref(), words.as_deref(), today),
        };
        wrong.extend(checked.err());
    }
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let answers = new
        .answers
        .iter()
        .map(|(code, value, words)| (code.clone(), serde_json::json!({ "value": value, "words": words })));
    let row = Import {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        source: new.source.trim().to_owned(),
        instrument: new.instrument.trim().to_owned(),
        completed_on: new.completed_on,
        assessor: new.assessor.clone(),
        document: new.document.clone(),
        answers: serde_json::Value::Object(answers.collect()),
        received_at: cx.now(),
        received_by: cx.actor().name().to_owned(),
    };
    cx.describe(format!("Took in {} by {}", row.instrument, row.source), None);
    cx.insert(&row)?;
    carry_into_open(cx, open, &row)?;
    Ok(row)
}

fn carry_into_open(cx: &mut Cx<'_>, open: &OpenPerson, import: &Import) -> Result<()> {
    let Some(assessment) = open_assessment(cx, &open.keys)? else { return Ok(()) };
    if must_take_answers(&assessment).is_err() {
        return Ok(());
    }
    let known = sheet(cx, &assessment)?;
    let from = format!("{} by {} of {}", import.instrument, import.source, import.completed_on.strftime("%-d %B %Y"));
    let missing = answers_of(import).into_iter().filter(|a| known.row(&a.question).is_none());
    let rows: Vec<Answer> = missing
        .map(|a| Answer {
            person_id: assessment.person_id,
            assessment_id: assessment.id,
            carried_from: Some(from.clone()),
            ..a
        })
        .collect();
    cx.insert_all(&rows)
}

/// What was taken from an import, as carried answers.
pub(super) fn answers_of(import: &Import) -> Vec<Answer> {
    let text = |cell: &serde_json::Value, name: &str| cell.get(name).and_then(|v| v.as_str()).map(str::to_owned);
    let cells = import.answers.as_object().into_iter().flatten();
    cells
        .map(|(question, cell)| Answer {
            person_id: import.person_id,
            assessment_id: kernel::AssessmentId(import.id.0),
            question: question.clone(),
            value: text(cell, "value"),
            words: text(cell, "words"),
            standing: Standing::Carried,
            carried_from: None,
            author: import.assessor.clone().unwrap_or_else(|| import.source.clone()),
            answered_at: import.received_at,
            version: 1,
        })
        .collect()
}

/// A document of this person that came from elsewhere.
///
/// # Errors
/// [`Failure::NotFound`] when it is not this person's.
pub(crate) fn one_import(cx: &mut Cx<'_>, open: &OpenPerson, id: kernel::EntryId) -> Result<Import> {
    crate::assessments::read::imports(cx, &open.keys)?.into_iter().find(|i| i.id == id).ok_or(Failure::NotFound)
}

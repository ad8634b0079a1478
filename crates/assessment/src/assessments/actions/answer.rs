//! Answering questions. Each answer has a version of its own: two people in different sections never meet, and two who
//! answer the same question differently are both told.

use super::must_take_answers;
use crate::assessments::read::sheet;
use crate::assessments::rules::check_answer;
use crate::assessments::{Answer, Assessment, Standing};
use crate::questions::current;
use crate::scores::{Past, SANCTIONS};
use kernel::{Refusal, Refusals};
use store::{Cx, Failure, Result};

/// What somebody answered. `version` is that of the answer they saw, nought where there was none.
#[derive(Clone, Debug)]
pub(crate) struct Given {
    pub(crate) question: String,
    pub(crate) value: Option<String>,
    pub(crate) words: Option<String>,
    pub(crate) version: i64,
    /// The field of the form, for refusals.
    pub(crate) field: String,
}

/// Keeps answers, and confirms carried ones whose text is not changed. An answer that is as it stands already is left
/// alone. Gives how many were written.
///
/// # Errors
/// `locked`; `unknown_question`; what an answer may not be; [`Failure::Stale`] when somebody else answered differently
/// meanwhile, and then nothing is kept.
pub(crate) fn answer(cx: &mut Cx<'_>, assessment: &Assessment, given: &[Given], confirm: &[String]) -> Result<usize> {
    must_take_answers(assessment)?;
    let (catalogue, known) = (current(cx)?, sheet(cx, assessment)?);
    let (day, today) = (assessment.asked_on(), cx.today());
    let mut wrong = Vec::new();
    for one in given {
        let checked = match catalogue.question(&one.question, day) {
            None => Err(Refusal::new(&one.field, "unknown_question", format!("Nothing asks {}", one.question))),
            Some(q) => check_answer(&catalogue, q, &one.field, one.value.as_deref(), one.words.as_deref(), today),
        };
        wrong.extend(checked.err());
    }
    wrong.extend(uncorrected(cx, assessment, given)?);
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let mut sections: Vec<String> = Vec::new();
    let (mut fresh, mut changed) = (Vec::new(), Vec::new());
    for one in given {
        let row = known.row(&one.question);
        let same = row.is_some_and(|r| r.value == one.value && r.words == one.words);
        let nothing = row.is_none() && one.value.is_none() && one.words.is_none();
        if same || nothing {
            continue;
        }
        if one.version != row.map_or(0, |r| r.version) {
            let words = catalogue.question(&one.question, day).map_or(&one.question, |q| &q.words);
            return Err(Failure::Stale(format!("Somebody else answered “{words}” meanwhile")));
        }
        let next = answered(cx, assessment, one, row);
        sections.extend(catalogue.question(&one.question, day).map(|q| q.section.clone()));
        if row.is_some() { changed.push(next) } else { fresh.push(next) }
    }
    let confirmed = confirm.iter().filter(|code| known.is_carried(code));
    let confirmed = confirmed.filter(|code| changed.iter().all(|c: &Answer| c.question != **code));
    let confirmed: Vec<Answer> = confirmed.filter_map(|code| known.row(code)).map(|r| confirmation(cx, r)).collect();
    let written = fresh.len() + changed.len() + confirmed.len();
    if written == 0 {
        return Ok(0);
    }
    sections.sort_unstable();
    sections.dedup();
    let named: Vec<&str> =
        sections.iter().filter_map(|code| catalogue.section(code)).map(|s| s.words.as_str()).collect();
    let about = if named.is_empty() { "carried answers".to_owned() } else { named.join(", ") };
    cx.describe(format!("Answered {about} in {}", assessment.name()), None);
    cx.insert_all(&fresh)?;
    for mut row in changed.into_iter().chain(confirmed) {
        cx.update(&mut row)?;
    }
    Ok(written)
}

/// A number of sanctions that is not the record's needs a reason; without one it is a slip.
fn uncorrected(cx: &mut Cx<'_>, assessment: &Assessment, given: &[Given]) -> Result<Option<Refusal>> {
    let unexplained = |one: &&Given| one.question == SANCTIONS && one.value.is_some() && one.words.is_none();
    let Some(one) = given.iter().find(unexplained) else { return Ok(None) };
    let keys = people::keys_of(cx, assessment.person_id)?;
    let known = Past::of(&sentences::events(cx, &keys)?).sanctions();
    let differs = known.filter(|known| one.value.as_deref() != Some(&known.to_string()));
    Ok(differs.map(|known| {
        let words = format!("The record holds {known} sanctions: say why it is another number, or leave it empty");
        Refusal::new(&one.field, "differs_from_record", words)
    }))
}

fn answered(cx: &Cx<'_>, assessment: &Assessment, one: &Given, row: Option<&Answer>) -> Answer {
    Answer {
        person_id: assessment.person_id,
        assessment_id: assessment.id,
        question: one.question.clone(),
        value: one.value.clone(),
        words: one.words.clone(),
        standing: Standing::Given,
        carried_from: None,
        author: cx.actor().name().to_owned(),
        answered_at: cx.now(),
        version: row.map_or(1, |r| r.version),
    }
}

fn confirmation(cx: &Cx<'_>, row: &Answer) -> Answer {
    Answer { standing: Standing::Confirmed, author: cx.actor().name().to_owned(), answered_at: cx.now(), ..row.clone() }
}

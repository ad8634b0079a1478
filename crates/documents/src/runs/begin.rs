//! Asking for many letters: which, to whom, what is said to all. Nothing is written yet when this is done; the job begins
//! with the commit.

use super::job::LETTERS_JOB;
use super::store::{LetterRun, RunPerson, RunState};
use crate::templates::{Language, check_given, in_force};
use kernel::{Actor, ChainId, LetterRunId, PersonId, Refusals};
use serde_json::{Map, Value, json};
use std::collections::BTreeSet;
use store::{Cx, Failure, Result};

/// Letters asked for together.
#[derive(Clone, Debug)]
pub struct NewRun {
    /// The code of a template.
    pub template: String,
    pub people: Vec<PersonId>,
    /// None writes to each in their own language.
    pub language: Option<Language>,
    /// What the writer says to everybody.
    pub given: Value,
}

/// The most letters of one run.
pub(super) const MOST: usize = 2_000;

/// Asks for letters, which a job then writes. Gives the run's id.
///
/// # Errors
/// A refusal when there is no such template, nobody to write to, or what is said does not fit the template.
pub fn begin_run(cx: &mut Cx<'_>, new: &NewRun) -> Result<LetterRunId> {
    let id: LetterRunId = cx.new_id();
    cx.lock(ChainId(id.0))?;
    let people: BTreeSet<PersonId> = new.people.iter().copied().collect();
    if people.is_empty() {
        return Err(Failure::refused("people", "nobody", "Say to whom the letters go"));
    }
    if people.len() > MOST {
        return Err(Failure::refused("people", "too_many", format!("Write to {MOST} people or fewer at once")));
    }
    let today = cx.today();
    let template = in_force(cx, &new.template, new.language.unwrap_or(Language::English), None, today)?;
    let given: Map<String, Value> = new.given.as_object().cloned().unwrap_or_default();
    let wrong = check_given(&template.declares()?, &given);
    if !wrong.is_empty() {
        return Err(Refusals(wrong).into());
    }
    let total = i64::try_from(people.len()).unwrap_or(i64::MAX);
    cx.describe(format!("Asked for {total} letters: {}", template.name), None);
    let row = row(cx, id, new, &template.name, total);
    cx.insert(&row)?;
    let waiting = |person_id| RunPerson {
        run_id: id,
        person_id,
        state: RunState::Waiting,
        document_id: None,
        why: None,
        done_at: None,
    };
    cx.insert_all(&people.into_iter().map(waiting).collect::<Vec<_>>())?;
    let now = cx.now();
    cx.enqueue(LETTERS_JOB, json!({ "run": id }), now)?;
    Ok(id)
}

fn row(cx: &Cx<'_>, id: LetterRunId, new: &NewRun, name: &str, total: i64) -> LetterRun {
    let (asker_id, asker_staff_id) = match cx.actor() {
        Actor::User { id, staff, .. } => (Some(id.0), *staff),
        Actor::Client { id, .. } => (Some(id.0), None),
        Actor::System { .. } | Actor::Nobody => (None, None),
    };
    LetterRun {
        id,
        template: new.template.clone(),
        name: name.to_owned(),
        language: new.language,
        given: new.given.clone(),
        asked_at: cx.now(),
        asked_by: cx.actor().name().to_owned(),
        asker_kind: cx.actor().kind().to_owned(),
        asker_id,
        asker_staff_id,
        total,
    }
}

//! Writes the letters of a run in slices, each in a transaction of its own, with the rights of whoever asked, and sets each
//! on paper. What became of a letter is written with it, so a crash in between neither loses nor repeats one.

use super::store::{LetterRun, RunPerson, RunState};
use crate::letters::{Letter, pdf, write_for};
use kernel::{Actor, ClientId, DocumentId, LetterRunId, Permission, PersonId, PersonKeys, UserId};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{Asker, Cx, DatabaseErrorKind, Failure, House, JobRunner, Result, params};

/// The kind of job.
pub const LETTERS_JOB: &str = "documents.letters";
/// Letters a slice: a slice ends well within the lease of a job.
const SLICE: i64 = 10;

pub(crate) const JOBS: &[(&str, JobRunner)] = &[(LETTERS_JOB, run_letters_job)];

/// Runs [`LETTERS_JOB`]: writes one slice and puts the next into the queue.
///
/// # Errors
/// When the body names no run or the database fails: the job is then tried again.
pub fn run_letters_job(house: &House, body: &Value) -> Result<()> {
    let id = body.get("run").and_then(Value::as_str).and_then(|text| text.parse().ok());
    let id: LetterRunId = id.ok_or_else(|| Failure::broken("the job names no run of letters"))?;
    if write_slice(house, id, SLICE)? {
        house.write(&Asker::system("letters"), |cx| {
            let now = cx.now();
            cx.enqueue(LETTERS_JOB, json!({ "run": id }), now)
        })?;
    }
    Ok(())
}

/// Writes the next letters. Gives true while there may be more.
///
/// # Errors
/// When the database fails. Somebody who cannot be written to is noted with the reason and does not hold up the others.
pub fn write_slice(house: &House, id: LetterRunId, most: i64) -> Result<bool> {
    let system = Asker::system("letters");
    let (asked, next) = house.read(&system, |cx| {
        let asked = cx.need::<LetterRun>(params![id])?;
        let rest = "WHERE run_id = $1 AND state = $2 ORDER BY person_id LIMIT $3";
        Ok((asked, cx.list::<RunPerson>(rest, params![id, RunState::Waiting, most])?))
    })?;
    let asker = asker_of(&asked);
    for one in &next {
        let person = one.person_id;
        match house.write(&asker, |cx| write_one(cx, &asked, person)) {
            // A letter that cannot be set now is written all the same: whoever opens it sets it.
            Ok(Some((keys, document))) => {
                if let Err(failure) = pdf(house, &asker, &keys, document) {
                    let why = left_words(failure)?;
                    let row = RunPerson { why: Some(why), ..written(&asked, person, document) };
                    house.write(&system, |cx| cx.save(&RunPerson { done_at: Some(cx.now()), ..row.clone() }))?;
                }
            }
            Ok(None) => {}
            Err(failure) => {
                let why = left_words(failure)?;
                house.write(&system, |cx| {
                    let (why, done_at) = (Some(why.clone()), Some(cx.now()));
                    let (state, document_id) = (RunState::Left, None);
                    cx.save(&RunPerson { run_id: id, person_id: person, state, document_id, why, done_at })
                })?;
            }
        }
    }
    Ok(i64::try_from(next.len()).unwrap_or(i64::MAX) >= most)
}

fn written(asked: &LetterRun, person_id: PersonId, document: DocumentId) -> RunPerson {
    let (state, document_id) = (RunState::Written, Some(document));
    RunPerson { run_id: asked.id, person_id, state, document_id, why: None, done_at: None }
}

/// Whoever asked, as they were then; a record closed to them by now stays closed.
fn asker_of(asked: &LetterRun) -> Asker {
    let name = asked.asked_by.clone();
    let actor = match (asked.asker_kind.as_str(), asked.asker_id) {
        ("user", Some(id)) => Actor::User { id: UserId(id), staff: asked.asker_staff_id, name },
        ("client", Some(id)) => Actor::Client { id: ClientId(id), name },
        _ => return Asker::system("letters"),
    };
    let may = [Permission::ReadPeople, Permission::RecordContacts];
    Asker { actor, permissions: Arc::new(may.into_iter().collect()) }
}

/// Why there is no letter, for whoever asked; trouble of the database is no reason but is tried again.
fn left_words(failure: Failure) -> Result<String> {
    Ok(match failure {
        Failure::Refused(no) => no.0.into_iter().map(|r| r.words).collect::<Vec<_>>().join(". "),
        Failure::Restricted { .. } => "The record is closed to whoever asked".to_owned(),
        Failure::NotFound => "There is no such person any more".to_owned(),
        Failure::Stale(_) => "Somebody changed the record at the same moment: write this letter by itself".to_owned(),
        Failure::Database(e) if e.kind != DatabaseErrorKind::Other => return Err(Failure::Database(e)),
        _ => "Something went wrong here. Write this letter on the person's own page, which says more".to_owned(),
    })
}

fn write_one(cx: &mut Cx<'_>, asked: &LetterRun, person: PersonId) -> Result<Option<(PersonKeys, DocumentId)>> {
    let open = people::open_by_id(cx, person)?;
    // Under the person's lock: a job that was taken over sees what the other one did.
    let row = cx.get::<RunPerson>(params![asked.id, person])?;
    if row.is_none_or(|r| r.state != RunState::Waiting) {
        return Ok(None);
    }
    let letter =
        Letter { template: &asked.template, person, about: None, language: asked.language, facts: asked.given.clone() };
    let document = write_for(cx, &open, &letter, Some(asked.id))?;
    let done_at = Some(cx.now());
    cx.save(&RunPerson { done_at, ..written(asked, person, document) })?;
    Ok(Some((open.keys, document)))
}

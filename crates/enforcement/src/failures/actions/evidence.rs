//! A reason or evidence: writing it down, with what they showed, and taking a file of it off.

use super::super::book::Book;
use super::super::keeping::keep;
use super::super::records::{FailureState, FailureStep, StepOf};
use super::{open_only, said, seen};
use kernel::{Date, FailureId, FileId, PersonKeys};
use store::{Cx, Failure as No, Result};

/// What the person gave.
#[derive(Clone, Debug)]
pub struct NewEvidence {
    pub given_by: String,
    pub words: String,
    pub on: Date,
    pub version: Option<i64>,
    /// What they showed: its name and its bytes.
    pub file: Option<EvidenceFile>,
}

/// A file that was given as evidence.
#[derive(Clone, Debug)]
pub struct EvidenceFile {
    pub name: String,
    pub bytes: Vec<u8>,
}

/// Writes down a reason or evidence that was given.
///
/// # Errors
/// Refuses it without words, of a day to come, or for a failure that is decided; [`No::Stale`].
pub fn give_evidence(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId, new: &NewEvidence) -> Result<()> {
    let words = said("words", &new.words, "what was given as a reason or evidence")?;
    let given_by = said("given_by", &new.given_by, "who gave it")?;
    if new.on > cx.today() {
        return Err(No::refused("given_on", "in_future", "The day it was given must be today or in the past"));
    }
    let book = Book::read(cx, keys)?;
    let mut failure = seen(&book, id, new.version)?;
    open_only(&failure)?;
    failure.state = FailureState::Given;
    let file = match &new.file {
        Some(file) => Some(files::keep(cx, failure.person_id, "file", &file.name, &file.bytes)?.id),
        None => None,
    };
    cx.describe("Wrote down evidence about a failure to comply", None);
    cx.update(&mut failure)?;
    let row = FailureStep {
        person_id: failure.person_id,
        id: cx.new_id(),
        failure_id: id,
        step: StepOf::Evidence,
        decision: None,
        on_day: new.on,
        words: Some(words),
        outcome: Some(failure.outcome.clone()),
        given_by: Some(given_by),
        file_id: file,
        rules: None,
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        staff_id: cx.actor().staff(),
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    keep(cx, keys)
}

/// The file of a failure's evidence. Who may see the person is asked before.
///
/// # Errors
/// [`No::NotFound`] when no evidence of the failure has this file.
pub(crate) fn evidence_file(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId, file: FileId) -> Result<files::Fetched> {
    let book = Book::read(cx, keys)?;
    if book.steps_of(id).any(|s| s.step == StepOf::Evidence && s.file_id == Some(file)) {
        return files::fetch(cx, keys, file);
    }
    Err(No::NotFound)
}

/// Takes a file of the evidence off, with the reason; what was said with it stays.
///
/// # Errors
/// Without a reason; [`No::NotFound`] when no evidence of the failure has this file.
pub fn remove_evidence_file(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: FailureId,
    file: FileId,
    reason: &str,
) -> Result<()> {
    let book = Book::read(cx, keys)?;
    if book.steps_of(id).any(|s| s.step == StepOf::Evidence && s.file_id == Some(file)) {
        return files::remove(cx, keys, file, reason);
    }
    Err(No::NotFound)
}

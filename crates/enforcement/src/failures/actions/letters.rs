//! What is written from a decision: the letter of a warning, and what an instruction takes over.

use super::super::book::Book;
use super::super::records::Failure;
use super::what_happened;
use crate::warnings;
use kernel::{Date, DocumentId, FailureId, PersonKeys};
use store::{Cx, Failure as No, Result};

/// Writes the letter of a warning that has none yet.
///
/// # Errors
/// What the record lacks for it; [`No::NotFound`] for a warning that has its letter or counts no more.
pub fn write_warning_letter(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId) -> Result<DocumentId> {
    let book = Book::read(cx, keys)?;
    let failure = book.failure(id).cloned().ok_or(No::NotFound)?;
    let waiting = book.warnings.iter().find(|w| w.failure_id == id && w.counts() && w.document_id.is_none());
    let mut warning = waiting.cloned().ok_or(No::NotFound)?;
    let why = book.decision_step(&failure).and_then(|s| s.words.clone()).unwrap_or_default();
    let what = what_happened(cx, &failure)?;
    cx.describe("Wrote the letter of a warning", None);
    let document = warnings::write_letter(cx, &book, &failure, &warning, &what, &why)?;
    warning.document_id = Some(document);
    cx.update(&mut warning)?;
    Ok(document)
}

/// A failure as an instruction takes it over.
pub(crate) struct Judged {
    pub(crate) failed_on: Date,
    /// What was said when it was decided as it now is.
    pub(crate) reason: Option<String>,
}

/// The failure with what was said of it, so that nobody types it again.
pub(crate) fn judgement(cx: &mut Cx<'_>, keys: &PersonKeys, id: FailureId) -> Result<Option<Judged>> {
    let book = Book::read(cx, keys)?;
    let judged =
        |f: &Failure| Judged { failed_on: f.failed_on, reason: book.decision_step(f).and_then(|s| s.words.clone()) };
    Ok(book.failure(id).map(judged))
}

//! The letter of a warning: what it is filled with, and writing it through the door of documents.
//!
//! Always true: a warning stands whether or not its letter can be written yet; one without a letter is shown until it has
//! one, with what is missing.

use super::Warning;
use crate::failures::{Book, Failure, StepOf};
use documents::Letter;
use kernel::DocumentId;
use serde_json::{Value, json};
use store::{Cx, Result};

const TEMPLATE: &str = "warning_letter";

/// What the letter says besides the facts of the record.
fn facts(book: &Book, failure: &Failure, warning: &Warning, what: &str, why: &str) -> Value {
    let given: Vec<&str> =
        book.steps_of(failure.id).filter(|s| s.step == StepOf::Evidence).filter_map(|s| s.words.as_deref()).collect();
    let mut facts = json!({
        "failures": [{ "day": failure.failed_on.to_string(), "what": what }],
        "why": why,
    });
    if let Some(until) = warning.told_until {
        facts["window_ends_on"] = until.to_string().into();
    }
    if !given.is_empty() {
        facts["explanation"] = given.join("\n").into();
    }
    facts
}

/// Writes the letter.
///
/// # Errors
/// What the record lacks for it, such as an address.
pub(crate) fn write_letter(
    cx: &mut Cx<'_>,
    book: &Book,
    failure: &Failure,
    warning: &Warning,
    what: &str,
    why: &str,
) -> Result<DocumentId> {
    let letter = Letter {
        template: TEMPLATE,
        person: failure.person_id,
        about: Some(("failure", failure.id.0)),
        language: None,
        facts: facts(book, failure, warning, what, why),
    };
    documents::write(cx, &letter)
}

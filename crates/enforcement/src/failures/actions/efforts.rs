//! What was tried to keep somebody complying, beyond what the log shows by itself.

use super::super::book::Book;
use super::super::records::{Effort, EffortKind};
use super::said;
use kernel::{Date, EntryId, FailureId, PersonKeys};
use store::{Cx, Failure as No, Result};

/// Something that was tried.
#[derive(Clone, Debug)]
pub struct NewEffort {
    pub kind: EffortKind,
    pub on: Date,
    pub words: String,
    pub failure: Option<FailureId>,
}

/// Writes down something that was tried to keep the person complying.
///
/// # Errors
/// Refuses it without words or of a day to come; [`No::NotFound`] for a failure of somebody else.
pub fn record_effort(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewEffort) -> Result<EntryId> {
    let words = said("words", &new.words, "what was tried")?;
    if new.on > cx.today() {
        return Err(No::refused("tried_on", "in_future", "The day must be today or in the past"));
    }
    if let Some(failure) = new.failure {
        Book::read(cx, keys)?.failure(failure).ok_or(No::NotFound)?;
    }
    let effort = Effort {
        person_id: keys.survivor,
        id: cx.new_id(),
        failure_id: new.failure,
        kind: new.kind,
        on_day: new.on,
        words,
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
        withdrawn: None,
        version: 1,
    };
    cx.describe(format!("Wrote down what was tried: {}", effort.kind.words()), None);
    cx.insert(&effort)?;
    Ok(effort.id)
}

/// Says that something was not tried after all; it stays readable.
///
/// # Errors
/// Without a reason.
pub fn withdraw_effort(cx: &mut Cx<'_>, keys: &PersonKeys, id: EntryId, reason: &str) -> Result<()> {
    let reason = said("reason", reason, "why it is withdrawn")?;
    let book = Book::read(cx, keys)?;
    let mut effort = book.efforts.into_iter().find(|e| e.id == id).ok_or(No::NotFound)?;
    effort.withdrawn = Some(reason.clone());
    cx.describe("Withdrew what was said to be tried", Some(&reason));
    cx.update(&mut effort)
}

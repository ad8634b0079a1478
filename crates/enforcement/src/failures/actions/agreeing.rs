//! A manager agrees to a decision that was put to them, or does not. Nobody agrees to their own.

use super::super::book::Book;
use super::super::keeping::keep;
use super::super::opening::step;
use super::super::records::{Failure, FailureState, StepOf};
use super::deciding::{Applied, Deciding, apply};
use super::{before, said, seen};
use kernel::{FailureId, Refusal};
use people::OpenPerson;
use store::{Cx, Result};

/// A manager's word.
#[derive(Clone, Copy, Debug)]
pub struct Agreeing<'a> {
    pub id: FailureId,
    pub version: Option<i64>,
    pub agreed: bool,
    pub reason: &'a str,
}

/// A manager agrees to a decision that was put to them, or does not.
///
/// # Errors
/// `not_waiting`; `own_work`; `no_reason` when they do not agree; [`No::Stale`].
pub fn agree(cx: &mut Cx<'_>, open: &OpenPerson, agreeing: Agreeing<'_>) -> Result<Failure> {
    let book = Book::read(cx, &open.keys)?;
    let mut failure = seen(&book, agreeing.id, agreeing.version)?;
    let asked = book.steps_of(failure.id).rev().find(|s| s.step == StepOf::Asked).cloned();
    let (FailureState::Asked, Some(asked), Some(decision)) = (failure.state, asked, failure.decision) else {
        return Err(Refusal::of_request("not_waiting", "Nothing waits for a manager here any more").into());
    };
    if asked.author_id.is_some() && asked.author_id == cx.actor().id() {
        return Err(Refusal::of_request("own_work", "This is your own decision: another manager agrees to it").into());
    }
    let reason = agreeing.reason.trim();
    if !agreeing.agreed {
        let reason = said("reason", reason, "why you do not agree")?;
        (failure.decision, failure.agreed) = (None, false);
        failure.state = before(&book, failure.id);
        cx.describe(format!("Did not agree: {}", decision.words()), Some(&reason));
        cx.update(&mut failure)?;
        step(cx, &failure, StepOf::NotAgreed, Some(reason))?;
        keep(cx, &open.keys)?;
        return Ok(failure);
    }
    let deciding = Deciding { decision, reason: asked.words.clone().unwrap_or_default(), outcome: None, version: None };
    let situation = book.situation(&failure, cx.today());
    cx.describe(format!("Agreed: {}", decision.words()), Some(reason));
    let by = Applied { deciding: &deciding, by: StepOf::Agreed, said: reason, situation: &situation };
    apply(cx, open, &book, failure, &by)
}

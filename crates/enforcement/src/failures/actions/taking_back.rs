//! Taking a decision back: what it gave is withdrawn, and what was decided stays readable.

use super::super::book::Book;
use super::super::keeping::{keep, republish};
use super::super::opening::step;
use super::super::records::{Decision, FailureState, StepOf};
use super::{before, said, seen, tell};
use kernel::{FailureId, Refusal};
use people::OpenPerson;
use store::{Cx, Result};

/// Takes a decision back, or one that waits for a manager: a warning given by it is withdrawn, an accepted excuse is one no
/// more. The letter, and what was decided, stay.
///
/// # Errors
/// Without a reason, or when nothing was decided; [`No::Stale`].
pub fn take_back(cx: &mut Cx<'_>, open: &OpenPerson, id: FailureId, reason: &str, version: Option<i64>) -> Result<()> {
    let reason = said("reason", reason, "why the decision is taken back")?;
    let keys = &open.keys;
    let book = Book::read(cx, keys)?;
    let mut failure = seen(&book, id, version)?;
    let Some(decision) =
        failure.decision.filter(|_| !matches!(failure.state, FailureState::Awaited | FailureState::Given))
    else {
        return Err(Refusal::of_request("not_decided", "There is no decision to take back").into());
    };
    cx.describe(format!("Took back a decision: {}", decision.words()), Some(&reason));
    if failure.decided() == Some(Decision::Accept) {
        // The outcome goes back to what it was, and the failure with it.
        step(cx, &failure, StepOf::TakenBack, Some(reason.clone()))?;
        contacts::correct_outcome(cx, keys, failure.contact_id, Some(&failure.outcome), &reason, None)?;
        return tell(cx, &failure, "");
    }
    let was_asked = failure.state == FailureState::Asked;
    failure.state = before(&book, id);
    (failure.decision, failure.decided_on, failure.agreed) = (None, None, false);
    cx.update(&mut failure)?;
    step(cx, &failure, StepOf::TakenBack, Some(reason.clone()))?;
    for known in book.warnings.iter().filter(|w| w.failure_id == id && w.withdrawn_on.is_none()) {
        let mut warning = known.clone();
        warning.withdrawn_on = Some(cx.today());
        warning.withdrawn_reason = Some(reason.clone());
        cx.update(&mut warning)?;
    }
    republish(cx, keys, id)?;
    if !was_asked {
        tell(cx, &failure, "")?;
    }
    keep(cx, keys)
}

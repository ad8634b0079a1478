//! What people do about a failure: say which order it is about, write down evidence, decide, have a manager agree, take a
//! decision back, and write down what was tried. Each is one transaction on one person.
//!
//! Always true: what the law does not allow is refused with its reason; where it requires something else, a decision needs
//! a reason and, where policy says so, a manager; nobody agrees to their own.

mod agreeing;
mod deciding;
mod efforts;
mod evidence;
mod letters;
mod order;
mod taking_back;

pub use agreeing::{Agreeing, agree};
pub(crate) use deciding::acceptable;
pub use deciding::{Deciding, check, decide};
pub use efforts::{NewEffort, record_effort, withdraw_effort};
pub(crate) use evidence::evidence_file;
pub use evidence::{EvidenceFile, NewEvidence, give_evidence, remove_evidence_file};
pub use letters::write_warning_letter;
pub(crate) use letters::{Judged, judgement};
pub use order::choose_order;
pub use taking_back::take_back;

use super::book::Book;
use super::records::{Failure, FailureState, StepOf};
use domain_events::DomainEvent;
use kernel::{FailureId, Refusal};
use store::{Cx, Failure as No, Result};

/// Characters of a reason or of evidence.
pub const LONGEST: usize = 4_000;

/// What the log calls an entry of enforcement.
const LOG: &str = "ARWS";

fn said(field: &'static str, text: &str, what: &str) -> Result<String> {
    let text = text.trim();
    if text.is_empty() {
        return Err(No::refused(field, "missing", format!("Enter {what}")));
    }
    if text.chars().count() > LONGEST {
        return Err(No::refused(field, "too_long", format!("Shorten this to {LONGEST} characters")));
    }
    Ok(text.to_owned())
}

/// The failure, as it was seen, unless it counts no more.
fn seen(book: &Book, id: FailureId, version: Option<i64>) -> Result<Failure> {
    let failure = book.failure(id).cloned().ok_or(No::NotFound)?;
    if version.is_some_and(|version| version != failure.version) {
        return Err(No::Stale("Somebody else changed this failure while you were working on it".into()));
    }
    if let Some(why) = &failure.superseded {
        let words = format!("This is no failure any more. {why}");
        return Err(Refusal::of_request("superseded", words).into());
    }
    Ok(failure)
}

fn open_only(failure: &Failure) -> Result<()> {
    match failure.state {
        FailureState::Awaited | FailureState::Given => Ok(()),
        FailureState::Asked => {
            Err(Refusal::of_request("waits", "A decision waits for a manager. Take it back first").into())
        }
        FailureState::Decided => {
            Err(Refusal::of_request("decided", "This failure is decided. Take the decision back first").into())
        }
    }
}

/// Where a failure stands without a decision.
fn before(book: &Book, id: FailureId) -> FailureState {
    let given = book.steps_of(id).any(|s| s.step == StepOf::Evidence);
    if given { FailureState::Given } else { FailureState::Awaited }
}

/// What happened, in a few words: the kind of contact and its outcome.
pub(crate) fn what_happened(cx: &mut Cx<'_>, failure: &Failure) -> Result<String> {
    let catalogue = contacts::current(cx)?;
    let kind = catalogue.contact_type(&failure.contact_type).map_or("Contact", |t| t.name.en.as_str());
    let outcome = catalogue.outcome(&failure.outcome).map_or("failed to comply", |o| o.name.en.as_str());
    Ok(format!("{kind}: {}", outcome.to_lowercase()))
}

fn tell(cx: &mut Cx<'_>, failure: &Failure, decision: &str) -> Result<()> {
    cx.tell(&DomainEvent::FailureDecided {
        person: failure.person_id,
        failure: failure.id,
        order: failure.order_id,
        on: cx.today(),
        decision: decision.to_owned(),
    })
}

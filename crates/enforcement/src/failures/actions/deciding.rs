//! Deciding a failure: what the law allows, what follows, and carrying it out, whether at once or after a manager agreed.

use super::super::book::Book;
use super::super::keeping::{keep, republish};
use super::super::opening::{step, step_by_rules};
use super::super::records::{Decision, Failure, FailureState, StepOf};
use super::{LOG, open_only, said, seen, tell, what_happened};
use crate::warnings;
use contacts::{Entry, Outcome};
use domain_events::DomainEvent;
use kernel::{Date, FailureId, PersonKeys};
use law::enforcement::Situation;
use people::OpenPerson;
use store::{Cx, Failure as No, Result};

/// A decision as somebody makes it.
#[derive(Clone, Debug)]
pub struct Deciding {
    pub decision: Decision,
    /// The judgement: the excuse, or why there is none.
    pub reason: String,
    /// For an accepted excuse: the outcome that the contact gets.
    pub outcome: Option<String>,
    /// The version that was seen; nothing when it does not matter.
    pub version: Option<i64>,
}

/// The outcomes that an accepted excuse can leave on a contact.
pub(crate) fn acceptable<'c>(
    catalogue: &'c contacts::Catalogue,
    failure: &Failure,
) -> impl Iterator<Item = &'c Outcome> {
    let kind = catalogue.contact_type(&failure.contact_type);
    let attended = failure.attended;
    catalogue.outcomes.iter().filter(move |o| {
        let offered = o.selectable && !o.by_action() && kind.is_some_and(|kind| o.fits(kind));
        offered && o.complied == Some(true) && o.attended == attended && !o.enforceable
    })
}

/// Checks a decision as [`decide`] does and changes nothing: what would follow.
///
/// # Errors
/// As [`decide`].
pub fn check(book: &Book, failure: &Failure, deciding: &Deciding, today: Date) -> Result<Situation> {
    open_only(failure)?;
    said("reason", &deciding.reason, what_reason(deciding.decision))?;
    let situation = book.situation(failure, today);
    let step = deciding.decision.step();
    let needs_order = !matches!(deciding.decision, Decision::Accept | Decision::NoAction);
    if needs_order && failure.order_id.is_none() {
        return Err(No::refused("order", "order_missing", "Choose the order that this failure is about"));
    }
    if situation.is_forbidden(step) {
        let why = situation.forbids.iter().chain(&situation.unknown).find(|p| p.step == step);
        let words = why.map_or_else(String::new, |p| p.words.clone());
        return Err(No::refused("decision", "not_allowed", words));
    }
    Ok(situation)
}

fn what_reason(decision: Decision) -> &'static str {
    match decision {
        Decision::Accept => "what the excuse is and why it is reasonable",
        Decision::Warn | Decision::Refer | Decision::Breach => "why there is no reasonable excuse",
        Decision::NoAction => "why no action is taken",
    }
}

/// Decides a failure. Where policy wants a manager's word, the decision is put to them and is in force once they agree.
/// Gives the failure as it then stands.
///
/// # Errors
/// Refuses what the law does not allow, a decision without a reason, and one on a failure that is decided; [`No::Stale`].
pub fn decide(cx: &mut Cx<'_>, open: &OpenPerson, id: FailureId, deciding: &Deciding) -> Result<Failure> {
    let keys = &open.keys;
    let book = Book::read(cx, keys)?;
    let mut failure = seen(&book, id, deciding.version)?;
    let situation = check(&book, &failure, deciding, cx.today())?;
    let reason = deciding.reason.trim();
    if situation.agreement(deciding.decision.step()).is_some() {
        failure.state = FailureState::Asked;
        failure.decision = Some(deciding.decision);
        cx.describe(format!("Put to a manager: {}", deciding.decision.words()), Some(reason));
        cx.update(&mut failure)?;
        step(cx, &failure, StepOf::Asked, Some(reason.to_owned()))?;
        keep(cx, keys)?;
        return Ok(failure);
    }
    cx.describe(format!("Decided a failure to comply: {}", deciding.decision.words()), Some(reason));
    apply(cx, open, &book, failure, &Applied { deciding, by: StepOf::Decided, said: reason, situation: &situation })
}

/// How a decision comes into force.
pub(super) struct Applied<'a> {
    pub(super) deciding: &'a Deciding,
    pub(super) by: StepOf,
    /// What whoever puts it into force said.
    pub(super) said: &'a str,
    pub(super) situation: &'a Situation,
}

pub(super) fn apply(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    book: &Book,
    mut failure: Failure,
    how: &Applied<'_>,
) -> Result<Failure> {
    let (keys, today) = (&open.keys, cx.today());
    let Deciding { decision, reason, .. } = how.deciding;
    let decision = *decision;
    failure.state = FailureState::Decided;
    failure.decision = Some(decision);
    failure.decided_on = Some(today);
    // Where policy wants no manager, a departure that is recorded with its reason is one that holds.
    failure.agreed = how.by == StepOf::Agreed || how.situation.departures.contains(&decision.step());
    cx.update(&mut failure)?;
    step_by_rules(cx, &failure, how.by, Some(how.said.to_owned()), Some(rules(how.situation)))?;
    let mut warned = None;
    if decision == Decision::Warn {
        let what = what_happened(cx, &failure)?;
        let mut warning = warnings::give(cx, book, &failure, &what)?;
        // What the record lacks for a letter, such as an address, does not undo a warning: the page says what is missing.
        match warnings::write_letter(cx, book, &failure, &warning, &what, reason) {
            Ok(document) => {
                warning.document_id = Some(document);
                cx.update(&mut warning)?;
            }
            Err(No::Refused(_) | No::NotFound) => {}
            Err(other) => return Err(other),
        }
        warned = Some(warning);
    }
    let title = format!("Failure of {}: {}", kernel::words::day(failure.failed_on), decision.words().to_lowercase());
    let mut entry = Entry::new(failure.person_id, LOG, today, title).note(reason.trim());
    entry.event = failure.event_id;
    contacts::enter(cx, entry)?;
    republish(cx, keys, failure.id)?;
    tell(cx, &failure, decision.code())?;
    if let Some(warning) = warned {
        cx.tell(&DomainEvent::WarningGiven {
            person: warning.person_id,
            warning: warning.id,
            order: warning.order_id,
            on: today,
            until: warning.told_until,
        })?;
    }
    if decision == Decision::Accept {
        accept(cx, keys, &failure, how.deciding)?;
    }
    keep(cx, keys)?;
    Ok(failure)
}

/// The contact gets the outcome of an accepted absence, so that nothing is typed twice.
fn accept(cx: &mut Cx<'_>, keys: &PersonKeys, failure: &Failure, deciding: &Deciding) -> Result<()> {
    let catalogue = contacts::current(cx)?;
    let code = deciding.outcome.as_deref().unwrap_or_default();
    if !acceptable(&catalogue, failure).any(|o| o.code == code) {
        return Err(No::refused("outcome", "outcome_missing", "Choose what the accepted excuse was"));
    }
    contacts::correct_outcome(cx, keys, failure.contact_id, Some(code), deciding.reason.trim(), None).map(drop)
}

/// What the law said when it was decided, in one text.
fn rules(situation: &Situation) -> String {
    let lines = situation.requires.iter().map(|p| format!("Required: {} [{}: {}]", p.words, p.row, p.source));
    let allowed = situation.allows.iter().map(|p| format!("Allowed: {} [{}]", p.words, p.row));
    lines.chain(allowed).collect::<Vec<_>>().join("\n")
}

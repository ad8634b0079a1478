//! Recording what came of a contact, and correcting it. A correction stands beside what it corrects; the contact carries
//! the one that holds.

use super::{find_to_change, in_touch, keep_views, type_of, write_note};
use crate::catalogue::{self, ContactType, Outcome};
use crate::progress;
use crate::rules::{self, note};
use crate::tables::{Contact, Given};
use domain_events::DomainEvent;
use kernel::{ContactId, PersonKeys};
use store::{Cx, Failure, Result, params};

/// What came of a contact.
#[derive(Clone, Debug, Default)]
pub struct Answer {
    /// The code of the outcome.
    pub outcome: String,
    pub note: Option<String>,
    /// The version of the contact that the author saw; nothing when it does not matter.
    pub version: Option<i64>,
}

/// Records the outcome of a contact that has none yet.
///
/// # Errors
/// [`Failure::Refused`] by the rules, or when an outcome is already there; [`Failure::Stale`] when somebody changed the
/// contact since the author looked.
pub fn record_outcome(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId, answer: &Answer) -> Result<Contact> {
    let catalogue = catalogue::current(cx)?;
    let mut contact = seen(cx, keys, id, answer.version)?;
    let contact_type = type_of(&catalogue, &contact)?;
    if contact.outcome.is_some() {
        let words = "An outcome is recorded already. Correct it instead, with a reason";
        return Err(Failure::refused("outcome", "outcome_recorded", words));
    }
    let outcome = chosen(&catalogue, &answer.outcome)?;
    rules::outcome::may_record(contact_type, outcome, contact.happens_on, cx.today())?;
    cx.describe(format!("Recorded an outcome: {}", outcome.name.en), None);
    if let Some(text) = answer.note.as_deref().filter(|text| !text.trim().is_empty()) {
        write_note(cx, &mut contact, &note::readable(text)?)?;
    }
    give(cx, keys, &mut contact, contact_type, outcome, None)?;
    Ok(contact)
}

/// Corrects the outcome that stands to another, or takes it back when `to` is nothing.
///
/// # Errors
/// As [`record_outcome`].
pub fn correct_outcome(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ContactId,
    to: Option<&str>,
    reason: &str,
    version: Option<i64>,
) -> Result<Contact> {
    let catalogue = catalogue::current(cx)?;
    let mut contact = seen(cx, keys, id, version)?;
    let contact_type = type_of(&catalogue, &contact)?;
    let stands = contact.outcome.as_deref().and_then(|code| catalogue.outcome(code));
    let to = to.map(|code| chosen(&catalogue, code)).transpose()?;
    rules::outcome::may_correct(contact_type, stands, to, reason, contact.happens_on, cx.today())?;
    let words = to.map_or("Took back an outcome".to_owned(), |to| format!("Corrected an outcome to: {}", to.name.en));
    cx.describe(words, Some(reason.trim()));
    let corrects = cx
        .first::<Given>(
            "WHERE person_id = $1 AND contact_id = $2 ORDER BY recorded_at DESC, id DESC",
            params![contact.person_id, contact.id],
        )?
        .map(|given| given.id);
    let correction = Correction { corrects, reason: reason.trim().to_owned() };
    match to {
        Some(outcome) => give(cx, keys, &mut contact, contact_type, outcome, Some(correction))?,
        None => take_back(cx, keys, &mut contact, contact_type, correction)?,
    }
    Ok(contact)
}

/// What a correction says of itself.
pub(crate) struct Correction {
    corrects: Option<kernel::EntryId>,
    reason: String,
}

/// Writes an outcome onto a contact that the rules allowed, with everything that follows from it.
pub(super) fn give(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    contact: &mut Contact,
    contact_type: &ContactType,
    outcome: &Outcome,
    correction: Option<Correction>,
) -> Result<()> {
    let corrects = correction.is_some();
    let was_met = contact.met;
    set(contact, contact_type, outcome);
    settle(cx, keys, contact, contact_type, correction, was_met)?;
    tell_given(cx, contact, contact_type, outcome, corrects)
}

/// Puts an outcome onto a contact.
pub(crate) fn set(contact: &mut Contact, contact_type: &ContactType, outcome: &Outcome) {
    contact.outcome = Some(outcome.code.clone());
    contact.attended = outcome.attended;
    contact.complied = outcome.complied;
    contact.awaited = false;
    contact.met = in_touch(contact_type, contact.attended);
}

/// Keeps the outcome of a contact that was written with it, and tells what follows.
pub(super) fn give_with(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    contact: &Contact,
    contact_type: &ContactType,
    outcome: &Outcome,
) -> Result<()> {
    let given = given_of(cx, contact, None);
    cx.insert(&given)?;
    progress::settle(cx, keys, contact, contact_type)?;
    tell_given(cx, contact, contact_type, outcome, false)
}

fn tell_given(
    cx: &mut Cx<'_>,
    contact: &Contact,
    contact_type: &ContactType,
    outcome: &Outcome,
    corrects: bool,
) -> Result<()> {
    match given_fact(contact, contact_type, outcome, corrects) {
        Some(fact) => cx.tell(&fact),
        None => Ok(()),
    }
}

/// What other rooms hear of an outcome that was given.
pub(crate) fn given_fact(
    contact: &Contact,
    contact_type: &ContactType,
    outcome: &Outcome,
    corrects: bool,
) -> Option<DomainEvent> {
    if outcome.by_action() {
        return None;
    }
    // Somebody who was reached by telephone was not met: to other rooms that is a contact, not an appointment's outcome.
    if !contact.appointment && contact.met {
        return Some(super::record::recorded(contact));
    }
    Some(told(contact, contact_type, &outcome.code, corrects))
}

fn take_back(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    contact: &mut Contact,
    contact_type: &ContactType,
    correction: Correction,
) -> Result<()> {
    contact.outcome = None;
    contact.attended = None;
    contact.complied = None;
    contact.awaited = contact_type.outcome == crate::Need::Needed;
    let was_met = contact.met;
    contact.met = in_touch(contact_type, None);
    settle(cx, keys, contact, contact_type, Some(correction), was_met)?;
    cx.tell(&told(contact, contact_type, "", true))?;
    // It is open again, as when it was arranged.
    if contact.appointment { cx.tell(&super::arrange::arranged(contact, contact_type)) } else { Ok(()) }
}

fn settle(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    contact: &mut Contact,
    contact_type: &ContactType,
    correction: Option<Correction>,
    was_met: bool,
) -> Result<()> {
    contact.changed_at = cx.now();
    let given = given_of(cx, contact, correction);
    cx.insert(&given)?;
    cx.update(contact)?;
    keep_views(cx, keys, contact, contact_type, contact.met != was_met)?;
    progress::settle(cx, keys, contact, contact_type)
}

/// The outcome of a contact as it is kept beside it.
pub(crate) fn given_of(cx: &Cx<'_>, contact: &Contact, correction: Option<Correction>) -> Given {
    let (corrects_id, reason) = correction.map_or((None, None), |c| (c.corrects, Some(c.reason)));
    Given {
        person_id: contact.person_id,
        id: cx.new_id(),
        contact_id: contact.id,
        outcome: contact.outcome.clone(),
        attended: contact.attended,
        complied: contact.complied,
        corrects_id,
        reason,
        recorded_at: cx.now(),
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
    }
}

/// The fact that other rooms hear; an empty outcome says that it was taken back.
fn told(contact: &Contact, contact_type: &ContactType, outcome: &str, corrects: bool) -> DomainEvent {
    DomainEvent::OutcomeRecorded {
        person: contact.person_id,
        contact: contact.id,
        on: contact.happens_on,
        kind: contact.contact_type.clone(),
        outcome: outcome.to_owned(),
        attended: contact.attended,
        complied: contact.complied,
        staff: contact.staff_id,
        national_standard: contact.national_standard,
        group: contact_type.group_session || contact_type.induction,
        corrects,
    }
}

fn chosen<'a>(catalogue: &'a crate::Catalogue, code: &str) -> Result<&'a Outcome> {
    let words = if code.is_empty() { "Choose what came of it" } else { "Choose an outcome from the list" };
    catalogue.outcome(code).ok_or_else(|| Failure::refused("outcome", "outcome_unknown", words))
}

/// The contact, unless somebody changed it since the author looked.
pub(super) fn seen(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId, version: Option<i64>) -> Result<Contact> {
    let contact = find_to_change(cx, keys, id)?;
    if version.is_some_and(|version| version != contact.version) {
        return Err(Failure::Stale("Somebody else changed this contact while you were working on it".into()));
    }
    Ok(contact)
}

//! Adding, amending, beginning, ending, reopening and removing a requirement.

use super::Requirement;
use super::rules::{RequirementFacts, adding, amending, beginning, ending_requirement};
use crate::event::rules::{Ending, refused};
use crate::{EndOf, Lists, Order, find};
use domain_events::DomainEvent;
use kernel::{Date, OrderId, PersonKeys, Refusal, RequirementId};
use law::Law;
use store::{Cx, Result};

/// Adds a requirement to an order.
///
/// # Errors
/// Refuses a type that does not belong in the sentence, a length in the wrong unit, dates out of order.
pub fn add_requirement(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    order: OrderId,
    facts: &RequirementFacts,
) -> Result<RequirementId> {
    cx.lock(keys.survivor.into())?;
    let order = find::order(cx, keys, order)?;
    refused(adding(&*cx.part::<Law>()?, &order, facts))?;
    insert_requirement(cx, keys, &order, facts, None, None)
}

pub(crate) fn insert_requirement(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    order: &Order,
    facts: &RequirementFacts,
    source_key: Option<String>,
    sent: Option<serde_json::Value>,
) -> Result<RequirementId> {
    let law = cx.part::<Law>()?;
    let requirement = new_requirement(cx, order, facts, source_key, sent);
    cx.describe(added_words(&law, &requirement), None);
    cx.insert(&requirement)?;
    let (person, kind) = (keys.survivor, requirement.kind.clone());
    cx.tell(&DomainEvent::RequirementAdded { person, order: order.id, requirement: requirement.id, kind })?;
    Ok(requirement.id)
}

pub(crate) fn new_requirement(
    cx: &Cx<'_>,
    order: &Order,
    facts: &RequirementFacts,
    source_key: Option<String>,
    sent: Option<serde_json::Value>,
) -> Requirement {
    Requirement {
        person_id: order.person_id,
        id: cx.new_id(),
        order_id: order.id,
        kind: facts.kind.clone(),
        length: facts.length,
        starts_on: facts.starts_on,
        ends_on: facts.ends_on,
        notes: facts.notes.clone(),
        started_on: None,
        source_key,
        sent,
        ended_on: None,
        end_reason: None,
        end_note: None,
        removed: None,
        version: 1,
    }
}

pub(crate) fn added_words(law: &Law, requirement: &Requirement) -> String {
    format!("Added a requirement: {}", name(law, requirement))
}

/// The requirement's English name, or its code when the law does not list it.
pub(crate) fn name<'a>(law: &'a Law, requirement: &'a Requirement) -> &'a str {
    law.requirement(&requirement.kind).map_or(requirement.kind.as_str(), |r| r.en.as_str())
}

/// Writes down a court's amendment of a requirement, or corrects it.
///
/// # Errors
/// As [`add_requirement`], and refuses one that ended.
pub fn amend_requirement(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    requirement: RequirementId,
    facts: &RequirementFacts,
    seen: Option<i64>,
    why: &str,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let (mut requirement, order) = find::requirement(cx, keys, requirement)?;
    find::as_seen(requirement.version, seen)?;
    refused(amending(&law, &order, &requirement, facts))?;
    let before = requirement.clone();
    requirement.kind.clone_from(&facts.kind);
    requirement.length = facts.length;
    requirement.starts_on = facts.starts_on;
    requirement.ends_on = facts.ends_on;
    requirement.notes.clone_from(&facts.notes);
    if requirement == before {
        return Ok(());
    }
    cx.describe(format!("Amended a requirement: {}", name(&law, &requirement)), Some(why));
    cx.update(&mut requirement)?;
    tell_amended(cx, keys, &requirement)
}

pub(crate) fn tell_amended(cx: &mut Cx<'_>, keys: &PersonKeys, requirement: &Requirement) -> Result<()> {
    let (person, order) = (keys.survivor, requirement.order_id);
    cx.tell(&DomainEvent::RequirementAmended { person, order, requirement: requirement.id })
}

/// Writes down the day on which a requirement really began. The same day again: no change.
///
/// # Errors
/// Refuses a day before the sentence or in the future, and one that ended.
pub fn begin_requirement(cx: &mut Cx<'_>, keys: &PersonKeys, requirement: RequirementId, on: Date) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let (mut requirement, order) = find::requirement(cx, keys, requirement)?;
    if requirement.started_on == Some(on) {
        return Ok(());
    }
    refused(beginning(&order, &requirement, on, cx.today()))?;
    requirement.started_on = Some(on);
    cx.describe(format!("Began: {}", name(&law, &requirement)), None);
    cx.update(&mut requirement)?;
    tell_amended(cx, keys, &requirement)
}

/// Ends a requirement. Ended so already: no change.
///
/// # Errors
/// Refuses one that ended, and a wrong day or reason.
pub fn end_requirement(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    requirement: RequirementId,
    how: &Ending,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let (law, lists) = (cx.part::<Law>()?, Lists::current(cx)?);
    let (mut requirement, order) = find::requirement(cx, keys, requirement)?;
    if how.is_how_it_ended(requirement.ended_on, requirement.end_reason.as_deref()) {
        return Ok(());
    }
    find::as_seen(requirement.version, seen)?;
    refused(ending_requirement(&lists, &order, &requirement, how, cx.today()))?;
    requirement.ended_on = Some(how.on);
    requirement.end_reason = Some(how.reason.clone());
    requirement.end_note.clone_from(&how.note);
    cx.describe(ended_words(&law, &lists, &requirement, how), how.note.as_deref());
    cx.update(&mut requirement)?;
    tell_ended(cx, keys, &requirement, how.on, &how.reason)
}

pub(crate) fn ended_words(law: &Law, lists: &Lists, requirement: &Requirement, how: &Ending) -> String {
    format!("Ended a requirement: {}. {}", name(law, requirement), lists.reason_words(&how.reason))
}

pub(crate) fn tell_ended(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    requirement: &Requirement,
    on: Date,
    reason: &str,
) -> Result<()> {
    let (person, order) = (keys.survivor, requirement.order_id);
    let (requirement, reason) = (requirement.id, reason.to_owned());
    cx.tell(&DomainEvent::RequirementEnded { person, order, requirement, on, reason })
}

/// Undoes the end or removal of a requirement whose order is open.
///
/// # Errors
/// Refuses one that did not end, and one whose order ended.
pub fn reopen_requirement(cx: &mut Cx<'_>, keys: &PersonKeys, requirement: RequirementId, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let (mut requirement, order) = find::requirement(cx, keys, requirement)?;
    if requirement.is_open() {
        return Err(Refusal::of_request("not_ended", "This requirement has not ended").into());
    }
    if !order.is_open() {
        return Err(Refusal::of_request("order_ended", "The order has ended: reopen it first").into());
    }
    (requirement.ended_on, requirement.end_reason, requirement.end_note, requirement.removed) =
        (None, None, None, None);
    cx.describe(format!("Reopened a requirement: {}", name(&law, &requirement)), Some(why));
    cx.update(&mut requirement)?;
    tell_amended(cx, keys, &requirement)
}

/// Says that a requirement was never made. `reason` is a code. Removed already: no change.
///
/// # Errors
/// Refuses a reason that is not one for requirements.
pub fn remove_requirement(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    requirement: RequirementId,
    reason: &str,
    why: Option<&str>,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let (law, lists, today) = (cx.part::<Law>()?, Lists::current(cx)?, cx.today());
    if lists.reason(reason).is_none_or(|r| !r.may_end(EndOf::Requirement, today)) {
        return Err(Refusal::new("reason", "unknown_reason", "Choose why it is removed").into());
    }
    let (mut requirement, _) = find::requirement(cx, keys, requirement)?;
    if requirement.removed.is_some() {
        return Ok(());
    }
    requirement.removed = Some(reason.to_owned());
    cx.describe(format!("Removed a requirement: {}", name(&law, &requirement)), why);
    cx.update(&mut requirement)?;
    tell_ended(cx, keys, &requirement, today, reason)
}

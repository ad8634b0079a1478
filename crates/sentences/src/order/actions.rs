//! Recording an order by hand, amending, ending, reopening and removing it, and release from a custodial sentence.

use super::rules::{OrderAmendment, OrderFacts, amending, ending_order, recording, releasing, reopening};
use super::{Order, Source};
use crate::event::rules::{Ending, refused};
use crate::requirement::actions::insert_requirement;
use crate::{EndOf, Event, Lists, Requirement, RequirementFacts, find, supervision};
use domain_events::DomainEvent;
use kernel::{Date, EventId, MessageId, OrderId, PersonKeys, Refusal};
use law::Law;
use store::{Cx, Result};

/// The reason of requirements that ended with their order, which come back with it.
pub(crate) const WITH_ORDER: &str = "order-ended";

/// Where an order came from.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Provenance {
    pub(crate) message: Option<MessageId>,
    pub(crate) key: Option<String>,
    pub(crate) sent: Option<serde_json::Value>,
    /// None: today.
    pub(crate) arrived_on: Option<Date>,
}

/// Records an order that somebody typed, with its requirements.
///
/// # Errors
/// Refuses unknown sentences and requirements, missing lengths, and dates out of order.
pub fn record_order(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    event: EventId,
    facts: &OrderFacts,
    requirements: &[RequirementFacts],
) -> Result<OrderId> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    refused(recording(&law, facts, cx.today()))?;
    let order = insert_order(cx, keys, event, facts, Provenance::default())?;
    for requirement in requirements {
        refused(crate::requirement::rules::adding(&law, &order, requirement))?;
        insert_requirement(cx, keys, &order, requirement, None, None)?;
    }
    supervision::settle(cx, keys, facts.made_on)?;
    Ok(order.id)
}

pub(crate) fn insert_order(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    event: EventId,
    facts: &OrderFacts,
    from: Provenance,
) -> Result<Order> {
    let event = find::event(cx, keys, event)?;
    let law = cx.part::<Law>()?;
    let order = new_order(cx, &event, facts, from);
    cx.describe(recorded_words(&law, &event, &order), None);
    cx.insert(&order)?;
    cx.tell(&DomainEvent::OrderMade { person: keys.survivor, event: event.id, order: order.id, on: order.made_on })?;
    Ok(order)
}

pub(crate) fn new_order(cx: &Cx<'_>, event: &Event, facts: &OrderFacts, from: Provenance) -> Order {
    Order {
        person_id: event.person_id,
        id: cx.new_id(),
        event_id: event.id,
        sentence: facts.sentence.clone(),
        court_id: facts.court_id,
        court_name: facts.court_name.clone(),
        made_on: facts.made_on,
        starts_on: facts.starts_on.unwrap_or(facts.made_on),
        ends_on: facts.ends_on,
        amended_ends_on: None,
        custody_term: facts.custody_term,
        operational_period: facts.operational_period,
        supervision_period: facts.supervision_period,
        supervision_ended_on: None,
        arrived_on: from.arrived_on.unwrap_or(cx.today()),
        released_on: None,
        notes: facts.notes.clone(),
        source: if from.message.is_some() { Source::Court } else { Source::Typed },
        source_message: from.message,
        source_key: from.key,
        sent: from.sent,
        ended_on: None,
        end_reason: None,
        end_note: None,
        removed: None,
        version: 1,
    }
}

pub(crate) fn recorded_words(law: &Law, event: &Event, order: &Order) -> String {
    format!("Recorded on event {}: {}", event.number, name(law, order))
}

pub(crate) fn released_words(law: &Law, order: &Order) -> String {
    format!("Released on licence: {}", name(law, order))
}

pub(crate) fn ended_words(law: &Law, lists: &Lists, order: &Order, how: &Ending) -> String {
    format!("Ended: {}. {}", name(law, order), lists.reason_words(&how.reason))
}

pub(crate) fn set_end(order: &mut Order, how: &Ending) {
    order.ended_on = Some(how.on);
    order.end_reason = Some(how.reason.clone());
    order.end_note.clone_from(&how.note);
}

/// The sentence's English name, or its code when the law does not list it.
pub(crate) fn name<'a>(law: &'a Law, order: &'a Order) -> &'a str {
    law.sentence(&order.sentence).map_or(order.sentence.as_str(), |s| s.en.as_str())
}

/// Writes down a court's amendment that came outside its messages.
///
/// # Errors
/// Refuses an order that ended; [`store::Failure::Stale`] when somebody changed it since `seen`.
pub fn amend_order(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    order: OrderId,
    amendment: &OrderAmendment,
    seen: Option<i64>,
    why: &str,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let mut order = find::order(cx, keys, order)?;
    find::as_seen(order.version, seen)?;
    refused(amending(&order, amendment))?;
    let before = order.clone();
    order.amended_ends_on = amendment.ends_on.filter(|ends| Some(*ends) != order.ends_on);
    order.operational_period = amendment.operational_period.or(order.operational_period);
    order.supervision_period = amendment.supervision_period.or(order.supervision_period);
    order.notes.clone_from(&amendment.notes);
    if order == before {
        return Ok(());
    }
    cx.describe(format!("Amended: {}", name(&law, &order)), Some(why));
    cx.update(&mut order)?;
    tell_amended(cx, keys, &order)
}

pub(crate) fn tell_amended(cx: &mut Cx<'_>, keys: &PersonKeys, order: &Order) -> Result<()> {
    let on = cx.today();
    cx.tell(&DomainEvent::OrderAmended { person: keys.survivor, event: order.event_id, order: order.id, on })?;
    supervision::settle(cx, keys, on)
}

/// Ends an order, and with it every requirement that has not ended. Ended so already: no change.
///
/// # Errors
/// Refuses an order that ended otherwise, and a wrong day or reason.
pub fn end_order(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, how: &Ending, seen: Option<i64>) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let (law, lists) = (cx.part::<Law>()?, Lists::current(cx)?);
    let mut order = find::order(cx, keys, order)?;
    if how.is_how_it_ended(order.ended_on, order.end_reason.as_deref()) {
        return Ok(());
    }
    find::as_seen(order.version, seen)?;
    refused(ending_order(&law, &lists, &order, how, cx.today()))?;
    set_end(&mut order, how);
    cx.describe(ended_words(&law, &lists, &order, how), how.note.as_deref());
    cx.update(&mut order)?;
    for mut requirement in find::rows_where::<Requirement>(cx, keys, "order_id", order.id, "")? {
        if requirement.is_open() {
            requirement.ended_on = Some(how.on);
            requirement.end_reason = Some(WITH_ORDER.into());
            cx.update(&mut requirement)?;
        }
    }
    tell_ended(cx, keys, &order, how.on, &how.reason)
}

pub(crate) fn tell_ended(cx: &mut Cx<'_>, keys: &PersonKeys, order: &Order, on: Date, reason: &str) -> Result<()> {
    let (person, event) = (keys.survivor, order.event_id);
    cx.tell(&DomainEvent::OrderEnded { person, event, order: order.id, on, reason: reason.into() })?;
    supervision::settle(cx, keys, on)
}

/// Undoes an end or a removal; the requirements that ended with the order come back.
///
/// # Errors
/// Refuses an order that did not end.
pub fn reopen_order(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let mut order = find::order(cx, keys, order)?;
    refused(reopening(&order))?;
    (order.ended_on, order.end_reason, order.end_note, order.removed) = (None, None, None, None);
    cx.describe(format!("Reopened: {}", name(&law, &order)), Some(why));
    cx.update(&mut order)?;
    for mut requirement in find::rows_where::<Requirement>(cx, keys, "order_id", order.id, "")? {
        if requirement.end_reason.as_deref() == Some(WITH_ORDER) {
            (requirement.ended_on, requirement.end_reason) = (None, None);
            cx.update(&mut requirement)?;
        }
    }
    cx.tell(&DomainEvent::OrderReopened { person: keys.survivor, event: order.event_id, order: order.id })?;
    let today = cx.today();
    supervision::settle(cx, keys, today)
}

/// Says that an order was never made. `reason` is a code, such as `entered-in-error`. Removed already: no change.
///
/// # Errors
/// Refuses a reason that is not one for orders.
pub fn remove_order(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, reason: &str, why: Option<&str>) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let (law, lists, today) = (cx.part::<Law>()?, Lists::current(cx)?, cx.today());
    if lists.reason(reason).is_none_or(|r| !r.may_end(EndOf::Order, today)) {
        return Err(Refusal::new("reason", "unknown_reason", "Choose why it is removed").into());
    }
    let mut order = find::order(cx, keys, order)?;
    if order.removed.is_some() {
        return Ok(());
    }
    order.removed = Some(reason.to_owned());
    cx.describe(format!("Removed: {}. {}", name(&law, &order), lists.reason_words(reason)), why);
    cx.update(&mut order)?;
    tell_ended(cx, keys, &order, today, reason)
}

/// Writes down the release on licence from a custodial sentence. The same day again: no change.
///
/// # Errors
/// Refuses sentences that are not being served, and a day before the sentence or in the future.
pub fn record_release(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, on: Date) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let mut order = find::order(cx, keys, order)?;
    if order.released_on == Some(on) {
        return Ok(());
    }
    refused(releasing(&law, &order, on, cx.today()))?;
    order.released_on = Some(on);
    cx.describe(released_words(&law, &order), None);
    cx.update(&mut order)?;
    supervision::settle(cx, keys, on)
}

/// Undoes a release, after a recall or a slip.
///
/// # Errors
/// Refuses a sentence without a release.
pub fn undo_release(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let mut order = find::order(cx, keys, order)?;
    if order.released_on.take().is_none() {
        return Err(Refusal::of_request("not_released", "No release is recorded").into());
    }
    cx.describe(format!("Back in custody: {}", name(&law, &order)), Some(why));
    cx.update(&mut order)?;
    let today = cx.today();
    supervision::settle(cx, keys, today)
}

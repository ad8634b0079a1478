//! An order that was typed in court, before the court's message came.
//!
//! Always true: it is an order like any other from the moment it is typed; the court's message about it takes it over instead
//! of making a second one, changes what the court says otherwise, and removes requirements that the court did not pass.

use super::delete::{DELETED, delete};
use super::take::as_json;
use super::{CourtMatter, SentOrder, SentRequirement};
use crate::order::Source;
use crate::order::actions::{Provenance, insert_order, name};
use crate::order::rules::{OrderFacts, recording};
use crate::requirement::actions::insert_requirement;
use crate::{Order, Requirement, RequirementFacts, find, supervision};
use kernel::{EventId, OrderId, PersonKeys};
use law::Law;
use store::{Cx, Result};

/// What the key of everything typed in court begins with.
const TYPED: &str = "in-court:";

fn is_typed(key: Option<&String>) -> bool {
    key.is_some_and(|key| key.starts_with(TYPED))
}

/// The order that was typed under a key of [`record_in_court`], until the court's message takes it over.
///
/// # Errors
/// When the database fails.
pub fn heard_in_court(cx: &mut Cx<'_>, keys: &PersonKeys, line: &str) -> Result<Option<OrderId>> {
    Ok(find::by_source::<Order>(cx, keys, &format!("{TYPED}{line}"))?.map(|order| order.id))
}

/// Records an order as it was heard in court. `line` is the typist's own key of the hearing.
///
/// # Errors
/// Refuses unknown sentences and requirements, missing lengths, dates out of order, and what was typed already.
pub fn record_in_court(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    event: EventId,
    facts: &OrderFacts,
    requirements: &[RequirementFacts],
    line: &str,
) -> Result<OrderId> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    store::refuse(recording(&law, facts, cx.today()))?;
    if heard_in_court(cx, keys, line)?.is_some() {
        let words = "The order of this hearing is typed already: change it on the person's sentence";
        return Err(store::Failure::refused("", "typed_already", words));
    }
    let key = format!("{TYPED}{line}");
    let sent = as_json(&as_sent(facts, &key))?;
    let from = Provenance { message: None, key: Some(key.clone()), sent: Some(sent), arrived_on: None };
    let order = insert_order(cx, keys, event, facts, from)?;
    for (facts, n) in requirements.iter().zip(1..) {
        store::refuse(crate::requirement::rules::adding(&law, &order, facts))?;
        let key = format!("{key}:{n}");
        let sent = as_json(&requirement_as_sent(facts, &key))?;
        insert_requirement(cx, keys, &order, facts, Some(key), Some(sent))?;
    }
    supervision::settle(cx, keys, facts.made_on)?;
    Ok(order.id)
}

fn as_sent(facts: &OrderFacts, key: &str) -> SentOrder {
    SentOrder {
        key: key.to_owned(),
        sentence: facts.sentence.clone(),
        made_on: facts.made_on,
        starts_on: facts.starts_on,
        ends_on: facts.ends_on,
        custody_term: facts.custody_term.map(|l| l.0),
        operational_period: facts.operational_period.map(|l| l.0),
        supervision_period: facts.supervision_period.map(|l| l.0),
        notes: facts.notes.clone(),
        requirements: Vec::new(),
    }
}

fn requirement_as_sent(facts: &RequirementFacts, key: &str) -> SentRequirement {
    SentRequirement {
        key: key.to_owned(),
        kind: facts.kind.clone(),
        length: facts.length.map(|l| l.0),
        starts_on: facts.starts_on,
        ends_on: facts.ends_on,
        notes: facts.notes.clone(),
    }
}

/// The order typed in court that a court's order is, if there is one: of the same day and court and, where the court passed
/// several, of the same sentence.
pub(super) fn typed(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    matter: &CourtMatter,
    sent: &SentOrder,
) -> Result<Option<Order>> {
    let rest = format!("AND source_key LIKE '{TYPED}%' AND removed IS NULL ORDER BY id");
    let mut found: Vec<Order> = find::rows_of(cx, keys, &rest)?;
    let elsewhere = |o: &Order| o.court_id.zip(matter.court_id).is_some_and(|(typed, told)| typed != told);
    found.retain(|o| o.made_on == sent.made_on && !elsewhere(o));
    if let Some(same) = found.iter().position(|o| o.sentence == sent.sentence) {
        return Ok(Some(found.swap_remove(same)));
    }
    // Heard wrongly, unless another order of the matter is the one that was typed.
    let others = |o: &Order| matter.orders.iter().any(|m| m.made_on == o.made_on && m.sentence == o.sentence);
    found.retain(|o| !others(o));
    Ok(if found.len() == 1 { found.pop() } else { None })
}

/// The court's order takes over the one that was typed.
pub(super) fn take_over(
    cx: &mut Cx<'_>,
    mut order: Order,
    matter: &CourtMatter,
    sent: &SentOrder,
    changes: &mut Vec<String>,
) -> Result<Order> {
    let law = cx.part::<Law>()?;
    (order.source, order.source_message) = (Source::Court, Some(matter.message));
    order.source_key = Some(sent.key.clone());
    if order.court_id.is_none() {
        (order.court_id, order.court_name) = (matter.court_id, matter.court_name.clone());
    }
    cx.update(&mut order)?;
    changes.push(format!("The court's message came for what was typed in court: {}", name(&law, &order)));
    Ok(order)
}

/// The requirement typed in court that a court's requirement is: under the same order, of the same type.
pub(super) fn typed_requirement(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    order: &Order,
    sent: &SentRequirement,
) -> Result<Option<Requirement>> {
    let rows: Vec<Requirement> = find::rows_where(cx, keys, "order_id", order.id, "ORDER BY id")?;
    let is_it = |r: &Requirement| r.removed.is_none() && r.kind == sent.kind && is_typed(r.source_key.as_ref());
    let Some(mut row) = rows.into_iter().find(is_it) else { return Ok(None) };
    row.source_key = Some(sent.key.clone());
    cx.update(&mut row)?;
    Ok(Some(row))
}

/// What was typed under an order and the court did not pass.
pub(super) fn remove_what_was_not_passed(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    order: &Order,
    changes: &mut Vec<String>,
) -> Result<()> {
    let rows: Vec<Requirement> = find::rows_where(cx, keys, "order_id", order.id, "ORDER BY id")?;
    let left = rows.into_iter().filter(|r| r.removed.is_none() && is_typed(r.source_key.as_ref()));
    for key in left.filter_map(|r| r.source_key).collect::<Vec<_>>() {
        delete(cx, keys, &key, DELETED, changes)?;
    }
    Ok(())
}

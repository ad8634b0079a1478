//! Writes a court's matter. Rows are found by the sender's keys, so that a repeat finds what it wrote before.

use super::delete::{DELETED, DROPPED, delete, is_ours};
use super::typed::{remove_what_was_not_passed, take_over, typed, typed_requirement};
use super::{CourtMatter, FromCourt, SentOffence, SentOrder, SentRequirement};
use crate::event::Event;
use crate::event::actions as events;
use crate::order::actions::{Provenance, insert_order, name, tell_amended};
use crate::order::rules::OrderFacts;
use crate::requirement::actions::{self as requirements, insert_requirement};
use crate::{Length, Offence, Order, Requirement, RequirementFacts, find, supervision};
use domain_events::DomainEvent;
use kernel::{EventId, PersonKeys};
use law::Law;
use serde::{Serialize, de::DeserializeOwned};
use store::{Cx, Failure, Record, Result};

/// Takes what a court sent about one matter.
///
/// # Errors
/// When a listener refuses or the database fails; never because of what the court passed.
pub fn record_from_court(cx: &mut Cx<'_>, keys: &PersonKeys, matter: &CourtMatter) -> Result<FromCourt> {
    cx.lock(keys.survivor.into())?;
    cx.describe(format!("Court result of {}", matter.court_name.as_deref().unwrap_or("a court")), None);
    let (event, opened) = event_of(cx, keys, matter)?;
    let mut took = FromCourt { event, opened, orders: Vec::new(), changes: Vec::new() };
    for offence in &matter.offences {
        take_offence(cx, keys, event, offence, &mut took.changes)?;
    }
    for order in &matter.orders {
        let id = take_order(cx, keys, event, matter, order, &mut took.changes)?;
        took.orders.push((order.key.clone(), id));
    }
    for key in &matter.deleted {
        delete(cx, keys, key, DELETED, &mut took.changes)?;
    }
    for key in &matter.dropped {
        delete(cx, keys, key, DROPPED, &mut took.changes)?;
    }
    let on = matter.orders.iter().map(|o| o.made_on).min().unwrap_or(matter.arrived_on);
    supervision::settle(cx, keys, on)?;
    Ok(took)
}

fn event_of(cx: &mut Cx<'_>, keys: &PersonKeys, matter: &CourtMatter) -> Result<(EventId, bool)> {
    if let Some(event) = matter.event {
        return Ok((find::event(cx, keys, event)?.id, false));
    }
    if let Some(event) = find::by_source::<Event>(cx, keys, &matter.key)? {
        return Ok((event.id, false));
    }
    // An order already recorded under its key says which event it is, whatever the matter is called now.
    for order in &matter.orders {
        if let Some(known) = find::by_source::<Order>(cx, keys, &order.key)? {
            return Ok((known.event_id, false));
        }
    }
    for order in &matter.orders {
        if let Some(typed) = typed(cx, keys, matter, order)? {
            return Ok((typed.event_id, false));
        }
    }
    let new = events::from_court(matter.arrived_on, matter.court_id, matter.court_name.clone(), matter.key.clone());
    Ok((events::open_event(cx, keys, &new)?, true))
}

pub(super) fn as_json<T: Serialize>(sent: &T) -> Result<serde_json::Value> {
    serde_json::to_value(sent).map_err(|e| Failure::broken(e.to_string()))
}

/// What was sent before. A shape that an older program wrote and this one cannot read counts as unknown: everything sent
/// now is then written.
fn last_sent<T: DeserializeOwned>(kept: Option<&serde_json::Value>) -> Option<T> {
    kept.and_then(|json| serde_json::from_value(json.clone()).ok())
}

/// Writes `new` over `field` when the court changed it since it last sent.
fn change<T: PartialEq>(field: &mut T, last: Option<&T>, new: T) {
    if last != Some(&new) {
        *field = new;
    }
}

/// Writes the row when anything but its version changed; says whether it did.
fn update_if_changed<R: Record + PartialEq + Clone>(cx: &mut Cx<'_>, before: &R, mut after: R) -> Result<bool> {
    if *before == after {
        return Ok(false);
    }
    cx.update(&mut after)?;
    Ok(true)
}

fn take_offence(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    event: EventId,
    sent: &SentOffence,
    changes: &mut Vec<String>,
) -> Result<()> {
    let Some(before) = find::by_source::<Offence>(cx, keys, &sent.key)? else {
        return insert_offence(cx, keys, event, sent, changes);
    };
    let last: Option<SentOffence> = last_sent(before.sent.as_ref());
    let last = last.as_ref();
    let mut row = before.clone();
    change(&mut row.code, last.map(|l| &l.code), sent.code.clone());
    change(&mut row.title, last.map(|l| &l.title), sent.title.clone());
    change(&mut row.wording, last.map(|l| &l.wording), sent.wording.clone());
    change(&mut row.committed_on, last.map(|l| &l.committed_on), sent.committed_on);
    change(&mut row.committed_until, last.map(|l| &l.committed_until), sent.committed_until);
    change(&mut row.plea, last.map(|l| &l.plea), sent.plea.clone());
    change(&mut row.verdict, last.map(|l| &l.verdict), sent.verdict.clone());
    change(&mut row.convicted_on, last.map(|l| &l.convicted_on), sent.convicted_on);
    row.removed = row.removed.filter(|reason| !is_ours(reason));
    row.sent = Some(as_json(sent)?);
    if update_if_changed(cx, &before, row)? {
        changes.push(format!("Offence changed: {}", sent.title));
        cx.tell(&DomainEvent::OffenceChanged { person: keys.survivor, event: before.event_id })?;
    }
    Ok(())
}

fn insert_offence(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    event: EventId,
    sent: &SentOffence,
    changes: &mut Vec<String>,
) -> Result<()> {
    let event = find::event(cx, keys, event)?;
    let first = !has_main_offence(cx, keys, event.id)?;
    cx.insert(&Offence {
        person_id: event.person_id,
        id: cx.new_id(),
        event_id: event.id,
        main: first,
        code: sent.code.clone(),
        title: sent.title.clone(),
        wording: sent.wording.clone(),
        committed_on: sent.committed_on,
        committed_until: sent.committed_until,
        plea: sent.plea.clone(),
        verdict: sent.verdict.clone(),
        convicted_on: sent.convicted_on,
        source_key: Some(sent.key.clone()),
        sent: Some(as_json(sent)?),
        removed: None,
        version: 1,
    })?;
    changes.push(format!("Offence added: {}", sent.title));
    Ok(())
}

/// Counted, not read: a court may send thousands of offences.
fn has_main_offence(cx: &mut Cx<'_>, keys: &PersonKeys, event: EventId) -> Result<bool> {
    let mut params = store::key_values(keys);
    params.push(event.into());
    let sql = format!(
        "SELECT count(*) FROM sentence_offence WHERE person_id IN ({}) AND event_id = ${} AND main AND removed IS NULL",
        keys.placeholders(1),
        params.len()
    );
    Ok(cx.count(&sql, &params)? > 0)
}

fn take_order(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    event: EventId,
    matter: &CourtMatter,
    sent: &SentOrder,
    changes: &mut Vec<String>,
) -> Result<kernel::OrderId> {
    let law = cx.part::<Law>()?;
    let (known, taken_over) = match find::by_source::<Order>(cx, keys, &sent.key)? {
        Some(known) => (Some(known), false),
        None => match typed(cx, keys, matter, sent)? {
            Some(order) => (Some(take_over(cx, order, matter, sent, changes)?), true),
            None => (None, false),
        },
    };
    let order = match known {
        Some(before) => change_order(cx, keys, &law, before, sent, changes)?,
        None => {
            let provenance = Provenance {
                message: Some(matter.message),
                key: Some(sent.key.clone()),
                sent: Some(as_json(&without_requirements(sent))?),
                arrived_on: Some(matter.arrived_on),
            };
            let order = insert_order(cx, keys, event, &facts(matter, sent), provenance)?;
            changes.push(format!("Recorded: {}", name(&law, &order)));
            order
        }
    };
    for requirement in &sent.requirements {
        take_requirement(cx, keys, &law, &order, requirement, changes)?;
    }
    if taken_over {
        remove_what_was_not_passed(cx, keys, &order, changes)?;
    }
    Ok(order.id)
}

/// Requirements keep what was sent in their own rows.
fn without_requirements(sent: &SentOrder) -> SentOrder {
    SentOrder { requirements: Vec::new(), ..sent.clone() }
}

fn facts(matter: &CourtMatter, sent: &SentOrder) -> OrderFacts {
    OrderFacts {
        sentence: sent.sentence.clone(),
        court_id: matter.court_id,
        court_name: matter.court_name.clone(),
        made_on: sent.made_on,
        starts_on: sent.starts_on,
        ends_on: sent.ends_on,
        custody_term: sent.custody_term.map(Length),
        operational_period: sent.operational_period.map(Length),
        supervision_period: sent.supervision_period.map(Length),
        notes: sent.notes.clone(),
    }
}

fn change_order(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    law: &Law,
    before: Order,
    sent: &SentOrder,
    changes: &mut Vec<String>,
) -> Result<Order> {
    let last: Option<SentOrder> = last_sent(before.sent.as_ref());
    let last = last.as_ref();
    let mut row = before.clone();
    change(&mut row.sentence, last.map(|l| &l.sentence), sent.sentence.clone());
    change(&mut row.made_on, last.map(|l| &l.made_on), sent.made_on);
    let starts = |s: &SentOrder| s.starts_on.unwrap_or(s.made_on);
    change(&mut row.starts_on, last.map(starts).as_ref(), starts(sent));
    change(&mut row.ends_on, last.map(|l| &l.ends_on), sent.ends_on);
    let length = |term: Option<law::Term>| term.map(Length);
    change(&mut row.custody_term, last.map(|l| length(l.custody_term)).as_ref(), length(sent.custody_term));
    let periods = (length(sent.operational_period), length(sent.supervision_period));
    change(&mut row.operational_period, last.map(|l| length(l.operational_period)).as_ref(), periods.0);
    change(&mut row.supervision_period, last.map(|l| length(l.supervision_period)).as_ref(), periods.1);
    change(&mut row.notes, last.map(|l| &l.notes), sent.notes.clone());
    // What the court deleted by mistake and sends again is there again; what we removed ourselves stays removed.
    row.removed = row.removed.filter(|reason| !is_ours(reason));
    row.sent = Some(as_json(&without_requirements(sent))?);
    if row == before {
        return Ok(before);
    }
    cx.update(&mut row)?;
    changes.push(format!("Changed: {}{}", name(law, &row), differences(&before, &row)));
    tell_amended(cx, keys, &row)?;
    Ok(row)
}

/// The dates that moved, for the inbox: ", end 31 May 2027 to 30 June 2027".
fn differences(before: &Order, after: &Order) -> String {
    let day = |day: Option<kernel::Date>| day.map_or_else(|| "none".into(), crate::words::day);
    let mut words = String::new();
    for (what, was, is) in [("made", Some(before.made_on), Some(after.made_on)), ("end", before.ends_on, after.ends_on)]
    {
        if was != is {
            words.push_str(&format!(", {what} {} to {}", day(was), day(is)));
        }
    }
    words
}

fn take_requirement(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    law: &Law,
    order: &Order,
    sent: &SentRequirement,
    changes: &mut Vec<String>,
) -> Result<()> {
    let known = match find::by_source::<Requirement>(cx, keys, &sent.key)? {
        Some(known) => Some(known),
        None => typed_requirement(cx, keys, order, sent)?,
    };
    let Some(before) = known else {
        let facts = RequirementFacts {
            kind: sent.kind.clone(),
            length: sent.length.map(Length),
            starts_on: sent.starts_on,
            ends_on: sent.ends_on,
            notes: sent.notes.clone(),
        };
        insert_requirement(cx, keys, order, &facts, Some(sent.key.clone()), Some(as_json(sent)?))?;
        let kind = law.requirement(&sent.kind).map_or(sent.kind.as_str(), |k| k.en.as_str());
        changes.push(format!("Requirement added: {kind}"));
        return Ok(());
    };
    let last: Option<SentRequirement> = last_sent(before.sent.as_ref());
    let last = last.as_ref();
    let mut row = before.clone();
    row.order_id = order.id;
    change(&mut row.kind, last.map(|l| &l.kind), sent.kind.clone());
    change(&mut row.length, last.map(|l| l.length.map(Length)).as_ref(), sent.length.map(Length));
    change(&mut row.starts_on, last.map(|l| &l.starts_on), sent.starts_on);
    change(&mut row.ends_on, last.map(|l| &l.ends_on), sent.ends_on);
    change(&mut row.notes, last.map(|l| &l.notes), sent.notes.clone());
    row.removed = row.removed.filter(|reason| !is_ours(reason));
    row.sent = Some(as_json(sent)?);
    if row == before {
        return Ok(());
    }
    let words = match (before.length, row.length) {
        (Some(was), Some(is)) if was != is => format!(", {was} to {is}"),
        _ => String::new(),
    };
    cx.update(&mut row)?;
    changes.push(format!("Requirement changed: {}{words}", requirements::name(law, &row)));
    requirements::tell_amended(cx, keys, &row)
}

//! Reads a person's events with all their parts, in one statement a table whatever the number of events.

use crate::event::Event;
use crate::requirement::progress::{Progress, progress};
use crate::{KeyDate, MatterDays, Offence, Order, ProgressEntry, Requirement, find};
use kernel::{EventId, OrderId, PersonKeys};
use law::Law;
use store::{Cx, Question, Result};

/// A requirement with what was done on it.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementWithProgress {
    pub requirement: Requirement,
    /// Withdrawn entries too.
    pub entries: Vec<ProgressEntry>,
    /// None for a requirement that runs by the calendar, or of a type that the law does not list.
    pub progress: Option<Progress>,
}

/// An order with its requirements and key dates. Removed requirements are there too, marked.
#[derive(Clone, Debug, PartialEq)]
pub struct OrderWithParts {
    pub order: Order,
    pub requirements: Vec<RequirementWithProgress>,
    pub key_dates: Vec<KeyDate>,
}

/// An event with its offences and orders. Removed ones are there too, marked.
#[derive(Clone, Debug, PartialEq)]
pub struct EventWithParts {
    pub event: Event,
    /// The main offence first.
    pub offences: Vec<Offence>,
    pub orders: Vec<OrderWithParts>,
}

impl EventWithParts {
    /// Something of it is not over: the event itself before any order, or one of its orders.
    #[must_use]
    pub fn is_open(&self) -> bool {
        let mut made = self.orders.iter().filter(|o| o.order.removed.is_none()).peekable();
        if made.peek().is_none() { self.event.ended_on.is_none() } else { made.any(|o| o.order.is_open()) }
    }
}

/// Every event of the person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn events(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<EventWithParts>> {
    let mut orders = orders(cx, keys)?;
    let events = find::rows_with::<Event, Offence>(cx, keys, OF_EVENT, EVENTS)?;
    Ok(families(events, |event| event.id)
        .map(|(event, mut offences)| {
            offences.sort_by_key(|o| (o.removed.is_some(), !o.main));
            let orders = orders.extract_if(.., |o| o.order.event_id == event.id).collect();
            EventWithParts { offences, orders, event }
        })
        .collect())
}

/// Every order of the person with its parts, the newest first.
///
/// # Errors
/// When the database fails.
pub fn orders(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<OrderWithParts>> {
    let law = cx.part::<Law>()?;
    let rows = find::rows_with::<Order, KeyDate>(cx, keys, OF_ORDER, ORDERS)?;
    if rows.is_empty() {
        return Ok(Vec::new());
    }
    let mut requirements = requirements(cx, keys, &law)?;
    Ok(families(rows, |order| order.id)
        .map(|(order, key_dates)| OrderWithParts {
            requirements: requirements.extract_if(.., |r| r.requirement.order_id == order.id).collect(),
            key_dates,
            order,
        })
        .collect())
}

const OF_EVENT: &str = "b.event_id = a.id";
const EVENTS: &str = "ORDER BY a.number DESC, a.id DESC, b.id";
const OF_ORDER: &str = "b.order_id = a.id";
const ORDERS: &str = "ORDER BY a.made_on DESC, a.id DESC, b.falls_on, b.id";
const OF_REQUIREMENT: &str = "b.requirement_id = a.id";
const REQUIREMENTS: &str = "ORDER BY a.id, b.done_on, b.id";

/// What [`orders`] asks, for a page that asks for more with it.
#[must_use]
pub fn orders_questions(keys: &PersonKeys) -> Vec<Question> {
    vec![
        find::question_with::<Order, KeyDate>(keys, OF_ORDER, ORDERS),
        find::question_with::<Requirement, ProgressEntry>(keys, OF_REQUIREMENT, REQUIREMENTS),
    ]
}

/// What [`events`] asks.
#[must_use]
pub fn events_questions(keys: &PersonKeys) -> Vec<Question> {
    let mut all = orders_questions(keys);
    all.push(find::question_with::<Event, Offence>(keys, OF_EVENT, EVENTS));
    all
}

/// Each parent once, in the order of the rows, with its children.
fn families<P, C, I: PartialEq>(rows: Vec<(P, Option<C>)>, id: impl Fn(&P) -> I) -> impl Iterator<Item = (P, Vec<C>)> {
    let mut out: Vec<(P, Vec<C>)> = Vec::new();
    for (parent, child) in rows {
        match out.iter_mut().find(|(known, _)| id(known) == id(&parent)) {
            Some((_, children)) => children.extend(child),
            None => out.push((parent, child.into_iter().collect())),
        }
    }
    out.into_iter()
}

fn requirements(cx: &mut Cx<'_>, keys: &PersonKeys, law: &Law) -> Result<Vec<RequirementWithProgress>> {
    let rows = find::rows_with::<Requirement, ProgressEntry>(cx, keys, OF_REQUIREMENT, REQUIREMENTS)?;
    let mut rows: Vec<_> = families(rows, |requirement| requirement.id).collect();
    // As the statute lists them, not as they were typed.
    let place = |kind: &str| law.requirements().iter().position(|r| r.code == kind).unwrap_or(usize::MAX);
    rows.sort_by_key(|(r, _)| (r.removed.is_some(), place(&r.kind)));
    Ok(rows.into_iter().map(|(requirement, entries)| requirement_with(law, requirement, entries)).collect())
}

/// A requirement with what was done on it, and how far that is.
pub(crate) fn requirement_with(
    law: &Law,
    requirement: Requirement,
    entries: Vec<ProgressEntry>,
) -> RequirementWithProgress {
    let progress = progress_of(law, &requirement, &entries);
    RequirementWithProgress { requirement, entries, progress }
}

fn progress_of(law: &Law, requirement: &Requirement, entries: &[ProgressEntry]) -> Option<Progress> {
    let done = entries.iter().filter(|e| e.withdrawn.is_none()).map(|e| (e.done_on, e.minutes));
    progress(law.requirement(&requirement.kind)?, requirement.length.map(|l| l.0), done)
}

/// The days by which the law turns of what waits for sentence: events that are open and without an order. Where several wait, a
/// day is known only if all have the same.
///
/// # Errors
/// When the database fails.
pub fn waiting_matter(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<MatterDays> {
    let people = keys.placeholders(1);
    let rest = format!(
        "AND a.ended_on IS NULL AND NOT EXISTS (SELECT 1 FROM sentence_order o WHERE o.person_id IN ({people}) \
         AND o.event_id = a.id AND o.removed IS NULL) ORDER BY a.id"
    );
    let rows = find::rows_with::<Event, Offence>(cx, keys, "b.event_id = a.id", &rest)?;
    let matters: Vec<MatterDays> =
        families(rows, |event| event.id).map(|(_, offences)| MatterDays::of(&offences)).collect();
    Ok(MatterDays::agreed(&matters))
}

/// One event with its parts.
///
/// # Errors
/// When there is none.
pub fn event(cx: &mut Cx<'_>, keys: &PersonKeys, id: EventId) -> Result<EventWithParts> {
    events(cx, keys)?.into_iter().find(|e| e.event.id == id).ok_or(store::Failure::NotFound)
}

/// One order with its parts.
///
/// # Errors
/// When there is none.
pub fn order(cx: &mut Cx<'_>, keys: &PersonKeys, id: OrderId) -> Result<OrderWithParts> {
    orders(cx, keys)?.into_iter().find(|o| o.order.id == id).ok_or(store::Failure::NotFound)
}

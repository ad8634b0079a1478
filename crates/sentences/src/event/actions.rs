//! Opening an event, taking it on before any order, ending it without one, and undoing that.

use super::rules::{Ending, NewEvent, ending_event, opening, refused};
use super::{Event, Origin};
use crate::{Lists, Order, find, supervision};
use domain_events::DomainEvent;
use kernel::{Date, EventId, PersonId, PersonKeys};
use store::{Cx, Failure, Result};

impl Event {
    pub(crate) fn fresh(id: EventId, person_id: PersonId, number: i64, new: &NewEvent) -> Event {
        Event {
            person_id,
            id,
            number,
            origin: new.origin,
            referred_on: new.referred_on,
            taken_on: new.taken_on,
            court_id: new.court_id,
            court_name: new.court_name.clone(),
            notes: new.notes.clone(),
            ended_on: None,
            end_reason: None,
            end_note: None,
            source_key: new.source_key.clone(),
            version: 1,
        }
    }
}

/// Opens an event and numbers it. Told again under the same source key, it gives the event that is there.
///
/// # Errors
/// Refuses dates in the future or out of order.
pub fn open_event(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewEvent) -> Result<EventId> {
    cx.lock(keys.survivor.into())?;
    if let Some(key) = &new.source_key
        && let Some(known) = find::by_source::<Event>(cx, keys, key)?
    {
        return Ok(known.id);
    }
    refused(opening(new, cx.today()))?;
    let number = find::rows_of::<Event>(cx, keys, "")?.iter().map(|e| e.number).max().unwrap_or(0) + 1;
    let event = Event::fresh(cx.new_id(), keys.survivor, number, new);
    cx.describe(opened_words(number, new), None);
    cx.insert(&event)?;
    cx.tell(&DomainEvent::EventOpened { person: keys.survivor, event: event.id, on: new.referred_on })?;
    supervision::settle(cx, keys, new.referred_on)?;
    Ok(event.id)
}

pub(crate) fn opened_words(number: i64, new: &NewEvent) -> String {
    format!("Opened event {number}: {}", new.origin.words())
}

/// The service takes on a case that has no order yet, which makes the person supervised. Taken on already: no change.
///
/// # Errors
/// Refuses a day before it came or in the future, and an event that ended.
pub fn take_on_event(cx: &mut Cx<'_>, keys: &PersonKeys, event: EventId, on: Date) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let mut event = find::event(cx, keys, event)?;
    if event.taken_on == Some(on) {
        return Ok(());
    }
    if event.ended_on.is_some() {
        return Err(Failure::refused("", "already_ended", "This event has ended: reopen it first"));
    }
    if on < event.referred_on || on > cx.today() {
        let words = "The day the case was taken on must lie between the day it came and today";
        return Err(Failure::refused("taken_on", "out_of_order", words));
    }
    event.taken_on = Some(on);
    cx.describe(format!("Took on event {}", event.number), None);
    cx.update(&mut event)?;
    supervision::settle(cx, keys, on)
}

/// Undoes the taking on: the event is as if the service had never taken the case on. Not taken on: no change.
///
/// # Errors
/// When there is no such event.
pub fn give_back_event(cx: &mut Cx<'_>, keys: &PersonKeys, event: EventId, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let mut event = find::event(cx, keys, event)?;
    if event.taken_on.is_none() {
        return Ok(());
    }
    event.taken_on = None;
    cx.describe(format!("Took back that event {} was taken on", event.number), Some(why));
    cx.update(&mut event)?;
    let today = cx.today();
    supervision::settle(cx, keys, today)
}

/// Ends an event that has no order. Ended so already: no change.
///
/// # Errors
/// Refuses an event with an order, one that ended, and a wrong day or reason.
pub fn end_event(cx: &mut Cx<'_>, keys: &PersonKeys, event: EventId, how: &Ending, seen: Option<i64>) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let lists = Lists::current(cx)?;
    let mut event = find::event(cx, keys, event)?;
    if how.is_how_it_ended(event.ended_on, event.end_reason.as_deref()) {
        return Ok(());
    }
    find::as_seen(event.version, seen)?;
    let orders: Vec<Order> = find::rows_where(cx, keys, "event_id", event.id, "")?;
    refused(ending_event(&lists, &event, &orders, how, cx.today()))?;
    event.ended_on = Some(how.on);
    event.end_reason = Some(how.reason.clone());
    event.end_note.clone_from(&how.note);
    cx.describe(format!("Ended event {}: {}", event.number, lists.reason_words(&how.reason)), how.note.as_deref());
    cx.update(&mut event)?;
    supervision::settle(cx, keys, how.on)
}

/// Undoes the end of an event.
///
/// # Errors
/// Refuses an event that did not end.
pub fn reopen_event(cx: &mut Cx<'_>, keys: &PersonKeys, event: EventId, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let mut event = find::event(cx, keys, event)?;
    if event.ended_on.is_none() {
        return Err(Failure::refused("", "not_ended", "This event has not ended"));
    }
    (event.ended_on, event.end_reason, event.end_note) = (None, None, None);
    cx.describe(format!("Reopened event {}", event.number), Some(why));
    cx.update(&mut event)?;
    let today = cx.today();
    supervision::settle(cx, keys, today)
}

/// An event opened by a court's result, when nothing else opened it before.
pub(crate) fn from_court(
    referred_on: Date,
    court_id: Option<kernel::CourtId>,
    court_name: Option<String>,
    key: String,
) -> NewEvent {
    NewEvent {
        origin: Origin::Court,
        referred_on,
        taken_on: None,
        court_id,
        court_name,
        notes: None,
        source_key: Some(key),
    }
}

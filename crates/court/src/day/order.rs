//! The order that goes with a typed result: recorded at once through the sentences room, so that supervision begins and what
//! was promised is kept without waiting for the court's message, which takes it over when it comes.

use super::list::{DayLine, day_list, kinds};
use kernel::{Date, DayEntryId, EventId, OrderId, PersonKeys};
use organisation::Court;
use people::OpenPerson;
use sentences::{Length, NewEvent, OrderFacts, Origin, RequirementFacts};
use store::{Cx, Failure, Result};

/// An order as it was heard.
#[derive(Clone, Debug, Default)]
pub struct HeardOrder {
    /// The matter that it answers; none opens a new one.
    pub event: Option<EventId>,
    /// Code of a sentence type.
    pub sentence: String,
    pub ends_on: Option<Date>,
    pub custody_term: Option<Length>,
    pub operational_period: Option<Length>,
    pub requirements: Vec<RequirementFacts>,
}

/// The order that was typed on a line and waits for the court's message.
pub(super) fn typed(cx: &mut Cx<'_>, line: &DayLine) -> Result<Option<OrderId>> {
    let Some(person) = line.entry.person_id else { return Ok(None) };
    let keys = people::keys_of(cx, person)?;
    sentences::heard_in_court(cx, &keys, &line.entry.id.to_string())
}

/// What stands against typing an order on a line.
pub(super) fn may_type(cx: &mut Cx<'_>, line: &DayLine) -> Result<()> {
    let kinds = kinds(cx)?;
    let (code, day) = (line.entry.result.as_deref(), line.entry.day);
    let expects =
        kinds.0.iter().any(|k| Some(k.code.as_str()) == code && k.expects == "supervise" && k.valid_from <= day);
    let (code, words) = if line.came.is_some() {
        ("message_came", "The court’s message has come: its order is on the record")
    } else if !expects {
        ("no_result", "Type the result first: a sentence that probation carries out")
    } else if line.entry.person_id.is_none() {
        ("no_person", "Nobody on record stands on this line: add the CRN first")
    } else {
        return Ok(());
    };
    Err(Failure::refused("", code, words))
}

/// Matters of the person that wait for an order.
pub(super) fn waiting(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<sentences::Event>> {
    let mut all = sentences::events(cx, keys)?;
    all.retain(|e| e.is_open() && e.orders.iter().all(|o| o.order.removed.is_some()));
    Ok(all.into_iter().map(|e| e.event).collect())
}

/// As the sentences room takes it.
pub(super) fn facts(court: &Court, day: Date, heard: &HeardOrder) -> OrderFacts {
    OrderFacts {
        sentence: heard.sentence.clone(),
        court_id: Some(court.id),
        court_name: Some(court.name.clone()),
        made_on: day,
        starts_on: None,
        ends_on: heard.ends_on,
        custody_term: heard.custody_term,
        operational_period: heard.operational_period,
        supervision_period: None,
        notes: None,
    }
}

/// The person of a line, opened.
pub(super) fn opened(cx: &mut Cx<'_>, line: &DayLine) -> Result<OpenPerson> {
    let person = line.entry.person_id.ok_or(Failure::NotFound)?;
    people::open_by_id(cx, person)
}

/// Records the order of a line.
///
/// # Errors
/// `message_came`, `typed_already`, `no_result`, `no_person`; what the sentences room refuses; [`Failure::NotFound`].
pub fn type_order(cx: &mut Cx<'_>, court: &Court, day: Date, id: DayEntryId, heard: &HeardOrder) -> Result<OrderId> {
    let line = day_list(cx, court, day)?.into_iter().find(|l| l.entry.id == id).ok_or(Failure::NotFound)?;
    may_type(cx, &line)?;
    let open = opened(cx, &line)?;
    cx.describe("Typed an order in court", None);
    let event = match heard.event {
        Some(event) if waiting(cx, &open.keys)?.iter().any(|e| e.id == event) => event,
        Some(_) => return Err(Failure::refused("event", "unknown", "Select a matter that waits for an order")),
        None => sentences::open_event(cx, &open.keys, &new_event(court, day))?,
    };
    let facts = facts(court, day, heard);
    sentences::record_in_court(cx, &open.keys, event, &facts, &heard.requirements, &id.to_string())
}

fn new_event(court: &Court, day: Date) -> NewEvent {
    NewEvent {
        origin: Origin::Court,
        referred_on: day,
        taken_on: None,
        court_id: Some(court.id),
        court_name: Some(court.name.clone()),
        notes: None,
        source_key: None,
    }
}

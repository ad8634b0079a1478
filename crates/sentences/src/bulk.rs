//! Fills a new database with many people's sentences, several rows a statement, each row recorded at the instant at which it
//! would have been. For demo alone: it tells nobody, and trusts its caller that the people are new; what the actions would
//! have told it gives back. The rows, the rules and the words are those of the actions.

use crate::event::Event;
use crate::event::actions::opened_words;
use crate::event::rules::{opening, refused};
use crate::order::actions::{Provenance, WITH_ORDER, ended_words, new_order, recorded_words, released_words, set_end};
use crate::order::rules::{ending_order, recording, releasing};
use crate::published;
use crate::requirement::actions::{added_words, ended_words as requirement_ended_words, new_requirement};
use crate::requirement::rules::{adding, ending_requirement, progressing};
use crate::requirement::work::{entry_of, progress_words};
use crate::supervision::{told_by, view_of};
use crate::{
    Ending, Lists, NewEvent, NewProgress, Offence, OffenceFacts, Order, OrderFacts, ProgressEntry, Requirement,
    RequirementFacts, Supervision,
};
use domain_events::DomainEvent;
use kernel::{Date, EventId, Instant, PersonId, PersonKeys};
use law::Law;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Batch, Cx, Failure, Result};

/// One person's event with all its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeEvent {
    pub person: PersonId,
    /// 1, 2, 3 within the person.
    pub number: i64,
    /// When it was recorded, with its offences, order and requirements.
    pub recorded_at: Instant,
    pub event: NewEvent,
    /// The main offence first.
    pub offences: Vec<OffenceFacts>,
    pub order: Option<WholeOrder>,
}

/// One order with all its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeOrder {
    pub facts: OrderFacts,
    pub requirements: Vec<RequirementFacts>,
    /// The day of release, and when it was recorded.
    pub released: Option<(Instant, Date)>,
    /// How the first so many requirements ended before the order did, and when that was recorded.
    pub done: Option<(Instant, Ending, usize)>,
    /// How it ended, and when that was recorded.
    pub ended: Option<(Instant, Ending)>,
}

/// What was written of one event.
#[derive(Clone, Debug)]
pub struct FilledEvent {
    pub event: EventId,
    pub order: Option<Order>,
    pub requirements: Vec<Requirement>,
}

/// What was written of one person, and what the actions would have told, in the order of time.
#[derive(Clone, Debug)]
pub struct FilledPerson {
    pub person: PersonId,
    pub events: Vec<FilledEvent>,
    pub told: Vec<(Instant, DomainEvent)>,
}

/// Notes on which day a requirement of the past really began, without telling anybody: for filling a new database.
///
/// # Errors
/// When there is no such requirement or the database fails.
pub fn fill_begun(
    cx: &mut Cx<'_>,
    person: PersonId,
    requirement: kernel::RequirementId,
    on: kernel::Date,
) -> Result<()> {
    let mut row = cx.need::<Requirement>(store::params![person, requirement])?;
    row.started_on = Some(on);
    cx.describe("Noted when a requirement began", None);
    cx.update(&mut row)
}

struct Rows {
    law: Arc<Law>,
    lists: Lists,
    events: Batch<Event>,
    offences: Batch<Offence>,
    orders: Batch<Order>,
    requirements: Batch<Requirement>,
    views: Vec<Supervision>,
}

/// Writes the events of people who have none yet; all events of one person stand together, and all are in one call.
///
/// # Errors
/// What the rules refuse, or the database's.
pub fn fill(cx: &mut Cx<'_>, events: &[WholeEvent]) -> Result<Vec<FilledPerson>> {
    let mut rows = Rows {
        law: cx.part::<Law>()?,
        lists: Lists::current(cx)?,
        events: Batch::default(),
        offences: Batch::default(),
        orders: Batch::default(),
        requirements: Batch::default(),
        views: Vec::new(),
    };
    let mut filled = Vec::new();
    for of_person in events.chunk_by(|a, b| a.person == b.person) {
        filled.push(rows.person(cx, of_person)?);
    }
    rows.events.write(cx)?;
    rows.offences.write(cx)?;
    let orders = rows.orders.write(cx)?;
    let requirements = rows.requirements.write(cx)?;
    let mut hangs: HashMap<PersonId, Vec<&Requirement>> = HashMap::new();
    for requirement in &requirements {
        hangs.entry(requirement.person_id).or_default().push(requirement);
    }
    let of_person = orders.chunk_by(|a, b| a.person_id == b.person_id).filter_map(|own| Some((own.first()?, own)));
    let counted = of_person.flat_map(|(first, own)| {
        published::rows_of(
            &rows.lists,
            first.person_id,
            own,
            hangs.get(&first.person_id).map_or(&[][..], Vec::as_slice),
        )
    });
    cx.insert_all(&counted.collect::<Vec<_>>())?;
    cx.insert_all(&rows.views)?;
    Ok(filled)
}

/// What happens to a person's sentences, in the order of time.
enum Step<'w> {
    Recorded(&'w WholeEvent),
    Released(EventId, Date),
    Done(EventId, &'w Ending, usize),
    Ended(EventId, &'w Ending),
}

/// One person, as they stand while their past is told.
struct Telling {
    keys: PersonKeys,
    /// The place of each event's order in the batch, and of its requirements.
    places: Vec<(EventId, Option<usize>, Vec<usize>)>,
    events: Vec<Event>,
    view: Option<Supervision>,
    told: Vec<(Instant, DomainEvent)>,
}

impl Rows {
    fn person(&mut self, cx: &mut Cx<'_>, events: &[WholeEvent]) -> Result<FilledPerson> {
        let person = events.first().map(|e| e.person).ok_or_else(|| Failure::broken("a person without events"))?;
        let keys = PersonKeys::alone(person);
        let mut telling = Telling { keys, places: vec![], events: vec![], view: None, told: vec![] };
        let mut ids: HashMap<i64, EventId> = HashMap::new();
        let mut steps: Vec<(Instant, Step<'_>)> = Vec::new();
        for whole in events {
            cx.pretend_it_is(whole.recorded_at)?;
            let id = cx.new_id();
            ids.insert(whole.number, id);
            steps.push((whole.recorded_at, Step::Recorded(whole)));
            let order = whole.order.as_ref();
            steps.extend(order.and_then(|o| o.released).map(|(at, on)| (at, Step::Released(id, on))));
            steps.extend(order.and_then(|o| o.done.as_ref()).map(|(at, how, n)| (*at, Step::Done(id, how, *n))));
            steps.extend(order.and_then(|o| o.ended.as_ref()).map(|(at, how)| (*at, Step::Ended(id, how))));
        }
        steps.sort_by_key(|(at, _)| *at);
        for (at, step) in steps {
            cx.pretend_it_is(at)?;
            match step {
                Step::Recorded(whole) => self.record(cx, &mut telling, whole, ids.get(&whole.number).copied())?,
                Step::Released(event, on) => self.release(cx, &mut telling, event, on)?,
                Step::Done(event, how, first) => self.done(cx, &mut telling, event, how, first)?,
                Step::Ended(event, how) => self.end(cx, &mut telling, event, how)?,
            }
        }
        self.views.extend(telling.view.take());
        let filled = telling.places.iter().map(|(event, order, requirements)| FilledEvent {
            event: *event,
            order: order.and_then(|at| self.orders.rows().get(at)).cloned(),
            requirements: requirements.iter().filter_map(|at| self.requirements.rows().get(*at)).cloned().collect(),
        });
        Ok(FilledPerson { person, events: filled.collect(), told: telling.told })
    }

    fn record(
        &mut self,
        cx: &mut Cx<'_>,
        telling: &mut Telling,
        whole: &WholeEvent,
        id: Option<EventId>,
    ) -> Result<()> {
        refused(opening(&whole.event, cx.today()))?;
        cx.describe(opened_words(whole.number, &whole.event), None);
        let event = Event::fresh(id.unwrap_or_else(|| cx.new_id()), whole.person, whole.number, &whole.event);
        telling.events.push(event.clone());
        self.events.add(cx, event.clone())?;
        let (person, on) = (whole.person, whole.event.referred_on);
        telling.told.push((cx.now(), DomainEvent::EventOpened { person, event: event.id, on }));
        self.settle(cx, telling, on);
        for (n, facts) in whole.offences.iter().enumerate() {
            let offence = Offence::fresh(cx.new_id(), &event, n == 0, facts);
            self.offences.add(cx, offence)?;
        }
        telling.places.push((event.id, None, vec![]));
        match &whole.order {
            Some(order) => self.record_order(cx, telling, &event, order),
            None => Ok(()),
        }
    }

    fn record_order(
        &mut self,
        cx: &mut Cx<'_>,
        telling: &mut Telling,
        event: &Event,
        whole: &WholeOrder,
    ) -> Result<()> {
        let law = self.law.clone();
        refused(recording(&law, &whole.facts, cx.today()))?;
        cx.pretend_it_is(cx.now())?;
        let order = new_order(cx, event, &whole.facts, Provenance::default());
        cx.describe(recorded_words(&law, event, &order), None);
        let place = self.orders.add(cx, order.clone())?;
        let person = event.person_id;
        let made = DomainEvent::OrderMade { person, event: event.id, order: order.id, on: order.made_on };
        telling.told.push((cx.now(), made));
        let mut places = Vec::new();
        for facts in &whole.requirements {
            refused(adding(&law, &order, facts))?;
            let requirement = new_requirement(cx, &order, facts, None, None);
            cx.describe(added_words(&law, &requirement), None);
            let (id, kind) = (requirement.id, requirement.kind.clone());
            let added = DomainEvent::RequirementAdded { person, order: order.id, requirement: id, kind };
            telling.told.push((cx.now(), added));
            places.push(self.requirements.add(cx, requirement)?);
        }
        if let Some(last) = telling.places.last_mut() {
            (last.1, last.2) = (Some(place), places);
        }
        self.settle(cx, telling, order.made_on);
        Ok(())
    }

    fn release(&mut self, cx: &mut Cx<'_>, telling: &mut Telling, event: EventId, on: Date) -> Result<()> {
        let (place, _) = telling.places_of(event)?;
        let law = self.law.clone();
        if let Some(order) = self.orders.rows().get(place) {
            refused(releasing(&law, order, on, cx.today()))?;
            cx.describe(released_words(&law, order), None);
        }
        self.orders.change(cx, place, |order| order.released_on = Some(on))?;
        self.settle(cx, telling, on);
        Ok(())
    }

    fn done(
        &mut self,
        cx: &mut Cx<'_>,
        telling: &mut Telling,
        event: EventId,
        how: &Ending,
        first: usize,
    ) -> Result<()> {
        let (place, requirements) = telling.places_of(event)?;
        let (law, person) = (self.law.clone(), telling.keys.survivor);
        let order = self.orders.rows().get(place).cloned().ok_or_else(|| Failure::broken("the order is not there"))?;
        for place in requirements.into_iter().take(first) {
            let Some(row) = self.requirements.rows().get(place).cloned() else { continue };
            refused(ending_requirement(&self.lists, &order, &row, how, cx.today()))?;
            cx.pretend_it_is(cx.now())?;
            cx.describe(requirement_ended_words(&law, &self.lists, &row, how), how.note.as_deref());
            self.requirements.change(cx, place, |requirement| {
                (requirement.ended_on, requirement.end_reason) = (Some(how.on), Some(how.reason.clone()));
            })?;
            let (requirement, reason) = (row.id, how.reason.clone());
            let fact = DomainEvent::RequirementEnded { person, order: order.id, requirement, on: how.on, reason };
            telling.told.push((cx.now(), fact));
        }
        Ok(())
    }

    fn end(&mut self, cx: &mut Cx<'_>, telling: &mut Telling, event: EventId, how: &Ending) -> Result<()> {
        let (place, requirements) = telling.places_of(event)?;
        let (law, person) = (self.law.clone(), telling.keys.survivor);
        let order = self.orders.rows().get(place).cloned().ok_or_else(|| Failure::broken("the order is not there"))?;
        refused(ending_order(&law, &self.lists, &order, how, cx.today()))?;
        cx.describe(ended_words(&law, &self.lists, &order, how), how.note.as_deref());
        self.orders.change(cx, place, |order| set_end(order, how))?;
        for place in requirements {
            if self.requirements.rows().get(place).is_none_or(|requirement| !requirement.is_open()) {
                continue;
            }
            self.requirements.change(cx, place, |requirement| {
                (requirement.ended_on, requirement.end_reason) = (Some(how.on), Some(WITH_ORDER.into()));
            })?;
        }
        let (order, reason) = (order.id, how.reason.clone());
        telling.told.push((cx.now(), DomainEvent::OrderEnded { person, event, order, on: how.on, reason }));
        self.settle(cx, telling, how.on);
        Ok(())
    }

    /// What the person is supervised on after a step, and what is told of it.
    fn settle(&mut self, cx: &Cx<'_>, telling: &mut Telling, on: Date) {
        let places = telling.places.iter().filter_map(|(_, order, _)| *order);
        let orders: Vec<Order> = places.filter_map(|at| self.orders.rows().get(at)).cloned().collect();
        let now = view_of(&self.law, &telling.keys, &telling.events, &orders);
        let fact = told_by(telling.keys.survivor, telling.view.as_ref(), now.as_ref(), on);
        telling.told.extend(fact.map(|fact| (cx.now(), fact)));
        telling.view = now;
    }
}

impl Telling {
    fn places_of(&self, event: EventId) -> Result<(usize, Vec<usize>)> {
        let found = self.places.iter().find(|(id, ..)| *id == event);
        let found = found.and_then(|(_, order, requirements)| Some(((*order)?, requirements.clone())));
        found.ok_or_else(|| Failure::broken("what happens to an order is told before the order"))
    }
}

/// Something done towards a requirement, when it was recorded, and the order and requirement that it is for.
pub struct WholeProgress<'a> {
    pub recorded_at: Instant,
    pub order: &'a Order,
    pub requirement: &'a Requirement,
    pub progress: NewProgress,
}

/// Writes progress that nobody told before.
///
/// # Errors
/// What the rules refuse, or the database's.
pub fn fill_progress(cx: &mut Cx<'_>, all: &[WholeProgress<'_>]) -> Result<()> {
    let law = cx.part::<Law>()?;
    let mut rows = Batch::<ProgressEntry>::default();
    for WholeProgress { recorded_at, order, requirement, progress } in all {
        cx.pretend_it_is(*recorded_at)?;
        // What the order came to later is not held against what was done before.
        let open = Requirement { ended_on: None, ..(*requirement).clone() };
        refused(progressing(&law, order, &open, progress.done_on, progress.minutes, cx.today()))?;
        cx.describe(progress_words(&law, requirement, progress), None);
        let entry = entry_of(cx, order.person_id, progress);
        rows.add(cx, entry)?;
    }
    rows.write(cx).map(drop)
}

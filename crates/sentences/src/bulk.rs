//! Fills a new database with many people's sentences, several rows a statement. For demo alone: it reads nothing, tells
//! nobody, and trusts its caller that the people are new. What it writes are the rows that the actions would have written.

use crate::event::Event;
use crate::order::actions::{Provenance, new_order};
use crate::requirement::actions::new_requirement;
use crate::supervision::view_of;
use crate::{
    Ending, NewEvent, Offence, OffenceFacts, Order, OrderFacts, ProgressEntry, Requirement, RequirementFacts,
    Supervision,
};
use kernel::{Date, PersonId, PersonKeys};
use law::Law;
use store::{Cx, Result};

/// One person's event with all its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeEvent {
    pub person: PersonId,
    /// 1, 2, 3 within the person.
    pub number: i64,
    pub event: NewEvent,
    /// The main offence first.
    pub offences: Vec<OffenceFacts>,
    pub orders: Vec<WholeOrder>,
}

/// One order with all its parts.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeOrder {
    pub facts: OrderFacts,
    pub arrived_on: Date,
    pub released_on: Option<Date>,
    pub ended: Option<Ending>,
    pub requirements: Vec<WholeRequirement>,
}

/// One requirement with what was done on it: day and minutes.
#[derive(Clone, Debug, PartialEq)]
pub struct WholeRequirement {
    pub facts: RequirementFacts,
    pub started_on: Option<Date>,
    pub done: Vec<(Date, i64)>,
}

#[derive(Default)]
struct Rows {
    events: Vec<Event>,
    offences: Vec<Offence>,
    orders: Vec<Order>,
    requirements: Vec<Requirement>,
    progress: Vec<ProgressEntry>,
}

/// Writes the events of people who have none yet; all events of one person in one call.
///
/// # Errors
/// When the database fails.
pub fn fill(cx: &mut Cx<'_>, events: &[WholeEvent]) -> Result<()> {
    let law = cx.part::<Law>()?;
    cx.describe("Filled with sentences", None);
    let mut rows = Rows::default();
    for whole in events {
        rows.take(cx, whole);
    }
    cx.insert_all(&rows.events)?;
    cx.insert_all(&rows.offences)?;
    cx.insert_all(&rows.orders)?;
    cx.insert_all(&rows.requirements)?;
    cx.insert_all(&rows.progress)?;
    cx.insert_all(&rows.view(&law))
}

impl Rows {
    fn take(&mut self, cx: &Cx<'_>, whole: &WholeEvent) {
        let event = Event::fresh(cx.new_id(), whole.person, whole.number, &whole.event);
        for (index, facts) in whole.offences.iter().enumerate() {
            self.offences.push(Offence::fresh(cx.new_id(), &event, index == 0, facts));
        }
        for order in &whole.orders {
            self.take_order(cx, &event, order);
        }
        self.events.push(event);
    }

    fn take_order(&mut self, cx: &Cx<'_>, event: &Event, whole: &WholeOrder) {
        let from = Provenance { arrived_on: Some(whole.arrived_on), ..Provenance::default() };
        let mut order = new_order(cx, event, &whole.facts, from);
        order.released_on = whole.released_on;
        if let Some(ended) = &whole.ended {
            (order.ended_on, order.end_reason, order.end_note) =
                (Some(ended.on), Some(ended.reason.clone()), ended.note.clone());
        }
        for part in &whole.requirements {
            let mut requirement = new_requirement(cx, &order, &part.facts, None, None);
            requirement.started_on = part.started_on;
            if let Some(ended) = &whole.ended {
                (requirement.ended_on, requirement.end_reason) = (Some(ended.on), Some("order-ended".into()));
            }
            self.progress.extend(part.done.iter().map(|(done_on, minutes)| ProgressEntry {
                person_id: order.person_id,
                id: cx.new_id(),
                requirement_id: requirement.id,
                done_on: *done_on,
                minutes: *minutes,
                note: None,
                source_key: None,
                withdrawn: None,
                version: 1,
            }));
            self.requirements.push(requirement);
        }
        self.orders.push(order);
    }

    fn view(&self, law: &Law) -> Vec<Supervision> {
        let mut people: Vec<PersonId> = self.events.iter().map(|e| e.person_id).collect();
        people.dedup();
        let of = |person: PersonId| {
            let events: Vec<Event> = self.events.iter().filter(|e| e.person_id == person).cloned().collect();
            let orders: Vec<Order> = self.orders.iter().filter(|o| o.person_id == person).cloned().collect();
            view_of(law, &PersonKeys::alone(person), &events, &orders)
        };
        people.into_iter().filter_map(of).collect()
    }
}

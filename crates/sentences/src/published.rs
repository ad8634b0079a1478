//! Orders as measures count them: what they are, how they ended, and how many of their requirements are done. A view of
//! codes and dates, written with the record that it is read from and rebuildable from it. It does not know who counts.

use crate::{Lists, Order, Requirement, find};
use domain_events::DomainEvent as E;
use kernel::{Date, EventId, OrderId, PersonId, PersonKeys};
use store::{Cx, Kind, Result, params, record};

record! {
    /// One order that was not removed, under the record that holds the person today.
    pub struct CountedOrder in "view_order", Kind::View, key ["person_id", "order_id"] {
        pub person_id: PersonId,
        pub order_id: OrderId,
        pub event_id: EventId,
        /// Code of a sentence type.
        pub sentence: String,
        pub made_on: Date,
        /// The last day as the court set it or changed it.
        pub ends_on: Option<Date>,
        pub ended_on: Option<Date>,
        /// Code of an end reason.
        pub end_reason: Option<String>,
        /// It ended, and its reason counts as a success.
        pub completed: bool,
        /// Requirements that were not removed.
        pub requirements: i64,
        /// Of these, how many ended with everything done.
        pub requirements_done: i64,
    }
}

/// The rows that these orders and requirements make.
pub(crate) fn rows_of<'r>(
    lists: &Lists,
    person_id: PersonId,
    orders: impl IntoIterator<Item = &'r Order>,
    requirements: &[&Requirement],
) -> Vec<CountedOrder> {
    let success = |code: &Option<String>| code.as_deref().and_then(|c| lists.reason(c)).is_some_and(|r| r.completed);
    let row = |order: &Order| {
        let own = || requirements.iter().filter(|r| r.order_id == order.id && r.removed.is_none());
        let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
        CountedOrder {
            person_id,
            order_id: order.id,
            event_id: order.event_id,
            sentence: order.sentence.clone(),
            made_on: order.made_on,
            ends_on: order.end(),
            ended_on: order.ended_on,
            end_reason: order.end_reason.clone(),
            completed: order.ended_on.is_some() && success(&order.end_reason),
            requirements: count(own().count()),
            requirements_done: count(own().filter(|r| r.ended_on.is_some() && success(&r.end_reason)).count()),
        }
    };
    orders.into_iter().filter(|order| order.removed.is_none()).map(row).collect()
}

/// Writes a person's rows anew; gives whether they were wrong.
///
/// # Errors
/// When the database fails.
pub fn rebuild_counted_orders(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<bool> {
    let lists = Lists::current(cx)?;
    let orders: Vec<Order> = find::rows_of(cx, keys, "")?;
    let requirements: Vec<Requirement> = find::rows_of(cx, keys, "")?;
    let rows = rows_of(&lists, keys.survivor, &orders, &requirements.iter().collect::<Vec<_>>());
    cx.put_view(keys.survivor, &rows)
}

/// Keeps up with what the room itself tells, and with merges.
///
/// # Errors
/// When the database fails.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &E) -> Result<()> {
    let people = match event {
        E::OrderMade { person, .. }
        | E::OrderAmended { person, .. }
        | E::OrderEnded { person, .. }
        | E::OrderReopened { person, .. }
        | E::RequirementAdded { person, .. }
        | E::RequirementAmended { person, .. }
        | E::RequirementEnded { person, .. } => vec![*person],
        E::PersonMerged { person, absorbed } => {
            cx.execute("DELETE FROM view_order WHERE person_id = $1", params![absorbed])?;
            vec![*person]
        }
        E::PersonUnmerged { person, released } => vec![*person, *released],
        _ => return Ok(()),
    };
    for person in people {
        let keys = people::keys_of(cx, person)?;
        rebuild_counted_orders(cx, &keys)?;
    }
    Ok(())
}

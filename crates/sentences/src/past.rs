//! A person's events as they stood at a past instant, put together from what history keeps.

use crate::event::Event;
use crate::read::{EventWithParts, OrderWithParts, requirement_with};
use crate::{KeyDate, Offence, Order, ProgressEntry, Requirement};
use law::Law;
use store::{Result, Stood};

/// Every event with its parts as the record said it then, the newest first.
///
/// # Errors
/// When an image cannot be read.
pub fn events_then(stood: &Stood, law: &Law) -> Result<Vec<EventWithParts>> {
    let (mut events, mut offences) = (stood.rows::<Event>()?, stood.rows::<Offence>()?);
    let (mut orders, mut key_dates) = (stood.rows::<Order>()?, stood.rows::<KeyDate>()?);
    let (mut requirements, mut entries) = (stood.rows::<Requirement>()?, stood.rows::<ProgressEntry>()?);
    events.sort_by_key(|e| std::cmp::Reverse((e.number, e.id)));
    offences.sort_by_key(|o| (o.removed.is_some(), !o.main, o.id));
    orders.sort_by_key(|o| std::cmp::Reverse((o.made_on, o.id)));
    key_dates.sort_by_key(|k| (k.falls_on, k.id));
    let place = |kind: &str| law.requirements().iter().position(|r| r.code == kind).unwrap_or(usize::MAX);
    requirements.sort_by_key(|r| (r.removed.is_some(), place(&r.kind), r.id));
    entries.sort_by_key(|e| (e.done_on, e.id));
    let whole = orders.into_iter().map(|order| OrderWithParts {
        requirements: requirements
            .extract_if(.., |r| r.order_id == order.id)
            .map(|r| {
                let own = entries.extract_if(.., |e| e.requirement_id == r.id).collect();
                requirement_with(law, r, own)
            })
            .collect(),
        key_dates: key_dates.extract_if(.., |k| k.order_id == order.id).collect(),
        order,
    });
    let mut whole: Vec<OrderWithParts> = whole.collect();
    let made = events.into_iter().map(|event| EventWithParts {
        offences: offences.extract_if(.., |o| o.event_id == event.id).collect(),
        orders: whole.extract_if(.., |o| o.order.event_id == event.id).collect(),
        event,
    });
    Ok(made.collect())
}

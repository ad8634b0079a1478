//! What the room hears: an order's hours changed, and an officer used the power of credit.

use crate::minutes::{accounts, record_incentive, settle};
use contacts::FailedDay;
use domain_events::DomainEvent;
use kernel::{Date, EventId, PersonKeys};
use law::{Law, PowerKind};
use store::{Cx, Result, key_values};

pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("minutes of unpaid work", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::RequirementAmended { person, requirement, .. } => {
            let keys = people::keys_of(cx, *person)?;
            let known = accounts(cx, &keys)?.iter().any(|a| a.requirement.id == *requirement && !a.lines.is_empty());
            if known { settle(cx, &keys, &[*requirement]) } else { Ok(()) }
        }
        E::PowerUsed { person, order, on, kind, undone, .. } => {
            let law = cx.part::<Law>()?;
            if law.power(kind).is_none_or(|power| power.kind != PowerKind::CreditWork) {
                return Ok(());
            }
            let keys = people::keys_of(cx, *person)?;
            let event = sentences::order(cx, &keys, *order)?.order.event_id;
            let failures = failures_under(cx, &keys, event)?;
            record_incentive(cx, &keys, *order, (*on, *undone), &failures)
        }
        _ => Ok(()),
    }
}

/// The days on which the person did not keep to what the orders of an event ask.
///
/// # Errors
/// When the database fails.
pub(crate) fn failures_under(cx: &mut Cx<'_>, keys: &PersonKeys, event: EventId) -> Result<Vec<Date>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY on_day", keys.placeholders(1));
    let failed = cx.list::<FailedDay>(&rest, &key_values(keys))?;
    Ok(failed.into_iter().filter(|f| f.event_id == event).map(|f| f.on_day).collect())
}

//! How the delivery of each requirement ended, as sentences tells it. What ended with its order counts as completed when the
//! order was, and the requirement had begun.

use domain_events::DomainEvent;
use kernel::{Date, OrderId, PersonId, RequirementId};
use sentences::Lists;
use store::{Cx, Kind, Result, params, record};

record! {
    /// One row a requirement that ended.
    pub struct DeliveryEnd in "view_delivery_end", Kind::View, key ["requirement_id"] {
        pub requirement_id: RequirementId,
        pub person_id: PersonId,
        pub ended_on: Date,
        pub completed: bool,
    }
}

/// Keeps the ends in step.
///
/// # Errors
/// When the database fails.
pub(super) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    match event {
        DomainEvent::RequirementEnded { person, requirement, on, reason, .. } => {
            let completed = completed(cx, reason)?;
            cx.save(&DeliveryEnd { requirement_id: *requirement, person_id: *person, ended_on: *on, completed })
        }
        DomainEvent::RequirementAmended { person, order, .. }
        | DomainEvent::OrderEnded { person, order, .. }
        | DomainEvent::OrderReopened { person, order, .. } => refresh(cx, *person, *order),
        _ => Ok(()),
    }
}

fn completed(cx: &mut Cx<'_>, reason: &str) -> Result<bool> {
    Ok(Lists::current(cx)?.reason(reason).is_some_and(|reason| reason.completed))
}

/// Writes the ends of an order's requirements anew.
fn refresh(cx: &mut Cx<'_>, person: PersonId, order: OrderId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let Some(order) = sentences::orders(cx, &keys)?.into_iter().find(|o| o.order.id == order) else { return Ok(()) };
    let lists = Lists::current(cx)?;
    let is_completed = |code: Option<&str>| code.and_then(|code| lists.reason(code)).is_some_and(|r| r.completed);
    let with_order = order.order.ended_on.is_some() && is_completed(order.order.end_reason.as_deref());
    for requirement in order.requirements.iter().map(|r| &r.requirement) {
        let Some(ended_on) = requirement.ended_on.filter(|_| requirement.removed.is_none()) else {
            cx.execute("DELETE FROM view_delivery_end WHERE requirement_id = $1", params![requirement.id])?;
            continue;
        };
        let own = is_completed(requirement.end_reason.as_deref());
        let same_day = order.order.ended_on == Some(ended_on);
        let completed = own || (same_day && with_order && requirement.started_on.is_some());
        cx.save(&DeliveryEnd { requirement_id: requirement.id, person_id: person, ended_on, completed })?;
    }
    Ok(())
}

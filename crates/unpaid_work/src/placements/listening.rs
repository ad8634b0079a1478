//! What placements hear: a requirement or an order ended, so nobody works under it any more. Stays with the same person.

use super::actions::end_row;
use super::records::{Placement, PlacementState};
use super::store::placements_of;
use domain_events::DomainEvent;
use kernel::{Date, PersonId, RequirementId};
use store::{Cx, Result};

pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("placements of unpaid work", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::RequirementEnded { person, requirement, on, reason, .. } => {
            let why = if reason == "completed" { "hours-done" } else { "order-ended" };
            end_under(cx, *person, &[*requirement], *on, why)
        }
        E::OrderEnded { person, order, on, .. } => {
            let keys = people::keys_of(cx, *person)?;
            if placements_of(cx, &keys)?.iter().all(|p| p.state != PlacementState::Placed) {
                return Ok(());
            }
            let order = sentences::order(cx, &keys, *order)?;
            let under: Vec<RequirementId> = order.requirements.iter().map(|r| r.requirement.id).collect();
            end_under(cx, *person, &under, *on, "order-ended")
        }
        _ => Ok(()),
    }
}

fn end_under(cx: &mut Cx<'_>, person: PersonId, under: &[RequirementId], on: Date, why: &str) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let rows = placements_of(cx, &keys)?;
    let open = |p: &Placement| {
        p.state == PlacementState::Placed && p.is_open(on.tomorrow().unwrap_or(on)) && under.contains(&p.requirement_id)
    };
    for row in rows.into_iter().filter(open) {
        end_row(cx, row, on, why, None)?;
    }
    Ok(())
}

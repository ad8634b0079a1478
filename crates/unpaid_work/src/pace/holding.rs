//! Who holds a person, as the room of allocation tells it, for the lists of this room.

use super::records::Holder;
use domain_events::DomainEvent;
use kernel::PersonId;
use store::{Cx, Result, params};

/// Whoever holds the person of this id.
pub(super) fn holder(cx: &mut Cx<'_>, person: PersonId) -> Result<Option<Holder>> {
    cx.get::<Holder>(params![person])
}

pub(super) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::Allocated { person, staff, team, .. } => held(cx, *person, |h| {
            (h.staff_id, h.officer_id, h.team_id) = (Some(*staff), Some(*staff), Some(*team));
        }),
        E::Unallocated { person, team, .. } => held(cx, *person, |h| {
            (h.staff_id, h.officer_id) = (None, None);
            h.team_id = team.or(h.team_id);
        }),
        E::CoverArranged { person, staff, .. } => held(cx, *person, |h| h.staff_id = Some(*staff)),
        E::CoverEnded { person, .. } => held(cx, *person, |h| h.staff_id = h.officer_id),
        E::PersonMerged { person, absorbed } => {
            if holder(cx, *person)?.is_none_or(|h| h.officer_id.is_none())
                && let Some(theirs) = holder(cx, *absorbed)?
            {
                cx.save(&Holder { person_id: *person, ..theirs })?;
            }
            Ok(())
        }
        _ => Ok(()),
    }
}

fn held(cx: &mut Cx<'_>, person: PersonId, change: impl FnOnce(&mut Holder)) -> Result<()> {
    let mut row =
        holder(cx, person)?.unwrap_or(Holder { person_id: person, staff_id: None, officer_id: None, team_id: None });
    change(&mut row);
    cx.save(&row)
}

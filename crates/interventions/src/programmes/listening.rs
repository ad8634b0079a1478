//! What programmes hear: places taken and given back, referrals, what came of sessions in the log, and what lists order cases
//! by. A listener does no IO and stays with the same person.

use super::attendance::{came_of, moved_or_cancelled, replaced};
use super::cases::{referred, released, taken};
use super::records::CaseLine;
use super::store::keep_line;
use domain_events::DomainEvent;
use kernel::PersonId;
use store::{Cx, Listener, Result, params};

pub(crate) const LISTENERS: &[(&str, Listener)] = &[("programmes", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::PlaceTaken { person, waiting, group: Some(group), .. } => {
            let open = people::open_by_id(cx, *person)?;
            taken(cx, &open, *waiting, *group)
        }
        E::PlaceReleased { person, waiting, .. } => {
            let keys = people::keys_of(cx, *person)?;
            released(cx, &keys, *waiting)
        }
        E::ReferralMade { person, referral, service, requirement, .. } => {
            let open = people::open_by_id(cx, *person)?;
            referred(cx, &open, *referral, (*service, *requirement))
        }
        E::OutcomeRecorded { person, contact, .. } => came_of(cx, *person, *contact),
        E::AppointmentCancelled { person, contact, .. } => moved_or_cancelled(cx, *person, *contact),
        E::AppointmentMoved { person, contact, .. } => replaced(cx, *person, *contact),
        E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. }
        | E::RiskLevelChanged { person, .. }
        | E::AssessmentSigned { person, .. }
        | E::ScoresChanged { person, .. }
        | E::OrderAmended { person, .. }
        | E::OrderEnded { person, .. }
        | E::OrderReopened { person, .. }
        | E::RequirementEnded { person, .. }
        | E::RequirementAmended { person, .. }
        | E::StartPromised { person, .. } => refresh(cx, *person),
        E::PersonMerged { person, absorbed } => {
            refresh(cx, *absorbed)?;
            refresh(cx, *person)
        }
        _ => Ok(()),
    }
}

/// Writes the lines of somebody's cases anew. After a merge the lines stay under the record whose cases they are, as its cases do.
fn refresh(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let lines = cx.list::<CaseLine>("WHERE person_id = $1", params![person])?;
    if lines.is_empty() {
        return Ok(());
    }
    let keys = people::keys_of(cx, person)?;
    for line in lines {
        keep_line(cx, &keys, line.case_id)?;
    }
    Ok(())
}

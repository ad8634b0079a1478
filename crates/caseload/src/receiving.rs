//! Which team's unallocated list a person comes onto first: the team that hears of the results of the court that dealt
//! with them last, else the service's default.

use kernel::{PersonId, PersonKeys, TeamId};
use store::{Cx, Failure, Result};

/// The team that receives a person who has just come under supervision.
///
/// # Errors
/// When the service has no team at all.
pub(crate) fn team(cx: &mut Cx<'_>, person: PersonId) -> Result<TeamId> {
    let events = sentences::events(cx, &PersonKeys::alone(person))?;
    let latest = events.iter().map(|e| &e.event).filter(|e| e.court_id.is_some()).max_by_key(|e| e.number);
    let court = latest.and_then(|e| e.court_id);
    let code = match court {
        Some(court) => organisation::courts(cx)?.into_iter().find(|c| c.id == court).map(|c| c.code),
        None => None,
    };
    organisation::team_for_court(cx, code.as_deref().unwrap_or_default())?
        .ok_or_else(|| Failure::refused("", "no_team", "Open a team first: nobody could allocate this person"))
}

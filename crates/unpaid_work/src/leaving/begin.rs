//! Writing what goes with a project, in the transaction of its end.

use super::job::LEAVING_JOB;
use super::records::{Ending, Leaving, LeavingState, LeavingWhat};
use crate::placements::lines_of_project;
use crate::projects::Project;
use crate::sessions::{Booking, BookingState, Session, SessionState};
use kernel::{Actor, Date, PersonId, ProjectId, placeholders};
use serde_json::json;
use std::collections::BTreeSet;
use store::{Cx, Result, Value, id_values, params};
use uuid::Uuid;

/// Begins the end of a project whose last day was just set; the project is held by whoever calls.
///
/// # Errors
/// When the database fails.
pub(crate) fn begin(cx: &mut Cx<'_>, project: &Project, last: Date) -> Result<()> {
    let (asker_id, asker_staff_id) = match cx.actor() {
        Actor::User { id, staff, .. } => (Some(id.0), *staff),
        Actor::Client { id, .. } => (Some(id.0), None),
        Actor::System { .. } | Actor::Nobody => (None, None),
    };
    let row = Ending {
        project_id: project.id,
        last_day: last,
        asked_at: cx.now(),
        asked_by: cx.actor().name().to_owned(),
        asker_kind: cx.actor().kind().to_owned(),
        asker_id,
        asker_staff_id,
    };
    cx.insert(&row)?;
    gather(cx, project.id, last)?;
    let now = cx.now();
    cx.enqueue(LEAVING_JOB, json!({ "project": project.id }), now)
}

/// Puts what goes with the project into the queue and is not there yet; gives how much that is.
pub(super) fn gather(cx: &mut Cx<'_>, project: ProjectId, last: Date) -> Result<usize> {
    let known = cx.list::<Leaving>("WHERE project_id = $1", params![project])?;
    let known: BTreeSet<Uuid> = known.into_iter().map(|row| row.id).collect();
    let mut pieces: Vec<(LeavingWhat, Uuid, Option<PersonId>)> = Vec::new();
    let placed = lines_of_project(cx, project, last.tomorrow().unwrap_or(last))?;
    pieces.extend(placed.iter().map(|line| (LeavingWhat::Placement, line.id.0, Some(line.person_id))));
    let rest = "WHERE project_id = $1 AND state = $2 AND on_date > $3 ORDER BY on_date, id";
    let sessions = cx.list::<Session>(rest, params![project, SessionState::Planned, last])?;
    pieces.extend(sessions.iter().map(|s| (LeavingWhat::Session, s.id.0, None)));
    if !sessions.is_empty() {
        let mut values = id_values(&sessions.iter().map(|s| s.id).collect::<Vec<_>>());
        let among = placeholders(1, values.len());
        values.push(Value::from(BookingState::Booked));
        let rest = format!("WHERE session_id IN ({among}) AND state = ${} ORDER BY on_date, id", values.len());
        let expected = cx.list::<Booking>(&rest, &values)?;
        pieces.extend(expected.iter().map(|b| (LeavingWhat::Booking, b.id.0, Some(b.person_id))));
    }
    let new = pieces.into_iter().filter(|(_, id, _)| !known.contains(id)).map(|(what, id, person_id)| Leaving {
        project_id: project,
        id,
        what,
        place: match what {
            LeavingWhat::Placement => 1,
            LeavingWhat::Session => 2,
            LeavingWhat::Booking => 3,
        },
        person_id,
        state: LeavingState::Waiting,
        why: None,
        done_at: None,
    });
    let new: Vec<Leaving> = new.collect();
    cx.insert_all(&new)?;
    Ok(new.len())
}

//! Planning, changing and cancelling sessions, each under the lock of its own chain.

use super::reading::taken;
use super::records::{Session, SessionState};
use super::rules::{Bounds, SessionFacts, check_session, overlap};
use crate::policy::{MOST_A_DAY, MOST_PLACES, as_seen, numbers, reasoned, refuse};
use crate::projects;
use kernel::some_text;
use kernel::{Date, Refusal, WorkSessionId};
use store::{Cx, Failure, Result, params};

fn bounds(cx: &mut Cx<'_>, day: Date, taken: i64) -> Result<Bounds> {
    let numbers = numbers(cx)?;
    Ok(Bounds { most_places: numbers.on(MOST_PLACES, day)?, most_minutes: numbers.on(MOST_A_DAY, day)?, taken })
}

/// Plans a session of a project.
///
/// # Errors
/// What makes the project unfit on the day; `over_midnight`, `time_skipped`, `too_long`, `no_places`; `session_there`.
pub fn plan_session(cx: &mut Cx<'_>, facts: &SessionFacts) -> Result<WorkSessionId> {
    // The lock of the project keeps two of its sessions from taking one time at once.
    cx.lock(facts.project.0.into())?;
    let project = projects::project(cx, facts.project)?;
    let mut no = project.unfit_on(facts.on);
    no.extend(check_session(facts, bounds(cx, facts.on, 0)?));
    no.extend(clash(cx, facts, None)?);
    refuse(no)?;
    let row = Session {
        id: cx.new_id(),
        project_id: facts.project,
        unit_id: project.project.unit_id,
        on_date: facts.on,
        starts: facts.starts,
        ends: facts.ends,
        staff_id: facts.staff,
        outside_supervisor: some_text(facts.outside_supervisor.as_deref()),
        places: facts.places,
        meeting_point: some_text(facts.meeting_point.as_deref()).or(project.project.meeting_point.clone()),
        tools: some_text(facts.tools.as_deref()).or(project.project.tools.clone()),
        state: SessionState::Planned,
        state_reason: None,
        state_at: None,
        state_by: None,
        version: 1,
    };
    cx.describe(format!("Planned a session of {}", project.project.name), None);
    cx.insert(&row)?;
    Ok(row.id)
}

fn clash(cx: &mut Cx<'_>, facts: &SessionFacts, own: Option<WorkSessionId>) -> Result<Option<Refusal>> {
    let there = cx.list::<Session>(
        "WHERE project_id = $1 AND on_date = $2 AND state <> 'cancelled'",
        params![facts.project, facts.on],
    )?;
    let other = there.iter().find(|s| Some(s.id) != own && overlap((s.starts, s.ends), (facts.starts, facts.ends)));
    Ok(other.map(|s| {
        let words = format!("The project has a session that day from {}: choose other times", s.times());
        Refusal::new("starts", "session_there", words)
    }))
}

/// Changes a session that is still planned. Its day and times stay while people are expected.
///
/// # Errors
/// As [`plan_session`]; `ended`; `expected`; [`Failure::Stale`].
pub fn amend_session(cx: &mut Cx<'_>, id: WorkSessionId, facts: &SessionFacts, seen: i64) -> Result<()> {
    cx.lock(id.0.into())?;
    let mut row = cx.need::<Session>(params![id])?;
    as_seen(row.version, seen, "Somebody else changed this session")?;
    planned(&row)?;
    let taken = taken(cx, id)?;
    let moved = (row.on_date, row.starts, row.ends) != (facts.on, facts.starts, facts.ends);
    let mut no = check_session(facts, bounds(cx, facts.on, taken)?);
    if moved {
        no.extend(projects::fit_on(cx, row.project_id, facts.on)?);
        no.extend(clash(cx, &SessionFacts { project: row.project_id, ..facts.clone() }, Some(id))?);
        if taken > 0 {
            let words = "People have this as an appointment: cancel the session instead, and plan another";
            no.push(Refusal::new("starts", "expected", words));
        }
    }
    refuse(no)?;
    cx.describe("Changed a session of unpaid work", None);
    (row.on_date, row.starts, row.ends) = (facts.on, facts.starts, facts.ends);
    (row.staff_id, row.places) = (facts.staff, facts.places);
    row.outside_supervisor = some_text(facts.outside_supervisor.as_deref());
    row.meeting_point = some_text(facts.meeting_point.as_deref());
    row.tools = some_text(facts.tools.as_deref());
    cx.update(&mut row)
}

fn planned(row: &Session) -> Result<()> {
    match row.state {
        SessionState::Planned => Ok(()),
        SessionState::Cancelled => Err(Failure::refused("", "ended", "This session was cancelled")),
        SessionState::Held => Err(Failure::refused("", "ended", "The register of this session is typed")),
    }
}

/// Cancels a session. Whoever is expected is stood down by a step of their own.
///
/// # Errors
/// `ended`, `missing`; `told` when the register says that somebody worked; [`Failure::Stale`].
pub fn cancel_session(cx: &mut Cx<'_>, id: WorkSessionId, why: &str, seen: i64) -> Result<()> {
    cx.lock(id.0.into())?;
    let mut row = cx.need::<Session>(params![id])?;
    as_seen(row.version, seen, "Somebody else changed this session")?;
    planned(&row)?;
    let why = reasoned(why)?;
    if cx.count("SELECT count(*) FROM work_booking WHERE session_id = $1 AND state = 'told'", params![id])? > 0 {
        let words = "The register tells of people at this session already: put those lines right first";
        return Err(Failure::refused("", "told", words));
    }
    cx.describe("Cancelled a session of unpaid work", Some(&why));
    ended(cx, &mut row, SessionState::Cancelled, Some(why))
}

/// Says that the register is typed: everybody's line tells what came of it.
///
/// # Errors
/// `ended`; `untold` when a line is missing.
pub fn hold_session(cx: &mut Cx<'_>, id: WorkSessionId) -> Result<()> {
    cx.lock(id.0.into())?;
    let mut row = cx.need::<Session>(params![id])?;
    planned(&row)?;
    if cx.count("SELECT count(*) FROM work_booking WHERE session_id = $1 AND state = 'booked'", params![id])? > 0 {
        return Err(Failure::refused("", "untold", "The register does not tell of everybody yet"));
    }
    cx.describe("The register of a session is typed", None);
    ended(cx, &mut row, SessionState::Held, None)
}

fn ended(cx: &mut Cx<'_>, row: &mut Session, state: SessionState, why: Option<String>) -> Result<()> {
    row.state = state;
    row.state_reason = why;
    row.state_at = Some(cx.now());
    row.state_by = Some(cx.actor().name().to_owned());
    cx.update(row)
}

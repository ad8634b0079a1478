//! Doing what goes with a project in slices: each piece in a transaction of its own that also writes down that it is done.

use super::begin::gather;
use super::records::{Ending, Leaving, LeavingState, LeavingWhat, leaving_of};
use crate::placements::{PlacementState, end_row, placement};
use crate::projects::Project;
use crate::registers::stand_down;
use crate::sessions::{Session, SessionState, cancel_session};
use kernel::{Actor, ClientId, EntryId, Permission, ProjectId, UserId, WorkSessionId};
use serde_json::{Value, json};
use std::sync::Arc;
use store::{Asker, Cx, DatabaseErrorKind, Failure, House, JobRunner, Result, params};

/// The kind of job.
pub const LEAVING_JOB: &str = "unpaid_work.project-ended";
/// Pieces a slice: a slice ends well within the lease of a job.
const SLICE: i64 = 20;

pub(crate) const JOBS: &[(&str, JobRunner)] = &[(LEAVING_JOB, run_leaving_job)];

/// Runs [`LEAVING_JOB`]: does one slice and puts the next into the queue.
///
/// # Errors
/// When the body names no project or the database fails: the job is then tried again.
pub fn run_leaving_job(house: &House, body: &Value) -> Result<()> {
    let id = body.get("project").and_then(Value::as_str).and_then(|text| text.parse().ok());
    let id: ProjectId = id.ok_or_else(|| Failure::broken("the job names no project"))?;
    if leave_slice(house, id, SLICE)? {
        house.write(&Asker::system("projects that end"), |cx| {
            let now = cx.now();
            cx.enqueue(LEAVING_JOB, json!({ "project": id }), now)
        })?;
    }
    Ok(())
}

/// Does the next pieces. Gives true while there may be more.
///
/// # Errors
/// When the database fails. A piece that cannot be done is left with the reason and does not hold up the others.
pub fn leave_slice(house: &House, id: ProjectId, most: i64) -> Result<bool> {
    let system = Asker::system("projects that end");
    let (asked, next) = house
        .read(&system, |cx| Ok((cx.need::<Ending>(params![id])?, leaving_of(cx, id, LeavingState::Waiting, most)?)))?;
    if next.is_empty() {
        // Somebody may have planned a session at the very moment of the end.
        let more = house.write(&system, |cx| {
            cx.lock(id.0.into())?;
            cx.describe("Looked for what still goes with a project", None);
            gather(cx, id, asked.last_day)
        })?;
        return Ok(more > 0);
    }
    let asker = asker_of(&asked);
    for piece in &next {
        let done = house.write(&asker, |cx| leave_one(cx, &asked, piece));
        if let Err(failure) = done {
            let why = left_words(failure)?;
            house.write(&system, |cx| {
                let row = Leaving { state: LeavingState::Left, why: Some(why.clone()), ..piece.clone() };
                cx.save(&Leaving { done_at: Some(cx.now()), ..row })
            })?;
        }
    }
    Ok(true)
}

/// Whoever ended the project, as they were then; a record closed to them by now stays closed.
fn asker_of(asked: &Ending) -> Asker {
    let name = asked.asked_by.clone();
    let actor = match (asked.asker_kind.as_str(), asked.asker_id) {
        ("user", Some(id)) => Actor::User { id: UserId(id), staff: asked.asker_staff_id, name },
        ("client", Some(id)) => Actor::Client { id: ClientId(id), name },
        _ => return Asker::system("projects that end"),
    };
    let may = [Permission::ReadPeople, Permission::RecordContacts, Permission::RunUnpaidWork];
    Asker { actor, permissions: Arc::new(may.into_iter().collect()) }
}

/// Why a piece was left, for whoever ended the project; trouble of the database is no reason but is tried again.
fn left_words(failure: Failure) -> Result<String> {
    Ok(match failure {
        Failure::Refused(no) => no.0.into_iter().map(|r| r.words).collect::<Vec<_>>().join(". "),
        Failure::Restricted { .. } => "The record is closed to whoever ended the project".to_owned(),
        Failure::NotFound => "It is not there any more".to_owned(),
        Failure::Stale(_) => "Somebody changed it at the same moment: end it by itself".to_owned(),
        Failure::Database(e) if e.kind != DatabaseErrorKind::Other => return Err(Failure::Database(e)),
        _ => "Something went wrong here. End it on its own page, which says more".to_owned(),
    })
}

/// Does one piece, and writes down in the same transaction that it is done.
fn leave_one(cx: &mut Cx<'_>, asked: &Ending, piece: &Leaving) -> Result<()> {
    match piece.what {
        LeavingWhat::Placement => {
            let Some(person) = piece.person_id else { return Err(Failure::NotFound) };
            let open = people::open_by_id(cx, person)?;
            if waits(cx, piece)? {
                let row = placement(cx, &open.keys, piece.id.into())?;
                let goes_on = row.is_open(asked.last_day.tomorrow().unwrap_or(asked.last_day));
                // Somebody else may have ended it meanwhile.
                if row.state == PlacementState::Placed && goes_on {
                    end_row(cx, row, asked.last_day, "project-ended", None)?;
                }
            }
        }
        LeavingWhat::Session => {
            let id = WorkSessionId(piece.id);
            cx.lock(piece.id.into())?;
            if waits(cx, piece)? {
                let row = cx.need::<Session>(params![id])?;
                let name = cx.need::<Project>(params![asked.project_id])?.name;
                if row.state == SessionState::Planned {
                    cancel_session(cx, id, &format!("{name} has ended"), row.version)?;
                }
            }
        }
        LeavingWhat::Booking => {
            let Some(person) = piece.person_id else { return Err(Failure::NotFound) };
            let open = people::open_by_id(cx, person)?;
            if waits(cx, piece)? {
                stand_down(cx, &open, EntryId(piece.id))?;
            }
        }
    }
    cx.describe("It was done already", None);
    let done_at = Some(cx.now());
    cx.save(&Leaving { state: LeavingState::Done, why: None, done_at, ..piece.clone() })
}

/// Under the lock: a job that was taken over sees what the other one did.
fn waits(cx: &mut Cx<'_>, piece: &Leaving) -> Result<bool> {
    let now = cx.get::<Leaving>(params![piece.project_id, piece.id])?;
    Ok(now.is_none_or(|now| now.state == LeavingState::Waiting))
}

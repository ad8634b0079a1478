//! Does a reallocation in slices, each person in a transaction of their own, with the rights of whoever asked. What
//! became of a person is written with the move itself, so a crash in between neither loses nor repeats one.

use super::store::{MoveState, PersonMove, Reallocation};
use crate::actions::{Allocating, Handing, allocate, answer_item, holds_cases, start_handover};
use crate::facts::standards;
use crate::handover::Answer as Said;
use crate::lists::{Responsibility, responsible};
use crate::records::CaseRow;
use crate::responsibility::List;
use crate::workload::{AllocationSaid, AllocationStood, capacities, keep_deciding};
use kernel::{Actor, ClientId, EntryId, Permission, PersonId, UserId};
use law::{Law, Nation};
use organisation::StaffLine;
use serde_json::{Value, json};
use std::sync::Arc;
use store::{Asker, Cx, DatabaseErrorKind, Failure, House, Result, params};

/// The kind of job.
pub const REALLOCATION_JOB: &str = "caseload.reallocation";
/// People a slice: a slice ends well within the lease of a job.
const SLICE: i64 = 20;

/// Runs [`REALLOCATION_JOB`]: does one slice and puts the next into the queue.
///
/// # Errors
/// When the body names no reallocation or the database fails: the job is then tried again.
pub fn run_reallocation_job(house: &House, body: &Value) -> Result<()> {
    let id = body.get("reallocation").and_then(Value::as_str).and_then(|text| text.parse().ok());
    let id: EntryId = id.ok_or_else(|| Failure::broken("the job names no reallocation"))?;
    if move_slice(house, id, SLICE)? {
        house.write(&Asker::system("reallocation"), |cx| {
            let now = cx.now();
            cx.enqueue(REALLOCATION_JOB, json!({ "reallocation": id }), now)
        })?;
    }
    Ok(())
}

/// Moves the next people. Gives true while there may be more.
///
/// # Errors
/// When the database fails. A person who cannot be moved is noted with the reason and does not hold up the others.
pub fn move_slice(house: &House, id: EntryId, most: i64) -> Result<bool> {
    let system = Asker::system("reallocation");
    let (asked, to, next) = house.read(&system, |cx| {
        let asked = cx.need::<Reallocation>(params![id])?;
        let to = organisation::staff_line(cx, asked.to_staff_id)?;
        let rest = "WHERE reallocation_id = $1 AND state = $2 ORDER BY person_id LIMIT $3";
        let next = cx.list::<PersonMove>(rest, params![id, MoveState::Waiting, most])?;
        Ok((asked, to, next))
    })?;
    let asker = asker_of(&asked);
    for one in &next {
        let person = one.person_id;
        if let Err(failure) = house.write(&asker, |cx| move_one(cx, &asked, &to, person)) {
            let why = left_words(failure)?;
            house.write(&system, |cx| close(cx, id, person, MoveState::Left, Some(why.clone())))?;
        }
    }
    Ok(i64::try_from(next.len()).unwrap_or(i64::MAX) >= most)
}

/// Whoever asked, as they were then; a record closed to them by now stays closed.
fn asker_of(asked: &Reallocation) -> Asker {
    let name = asked.asked_by.clone();
    let actor = match (asked.asker_kind.as_str(), asked.asker_id) {
        ("user", Some(id)) => Actor::User { id: UserId(id), staff: asked.asker_staff_id, name },
        ("client", Some(id)) => Actor::Client { id: ClientId(id), name },
        _ => return Asker::system("reallocation"),
    };
    let may = [Permission::Allocate, Permission::ReadPeople, Permission::ReadTeams];
    Asker { actor, permissions: Arc::new(may.into_iter().collect()) }
}

/// Why somebody is left where they are, for the manager; trouble of the database is no reason but is tried again.
fn left_words(failure: Failure) -> Result<String> {
    Ok(match failure {
        Failure::Refused(no) => no.0.into_iter().map(|r| r.words).collect::<Vec<_>>().join(". "),
        Failure::Restricted { .. } => {
            "The record is closed to whoever asked: somebody who may open it must move this person".to_owned()
        }
        Failure::Stale(_) => "Somebody changed the record at the same moment: move this person again".to_owned(),
        Failure::NotFound => "There is no such person any more".to_owned(),
        Failure::Database(e) if e.kind != DatabaseErrorKind::Other => return Err(Failure::Database(e)),
        _ => "Something went wrong here. Move this person on their own page, which says more".to_owned(),
    })
}

fn close(cx: &mut Cx<'_>, id: EntryId, person: PersonId, state: MoveState, why: Option<String>) -> Result<()> {
    let done_at = Some(cx.now());
    cx.save(&PersonMove { reallocation_id: id, person_id: person, state, why, done_at })
}

fn move_one(cx: &mut Cx<'_>, asked: &Reallocation, to: &StaffLine, person: PersonId) -> Result<()> {
    let open = people::open_by_id(cx, person)?;
    // Under the person's lock: a job that was taken over sees what the other one did.
    let waits = cx.get::<PersonMove>(params![asked.id, person])?.is_some_and(|m| m.state == MoveState::Waiting);
    if !waits {
        return Ok(());
    }
    let survivor = open.keys.survivor;
    let held = responsible(cx, &open.keys)?.ok_or_else(|| no("not_supervised", "Is not under supervision any more"))?;
    still_theirs(&held, asked, to)?;
    let case = cx.get::<CaseRow>(params![survivor])?;
    let load = capacities(cx, &[to.id])?.remove(&to.id);
    let wanted = Allocating {
        seen: held.stint,
        officer: to.id,
        team: to.team,
        officer_name: to.name.clone(),
        reason: asked.reason.clone(),
        note: asked.note.clone().unwrap_or_default(),
        practitioner: holds_cases(cx, &to.grade)?,
    };
    let allocation = allocate(cx, survivor, &wanted)?;
    let stood = AllocationStood {
        officer: to.id,
        recommended: None,
        against_why: None,
        tier: held.tier.clone(),
        points_of_case: case.map_or(0, |c| c.points + c.allowance),
        points_before: load.as_ref().map_or(0, |c| c.points),
        available: load.as_ref().map_or(0, |c| c.available.points),
        shown: json!({ "together": asked.total, "reallocation": asked.id }),
    };
    keep_deciding(cx, survivor, allocation, &AllocationSaid { certain: true, ..AllocationSaid::default() }, &stood)?;
    if held.officer == Some(asked.from_staff_id) {
        hand_over(cx, asked, survivor)?;
    }
    close(cx, asked.id, person, MoveState::Moved, None)
}

fn no(code: &'static str, words: impl Into<String>) -> Failure {
    Failure::refused("people", code, words)
}

/// Somebody whom another manager moved meanwhile stays where that manager put them.
fn still_theirs(held: &Responsibility, asked: &Reallocation, to: &StaffLine) -> Result<()> {
    let from = asked.from_staff_id;
    if held.list == List::Officer(to.id) {
        return Err(no("same_officer", format!("Is with {} already", to.name)));
    }
    let theirs = held.officer == Some(from) || held.list == List::Officer(from) || held.list == List::Cover(from);
    if theirs { Ok(()) } else { Err(no("already_moved", "Somebody else has moved this person meanwhile")) }
}

/// The handover with the notes that were typed once.
fn hand_over(cx: &mut Cx<'_>, asked: &Reallocation, person: PersonId) -> Result<()> {
    let (today, law) = (cx.today(), cx.part::<Law>()?);
    let met_by = law.working_days(Nation::EnglandAndWales).after(today, standards(cx)?.first_meeting);
    let handover = start_handover(cx, person, &Handing { from: asked.from_staff_id, met_by })?;
    for (item, note) in asked.items.as_object().into_iter().flatten() {
        let note = note.as_str().unwrap_or_default().to_owned();
        answer_item(cx, person, handover, item, &Said::Passed { note })?;
    }
    Ok(())
}

//! Reallocations for programs: asked for by one call, looked at by another until it has ended.

use super::begin::{NewReallocation, WhoMoves, begin_reallocation};
use super::form::ids_of;
use super::store::{MoveState, people_in, progress, reallocation};
use crate::api::{codes, json, staff_by};
use kernel::Permission::Allocate;
use kernel::{Crn, EntryId, PersonId};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// Many people to one officer.
#[derive(Debug, Deserialize, ToSchema)]
struct ReallocationIn {
    /// The code of the officer to whom they go.
    officer: String,
    /// The code of a reason for allocating.
    reason: String,
    note: Option<String>,
    /// CRNs; absent for everybody on the officer's list.
    people: Option<Vec<String>>,
    /// Handover notes for all of them, by the code of their item.
    items: Option<BTreeMap<String, String>>,
}

/// How far a reallocation is.
#[derive(Debug, Serialize, ToSchema)]
struct ReallocationOut {
    id: String,
    /// The codes of the officers.
    from: Option<String>,
    to: Option<String>,
    reason: String,
    asked_by: String,
    asked_at: String,
    total: i64,
    moved: i64,
    /// Could not be moved: see `left`.
    left: i64,
    waiting: i64,
    finished: bool,
}

/// Somebody who was moved or left.
#[derive(Debug, Serialize, ToSchema)]
struct PersonMoveOut {
    crn: Option<String>,
    restricted: bool,
    /// `waiting`, `moved` or `left`.
    state: String,
    why: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_post("/api/v1/staff/{code}/reallocations", Allocate, begin).doc(
            doc("Begins to move people of an officer to another; ask for it until it has finished")
                .body::<ReallocationIn>()
                .creates::<ReallocationOut>(),
        ),
        Route::api_get("/api/v1/reallocations/{reallocation}", Allocate, show)
            .doc(doc("How far a reallocation is").answers::<ReallocationOut>()),
        Route::api_get("/api/v1/reallocations/{reallocation}/people", Allocate, people_of).doc(
            doc("The people of a reallocation in one state, with the reason where they were left")
                .query("state", "`waiting`, `moved` or `left`; `left` without one")
                .lists::<PersonMoveOut>(),
        ),
    ]
}

fn out(cx: &mut Cx<'_>, id: EntryId) -> Result<ReallocationOut> {
    let all = reallocation(cx, id)?;
    let now = progress(cx, id)?;
    let mut codes = codes(cx, &[all.from_staff_id, all.to_staff_id])?;
    Ok(ReallocationOut {
        id: id.to_string(),
        from: codes.remove(&all.from_staff_id),
        to: codes.remove(&all.to_staff_id),
        reason: all.reason,
        asked_by: all.asked_by,
        asked_at: all.asked_at.to_string(),
        total: all.total,
        moved: now.moved,
        left: now.left,
        waiting: now.waiting,
        finished: now.is_finished(),
    })
}

fn begin(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?;
    let from = organisation::staff_line(cx, staff.id)?;
    let body = req.json::<ReallocationIn>()?;
    let to = staff_by(cx, "officer", &body.officer)?;
    let who = match body.people {
        None => WhoMoves::Everybody,
        Some(crns) => {
            let read = |crn: &String| {
                crn.parse::<Crn>().map_err(|_| Failure::refused("people", "bad_crn", format!("{crn} is not a CRN")))
            };
            let crns = crns.iter().map(read).collect::<Result<Vec<Crn>>>()?;
            WhoMoves::These(ids_of(cx, &from, &crns)?)
        }
    };
    let new = NewReallocation {
        from: from.id,
        to,
        who,
        reason: body.reason,
        note: body.note.unwrap_or_default(),
        items: body.items.unwrap_or_default().into_iter().collect(),
        undoes: None,
    };
    let id = begin_reallocation(cx, &new)?;
    Ok(Reply::created(format!("/api/v1/reallocations/{id}"), json(out(cx, id)?)?))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = req.param::<EntryId>("reallocation")?;
    Ok(Reply::json(200, json(out(cx, id)?)?))
}

fn people_of(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let all = reallocation(cx, req.param::<EntryId>("reallocation")?)?;
    let state = match req.query("state") {
        None => MoveState::Left,
        Some(text) => text
            .parse::<MoveState>()
            .map_err(|()| Failure::refused("state", "unknown_state", "Say `waiting`, `moved` or `left`"))?,
    };
    let (page, limit) = (crate::api::page(req)?, req.limit()?);
    let (found, total) = people_in(cx, all.id, state, page, limit)?;
    let ids: Vec<PersonId> = found.iter().map(|m| m.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let rows = found.into_iter().map(|m| {
        let line = lines.get(&m.person_id);
        PersonMoveOut {
            crn: line.map(|l| l.crn.to_string()),
            restricted: line.is_some_and(|l| l.restricted),
            state: m.state.code().to_owned(),
            why: m.why,
        }
    });
    crate::api::items(rows.collect(), crate::api::next(page, limit, total))
}

//! Supervision meetings for programs.

use super::actions::{MeetingHeld, Promise, amend_meeting, finish_action, promise, record_meeting};
use super::pages::whose;
use super::store::{MeetingAction, StaffMeeting, meetings_of, open_actions_of};
use kernel::{Date, EntryId, Permission};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/staff/{code}/meetings", Permission::Oversee, all)
            .doc(doc("Supervision meetings of a member of staff, the newest first").lists::<MeetingOut>()),
        Route::api_post("/api/v1/staff/{code}/meetings", Permission::Oversee, add)
            .doc(doc("Records a supervision meeting").body::<MeetingIn>().creates::<MadeOut>()),
        Route::api_put("/api/v1/staff/{code}/meetings/{meeting}", Permission::Oversee, amend).doc(
            doc("Puts right what was recorded of a meeting; `If-Match` is the version that was read")
                .body::<AmendIn>()
                .answers::<MeetingOut>(),
        ),
        Route::api_post("/api/v1/staff/{code}/meetings/{meeting}/actions", Permission::Oversee, add_action)
            .doc(doc("Records what somebody does after a meeting").body::<ActionIn>().creates::<MadeOut>()),
        Route::api_get("/api/v1/staff/{code}/meeting-actions", Permission::SignedIn, actions)
            .doc(doc("Open actions of a member of staff's meetings, the nearest day first").lists::<ActionOut>()),
        Route::api_post("/api/v1/staff/{code}/meeting-actions/{action}/outcome", Permission::SignedIn, finish)
            .doc(doc("Records what became of an action").body::<OutcomeIn>().answers::<ActionOut>()),
    ]
}

/// A supervision meeting.
#[derive(Debug, Serialize, ToSchema)]
struct MeetingOut {
    id: String,
    held_on: String,
    manager: String,
    discussed: String,
    next_on: Option<String>,
    version: i64,
}

/// A supervision meeting to be recorded.
#[derive(Debug, Deserialize, ToSchema)]
struct MeetingIn {
    held_on: String,
    discussed: String,
    next_on: Option<String>,
}

/// What is put right of a meeting.
#[derive(Debug, Deserialize, ToSchema)]
struct AmendIn {
    held_on: String,
    discussed: String,
    next_on: Option<String>,
    why: String,
}

/// What somebody does after a meeting.
#[derive(Debug, Deserialize, ToSchema)]
struct ActionIn {
    what: String,
    /// The code of one of the two who met.
    owner: String,
    due_on: String,
}

/// An action of a meeting.
#[derive(Debug, Serialize, ToSchema)]
struct ActionOut {
    id: String,
    meeting: String,
    what: String,
    /// The code of whoever does it.
    owner: Option<String>,
    due_on: String,
    overdue: bool,
    done_on: Option<String>,
    outcome: Option<String>,
}

/// What became of an action.
#[derive(Debug, Deserialize, ToSchema)]
struct OutcomeIn {
    done_on: String,
    outcome: String,
}

/// The id of what was recorded.
#[derive(Debug, Serialize, ToSchema)]
struct MadeOut {
    id: String,
}

fn out(row: StaffMeeting) -> MeetingOut {
    MeetingOut {
        id: row.id.to_string(),
        held_on: row.held_on.to_string(),
        manager: row.manager,
        discussed: row.discussed,
        next_on: row.next_on.map(|d| d.to_string()),
        version: row.version,
    }
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let page = u64::try_from(req.after()?).unwrap_or_default();
    let limit = u64::try_from(req.limit()?).unwrap_or(25);
    let (rows, total) = meetings_of(cx, line.id, page, limit)?;
    let items: Vec<MeetingOut> = rows.into_iter().map(out).collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if (page + 1).saturating_mul(limit) < total {
        body["next"] = (page + 1).to_string().into();
    }
    Ok(Reply::json(200, body))
}

fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let body = req.json::<MeetingIn>()?;
    let held = MeetingHeld {
        staff: line.id,
        held_on: day("held_on", &body.held_on)?,
        discussed: body.discussed,
        next_on: body.next_on.as_deref().map(|text| day("next_on", text)).transpose()?,
    };
    let id = record_meeting(cx, &held)?;
    let at = format!("/api/v1/staff/{}/meetings", line.code);
    Ok(Reply::created(at, json(MadeOut { id: id.to_string() })?))
}

fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let id = req.param::<EntryId>("meeting")?;
    let body = req.json::<AmendIn>()?;
    let seen = req
        .if_match()
        .ok_or_else(|| Failure::refused("", "no_version", "Send the version that you read as `If-Match`"))?;
    let held = MeetingHeld {
        staff: line.id,
        held_on: day("held_on", &body.held_on)?,
        discussed: body.discussed,
        next_on: body.next_on.as_deref().map(|text| day("next_on", text)).transpose()?,
    };
    amend_meeting(cx, id, &held, seen, &body.why)?;
    let row = cx.need::<StaffMeeting>(params![line.id, id])?;
    Ok(Reply::json(200, json(out(row))?))
}

fn add_action(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let meeting = req.param::<EntryId>("meeting")?;
    let body = req.json::<ActionIn>()?;
    let owner = crate::api::staff_by(cx, "owner", &body.owner)?;
    let due_on = day("due_on", &body.due_on)?;
    let id = promise(cx, line.id, meeting, &Promise { what: body.what, owner, due_on })?;
    let at = format!("/api/v1/staff/{}/meeting-actions", line.code);
    Ok(Reply::created(at, json(MadeOut { id: id.to_string() })?))
}

fn action_outs(cx: &mut Cx<'_>, rows: Vec<MeetingAction>) -> Result<Vec<ActionOut>> {
    let codes = crate::api::codes(cx, &rows.iter().map(|a| a.owner_id).collect::<Vec<_>>())?;
    let today = cx.today();
    let out = rows.into_iter().map(|a| ActionOut {
        id: a.id.to_string(),
        meeting: a.meeting_id.to_string(),
        owner: codes.get(&a.owner_id).cloned(),
        due_on: a.due_on.to_string(),
        overdue: a.is_overdue(today),
        done_on: a.done_on.map(|d| d.to_string()),
        what: a.what,
        outcome: a.outcome,
    });
    Ok(out.collect())
}

fn actions(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let rows = open_actions_of(cx, line.id)?;
    let items = action_outs(cx, rows)?;
    Ok(Reply::json(200, serde_json::json!({ "items": json(items)? })))
}

fn finish(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let id = req.param::<EntryId>("action")?;
    let body = req.json::<OutcomeIn>()?;
    finish_action(cx, line.id, id, day("done_on", &body.done_on)?, &body.outcome)?;
    let row = cx.need::<MeetingAction>(params![line.id, id])?;
    let out = action_outs(cx, vec![row])?.pop().ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(out)?))
}

//! Supervision meetings for programs.

use super::actions::{MeetingHeld, record_meeting};
use super::pages::whose;
use super::store::{StaffMeeting, meetings_of};
use kernel::{Date, Permission};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/staff/{code}/meetings", Permission::Oversee, all)
            .doc(doc("Supervision meetings of a member of staff, the newest first").lists::<MeetingOut>()),
        Route::api_post("/api/v1/staff/{code}/meetings", Permission::Oversee, add)
            .doc(doc("Records a supervision meeting").body::<MeetingIn>().creates::<MadeOut>()),
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
    let after = req.query("after").unwrap_or("0");
    let page: u64 =
        after.parse().map_err(|_| Failure::refused("after", "bad_cursor", "Send the `next` of the page before"))?;
    let limit = u64::try_from(req.limit()).unwrap_or(25);
    let (rows, total) = meetings_of(cx, line.id, page, limit)?;
    let items: Vec<MeetingOut> = rows.into_iter().map(out).collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if (page + 1).saturating_mul(limit) < total {
        body["next"] = (page + 1).to_string().into();
    }
    Ok(Reply::json(200, body))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let line = whose(cx, req)?;
    let body = req.json::<MeetingIn>()?;
    let day = |field: &'static str, text: &str| -> Result<Date> {
        text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
    };
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

//! Sessions for programs: planning, cancelling, and who is expected.

use super::{
    Booking, Session, SessionFacts, SessionLine, book, bookings_of, cancel_for_all, first_with_work, plan_session,
    session_lines, sessions_between,
};
use crate::wire::{believed, clock, day, id_of, items, json};
use jiff::ToSpan;
use kernel::Permission::RunUnpaidWork;
use kernel::{Crn, StaffId, WorkSessionId};
use people::PersonLine;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, params};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Ask, Reply, Request, Route};

/// A session of unpaid work.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkSessionOut {
    id: String,
    project: String,
    date: String,
    /// `HH:MM`.
    starts: String,
    ends: String,
    places: i64,
    taken: i64,
    /// Of these, whose line the register tells.
    told: i64,
    /// `planned`, `cancelled` or `held`.
    state: String,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// A session to plan.
#[derive(Debug, Deserialize, ToSchema)]
struct WorkSessionIn {
    project: String,
    date: String,
    /// `HH:MM`.
    starts: String,
    ends: String,
    /// The member of staff who supervises or answers for it.
    staff: String,
    outside_supervisor: Option<String>,
    places: i64,
    meeting_point: Option<String>,
    tools: Option<String>,
}

/// Why a session is cancelled.
#[derive(Debug, Deserialize, ToSchema)]
struct WorkSessionCancelIn {
    why: String,
}

/// Somebody to put on a session.
#[derive(Debug, Deserialize, ToSchema)]
struct WorkBookingIn {
    crn: String,
    /// The first with hours left when not said.
    requirement: Option<String>,
}

/// Somebody on a session, with the line of the register.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct WorkBookingOut {
    id: String,
    /// Absent where the person's record is closed to the caller.
    crn: Option<String>,
    requirement: String,
    /// `booked`, `released` or `told`.
    state: String,
    /// A code of the log's outcomes.
    outcome: Option<String>,
    came: Option<String>,
    went: Option<String>,
    penalty: i64,
    /// To be sent with the line.
    version: i64,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/unpaid-work/sessions", RunUnpaidWork, list).doc(
            doc("Sessions of four weeks, the first first")
                .query("from", "The first day; today when left out")
                .lists::<WorkSessionOut>(),
        ),
        Route::api_post("/api/v1/unpaid-work/sessions", RunUnpaidWork, add)
            .doc(doc("Plans a session").body::<WorkSessionIn>().creates::<WorkSessionOut>()),
        Route::api_post_steps("/api/v1/unpaid-work/sessions/{session}/cancel", RunUnpaidWork, cancel).doc(
            doc("Cancels a session and stands down whoever is expected, each for themselves")
                .body::<WorkSessionCancelIn>()
                .answers::<WorkSessionOut>(),
        ),
        Route::api_get("/api/v1/unpaid-work/sessions/{session}/bookings", RunUnpaidWork, bookings)
            .doc(doc("Who is on a session").lists::<WorkBookingOut>()),
        Route::api_post("/api/v1/unpaid-work/sessions/{session}/bookings", RunUnpaidWork, put_on)
            .doc(doc("Puts somebody on a session").body::<WorkBookingIn>().creates::<WorkBookingOut>()),
    ]
}

fn out(line: &SessionLine) -> WorkSessionOut {
    let s = &line.session;
    WorkSessionOut {
        id: s.id.to_string(),
        project: s.project_id.to_string(),
        date: s.on_date.to_string(),
        starts: crate::parts::clock(s.starts),
        ends: crate::parts::clock(s.ends),
        places: s.places,
        taken: line.taken,
        told: line.told,
        state: s.state.code().into(),
        version: s.version,
    }
}

pub(crate) fn booking_out(b: &Booking, line: Option<&PersonLine>) -> WorkBookingOut {
    WorkBookingOut {
        id: b.id.to_string(),
        crn: line.filter(|l| !l.restricted).map(|l| l.crn.to_string()),
        requirement: b.requirement_id.to_string(),
        state: b.state.code().into(),
        outcome: b.outcome.clone(),
        came: b.came.map(crate::parts::clock),
        went: b.went.map(crate::parts::clock),
        penalty: b.penalty,
        version: b.version,
    }
}

fn one(cx: &mut Cx<'_>, id: WorkSessionId) -> store::Result<WorkSessionOut> {
    let session = cx.need::<Session>(params![id])?;
    let lines = session_lines(cx, vec![session])?;
    lines.first().map(out).ok_or(Failure::NotFound)
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let from = req.query("from").map(|d| day("from", d)).transpose()?.unwrap_or(cx.today());
    let lines = sessions_between(cx, from, from.saturating_add(28.days()))?;
    items(req, lines.iter().map(out).collect())
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let body = req.json::<WorkSessionIn>()?;
    let facts = SessionFacts {
        project: id_of("project", &body.project)?,
        on: day("date", &body.date)?,
        starts: clock("starts", &body.starts)?,
        ends: clock("ends", &body.ends)?,
        staff: id_of::<StaffId>("staff", &body.staff)?,
        outside_supervisor: body.outside_supervisor,
        places: body.places,
        meeting_point: body.meeting_point,
        tools: body.tools,
    };
    let id = plan_session(cx, &facts)?;
    let made = one(cx, id)?;
    Ok(Reply::created(format!("/api/v1/unpaid-work/sessions/{id}/bookings"), json(made)?))
}

fn cancel(ask: &Ask<'_>) -> Answer {
    let id = ask.request.param::<WorkSessionId>("session")?;
    let body = ask.request.json::<WorkSessionCancelIn>()?;
    cancel_for_all(ask, id, &body.why, believed(ask.request)?)?;
    let made = ask.house.read(ask.asker, |cx| one(cx, id))?;
    Ok(Reply::json(200, json(made)?))
}

fn bookings(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let session = cx.need::<Session>(params![req.param::<WorkSessionId>("session")?])?;
    let all = bookings_of(cx, session.id)?;
    let whom: Vec<_> = all.iter().map(|b| b.person_id).collect();
    cx.note_shown("list", "session", &whom);
    let lines = people::lines(cx, &whom)?;
    items(req, all.iter().map(|b| booking_out(b, lines.get(&b.person_id))).collect())
}

fn put_on(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = req.param::<WorkSessionId>("session")?;
    let body = req.json::<WorkBookingIn>()?;
    let crn: Crn = body.crn.parse().map_err(|_| Failure::refused("crn", "not_a_crn", "Send a CRN, such as T000123"))?;
    let open = people::open(cx, &crn)?;
    let requirement = match &body.requirement {
        Some(requirement) => id_of("requirement", requirement)?,
        None => first_with_work(cx, &open)?,
    };
    let row = book(cx, &open, id, requirement)?;
    let line = PersonLine { crn: open.crn.clone(), name: open.name(), born: None, restricted: false };
    Ok(Reply::created(format!("/api/v1/unpaid-work/sessions/{id}/bookings"), json(booking_out(&row, Some(&line)))?))
}

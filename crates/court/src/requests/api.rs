//! Report requests for programs.

use super::actions::CloseReason;
use super::lists::{RequestLine, Whose, open_requests};
use super::{assign_request, close_request, give_back_request, reopen_request, take_on_request};
use kernel::{Crn, Permission, PersonId, Refusal, ReportRequestId, StaffId};
use serde::{Deserialize, Serialize};
use store::Cx;
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A report that a court asked for.
#[derive(Serialize, ToSchema)]
struct ReportBody {
    id: String,
    crn: String,
    asked_on: String,
    due_on: Option<String>,
    court: Option<String>,
    cases: Option<String>,
    /// asked, sentenced, case-ended or withdrawn: what the court says.
    state: String,
    /// The id of the member of staff who writes it.
    staff: Option<String>,
    taken_on: Option<String>,
    closed_on: Option<String>,
    /// done, withdrawn or not-needed.
    close_reason: Option<String>,
    /// For If-Match.
    version: i64,
}

/// Who writes a report.
#[derive(Deserialize, ToSchema)]
struct Assigned {
    /// The id of a member of staff; absent for nobody.
    staff: Option<String>,
}

/// Why a request is closed.
#[derive(Deserialize, ToSchema)]
struct Closed {
    /// done, withdrawn or not-needed.
    reason: String,
    note: Option<String>,
}

/// Why.
#[derive(Deserialize, ToSchema)]
struct Why {
    reason: String,
}

pub(super) fn routes() -> Vec<Route> {
    const INBOX: Permission = Permission::CourtInbox;
    const WORK: Permission = Permission::RecordContacts;
    const EDIT: Permission = Permission::EditSentences;
    vec![
        Route::api_get("/api/v1/court/report-requests", INBOX, list).doc(
            ApiDoc::new("Reports that courts asked for")
                .query("show", "open (as without it), unassigned, or closed")
                .lists::<ReportBody>(),
        ),
        Route::api_post("/api/v1/people/{crn}/report-requests/{id}/assign", INBOX, assign)
            .doc(ApiDoc::new("Say who writes a report").body::<Assigned>()),
        Route::api_post("/api/v1/people/{crn}/report-requests/{id}/close", WORK, close)
            .doc(ApiDoc::new("Close a request for a report").body::<Closed>()),
        Route::api_post("/api/v1/people/{crn}/report-requests/{id}/reopen", WORK, reopen)
            .doc(ApiDoc::new("Reopen a request for a report").body::<Why>()),
        Route::api_post("/api/v1/people/{crn}/report-requests/{id}/take-on", EDIT, take_on)
            .doc(ApiDoc::new("Take a person on before sentence because of a request")),
        Route::api_post("/api/v1/people/{crn}/report-requests/{id}/give-back", EDIT, give_back)
            .doc(ApiDoc::new("Undo the taking on before sentence").body::<Why>()),
    ]
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (limit, from) = (req.limit()?, req.after()?);
    let whose = match req.query("show") {
        Some("unassigned") => Whose::Nobodys,
        Some("closed") => Whose::Closed,
        _ => Whose::Everybodys,
    };
    let rows = open_requests(cx, whose, limit, from)?;
    let ids: Vec<PersonId> = rows.iter().map(|r| r.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", "reports asked for", &ids);
    let items: Vec<ReportBody> =
        rows.into_iter().filter_map(|row| lines.get(&row.person_id).map(|line| body(row, line))).collect();
    Ok(crate::inbox::listed(items, from, limit))
}

fn body(row: RequestLine, line: &people::PersonLine) -> ReportBody {
    ReportBody {
        id: row.id.to_string(),
        crn: line.crn.to_string(),
        asked_on: row.asked_on.to_string(),
        due_on: row.due_on.map(|d| d.to_string()),
        court: row.court,
        cases: row.cases.filter(|_| !line.restricted),
        state: row.state.code().to_owned(),
        staff: row.staff_id.map(|s| s.to_string()),
        taken_on: row.taken_on.map(|d| d.to_string()),
        closed_on: row.closed_on.map(|d| d.to_string()),
        close_reason: row.close_reason.map(|r| r.code().to_owned()),
        version: row.version,
    }
}

fn named(req: &Request) -> store::Result<(Crn, ReportRequestId)> {
    Ok((req.param("crn")?, req.param("id")?))
}

fn assign(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id) = named(req)?;
    let said: Assigned = req.json()?;
    let staff = said.staff.map(|id| id.parse::<StaffId>()).transpose();
    let staff = staff.map_err(|e| Refusal::new("staff", "unknown", e.to_string()))?;
    assign_request(cx, &crn, id, staff, req.if_match())?;
    Ok(Reply::no_content())
}

fn close(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id) = named(req)?;
    let said: Closed = req.json()?;
    let why = said.reason.parse::<CloseReason>();
    let why = why.map_err(|()| Refusal::new("reason", "unknown", "Give done, withdrawn or not-needed"))?;
    close_request(cx, &crn, id, why, said.note, req.if_match())?;
    Ok(Reply::no_content())
}

fn reopen(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id) = named(req)?;
    let why: Why = req.json()?;
    reopen_request(cx, &crn, id, &why.reason)?;
    Ok(Reply::no_content())
}

fn take_on(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id) = named(req)?;
    take_on_request(cx, &crn, id)?;
    Ok(Reply::no_content())
}

fn give_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (crn, id) = named(req)?;
    let why: Why = req.json()?;
    give_back_request(cx, &crn, id, &why.reason)?;
    Ok(Reply::no_content())
}

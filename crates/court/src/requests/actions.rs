//! Assigning, closing, reopening a request, taking a person on before sentence because of one, and giving them back. Each
//! is recorded and can be undone; a request that the court closed itself is not ours to close.

use super::RequestWork;
use crate::records::{RequestRow, RequestState};
use kernel::{Crn, Refusal, ReportRequestId, StaffId};
use people::OpenPerson;
use store::{Cx, Failure, Result, key_values, params};

store::codes! {
    /// Why no report is awaited any more.
    pub enum CloseReason {
        Done = "done",
        Withdrawn = "withdrawn",
        NotNeeded = "not-needed",
    }
}

impl CloseReason {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            CloseReason::Done => "The report was done",
            CloseReason::Withdrawn => "The court withdrew the request",
            CloseReason::NotNeeded => "No report is needed",
        }
    }
}

/// A request of a person, with the service's side of it as it stands.
pub(super) fn find(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: ReportRequestId,
) -> Result<(RequestRow, Option<RequestWork>)> {
    let mut values = key_values(&open.keys);
    values.push(id.into());
    let rest = format!("WHERE person_id IN ({}) AND id = ${}", open.keys.placeholders(1), values.len());
    let row = cx.first::<RequestRow>(&rest, &values)?.ok_or(Failure::NotFound)?;
    let work = cx.get::<RequestWork>(params![row.person_id, row.id])?;
    Ok((row, work))
}

struct Held {
    open: OpenPerson,
    row: RequestRow,
    work: RequestWork,
    is_new: bool,
}

fn hold(cx: &mut Cx<'_>, crn: &Crn, id: ReportRequestId, seen: Option<i64>) -> Result<Held> {
    let open = people::open(cx, crn)?;
    cx.lock(open.keys.survivor.into())?;
    let (row, work) = find(cx, &open, id)?;
    let is_new = work.is_none();
    let work = work.unwrap_or(RequestWork {
        person_id: row.person_id,
        request_id: row.id,
        staff_id: None,
        assigned_on: None,
        taken_on: None,
        closed_on: None,
        close_reason: None,
        note: None,
        version: 0,
    });
    match seen {
        Some(seen) if seen != work.version => {
            Err(Failure::Stale("Somebody else changed this request while you were working on it".into()))
        }
        _ => Ok(Held { open, row, work, is_new }),
    }
}

impl Held {
    fn must_be_open(&self) -> Result<()> {
        let closed = match (self.row.state, self.work.closed_on) {
            (RequestState::Asked, None) => return Ok(()),
            (RequestState::Asked, Some(_)) => "This request is closed: reopen it first",
            _ => "The court itself closed this request",
        };
        Err(Refusal::of_request("closed", closed).into())
    }

    fn keep(mut self, cx: &mut Cx<'_>) -> Result<()> {
        if !self.is_new {
            return cx.update(&mut self.work);
        }
        self.work.version = 1;
        cx.insert(&self.work)
    }
}

/// Says who writes the report; nobody takes it from whoever has it.
///
/// # Errors
/// When it is closed, when there is no such member of staff, or when somebody changed it since `seen` (0 before anything).
pub fn assign_request(
    cx: &mut Cx<'_>,
    crn: &Crn,
    id: ReportRequestId,
    staff: Option<StaffId>,
    seen: Option<i64>,
) -> Result<()> {
    let mut held = hold(cx, crn, id, seen)?;
    held.must_be_open()?;
    if held.work.staff_id == staff {
        return Ok(());
    }
    let words = match staff {
        Some(staff) => format!("Gave the report to {}", organisation::staff_line(cx, staff)?.name),
        None => "Took the report from whoever had it".to_owned(),
    };
    cx.describe(words, None);
    held.work.staff_id = staff;
    held.work.assigned_on = staff.map(|_| cx.today());
    held.keep(cx)
}

/// Closes a request.
///
/// # Errors
/// When it is closed already, or when somebody changed it since `seen`.
pub fn close_request(
    cx: &mut Cx<'_>,
    crn: &Crn,
    id: ReportRequestId,
    why: CloseReason,
    note: Option<String>,
    seen: Option<i64>,
) -> Result<()> {
    let mut held = hold(cx, crn, id, seen)?;
    held.must_be_open()?;
    cx.describe(format!("Closed a request for a report: {}", why.words()), note.as_deref());
    held.work.closed_on = Some(cx.today());
    held.work.close_reason = Some(why.code().to_owned());
    held.work.note = note;
    held.keep(cx)
}

/// Undoes the closing.
///
/// # Errors
/// Without a reason, or when it is not closed by us.
pub fn reopen_request(cx: &mut Cx<'_>, crn: &Crn, id: ReportRequestId, why: &str) -> Result<()> {
    let why = crate::inbox::reasoned(why)?;
    let mut held = hold(cx, crn, id, None)?;
    if held.work.closed_on.is_none() {
        return Err(Refusal::of_request("not_closed", "This request is not closed").into());
    }
    cx.describe("Reopened a request for a report", Some(why));
    (held.work.closed_on, held.work.close_reason, held.work.note) = (None, None, None);
    held.keep(cx)
}

/// Takes the person on before sentence, so that somebody is responsible for them from now on. Taken on already: no change.
///
/// # Errors
/// When the request is closed, or its event has ended.
pub fn take_on_request(cx: &mut Cx<'_>, crn: &Crn, id: ReportRequestId) -> Result<()> {
    let mut held = hold(cx, crn, id, None)?;
    held.must_be_open()?;
    if held.work.taken_on.is_some() {
        return Ok(());
    }
    let today = cx.today();
    cx.describe("Took the person on before sentence", None);
    sentences::take_on_event(cx, &held.open.keys, held.row.event_id, today)?;
    held.work.taken_on = Some(today);
    held.keep(cx)
}

/// Undoes the taking on: the person is supervised no more, unless an order says otherwise.
///
/// # Errors
/// Without a reason, or when they were not taken on.
pub fn give_back_request(cx: &mut Cx<'_>, crn: &Crn, id: ReportRequestId, why: &str) -> Result<()> {
    let why = crate::inbox::reasoned(why)?;
    let mut held = hold(cx, crn, id, None)?;
    if held.work.taken_on.is_none() {
        return Err(Refusal::of_request("not_taken_on", "This person was not taken on because of this request").into());
    }
    cx.describe("Took back that the person was taken on before sentence", Some(why));
    sentences::give_back_event(cx, &held.open.keys, held.row.event_id, why)?;
    held.work.taken_on = None;
    held.keep(cx)
}

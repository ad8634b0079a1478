//! Beginning a report from a court's request or by hand, saying who writes it, and choosing its kind with the reason for
//! another than policy's.

use super::held::{Held, hold};
use super::json;
use crate::reports::records::{Choice, Interview, Report, ReportKind, ReportState, Step};
use crate::reports::rules::{check_begin, choose};
use crate::reports::store::{Whole, asked_of, facts, keep_line, policy, reports_of};
use crate::requests::{assign_request, requests_of};
use kernel::{CourtId, Date, EventId, ReportId, ReportRequestId, StaffId};
use people::OpenPerson;
use std::collections::BTreeSet;
use store::{Cx, Failure, Result, refuse};

/// What is said when a report is begun.
#[derive(Clone, Debug)]
pub struct Beginning {
    pub court: Option<CourtId>,
    pub court_name: String,
    pub asked_on: Date,
    pub hearing_on: Date,
    /// What the bench wants to know.
    pub reasons: String,
    pub ticked: BTreeSet<String>,
    /// None takes the kind that policy asks for.
    pub kind: Option<ReportKind>,
    pub kind_why: Option<String>,
    pub interview: Interview,
    pub request: Option<ReportRequestId>,
    pub event: Option<EventId>,
    pub staff: Option<StaffId>,
}

/// The kind that is taken, with what policy asked for. Another kind than policy's needs a reason.
fn settle_kind(choice: &Choice, kind: Option<ReportKind>, why: Option<&str>) -> Result<ReportKind> {
    let asked = choice.kind.parse::<ReportKind>().map_err(|()| Failure::broken("policy names no kind of report"))?;
    let kind = kind.unwrap_or(asked);
    if kind != asked && why.is_none_or(|why| why.trim().is_empty()) {
        let words = format!("Policy asks for {}: say why this kind serves the court better", article(asked));
        return Err(Failure::refused("kind_why", "no_reason", words));
    }
    Ok(kind)
}

fn article(kind: ReportKind) -> &'static str {
    match kind {
        ReportKind::Oral => "an oral report",
        ReportKind::Fast => "a fast report",
        ReportKind::Standard => "a standard report",
    }
}

/// Begins a report, from a court's request or by hand.
///
/// # Errors
/// What is wrong with what was said; `already_begun` when the request has its report.
pub fn begin_report(cx: &mut Cx<'_>, open: &OpenPerson, new: &Beginning) -> Result<ReportId> {
    cx.lock(open.keys.survivor.into())?;
    refuse(check_begin(&new.court_name, &new.reasons, new.asked_on, new.hearing_on, cx.today()))?;
    let known = reports_of(cx, &open.keys)?;
    if let Some(line) = known
        .iter()
        .find(|l| l.request_id.is_some() && l.request_id == new.request && l.state != ReportState::Withdrawn)
    {
        let words =
            format!("The report for this request has been begun, for {}: open it", web::ui::day(line.hearing_on));
        return Err(Failure::refused("", "already_begun", words));
    }
    let facts = facts(cx, open, (new.asked_on, new.hearing_on), new.ticked.clone())?;
    let choice = choose(&policy(cx, new.asked_on)?, &facts);
    let kind = settle_kind(&choice, new.kind, new.kind_why.as_deref())?;
    cx.describe(format!("Began {} for {}", article(kind), new.court_name.trim()), new.kind_why.as_deref());
    let writers: Vec<uuid::Uuid> = cx.actor().id().into_iter().collect();
    let row = Report {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        event_id: new.event,
        request_id: new.request,
        court_id: new.court,
        court_name: new.court_name.trim().to_owned(),
        asked_on: new.asked_on,
        hearing_on: new.hearing_on,
        reasons: new.reasons.trim().to_owned(),
        kind,
        kind_why: new.kind_why.clone().filter(|why| !why.trim().is_empty()),
        facts: json(&new.ticked)?,
        chosen: json(&choice)?,
        interview: new.interview,
        staff_id: new.staff,
        state: ReportState::Writing,
        begun_at: cx.now(),
        begun_by: cx.actor().name().to_owned(),
        writers: json(&writers)?,
        signed_at: None,
        signed_by: None,
        shown: None,
        shown_hash: None,
        version: 1,
    };
    let id = row.id;
    cx.insert(&row)?;
    keep_line(cx, &row)?;
    let asked = asked_of(cx, open, &row)?;
    let empty = Whole { report: row, parts: Vec::new(), proposal: None, steps: Vec::new() };
    Held { open: open.clone(), whole: empty, asked }.step(cx, Step::Begin, None, None)?;
    take_the_request(cx, open, new)?;
    Ok(id)
}

/// The request gets the author that the report has, where it has none.
fn take_the_request(cx: &mut Cx<'_>, open: &OpenPerson, new: &Beginning) -> Result<()> {
    let (Some(request), Some(staff)) = (new.request, new.staff) else { return Ok(()) };
    let line = requests_of(cx, &open.keys)?.into_iter().find(|r| r.id == request).ok_or(Failure::NotFound)?;
    if line.is_open() && line.staff_id.is_none() {
        assign_request(cx, &open.crn, request, Some(staff), None)?;
    }
    Ok(())
}

/// Says who writes it.
///
/// # Errors
/// When it is signed or withdrawn, when there is no such member of staff, or when somebody changed it since `seen`.
pub fn assign_report(cx: &mut Cx<'_>, id: ReportId, staff: Option<StaffId>, seen: Option<i64>) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    let words = match staff {
        Some(staff) => format!("Gave a report to {}", organisation::staff_line(cx, staff)?.name),
        None => "Took a report from whoever had it".to_owned(),
    };
    cx.describe(&words, None);
    held.step(cx, Step::Assign, Some(&words), None)?;
    held.whole.report.staff_id = staff;
    held.keep(cx)
}

/// Chooses the kind again, after facts changed.
///
/// # Errors
/// `no_reason` for another kind than policy's without one; when the report is not being written.
pub fn choose_kind(
    cx: &mut Cx<'_>,
    id: ReportId,
    ticked: BTreeSet<String>,
    kind: Option<ReportKind>,
    (why, interview): (Option<String>, Interview),
    seen: Option<i64>,
) -> Result<()> {
    let mut held = hold(cx, id, seen)?;
    held.must_be_open()?;
    let days = (held.whole.report.asked_on, held.whole.report.hearing_on);
    let known = facts(cx, &held.open, days, ticked.clone())?;
    let choice = choose(&policy(cx, days.0)?, &known);
    let kind = settle_kind(&choice, kind, why.as_deref())?;
    cx.describe(format!("Chose {} for a court", article(kind)), why.as_deref());
    held.step(cx, Step::Choose, why.as_deref().or(Some(kind.words())), None)?;
    held.wrote(cx)?;
    let report = &mut held.whole.report;
    report.facts = json(&ticked)?;
    report.chosen = json(&choice)?;
    (report.kind, report.kind_why, report.interview) = (kind, why, interview);
    held.keep(cx)
}

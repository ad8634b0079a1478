//! Reading programmes, and keeping the line by which lists find a case.

use super::plan::{Pathway, Plan};
use super::policy::Policy;
use super::records::{Attendance, Case, CaseLine, Facilitator, Leading, Mark, Move, Schedule, Session, Template};
use super::rules::{Kept, ProgrammeProgress, progress};
use super::templates::plans;
use jiff::ToSpan;
use kernel::{Date, GroupId, PersonKeys, ProgrammeCaseId, SessionId, StaffId};
use std::sync::Arc;
use store::{Cx, Failure, Result, Value, key_values, params};

/// A case with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Whole {
    pub case: Case,
    /// In the order of taking.
    pub moves: Vec<Move>,
    /// By day; those cancelled or moved too.
    pub attendance: Vec<Attendance>,
    /// None while the person has no plan to work by.
    pub plan: Option<(Template, Arc<Plan>)>,
    pub progress: Option<ProgrammeProgress>,
}

impl Whole {
    pub(crate) fn kept(&self) -> Vec<Kept> {
        kept(&self.attendance)
    }

    /// The pathway; moderate while nobody chose.
    #[must_use]
    pub fn pathway(&self) -> Pathway {
        self.case.pathway.unwrap_or(Pathway::Moderate)
    }
}

fn kept(attendance: &[Attendance]) -> Vec<Kept> {
    let rows = attendance.iter().filter(|a| !a.gone);
    rows.map(|a| Kept { which: (a.module, a.number), on: a.on_date, attended: a.attended, complied: a.complied })
        .collect()
}

/// The cases of a person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn cases_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Case>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY opened_on DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// One case of a person.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn case_of(cx: &mut Cx<'_>, keys: &PersonKeys, id: ProgrammeCaseId) -> Result<Case> {
    let mut values = key_values(keys);
    values.push(Value::from(id));
    let rest = format!("WHERE person_id IN ({}) AND id = ${}", keys.placeholders(1), values.len());
    cx.first::<Case>(&rest, &values)?.ok_or(Failure::NotFound)
}

/// What was attended in a case, by day.
///
/// # Errors
/// When the database fails.
pub fn attendance_of(cx: &mut Cx<'_>, keys: &PersonKeys, id: ProgrammeCaseId) -> Result<Vec<Attendance>> {
    let mut values = key_values(keys);
    values.push(Value::from(id));
    let rest = format!(
        "WHERE person_id IN ({}) AND case_id = ${} ORDER BY on_date, contact_id",
        keys.placeholders(1),
        values.len()
    );
    cx.list(&rest, &values)
}

/// A case with its steps, what was attended and how far it is.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn whole(cx: &mut Cx<'_>, keys: &PersonKeys, id: ProgrammeCaseId) -> Result<Whole> {
    let case = case_of(cx, keys, id)?;
    let mut values = key_values(keys);
    values.push(Value::from(id));
    let rest =
        format!("WHERE person_id IN ({}) AND case_id = ${} ORDER BY moved_at, id", keys.placeholders(1), values.len());
    let moves = cx.list::<Move>(&rest, &values)?;
    let attendance = attendance_of(cx, keys, id)?;
    let plan = plan_of(cx, &case)?;
    let progress =
        plan.as_ref().map(|(_, plan)| progress(plan, case.pathway.unwrap_or(Pathway::Moderate), &kept(&attendance)));
    Ok(Whole { case, moves, attendance, plan, progress })
}

/// The plan that a case is worked by: the version of its first group, or what its service is run by today.
pub(crate) fn plan_of(cx: &mut Cx<'_>, case: &Case) -> Result<Option<(Template, Arc<Plan>)>> {
    let (known, today) = (plans(cx)?, cx.today());
    let found = match (&case.template, case.template_from) {
        (Some(code), Some(from)) => known.version(code, from),
        _ => known.of_service(case.service_id, today).and_then(|code| known.on(code, today)),
    };
    Ok(found.map(|(template, plan)| (template.clone(), plan)))
}

/// How a group is run; none where nobody planned it.
///
/// # Errors
/// When the database fails.
pub fn schedule_of(cx: &mut Cx<'_>, group: GroupId) -> Result<Option<Schedule>> {
    cx.get(params![group])
}

/// The sessions of a group, by day.
///
/// # Errors
/// When the database fails.
pub fn sessions_of(cx: &mut Cx<'_>, group: GroupId) -> Result<Vec<Session>> {
    cx.list("WHERE group_id = $1 ORDER BY on_date, start_time, id", params![group])
}

/// One session of a group.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn session_of(cx: &mut Cx<'_>, group: GroupId, id: SessionId) -> Result<Session> {
    cx.need(params![group, id])
}

/// Who facilitates a group, past ones too, the lead first.
///
/// # Errors
/// When the database fails.
pub fn facilitators_of(cx: &mut Cx<'_>, group: GroupId) -> Result<Vec<Facilitator>> {
    let order = "CASE part WHEN 'lead' THEN 0 WHEN 'regular' THEN 1 ELSE 2 END, from_date, id";
    cx.list(&format!("WHERE group_id = $1 ORDER BY {order}"), params![group])
}

/// Who leads a group on a day.
pub(crate) fn lead_of(cx: &mut Cx<'_>, group: GroupId, day: Date) -> Result<Option<StaffId>> {
    let all = facilitators_of(cx, group)?;
    let there = |f: &&Facilitator| f.from_date <= day && f.to_date.is_none_or(|to| day <= to);
    let lead = all.iter().filter(there).find(|f| f.part == Leading::Lead).or_else(|| all.iter().find(there));
    // Before the first day of whoever leads, it is still they whom people meet first.
    Ok(lead.or_else(|| all.iter().find(|f| f.to_date.is_none())).map(|f| f.staff_id))
}

/// Who is expected at which session of a group, and what came of it.
///
/// # Errors
/// When the database fails.
pub fn marks_of(cx: &mut Cx<'_>, group: GroupId) -> Result<Vec<Mark>> {
    cx.list("WHERE group_id = $1 ORDER BY case_id, session_id", params![group])
}

/// The cases that are or were in a group.
///
/// # Errors
/// When the database fails.
pub fn lines_of_group(cx: &mut Cx<'_>, group: GroupId) -> Result<Vec<CaseLine>> {
    cx.list("WHERE group_id = $1 ORDER BY closed, begun_on, case_id", params![group])
}

/// Writes the line of a case anew.
pub(crate) fn keep_line(cx: &mut Cx<'_>, keys: &PersonKeys, id: ProgrammeCaseId) -> Result<()> {
    let whole = whole(cx, keys, id)?;
    let line = line_of(cx, keys, &whole)?;
    cx.save(&line)
}

fn line_of(cx: &mut Cx<'_>, keys: &PersonKeys, whole: &Whole) -> Result<CaseLine> {
    let case = &whole.case;
    let risk = assessment::harm_level(cx, keys)?.map(|level| level.code().to_owned());
    let scores = assessment::latest_scores(cx, keys)?;
    let need = scores.into_iter().find(|s| s.score.model == "pni").and_then(|s| s.score.outcome);
    let orders = sentences::orders(cx, keys)?;
    let order = orders.iter().find(|o| Some(o.order.id) == case.order_id);
    let requirement = orders
        .iter()
        .flat_map(|o| &o.requirements)
        .find(|r| Some(r.requirement.id) == case.requirement_id)
        .map(|r| &r.requirement);
    let sentence_ends = match order {
        Some(order) => order.order.end(),
        None => orders.iter().filter(|o| o.order.is_open()).filter_map(|o| o.order.end()).max(),
    };
    let promises = provision::promises_of(cx, keys)?;
    let promised_on = promises.iter().find(|p| Some(p.requirement_id) == case.requirement_id).map(|p| p.promised_on);
    let review_due = whole.progress.as_ref().zip(whole.plan.as_ref()).and_then(|(progress, (_, plan))| {
        let due = progress.last_on?.saturating_add(plan.review_days?.days());
        let waits =
            progress.sessions_done() && progress.reviewed_on.is_none() && case.state != super::policy::WITHDRAWN;
        waits.then_some(due)
    });
    let held = crate::holding::holder(cx, keys.survivor)?;
    Ok(CaseLine {
        person_id: case.person_id,
        case_id: case.id,
        service_id: case.service_id,
        state: case.state.clone(),
        state_on: case.state_on,
        closed: Policy::shipped().closed(&case.state),
        group_id: case.group_id,
        staff_id: held.as_ref().and_then(|h| h.staff_id),
        team_id: held.and_then(|h| h.team_id),
        risk,
        need,
        sentence_ends,
        ordered_on: order.map(|o| o.order.made_on),
        promised_on,
        begun_on: case.begun_on,
        review_due,
        to_end: case.completed_on.is_some() && requirement.is_some_and(sentences::Requirement::is_open),
    })
}

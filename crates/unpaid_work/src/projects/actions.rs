//! The verbs of projects: add, change, assess, agree with a partner, end. One transaction each, on the project's own chain.

use super::policy::Policy;
use super::records::{Agreement, Assessment, Project, ProjectCode, ProjectDay};
use super::rules::{
    AgreementFacts, AssessmentFacts, DayFacts, ProjectFacts, check_agreement, check_assessment, check_project, code_of,
};
use super::store::days_of;
use crate::policy::{ASSESSMENT_MONTHS, PROJECT_PLACES, numbers};
pub(crate) use crate::policy::{as_seen, reasoned, refuse};
pub(crate) use kernel::some_text;
use kernel::{Date, EntryId, ProjectId, Refusal};
use serde_json::json;
use store::{Cx, Failure, Result, params};

fn checked(cx: &mut Cx<'_>, facts: &ProjectFacts) -> Result<()> {
    let policy = Policy::shipped()?;
    let most = numbers(cx)?.on(PROJECT_PLACES, cx.today())?;
    let needs: Vec<&str> = policy.needs.iter().map(|c| c.code.as_str()).collect();
    let skills: Vec<&str> = policy.skills.iter().map(|c| c.code.as_str()).collect();
    refuse(check_project(facts, most, (&needs, &skills)))?;
    if !organisation::units(cx)?.iter().any(|u| u.id == facts.unit) {
        return Err(Failure::refused("unit", "unknown", "Choose the delivery unit from the list"));
    }
    if let Some(id) = facts.beneficiary
        && cx.get::<super::Beneficiary>(params![id])?.is_none()
    {
        return Err(Failure::refused("beneficiary", "unknown", "Choose the beneficiary from the list"));
    }
    Ok(())
}

/// Gives the code to the project, once.
fn take_code(cx: &mut Cx<'_>, code: &str, project: ProjectId) -> Result<()> {
    match cx.get::<ProjectCode>(params![code.to_owned()])? {
        Some(taken) if taken.project_id == project => Ok(()),
        Some(_) => {
            let words = format!("{code} is the code of another project: enter another code");
            Err(Failure::refused("code", "code_taken", words))
        }
        None => cx.insert(&ProjectCode { code: code.to_owned(), project_id: project }),
    }
}

fn row_of(id: ProjectId, facts: &ProjectFacts, code: String) -> Project {
    Project {
        id,
        code,
        name: facts.name.trim().to_owned(),
        kind: facts.kind,
        unit_id: facts.unit,
        team_id: facts.team,
        beneficiary_id: facts.beneficiary,
        provider_id: facts.provider,
        work: facts.work.trim().to_owned(),
        address: some_text(facts.address.as_deref()),
        town: some_text(facts.town.as_deref()),
        meeting_point: some_text(facts.meeting_point.as_deref()),
        supervised_by: facts.supervised_by,
        women_only: facts.women_only,
        children_near: facts.children_near,
        vulnerable_near: facts.vulnerable_near,
        needs: json!(facts.needs),
        skills: json!(facts.skills),
        tools: some_text(facts.tools.as_deref()),
        places: facts.places,
        start_date: facts.start_date,
        end_date: None,
        end_reason: None,
        end_note: None,
        nomination_id: facts.nomination,
        version: 1,
    }
}

fn day_row(cx: &Cx<'_>, project: ProjectId, day: &DayFacts) -> ProjectDay {
    ProjectDay {
        project_id: project,
        id: cx.new_id(),
        weekday: day.weekday,
        start_time: day.start_time,
        end_time: day.end_time,
        places: day.places,
    }
}

/// Adds a project with the days on which it runs.
///
/// # Errors
/// Refuses a code that is taken, a day that ends before it starts, places that are a slip, a group without a beneficiary.
pub fn add_project(cx: &mut Cx<'_>, facts: &ProjectFacts) -> Result<ProjectId> {
    checked(cx, facts)?;
    let id: ProjectId = cx.new_id();
    let code = code_of(&facts.code, &mut Vec::new());
    cx.describe(format!("Added the project {code} {}", facts.name.trim()), None);
    take_code(cx, &code, id)?;
    cx.insert(&row_of(id, facts, code))?;
    for day in &facts.days {
        let row = day_row(cx, id, day);
        cx.insert(&row)?;
    }
    Ok(id)
}

/// Holds a project for writing, as whoever writes saw it.
pub(crate) fn hold(cx: &mut Cx<'_>, id: ProjectId, seen: Option<i64>) -> Result<Project> {
    cx.lock(id.0.into())?;
    let row = cx.need::<Project>(params![id])?;
    if let Some(seen) = seen {
        as_seen(row.version, seen, "Somebody else changed this project meanwhile")?;
    }
    Ok(row)
}

fn going_on(row: &Project, today: Date) -> Result<()> {
    if row.end_date.is_some_and(|end| end < today) {
        return Err(Refusal::of_request("ended", "This project has ended: add another one").into());
    }
    Ok(())
}

/// Changes a project. Days that are not among the new ones are taken away; those who are placed on them keep their place
/// until an officer moves them, and the project's page says so.
///
/// # Errors
/// As [`add_project`]; an ended project; [`Failure::Stale`].
pub fn amend_project(cx: &mut Cx<'_>, id: ProjectId, facts: &ProjectFacts, seen: i64) -> Result<()> {
    let row = hold(cx, id, Some(seen))?;
    going_on(&row, cx.today())?;
    checked(cx, facts)?;
    let code = code_of(&facts.code, &mut Vec::new());
    cx.describe(format!("Changed the project {code}"), None);
    take_code(cx, &code, id)?;
    let mut new = Project {
        end_date: row.end_date,
        end_reason: row.end_reason.clone(),
        end_note: row.end_note.clone(),
        nomination_id: facts.nomination.or(row.nomination_id),
        version: row.version,
        ..row_of(id, facts, code)
    };
    cx.update(&mut new)?;
    let known = days_of(cx, &[id])?;
    let same = |row: &ProjectDay, day: &DayFacts| {
        (row.weekday, row.start_time, row.end_time, row.places)
            == (day.weekday, day.start_time, day.end_time, day.places)
    };
    for gone in known.iter().filter(|row| !facts.days.iter().any(|day| same(row, day))) {
        cx.remove(gone)?;
    }
    for day in facts.days.iter().filter(|day| !known.iter().any(|row| same(row, day))) {
        let row = day_row(cx, id, day);
        cx.insert(&row)?;
    }
    Ok(())
}

/// Records an assessment. It does not change those before it.
///
/// # Errors
/// Refuses a day to come, one that is valid for longer than policy lets it, and no hazard.
pub fn assess_project(cx: &mut Cx<'_>, id: ProjectId, facts: &AssessmentFacts) -> Result<EntryId> {
    hold(cx, id, None)?;
    let months = numbers(cx)?.on(ASSESSMENT_MONTHS, cx.today())?;
    refuse(check_assessment(facts, months, cx.today()))?;
    cx.describe(format!("Recorded a {}", facts.kind.words().to_lowercase()), None);
    let row = Assessment {
        project_id: id,
        id: cx.new_id(),
        kind: facts.kind,
        assessed_by: facts.assessed_by.trim().to_owned(),
        assessed_on: facts.assessed_on,
        valid_until: facts.valid_until,
        hazards: serde_json::to_value(&facts.hazards).map_err(|e| Failure::broken(e.to_string()))?,
        withdrawn_on: None,
        withdrawn: None,
        author: cx.actor().name().to_owned(),
        recorded_at: cx.now(),
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Says that an assessment counts no more, from today on.
///
/// # Errors
/// Refuses one that was withdrawn before, and no reason.
pub fn withdraw_assessment(cx: &mut Cx<'_>, project: ProjectId, id: EntryId, why: &str) -> Result<()> {
    hold(cx, project, None)?;
    let why = reasoned(why)?;
    let mut row = cx.need::<Assessment>(params![project, id])?;
    if row.withdrawn.is_some() {
        return Err(Refusal::of_request("withdrawn", "This assessment was withdrawn before").into());
    }
    cx.describe(format!("Withdrew a {}", row.kind.words().to_lowercase()), Some(&why));
    row.withdrawn_on = Some(cx.today());
    row.withdrawn = Some(why);
    cx.update(&mut row)
}

/// Records what is agreed with a partner. An agreement that stands ends the day before.
///
/// # Errors
/// Refuses what was not signed, checked or seen yet, and an insurance that had ended.
pub fn agree(cx: &mut Cx<'_>, id: ProjectId, facts: &AgreementFacts) -> Result<EntryId> {
    hold(cx, id, None)?;
    refuse(check_agreement(facts, cx.today()))?;
    cx.describe(format!("Recorded the agreement with {}", facts.partner.trim()), None);
    let row = Agreement {
        project_id: id,
        id: cx.new_id(),
        partner: facts.partner.trim().to_owned(),
        supervisor: facts.supervisor.trim().to_owned(),
        contact: some_text(facts.contact.as_deref()),
        signed_on: facts.signed_on,
        checked_on: facts.checked_on,
        insurance_seen_on: facts.insurance_seen_on,
        insurance_until: facts.insurance_until,
        review_on: facts.review_on,
        ended_on: None,
        end_reason: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// Ends an agreement on a day.
///
/// # Errors
/// Refuses one that ended before, a day before it was signed, and no reason.
pub fn end_agreement(cx: &mut Cx<'_>, project: ProjectId, id: EntryId, on: Date, why: &str) -> Result<()> {
    hold(cx, project, None)?;
    let why = reasoned(why)?;
    let mut row = cx.need::<Agreement>(params![project, id])?;
    if row.ended_on.is_some() {
        return Err(Refusal::of_request("ended", "This agreement ended before").into());
    }
    if on < row.signed_on {
        return Err(Failure::refused("end_date", "ends_before_start", "The last day must not be before it was signed"));
    }
    cx.describe(format!("Ended the agreement with {}", row.partner), Some(&why));
    row.ended_on = Some(on);
    row.end_reason = Some(why);
    cx.update(&mut row)
}

/// Ends a project on a day, for a reason of the list. What goes with it ([`leaving`](crate::leaving)) is done in the background,
/// piece by piece.
///
/// # Errors
/// Refuses an unknown reason, a day before the project began, a project that ended; [`Failure::Stale`].
pub fn end_project(
    cx: &mut Cx<'_>,
    id: ProjectId,
    on: Date,
    reason: &str,
    note: Option<&str>,
    seen: i64,
) -> Result<()> {
    let mut row = hold(cx, id, Some(seen))?;
    if row.end_date.is_some() {
        return Err(Refusal::of_request("ended", "The last day of this project is set already").into());
    }
    if !Policy::shipped()?.ends.iter().any(|c| c.code == reason) {
        return Err(Failure::refused("reason", "not_a_choice", "Choose why it ends from the list"));
    }
    if on < row.start_date {
        return Err(Failure::refused("end_date", "ends_before_start", "The last day must not be before the first day"));
    }
    cx.describe(format!("Ended the project {}", row.code), note);
    row.end_date = Some(on);
    row.end_reason = Some(reason.to_owned());
    row.end_note = some_text(note);
    cx.update(&mut row)?;
    crate::leaving::begin(cx, &row, on)
}

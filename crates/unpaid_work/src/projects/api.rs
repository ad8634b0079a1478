//! Projects for programs: the same verbs as on the pages, and whether a session may be planned on a day.

use super::{
    DayFacts, Project, ProjectDay, ProjectFacts, ProjectKind, SupervisedBy, WholeProject, add_project, amend_project,
    end_project, project, whole_running,
};
use crate::desk::{believed, choice, clock, day, items, json};
use kernel::Permission::RunUnpaidWork;
use kernel::{BeneficiaryId, ProjectId, TeamId, UnitId};
use serde::{Deserialize, Serialize};
use store::{Cx, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A day of the week on which a project runs.
#[derive(Debug, Serialize, Deserialize, ToSchema)]
struct WorkDay {
    /// From 1 for Monday to 7.
    weekday: i64,
    /// `HH:MM`.
    start_time: String,
    end_time: String,
    places: i64,
}

/// Where unpaid work is done.
#[derive(Debug, Serialize, ToSchema)]
struct WorkProjectOut {
    id: String,
    code: String,
    name: String,
    /// `group`, `individual`, `induction` or `education`.
    kind: String,
    unit: String,
    team: Option<String>,
    beneficiary: Option<String>,
    work: String,
    address: Option<String>,
    town: Option<String>,
    /// `service` or `partner`.
    supervised_by: String,
    women_only: bool,
    children_near: bool,
    vulnerable_near: bool,
    needs: Vec<String>,
    skills: Vec<String>,
    places: i64,
    start_date: String,
    end_date: Option<String>,
    days: Vec<WorkDay>,
    /// Why no session may be planned on the day asked for with `day`, today when none is.
    unfit: Vec<String>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// What is recorded of a project.
#[derive(Debug, Deserialize, ToSchema)]
struct WorkProjectIn {
    code: String,
    name: String,
    kind: String,
    unit: String,
    team: Option<String>,
    beneficiary: Option<String>,
    work: String,
    address: Option<String>,
    town: Option<String>,
    meeting_point: Option<String>,
    supervised_by: String,
    #[serde(default)]
    women_only: bool,
    #[serde(default)]
    children_near: bool,
    #[serde(default)]
    vulnerable_near: bool,
    #[serde(default)]
    needs: Vec<String>,
    #[serde(default)]
    skills: Vec<String>,
    tools: Option<String>,
    places: i64,
    start_date: String,
    #[serde(default)]
    days: Vec<WorkDay>,
}

/// The last day of a project, and why. Placements there end with it, and sessions after that day are cancelled, in the background.
#[derive(Debug, Deserialize, ToSchema)]
struct WorkProjectEndIn {
    end_date: String,
    /// A code, such as `finished`.
    reason: String,
    note: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/unpaid-work/projects", RunUnpaidWork, all)
            .doc(doc("Projects of unpaid work that have not ended, by name").lists::<WorkProjectOut>()),
        Route::api_post("/api/v1/unpaid-work/projects", RunUnpaidWork, add)
            .doc(doc("Adds a project of unpaid work").body::<WorkProjectIn>().creates::<WorkProjectOut>()),
        Route::api_put("/api/v1/unpaid-work/projects/{project}", RunUnpaidWork, amend)
            .doc(doc("Changes a project of unpaid work").body::<WorkProjectIn>().answers::<WorkProjectOut>()),
        Route::api_post("/api/v1/unpaid-work/projects/{project}/end", RunUnpaidWork, end).doc(
            doc("Ends a project on a day, and the placements there with it")
                .body::<WorkProjectEndIn>()
                .answers::<WorkProjectOut>(),
        ),
    ]
}

fn day_out(d: &ProjectDay) -> WorkDay {
    WorkDay {
        weekday: d.weekday,
        start_time: d.start_time.strftime("%H:%M").to_string(),
        end_time: d.end_time.strftime("%H:%M").to_string(),
        places: d.places,
    }
}

fn out(of: &WholeProject, on: kernel::Date) -> WorkProjectOut {
    let p: &Project = &of.project;
    WorkProjectOut {
        id: p.id.to_string(),
        code: p.code.clone(),
        name: p.name.clone(),
        kind: p.kind.code().into(),
        unit: p.unit_id.to_string(),
        team: p.team_id.map(|t| t.to_string()),
        beneficiary: p.beneficiary_id.map(|b| b.to_string()),
        work: p.work.clone(),
        address: p.address.clone(),
        town: p.town.clone(),
        supervised_by: p.supervised_by.code().into(),
        women_only: p.women_only,
        children_near: p.children_near,
        vulnerable_near: p.vulnerable_near,
        needs: p.need_codes(),
        skills: p.skill_codes(),
        places: p.places,
        start_date: p.start_date.to_string(),
        end_date: p.end_date.map(|d| d.to_string()),
        days: of.days.iter().map(day_out).collect(),
        unfit: of.unfit_on(on).into_iter().map(|r| r.words).collect(),
        version: p.version,
    }
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let today = cx.today();
    let on = req.query("day").map(|text| day("day", text)).transpose()?.unwrap_or(today);
    let rows = whole_running(cx, today)?;
    items(req, rows.iter().map(|of| out(of, on)).collect())
}

fn facts(body: WorkProjectIn) -> Result<ProjectFacts> {
    let one = |d: &WorkDay| {
        Ok(DayFacts {
            weekday: d.weekday,
            start_time: clock("days", &d.start_time)?,
            end_time: clock("days", &d.end_time)?,
            places: d.places,
        })
    };
    Ok(ProjectFacts {
        days: body.days.iter().map(one).collect::<Result<_>>()?,
        kind: choice::<ProjectKind>("kind", &body.kind, "The kind is group, individual, induction or education")?,
        unit: choice::<UnitId>("unit", &body.unit, "Give the id of the delivery unit")?,
        team: body.team.as_deref().map(|t| choice::<TeamId>("team", t, "Give the id of the team")).transpose()?,
        beneficiary: body
            .beneficiary
            .as_deref()
            .map(|t| choice::<BeneficiaryId>("beneficiary", t, "Give the id of the beneficiary"))
            .transpose()?,
        provider: None,
        supervised_by: choice::<SupervisedBy>("supervised_by", &body.supervised_by, "It is service or partner")?,
        start_date: day("start_date", &body.start_date)?,
        code: body.code,
        name: body.name,
        work: body.work,
        address: body.address,
        town: body.town,
        meeting_point: body.meeting_point,
        women_only: body.women_only,
        children_near: body.children_near,
        vulnerable_near: body.vulnerable_near,
        needs: body.needs,
        skills: body.skills,
        tools: body.tools,
        places: body.places,
        nomination: None,
    })
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = add_project(cx, &facts(req.json()?)?)?;
    let (of, today) = (project(cx, id)?, cx.today());
    Ok(Reply::created("/api/v1/unpaid-work/projects", json(out(&of, today))?))
}

fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = req.param::<ProjectId>("project")?;
    let known = project(cx, id)?.project;
    let facts = ProjectFacts { provider: known.provider_id, nomination: known.nomination_id, ..facts(req.json()?)? };
    amend_project(cx, id, &facts, believed(req)?)?;
    let (of, today) = (project(cx, id)?, cx.today());
    Ok(Reply::json(200, json(out(&of, today))?))
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let id = req.param::<ProjectId>("project")?;
    let body: WorkProjectEndIn = req.json()?;
    let (on, seen) = (day("end_date", &body.end_date)?, believed(req)?);
    end_project(cx, id, on, &body.reason, body.note.as_deref(), seen)?;
    let (of, today) = (project(cx, id)?, cx.today());
    Ok(Reply::json(200, json(out(&of, today))?))
}

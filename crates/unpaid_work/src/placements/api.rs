//! A person's placements for programs: the list, placing, ending; and which projects fit.

use super::actions::{end_placement, place};
use super::records::{Frequency, Placement};
use super::rules::NewPlacement;
use super::store::{placement, placements_of};
use crate::desk::{believed, choice, clock, day, json};
use crate::matching::{Times, fit, person_facts, rank};
use crate::projects::policy::Policy;
use crate::projects::whole_running;
use kernel::Permission::{ReadPeople, RunUnpaidWork};
use kernel::{Crn, PlacementId, ProjectId, RequirementId};
use serde::{Deserialize, Serialize};
use store::Cx;
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A person's place at a project.
#[derive(Debug, Serialize, ToSchema)]
struct PlacementOut {
    id: String,
    project: String,
    requirement: String,
    /// From 1 for Monday to 7.
    weekday: i64,
    /// `HH:MM`.
    start_time: String,
    end_time: String,
    /// `weekly`, `fortnightly` or `once`.
    frequency: String,
    from_date: String,
    until_date: Option<String>,
    /// `placed`, `ended` or `in-error`.
    state: String,
    end_reason: Option<String>,
    /// What did not fit when it was made.
    unmet: Vec<String>,
    unmet_reason: Option<String>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// Where and when somebody is to work.
#[derive(Debug, Deserialize, ToSchema)]
struct PlacementIn {
    project: String,
    requirement: String,
    weekday: i64,
    start_time: String,
    end_time: String,
    frequency: String,
    from_date: String,
    until_date: Option<String>,
    pick_up_place: Option<String>,
    pick_up_time: Option<String>,
    /// Why, where something does not fit.
    unmet_reason: Option<String>,
    /// Which manager agreed, where somebody could be in danger.
    agreed_with: Option<String>,
}

/// The last day of a placement, and why.
#[derive(Debug, Deserialize, ToSchema)]
struct PlacementEndIn {
    until_date: String,
    /// A code, such as `hours-done`.
    reason: String,
    note: Option<String>,
}

/// A project on a day of the week, with why it fits or not.
#[derive(Debug, Serialize, ToSchema)]
struct ProjectFitOut {
    project: String,
    name: String,
    weekday: i64,
    findings: Vec<FindingOut>,
}

/// One thing that was looked at.
#[derive(Debug, Serialize, ToSchema)]
struct FindingOut {
    aspect: String,
    /// `fits`, `unknown`, `against`, `grave` or `never`.
    weight: String,
    words: String,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/unpaid-work/placements", ReadPeople, all)
            .doc(doc("A person’s placements of unpaid work, the newest first").lists::<PlacementOut>()),
        Route::api_post("/api/v1/people/{crn}/unpaid-work/placements", RunUnpaidWork, add)
            .doc(doc("Places a person at a project").body::<PlacementIn>().creates::<PlacementOut>()),
        Route::api_post("/api/v1/people/{crn}/unpaid-work/placements/{placement}/end", RunUnpaidWork, end)
            .doc(doc("Ends a placement on a day").body::<PlacementEndIn>().answers::<PlacementOut>()),
        Route::api_get("/api/v1/people/{crn}/unpaid-work/projects-that-fit", ReadPeople, matches)
            .doc(doc("Projects with why each fits the person or not, the best first").lists::<ProjectFitOut>()),
    ]
}

fn out(p: Placement) -> PlacementOut {
    PlacementOut {
        id: p.id.to_string(),
        project: p.project_id.to_string(),
        requirement: p.requirement_id.to_string(),
        weekday: p.weekday,
        start_time: p.start_time.strftime("%H:%M").to_string(),
        end_time: p.end_time.strftime("%H:%M").to_string(),
        frequency: p.frequency.code().into(),
        from_date: p.from_date.to_string(),
        until_date: p.until_date.map(|d| d.to_string()),
        state: p.state.code().into(),
        unmet: p.unmet_words(),
        end_reason: p.end_reason,
        unmet_reason: p.unmet_reason,
        version: p.version,
    }
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let rows: Vec<PlacementOut> = placements_of(cx, &open.keys)?.into_iter().map(out).collect();
    crate::desk::items(req, rows)
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body: PlacementIn = req.json()?;
    let new = NewPlacement {
        requirement: choice::<RequirementId>("requirement", &body.requirement, "Give the id of the requirement")?,
        project: choice::<ProjectId>("project", &body.project, "Give the id of the project")?,
        weekday: body.weekday,
        start_time: clock("start_time", &body.start_time)?,
        end_time: clock("end_time", &body.end_time)?,
        frequency: choice::<Frequency>("frequency", &body.frequency, "The frequency is weekly, fortnightly or once")?,
        from: day("from", &body.from_date)?,
        until: body.until_date.as_deref().map(|d| day("until", d)).transpose()?,
        pick_up_place: body.pick_up_place,
        pick_up_time: body.pick_up_time.as_deref().map(|t| clock("pick_up_time", t)).transpose()?,
        unmet_reason: body.unmet_reason,
        agreed_with: body.agreed_with,
    };
    let id = place(cx, &open, &new)?;
    let row = placement(cx, &open.keys, id)?;
    Ok(Reply::created(format!("/api/v1/people/{}/unpaid-work/placements", open.crn), json(out(row))?))
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<PlacementId>("placement")?;
    let body: PlacementEndIn = req.json()?;
    let until = day("until", &body.until_date)?;
    end_placement(cx, &open, id, until, (&body.reason, body.note.as_deref()), Some(believed(req)?))?;
    let row = placement(cx, &open.keys, id)?;
    Ok(Reply::json(200, json(out(row))?))
}

fn matches(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (facts, policy, today) = (person_facts(cx, &open)?, Policy::shipped()?, cx.today());
    let mut found = Vec::new();
    for of in whole_running(cx, today)? {
        for day in &of.days {
            found.push((of.project.clone(), day.weekday, fit(&facts, &of.project, Times::from(day), today, policy)));
        }
    }
    found.sort_by_key(|(project, weekday, findings)| (rank(findings), project.name.clone(), *weekday));
    let rows = found.into_iter().map(|(project, weekday, findings)| ProjectFitOut {
        project: project.id.to_string(),
        name: project.name,
        weekday,
        findings: findings
            .into_iter()
            .map(|f| FindingOut { aspect: f.aspect.into(), weight: f.weight.code().into(), words: f.words })
            .collect(),
    });
    crate::desk::items(req, rows.collect())
}

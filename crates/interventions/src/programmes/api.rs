//! Programmes and treatment for programs: a person's cases with how far they are, moving a case, a group's sessions, and a
//! person's treatments as far as their state goes.

use super::cases::{Moving, move_case};
use super::records::Case;
use super::store::{Whole, cases_of, sessions_of, whole};
use crate::treatment;
use kernel::Permission::{ReadPeople, RunProgrammes};
use kernel::{Crn, Date, GroupId, ProgrammeCaseId};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A person's way through a programme.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProgrammeCaseOut {
    id: String,
    service: String,
    requirement: Option<String>,
    group: Option<String>,
    /// A code of the states of a case, such as `on-programme`.
    state: String,
    state_on: String,
    begun_on: Option<String>,
    completed_on: Option<String>,
    /// Sessions attended, and how many there are; none while nobody planned them.
    sessions_attended: Option<u32>,
    sessions: Option<u32>,
    /// For `If-Match`.
    version: i64,
}

/// The programme cases of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProgrammeCasesOut {
    cases: Vec<ProgrammeCaseOut>,
}

/// A move of a case.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ProgrammeMoveIn {
    /// A code of the states.
    to: String,
    /// YYYY-MM-DD.
    on: String,
    /// Why they leave early: a code.
    drop_out: Option<String>,
    words: Option<String>,
}

/// A session of a group.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProgrammeSessionOut {
    id: String,
    module: i64,
    number: i64,
    /// group, one-to-one, catch-up or review.
    part: String,
    name: String,
    on: String,
    start: String,
    minutes: i64,
    /// planned, held or cancelled.
    state: String,
    outside_plan: bool,
}

/// The sessions of a group, by day.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProgrammeSessionsOut {
    sessions: Vec<ProgrammeSessionOut>,
}

/// A treatment of a person; what it is for is not told.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonTreatmentOut {
    id: String,
    /// mental-health, drugs or alcohol.
    kind: String,
    /// proposed, begun or ended.
    state: String,
    /// not-asked, given or withdrawn.
    consent: String,
    requirement: Option<String>,
    begun_on: Option<String>,
    ended_on: Option<String>,
    /// For `If-Match`.
    version: i64,
}

/// The treatments of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct PersonTreatmentsOut {
    treatments: Vec<PersonTreatmentOut>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/people/{crn}/programmes", ReadPeople, list)
            .doc(ApiDoc::new("Programme cases of a person, the newest first").answers::<ProgrammeCasesOut>()),
        Route::api_get("/api/v1/people/{crn}/programmes/{id}", ReadPeople, one)
            .doc(ApiDoc::new("One programme case").answers::<ProgrammeCaseOut>()),
        Route::api_post("/api/v1/people/{crn}/programmes/{id}/move", RunProgrammes, change).doc(
            ApiDoc::new("Move a programme case to another state")
                .body::<ProgrammeMoveIn>()
                .answers::<ProgrammeCaseOut>(),
        ),
        Route::api_get("/api/v1/programmes/groups/{group}/sessions", RunProgrammes, sessions)
            .doc(ApiDoc::new("The sessions of a group of a programme, by day").answers::<ProgrammeSessionsOut>()),
        Route::api_get("/api/v1/people/{crn}/treatments", ReadPeople, treatments)
            .doc(ApiDoc::new("Treatments of a person, the newest first").answers::<PersonTreatmentsOut>()),
    ]
}

fn json(status: u16, out: &impl Serialize) -> Answer {
    Ok(Reply::json(status, serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))?))
}

fn out(case: &Case, whole: Option<&Whole>) -> ProgrammeCaseOut {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let progress = whole.and_then(|w| w.progress.as_ref()).filter(|p| p.of() > 0);
    ProgrammeCaseOut {
        id: case.id.to_string(),
        service: case.service_id.to_string(),
        requirement: case.requirement_id.map(|id| id.to_string()),
        group: case.group_id.map(|id| id.to_string()),
        state: case.state.clone(),
        state_on: case.state_on.to_string(),
        begun_on: day(case.begun_on),
        completed_on: day(case.completed_on),
        sessions_attended: progress.map(super::rules::ProgrammeProgress::done),
        sessions: progress.map(super::rules::ProgrammeProgress::of),
        version: case.version,
    }
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let cases = cases_of(cx, &open.keys)?.iter().map(|case| out(case, None)).collect();
    json(200, &ProgrammeCasesOut { cases })
}

fn shown(cx: &mut Cx<'_>, open: &people::OpenPerson, id: ProgrammeCaseId) -> Result<ProgrammeCaseOut> {
    let whole = whole(cx, &open.keys, id)?;
    Ok(out(&whole.case, Some(&whole)))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let shown = shown(cx, &open, req.param("id")?)?;
    json(200, &shown)
}

fn change(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: ProgrammeCaseId = req.param("id")?;
    let body: ProgrammeMoveIn = req.json()?;
    let on = body.on.parse().map_err(|_| Failure::refused("on", "not_a_date", "Use a date like 2026-12-07"))?;
    let how = Moving { to: body.to, on, drop_out: body.drop_out, words: body.words };
    move_case(cx, &open, id, &how, req.if_match())?;
    let shown = shown(cx, &open, id)?;
    json(200, &shown)
}

fn sessions(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let group = req.param::<GroupId>("group")?;
    provision::group_by_id(cx, group)?;
    let sessions = sessions_of(cx, group)?.into_iter().map(|s| ProgrammeSessionOut {
        id: s.id.to_string(),
        module: s.module,
        number: s.number,
        part: s.part.code().into(),
        on: s.on_date.to_string(),
        start: s.start_time.strftime("%H:%M").to_string(),
        minutes: s.minutes,
        state: s.state.code().into(),
        outside_plan: s.outside_plan,
        name: s.name,
    });
    let sessions = sessions.collect();
    json(200, &ProgrammeSessionsOut { sessions })
}

fn treatments(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    let treatments = treatment::treatments_of(cx, &open.keys)?.into_iter().map(|t| PersonTreatmentOut {
        id: t.id.to_string(),
        kind: t.kind,
        state: t.state.code().into(),
        consent: t.consent.code().into(),
        requirement: t.requirement_id.map(|id| id.to_string()),
        begun_on: day(t.begun_on),
        ended_on: day(t.ended_on),
        version: t.version,
    });
    let treatments = treatments.collect();
    json(200, &PersonTreatmentsOut { treatments })
}

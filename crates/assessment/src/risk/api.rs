//! Risk for programs: levels of harm and needs as on any past day, and a change of a level.

use super::day_asked;
use crate::assessments::api::{NeedOut, json, needs_out};
use crate::assessments::{Setting, sheet, signed_on};
use crate::harm::{Deciding, HarmStanding, Level, Who, change_level, harm_standing_on};
use crate::needs;
use crate::questions::current;
use kernel::{Crn, Date, Permission};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::form::Form;
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/people/{crn}/risk", Permission::ReadPeople, show).doc(
            ApiDoc::new("Levels of risk of serious harm, and needs, as at a day")
                .query("on", "a day, today when not said")
                .answers::<RiskOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/risk/harm", Permission::Assess, change).doc(
            ApiDoc::new("Changes a level of risk of serious harm between assessments")
                .body::<LevelIn>()
                .answers::<RiskOut>(),
        ),
    ]
}

/// What is known of a person's risk on a day.
#[derive(Debug, Serialize, ToSchema)]
struct RiskOut {
    on: String,
    /// The highest level in the community: `low`, `medium`, `high` or `very_high`.
    community: Option<String>,
    /// The highest level in custody.
    custody: Option<String>,
    /// By who is at risk, children first.
    levels: Vec<LevelOut>,
    /// Of the assessment that was signed last; absent without one.
    needs: Option<Vec<NeedOut>>,
    /// The assessment that the needs are from.
    assessment: Option<String>,
}

/// A level.
#[derive(Debug, Serialize, ToSchema)]
struct LevelOut {
    /// `community` or `custody`.
    setting: String,
    /// `children`, `public`, `known_adult`, `staff` or `prisoners`.
    who: String,
    level: String,
    evidence: String,
    decided_on: String,
    author: String,
}

/// A level to decide.
#[derive(Debug, Deserialize, ToSchema)]
struct LevelIn {
    setting: String,
    who: String,
    level: String,
    evidence: String,
    /// What changed.
    reason: String,
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let today = cx.today();
    let mut form = Form::of(req.queries().iter().cloned());
    let on = day_asked(req, &mut form, today);
    form.finish()?;
    Ok(Reply::json(200, json(risk_out(cx, &open, on)?)?))
}

fn change(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body = req.json::<LevelIn>()?;
    let no = |field: &str| Failure::refused(field, "not_a_choice", format!("There is no such {field}"));
    let deciding = Deciding {
        setting: body.setting.parse::<Setting>().map_err(|()| no("setting"))?,
        who: body.who.parse::<Who>().map_err(|()| no("who"))?,
        level: body.level.parse::<Level>().map_err(|()| no("level"))?,
        evidence: body.evidence,
        reason: body.reason,
    };
    change_level(cx, &open, &deciding)?;
    let today = cx.today();
    Ok(Reply::json(200, json(risk_out(cx, &open, today)?)?))
}

fn risk_out(cx: &mut Cx<'_>, open: &OpenPerson, on: Date) -> Result<RiskOut> {
    let standing = harm_standing_on(cx, &open.keys, on)?;
    let signed = signed_on(cx, &open.keys, on)?;
    let judged = match &signed {
        Some(assessment) => {
            let (catalogue, answers) = (current(cx)?, sheet(cx, assessment)?);
            Some(needs_out(&catalogue, &needs::of_sheet(&catalogue, assessment, &answers), &answers))
        }
        None => None,
    };
    let overall = |setting| standing.overall(setting).map(|level| level.code().to_owned());
    Ok(RiskOut {
        on: on.to_string(),
        community: overall(Setting::Community),
        custody: overall(Setting::Custody),
        levels: levels_out(&standing),
        needs: judged,
        assessment: signed.map(|a| a.id.to_string()),
    })
}

fn levels_out(standing: &HarmStanding) -> Vec<LevelOut> {
    let out = standing.levels.iter().map(|row| LevelOut {
        setting: row.setting.code().into(),
        who: row.who.code().into(),
        level: row.level.code().into(),
        evidence: row.evidence.clone(),
        decided_on: row.decided_on.to_string(),
        author: row.author.clone(),
    });
    out.collect()
}

//! Quality for programs: samples and what they say. The second look itself is a person's work, on pages.

use super::draw::{Asking, draw_sample};
use super::results::results;
use super::store::{Kind, Sample, sample, samples};
use kernel::{Date, Permission, SampleId};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    use Permission::ReviewQuality;
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/quality/samples", ReviewQuality, all)
            .doc(doc("Samples of signed work, the newest first").lists::<SampleOut>()),
        Route::api_post("/api/v1/quality/samples", ReviewQuality, add)
            .doc(doc("Draws a sample; the same seed draws the same again").body::<SampleIn>().creates::<SampleOut>()),
        Route::api_get("/api/v1/quality/samples/{sample}/results", ReviewQuality, said)
            .doc(doc("What a sample says: accuracy by item and by scorer, themes").answers::<ResultsOut>()),
    ]
}

/// A sample.
#[derive(Debug, Serialize, ToSchema)]
struct SampleOut {
    id: String,
    /// `scores` or `harm`.
    kind: String,
    from: String,
    to: String,
    drawn: u32,
    population: u32,
    seed: String,
}

/// A sample to be drawn.
#[derive(Debug, Deserialize, ToSchema)]
struct SampleIn {
    /// `scores` or `harm`.
    kind: String,
    from: String,
    to: String,
    /// The code of a team; every team without one.
    team: Option<String>,
    /// The service's number without one.
    wanted: Option<u32>,
    seed: Option<String>,
}

/// How many of how many agree.
#[derive(Debug, Serialize, ToSchema)]
struct AccuracyOut {
    /// The question, or the code of the member of staff.
    of_what: Option<String>,
    agreed: u64,
    of: u64,
}

/// What a sample says.
#[derive(Debug, Serialize, ToSchema)]
struct ResultsOut {
    finished: u64,
    drawn: u64,
    overall: AccuracyOut,
    items: Vec<AccuracyOut>,
    scorers: Vec<AccuracyOut>,
    themes: Vec<ThemeOut>,
    /// How much was signed on time, and in the same breath how good it was.
    timeliness: String,
    quality: String,
}

/// A theme, and in how many assessments it was found.
#[derive(Debug, Serialize, ToSchema)]
struct ThemeOut {
    theme: String,
    assessments: u64,
}

fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

fn out(row: &Sample) -> SampleOut {
    SampleOut {
        id: row.id.to_string(),
        kind: row.kind.code().to_owned(),
        from: row.from_day.to_string(),
        to: row.to_day.to_string(),
        drawn: row.drawn,
        population: row.population,
        seed: row.seed.clone(),
    }
}

fn all(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let page = u64::try_from(req.after()?).unwrap_or_default();
    let limit = u64::try_from(req.limit()?).unwrap_or(25);
    let (rows, total) = samples(cx, page, limit)?;
    let items: Vec<SampleOut> = rows.iter().map(out).collect();
    let mut body = serde_json::json!({ "items": json(items)? });
    if (page + 1).saturating_mul(limit) < total {
        body["next"] = (page + 1).to_string().into();
    }
    Ok(Reply::json(200, body))
}

fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let body = req.json::<SampleIn>()?;
    let day = |field: &'static str, text: &str| -> Result<Date> {
        text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Give a date as YYYY-MM-DD"))
    };
    let kind: Kind =
        body.kind.parse().map_err(|_| Failure::refused("kind", "not_a_choice", "Give `scores` or `harm`"))?;
    let team = match &body.team {
        Some(code) => Some(organisation::team_by_code(cx, code)?.id),
        None => None,
    };
    let (from, to) = (day("from", &body.from)?, day("to", &body.to)?);
    let id = draw_sample(cx, &Asking { kind, from, to, team, wanted: body.wanted, seed: body.seed })?;
    let row = sample(cx, id)?;
    Ok(Reply::created(format!("/api/v1/quality/samples/{id}/results"), json(out(&row))?))
}

fn said(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let row = sample(cx, req.param::<SampleId>("sample")?)?;
    let said = results(cx, &row)?;
    let ids: Vec<kernel::StaffId> = said.scorers.iter().filter_map(|s| s.scorer).collect();
    let staff = organisation::staff_lines(cx, &ids)?;
    let (timeliness, quality) = said.timeliness.words();
    let accuracy = |of_what: Option<String>, a: super::Accuracy| AccuracyOut { of_what, agreed: a.agreed, of: a.of };
    let body = ResultsOut {
        finished: said.finished,
        drawn: said.drawn,
        overall: accuracy(None, said.overall),
        items: said.items.into_iter().map(|i| accuracy(Some(i.item), i.accuracy)).collect(),
        scorers: said
            .scorers
            .into_iter()
            .map(|s| accuracy(s.scorer.and_then(|id| staff.get(&id)).map(|line| line.code.clone()), s.accuracy))
            .collect(),
        themes: said.themes.into_iter().map(|(theme, assessments)| ThemeOut { theme, assessments }).collect(),
        timeliness,
        quality,
    };
    Ok(Reply::json(200, json(body)?))
}

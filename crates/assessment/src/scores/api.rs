//! Scores for programs: those of a person as at any day, one with its working and history, and an officer's own band.

use super::kept::working;
use super::overrides::{self, BANDS, Counted, Proposing, override_counts, waiting_of};
use super::read::{self, ScoreStanding, history, scores_as_at};
use super::{Override, Score};
use crate::parts;
use actuarial::vocabulary::Band;
use jiff::ToSpan;
use kernel::{Crn, Date, Permission, ProposalId};
use serde::{Deserialize, Serialize};
use serde_json::{Value as Json, json};
use store::{Cx, Failure};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A score as it stands.
#[derive(Serialize, ToSchema)]
struct ScoreLine {
    id: String,
    /// 1 or 2.
    generation: i32,
    /// The wire name of the model, as in `/api/v1/scores/{model}`.
    model: String,
    computed_on: String,
    /// UTC.
    computed_at: String,
    cause: String,
    /// STATIC or DYNAMIC.
    form: Option<String>,
    /// Per cent.
    score: Option<f64>,
    /// As computed.
    computed_band: Option<String>,
    /// In force: an officer's own, where a manager confirmed one.
    band: Option<String>,
    /// What a screen says.
    outcome: Option<String>,
    /// How many inputs were missing.
    missing: i32,
    model_version: String,
    assessment: Option<String>,
}

/// A score with its working, and every result before it.
#[derive(Serialize, ToSchema)]
struct ScoreWhole {
    score: ScoreLine,
    /// What the model read.
    request: Json,
    /// Where each input was taken from.
    sources: Json,
    /// As the national service would answer.
    response: Json,
    /// Inputs, terms, rule, source, bands, what is missing and what would change the band.
    explanation: Json,
    /// The formula or its tables have changed since: response and explanation hold what was kept, and no more.
    formula_changed: bool,
    /// Oldest first.
    history: Vec<ScoreLine>,
}

/// An officer's own band.
#[derive(Deserialize, ToSchema)]
struct ProposalBody {
    /// LOW, MEDIUM, HIGH or VERY_HIGH.
    band: String,
    reason: String,
}

/// What a manager decides.
#[derive(Deserialize, ToSchema)]
struct DecisionBody {
    confirm: bool,
    reason: Option<String>,
}

/// A proposal as it stands.
#[derive(Serialize, ToSchema)]
struct OverrideBody {
    id: String,
    generation: i32,
    model: String,
    computed_band: String,
    band: String,
    /// up or down.
    direction: String,
    reason: String,
    /// proposed, confirmed, refused or ended.
    state: String,
    proposed_on: String,
    proposed_by: String,
    /// Cases that the officer held that day.
    cases: Option<i32>,
    /// Per cent of the officer's capacity that day.
    capacity: Option<f64>,
    decided_on: Option<String>,
    decided_by: Option<String>,
    decision_reason: Option<String>,
    ended_on: Option<String>,
    version: i64,
}

/// How one officer moved bands in a period.
#[derive(Serialize, ToSchema)]
struct MovedBody {
    /// The officer's id; null for programs.
    staff: Option<String>,
    up: u32,
    down: u32,
    confirmed: u32,
    refused: u32,
    people: u32,
    /// The mean of the cases held on those days.
    cases: Option<f64>,
    /// The mean of the capacity taken on those days, per cent.
    capacity: Option<f64>,
}

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Assess, Oversee, ReadPeople};
    let day = |doc: ApiDoc| doc.query("on", "a past day, YYYY-MM-DD; today when not said");
    vec![
        Route::api_get("/api/v1/people/{crn}/scores", ReadPeople, list)
            .doc(day(ApiDoc::new("The newest score of each model").lists::<ScoreLine>())),
        Route::api_get("/api/v1/people/{crn}/scores/{generation}/{model}", ReadPeople, one)
            .doc(day(ApiDoc::new("A score with its working and history").answers::<ScoreWhole>())),
        Route::api_post("/api/v1/people/{crn}/scores/{generation}/{model}/overrides", Assess, propose).doc(
            ApiDoc::new("Propose another band than the computed one").body::<ProposalBody>().creates::<OverrideBody>(),
        ),
        Route::api_get("/api/v1/people/{crn}/score-overrides", ReadPeople, of_person)
            .doc(ApiDoc::new("Bands that officers proposed for a person, the newest first").lists::<OverrideBody>()),
        Route::api_get("/api/v1/score-overrides", Oversee, waiting)
            .doc(ApiDoc::new("Proposed bands that wait for a manager of the caller's teams").lists::<OverrideBody>()),
        Route::api_get("/api/v1/score-overrides/counts", Oversee, moved).doc(
            ApiDoc::new("How officers of the caller's teams moved bands, with their work at the time")
                .query("from", "the first day, YYYY-MM-DD; a year before `until` when not said")
                .query("until", "the last day, YYYY-MM-DD; today when not said")
                .lists::<MovedBody>(),
        ),
        Route::api_post("/api/v1/people/{crn}/score-overrides/{id}/decision", Oversee, decide).doc(
            ApiDoc::new("Confirm or refuse a proposed band; If-Match takes its version")
                .body::<DecisionBody>()
                .answers::<OverrideBody>(),
        ),
    ]
}

fn line(score: &Score, band: Option<&str>) -> ScoreLine {
    ScoreLine {
        id: score.id.to_string(),
        generation: score.generation,
        model: score.model.clone(),
        computed_on: score.computed_on.to_string(),
        computed_at: score.computed_at.to_string(),
        cause: score.cause.clone(),
        form: score.form.clone(),
        score: score.score,
        computed_band: score.band.clone(),
        band: band.map(str::to_owned),
        outcome: score.outcome.clone(),
        missing: score.missing,
        model_version: score.model_version.clone(),
        assessment: score.assessment_id.map(|id| id.to_string()),
    }
}

fn standing_line(standing: &ScoreStanding) -> ScoreLine {
    line(&standing.score, standing.band())
}

fn body(o: &Override) -> OverrideBody {
    OverrideBody {
        id: o.id.to_string(),
        generation: o.generation,
        model: o.model.clone(),
        computed_band: o.computed_band.clone(),
        band: o.band.clone(),
        direction: o.direction.code().to_owned(),
        reason: o.reason.clone(),
        state: o.state.code().to_owned(),
        proposed_on: o.proposed_on.to_string(),
        proposed_by: o.proposed_by.clone(),
        cases: o.cases,
        capacity: o.capacity_tenths.map(|tenths| f64::from(tenths) / 10.0),
        decided_on: o.decided_on.map(|day| day.to_string()),
        decided_by: o.decided_by.clone(),
        decision_reason: o.decision_reason.clone(),
        ended_on: o.ended_on.map(|day| day.to_string()),
        version: o.version,
    }
}

fn told(body: &impl Serialize) -> store::Result<Json> {
    serde_json::to_value(body).map_err(|e| Failure::broken(e.to_string()))
}

fn day(cx: &Cx<'_>, req: &Request) -> store::Result<Date> {
    let today = cx.today();
    match req.query("on").map(str::parse::<Date>) {
        None => Ok(today),
        Some(Ok(day)) if day <= today => Ok(day),
        Some(Ok(_)) => Err(Failure::refused("on", "future", "`on` is today or a past day")),
        Some(Err(_)) => Err(Failure::refused("on", "not_a_day", "`on` is a day, YYYY-MM-DD")),
    }
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let on = day(cx, req)?;
    let lines: Vec<ScoreLine> = scores_as_at(cx, &open.keys, on)?.iter().map(standing_line).collect();
    Ok(Reply::json(200, json!({ "items": told(&lines)? })))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (generation, model) = (req.param::<i32>("generation")?, req.param::<String>("model")?);
    let on = day(cx, req)?;
    let found = scores_as_at(cx, &open.keys, on)?;
    let found = found.into_iter().find(|s| s.score.model == model && s.score.generation == generation);
    let standing = found.ok_or(Failure::NotFound)?;
    let working = working(cx, &standing.score)?;
    let past = history(cx, &open.keys, generation, &model)?;
    let past = past.iter().filter(|score| score.computed_on <= on).map(|score| line(score, score.band.as_deref()));
    let whole = ScoreWhole {
        score: standing_line(&standing),
        request: working.request,
        sources: working.sources,
        response: working.response,
        explanation: told(&working.told)?,
        formula_changed: working.formula_changed,
        history: past.collect(),
    };
    Ok(Reply::json(200, told(&whole)?))
}

fn propose(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let (generation, model) = (req.param::<i32>("generation")?, req.param::<String>("model")?);
    let sent: ProposalBody = req.json()?;
    let band = Band::from_wire(&sent.band).filter(|band| BANDS.contains(band));
    let band =
        band.ok_or_else(|| Failure::refused("band", "unknown_band", "`band` is LOW, MEDIUM, HIGH or VERY_HIGH"))?;
    let row = overrides::propose(cx, &open, &Proposing { generation, model, band, reason: sent.reason })?;
    let at = format!("/api/v1/people/{}/scores/{}/{}", open.crn, row.generation, row.model);
    Ok(Reply::created(at, told(&body(&row))?))
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<ProposalId>("id")?;
    let sent: DecisionBody = req.json()?;
    overrides::decide(cx, &open, id, sent.confirm, sent.reason.as_deref().unwrap_or_default(), req.if_match())?;
    let row = overrides::one(cx, &open.keys, id)?;
    Ok(Reply::json(200, told(&body(&row))?))
}

fn of_person(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    parts::items(req, read::overrides(cx, &open.keys)?.iter().map(body).collect())
}

fn waiting(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let teams = access::my_teams(cx)?;
    let found = waiting_of(cx, &teams)?;
    let ids: Vec<_> = found.iter().map(|o| o.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let seen = |o: &&Override| lines.get(&o.person_id).is_some_and(|line| !line.restricted);
    parts::items(req, found.iter().filter(seen).map(body).collect())
}

fn moved(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let day = |name: &str| req.query(name).map(|text| parts::day(name, text)).transpose();
    let until = day("until")?.unwrap_or(cx.today());
    let from = day("from")?.unwrap_or_else(|| until.saturating_sub(1.year()));
    let teams = access::my_teams(cx)?;
    parts::items(req, override_counts(cx, &teams, from, until)?.into_iter().map(moved_body).collect())
}

fn moved_body(one: Counted) -> MovedBody {
    let Counted { staff, up, down, confirmed, refused, people, cases, capacity } = one;
    MovedBody { staff: staff.map(|id| id.to_string()), up, down, confirmed, refused, people, cases, capacity }
}

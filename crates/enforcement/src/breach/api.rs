//! Breaches for programs: reading one person's, instructing one, and recording what a court decided.

use super::actions::{Instructing, instruct_breach};
use super::at_court::{Decided, record_result};
use super::records::Breach;
use super::store::{breach, breaches_of, due_of};
use crate::act::acts_of;
use kernel::{BreachId, Crn, Date, FailureId, OrderId, Permission};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A breach of an order.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BreachOut {
    id: String,
    order: String,
    /// preparing, checking, agreed, sent, laid, listed, ended, withdrawn or discontinued.
    state: String,
    reason: String,
    aware_on: String,
    instructed_on: String,
    /// The last day to lay it at court, stopped days left out.
    lay_by: Option<String>,
    laid_on: Option<String>,
    hearing_on: Option<String>,
    court: Option<String>,
    outcome: Option<String>,
    ended_on: Option<String>,
    /// For `If-Match`.
    version: i64,
}

/// The breaches of a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct BreachesOut {
    breaches: Vec<BreachOut>,
}

/// A breach to be instructed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct InstructIn {
    /// The order's id.
    order: String,
    reason: String,
    /// The day on which the service learned of it, YYYY-MM-DD.
    aware_on: String,
    /// The ids of the failures that it is about.
    #[serde(default)]
    failures: Vec<String>,
    /// The court's code.
    court: Option<String>,
}

/// What a court decided.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub(crate) struct ResultIn {
    /// A code of the policy's results, such as `fined`.
    result: String,
    /// YYYY-MM-DD.
    on: String,
    words: Option<String>,
    /// The order's new last day, where the court changed it.
    ends_on: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::api_get("/api/v1/people/{crn}/breaches", Permission::ReadPeople, list)
            .doc(ApiDoc::new("Breaches of a person, the newest first").answers::<BreachesOut>()),
        Route::api_post("/api/v1/people/{crn}/breaches", Permission::Enforce, instruct)
            .doc(ApiDoc::new("Instruct a breach").body::<InstructIn>().creates::<BreachOut>()),
        Route::api_get("/api/v1/people/{crn}/breaches/{id}", Permission::ReadPeople, one)
            .doc(ApiDoc::new("One breach").answers::<BreachOut>()),
        Route::api_post("/api/v1/people/{crn}/breaches/{id}/result", Permission::Enforce, result)
            .doc(ApiDoc::new("Record what a court decided on a breach").body::<ResultIn>().answers::<BreachOut>()),
    ]
}

fn out(breach: &Breach, lay_by: Option<Date>) -> BreachOut {
    let day = |day: Option<Date>| day.map(|day| day.to_string());
    BreachOut {
        id: breach.id.to_string(),
        order: breach.order_id.to_string(),
        state: breach.state.code().into(),
        reason: breach.reason.clone(),
        aware_on: breach.aware_on.to_string(),
        instructed_on: breach.instructed_on.to_string(),
        lay_by: day(lay_by),
        laid_on: day(breach.laid_on),
        hearing_on: day(breach.hearing_on),
        court: breach.court_name.clone(),
        outcome: breach.outcome.clone(),
        ended_on: day(breach.ended_on),
        version: breach.version,
    }
}

fn json(status: u16, out: &impl Serialize) -> Answer {
    Ok(Reply::json(status, serde_json::to_value(out).map_err(|e| Failure::broken(e.to_string()))?))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let rows = breaches_of(cx, &open.keys)?;
    let acts = crate::act::acts_about(cx, &open.keys, "breach")?;
    let breaches = rows.iter().map(|b| {
        let own: Vec<_> = acts.iter().filter(|a| a.about_id == b.id.0).cloned().collect();
        Ok(out(b, due_of(cx, b, &own)?))
    });
    let breaches = breaches.collect::<Result<Vec<_>>>()?;
    json(200, &BreachesOut { breaches })
}

fn shown(cx: &mut Cx<'_>, open: &people::OpenPerson, id: BreachId) -> Result<BreachOut> {
    let whole = breach(cx, &open.keys, id)?;
    let acts = acts_of(cx, &open.keys, id.0)?;
    let due = due_of(cx, &whole.breach, &acts)?;
    Ok(out(&whole.breach, due))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let shown = shown(cx, &open, req.param("id")?)?;
    json(200, &shown)
}

fn day(field: &'static str, text: &str) -> Result<Date> {
    text.parse().map_err(|_| Failure::refused(field, "not_a_date", "Use a date like 2026-12-07"))
}

fn instruct(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body: InstructIn = req.json()?;
    let bad = |field: &'static str| Failure::refused(field, "not_an_id", "Use the id as the service gave it");
    let order: OrderId = body.order.parse().map_err(|_| bad("order"))?;
    let failures: Vec<FailureId> =
        body.failures.iter().map(|id| id.parse().map_err(|_| bad("failures"))).collect::<Result<_>>()?;
    let court = match &body.court {
        Some(code) => {
            let found = organisation::court_by_code(cx, code)?;
            let unknown = || Failure::refused("court", "unknown_court", "There is no court with this code");
            Some(found.ok_or_else(unknown)?.id)
        }
        None => None,
    };
    let new = Instructing { order, failures, reason: body.reason, aware_on: day("aware_on", &body.aware_on)?, court };
    let id = instruct_breach(cx, &open, &new)?;
    let shown = serde_json::to_value(shown(cx, &open, id)?).map_err(|e| Failure::broken(e.to_string()))?;
    Ok(Reply::created(format!("/api/v1/people/{}/breaches/{id}", open.crn), shown))
}

fn result(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: BreachId = req.param("id")?;
    let body: ResultIn = req.json()?;
    let decided = Decided {
        on: day("on", &body.on)?,
        result: body.result,
        words: body.words,
        ends_on: body.ends_on.as_deref().map(|text| day("ends_on", text)).transpose()?,
        operational_period: None,
        supervision_period: None,
    };
    record_result(cx, &open, id, &decided, req.if_match())?;
    let shown = shown(cx, &open, id)?;
    json(200, &shown)
}

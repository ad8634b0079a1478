//! Breaches for programs: reading one person's, instructing one, its pack from the first part to the court, and recording
//! what a court decided.

use super::actions::{Instructing, check_pack, instruct_breach, send_pack, submit_pack, write_notice, write_part};
use super::at_court::{Decided, lay_breach, list_breach, record_result};
use super::pack::{facts, pack};
use super::records::{Breach, Part, PartRow};
use super::rules::{lacking, needed};
use super::store::{breach, breaches_of, due_of};
use crate::act::acts_of;
use crate::wire::{answer, day, id, json, optional_day};
use kernel::{BreachId, Crn, Date, FailureId, OrderId, Permission};
use people::OpenPerson;
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

/// One part of the pack.
#[derive(Debug, Serialize, ToSchema)]
struct PackPartOut {
    /// engagement, excuse or proposal.
    part: String,
    words: String,
    written_by: String,
    /// For `If-Match` when it is written again.
    version: i64,
}

/// The pack: what is there, what a court still needs, and what was sent.
#[derive(Debug, Serialize, ToSchema)]
struct PackOut {
    /// preparing, checking, agreed, sent, laid, listed, ended, withdrawn or discontinued.
    state: String,
    parts: Vec<PackPartOut>,
    /// What is missing for the court, in words.
    missing: Vec<String>,
    /// The pack as it was sent, or as the record draws it now.
    shown: serde_json::Value,
    /// SHA-256 of what was sent.
    sha256: Option<String>,
    /// The document that was made of it.
    document: Option<String>,
    /// The breach's version, for `If-Match`.
    version: i64,
}

/// The words of a part.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PackPartIn {
    words: String,
}

/// A manager's word on a pack.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct PackCheckIn {
    agreed: bool,
    /// What should be changed; needed when it is given back.
    #[serde(default)]
    words: String,
}

/// The day on which it was laid at court.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct LayBreachIn {
    /// YYYY-MM-DD.
    on: String,
}

/// The day in court.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct BreachHearingIn {
    /// YYYY-MM-DD.
    on: String,
    words: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let (read, enforce, oversee) = (Permission::ReadPeople, Permission::Enforce, Permission::Oversee);
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/breaches/{id}/pack", read, pack_shown)
            .doc(doc("The pack of a breach, with what a court still needs").answers::<PackOut>()),
        Route::api_put("/api/v1/people/{crn}/breaches/{id}/pack/{part}", enforce, part).doc(
            doc("Write a part of the pack; If-Match names the part’s version")
                .body::<PackPartIn>()
                .answers::<PackOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/breaches/{id}/notice", enforce, notice)
            .doc(doc("Write the notice that tells the person; without a body").answers::<BreachOut>()),
        Route::api_post("/api/v1/people/{crn}/breaches/{id}/pack/submit", enforce, submit)
            .doc(doc("Give the pack to a manager; without a body").answers::<BreachOut>()),
        Route::api_post("/api/v1/people/{crn}/breaches/{id}/pack/check", oversee, check)
            .doc(doc("Agree to the pack, or give it back").body::<PackCheckIn>().answers::<BreachOut>()),
        Route::api_post("/api/v1/people/{crn}/breaches/{id}/pack/send", enforce, send)
            .doc(doc("Send the pack, which freezes it; without a body").answers::<BreachOut>()),
        Route::api_post("/api/v1/people/{crn}/breaches/{id}/lay", enforce, lay)
            .doc(doc("Say on which day it was laid at court").body::<LayBreachIn>().answers::<BreachOut>()),
        Route::api_post("/api/v1/people/{crn}/breaches/{id}/hearing", enforce, hearing)
            .doc(doc("Fix or move the day in court").body::<BreachHearingIn>().answers::<BreachOut>()),
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

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let rows = breaches_of(cx, &open.keys)?;
    let acts = crate::act::acts_about(cx, &open.keys, "breach")?;
    let breaches = rows.iter().map(|b| {
        let own: Vec<_> = acts.iter().filter(|a| a.about_id == b.id.0).cloned().collect();
        Ok(out(b, due_of(cx, b, &own)?))
    });
    let breaches = breaches.collect::<Result<Vec<_>>>()?;
    answer(&BreachesOut { breaches })
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
    answer(&shown)
}

fn instruct(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body: InstructIn = req.json()?;
    let order: OrderId = id("order", &body.order)?;
    let failures: Vec<FailureId> = body.failures.iter().map(|text| id("failures", text)).collect::<Result<_>>()?;
    let court = match &body.court {
        Some(code) => {
            let found = organisation::court_by_code(cx, code)?;
            let unknown = || Failure::refused("court", "unknown_court", "There is no court with this code");
            Some(found.ok_or_else(unknown)?.id)
        }
        None => None,
    };
    let new = Instructing { order, failures, reason: body.reason, aware_on: day("aware_on", &body.aware_on)?, court };
    let made = instruct_breach(cx, &open, &new)?;
    let shown = json(&shown(cx, &open, made)?)?;
    Ok(Reply::created(format!("/api/v1/people/{}/breaches/{made}", open.crn), shown))
}

fn result(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id: BreachId = req.param("id")?;
    let body: ResultIn = req.json()?;
    let decided = Decided {
        on: day("on", &body.on)?,
        result: body.result,
        words: body.words,
        ends_on: optional_day("ends_on", body.ends_on.as_deref())?,
        operational_period: None,
        supervision_period: None,
    };
    record_result(cx, &open, id, &decided, req.if_match())?;
    let shown = shown(cx, &open, id)?;
    answer(&shown)
}

fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, BreachId)> {
    Ok((people::open(cx, &req.param::<Crn>("crn")?)?, req.param("id")?))
}

fn now(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId) -> Answer {
    answer(&shown(cx, open, id)?)
}

fn of_pack(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId) -> Answer {
    let whole = breach(cx, &open.keys, id)?;
    let shown = pack(cx, open, &whole)?;
    let missing =
        if whole.breach.state.is_written_on() { lacking(&needed(&facts(cx, open, &whole)?)) } else { Vec::new() };
    let part = |row: &PartRow| PackPartOut {
        part: row.part.code().into(),
        words: row.words.clone(),
        written_by: row.written_by.clone(),
        version: row.version,
    };
    answer(&PackOut {
        state: whole.breach.state.code().into(),
        parts: whole.parts.iter().map(part).collect(),
        missing: missing.into_iter().map(|refusal| refusal.words).collect(),
        shown: json(&shown)?,
        sha256: whole.breach.shown_hash.clone(),
        document: whole.breach.pack_document.map(|id| id.to_string()),
        version: whole.breach.version,
    })
}

fn pack_shown(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    of_pack(cx, &open, id)
}

fn part(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    let part: Part = req.param::<String>("part")?.parse().map_err(|()| Failure::NotFound)?;
    write_part(cx, &open, id, part, &req.json::<PackPartIn>()?.words, req.if_match())?;
    of_pack(cx, &open, id)
}

fn notice(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    write_notice(cx, &open, id, req.if_match())?;
    now(cx, &open, id)
}

fn submit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    submit_pack(cx, &open, id, req.if_match())?;
    now(cx, &open, id)
}

fn check(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    let body: PackCheckIn = req.json()?;
    check_pack(cx, &open, id, body.agreed, &body.words, req.if_match())?;
    now(cx, &open, id)
}

fn send(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    send_pack(cx, &open, id, req.if_match())?;
    now(cx, &open, id)
}

fn lay(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    let body: LayBreachIn = req.json()?;
    lay_breach(cx, &open, id, day("on", &body.on)?, req.if_match())?;
    now(cx, &open, id)
}

fn hearing(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    let body: BreachHearingIn = req.json()?;
    list_breach(cx, &open, id, day("on", &body.on)?, body.words.as_deref(), req.if_match())?;
    now(cx, &open, id)
}

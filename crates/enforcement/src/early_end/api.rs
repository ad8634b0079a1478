//! Early ends for programs: a person's, proposing one, a manager's word on it, carrying it out, and taking it back.

use super::actions::{
    Deciding, carry_out_early_end, decide_early_end, early_ends_of, one, propose_early_end, take_back_early_end,
};
use super::records::EarlyEnd;
use crate::wire::{answer, id, json, optional_day};
use kernel::{Crn, EarlyEndId, Permission};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use store::{Cx, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// An early end of an order, or of the supervision under one.
#[derive(Debug, Serialize, ToSchema)]
struct EarlyEndOut {
    id: String,
    order: String,
    /// Code of the power.
    power: String,
    /// proposed, agreed, ended, declined or lapsed.
    state: String,
    found_on: String,
    found_by: String,
    /// The last day that the person was told.
    ends_on: Option<String>,
    reason: Option<String>,
    decided_on: Option<String>,
    decided_by: Option<String>,
    notice: Option<String>,
    letter: Option<String>,
    /// What the record said of each condition, and what was answered, when it was proposed or agreed.
    evidence: serde_json::Value,
    /// For `If-Match`.
    version: i64,
}

/// The early ends of a person.
#[derive(Debug, Serialize, ToSchema)]
struct EarlyEndsOut {
    early_ends: Vec<EarlyEndOut>,
}

/// An early end to be proposed.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EarlyEndIn {
    /// The order's id.
    order: String,
}

/// A manager's word.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EarlyEndDecisionIn {
    agreed: bool,
    /// Needed when it is declined.
    #[serde(default)]
    reason: String,
    /// The last day, YYYY-MM-DD, when agreed.
    ends_on: Option<String>,
    /// Answers to facts that the record leaves open, by their codes.
    #[serde(default)]
    answers: BTreeMap<String, bool>,
}

/// Why it is taken back.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct EarlyEndBackIn {
    reason: String,
}

pub(super) fn routes() -> Vec<Route> {
    let (read, enforce, oversee) = (Permission::ReadPeople, Permission::Enforce, Permission::Oversee);
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/early-ends", read, list)
            .doc(doc("Early ends of a person’s orders, the newest first").answers::<EarlyEndsOut>()),
        Route::api_post("/api/v1/people/{crn}/early-ends", enforce, propose)
            .doc(doc("Propose an early end to a manager").body::<EarlyEndIn>().creates::<EarlyEndOut>()),
        Route::api_get("/api/v1/people/{crn}/early-ends/{id}", read, show)
            .doc(doc("One early end").answers::<EarlyEndOut>()),
        Route::api_post("/api/v1/people/{crn}/early-ends/{id}/decision", oversee, decide).doc(
            doc("Agree to an early end with its last day, or decline it")
                .body::<EarlyEndDecisionIn>()
                .answers::<EarlyEndOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/early-ends/{id}/end", enforce, end)
            .doc(doc("Carry out what was agreed, from its last day on; without a body").answers::<EarlyEndOut>()),
        Route::api_post("/api/v1/people/{crn}/early-ends/{id}/take-back", oversee, take_back).doc(
            doc("Take back what was agreed, or undo what was carried out")
                .body::<EarlyEndBackIn>()
                .answers::<EarlyEndOut>(),
        ),
    ]
}

fn out(row: &EarlyEnd) -> EarlyEndOut {
    EarlyEndOut {
        id: row.id.to_string(),
        order: row.order_id.to_string(),
        power: row.power.clone(),
        state: row.state.code().into(),
        found_on: row.found_on.to_string(),
        found_by: row.found_by.clone(),
        ends_on: row.ends_on.map(|day| day.to_string()),
        reason: row.reason.clone(),
        decided_on: row.decided_on.map(|day| day.to_string()),
        decided_by: row.decided_by.clone(),
        notice: row.notice_document.map(|id| id.to_string()),
        letter: row.end_document.map(|id| id.to_string()),
        evidence: row.evidence.clone(),
        version: row.version,
    }
}

fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, EarlyEndId)> {
    Ok((people::open(cx, &req.param::<Crn>("crn")?)?, req.param("id")?))
}

fn shown(cx: &mut Cx<'_>, open: &OpenPerson, id: EarlyEndId) -> Answer {
    answer(&out(&one(cx, &open.keys, id, None)?))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let early_ends = early_ends_of(cx, &open.keys)?.iter().map(out).collect();
    answer(&EarlyEndsOut { early_ends })
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    shown(cx, &open, id)
}

fn propose(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let body: EarlyEndIn = req.json()?;
    let made = propose_early_end(cx, &open, id("order", &body.order)?)?;
    let row = json(&out(&one(cx, &open.keys, made, None)?))?;
    Ok(Reply::created(format!("/api/v1/people/{}/early-ends/{made}", open.crn), row))
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    let body: EarlyEndDecisionIn = req.json()?;
    let ends_on = optional_day("ends_on", body.ends_on.as_deref())?;
    let decided = Deciding { agreed: body.agreed, reason: body.reason, ends_on, answers: body.answers };
    decide_early_end(cx, &open, id, &decided, req.if_match())?;
    shown(cx, &open, id)
}

fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    carry_out_early_end(cx, &open, id, req.if_match())?;
    shown(cx, &open, id)
}

fn take_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    let body: EarlyEndBackIn = req.json()?;
    take_back_early_end(cx, &open, id, &body.reason, req.if_match())?;
    shown(cx, &open, id)
}

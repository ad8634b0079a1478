//! Recognition for programs: what somebody reached, giving something for it, and leaving it with a reason.

use super::actions::{Gives, give_milestone, leave_milestone, milestones_of, one};
use super::records::Milestone;
use crate::policy::Policy;
use crate::wire::answer;
use kernel::{Crn, MilestoneId, Permission};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Request, Route};

/// Something that a person reached.
#[derive(Debug, Serialize, ToSchema)]
struct MilestoneOut {
    id: String,
    /// Code of a row of policy.
    code: String,
    name: String,
    order: Option<String>,
    requirement: Option<String>,
    reached_on: String,
    /// offered, given, not-now, withdrawn or lapsed.
    state: String,
    words: Option<String>,
    decided_on: Option<String>,
    decided_by: Option<String>,
    document: Option<String>,
    /// For `If-Match`.
    version: i64,
}

/// What a person reached.
#[derive(Debug, Serialize, ToSchema)]
struct MilestonesOut {
    milestones: Vec<MilestoneOut>,
}

/// What is given for a milestone.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MilestoneGiveIn {
    /// letter or certificate.
    gives: String,
    /// A few words of the officer's own.
    words: Option<String>,
}

/// Why nothing is given now.
#[derive(Debug, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
struct MilestoneLeaveIn {
    why: String,
}

pub(super) fn routes() -> Vec<Route> {
    let (read, enforce) = (Permission::ReadPeople, Permission::Enforce);
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/milestones", read, list)
            .doc(doc("What a person reached, the newest first").answers::<MilestonesOut>()),
        Route::api_get("/api/v1/people/{crn}/milestones/{id}", read, show)
            .doc(doc("One milestone").answers::<MilestoneOut>()),
        Route::api_post("/api/v1/people/{crn}/milestones/{id}/give", enforce, give).doc(
            doc("Give a letter or a certificate for a milestone").body::<MilestoneGiveIn>().answers::<MilestoneOut>(),
        ),
        Route::api_post("/api/v1/people/{crn}/milestones/{id}/leave", enforce, leave).doc(
            doc("Give nothing for a milestone now, with the reason")
                .body::<MilestoneLeaveIn>()
                .answers::<MilestoneOut>(),
        ),
    ]
}

fn out(policy: &Policy, row: &Milestone) -> MilestoneOut {
    MilestoneOut {
        id: row.id.to_string(),
        code: row.code.clone(),
        name: super::name(policy, &row.code, row.reached_on),
        order: row.order_id.map(|id| id.to_string()),
        requirement: row.requirement_id.map(|id| id.to_string()),
        reached_on: row.reached_on.to_string(),
        state: row.state.code().into(),
        words: row.words.clone(),
        decided_on: row.decided_on.map(|day| day.to_string()),
        decided_by: row.decided_by.clone(),
        document: row.document_id.map(|id| id.to_string()),
        version: row.version,
    }
}

fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, MilestoneId)> {
    Ok((people::open(cx, &req.param::<Crn>("crn")?)?, req.param("id")?))
}

fn shown(cx: &mut Cx<'_>, open: &OpenPerson, id: MilestoneId) -> Answer {
    let (policy, row) = (Policy::current(cx)?, one(cx, &open.keys, id, None)?);
    answer(&out(&policy, &row))
}

fn list(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let policy = Policy::current(cx)?;
    let milestones = milestones_of(cx, &open.keys)?.iter().map(|row| out(&policy, row)).collect();
    answer(&MilestonesOut { milestones })
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    shown(cx, &open, id)
}

fn give(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    let body: MilestoneGiveIn = req.json()?;
    let gives = match body.gives.as_str() {
        "letter" => Gives::Letter,
        "certificate" => Gives::Certificate,
        _ => return Err(Failure::refused("gives", "unknown", "Give letter or certificate")),
    };
    give_milestone(cx, &open, id, (gives, body.words.as_deref()), req.if_match())?;
    shown(cx, &open, id)
}

fn leave(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, id) = named(cx, req)?;
    let body: MilestoneLeaveIn = req.json()?;
    leave_milestone(cx, &open, id, &body.why, req.if_match())?;
    shown(cx, &open, id)
}

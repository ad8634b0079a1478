//! Tiers, proposals and workload for programs: the same actions as the pages, with the working of each figure.

use super::person::{MadeOut, opened};
use super::{day, items, json};
use crate::lists::responsible;
use crate::tiering::{
    Deciding, TierProposal, TierResult, decide_proposal, proposals_of, propose_tier, waiting_proposals,
};
use crate::workload::{NewReduction, add_reduction, capacities};
use actuarial::workload::PointsVersion;
use kernel::Permission::{Allocate, Assess, Oversee, ReadPeople, ReadTeams};
use kernel::{Actor, ProposalId, TeamId};
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A tier that an officer proposes.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ProposalIn {
    /// `A` to `G`.
    tier: String,
    reason: String,
}

/// A manager's decision on a proposal.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct DecisionIn {
    /// `confirm` or `refuse`.
    decision: String,
    reason: String,
    /// The version that was read.
    version: i64,
}

/// A proposal.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ProposalOut {
    id: String,
    tier: String,
    current: Option<String>,
    /// What the rules said.
    computed: Option<String>,
    /// `up`, `down` or `first`.
    direction: String,
    reason: String,
    proposed_by: String,
    proposed_on: String,
    /// `waiting`, `confirmed`, `refused` or `overtaken`.
    state: String,
    decided_by: Option<String>,
    decision_reason: Option<String>,
    /// Points of the officer at the time, and those available.
    points: Option<i64>,
    available: Option<i64>,
    version: i64,
}

/// The tier in force, and what was computed.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TiersOut {
    crn: String,
    in_force: Option<String>,
    /// At most a hundred, the newest first.
    results: Vec<TierResultOut>,
}

/// One computation of both tiers.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TierResultOut {
    id: String,
    computed_on: String,
    cause: String,
    /// Protect and change, such as `B2`.
    two_part: String,
    protect_points: i64,
    change_points: i64,
    /// `A` to `G`.
    letter: String,
    provisional: bool,
    rule_version: String,
    #[schema(value_type = Object)]
    inputs: serde_json::Value,
    explanation: TierWorking,
}

/// The working of both tiers, line by line.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct TierWorking {
    #[schema(value_type = Object)]
    two_part: serde_json::Value,
    #[schema(value_type = Object)]
    letter: serde_json::Value,
}

/// How full a member of staff is.
#[derive(Debug, Serialize, ToSchema)]
#[serde(rename_all = "camelCase")]
struct WorkloadOut {
    staff: String,
    grade: String,
    people: i64,
    /// Of them, without a computed tier and so without points.
    untiered: i64,
    total_points: i64,
    /// Of them, for need without risk.
    allowances: i64,
    available_points: i64,
    /// With one decimal.
    capacity_percent: f64,
    remaining_points: i64,
    #[schema(value_type = Object)]
    explanation: serde_json::Value,
}

/// Fewer hours.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ReductionIn {
    /// The code of a reason, such as `SICK`.
    reason: String,
    /// Hours a week, in hundredths.
    hundredths: i64,
    first_day: String,
    last_day: Option<String>,
    notes: Option<String>,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/tiers", ReadPeople, tiers).doc(
            doc("The tier in force, and every result with its inputs and working, the newest first")
                .answers::<TiersOut>(),
        ),
        Route::api_get("/api/v1/people/{crn}/tier-proposals", ReadPeople, proposals)
            .doc(doc("Tiers that officers proposed, the newest first").lists::<ProposalOut>()),
        Route::api_post("/api/v1/people/{crn}/tier-proposals", Assess, propose)
            .doc(doc("Proposes a tier to a manager").body::<ProposalIn>().creates::<MadeOut>()),
        Route::api_post("/api/v1/people/{crn}/tier-proposals/{proposal}/decision", Oversee, decide)
            .doc(doc("Confirms or refuses a proposal").body::<DecisionIn>().answers::<ProposalOut>()),
        Route::api_get("/api/v1/approvals", Oversee, approvals).doc(
            doc("Proposals that wait for a manager of the caller's teams")
                .query("team", "code of a team, more than once for several; a program, which has no teams, names them")
                .lists::<ProposalOut>(),
        ),
        Route::api_get("/api/v1/staff/{code}/workload", ReadTeams, workload).doc(
            doc("Points, available points and capacity of a member of staff, with the working")
                .answers::<WorkloadOut>(),
        ),
        Route::api_post("/api/v1/staff/{code}/reductions", Allocate, reduce)
            .doc(doc("Records fewer hours").body::<ReductionIn>().creates::<MadeOut>()),
    ]
}

fn tiers(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let in_force = responsible(cx, &open.keys)?.and_then(|r| r.tier);
    let rest =
        format!("WHERE person_id IN ({}) ORDER BY computed_at DESC, id DESC LIMIT 100", open.keys.placeholders(1));
    let results = cx.list::<TierResult>(&rest, &store::key_values(&open.keys))?;
    let results: Vec<_> = results
        .into_iter()
        .map(|r| TierResultOut {
            id: r.id.to_string(),
            computed_on: r.computed_on.to_string(),
            cause: r.cause,
            two_part: r.two_part,
            protect_points: r.protect_points,
            change_points: r.change_points,
            letter: r.letter,
            provisional: r.provisional,
            rule_version: r.rule_version,
            inputs: r.inputs,
            explanation: TierWorking { two_part: r.two_part_account, letter: r.letter_account },
        })
        .collect();
    Ok(Reply::json(200, json(TiersOut { crn: open.crn.to_string(), in_force, results })?))
}

fn out(p: TierProposal) -> ProposalOut {
    ProposalOut {
        id: p.id.to_string(),
        tier: p.tier,
        current: p.current,
        computed: p.computed,
        direction: p.direction.code().to_owned(),
        reason: p.reason,
        proposed_by: p.proposed_by,
        proposed_on: p.proposed_on.to_string(),
        state: p.state.code().to_owned(),
        decided_by: p.decided_by,
        decision_reason: p.decision_reason,
        points: p.points,
        available: p.available,
        version: p.version,
    }
}

fn proposals(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let found = proposals_of(cx, &open.keys)?;
    items(found.into_iter().map(out).collect(), None)
}

fn propose(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<ProposalIn>()?;
    let id = propose_tier(cx, open.keys.survivor, &body.tier, &body.reason)?;
    let location = format!("/api/v1/people/{}/tier-proposals", open.crn);
    Ok(Reply::created(location, json(MadeOut { id: id.to_string() })?))
}

fn decide(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let proposal = req.param::<ProposalId>("proposal")?;
    let body = req.json::<DecisionIn>()?;
    let confirm = match body.decision.as_str() {
        "confirm" => true,
        "refuse" => false,
        _ => return Err(Failure::refused("decision", "unknown_decision", "Say `confirm` or `refuse`")),
    };
    let deciding = Deciding { proposal, version: body.version, confirm, reason: &body.reason };
    decide_proposal(cx, open.keys.survivor, deciding)?;
    let decided = proposals_of(cx, &open.keys)?.into_iter().find(|p| p.id == proposal).ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(out(decided))?))
}

/// The teams of whoever asks, or those that a program names. Somebody who signed in sees none but their own.
fn asked_teams(cx: &mut Cx<'_>, req: &Request) -> Result<Vec<TeamId>> {
    let own = access::my_teams(cx)?;
    let mut named = Vec::new();
    for code in req.queries().iter().filter(|(name, _)| name == "team").map(|(_, code)| code) {
        named.push(organisation::team_by_code(cx, code)?.id);
    }
    Ok(match cx.actor() {
        Actor::User { .. } if named.is_empty() => own,
        Actor::User { .. } => own.into_iter().filter(|team| named.contains(team)).collect(),
        _ => named,
    })
}

fn approvals(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let teams = asked_teams(cx, req)?;
    let waiting = waiting_proposals(cx, &teams, 200)?;
    let ids: Vec<_> = waiting.iter().map(|p| p.person_id).collect();
    let lines = people::lines(cx, &ids)?;
    cx.note_shown("list", req.path(), &ids);
    let seen = |p: &TierProposal| lines.get(&p.person_id).is_some_and(|l| !l.restricted);
    items(waiting.into_iter().filter(seen).map(out).collect(), None)
}

fn workload(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?;
    let load = capacities(cx, &[staff.id])?.remove(&staff.id).ok_or(Failure::NotFound)?;
    let version = PointsVersion::on(cx.today()).map_err(Failure::broken)?;
    let explanation = json(load.account(version))?;
    let out = WorkloadOut {
        staff: staff.code,
        capacity_percent: tenths_of(load.tenths()),
        remaining_points: load.available.points - load.points,
        grade: load.grade,
        people: load.people,
        untiered: load.untiered,
        total_points: load.points,
        allowances: load.allowances,
        available_points: load.available.points,
        explanation,
    };
    Ok(Reply::json(200, json(out)?))
}

fn tenths_of(tenths: i64) -> f64 {
    i32::try_from(tenths).map_or(f64::MAX, |t| f64::from(t) / 10.0)
}

fn reduce(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let staff = organisation::staff_by_code(cx, &req.param::<String>("code")?)?;
    let body = req.json::<ReductionIn>()?;
    let new = NewReduction {
        staff: staff.id,
        reason: body.reason,
        hundredths: body.hundredths,
        first_day: day("first_day", &body.first_day)?,
        last_day: body.last_day.as_deref().map(|text| day("last_day", text)).transpose()?,
        notes: body.notes,
    };
    let id = add_reduction(cx, &new)?;
    let location = format!("/api/v1/staff/{}/workload", staff.code);
    Ok(Reply::created(location, json(MadeOut { id: id.to_string() })?))
}

//! Plans for programs: goals with their actions in sequence, what became of them, what the person says, how risk is
//! managed, and home visits.

use super::actions::{self, ActionFacts, GoalFacts, NewProgress};
use super::agreement::{NewAgreement, agree};
use super::reading::{Plan, plan};
use super::records::{Agreed, Movement, ProgressKind, Who};
use super::risk::{RiskFacts, write_risk_plan};
use super::rules::{ActionStanding, GoalStanding};
use super::visits::{NewVisit, plan_visit};
use crate::parts::{day, json, opened, optional_day};
use kernel::Permission::{Assess, ReadPeople};
use kernel::{EntryId, PlanEntryId};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, ApiDoc, Reply, Request, Route};

/// A person's plan.
#[derive(Debug, Serialize, ToSchema)]
struct PlanOut {
    goals: Vec<PlanGoalOut>,
    /// What the person said last.
    agreement: Option<PlanAgreementOut>,
    risk: Option<RiskPlanOut>,
    visits: Vec<HomeVisitOut>,
    /// Civil date of the last signed assessment.
    last_review: Option<String>,
    /// Codes of needs that have not moved since.
    unmoved_needs: Vec<String>,
}

/// What the person works towards.
#[derive(Debug, Serialize, ToSchema)]
struct PlanGoalOut {
    id: String,
    need: String,
    aim: String,
    measure: String,
    strength: Option<String>,
    place: i64,
    set_on: String,
    /// `open`, `done` or `dropped`.
    state: String,
    actions: Vec<PlanActionOut>,
    /// To be sent back as `If-Match`.
    version: i64,
}

/// Who does what by when.
#[derive(Debug, Serialize, ToSchema)]
struct PlanActionOut {
    id: String,
    what: String,
    /// `person`, `officer`, `partner` or `family`.
    who: String,
    who_name: Option<String>,
    /// The date that holds, after any move.
    by: String,
    place: i64,
    /// `open`, `done` or `dropped`.
    state: String,
    version: i64,
}

/// What the person says.
#[derive(Debug, Serialize, ToSchema)]
struct PlanAgreementOut {
    on: String,
    /// `yes`, `in-part` or `no`.
    agreed: String,
    own_words: String,
    reason: Option<String>,
}

/// How risk is managed.
#[derive(Debug, Serialize, ToSchema)]
struct RiskPlanOut {
    /// To be sent back as `seen`.
    id: String,
    on: String,
    supervision: String,
    monitoring: String,
    interventions: String,
    victim_safety: String,
    contingency: String,
}

/// A planned home visit.
#[derive(Debug, Serialize, ToSchema)]
struct HomeVisitOut {
    id: String,
    by: String,
    purpose: String,
    precautions: String,
    /// `planned`, `made` or `cancelled`.
    state: String,
    /// The contact that made it.
    contact: Option<String>,
}

/// A goal to be set.
#[derive(Debug, Deserialize, ToSchema)]
struct PlanGoalIn {
    need: String,
    aim: String,
    measure: String,
    strength: Option<String>,
    place: Option<i64>,
}

/// An action to be added.
#[derive(Debug, Deserialize, ToSchema)]
struct PlanActionIn {
    what: String,
    who: String,
    who_name: Option<String>,
    by: String,
    place: Option<i64>,
}

/// What became of a goal or an action.
#[derive(Debug, Deserialize, ToSchema)]
struct PlanProgressIn {
    /// `note`, `done`, `dropped`, `reopened` or `moved`.
    what: String,
    /// `better`, `same` or `worse`.
    movement: Option<String>,
    on: String,
    new_day: Option<String>,
    words: String,
    /// The action that it is about; the goal itself when left out.
    action: Option<String>,
}

/// What the person said.
#[derive(Debug, Deserialize, ToSchema)]
struct PlanAgreementIn {
    on: String,
    agreed: String,
    own_words: String,
    reason: Option<String>,
}

/// The risk management plan as a whole.
#[derive(Debug, Deserialize, ToSchema)]
struct RiskPlanIn {
    supervision: String,
    monitoring: String,
    interventions: String,
    victim_safety: String,
    contingency: String,
    /// The id of the plan that the caller saw; left out where there was none.
    seen: Option<String>,
}

/// A home visit to be planned.
#[derive(Debug, Deserialize, ToSchema)]
struct HomeVisitIn {
    by: String,
    purpose: String,
    precautions: String,
}

pub(super) fn routes() -> Vec<Route> {
    let doc = ApiDoc::new;
    vec![
        Route::api_get("/api/v1/people/{crn}/plan", ReadPeople, show).doc(doc("A person’s plan").answers::<PlanOut>()),
        Route::api_post("/api/v1/people/{crn}/plan/goals", Assess, add_goal)
            .doc(doc("Sets a goal").body::<PlanGoalIn>().creates::<PlanOut>()),
        Route::api_put("/api/v1/people/{crn}/plan/goals/{id}", Assess, amend_goal)
            .doc(doc("Puts a goal in other words; needs `If-Match`").body::<PlanGoalIn>().answers::<PlanOut>()),
        Route::api_post("/api/v1/people/{crn}/plan/goals/{id}/actions", Assess, add_action)
            .doc(doc("Adds an action to a goal").body::<PlanActionIn>().creates::<PlanOut>()),
        Route::api_post("/api/v1/people/{crn}/plan/goals/{id}/progress", Assess, progress)
            .doc(doc("Writes down what became of a goal or an action").body::<PlanProgressIn>().creates::<PlanOut>()),
        Route::api_post("/api/v1/people/{crn}/plan/agreements", Assess, agreement)
            .doc(doc("Writes down what the person says of the plan").body::<PlanAgreementIn>().creates::<PlanOut>()),
        Route::api_post("/api/v1/people/{crn}/plan/risk", Assess, risk)
            .doc(doc("Writes the risk management plan as a whole").body::<RiskPlanIn>().creates::<PlanOut>()),
        Route::api_post("/api/v1/people/{crn}/plan/visits", Assess, visit)
            .doc(doc("Plans a home visit").body::<HomeVisitIn>().creates::<PlanOut>()),
    ]
}

fn goal_out(standing: &GoalStanding) -> PlanGoalOut {
    let goal = &standing.goal;
    PlanGoalOut {
        id: goal.id.to_string(),
        need: goal.need.clone(),
        aim: goal.aim.clone(),
        measure: goal.measure.clone(),
        strength: goal.strength.clone(),
        place: goal.place,
        set_on: goal.set_on.to_string(),
        state: standing.state.code().into(),
        actions: standing.actions.iter().map(action_out).collect(),
        version: goal.version,
    }
}

fn action_out(standing: &ActionStanding) -> PlanActionOut {
    let action = &standing.action;
    PlanActionOut {
        id: action.id.to_string(),
        what: action.what.clone(),
        who: action.who.code().into(),
        who_name: action.who_name.clone(),
        by: standing.by.to_string(),
        place: action.place,
        state: standing.state.code().into(),
        version: action.version,
    }
}

fn out(plan: &Plan) -> PlanOut {
    let mut unmoved: Vec<String> = plan.unmoved().into_iter().map(|g| g.goal.need.clone()).collect();
    unmoved.dedup();
    PlanOut {
        goals: plan.goals.iter().map(goal_out).collect(),
        agreement: plan.agreements.first().map(|a| PlanAgreementOut {
            on: a.on_day.to_string(),
            agreed: a.agreed.code().into(),
            own_words: a.own_words.clone(),
            reason: a.reason.clone(),
        }),
        risk: plan.risk.first().map(|r| RiskPlanOut {
            id: r.id.to_string(),
            on: r.on_day.to_string(),
            supervision: r.supervision.clone(),
            monitoring: r.monitoring.clone(),
            interventions: r.interventions.clone(),
            victim_safety: r.victim_safety.clone(),
            contingency: r.contingency.clone(),
        }),
        visits: plan
            .visits
            .iter()
            .map(|v| HomeVisitOut {
                id: v.visit.id.to_string(),
                by: v.visit.by_day.to_string(),
                purpose: v.visit.purpose.clone(),
                precautions: v.visit.precautions.clone(),
                state: v.closed().map_or("planned", |e| e.what.code()).into(),
                contact: v.closed().and_then(|e| e.contact_id).map(|id| id.to_string()),
            })
            .collect(),
        last_review: plan.last_review.map(|d| d.to_string()),
        unmoved_needs: unmoved,
    }
}

fn whole(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<serde_json::Value> {
    json(out(&plan(cx, &open.keys)?))
}

fn made(cx: &mut Cx<'_>, open: &OpenPerson) -> Answer {
    Ok(Reply::created(format!("/api/v1/people/{}/plan", open.crn), whole(cx, open)?))
}

fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    Ok(Reply::json(200, whole(cx, &open)?))
}

fn goal_facts(body: PlanGoalIn) -> GoalFacts {
    GoalFacts { need: body.need, aim: body.aim, measure: body.measure, strength: body.strength, place: body.place }
}

fn add_goal(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    actions::add_goal(cx, &open.keys, &goal_facts(req.json::<PlanGoalIn>()?))?;
    made(cx, &open)
}

fn amend_goal(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let facts = goal_facts(req.json::<PlanGoalIn>()?);
    let ask = || Failure::refused("", "no_version", "Send the version that you saw as `If-Match`");
    actions::amend_goal(cx, &open.keys, req.param("id")?, &facts, req.if_match().ok_or_else(ask)?)?;
    Ok(Reply::json(200, whole(cx, &open)?))
}

fn add_action(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<PlanActionIn>()?;
    let unknown = |()| Failure::refused("who", "unknown_who", "Say `person`, `officer`, `partner` or `family`");
    let facts = ActionFacts {
        by: day("by", &body.by)?,
        who: body.who.parse::<Who>().map_err(unknown)?,
        what: body.what,
        who_name: body.who_name,
        place: body.place,
    };
    actions::add_action(cx, &open.keys, req.param("id")?, &facts)?;
    made(cx, &open)
}

fn progress(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<PlanProgressIn>()?;
    let unknown = |()| Failure::refused("what", "unknown_progress", "Name what happened");
    let moved = |()| Failure::refused("movement", "unknown_movement", "Say `better`, `same` or `worse`");
    let no_id = |_| Failure::refused("action", "not_an_id", "Send the id of an action");
    let new = NewProgress {
        what: body.what.parse::<ProgressKind>().map_err(unknown)?,
        movement: body.movement.map(|m| m.parse::<Movement>()).transpose().map_err(moved)?,
        on: day("on", &body.on)?,
        new_day: optional_day("new_day", body.new_day.as_ref())?,
        words: body.words,
    };
    let action = body.action.map(|id| id.parse::<PlanEntryId>()).transpose().map_err(no_id)?;
    actions::note_progress(cx, &open.keys, req.param("id")?, action, &new)?;
    made(cx, &open)
}

fn agreement(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<PlanAgreementIn>()?;
    let unknown = |()| Failure::refused("agreed", "unknown_agreement", "Say `yes`, `in-part` or `no`");
    let new = NewAgreement {
        on: day("on", &body.on)?,
        agreed: body.agreed.parse::<Agreed>().map_err(unknown)?,
        own_words: body.own_words,
        reason: body.reason,
    };
    agree(cx, &open.keys, &new)?;
    made(cx, &open)
}

fn risk(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<RiskPlanIn>()?;
    let no_id = |_| Failure::refused("seen", "not_an_id", "Send the id of the plan that you saw");
    let seen = body.seen.map(|id| id.parse::<EntryId>()).transpose().map_err(no_id)?;
    let facts = RiskFacts {
        supervision: body.supervision,
        monitoring: body.monitoring,
        interventions: body.interventions,
        victim_safety: body.victim_safety,
        contingency: body.contingency,
    };
    write_risk_plan(cx, &open.keys, &facts, seen)?;
    made(cx, &open)
}

fn visit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<HomeVisitIn>()?;
    let new = NewVisit { by: day("by", &body.by)?, purpose: body.purpose, precautions: body.precautions };
    plan_visit(cx, &open.keys, &new)?;
    made(cx, &open)
}

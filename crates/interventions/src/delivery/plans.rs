//! Who works on a referral, action plans and the officer's decision on each, and the end report.
//!
//! Always true: a plan that was submitted is never written again; the report says of each outcome how far it was reached.

use super::records::{ActionPlan, Activity, EndReport, OutcomeReached, PlanState};
use super::rules::{half_points, planning, reporting};
use super::store::{Delivery, delivery};
use crate::policy::{Numbers, PLAN_APPROVAL};
use crate::referrals::{Act, Deed, Referral, Whole, hold, keep_line, may, refuse, take_on};
use kernel::{ActionPlanId, PersonKeys, ReferralId, Refusal, UserId};
use store::{Cx, Failure, Result};

/// Names the caseworker of the provider.
///
/// # Errors
/// Somebody who does not work for the provider of the referral; a referral that is over.
pub fn assign(cx: &mut Cx<'_>, keys: &PersonKeys, id: ReferralId, user: UserId, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, keys, id, seen)?;
    let theirs = access::users_of_provider(cx, whole.referral.provider_id)?;
    let Some(user) = theirs.into_iter().find(|known| known.id == user) else {
        return Err(Failure::refused("caseworker", "not_theirs", "Choose somebody who works for the provider"));
    };
    whole.referral.caseworker_id = Some(user.id);
    whole.referral.caseworker_name = Some(user.name.clone());
    take_on(cx, &mut whole, Deed::Assign, false, Act { words: Some(&user.name), ..Act::default() })
}

/// What a plan says.
#[derive(Clone, Debug)]
pub struct PlanFacts {
    pub sessions: i64,
    pub days: Option<i64>,
    pub activities: Vec<Activity>,
}

fn checked(r: &Referral, done: &Delivery, facts: &PlanFacts) -> Result<()> {
    let said: Vec<(String, String)> = facts.activities.iter().map(|a| (a.outcome.clone(), a.words.clone())).collect();
    let least = done.approved().map_or(0, |plan| plan.sessions);
    let mut wrong = planning(facts.sessions, least, &r.outcomes(), &said);
    let asked = facts.days.zip(r.asked_days);
    if let Some((_, most)) = asked.filter(|(days, most)| days > most) {
        let words = format!("The officer asked for {most} days at most: agree with them first");
        wrong.push(Refusal::new("days", "more_than_asked", words));
    }
    if facts.days.is_some_and(|days| days < 0) {
        wrong.push(Refusal::new("days", "out_of_range", "The days must not be fewer than none"));
    }
    refuse(wrong)
}

/// Submits an action plan. Where the policy asks for the officer it waits for them; otherwise it stands at once.
///
/// # Errors
/// Before the first assessment; what a plan lacks; a plan that waits already.
pub fn submit_plan(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    facts: &PlanFacts,
    seen: Option<i64>,
) -> Result<ActionPlanId> {
    let mut whole = hold(cx, keys, id, seen)?;
    if !whole.referral.by_provider {
        return Err(super::sessions::elsewhere());
    }
    may(&whole, Deed::SubmitPlan, false)?;
    let done = delivery(cx, &whole.referral)?;
    if done.submitted().is_some() {
        return Err(Refusal::of_request("waits_already", "A plan waits for the officer already").into());
    }
    checked(&whole.referral, &done, facts)?;
    let activities = serde_json::to_value(&facts.activities).map_err(|e| Failure::broken(e.to_string()))?;
    let plan = ActionPlan {
        person_id: whole.referral.person_id,
        id: cx.new_id(),
        referral_id: id,
        number: done.plans.first().map_or(1, |last| last.number + 1),
        sessions: facts.sessions,
        days: facts.days,
        activities,
        state: PlanState::Submitted,
        submitted_at: cx.now(),
        submitted_by: cx.actor().name().to_owned(),
        decided_at: None,
        decided_by: None,
        words: None,
        version: 1,
    };
    cx.insert(&plan)?;
    take_on(cx, &mut whole, Deed::SubmitPlan, false, Act::default())?;
    if Numbers::read(cx)?.on(PLAN_APPROVAL, cx.today())? == 0 {
        decided(cx, &mut whole, true, Some("By the service’s policy plans need no approval"))?;
    }
    Ok(plan.id)
}

/// The officer approves the plan that waits, or gives it back with words.
///
/// # Errors
/// No plan waits; given back without words.
pub fn decide_plan(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    approved: bool,
    words: Option<&str>,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, keys, id, seen)?;
    let words = words.map(str::trim).filter(|w| !w.is_empty());
    if !approved && words.is_none() {
        return Err(Failure::refused("words", "missing", "Say what should be changed"));
    }
    decided(cx, &mut whole, approved, words)
}

fn decided(cx: &mut Cx<'_>, whole: &mut Whole, approved: bool, words: Option<&str>) -> Result<()> {
    let done = delivery(cx, &whole.referral)?;
    let Some(mut plan) = done.submitted().cloned() else {
        return Err(Refusal::of_request("no_plan", "No plan waits for the officer").into());
    };
    if approved && let Some(mut before) = done.approved().cloned() {
        before.state = PlanState::Superseded;
        cx.update(&mut before)?;
    }
    plan.state = if approved { PlanState::Approved } else { PlanState::Returned };
    plan.decided_at = Some(cx.now());
    plan.decided_by = Some(cx.actor().name().to_owned());
    plan.words = words.map(str::to_owned);
    cx.update(&mut plan)?;
    let deed = if approved { Deed::ApprovePlan } else { Deed::ReturnPlan };
    take_on(cx, whole, deed, false, Act { words, ..Act::default() })
}

/// Submits the end report: how far each outcome was reached. The referral is over with it.
///
/// # Errors
/// Before the sessions are over; an outcome of which nothing is said.
pub fn submit_report(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    (results, words): (&[OutcomeReached], Option<&str>),
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, keys, id, seen)?;
    may(&whole, Deed::Report, true)?;
    refuse(reporting(&whole.referral.outcomes(), results))?;
    let report = EndReport {
        person_id: whole.referral.person_id,
        id: cx.new_id(),
        referral_id: id,
        outcomes: serde_json::to_value(results).map_err(|e| Failure::broken(e.to_string()))?,
        words: words.map(str::trim).filter(|w| !w.is_empty()).map(str::to_owned),
        half_points: half_points(results),
        submitted_at: cx.now(),
        submitted_by: cx.actor().name().to_owned(),
        read_at: None,
        read_by: None,
        version: 1,
    };
    cx.insert(&report)?;
    take_on(cx, &mut whole, Deed::Report, true, Act::default())
}

/// The officer has read the end report.
///
/// # Errors
/// When there is none, or it was read.
pub fn read_report(cx: &mut Cx<'_>, keys: &PersonKeys, id: ReferralId) -> Result<()> {
    let mut whole = hold(cx, keys, id, None)?;
    let report = delivery(cx, &whole.referral)?.report.filter(|report| report.read_at.is_none());
    let Some(mut report) = report else {
        return Err(Refusal::of_request("no_report", "No end report waits to be read").into());
    };
    report.read_at = Some(cx.now());
    report.read_by = Some(cx.actor().name().to_owned());
    cx.update(&mut report)?;
    take_on(cx, &mut whole, Deed::Read, false, Act::default())?;
    keep_line(cx, &whole)
}

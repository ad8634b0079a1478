//! What other rooms tell of an order's requirements: a promise is made, answered or closed.
//!
//! Always true: it touches the same person alone; with an answer kept beforehand the promise is made at once, otherwise a
//! job works it out. A past that is being filled in gives no promise.

use super::keep::{self, Made};
use super::{PromiseLine, StartPromise};
use crate::start::provided::Provided;
use domain_events::DomainEvent;
use kernel::{Date, OrderId, PersonId, RequirementId};
use serde_json::{Value, json};
use store::{Asker, Cx, Failure, House, Result, params};

/// The kind of job that works out a promise for which no answer was kept.
pub const PROMISE_JOB: &str = "provision.promise";

pub(crate) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    if cx.is_filling() {
        return Ok(());
    }
    match event {
        DomainEvent::RequirementAdded { person, order, requirement, kind } => {
            added(cx, *person, *order, *requirement, kind)
        }
        DomainEvent::RequirementBegan { person, requirement, on } => answer(cx, *person, *requirement, *on),
        DomainEvent::RequirementAmended { person, order, requirement } => amended(cx, *person, *order, *requirement),
        DomainEvent::RequirementEnded { person, requirement, on, .. } => close(cx, *person, *requirement, *on),
        _ => Ok(()),
    }
}

fn added(cx: &mut Cx<'_>, person: PersonId, order: OrderId, requirement: RequirementId, kind: &str) -> Result<()> {
    if Provided::now(cx)?.delivering(kind).is_empty() {
        return Ok(());
    }
    let Some(made) = made(cx, person, order, requirement)? else { return Ok(()) };
    match keep::answer_for(cx, &made)? {
        Some((answer, working)) => keep::promise(cx, &made, &working, Some(&answer)),
        None => {
            let now = cx.now();
            cx.enqueue(PROMISE_JOB, json!({ "person": person, "order": order, "requirement": requirement }), now)
        }
    }
}

/// The requirement with its order, unless either is over.
fn made(cx: &mut Cx<'_>, person: PersonId, order: OrderId, requirement: RequirementId) -> Result<Option<Made>> {
    let keys = people::keys_of(cx, person)?;
    let whole = sentences::order(cx, &keys, order)?;
    let found = whole.requirements.iter().map(|r| &r.requirement).find(|r| r.id == requirement);
    Ok(found.filter(|r| r.is_open() && whole.order.is_open()).map(|r| Made {
        keys: keys.clone(),
        order,
        requirement,
        kind: r.kind.clone(),
        court: whole.order.court_id,
        made_on: whole.order.made_on,
        notes: r.notes.clone(),
    }))
}

/// Runs [`PROMISE_JOB`].
///
/// # Errors
/// When the database fails: the job is then tried again.
pub(crate) fn run_promise_job(house: &House, body: &Value) -> Result<()> {
    let id = |name: &str| body.get(name).and_then(Value::as_str).and_then(|text| text.parse::<uuid::Uuid>().ok());
    let (Some(person), Some(order), Some(requirement)) = (id("person"), id("order"), id("requirement")) else {
        return Err(Failure::broken("the job names no requirement"));
    };
    house.write(&Asker::system("promises"), |cx| {
        let open = people::open_by_id(cx, person.into())?;
        let Some(made) = made(cx, open.keys.survivor, order.into(), requirement.into())? else { return Ok(()) };
        match keep::work_out(cx, &open, &made)? {
            Some(working) => keep::promise(cx, &made, &working, None),
            None => Ok(()),
        }
    })
}

/// Somebody began: their promise is answered.
fn answer(cx: &mut Cx<'_>, person: PersonId, requirement: RequirementId, on: Date) -> Result<()> {
    for mut promise in keep::promised(cx, person, requirement)? {
        if promise.begun_on != Some(on) {
            promise.begun_on = Some(on);
            let (began, was) = (kernel::words::day(on), kernel::words::day(promise.promised_on));
            cx.describe(format!("Began on {began}; promised by {was}"), None);
            cx.update(&mut promise)?;
        }
        recount(cx, &promise)?;
    }
    Ok(())
}

/// The day on which it really began may have been written down at the requirement itself.
fn amended(cx: &mut Cx<'_>, person: PersonId, order: OrderId, requirement: RequirementId) -> Result<()> {
    if keep::promised(cx, person, requirement)?.iter().all(|p| p.begun_on.is_some()) {
        return Ok(());
    }
    let keys = people::keys_of(cx, person)?;
    let whole = sentences::order(cx, &keys, order)?;
    let found = whole.requirements.iter().map(|r| &r.requirement).find(|r| r.id == requirement);
    match found.and_then(|r| r.started_on) {
        Some(on) => answer(cx, person, requirement, on),
        None => Ok(()),
    }
}

fn close(cx: &mut Cx<'_>, person: PersonId, requirement: RequirementId, on: Date) -> Result<()> {
    for promise in keep::promised(cx, person, requirement)?.iter().filter(|p| p.begun_on.is_none()) {
        cx.save(&keep::line_of(promise, Some(on))?)?;
    }
    Ok(())
}

fn recount(cx: &mut Cx<'_>, promise: &StartPromise) -> Result<()> {
    let known = cx.get::<PromiseLine>(params![promise.offer_id, promise.id])?;
    cx.save(&keep::line_of(promise, known.and_then(|line| line.closed_on))?)
}

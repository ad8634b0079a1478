//! The calls on a person's sentences. Each writes through the same action as its page.

use super::taken::{
    AmendmentTaken, EndingTaken, EventTaken, KeyDateTaken, OffenceTaken, OrderTaken, ProgressTaken, ReopeningTaken,
    RequirementTaken,
};
use super::{give, given};
use crate::Lists;
use kernel::{Crn, EventId, OrderId, Refusal, RequirementId};
use law::Law;
use people::OpenPerson;
use serde::Serialize;
use store::{Cx, Failure, Result};
use web::{Answer, Reply, Request};

fn person(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

pub(super) fn json(value: impl Serialize) -> Result<serde_json::Value> {
    serde_json::to_value(value).map_err(|e| Failure::broken(e.to_string()))
}

pub(super) fn items(all: Vec<impl Serialize>) -> Answer {
    Ok(Reply::json(200, serde_json::json!({ "items": json(all)? })))
}

fn event_answer(cx: &mut Cx<'_>, open: &OpenPerson, id: EventId, created: bool) -> Answer {
    let law = cx.part::<Law>()?;
    let parts = crate::event(cx, &open.keys, id)?;
    let body = json(give::event(&law, &Lists::current(cx)?, parts))?;
    let at = format!("/api/v1/people/{}/events/{id}", open.crn);
    Ok(if created { Reply::created(at, body) } else { Reply::json(200, body) })
}

fn order_answer(cx: &mut Cx<'_>, open: &OpenPerson, id: OrderId, created: bool) -> Answer {
    let law = cx.part::<Law>()?;
    let parts = crate::order(cx, &open.keys, id)?;
    let body = json(give::order(&law, &Lists::current(cx)?, parts))?;
    let at = format!("/api/v1/people/{}/orders/{id}", open.crn);
    Ok(if created { Reply::created(at, body) } else { Reply::json(200, body) })
}

pub(super) fn supervision(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let supervision = crate::supervision(cx, &open.keys)?.ok_or(Failure::NotFound)?;
    Ok(Reply::json(200, json(given::SupervisionGiven::from(supervision))?))
}

pub(super) fn events(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let (law, lists) = (cx.part::<Law>()?, Lists::current(cx)?);
    let events = crate::events(cx, &open.keys)?;
    items(events.into_iter().map(|e| give::event(&law, &lists, e)).collect())
}

pub(super) fn event(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    event_answer(cx, &open, req.param("event")?, false)
}

pub(super) fn order(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    order_answer(cx, &open, req.param("order")?, false)
}

pub(super) fn warnings(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let law = cx.part::<Law>()?;
    let id: OrderId = req.param("order")?;
    let order = crate::order(cx, &open.keys, id)?;
    let event = crate::event(cx, &open.keys, order.order.event_id)?;
    let found = crate::warnings(&law, &order, &event.offences, open.person.born);
    items(found.into_iter().map(given::LimitWarningGiven::from).collect())
}

pub(super) fn open_event(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let new = req.json::<EventTaken>()?.read()?;
    let id = crate::open_event(cx, &open.keys, &new)?;
    event_answer(cx, &open, id, true)
}

pub(super) fn end_event(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let how = req.json::<EndingTaken>()?.read()?;
    let id = req.param("event")?;
    crate::end_event(cx, &open.keys, id, &how, req.if_match())?;
    event_answer(cx, &open, id, false)
}

pub(super) fn add_offence(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let facts = req.json::<OffenceTaken>()?.read()?;
    let id = req.param("event")?;
    crate::add_offence(cx, &open.keys, id, &facts)?;
    event_answer(cx, &open, id, true)
}

pub(super) fn record_order(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let (facts, requirements) = req.json::<OrderTaken>()?.read()?;
    let id = crate::record_order(cx, &open.keys, req.param("event")?, &facts, &requirements)?;
    order_answer(cx, &open, id, true)
}

/// What is not said stays as it is.
pub(super) fn amend_order(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let taken = req.json::<AmendmentTaken>()?;
    let why = said(&taken.why)?;
    let id = req.param("order")?;
    let known = crate::find::order(cx, &open.keys, id)?;
    let mut amendment = taken.read()?;
    amendment.ends_on = amendment.ends_on.or(known.amended_ends_on).or(known.ends_on);
    amendment.notes = amendment.notes.or(known.notes);
    crate::amend_order(cx, &open.keys, id, &amendment, req.if_match(), &why)?;
    order_answer(cx, &open, id, false)
}

fn said(why: &str) -> Result<String> {
    let why = why.trim();
    if why.is_empty() { Err(Refusal::new("why", "missing", "Say why").into()) } else { Ok(why.to_owned()) }
}

pub(super) fn end_order(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let how = req.json::<EndingTaken>()?.read()?;
    let id = req.param("order")?;
    crate::end_order(cx, &open.keys, id, &how, req.if_match())?;
    order_answer(cx, &open, id, false)
}

pub(super) fn reopen_order(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let why = said(&req.json::<ReopeningTaken>()?.why)?;
    let id = req.param("order")?;
    crate::reopen_order(cx, &open.keys, id, &why)?;
    order_answer(cx, &open, id, false)
}

pub(super) fn add_requirement(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let facts = req.json::<RequirementTaken>()?.read()?;
    let id = req.param("order")?;
    crate::add_requirement(cx, &open.keys, id, &facts)?;
    order_answer(cx, &open, id, true)
}

pub(super) fn end_requirement(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let how = req.json::<EndingTaken>()?.read()?;
    let id: RequirementId = req.param("requirement")?;
    crate::end_requirement(cx, &open.keys, id, &how, req.if_match())?;
    let (_, order) = crate::find::requirement(cx, &open.keys, id)?;
    order_answer(cx, &open, order.id, false)
}

pub(super) fn add_progress(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let id: RequirementId = req.param("requirement")?;
    let new = req.json::<ProgressTaken>()?.read(id)?;
    crate::add_progress(cx, &open.keys, &new)?;
    let (_, order) = crate::find::requirement(cx, &open.keys, id)?;
    order_answer(cx, &open, order.id, true)
}

pub(super) fn set_key_date(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let on = req.json::<KeyDateTaken>()?.read()?;
    let id = req.param("order")?;
    crate::set_key_date(cx, &open.keys, id, &req.param::<String>("kind")?, on)?;
    order_answer(cx, &open, id, false)
}

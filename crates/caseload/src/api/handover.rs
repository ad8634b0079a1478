//! A handover for programs: begin it, answer its items, accept it.

use super::person::{MadeOut, opened};
use super::{codes, day, json, staff_by};
use crate::actions::{Handing, accept_handover, answer_item, open_handover, progress, start_handover};
use crate::handover::Answer as Said;
use crate::records::AnswerKind;
use kernel::StaffId;
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, Reply, Request};

/// A handover to begin.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct HandoverIn {
    /// The code of the officer who hands over.
    from: String,
    met_by: String,
}

/// An answer to an item.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ItemIn {
    /// `passed`, `not-applicable` or `missing`.
    answer: String,
    /// What is passed on, or why not.
    words: String,
    /// For a missing item: who will see to it.
    who: Option<String>,
    /// For a missing item: by which day.
    by: Option<String>,
}

/// A handover.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HandoverOut {
    id: String,
    from: String,
    to: String,
    started_on: String,
    met_by: String,
    accepted: bool,
    items: Vec<ItemOut>,
}

/// An item of a handover that has an answer.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ItemOut {
    item: String,
    answer: String,
    words: String,
    who: Option<String>,
    by: Option<String>,
}

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    Ok(Reply::json(200, json(handover_out(cx, &open)?)?))
}

fn handover_out(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<HandoverOut> {
    let handover = open_handover(cx, open.keys.survivor)?.ok_or(Failure::NotFound)?;
    let (said, _) = progress(cx, &handover)?;
    let codes = codes(cx, &[handover.from_staff_id, handover.to_staff_id])?;
    let code = |id: StaffId| codes.get(&id).cloned().unwrap_or_default();
    Ok(HandoverOut {
        id: handover.id.to_string(),
        from: code(handover.from_staff_id),
        to: code(handover.to_staff_id),
        started_on: handover.started_on.to_string(),
        met_by: handover.met_by.to_string(),
        accepted: handover.accepted_at.is_some(),
        items: said
            .into_iter()
            .map(|row| ItemOut {
                item: row.item,
                answer: row.answer.code().into(),
                words: row.words,
                who: row.who,
                by: row.by_day.map(|d| d.to_string()),
            })
            .collect(),
    })
}

pub(super) fn begin(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<HandoverIn>()?;
    let from = staff_by(cx, "from", &body.from)?;
    let met_by = day("met_by", &body.met_by)?;
    let id = start_handover(cx, open.keys.survivor, &Handing { from, met_by })?;
    let location = format!("/api/v1/people/{}/handover", open.crn);
    Ok(Reply::created(location, json(MadeOut { id: id.to_string() })?))
}

pub(super) fn item(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<ItemIn>()?;
    let handover = open_handover(cx, open.keys.survivor)?.ok_or(Failure::NotFound)?;
    let said = match body.answer.parse::<AnswerKind>() {
        Ok(AnswerKind::Passed) => Said::Passed { note: body.words },
        Ok(AnswerKind::NotApplicable) => Said::NotApplicable { why: body.words },
        Ok(AnswerKind::Missing) => {
            let by = day("by", body.by.as_deref().unwrap_or_default())?;
            Said::Missing { why: body.words, who: body.who.unwrap_or_default(), by }
        }
        Err(()) => return Err(Failure::refused("answer", "unknown_answer", "There is no such answer")),
    };
    answer_item(cx, open.keys.survivor, handover.id, &req.param::<String>("item")?, &said)?;
    Ok(Reply::json(200, json(handover_out(cx, &open)?)?))
}

pub(super) fn accept(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut out = handover_out(cx, &open)?;
    let id = out.id.parse().map_err(|_| Failure::NotFound)?;
    accept_handover(cx, open.keys.survivor, id)?;
    out.accepted = true;
    Ok(Reply::json(200, json(out)?))
}

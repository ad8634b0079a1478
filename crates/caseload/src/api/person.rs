//! One person for programs: responsibility, allocation, tier, judgements.

use super::lists::{GapsOut, gap_out};
use super::{codes, day, json, staff_by};
use crate::actions::{Allocating, Judging, allocate, holds_cases, judge_clock, record_tier};
use crate::judgement::{Clock, Effect};
use crate::lists::{contact_clock_of, gaps_of, responsibility_history, responsible};
use crate::records::EffectKind;
use crate::responsibility::{Holder, List};
use kernel::{AllocationId, Crn, StaffId};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result};
use utoipa::ToSchema;
use web::{Answer, Reply, Request};

/// Who is responsible for a person.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct ResponsibilityOut {
    crn: String,
    /// `officer`, `cover` or `unallocated`; absent for somebody not under supervision.
    list: Option<String>,
    /// The code of the person's own officer.
    officer: Option<String>,
    /// The code of whoever covers.
    cover: Option<String>,
    /// The code of the team that answers for the person.
    team: Option<String>,
    since: Option<String>,
    /// To be sent back when allocating.
    stint: Option<String>,
    tier: Option<String>,
    contact_due: Option<String>,
    officers_so_far: usize,
    covers_so_far: usize,
    history: Vec<HeldOut>,
}

/// A past or present holder.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct HeldOut {
    /// `officer`, `cover` or `unallocated`.
    list: String,
    /// The code of the officer or cover.
    staff: Option<String>,
    from: String,
    until: Option<String>,
    reason: Option<String>,
    note: Option<String>,
    author: String,
}

/// An allocation.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AllocationIn {
    /// The code of the officer.
    officer: String,
    /// The code of a reason for allocating.
    reason: String,
    note: Option<String>,
    /// The stint that the caller saw; another manager may have been quicker.
    stint: String,
}

/// A tier.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct TierIn {
    /// `A` to `G`.
    tier: String,
    reason: String,
}

/// A judgement.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct JudgementIn {
    /// `first-meeting` or `next-contact`.
    clock: String,
    /// `stop` or `move`.
    effect: String,
    until: String,
    reason: String,
}

/// The id of what was made.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct MadeOut {
    pub(super) id: String,
}

pub(super) fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

pub(super) fn responsibility(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    Ok(Reply::json(200, json(responsibility_out(cx, &open)?)?))
}

fn responsibility_out(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<ResponsibilityOut> {
    let held = responsible(cx, &open.keys)?;
    let history = responsibility_history(cx, &open.keys)?;
    let clock = contact_clock_of(cx, open.keys.survivor)?;
    let named: Vec<StaffId> = history
        .iter()
        .flat_map(|h| [h.holder.acting(), h.holder.own_officer()])
        .chain(held.iter().flat_map(|h| [h.officer, h.cover]))
        .flatten()
        .collect();
    let codes = codes(cx, &named)?;
    let code = |id: Option<StaffId>| id.and_then(|id| codes.get(&id).cloned());
    let team = match &held {
        Some(held) => Some(organisation::team(cx, held.team)?.code),
        None => None,
    };
    let list = held.as_ref().map(|h| match h.list {
        List::Officer(_) => "officer",
        List::Cover(_) => "cover",
        List::Unallocated(_) => "unallocated",
    });
    Ok(ResponsibilityOut {
        crn: open.crn.to_string(),
        list: list.map(str::to_owned),
        officer: code(held.as_ref().and_then(|h| h.officer)),
        cover: code(held.as_ref().and_then(|h| h.cover)),
        team,
        since: held.as_ref().map(|h| h.since.to_string()),
        stint: held.as_ref().map(|h| h.stint.to_string()),
        tier: held.as_ref().and_then(|h| h.tier.clone()),
        contact_due: clock.map(|c| c.due.to_string()),
        officers_so_far: held.as_ref().map_or(0, |h| h.served.officers),
        covers_so_far: held.as_ref().map_or(0, |h| h.served.covers),
        history: history
            .into_iter()
            .map(|h| HeldOut {
                list: match h.holder {
                    Holder::Officer(_) => "officer".into(),
                    Holder::Cover { .. } => "cover".into(),
                    Holder::Unallocated { .. } => "unallocated".into(),
                },
                staff: code(h.holder.acting()),
                from: h.from.to_string(),
                until: h.until.map(|at| at.to_string()),
                reason: h.reason_code,
                note: h.note,
                author: h.author,
            })
            .collect(),
    })
}

pub(super) fn gaps(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let found = gaps_of(cx, open.keys.survivor)?;
    let crn = Some(open.crn.to_string());
    let gaps = found.iter().map(|gap| gap_out(gap, crn.clone())).collect();
    Ok(Reply::json(200, json(GapsOut { gaps })?))
}

pub(super) fn allocation(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<AllocationIn>()?;
    let officer = staff_by(cx, "officer", &body.officer)?;
    let seen = body.stint.parse::<AllocationId>();
    let seen = seen.map_err(|_| Failure::refused("stint", "not_an_id", "Send the stint that was read"))?;
    let line = organisation::staff_line(cx, officer)?;
    let practitioner = holds_cases(cx, &line.grade)?;
    let wanted = Allocating {
        seen,
        officer,
        team: line.team,
        officer_name: line.name,
        reason: body.reason,
        note: body.note.unwrap_or_default(),
        practitioner,
    };
    allocate(cx, open.keys.survivor, &wanted)?;
    let location = format!("/api/v1/people/{}/responsibility", open.crn);
    Ok(Reply::created(location, json(responsibility_out(cx, &open)?)?))
}

pub(super) fn tier(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<TierIn>()?;
    record_tier(cx, open.keys.survivor, &body.tier, &body.reason)?;
    Ok(Reply::json(200, json(responsibility_out(cx, &open)?)?))
}

pub(super) fn judgement(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let body = req.json::<JudgementIn>()?;
    let clock = Clock::ALL.into_iter().find(|c| c.code() == body.clock);
    let clock = clock.ok_or_else(|| Failure::refused("clock", "unknown_clock", "There is no such clock"))?;
    let until = day("until", &body.until)?;
    let effect = match body.effect.parse::<EffectKind>() {
        Ok(EffectKind::Stop) => Effect::StopUntil(until),
        Ok(EffectKind::Move) => Effect::MoveTo(until),
        Err(()) => return Err(Failure::refused("effect", "unknown_effect", "Say `stop` or `move`")),
    };
    let id = judge_clock(cx, open.keys.survivor, &Judging { clock, effect, reason: body.reason })?;
    let location = format!("/api/v1/people/{}/responsibility", open.crn);
    Ok(Reply::created(location, json(MadeOut { id: id.to_string() })?))
}

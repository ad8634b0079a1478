//! Absence and cover for programs. The answer says who moved.

use super::{day, json, staff_by};
use crate::actions::{Settled, note_cover, note_return, settle_staff};
use kernel::StaffId;
use organisation::{AbsenceKind, NewAbsence};
use serde::{Deserialize, Serialize};
use store::{Failure, Result};
use utoipa::ToSchema;
use web::{Answer, Ask, Reply};

/// An absence.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct AbsenceIn {
    /// `sick`, `suspended`, `leave`, `training`, `other` or `left`.
    kind: String,
    first_day: String,
    last_day: Option<String>,
    /// The code of whoever covers; without one the people go to the unallocated list.
    cover: Option<String>,
    reason: String,
}

/// A cover.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct CoverIn {
    /// The code of whoever covers; absent to withdraw the cover.
    cover: Option<String>,
}

/// A return.
#[derive(Debug, Deserialize, ToSchema)]
pub(crate) struct ReturnIn {
    reason: String,
}

/// What became of the people of a member of staff.
#[derive(Debug, Serialize, ToSchema)]
pub(crate) struct SettledOut {
    moved: usize,
    /// Not moved yet; a job tries again.
    left_over: usize,
}

fn named(ask: &Ask<'_>) -> Result<StaffId> {
    let code = ask.request.param::<String>("code")?;
    ask.house.read(ask.asker, |cx| organisation::staff_by_code(cx, &code).map(|s| s.id))
}

fn cover_by(ask: &Ask<'_>, code: Option<&str>) -> Result<Option<StaffId>> {
    code.map(|code| ask.house.read(ask.asker, |cx| staff_by(cx, "cover", code))).transpose()
}

fn settled(ask: &Ask<'_>, staff: StaffId) -> Answer {
    let Settled { moved, left_over } = settle_staff(ask.house, ask.asker, staff)?;
    let out = SettledOut { moved: moved.len(), left_over: left_over.len() };
    Ok(Reply::json(201, json(out)?))
}

pub(super) fn record(ask: &Ask<'_>) -> Answer {
    let (staff, body) = (named(ask)?, ask.request.json::<AbsenceIn>()?);
    let kind = body.kind.parse::<AbsenceKind>();
    let absence = NewAbsence {
        staff,
        kind: kind.map_err(|()| Failure::refused("kind", "unknown_kind", "There is no such kind of absence"))?,
        first_day: day("first_day", &body.first_day)?,
        last_day: body.last_day.as_deref().map(|text| day("last_day", text)).transpose()?,
        cover: cover_by(ask, body.cover.as_deref())?,
        reason: body.reason,
    };
    ask.step("absence", |cx| organisation::record_absence(cx, absence.clone()).map(|a| serde_json::json!(a.id)))?;
    settled(ask, staff)
}

pub(super) fn cover(ask: &Ask<'_>) -> Answer {
    let (staff, body) = (named(ask)?, ask.request.json::<CoverIn>()?);
    let cover = cover_by(ask, body.cover.as_deref())?;
    ask.step("cover", |cx| note_cover(cx, staff, cover).map(|()| serde_json::json!(true)))?;
    settled(ask, staff)
}

pub(super) fn back(ask: &Ask<'_>) -> Answer {
    let (staff, body) = (named(ask)?, ask.request.json::<ReturnIn>()?);
    ask.step("return", |cx| note_return(cx, staff, &body.reason).map(|()| serde_json::json!(true)))?;
    settled(ask, staff)
}

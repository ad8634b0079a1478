//! What an over-full officer does later: what, why, until when, and who agreed, with how full they were on that day.
//!
//! Always true: it is a record beside the work and moves no deadline; a clock is moved by a judgement alone.

use super::capacities;
use super::records::PutBack;
use jiff::civil::Date;
use kernel::{ChainId, EntryId, Refusal, Refusals, StaffId};
use store::{Cx, Failure, Result, params};

/// What is put back.
#[derive(Clone, Debug)]
pub struct NewPutBack {
    pub staff: StaffId,
    pub what: String,
    pub why: String,
    pub until: Date,
    /// Who agreed, by name.
    pub agreed_by: String,
}

/// Keeps that work is put back.
///
/// # Errors
/// A refusal for each thing left out; `not_ahead` for a day that is not ahead.
pub fn add_put_back(cx: &mut Cx<'_>, new: &NewPutBack) -> Result<EntryId> {
    cx.lock(ChainId(new.staff.0))?;
    let today = cx.today();
    let mut wrong = Vec::new();
    for (field, text, words) in [
        ("what", &new.what, "Say what is put back"),
        ("why", &new.why, "Say why"),
        ("agreed_by", &new.agreed_by, "Say who agreed"),
    ] {
        if text.trim().is_empty() {
            wrong.push(Refusal::new(field, "missing", words));
        }
    }
    if new.until <= today {
        wrong.push(Refusal::new("until", "not_ahead", "Enter a day after today: what is put back needs a day"));
    }
    if !wrong.is_empty() {
        return Err(Failure::from(Refusals(wrong)));
    }
    let load = capacities(cx, &[new.staff])?.remove(&new.staff).ok_or(Failure::NotFound)?;
    cx.describe("Put work back", Some(&new.why));
    let row = PutBack {
        id: cx.new_id(),
        staff_id: new.staff,
        what: new.what.trim().to_owned(),
        why: new.why.trim().to_owned(),
        until: new.until,
        agreed_by: new.agreed_by.trim().to_owned(),
        recorded_on: today,
        author: cx.actor().name().to_owned(),
        points: load.points,
        available: load.available.points,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

/// What a member of staff put back, the newest first.
///
/// # Errors
/// When the database fails.
pub fn put_backs(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<PutBack>> {
    cx.list("WHERE staff_id = $1 ORDER BY recorded_on DESC, id DESC LIMIT 50", params![staff])
}

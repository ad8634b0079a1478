//! Recording fewer hours for somebody, and taking that back.
//!
//! Always true: hours above a limit are refused with the limit, and a reduction is taken back by a record, never removed.
//! Its state follows from its days, so nothing has to run for it to begin or end.

use super::Figures;
use super::records::Reduction;
use actuarial::workload::reduction::{BadReduction, ReductionLimits, check};
use jiff::civil::Date;
use kernel::{ChainId, ReductionId, Refusal, Refusals, StaffId};
use store::{Cx, Failure, Result, params};

/// What a manager records.
#[derive(Clone, Debug)]
pub struct NewReduction {
    pub staff: StaffId,
    /// The code of a reason.
    pub reason: String,
    /// Hours a week, in hundredths.
    pub hundredths: i64,
    pub first_day: Date,
    pub last_day: Option<Date>,
    pub notes: Option<String>,
}

/// Records fewer hours.
///
/// # Errors
/// `unknown_reason`, `out_of_range`, `ends_before_start`, `too_long`; not found for an unknown member of staff.
pub fn add_reduction(cx: &mut Cx<'_>, new: &NewReduction) -> Result<ReductionId> {
    cx.lock(ChainId(new.staff.0))?;
    let figures = Figures::now(cx)?;
    let staff = organisation::staff(cx, new.staff)?;
    let Some(reason) = figures.reduction(&new.reason) else {
        return Err(Failure::refused("reason", "unknown_reason", "Select a reason"));
    };
    let today = cx.today();
    let limit = figures.limit(today).ok_or_else(|| Failure::broken("no limit of reductions is shipped"))?;
    let contracted = (staff.weekly_minutes * 100 + 30) / 60;
    let limits = ReductionLimits {
        most: limit.most_hundredths,
        reason_most: reason.most_percent.map(|p| contracted * p / 100),
        notes_below: limit.notes_below,
    };
    let notes = new.notes.clone().unwrap_or_default();
    check(new.hundredths, new.first_day, new.last_day, &notes, limits)
        .map_err(|wrong| Failure::from(Refusals(wrong.into_iter().map(refusal).collect())))?;
    cx.describe(format!("Recorded {} hours fewer: {}", hours(new.hundredths), reason.words), None);
    let row = Reduction {
        id: cx.new_id(),
        staff_id: new.staff,
        reason: new.reason.clone(),
        hundredths: new.hundredths,
        first_day: new.first_day,
        last_day: new.last_day,
        notes: new.notes.clone().filter(|n| !n.trim().is_empty()),
        recorded_at: cx.now(),
        author: cx.actor().name().to_owned(),
        deleted_at: None,
        deleted_by: None,
        deleted_why: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row.id)
}

fn refusal(wrong: BadReduction) -> Refusal {
    match wrong {
        BadReduction::Negative => Refusal::new("hours", "out_of_range", "Hours cannot be below 0"),
        BadReduction::AboveMost(most) => {
            Refusal::new("hours", "out_of_range", format!("Hours can be at most {} a week", hours(most)))
        }
        BadReduction::AboveReason(most) => Refusal::new(
            "hours",
            "out_of_range",
            format!("For this reason hours can be at most {} a week", hours(most)),
        ),
        BadReduction::EndsBeforeStart => {
            Refusal::new("last_day", "ends_before_start", "The last day must be on or after the first day")
        }
        BadReduction::NotesTooLong => Refusal::new("notes", "too_long", "Notes must be shorter"),
    }
}

/// Hundredths as hours: 7.4.
pub(crate) fn hours(hundredths: i64) -> String {
    actuarial::workload::Hours::hundredths(hundredths).to_string()
}

/// Takes a reduction back.
///
/// # Errors
/// `no_reason`, `already_deleted`, [`Failure::Stale`] when it changed since the page was shown.
pub fn delete_reduction(cx: &mut Cx<'_>, id: ReductionId, version: i64, why: &str) -> Result<()> {
    cx.lock(ChainId(id.0))?;
    let mut row = cx.need::<Reduction>(params![id])?;
    if why.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say why it is taken back"));
    }
    if row.deleted_at.is_some() {
        return Err(Failure::refused("", "already_deleted", "It is taken back already"));
    }
    cx.describe("Took back a reduction of hours", Some(why));
    row.version = version;
    row.deleted_at = Some(cx.now());
    row.deleted_by = Some(cx.actor().name().to_owned());
    row.deleted_why = Some(why.trim().to_owned());
    cx.update(&mut row)
}

/// Every reduction of a member of staff, the newest first.
///
/// # Errors
/// When the database fails.
pub fn reductions_of(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<Reduction>> {
    cx.list("WHERE staff_id = $1 ORDER BY first_day DESC, id DESC", params![staff])
}

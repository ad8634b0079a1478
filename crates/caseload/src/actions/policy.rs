//! The service sets an interval between contacts. Every row stays; a new one holds for clocks that start on its day or
//! later, so nobody is overdue after the fact.

use crate::policy::check_interval;
use crate::records::IntervalRow;
use jiff::civil::Date;
use kernel::{EntryId, Refusals};
use store::{Cx, Failure, Result};

/// Adds a row.
///
/// # Errors
/// What [`check_interval`] refuses.
pub fn set_interval(cx: &mut Cx<'_>, tier: &str, days: u32, from: Date, reason: &str) -> Result<EntryId> {
    check_interval(tier, days, from, reason, cx.today()).map_err(|no| Failure::from(Refusals(no)))?;
    cx.describe(format!("Set the interval between contacts for {tier} to {days} days from {from}"), Some(reason));
    let row = IntervalRow {
        id: cx.new_id(),
        tier: tier.into(),
        days,
        from_day: from,
        author: cx.actor().name().to_owned(),
        reason: reason.trim().to_owned(),
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    Ok(row.id)
}

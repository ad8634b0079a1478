//! How the time of a member of staff, or of a team, was spent.

use crate::catalogue::{self, Need};
use crate::rules::time_with_people::{Minutes, Spent, minutes};
use crate::tables::DiaryRow;
use kernel::{Date, StaffId};
use std::collections::HashMap;
use store::{Cx, Result, Value};

/// The minutes of one member of staff over the days from `from` to `to`; `contracted` is their contracted time of those
/// days less absence, where it is known.
///
/// # Errors
/// When the database fails.
pub fn time_of(cx: &mut Cx<'_>, staff: StaffId, from: Date, to: Date, contracted: Option<u64>) -> Result<Minutes> {
    let by_officer = time_of_team(cx, &[(staff, contracted)], from, to)?;
    Ok(by_officer.get(&staff).copied().unwrap_or_default())
}

/// The minutes of each of several members of staff, in one statement. Add them with [`Minutes::with`] for the team.
///
/// # Errors
/// When the database fails.
pub fn time_of_team(
    cx: &mut Cx<'_>,
    staff: &[(StaffId, Option<u64>)],
    from: Date,
    to: Date,
) -> Result<HashMap<StaffId, Minutes>> {
    if staff.is_empty() {
        return Ok(HashMap::new());
    }
    let catalogue = catalogue::current(cx)?;
    let mut values: Vec<Value> = staff.iter().map(|(id, _)| Value::from(*id)).collect();
    values.push(from.into());
    values.push(to.into());
    let rest = format!(
        "WHERE staff_id IN ({}) AND happens_on >= ${} AND happens_on <= ${}",
        kernel::placeholders(1, staff.len()),
        values.len() - 1,
        values.len()
    );
    let mut spent: HashMap<StaffId, Vec<Spent>> = HashMap::new();
    for row in cx.list::<DiaryRow>(&rest, &values)? {
        let awaits = catalogue.contact_type(&row.contact_type).is_some_and(|t| t.outcome == Need::Needed);
        spent.entry(row.staff_id).or_default().push(Spent {
            date: row.happens_on,
            start: row.starts,
            end: row.ends,
            minutes: row.minutes,
            with_person: row.with_person,
            awaits_outcome: awaits,
            attended: row.attended,
        });
    }
    let of = |id: &StaffId| spent.get(id).map_or(&[][..], Vec::as_slice);
    Ok(staff.iter().map(|(id, contracted)| (*id, minutes(of(id), *contracted))).collect())
}

//! How many people each practitioner holds, for the allocating manager and the team page.

use jiff::ToSpan;
use kernel::StaffId;
use std::collections::HashMap;
use store::{Cx, Result, Value};

/// The caseload of one member of staff.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Load {
    /// Everybody on their list, covered people included.
    pub people: i64,
    /// Of them, only covered.
    pub covered: i64,
    pub in_custody: i64,
    /// Of tier A or B.
    pub highest_tiers: i64,
    /// Allocated in the last seven days.
    pub lately: i64,
    pub past_due: i64,
}

/// The caseloads of these members of staff; one without people is missing from the map.
///
/// # Errors
/// When the database fails.
pub fn loads(cx: &mut Cx<'_>, staff: &[StaffId]) -> Result<HashMap<StaffId, Load>> {
    if staff.is_empty() {
        return Ok(HashMap::new());
    }
    let today = cx.today();
    let mut values: Vec<Value> = vec![today.saturating_sub(7.days()).into(), today.into()];
    values.extend(staff.iter().map(|s| Value::from(*s)));
    let marks: Vec<String> = (3..=values.len()).map(|n| format!("${n}")).collect();
    let count = |condition: &str| format!("CAST(sum(CASE WHEN {condition} THEN 1 ELSE 0 END) AS BIGINT)");
    let sql = format!(
        "SELECT list_id, count(*), {}, {}, {}, {}, {} FROM view_caseload \
         WHERE list_kind IN ('officer', 'cover') AND list_id IN ({}) GROUP BY list_id",
        count("list_kind = 'cover'"),
        count("in_custody"),
        count("tier IN ('A', 'B')"),
        count("allocated_on > $1"),
        count("contact_due < $2"),
        marks.join(", ")
    );
    let mut loads = HashMap::new();
    for row in cx.query(&sql, &values)? {
        let load = Load {
            people: row.get(1)?,
            covered: row.get(2)?,
            in_custody: row.get(3)?,
            highest_tiers: row.get(4)?,
            lately: row.get(5)?,
            past_due: row.get(6)?,
        };
        loads.insert(row.get::<StaffId>(0)?, load);
    }
    Ok(loads)
}

//! Need without risk: people of a lower tier whose needs add points to the officer's workload, women first.

use kernel::{PersonId, TeamId};
use store::{Cx, Result, Value};

/// One such person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HighNeedCase {
    pub person: PersonId,
    pub tier: Option<String>,
    pub two_part: Option<String>,
    pub points: i64,
    /// Added for the need.
    pub allowance: i64,
    pub need_points: i64,
    pub severe_needs: i64,
    pub woman: bool,
}

/// People of these teams whose need adds points, at most `most`.
///
/// # Errors
/// When the database fails.
pub(crate) fn high_need_people(cx: &mut Cx<'_>, teams: &[TeamId], most: i64) -> Result<Vec<HighNeedCase>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = teams.iter().map(|t| Value::from(*t)).collect();
    values.push(Value::Int(most));
    let sql = format!(
        "SELECT c.person_id, c.tier, c.two_part, c.points, c.allowance, t.need_points, t.severe_needs, t.is_woman \
         FROM view_caseload c JOIN view_tier t ON t.person_id = c.person_id WHERE c.allowance > 0 AND c.team_id IN ({}) \
         ORDER BY t.is_woman DESC, t.need_points DESC, c.person_id LIMIT ${}",
        kernel::placeholders(1, teams.len()),
        values.len()
    );
    let rows = cx.query(&sql, &values)?;
    rows.iter()
        .map(|r| {
            Ok(HighNeedCase {
                person: r.get(0)?,
                tier: r.get(1)?,
                two_part: r.get(2)?,
                points: r.get(3)?,
                allowance: r.get(4)?,
                need_points: r.get(5)?,
                severe_needs: r.get(6)?,
                woman: r.get(7)?,
            })
        })
        .collect()
}

//! The hours that registers say were given at projects, of all people together. It names nobody.

use crate::minutes::MinutesKind;
use kernel::{ProjectId, placeholders};
use std::collections::HashMap;
use store::{Cx, Result, Value, id_values};

/// What was given at a project.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Given {
    pub minutes: i64,
    /// How many people worked there.
    pub people: i64,
}

/// What was given at some projects by their registers. Hours that count for two orders were worked once; what was taken back
/// was not given.
///
/// # Errors
/// When the database fails.
pub fn given_at(cx: &mut Cx<'_>, projects: &[ProjectId]) -> Result<HashMap<ProjectId, Given>> {
    if projects.is_empty() {
        return Ok(HashMap::new());
    }
    let mut values = id_values(projects);
    let among = placeholders(1, values.len());
    values.push(Value::Text(MinutesKind::Worked.code().to_owned()));
    let worked = values.len();
    values.push(Value::Text(MinutesKind::Concurrent.code().to_owned()));
    let concurrent = values.len();
    let sql = format!(
        "SELECT b.project_id, CAST(sum(m.minutes) AS BIGINT), count(DISTINCT m.person_id) FROM work_booking b \
         JOIN work_minutes m ON m.person_id = b.person_id AND m.booking_id = b.id \
         WHERE b.project_id IN ({among}) AND m.takes_back IS NULL \
         AND (m.kind = ${worked} OR (m.kind = ${concurrent} AND m.other_id IS NULL)) \
         AND NOT EXISTS (SELECT 1 FROM work_minutes t WHERE t.person_id = m.person_id AND t.takes_back = m.id) \
         GROUP BY b.project_id"
    );
    let rows = cx.query(&sql, &values)?;
    rows.iter().map(|row| Ok((row.get(0)?, Given { minutes: row.get(1)?, people: row.get(2)? }))).collect()
}

//! Reading placements: of a person, and of a project across people.

use super::records::{Placement, PlacementLine};
use kernel::{Date, PersonKeys, PlacementId, ProjectId, placeholders};
use std::collections::HashMap;
use store::{Cx, Failure, Question, Result, Value, id_values, key_values, params};

/// One placement of the person.
///
/// # Errors
/// When there is none.
pub fn placement(cx: &mut Cx<'_>, keys: &PersonKeys, id: PlacementId) -> Result<Placement> {
    let mut values = key_values(keys);
    values.push(id.into());
    let rest = format!("WHERE person_id IN ({}) AND id = ${}", keys.placeholders(1), values.len());
    cx.first(&rest, &values)?.ok_or(Failure::NotFound)
}

/// What [`placements_of`] asks.
#[must_use]
pub fn placements_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY from_date DESC, id DESC", keys.placeholders(1));
    Question::list::<Placement>(&rest, &key_values(keys))
}

/// Every placement of the person, the newest first; ended ones and those made in error too.
///
/// # Errors
/// When the database fails.
pub fn placements_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Placement>> {
    cx.ask_list(&placements_question(keys))
}

pub(crate) fn lines_of_person(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<PlacementLine>> {
    let rest = format!("WHERE person_id IN ({})", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// The placements at a project that have a day of work on or after a day, or may have one, in the order of the week.
///
/// # Errors
/// When the database fails.
pub fn lines_of_project(cx: &mut Cx<'_>, project: ProjectId, from: Date) -> Result<Vec<PlacementLine>> {
    let rest = "WHERE project_id = $1 AND (until_date IS NULL OR until_date >= $2) ORDER BY weekday, start_time, id";
    cx.list(rest, params![project, from])
}

/// Who is expected at a project on a day.
///
/// # Errors
/// When the database fails.
pub fn expected_on(cx: &mut Cx<'_>, project: ProjectId, day: Date) -> Result<Vec<PlacementLine>> {
    let mut lines = lines_of_project(cx, project, day)?;
    lines.retain(|line| line.falls_on(day));
    Ok(lines)
}

/// How many placements of some projects are open on a day.
///
/// # Errors
/// When the database fails.
pub fn placed_counts(cx: &mut Cx<'_>, projects: &[ProjectId], day: Date) -> Result<HashMap<ProjectId, i64>> {
    if projects.is_empty() {
        return Ok(HashMap::new());
    }
    let ids = id_values(projects);
    let sql = format!(
        "SELECT project_id, count(*) FROM view_work_placement WHERE project_id IN ({}) \
         AND (until_date IS NULL OR until_date >= ${}) GROUP BY project_id",
        placeholders(1, ids.len()),
        ids.len() + 1
    );
    let rows = cx.query(&sql, &[ids, vec![Value::from(day)]].concat())?;
    rows.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

//! The backlog of each delivery unit: hours ordered and not worked, places a week, and how many weeks it takes to clear them
//! if every place is used.

use crate::projects::{Project, ProjectDay, days_of, projects_running};
use kernel::{Date, ProjectId, UnitId};
use std::collections::{BTreeMap, HashMap};
use store::{Cx, Result, params};

/// One delivery unit.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnitBacklog {
    pub unit: Option<UnitId>,
    pub people: i64,
    /// People without a first session.
    pub not_begun: i64,
    /// Of these, late.
    pub late: i64,
    pub will_not_finish: i64,
    /// Minutes ordered and not worked.
    pub left: i64,
    /// Minutes that the projects' places make in a week.
    pub week: i64,
    /// Places a week.
    pub places: i64,
    /// From the order to the first session, on average of those who began.
    pub first_days: Option<i64>,
    /// Minutes a week of each who began, on average.
    pub each_week: Option<i64>,
}

impl UnitBacklog {
    /// Weeks to clear the backlog; none where there are no places.
    #[must_use]
    pub fn weeks(&self) -> Option<i64> {
        (self.week > 0).then(|| self.left.saturating_add(self.week - 1) / self.week)
    }
}

/// A whole average; none of nothing.
fn average(sum: Option<i64>, of: i64) -> Option<i64> {
    sum.filter(|_| of > 0).map(|sum| sum / of)
}

/// Minutes and places that the days of a project make in a week.
fn week_of(days: &[ProjectDay]) -> (i64, i64) {
    let clock = |at: kernel::Time| i64::from(at.hour()) * 60 + i64::from(at.minute());
    let minutes = |d: &ProjectDay| (clock(d.end_time) - clock(d.start_time)).max(0);
    days.iter().fold((0, 0), |(sum, places), d| (sum + minutes(d) * d.places, places + d.places))
}

/// The backlog of every delivery unit with open unpaid work or running projects, by unit.
///
/// # Errors
/// When the database fails.
pub fn backlog(cx: &mut Cx<'_>, today: Date) -> Result<Vec<UnitBacklog>> {
    let sql = "SELECT unit_id, count(DISTINCT person_id), \
        sum(CASE WHEN verdict IN ('not_begun', 'late_to_begin') THEN 1 ELSE 0 END), \
        sum(CASE verdict WHEN 'late_to_begin' THEN 1 ELSE 0 END), \
        sum(CASE verdict WHEN 'will_not_finish' THEN 1 ELSE 0 END), CAST(sum(left_minutes) AS BIGINT), \
        CAST(sum(first_days) AS BIGINT), count(first_days), CAST(sum(week_minutes) AS BIGINT), count(week_minutes) \
        FROM view_work_pace WHERE verdict <> 'done' GROUP BY unit_id";
    let mut units: BTreeMap<Option<UnitId>, UnitBacklog> = BTreeMap::new();
    for row in cx.query(sql, params![])? {
        let unit: Option<UnitId> = row.get(0)?;
        units.insert(
            unit,
            UnitBacklog {
                unit,
                people: row.get(1)?,
                not_begun: row.get(2)?,
                late: row.get(3)?,
                will_not_finish: row.get(4)?,
                left: row.get(5)?,
                week: 0,
                places: 0,
                first_days: average(row.get(6)?, row.get(7)?),
                each_week: average(row.get(8)?, row.get(9)?),
            },
        );
    }
    let running: Vec<Project> = projects_running(cx, today)?.into_iter().filter(|p| p.runs_on(today)).collect();
    let ids: Vec<ProjectId> = running.iter().map(|p| p.id).collect();
    let mut days: HashMap<ProjectId, Vec<ProjectDay>> = HashMap::new();
    for day in days_of(cx, &ids)? {
        days.entry(day.project_id).or_default().push(day);
    }
    for project in running {
        let (week, places) = week_of(days.get(&project.id).map_or(&[], Vec::as_slice));
        let row = units.entry(Some(project.unit_id)).or_insert_with(|| UnitBacklog {
            unit: Some(project.unit_id),
            people: 0,
            not_begun: 0,
            late: 0,
            will_not_finish: 0,
            left: 0,
            week: 0,
            places: 0,
            first_days: None,
            each_week: None,
        });
        row.week += week;
        row.places += places;
    }
    Ok(units.into_values().collect())
}

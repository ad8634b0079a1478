//! Points, available points and capacity of members of staff, read in three statements whatever their number.
//!
//! Always true: the same rules as `throughcare workload`, on the cases as they lie on the lists now. It decides nothing.

use super::Figures;
use super::records::{CapacityDay, Reduction};
use actuarial::account::Account;
use actuarial::workload::reduction::{ReductionState, state};
use actuarial::workload::{
    Available, Case, CaseTier, Grade, Hours, Location, Points, PointsVersion, available, capacity_tenths, explain,
    lines,
};
use jiff::civil::Date;
use kernel::{StaffId, TeamId};
use std::collections::HashMap;
use store::{Cx, Failure, Result, Value, params};

/// The workload of one member of staff.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// Points of everybody on their list, covered people and allowances included.
    pub points: i64,
    /// Of them, allowances for need without risk.
    pub allowances: i64,
    pub people: i64,
    /// Of them, without a computed tier and so without points.
    pub untiered: i64,
    pub available: Available,
    /// The code of the grade.
    pub grade: String,
    pub team: TeamId,
    cases: Vec<(Case, i64)>,
}

impl Capacity {
    /// Tenths of a per cent.
    #[must_use]
    pub fn tenths(&self) -> i64 {
        capacity_tenths(self.points, self.available.points)
    }

    /// Tenths of a per cent with this many points more.
    #[must_use]
    pub fn tenths_with(&self, more: i64) -> i64 {
        capacity_tenths(self.points + more, self.available.points)
    }

    /// How it came about.
    #[must_use]
    pub fn account(&self, version: &PointsVersion) -> Account {
        let cases: Vec<Case> = self
            .cases
            .iter()
            .flat_map(|(case, n)| std::iter::repeat_n(*case, usize::try_from(*n).unwrap_or(0)))
            .collect();
        let others = [("Allowances for need without risk", i64::from(self.allowances != 0), self.allowances)];
        let points = Points { cases: self.points, ..Points::default() };
        explain(version, &lines(version, &cases), &others, &points, &self.available, Vec::new())
    }
}

/// Tenths of a per cent as they are written: 84.3%.
#[must_use]
pub fn percent(tenths: i64) -> String {
    format!("{}{}.{}%", if tenths < 0 { "-" } else { "" }, tenths.abs() / 10, tenths.abs() % 10)
}

/// The workload of each of these members of staff.
///
/// # Errors
/// When the database fails or a shipped figure is wrong.
pub fn capacities(cx: &mut Cx<'_>, staff: &[StaffId]) -> Result<HashMap<StaffId, Capacity>> {
    capacities_on(cx, staff, &[])
}

/// The same, with these hours taken off as well: what an absence would do.
///
/// # Errors
/// When the database fails or a shipped figure is wrong.
pub fn what_if_away(cx: &mut Cx<'_>, staff: &[StaffId], away: &[StaffId]) -> Result<HashMap<StaffId, Capacity>> {
    capacities_on(cx, staff, away)
}

fn capacities_on(cx: &mut Cx<'_>, staff: &[StaffId], away: &[StaffId]) -> Result<HashMap<StaffId, Capacity>> {
    if staff.is_empty() {
        return Ok(HashMap::new());
    }
    let today = cx.today();
    let figures = Figures::shipped().map_err(Failure::Broken)?;
    let version = PointsVersion::on(today).map_err(Failure::broken)?;
    let lines = organisation::staff_hours(cx, staff)?;
    let mut reductions = active_reductions(cx, staff, today)?;
    let mut held = held(cx, staff)?;
    let mut found = HashMap::new();
    for line in lines {
        let grade = figures.grade(&line.grade, today).map_or(Grade::Other, super::GradeRow::grade);
        let contracted = Hours::hundredths((line.weekly_minutes * 100 + 30) / 60);
        let off = if away.contains(&line.id) {
            contracted
        } else {
            Hours::hundredths(reductions.remove(&line.id).unwrap_or(0))
        };
        let held = held.remove(&line.id).unwrap_or_default();
        let available = available(version, grade, Some(contracted), off);
        found.insert(
            line.id,
            Capacity {
                points: held.points + held.allowances,
                allowances: held.allowances,
                people: held.people,
                untiered: held.untiered,
                available,
                grade: line.grade,
                team: line.team,
                cases: held.cases,
            },
        );
    }
    Ok(found)
}

#[derive(Default)]
struct OnList {
    points: i64,
    allowances: i64,
    people: i64,
    untiered: i64,
    cases: Vec<(Case, i64)>,
}

fn held(cx: &mut Cx<'_>, staff: &[StaffId]) -> Result<HashMap<StaffId, OnList>> {
    let values: Vec<Value> = staff.iter().map(|s| Value::from(*s)).collect();
    let sum = |column: &str| format!("CAST(sum({column}) AS BIGINT)");
    let sql = format!(
        "SELECT c.list_id, c.two_part, t.location, count(*), {}, {} FROM view_caseload c \
         LEFT JOIN view_tier t ON t.person_id = c.person_id \
         WHERE c.list_kind <> 'unallocated' AND c.list_id IN ({}) GROUP BY c.list_id, c.two_part, t.location",
        sum("c.points"),
        sum("c.allowance"),
        kernel::placeholders(1, values.len())
    );
    let mut found: HashMap<StaffId, OnList> = HashMap::new();
    for row in cx.query(&sql, &values)? {
        let list = found.entry(row.get::<StaffId>(0)?).or_default();
        let (tier, location, count) =
            (row.get::<Option<String>>(1)?, row.get::<Option<String>>(2)?, row.get::<i64>(3)?);
        let tier = tier.as_deref().and_then(CaseTier::read);
        list.people += count;
        list.points += row.get::<i64>(4)?;
        list.allowances += row.get::<i64>(5)?;
        if tier.is_none() {
            list.untiered += count;
        }
        let location = location.as_deref().and_then(Location::read).unwrap_or(Location::Community);
        list.cases.push((Case { location, tier, t2a: false }, count));
    }
    Ok(found)
}

fn active_reductions(cx: &mut Cx<'_>, staff: &[StaffId], today: Date) -> Result<HashMap<StaffId, i64>> {
    let values: Vec<Value> = staff.iter().map(|s| Value::from(*s)).collect();
    let rest = format!("WHERE deleted_at IS NULL AND staff_id IN ({})", kernel::placeholders(1, values.len()));
    let mut sums: HashMap<StaffId, i64> = HashMap::new();
    for row in cx.list::<Reduction>(&rest, &values)? {
        if state(row.first_day, row.last_day, row.deleted_at.is_some(), today) == ReductionState::Active {
            *sums.entry(row.staff_id).or_default() += row.hundredths;
        }
    }
    Ok(sums)
}

/// Keeps today's figures of everybody who holds people, so that a trend can be shown. Written over when run again.
pub(crate) fn keep_day(cx: &mut Cx<'_>) -> Result<()> {
    let sql = "SELECT DISTINCT list_id FROM view_caseload WHERE list_kind <> 'unallocated'";
    let staff = cx.query(sql, &[])?.iter().map(|r| r.get(0)).collect::<Result<Vec<StaffId>>>()?;
    let on_day = cx.today();
    for some in staff.chunks(200) {
        for (staff_id, c) in capacities(cx, some)? {
            cx.save(&CapacityDay {
                staff_id,
                on_day,
                team_id: c.team,
                points: c.points,
                available: c.available.points,
                people: c.people,
            })?;
        }
    }
    Ok(())
}

/// Points and available points of a team by day, oldest first, since a day.
///
/// # Errors
/// When the database fails.
pub fn trend(cx: &mut Cx<'_>, teams: &[TeamId], since: Date) -> Result<Vec<(Date, i64, i64)>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let mut values: Vec<Value> = params![since].to_vec();
    values.extend(teams.iter().map(|t| Value::from(*t)));
    let sql = format!(
        "SELECT on_day, CAST(sum(points) AS BIGINT), CAST(sum(available) AS BIGINT) FROM view_capacity_day \
         WHERE on_day >= $1 AND team_id IN ({}) GROUP BY on_day ORDER BY on_day",
        kernel::placeholders(2, teams.len())
    );
    cx.query(&sql, &values)?.iter().map(|r| Ok((r.get(0)?, r.get(1)?, r.get(2)?))).collect()
}

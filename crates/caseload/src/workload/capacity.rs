//! Points, available points and capacity of members of staff, read in two statements whatever their number, or in one where
//! their hours are known.
//!
//! Always true: the same rules as `throughcare workload`, on the cases as they lie on the lists now; an absence today takes
//! hours, but never hours that a reduction took already. It decides nothing.

use super::Figures;
use super::policy::ReportDays;
use super::records::CapacityDay;
use crate::lists::Load;
use actuarial::account::Account;
use actuarial::workload::reduction::{ReductionState, state};
use actuarial::workload::{
    Available, Case, CaseTier, Grade, Hours, Location, Points, PointsVersion, available, capacity_tenths, explain,
    lines,
};
use jiff::ToSpan;
use jiff::civil::Date;
use kernel::{StaffId, TeamId};
use organisation::{Member, StaffHours};
use std::collections::{BTreeMap, BTreeSet, HashMap};
use store::{Cx, Failure, Result, Value, params};

/// The workload of one member of staff.
#[derive(Clone, Debug)]
pub struct Capacity {
    /// Points of everybody on their list, covered people and allowances included, and of reports signed of late.
    pub points: i64,
    /// Reports to courts that count, by kind: how many, and the points for each.
    pub reports: Vec<(String, i64, i64)>,
    /// Points of contacts with people of other officers' lists.
    pub for_others: i64,
    /// Points of contacts that others had with people of this list, which are taken off.
    pub by_others: i64,
    /// Of them, allowances for need without risk.
    pub allowances: i64,
    pub people: i64,
    /// Of them, without a computed tier and so without points.
    pub untiered: i64,
    pub available: Available,
    /// Away today, which lessens what is available.
    pub away: bool,
    /// What would be available were they here.
    pub if_here: Available,
    /// People by the letter of the tier in force.
    pub by_tier: BTreeMap<char, i64>,
    /// What their list is like.
    pub load: Load,
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

    /// Points of reports to courts.
    #[must_use]
    pub fn report_points(&self) -> i64 {
        self.reports.iter().map(|(_, count, each)| count * each).sum()
    }

    /// How it came about.
    #[must_use]
    pub fn account(&self, version: &PointsVersion) -> Account {
        let cases: Vec<Case> = self
            .cases
            .iter()
            .flat_map(|(case, n)| std::iter::repeat_n(*case, usize::try_from(*n).unwrap_or(0)))
            .collect();
        let titles: Vec<String> = self.reports.iter().map(|(kind, ..)| format!("Court reports, {kind}")).collect();
        let mut others = vec![("Allowances for need without risk", i64::from(self.allowances != 0), self.allowances)];
        others
            .extend(titles.iter().zip(&self.reports).map(|(title, (_, count, each))| (title.as_str(), *count, *each)));
        others.push(("Contacts for people of other officers", i64::from(self.for_others != 0), self.for_others));
        others.push(("Contacts by others, taken off", i64::from(self.by_others != 0), -self.by_others));
        let reports = self.report_points();
        let (contacts_for_others, contacts_by_others) = (self.for_others, self.by_others);
        let cases_alone = self.points - reports - contacts_for_others + contacts_by_others;
        let points = Points { cases: cases_alone, reports, contacts_for_others, contacts_by_others };
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
    if staff.is_empty() {
        return Ok(HashMap::new());
    }
    let lines = organisation::staff_hours(cx, staff)?;
    capacities_on(cx, lines, &[])
}

/// The workload of each of these, whose hours and grades are known already.
///
/// # Errors
/// When the database fails or a shipped figure is wrong.
pub fn capacities_of(cx: &mut Cx<'_>, members: &[Member]) -> Result<HashMap<StaffId, Capacity>> {
    capacities_on(cx, members.iter().map(hours_of).collect(), &[])
}

/// The same, with all hours of these taken off: what an absence would do.
///
/// # Errors
/// When the database fails or a shipped figure is wrong.
pub fn what_if_away(cx: &mut Cx<'_>, members: &[Member], away: &[StaffId]) -> Result<HashMap<StaffId, Capacity>> {
    capacities_on(cx, members.iter().map(hours_of).collect(), away)
}

fn hours_of(member: &Member) -> StaffHours {
    let staff = &member.staff;
    StaffHours { id: staff.id, grade: staff.grade.clone(), weekly_minutes: member.weekly_minutes, team: staff.team }
}

/// Hours off for cases, in hundredths: an absence takes its share of the contracted hours, and a reduction of the same days
/// is not taken a second time.
#[must_use]
pub fn hours_off(contracted: i64, reductions: i64, away_percent: Option<i64>) -> i64 {
    away_percent.map_or(reductions, |percent| reductions.max(contracted * percent / 100))
}

/// Capacities of members of staff whose hours are known.
///
/// # Errors
/// When the database fails or a shipped figure is wrong.
pub(crate) fn capacities_on(
    cx: &mut Cx<'_>,
    lines: Vec<StaffHours>,
    away: &[StaffId],
) -> Result<HashMap<StaffId, Capacity>> {
    if lines.is_empty() {
        return Ok(HashMap::new());
    }
    let today = cx.today();
    let figures = Figures::now(cx)?;
    let version = PointsVersion::on(today).map_err(Failure::broken)?;
    let share = figures.absence(today).map_or(0, |a| a.percent);
    let before = |days: Option<&ReportDays>| days.map_or(today, |r| today.saturating_sub(r.days.days()));
    let since = Since { reports: before(figures.report_days(today)), contacts: before(figures.contact_days(today)) };
    let mut held = held(cx, &lines.iter().map(|l| l.id).collect::<Vec<_>>(), since, today)?;
    let mut found = HashMap::new();
    for line in lines {
        let grade = figures.grade(&line.grade, today).map_or(Grade::Other, super::GradeRow::grade);
        let contracted = (line.weekly_minutes * 100 + 30) / 60;
        let held = held.remove(&line.id).unwrap_or_default();
        let each = |kind: &str| version.report(kind).unwrap_or(0);
        let reports: Vec<(String, i64, i64)> = held
            .reports
            .into_iter()
            .map(|(kind, count)| (each(&kind), kind, count))
            .map(|(e, k, n)| (k, n, e))
            .collect();
        let contacts = |did: &[(String, i64)]| -> i64 {
            did.iter().map(|(kind, count)| version.contact(kind).unwrap_or(0) * count).sum()
        };
        let (for_others, by_others) = (contacts(&held.for_others), contacts(&held.by_others));
        let (fewer, is_away) = (held.fewer, held.away);
        let supposed = away.contains(&line.id);
        let off = hours_off(contracted, fewer, (is_away || supposed).then_some(if supposed { 100 } else { share }));
        let points_of = |off| available(version, grade, Some(Hours::hundredths(contracted)), Hours::hundredths(off));
        found.insert(
            line.id,
            Capacity {
                points: held.points
                    + held.allowances
                    + reports.iter().map(|(_, n, each)| n * each).sum::<i64>()
                    + for_others
                    - by_others,
                reports,
                for_others,
                by_others,
                allowances: held.allowances,
                people: held.load.people,
                untiered: held.untiered,
                available: points_of(off),
                away: is_away,
                if_here: points_of(fewer),
                by_tier: held.by_tier,
                load: held.load,
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
    untiered: i64,
    by_tier: BTreeMap<char, i64>,
    load: Load,
    cases: Vec<(Case, i64)>,
    /// Hours fewer a week by reductions, in hundredths.
    fewer: i64,
    away: bool,
    /// Reports signed since the day from which they count, by kind.
    reports: Vec<(String, i64)>,
    /// Contacts with people of others' lists, and of others with people of this one, by kind.
    for_others: Vec<(String, i64)>,
    by_others: Vec<(String, i64)>,
}

/// The days after which reports and contacts count.
struct Since {
    reports: Date,
    contacts: Date,
}

/// In the place of hours: an absence, reports, and contacts for others and by them.
const AWAY: i64 = -1;
const REPORTS: i64 = -2;
const FOR_OTHERS: i64 = -3;
const BY_OTHERS: i64 = -4;

/// What is on the list of each, what they have recorded as fewer hours today, who is away today, and which reports they
/// signed and contacts they had for others, in one statement.
fn held(cx: &mut Cx<'_>, staff: &[StaffId], since: Since, today: Date) -> Result<HashMap<StaffId, OnList>> {
    let lately = today.saturating_sub(7.days());
    let mut values: Vec<Value> = params![lately, today, since.reports, since.contacts].to_vec();
    values.extend(staff.iter().map(|s| Value::from(*s)));
    let these = kernel::placeholders(5, staff.len());
    let sum = |column: &str| format!("CAST(sum({column}) AS BIGINT)");
    let count = |condition: &str| sum(&format!("CASE WHEN {condition} THEN 1 ELSE 0 END"));
    let contacts = |whose: &str, mark: i64| {
        format!(
            "UNION ALL SELECT {whose}, counts_as, NULL, NULL, count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
             {mark}, NULL, NULL FROM view_contact_work WHERE on_day >= $4 AND on_day <= $2 AND {whose} IN ({these}) \
             GROUP BY {whose}, counts_as"
        )
    };
    let sql = format!(
        "SELECT c.list_id, c.two_part, t.location, c.tier, count(*), {}, {}, {}, {}, {}, {}, {}, NULL, NULL, NULL \
         FROM view_caseload c LEFT JOIN view_tier t ON t.person_id = c.person_id \
         WHERE c.list_kind <> 'unallocated' AND c.list_id IN ({these}) \
         GROUP BY c.list_id, c.two_part, t.location, c.tier \
         UNION ALL SELECT staff_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
         hundredths, first_day, last_day FROM hours_reduction WHERE deleted_at IS NULL AND staff_id IN ({these}) \
         UNION ALL SELECT staff_id, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
         {AWAY}, first_day, last_day FROM view_absence WHERE staff_id IN ({these}) \
         UNION ALL SELECT staff_id, kind, NULL, NULL, count(*), NULL, NULL, NULL, NULL, NULL, NULL, NULL, \
         {REPORTS}, NULL, NULL FROM view_report_work WHERE signed_on > $3 AND staff_id IN ({these}) \
         GROUP BY staff_id, kind {} {}",
        sum("c.points"),
        sum("c.allowance"),
        count("c.list_kind = 'cover'"),
        count("c.in_custody"),
        count("c.tier IN ('A', 'B')"),
        count("c.allocated_on > $1"),
        count("c.contact_due < $2"),
        contacts("staff_id", FOR_OTHERS),
        contacts("holder_id", BY_OTHERS),
    );
    let mut found: HashMap<StaffId, OnList> = HashMap::new();
    for row in cx.query(&sql, &values)? {
        let list = found.entry(row.get::<StaffId>(0)?).or_default();
        match row.get::<Option<i64>>(12)? {
            Some(REPORTS) => list.reports.push((row.get(1)?, row.get(4)?)),
            Some(FOR_OTHERS) => list.for_others.push((row.get(1)?, row.get(4)?)),
            Some(BY_OTHERS) => list.by_others.push((row.get(1)?, row.get(4)?)),
            Some(hundredths) => list.note_hours(hundredths, row.get(13)?, row.get(14)?, today),
            None => list.note_cases(&row)?,
        }
    }
    Ok(found)
}

impl OnList {
    /// A row of hours: a reduction, or an absence, which is told by hours below none.
    fn note_hours(&mut self, hundredths: i64, first: Date, last: Option<Date>, today: Date) {
        if hundredths == AWAY {
            // An absence holds on its last day, too.
            self.away |= first <= today && last.is_none_or(|last| today <= last);
        } else if state(first, last, false, today) == ReductionState::Active {
            self.fewer += hundredths;
        }
    }

    /// People of one tier in one place.
    fn note_cases(&mut self, row: &store::Row) -> Result<()> {
        let (tier, location, count) =
            (row.get::<Option<String>>(1)?, row.get::<Option<String>>(2)?, row.get::<i64>(4)?);
        if let Some(letter) = row.get::<Option<String>>(3)?.and_then(|t| t.chars().next()) {
            *self.by_tier.entry(letter).or_default() += count;
        }
        let tier = tier.as_deref().and_then(CaseTier::read);
        if tier.is_none() {
            self.untiered += count;
        }
        self.points += row.get::<i64>(5)?;
        self.allowances += row.get::<i64>(6)?;
        let load = &mut self.load;
        load.people += count;
        load.covered += row.get::<i64>(7)?;
        load.in_custody += row.get::<i64>(8)?;
        load.highest_tiers += row.get::<i64>(9)?;
        load.lately += row.get::<i64>(10)?;
        load.past_due += row.get::<i64>(11)?;
        let location = location.as_deref().and_then(Location::read).unwrap_or(Location::Community);
        self.cases.push((Case { location, tier, t2a: false }, count));
        Ok(())
    }
}

/// Keeps today's figures of everybody who may hold people or does, so that a trend can be shown. Written over when run again.
pub(crate) fn keep_day(cx: &mut Cx<'_>) -> Result<()> {
    let on_day = cx.today();
    let teams: Vec<TeamId> = organisation::teams(cx)?
        .into_iter()
        .filter(|t| t.purpose == organisation::TeamPurpose::Supervision)
        .map(|t| t.id)
        .collect();
    let mut staff = BTreeSet::new();
    for some in teams.chunks(200) {
        let members = organisation::members_of(cx, some, on_day)?;
        staff.extend(members.into_iter().filter(|m| m.holds_cases).map(|m| m.staff.id));
    }
    let sql = "SELECT DISTINCT list_id FROM view_caseload WHERE list_kind <> 'unallocated'";
    for row in cx.query(sql, &[])? {
        staff.insert(row.get::<StaffId>(0)?);
    }
    let staff: Vec<StaffId> = staff.into_iter().collect();
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

#[cfg(test)]
mod tests {
    use super::hours_off;
    use proptest::prelude::*;

    #[test]
    fn an_absence_takes_all_hours_and_a_reduction_of_the_same_days_takes_none_a_second_time() {
        assert_eq!(hours_off(3700, 0, None), 0);
        assert_eq!(hours_off(3700, 740, None), 740);
        assert_eq!(hours_off(3700, 0, Some(100)), 3700);
        assert_eq!(hours_off(3700, 3700, Some(100)), 3700, "long-term sickness recorded in both places");
        assert_eq!(hours_off(3700, 740, Some(50)), 1850);
    }

    proptest! {
        #[test]
        fn hours_off_are_never_the_sum_and_never_more_than_the_contract(
            contracted in 0_i64..=4_800,
            part in 0_i64..=100,
            percent in 0_i64..=100,
        ) {
            let reductions = contracted * part / 100;
            let off = hours_off(contracted, reductions, Some(percent));
            prop_assert!(off >= reductions && off >= contracted * percent / 100 && off <= contracted);
            prop_assert!(off == reductions || off == contracted * percent / 100);
        }
    }
}

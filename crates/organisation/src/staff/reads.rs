//! Reading about staff: the line that other rooms show, a team's members with who is away, finding by name.

use super::{Membership, Staff};
use crate::{Absence, AbsenceKind};
use kernel::{Actor, Date, StaffId, TeamId, UserId, escape_like, fold, placeholders};
use std::collections::BTreeMap;
use store::{Cx, Failure, Record, Result, Row, Value, params};

/// What other rooms show of a member of staff.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffLine {
    pub id: StaffId,
    pub code: String,
    /// First name and surname.
    pub name: String,
    /// The code of the grade.
    pub grade: String,
    /// The main team: of today, else the one to come, else the last.
    pub team: TeamId,
    pub team_name: String,
}

/// Somebody of a team on a day.
#[derive(Clone, Debug, PartialEq)]
pub struct Member {
    pub staff: StaffLine,
    pub weekly_minutes: i64,
    /// May hold cases by grade.
    pub holds_cases: bool,
    pub away: Option<Absence>,
}

/// # Errors
/// When there is none or the database fails.
pub fn staff(cx: &mut Cx<'_>, id: StaffId) -> Result<Staff> {
    cx.need(params![id])
}

/// # Errors
/// When there is none or the database fails.
pub fn staff_by_code(cx: &mut Cx<'_>, code: &str) -> Result<Staff> {
    let code = code.trim().to_ascii_uppercase();
    cx.first("WHERE code = $1", params![code])?.ok_or(Failure::NotFound)
}

/// The member of staff whom an account belongs to.
///
/// # Errors
/// When the database fails.
pub fn staff_of_user(cx: &mut Cx<'_>, user: UserId) -> Result<Option<Staff>> {
    if let Actor::User { id, staff: Some(staff), .. } = cx.actor().clone()
        && id == user
    {
        return cx.get(params![staff]);
    }
    cx.first("WHERE user_id = $1", params![user])
}

/// # Errors
/// When there is none or the database fails.
pub fn staff_line(cx: &mut Cx<'_>, id: StaffId) -> Result<StaffLine> {
    staff_lines(cx, &[id])?.into_values().next().ok_or(Failure::NotFound)
}

/// The lines of several members of staff in one statement for each five hundred; those that do not exist are left out.
///
/// # Errors
/// When the database fails.
pub fn staff_lines(cx: &mut Cx<'_>, ids: &[StaffId]) -> Result<BTreeMap<StaffId, StaffLine>> {
    let mut ids = ids.to_vec();
    ids.sort_unstable();
    ids.dedup();
    let today = cx.today();
    let mut lines = BTreeMap::new();
    if let Some(AtHand(known)) = cx.at_hand() {
        lines.extend(ids.iter().filter_map(|id| known.get(id)).map(|line| (line.id, line.clone())));
        ids.retain(|id| !known.contains_key(id));
    }
    for chunk in ids.chunks(500) {
        let marks: Vec<String> = (1..=chunk.len()).map(|n| format!("${n}")).collect();
        let values: Vec<Value> = chunk.iter().map(|id| Value::Id(id.0)).collect();
        let sql = format!("{LINE} WHERE s.id IN ({}) ORDER BY s.id, m.start_date", marks.join(", "));
        for row in cx.query(&sql, &values)? {
            let (line, start, end) = line_of(&row)?;
            // Memberships come in order of time: the first one wins until one that has begun takes its place.
            let begun = start <= today && end.is_none_or(|end| today < end);
            if begun || !lines.contains_key(&line.id) || start <= today {
                lines.insert(line.id, line);
            }
        }
    }
    if let Some(AtHand(known)) = cx.at_hand() {
        known.extend(lines.iter().map(|(id, line)| (*id, line.clone())));
    }
    Ok(lines)
}

/// The contracted time of somebody, with grade and main team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StaffHours {
    pub id: StaffId,
    /// The code of the grade.
    pub grade: String,
    pub weekly_minutes: i64,
    pub team: TeamId,
}

/// Contracted time, grade and main team of several members of staff, in one statement.
///
/// # Errors
/// When the database fails.
pub fn staff_hours(cx: &mut Cx<'_>, ids: &[StaffId]) -> Result<Vec<StaffHours>> {
    let today = cx.today();
    let mut found: BTreeMap<StaffId, StaffHours> = BTreeMap::new();
    for chunk in ids.chunks(500) {
        let marks: Vec<String> = (1..=chunk.len()).map(|n| format!("${n}")).collect();
        let values: Vec<Value> = chunk.iter().map(|id| Value::Id(id.0)).collect();
        let sql = format!(
            "SELECT s.id, s.grade, s.weekly_minutes, m.team_id, m.start_date FROM staff s \
             JOIN staff_team m ON m.staff_id = s.id AND m.is_main WHERE s.id IN ({}) ORDER BY s.id, m.start_date",
            marks.join(", ")
        );
        for row in cx.query(&sql, &values)? {
            let line =
                StaffHours { id: row.get(0)?, grade: row.get(1)?, weekly_minutes: row.get(2)?, team: row.get(3)? };
            // Memberships come in order of time: the last that has begun stands, else the first to come.
            if row.get::<Date>(4)? <= today || !found.contains_key(&line.id) {
                found.insert(line.id, line);
            }
        }
    }
    Ok(found.into_values().collect())
}
/// Whose lines this page has read: officers come up in several panels.
#[derive(Default)]
struct AtHand(BTreeMap<StaffId, StaffLine>);

const LINE: &str = "SELECT s.id, s.code, s.forename, s.surname, s.grade, m.team_id, t.name, m.start_date, m.end_date \
     FROM staff s JOIN staff_team m ON m.staff_id = s.id AND m.is_main JOIN team t ON t.id = m.team_id";

fn line_of(row: &Row) -> Result<(StaffLine, Date, Option<Date>)> {
    let name = format!("{} {}", row.get::<String>(2)?, row.get::<String>(3)?);
    let line = StaffLine {
        id: row.get(0)?,
        code: row.get(1)?,
        name,
        grade: row.get(4)?,
        team: row.get(5)?,
        team_name: row.get(6)?,
    };
    Ok((line, row.get(7)?, row.get(8)?))
}

/// Who is in a team on a day, by name, with who of them is away. Those who have left by then are not in it.
///
/// # Errors
/// When the database fails.
pub fn team_members(cx: &mut Cx<'_>, team: TeamId, on: Date) -> Result<Vec<Member>> {
    members_of(cx, &[team], on)
}

/// Who is in any of these teams on a day, each once, in one statement.
///
/// # Errors
/// When the database fails.
pub fn members_of(cx: &mut Cx<'_>, teams: &[TeamId], on: Date) -> Result<Vec<Member>> {
    if teams.is_empty() {
        return Ok(Vec::new());
    }
    let absence = Absence::TABLE.columns.iter().map(|c| format!("a.{}", c.name)).collect::<Vec<_>>().join(", ");
    let sql = format!(
        "SELECT s.id, s.code, s.forename, s.surname, s.grade, m.team_id, t.name, m.start_date, m.end_date, \
         s.weekly_minutes, g.holds_cases, {absence} \
         FROM staff_team m JOIN staff s ON s.id = m.staff_id JOIN team t ON t.id = m.team_id \
         JOIN staff_grade g ON g.code = s.grade \
         LEFT JOIN absence a ON a.staff_id = s.id AND a.withdrawn_at IS NULL AND a.first_day <= $1 \
         AND (a.last_day IS NULL OR a.last_day >= $1) \
         WHERE m.team_id IN ({}) AND m.start_date <= $1 AND (m.end_date IS NULL OR m.end_date > $1) \
         ORDER BY s.surname, s.forename, s.id, a.first_day",
        placeholders(2, teams.len())
    );
    let mut values = vec![Value::from(on)];
    values.extend(teams.iter().map(|team| Value::from(*team)));
    let mut members: Vec<Member> = Vec::new();
    for row in &cx.query(&sql, &values)? {
        let (staff, ..) = line_of(row)?;
        let away = match row.0.get(11..) {
            Some(cells) if !matches!(cells.first(), None | Some(Value::Null)) => Some(Absence::from_values(cells)?),
            _ => None,
        };
        match members.iter_mut().find(|m| m.staff.id == staff.id) {
            Some(known) => known.note_absence(away),
            None => members.push(Member { staff, weekly_minutes: row.get(9)?, holds_cases: row.get(10)?, away }),
        }
    }
    members.retain(|m| m.away.as_ref().is_none_or(|a| a.kind != AbsenceKind::Left));
    Ok(members)
}

impl Member {
    /// The first absence counts; but whoever has left has left, whatever else was recorded.
    fn note_absence(&mut self, another: Option<Absence>) {
        if let Some(another) = another
            && (self.away.is_none() || another.kind == AbsenceKind::Left)
        {
            self.away = Some(another);
        }
    }
}

/// The teams of a member of staff, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn memberships(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<Membership>> {
    cx.list("WHERE staff_id = $1 ORDER BY start_date, id", params![staff])
}

/// Staff whose name or code holds the words, by name, at most `most`; all of them when nothing was typed.
///
/// # Errors
/// When the database fails.
pub fn find_staff(cx: &mut Cx<'_>, typed: &str, most: i64) -> Result<Vec<Staff>> {
    let like = format!("%{}%", escape_like(&fold(typed)));
    let sql = "WHERE folded LIKE $1 ESCAPE '\\' ORDER BY surname, forename, id LIMIT $2";
    cx.list(sql, params![like, most])
}

//! Reading sessions with how many are expected, and bookings of a session or a person.

use super::records::{Booking, Session};
use kernel::{Date, EntryId, PersonKeys, ProjectId, WorkSessionId, placeholders};
use std::collections::HashMap;
use store::{Cx, Failure, Question, Result, Value, id_values, key_values, params};

/// A session with how many are on it.
#[derive(Clone, Debug, PartialEq)]
pub struct SessionLine {
    pub session: Session,
    /// Places taken.
    pub taken: i64,
    /// Of these, whose line the register tells.
    pub told: i64,
}

impl SessionLine {
    #[must_use]
    pub fn free(&self) -> i64 {
        (self.session.places - self.taken).max(0)
    }
}

/// Places taken at a session.
pub(crate) fn taken(cx: &mut Cx<'_>, session: WorkSessionId) -> Result<i64> {
    cx.count("SELECT count(*) FROM work_booking WHERE session_id = $1 AND state <> 'released'", params![session])
}

/// Sessions with how many are on each, in the order given.
///
/// # Errors
/// When the database fails.
pub fn session_lines(cx: &mut Cx<'_>, sessions: Vec<Session>) -> Result<Vec<SessionLine>> {
    if sessions.is_empty() {
        return Ok(Vec::new());
    }
    let ids = id_values(&sessions.iter().map(|s| s.id).collect::<Vec<_>>());
    let sql = format!(
        "SELECT session_id, count(*), sum(CASE state WHEN 'told' THEN 1 ELSE 0 END) FROM work_booking \
         WHERE state <> 'released' AND session_id IN ({}) GROUP BY session_id",
        placeholders(1, ids.len())
    );
    let mut counts: HashMap<WorkSessionId, (i64, i64)> = HashMap::new();
    for row in cx.query(&sql, &ids)? {
        counts.insert(row.get(0)?, (row.get(1)?, row.get(2)?));
    }
    let line = |session: Session| {
        let (taken, told) = counts.get(&session.id).copied().unwrap_or_default();
        SessionLine { session, taken, told }
    };
    Ok(sessions.into_iter().map(line).collect())
}

/// The sessions of some days, the first first.
///
/// # Errors
/// When the database fails.
pub fn sessions_between(cx: &mut Cx<'_>, from: Date, to: Date) -> Result<Vec<SessionLine>> {
    let rows =
        cx.list("WHERE on_date >= $1 AND on_date <= $2 ORDER BY on_date, starts, id LIMIT 400", params![from, to])?;
    session_lines(cx, rows)
}

/// The sessions of a project from a day on that were not cancelled, the first first.
///
/// # Errors
/// When the database fails.
pub fn sessions_of_project(cx: &mut Cx<'_>, project: ProjectId, from: Date) -> Result<Vec<SessionLine>> {
    let rest =
        "WHERE project_id = $1 AND on_date >= $2 AND state <> 'cancelled' ORDER BY on_date, starts, id LIMIT 400";
    let rows = cx.list(rest, params![project, from])?;
    session_lines(cx, rows)
}

/// Who is on a session: first those who have a place, in the order of booking.
///
/// # Errors
/// When the database fails.
pub fn bookings_of(cx: &mut Cx<'_>, session: WorkSessionId) -> Result<Vec<Booking>> {
    let order = "CASE state WHEN 'released' THEN 1 ELSE 0 END, booked_at, id";
    cx.list(&format!("WHERE session_id = $1 ORDER BY {order}"), params![session])
}

fn question(keys: &PersonKeys, rest: &str, more: &[Value]) -> Question {
    let values = [key_values(keys), more.to_vec()].concat();
    Question::list::<Booking>(&format!("WHERE person_id IN ({}) {rest}", keys.placeholders(1)), &values)
}

/// What [`bookings_of_person`] asks.
#[must_use]
pub fn bookings_questions(keys: &PersonKeys) -> Vec<Question> {
    vec![question(keys, "ORDER BY on_date DESC, starts DESC, id", &[])]
}

/// The bookings of a person, the latest first.
///
/// # Errors
/// When the database fails.
pub fn bookings_of_person(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Booking>> {
    let [asked] = bookings_questions(keys).try_into().map_err(|_| Failure::broken("one question"))?;
    cx.ask_list(&asked)
}

/// One booking of a person.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn booking(cx: &mut Cx<'_>, keys: &PersonKeys, id: EntryId) -> Result<Booking> {
    let asked = question(keys, &format!("AND id = ${}", keys.all().count() + 1), &[Value::from(id)]);
    cx.ask_list::<Booking>(&asked)?.pop().ok_or(Failure::NotFound)
}

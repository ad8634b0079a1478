//! Reads what the rooms publish, and nothing else of theirs: the views of some people, each in one statement, as rows for
//! counting. Enforcement's steps that were superseded are not read.

use crate::published::{AttendanceRow, FailedRow, HeldRow, OfPerson, OrderRow, StepRow};
use kernel::{Date, PersonId, TeamId, placeholders};
use std::collections::BTreeMap;
use store::{ColumnType, Cx, Question, Result, Value, params};

/// Whose rows.
#[derive(Clone, Debug)]
pub(crate) enum Whose {
    /// Of everybody between two ids, both with them.
    Between(PersonId, PersonId),
    /// Of whoever one of these teams had between two days, the second not with them.
    Held(Vec<TeamId>, Date, Date),
}

/// A condition on `person_id`, with its parameters from `$2` on; `$1` is a day of the statement's own.
fn condition(whose: &Whose) -> (String, Vec<Value>) {
    match whose {
        Whose::Between(first, last) => {
            ("person_id >= $2 AND person_id <= $3".into(), vec![Value::Id(first.0), Value::Id(last.0)])
        }
        Whose::Held(teams, from, after) => {
            let teams = store::id_values(teams);
            let mut values = vec![Value::from(*from), Value::from(*after)];
            let among = placeholders(4, teams.len());
            values.extend(teams);
            let sql = format!(
                "person_id IN (SELECT h.person_id FROM view_held h WHERE h.team_id IN ({among}) \
                 AND h.from_day < $3 AND (h.until_day IS NULL OR h.until_day > $2))"
            );
            (sql, values)
        }
    }
}

/// The next people of whom there is something to count: the first and the last of at most `most`.
///
/// # Errors
/// When the database fails.
pub(crate) fn next_people(cx: &mut Cx<'_>, after: Option<PersonId>, most: i64) -> Result<Vec<PersonId>> {
    let sql = "SELECT person_id FROM view_person_traits";
    let rows = match after {
        Some(after) => {
            cx.query(&format!("{sql} WHERE person_id > $1 ORDER BY person_id LIMIT $2"), params![after, most])
        }
        None => cx.query(&format!("{sql} ORDER BY person_id LIMIT $1"), params![most]),
    }?;
    rows.iter().map(|row| row.get(0)).collect()
}

/// What is asked of each view, in this order: traits, orders, who held them, attendance, failed days, steps.
fn questions(whose: &Whose, since: Date) -> [Question; 6] {
    use ColumnType::{Bool, Date as Day, Id, Int, Text};
    let (among, rest) = condition(whose);
    let params: Vec<Value> = std::iter::once(Value::from(since)).chain(rest).collect();
    let ask = |columns: &[ColumnType], sql: String| Question::rows(columns, sql, &params);
    [
        ask(
            &[Id, Text, Day, Text],
            format!(
                "SELECT person_id, sex, born_month, ethnicity FROM view_person_traits \
                 WHERE CAST($1 AS TEXT) IS NOT NULL AND {among}"
            ),
        ),
        ask(
            &[Id, Id, Id, Text, Day, Day, Text, Bool, Int, Int],
            format!(
                "SELECT person_id, order_id, event_id, sentence, made_on, ended_on, end_reason, completed, requirements, \
                 requirements_done FROM view_order WHERE (ended_on IS NULL OR ended_on >= $1) AND {among} ORDER BY order_id"
            ),
        ),
        ask(
            &[Id, Day, Day, Id, Text],
            format!(
                "SELECT person_id, from_day, until_day, team_id, tier FROM view_held \
                 WHERE (until_day IS NULL OR until_day >= $1) AND {among} ORDER BY from_day"
            ),
        ),
        ask(
            &[Id, Day, Id, Int, Int, Int, Int],
            format!(
                "SELECT person_id, month, event_id, kept, acceptable, failed, awaited FROM view_attendance \
                 WHERE month >= $1 AND {among} ORDER BY month"
            ),
        ),
        ask(
            &[Id, Day, Id, Day],
            format!(
                "SELECT person_id, on_day, event_id, back_on FROM view_failed_day \
                 WHERE on_day >= $1 AND {among} ORDER BY on_day"
            ),
        ),
        ask(
            &[Id, Id, Text, Day, Id, Text],
            format!(
                "SELECT person_id, order_id, step, on_day, team_id, outcome FROM view_enforcement_step \
                 WHERE on_day >= $1 AND NOT superseded AND {among} ORDER BY on_day"
            ),
        ),
    ]
}

/// What the rooms publish of these people since a day.
///
/// # Errors
/// When the database fails.
pub(crate) fn rows(cx: &mut Cx<'_>, whose: &Whose, since: Date) -> Result<BTreeMap<PersonId, OfPerson>> {
    let [traits, orders, held, attendance, failed, steps] = &questions(whose, since);
    let mut all: BTreeMap<PersonId, OfPerson> = BTreeMap::new();
    for row in cx.ask(traits)? {
        let own = all.entry(row.get(0)?).or_default();
        (own.sex, own.born_month, own.ethnicity) = (row.get(1)?, row.get(2)?, row.get(3)?);
    }
    for row in cx.ask(orders)? {
        all.entry(row.get(0)?).or_default().orders.push(OrderRow {
            id: row.get(1)?,
            event: row.get(2)?,
            sentence: row.get(3)?,
            made_on: row.get(4)?,
            ended_on: row.get(5)?,
            end_reason: row.get(6)?,
            completed: row.get(7)?,
            requirements: row.get(8)?,
            requirements_done: row.get(9)?,
        });
    }
    for row in cx.ask(held)? {
        let held = HeldRow { from: row.get(1)?, until: row.get(2)?, team: row.get(3)?, tier: row.get(4)? };
        all.entry(row.get(0)?).or_default().held.push(held);
    }
    for row in cx.ask(attendance)? {
        all.entry(row.get(0)?).or_default().attendance.push(AttendanceRow {
            month: row.get(1)?,
            event: row.get(2)?,
            kept: row.get(3)?,
            acceptable: row.get(4)?,
            failed: row.get(5)?,
            awaited: row.get(6)?,
        });
    }
    for row in cx.ask(failed)? {
        let failed = FailedRow { on: row.get(1)?, event: row.get(2)?, back_on: row.get(3)? };
        all.entry(row.get(0)?).or_default().failed.push(failed);
    }
    for row in cx.ask(steps)? {
        all.entry(row.get(0)?).or_default().steps.push(StepRow {
            order: row.get(1)?,
            step: row.get(2)?,
            on: row.get(3)?,
            team: row.get(4)?,
            outcome: row.get(5)?,
        });
    }
    Ok(all)
}

/// The same for a page, with one statement.
///
/// # Errors
/// When the database fails.
pub(crate) fn rows_together(cx: &mut Cx<'_>, whose: &Whose, since: Date) -> Result<BTreeMap<PersonId, OfPerson>> {
    cx.ask_together(&questions(whose, since))?;
    rows(cx, whose, since)
}

//! The lists of the inbox, a page of each, and how long they are.

use crate::records::{MatterRow, OutcomeRow, Question, QuestionKind, Reading};
use crate::requests::NOT_CLOSED;
use store::{Cx, Record, Result, params};

/// How many wait, by kind.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Counts {
    pub people: i64,
    pub orders: i64,
    pub limits: i64,
    pub appeals: i64,
    pub outcomes: i64,
    pub unread: i64,
    pub reports: i64,
    /// Reports that wait for a quality check.
    pub to_check: i64,
}

const WAITING_MATTERS: &str = "state = 'waiting'";
const WAITING_OUTCOMES: &str = "waits_for IS NOT NULL AND state = 'stands'";
const UNREAD: &str = "state = 'unread'";
const ASKED: &str = "state = 'asked'";

fn open_question(kind: QuestionKind) -> String {
    format!("state = 'open' AND kind = '{}'", kind.code())
}

/// How many wait, by kind.
///
/// # Errors
/// When the database fails.
pub fn counts(cx: &mut Cx<'_>) -> Result<Counts> {
    let part = |table: &str, condition: &str| format!("(SELECT count(*) FROM {table} WHERE {condition})");
    let sql = format!(
        "SELECT {}, {}, {}, {}, {}, {}, {}, {}",
        part("court_matter", WAITING_MATTERS),
        part("court_question", &open_question(QuestionKind::Confirm)),
        part("court_question", &open_question(QuestionKind::Limit)),
        part("court_outcome", WAITING_OUTCOMES),
        part("court_reading", UNREAD),
        part("court_report_request", &format!("{ASKED} AND {NOT_CLOSED}")),
        part("court_question", &open_question(QuestionKind::Appeal)),
        part("view_court_report", "state = 'checking'"),
    );
    let rows = cx.query(&sql, &[])?;
    let Some(row) = rows.first() else { return Ok(Counts::default()) };
    Ok(Counts {
        people: row.get(0)?,
        orders: row.get(1)?,
        limits: row.get(2)?,
        outcomes: row.get(3)?,
        unread: row.get(4)?,
        reports: row.get(5)?,
        appeals: row.get(6)?,
        to_check: row.get(7)?,
    })
}

/// A page of a list, from `from` on.
fn page<R: Record>(cx: &mut Cx<'_>, condition: &str, order: &str, most: i64, from: i64) -> Result<Vec<R>> {
    let rest = format!("WHERE {condition} ORDER BY {order} LIMIT $1 OFFSET $2");
    cx.list(&rest, params![most, from])
}

pub(crate) fn matters(cx: &mut Cx<'_>, most: i64, from: i64) -> Result<Vec<MatterRow>> {
    page(cx, WAITING_MATTERS, "message_id, place", most, from)
}

pub(crate) fn questions(cx: &mut Cx<'_>, kind: QuestionKind, most: i64, from: i64) -> Result<Vec<Question>> {
    page(cx, &open_question(kind), "asked_at, id", most, from)
}

pub(crate) fn outcomes(cx: &mut Cx<'_>, most: i64, from: i64) -> Result<Vec<OutcomeRow>> {
    page(cx, WAITING_OUTCOMES, "made_on, id", most, from)
}

pub(crate) fn unread(cx: &mut Cx<'_>, most: i64, from: i64) -> Result<Vec<Reading>> {
    page(cx, UNREAD, "message_id", most, from)
}

/// Decisions on who somebody is and on orders, newest first.
pub(crate) fn decided_questions(cx: &mut Cx<'_>, most: i64) -> Result<Vec<Question>> {
    page(cx, "state = 'decided'", "decided_at DESC, id", most, 0)
}

pub(crate) fn decided_matters(cx: &mut Cx<'_>, most: i64) -> Result<Vec<MatterRow>> {
    let condition = "linked_to IS NOT NULL AND linked_by NOT IN ('a sure match', 'a new record', 'the court''s ids')";
    page(cx, condition, "taken_at DESC, message_id", most, 0)
}

pub(crate) fn settled(cx: &mut Cx<'_>, most: i64) -> Result<Vec<Reading>> {
    page(cx, "state = 'settled'", "decided_at DESC, message_id", most, 0)
}

/// Messages as they came, newest first, without their bodies.
pub(crate) struct MessageLine {
    pub(crate) id: kernel::MessageId,
    pub(crate) source_name: String,
    pub(crate) received_at: kernel::Instant,
    pub(crate) size: i64,
    pub(crate) state: Option<String>,
    pub(crate) court_name: Option<String>,
    pub(crate) hearing_day: Option<kernel::Date>,
}

pub(crate) fn messages(cx: &mut Cx<'_>, most: i64, from: i64) -> Result<(Vec<MessageLine>, i64)> {
    let total = cx.count("SELECT count(*) FROM court_message", &[])?;
    let sql = "SELECT m.id, m.source_name, m.received_at, m.size, r.state, r.court_name, r.hearing_day \
               FROM court_message m LEFT JOIN court_reading r ON r.message_id = m.id \
               ORDER BY m.id DESC LIMIT $1 OFFSET $2";
    let lines = cx.query(sql, params![most, from])?;
    let lines = lines
        .iter()
        .map(|row| {
            Ok(MessageLine {
                id: row.get(0)?,
                source_name: row.get(1)?,
                received_at: row.get(2)?,
                size: row.get(3)?,
                state: row.get(4)?,
                court_name: row.get(5)?,
                hearing_day: row.get(6)?,
            })
        })
        .collect::<Result<Vec<_>>>()?;
    Ok((lines, total))
}

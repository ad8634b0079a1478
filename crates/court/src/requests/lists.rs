//! Requests as they are listed: the court's side and the service's beside each other, by the day they are due. One
//! statement a list, whatever its length.

use super::actions::CloseReason;
use crate::records::RequestState;
use kernel::{Date, EventId, PersonId, PersonKeys, ReportId, ReportRequestId, StaffId};
use law::{Law, Nation};
use store::{ColumnType, Cx, Question, Result, Value, key_values};

/// One request.
#[derive(Clone, Debug, PartialEq)]
pub struct RequestLine {
    pub person_id: PersonId,
    pub id: ReportRequestId,
    pub event_id: EventId,
    pub asked_on: Date,
    pub due_on: Option<Date>,
    pub court: Option<String>,
    pub cases: Option<String>,
    pub ways: String,
    /// What the court says of it.
    pub state: RequestState,
    pub staff_id: Option<StaffId>,
    pub taken_on: Option<Date>,
    pub closed_on: Option<Date>,
    pub close_reason: Option<CloseReason>,
    pub note: Option<String>,
    /// The report that was begun for it, unless that was withdrawn.
    pub report: Option<ReportId>,
    /// Of the service's side; 0 before anything was done.
    pub version: i64,
}

impl RequestLine {
    /// The court waits for it, and nobody closed it.
    #[must_use]
    pub fn is_open(&self) -> bool {
        self.state == RequestState::Asked && self.closed_on.is_none()
    }

    /// How it stands, for people.
    #[must_use]
    pub fn state_words(&self) -> &'static str {
        match (self.state, self.close_reason) {
            (RequestState::Sentenced, _) => "The court passed sentence",
            (RequestState::CaseEnded, _) => "The case ended without a sentence",
            (RequestState::Withdrawn, _) => "The court took the request back",
            (RequestState::Asked, Some(why)) => why.words(),
            (RequestState::Asked, None) => "Open",
        }
    }
}

/// Whose requests a list holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Whose {
    Everybodys,
    Nobodys,
    Of(StaffId),
    /// Those that are over.
    Closed,
}

/// That nobody closed it; for counts over the court's own table.
pub(crate) const NOT_CLOSED: &str = "NOT EXISTS (SELECT 1 FROM court_request_work w WHERE w.person_id = \
    court_report_request.person_id AND w.request_id = court_report_request.id AND w.closed_on IS NOT NULL)";

const FROM: &str = "FROM court_report_request r LEFT JOIN court_request_work w \
    ON w.person_id = r.person_id AND w.request_id = r.id LEFT JOIN view_court_report v \
    ON v.person_id = r.person_id AND v.request_id = r.id AND v.state <> 'withdrawn'";
const OPEN: &str = "r.state = 'asked' AND w.closed_on IS NULL";

fn question(rest: &str, values: &[Value]) -> Question {
    use ColumnType::{Date, Id, Int, Text};
    let types = [Id, Id, Id, Date, Date, Text, Text, Text, Text, Text, Id, Date, Date, Text, Text, Int, Id];
    let sql = format!(
        "SELECT r.person_id, r.id, r.event_id, r.asked_on, r.due_on, r.due_court, r.court_name, r.case_references, \
         r.ways, r.state, w.staff_id, w.taken_on, w.closed_on, w.close_reason, w.note, w.version, v.id {FROM} {rest}"
    );
    Question::rows(&types, sql, values)
}

fn lines(cx: &mut Cx<'_>, question: &Question) -> Result<Vec<RequestLine>> {
    let rows = cx.ask(question)?;
    rows.iter()
        .map(|row| {
            let (due_court, court): (Option<String>, Option<String>) = (row.get(5)?, row.get(6)?);
            let reason: Option<String> = row.get(13)?;
            Ok(RequestLine {
                person_id: row.get(0)?,
                id: row.get(1)?,
                event_id: row.get(2)?,
                asked_on: row.get(3)?,
                due_on: row.get(4)?,
                court: due_court.or(court),
                cases: row.get(7)?,
                ways: row.get(8)?,
                state: row.get(9)?,
                staff_id: row.get(10)?,
                taken_on: row.get(11)?,
                closed_on: row.get(12)?,
                close_reason: reason.and_then(|code| code.parse().ok()),
                note: row.get(14)?,
                report: row.get(16)?,
                version: row.get::<Option<i64>>(15)?.unwrap_or(0),
            })
        })
        .collect()
}

fn condition(whose: Whose) -> (String, Vec<Value>) {
    match whose {
        Whose::Everybodys => (OPEN.to_owned(), Vec::new()),
        Whose::Nobodys => (format!("{OPEN} AND w.staff_id IS NULL"), Vec::new()),
        Whose::Of(staff) => (format!("{OPEN} AND w.staff_id = $1"), vec![staff.into()]),
        Whose::Closed => (format!("NOT ({OPEN})"), Vec::new()),
    }
}

/// A page of requests: open ones by the day they are due, closed ones the newest first.
pub(crate) fn open_requests(cx: &mut Cx<'_>, whose: Whose, most: i64, from: i64) -> Result<Vec<RequestLine>> {
    lines(cx, &open_question(whose, most, from))
}

fn open_question(whose: Whose, most: i64, from: i64) -> Question {
    let (condition, mut values) = condition(whose);
    values.extend([most.into(), from.into()]);
    let n = values.len();
    let order = match whose {
        Whose::Closed => "r.asked_on DESC, r.id",
        _ => "(r.due_on IS NULL), r.due_on, r.id",
    };
    question(&format!("WHERE {condition} ORDER BY {order} LIMIT ${} OFFSET ${n}", n - 1), &values)
}

/// How many there are.
pub(crate) fn count_open(cx: &mut Cx<'_>, whose: Whose) -> Result<i64> {
    let (condition, values) = condition(whose);
    cx.count(&format!("SELECT count(*) {FROM} WHERE {condition}"), &values)
}

/// The reports that a member of staff is to write, by the day they are due.
///
/// # Errors
/// When the database fails.
pub fn my_requests(cx: &mut Cx<'_>, staff: StaffId, most: i64) -> Result<Vec<RequestLine>> {
    open_requests(cx, Whose::Of(staff), most, 0)
}

/// Every request about a person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn requests_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<RequestLine>> {
    lines(cx, &requests_question(keys))
}

/// What [`requests_of`] asks, for a page that asks for more with it.
#[must_use]
pub fn requests_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE r.person_id IN ({}) ORDER BY r.asked_on DESC, r.id", keys.placeholders(1));
    question(&rest, &key_values(keys))
}

/// What [`my_requests`] asks, likewise.
#[must_use]
pub fn my_requests_question(staff: StaffId, most: i64) -> Question {
    open_question(Whose::Of(staff), most, 0)
}

/// When it is due, in working days: "in 3 working days", "today", "2 working days ago".
#[must_use]
pub fn due_words(law: &Law, today: Date, due: Date) -> String {
    let days = law.working_days(Nation::EnglandAndWales).between(today, due);
    let counted = |n| web::ui::count(n, "working day", "working days");
    match days {
        0 if due == today => "today".into(),
        0 if due > today => "before the next working day".into(),
        0 => "no working day ago".into(),
        1.. => format!("in {}", counted(days)),
        _ => format!("{} ago", counted(-days)),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn days_until_a_report_is_due_are_counted_in_working_days() {
        let law = Law::shipped();
        let monday = date(2026, 11, 23);
        let said = |due| due_words(&law, monday, due);
        assert_eq!(said(monday), "today");
        assert_eq!(said(date(2026, 11, 30)), "in 5 working days");
        assert_eq!(said(date(2026, 11, 20)), "1 working day ago");
        assert_eq!(said(date(2026, 11, 28)), "in 4 working days", "a Saturday: the days up to it");
        assert_eq!(due_words(&law, date(2026, 12, 24), date(2026, 12, 28)), "before the next working day");
    }
}

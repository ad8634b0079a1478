//! The diary of a member of staff, and the outcomes that they still have to record.

use crate::tables::DiaryRow;
use kernel::{Date, StaffId, placeholders};
use store::{Cx, Question, Result, Value, params};

/// The appointments of a member of staff on the days from `from` to `to`, both included, in order of time. Ids only: ask
/// people's door for names, which masks those whom the actor may not see.
///
/// # Errors
/// When the database fails.
pub fn diary(cx: &mut Cx<'_>, staff: StaffId, from: Date, to: Date) -> Result<Vec<DiaryRow>> {
    cx.ask_list(&diary_question(staff, from, to))
}

fn diary_question(staff: StaffId, from: Date, to: Date) -> Question {
    Question::list::<DiaryRow>(
        "WHERE staff_id = $1 AND happens_on >= $2 AND happens_on <= $3 AND appointment \
         ORDER BY happens_on, (starts IS NULL), starts, contact_id LIMIT 1000",
        params![staff, from, to],
    )
}

/// What [`diary`] of a day and [`overdue_outcomes`] ask, for a page that asks for more with it.
#[must_use]
pub fn day_questions(staff: StaffId, today: Date) -> Vec<Question> {
    vec![diary_question(staff, today, today), overdue_question(&[staff], today)]
}

/// What the member of staff has not recorded an outcome for although its day is past, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn overdue_outcomes(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<DiaryRow>> {
    overdue_outcomes_of(cx, &[staff])
}

/// The overdue outcomes of several members of staff, such as a team, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn overdue_outcomes_of(cx: &mut Cx<'_>, staff: &[StaffId]) -> Result<Vec<DiaryRow>> {
    if staff.is_empty() {
        return Ok(Vec::new());
    }
    let question = overdue_question(staff, cx.today());
    cx.ask_list(&question)
}

fn overdue_question(staff: &[StaffId], today: Date) -> Question {
    let mut values: Vec<Value> = staff.iter().map(|s| Value::from(*s)).collect();
    values.push(today.into());
    let rest = format!(
        "WHERE staff_id IN ({}) AND awaited AND happens_on < ${} ORDER BY happens_on, (starts IS NULL), starts, contact_id LIMIT 1000",
        placeholders(1, staff.len()),
        values.len()
    );
    Question::list::<DiaryRow>(&rest, &values)
}

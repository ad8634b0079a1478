//! Reading assessments: those of a person and of the records merged into it, newest first.

use super::{Answer, Assessment, Import, Sheet, State, Step};
use kernel::{AssessmentId, Date, PersonKeys};
use store::{Cx, Failure, Question, Result, key_values, params};

/// Every assessment of a person, newest first; those begun in error too.
///
/// # Errors
/// When the database fails.
pub(crate) fn all(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Assessment>> {
    cx.ask_list(&all_question(keys))
}

/// What [`all`] asks.
pub(crate) fn all_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY begun_at DESC, id DESC", keys.placeholders(1));
    Question::list::<Assessment>(&rest, &key_values(keys))
}

/// One assessment of a person.
///
/// # Errors
/// [`Failure::NotFound`] when it is not this person's.
pub(crate) fn one(cx: &mut Cx<'_>, keys: &PersonKeys, id: AssessmentId) -> Result<Assessment> {
    let mut values = key_values(keys);
    let at = values.len() + 1;
    values.push(store::Value::from(id));
    let rest = format!("WHERE person_id IN ({}) AND id = ${at}", keys.placeholders(1));
    cx.list(&rest, &values)?.pop().ok_or(Failure::NotFound)
}

/// The assessment that people work on now, on the survivor's own record.
///
/// # Errors
/// When the database fails.
pub fn open_assessment(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Assessment>> {
    let rest = "WHERE person_id = $1 AND state IN ($2, $3, $4) ORDER BY begun_at DESC";
    cx.first(rest, params![keys.survivor, State::Draft, State::Waiting, State::Returned])
}

/// The newest signed assessment.
///
/// # Errors
/// When the database fails.
pub fn latest_signed(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Assessment>> {
    let today = cx.today();
    signed_on(cx, keys, today)
}

/// The newest assessment that was signed by the end of a day.
///
/// # Errors
/// When the database fails.
pub fn signed_on(cx: &mut Cx<'_>, keys: &PersonKeys, on: Date) -> Result<Option<Assessment>> {
    let mut values = key_values(keys);
    let at = values.len() + 1;
    values.extend([store::Value::from(State::Signed), store::Value::from(on)]);
    let rest = format!(
        "WHERE person_id IN ({}) AND state = ${at} AND signed_on <= ${} ORDER BY signed_on DESC, begun_at DESC",
        keys.placeholders(1),
        at + 1
    );
    cx.first(&rest, &values)
}

/// The answers of an assessment.
///
/// # Errors
/// When the database fails.
pub fn sheet(cx: &mut Cx<'_>, assessment: &Assessment) -> Result<Sheet> {
    let rest = "WHERE person_id = $1 AND assessment_id = $2 ORDER BY question";
    Ok(Sheet::of(cx.list::<Answer>(rest, params![assessment.person_id, assessment.id])?))
}

/// What was done with an assessment, oldest first.
///
/// # Errors
/// When the database fails.
pub(crate) fn steps(cx: &mut Cx<'_>, assessment: &Assessment) -> Result<Vec<Step>> {
    let rest = "WHERE person_id = $1 AND assessment_id = $2 ORDER BY done_at, id";
    cx.list(rest, params![assessment.person_id, assessment.id])
}

/// What came from elsewhere, newest first.
///
/// # Errors
/// When the database fails.
pub(crate) fn imports(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Import>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY completed_on DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

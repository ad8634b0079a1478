//! The verbs around an assessment, one transaction each.

mod answer;
mod begin;
mod import;
mod sign;

pub(crate) use answer::{Given, answer};
pub(crate) use begin::{BODIES, Beginning, begin, withdraw};
pub(crate) use import::{LONGEST_DOCUMENT, one_import};
pub use import::{NewImport, import};
pub(crate) use sign::{Standing, countersign, give_back, sign, standing};

use super::{Assessment, OpenWork, Step, StepKind};
use store::{Cx, Failure, Result, params};

/// The type of log entry that an assessment writes.
const ENTRY: &str = "TASM";

/// Writes down what was done, by whom and why.
fn step(cx: &mut Cx<'_>, assessment: &Assessment, kind: StepKind, reason: Option<&str>) -> Result<Step> {
    let staff_id = cx.actor().staff();
    let grade = match staff_id {
        Some(staff) => organisation::staff_lines(cx, &[staff])?.into_values().next().map(|line| line.grade),
        None => None,
    };
    let row = Step {
        person_id: assessment.person_id,
        id: cx.new_id(),
        assessment_id: assessment.id,
        kind,
        done_at: cx.now(),
        author: cx.actor().name().to_owned(),
        staff_id,
        grade,
        reason: reason.map(|r| r.trim().to_owned()),
    };
    cx.insert(&row)?;
    Ok(row)
}

/// Keeps the list of what waits for somebody.
fn list(cx: &mut Cx<'_>, assessment: &Assessment) -> Result<()> {
    use super::State::{Signed, Withdrawn};
    if matches!(assessment.state, Signed | Withdrawn) {
        let key = params![assessment.person_id, assessment.id];
        cx.execute("DELETE FROM view_assessment_work WHERE person_id = $1 AND assessment_id = $2", key)?;
        return Ok(());
    }
    cx.save(&OpenWork {
        person_id: assessment.person_id,
        assessment_id: assessment.id,
        state: assessment.state,
        kind: assessment.kind,
        staff_id: assessment.staff_id,
        team_id: assessment.team_id,
        since: cx.today(),
    })
}

/// Refuses to change what is locked.
fn must_take_answers(assessment: &Assessment) -> Result<()> {
    if assessment.state.takes_answers() {
        return Ok(());
    }
    let words = format!("{} is locked: begin a review to change an answer", assessment.name());
    Err(Failure::refused("", "locked", words))
}

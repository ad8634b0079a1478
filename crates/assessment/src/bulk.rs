//! Filling a new database with assessments, for the demo alone: the same rows as the actions write, without their checks
//! of what is missing and without telling anybody but the log.

use crate::assessments::{Answer, Assessment, OpenWork, Setting, Sheet, Standing, State, Step, StepKind};
use crate::harm;
use contacts::Entry;
use kernel::{AssessmentId, EntryId, Instant, PersonId, StaffId, TeamId};
use store::{Cx, Result};

/// One assessment as it stands at the time that the writer pretends.
#[derive(Clone, Debug)]
pub struct BulkAssessment {
    pub person: PersonId,
    pub number: i64,
    pub kind: crate::Kind,
    pub setting: Setting,
    /// `Draft`, `Waiting` or `Signed`.
    pub state: State,
    pub begun_at: Instant,
    pub staff: Option<StaffId>,
    pub team: Option<TeamId>,
    pub grade: Option<String>,
    /// The manager who signed too.
    pub countersigned_by: Option<String>,
    /// Question, code of the answer, words.
    pub answers: Vec<(String, Option<String>, Option<String>)>,
}

/// Writes an assessment by whoever writes now.
///
/// # Errors
/// When the database fails.
pub fn fill(cx: &mut Cx<'_>, new: &BulkAssessment) -> Result<AssessmentId> {
    let author = cx.actor().name().to_owned();
    let signed = new.state == State::Signed;
    let assessment = Assessment {
        person_id: new.person,
        id: cx.new_id(),
        number: new.number,
        kind: new.kind,
        state: new.state,
        setting: new.setting,
        begun_for: "probation".into(),
        variant: "standard".into(),
        based_on: None,
        begun_at: new.begun_at,
        begun_by: author.clone(),
        staff_id: new.staff,
        team_id: new.team,
        signed_on: signed.then(|| cx.today()),
        signed_by: (new.state != State::Draft).then(|| author.clone()),
        countersigned_by: new.countersigned_by.clone(),
        version: 1,
    };
    cx.describe(format!("Recorded {}", assessment.name()), None);
    cx.insert(&assessment)?;
    let steps = steps(cx, new, &assessment);
    cx.insert_all(&steps)?;
    let rows = answers(cx, new, &assessment, &author);
    cx.insert_all(&rows)?;
    if !signed {
        let since = cx.today();
        cx.save(&OpenWork {
            person_id: new.person,
            assessment_id: assessment.id,
            state: new.state,
            kind: new.kind,
            staff_id: new.staff,
            team_id: new.team,
            since,
        })?;
        return Ok(assessment.id);
    }
    let levels = harm::rows_of(cx, &assessment, &Sheet::of(rows));
    cx.insert_all(&levels)?;
    let today = cx.today();
    contacts::enter(cx, Entry::new(new.person, "TASM", today, format!("{} signed", assessment.name())))?;
    Ok(assessment.id)
}

fn steps(cx: &Cx<'_>, new: &BulkAssessment, assessment: &Assessment) -> Vec<Step> {
    let author = cx.actor().name();
    let step = |kind, done_at, author: &str, staff_id| Step {
        person_id: new.person,
        id: cx.new_id::<EntryId>(),
        assessment_id: assessment.id,
        kind,
        done_at,
        author: author.to_owned(),
        staff_id,
        grade: new.grade.clone(),
        reason: None,
    };
    let mut steps = vec![step(StepKind::Begun, new.begun_at, author, new.staff)];
    if new.state != State::Draft {
        steps.push(step(StepKind::Signed, cx.now(), author, new.staff));
    }
    steps.extend(
        new.countersigned_by.iter().map(|by| Step { grade: None, ..step(StepKind::Countersigned, cx.now(), by, None) }),
    );
    steps
}

fn answers(cx: &Cx<'_>, new: &BulkAssessment, assessment: &Assessment, author: &str) -> Vec<Answer> {
    let rows = new.answers.iter().map(|(question, value, words)| Answer {
        person_id: new.person,
        assessment_id: assessment.id,
        question: question.clone(),
        value: value.clone(),
        words: words.clone(),
        standing: Standing::Given,
        carried_from: None,
        author: author.to_owned(),
        answered_at: cx.now(),
        version: 1,
    });
    rows.collect()
}

//! Filling a new database with assessments, for the demo alone: the same rows as the actions write, without their checks
//! of what is missing, many people at once, and without telling anybody.

use crate::assessments::{Answer, Assessment, OpenWork, Setting, Sheet, Standing, State, Step, StepKind};
use crate::harm;
use kernel::{AssessmentId, EntryId, Instant, PersonId, StaffId, TeamId};
use store::{Batch, Cx, Result};

/// One assessment as it stands at an instant.
#[derive(Clone, Debug)]
pub struct BulkAssessment {
    /// When it came into the state in which it stands.
    pub at: Instant,
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

/// Writes assessments by whoever writes now, each at its own instant. Gives their ids, in order.
///
/// # Errors
/// Outside bulk writing, or when the database fails.
pub fn fill(cx: &mut Cx<'_>, all: &[BulkAssessment]) -> Result<Vec<AssessmentId>> {
    let (mut assessments, mut steps, mut answers, mut levels) =
        (Batch::default(), Batch::default(), Batch::default(), Batch::default());
    for new in all {
        cx.pretend_it_is(new.at)?;
        let assessment = assessment(cx, new);
        cx.describe(format!("Recorded {}", assessment.name()), None);
        for row in steps_of(cx, new, &assessment) {
            steps.add(cx, row)?;
        }
        let given = answers_of(cx, new, &assessment);
        for row in &given {
            answers.add(cx, row.clone())?;
        }
        if assessment.state == State::Signed {
            for row in harm::rows_of(cx, &assessment, &Sheet::of(given)) {
                levels.add(cx, row)?;
            }
        } else {
            list(cx, &assessment)?;
        }
        assessments.add(cx, assessment)?;
    }
    let made = assessments.write(cx)?;
    steps.write(cx)?;
    answers.write(cx)?;
    levels.write(cx)?;
    Ok(made.iter().map(|a| a.id).collect())
}

fn assessment(cx: &Cx<'_>, new: &BulkAssessment) -> Assessment {
    let author = cx.actor().name().to_owned();
    Assessment {
        person_id: new.person,
        id: cx.new_id::<AssessmentId>(),
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
        signed_on: (new.state == State::Signed).then(|| cx.today()),
        signed_by: (new.state != State::Draft).then_some(author),
        countersigned_by: new.countersigned_by.clone(),
        version: 1,
    }
}

fn list(cx: &mut Cx<'_>, assessment: &Assessment) -> Result<()> {
    let since = cx.today();
    cx.save(&OpenWork {
        person_id: assessment.person_id,
        assessment_id: assessment.id,
        state: assessment.state,
        kind: assessment.kind,
        staff_id: assessment.staff_id,
        team_id: assessment.team_id,
        since,
    })
}

fn steps_of(cx: &Cx<'_>, new: &BulkAssessment, assessment: &Assessment) -> Vec<Step> {
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

fn answers_of(cx: &Cx<'_>, new: &BulkAssessment, assessment: &Assessment) -> Vec<Answer> {
    let author = cx.actor().name();
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

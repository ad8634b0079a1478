//! The tables of a run of letters, and reading them. How far it is follows from its people; no counter can disagree.

use crate::templates::Language;
use kernel::{DocumentId, Instant, LetterRunId, PersonId, StaffId};
use store::{Cx, Kind, Record, Result, Table, codes, params, record};
use uuid::Uuid;

codes! {
    /// What has become of one letter.
    pub enum RunState {
        Waiting = "waiting",
        Written = "written",
        Left = "left",
    }
}

record! {
    /// What was asked, and by whom: the job acts with their rights.
    pub struct LetterRun in "letter_run", Kind::Subject, key ["id"] {
        pub id: LetterRunId,
        /// The code of the template.
        pub template: String,
        pub name: String,
        /// None writes to each in their own language.
        pub language: Option<Language>,
        /// What the writer says to everybody.
        pub given: serde_json::Value,
        pub asked_at: Instant,
        pub asked_by: String,
        /// `user`, `client` or `system`.
        pub asker_kind: String,
        pub asker_id: Option<Uuid>,
        pub asker_staff_id: Option<StaffId>,
        pub total: i64,
    }
}

record! {
    /// One person of a run. The letter itself stands in the person's record.
    pub struct RunPerson in "letter_run_person", Kind::Local, key ["run_id", "person_id"] {
        pub run_id: LetterRunId,
        pub person_id: PersonId,
        pub state: RunState,
        pub document_id: Option<DocumentId>,
        /// Why there is no letter, or why it is not on paper yet.
        pub why: Option<String>,
        pub done_at: Option<Instant>,
    }
}

pub(crate) const TABLES: &[&Table] = &[LetterRun::TABLE, RunPerson::TABLE];

/// How far a run is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct RunProgress {
    pub written: i64,
    pub left: i64,
    pub waiting: i64,
}

impl RunProgress {
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.waiting == 0
    }

    /// Written or not, nothing more happens to them.
    #[must_use]
    pub fn done(&self) -> i64 {
        self.written + self.left
    }
}

/// A run by its id.
///
/// # Errors
/// [`store::Failure::NotFound`], or when the database fails.
pub fn run(cx: &mut Cx<'_>, id: LetterRunId) -> Result<LetterRun> {
    cx.need(params![id])
}

/// How far a run is.
///
/// # Errors
/// When the database fails.
pub fn run_progress(cx: &mut Cx<'_>, id: LetterRunId) -> Result<RunProgress> {
    let sql = "SELECT state, count(*) FROM letter_run_person WHERE run_id = $1 GROUP BY state";
    let mut found = RunProgress::default();
    for row in cx.query(sql, params![id])? {
        let count = row.get::<i64>(1)?;
        match row.get::<RunState>(0)? {
            RunState::Waiting => found.waiting = count,
            RunState::Written => found.written = count,
            RunState::Left => found.left = count,
        }
    }
    Ok(found)
}

/// A page of its people in one state, and how many there are in it.
pub(super) fn people_in(
    cx: &mut Cx<'_>,
    id: LetterRunId,
    state: RunState,
    page: i64,
    most: i64,
) -> Result<(Vec<RunPerson>, i64)> {
    cx.page_of("run_id = $1 AND state = $2", params![id, state], "ORDER BY person_id", most, most * page)
}

/// The newest runs.
pub(super) fn newest(cx: &mut Cx<'_>) -> Result<Vec<LetterRun>> {
    cx.list("ORDER BY asked_at DESC, id DESC LIMIT 20", &[])
}

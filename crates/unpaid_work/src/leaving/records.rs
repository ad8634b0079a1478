//! The tables of a project's end, and reading how far it is. No counter can disagree with what happened: it is counted.

use kernel::{Date, Instant, PersonId, ProjectId, StaffId};
use store::{Cx, Kind, Record, Result, Table, codes, params, record};
use uuid::Uuid;

record! {
    /// That a project ends, as it was asked, and by whom: the work acts with their rights.
    pub struct Ending in "work_ending", Kind::Subject, key ["project_id"] {
        pub project_id: ProjectId,
        pub last_day: Date,
        pub asked_at: Instant,
        pub asked_by: String,
        /// `user`, `client` or `system`.
        pub asker_kind: String,
        pub asker_id: Option<Uuid>,
        pub asker_staff_id: Option<StaffId>,
    }
}

codes! {
    /// A piece of what goes with a project.
    pub enum LeavingWhat {
        /// A placement that would go on.
        Placement = "placement",
        /// A session that is planned after the last day.
        Session = "session",
        /// Somebody who is expected at such a session.
        Booking = "booking",
    }
}

codes! {
    /// What has become of a piece.
    pub enum LeavingState {
        Waiting = "waiting",
        Done = "done",
        Left = "left",
    }
}

record! {
    /// One piece of what goes with a project. The end itself stands in the record of the person or session.
    pub struct Leaving in "work_leaving", Kind::Local, key ["project_id", "id"] {
        pub project_id: ProjectId,
        /// The placement, session or booking.
        pub id: Uuid,
        pub what: LeavingWhat,
        /// In which order: sessions go before those who are expected at them.
        pub place: i64,
        pub person_id: Option<PersonId>,
        pub state: LeavingState,
        /// Why it was left.
        pub why: Option<String>,
        pub done_at: Option<Instant>,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Ending as Record>::TABLE, <Leaving as Record>::TABLE];

/// How far a project's end is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct LeavingProgress {
    pub done: i64,
    pub left: i64,
    pub waiting: i64,
}

impl LeavingProgress {
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.waiting == 0
    }

    #[must_use]
    pub fn total(&self) -> i64 {
        self.done + self.left + self.waiting
    }
}

/// How far a project's end is.
///
/// # Errors
/// When the database fails.
pub fn leaving_progress(cx: &mut Cx<'_>, project: ProjectId) -> Result<LeavingProgress> {
    let sql = "SELECT state, count(*) FROM work_leaving WHERE project_id = $1 GROUP BY state";
    let mut found = LeavingProgress::default();
    for row in cx.query(sql, params![project])? {
        let count = row.get::<i64>(1)?;
        match row.get::<LeavingState>(0)? {
            LeavingState::Waiting => found.waiting = count,
            LeavingState::Done => found.done = count,
            LeavingState::Left => found.left = count,
        }
    }
    Ok(found)
}

/// The pieces of a project's end in one state, in the order of doing.
///
/// # Errors
/// When the database fails.
pub fn leaving_of(cx: &mut Cx<'_>, project: ProjectId, state: LeavingState, most: i64) -> Result<Vec<Leaving>> {
    let rest = "WHERE project_id = $1 AND state = $2 ORDER BY place, id LIMIT $3";
    cx.list(rest, params![project, state, most])
}

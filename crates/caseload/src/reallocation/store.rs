//! The tables of a reallocation, and reading them. How far it is follows from its people; no counter can disagree.

use kernel::{EntryId, Instant, PersonId, StaffId};
use store::{Cx, Kind, Result, Value, codes, params, record};
use uuid::Uuid;

codes! {
    /// What has become of one person.
    pub enum MoveState {
        Waiting = "waiting",
        Moved = "moved",
        Left = "left",
    }
}

record! {
    /// What was asked, and by whom: the job acts with their rights.
    pub struct Reallocation in "reallocation", Kind::Subject, key ["id"] {
        pub id: EntryId,
        pub from_staff_id: StaffId,
        pub to_staff_id: StaffId,
        /// The code of a reason for allocating.
        pub reason: String,
        pub note: Option<String>,
        /// Handover notes by the code of their item, typed once for everybody.
        pub items: serde_json::Value,
        /// The earlier one whose people this one allocates back.
        pub undoes_id: Option<EntryId>,
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
    /// One person of a reallocation. The move itself stands in the person's record.
    pub struct PersonMove in "reallocation_move", Kind::Local, key ["reallocation_id", "person_id"] {
        pub reallocation_id: EntryId,
        pub person_id: PersonId,
        pub state: MoveState,
        /// Why they could not be moved.
        pub why: Option<String>,
        pub done_at: Option<Instant>,
    }
}

/// How far a reallocation is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Progress {
    pub moved: i64,
    pub left: i64,
    pub waiting: i64,
    /// When the last person was done, once nobody waits.
    pub ended_at: Option<Instant>,
}

impl Progress {
    #[must_use]
    pub fn is_finished(&self) -> bool {
        self.waiting == 0
    }

    /// Moved or not, nothing more happens to them.
    #[must_use]
    pub fn done(&self) -> i64 {
        self.moved + self.left
    }
}

/// A reallocation by its id.
///
/// # Errors
/// [`store::Failure::NotFound`], or when the database fails.
pub fn reallocation(cx: &mut Cx<'_>, id: EntryId) -> Result<Reallocation> {
    cx.need(params![id])
}

/// How far a reallocation is.
///
/// # Errors
/// When the database fails.
pub fn progress(cx: &mut Cx<'_>, id: EntryId) -> Result<Progress> {
    let sql = "SELECT state, count(*), max(done_at) FROM reallocation_move WHERE reallocation_id = $1 GROUP BY state";
    let mut found = Progress::default();
    for row in cx.query(sql, params![id])? {
        let (state, count) = (row.get::<MoveState>(0)?, row.get::<i64>(1)?);
        match state {
            MoveState::Waiting => found.waiting = count,
            MoveState::Moved => found.moved = count,
            MoveState::Left => found.left = count,
        }
        found.ended_at = found.ended_at.max(row.get::<Option<Instant>>(2)?);
    }
    if found.waiting > 0 {
        found.ended_at = None;
    }
    Ok(found)
}

/// A page of its people in one state, and how many there are in that state.
pub(super) fn people_in(
    cx: &mut Cx<'_>,
    id: EntryId,
    state: MoveState,
    page: i64,
    most: i64,
) -> Result<(Vec<PersonMove>, i64)> {
    let values: Vec<Value> = params![id, state].to_vec();
    cx.page_of("reallocation_id = $1 AND state = $2", &values, "ORDER BY person_id", most, most * page)
}

/// Everybody whom it moved.
pub(super) fn moved_people(cx: &mut Cx<'_>, id: EntryId) -> Result<Vec<PersonId>> {
    let sql = "SELECT person_id FROM reallocation_move WHERE reallocation_id = $1 AND state = 'moved'";
    cx.query(sql, params![id])?.iter().map(|row| row.get(0)).collect()
}

/// The newest reallocations from a member of staff.
pub(super) fn latest_from(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<Reallocation>> {
    cx.list("WHERE from_staff_id = $1 ORDER BY asked_at DESC, id DESC LIMIT 5", params![staff])
}

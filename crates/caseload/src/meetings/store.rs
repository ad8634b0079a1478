//! The tables of meetings, and reading them.

use kernel::{Date, EntryId, Instant, StaffId};
use store::{Cx, Kind, Result, Value, params, record};

record! {
    /// A supervision meeting of a member of staff with their manager.
    pub struct StaffMeeting in "staff_meeting", Kind::Subject, key ["staff_id", "id"] {
        /// Whose practice it is about.
        pub staff_id: StaffId,
        pub id: EntryId,
        pub manager_id: Option<StaffId>,
        pub manager: String,
        pub held_on: Date,
        pub discussed: String,
        pub next_on: Option<Date>,
        pub recorded_at: Instant,
        pub amended_why: Option<String>,
        pub version: i64,
    }
}

record! {
    /// What somebody does after a meeting, by a day.
    pub struct MeetingAction in "staff_meeting_action", Kind::Subject, key ["staff_id", "id"] {
        pub staff_id: StaffId,
        pub id: EntryId,
        pub meeting_id: EntryId,
        pub what: String,
        /// The member of staff or the manager.
        pub owner_id: StaffId,
        pub due_on: Date,
        pub recorded_at: Instant,
        pub done_on: Option<Date>,
        pub done_by: Option<String>,
        pub outcome: Option<String>,
        pub version: i64,
    }
}

impl MeetingAction {
    /// Not finished, and its day has passed.
    #[must_use]
    pub fn is_overdue(&self, today: Date) -> bool {
        self.done_on.is_none() && self.due_on < today
    }
}

/// One page of the meetings of a member of staff, the newest first, and how many there are.
///
/// # Errors
/// When the database fails.
pub fn meetings_of(cx: &mut Cx<'_>, staff: StaffId, page: u64, most: u64) -> Result<(Vec<StaffMeeting>, u64)> {
    let total = cx.count("SELECT COUNT(*) FROM staff_meeting WHERE staff_id = $1", params![staff])?;
    let number = |n: u64| Value::Int(i64::try_from(n).unwrap_or(i64::MAX));
    let rest = "WHERE staff_id = $1 ORDER BY held_on DESC, id DESC LIMIT $2 OFFSET $3";
    let rows = cx.list(rest, &[staff.into(), number(most), number(page.saturating_mul(most))])?;
    Ok((rows, u64::try_from(total).unwrap_or(0)))
}

/// The actions of a member of staff's meetings that nobody has finished, the nearest day first.
///
/// # Errors
/// When the database fails.
pub fn open_actions_of(cx: &mut Cx<'_>, staff: StaffId) -> Result<Vec<MeetingAction>> {
    cx.list("WHERE staff_id = $1 AND done_on IS NULL ORDER BY due_on, id", params![staff])
}

/// What is open for a member of staff after meetings: what they do themselves, and what the people whom they manage do and
/// have not done in time. The nearest day first, at most `most`.
///
/// # Errors
/// When the database fails.
pub fn actions_for(cx: &mut Cx<'_>, reader: StaffId, most: i64) -> Result<Vec<MeetingAction>> {
    let today = cx.today();
    let rest = "WHERE done_on IS NULL AND (owner_id = $1 OR (due_on < $2 AND meeting_id IN \
         (SELECT id FROM staff_meeting WHERE manager_id = $1))) ORDER BY due_on, id LIMIT $3";
    cx.list(rest, params![reader, today, most])
}

/// The actions of one meeting.
pub(super) fn actions_of(cx: &mut Cx<'_>, meeting: &StaffMeeting) -> Result<Vec<MeetingAction>> {
    cx.list("WHERE staff_id = $1 AND meeting_id = $2 ORDER BY due_on, id", params![meeting.staff_id, meeting.id])
}

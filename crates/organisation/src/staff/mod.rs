//! Members of staff and the teams they are in. Somebody who signs in may be a member of staff, and a member of staff
//! need not sign in.

mod actions;
mod reads;

pub use actions::{NewStaff, StaffChange, add_staff, amend_staff, join_team, leave_team, link_user, move_staff};
pub use reads::{
    Member, StaffHours, StaffLine, find_staff, members_of, memberships, staff, staff_by_code, staff_hours, staff_line,
    staff_lines, staff_of_user, team_members,
};

use kernel::{Date, EntryId, StaffId, TeamId, UserId};
use store::{Kind, record};

record! {
    /// A member of staff. Leaving is a record of `absence`, not a mark here.
    pub struct Staff in "staff", Kind::Subject, key ["id"] {
        pub id: StaffId,
        /// Seven characters that begin with the team's code at the time of joining.
        pub code: String,
        pub forename: String,
        pub surname: String,
        /// Name and code as searches compare them.
        pub folded: String,
        pub grade: String,
        /// Contracted time a week, in minutes; a full week is 2,220 (37 hours).
        pub weekly_minutes: i64,
        pub telephone: Option<String>,
        pub email: Option<String>,
        /// Signs in as this user.
        pub user_id: Option<UserId>,
        pub start_date: Date,
        pub version: i64,
    }
}

impl Staff {
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.forename, self.surname)
    }
}

record! {
    /// A run of days on which a member of staff is in a team. Main ones follow each other without a gap.
    pub struct Membership in "staff_team", Kind::Subject, key ["staff_id", "id"] {
        pub staff_id: StaffId,
        pub id: EntryId,
        pub team_id: TeamId,
        pub is_main: bool,
        pub start_date: Date,
        /// The first day on which they are in the team no more.
        pub end_date: Option<Date>,
        pub reason: String,
    }
}

impl Membership {
    #[must_use]
    pub fn holds_on(&self, day: Date) -> bool {
        self.start_date <= day && self.end_date.is_none_or(|end| day < end)
    }
}

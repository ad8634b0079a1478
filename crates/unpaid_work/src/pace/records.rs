//! The read models of pace.

use kernel::{Date, OrderId, PersonId, RequirementId, StaffId, TeamId, UnitId};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// How the hours of a requirement stand.
    pub enum Verdict {
        /// No session worked yet, and the day by which one should be has not passed.
        NotBegun = "not_begun",
        /// No session worked yet, and it should have been.
        LateToBegin = "late_to_begin",
        OnCourse = "on_course",
        /// Less a week than expected, but in time so far.
        Behind = "behind",
        /// At this pace the hours are not done by the last day.
        WillNotFinish = "will_not_finish",
        Done = "done",
    }
}

record! {
    /// Who holds a person, as the room of allocation tells it.
    pub struct Holder in "view_work_holder", Kind::View, key ["person_id"] {
        pub person_id: PersonId,
        /// Whoever acts: the cover while there is one.
        pub staff_id: Option<StaffId>,
        pub officer_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
    }
}

record! {
    /// The pace of one open requirement.
    pub struct PaceRow in "view_work_pace", Kind::View, key ["person_id", "requirement_id"] {
        pub person_id: PersonId,
        pub requirement_id: RequirementId,
        pub order_id: OrderId,
        pub unit_id: Option<UnitId>,
        pub team_id: Option<TeamId>,
        pub staff_id: Option<StaffId>,
        pub verdict: Verdict,
        pub made_on: Date,
        pub ordered_minutes: Option<i64>,
        pub credited_minutes: i64,
        pub left_minutes: i64,
        /// The first day on which something was credited.
        pub first_on: Option<Date>,
        /// The day by which the first session should be.
        pub first_due: Date,
        /// Credited a week since the first day.
        pub week_minutes: Option<i64>,
        /// When the hours are done at this pace.
        pub finish_on: Option<Date>,
        /// The last day for the hours.
        pub limit_on: Date,
        /// From the order to the first day.
        pub first_days: Option<i64>,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Holder as Record>::TABLE, <PaceRow as Record>::TABLE];

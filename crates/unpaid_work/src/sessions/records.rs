//! The tables of sessions and bookings, and what each outcome counts.

use kernel::{
    ContactId, Date, EntryId, Instant, PersonId, ProjectId, RequirementId, StaffId, Time, UnitId, WorkSessionId,
};
use store::{Kind, codes, record};

codes! {
    /// What became of a session.
    pub enum SessionState {
        Planned = "planned",
        Cancelled = "cancelled",
        /// Its register is typed.
        Held = "held",
    }
}

impl SessionState {
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            SessionState::Planned => "Planned",
            SessionState::Cancelled => "Cancelled",
            SessionState::Held => "Register typed",
        }
    }
}

codes! {
    /// How a booking stands. Booked and told take a place.
    pub enum BookingState {
        Booked = "booked",
        /// The place was given back before the day.
        Released = "released",
        /// The register tells what came of it.
        Told = "told",
    }
}

codes! {
    /// What of a session counts by its outcome.
    pub enum Counts {
        /// The time there, without the penalty.
        Time = "time",
        /// The same, of hours that run with another order.
        Concurrent = "concurrent",
        /// Came and was stood down: the time there, and at least what policy says.
        StoodDown = "stood_down",
        /// Told before the day that there is no work: what policy says.
        StoodDownAhead = "stood_down_ahead",
        Nothing = "nothing",
    }
}

record! {
    /// A day of work at a project.
    pub struct Session in "work_session", Kind::Subject, key ["id"] {
        pub id: WorkSessionId,
        pub project_id: ProjectId,
        pub unit_id: UnitId,
        pub on_date: Date,
        pub starts: Time,
        pub ends: Time,
        /// Who supervises, or answers for it where somebody from outside does.
        pub staff_id: StaffId,
        /// The name of a supervisor who is not of the service.
        pub outside_supervisor: Option<String>,
        pub places: i64,
        pub meeting_point: Option<String>,
        pub tools: Option<String>,
        pub state: SessionState,
        pub state_reason: Option<String>,
        pub state_at: Option<Instant>,
        pub state_by: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Somebody who is expected at a session, and what the register said of them.
    pub struct Booking in "work_booking", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub session_id: WorkSessionId,
        pub project_id: ProjectId,
        pub requirement_id: RequirementId,
        /// The appointment of the log; none for somebody who was put on the register after the day.
        pub contact_id: Option<ContactId>,
        pub on_date: Date,
        pub starts: Time,
        pub ends: Time,
        pub state: BookingState,
        pub outcome: Option<String>,
        pub came: Option<Time>,
        pub went: Option<Time>,
        /// Minutes.
        pub penalty: i64,
        pub work_quality: Option<String>,
        pub behaviour: Option<String>,
        pub note: Option<String>,
        pub state_reason: Option<String>,
        pub booked_at: Instant,
        pub booked_by: String,
        pub told_at: Option<Instant>,
        pub told_by: Option<String>,
        pub version: i64,
    }
}

impl Session {
    /// "9:30am to 4pm".
    #[must_use]
    pub fn times(&self) -> String {
        format!("{} to {}", kernel::words::time(self.starts), kernel::words::time(self.ends))
    }

    /// How long it lasts, in real minutes.
    #[must_use]
    pub fn minutes(&self) -> i64 {
        contacts::rules::wall_clock::minutes(self.on_date, self.starts, self.ends).map_or(0, i64::from)
    }
}

impl Booking {
    /// It takes a place.
    #[must_use]
    pub fn counts(&self) -> bool {
        self.state != BookingState::Released
    }
}

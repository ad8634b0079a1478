//! The rows of the work with the bench, each on the chain of its court.

use kernel::{CourtId, Date, Instant, LiaisonId, StaffId};
use store::{Kind, Record, Table, record};

record! {
    /// A meeting with judges or magistrates.
    pub struct BenchMeeting in "court_meeting", Kind::Subject, key ["court_id", "id"] {
        pub court_id: CourtId,
        pub id: LiaisonId,
        pub held_on: Date,
        /// Who came from the bench.
        pub bench: String,
        /// Who came from the service.
        pub service: String,
        pub discussed: String,
        pub next_on: Option<Date>,
        pub recorded_by: String,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

record! {
    /// What somebody does after a meeting.
    pub struct BenchAction in "court_meeting_action", Kind::Subject, key ["court_id", "id"] {
        pub court_id: CourtId,
        pub id: LiaisonId,
        pub meeting_id: LiaisonId,
        pub what: String,
        pub owner_id: StaffId,
        pub due_on: Date,
        pub recorded_at: Instant,
        pub done_on: Option<Date>,
        pub done_by: Option<String>,
        pub outcome: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Something that the bench was told it may order.
    pub struct Told in "court_told", Kind::Subject, key ["court_id", "id"] {
        pub court_id: CourtId,
        pub id: LiaisonId,
        pub what: String,
        /// From when it is to be had; none while nobody knows.
        pub available_from: Option<Date>,
        pub told_on: Date,
        pub told_by: String,
        /// Since when it no longer holds.
        pub ended_on: Option<Date>,
        pub ended_why: Option<String>,
        pub version: i64,
    }
}

record! {
    /// Where the bench's guidelines and the service's differ.
    pub struct Difference in "court_difference", Kind::Subject, key ["court_id", "id"] {
        pub court_id: CourtId,
        pub id: LiaisonId,
        pub subject: String,
        pub bench_says: String,
        pub service_says: String,
        pub found_on: Date,
        pub recorded_by: String,
        pub settled_on: Option<Date>,
        pub settled_how: Option<String>,
        pub version: i64,
    }
}

record! {
    /// What sentencers are asked, from a year on.
    pub struct FeedbackQuestion in "court_feedback_question", Kind::Reference, key ["code", "from_year"] {
        pub code: String,
        pub from_year: i64,
        pub before_year: Option<i64>,
        pub place: i64,
        pub words: String,
    }
}

record! {
    /// How the sentencers of a court answered one question in one year.
    pub struct Feedback in "court_feedback", Kind::Subject, key ["court_id", "year", "question"] {
        pub court_id: CourtId,
        pub year: i64,
        pub question: String,
        pub very_good: i64,
        pub good: i64,
        pub poor: i64,
        pub very_poor: i64,
        pub recorded_by: String,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <BenchMeeting as Record>::TABLE,
    <BenchAction as Record>::TABLE,
    <Told as Record>::TABLE,
    <Difference as Record>::TABLE,
    <FeedbackQuestion as Record>::TABLE,
    <Feedback as Record>::TABLE,
];

//! The rows of a court's day. An entry is written when somebody first does something with a line; until then the line is
//! drawn from the messages and requests of the day.

use kernel::{CourtId, Date, DayEntryId, Instant, PersonId};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// Where a line comes from.
    pub enum Source {
        Hand = "hand",
        /// A court's message about that day.
        Message = "message",
        /// A report that the court waits for on that day.
        Report = "report",
    }
}

codes! {
    /// When on the day.
    pub enum Sitting {
        Morning = "morning",
        Afternoon = "afternoon",
        NotSaid = "not-said",
    }
}

impl Sitting {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Sitting::Morning => "Morning",
            Sitting::Afternoon => "Afternoon",
            Sitting::NotSaid => "Not said",
        }
    }
}

codes! {
    /// Whether it is on the list.
    pub enum EntryState {
        Listed = "listed",
        Removed = "removed",
    }
}

codes! {
    /// How far a line is prepared.
    pub enum Preparing {
        NotStarted = "not-started",
        Ongoing = "ongoing",
        Complete = "complete",
        NotNeeded = "not-needed",
    }
}

impl Preparing {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Preparing::NotStarted => "Not started",
            Preparing::Ongoing => "Ongoing",
            Preparing::Complete => "Complete",
            Preparing::NotNeeded => "Not needed",
        }
    }
}

record! {
    /// A result that can be typed, as it holds from a day on.
    pub struct ResultKind in "court_result_kind", Kind::Reference, key ["code", "valid_from"] {
        pub code: String,
        pub valid_from: Date,
        pub valid_before: Option<Date>,
        pub place: i64,
        pub name: String,
        /// What a message about it would ask of probation: supervise, report, nothing or any.
        pub expects: String,
    }
}

record! {
    /// One line of a day's list that somebody worked on.
    pub struct DayEntry in "court_day_entry", Kind::Subject, key ["id"] {
        pub id: DayEntryId,
        pub court_id: CourtId,
        pub day: Date,
        pub person_id: Option<PersonId>,
        /// As listed, where no record is known.
        pub who: Option<String>,
        pub offences: Option<String>,
        pub listing: Option<i64>,
        pub sitting: Sitting,
        pub room: Option<String>,
        pub source: Source,
        pub state: EntryState,
        pub removed_why: Option<String>,
        pub preparing: Preparing,
        /// Code of a result kind.
        pub result: Option<String>,
        pub result_words: Option<String>,
        pub result_by: Option<String>,
        pub result_at: Option<Instant>,
        /// After a message said otherwise: message or typed.
        pub settled: Option<String>,
        pub settled_why: Option<String>,
        pub settled_by: Option<String>,
        pub added_at: Instant,
        pub added_by: String,
        pub version: i64,
    }
}

record! {
    /// The note taken in court.
    pub struct DayNote in "court_day_note", Kind::Subject, key ["entry_id"] {
        pub entry_id: DayEntryId,
        pub words: String,
        pub written_by: String,
        pub written_at: Instant,
        pub version: i64,
    }
}

pub(crate) const TABLES: &[&Table] =
    &[<ResultKind as Record>::TABLE, <DayEntry as Record>::TABLE, <DayNote as Record>::TABLE];

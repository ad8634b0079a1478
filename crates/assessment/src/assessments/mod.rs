//! The assessment itself: one piece of work that court, probation, prison and partners share, with an answer a row.
//!
//! Always true: one assessment of a person is open at a time; answers of different questions never wait for each other's
//! version; what is signed, or waits for a second signature, is locked. It does not know how answers are judged.

mod actions;
pub(crate) mod api;
mod merging;
mod pages;
mod read;
mod rules;
mod sheet;

pub use actions::{NewImport, import};
pub(crate) use actions::{countersign, give_back};
pub use pages::{Waiting, waiting, waiting_panel};
pub(crate) use pages::{one_to_change, state_tag, waiting_questions};
pub(crate) use read::{all, all_question};
pub use read::{latest_signed, open_assessment, sheet, signed_on};
pub use sheet::Sheet;

use kernel::{AssessmentId, Date, EntryId, Instant, PersonId, StaffId, TeamId};
use store::{Kind as TableKind, Listener, Record, Table, codes, record};

codes! {
    /// How much is asked.
    pub enum Kind {
        Initial = "initial",
        Full = "full",
        Review = "review",
    }
}

codes! {
    /// How far it is.
    pub enum State {
        Draft = "draft",
        /// Signed by its author, waiting for a manager.
        Waiting = "waiting",
        /// Sent back by a manager, with reasons.
        Returned = "returned",
        Signed = "signed",
        /// Begun in error.
        Withdrawn = "withdrawn",
    }
}

codes! {
    /// Where the person is.
    pub enum Setting {
        Community = "community",
        Custody = "custody",
    }
}

codes! {
    /// Whether somebody gave the answer in this assessment.
    pub enum Standing {
        Given = "given",
        /// Taken from an earlier one, and not looked at since.
        Carried = "carried",
        /// Taken from an earlier one and confirmed.
        Confirmed = "confirmed",
    }
}

codes! {
    /// What was done with an assessment.
    pub enum StepKind {
        Begun = "begun",
        Signed = "signed",
        Countersigned = "countersigned",
        Returned = "returned",
        PastUnread = "past-unread",
        Withdrawn = "withdrawn",
    }
}

impl Kind {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Kind::Initial => "Initial assessment",
            Kind::Full => "Full assessment",
            Kind::Review => "Review",
        }
    }
}

impl State {
    /// As it is shown.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            State::Draft => "Draft",
            State::Waiting => "To countersign",
            State::Returned => "Returned",
            State::Signed => "Signed",
            State::Withdrawn => "Begun in error",
        }
    }

    /// Whether answers may still change.
    #[must_use]
    pub fn takes_answers(self) -> bool {
        matches!(self, State::Draft | State::Returned)
    }
}

impl Setting {
    /// As it reads on from "in".
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Setting::Community => "the community",
            Setting::Custody => "custody",
        }
    }
}

record! {
    /// One assessment.
    pub struct Assessment in "assessment", TableKind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: AssessmentId,
        /// 1, 2, 3 within the person.
        pub number: i64,
        pub kind: Kind,
        pub state: State,
        pub setting: Setting,
        /// `court`, `probation`, `prison` or `partner`.
        pub begun_for: String,
        /// Which thresholds judge its needs: `standard` or `strengths`.
        pub variant: String,
        pub based_on: Option<AssessmentId>,
        pub begun_at: Instant,
        pub begun_by: String,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        pub signed_on: Option<Date>,
        pub signed_by: Option<String>,
        pub countersigned_by: Option<String>,
        pub version: i64,
    }
}

impl Assessment {
    /// The day whose questions and thresholds it goes by.
    #[must_use]
    pub fn asked_on(&self) -> Date {
        self.begun_at.local_date()
    }

    /// What it is called: "Review 3".
    #[must_use]
    pub fn name(&self) -> String {
        format!("{} {}", self.kind.words(), self.number)
    }
}

record! {
    /// The answer to one question.
    pub struct Answer in "assessment_answer", TableKind::Person, key ["person_id", "assessment_id", "question"] {
        pub person_id: PersonId,
        pub assessment_id: AssessmentId,
        pub question: String,
        /// The code of a choice, or a number or date as text.
        pub value: Option<String>,
        pub words: Option<String>,
        pub standing: Standing,
        /// Where it was taken from, in words.
        pub carried_from: Option<String>,
        pub author: String,
        pub answered_at: Instant,
        pub version: i64,
    }
}

record! {
    /// Something done with an assessment, by whom and why.
    pub struct Step in "assessment_step", TableKind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub assessment_id: AssessmentId,
        pub kind: StepKind,
        pub done_at: Instant,
        pub author: String,
        pub staff_id: Option<StaffId>,
        pub grade: Option<String>,
        pub reason: Option<String>,
    }
}

record! {
    /// An assessment of another body, kept as it came.
    pub struct Import in "assessment_import", TableKind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        /// Who sent it, such as a youth justice team.
        pub source: String,
        pub instrument: String,
        pub completed_on: Date,
        pub assessor: Option<String>,
        /// As it came.
        pub document: String,
        /// What was taken from it: question to `{value, words}`.
        pub answers: serde_json::Value,
        pub received_at: Instant,
        pub received_by: String,
    }
}

record! {
    /// An assessment that somebody has to go on with.
    pub struct OpenWork in "view_assessment_work", TableKind::View, key ["person_id", "assessment_id"] {
        pub person_id: PersonId,
        pub assessment_id: AssessmentId,
        pub state: State,
        pub kind: Kind,
        pub staff_id: Option<StaffId>,
        pub team_id: Option<TeamId>,
        pub since: Date,
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Assessment as Record>::TABLE,
    <Answer as Record>::TABLE,
    <Step as Record>::TABLE,
    <Import as Record>::TABLE,
    <OpenWork as Record>::TABLE,
];

/// What this subject hears.
pub(crate) const LISTENERS: &[(&str, Listener)] = &[("open assessments, after a merge", merging::hear)];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

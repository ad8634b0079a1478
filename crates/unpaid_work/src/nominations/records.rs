//! The tables of nominations. A nomination is one row with its steps and consultations beside it, all on its own chain; a
//! meeting of a citizens' panel is a subject of its own. Of what is kept out, nothing is kept but a number.

use kernel::{Date, EntryId, Instant, NominationId, PanelId, ProjectId, UnitId};
use store::{Kind, Record, Table, codes, record};

codes! {
    /// Where a nomination stands.
    pub enum NominationState {
        New = "new",
        /// Somebody has begun to look at it.
        Looking = "looking",
        Accepted = "accepted",
        Declined = "declined",
        /// It became a project.
        Project = "project",
        /// The work is done.
        Done = "done",
    }
}

impl NominationState {
    /// For staff.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            NominationState::New => "New",
            NominationState::Looking => "Being looked at",
            NominationState::Accepted => "Accepted",
            NominationState::Declined => "Not taken on",
            NominationState::Project => "A project",
            NominationState::Done => "Done",
        }
    }

    /// Somebody still has to decide it.
    #[must_use]
    pub fn is_undecided(self) -> bool {
        matches!(self, NominationState::New | NominationState::Looking)
    }
}

codes! {
    /// What is done with a nomination.
    pub enum Deed {
        Receive = "receive",
        /// Compared with others; `well` when it is not one of them.
        Compare = "compare",
        /// The place was visited; `well` when the work would suit.
        Visit = "visit",
        /// Health and safety were looked at; `well` when the work can be done safely.
        Safety = "safety",
        Ask = "ask",
        Answer = "answer",
        Accept = "accept",
        Decline = "decline",
        Reopen = "reopen",
        MakeProject = "make-project",
        Finish = "finish",
        /// The nominator was told.
        Tell = "tell",
        /// The nominator asked not to be written to any more.
        StopWriting = "stop-writing",
        /// The nominator's name and address were removed.
        Forget = "forget",
    }
}

impl Deed {
    /// For staff, in the record of steps.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            Deed::Receive => "Nominated",
            Deed::Compare => "Compared with other nominations",
            Deed::Visit => "Place visited",
            Deed::Safety => "Health and safety looked at",
            Deed::Ask => "Somebody was asked",
            Deed::Answer => "An answer came",
            Deed::Accept => "Accepted",
            Deed::Decline => "Not taken on",
            Deed::Reopen => "Opened again",
            Deed::MakeProject => "Became a project",
            Deed::Finish => "Work done",
            Deed::Tell => "Nominator told",
            Deed::StopWriting => "Nominator wants no emails any more",
            Deed::Forget => "Name and address of the nominator removed",
        }
    }
}

codes! {
    /// What a body answered.
    pub enum AnswerKind {
        Supports = "supports",
        NoView = "no-view",
        Objects = "objects",
    }
}

impl AnswerKind {
    /// For staff.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            AnswerKind::Supports => "Supports it",
            AnswerKind::NoView => "Has no view",
            AnswerKind::Objects => "Objects",
        }
    }
}

codes! {
    /// In which language somebody nominated, and is told.
    pub enum Language {
        English = "en",
        Welsh = "cy",
    }
}

record! {
    /// What somebody of the public nominated, as they wrote it, and what became of it.
    pub struct Nomination in "work_nomination", Kind::Subject, key ["id"] {
        pub id: NominationId,
        /// What the nominator keeps, such as `N7K3-PQ2M`.
        pub reference: String,
        /// SHA-256 of the secret word that goes with it.
        pub secret_hash: Vec<u8>,
        pub language: Language,
        pub what: String,
        pub place: String,
        pub postcode: Option<String>,
        pub for_whom: String,
        pub why: String,
        /// Empty once it was removed.
        pub nominator: String,
        pub organisation: Option<String>,
        pub email: Option<String>,
        pub telephone: Option<String>,
        pub unit_id: Option<UnitId>,
        pub received_on: Date,
        pub received_at: Instant,
        pub state: NominationState,
        pub decided_on: Option<Date>,
        /// A code of the policy's reasons.
        pub declined_code: Option<String>,
        /// Told to the nominator with the decision.
        pub decision_words: Option<String>,
        pub duplicate_of: Option<NominationId>,
        pub project_id: Option<ProjectId>,
        pub done_on: Option<Date>,
        pub done_minutes: Option<i64>,
        /// Told to the nominator and to the public.
        pub done_words: Option<String>,
        /// When the nominator was told last.
        pub told_on: Option<Date>,
        pub told_how: Option<String>,
        pub told_words: Option<String>,
        pub version: i64,
        /// The day on which the nominator agreed to be written to by e-mail.
        pub write_agreed_on: Option<Date>,
        /// The day on which they took that back.
        pub write_stopped_on: Option<Date>,
        /// The day on which their name and address were removed.
        pub nominator_removed_on: Option<Date>,
    }
}

record! {
    /// One step with a nomination. Added and never changed.
    pub struct Step in "work_nomination_step", Kind::Subject, key ["nomination_id", "id"] {
        pub nomination_id: NominationId,
        pub id: EntryId,
        pub deed: Deed,
        pub on_day: Date,
        pub well: Option<bool>,
        pub words: Option<String>,
        pub author: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// Somebody who was asked about a nomination.
    pub struct Consultation in "work_consultation", Kind::Subject, key ["nomination_id", "id"] {
        pub nomination_id: NominationId,
        pub id: EntryId,
        /// A code of the policy's bodies.
        pub body: String,
        /// The organisation by name.
        pub whom: String,
        pub asked_on: Date,
        pub answer_by: Date,
        pub answered_on: Option<Date>,
        pub answer: Option<AnswerKind>,
        pub words: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A meeting of a citizens' panel.
    pub struct Panel in "work_panel", Kind::Subject, key ["id"] {
        pub id: PanelId,
        pub unit_id: UnitId,
        pub held_on: Date,
        pub place: Option<String>,
        /// The groups that sat on it, by name; no people.
        pub groups: serde_json::Value,
        pub note: Option<String>,
        pub author: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// What a panel said of one nomination.
    pub struct Vote in "work_panel_vote", Kind::Subject, key ["panel_id", "nomination_id"] {
        pub panel_id: PanelId,
        pub nomination_id: NominationId,
        pub votes_for: i64,
        pub votes_against: i64,
        /// From 1 for the first.
        pub rank: Option<i64>,
        pub words: Option<String>,
    }
}

record! {
    /// How many of something came on a day: taken, and kept out by reason.
    pub struct CameIn in "work_nomination_count", Kind::Local, key ["on_day", "what"] {
        pub on_day: Date,
        pub what: String,
        pub number: i64,
    }
}

record! {
    /// How often something came from one network address today, under a hash of the day and the address. Gone the next day.
    pub struct CameFrom in "work_nomination_from", Kind::Local, key ["what_hash"] {
        pub what_hash: Vec<u8>,
        pub on_day: Date,
        pub number: i64,
    }
}

impl Nomination {
    /// Where the nominator may be written to: an address that they left, an agreement, and no word against it since.
    #[must_use]
    pub fn may_be_written_to(&self) -> Option<&str> {
        let agreed = self.write_agreed_on.is_some() && self.write_stopped_on.is_none();
        self.email.as_deref().filter(|_| agreed)
    }

    /// The day on which the matter was finished, where it is.
    #[must_use]
    pub fn finished_on(&self) -> Option<Date> {
        match self.state {
            NominationState::Declined => self.decided_on,
            NominationState::Done => self.done_on.max(self.decided_on),
            _ => None,
        }
    }
}

impl Panel {
    /// The groups that sat on it.
    #[must_use]
    pub fn group_names(&self) -> Vec<String> {
        serde_json::from_value(self.groups.clone()).unwrap_or_default()
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Nomination as Record>::TABLE,
    <Step as Record>::TABLE,
    <Consultation as Record>::TABLE,
    <Panel as Record>::TABLE,
    <Vote as Record>::TABLE,
    <CameIn as Record>::TABLE,
    <CameFrom as Record>::TABLE,
];

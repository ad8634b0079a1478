//! The rows of restorative cases. A case is a subject of its own, and what the person harmed said or wants stands in its tables
//! alone; a person's record holds only that there is a case, how far it is, and what the person agreed to do.
//!
//! Always true: compensation and reparation are entries that are added and never changed; an act carries no words.

use kernel::{Date, EntryId, EventId, Instant, PersonId, RestorativeId, StaffId, Time, VolunteerId};
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

macro_rules! worded {
    ($name:ident { $($variant:ident => $words:literal),* $(,)? }) => {
        impl $name {
            /// For people.
            #[must_use]
            pub fn words(self) -> &'static str {
                match self { $($name::$variant => $words),* }
            }
        }
    };
}

codes! {
    /// From where a case came.
    pub enum CaseOrigin {
        Order = "order",
        BeforeProsecution = "before-prosecution",
        InsteadOfProsecution = "instead-of-prosecution",
        ByHarmed = "by-harmed",
        ByPerson = "by-person",
    }
}
worded! { CaseOrigin {
    Order => "Under an order",
    BeforeProsecution => "Before prosecution",
    InsteadOfProsecution => "Instead of prosecution",
    ByHarmed => "Asked for by the person harmed",
    ByPerson => "Asked for by the person",
} }

codes! {
    /// How far a case is.
    pub enum CaseState {
        Offering = "offering",
        Preparing = "preparing",
        Arranged = "arranged",
        Met = "met",
        Agreed = "agreed",
        Ended = "ended",
    }
}
worded! { CaseState {
    Offering => "Being offered",
    Preparing => "Being prepared",
    Arranged => "Arranged",
    Met => "Took place",
    Agreed => "Agreement being kept",
    Ended => "Ended",
} }

codes! {
    /// Which of the two.
    pub enum Side {
        Person = "person",
        Harmed = "harmed",
    }
}
worded! { Side { Person => "The person", Harmed => "The person harmed" } }

codes! {
    /// How the two come together.
    pub enum Mode {
        Meeting = "meeting",
        Letters = "letters",
        Conference = "conference",
        Reparation = "reparation",
    }
}
worded! { Mode {
    Meeting => "A meeting of the two",
    Letters => "Letters that are carried",
    Conference => "A conference with others",
    Reparation => "Reparation without a meeting",
} }

codes! {
    /// What was done.
    pub enum Deed {
        Open = "open",
        Offer = "offer",
        Give = "give",
        Decline = "decline",
        Withdraw = "withdraw",
        Assess = "assess",
        Prepare = "prepare",
        Mediator = "mediator",
        Arrange = "arrange",
        Cancel = "cancel",
        Meet = "meet",
        Letter = "letter",
        HandOver = "hand-over",
        Agree = "agree",
        Felt = "felt",
        FollowUp = "follow-up",
        Lead = "lead",
        End = "end",
        Reopen = "reopen",
    }
}
worded! { Deed {
    Open => "Case opened",
    Offer => "Offered",
    Give => "Agreed to take part",
    Decline => "Does not want to take part",
    Withdraw => "Took the agreement back",
    Assess => "Risk and suitability assessed",
    Prepare => "Prepared",
    Mediator => "Mediator chosen",
    Arrange => "Arranged",
    Cancel => "Does not take place",
    Meet => "Took place",
    Letter => "Letter received",
    HandOver => "Letter handed over",
    Agree => "Agreement made",
    Felt => "Asked how they felt",
    FollowUp => "Followed up",
    Lead => "Taken on",
    End => "Ended",
    Reopen => "Opened again",
} }

codes! {
    /// Why a case ended.
    pub enum EndReason {
        Kept = "kept",
        PartlyKept = "partly-kept",
        NotKept = "not-kept",
        NoAgreement = "no-agreement",
        PersonDeclined = "person-declined",
        HarmedDeclined = "harmed-declined",
        Unsuitable = "unsuitable",
        Other = "other",
    }
}
worded! { EndReason {
    Kept => "The agreement was kept",
    PartlyKept => "The agreement was kept in part",
    NotKept => "The agreement was not kept",
    NoAgreement => "It took place without an agreement",
    PersonDeclined => "The person does not take part",
    HarmedDeclined => "The person harmed does not take part",
    Unsuitable => "It is not safe or suitable",
    Other => "Another reason",
} }

record! {
    /// A case.
    pub struct Case in "restorative_case", Kind::Subject, key ["id"] {
        pub id: RestorativeId,
        pub origin: CaseOrigin,
        pub state: CaseState,
        pub opened_on: Date,
        pub opened_at: Instant,
        pub opened_by: String,
        pub lead_id: Option<StaffId>,
        /// Who leads it; none: nobody has taken it on yet.
        pub lead_name: Option<String>,
        pub mode: Option<Mode>,
        pub mediator_volunteer: Option<VolunteerId>,
        pub mediator_staff: Option<StaffId>,
        pub mediator_name: Option<String>,
        pub agreed_on: Option<Date>,
        pub ended_on: Option<Date>,
        pub end_reason: Option<EndReason>,
        pub version: i64,
    }
}

record! {
    /// What was done; added and never changed.
    pub struct Act in "restorative_act", Kind::Subject, key ["case_id", "id"] {
        pub case_id: RestorativeId,
        pub id: EntryId,
        pub deed: Deed,
        pub side: Option<Side>,
        pub on_day: Date,
        pub came_to: CaseState,
        /// A code that belongs to the deed, such as `suitable`.
        pub fact: Option<String>,
        pub at: Instant,
        pub by_name: String,
        pub by_id: Option<Uuid>,
    }
}

record! {
    /// The person harmed.
    pub struct Harmed in "restorative_harmed", Kind::Subject, key ["case_id"] {
        pub case_id: RestorativeId,
        pub name: String,
        pub called: Option<String>,
        pub reach: Option<String>,
        /// Through whom they are spoken to, such as their liaison officer.
        pub through: Option<String>,
        /// `en` or `cy`.
        pub language: String,
        pub needs: Option<String>,
        pub version: i64,
    }
}

record! {
    /// What somebody said or wrote in the case; locked with it.
    pub struct Words in "restorative_words", Kind::Subject, key ["case_id", "id"] {
        pub case_id: RestorativeId,
        pub id: EntryId,
        /// A code of [`Deed`], or `case`.
        pub about: String,
        pub side: Option<Side>,
        pub words: String,
        pub at: Instant,
        pub by_name: String,
    }
}

codes! {
    /// Where a meeting stands.
    pub enum MeetingState {
        Planned = "planned",
        Held = "held",
        Cancelled = "cancelled",
    }
}
worded! { MeetingState { Planned => "Planned", Held => "Took place", Cancelled => "Does not take place" } }

record! {
    /// A meeting of the two, or a conference.
    pub struct Meeting in "restorative_meeting", Kind::Subject, key ["case_id", "id"] {
        pub case_id: RestorativeId,
        pub id: EntryId,
        pub kind: Mode,
        pub planned_on: Date,
        pub starts: Option<Time>,
        pub place: Option<String>,
        pub state: MeetingState,
        pub happened_on: Option<Date>,
        pub minutes: Option<i64>,
        pub recorded_at: Instant,
        pub recorded_by: String,
        pub version: i64,
    }
}

record! {
    /// A letter that one side gives for the other; kept as a file, and handed over on a day.
    pub struct Letter in "restorative_letter", Kind::Subject, key ["case_id", "id"] {
        pub case_id: RestorativeId,
        pub id: EntryId,
        pub from_side: Side,
        pub received_on: Date,
        pub name: String,
        pub media_type: String,
        pub size: i64,
        pub sha256: String,
        pub handed_on: Option<Date>,
        pub handed_by: Option<String>,
        pub recorded_at: Instant,
        pub recorded_by: String,
        pub version: i64,
    }
}

record! {
    /// The bytes of a letter by their hash, which the recorded row proves.
    pub struct LetterBytes in "restorative_letter_bytes", Kind::Local, key ["case_id", "sha256"] {
        pub case_id: RestorativeId,
        pub sha256: String,
        pub bytes: Vec<u8>,
    }
}

codes! {
    /// When somebody was asked how they felt.
    pub enum Point {
        Before = "before",
        After = "after",
        Later = "later",
    }
}
worded! { Point { Before => "Before", After => "Afterwards", Later => "Some weeks later" } }

record! {
    /// How somebody felt: 1 very bad to 5 very good. Their words stand in [`Words`].
    pub struct Feeling in "restorative_feeling", Kind::Subject, key ["case_id", "id"] {
        pub case_id: RestorativeId,
        pub id: EntryId,
        pub side: Side,
        pub point: Point,
        pub scale: i64,
        pub on_day: Date,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

codes! {
    /// What something was spent on.
    pub enum CostKind {
        Venue = "venue",
        Travel = "travel",
        Interpreter = "interpreter",
        Mediator = "mediator",
        Staff = "staff",
        Other = "other",
    }
}
worded! { CostKind {
    Venue => "Room",
    Travel => "Travel",
    Interpreter => "Interpreter",
    Mediator => "Mediator",
    Staff => "Time of staff",
    Other => "Other",
} }

record! {
    /// What was spent on a case; a correction is an entry of its own, below nought.
    pub struct Cost in "restorative_cost", Kind::Subject, key ["case_id", "id"] {
        pub case_id: RestorativeId,
        pub id: EntryId,
        pub kind: CostKind,
        pub pence: i64,
        pub on_day: Date,
        pub what: String,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

record! {
    /// A case as lists, figures and standards need it.
    pub struct CaseLine in "view_restorative", Kind::View, key ["id"] {
        pub id: RestorativeId,
        pub person_id: PersonId,
        pub lead_id: Option<StaffId>,
        pub origin: CaseOrigin,
        pub state: CaseState,
        pub is_open: bool,
        pub mode: Option<Mode>,
        pub opened_on: Date,
        pub offered_person_on: Option<Date>,
        pub offered_harmed_on: Option<Date>,
        pub person_consents: bool,
        pub harmed_consents: bool,
        pub both_since: Option<Date>,
        pub assessed_on: Option<Date>,
        pub prepared_person_on: Option<Date>,
        pub prepared_harmed_on: Option<Date>,
        pub mediator: bool,
        pub planned_on: Option<Date>,
        pub met_on: Option<Date>,
        pub followed_on: Option<Date>,
        pub ended_on: Option<Date>,
        pub person_felt: Option<i64>,
        pub harmed_felt: Option<i64>,
        pub promises: i64,
        pub kept: i64,
        pub next_promise_on: Option<Date>,
        pub cost_pence: i64,
    }
}

record! {
    /// What a person's own record says of a case.
    pub struct PersonSide in "restorative_side", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub case_id: RestorativeId,
        pub event_id: Option<EventId>,
        /// The event was opened for this case, because there was no order, and ends with it.
        pub own_event: bool,
        pub state: CaseState,
        pub opened_on: Date,
        pub offered_on: Option<Date>,
        /// The person's own answer: give, decline or withdraw.
        pub answer: Option<Deed>,
        pub answered_on: Option<Date>,
        pub ended_on: Option<Date>,
        pub version: i64,
    }
}

codes! {
    /// What became of something that was agreed.
    pub enum PromiseState {
        Open = "open",
        Kept = "kept",
        Partly = "partly",
        NotKept = "not-kept",
    }
}
worded! { PromiseState { Open => "Still to do", Kept => "Kept", Partly => "Kept in part", NotKept => "Not kept" } }

record! {
    /// Something that the person agreed to do.
    pub struct Promise in "restorative_promise", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub case_id: RestorativeId,
        pub words: String,
        pub due_on: Option<Date>,
        pub state: PromiseState,
        pub settled_on: Option<Date>,
        pub settled_by: Option<String>,
        pub settled_words: Option<String>,
        pub recorded_at: Instant,
        pub recorded_by: String,
        pub version: i64,
    }
}

codes! {
    /// What an entry of compensation or reparation is.
    pub enum EntryKind {
        Agreed = "agreed",
        /// Paid, or worked.
        Done = "done",
        /// Corrects what was agreed.
        AgreedCorrected = "agreed-corrected",
        /// Corrects what was paid or worked.
        DoneCorrected = "done-corrected",
    }
}
worded! { EntryKind {
    Agreed => "Agreed",
    Done => "Done",
    AgreedCorrected => "Correction of what was agreed",
    DoneCorrected => "Correction of what was done",
} }

record! {
    /// An entry of compensation, in pence.
    pub struct Money in "restorative_money", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub case_id: RestorativeId,
        pub what: EntryKind,
        pub pence: i64,
        pub on_day: Date,
        pub why: Option<String>,
        pub instalment_pence: Option<i64>,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

record! {
    /// An entry of reparation, in minutes.
    pub struct Minutes in "restorative_minutes", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub case_id: RestorativeId,
        pub what: EntryKind,
        pub minutes: i64,
        pub on_day: Date,
        pub why: Option<String>,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Case as Record>::TABLE,
    <Act as Record>::TABLE,
    <Harmed as Record>::TABLE,
    <Words as Record>::TABLE,
    <Meeting as Record>::TABLE,
    <Letter as Record>::TABLE,
    <LetterBytes as Record>::TABLE,
    <Feeling as Record>::TABLE,
    <Cost as Record>::TABLE,
    <CaseLine as Record>::TABLE,
    <PersonSide as Record>::TABLE,
    <Promise as Record>::TABLE,
    <Money as Record>::TABLE,
    <Minutes as Record>::TABLE,
];

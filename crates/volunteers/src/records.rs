//! The rows of volunteers. A volunteer is a subject of their own; only a match and its contacts stand in a person's record.
//!
//! Always true: how a volunteer is reached, and the record that a peer mentor may have of their own, stand apart from the
//! volunteer, so that neither is read by accident.

use kernel::{ContactId, Date, EntryId, Instant, MatchId, PersonId, StaffId, UnitId, VolunteerId};
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

codes! {
    /// What somebody volunteers as.
    pub enum VolunteerKind {
        Mentor = "mentor",
        /// A mentor who has been through it.
        PeerMentor = "peer-mentor",
        /// Stands between the two sides of a restorative case.
        Mediator = "mediator",
        Other = "other",
    }
}

impl VolunteerKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            VolunteerKind::Mentor => "Mentor",
            VolunteerKind::PeerMentor => "Peer mentor",
            VolunteerKind::Mediator => "Mediator",
            VolunteerKind::Other => "Other volunteer",
        }
    }

    /// What it means.
    #[must_use]
    pub fn hint(self) -> &'static str {
        match self {
            VolunteerKind::Mentor => "Meets somebody regularly and supports them",
            VolunteerKind::PeerMentor => "A mentor with lived experience of the justice system",
            VolunteerKind::Mediator => "Prepares and leads restorative meetings",
            VolunteerKind::Other => "Drives, teaches, helps at sessions",
        }
    }
}

codes! {
    /// Where a volunteer stands.
    pub enum VolunteerState {
        Applied = "applied",
        /// Taken on; the checks are under way.
        Accepted = "accepted",
        Active = "active",
        Paused = "paused",
        Ended = "ended",
    }
}

impl VolunteerState {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            VolunteerState::Applied => "Applied",
            VolunteerState::Accepted => "Accepted",
            VolunteerState::Active => "Active",
            VolunteerState::Paused => "Paused",
            VolunteerState::Ended => "Ended",
        }
    }
}

record! {
    /// Somebody who volunteers.
    pub struct Volunteer in "volunteer", Kind::Subject, key ["id"] {
        pub id: VolunteerId,
        pub name: String,
        /// Last name first, folded, for lists.
        pub sort_name: String,
        /// Codes of [`VolunteerKind`].
        pub kinds: serde_json::Value,
        pub state: VolunteerState,
        pub state_since: Date,
        pub unit_id: Option<UnitId>,
        /// A code of the set `gender`, where it was said.
        pub sex: Option<String>,
        /// Codes of the set `language`, beside English.
        pub languages: serde_json::Value,
        pub available: Option<String>,
        pub skills: Option<String>,
        /// With how many people at once.
        pub most_people: i64,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

fn codes_in(list: &serde_json::Value) -> Vec<String> {
    serde_json::from_value(list.clone()).unwrap_or_default()
}

impl Volunteer {
    #[must_use]
    pub fn kinds(&self) -> Vec<VolunteerKind> {
        codes_in(&self.kinds).iter().filter_map(|code| code.parse().ok()).collect()
    }

    #[must_use]
    pub fn languages(&self) -> Vec<String> {
        codes_in(&self.languages)
    }
}

record! {
    /// How a volunteer is reached.
    pub struct VolunteerReach in "volunteer_reach", Kind::Subject, key ["volunteer_id"] {
        pub volunteer_id: VolunteerId,
        pub telephone: Option<String>,
        pub email: Option<String>,
        pub address: Option<String>,
        pub postcode: Option<String>,
        /// Whom to call when something happens to them.
        pub emergency: Option<String>,
        pub version: i64,
    }
}

record! {
    /// The person's record that a volunteer has themselves.
    pub struct OwnRecord in "volunteer_own_record", Kind::Subject, key ["volunteer_id"] {
        pub volunteer_id: VolunteerId,
        pub record_id: PersonId,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

record! {
    /// What was done: applied, accepted, paused... Added and never changed.
    pub struct VolunteerAct in "volunteer_act", Kind::Subject, key ["volunteer_id", "id"] {
        pub volunteer_id: VolunteerId,
        pub id: EntryId,
        pub what: String,
        pub came_to: VolunteerState,
        pub on_day: Date,
        pub words: Option<String>,
        pub at: Instant,
        pub by_name: String,
        pub by_id: Option<Uuid>,
    }
}

record! {
    /// A check that somebody saw.
    pub struct Check in "volunteer_check", Kind::Subject, key ["volunteer_id", "id"] {
        pub volunteer_id: VolunteerId,
        pub id: EntryId,
        /// A code of [`CheckKind`].
        pub kind: String,
        pub seen_on: Date,
        pub seen_by: String,
        pub reference: Option<String>,
        /// The last day on which it holds; none: it does not run out.
        pub until: Option<Date>,
        /// The first day on which it holds no longer, because it was withdrawn.
        pub withdrawn_on: Option<Date>,
        pub withdrawn_why: Option<String>,
        pub withdrawn_by: Option<String>,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

codes! {
    /// Why a volunteer is not matched with somebody.
    pub enum ConflictKind {
        /// They know each other or are related.
        Knows = "knows",
        /// The other side of a restorative case; shown to those who arrange such cases alone.
        OtherSide = "other-side",
        Other = "other",
    }
}

impl ConflictKind {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            ConflictKind::Knows => "They know each other or are related",
            ConflictKind::OtherSide => "A reason that is kept apart",
            ConflictKind::Other => "Another reason",
        }
    }
}

record! {
    /// Somebody with whom a volunteer is not matched.
    pub struct Conflict in "volunteer_conflict", Kind::Subject, key ["volunteer_id", "id"] {
        pub volunteer_id: VolunteerId,
        pub id: EntryId,
        pub with_record: PersonId,
        pub kind: ConflictKind,
        pub words: Option<String>,
        pub since: Date,
        pub recorded_at: Instant,
        pub recorded_by: String,
        pub ended_on: Option<Date>,
        pub ended_why: Option<String>,
        pub version: i64,
    }
}

record! {
    /// A supervision meeting with a volunteer.
    pub struct Supervised in "volunteer_supervision", Kind::Subject, key ["volunteer_id", "id"] {
        pub volunteer_id: VolunteerId,
        pub id: EntryId,
        pub held_on: Date,
        pub held_by: String,
        pub discussed: String,
        pub action: Option<String>,
        pub action_due: Option<Date>,
        pub action_done_on: Option<Date>,
        pub action_done_words: Option<String>,
        pub concern: Option<String>,
        pub next_on: Option<Date>,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

codes! {
    /// Where a claim stands.
    pub enum ExpenseState {
        Claimed = "claimed",
        Paid = "paid",
        Refused = "refused",
    }
}

record! {
    /// What a volunteer spent and claims back.
    pub struct Expense in "volunteer_expense", Kind::Subject, key ["volunteer_id", "id"] {
        pub volunteer_id: VolunteerId,
        pub id: EntryId,
        pub on_day: Date,
        pub what: String,
        pub pence: i64,
        pub state: ExpenseState,
        pub decided_on: Option<Date>,
        pub decided_by: Option<String>,
        pub decided_why: Option<String>,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

record! {
    /// A volunteer matched with a person.
    pub struct Match in "volunteer_match", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: MatchId,
        pub volunteer_id: VolunteerId,
        pub volunteer_name: String,
        pub kind: VolunteerKind,
        pub purpose: String,
        pub from_date: Date,
        /// The last day that was meant.
        pub until_date: Option<Date>,
        pub person_agreed_on: Date,
        pub officer_agreed_on: Date,
        pub officer_name: String,
        /// The reasons against that were weighed: their words.
        pub weighed: serde_json::Value,
        pub weighed_why: Option<String>,
        pub matched_at: Instant,
        pub matched_by: String,
        pub ended_on: Option<Date>,
        /// A code of [`EndReason`].
        pub end_reason: Option<EndReason>,
        pub end_words: Option<String>,
        pub version: i64,
    }
}

codes! {
    /// Why a match ended.
    pub enum EndReason {
        Reached = "reached",
        PersonAsked = "person-asked",
        VolunteerAsked = "volunteer-asked",
        Checks = "checks",
        Concern = "concern",
        Moved = "moved",
        Other = "other",
    }
}

impl EndReason {
    /// For people.
    #[must_use]
    pub fn words(self) -> &'static str {
        match self {
            EndReason::Reached => "What it was for is reached",
            EndReason::PersonAsked => "The person asked to end it",
            EndReason::VolunteerAsked => "The volunteer asked to end it",
            EndReason::Checks => "The volunteer’s checks do not hold any more",
            EndReason::Concern => "A concern",
            EndReason::Moved => "Moved away, or supervision ended",
            EndReason::Other => "Another reason",
        }
    }
}

record! {
    /// One time that they met or were to meet; the words stand in the person's log.
    pub struct MatchContact in "volunteer_contact", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub match_id: MatchId,
        pub contact_id: ContactId,
        pub on_day: Date,
        pub minutes: i64,
        pub came: bool,
        pub recorded_at: Instant,
        pub recorded_by: String,
    }
}

record! {
    /// A match as lists need it.
    pub struct MatchLine in "view_volunteer_match", Kind::View, key ["id"] {
        pub id: MatchId,
        pub volunteer_id: VolunteerId,
        pub person_id: PersonId,
        /// The person's officer.
        pub staff_id: Option<StaffId>,
        pub is_open: bool,
        pub from_date: Date,
        pub until_date: Option<Date>,
        pub ended_on: Option<Date>,
        pub last_contact_on: Option<Date>,
        pub minutes: i64,
    }
}

pub(crate) const TABLES: &[&Table] = &[
    <Volunteer as Record>::TABLE,
    <VolunteerReach as Record>::TABLE,
    <OwnRecord as Record>::TABLE,
    <VolunteerAct as Record>::TABLE,
    <Check as Record>::TABLE,
    <Conflict as Record>::TABLE,
    <Supervised as Record>::TABLE,
    <Expense as Record>::TABLE,
    <Match as Record>::TABLE,
    <MatchContact as Record>::TABLE,
    <MatchLine as Record>::TABLE,
];

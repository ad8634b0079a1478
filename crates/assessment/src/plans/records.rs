//! The rows of plans. A goal's or action's words may be put better, which history keeps; what became of it is never changed.

use kernel::{AssessmentId, ContactId, Date, EntryId, Instant, PersonId, PlanEntryId};
use store::{Kind, Record, Table, codes, record};
use uuid::Uuid;

record! {
    /// What the person works towards.
    pub struct Goal in "plan_goal", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: PlanEntryId,
        /// The code of a need.
        pub need: String,
        /// In words that the person would use.
        pub aim: String,
        /// How everybody will know that it is reached.
        pub measure: String,
        /// What the person has already that helps.
        pub strength: Option<String>,
        /// Its place in the order of the plan.
        pub place: i64,
        pub set_on: Date,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

codes! {
    /// Who does an action.
    pub enum Who {
        /// The person whose plan it is.
        Person = "person",
        /// The responsible officer.
        Officer = "officer",
        /// Another service, named.
        Partner = "partner",
        /// Somebody of the person's family or friends, named.
        Family = "family",
    }
}

record! {
    /// Who does what by when.
    pub struct Action in "plan_action", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: PlanEntryId,
        pub goal_id: PlanEntryId,
        pub what: String,
        pub who: Who,
        pub who_name: Option<String>,
        pub by_day: Date,
        /// Its place in the sequence of the goal.
        pub place: i64,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
        pub version: i64,
    }
}

codes! {
    /// What became of a goal or an action.
    pub enum ProgressKind {
        /// Something was done towards it.
        Note = "note",
        /// It was done, or reached.
        Done = "done",
        /// It is no longer part of the plan.
        Dropped = "dropped",
        /// It is part of the plan again.
        Reopened = "reopened",
        /// Its date was moved.
        Moved = "moved",
    }
}

codes! {
    /// How the need stands.
    pub enum Movement {
        Better = "better",
        Same = "same",
        Worse = "worse",
    }
}

record! {
    /// What became of a goal or of an action.
    pub struct Progress in "plan_progress", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub goal_id: PlanEntryId,
        /// None when it is about the goal itself.
        pub action_id: Option<PlanEntryId>,
        pub what: ProgressKind,
        /// How the need stands since; none where nobody said.
        pub movement: Option<Movement>,
        pub on_day: Date,
        /// Of a move: the new date.
        pub new_day: Option<Date>,
        pub words: String,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

codes! {
    /// Whether the person agrees.
    pub enum Agreed {
        Yes = "yes",
        InPart = "in-part",
        No = "no",
    }
}

record! {
    /// What the person says of the plan.
    pub struct Agreement in "plan_agreement", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub on_day: Date,
        pub agreed: Agreed,
        /// As the person said it.
        pub own_words: String,
        /// What the person does not agree with, and what was done about it.
        pub reason: Option<String>,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// How risk is managed, as it was written on a day; the newest stands.
    pub struct RiskPlan in "risk_plan", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub on_day: Date,
        pub supervision: String,
        pub monitoring: String,
        pub interventions: String,
        pub victim_safety: String,
        /// What is done when signs of danger show.
        pub contingency: String,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// A home visit that is planned.
    pub struct HomeVisit in "home_visit", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: PlanEntryId,
        pub by_day: Date,
        pub purpose: String,
        /// What staff take account of.
        pub precautions: String,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

codes! {
    /// What became of a planned home visit.
    pub enum VisitEntryKind {
        /// The log says that the person was seen at home.
        Made = "made",
        /// It is no longer planned.
        Cancelled = "cancelled",
        /// The log took back the visit that had made it.
        TakenBack = "taken-back",
    }
}

record! {
    /// What became of a planned home visit.
    pub struct VisitEntry in "home_visit_entry", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub visit_id: PlanEntryId,
        pub what: VisitEntryKind,
        pub on_day: Date,
        /// The contact in the log.
        pub contact_id: Option<ContactId>,
        pub words: String,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// The plan as it was when an assessment was signed.
    pub struct Version in "plan_version", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub assessment_id: Option<AssessmentId>,
        pub on_day: Date,
        pub body: serde_json::Value,
        pub author_id: Option<Uuid>,
        pub author_name: String,
        pub recorded_at: Instant,
    }
}

/// The tables of this subject.
pub(crate) const TABLES: &[&Table] = &[
    <Goal as Record>::TABLE,
    <Action as Record>::TABLE,
    <Progress as Record>::TABLE,
    <Agreement as Record>::TABLE,
    <RiskPlan as Record>::TABLE,
    <HomeVisit as Record>::TABLE,
    <VisitEntry as Record>::TABLE,
    <Version as Record>::TABLE,
];

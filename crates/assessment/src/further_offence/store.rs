//! The tables of serious further offences, and reading them.

use super::held::HeldBefore;
use domain_events::DomainEvent;
use kernel::{Date, EntryId, Instant, PersonId, PersonKeys, StaffId, TeamId};
use store::{Cx, Failure, Kind, Result, key_values, params, record};

record! {
    /// A serious further offence.
    pub struct FurtherOffence in "further_offence", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub happened_on: Date,
        /// The day on which the service learned of it; the deadlines run from here.
        pub learned_on: Date,
        pub charged_on: Option<Date>,
        pub offence: String,
        pub circumstances: String,
        pub team_id: Option<TeamId>,
        /// Tiers and levels as they stood on the day, kept when it was recorded.
        pub held_before: serde_json::Value,
        pub recorded_at: Instant,
        pub recorded_by: String,
        pub withdrawn_at: Option<Instant>,
        pub withdrawn_by: Option<String>,
        pub withdrawn_why: Option<String>,
        pub version: i64,
    }
}

impl FurtherOffence {
    /// What was held on the day.
    #[must_use]
    pub fn held(&self) -> HeldBefore {
        serde_json::from_value(self.held_before.clone()).unwrap_or_default()
    }
}

record! {
    /// Something due that was done.
    pub struct StepDone in "further_offence_step", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub offence_id: EntryId,
        pub code: String,
        /// By when it was due when it was done.
        pub due_on: Date,
        pub done_on: Date,
        pub note: Option<String>,
        pub author: String,
        pub recorded_at: Instant,
    }
}

record! {
    /// Something that was learned, and what somebody does about it by a day.
    pub struct LearningAction in "further_offence_action", Kind::Person, key ["person_id", "id"] {
        pub person_id: PersonId,
        pub id: EntryId,
        pub offence_id: EntryId,
        pub learning: String,
        pub what: String,
        pub owner_id: StaffId,
        pub due_on: Date,
        pub author: String,
        pub recorded_at: Instant,
        pub done_on: Option<Date>,
        pub done_by: Option<String>,
        pub outcome: Option<String>,
        pub version: i64,
    }
}

record! {
    /// An offence with what is next, for lists of managers.
    pub struct Listed in "view_further_offence", Kind::View, key ["person_id", "offence_id"] {
        pub person_id: PersonId,
        pub offence_id: EntryId,
        pub team_id: Option<TeamId>,
        pub learned_on: Date,
        pub next_step: Option<String>,
        pub next_due: Option<Date>,
        pub open_actions: i64,
        pub action_due: Option<Date>,
    }
}

record! {
    /// A tier that was told, and the day.
    pub struct TierHeld in "view_tier_held", Kind::View, key ["person_id", "from_day"] {
        pub person_id: PersonId,
        pub from_day: Date,
        pub tier: String,
    }
}

/// Keeps the tiers that were told.
///
/// # Errors
/// When the database fails.
pub(super) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    match event {
        DomainEvent::TierRecorded { person, tier, on } => {
            cx.save(&TierHeld { person_id: *person, from_day: *on, tier: tier.clone() })
        }
        _ => Ok(()),
    }
}

/// The tiers that were told of a person and of the records merged into theirs.
pub(super) fn tiers(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<(Date, String)>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY from_day", keys.placeholders(1));
    Ok(cx.list::<TierHeld>(&rest, &key_values(keys))?.into_iter().map(|row| (row.from_day, row.tier)).collect())
}

/// The serious further offences of a person, newest first; those recorded in error too.
///
/// # Errors
/// When the database fails.
pub fn further_offences(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<FurtherOffence>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY learned_on DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// One offence of a person.
///
/// # Errors
/// [`Failure::NotFound`] when it is not this person's.
pub(super) fn one(cx: &mut Cx<'_>, keys: &PersonKeys, id: EntryId) -> Result<FurtherOffence> {
    further_offences(cx, keys)?.into_iter().find(|row| row.id == id).ok_or(Failure::NotFound)
}

pub(super) fn steps(cx: &mut Cx<'_>, offence: &FurtherOffence) -> Result<Vec<StepDone>> {
    cx.list("WHERE person_id = $1 AND offence_id = $2 ORDER BY done_on, id", params![offence.person_id, offence.id])
}

/// What was done after every offence of a person.
pub(super) fn all_steps(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<StepDone>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY done_on, id", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// What was learned after every offence of a person.
pub(super) fn all_learning(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<LearningAction>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY due_on, id", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

pub(super) fn learning(cx: &mut Cx<'_>, offence: &FurtherOffence) -> Result<Vec<LearningAction>> {
    cx.list("WHERE person_id = $1 AND offence_id = $2 ORDER BY due_on, id", params![offence.person_id, offence.id])
}

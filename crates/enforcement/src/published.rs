//! Each step of enforcement as other rooms read it: which step of which order on which day, in whose team, with which
//! outcome. Ids, codes and days only; a view, written in the transaction of the step itself.
//!
//! Always true: a step is never taken out. One that no longer counts is marked superseded.

use crate::holding;
use kernel::{Date, OrderId, PersonId, TeamId};
use store::{Cx, Kind, Record, Result, Table, codes, params, record};
use uuid::Uuid;

codes! {
    /// What happened.
    pub enum StepKind {
        /// A failure to comply was recorded.
        Failure = "failure",
        /// A reasonable excuse was accepted.
        Accepted = "accepted",
        Warning = "warning",
        Referral = "referral",
        /// It was decided to take no action, with a reason.
        NoAction = "no_action",
        BreachInstructed = "breach_instructed",
        BreachHeard = "breach_heard",
        BreachEnded = "breach_ended",
        /// The person kept an appointment again after a failure.
        ReEngaged = "re_engaged",
        Power = "power",
        EarlyEnd = "early_end",
        Milestone = "milestone",
        Certificate = "certificate",
    }
}

record! {
    /// One step.
    pub struct Step in "view_enforcement_step", Kind::View, key ["person_id", "id"] {
        pub person_id: PersonId,
        /// The id of the failure, warning, breach, use of a power... or of the record of the step.
        pub id: Uuid,
        pub order_id: Option<OrderId>,
        pub step: StepKind,
        pub on_day: Date,
        /// Whose team it was then; filled in by [`publish`] when nobody says.
        pub team_id: Option<TeamId>,
        pub outcome: Option<String>,
        /// It no longer counts: corrected, withdrawn, or taken back.
        pub superseded: bool,
    }
}

pub(crate) const TABLES: &[&Table] = &[<Step as Record>::TABLE];

impl Step {
    /// A step of this person that counts.
    pub fn of(person: PersonId, id: impl Into<Uuid>, step: StepKind, on: Date) -> Step {
        Step {
            person_id: person,
            id: id.into(),
            order_id: None,
            step,
            on_day: on,
            team_id: None,
            outcome: None,
            superseded: false,
        }
    }

    #[must_use]
    pub fn order(self, order: Option<OrderId>) -> Step {
        Step { order_id: order, ..self }
    }

    #[must_use]
    pub fn outcome(self, outcome: impl Into<String>) -> Step {
        Step { outcome: Some(outcome.into()), ..self }
    }

    #[must_use]
    pub fn superseded(self, superseded: bool) -> Step {
        Step { superseded, ..self }
    }
}

/// Writes a step, over what was said of the same id before; the team that it then had stays.
///
/// # Errors
/// When the database fails.
pub fn publish(cx: &mut Cx<'_>, step: &Step) -> Result<()> {
    let mut row = step.clone();
    if row.team_id.is_none() {
        let known = cx.get::<Step>(params![row.person_id, row.id])?;
        row.team_id = match known {
            Some(known) => known.team_id,
            None => holding::holder(cx, row.person_id)?.and_then(|h| h.team_id),
        };
    }
    cx.save(&row)
}

/// Every step of the person, wherever a merge left it, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn steps(cx: &mut Cx<'_>, keys: &kernel::PersonKeys) -> Result<Vec<Step>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY on_day, id", keys.placeholders(1));
    cx.list(&rest, &store::key_values(keys))
}

//! Each step of enforcement as other rooms read it: which step of which order on which day, in whose team, with which
//! outcome. Ids, codes and days only; a view, written in the transaction of the step itself.
//!
//! Always true: a step is never taken out. One that no longer counts is marked superseded. A person's steps stand under the
//! survivor of a merge, so that whoever counts people counts all of them.

use crate::holding;
use domain_events::DomainEvent;
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
        /// In whose record what it tells of stands: the person, or one whose record was absorbed.
        pub kept_under: PersonId,
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
pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("steps of enforcement, after a merge", hear)];

impl Step {
    /// A step of this person that counts.
    pub fn of(person: PersonId, id: impl Into<Uuid>, step: StepKind, on: Date) -> Step {
        Step {
            person_id: person,
            id: id.into(),
            kept_under: person,
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
    let survivor = people::keys_of(cx, step.person_id)?.survivor;
    let mut row = Step { person_id: survivor, ..step.clone() };
    if row.team_id.is_none() {
        let known = cx.get::<Step>(params![row.person_id, row.id])?;
        row.team_id = match known {
            Some(known) => known.team_id,
            None => holding::holder(cx, row.person_id)?.and_then(|h| h.team_id),
        };
    }
    cx.save(&row)
}

/// Every step of the person, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn steps(cx: &mut Cx<'_>, keys: &kernel::PersonKeys) -> Result<Vec<Step>> {
    cx.ask_list(&crate::asked::steps(keys))
}

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    match event {
        DomainEvent::PersonMerged { person, absorbed } => go_over(cx, *absorbed, *person, |_| true),
        DomainEvent::PersonUnmerged { person, released } => {
            let own: Vec<PersonId> = people::keys_of(cx, *released)?.all().collect();
            go_over(cx, *person, *released, |step| own.contains(&step.kept_under))
        }
        _ => Ok(()),
    }
}

/// Puts what is meant of one person's steps under another.
fn go_over(cx: &mut Cx<'_>, from: PersonId, to: PersonId, meant: impl Fn(&Step) -> bool) -> Result<()> {
    let held = cx.list::<Step>("WHERE person_id = $1 ORDER BY id", params![from])?;
    let (gone, left): (Vec<Step>, Vec<Step>) = held.into_iter().partition(meant);
    if gone.is_empty() {
        return Ok(());
    }
    cx.put_view(from, &left)?;
    let arrived: Vec<Step> = gone.into_iter().map(|step| Step { person_id: to, ..step }).collect();
    cx.insert_all(&arrived)
}

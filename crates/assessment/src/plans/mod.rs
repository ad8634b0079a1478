//! Plans: goals by need, who does what by when, the person's own words, how risk is managed, and home visits.
//!
//! Always true: what became of a goal or an action is a row beside it; an action past its date is on the officer's and the
//! manager's lists; a home visit is done when the log says so, never by typing it again; a signed assessment keeps the plan
//! as it was. It does not know how needs are scored.

mod actions;
mod agreement;
mod api;
mod listening;
mod needs;
mod pages;
mod panel;
mod print;
mod reading;
mod records;
mod risk;
mod rules;
mod visits;

pub use actions::{ActionFacts, GoalFacts, NewProgress, add_action, add_goal, amend_action, amend_goal, note_progress};
pub use agreement::{NewAgreement, agree};
pub(crate) use listening::LISTENERS;
pub use needs::{NEEDS, Need, WHO};
pub(crate) use panel::{panel, tasks};
pub use reading::{Plan, PlanGoal, due_actions, plan, plan_goals, unmoved_needs};
pub(crate) use reading::{actions_in_words, due};
pub(crate) use records::TABLES;
pub use records::{
    Action, Agreed, Agreement, Goal, HomeVisit, Movement, Progress, ProgressKind, RiskPlan, Version, VisitEntry,
    VisitEntryKind, Who,
};
pub use risk::{RiskFacts, write_risk_plan};
pub use rules::{ActionStanding, ActionState, GoalStanding};
use store::{Cx, Result};
pub use visits::{NewVisit, VisitStanding, cancel_visit, plan_visit};

/// The jobs of this subject.
pub(crate) const JOBS: &[(&str, store::JobRunner)] = &[];

/// The pages and calls of plans.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

/// The migrations put in the shipped rows already.
///
/// # Errors
/// Never.
pub(crate) fn seed(_cx: &mut Cx<'_>) -> Result<()> {
    Ok(())
}

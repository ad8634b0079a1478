//! Goals, actions and what became of them, each one transaction. Words may be put better; what happened is only added to.

use super::reading::goals;
use super::records::{Action, Goal, Movement, Progress, ProgressKind, Who};
use super::rules::{ActionStanding, GoalStanding, may_note, may_plan, may_set};
use crate::author;
use crate::due::{self, Subject};
use contacts::Entry;
use kernel::{Date, PersonKeys, PlanEntryId};
use store::{Cx, Failure, Result};

const PLAN: &str = "TPLN";

/// What a goal says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct GoalFacts {
    /// The code of a need.
    pub need: String,
    pub aim: String,
    pub measure: String,
    pub strength: Option<String>,
    /// None puts it last.
    pub place: Option<i64>,
}

/// What an action says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ActionFacts {
    pub what: String,
    pub who: Who,
    pub who_name: Option<String>,
    pub by: Date,
    /// None puts it last.
    pub place: Option<i64>,
}

/// What became of a goal or an action.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProgress {
    pub what: ProgressKind,
    pub movement: Option<Movement>,
    pub on: Date,
    pub new_day: Option<Date>,
    pub words: String,
}

fn trimmed(text: Option<&String>) -> Option<String> {
    text.map(|t| t.trim().to_owned()).filter(|t| !t.is_empty())
}

/// Sets a goal.
///
/// # Errors
/// What [`may_set`] refuses.
pub fn add_goal(cx: &mut Cx<'_>, keys: &PersonKeys, facts: &GoalFacts) -> Result<PlanEntryId> {
    may_set(&facts.need, &facts.aim, &facts.measure)?;
    let last = goals(cx, keys)?.iter().map(|g| g.goal.place).max().unwrap_or(0);
    cx.describe(format!("Set a goal: {}", super::needs::name(&facts.need)), None);
    let (author_id, author_name) = author(cx);
    let goal = Goal {
        person_id: keys.survivor,
        id: cx.new_id(),
        need: facts.need.clone(),
        aim: facts.aim.trim().to_owned(),
        measure: facts.measure.trim().to_owned(),
        strength: trimmed(facts.strength.as_ref()),
        place: facts.place.unwrap_or(last + 1),
        set_on: cx.today(),
        author_id,
        author_name,
        recorded_at: cx.now(),
        version: 1,
    };
    cx.insert(&goal)?;
    let today = cx.today();
    let title = format!("Goal set: {}", super::needs::name(&facts.need));
    contacts::enter(cx, Entry::new(keys.survivor, PLAN, today, title).note(goal.aim.clone()))?;
    Ok(goal.id)
}

/// Puts a goal in other words.
///
/// # Errors
/// What [`may_set`] refuses; [`Failure::Stale`] when somebody else was quicker.
pub fn amend_goal(cx: &mut Cx<'_>, keys: &PersonKeys, id: PlanEntryId, facts: &GoalFacts, version: i64) -> Result<()> {
    may_set(&facts.need, &facts.aim, &facts.measure)?;
    let mut goal = goal(cx, keys, id)?.goal;
    goal.version = version;
    goal.need.clone_from(&facts.need);
    facts.aim.trim().clone_into(&mut goal.aim);
    facts.measure.trim().clone_into(&mut goal.measure);
    goal.strength = trimmed(facts.strength.as_ref());
    goal.place = facts.place.unwrap_or(goal.place);
    cx.describe("Changed a goal", None);
    cx.update(&mut goal)?;
    due::keep(cx, keys, &[Subject::Plans])
}

/// Adds an action to a goal.
///
/// # Errors
/// What [`may_plan`] refuses; [`Failure::NotFound`].
pub fn add_action(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    goal_id: PlanEntryId,
    facts: &ActionFacts,
) -> Result<PlanEntryId> {
    let standing = goal(cx, keys, goal_id)?;
    may_plan(&facts.what, facts.who, facts.who_name.as_deref(), facts.by, None, cx.today())?;
    let last = standing.actions.iter().map(|a| a.action.place).max().unwrap_or(0);
    cx.describe("Added an action to the plan", None);
    let (author_id, author_name) = author(cx);
    let action = Action {
        person_id: keys.survivor,
        id: cx.new_id(),
        goal_id,
        what: facts.what.trim().to_owned(),
        who: facts.who,
        who_name: trimmed(facts.who_name.as_ref()),
        by_day: facts.by,
        place: facts.place.unwrap_or(last + 1),
        author_id,
        author_name,
        recorded_at: cx.now(),
        version: 1,
    };
    cx.insert(&action)?;
    due::keep(cx, keys, &[Subject::Plans])?;
    Ok(action.id)
}

/// Puts an action in other words, or in another place. Its date is moved by [`note_progress`], with a reason.
///
/// # Errors
/// What [`may_plan`] refuses; [`Failure::Stale`] when somebody else was quicker.
pub fn amend_action(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: PlanEntryId,
    facts: &ActionFacts,
    version: i64,
) -> Result<()> {
    let (_, standing) = action(cx, keys, id)?;
    let mut action = standing.action;
    may_plan(&facts.what, facts.who, facts.who_name.as_deref(), action.by_day, Some(action.by_day), cx.today())?;
    action.version = version;
    facts.what.trim().clone_into(&mut action.what);
    action.who = facts.who;
    action.who_name = trimmed(facts.who_name.as_ref());
    action.place = facts.place.unwrap_or(action.place);
    cx.describe("Changed an action of the plan", None);
    cx.update(&mut action)?;
    due::keep(cx, keys, &[Subject::Plans])
}

/// Writes down what became of a goal, or of one of its actions.
///
/// # Errors
/// What [`may_note`] refuses; [`Failure::NotFound`].
pub fn note_progress(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    goal_id: PlanEntryId,
    action_id: Option<PlanEntryId>,
    new: &NewProgress,
) -> Result<()> {
    let standing = goal(cx, keys, goal_id)?;
    let (state, by) = match action_id {
        None => (standing.state, None),
        Some(id) => {
            let found = standing.actions.iter().find(|a| a.action.id == id).ok_or(Failure::NotFound)?;
            (found.state, Some(found.by))
        }
    };
    may_note(state, by, new.what, new.on, new.new_day, &new.words, cx.today())?;
    let verb = match new.what {
        ProgressKind::Note => "Progress on the plan",
        ProgressKind::Done => "Done on the plan",
        ProgressKind::Dropped => "Taken off the plan",
        ProgressKind::Reopened => "Put back on the plan",
        ProgressKind::Moved => "Moved a date of the plan",
    };
    cx.describe(verb, Some(&new.words));
    let (author_id, author_name) = author(cx);
    let row = Progress {
        person_id: keys.survivor,
        id: cx.new_id(),
        goal_id,
        action_id,
        what: new.what,
        movement: new.movement,
        on_day: new.on,
        new_day: new.new_day.filter(|_| new.what == ProgressKind::Moved),
        words: new.words.trim().to_owned(),
        author_id,
        author_name,
        recorded_at: cx.now(),
    };
    cx.insert(&row)?;
    let title = format!("{verb}: {}", super::needs::name(&standing.goal.need));
    contacts::enter(cx, Entry::new(keys.survivor, PLAN, new.on, title).note(row.words))?;
    due::keep(cx, keys, &[Subject::Plans])
}

/// One goal.
pub(super) fn goal(cx: &mut Cx<'_>, keys: &PersonKeys, id: PlanEntryId) -> Result<GoalStanding> {
    goals(cx, keys)?.into_iter().find(|g| g.goal.id == id).ok_or(Failure::NotFound)
}

/// One action, with its goal.
pub(super) fn action(cx: &mut Cx<'_>, keys: &PersonKeys, id: PlanEntryId) -> Result<(GoalStanding, ActionStanding)> {
    for goal in goals(cx, keys)? {
        if let Some(found) = goal.actions.iter().find(|a| a.action.id == id).cloned() {
            return Ok((goal, found));
        }
    }
    Err(Failure::NotFound)
}

//! A person's plan as a whole, and what is due of it.

use super::records::{Action, Agreed, Agreement, Goal, HomeVisit, Progress, RiskPlan, Version, VisitEntry};
use super::rules::{ActionState, GoalStanding, fold, unmoved};
use super::visits::{VisitStanding, fold_visits};
use crate::due::{Due, DueKind};
use crate::parts::families;
use crate::reviews;
use jiff::ToSpan;
use kernel::{Date, PersonKeys, PlanEntryId};
use std::collections::HashMap;
use store::{Cx, Failure, Record, Result, Value, key_values};
use uuid::Uuid;

/// A person's plan.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// In the order of the plan.
    pub goals: Vec<GoalStanding>,
    /// The newest first.
    pub agreements: Vec<Agreement>,
    /// The newest first; the first stands.
    pub risk: Vec<RiskPlan>,
    /// The nearest first, then those made or cancelled.
    pub visits: Vec<VisitStanding>,
    /// The newest first.
    pub versions: Vec<Version>,
    /// The last signed assessment, since which needs should have moved.
    pub last_review: Option<Date>,
}

impl Plan {
    #[must_use]
    pub fn is_empty(&self) -> bool {
        self.goals.is_empty() && self.risk.is_empty() && self.visits.is_empty()
    }

    /// The open goals whose need has not moved since the last review.
    #[must_use]
    pub fn unmoved(&self) -> Vec<&GoalStanding> {
        self.last_review.map_or_else(Vec::new, |since| unmoved(&self.goals, since))
    }

    /// A goal by its id.
    #[must_use]
    pub fn goal(&self, id: PlanEntryId) -> Option<&GoalStanding> {
        self.goals.iter().find(|g| g.goal.id == id)
    }
}

/// Reads a person's plan.
///
/// # Errors
/// When the database fails.
pub fn plan(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Plan> {
    Ok(Plan {
        goals: goals(cx, keys)?,
        agreements: newest_first(cx, keys)?,
        risk: newest_first(cx, keys)?,
        visits: visits(cx, keys)?,
        versions: newest_first(cx, keys)?,
        last_review: reviews::signed_on(cx, keys)?,
    })
}

/// What a person's plan has of one kind, the newest first: agreements, risk management plans or versions.
pub(super) fn newest_first<R: Record>(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<R>> {
    let among = keys.placeholders(1);
    let rest = format!("WHERE person_id IN ({among}) ORDER BY on_day DESC, recorded_at DESC, id DESC");
    cx.list::<R>(&rest, &key_values(keys))
}

/// A plan in brief, for panels: what stands, without the words.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Brief {
    pub(crate) goals: Vec<GoalStanding>,
    /// When the risk management plan was written.
    pub(crate) risk_on: Option<Date>,
    /// What the person last said of the plan.
    pub(crate) agreed: Option<Agreed>,
    pub(crate) last_review: Option<Date>,
}

impl Brief {
    pub(crate) fn unmoved(&self) -> usize {
        self.last_review.map_or(0, |since| unmoved(&self.goals, since).len())
    }
}

/// Reads a plan in brief, in four statements.
pub(crate) fn brief(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Brief> {
    let (among, values) = (keys.placeholders(1), key_values(keys));
    let sql = format!(
        "SELECT (SELECT MAX(on_day) FROM risk_plan WHERE person_id IN ({among})), \
         (SELECT agreed FROM plan_agreement WHERE person_id IN ({among}) ORDER BY on_day DESC, recorded_at DESC LIMIT 1), \
         (SELECT MAX(signed_on) FROM view_assessment_signed WHERE person_id IN ({among}))"
    );
    let rows = cx.query(&sql, &values)?;
    let row = rows.first().ok_or_else(|| Failure::broken("a plan in brief did not answer"))?;
    let (risk_on, agreed, last_review) = (row.get(0)?, row.get(1)?, row.get(2)?);
    Ok(Brief { goals: goals(cx, keys)?, risk_on, agreed, last_review })
}

/// A person's goals with their actions.
pub(crate) fn goals(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<GoalStanding>> {
    let (among, values) = (keys.placeholders(1), key_values(keys));
    let on = format!("b.goal_id = a.id AND b.person_id IN ({among})");
    let rest = format!("WHERE a.person_id IN ({among}) ORDER BY a.person_id, a.id, b.id");
    let families = families(cx.list_with::<Goal, Action>(&on, &rest, &values)?, |goal| (goal.person_id, goal.id));
    if families.is_empty() {
        return Ok(Vec::new());
    }
    let (goals, actions): (Vec<Goal>, Vec<Vec<Action>>) = families.into_iter().unzip();
    let rest = format!("WHERE person_id IN ({among}) ORDER BY recorded_at, id");
    let progress = cx.list::<Progress>(&rest, &values)?;
    Ok(fold(goals, actions.into_iter().flatten().collect(), &progress))
}

/// A person's planned home visits.
pub(crate) fn visits(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<VisitStanding>> {
    let (among, values) = (keys.placeholders(1), key_values(keys));
    let on = format!("b.visit_id = a.id AND b.person_id IN ({among})");
    let rest = format!("WHERE a.person_id IN ({among}) ORDER BY a.by_day, a.id, b.recorded_at, b.id");
    let rows = families(cx.list_with::<HomeVisit, VisitEntry>(&on, &rest, &values)?, |visit| visit.id);
    let (visits, entries): (Vec<HomeVisit>, Vec<Vec<VisitEntry>>) = rows.into_iter().unzip();
    let mut entries: Vec<VisitEntry> = entries.into_iter().flatten().collect();
    entries.sort_by_key(|entry| (entry.recorded_at.0, entry.id));
    Ok(fold_visits(visits, &entries))
}

/// A goal of the plan as other rooms ask for it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanGoal {
    /// The code of the need that it is for.
    pub need: String,
    /// Actions that are neither done nor dropped.
    pub open_actions: usize,
    /// In words that the person would use.
    pub aim: String,
    pub open: bool,
    /// Reached; one that was dropped is neither open nor reached.
    pub reached: bool,
    /// The day on which it was last said to be reached.
    pub reached_on: Option<Date>,
}

/// The person's goals, in the order of the plan.
///
/// # Errors
/// When the database fails.
pub fn plan_goals(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<PlanGoal>> {
    let goals = goals(cx, keys)?.into_iter().map(|g| {
        let done = g.progress.iter().rfind(|p| p.what == super::records::ProgressKind::Done);
        let reached = g.state == ActionState::Done;
        PlanGoal {
            open: g.state == ActionState::Open,
            reached,
            reached_on: done.filter(|_| reached).map(|p| p.on_day),
            open_actions: g.actions.iter().filter(|a| a.state == ActionState::Open).count(),
            need: g.goal.need,
            aim: g.goal.aim,
        }
    });
    Ok(goals.collect())
}

/// The needs, by code, that have not moved since the last signed assessment, each once.
///
/// # Errors
/// When the database fails.
pub fn unmoved_needs(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<String>> {
    let Some(since) = reviews::signed_on(cx, keys)? else { return Ok(Vec::new()) };
    let goals = goals(cx, keys)?;
    let mut needs: Vec<String> = unmoved(&goals, since).into_iter().map(|g| g.goal.need.clone()).collect();
    needs.dedup();
    Ok(needs)
}

/// The words of actions by id, for lists of many people.
pub(crate) fn actions_in_words(cx: &mut Cx<'_>, actions: &[Uuid]) -> Result<HashMap<Uuid, String>> {
    if actions.is_empty() {
        return Ok(HashMap::new());
    }
    let ids: Vec<Value> = actions.iter().map(|id| Value::Id(*id)).collect();
    let rest = format!("WHERE id IN ({})", kernel::placeholders(1, ids.len()));
    Ok(cx.list::<Action>(&rest, &ids)?.into_iter().map(|a| (a.id.0, a.what)).collect())
}

/// The actions of a person that are past their date.
///
/// # Errors
/// When the database fails.
pub fn due_actions(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<super::rules::ActionStanding>> {
    let (goals, today) = (goals(cx, keys)?, cx.today());
    let open = goals.into_iter().filter(|g| g.state == ActionState::Open);
    Ok(open.flat_map(|g| g.actions).filter(|a| a.is_late(today)).collect())
}

/// The actions from the day after their date on, and the visits some days before theirs.
pub(crate) fn due(cx: &mut Cx<'_>, keys: &PersonKeys, notice: i64) -> Result<Vec<Due>> {
    let mut due = Vec::new();
    let open = |s: &ActionState| *s == ActionState::Open;
    for goal in goals(cx, keys)?.into_iter().filter(|g| open(&g.state)) {
        for standing in goal.actions.into_iter().filter(|a| open(&a.state)) {
            due.push(Due {
                kind: DueKind::Action,
                item: standing.action.id.0,
                what: goal.goal.need.clone(),
                due: standing.by,
                shows: standing.by.saturating_add(1.day()),
            });
        }
    }
    for standing in visits(cx, keys)?.into_iter().filter(VisitStanding::is_open) {
        let visit = standing.visit;
        due.push(Due::early(DueKind::HomeVisit, visit.id.0, String::new(), visit.by_day, notice));
    }
    Ok(due)
}

//! Reading breaches, and keeping the line by which lists find them.

use super::records::{Breach, BreachLine, BreachState, Deed, PartRow};
use super::rules::{Stop, due};
use crate::act::Act;
use kernel::{BreachId, Date, OrderId, PersonKeys};
use law::{BREACH_PRESENTED, Law, Nation};
use store::{Cx, Failure, Result};

/// A breach with everything that belongs to it.
#[derive(Clone, Debug)]
pub struct Whole {
    pub breach: Breach,
    pub parts: Vec<PartRow>,
    /// In the order of doing.
    pub acts: Vec<Act>,
    /// The last day to lay it at court; none where no limit held on the day of learning.
    pub due_on: Option<Date>,
}

impl Whole {
    /// The state from which it ended.
    pub(crate) fn before_end(&self) -> Option<BreachState> {
        let states = self.acts.iter().rev().filter_map(|act| act.came_to.parse::<BreachState>().ok());
        states.into_iter().find(|state| state.is_open())
    }

    pub(crate) fn stops(&self) -> Vec<Stop> {
        stops(&self.acts)
    }
}

fn stops(acts: &[Act]) -> Vec<Stop> {
    let judged = acts.iter().filter(|act| act.what == Deed::Judge.code());
    let day = |act: &Act, name: &str| act.facts.as_ref()?.get(name)?.as_str()?.parse::<Date>().ok();
    judged.filter_map(|act| Some(Stop { from: day(act, "from")?, until: day(act, "until")? })).collect()
}

pub(crate) fn due_of(cx: &Cx<'_>, breach: &Breach, acts: &[Act]) -> Result<Option<Date>> {
    let law = cx.part::<Law>()?;
    let deadline = law.deadline(BREACH_PRESENTED, breach.aware_on);
    let working = law.working_days(Nation::EnglandAndWales);
    Ok(deadline.and_then(|deadline| due(deadline, breach.aware_on, &stops(acts), working)))
}

/// One breach of the person.
///
/// # Errors
/// When there is none.
pub fn breach(cx: &mut Cx<'_>, keys: &PersonKeys, id: BreachId) -> Result<Whole> {
    let asked = crate::asked::breach(keys, id);
    cx.ask_together(&asked)?;
    let [own, parts, acts] = &asked;
    let breach = cx.ask_list::<Breach>(own)?.pop().ok_or(Failure::NotFound)?;
    let parts = cx.ask_list::<PartRow>(parts)?;
    let acts = cx.ask_list::<Act>(acts)?;
    let due_on = due_of(cx, &breach, &acts)?;
    Ok(Whole { breach, parts, acts, due_on })
}

/// Every breach of the person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn breaches_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Breach>> {
    cx.ask_list(&crate::asked::breaches(keys))
}

/// The breaches of an order that are open, the oldest first.
///
/// # Errors
/// When the database fails.
pub fn open_breaches(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId) -> Result<Vec<Breach>> {
    let mut all = breaches_of(cx, keys)?;
    all.retain(|b| b.order_id == order && b.state.is_open());
    all.reverse();
    Ok(all)
}

/// The day of the last breach of the order that came to an end by a court's result: the service's count of failures starts
/// again after it. The law's own window is not touched by it.
///
/// # Errors
/// When the database fails.
pub fn last_end(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId) -> Result<Option<Date>> {
    let all = breaches_of(cx, keys)?;
    let ended = all.iter().filter(|b| b.order_id == order && b.state == BreachState::Ended);
    Ok(ended.filter_map(|b| b.ended_on).max())
}

/// Writes the line of a breach anew.
pub(crate) fn keep_line(cx: &mut Cx<'_>, breach: &Breach, due_on: Option<Date>) -> Result<()> {
    let holder = crate::holding::holder(cx, breach.person_id)?;
    cx.save(&BreachLine {
        id: breach.id,
        person_id: breach.person_id,
        order_id: breach.order_id,
        staff_id: holder.as_ref().and_then(|h| h.staff_id).or(breach.staff_id),
        team_id: holder.and_then(|h| h.team_id),
        court_id: breach.court_id,
        state: breach.state,
        is_open: breach.state.is_open(),
        aware_on: breach.aware_on,
        due_on,
        laid_on: breach.laid_on,
        hearing_on: breach.hearing_on,
        ended_on: breach.ended_on,
    })
}

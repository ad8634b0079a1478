//! A breach before the court: laid, listed, decided, stopped, opened again, and the clock until it is laid.
//!
//! Always true: what ends a breach says what the court decided or why it stopped; the order's dates as they were stay beside
//! those that it got; a message and a typed result never overwrite each other.

use super::actions::{dates_json, dates_of, hold, may, refuse, take_on};
use super::records::{Breach, Deed};
use super::rules::{Stop, stopping};
use super::store::Whole;
use crate::policy::{JUDGEMENT_DAYS, Policy};
use crate::published::{Step, StepKind, publish};
use domain_events::DomainEvent;
use kernel::{BreachId, Date, PersonKeys, Refusal};
use people::OpenPerson;
use sentences::{Ending, Length, OrderAmendment};
use serde_json::{Value as Json, json};
use store::{Cx, Failure, Result};

fn not_ahead(field: &str, day: Date, least: Date, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if day > today {
        wrong.push(Refusal::new(field, "in_future", "The day must be today or in the past"));
    }
    if day < least {
        wrong.push(Refusal::new(field, "too_early", "The day must not be before the breach was known"));
    }
    wrong
}

/// The information was laid at court on a day.
///
/// # Errors
/// Refuses a pack that was not sent, and a wrong day.
pub fn lay_breach(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId, on: Date, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Lay)?;
    refuse(not_ahead("on", on, whole.breach.aware_on, cx.today()))?;
    whole.breach.laid_on = Some(on);
    take_on(cx, &mut whole, Deed::Lay, on, None, None)
}

/// A day in court was fixed, or moved.
///
/// # Errors
/// Refuses a breach that the court does not have, and a day before it was known.
pub fn list_breach(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    hearing: Date,
    words: Option<&str>,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::List)?;
    if hearing < whole.breach.aware_on {
        return Err(Failure::refused("on", "too_early", "The day must not be before the breach was known"));
    }
    // Listed without a word of the day on which it was laid: it was laid by now.
    whole.breach.laid_on = whole.breach.laid_on.or(Some(cx.today()));
    let before = whole.breach.hearing_on.replace(hearing);
    take_on(cx, &mut whole, Deed::List, hearing, words, Some(json!({ "from": before.map(|day| day.to_string()) })))
}

/// What a court decided, as somebody heard it.
#[derive(Clone, Debug)]
pub struct Decided {
    pub on: Date,
    /// A code of the policy's results.
    pub result: String,
    pub words: Option<String>,
    /// Of a result that changes the order: its new last day and periods.
    pub ends_on: Option<Date>,
    pub operational_period: Option<Length>,
    pub supervision_period: Option<Length>,
}

/// Records what the court decided, with what it does to the order.
///
/// # Errors
/// Refuses an unknown result, a day that is not one, and a change of the order that cannot be.
pub fn record_result(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    decided: &Decided,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Result)?;
    refuse(not_ahead("on", decided.on, whole.breach.aware_on, cx.today()))?;
    let policy = Policy::current(cx)?;
    let known = policy.results_on(decided.on).find(|r| r.code == decided.result);
    let known = known.ok_or_else(|| Failure::refused("result", "unknown_result", "Choose what the court decided"))?;
    let nothing_new =
        decided.ends_on.is_none() && decided.operational_period.is_none() && decided.supervision_period.is_none();
    if known.code == "extended" && nothing_new {
        return Err(Failure::refused("ends_on", "missing", "Enter the order’s new last day"));
    }
    conclude(cx, &mut whole, &known.code, decided.on, decided.words.as_deref(), json!({ "told": "typed" }))?;
    let order = whole.breach.order_id;
    if let Some(reason) = &known.ends {
        let how = Ending { on: decided.on, reason: reason.clone(), note: decided.words.clone() };
        sentences::end_order(cx, &open.keys, order, &how, None).map_err(|wrong| beside(wrong, "result"))?;
    } else if known.amends && !nothing_new {
        let now = sentences::order(cx, &open.keys, order)?.order;
        let amendment = OrderAmendment {
            ends_on: decided.ends_on.or(now.amended_ends_on),
            operational_period: decided.operational_period,
            supervision_period: decided.supervision_period,
            notes: now.notes.clone(),
        };
        sentences::amend_order(cx, &open.keys, order, &amendment, None, "The court’s result on a breach")?;
    }
    Ok(())
}

/// A refusal of another room's field stands beside ours.
fn beside(wrong: Failure, field: &str) -> Failure {
    match wrong {
        Failure::Refused(mut no) => {
            for one in &mut no.0 {
                *one = Refusal::new(field, one.code, one.words.clone());
            }
            Failure::Refused(no)
        }
        other => other,
    }
}

/// Ends a breach with a result, whoever told it, and tells of it.
pub(super) fn conclude(
    cx: &mut Cx<'_>,
    whole: &mut Whole,
    result: &str,
    on: Date,
    words: Option<&str>,
    mut facts: Json,
) -> Result<()> {
    let keys = people::keys_of(cx, whole.breach.person_id)?;
    let order = sentences::order(cx, &keys, whole.breach.order_id)?.order;
    whole.breach.outcome = Some(result.to_owned());
    whole.breach.outcome_words = words.map(str::to_owned);
    whole.breach.ended_on = Some(on);
    whole.breach.order_after = Some(dates_json(&dates_of(&order))?);
    if let Some(facts) = facts.as_object_mut() {
        facts.insert("result".into(), json!(result));
    }
    take_on(cx, whole, Deed::Result, on, words, Some(facts))?;
    for kind in [StepKind::BreachHeard, StepKind::BreachEnded] {
        published(cx, whole, kind, on, result)?;
    }
    ended(cx, &keys, &whole.breach, on, result)
}

/// Steps of one breach have ids of their own, one for each kind.
fn published(cx: &mut Cx<'_>, whole: &Whole, kind: StepKind, on: Date, outcome: &str) -> Result<()> {
    let id = super::ids::step_id(whole.breach.id.0, kind.code());
    let step = Step::of(whole.breach.person_id, id, kind, on).order(Some(whole.breach.order_id)).outcome(outcome);
    publish(cx, &step)
}

fn ended(cx: &mut Cx<'_>, keys: &PersonKeys, breach: &Breach, on: Date, outcome: &str) -> Result<()> {
    cx.tell(&DomainEvent::BreachEnded {
        person: keys.survivor,
        breach: breach.id,
        order: breach.order_id,
        on,
        outcome: outcome.to_owned(),
    })
}

/// Stops a breach: withdrawn before the court has it, discontinued after.
///
/// # Errors
/// Refuses an unknown reason, "another reason" without words, and a breach that ended.
pub fn stop_breach(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    reason: &str,
    words: Option<&str>,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    let deed = if whole.breach.state.is_at_court() { Deed::Discontinue } else { Deed::Withdraw };
    may(cx, &whole, deed)?;
    let (policy, today) = (Policy::current(cx)?, cx.today());
    let known = policy.stops_on(today).find(|stop| stop.code == reason);
    let known = known.ok_or_else(|| Failure::refused("reason", "unknown_reason", "Choose why it stops"))?;
    if known.code == "other" && words.is_none_or(|w| w.trim().is_empty()) {
        return Err(Failure::refused("words", "no_reason", "Say what the reason is"));
    }
    let on = cx.today();
    whole.breach.outcome = Some(known.code.clone());
    whole.breach.outcome_words = words.map(str::to_owned);
    whole.breach.ended_on = Some(on);
    let told = match words {
        Some(words) if !words.trim().is_empty() => format!("{}: {}", known.en, words.trim()),
        _ => known.en.clone(),
    };
    take_on(cx, &mut whole, deed, on, Some(&told), Some(json!({ "reason": known.code })))?;
    published(cx, &whole, StepKind::BreachEnded, on, whole.breach.state.code())?;
    let outcome = whole.breach.state.code();
    ended(cx, &open.keys, &whole.breach, on, outcome)
}

/// Opens a breach again that ended by mistake. What became of the order is for the order's own page.
///
/// # Errors
/// Refuses one that did not end, and no reason.
pub fn reopen_breach(cx: &mut Cx<'_>, open: &OpenPerson, id: BreachId, words: &str, seen: Option<i64>) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Reopen)?;
    if words.trim().is_empty() {
        return Err(Failure::refused("words", "no_reason", "Say why it is opened again"));
    }
    (whole.breach.outcome, whole.breach.outcome_words, whole.breach.ended_on) = (None, None, None);
    whole.breach.order_after = None;
    let on = cx.today();
    take_on(cx, &mut whole, Deed::Reopen, on, Some(words), None)?;
    for kind in [StepKind::BreachHeard, StepKind::BreachEnded] {
        let id = super::ids::step_id(whole.breach.id.0, kind.code());
        let known = crate::published::steps(cx, &open.keys)?.into_iter().find(|s| s.id == id);
        if let Some(step) = known {
            publish(cx, &step.superseded(true))?;
        }
    }
    Ok(())
}

/// Stops the clock to court from a day to a day, with the reason.
///
/// # Errors
/// Refuses days out of order, too long a stop, and no reason.
pub fn stop_clock(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: BreachId,
    stop: Stop,
    words: &str,
    seen: Option<i64>,
) -> Result<()> {
    let mut whole = hold(cx, &open.keys, id, seen)?;
    may(cx, &whole, Deed::Judge)?;
    let longest = Policy::current(cx)?.number(JUDGEMENT_DAYS, cx.today())?;
    refuse(stopping(stop, words, whole.breach.aware_on, longest))?;
    let facts = json!({ "from": stop.from.to_string(), "until": stop.until.to_string() });
    let on = cx.today();
    take_on(cx, &mut whole, Deed::Judge, on, Some(words), Some(facts))?;
    let person = open.keys.survivor;
    cx.tell(&DomainEvent::ClockJudged { person, clock: law::BREACH_PRESENTED.into(), until: Some(stop.until) })
}

/// Keeps what the court's message said of a breach that has ended already.
pub(super) fn told_again(cx: &mut Cx<'_>, whole: &mut Whole, result: &str, on: Date, words: &str) -> Result<()> {
    let facts = json!({ "told": "court-message", "result": result });
    take_on(cx, whole, Deed::Told, on, Some(words), Some(facts))
}

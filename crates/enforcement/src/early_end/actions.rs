//! Finding, agreeing to, declining and carrying out an early end. It is proposed by the record and decided by a manager; it
//! is never automatic.

use super::records::{EarlyEnd, EarlyEndState as S};
use crate::act::{NewAct, keep};
use crate::breach::step_id;
use crate::offers;
use crate::policy::{EARLY_END_NOTICE, Policy};
use crate::powers::KnownFacts;
use crate::powers::facts::{OfPerson, case_of, of_order, of_person, refusals};
use crate::published::{Step, StepKind, publish};
use documents::Letter;
use jiff::ToSpan;
use kernel::{Date, EarlyEndId, OrderId, PersonKeys, Refusal, Refusals};
use law::{Law, PowerKind, PowerVerdict, Verdict};
use people::OpenPerson;
use sentences::{Ending, OrderWithParts};
use serde_json::json;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};

/// Why an order that was ended so has ended.
const EARLY: &str = "completed-early";

/// Facts that no record answers: whoever decides says them.
fn only_said(verdict: &PowerVerdict<'_>, known: &KnownFacts) -> bool {
    let asks = verdict.asks();
    verdict.verdict == Verdict::CannotTell
        && ["requirements-complied", "plan-met"].iter().all(|fact| known.get(*fact).is_some_and(|f| f.is))
        && asks.iter().all(|fact| matches!(*fact, "instructions-needed" | "review-court"))
}

fn verdict_of<'l>(law: &'l Law, case: &law::PowerCase) -> Option<PowerVerdict<'l>> {
    let found = law.may_be_used(case).into_iter();
    found
        .filter(|v| matches!(v.power.kind, PowerKind::EndOrder | PowerKind::EndSupervision))
        .find(|v| !v.reasons.iter().any(|r| r.rule == "other-sentence"))
}

/// An order with what the law says of ending it early.
pub(crate) struct Looked<'l> {
    pub(crate) known: KnownFacts,
    pub(crate) verdict: Option<PowerVerdict<'l>>,
    pub(crate) borne_out: bool,
}

pub(crate) fn look<'l>(
    cx: &mut Cx<'_>,
    law: &'l Law,
    open: &OpenPerson,
    person: &OfPerson,
    order: &OrderWithParts,
    answers: &BTreeMap<String, bool>,
) -> Result<Looked<'l>> {
    let known = of_order(cx, open, person, order)?;
    let case = case_of(cx, open, order, &known, answers)?;
    let over = order.order.supervision_ended_on.is_some();
    let verdict = verdict_of(law, &case).filter(|v| !(over && v.power.kind == PowerKind::EndSupervision));
    let borne_out = verdict.as_ref().is_some_and(|v| v.verdict == Verdict::Allowed || only_said(v, &known));
    Ok(Looked { known, verdict, borne_out })
}

fn evidence(known: &KnownFacts, answers: &BTreeMap<String, bool>, law: &Law) -> serde_json::Value {
    let known: BTreeMap<&str, serde_json::Value> =
        known.iter().map(|(code, f)| (code.as_str(), json!({ "is": f.is, "why": f.why }))).collect();
    json!({ "known": known, "answers": answers, "law": law.version() })
}

/// Every early end of the person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn early_ends_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<EarlyEnd>> {
    cx.ask_list(&crate::asked::early_ends(keys))
}

/// Proposes an early end wherever the record bears one that was not proposed before, and lets lapse what it no longer bears.
/// Gives how many were proposed.
///
/// # Errors
/// When the database fails.
pub fn propose_where_borne_out(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<usize> {
    let law = cx.part::<Law>()?;
    let mut orders = sentences::orders(cx, &open.keys)?;
    orders.retain(|o| o.order.is_open() && law.sentence(&o.order.sentence).is_some_and(law::SentenceType::breachable));
    let known = early_ends_of(cx, &open.keys)?;
    if orders.is_empty() && known.is_empty() {
        return Ok(0);
    }
    let person = of_person(cx, open)?;
    let mut proposed = 0;
    for order in &orders {
        let looked = look(cx, &law, open, &person, order, &BTreeMap::new())?;
        let before = known.iter().find(|e| e.order_id == order.order.id);
        match (looked.borne_out, before) {
            (true, None) => {
                if let Some(verdict) = &looked.verdict {
                    let evidence = evidence(&looked.known, &BTreeMap::new(), &law);
                    insert(cx, order, &verdict.power.code, evidence)?;
                    proposed += 1;
                }
            }
            (false, Some(row)) if row.state == S::Proposed => {
                let mut row = row.clone();
                move_to(cx, &mut row, S::Lapsed, "The record no longer bears it out")?;
            }
            _ => {}
        }
    }
    Ok(proposed)
}

fn insert(cx: &mut Cx<'_>, order: &OrderWithParts, power: &str, evidence: serde_json::Value) -> Result<EarlyEndId> {
    let row = EarlyEnd {
        person_id: order.order.person_id,
        id: cx.new_id(),
        order_id: order.order.id,
        power: power.to_owned(),
        state: S::Proposed,
        found_on: cx.today(),
        found_by: cx.actor().name().to_owned(),
        found_at: cx.now(),
        evidence,
        ends_on: None,
        reason: None,
        decided_on: None,
        decided_by: None,
        notice_document: None,
        end_document: None,
        version: 1,
    };
    cx.describe("Proposed an early end", None);
    cx.insert(&row)?;
    kept(cx, &row, "propose", None)?;
    Ok(row.id)
}

fn kept(cx: &mut Cx<'_>, row: &EarlyEnd, what: &str, words: Option<&str>) -> Result<()> {
    let (on, state) = (cx.today(), row.state.code());
    let (about, about_id) = (offers::EARLY_END, row.id.0);
    keep(cx, NewAct { person: row.person_id, about, about_id, what, came_to: state, on, words, facts: None })?;
    let open = (state, row.state.is_open());
    offers::keep(cx, (row.person_id, row.id.0), (offers::EARLY_END, &row.power), open, row.found_on)
}

fn move_to(cx: &mut Cx<'_>, row: &mut EarlyEnd, state: S, words: &str) -> Result<()> {
    row.state = state;
    cx.describe(format!("Early end: {}", state.words().to_lowercase()), Some(words));
    cx.update(row)?;
    kept(cx, row, state.code(), Some(words))
}

/// An officer proposes an early end by hand. What speaks against it is told, and the manager decides.
///
/// # Errors
/// Refuses an order that has one open, and one to which no such power belongs.
pub fn propose_early_end(cx: &mut Cx<'_>, open: &OpenPerson, order: OrderId) -> Result<EarlyEndId> {
    cx.lock(open.keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let order = sentences::order(cx, &open.keys, order)?;
    let open_one =
        early_ends_of(cx, &open.keys)?.into_iter().find(|e| e.order_id == order.order.id && e.state.is_open());
    if let Some(known) = open_one {
        return Ok(known.id);
    }
    let person = of_person(cx, open)?;
    let looked = look(cx, &law, open, &person, &order, &BTreeMap::new())?;
    let Some(verdict) = &looked.verdict else {
        return Err(Refusal::of_request("no_power", "This order cannot be ended early by its officer").into());
    };
    let evidence = evidence(&looked.known, &BTreeMap::new(), &law);
    insert(cx, &order, &verdict.power.code, evidence)
}

/// A manager's word.
#[derive(Clone, Debug)]
pub struct Deciding {
    pub agreed: bool,
    pub reason: String,
    /// The last day, when agreed.
    pub ends_on: Option<Date>,
    /// What only people know, by fact.
    pub answers: BTreeMap<String, bool>,
}

pub(crate) fn one(cx: &mut Cx<'_>, keys: &PersonKeys, id: EarlyEndId, seen: Option<i64>) -> Result<EarlyEnd> {
    let row = early_ends_of(cx, keys)?.into_iter().find(|e| e.id == id).ok_or(Failure::NotFound)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Failure::Stale("Somebody else changed this meanwhile".into()));
    }
    Ok(row)
}

/// A manager agrees, gives the last day and has the notice written; or declines with a reason.
///
/// # Errors
/// Refuses, with the law's reasons, what the law does not allow; too short a notice; declining without a reason.
pub fn decide_early_end(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: EarlyEndId,
    decided: &Deciding,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let mut row = one(cx, &open.keys, id, seen)?;
    if row.state != S::Proposed {
        return Err(Refusal::of_request("not_proposed", "This does not wait for a decision any more").into());
    }
    let today = cx.today();
    row.decided_on = Some(today);
    row.decided_by = Some(cx.actor().name().to_owned());
    row.reason = Some(decided.reason.trim().to_owned()).filter(|r| !r.is_empty());
    if !decided.agreed {
        if row.reason.is_none() {
            return Err(Failure::refused("reason", "no_reason", "Say why it is declined"));
        }
        return move_to(cx, &mut row, S::Declined, &decided.reason);
    }
    let law = cx.part::<Law>()?;
    let order = sentences::order(cx, &open.keys, row.order_id)?;
    let person = of_person(cx, open)?;
    let looked = look(cx, &law, open, &person, &order, &decided.answers)?;
    let verdict = looked.verdict.filter(|v| v.power.code == row.power).ok_or(Failure::NotFound)?;
    if verdict.verdict != Verdict::Allowed {
        return Err(Failure::Refused(Refusals(refusals(&law, &verdict))));
    }
    let notice = Policy::current(cx)?.number(EARLY_END_NOTICE, today)?;
    let earliest = today.saturating_add(notice.days());
    let Some(ends_on) = decided.ends_on.filter(|day| *day >= earliest) else {
        let words = format!("Give a last day from {} on, so that the person is told in time", web::ui::day(earliest));
        return Err(Failure::refused("ends_on", "too_early", words));
    };
    if order.order.end().is_some_and(|last| ends_on >= last) {
        return Err(Failure::refused("ends_on", "not_early", "The order ends by itself before that day"));
    }
    row.ends_on = Some(ends_on);
    row.evidence = evidence(&looked.known, &decided.answers, &law);
    let what = if verdict.power.kind == PowerKind::EndOrder { "Your order ends" } else { "Your supervision ends" };
    let facts = json!({
        "changes": format!("{what} early, on {}.", web::ui::day(ends_on)),
        "from_on": ends_on.to_string(),
        "by": cx.actor().name(),
        "why": "You have done everything that your order asked for.",
    });
    let about = Some((offers::EARLY_END, row.id.0));
    let letter = Letter { template: "variation_notice", person: open.keys.survivor, about, language: None, facts };
    row.notice_document = Some(documents::write(cx, &letter)?);
    let words = format!("Last day {}. {}", web::ui::day(ends_on), decided.reason.trim());
    move_to(cx, &mut row, S::Agreed, &words)
}

/// Carries out what was agreed, from its last day on: a community order ends; of a suspended sentence the supervision ends
/// and the operational period runs on.
///
/// # Errors
/// Refuses one that was not agreed or whose last day has not come, and an order with an open breach.
pub fn carry_out_early_end(cx: &mut Cx<'_>, open: &OpenPerson, id: EarlyEndId, seen: Option<i64>) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let mut row = one(cx, &open.keys, id, seen)?;
    let law = cx.part::<Law>()?;
    let ends_on = match (row.state, row.ends_on) {
        (S::Agreed, Some(day)) if day <= cx.today() => day,
        (S::Agreed, Some(day)) => {
            let words = format!("The last day is {}: end it then", web::ui::day(day));
            return Err(Refusal::of_request("not_yet", words).into());
        }
        _ => return Err(Refusal::of_request("not_agreed", "Nobody has agreed to this").into()),
    };
    if !crate::breach::open_breaches(cx, &open.keys, row.order_id)?.is_empty() {
        return Err(Refusal::of_request("breach_open", "A breach of the order is open: it is for the court").into());
    }
    let order = sentences::order(cx, &open.keys, row.order_id)?;
    let name = law.sentence(&order.order.sentence).map_or(order.order.sentence.clone(), |s| s.en.to_lowercase());
    let supervision = law.power(&row.power).is_some_and(|p| p.kind == PowerKind::EndSupervision);
    let order_name = if supervision { format!("supervision period of your {name}") } else { name };
    let facts = json!({
        "order_name": order_name,
        "ended_on": ends_on.to_string(),
        "early": "Everything that it asked for was done, and the objectives of the plan were met.",
    });
    let about = Some((offers::EARLY_END, row.id.0));
    let letter = Letter { template: "end_of_order", person: open.keys.survivor, about, language: None, facts };
    row.end_document = Some(documents::write(cx, &letter)?);
    move_to(cx, &mut row, S::Ended, "Everything that the order asked for is done")?;
    if supervision {
        let why = row.reason.as_deref().unwrap_or("Everything that the order asked for is done");
        sentences::end_supervision_period(cx, &open.keys, row.order_id, ends_on, why, None)?;
    } else {
        let how = Ending { on: ends_on, reason: EARLY.into(), note: row.reason.clone() };
        sentences::end_order(cx, &open.keys, row.order_id, &how, None)?;
    }
    published(cx, &row, ends_on, false)
}

fn published(cx: &mut Cx<'_>, row: &EarlyEnd, ends_on: Date, undone: bool) -> Result<()> {
    let step_id = step_id(row.id.0, StepKind::EarlyEnd.code());
    let step = Step::of(row.person_id, step_id, StepKind::EarlyEnd, ends_on).order(Some(row.order_id));
    publish(cx, &step.outcome(row.power.clone()).superseded(undone))
}

/// Takes back what was agreed. What was carried out is undone: the order, or the supervision under it, runs as it was passed.
///
/// # Errors
/// Refuses one that was never agreed, no reason, and an order that somebody ended otherwise meanwhile.
pub fn take_back_early_end(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: EarlyEndId,
    why: &str,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let mut row = one(cx, &open.keys, id, seen)?;
    if !matches!(row.state, S::Agreed | S::Ended) {
        return Err(Refusal::of_request("not_agreed", "Only what was agreed is taken back").into());
    }
    if why.trim().is_empty() {
        return Err(Failure::refused("reason", "no_reason", "Say why it is taken back"));
    }
    let carried_out = row.ends_on.filter(|_| row.state == S::Ended);
    move_to(cx, &mut row, S::Declined, why)?;
    if let Some(ends_on) = carried_out {
        undo(cx, open, &row, why)?;
        published(cx, &row, ends_on, true)?;
    }
    Ok(())
}

/// The order as it was before the early end; nothing where somebody has put that right already.
fn undo(cx: &mut Cx<'_>, open: &OpenPerson, row: &EarlyEnd, why: &str) -> Result<()> {
    let order = sentences::order(cx, &open.keys, row.order_id)?.order;
    let ended_so =
        order.removed.is_none() && order.ended_on == row.ends_on && order.end_reason.as_deref() == Some(EARLY);
    if order.is_open() && order.supervision_ended_on.is_some() {
        sentences::undo_supervision_end(cx, &open.keys, order.id, why)
    } else if ended_so {
        sentences::reopen_order(cx, &open.keys, order.id, why)
    } else if order.is_open() {
        Ok(())
    } else {
        Err(Refusal::of_request("ended", "This order has ended in another way since: reopen the order first").into())
    }
}

//! Using a power, and taking its use back.
//!
//! Always true: a power is used only where the law's rows allow it that day, for known facts; the use keeps what allowed it,
//! and the person is told where the row says so.

use super::curfew::{self, CurfewChange, CurfewTerms};
use super::facts::{case_of, of_order, of_person, refusals};
use super::records::PowerUse;
use crate::breach::step_id;
use crate::published::{Step, StepKind, publish};
use contacts::Entry;
use documents::Letter;
use domain_events::DomainEvent;
use kernel::{Date, OrderId, PersonKeys, PowerId, Refusal, Refusals};
use law::{Law, PowerKind, Verdict};
use people::OpenPerson;
use serde_json::json;
use std::collections::BTreeMap;
use store::{Cx, Failure, Result};

const LOGGED: &str = "TPOW";

/// What is said when a power is used.
#[derive(Clone, Debug)]
pub struct Using {
    pub order: OrderId,
    /// Code of a power.
    pub power: String,
    pub starts_on: Date,
    pub ends_on: Option<Date>,
    pub reason_code: Option<String>,
    pub reason: String,
    pub words: String,
    /// What the officer answered to facts that the record leaves open.
    pub answers: BTreeMap<String, bool>,
    /// Of a power that moves a curfew: how it stands and how it is to stand.
    pub curfew: Option<CurfewChange>,
}

fn checking(new: &Using, told: &str, power: &law::Power, ends: Option<Date>, today: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if new.starts_on < today {
        wrong.push(Refusal::new("starts_on", "in_past", "It begins today or later"));
    }
    if new.ends_on.is_some_and(|last| last < new.starts_on) {
        wrong.push(Refusal::new("ends_on", "before_start", "The last day must not be before the first"));
    }
    let latest = new.ends_on.unwrap_or(new.starts_on);
    if ends.is_some_and(|last| latest > last || new.starts_on > last) {
        wrong.push(Refusal::new("ends_on", "past_order", "It cannot hold beyond the last day of the order"));
    }
    if told.trim().is_empty() {
        wrong.push(Refusal::new("words", "missing", "Say what the person is told to do, or what changes"));
    }
    if new.reason.trim().is_empty() {
        wrong.push(Refusal::new("reason", "no_reason", "Say why the power is used"));
    }
    let known = |code: &str| power.reason_codes.iter().any(|known| known == code);
    if !power.reason_codes.is_empty() && !new.reason_code.as_deref().is_some_and(known) {
        wrong.push(Refusal::new("reason_code", "no_reason", "Choose why it is needed"));
    }
    wrong
}

/// A curfew that is moved, with what the law leaves open about it.
struct Moved {
    change: CurfewChange,
    doubts: Vec<law::Reason>,
}

fn json_of(change: &CurfewChange) -> Result<serde_json::Value> {
    serde_json::to_value(change).map_err(|e| Failure::broken(e.to_string()))
}

/// What is against a change of a curfew; the change in one way of writing, where nothing is.
fn moved(
    law: &Law,
    power: &law::Power,
    dates: &law::CaseDates,
    change: Option<&CurfewChange>,
) -> std::result::Result<Option<Moved>, Vec<Refusal>> {
    let refuse = |field: &str, code, words: &str| Err(vec![Refusal::new(field, code, words)]);
    let change = match (curfew::moves(power.kind), change) {
        (false, None) => return Ok(None),
        (false, Some(_)) => return refuse("curfew", "no_curfew", "This power does not move a curfew"),
        (true, None) => return refuse("curfew", "missing", "Say how the curfew stands and how it is to stand"),
        (true, Some(change)) => change,
    };
    if power.kind == PowerKind::VaryCurfewAddress {
        let said = |terms: &CurfewTerms| terms.address.clone().map(|a| a.trim().to_owned()).filter(|a| !a.is_empty());
        return match (said(&change.before), said(&change.now)) {
            (_, None) => refuse("now-address", "missing", "Enter the new address"),
            (before, now) if before == now => {
                refuse("now-address", "same", "This is the address as it stands: enter another")
            }
            (before, now) => {
                let terms = |address| CurfewTerms { times: Vec::new(), address };
                let change = CurfewChange { before: terms(before), now: terms(now) };
                Ok(Some(Moved { change, doubts: Vec::new() }))
            }
        };
    }
    let unread = |side: &str, days: Vec<usize>| -> Vec<Refusal> {
        let named = days.into_iter().filter_map(|day| curfew::DAYS.get(day));
        let one = |(code, name, _): &(&str, &str, &str)| {
            let words = format!("{name} must be like 19:00 to 07:00, or none");
            Refusal::new(format!("{side}-{code}"), "not_times", words)
        };
        named.map(one).collect()
    };
    let before = curfew::week(&change.before).map_err(|days| unread("before", days));
    let now = curfew::week(&change.now).map_err(|days| unread("now", days));
    let (before, now) = match (before, now) {
        (Ok(before), Ok(now)) => (before, now),
        (before, now) => return Err([before.err(), now.err()].into_iter().flatten().flatten().collect()),
    };
    if before.iter().all(Vec::is_empty) {
        return refuse("before-every", "missing", "Enter the times as they stand");
    }
    if before == now {
        return refuse("now-every", "same", "These are the times as they stand: enter others");
    }
    let judged = law.check_curfew(curfew::requirement_of(law, &power.code).unwrap_or_default(), dates, &before, &now);
    let (against, doubts): (Vec<law::Reason>, Vec<law::Reason>) =
        judged.into_iter().partition(|r| r.verdict == Verdict::NotAllowed);
    if !against.is_empty() {
        let field = |words: &str| {
            let day = curfew::DAYS.iter().find(|(_, name, _)| words.starts_with(name));
            day.map_or_else(|| "now-every".to_owned(), |(code, ..)| format!("now-{code}"))
        };
        return Err(against.iter().map(|r| Refusal::new(field(&r.words), r.rule, r.words.clone())).collect());
    }
    let change = CurfewChange { before: curfew::tidy(&change.before, &before), now: curfew::tidy(&change.now, &now) };
    Ok(Some(Moved { change, doubts }))
}

/// Uses a power that the law allows today, and writes the notice of it.
///
/// # Errors
/// Refuses with the law's reason what is not allowed or not known; a wrong day; no reason.
pub fn use_power(cx: &mut Cx<'_>, open: &OpenPerson, new: &Using) -> Result<PowerId> {
    cx.lock(open.keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let order = sentences::order(cx, &open.keys, new.order)?;
    let person = of_person(cx, open)?;
    let known = of_order(cx, open, &person, &order)?;
    let case = case_of(cx, open, &order, &known, &new.answers)?;
    let verdict = law.may_use(&new.power, &case).ok_or(Failure::NotFound)?;
    if verdict.verdict != Verdict::Allowed {
        return Err(Failure::Refused(Refusals(refusals(&law, &verdict))));
    }
    let power = verdict.power;
    if matches!(power.kind, PowerKind::EndOrder | PowerKind::EndSupervision | PowerKind::CreditWork) {
        return Err(Refusal::of_request("other_page", "This is not used by hand here").into());
    }
    let moved = moved(&law, power, &case.dates, new.curfew.as_ref());
    let change = moved.as_ref().ok().and_then(|moved| moved.as_ref()).map(|moved| &moved.change);
    let told = [change.map(|change| curfew::words(change, false)).unwrap_or_default(), new.words.trim().to_owned()];
    let told = told.iter().filter(|t| !t.is_empty()).map(String::as_str).collect::<Vec<_>>().join("\n");
    let by_hand = if moved.is_err() { "the curfew" } else { told.as_str() };
    let mut wrong = checking(new, by_hand, power, order.order.end(), cx.today());
    wrong.extend(moved.as_ref().err().into_iter().flatten().cloned());
    let moved = match moved {
        Ok(moved) if wrong.is_empty() => moved,
        _ => return Err(Failure::Refused(Refusals(wrong))),
    };
    let of_curfew = moved.iter().flat_map(|moved| &moved.doubts);
    let reasons: Vec<&str> = verdict.reasons.iter().chain(of_curfew).map(|r| r.words.as_str()).collect();
    let mut row = PowerUse {
        person_id: order.order.person_id,
        id: cx.new_id(),
        order_id: order.order.id,
        power: power.code.clone(),
        used_on: cx.today(),
        starts_on: new.starts_on,
        ends_on: new.ends_on,
        reason_code: new.reason_code.clone(),
        reason: new.reason.trim().to_owned(),
        words: told,
        allowed_by: json!({ "law": law.version(), "facts": case.facts, "reasons": reasons, "source": power.source }),
        curfew: moved.as_ref().map(|moved| json_of(&moved.change)).transpose()?,
        document_id: None,
        used_at: cx.now(),
        used_by: cx.actor().name().to_owned(),
        used_by_id: cx.actor().id(),
        undone_on: None,
        undone_by: None,
        undone_why: None,
        version: 1,
    };
    cx.describe(format!("Used a power: {}", power.en), Some(&row.reason));
    if power.notice {
        row.document_id = Some(notice(cx, open, &row, (power.kind, moved.as_ref(), new.words.trim()))?);
    }
    cx.insert(&row)?;
    published(cx, &row, false)?;
    let entry = Entry::new(row.person_id, LOGGED, row.used_on, power.en.clone()).note(row.words.clone());
    contacts::enter(cx, entry.event(order.order.event_id))?;
    tell(cx, open, &row, false)?;
    Ok(row.id)
}

/// The letter by which the person is told.
fn notice(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    row: &PowerUse,
    (kind, moved, added): (PowerKind, Option<&Moved>, &str),
) -> Result<kernel::DocumentId> {
    let welsh = documents::preferred_language(cx, open)? == documents::Language::Welsh;
    let changes = match moved {
        Some(moved) => format!("{}\n{added}", curfew::words(&moved.change, welsh)).trim().to_owned(),
        None => row.words.clone(),
    };
    let until = row.ends_on.map(|day| day.to_string());
    let (template, mut facts) = if kind == PowerKind::Instruct {
        let facts = json!({ "instruction": row.words, "why": row.reason, "from_on": row.starts_on.to_string() });
        ("instruction", facts)
    } else {
        let facts = json!({
            "changes": changes, "from_on": row.starts_on.to_string(), "by": row.used_by, "why": row.reason,
        });
        ("variation_notice", facts)
    };
    if let (Some(until), Some(object), true) = (until, facts.as_object_mut(), kind == PowerKind::Instruct) {
        object.insert("until_on".into(), until.into());
    }
    let about = Some(("power", row.id.0));
    documents::write(cx, &Letter { template, person: open.keys.survivor, about, language: None, facts })
}

fn published(cx: &mut Cx<'_>, row: &PowerUse, undone: bool) -> Result<()> {
    let id = step_id(row.id.0, StepKind::Power.code());
    let step = Step::of(row.person_id, id, StepKind::Power, row.used_on).order(Some(row.order_id));
    publish(cx, &step.outcome(row.power.clone()).superseded(undone))
}

fn tell(cx: &mut Cx<'_>, open: &OpenPerson, row: &PowerUse, undone: bool) -> Result<()> {
    cx.tell(&DomainEvent::PowerUsed {
        person: open.keys.survivor,
        power: row.id,
        order: row.order_id,
        on: cx.today(),
        kind: row.power.clone(),
        undone,
    })
}

/// Every use of a power over the person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn uses_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<PowerUse>> {
    cx.ask_list(&crate::asked::uses(keys))
}

/// Takes a use back, from today on.
///
/// # Errors
/// Refuses one that was taken back, and no reason.
pub fn undo_power(cx: &mut Cx<'_>, open: &OpenPerson, id: PowerId, why: &str, seen: Option<i64>) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let mut row = uses_of(cx, &open.keys)?.into_iter().find(|u| u.id == id).ok_or(Failure::NotFound)?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Failure::Stale("Somebody else changed this meanwhile".into()));
    }
    if row.undone_on.is_some() {
        return Err(Refusal::of_request("undone", "This was taken back already").into());
    }
    if why.trim().is_empty() {
        return Err(Failure::refused("why", "no_reason", "Say why it is taken back"));
    }
    row.undone_on = Some(cx.today());
    row.undone_by = Some(cx.actor().name().to_owned());
    row.undone_why = Some(why.trim().to_owned());
    cx.describe("Took back the use of a power", Some(why));
    cx.update(&mut row)?;
    published(cx, &row, true)?;
    tell(cx, open, &row, true)
}

/// The suspension of contact that holds under an order on a day. No failure to attend is made while it holds; an offence
/// still is one.
///
/// # Errors
/// When the database fails.
pub fn suspended_on(cx: &mut Cx<'_>, keys: &PersonKeys, order: OrderId, day: Date) -> Result<Option<PowerUse>> {
    let law = cx.part::<Law>()?;
    let suspends = |code: &str| law.power(code).is_some_and(|p| p.kind == PowerKind::SuspendContact);
    let uses = uses_of(cx, keys)?;
    Ok(uses.into_iter().find(|u| u.order_id == order && suspends(&u.power) && u.holds_on(day)))
}

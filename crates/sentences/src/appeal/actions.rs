//! Writing down an appeal as the court tells it, and what a person says of its effect. The court's words never overwrite
//! the person's, but a result that comes after them asks the person anew.

use super::{Appeal, AppealEffect, AppealKind, AppealResult};
use crate::event::rules::Ending;
use crate::order::actions::{end_order, reopen_order};
use crate::{Order, find};
use kernel::{Date, EntryId, EventId, OrderId, PersonKeys};
use store::{Cx, Failure, Result};

/// The reason of an order that an appeal ended.
const ALLOWED: &str = "appeal-allowed";

/// An appeal as the court room understood it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SentAppeal {
    /// The sender's stable key.
    pub key: String,
    pub event: EventId,
    pub order: Option<OrderId>,
    pub kind: AppealKind,
    pub title: String,
    pub court_name: Option<String>,
    pub lodged_on: Option<Date>,
    pub result: AppealResult,
    pub result_words: Option<String>,
    pub decided_on: Option<Date>,
}

/// Every appeal of the person, the oldest first; those that the court took back are marked.
///
/// # Errors
/// When the database fails.
pub fn appeals(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<Appeal>> {
    find::rows_of(cx, keys, "ORDER BY id")
}

/// Writes what the court tells; `sent` is every appeal that it tells now. Gives what was new or changed, in words.
///
/// # Errors
/// When the database fails.
pub fn record_appeal(cx: &mut Cx<'_>, keys: &PersonKeys, sent: &[SentAppeal]) -> Result<Vec<String>> {
    let known = appeals(cx, keys)?;
    let mut changes = Vec::new();
    for one in sent {
        let before = known.iter().find(|a| a.source_key == one.key);
        let row = merged(cx, keys, one, before)?;
        match before {
            Some(before) if *before == row => continue,
            Some(_) => cx.update(&mut row.clone())?,
            None => cx.insert(&row)?,
        }
        changes.push(format!("{}: {}", row.kind.words(), row.result.words()));
    }
    for mut row in known.into_iter().filter(|a| a.removed.is_none() && !sent.iter().any(|s| s.key == a.source_key)) {
        row.removed = Some("The court took it back".into());
        cx.update(&mut row)?;
        changes.push(format!("The court took back: {}", row.kind.words()));
    }
    Ok(changes)
}

fn merged(cx: &mut Cx<'_>, keys: &PersonKeys, sent: &SentAppeal, before: Option<&Appeal>) -> Result<Appeal> {
    let owner = match before {
        Some(before) => before.person_id,
        None => find::event(cx, keys, sent.event)?.person_id,
    };
    // What a person said holds for the result they knew of; a dismissed appeal leaves the order as it was.
    let same = before.filter(|b| b.result == sent.result);
    let first = if sent.result.changes_nothing() || sent.order.is_none() {
        AppealEffect::Runs
    } else {
        AppealEffect::ToConfirm
    };
    Ok(Appeal {
        person_id: owner,
        id: before.map_or_else(|| cx.new_id(), |b| b.id),
        event_id: sent.event,
        order_id: sent.order,
        kind: sent.kind,
        title: sent.title.clone(),
        court_name: sent.court_name.clone(),
        lodged_on: sent.lodged_on,
        result: sent.result,
        result_words: sent.result_words.clone(),
        decided_on: sent.decided_on,
        effect: same.filter(|b| b.order_id == sent.order).map_or(first, |b| b.effect),
        effect_from: same.and_then(|b| b.effect_from),
        effect_note: same.and_then(|b| b.effect_note.clone()),
        ended_by_effect: before.is_some_and(|b| b.ended_by_effect),
        source_key: sent.key.clone(),
        removed: None,
        version: before.map_or(1, |b| b.version),
    })
}

/// Says what an appeal does to its order from a day on. "Ends" ends the order; anything else opens one again that this
/// appeal had ended.
///
/// # Errors
/// For a day in the future, when the appeal has no order that could end, or the order's own refusals.
pub fn set_appeal_effect(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    appeal: EntryId,
    effect: AppealEffect,
    from: Option<Date>,
    note: &str,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let mut row: Appeal = find::one(cx, keys, appeal)?;
    if from.is_some_and(|day| day > cx.today()) {
        return Err(Failure::refused("from", "in_the_future", "The day must be today or in the past"));
    }
    cx.describe(format!("{}: {}", row.kind.words(), effect.words()), Some(note));
    let order: Option<Order> = match row.order_id {
        Some(id) => Some(find::order(cx, keys, id)?),
        None => None,
    };
    match (effect, order) {
        (AppealEffect::Ends, None) => {
            return Err(Failure::refused("effect", "no_order", "This appeal is about no order that could end"));
        }
        (AppealEffect::Ends, Some(order)) if order.is_open() => {
            let on = from.or(row.decided_on).unwrap_or(cx.today()).max(order.made_on);
            end_order(cx, keys, order.id, &Ending { on, reason: ALLOWED.into(), note: Some(note.to_owned()) }, None)?;
            row.ended_by_effect = true;
        }
        (AppealEffect::Ends, _) => {}
        (_, Some(order)) if row.ended_by_effect && order.ended_on.is_some() => {
            reopen_order(cx, keys, order.id, note)?;
            row.ended_by_effect = false;
        }
        _ => row.ended_by_effect = false,
    }
    row.effect = effect;
    row.effect_from = from;
    row.effect_note = Some(note.to_owned());
    cx.update(&mut row)
}

//! Entering minutes, putting them right, taking them back, and moving them between orders and areas.

use super::reading::{account, entries, entry, facts, is_ours, source_key};
use super::records::{Minutes, MinutesKind, standing};
use super::rules::{Limits, Shortfall, work_out};
use crate::policy::{EDUCATION_PERCENT, TRAVEL_MOST, hours, numbers, reasoned, refuse};
use kernel::{Date, EntryId, MinutesId, PersonKeys, Refusal, RequirementId, Time};
use law::Law;
use sentences::{NewProgress, OrderWithParts, RequirementWithProgress};
use std::collections::BTreeSet;
use store::{Cx, Failure, Result};

/// Under which name the ledger tells of this account.
const MINUTES: &str = "Minutes of unpaid work";

/// Minutes to enter.
#[derive(Clone, Debug)]
pub struct NewMinutes {
    pub requirement: RequirementId,
    pub kind: MinutesKind,
    /// Without the penalty.
    pub minutes: i64,
    pub on: Date,
    pub times: Option<(Time, Time)>,
    pub penalty: i64,
    pub booking: Option<EntryId>,
    pub reason: Option<String>,
}

/// What an entry should have said.
#[derive(Clone, Debug)]
pub struct Change {
    pub minutes: i64,
    pub on: Date,
    pub times: Option<(Time, Time)>,
    pub penalty: i64,
}

fn fresh(cx: &Cx<'_>, keys: &PersonKeys, new: &NewMinutes) -> Minutes {
    let id = cx.new_id();
    Minutes {
        person_id: keys.survivor,
        id,
        requirement_id: new.requirement,
        kind: new.kind,
        minutes: new.minutes,
        done_on: new.on,
        starts: new.times.map(|t| t.0),
        ends: new.times.map(|t| t.1),
        penalty: new.penalty,
        booking_id: new.booking,
        first_id: id,
        takes_back: None,
        other_id: None,
        elsewhere: None,
        reason: new.reason.clone(),
        recorded_at: cx.now(),
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
    }
}

/// What is wrong with minutes of a kind, before the account is asked.
fn wrong(new: &NewMinutes, travel_most: i64, today: Date) -> Vec<Refusal> {
    let mut no = Vec::new();
    if new.on > today {
        no.push(Refusal::new("on", "in_future", "Minutes are entered on the day or after it: enter an earlier day"));
    }
    let signed = new.kind == MinutesKind::Adjustment;
    if new.minutes == 0 || (!signed && new.minutes < 0) {
        no.push(Refusal::new("minutes", "no_minutes", "Enter the minutes to count"));
    }
    if new.kind == MinutesKind::Travel && new.minutes > travel_most {
        let words = format!("Travel counts for at most {} at a time: enter less", hours(travel_most));
        no.push(Refusal::new("minutes", "too_much_travel", words));
    }
    let by_hand = matches!(new.kind, MinutesKind::Adjustment | MinutesKind::Travel | MinutesKind::Education);
    if by_hand && new.reason.as_deref().is_none_or(|why| why.trim().is_empty()) {
        no.push(Refusal::new("why", "missing", "Say why"));
    }
    no
}

/// Enters minutes. What is more than was left is kept and told, but not credited.
///
/// # Errors
/// `no_minutes`, `too_much_travel`, `missing`; `short` when more would leave than is there; what the requirement refuses:
/// a day before the sentence, after its end or in the future.
pub fn enter_minutes(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewMinutes) -> Result<Minutes> {
    cx.lock(keys.survivor.into())?;
    let travel = numbers(cx)?.on(TRAVEL_MOST, new.on)?;
    refuse(wrong(new, travel, cx.today()))?;
    let row = fresh(cx, keys, new);
    cx.describe(format!("{MINUTES}: {}, {}", new.kind.words(), hours(new.minutes)), new.reason.as_deref());
    cx.insert(&row)?;
    settle(cx, keys, &[new.requirement])?;
    Ok(row)
}

fn takes_back(cx: &Cx<'_>, row: &Minutes, why: &str) -> Minutes {
    Minutes {
        id: cx.new_id(),
        minutes: -row.minutes,
        penalty: -row.penalty,
        takes_back: Some(row.id),
        reason: Some(why.to_owned()),
        recorded_at: cx.now(),
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        ..row.clone()
    }
}

/// An entry that stands, with those that stand and fall with it: the other half of a move, and what counts with it for
/// another order.
fn with_linked(cx: &mut Cx<'_>, keys: &PersonKeys, id: MinutesId) -> Result<Vec<Minutes>> {
    let row = entry(cx, keys, id)?;
    let all = entries(cx, keys)?;
    if !standing(&all).any(|e| e.id == id) {
        return Err(Failure::refused("", "taken_back", "This entry was taken back already: look at the account again"));
    }
    let linked = |e: &&Minutes| {
        e.id != id && (e.other_id == Some(id) || (e.kind == MinutesKind::Transfer && row.other_id == Some(e.id)))
    };
    let others: Vec<Minutes> = standing(&all).filter(linked).cloned().collect();
    Ok(std::iter::once(row).chain(others).collect())
}

/// Takes an entry back, with whatever hangs on it. Both stay readable.
///
/// # Errors
/// `missing` without a reason, `taken_back`, and `short` when minutes left the account that would then not be there.
pub fn take_back(cx: &mut Cx<'_>, keys: &PersonKeys, id: MinutesId, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let why = reasoned(why)?;
    let rows = with_linked(cx, keys, id)?;
    cx.describe(format!("{MINUTES}: took an entry back"), Some(&why));
    let backs: Vec<Minutes> = rows.iter().map(|row| takes_back(cx, row, &why)).collect();
    cx.insert_all(&backs)?;
    settle(cx, keys, &requirements(&rows))
}

/// Puts an entry right: it is taken back, and the right one stands beside it in its place.
///
/// # Errors
/// As [`take_back`] and [`enter_minutes`]; `moved` for minutes that were moved, which are moved anew instead.
pub fn correct_minutes(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: MinutesId,
    change: &Change,
    why: &str,
) -> Result<Minutes> {
    cx.lock(keys.survivor.into())?;
    let why = reasoned(why)?;
    let rows = with_linked(cx, keys, id)?;
    let travel = numbers(cx)?.on(TRAVEL_MOST, change.on)?;
    let mut written = Vec::new();
    for row in &rows {
        if row.kind == MinutesKind::Transfer {
            let words = "Minutes that were moved are taken back and moved anew";
            return Err(Failure::refused("minutes", "moved", words));
        }
        refuse(wrong(&changed(row, change, &why), travel, cx.today()))?;
        let right = fresh(cx, keys, &changed(row, change, &why));
        let other_id = row.other_id.map(|_| written.first().map_or(row.id, |first: &Minutes| first.id));
        written.push(Minutes { first_id: row.first_id, other_id, ..right });
    }
    cx.describe(format!("{MINUTES}: put an entry right, {}", hours(change.minutes)), Some(&why));
    let backs: Vec<Minutes> = rows.iter().map(|row| takes_back(cx, row, &why)).collect();
    cx.insert_all(&backs)?;
    cx.insert_all(&written)?;
    settle(cx, keys, &requirements(&rows))?;
    written.into_iter().next().ok_or(Failure::NotFound)
}

fn changed(row: &Minutes, change: &Change, why: &str) -> NewMinutes {
    NewMinutes {
        requirement: row.requirement_id,
        kind: row.kind,
        minutes: change.minutes,
        on: change.on,
        times: change.times,
        penalty: change.penalty,
        booking: row.booking_id,
        reason: Some(why.to_owned()),
    }
}

fn requirements(rows: &[Minutes]) -> Vec<RequirementId> {
    rows.iter().map(|r| r.requirement_id).collect::<BTreeSet<_>>().into_iter().collect()
}

/// Counts the minutes of an entry for another requirement too, whose order runs at the same time.
///
/// # Errors
/// `same` for the entry's own requirement, `twice` when they count there already; as [`enter_minutes`].
pub fn also_counts(cx: &mut Cx<'_>, keys: &PersonKeys, id: MinutesId, to: RequirementId, why: &str) -> Result<Minutes> {
    cx.lock(keys.survivor.into())?;
    let why = reasoned(why)?;
    let rows = with_linked(cx, keys, id)?;
    let Some(row) = rows.first() else { return Err(Failure::NotFound) };
    if rows.iter().any(|r| r.requirement_id == to) {
        let words = "These minutes count for that requirement already: choose another";
        return Err(Failure::refused("to", "twice", words));
    }
    account(cx, keys, to)?;
    let new = NewMinutes {
        requirement: to,
        kind: MinutesKind::Concurrent,
        reason: Some(why.clone()),
        ..changed(row, &Change { minutes: row.minutes, on: row.done_on, times: times(row), penalty: row.penalty }, &why)
    };
    let counted = Minutes { other_id: Some(row.id), ..fresh(cx, keys, &new) };
    cx.describe(format!("{MINUTES}: counted for another order too, {}", hours(row.minutes)), Some(&why));
    cx.insert(&counted)?;
    settle(cx, keys, &[to])?;
    Ok(counted)
}

fn times(row: &Minutes) -> Option<(Time, Time)> {
    row.starts.zip(row.ends)
}

/// Moves credited minutes from one requirement to another, as when an order is revoked and made anew: two entries whose sum
/// is nought.
///
/// # Errors
/// `no_minutes`, `same`, `missing`; `short` when fewer were credited; `too_many` when fewer are left on the other.
pub fn transfer(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    (from, to): (RequirementId, RequirementId),
    minutes: i64,
    on: Date,
    why: &str,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let why = reasoned(why)?;
    let (source, target) = (account(cx, keys, from)?, account(cx, keys, to)?);
    let mut no = moving(minutes, source.working.credited);
    if from == to {
        no.push(Refusal::new("to", "same", "Choose another requirement to move the minutes to"));
    }
    if let Some(left) = target.left().filter(|left| minutes > *left) {
        let words = format!("Only {} are left there: move no more than that", hours(left));
        no.push(Refusal::new("minutes", "too_many", words));
    }
    refuse(no)?;
    let out_on = source.requirement.ended_on.map_or(on, |ended| on.min(ended));
    let mut out = moved(cx, keys, (from, -minutes), out_on, &why);
    let mut into = moved(cx, keys, (to, minutes), on, &why);
    (out.other_id, into.other_id) = (Some(into.id), Some(out.id));
    cx.describe(format!("{MINUTES}: moved {} to another order", hours(minutes)), Some(&why));
    cx.insert_all(&[out, into])?;
    settle(cx, keys, &[from, to])
}

/// Moves minutes to another area (`minutes` below nought) or takes over what was worked in one.
///
/// # Errors
/// As [`transfer`]; `missing` without the area's name.
pub fn transfer_away(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    requirement: RequirementId,
    (minutes, area): (i64, &str),
    on: Date,
    why: &str,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let why = reasoned(why)?;
    let there = account(cx, keys, requirement)?;
    let mut no = Vec::new();
    if area.trim().is_empty() {
        no.push(Refusal::new("area", "missing", "Enter the name of the area"));
    }
    if minutes < 0 {
        no.extend(moving(-minutes, there.working.credited));
    } else if minutes == 0 {
        no.push(Refusal::new("minutes", "no_minutes", "Enter the minutes to move"));
    }
    if let Some(left) = there.left().filter(|left| minutes > *left) {
        no.push(Refusal::new("minutes", "too_many", format!("Only {} are left: take over no more", hours(left))));
    }
    refuse(no)?;
    let on = there.requirement.ended_on.filter(|_| minutes < 0).map_or(on, |ended| on.min(ended));
    let row = Minutes { elsewhere: Some(area.trim().to_owned()), ..moved(cx, keys, (requirement, minutes), on, &why) };
    let direction = if minutes < 0 { "to" } else { "from" };
    cx.describe(format!("{MINUTES}: {} moved {direction} another area", hours(minutes.abs())), Some(&why));
    cx.insert(&row)?;
    settle(cx, keys, &[requirement])
}

fn moving(minutes: i64, credited: i64) -> Vec<Refusal> {
    let mut no = Vec::new();
    if minutes <= 0 {
        no.push(Refusal::new("minutes", "no_minutes", "Enter the minutes to move"));
    } else if minutes > credited {
        let words = format!("Only {} are credited there: move no more than that", hours(credited));
        no.push(Refusal::new("minutes", "short", words));
    }
    no
}

fn moved(cx: &Cx<'_>, keys: &PersonKeys, (requirement, minutes): (RequirementId, i64), on: Date, why: &str) -> Minutes {
    let new = NewMinutes {
        requirement,
        kind: MinutesKind::Transfer,
        minutes,
        on,
        times: None,
        penalty: 0,
        booking: None,
        reason: Some(why.to_owned()),
    };
    fresh(cx, keys, &new)
}

/// Works the credit of some requirements out anew and brings what stands on them into step with it.
///
/// # Errors
/// `short`, and what the requirement refuses.
pub fn settle(cx: &mut Cx<'_>, keys: &PersonKeys, requirements: &[RequirementId]) -> Result<()> {
    let orders = sentences::orders(cx, keys)?;
    let all = entries(cx, keys)?;
    let law = cx.part::<Law>()?;
    let education_percent = numbers(cx)?.on(EDUCATION_PERCENT, cx.today())?;
    for id in requirements {
        let own: Vec<Minutes> = all.iter().filter(|e| e.requirement_id == *id).cloned().collect();
        let part = part_of(&orders, *id)?;
        if !law.requirement(&part.requirement.kind).is_some_and(|kind| kind.work) {
            let words = "This requirement is not unpaid work: choose one that is";
            return Err(Failure::refused("requirement", "not_unpaid_work", words));
        }
        let beside = part.entries.iter().filter(|p| p.withdrawn.is_none() && !is_ours(p)).map(|p| p.minutes).sum();
        let ordered = part.progress.and_then(|p| p.ordered).map(i64::from);
        let working = work_out(Limits { ordered, education_percent, beside }, &facts(&own)).map_err(short)?;
        bring_into_step(cx, keys, part, &own, &working)?;
    }
    Ok(())
}

fn part_of(orders: &[OrderWithParts], id: RequirementId) -> Result<&RequirementWithProgress> {
    orders.iter().flat_map(|o| &o.requirements).find(|r| r.requirement.id == id).ok_or(Failure::NotFound)
}

fn short(short: Shortfall) -> Failure {
    let words = format!(
        "By {} only {} would be credited, and more was moved or taken off then: take that back first",
        web::ui::day(short.on),
        hours(short.there)
    );
    Failure::refused("minutes", "short", words)
}

fn bring_into_step(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    part: &RequirementWithProgress,
    own: &[Minutes],
    working: &super::Working,
) -> Result<()> {
    for row in own.iter().filter(|e| e.takes_back.is_none()) {
        let key = source_key(row);
        let there = part.entries.iter().find(|p| p.source_key.as_deref() == Some(&key) && p.withdrawn.is_none());
        let wanted = working.lines.iter().find(|l| l.id == row.id).map_or(0, |l| l.credited);
        if wanted == 0 {
            if there.is_some() {
                sentences::withdraw_progress_of(cx, keys, &key, "Not credited in the account of minutes")?;
            }
        } else if there.is_none_or(|p| (p.minutes, p.done_on) != (wanted, row.done_on)) {
            let new = NewProgress {
                requirement: row.requirement_id,
                done_on: row.done_on,
                minutes: wanted,
                note: Some(row.kind.words().to_owned()),
                source_key: Some(key),
            };
            sentences::carry_progress(cx, keys, &new)?;
        }
    }
    Ok(())
}

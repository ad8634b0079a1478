//! Two records that are one person, and the undoing of that. A merge moves no row: a registry row makes the absorbed id part
//! of the survivor, and every door reads the survivor's keys. The absorbed CRN leads to the survivor.

use crate::cards::Person;
use crate::open::{OpenPerson, crn_row};
use crate::sight;
use domain_events::DomainEvent;
use kernel::{Crn, DetailId, Instant, PersonId, PersonKeys, Refusal, placeholders};
use std::collections::{HashMap, HashSet};
use store::{Cx, Failure, Kind, Result, id_values, params, record};

record! {
    /// That `absorbed_id` is the same person as `person_id`, until it ended.
    pub struct PersonMerge in "person_merge", Kind::Registry, key ["id"] {
        pub id: DetailId,
        /// The survivor.
        pub person_id: PersonId,
        pub absorbed_id: PersonId,
        pub merged_at: Instant,
        pub merged_by: String,
        pub reason: String,
        pub ended_at: Option<Instant>,
        pub ended_by: Option<String>,
        pub end_reason: Option<String>,
    }
}

/// How many merges one after another are followed. More would be a circle, which `merge` refuses.
const DEEPEST: usize = 16;

/// The keys of the person whom an id belongs to today.
///
/// # Errors
/// When the database fails.
pub fn keys_of(cx: &mut Cx<'_>, person: PersonId) -> Result<PersonKeys> {
    // Most people are in no merge at all: one statement looks both ways.
    let either = "WHERE ended_at IS NULL AND (person_id = $1 OR absorbed_id = $1)";
    if cx.list::<PersonMerge>(either, params![person])?.is_empty() {
        return Ok(PersonKeys::alone(person));
    }
    Ok(families(cx, &[person])?.pop().unwrap_or_else(|| PersonKeys::alone(person)))
}

/// The keys of each person among `ids`, each survivor once, in the order first met.
pub(crate) fn families(cx: &mut Cx<'_>, ids: &[PersonId]) -> Result<Vec<PersonKeys>> {
    let mut leads: HashMap<PersonId, PersonId> = HashMap::new();
    let mut open: Vec<PersonId> = ids.to_vec();
    for _ in 0..DEEPEST {
        let rows = merges(cx, "absorbed_id", &open)?;
        open = rows.iter().map(|m| m.person_id).collect();
        leads.extend(rows.iter().map(|m| (m.absorbed_id, m.person_id)));
        if open.is_empty() {
            break;
        }
    }
    let survivor = |mut id: PersonId| {
        for _ in 0..DEEPEST {
            id = leads.get(&id).copied().unwrap_or(id);
        }
        id
    };
    let mut met = HashSet::new();
    let mut out: Vec<PersonKeys> = Vec::new();
    for id in ids.iter().map(|id| survivor(*id)) {
        if met.insert(id) {
            out.push(PersonKeys::alone(id));
        }
    }
    add_absorbed(cx, &mut out)?;
    Ok(out)
}

fn add_absorbed(cx: &mut Cx<'_>, families: &mut [PersonKeys]) -> Result<()> {
    let mut newest: Vec<PersonId> = families.iter().map(|k| k.survivor).collect();
    let mut owner: HashMap<PersonId, usize> = newest.iter().enumerate().map(|(n, id)| (*id, n)).collect();
    for _ in 0..DEEPEST {
        let rows = absorbed_into(cx, &newest)?;
        newest = rows.iter().map(|m| m.absorbed_id).collect();
        if newest.is_empty() {
            break;
        }
        for row in rows {
            if let Some(n) = owner.get(&row.person_id).copied() {
                owner.insert(row.absorbed_id, n);
                if let Some(keys) = families.get_mut(n) {
                    keys.absorbed.push(row.absorbed_id);
                }
            }
        }
    }
    Ok(())
}

fn absorbed_into(cx: &mut Cx<'_>, survivors: &[PersonId]) -> Result<Vec<PersonMerge>> {
    merges(cx, "person_id", survivors)
}

fn merges(cx: &mut Cx<'_>, column: &str, ids: &[PersonId]) -> Result<Vec<PersonMerge>> {
    let mut out = Vec::new();
    for chunk in ids.chunks(400) {
        let values = id_values(chunk);
        let rest = format!("WHERE ended_at IS NULL AND {column} IN ({}) ORDER BY id", placeholders(1, values.len()));
        out.extend(cx.list::<PersonMerge>(&rest, &values)?);
    }
    Ok(out)
}

/// Makes the record under `absorbed` part of the one under `survivor`.
///
/// # Errors
/// When they are one already, without a reason, or when the actor may not see one of them.
pub fn merge(cx: &mut Cx<'_>, survivor: &Crn, absorbed: &Crn, reason: &str) -> Result<PersonKeys> {
    if reason.trim().is_empty() {
        return Err(Refusal::new("reason", "missing", "Enter why the two records are one person").into());
    }
    let (into, from) = (crn_row(cx, survivor)?, crn_row(cx, absorbed)?);
    // Both are locked in one order, so that two merges of the same records cannot make a circle or wait for each other.
    let mut locks = [keys_of(cx, into)?.survivor, keys_of(cx, from)?.survivor];
    locks.sort_unstable();
    for person in locks {
        cx.lock(person.into())?;
    }
    let (into, from) = (keys_of(cx, into)?, keys_of(cx, from)?);
    if into.survivor == from.survivor {
        return Err(Refusal::new("crn", "one_already", "These two records are one person already").into());
    }
    sight::may_see(cx, &into)?;
    sight::may_see(cx, &from)?;
    let row = PersonMerge {
        id: cx.new_id(),
        person_id: into.survivor,
        absorbed_id: from.survivor,
        merged_at: cx.now(),
        merged_by: cx.actor().name().to_owned(),
        reason: reason.trim().to_owned(),
        ended_at: None,
        ended_by: None,
        end_reason: None,
    };
    cx.describe(format!("Merged {absorbed} into {survivor}"), Some(reason));
    cx.insert(&row)?;
    cx.tell(&DomainEvent::PersonMerged { person: into.survivor, absorbed: from.survivor })?;
    keys_of(cx, into.survivor)
}

/// Ends a merge: the absorbed record stands alone again with all that was recorded under it before. What was recorded on
/// the survivor since stays there, for a person to look through.
///
/// # Errors
/// [`Failure::NotFound`] when it is not a merge of this person that still holds; without a reason.
pub fn unmerge(cx: &mut Cx<'_>, open: &OpenPerson, merge: DetailId, reason: &str) -> Result<PersonMerge> {
    if reason.trim().is_empty() {
        return Err(Refusal::new("reason", "missing", "Enter why they are two people").into());
    }
    let mut row = cx.need::<PersonMerge>(params![merge])?;
    if row.person_id != open.keys.survivor || row.ended_at.is_some() {
        return Err(Failure::NotFound);
    }
    row.ended_at = Some(cx.now());
    row.ended_by = Some(cx.actor().name().to_owned());
    row.end_reason = Some(reason.trim().to_owned());
    cx.describe(format!("Undid a merge of {}", open.crn), Some(reason));
    cx.update(&mut row)?;
    cx.tell(&DomainEvent::PersonUnmerged { person: row.person_id, released: row.absorbed_id })?;
    Ok(row)
}

/// Every merge into this person, newest first, with the CRN that was absorbed.
///
/// # Errors
/// When the database fails.
pub fn merges_of(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<Vec<(PersonMerge, Crn)>> {
    let rows = cx.list::<PersonMerge>("WHERE person_id = $1 ORDER BY merged_at DESC", params![open.keys.survivor])?;
    let mut out = Vec::new();
    for row in rows {
        let absorbed = cx.need::<Person>(params![row.absorbed_id])?;
        out.push((row, absorbed.crn));
    }
    Ok(out)
}

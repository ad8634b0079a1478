//! Two records that are one person, and the undoing of that. A merge moves no row: a registry row makes the absorbed id part
//! of the survivor, and every door reads the survivor's keys. The absorbed CRN leads to the survivor.

use crate::cards::Person;
use crate::open::{OpenPerson, crn_row};
use crate::sight;
use domain_events::DomainEvent;
use kernel::{Crn, DetailId, Instant, PersonId, PersonKeys, Refusal, placeholders};
use std::collections::{HashMap, HashSet};
use store::{ColumnType, Cx, Failure, Kind, Question, Record, Result, id_values, params, record};

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
    let keys = families(cx, &[person])?.pop().unwrap_or_else(|| PersonKeys::alone(person));
    cx.one_person(&keys);
    Ok(keys)
}

/// The keys of each person among `ids`, each survivor once, in the order first met.
pub(crate) fn families(cx: &mut Cx<'_>, ids: &[PersonId]) -> Result<Vec<PersonKeys>> {
    let merges = merges_around(cx, ids)?;
    let leads: HashMap<PersonId, PersonId> = merges.iter().map(|m| (m.absorbed_id, m.person_id)).collect();
    let survivor = |mut id: PersonId| {
        for _ in 0..DEEPEST {
            id = leads.get(&id).copied().unwrap_or(id);
        }
        id
    };
    let mut absorbed: HashMap<PersonId, Vec<PersonId>> = HashMap::new();
    for merge in &merges {
        absorbed.entry(merge.person_id).or_default().push(merge.absorbed_id);
    }
    let mut met = HashSet::new();
    let survivors = ids.iter().map(|id| survivor(*id)).filter(|id| met.insert(*id));
    Ok(survivors.map(|survivor| family(survivor, &absorbed)).collect())
}

/// The person for whom each of these stands today, for lists that name people without opening them.
///
/// # Errors
/// When the database fails.
pub fn survivors_of(cx: &mut Cx<'_>, ids: &[PersonId]) -> Result<HashMap<PersonId, PersonId>> {
    let families = families(cx, ids)?;
    let of = |family: &PersonKeys| {
        let absorbed = family.absorbed.iter().map(|id| (*id, family.survivor));
        absorbed.chain([(family.survivor, family.survivor)]).collect::<Vec<_>>()
    };
    Ok(families.iter().flat_map(of).collect())
}

/// The nearest merges first.
fn family(survivor: PersonId, absorbed: &HashMap<PersonId, Vec<PersonId>>) -> PersonKeys {
    let mut keys = PersonKeys::alone(survivor);
    let mut newest = vec![survivor];
    for _ in 0..DEEPEST {
        newest = newest.iter().filter_map(|id| absorbed.get(id)).flatten().copied().collect();
        keys.absorbed.extend(&newest);
    }
    keys
}

/// Every merge that holds among the relatives of these, however many merges away: up to the survivor and down again. Most
/// people are in none, and the statement ends at its first look.
fn merges_around(cx: &mut Cx<'_>, ids: &[PersonId]) -> Result<Vec<PersonMerge>> {
    let mut out: Vec<PersonMerge> = Vec::new();
    for question in questions(ids) {
        for merge in cx.ask_list::<PersonMerge>(&question)? {
            if out.iter().all(|known| known.id != merge.id) {
                out.push(merge);
            }
        }
    }
    Ok(out)
}

/// The merges around these people.
pub(crate) fn questions(ids: &[PersonId]) -> Vec<Question> {
    let asked = |chunk: &[PersonId]| {
        let values = id_values(chunk);
        let these = placeholders(1, values.len());
        let sql = format!(
            "WITH RECURSIVE kin AS (\
             SELECT absorbed_id AS id FROM person_merge WHERE ended_at IS NULL AND absorbed_id IN ({these}) UNION \
             SELECT person_id FROM person_merge WHERE ended_at IS NULL AND person_id IN ({these}) UNION \
             SELECT CASE WHEN m.absorbed_id = kin.id THEN m.person_id ELSE m.absorbed_id END FROM kin \
             JOIN person_merge m ON m.ended_at IS NULL AND (m.absorbed_id = kin.id OR m.person_id = kin.id)) \
             SELECT {} FROM person_merge WHERE ended_at IS NULL AND absorbed_id IN (SELECT id FROM kin) ORDER BY id",
            PersonMerge::TABLE.column_list()
        );
        let types: Vec<ColumnType> = PersonMerge::TABLE.columns.iter().map(|c| c.ty).collect();
        Question::rows(&types, sql, &values)
    };
    ids.chunks(400).map(asked).collect()
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
    let (on, rest) = ("b.person_id = a.absorbed_id", "WHERE a.person_id = $1 ORDER BY a.merged_at DESC");
    let rows = cx.list_with::<PersonMerge, Person>(on, rest, params![open.keys.survivor])?;
    rows.into_iter().map(|(row, absorbed)| Ok((row, absorbed.ok_or(Failure::NotFound)?.crn))).collect()
}

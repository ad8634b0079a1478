//! The record of an allocation: what was known, what was not and what was done to find it, what is still needed, from whom
//! and by when, and how the officer's workload stood.
//!
//! Always true: it is written in the transaction of the allocation, and never changed; only a need is settled later.

use super::records::{AllocationNeed, AllocationRecord};
use jiff::civil::Date;
use kernel::{AllocationId, EntryId, PersonId, PersonKeys, Refusal, Refusals, StaffId};
use serde_json::Value;
use store::{Cx, Failure, Result, params};

/// Something that is still needed.
#[derive(Clone, Debug, Default)]
pub struct NewNeed {
    pub what: String,
    pub from_whom: String,
    pub by: Option<Date>,
}

/// What the manager says beside the choice.
#[derive(Clone, Debug, Default)]
pub struct Deciding {
    /// Everything that decides was known: the short form.
    pub certain: bool,
    pub known: String,
    pub not_known: String,
    pub done_to_find: String,
    pub needs: Vec<NewNeed>,
}

/// How the choice stood in figures.
#[derive(Clone, Debug)]
pub struct Standing {
    pub officer: StaffId,
    pub recommended: Option<StaffId>,
    /// The note, where somebody else was chosen than the facts spoke for.
    pub against_why: Option<String>,
    pub tier: Option<String>,
    pub points_of_case: i64,
    pub points_before: i64,
    pub available: i64,
    pub shown: Value,
}

/// Whether what the manager said is whole.
///
/// # Errors
/// Each thing that is left out, by field.
pub fn check_deciding(said: &Deciding, today: Date) -> std::result::Result<(), Vec<Refusal>> {
    let mut wrong = Vec::new();
    if !said.certain {
        for (field, text, words) in [
            ("known", &said.known, "Say what is known"),
            ("not_known", &said.not_known, "Say what is not known"),
            ("done_to_find", &said.done_to_find, "Say what was done to find it"),
        ] {
            if text.trim().is_empty() {
                wrong.push(Refusal::new(field, "missing", words));
            }
        }
        if said.needs.is_empty() {
            wrong.push(Refusal::new("need1", "missing", "Say at least one thing that is still needed"));
        }
    }
    for (n, need) in said.needs.iter().enumerate() {
        let field = |name: &str| format!("{name}{}", n + 1);
        if need.what.trim().is_empty() {
            wrong.push(Refusal::new(field("need"), "missing", "Say what is needed"));
        }
        if need.from_whom.trim().is_empty() {
            wrong.push(Refusal::new(field("from"), "missing", "Say from whom it is needed"));
        }
        match need.by {
            None => wrong.push(Refusal::new(field("by"), "missing", "Enter the day by which it is needed")),
            Some(by) if by < today => {
                wrong.push(Refusal::new(
                    field("by"),
                    "in_past",
                    "The day by which it is needed must be today or later",
                ));
            }
            Some(_) => {}
        }
    }
    if wrong.is_empty() { Ok(()) } else { Err(wrong) }
}

/// Writes the record of an allocation that was just made.
///
/// # Errors
/// What [`check_deciding`] refuses.
pub fn keep_deciding(
    cx: &mut Cx<'_>,
    person: PersonId,
    allocation: AllocationId,
    said: &Deciding,
    stood: &Standing,
) -> Result<EntryId> {
    let today = cx.today();
    check_deciding(said, today).map_err(|no| Failure::from(Refusals(no)))?;
    let words = |text: &str| Some(text.trim().to_owned()).filter(|t| !t.is_empty());
    let id = cx.new_id();
    cx.insert(&AllocationRecord {
        person_id: person,
        id,
        allocation_id: allocation,
        is_short: said.certain,
        known: words(&said.known),
        not_known: words(&said.not_known),
        done_to_find: words(&said.done_to_find),
        decided_by: cx.actor().name().to_owned(),
        decided_on: today,
        officer_id: stood.officer,
        recommended_id: stood.recommended,
        against_why: stood.against_why.clone(),
        tier: stood.tier.clone(),
        points_of_case: stood.points_of_case,
        points_before: stood.points_before,
        available: stood.available,
        shown: stood.shown.clone(),
    })?;
    for need in &said.needs {
        let row = AllocationNeed {
            person_id: person,
            id: cx.new_id(),
            record_id: id,
            what: need.what.trim().to_owned(),
            from_whom: need.from_whom.trim().to_owned(),
            by_day: need.by.unwrap_or(today),
            settled_on: None,
            settled_by: None,
            settled_words: None,
            version: 1,
        };
        cx.insert(&row)?;
    }
    Ok(id)
}

/// Says that something needed came, or is needed no more.
///
/// # Errors
/// `no_words`, `already_settled`, [`Failure::Stale`].
pub fn settle_need(cx: &mut Cx<'_>, person: PersonId, id: EntryId, version: i64, words: &str) -> Result<()> {
    cx.lock(person.into())?;
    let mut need = cx.need::<AllocationNeed>(params![person, id])?;
    if need.settled_on.is_some() {
        return Err(Failure::refused("", "already_settled", "Somebody has settled this already"));
    }
    if words.trim().is_empty() {
        return Err(Failure::refused("words", "no_words", "Say what came, or why it is needed no more"));
    }
    cx.describe("Settled what an allocation still needed", Some(words));
    need.version = version;
    need.settled_on = Some(cx.today());
    need.settled_by = Some(cx.actor().name().to_owned());
    need.settled_words = Some(words.trim().to_owned());
    cx.update(&mut need)
}

/// The records of a person's allocations with what they still need, the newest first.
///
/// # Errors
/// When the database fails.
pub fn allocation_records(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<(AllocationRecord, Vec<AllocationNeed>)>> {
    let (marks, values) = (keys.placeholders(1), store::key_values(keys));
    let rest = format!("WHERE a.person_id IN ({marks}) ORDER BY a.decided_on DESC, a.id DESC, b.by_day, b.id");
    let rows = cx.list_with::<AllocationRecord, AllocationNeed>(
        "b.person_id = a.person_id AND b.record_id = a.id",
        &rest,
        &values,
    )?;
    let mut found: Vec<(AllocationRecord, Vec<AllocationNeed>)> = Vec::new();
    for (record, need) in rows {
        match found.last_mut().filter(|(last, _)| last.id == record.id) {
            Some((_, needs)) => needs.extend(need),
            None => found.push((record, need.into_iter().collect())),
        }
    }
    Ok(found)
}

//! The progress that other rooms and people add to a requirement, and take back.

use super::actions::name;
use super::rules::{carrying, progressing};
use super::{Keeper, ProgressEntry, Requirement};
use crate::event::rules::refused;
use crate::{find, words};
use domain_events::DomainEvent;
use kernel::{Date, EntryId, PersonId, PersonKeys, Refusal, RequirementId};
use law::Law;
use store::{Cx, Result};

/// Something done towards a requirement.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewProgress {
    pub requirement: RequirementId,
    pub done_on: Date,
    /// For requirements counted in minutes; nought for those counted in days.
    pub minutes: i64,
    pub note: Option<String>,
    /// The teller's own key, so that telling again corrects and does not add.
    pub source_key: Option<String>,
}

/// Adds progress. Told again under the same source key it corrects the entry, and changes nothing when nothing differs.
///
/// # Errors
/// Refuses requirements that are not counted, days outside the order, and impossible minutes.
pub fn add_progress(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewProgress) -> Result<EntryId> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let (requirement, order) = find::requirement(cx, keys, new.requirement)?;
    refused(progressing(&law, &order, &requirement, new.done_on, new.minutes, cx.today()))?;
    write(cx, keys, new, &law, &requirement)
}

/// Adds what a room's own account says was counted: it may be more than a day has, and less than nothing where minutes left
/// for another order. Told again under its source key it corrects the entry.
///
/// # Errors
/// As [`add_progress`], but for the minutes of a day.
pub fn carry_progress(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewProgress) -> Result<EntryId> {
    cx.lock(keys.survivor.into())?;
    let law = cx.part::<Law>()?;
    let (requirement, order) = find::requirement(cx, keys, new.requirement)?;
    refused(carrying(&law, &order, &requirement, new.done_on, cx.today()))?;
    write(cx, keys, new, &law, &requirement)
}

fn write(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    new: &NewProgress,
    law: &Law,
    requirement: &Requirement,
) -> Result<EntryId> {
    let known: Option<ProgressEntry> = match &new.source_key {
        Some(key) => find::by_source(cx, keys, key)?,
        None => None,
    };
    cx.describe(progress_words(law, requirement, new), None);
    let id = match known {
        Some(mut known) => {
            let before = known.clone();
            known.requirement_id = requirement.id;
            known.done_on = new.done_on;
            known.minutes = new.minutes;
            known.note.clone_from(&new.note);
            known.withdrawn = None;
            if known == before {
                return Ok(known.id);
            }
            cx.update(&mut known)?;
            known.id
        }
        None => {
            let entry = entry_of(cx, keys.survivor, new);
            cx.insert(&entry)?;
            entry.id
        }
    };
    cx.tell(&DomainEvent::ProgressRecorded { person: keys.survivor, requirement: requirement.id, on: new.done_on })?;
    Ok(id)
}

pub(crate) fn progress_words(law: &Law, requirement: &Requirement, new: &NewProgress) -> String {
    format!("Progress on {}: {}", name(law, requirement), words::day(new.done_on))
}

pub(crate) fn entry_of(cx: &Cx<'_>, person_id: PersonId, new: &NewProgress) -> ProgressEntry {
    ProgressEntry {
        person_id,
        id: cx.new_id(),
        requirement_id: new.requirement,
        done_on: new.done_on,
        minutes: new.minutes,
        note: new.note.clone(),
        source_key: new.source_key.clone(),
        withdrawn: None,
        version: 1,
    }
}

/// Takes progress back that was added by hand; the row stays and says why. Withdrawn already: no change.
///
/// # Errors
/// When there is no such entry; `kept_elsewhere` for what another room tells, which is put right there.
pub fn withdraw_progress(cx: &mut Cx<'_>, keys: &PersonKeys, entry: EntryId, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let entry: ProgressEntry = find::one(cx, keys, entry)?;
    if let Some(keeper) = entry.kept_in() {
        return Err(Refusal::of_request("kept_elsewhere", kept_elsewhere(&keeper)).into());
    }
    withdraw(cx, keys, entry, why)
}

/// What is said of an entry that is put right elsewhere.
pub(crate) fn kept_elsewhere(keeper: &Keeper) -> &'static str {
    match keeper {
        Keeper::Account => {
            "This comes from the account of unpaid work, which would tell it again. Take the entry back there: the sentence follows"
        }
        Keeper::Contact(_) => {
            "This comes from the outcome of an appointment. Correct the outcome there: the sentence follows"
        }
    }
}

/// Takes back what a teller added under its own key, if it added anything.
///
/// # Errors
/// When the database fails.
pub fn withdraw_progress_of(cx: &mut Cx<'_>, keys: &PersonKeys, source_key: &str, why: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    match find::by_source::<ProgressEntry>(cx, keys, source_key)? {
        Some(entry) => withdraw(cx, keys, entry, why),
        None => Ok(()),
    }
}

fn withdraw(cx: &mut Cx<'_>, keys: &PersonKeys, mut entry: ProgressEntry, why: &str) -> Result<()> {
    if entry.withdrawn.is_some() {
        return Ok(());
    }
    entry.withdrawn = Some(why.to_owned());
    cx.describe(format!("Took back progress of {}", words::day(entry.done_on)), Some(why));
    cx.update(&mut entry)?;
    let (person, requirement) = (keys.survivor, entry.requirement_id);
    cx.tell(&DomainEvent::ProgressRecorded { person, requirement, on: entry.done_on })
}

//! Registering, reviewing and ending, each one transaction with its entry in the log.

use super::kinds::{RegistrationType, Types, types};
use super::listening::keep_flags;
use super::reading::{live, one};
use super::records::{EntryKind, Registration, RegistrationEntry};
use super::rules::{self, Standing, Wanted};
use crate::author;
use crate::due::{self, Subject};
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{Date, PersonKeys, RegistrationId};
use store::{Cx, Failure, Result};

const MADE: &str = "ERGN";
const REVIEWED: &str = "ERGR";
const ENDED: &str = "TRGE";

/// What somebody registers.
#[derive(Clone, Debug)]
pub struct NewRegistration {
    /// The code of a type.
    pub kind: String,
    pub on: Date,
    pub level: Option<String>,
    pub category: Option<String>,
    /// None takes the type's own.
    pub review_on: Option<Date>,
    pub note: String,
    /// What made it without somebody typing it, in words.
    pub cause: Option<String>,
}

/// What a review found.
#[derive(Clone, Debug)]
pub struct Reviewed {
    pub on: Date,
    pub level: Option<String>,
    pub category: Option<String>,
    pub review_on: Option<Date>,
    pub note: String,
    /// The version that its author saw.
    pub seen: Option<i64>,
}

/// How a registration ends.
#[derive(Clone, Debug)]
pub struct Ended {
    pub on: Date,
    pub note: String,
    /// It counts as never made.
    pub in_error: bool,
    pub seen: Option<i64>,
}

fn unknown() -> Failure {
    Failure::refused("kind", "unknown_kind", "Select a registration from the list")
}

/// Registers; what the new one excludes ends by an entry that names it.
///
/// # Errors
/// What [`rules::may_register`] refuses, or the database's.
pub fn register(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewRegistration) -> Result<RegistrationId> {
    let types = types(cx)?;
    let standing = live(cx, keys)?;
    let kind = types.at(&new.kind, new.on).or_else(|| types.known(&new.kind)).ok_or_else(unknown)?;
    let wanted = Wanted {
        level: new.level.as_deref(),
        category: new.category.as_deref(),
        on: new.on,
        review_on: new.review_on,
        note: &new.note,
    };
    let excluded = rules::may_register(kind, wanted, &standing, &types, cx.today())?;
    cx.describe(format!("Registered: {}", kind.name.en), Some(&new.note));
    let id: RegistrationId = cx.new_id();
    for former in standing.iter().filter(|s| excluded.contains(&s.registration.id)) {
        let cause = format!("Replaced by: {}", kind.name.en);
        // It cannot end before it began, whatever day the new one is dated.
        let on = new.on.max(former.registration.registered_on);
        let entry = entry(cx, keys, former, EntryKind::Ended, on, &new.note, Some(cause));
        finish(cx, keys, former, entry, &types)?;
    }
    let (author_id, author_name) = author(cx);
    cx.insert(&Registration {
        person_id: keys.survivor,
        id,
        kind: kind.code.clone(),
        registered_on: new.on,
        level: new.level.clone(),
        category: new.category.clone(),
        review_due: new.review_on.or_else(|| rules::next_review(kind, new.level.as_deref(), new.on)),
        note: new.note.trim().to_owned(),
        cause: new.cause.clone(),
        author_id,
        author_name,
        recorded_at: cx.now(),
    })?;
    let title = format!("Registered: {}", in_words(kind, new.level.as_deref(), new.category.as_deref()));
    contacts::enter(
        cx,
        Entry::new(keys.survivor, MADE, new.on, title).note(log_note(&new.note, new.cause.as_deref())),
    )?;
    cx.tell(&DomainEvent::Registered { person: keys.survivor, registration: id, kind: kind.code.clone(), on: new.on })?;
    keep(cx, keys)?;
    Ok(id)
}

/// Records a review: level and category as they were found, and the next review.
///
/// # Errors
/// What [`rules::may_review`] refuses; [`Failure::Stale`] when somebody else was quicker.
pub fn review(cx: &mut Cx<'_>, keys: &PersonKeys, id: RegistrationId, found: &Reviewed) -> Result<()> {
    let types = types(cx)?;
    let standing = seen(cx, keys, id, found.seen)?;
    let kind = types.known(&standing.registration.kind).ok_or_else(unknown)?;
    let wanted = Wanted {
        level: found.level.as_deref(),
        category: found.category.as_deref(),
        on: found.on,
        review_on: found.review_on,
        note: &found.note,
    };
    rules::may_review(kind, &standing, wanted, cx.today())?;
    cx.describe(format!("Reviewed the registration: {}", kind.name.en), Some(&found.note));
    let next = found.review_on.or_else(|| rules::next_review(kind, found.level.as_deref(), found.on));
    let mut entry = entry(cx, keys, &standing, EntryKind::Reviewed, found.on, &found.note, None);
    (entry.level, entry.category, entry.review_due) = (found.level.clone(), found.category.clone(), next);
    cx.insert(&entry)?;
    let words = in_words(kind, found.level.as_deref(), found.category.as_deref());
    let log = Entry::new(keys.survivor, REVIEWED, found.on, format!("Registration reviewed: {words}"));
    contacts::enter(cx, log.note(found.note.trim()))?;
    keep(cx, keys)
}

/// Ends a registration, or takes back one that was made in error.
///
/// # Errors
/// What [`rules::may_end`] refuses; [`Failure::Stale`] when somebody else was quicker.
pub fn end(cx: &mut Cx<'_>, keys: &PersonKeys, id: RegistrationId, how: &Ended) -> Result<()> {
    let types = types(cx)?;
    let standing = seen(cx, keys, id, how.seen)?;
    rules::may_end(&standing, how.on, &how.note, cx.today())?;
    let name = types.name(&standing.registration.kind);
    let verb = if how.in_error { "Took back a registration made in error" } else { "Ended a registration" };
    cx.describe(format!("{verb}: {name}"), Some(&how.note));
    let what = if how.in_error { EntryKind::InError } else { EntryKind::Ended };
    let entry = entry(cx, keys, &standing, what, how.on, &how.note, None);
    finish(cx, keys, &standing, entry, &types)?;
    keep(cx, keys)
}

fn finish(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    standing: &Standing,
    entry: RegistrationEntry,
    types: &Types,
) -> Result<()> {
    let (on, kind, in_error) = (entry.on_day, standing.registration.kind.clone(), entry.what == EntryKind::InError);
    let note = log_note(&entry.note, entry.cause.as_deref());
    cx.insert(&entry)?;
    let verb = if in_error { "Registration taken back" } else { "Registration ended" };
    let title = format!("{verb}: {}", types.name(&kind));
    contacts::enter(cx, Entry::new(keys.survivor, ENDED, on, title).note(note))?;
    let registration = standing.registration.id;
    cx.tell(&DomainEvent::Deregistered { person: keys.survivor, registration, kind, on })
}

fn seen(cx: &mut Cx<'_>, keys: &PersonKeys, id: RegistrationId, version: Option<i64>) -> Result<Standing> {
    let standing = one(cx, keys, id)?;
    if version.is_some_and(|v| v != standing.version()) {
        return Err(Failure::Stale("Somebody else changed this registration while you were working on it".into()));
    }
    Ok(standing)
}

fn entry(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    standing: &Standing,
    what: EntryKind,
    on_day: Date,
    note: &str,
    cause: Option<String>,
) -> RegistrationEntry {
    let (author_id, author_name) = author(cx);
    RegistrationEntry {
        person_id: keys.survivor,
        id: cx.new_id(),
        registration_id: standing.registration.id,
        what,
        on_day,
        level: standing.level.clone(),
        category: standing.category.clone(),
        review_due: None,
        note: note.trim().to_owned(),
        cause,
        author_id,
        author_name,
        recorded_at: cx.now(),
    }
}

/// "MAPPA, level 2, category 1".
pub(super) fn in_words(kind: &RegistrationType, level: Option<&str>, category: Option<&str>) -> String {
    let parts = [
        Some(kind.name.en.clone()),
        level.map(|code| kind.level(code).map_or_else(|| code.to_owned(), |l| l.en.clone())),
        category.map(|code| kind.category(code).map_or_else(|| code.to_owned(), |c| c.en.clone())),
    ];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

fn log_note(note: &str, cause: Option<&str>) -> String {
    match cause {
        Some(cause) => format!("{cause}. {}", note.trim()),
        None => note.trim().to_owned(),
    }
}

/// Brings the banner and the list of what is due in step.
fn keep(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    keep_flags(cx, keys)?;
    due::keep(cx, keys, &[Subject::Registrations])
}

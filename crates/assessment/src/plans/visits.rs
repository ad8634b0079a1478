//! Home visits: planned here, made in the log. A visit that the log says was made closes the planned visit that is due
//! first; nobody types it twice.

use super::reading::visits;
use super::records::{HomeVisit, VisitEntry, VisitEntryKind};
use super::rules::{visit_is_open, words};
use crate::author;
use crate::due::{self, Subject};
use kernel::{ContactId, Date, PersonId, PersonKeys, PlanEntryId, Refusal, Refusals};
use store::{Cx, Failure, Result};

/// A planned visit with what became of it.
#[derive(Clone, Debug, PartialEq)]
pub struct VisitStanding {
    pub visit: HomeVisit,
    /// In the order of recording.
    pub entries: Vec<VisitEntry>,
}

impl VisitStanding {
    #[must_use]
    pub fn is_open(&self) -> bool {
        visit_is_open(&self.entries)
    }

    /// The entry that closed it.
    #[must_use]
    pub fn closed(&self) -> Option<&VisitEntry> {
        self.entries.last().filter(|_| !self.is_open())
    }
}

/// How visits stand: the open ones first, by their days.
#[must_use]
pub(super) fn fold_visits(rows: Vec<HomeVisit>, entries: &[VisitEntry]) -> Vec<VisitStanding> {
    let of = |visit: PlanEntryId| entries.iter().filter(|e| e.visit_id == visit).cloned().collect();
    let mut all: Vec<VisitStanding> =
        rows.into_iter().map(|visit| VisitStanding { entries: of(visit.id), visit }).collect();
    all.sort_by_key(|v| (!v.is_open(), v.visit.by_day));
    all
}

/// A visit that somebody plans.
#[derive(Clone, Debug)]
pub struct NewVisit {
    pub by: Date,
    pub purpose: String,
    pub precautions: String,
}

/// Plans a visit.
///
/// # Errors
/// `in_past`, `no_purpose`, `no_precautions`.
pub fn plan_visit(cx: &mut Cx<'_>, keys: &PersonKeys, new: &NewVisit) -> Result<PlanEntryId> {
    let mut wrong = Vec::new();
    if new.by < cx.today() {
        wrong.push(Refusal::new("by", "in_past", "The day must be today or later"));
    }
    wrong.extend(words("purpose", &new.purpose, "no_purpose", "Enter what the visit is for"));
    let ask = "Enter what staff take account of, or that there is nothing";
    wrong.extend(words("precautions", &new.precautions, "no_precautions", ask));
    if !wrong.is_empty() {
        return Err(Failure::Refused(Refusals(wrong)));
    }
    cx.describe("Planned a home visit", None);
    let (author_id, author_name) = author(cx);
    let id = cx.new_id();
    cx.insert(&HomeVisit {
        person_id: keys.survivor,
        id,
        by_day: new.by,
        purpose: new.purpose.trim().to_owned(),
        precautions: new.precautions.trim().to_owned(),
        author_id,
        author_name,
        recorded_at: cx.now(),
    })?;
    due::keep(cx, keys, &[Subject::Plans])?;
    Ok(id)
}

/// Says that a planned visit will not be made, and why.
///
/// # Errors
/// `not_open`, `no_reason`; [`Failure::NotFound`].
pub fn cancel_visit(cx: &mut Cx<'_>, keys: &PersonKeys, id: PlanEntryId, why: &str) -> Result<()> {
    let standing = visits(cx, keys)?.into_iter().find(|v| v.visit.id == id).ok_or(Failure::NotFound)?;
    if !standing.is_open() {
        return Err(Failure::refused("", "not_open", "This visit has been made or cancelled already"));
    }
    if let Some(wrong) = words("words", why, "no_reason", "Enter why the visit will not be made") {
        return Err(wrong.into());
    }
    cx.describe("Cancelled a planned home visit", Some(why));
    let on = cx.today();
    entry(cx, keys.survivor, id, (VisitEntryKind::Cancelled, on), None, why)?;
    due::keep(cx, keys, &[Subject::Plans])
}

/// The log says that the person was seen at home: the visit that is due first is made.
pub(super) fn made(cx: &mut Cx<'_>, keys: &PersonKeys, writer: PersonId, contact: ContactId, on: Date) -> Result<()> {
    let all = visits(cx, keys)?;
    let is_made = |v: &VisitStanding| v.closed().is_some_and(|e| e.contact_id == Some(contact));
    let Some(first) = all.iter().find(|v| v.is_open()).filter(|_| !all.iter().any(is_made)) else { return Ok(()) };
    cx.describe("A planned home visit was made", None);
    entry(cx, writer, first.visit.id, (VisitEntryKind::Made, on), Some(contact), "Recorded in the log")?;
    due::keep(cx, keys, &[Subject::Plans])
}

/// The log took back the visit: the planned one is open again.
pub(super) fn unmade(cx: &mut Cx<'_>, keys: &PersonKeys, writer: PersonId, contact: ContactId, on: Date) -> Result<()> {
    let all = visits(cx, keys)?;
    let made = all.iter().find(|v| v.closed().is_some_and(|e| e.contact_id == Some(contact)));
    let Some(made) = made else { return Ok(()) };
    cx.describe("A home visit was taken back in the log", None);
    let kind = VisitEntryKind::TakenBack;
    entry(cx, writer, made.visit.id, (kind, on), Some(contact), "The outcome in the log was corrected")?;
    due::keep(cx, keys, &[Subject::Plans])
}

fn entry(
    cx: &mut Cx<'_>,
    person_id: PersonId,
    visit_id: PlanEntryId,
    (what, on_day): (VisitEntryKind, Date),
    contact_id: Option<ContactId>,
    text: &str,
) -> Result<()> {
    let (author_id, author_name) = author(cx);
    let row = VisitEntry {
        person_id,
        id: cx.new_id(),
        visit_id,
        what,
        on_day,
        contact_id,
        words: text.trim().to_owned(),
        author_id,
        author_name,
        recorded_at: cx.now(),
    };
    cx.insert(&row)
}

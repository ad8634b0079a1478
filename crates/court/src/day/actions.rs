//! Adding, preparing, noting, resulting, settling and removing: one line, one transaction, on the line's own chain.

use super::list::{DayLine, day_list, kinds, listed};
use super::records::{DayEntry, DayNote, EntryState, Preparing, Sitting, Source};
use super::rules::{Agreement, check_result};
use kernel::{Date, DayEntryId, PersonId, Refusal};
use organisation::Court;
use store::{Cx, Failure, Result, params};

/// What is said when somebody is added to a list.
#[derive(Clone, Debug)]
pub struct Adding {
    /// The record, where one is known.
    pub person: Option<PersonId>,
    /// As listed, where none is.
    pub who: Option<String>,
    pub offences: Option<String>,
    pub listing: Option<i64>,
    pub sitting: Sitting,
    pub room: Option<String>,
}

/// Which of two results holds.
#[derive(Clone, Debug)]
pub struct Settling {
    /// Otherwise what was typed.
    pub message_holds: bool,
    pub why: String,
}

/// Adds somebody to a court's day.
///
/// # Errors
/// `missing` without a person or a name; `twice` when the person is on the list.
pub fn add_to_day(cx: &mut Cx<'_>, court: &Court, day: Date, new: Adding) -> Result<DayEntryId> {
    let who = new.who.map(|w| w.trim().to_owned()).filter(|w| !w.is_empty());
    if new.person.is_none() && who.is_none() {
        return Err(Failure::refused("who", "missing", "Enter a CRN, or the name as the court listed it"));
    }
    if let Some(person) = new.person {
        let on_it = day_list(cx, court, day)?.iter().any(|l| l.entry.person_id == Some(person));
        if on_it {
            return Err(Failure::refused("crn", "twice", "This person is on the list already: open their line"));
        }
    }
    let id: DayEntryId = cx.new_id();
    cx.lock(id.0.into())?;
    cx.describe(format!("Added somebody to the list of {} for {}", court.name, web::ui::day(day)), None);
    cx.insert(&DayEntry {
        who: if new.person.is_some() { None } else { who },
        person_id: new.person,
        offences: new.offences,
        listing: new.listing,
        sitting: new.sitting,
        room: new.room,
        added_by: cx.actor().name().to_owned(),
        ..listed(cx, court, day, Source::Hand, id)
    })?;
    Ok(id)
}

/// The line, taken up: it stands in the database from now on.
fn take_up(cx: &mut Cx<'_>, court: &Court, day: Date, id: DayEntryId, seen: Option<i64>) -> Result<DayLine> {
    cx.lock(id.0.into())?;
    let mut line = day_list(cx, court, day)?.into_iter().find(|l| l.entry.id == id).ok_or(Failure::NotFound)?;
    if line.kept {
        if seen.is_some_and(|seen| seen != line.entry.version) {
            return Err(Failure::Stale("Somebody else changed this line while you were working on it".into()));
        }
        return Ok(line);
    }
    line.entry.added_by = cx.actor().name().to_owned();
    cx.describe(format!("Took up a line of {} for {}", court.name, web::ui::day(day)), None);
    cx.insert(&line.entry)?;
    line.kept = true;
    Ok(line)
}

/// Says how far a line is prepared.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Stale`].
pub fn prepare_day(cx: &mut Cx<'_>, court: &Court, day: Date, id: DayEntryId, to: Preparing) -> Result<()> {
    cx.describe(format!("Preparation of a line: {}", to.words()), None);
    let mut line = take_up(cx, court, day, id, None)?;
    if line.entry.preparing == to {
        return Ok(());
    }
    line.entry.preparing = to;
    cx.update(&mut line.entry)
}

/// Writes the note of a line. `seen` is the version that the writer read, nought before there was one.
///
/// # Errors
/// [`Failure::Stale`] when somebody else wrote it meanwhile.
pub fn note_day(cx: &mut Cx<'_>, court: &Court, day: Date, id: DayEntryId, words: &str, seen: i64) -> Result<()> {
    if words.trim().is_empty() {
        return Err(Failure::refused("note", "missing", "Write the note, or go back without saving"));
    }
    cx.describe("Wrote the note of a hearing", None);
    take_up(cx, court, day, id, None)?;
    let known = cx.get::<DayNote>(params![id])?;
    if known.as_ref().map_or(0, |note| note.version) != seen {
        let who = known.map_or_else(|| "Somebody".to_owned(), |note| note.written_by);
        return Err(Failure::Stale(format!("{who} wrote this note while you were working on it")));
    }
    let mut fresh = DayNote {
        entry_id: id,
        words: words.trim().to_owned(),
        written_by: cx.actor().name().to_owned(),
        written_at: cx.now(),
        version: seen.max(1),
    };
    match known {
        None => cx.insert(&fresh),
        Some(_) => cx.update(&mut fresh),
    }
}

/// Types the result of a hearing. A message that comes later is held against it.
///
/// # Errors
/// `unknown`, `ahead`, `missing`; `message_came` when the court's own result is there; [`Failure::Stale`].
pub fn enter_result(
    cx: &mut Cx<'_>,
    court: &Court,
    day: Date,
    id: DayEntryId,
    (code, words): (&str, Option<&str>),
    seen: Option<i64>,
) -> Result<()> {
    let kinds = kinds(cx)?;
    let kind = super::rules::kinds_on(&kinds.0, day).into_iter().find(|k| k.code == code);
    let kind = kind.ok_or_else(|| Failure::refused("result", "unknown", "Select what the court decided"))?;
    check_result(&kind, words, day, cx.today())?;
    cx.describe(format!("Typed the result of a hearing: {}", kind.name), words);
    let mut line = take_up(cx, court, day, id, seen)?;
    if line.entry.result.is_none() && line.came.is_some() {
        let words = "The court’s message has come: its result is on the record";
        return Err(Failure::refused("", "message_came", words));
    }
    line.entry.result = Some(kind.code);
    line.entry.result_words = words.map(str::to_owned);
    line.entry.result_by = Some(cx.actor().name().to_owned());
    line.entry.result_at = Some(cx.now());
    (line.entry.settled, line.entry.settled_why, line.entry.settled_by) = (None, None, None);
    cx.update(&mut line.entry)
}

/// Says which holds where a typed result and the court's message differ.
///
/// # Errors
/// `no_difference`; without a reason; [`Failure::Stale`].
pub fn settle_result(
    cx: &mut Cx<'_>,
    court: &Court,
    day: Date,
    id: DayEntryId,
    how: &Settling,
    seen: Option<i64>,
) -> Result<()> {
    let why = crate::inbox::reasoned(&how.why)?;
    let words = if how.message_holds { "The court’s message holds" } else { "What was typed in court holds" };
    cx.describe(format!("Settled the result of a hearing: {words}"), Some(why));
    let mut line = take_up(cx, court, day, id, seen)?;
    if line.agreement != Agreement::Differs {
        return Err(Refusal::of_request("no_difference", "The two results do not differ").into());
    }
    line.entry.settled = Some(if how.message_holds { "message" } else { "typed" }.to_owned());
    line.entry.settled_why = Some(why.to_owned());
    line.entry.settled_by = Some(cx.actor().name().to_owned());
    cx.update(&mut line.entry)
}

/// Takes a line off the list.
///
/// # Errors
/// Without a reason; [`Failure::Stale`].
pub fn remove_from_day(cx: &mut Cx<'_>, court: &Court, day: Date, id: DayEntryId, why: &str) -> Result<()> {
    let why = crate::inbox::reasoned(why)?;
    cx.describe("Took a line off a court's list", Some(why));
    let mut line = take_up(cx, court, day, id, None)?;
    line.entry.state = EntryState::Removed;
    line.entry.removed_why = Some(why.to_owned());
    cx.update(&mut line.entry)
}

/// Puts it back.
///
/// # Errors
/// [`Failure::NotFound`]; [`Failure::Stale`].
pub fn put_back_on_day(cx: &mut Cx<'_>, court: &Court, day: Date, id: DayEntryId) -> Result<()> {
    cx.describe("Put a line back on a court's list", None);
    let mut line = take_up(cx, court, day, id, None)?;
    line.entry.state = EntryState::Listed;
    line.entry.removed_why = None;
    cx.update(&mut line.entry)
}

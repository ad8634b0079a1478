//! A day's list drawn together: what people worked on, what courts sent about the day, and the reports due on it. A few
//! statements, whatever the length; a line that nobody has touched has an id that follows from where it comes from.

use super::records::{DayEntry, DayNote, EntryState, Preparing, ResultKind, Sitting, Source};
use super::rules::{Agreement, Shelf, agreement, shelves};
use kernel::{Date, DayEntryId, MessageId, PersonId, ReportRequestId};
use organisation::Court;
use sha2::{Digest, Sha256};
use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;
use store::{Cx, Result, Value, params};

/// What a court's message said about somebody on the day.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Came {
    pub message: MessageId,
    pub place: i64,
    /// supervise, breach, report or nothing.
    pub asks: String,
    /// What came of it, in words.
    pub words: String,
}

/// One line of the list.
#[derive(Clone, Debug)]
pub struct DayLine {
    pub entry: DayEntry,
    /// The entry stands in the database: somebody worked on it.
    pub kept: bool,
    pub came: Option<Came>,
    pub request: Option<ReportRequestId>,
    pub agreement: Agreement,
    pub shelves: Vec<Shelf>,
}

/// Every kind of result there has been.
#[derive(Default)]
pub(super) struct Kinds(pub(super) Vec<ResultKind>);

pub(super) fn kinds(cx: &mut Cx<'_>) -> Result<Arc<Kinds>> {
    cx.remembered(|cx| Ok(Kinds(cx.list("ORDER BY place, code, valid_from", &[])?)))
}

/// The same id for the same source, so that two people who take a line up at once take up one line.
fn id_of(court: &Court, day: Date, source: &str) -> DayEntryId {
    let hash = Sha256::digest(format!("{}|{day}|{source}", court.id).as_bytes());
    let mut bytes = [0u8; 16];
    for (to, from) in bytes.iter_mut().zip(hash.iter()) {
        *to = *from;
    }
    DayEntryId(uuid::Builder::from_custom_bytes(bytes).into_uuid())
}

fn drawn(cx: &Cx<'_>, court: &Court, day: Date, source: Source, key: &str) -> DayEntry {
    listed(cx, court, day, source, id_of(court, day, key))
}

/// A line of which nothing is known yet but where and when.
pub(super) fn listed(cx: &Cx<'_>, court: &Court, day: Date, source: Source, id: DayEntryId) -> DayEntry {
    DayEntry {
        id,
        court_id: court.id,
        day,
        person_id: None,
        who: None,
        offences: None,
        listing: None,
        sitting: Sitting::NotSaid,
        room: None,
        source,
        state: EntryState::Listed,
        removed_why: None,
        preparing: Preparing::NotStarted,
        result: None,
        result_words: None,
        result_by: None,
        result_at: None,
        settled: None,
        settled_why: None,
        settled_by: None,
        added_at: cx.now(),
        added_by: String::new(),
        version: 1,
    }
}

struct Heard {
    who: String,
    person: Option<PersonId>,
    hearing: String,
    came: Came,
}

/// What courts sent about the day; of one hearing the newest message.
fn heard(cx: &mut Cx<'_>, court: &Court, day: Date) -> Result<Vec<Heard>> {
    let sql = "SELECT m.message_id, m.place, m.who, m.linked_to, m.asks, m.outcome, m.reason, m.hearing, r.court_name \
        FROM court_reading r JOIN court_matter m ON m.message_id = r.message_id \
        WHERE r.hearing_day = $1 ORDER BY r.shared_at, m.message_id, m.place";
    let mut newest: BTreeMap<(String, String), Heard> = BTreeMap::new();
    for row in cx.query(sql, params![day])? {
        let name: Option<String> = row.get(8)?;
        if !name.is_some_and(|name| name.trim().eq_ignore_ascii_case(&court.name)) {
            continue;
        }
        let (who, person, hearing): (String, Option<PersonId>, Option<String>) =
            (row.get(2)?, row.get(3)?, row.get(7)?);
        let (outcome, reason): (String, Option<String>) = (row.get(5)?, row.get(6)?);
        let words = reason.unwrap_or(outcome);
        let came = Came { message: row.get(0)?, place: row.get(1)?, asks: row.get(4)?, words };
        let hearing = hearing.unwrap_or_default();
        let key = person.map_or_else(|| who.clone(), |p| p.to_string());
        newest.insert((key, hearing.clone()), Heard { who, person, hearing, came });
    }
    Ok(newest.into_values().collect())
}

/// Reports that the court waits for on the day.
fn awaited(cx: &mut Cx<'_>, court: &Court, day: Date) -> Result<Vec<(PersonId, ReportRequestId)>> {
    let sql = "SELECT person_id, id, due_court, court_name FROM court_report_request WHERE state = 'asked' AND due_on = $1 ORDER BY id";
    let mut out = Vec::new();
    for row in cx.query(sql, params![day])? {
        let (due, asked): (Option<String>, Option<String>) = (row.get(2)?, row.get(3)?);
        if due.or(asked).is_some_and(|name| name.trim().eq_ignore_ascii_case(&court.name)) {
            out.push((row.get(0)?, row.get(1)?));
        }
    }
    Ok(out)
}

/// The list of a court's day, in the order of listing.
///
/// # Errors
/// When the database fails.
pub fn day_list(cx: &mut Cx<'_>, court: &Court, day: Date) -> Result<Vec<DayLine>> {
    let kept = cx.list::<DayEntry>("WHERE court_id = $1 AND day = $2 ORDER BY added_at, id", params![court.id, day])?;
    let heard = heard(cx, court, day)?;
    let awaited = awaited(cx, court, day)?;
    let kinds = kinds(cx)?;
    let kept_people = kept.iter().filter_map(|e| e.person_id);
    let ids: Vec<PersonId> = kept_people
        .chain(awaited.iter().map(|(person, _)| *person))
        .chain(heard.iter().filter_map(|h| h.person))
        .collect();
    // What was taken up for a record that is absorbed since concerns the person who stands for it now.
    let now = people::survivors_of(cx, &ids)?;
    let stands = |person: PersonId| now.get(&person).copied().unwrap_or(person);
    let mut rows: Vec<(DayEntry, bool, Option<Came>, Option<ReportRequestId>)> =
        once(kept, stands).into_iter().map(|entry| (entry, true, None, None)).collect();
    for (person, request) in awaited.into_iter().map(|(person, request)| (stands(person), request)) {
        match rows.iter_mut().find(|(e, ..)| e.person_id == Some(person)) {
            Some(row) => row.3 = Some(request),
            None => {
                let mut entry = drawn(cx, court, day, Source::Report, &format!("report:{request}"));
                entry.person_id = Some(person);
                rows.push((entry, false, None, Some(request)));
            }
        }
    }
    for mut one in heard {
        one.person = one.person.map(stands);
        let is = |e: &DayEntry| match one.person {
            Some(person) => e.person_id == Some(person),
            None => e.person_id.is_none() && e.who.as_deref().is_some_and(|w| w.eq_ignore_ascii_case(&one.who)),
        };
        let source = format!("hearing:{}:{}", one.hearing, one.who.to_lowercase());
        let id = id_of(court, day, &source);
        match rows.iter_mut().find(|(e, _, came, _)| (e.id == id || is(e)) && came.is_none()) {
            Some(row) => {
                // A line taken up before the match was decided gets its person with the decision.
                row.0.person_id = row.0.person_id.or(one.person);
                row.2 = Some(one.came);
            }
            None => {
                let mut entry = drawn(cx, court, day, Source::Message, &source);
                entry.person_id = one.person;
                entry.who = one.person.is_none().then_some(one.who);
                rows.push((entry, false, Some(one.came), None));
            }
        }
    }
    let mut lines: Vec<DayLine> =
        rows.into_iter().map(|(e, kept, came, request)| line(&kinds, e, kept, came, request)).collect();
    lines.sort_by_key(|l| (l.entry.listing.is_none(), l.entry.listing, l.entry.sitting, l.entry.id));
    Ok(lines)
}

/// Kept lines with the person who stands for each today. Where a merge made two lines one person's, the one with a result,
/// or else the first, stays on the list; the other is shown among those taken off, and says why.
fn once(mut entries: Vec<DayEntry>, stands: impl Fn(PersonId) -> PersonId) -> Vec<DayEntry> {
    let is_off = |e: &DayEntry| e.state == EntryState::Removed;
    entries.iter_mut().for_each(|e| e.person_id = e.person_id.map(&stands));
    entries.sort_by_key(|e| (is_off(e), e.result.is_none()));
    let mut met = BTreeSet::new();
    for entry in entries.iter_mut().filter(|e| !is_off(e)) {
        if entry.person_id.is_some_and(|person| !met.insert(person)) {
            entry.state = EntryState::Removed;
            entry.removed_why = Some("Two records became one person, who has another line on this list".to_owned());
        }
    }
    // Those that stay come first, so that what a court sends is held against them.
    entries.sort_by_key(is_off);
    entries
}

fn line(kinds: &Kinds, entry: DayEntry, kept: bool, came: Option<Came>, request: Option<ReportRequestId>) -> DayLine {
    let expects = entry.result.as_deref().map(|code| {
        let kind = kinds.0.iter().rev().find(|k| k.code == code && k.valid_from <= entry.day);
        kind.map_or("any", |k| k.expects.as_str())
    });
    let agreement = agreement(expects, came.as_ref().map(|c| c.asks.as_str()), entry.settled.is_some());
    let by_hand = (kept && entry.source == Source::Hand).then(|| entry.added_at.local_date());
    let shelves = shelves(entry.state, entry.preparing, agreement, (by_hand, entry.day));
    DayLine { entry, kept, came, request, agreement, shelves }
}

/// The notes of lines, by entry.
pub(super) fn notes(cx: &mut Cx<'_>, lines: &[&DayLine]) -> Result<BTreeMap<DayEntryId, DayNote>> {
    let ids: BTreeSet<DayEntryId> = lines.iter().filter(|l| l.kept).map(|l| l.entry.id).collect();
    let mut found = BTreeMap::new();
    for chunk in ids.into_iter().collect::<Vec<_>>().chunks(400) {
        let values: Vec<Value> = chunk.iter().map(|id| Value::Id(id.0)).collect();
        let rest = format!("WHERE entry_id IN ({})", kernel::placeholders(1, values.len()));
        found.extend(cx.list::<DayNote>(&rest, &values)?.into_iter().map(|note| (note.entry_id, note)));
    }
    Ok(found)
}

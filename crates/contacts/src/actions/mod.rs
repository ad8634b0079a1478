//! What people do with the log. Each action is one transaction that asks the rules first, writes the entry, keeps the read
//! models beside it, and tells what happened.

pub(crate) mod arrange;
mod attach;
pub(crate) mod entry;
mod move_it;
pub(crate) mod outcome;
pub(crate) mod record;

pub use arrange::{arrange, clashes};
pub use attach::{attach, detach};
pub use entry::{Entry, enter};
pub use move_it::{NewTime, cancel, reschedule};
pub use outcome::{Answer, correct_outcome, record_outcome};
pub use record::{NewContact, record};

use crate::catalogue::{Catalogue, ContactType, Need};
use crate::reading::may_read;
use crate::rules::{note, wall_clock};
use crate::tables::{Contact, DiaryRow, LastContact, Note};
use kernel::{ContactId, Date, Instant, PersonId, PersonKeys, Refusals, Time, fold};
use store::{Cx, Failure, Result, key_values, params};

/// The contact of that id in a person's record.
///
/// # Errors
/// [`Failure::NotFound`] when the person has no such contact.
pub fn find(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId) -> Result<Contact> {
    for person in keys.all().collect::<Vec<_>>() {
        if let Some(contact) = cx.get::<Contact>(params![person, id])? {
            return Ok(contact);
        }
    }
    Err(Failure::NotFound)
}

/// The contact of that id, to change it: nobody works on what they may not read.
///
/// # Errors
/// As [`find`]; [`Failure::Forbidden`] for a sensitive contact that the actor may not read.
pub(crate) fn find_to_change(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId) -> Result<Contact> {
    let contact = find(cx, keys, id)?;
    if may_read(cx, &contact) {
        return Ok(contact);
    }
    let words =
        "This contact is sensitive. Ask its author, or a manager for the permission to read sensitive contacts.";
    Err(Failure::Forbidden(words.into()))
}

/// The keys by which what belongs to an entry of an absorbed record is written beside it: a transaction changes one record.
pub(crate) fn own_keys(keys: &PersonKeys, owner: PersonId) -> PersonKeys {
    PersonKeys { survivor: owner, absorbed: keys.all().filter(|person| *person != owner).collect() }
}

/// Adds a note to a contact.
///
/// # Errors
/// [`Failure::Refused`] when the note is empty or too long, or the entry is one that Throughcare wrote.
pub fn add_note(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId, text: &str) -> Result<Note> {
    let text = note::readable(text)?;
    let mut contact = find_to_change(cx, keys, id)?;
    if contact.system_entry {
        return Err(Failure::refused("note", "written_by_throughcare", "Record a note of your own instead"));
    }
    cx.describe("Added a note to a contact", None);
    let note = write_note(cx, &mut contact, &text)?;
    cx.update(&mut contact)?;
    Ok(note)
}

/// Writes a note and makes its words findable; the caller writes the contact.
fn write_note(cx: &mut Cx<'_>, contact: &mut Contact, text: &str) -> Result<Note> {
    let note = note_of(cx, contact, text);
    cx.insert(&note)?;
    Ok(note)
}

/// The note as a row; its words become findable on the contact.
pub(crate) fn note_of(cx: &Cx<'_>, contact: &mut Contact, text: &str) -> Note {
    contact.words = format!("{} {}", contact.words, fold(text)).trim().to_owned();
    contact.changed_at = cx.now();
    Note {
        person_id: contact.person_id,
        id: cx.new_id(),
        contact_id: contact.id,
        written_at: cx.now(),
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        note: text.to_owned(),
    }
}

/// Where an entry stands in the timeline.
fn sort_at(date: Date, start: Option<Time>, now: Instant) -> Instant {
    match start {
        Some(start) => wall_clock::instant(date, start),
        None if date == now.local_date() => now,
        None => wall_clock::instant(date, Time::midnight()),
    }
}

/// The type of a contact that is already recorded.
pub(crate) fn type_of<'a>(catalogue: &'a Catalogue, contact: &Contact) -> Result<&'a ContactType> {
    catalogue
        .contact_type(&contact.contact_type)
        .ok_or_else(|| Failure::broken(format!("contact type {} is not in the catalogue", contact.contact_type)))
}

/// The person and the service were in touch: the outcome says so, or the type has none and brings them together.
fn in_touch(contact_type: &ContactType, attended: Option<bool>) -> bool {
    contact_type.with_person && (attended == Some(true) || contact_type.outcome == Need::NotAllowed)
}

/// Writes the read models of a contact after a change.
fn keep_views(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    contact: &Contact,
    contact_type: &ContactType,
    met_changed: bool,
) -> Result<()> {
    if let Some(row) = diary_row(contact, contact_type) {
        cx.save(&row)?;
    }
    crate::attendance::keep(cx, contact)?;
    if met_changed { keep_last_contact(cx, keys) } else { Ok(()) }
}

/// The line of whoever's contact it is; entries that Throughcare writes are in nobody's diary.
pub(crate) fn diary_row(contact: &Contact, contact_type: &ContactType) -> Option<DiaryRow> {
    Some(DiaryRow {
        staff_id: contact.staff_id.filter(|_| !contact.system_entry)?,
        happens_on: contact.happens_on,
        contact_id: contact.id,
        person_id: contact.person_id,
        team_id: contact.team_id,
        contact_type: contact.contact_type.clone(),
        starts: contact.starts,
        ends: contact.ends,
        minutes: contact.minutes,
        office_id: contact.office_id,
        appointment: contact.appointment,
        awaited: contact.awaited,
        with_person: contact_type.with_person,
        group_session: contact_type.group_session,
        outcome: contact.outcome.clone(),
        attended: contact.attended,
    })
}

/// What is kept of the last contact with a person.
pub(crate) fn last_contact_row(person_id: PersonId, last: &Contact) -> LastContact {
    LastContact {
        person_id,
        happens_on: last.happens_on,
        contact_id: last.id,
        contact_type: last.contact_type.clone(),
        staff_id: last.staff_id,
    }
}

/// Writes when the person, in whichever of their records, and the service were last in touch.
pub(crate) fn keep_last_contact(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    let rest = format!("WHERE person_id IN ({}) AND met ORDER BY sort_at DESC, id DESC", keys.placeholders(1));
    match cx.first::<Contact>(&rest, &key_values(keys))? {
        Some(last) => cx.save(&last_contact_row(keys.survivor, &last)),
        None => cx.execute("DELETE FROM view_last_contact WHERE person_id = $1", params![keys.survivor]).map(|_| ()),
    }
}

/// Gathers what several rules refuse, so that a form is told everything at once.
#[derive(Default)]
pub(crate) struct Gather(Vec<kernel::Refusal>);

impl Gather {
    pub(crate) fn take<T>(&mut self, answer: std::result::Result<T, Refusals>) -> Option<T> {
        answer.map_err(|no| self.0.extend(no.0)).ok()
    }

    pub(crate) fn finish(self) -> Result<()> {
        if self.0.is_empty() { Ok(()) } else { Err(Refusals(self.0).into()) }
    }
}

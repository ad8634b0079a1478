//! Entries that Throughcare writes when something happens in another room. Nobody edits them.

use super::{keep_views, sort_at, type_of};
use crate::catalogue::{self, ContactType};
use crate::rules::note;
use crate::tables::{Contact, Note};
use kernel::{Date, EventId, PersonId, PersonKeys, StaffId, TeamId, fold};
use store::{Cx, Result};

/// What a room wants written into a person's log.
#[derive(Clone, Debug)]
pub struct Entry {
    pub person: PersonId,
    /// The code of a type that Throughcare writes.
    pub contact_type: String,
    pub on: Date,
    pub title: String,
    pub note: Option<String>,
    pub event: Option<EventId>,
    pub staff: Option<StaffId>,
    pub team: Option<TeamId>,
}

impl Entry {
    pub fn new(person: PersonId, contact_type: impl Into<String>, on: Date, title: impl Into<String>) -> Entry {
        Entry {
            person,
            contact_type: contact_type.into(),
            on,
            title: title.into(),
            note: None,
            event: None,
            staff: None,
            team: None,
        }
    }

    #[must_use]
    pub fn note(self, note: impl Into<String>) -> Entry {
        Entry { note: Some(note.into()), ..self }
    }

    #[must_use]
    pub fn event(self, event: EventId) -> Entry {
        Entry { event: Some(event), ..self }
    }
}

/// Writes an entry. A day still to come is entered today: the log says what was known when.
///
/// # Errors
/// When the type is not in the catalogue or the database fails.
pub fn enter(cx: &mut Cx<'_>, entry: Entry) -> Result<Contact> {
    let catalogue = catalogue::current(cx)?;
    let (contact, note) = rows(cx, entry);
    let contact_type = type_of(&catalogue, &contact)?;
    cx.describe(entered_words(contact_type), None);
    cx.insert(&contact)?;
    keep_views(cx, &PersonKeys::alone(contact.person_id), &contact, contact_type, false)?;
    cx.insert_all(note.as_slice())?;
    Ok(contact)
}

/// What the ledger says of an entry.
pub(crate) fn entered_words(contact_type: &ContactType) -> String {
    format!("Entered in the log: {}", contact_type.name.en)
}

/// An entry as it is written, with its note.
pub(crate) fn rows(cx: &Cx<'_>, entry: Entry) -> (Contact, Option<Note>) {
    let now = cx.now();
    let on = entry.on.min(cx.today());
    let title = entry.title.chars().take(note::LONGEST_TITLE).collect::<String>();
    let mut words = fold(&title);
    if let Some(note) = &entry.note {
        words = format!("{words} {}", fold(note));
    }
    let contact = Contact {
        person_id: entry.person,
        id: cx.new_id(),
        contact_type: entry.contact_type,
        happens_on: on,
        starts: None,
        ends: None,
        minutes: None,
        sort_at: sort_at(on, None, now),
        title: Some(title),
        staff_id: entry.staff,
        team_id: entry.team,
        office_id: None,
        place: None,
        event_id: entry.event,
        requirement_id: None,
        outcome: None,
        attended: None,
        complied: None,
        appointment: false,
        awaited: false,
        met: false,
        national_standard: false,
        rar: false,
        sensitive: false,
        system_entry: true,
        replaces_id: None,
        external_key: None,
        words,
        recorded_at: now,
        author_id: cx.actor().id(),
        author_name: cx.actor().name().to_owned(),
        changed_at: now,
        version: 1,
    };
    let note = entry.note.map(|note| Note {
        person_id: contact.person_id,
        id: cx.new_id(),
        contact_id: contact.id,
        written_at: now,
        author_id: contact.author_id,
        author_name: contact.author_name.clone(),
        note,
    });
    (contact, note)
}

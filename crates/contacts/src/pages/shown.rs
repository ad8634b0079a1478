//! How an entry of the log is put into words: its kind, its state, when, who and where.

use crate::catalogue::{Catalogue, ContactType};
use crate::tables::{Attachment, Contact, Note};
use kernel::{Crn, Date, StaffId};
use organisation::StaffLine;
use std::collections::BTreeMap;
use web::ui::{Colour, count, tag, time, weekday};
use web::{Markup, html};

/// The name of a contact's type; its code where the catalogue no longer has it.
pub(super) fn type_name<'a>(catalogue: &'a Catalogue, contact: &'a Contact) -> &'a str {
    catalogue.contact_type(&contact.contact_type).map_or(contact.contact_type.as_str(), |t| t.name.en.as_str())
}

/// The kind and the title; what Throughcare wrote is told by its title alone.
pub(super) fn heading(name: &str, contact: &Contact) -> String {
    match &contact.title {
        Some(title) if contact.system_entry => title.clone(),
        Some(title) => format!("{name}: {title}"),
        None => name.to_owned(),
    }
}

pub(super) fn contact_path(crn: &Crn, contact: &Contact) -> String {
    let what = if contact.appointment { "appointments" } else { "contacts" };
    format!("/people/{crn}/{what}/{}", contact.id)
}

/// "Monday 23 November 2026, 10am to 10:30am".
pub(super) fn when(contact: &Contact) -> String {
    match (contact.starts, contact.ends) {
        (Some(start), Some(end)) => format!("{}, {} to {}", weekday(contact.happens_on), time(start), time(end)),
        (Some(start), None) => format!("{}, {}", weekday(contact.happens_on), time(start)),
        _ => weekday(contact.happens_on),
    }
}

/// The state of an entry as a tag: what came of it, or that an outcome is awaited.
pub(super) fn state(catalogue: &Catalogue, contact: &Contact, today: Date) -> Option<Markup> {
    if let Some(code) = &contact.outcome {
        let outcome = catalogue.outcome(code);
        let words = outcome.map_or(code.as_str(), |o| o.name.en.as_str());
        let colour = match (contact.attended, contact.complied) {
            (Some(true), Some(true)) => Colour::Green,
            (_, Some(false)) => Colour::Red,
            (Some(false), Some(true)) => Colour::Yellow,
            _ => Colour::Grey,
        };
        return Some(tag(colour, words));
    }
    if !contact.awaited {
        None
    } else if contact.happens_on < today {
        Some(tag(Colour::Orange, "Outcome not recorded"))
    } else if contact.happens_on == today {
        Some(tag(Colour::Teal, "Today"))
    } else {
        Some(tag(Colour::Plain, "To come"))
    }
}

pub(super) fn staff_name(lines: &BTreeMap<StaffId, StaffLine>, id: Option<StaffId>) -> Option<String> {
    id.and_then(|id| lines.get(&id)).map(|line| line.name.clone())
}

/// The ids of everybody whose name a list of contacts needs.
pub(super) fn staff_ids<'a>(contacts: impl Iterator<Item = &'a Contact>) -> Vec<StaffId> {
    let mut ids: Vec<StaffId> = contacts.filter_map(|c| c.staff_id).collect();
    ids.sort_unstable();
    ids.dedup();
    ids
}

pub(super) fn minutes_words(contact: &Contact) -> Option<String> {
    contact.minutes.map(|minutes| count(i64::from(minutes), "minute", "minutes"))
}

/// Notes as written: paragraphs kept, nothing read as HTML.
pub(super) fn notes(notes: &[Note]) -> Markup {
    html! {
        @for note in notes {
            p.govuk-body.tc-prose { (note.note) }
            p.govuk-body.tc-quiet { (note.author_name) ", " (web::ui::instant(note.written_at)) }
        }
    }
}

pub(super) fn files(crn: &Crn, files: &[Attachment], may_remove: bool) -> Markup {
    html! {
        @if !files.is_empty() {
            ul.govuk-list {
                @for file in files {
                    @let href = format!("/people/{crn}/contacts/{}/files/{}", file.contact_id, file.file_id);
                    li {
                        @if let Some(reason) = &file.removed_reason {
                            (file.file_name) " " span.govuk-hint { "Taken off: " (reason) }
                        } @else {
                            (web::ui::link(&href, &file.file_name)) " (" (size_words(file.file_size)) ")"
                            @if may_remove {
                                " " (web::ui::link_about(&format!("{href}/remove"), "Take off", &file.file_name))
                            }
                        }
                    }
                }
            }
        }
    }
}

fn size_words(bytes: i64) -> String {
    if bytes < 1024 * 1024 {
        format!("{} KB", (bytes + 1023) / 1024)
    } else {
        format!("{} MB", (bytes + 1_048_575) / 1_048_576)
    }
}

/// What stands where a sensitive entry is masked.
pub(super) fn masked() -> Markup {
    html! { p.govuk-body { (tag(Colour::Purple, "Sensitive")) " What was written is not shown to you." } }
}

/// Whether a type brings somebody to a place that an office list can name.
pub(super) fn has_place(contact_type: &ContactType) -> bool {
    contact_type.place != crate::Need::NotAllowed
}

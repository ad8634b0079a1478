//! How the pages of this room say a person, an officer and a contact.

use kernel::{Date, PersonId, StaffId, Time};
use organisation::StaffLine;
use people::PersonLine;
use std::collections::{BTreeMap, HashMap};
use web::ui;
use web::{Markup, html};

/// A person's name as a link, with the CRN; the CRN alone for one who may not be seen.
pub(crate) fn person(lines: &HashMap<PersonId, PersonLine>, id: PersonId) -> Markup {
    match lines.get(&id) {
        Some(line) if line.restricted => html! {
            a.govuk-link href={ "/people/" (line.crn) } { (line.crn) } " " (ui::tag(ui::Colour::Red, "Restricted"))
        },
        Some(line) => html! {
            a.govuk-link href={ "/people/" (line.crn) } { (line.name) }
            br; span.tc-quiet { (line.crn) }
        },
        None => html! { "Not known" },
    }
}

/// An officer's name, or that there is none.
pub(crate) fn officer(lines: &BTreeMap<StaffId, StaffLine>, id: Option<StaffId>) -> String {
    id.map_or_else(|| "Nobody".to_owned(), |id| lines.get(&id).map_or_else(|| "Not known".into(), |l| l.name.clone()))
}

/// A day, and the times if they are known.
pub(crate) fn day_and_time(day: Date, starts: Option<Time>, ends: Option<Time>) -> String {
    match (starts, ends) {
        (Some(starts), Some(ends)) => format!("{}, {} to {}", ui::weekday(day), ui::time(starts), ui::time(ends)),
        (Some(starts), None) => format!("{} at {}", ui::weekday(day), ui::time(starts)),
        _ => ui::weekday(day),
    }
}

/// The times of something that happens today.
pub(crate) fn times(starts: Option<Time>, ends: Option<Time>) -> String {
    match (starts, ends) {
        (Some(starts), Some(ends)) => format!("{} to {}", ui::time(starts), ui::time(ends)),
        (Some(starts), None) => ui::time(starts),
        _ => "All day".into(),
    }
}

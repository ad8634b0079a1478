//! A person's record as it stood on a past day, by the time of recording: what anybody who looked that evening would have
//! read, whatever has been learned or put right since.

use jiff::ToSpan;
use kernel::{ChainId, Crn, Date, Instant, Permission};
use serde_json::Value as Json;
use store::tables::History;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{self, row};
use web::{Answer, Markup, Reply, Request, html};

/// What a table of the record holds, in words; tables that are not named here are shown by their own name.
const NAMES: &[(&str, &str)] = &[
    ("person", "Identity"),
    ("person_alias", "Alias"),
    ("person_address", "Address"),
    ("person_identifier", "Identifier"),
    ("sentence_event", "Event"),
    ("sentence_offence", "Offence"),
    ("sentence_order", "Order"),
    ("sentence_requirement", "Requirement"),
    ("sentence_progress", "Progress"),
    ("sentence_key_date", "Key date"),
    ("contact", "Contact"),
    ("contact_note", "Note"),
    ("contact_result", "Outcome"),
    ("assessment", "Assessment"),
    ("assessment_answer", "Answer of an assessment"),
    ("assessment_step", "What was done with an assessment"),
    ("assessment_import", "Assessment of another service"),
    ("harm_level", "Risk of serious harm"),
];

/// Columns that say nothing to a reader.
const PLUMBING: &[&str] = &["person_id", "version", "sort_at", "words", "sent"];

/// The rows of a record as they stood at the end of a day, those that the actor may read.
///
/// # Errors
/// When the database fails.
pub(crate) fn standing(cx: &mut Cx<'_>, keys: &kernel::PersonKeys, day: Date) -> Result<Vec<(History, Json)>> {
    let evening = Instant(Instant::from_local(day.saturating_add(1.day()).at(0, 0, 0, 0)).0 - 1);
    let mut found = Vec::new();
    for person in keys.all() {
        for line in cx.standing_at(ChainId::from(person), evening)? {
            let image = line.image()?.and_then(|text| serde_json::from_str::<Json>(&text).ok());
            found.extend(image.map(|image| (line, image)));
        }
    }
    if !cx.may(Permission::ReadSensitive) {
        without_sensitive(&mut found, cx.actor().id().map(|id| id.to_string()));
    }
    Ok(found)
}

/// Leaves out what others marked sensitive, and all that hangs on it: notes, outcomes, and files with their names.
fn without_sensitive(rows: &mut Vec<(History, Json)>, reader: Option<String>) {
    let reader = reader.map_or(Json::Null, Json::String);
    let is_hidden = |image: &Json| {
        let written_by_reader = !reader.is_null() && image.get("author_id") == Some(&reader);
        image.get("sensitive") == Some(&Json::Bool(true)) && !written_by_reader
    };
    let mut hidden: Vec<Json> =
        rows.iter().filter(|(_, image)| is_hidden(image)).filter_map(|(_, image)| image.get("id").cloned()).collect();
    let hangs = |image: &Json, hidden: &[Json]| image.get("contact_id").is_some_and(|id| hidden.contains(id));
    let files: Vec<Json> = rows
        .iter()
        .filter(|(_, image)| hangs(image, &hidden))
        .filter_map(|(_, image)| image.get("file_id").cloned())
        .collect();
    hidden.extend(files);
    let is_of_hidden = |image: &Json| {
        ["id", "contact_id", "file_id"].iter().any(|name| image.get(name).is_some_and(|id| hidden.contains(id)))
    };
    rows.retain(|(_, image)| !is_of_hidden(image));
}

/// `GET /people/{crn}/record?day=`
pub(crate) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let today = cx.today();
    let mut form = Form::of(req.queries().iter().cloned());
    let day = if form.typed("day").is_empty() && !form.has("day-day") { None } else { form.date("day", "the day") };
    if day.is_some_and(|d| d > today) {
        form.refuse(kernel::Refusal::new("day", "future", "The day must be today or in the past"));
    }
    let day = day.filter(|_| form.finish().is_ok());
    let rows = match day {
        Some(day) => standing(cx, &open.keys, day)?,
        None => Vec::new(),
    };
    let refused = !form.refused().is_empty();
    let frame = people::frame(req, cx, &open, "Overview")?.titled("The record on another day").refused(refused);
    let body = html! {
        (ui::error_summary(&form))
        h1.govuk-heading-l { "The record on another day" }
        p.govuk-body { "This is what the record said at the end of the day you choose, before anything was learned or put right later." }
        form method="get" action=(open.path("/record")) {
            (ui::input("day", "Day").date().show(&form))
            (ui::button("Show").secondary().show())
        }
        @if let Some(day) = day { (shown(day, &rows)) }
    };
    Ok(Reply::page(frame, body))
}

fn shown(day: Date, rows: &[(History, Json)]) -> Markup {
    if rows.is_empty() {
        return ui::empty(&format!("Nothing had been recorded by the end of {}.", ui::day(day)), None);
    }
    html! {
        h2.govuk-heading-m { "As it stood on " (ui::day(day)) }
        @for (line, image) in rows {
            (ui::SummaryCard::new(name_of(&line.table_name)).rows(&rows_of(line, image)))
        }
    }
}

fn name_of(table: &str) -> String {
    NAMES.iter().find(|(name, _)| *name == table).map_or_else(|| in_words(table), |(_, words)| (*words).to_owned())
}

fn in_words(name: &str) -> String {
    let words = name.replace('_', " ");
    let mut chars = words.chars();
    chars.next().map_or_else(String::new, |first| first.to_uppercase().chain(chars).collect())
}

fn rows_of(line: &History, image: &Json) -> Vec<ui::Row> {
    let mut rows: Vec<ui::Row> = image
        .as_object()
        .into_iter()
        .flatten()
        .filter(|(name, value)| {
            !value.is_null() && !PLUMBING.contains(&name.as_str()) && !name.ends_with("_id") && *name != "id"
        })
        .map(|(name, value)| row(in_words(name), cell(name, value)))
        .collect();
    rows.push(row("Recorded", ui::instant(line.recorded_at)));
    rows
}

fn cell(name: &str, value: &Json) -> String {
    match value {
        Json::Bool(true) => "Yes".into(),
        Json::Bool(false) => "No".into(),
        Json::Number(n) if name.ends_with("_at") => {
            n.as_i64().map_or_else(|| n.to_string(), |at| ui::instant(Instant(at)))
        }
        Json::String(text) => text.parse::<Date>().map_or_else(|_| text.clone(), ui::day),
        other => other.to_string(),
    }
}

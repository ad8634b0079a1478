//! One entry of the log: what it is, what was written, and the form with which its outcome is recorded. Outcome, note, file
//! and the next appointment stand on one form, so that "attended and complied" is done in two pages.

use super::new_contact::attach_all;
use super::{fields, shown};
use crate::actions::{self, Answer as Outcome, NewContact};
use crate::catalogue::{self, Catalogue, ContactType, Need};
use crate::reading::{Shown, one};
use crate::tables::{Contact, Given};
use jiff::ToSpan;
use kernel::{ContactId, Crn, Permission};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{Colour, Row, checkboxes, input, item, row, tag};
use web::{Answer, Markup, Reply, Request, html};

pub(super) fn show(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let id: ContactId = req.param("contact")?;
    let open = people::open(cx, &crn)?;
    let catalogue = catalogue::current(cx)?;
    let (item, given) = one(cx, &open.keys, id)?;
    let contact = &item.contact;
    let name = shown::type_name(&catalogue, contact).to_owned();
    let may = cx.may(Permission::RecordContacts) && !contact.system_entry && !item.masked;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => opening(contact),
    };
    let rows = facts(cx, &catalogue, &open, &item)?;
    let body = html! {
        (web::ui::error_summary(&form))
        h1.govuk-heading-l { (shown::heading(&name, contact)) }
        (web::ui::summary_list(&rows))
        @if item.masked { (shown::masked()) } @else {
            @if !item.notes.is_empty() { h2.govuk-heading-m { "Notes" } (shown::notes(&item.notes)) }
            @if !item.files.is_empty() { h2.govuk-heading-m { "Files" } (shown::files(&open.crn, &item.files, may)) }
        }
        @if may { (work(req, &catalogue, &open, contact, &form, cx.today())) }
        @if given.len() > 1 { (history(&catalogue, &given)) }
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled(name);
    Ok(Reply::page(frame.back(format!("/people/{}/contacts", open.crn)), body))
}

/// The next appointment opens as the same kind, day of the week and time as this one.
fn opening(contact: &Contact) -> Form {
    let mut form = Form::blank().with("next_type", contact.contact_type.clone());
    if let Ok(next) = contact.happens_on.checked_add(7.days()) {
        form = form.with("next_date", fields::date_text(next));
    }
    for (name, time) in [("next_start", contact.starts), ("next_end", contact.ends)] {
        if let Some(time) = time {
            form = form.with(name, fields::time_text(time));
        }
    }
    form
}

fn facts(cx: &mut Cx<'_>, catalogue: &Catalogue, open: &OpenPerson, item: &Shown) -> Result<Vec<Row>> {
    let contact = &item.contact;
    let staff = organisation::staff_lines(cx, &shown::staff_ids(std::iter::once(contact)))?;
    let by = shown::staff_name(&staff, contact.staff_id).unwrap_or_else(|| contact.author_name.clone());
    let mut rows = vec![row("When", shown::when(contact))];
    if let Some(state) = shown::state(catalogue, contact, cx.today()) {
        rows.push(row("State", state));
    }
    rows.push(row("Who", by));
    let office = contact.office_id.map(|id| organisation::office(cx, id)).transpose()?;
    if let Some(place) = office.map(|office| office.name).or_else(|| contact.place.clone()) {
        rows.push(row("Where", place));
    }
    if let Some(minutes) = shown::minutes_words(contact) {
        rows.push(row("Length", minutes));
    }
    if contact.rar {
        rows.push(row("Counts as", "A rehabilitation activity day, when attended"));
    }
    if contact.national_standard {
        rows.push(row("National standard", "Yes: a failure counts towards enforcement"));
    }
    if contact.sensitive {
        rows.push(row("Sensitive", tag(Colour::Purple, "Sensitive")));
    }
    if let Some(old) = contact.replaces_id {
        let href = format!("/people/{}/appointments/{old}", open.crn);
        rows.push(row("Moved from", web::ui::link(&href, "The earlier appointment")));
    }
    if let Some(new) = replaced_by(cx, contact)? {
        let href = format!("/people/{}/appointments/{new}", open.crn);
        rows.push(row("Moved to", web::ui::link(&href, "The new appointment")));
    }
    rows.push(row("Recorded", format!("{}, {}", contact.author_name, web::ui::instant(contact.recorded_at))));
    Ok(rows)
}

fn replaced_by(cx: &mut Cx<'_>, contact: &Contact) -> Result<Option<ContactId>> {
    if contact.outcome.is_none() || !contact.appointment {
        return Ok(None);
    }
    let found = cx.query(
        "SELECT id FROM contact WHERE person_id = $1 AND replaces_id = $2",
        &[contact.person_id.into(), contact.id.into()],
    )?;
    found.first().map(|row| row.get(0)).transpose()
}

/// What can be done with the entry.
fn work(
    req: &Request,
    catalogue: &Catalogue,
    open: &OpenPerson,
    contact: &Contact,
    form: &Form,
    today: kernel::Date,
) -> Markup {
    let path = format!("/people/{}/appointments/{}", open.crn, contact.id);
    let Some(contact_type) = catalogue.contact_type(&contact.contact_type) else { return html! {} };
    let open_for_outcome = contact.outcome.is_none() && contact_type.outcome != Need::NotAllowed;
    html! {
        @if open_for_outcome { (outcome_form(req, catalogue, contact_type, contact, form, &path, today)) }
        @if contact.appointment && contact.outcome.is_none() {
            (web::ui::button_group(&html! {
                (web::ui::link_button(&format!("{path}/reschedule"), "Reschedule").secondary().show())
                @if contact.happens_on >= today {
                    (web::ui::link_button(&format!("{path}/cancel"), "Cancel the appointment").secondary().show())
                }
            }))
        }
        @if contact.outcome.is_some() && !catalogue.outcome(contact.outcome.as_deref().unwrap_or_default()).is_some_and(crate::Outcome::by_action) {
            p.govuk-body { (web::ui::link(&format!("{path}/correct"), "Correct the outcome")) }
        }
        @if !open_for_outcome { (note_form(req, open, contact, form)) }
    }
}

fn outcome_form(
    req: &Request,
    catalogue: &Catalogue,
    contact_type: &ContactType,
    contact: &Contact,
    form: &Form,
    path: &str,
    today: kernel::Date,
) -> Markup {
    let next = html! {
        (fields::type_field(catalogue, "next_type", "Kind", |t| t.appointment).show(form))
        (input("next_date", "Date").date().show(form))
        div.tc-columns.tc-columns--halves {
            (input("next_start", "Start").time().show(form))
            (input("next_end", "End").time().show(form))
        }
    };
    let inside = html! {
        (fields::outcome_field(catalogue, contact_type, contact.happens_on > today, "What came of it", form))
        (fields::note_field(form, "Note"))
        (fields::file_field(form))
        (checkboxes("next", "Next appointment").items([item("yes", "Arrange the next appointment").reveal(next)]).show(form))
        @if form.wrong("clash_allowed").is_some() {
            (checkboxes("clash_allowed", "Two appointments at once").item("yes", "Both are meant").show(form))
        }
        (web::ui::button("Save").show())
    };
    html! {
        h2.govuk-heading-m { "Record the outcome" }
        (req.form_frame(path).hidden("version", contact.version).multipart().show(&inside))
    }
}

fn note_form(req: &Request, open: &OpenPerson, contact: &Contact, form: &Form) -> Markup {
    let inside = html! {
        (fields::note_field(form, "Add a note"))
        (fields::file_field(form))
        (web::ui::button("Add").secondary().show())
    };
    req.form_frame(&format!("/people/{}/contacts/{}", open.crn, contact.id)).multipart().show(&inside)
}

fn history(catalogue: &Catalogue, given: &[Given]) -> Markup {
    let words = |code: &Option<String>| match code {
        None => "Taken back".to_owned(),
        Some(code) => catalogue.outcome(code).map_or(code.clone(), |o| o.name.en.clone()),
    };
    html! {
        h2.govuk-heading-m { "Outcomes recorded" }
        ol.govuk-list.govuk-list--number {
            @for one in given.iter().rev() {
                li {
                    strong { (words(&one.outcome)) } ", " (one.author_name) ", " (web::ui::instant(one.recorded_at))
                    @if let Some(reason) = &one.reason { ": " (reason) }
                }
            }
        }
    }
}

/// Records the outcome, and on the same form a note, files and the next appointment.
pub(super) fn outcome(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let id: ContactId = req.param("contact")?;
    let open = people::open(cx, &crn)?;
    let mut form = req.form();
    let chosen = fields::outcome(&mut form);
    let next = if form.typed("next") == "yes" { next(&mut form) } else { None };
    form.finish()?;
    let answer = Outcome {
        outcome: chosen.unwrap_or_default(),
        note: Some(form.typed("note").to_owned()),
        version: form.typed("version").parse().ok(),
    };
    let contact = actions::record_outcome(cx, &open.keys, id, &answer)?;
    attach_all(cx, req, &open.keys, contact.id)?;
    let mut words = "Outcome recorded".to_owned();
    if let Some(next) = next {
        let next = NewContact {
            staff: contact.staff_id,
            team: contact.team_id,
            office: contact.office_id,
            place: contact.place.clone(),
            event: contact.event_id,
            requirement: contact.requirement_id,
            ..next
        };
        let next = fitting(cx, next)?;
        let made = actions::arrange(cx, &open.keys, next).map_err(of_next)?;
        words = format!("Outcome recorded. {}", super::arrange::done(made.happens_on));
    }
    Ok(Reply::done(format!("/people/{}/contacts", open.crn), words))
}

fn next(form: &mut Form) -> Option<NewContact> {
    let contact_type = form.choice("next_type", "the kind of the next appointment", |code| Some(code.to_owned()));
    let date = form.date("next_date", "the date of the next appointment");
    let start = form.time("next_start", "the start of the next appointment");
    let end = form.time("next_end", "the end of the next appointment");
    let clash_allowed = form.typed("clash_allowed") == "yes";
    Some(NewContact { clash_allowed, ..NewContact::of(contact_type?, date?).at(start?, end?) })
}

/// The next appointment is where this one was, unless its kind has no place.
fn fitting(cx: &mut Cx<'_>, next: NewContact) -> Result<NewContact> {
    let catalogue = catalogue::current(cx)?;
    let has_place = catalogue.contact_type(&next.contact_type).is_none_or(shown::has_place);
    Ok(if has_place { next } else { NewContact { office: None, place: None, ..next } })
}

/// What is wrong with the next appointment is told at its own fields.
fn of_next(failure: Failure) -> Failure {
    match failure {
        Failure::Refused(mut no) => {
            for refusal in &mut no.0 {
                refusal.field = match refusal.field.as_str() {
                    "type" | "date" | "start" | "end" => format!("next_{}", refusal.field),
                    "clash_allowed" => "clash_allowed".into(),
                    _ => "next".into(),
                };
            }
            Failure::Refused(no)
        }
        other => other,
    }
}

/// Adds a note and files to an entry.
pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let id: ContactId = req.param("contact")?;
    let open = people::open(cx, &crn)?;
    let note = req.form().typed("note").trim().to_owned();
    if !note.is_empty() || req.files().is_empty() {
        actions::add_note(cx, &open.keys, id, &note)?;
    }
    attach_all(cx, req, &open.keys, id)?;
    Ok(Reply::done(format!("/people/{}/contacts/{id}", open.crn), "Added"))
}

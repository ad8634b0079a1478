//! Moving and cancelling an appointment, and correcting an outcome: each asks why, on a page of its own.

use super::{fields, shown};
use crate::actions::{self, NewTime, find_to_change};
use crate::catalogue;
use crate::catalogue::MovedBy;
use crate::tables::Contact;
use kernel::{ContactId, Crn};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{checkboxes, input, item, radios, row, textarea};
use web::{Answer, Markup, Reply, Request, html};

/// Whose page it is, and which appointment.
fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Contact)> {
    let crn: Crn = req.param("crn")?;
    let id: ContactId = req.param("contact")?;
    let open = people::open(cx, &crn)?;
    let contact = find_to_change(cx, &open.keys, id)?;
    Ok((open, contact))
}

fn version(form: &Form) -> Option<i64> {
    form.typed("version").parse().ok()
}

fn page(
    cx: &mut Cx<'_>,
    req: &Request,
    open: &OpenPerson,
    contact: &Contact,
    title: &str,
    form: &Form,
    inside: &Markup,
) -> Answer {
    let catalogue = catalogue::current(cx)?;
    let rows = [row("Appointment", shown::type_name(&catalogue, contact)), row("When", shown::when(contact))];
    let body = html! {
        (web::ui::error_summary(form))
        h1.govuk-heading-l { (title) }
        (web::ui::summary_list(&rows))
        (req.form_frame(req.path()).hidden("version", contact.version).show(inside))
    };
    let frame = people::frame(req, cx, open, "Contacts")?.titled(title);
    Ok(Reply::page(frame.back(shown::contact_path(&open.crn, contact)), body))
}

pub(super) fn reschedule_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, contact) = opened(cx, req)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => times(&contact),
    };
    let inside = html! {
        (radios("by", "Who asked for it").items([
            item("person", "The person"), item("service", "The service"),
        ]).show(&form))
        (input("date", "New date").date().show(&form))
        div.tc-columns.tc-columns--halves {
            (input("start", "Start").time().show(&form))
            (input("end", "End").time().show(&form))
        }
        (textarea("reason", "Why").rows(3).show(&form))
        @if form.wrong("clash_allowed").is_some() {
            (checkboxes("clash_allowed", "Two appointments at once").item("yes", "Both are meant").show(&form))
        }
        (web::ui::button("Reschedule").show())
    };
    page(cx, req, &open, &contact, "Reschedule the appointment", &form, &inside)
}

fn times(contact: &Contact) -> Form {
    let mut form = Form::blank().with("date", fields::date_text(contact.happens_on));
    for (name, time) in [("start", contact.starts), ("end", contact.ends)] {
        if let Some(time) = time {
            form = form.with(name, fields::time_text(time));
        }
    }
    form
}

pub(super) fn reschedule(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, contact) = opened(cx, req)?;
    let mut form = req.form();
    let by = form.choice("by", "who asked for it", |code| match code {
        "person" => Some(MovedBy::Person),
        "service" => Some(MovedBy::Service),
        _ => None,
    });
    let date = form.date("date", "the new date");
    let start = form.time("start", "the start time");
    let end = form.time("end", "the end time");
    let reason = form.text("reason", "why it is rescheduled", crate::rules::note::LONGEST);
    let (by, date, start, end, reason) = form.complete((by, date, start, end, reason))?;
    let to = NewTime {
        date,
        start,
        end,
        by,
        reason,
        staff: None,
        office: None,
        clash_allowed: form.typed("clash_allowed") == "yes",
        version: version(&form),
    };
    let moved = actions::reschedule(cx, &open.keys, contact.id, &to)?;
    Ok(Reply::done(shown::contact_path(&open.crn, &moved), super::arrange::done(moved.happens_on)))
}

pub(super) fn cancel_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, contact) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_default();
    let inside = html! {
        (textarea("reason", "Why it is cancelled").rows(3).show(&form))
        (web::ui::button("Cancel the appointment").warning().show())
    };
    page(cx, req, &open, &contact, "Cancel the appointment", &form, &inside)
}

pub(super) fn cancel(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, contact) = opened(cx, req)?;
    let form = req.form();
    actions::cancel(cx, &open.keys, contact.id, form.typed("reason"), version(&form))?;
    Ok(Reply::done(format!("/people/{}/appointments", open.crn), "Appointment cancelled"))
}

/// The choice that takes an outcome back.
const NONE: &str = "none";

pub(super) fn correct_form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, contact) = opened(cx, req)?;
    let catalogue = catalogue::current(cx)?;
    let contact_type = catalogue
        .contact_type(&contact.contact_type)
        .ok_or_else(|| Failure::broken(format!("contact type {} is not in the catalogue", contact.contact_type)))?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => fields::chosen_outcome(Form::blank(), &catalogue, contact.outcome.as_deref().unwrap_or_default()),
    };
    let ahead = contact.happens_on > cx.today();
    let inside = html! {
        (fields::outcome_field(&catalogue, contact_type, ahead, "What really came of it", &form))
        (checkboxes("back", "Or").item("yes", "Take the outcome back: it is not known").show(&form))
        (textarea("reason", "Why it is corrected").rows(3).show(&form))
        (web::ui::button("Correct").show())
    };
    page(cx, req, &open, &contact, "Correct the outcome", &form, &inside)
}

pub(super) fn correct(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, contact) = opened(cx, req)?;
    let mut form = req.form();
    let to = if form.typed("back") == "yes" { Some(NONE.to_owned()) } else { fields::outcome(&mut form) };
    form.finish()?;
    let to = to.ok_or_else(|| Failure::refused("outcome", "outcome_missing", "Choose what came of it"))?;
    let to = Some(to.as_str()).filter(|code| *code != NONE);
    actions::correct_outcome(cx, &open.keys, contact.id, to, form.typed("reason"), version(&form))?;
    Ok(Reply::done(shown::contact_path(&open.crn, &contact), "Outcome corrected. Both stay in the record"))
}

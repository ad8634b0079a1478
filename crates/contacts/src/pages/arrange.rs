//! Arranging an appointment: one page of questions, one page to check the answers, which also shows clashes, days off and
//! times that come twice.

use super::fields::{self, Offers};
use super::shown;
use crate::actions::{self, NewContact};
use crate::catalogue::{self, Catalogue};
use crate::rules::arranging;
use crate::rules::clash::{Slot, Whose};
use kernel::{Crn, Date};
use law::{Law, Nation};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::ui::{checkboxes, input, row};
use web::{Answer, Markup, Reply, Request, html};

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let form = match req.typed(cx)? {
        Some(form) => form,
        None => opening(cx, req),
    };
    page(cx, req, &open, &form)
}

fn opening(cx: &Cx<'_>, req: &Request) -> Form {
    let staff = cx.actor().staff().map_or_else(String::new, |staff| staff.to_string());
    Form::blank().with("staff", staff).with("type", req.query("type").unwrap_or_default())
}

fn page(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, form: &Form) -> Answer {
    let catalogue = catalogue::current(cx)?;
    let offers = Offers::read(cx, open)?;
    let new = format!("/people/{}/appointments/new", open.crn);
    let check = format!("/people/{}/appointments/check", open.crn);
    let inside = html! {
        (fields::type_field(&catalogue, "type", "Kind of appointment", |t| t.appointment).show(form))
        (input("date", "Date").date().show(form))
        div.tc-columns.tc-columns--halves {
            (input("start", "Start").time().show(form))
            (input("end", "End").time().show(form))
        }
        (offers.staff_field(form))
        (offers.place_fields(form))
        (offers.reason_field(form))
        (fields::note_field(form, "Note"))
        (fields::sensitive_field(form))
        @if form.wrong("clash_allowed").is_some() { (clash_field(form)) }
        (web::ui::button("Continue").show())
    };
    // What is typed is kept under the address of the questions, whichever page it is sent to.
    let draft = web::ui::Address::new("/drafts", [("form", new.as_str())]).to_string();
    let body = html! {
        (web::ui::error_summary(form))
        h1.govuk-heading-l { "Arrange an appointment" }
        (req.button_frame(&check).draft(draft).show(&inside))
    };
    let frame = people::frame(req, cx, open, "Contacts")?.titled("Arrange an appointment");
    Ok(Reply::page(frame.back(format!("/people/{}/appointments", open.crn)), body))
}

fn clash_field(form: &Form) -> Markup {
    checkboxes("clash_allowed", "Two appointments at once").item("yes", "Both are meant").show(form)
}

pub(super) fn check(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let mut form = req.form();
    if form.typed("change") == "yes" {
        let again = Form::of(req.pairs().iter().filter(|(name, _)| name != "change").cloned());
        return page(cx, req, &open, &again);
    }
    let new = read(&mut form)?;
    let catalogue = catalogue::current(cx)?;
    let contact_type = catalogue
        .contact_type(&new.contact_type)
        .ok_or_else(|| Failure::refused("type", "type_unknown", "Choose the kind of contact from the list"))?;
    let asked = new.asked(contact_type);
    arranging::may_arrange(&asked, cx.today())?;
    let clashes = actions::clashes(cx, &open.keys, &new, contact_type, None)?;
    let working = cx.part::<Law>()?.working_days(Nation::EnglandAndWales).is_working(new.date);
    let warnings = arranging::warnings(&asked, working);
    let offers = Offers::read(cx, &open)?.with_staff(cx, new.staff)?;
    let rows = answers(&catalogue, &offers, &new, form.typed("for"));
    let must_allow = !clashes.is_empty() && !contact_type.clash_allowed;
    let kept =
        |skip: &'static [&'static str]| req.pairs().iter().filter(move |(name, _)| !skip.contains(&name.as_str()));
    const OURS: &[&str] = &["csrf", "request_key", "clash_allowed", "change"];
    let mut send = req.button_frame(&format!("/people/{}/appointments/new", open.crn));
    for (name, value) in kept(OURS) {
        send = send.hidden(name, value);
    }
    let change = format!("/people/{}/appointments/check", open.crn);
    let accept = html! {
        @for warning in &warnings { (web::ui::warning(&warning.words)) }
        @for clash in &clashes { (web::ui::warning(&clash_words(clash))) }
        (send.show(&html! {
            @if must_allow { (clash_field(&form)) }
            (web::ui::button_group(&html! {
                (web::ui::button("Arrange appointment").show())
                (web::ui::button("Change").secondary().named("change", "yes").to(&change).show())
            }))
        }))
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("Check your answers");
    Ok(Reply::page(frame, web::ui::check_answers(&rows, &accept)))
}

pub(super) fn send(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let crn: Crn = req.param("crn")?;
    let open = people::open(cx, &crn)?;
    let new = read(&mut req.form())?;
    let date = new.date;
    actions::arrange(cx, &open.keys, new)?;
    Ok(Reply::done(format!("/people/{}/appointments", open.crn), done(date)))
}

/// What the next page says.
pub(super) fn done(date: Date) -> String {
    format!("Appointment arranged for {}", web::ui::weekday(date))
}

fn read(form: &mut Form) -> Result<NewContact> {
    let new = fields::contact(form, true);
    form.finish()?;
    new.ok_or_else(|| Failure::refused("", "incomplete", "Answer every question on this page"))
}

fn answers(catalogue: &Catalogue, offers: &Offers, new: &NewContact, reason: &str) -> Vec<web::ui::Row> {
    let name = catalogue.contact_type(&new.contact_type).map_or(new.contact_type.as_str(), |t| t.name.en.as_str());
    let times = match (new.start, new.end) {
        (Some(start), Some(end)) => format!("{} to {}", web::ui::time(start), web::ui::time(end)),
        _ => String::new(),
    };
    let mut rows = vec![
        row("Kind", name),
        row("Date", web::ui::weekday(new.date)),
        row("Time", times),
        row("Who meets the person", offers.staff_name(new.staff)),
    ];
    let place = offers.office_name(new.office).or_else(|| new.place.clone());
    if catalogue.contact_type(&new.contact_type).is_some_and(shown::has_place) {
        rows.push(row("Where", place.unwrap_or_else(|| "Not said".into())));
    }
    rows.push(row("What it is for", offers.reason_words(reason)));
    if let Some(note) = &new.note {
        rows.push(row("Note", note.as_str()));
    }
    if new.sensitive == Some(true) {
        rows.push(row("Sensitive", "Yes"));
    }
    rows
}

fn clash_words(slot: &Slot) -> String {
    let whose = match slot.whose {
        Whose::Person => "The person has",
        Whose::Officer => "The officer has",
    };
    let until = slot.end.map_or_else(String::new, |end| format!(" to {}", web::ui::time(end)));
    format!("{whose} another appointment that day, {}{until}", web::ui::time(slot.start))
}

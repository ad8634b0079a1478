//! Adding an event without an order, taking it on, ending it and undoing that.

use super::parts::{
    FormPage, NOTE, court_field, day_field, ending_fields, filled, form_or, home, note_field, person, read_court,
    read_ending, read_why, seen, why_fields,
};
use crate::{EndOf, NewEvent, Origin, find};
use kernel::EventId;
use store::Cx;
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, html};

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let form = form_or(req, cx, Form::blank)?;
    let origins = [Origin::Voluntary, Origin::PreSentence, Origin::Arrest, Origin::Court];
    let items = origins.map(|o| ui::item(o.code(), o.words()));
    let fields = html! {
        (ui::radios("origin", "How did it begin?").items(items).show(&form))
        (day_field("referred_on", "When did it come to the service?", &form))
        (ui::yes_no("taken_on", "Has the service taken the case on?")
            .hint("A case that has been taken on is supervised and needs an officer, before any order").show(&form))
        (court_field(cx, &form)?)
        (note_field("notes", "Notes (optional)", &form))
    };
    FormPage { title: "Add an event".into(), button: "Add event", version: None }.show(req, cx, &open, &form, &fields)
}

pub(super) fn open(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let origin = form.choice("origin", "how it began", |code| code.parse::<Origin>().ok());
    let referred_on = form.date("referred_on", "the date it came to the service");
    let taken = form.yes_no("taken_on", "the service has taken the case on");
    let (court_id, court_name) = read_court(cx, &mut form)?;
    let notes = form.optional_text("notes", "the notes", NOTE);
    let (origin, referred_on, taken) = form.complete((origin, referred_on, taken))?;
    let taken_on = taken.then_some(referred_on);
    let new = NewEvent { origin, referred_on, taken_on, court_id, court_name, notes, source_key: None };
    crate::open_event(cx, &open.keys, &new)?;
    Ok(Reply::done(home(&open), "Event added"))
}

pub(super) fn taking_on(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let event = find::event(cx, &open.keys, req.param("event")?)?;
    let today = cx.today();
    let form = form_or(req, cx, || filled(&[("taken_on", Some(today))], &[]))?;
    let fields = day_field("taken_on", "When did the service take the case on?", &form);
    FormPage { title: format!("Take on event {}", event.number), button: "Take on", version: None }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn take_on(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let on = form.date("taken_on", "the date on which the case was taken on");
    let on = form.complete(on)?;
    crate::take_on_event(cx, &open.keys, req.param::<EventId>("event")?, on)?;
    Ok(Reply::done(home(&open), "Case taken on"))
}

pub(super) fn ending(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let event = find::event(cx, &open.keys, req.param("event")?)?;
    let lists = crate::Lists::current(cx)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = ending_fields(&lists, EndOf::Event, None, cx.today(), &form);
    FormPage { title: format!("End event {}", event.number), button: "End event", version: Some(event.version) }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let how = read_ending(&mut form)?;
    crate::end_event(cx, &open.keys, req.param("event")?, &how, seen(&form))?;
    Ok(Reply::done(home(&open), "Event ended"))
}

pub(super) fn reopening(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let event = find::event(cx, &open.keys, req.param("event")?)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = why_fields("Why is the event reopened?", &form);
    FormPage { title: format!("Reopen event {}", event.number), button: "Reopen event", version: None }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn reopen(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let why = read_why(&mut req.form())?;
    crate::reopen_event(cx, &open.keys, req.param("event")?, &why)?;
    Ok(Reply::done(home(&open), "Event reopened"))
}

//! Recording an order by hand, amending, ending and reopening it, release, and key dates.

use super::parts::{
    FormPage, NOTE, court_field, day_field, ending_fields, filled, form_or, home, length, length_field, note_field,
    person, read_court, read_ending, read_why, seen, why_fields,
};
use crate::order::actions::name;
use crate::{EndOf, Lists, Order, OrderAmendment, OrderFacts, find};
use kernel::{EventId, OrderId};
use law::{Law, SentenceAttribute};
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Reply, Request, html};

fn of(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Order, String)> {
    let open = person(cx, req)?;
    let order = find::order(cx, &open.keys, req.param::<OrderId>("order")?)?;
    let law = cx.part::<Law>()?;
    let name = name(&law, &order).to_lowercase();
    Ok((open, order, name))
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let event = find::event(cx, &open.keys, req.param("event")?)?;
    let law = cx.part::<Law>()?;
    let form = form_or(req, cx, || {
        filled(&[], &[("court_name", event.court_name.clone()), ("court", event.court_id.map(|id| id.to_string()))])
    })?;
    let sentences = law.sentences().iter().filter(|s| !s.is(SentenceAttribute::Historic));
    let choices = std::iter::once((String::new(), "Choose a sentence".to_owned()))
        .chain(sentences.map(|s| (s.code.clone(), s.en.clone())));
    let fields = html! {
        (ui::select("sentence", "Sentence").options(choices).show(&form))
        (court_field(cx, &form)?)
        (day_field("made_on", "When was it made?", &form))
        (day_field("ends_on", "When does it end?", &form))
        (length_field("custody_term", "Custodial term", "For custody and suspended sentences, such as 2 years 8 months", &form))
        (length_field("operational_period", "Operational period", "For suspended sentences, such as 18 months", &form))
        (length_field("supervision_period", "Supervision period (optional)", "For suspended sentences, such as 12 months", &form))
        (note_field("notes", "Notes (optional)", &form))
    };
    FormPage { title: format!("Record an order on event {}", event.number), button: "Record order", version: None }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn record(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let sentence = form.choice("sentence", "the sentence", |code| Some(code.to_owned()));
    let made_on = form.date("made_on", "the date on which it was made");
    let ends_on = form.optional_date("ends_on", "the end date");
    let custody_term = length(&mut form, "custody_term", "the custodial term");
    let operational_period = length(&mut form, "operational_period", "the operational period");
    let supervision_period = length(&mut form, "supervision_period", "the supervision period");
    let (court_id, court_name) = read_court(cx, &mut form)?;
    let notes = form.optional_text("notes", "the notes", NOTE);
    let (sentence, made_on) = form.complete((sentence, made_on))?;
    let facts = OrderFacts {
        sentence,
        court_id,
        court_name,
        made_on,
        starts_on: None,
        ends_on,
        custody_term,
        operational_period,
        supervision_period,
        notes,
    };
    crate::record_order(cx, &open.keys, req.param::<EventId>("event")?, &facts, &[])?;
    Ok(Reply::done(home(&open), "Order recorded"))
}

pub(super) fn amending(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, order, name) = of(cx, req)?;
    let law = cx.part::<Law>()?;
    let form = form_or(req, cx, || {
        let text = |l: Option<crate::Length>| l.map(|l| l.to_string());
        filled(
            &[("ends_on", order.amended_ends_on.or(order.ends_on))],
            &[
                ("operational_period", text(order.operational_period)),
                ("supervision_period", text(order.supervision_period)),
                ("notes", order.notes.clone()),
            ],
        )
    })?;
    let suspended = law.sentence(&order.sentence).is_some_and(law::SentenceType::suspended);
    let fields = html! {
        (day_field("ends_on", "When does it end now?", &form))
        @if suspended {
            (length_field("operational_period", "Operational period", "Such as 18 months", &form))
            (length_field("supervision_period", "Supervision period", "Such as 12 months", &form))
        }
        (note_field("notes", "Notes (optional)", &form))
        (why_fields("Why is it amended?", &form))
    };
    FormPage { title: format!("Amend the {name}"), button: "Save", version: Some(order.version) }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let amendment = OrderAmendment {
        ends_on: form.optional_date("ends_on", "the end date"),
        operational_period: length(&mut form, "operational_period", "the operational period"),
        supervision_period: length(&mut form, "supervision_period", "the supervision period"),
        notes: form.optional_text("notes", "the notes", NOTE),
    };
    let why = read_why(&mut form)?;
    crate::amend_order(cx, &open.keys, req.param("order")?, &amendment, seen(&form), &why)?;
    Ok(Reply::done(home(&open), "Order amended"))
}

pub(super) fn ending(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, order, name) = of(cx, req)?;
    let law = cx.part::<Law>()?;
    let lists = crate::Lists::current(cx)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = html! {
        p.govuk-body { "Requirements that have not ended will end with it." }
        (ending_fields(&lists, EndOf::Order, law.sentence(&order.sentence), cx.today(), &form))
    };
    FormPage { title: format!("End the {name}"), button: "End order", version: Some(order.version) }
        .show(req, cx, &open, &form, &fields)
}

/// An order entered in error was never made: it is removed, and counts nowhere.
pub(super) fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, order, _) = of(cx, req)?;
    let mut form = req.form();
    let how = read_ending(&mut form)?;
    if how.reason == "entered-in-error" {
        find::as_seen(order.version, seen(&form))?;
        crate::remove_order(cx, &open.keys, order.id, &how.reason, how.note.as_deref())?;
        return Ok(Reply::done(home(&open), "Order removed"));
    }
    crate::end_order(cx, &open.keys, order.id, &how, seen(&form))?;
    Ok(Reply::done(home(&open), "Order ended"))
}

pub(super) fn reopening(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, _, name) = of(cx, req)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = why_fields("Why is it reopened?", &form);
    FormPage { title: format!("Reopen the {name}"), button: "Reopen order", version: None }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn reopen(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let why = read_why(&mut req.form())?;
    crate::reopen_order(cx, &open.keys, req.param("order")?, &why)?;
    Ok(Reply::done(home(&open), "Order reopened"))
}

pub(super) fn releasing(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, ..) = of(cx, req)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = day_field("released_on", "When was the person released on licence?", &form);
    FormPage { title: "Record release".into(), button: "Record release", version: None }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn release(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let on = form.date("released_on", "the date of release");
    let on = form.complete(on)?;
    crate::record_release(cx, &open.keys, req.param("order")?, on)?;
    Ok(Reply::done(home(&open), "Release recorded"))
}

pub(super) fn returning(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, ..) = of(cx, req)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = why_fields("Why is the person back in custody?", &form);
    FormPage { title: "Back in custody".into(), button: "Save", version: None }.show(req, cx, &open, &form, &fields)
}

pub(super) fn take_back(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let why = read_why(&mut req.form())?;
    crate::undo_release(cx, &open.keys, req.param("order")?, &why)?;
    Ok(Reply::done(home(&open), "Return to custody recorded"))
}

pub(super) fn key_dates(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, order, name) = of(cx, req)?;
    let (law, lists) = (cx.part::<Law>()?, Lists::current(cx)?);
    let custodial = law.sentence(&order.sentence).is_some_and(law::SentenceType::custodial);
    let form = form_or(req, cx, Form::blank)?;
    let kinds = lists.key_dates().iter().filter(|k| k.offered && (custodial || !k.custodial));
    let fields = html! {
        (ui::radios("kind", "Which date?").items(kinds.map(|k| ui::item(k.code.as_str(), k.en.as_str()))).show(&form))
        (day_field("falls_on", "When does it fall?", &form))
        p.govuk-hint { "A date of the same kind is moved. What it was stays in the history." }
    };
    FormPage { title: format!("Key dates of the {name}"), button: "Save date", version: None }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn save_key_date(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let kind = form.choice("kind", "which date it is", |code| Some(code.to_owned()));
    let on = form.date("falls_on", "the date");
    let (kind, on) = form.complete((kind, on))?;
    crate::set_key_date(cx, &open.keys, req.param("order")?, &kind, on)?;
    Ok(Reply::done(home(&open), "Key date saved"))
}

//! Adding and correcting an offence, choosing the main one, removing one entered in error.

use super::parts::{FormPage, LINE, NOTE, day_field, filled, form_or, home, note_field, person, seen};
use crate::{OffenceFacts, find};
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

fn fields(form: &Form) -> Markup {
    html! {
        (ui::input("title", "Offence").show(form))
        (ui::input("code", "Offence code (optional)").hint("The CJS code, such as TH68001").width(10).show(form))
        (note_field("wording", "Wording (optional)", form))
        (day_field("committed_on", "First day on which it was committed (optional)", form))
        (day_field("committed_until", "Last day, if it went on (optional)", form))
        (ui::input("plea", "Plea (optional)").width(20).show(form))
        (ui::input("verdict", "Verdict (optional)").width(20).show(form))
        (day_field("convicted_on", "Date of conviction (optional)", form))
    }
}

fn read(form: &mut Form) -> Result<OffenceFacts> {
    let title = form.text("title", "the offence", 500);
    let facts = OffenceFacts {
        code: form.optional_text("code", "the offence code", 20),
        title: String::new(),
        wording: form.optional_text("wording", "the wording", NOTE),
        committed_on: form.optional_date("committed_on", "the first day"),
        committed_until: form.optional_date("committed_until", "the last day"),
        plea: form.optional_text("plea", "the plea", LINE),
        verdict: form.optional_text("verdict", "the verdict", LINE),
        convicted_on: form.optional_date("convicted_on", "the date of conviction"),
    };
    Ok(OffenceFacts { title: form.complete(title)?, ..facts })
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let event = find::event(cx, &open.keys, req.param("event")?)?;
    let form = form_or(req, cx, Form::blank)?;
    FormPage { title: format!("Add an offence to event {}", event.number), button: "Add offence", version: None }.show(
        req,
        cx,
        &open,
        &form,
        &fields(&form),
    )
}

pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let facts = read(&mut req.form())?;
    crate::add_offence(cx, &open.keys, req.param("event")?, &facts)?;
    Ok(Reply::done(home(&open), "Offence added"))
}

pub(super) fn edit(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let offence = find::offence(cx, &open.keys, req.param("offence")?)?;
    let known = offence.clone();
    let form = form_or(req, cx, || {
        filled(
            &[
                ("committed_on", known.committed_on),
                ("committed_until", known.committed_until),
                ("convicted_on", known.convicted_on),
            ],
            &[
                ("title", Some(known.title)),
                ("code", known.code),
                ("wording", known.wording),
                ("plea", known.plea),
                ("verdict", known.verdict),
            ],
        )
    })?;
    let at = req.path();
    let shown = html! {
        (fields(&form))
        p.govuk-body { "Or:" }
        (ui::button_group(&html! {
            @if !offence.main { (ui::button("Make this the main offence").secondary().to(&format!("{at}/main")).show()) }
            (ui::button("Remove, entered in error").warning().to(&format!("{at}/remove")).show())
        }))
    };
    FormPage { title: "Change an offence".into(), button: "Save", version: Some(offence.version) }
        .show(req, cx, &open, &form, &shown)
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let facts = read(&mut form)?;
    crate::amend_offence(cx, &open.keys, req.param("offence")?, &facts, seen(&form))?;
    Ok(Reply::done(home(&open), "Offence changed"))
}

pub(super) fn make_main(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    crate::make_main_offence(cx, &open.keys, req.param("offence")?)?;
    Ok(Reply::done(home(&open), "Main offence changed"))
}

pub(super) fn remove(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    crate::remove_offence(cx, &open.keys, req.param("offence")?, "entered-in-error")?;
    Ok(Reply::done(home(&open), "Offence removed"))
}

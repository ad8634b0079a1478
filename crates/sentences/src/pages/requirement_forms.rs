//! Adding a requirement, amending it, recording its start, ending and reopening it.

use super::parts::{
    FormPage, NOTE, day_field, ending_fields, filled, form_or, home, length, length_field, note_field, person,
    read_ending, read_why, seen, why_fields,
};
use crate::requirement::actions::name;
use crate::{EndOf, Order, Requirement, RequirementFacts, find};
use kernel::RequirementId;
use law::Law;
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, html};

fn of(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Requirement, Order, String)> {
    let open = person(cx, req)?;
    let (requirement, order) = find::requirement(cx, &open.keys, req.param::<RequirementId>("requirement")?)?;
    let law = cx.part::<Law>()?;
    let name = name(&law, &requirement).to_lowercase();
    Ok((open, requirement, order, name))
}

fn fields(law: &Law, order: &Order, form: &Form) -> Markup {
    let families = law.sentence(&order.sentence).map(|s| s.requirements.as_slice()).unwrap_or_default();
    let open = law.requirements().iter().filter(|r| families.contains(&r.family) && r.available.from.is_some());
    let choices = std::iter::once((String::new(), "Choose a requirement".to_owned()))
        .chain(open.map(|r| (r.code.clone(), r.en.clone())));
    html! {
        (ui::select("kind", "Requirement").options(choices).show(form))
        (length_field("length", "Length", "As the court ordered it, such as 100 hours, 20 days or 6 months", form))
        (day_field("starts_on", "Ordered to start (optional)", form))
        (day_field("ends_on", "Ordered to end (optional)", form))
        (note_field("notes", "What the court said of it (optional)", form))
    }
}

fn read(form: &mut Form) -> Result<RequirementFacts> {
    let kind = form.choice("kind", "the requirement", |code| Some(code.to_owned()));
    let facts = RequirementFacts {
        kind: String::new(),
        length: length(form, "length", "the length"),
        starts_on: form.optional_date("starts_on", "the start date"),
        ends_on: form.optional_date("ends_on", "the end date"),
        notes: form.optional_text("notes", "the notes", NOTE),
    };
    Ok(RequirementFacts { kind: form.complete(kind)?, ..facts })
}

pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let order = find::order(cx, &open.keys, req.param("order")?)?;
    let law = cx.part::<Law>()?;
    let form = form_or(req, cx, Form::blank)?;
    FormPage { title: "Add a requirement".into(), button: "Add requirement", version: None }.show(
        req,
        cx,
        &open,
        &form,
        &fields(&law, &order, &form),
    )
}

pub(super) fn add(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let facts = read(&mut req.form())?;
    crate::add_requirement(cx, &open.keys, req.param("order")?, &facts)?;
    Ok(Reply::done(home(&open), "Requirement added"))
}

pub(super) fn amending(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, requirement, order, name) = of(cx, req)?;
    let law = cx.part::<Law>()?;
    let form = form_or(req, cx, || {
        filled(
            &[("starts_on", requirement.starts_on), ("ends_on", requirement.ends_on)],
            &[
                ("kind", Some(requirement.kind.clone())),
                ("length", requirement.length.map(|l| l.to_string())),
                ("notes", requirement.notes.clone()),
            ],
        )
    })?;
    let shown = html! { (fields(&law, &order, &form)) (why_fields("Why is it amended?", &form)) };
    FormPage { title: format!("Amend {name}"), button: "Save", version: Some(requirement.version) }
        .show(req, cx, &open, &form, &shown)
}

pub(super) fn amend(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let facts = read(&mut form)?;
    let why = read_why(&mut form)?;
    crate::amend_requirement(cx, &open.keys, req.param("requirement")?, &facts, seen(&form), &why)?;
    Ok(Reply::done(home(&open), "Requirement amended"))
}

pub(super) fn beginning(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, _, _, name) = of(cx, req)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = day_field("started_on", "When did it begin?", &form);
    FormPage { title: format!("Start of {name}"), button: "Save", version: None }.show(req, cx, &open, &form, &fields)
}

pub(super) fn begin(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let mut form = req.form();
    let on = form.date("started_on", "the date on which it began");
    let on = form.complete(on)?;
    crate::begin_requirement(cx, &open.keys, req.param("requirement")?, on)?;
    Ok(Reply::done(home(&open), "Start recorded"))
}

pub(super) fn ending(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, requirement, _, name) = of(cx, req)?;
    let lists = crate::Lists::current(cx)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = ending_fields(&lists, EndOf::Requirement, None, cx.today(), &form);
    FormPage { title: format!("End {name}"), button: "End requirement", version: Some(requirement.version) }
        .show(req, cx, &open, &form, &fields)
}

/// A requirement entered in error was never made: it is removed, and counts nowhere.
pub(super) fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, requirement, ..) = of(cx, req)?;
    let mut form = req.form();
    let how = read_ending(&mut form)?;
    if how.reason == "entered-in-error" {
        find::as_seen(requirement.version, seen(&form))?;
        crate::remove_requirement(cx, &open.keys, requirement.id, &how.reason, how.note.as_deref())?;
        return Ok(Reply::done(home(&open), "Requirement removed"));
    }
    crate::end_requirement(cx, &open.keys, requirement.id, &how, seen(&form))?;
    Ok(Reply::done(home(&open), "Requirement ended"))
}

pub(super) fn reopening(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, _, _, name) = of(cx, req)?;
    let form = form_or(req, cx, Form::blank)?;
    let fields = why_fields("Why is it reopened?", &form);
    FormPage { title: format!("Reopen {name}"), button: "Reopen requirement", version: None }
        .show(req, cx, &open, &form, &fields)
}

pub(super) fn reopen(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = person(cx, req)?;
    let why = read_why(&mut req.form())?;
    crate::reopen_requirement(cx, &open.keys, req.param("requirement")?, &why)?;
    Ok(Reply::done(home(&open), "Requirement reopened"))
}

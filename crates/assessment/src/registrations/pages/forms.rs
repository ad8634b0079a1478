//! The forms of registrations. Registering is two pages: what, then the rest, because each type asks for something else.

use super::TAB;
use crate::parts::{form_page, opened, seen, with_date};
use crate::registrations::actions::{self, Ended, NewRegistration, Reviewed};
use crate::registrations::kinds::{Choice, RegistrationType, types};
use crate::registrations::reading::{live, one};
use crate::registrations::rules::{LONGEST, Standing, next_review};
use kernel::RegistrationId;
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

/// `GET .../registrations/new`, and with `?kind=` its second page.
pub(super) fn new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let (types, today) = (types(cx)?, cx.today());
    let typed = req.typed(cx)?;
    let asked = typed.as_ref().map(|f| f.typed("kind").to_owned()).filter(|k| !k.is_empty());
    let asked = asked.or_else(|| req.query("kind").map(str::to_owned));
    let Some(kind) = asked.and_then(|code| types.at(&code, today)) else {
        return choose(cx, req, &open);
    };
    let form = typed.unwrap_or_else(|| with_date(Form::blank(), "on", today));
    let body = html! {
        @if let Some(former) = excluded(cx, &open, kind)? {
            (ui::inset(&html! { "This ends “" (former) "”: only one of the two can hold at a time." }))
        }
        (req.form_frame(&open.path("/registrations/new")).hidden("kind", &kind.code).show(&html! {
            (ui::date_input("on", "Since when?").hint("Today or before").show(&form))
            (choices("level", "Level", &kind.levels, &form))
            (choices("category", "Category", &kind.categories, &form))
            (review_field(kind, &form))
            (ui::textarea("note", "Why?").hint("What you know, and from whom. Write no victim’s details here").rows(6).most(LONGEST).show(&form))
            (ui::button("Register").show())
        }))
    };
    form_page(cx, req, &open, (TAB, &format!("Register: {}", kind.name.en), "/registrations"), &form, &body)
}

/// What is live of the same group.
fn excluded(cx: &mut Cx<'_>, open: &OpenPerson, kind: &RegistrationType) -> Result<Option<String>> {
    if kind.group.is_none() {
        return Ok(None);
    }
    let types = types(cx)?;
    let same = |s: &Standing| types.known(&s.registration.kind).is_some_and(|t| t.group == kind.group);
    let former = live(cx, &open.keys)?.into_iter().find(|s| same(s) && s.registration.kind != kind.code);
    Ok(former.map(|s| types.name(&s.registration.kind).to_owned()))
}

fn choose(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson) -> Answer {
    let (types, today) = (types(cx)?, cx.today());
    let held: Vec<String> = live(cx, &open.keys)?.into_iter().map(|s| s.registration.kind).collect();
    let offered = types.offered(today).filter(|t| !held.contains(&t.code));
    let form = Form::blank();
    let body = html! {
        form method="get" action=(open.path("/registrations/new")) {
            (ui::select("kind", "What do you want to register?")
                .hint("What is registered already is not in the list: open it to review or end it")
                .option("", "Select a registration")
                .options(offered.map(|t| (t.code.clone(), t.name.en.clone())))
                .show(&form))
            (ui::button("Continue").repeatable().show())
        }
    };
    form_page(cx, req, open, (TAB, "Register something", "/registrations"), &form, &body)
}

fn choices(name: &str, legend: &str, all: &[Choice], form: &Form) -> Markup {
    if all.is_empty() {
        return html! {};
    }
    ui::radios(name, legend).items(all.iter().map(|c| ui::item(&c.code, &c.en))).show(form)
}

fn review_field(kind: &RegistrationType, form: &Form) -> Markup {
    let any = kind.review_months.is_some() || kind.levels.iter().any(|l| l.months.is_some());
    if !any {
        return html! {};
    }
    let hint = "Leave empty for the usual time. It may be sooner, not later";
    ui::date_input("review_on", "Look at it again by (optional)").hint(hint).show(form)
}

pub(super) fn save_new(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let kind = form.choice("kind", "what to register", |code| Some(code.to_owned()));
    let on = form.date("on", "the day");
    let review_on = form.optional_date("review_on", "the day of the next review");
    let note = form.text("note", "why", LONGEST);
    let level = some(form.typed("level"));
    let category = some(form.typed("category"));
    let (kind, on, note) = form.complete((kind, on, note))?;
    let new = NewRegistration { kind, on, level, category, review_on, note, cause: None };
    actions::register(cx, &open.keys, &new)?;
    Ok(Reply::done(open.path("/registrations"), "Registered"))
}

fn some(text: &str) -> Option<String> {
    Some(text.trim().to_owned()).filter(|t| !t.is_empty())
}

pub(super) fn review(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let standing = one(cx, &open.keys, req.param::<RegistrationId>("id")?)?;
    let (types, today) = (types(cx)?, cx.today());
    let kind = types.known(&standing.registration.kind).ok_or(Failure::NotFound)?;
    let known = with_date(Form::blank(), "on", today)
        .with("level", standing.level.clone().unwrap_or_default())
        .with("category", standing.category.clone().unwrap_or_default());
    let form = req.typed(cx)?.unwrap_or(known);
    let path = open.path(&format!("/registrations/{}/review", standing.registration.id));
    let usual = next_review(kind, standing.level.as_deref(), today);
    let body = html! {
        (ui::summary_list(&[ui::row("Now", super::name_cell(None, &standing, &types))]))
        (req.form_frame(&path).hidden("version", standing.version()).show(&html! {
            (ui::date_input("on", "When was it reviewed?").show(&form))
            (choices("level", "Level from now on", &kind.levels, &form))
            (choices("category", "Category from now on", &kind.categories, &form))
            (review_field(kind, &form))
            @if let Some(day) = usual { p.govuk-hint { "The usual time ends on " (ui::day(day)) "." } }
            (ui::textarea("note", "What did you find?").rows(6).most(LONGEST).show(&form))
            (ui::button("Save the review").show())
        }))
    };
    form_page(cx, req, &open, (TAB, &format!("Review: {}", kind.name.en), "/registrations"), &form, &body)
}

pub(super) fn save_review(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<RegistrationId>("id")?;
    let mut form = req.form();
    let on = form.date("on", "the day of the review");
    let review_on = form.optional_date("review_on", "the day of the next review");
    let note = form.text("note", "what you found", LONGEST);
    let (level, category) = (some(form.typed("level")), some(form.typed("category")));
    let seen = seen(&form);
    let (on, note) = form.complete((on, note))?;
    actions::review(cx, &open.keys, id, &Reviewed { on, level, category, review_on, note, seen })?;
    Ok(Reply::done(open.path("/registrations"), "The review is recorded"))
}

pub(super) fn end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let standing = one(cx, &open.keys, req.param::<RegistrationId>("id")?)?;
    let (types, today) = (types(cx)?, cx.today());
    let name = types.name(&standing.registration.kind).to_owned();
    let form = req.typed(cx)?.unwrap_or_else(|| with_date(Form::blank(), "on", today));
    let path = open.path(&format!("/registrations/{}/end", standing.registration.id));
    let body = html! {
        (ui::warning("Colleagues no longer see this flag, and rules that count it no longer do."))
        (req.form_frame(&path).hidden("version", standing.version()).show(&html! {
            (ui::radios("how", "What is so?").items([
                ui::item("ended", "It no longer holds"),
                ui::item("in-error", "It was made in error").hint("It then counts as never made; the record still shows it"),
            ]).show(&form))
            (ui::date_input("on", "From when?").show(&form))
            (ui::textarea("note", "Why?").rows(4).most(LONGEST).show(&form))
            (ui::button("End this registration").warning().show())
        }))
    };
    form_page(cx, req, &open, (TAB, &format!("End: {name}"), "/registrations"), &form, &body)
}

pub(super) fn save_end(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let id = req.param::<RegistrationId>("id")?;
    let mut form = req.form();
    let how = form.code("how", "what is so", &["ended", "in-error"]);
    let (on, note) = (form.date("on", "the day"), form.text("note", "why", LONGEST));
    let seen = seen(&form);
    let (how, on, note) = form.complete((how, on, note))?;
    actions::end(cx, &open.keys, id, &Ended { on, note, in_error: how == "in-error", seen })?;
    Ok(Reply::done(open.path("/registrations"), "The registration has ended"))
}

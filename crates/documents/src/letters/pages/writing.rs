//! Writing a letter by hand: which one, what its writer has to say, a look at it, and done. What the record knows is not
//! asked for.

use super::super::facts::{gather, preferred_language};
use super::super::write::{Letter, filled, write_for};
use super::one::letter_markup;
use super::{framed, opened, path};
use crate::templates::{Declared, Field, FieldKind, Language, Template, check_record, in_force, templates_on};
use crate::typesetter::{Source, Typesetter};
use people::OpenPerson;
use serde_json::{Map, Value};
use store::{Cx, Failure, Result};
use web::form::{CSRF, Form, REQUEST_KEY};
use web::{Answer, Ask, Markup, Reply, Request, html, ui};

/// The longest text of a form.
pub(super) const MOST: usize = 4_000;

pub(super) fn choose(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let region = gather(cx, &open, Language::English)?.region;
    let today = cx.today();
    let mut offered = Vec::new();
    for template in templates_on(cx, region, today)? {
        if template.language == Language::English && !template.part && template.declares()?.by_hand {
            offered.push(template);
        }
    }
    let body = html! {
        h1.govuk-heading-l { "Write a letter" }
        p.govuk-body { "Names, addresses, orders and appointments come from the record. Warnings and notices of breach are written where the decision is made." }
        @if offered.is_empty() { (ui::empty("No letter can be written by hand.", None)) }
        @for template in &offered {
            h2.govuk-heading-s { (ui::link(&open.path(&format!("/documents/new/{}", template.code)), &template.name)) }
            p.govuk-body { (template.about) }
        }
    };
    Ok(Reply::page(framed(cx, req, &open, "Write a letter", open.path("/documents"))?, body))
}

/// The template that the address names, in a language.
fn named(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, language: Language) -> Result<Template> {
    let code: String = req.param("template")?;
    let (region, today) = (gather(cx, open, language)?.region, cx.today());
    let found = in_force(cx, &code, language, region, today).map_err(|_| Failure::NotFound)?;
    if found.part || !found.declares()?.by_hand { Err(Failure::NotFound) } else { Ok(found) }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let preferred = preferred_language(cx, &open)?;
    let template = named(cx, req, &open, Language::English)?;
    let declared = template.declares()?;
    let record = Value::Object(gather(cx, &open, Language::English)?.facts);
    let missing = check_record(&declared, &record);
    let blank = Form::blank().with("language", preferred.code());
    let typed = req.typed(cx)?.unwrap_or(blank);
    let action = open.path(&format!("/documents/new/{}", template.code));
    let inside = html! {
        (language_radios(&typed))
        @for field in &declared.fields { (ask_for(field, &typed)) }
        div.govuk-button-group {
            (ui::button("Look at the letter").to(&format!("{action}/preview")).secondary().repeatable().show())
            (ui::button("Write the letter").show())
        }
    };
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (template.name) }
        p.govuk-body { (template.about) }
        @if missing.is_empty() {
            (from_record(&record))
            (req.form_frame(&action).show(&inside))
        } @else {
            (ui::inset(&html! {
                p.govuk-body { "This letter cannot be written yet:" }
                ul.govuk-list.govuk-list--bullet { @for refusal in &missing { li { (refusal.words) } } }
                (ui::link(&open.path("/details"), "Go to the person’s details"))
            }))
        }
    };
    Ok(Reply::page(framed(cx, req, &open, &template.name.clone(), open.path("/documents/new"))?, body))
}

fn language_radios(typed: &Form) -> Markup {
    ui::radios("language", "Language of the letter").item("en", "English").item("cy", "Welsh").inline().show(typed)
}

pub(crate) fn ask_for(field: &Field, typed: &Form) -> Markup {
    let label = if field.must { field.label.clone() } else { format!("{} (optional)", field.label) };
    let hint = field.hint.as_str();
    match field.kind {
        FieldKind::Text => with_hint(ui::input(&field.name, &label), hint, |i, h| i.hint(h)).show(typed),
        FieldKind::Lines => {
            with_hint(ui::textarea(&field.name, &label).rows(4).most(MOST), hint, |i, h| i.hint(h)).show(typed)
        }
        FieldKind::Day => with_hint(ui::date_input(&field.name, &label), hint, |i, h| i.hint(h)).show(typed),
        FieldKind::Time => with_hint(ui::input(&field.name, &label).time(), hint, |i, h| i.hint(h)).show(typed),
        // Lists come from where the decision is made, with its own form.
        FieldKind::Rows => html! {},
    }
}

fn with_hint<T>(question: T, hint: &str, add: impl FnOnce(T, String) -> T) -> T {
    if hint.is_empty() { question } else { add(question, hint.to_owned()) }
}

/// What the letter takes from the record, so that nobody types it.
fn from_record(record: &Value) -> Markup {
    let text = |path: &[&str]| {
        path.iter().try_fold(record, |at, name| at.get(name)).and_then(Value::as_str).map(str::to_owned)
    };
    let list = |path: &[&str]| -> Vec<String> {
        let found = path.iter().try_fold(record, |at, name| at.get(name)).and_then(Value::as_array);
        found.into_iter().flatten().filter_map(Value::as_str).map(str::to_owned).collect()
    };
    let address = list(&["person", "address"]);
    let day = |text: Option<&str>| text.and_then(|t| t.parse().ok()).map(ui::day).unwrap_or_default();
    let none = || "Not on record".to_owned();
    let appointments: Vec<String> = record
        .get("appointments")
        .and_then(Value::as_array)
        .into_iter()
        .flatten()
        .map(|a| {
            format!(
                "{}, {}",
                day(a.get("day").and_then(Value::as_str)),
                a.get("what").and_then(Value::as_str).unwrap_or_default()
            )
        })
        .collect();
    let rows = [
        ui::row("Address", if address.is_empty() { none() } else { address.join(", ") }),
        ui::row("Officer", text(&["officer", "name"]).unwrap_or_else(none)),
        ui::row("Office", text(&["office", "name"]).unwrap_or_else(none)),
        ui::row("Order", text(&["order", "name"]).unwrap_or_else(none)),
        ui::row(
            "Appointments to come",
            html! {
                @if appointments.is_empty() { "None" }
                @for (at, one) in appointments.iter().enumerate() { @if at > 0 { br; } (one) }
            },
        ),
    ];
    ui::details("What the letter takes from the record", &ui::summary_list(&rows))
}

/// The writer's facts by the names of the template's fields, and the language.
fn read_form(form: &mut Form, declared: &Declared) -> (Option<Language>, Value) {
    (form.choice("language", "the language of the letter", |t| t.parse().ok()), read_given(form, declared))
}

/// What a form says, by the names of the template's fields.
pub(crate) fn read_given(form: &mut Form, declared: &Declared) -> Value {
    let mut given = Map::new();
    for field in &declared.fields {
        let what = field.label.trim_end_matches('?').to_lowercase();
        let value = match (field.kind, field.must) {
            (FieldKind::Text | FieldKind::Lines, true) => form.text(&field.name, &what, MOST),
            (FieldKind::Text | FieldKind::Lines, false) => form.optional_text(&field.name, &what, MOST),
            (FieldKind::Day, true) => form.date(&field.name, &what).map(|d| d.to_string()),
            (FieldKind::Day, false) => form.optional_date(&field.name, &what).map(|d| d.to_string()),
            (FieldKind::Time, true) => form.time(&field.name, &what).map(|t| t.to_string()),
            (FieldKind::Time, false) => form.optional_time(&field.name, &what).map(|t| t.to_string()),
            (FieldKind::Rows, _) => None,
        };
        given.extend(value.map(|v| (field.name.clone(), v.into())));
    }
    given.into()
}

/// The letter as it would be. Nothing is kept.
pub(super) fn preview(ask: &Ask<'_>) -> Answer {
    let req = ask.request;
    let (open, frame, source, language, pairs) = ask.house.read(ask.asker, |cx| {
        cx.be_at(req.route());
        let open = opened(cx, req)?;
        let template = named(cx, req, &open, Language::English)?;
        let mut form = req.form();
        let (language, given) = read_form(&mut form, &template.declares()?);
        form.finish()?;
        let language = language.unwrap_or(Language::English);
        let (template, part, facts) = filled(cx, &open, &template.code, language, &given)?;
        let source = Source {
            title: template.title.clone(),
            template: template.source,
            parts: vec![(format!("{}.typ", part.code), part.source)],
            data: facts,
            language: language.code().to_owned(),
            made_on: cx.today(),
        };
        let back = open.path(&format!("/documents/new/{}", template.code));
        let frame = framed(cx, req, &open, &template.name, back)?;
        let pairs: Vec<(String, String)> =
            req.pairs().iter().filter(|(n, _)| ![CSRF, REQUEST_KEY].contains(&n.as_str())).cloned().collect();
        Ok((open, frame, source, language, pairs))
    })?;
    let letter = (Typesetter::of_house(ask.house)?.page)(&source);
    let code: String = req.param("template")?;
    let action = open.path(&format!("/documents/new/{code}"));
    let mut again = req.button_frame(&action);
    for (name, value) in &pairs {
        again = again.hidden(name, value);
    }
    let body = html! {
        h1.govuk-heading-l { (source.title) }
        p.govuk-body { "This is how the letter would read. Nothing has been saved yet." }
        (letter_markup(language, &letter))
        (again.show(&html! {
            div.govuk-button-group {
                (ui::button("Write the letter").show())
                (ui::link(&action, "Change it"))
            }
        }))
    };
    Ok(Reply::page(frame, body))
}

pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let open = opened(cx, req)?;
    let template = named(cx, req, &open, Language::English)?;
    let mut form = req.form();
    let (language, facts) = read_form(&mut form, &template.declares()?);
    form.finish()?;
    let letter = Letter { template: &template.code, person: open.keys.survivor, about: None, language, facts };
    let id = write_for(cx, &open, &letter, None)?;
    Ok(Reply::done(path(&open, id), "Letter written"))
}

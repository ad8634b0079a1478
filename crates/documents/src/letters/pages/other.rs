//! The same letter in the other language. What the record says is told in that language by itself; what its writer said
//! is asked for again, with the words that stand in the first letter beside it.

use super::super::write::{Letter, document, write_for};
use super::writing::MOST;
use super::{framed, opened, path};
use crate::letters::Document;
use crate::templates::{Declared, Field, FieldKind, Language};
use kernel::DocumentId;
use people::OpenPerson;
use serde_json::{Map, Value};
use store::{Cx, Result};
use web::form::Form;
use web::{Answer, Markup, Reply, Request, html, ui};

fn other(language: Language) -> Language {
    match language {
        Language::English => Language::Welsh,
        Language::Welsh => Language::English,
    }
}

fn given(row: &Document) -> Map<String, Value> {
    row.facts.get("given").and_then(Value::as_object).cloned().unwrap_or_default()
}

/// What its writer said in words, with the words.
fn said<'a>(declared: &'a Declared, given: &'a Map<String, Value>) -> Vec<(&'a Field, &'a str)> {
    let words = declared.fields.iter().filter(|f| matches!(f.kind, FieldKind::Text | FieldKind::Lines));
    words.filter_map(|f| Some((f, given.get(&f.name)?.as_str()?))).collect()
}

/// Lists that hold words, such as what happened on each day: they come from where the decision was made.
fn lists(declared: &Declared, given: &Map<String, Value>) -> bool {
    let words = |field: &Field| field.columns.iter().any(|c| matches!(c.kind, FieldKind::Text | FieldKind::Lines));
    declared.fields.iter().any(|f| f.kind == FieldKind::Rows && words(f) && given.contains_key(&f.name))
}

fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Document, Declared)> {
    let open = opened(cx, req)?;
    let row = document(cx, &open.keys, req.param::<DocumentId>("document")?)?;
    let declared = crate::templates::template(cx, row.template_id)?.declares()?;
    Ok((open, row, declared))
}

fn asked(field: &Field, words: &str, from: Language, to: Language, typed: &Form) -> Markup {
    let label = format!("{} In {}", field.label, to.words());
    html! {
        (ui::inset(&html! {
            p.govuk-body { strong { (field.label) } " In " (from.words()) ":" }
            p.govuk-body.tc-prose lang=(from.code()) { (words) }
        }))
        @if field.kind == FieldKind::Text { (ui::input(&field.name, &label).show(typed)) }
        @else { (ui::textarea(&field.name, &label).rows(4).most(MOST).show(typed)) }
    }
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, row, declared) = named(cx, req)?;
    let given = given(&row);
    let to = other(row.language);
    let typed = req.typed(cx)?.unwrap_or_else(Form::blank);
    let fields = said(&declared, &given);
    let title = format!("Write it in {} too", to.words());
    let body = html! {
        (ui::error_summary(&typed))
        h1.govuk-heading-l { (title) }
        p.govuk-body { "What the record says is told in " (to.words()) " by itself." @if !fields.is_empty() { " What you wrote yourself, you write again here." } }
        @if lists(&declared, &given) {
            (ui::inset(&html! { "Lists, such as what happened on which day, stay in " (row.language.words()) ": they are taken as they were written where the decision was made. Say so to the person, or have them read out." }))
        }
        (req.form_frame(req.path()).show(&html! {
            @for (field, words) in &fields { (asked(field, words, row.language, to, &typed)) }
            (ui::button_group(&html! { (ui::button("Write the letter").show()) (ui::link(&path(&open, row.id), "Go back")) }))
        }))
    };
    let back = path(&open, row.id);
    Ok(Reply::page(framed(cx, req, &open, &title, back)?, body))
}

/// The same letter with the facts of today and what its writer says in that language.
pub(super) fn save(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, row, declared) = named(cx, req)?;
    let mut facts = given(&row);
    let language = other(row.language);
    let mut form = req.form();
    for (field, _) in said(&declared, &given(&row)) {
        let what = format!("what you say, in {}", language.words());
        let typed = form.text(&field.name, &what, MOST);
        facts.extend(typed.map(|words| (field.name.clone(), words.into())));
    }
    form.finish()?;
    let about = row.about_kind.as_deref().zip(row.about_id);
    let (template, person) = (row.template.as_str(), open.keys.survivor);
    let letter = Letter { template, person, about, language: Some(language), facts: facts.into() };
    let id = write_for(cx, &open, &letter, None)?;
    Ok(Reply::done(path(&open, id), format!("Letter written in {}", language.words())))
}

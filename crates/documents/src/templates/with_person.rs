//! A version of a template filled with what the record says of somebody, as a page and on paper, in both languages: for
//! whoever keeps templates and may read that person. What its writer would say is made up. Nothing is kept; the reading is
//! written down as any other.

use super::sample::sample;
use super::store::{in_force, shared_part, template};
use super::{Language, Template, check_record};
use crate::letters::{gather, letter_markup};
use crate::typesetter::{Source, Typesetter};
use kernel::{Crn, Permission, TemplateId};
use people::OpenPerson;
use serde_json::Value;
use store::{Cx, Failure, Result};
use web::form::Form;
use web::{Act, Answer, Ask, Markup, Method, Reply, Request, Route, html, ui};

const ROUTE: &str = "/templates/versions/{id}/with-person";
const PAPER: &str = "/templates/versions/{id}/with-person/paper";

pub(super) fn routes() -> Vec<Route> {
    const MANAGE: Permission = Permission::ManageTemplates;
    // Setting may take a while, so neither happens inside a transaction.
    vec![
        Route::new(Method::Get, ROUTE, MANAGE, Act::Steps(page)),
        Route::new(Method::Get, PAPER, MANAGE, Act::Steps(paper)),
    ]
}

/// A version with what fills it, or what the record lacks for it.
struct Filled {
    row: Template,
    source: std::result::Result<Source, Vec<String>>,
}

fn filled(cx: &mut Cx<'_>, open: &OpenPerson, row: Template) -> Result<Filled> {
    let gathered = gather(cx, open, row.language)?;
    let (declared, today) = (row.declares()?, cx.today());
    let given = sample(&row, true)?.get("given").cloned().unwrap_or(Value::Null);
    let part = shared_part(cx, gathered.region, row.from_day.max(today))?;
    let mut facts = gathered.facts;
    let names: Vec<&str> = declared.fields.iter().map(|f| f.name.as_str()).collect();
    facts.extend([
        ("language".to_owned(), row.language.code().into()),
        ("title".to_owned(), row.title.clone().into()),
        ("made_on".to_owned(), today.to_string().into()),
        ("declared".to_owned(), names.into()),
        ("given".to_owned(), given),
    ]);
    let facts = Value::Object(facts);
    let lacking: Vec<String> = check_record(&declared, &facts).into_iter().map(|refusal| refusal.words).collect();
    let source = Source {
        template: row.source.clone(),
        parts: vec![(format!("{}.typ", part.code), part.source)],
        data: facts,
        title: row.title.clone(),
        language: row.language.code().to_owned(),
        made_on: today,
    };
    let source = if lacking.is_empty() { Ok(source) } else { Err(lacking) };
    Ok(Filled { row, source })
}

fn named(cx: &mut Cx<'_>, req: &Request) -> Result<Template> {
    let row = template(cx, req.param::<TemplateId>("id")?)?;
    if row.part { Err(Failure::NotFound) } else { Ok(row) }
}

/// Whom the address names, for whoever may read people.
fn opened(cx: &mut Cx<'_>, req: &Request, crn: &Crn) -> Result<OpenPerson> {
    if !cx.may(Permission::ReadPeople) {
        return Err(Failure::Forbidden(Permission::ReadPeople.code().into()));
    }
    cx.be_at(req.route());
    people::open(cx, crn)
}

fn other(cx: &mut Cx<'_>, row: &Template) -> Result<Option<Template>> {
    let language = if row.language == Language::English { Language::Welsh } else { Language::English };
    let from = row.from_day.max(cx.today());
    match in_force(cx, &row.code, language, row.region_id, from) {
        Ok(found) => Ok(Some(found)),
        Err(Failure::Refused(_)) => Ok(None),
        Err(broken) => Err(broken),
    }
}

/// The field that asks for somebody, for the page of a version too.
pub(super) fn ask_whom(row: &Template, form: &Form) -> Markup {
    html! {
        form method="get" action=(format!("/templates/versions/{}/with-person", row.id)) {
            (ui::input("crn", "CRN").hint("Somebody whose record you may read. The reading is written down").width(10).show(form))
            (ui::button("Show it with this person").secondary().repeatable().show())
        }
    }
}

struct Shown {
    row: Template,
    form: Form,
    open: Option<OpenPerson>,
    versions: Vec<Filled>,
}

fn read(cx: &mut Cx<'_>, req: &Request) -> Result<Shown> {
    let row = named(cx, req)?;
    let mut form = Form::of(req.queries().iter().cloned());
    let crn = if form.has("crn") { form.crn("crn", "the CRN") } else { None };
    let Some(crn) = crn else { return Ok(Shown { row, form, open: None, versions: Vec::new() }) };
    let open = match opened(cx, req, &crn) {
        Ok(open) => open,
        Err(Failure::NotFound) => {
            form.refuse(kernel::Refusal::new("crn", "unknown_person", "There is no person with this CRN"));
            return Ok(Shown { row, form, open: None, versions: Vec::new() });
        }
        Err(closed) => return Err(closed),
    };
    let mut versions = vec![filled(cx, &open, row.clone())?];
    if let Some(other) = other(cx, &row)? {
        versions.push(filled(cx, &open, other)?);
    }
    Ok(Shown { row, form, open: Some(open), versions })
}

fn page(ask: &Ask<'_>) -> Answer {
    let shown = ask.house.read(ask.asker, |cx| read(cx, ask.request))?;
    let setter = Typesetter::of_house(ask.house)?;
    let Shown { row, form, open, versions } = &shown;
    let title = format!("{} with a person", row.name);
    let body = html! {
        (ui::error_summary(form))
        h1.govuk-heading-l { (title) }
        @match open {
            None => (ask_whom(row, form)),
            Some(open) => {
                p.govuk-body { "With what the record says of " (open.name()) ", " (open.crn) ", today. What a writer would say is made up. Nothing is kept." }
                @for one in versions { (version(one, open, &setter)) }
                h2.govuk-heading-m { "Somebody else" }
                (ask_whom(row, &Form::blank()))
            }
        }
    };
    let back = format!("/templates/versions/{}", row.id);
    let refused = !form.refused().is_empty();
    Ok(Reply::page(ask.request.frame().titled(title.clone()).within("/admin").back(back).refused(refused), body))
}

fn version(one: &Filled, open: &OpenPerson, setter: &Typesetter) -> Markup {
    let row = &one.row;
    let paper =
        ui::Address::new(format!("/templates/versions/{}/with-person/paper", row.id), [("crn", open.crn.to_string())]);
    html! {
        h2.govuk-heading-m { (row.language.words()) ", version " (row.number) }
        @match &one.source {
            Ok(source) => {
                (ui::link_button(&paper.to_string(), &format!("Download as PDF in {}", row.language.words())).secondary().show())
                (letter_markup(row.language, &(setter.page)(source)))
            },
            Err(lacking) => (ui::inset(&html! {
                p.govuk-body { "It could not be written to this person yet:" }
                ul.govuk-list.govuk-list--bullet { @for words in lacking { li { (words) } } }
            })),
        }
    }
}

fn paper(ask: &Ask<'_>) -> Answer {
    let one = ask.house.read(ask.asker, |cx| {
        let row = named(cx, ask.request)?;
        let crn: Crn = ask.request.query("crn").unwrap_or_default().parse().map_err(|_| Failure::NotFound)?;
        let open = opened(cx, ask.request, &crn)?;
        filled(cx, &open, row)
    })?;
    let source = one.source.map_err(|lacking| Failure::refused("", "lacking", lacking.join(". ")))?;
    let bytes = (Typesetter::of_house(ask.house)?.pdf)(&source).map_err(|unset| unset.refusal(""))?;
    let name = format!("{}, {}, with a person.pdf", one.row.name, one.row.language.words());
    Ok(Reply::file(name, "application/pdf", bytes))
}

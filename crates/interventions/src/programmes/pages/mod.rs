//! What people see of programmes: the desk of whoever runs groups, a group with its register, plans, and a person's case.

mod case;
mod commencement;
mod desk;
mod group;
mod group_forms;
mod person_forms;
mod register;
mod templates;
mod waiting;
mod work;

pub use case::{card, card_questions};
pub use work::{ProgrammeWork, programme_work, programme_work_questions};

use super::policy::Policy;
use kernel::{GroupId, PersonId, ServiceId};
use provision::{Book, Group};
use std::collections::HashMap;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{self, Colour};
use web::{Markup, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    [
        desk::routes(),
        waiting::routes(),
        commencement::routes(),
        group::routes(),
        group_forms::routes(),
        register::routes(),
        templates::routes(),
        case::routes(),
        person_forms::routes(),
    ]
    .concat()
}

/// The frame of a page of the desk.
fn framed(req: &Request, title: &str) -> ui::Frame {
    req.frame().within("/programmes").crumb("/programmes", "Programmes").titled(title)
}

fn group_path(group: GroupId, rest: &str) -> String {
    format!("/programmes/groups/{group}{rest}")
}

fn state_tag(code: &str) -> Markup {
    let policy = Policy::shipped();
    let colour = match policy.state(code).map_or("plain", |s| s.colour.as_str()) {
        "grey" => Colour::Grey,
        "green" => Colour::Green,
        "teal" => Colour::Teal,
        "purple" => Colour::Purple,
        "red" => Colour::Red,
        "orange" => Colour::Orange,
        "yellow" => Colour::Yellow,
        _ => Colour::Plain,
    };
    ui::tag(colour, policy.words(code))
}

fn service_name(book: &Book, service: ServiceId) -> &str {
    book.services.get(&service).map_or("A programme", |s| s.name.as_str())
}

/// "Managing feelings, Wexmere".
fn offer_words(book: &Book, units: &[organisation::Unit], group: &Group) -> String {
    let Some(offer) = book.offers.get(&group.offer_id) else { return "A service".to_owned() };
    let unit = units.iter().find(|u| u.id == offer.unit_id).map_or("a closed delivery unit", |u| u.name.as_str());
    format!("{}, {unit}", book.service_name(offer))
}

/// Names for those who may read people; the list is written down.
fn names(cx: &mut Cx<'_>, what: &str, whom: &[PersonId]) -> Result<HashMap<PersonId, people::PersonLine>> {
    if !cx.may(kernel::Permission::ReadPeople) {
        return Ok(HashMap::new());
    }
    cx.note_shown("list", what, whom);
    people::lines(cx, whom)
}

fn named(lines: &HashMap<PersonId, people::PersonLine>, person: PersonId, rest: &str) -> Markup {
    match lines.get(&person) {
        Some(line) if line.restricted => html! { (line.name) br; span.tc-quiet { (line.crn) } },
        Some(line) => {
            html! { (ui::link(&format!("/people/{}{rest}", line.crn), &line.name)) br; span.tc-quiet { (line.crn) } }
        }
        None => html! { "Somebody" },
    }
}

/// A form's page of the desk.
fn form_page(
    req: &Request,
    frame: ui::Frame,
    form: &Form,
    title: &str,
    hidden: (&str, i64),
    fields: &Markup,
) -> web::Answer {
    let body = html! {
        (ui::error_summary(form))
        h1.govuk-heading-l { (title) }
        (req.form_frame(req.path()).hidden(hidden.0, hidden.1).show(fields))
    };
    Ok(web::Reply::page(frame, body))
}

fn version(form: &mut Form) -> Option<i64> {
    form.optional_integer("version", "the page again", 0..=i64::MAX)
}

fn risk_words(code: &str) -> String {
    let words = code.replace('_', " ");
    let mut letters = words.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

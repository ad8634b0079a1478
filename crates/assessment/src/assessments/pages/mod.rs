//! The pages of an assessment: the tab, its task list, a page a section, signing, comparing, and what waits for whom.

mod begin;
mod compare;
mod import;
mod record;
mod section;
mod show;
mod sign;
mod tab;
mod work;

pub(crate) use show::state_tag;
pub(crate) use work::waiting_questions;
pub use work::{Waiting, waiting, waiting_panel};

use super::actions::BODIES;
use super::rules::Form;
use super::{Assessment, Sheet, read};
use crate::questions::{Catalogue, Question};
use kernel::{AssessmentId, Crn, Permission};
use people::OpenPerson;
use store::{Cx, Failure, Result};
use web::{Markup, Request, Route, html, ui};

pub(super) fn routes() -> Vec<Route> {
    use Permission::{Assess, Oversee, ReadPeople};
    vec![
        Route::get("/assessments", ReadPeople, work::show),
        Route::get("/people/{crn}/assessment", ReadPeople, tab::show),
        Route::get("/people/{crn}/assessment/new", Assess, begin::form),
        Route::post("/people/{crn}/assessment/new", Assess, begin::save),
        Route::get("/people/{crn}/assessment/import", Assess, import::form),
        Route::post("/people/{crn}/assessment/import", Assess, import::save),
        Route::get("/people/{crn}/assessment/imports/{id}", ReadPeople, import::show),
        Route::get("/people/{crn}/assessment/{id}", ReadPeople, show::show),
        Route::get("/people/{crn}/assessment/{id}/compare", ReadPeople, compare::show),
        Route::get("/people/{crn}/assessment/{id}/sections/{section}", Assess, section::form),
        Route::post("/people/{crn}/assessment/{id}/sections/{section}", Assess, section::save),
        Route::get("/people/{crn}/assessment/{id}/sign", Assess, sign::form),
        Route::post("/people/{crn}/assessment/{id}/sign", Assess, sign::save),
        Route::get("/people/{crn}/assessment/{id}/countersign", Oversee, sign::second_form),
        Route::post("/people/{crn}/assessment/{id}/countersign", Oversee, sign::second_save),
        Route::get("/people/{crn}/assessment/{id}/withdraw", Assess, begin::withdraw_form),
        Route::post("/people/{crn}/assessment/{id}/withdraw", Assess, begin::withdraw_save),
    ]
}

/// The person and the assessment that an address names.
fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Assessment)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let assessment = read::one(cx, &open.keys, req.param::<AssessmentId>("id")?)?;
    Ok((open, assessment))
}

/// The same, for changing it: one that lies on a record merged into this one is only read.
pub(super) fn asked_to_change(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Assessment)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let assessment = one_to_change(cx, &open, req.param::<AssessmentId>("id")?)?;
    Ok((open, assessment))
}

/// One of a person's assessments, for changing it.
///
/// # Errors
/// `merged` for one of a record that is now part of this one; [`Failure::NotFound`].
pub(crate) fn one_to_change(cx: &mut Cx<'_>, open: &OpenPerson, id: AssessmentId) -> Result<Assessment> {
    let assessment = read::one(cx, &open.keys, id)?;
    if assessment.person_id == open.keys.survivor {
        return Ok(assessment);
    }
    let words =
        "This was begun on a record that is now part of this one: begin a new assessment, its answers are carried";
    Err(Failure::refused("", "merged", words))
}

/// The address of one of an assessment's pages.
fn path(open: &OpenPerson, assessment: &Assessment, rest: &str) -> String {
    open.path(&format!("/assessment/{}{rest}", assessment.id))
}

fn form_of<'a>(catalogue: &'a Catalogue, assessment: &Assessment, sheet: &'a Sheet) -> Form<'a> {
    Form { catalogue, day: assessment.asked_on(), kind: assessment.kind, setting: assessment.setting, sheet }
}

/// The answer to a question in words: the choice first, then what was written.
fn answer_words(catalogue: &Catalogue, question: &Question, value: Option<&str>, words: Option<&str>) -> String {
    let chosen = value.map(|code| match catalogue.choice(&question.answer_set, code) {
        Some(choice) => choice.words.clone(),
        None => code.parse::<kernel::Date>().map_or_else(|_| code.to_owned(), ui::day),
    });
    let parts: Vec<String> = chosen.into_iter().chain(words.map(str::to_owned)).collect();
    parts.join("\n")
}

/// Several lines stay several lines.
fn lines(words: &str) -> Markup {
    html! { @for (n, line) in words.lines().enumerate() { @if n > 0 { br; } (line) } }
}

fn body_words(code: &str) -> &'static str {
    BODIES.iter().find(|(known, _)| *known == code).map_or("Another body", |(_, words)| *words)
}

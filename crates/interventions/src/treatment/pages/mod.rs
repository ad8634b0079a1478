//! What people see of a person's treatment: the card, the page of one treatment, its forms, and what leaves the service.

mod forms;
mod show;
mod tests_and_reviews;
mod work;

pub use show::{card, card_questions};
pub use work::{TreatmentWork, treatment_work, treatment_work_questions};

use super::store::{Whole, whole};
use kernel::{Crn, TreatmentId};
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::ui;
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    [show::routes(), forms::routes(), tests_and_reviews::routes()].concat()
}

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<OpenPerson> {
    people::open(cx, &req.param::<Crn>("crn")?)
}

fn asked(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Whole)> {
    let open = opened(cx, req)?;
    let whole = whole(cx, &open.keys, req.param::<TreatmentId>("id")?)?;
    Ok((open, whole))
}

fn path(open: &OpenPerson, id: TreatmentId, rest: &str) -> String {
    open.path(&format!("/treatments/{id}{rest}"))
}

fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str) -> Result<ui::Frame> {
    Ok(people::frame(req, cx, open, "Interventions")?.titled(title).crumb(open.path("/interventions"), "Interventions"))
}

/// A page with one form about a treatment.
fn form_page(
    cx: &mut Cx<'_>,
    req: &Request,
    (open, whole): (&OpenPerson, &Whole),
    (title, version): (&str, i64),
    form: &Form,
    fields: &Markup,
) -> Answer {
    let frame = framed(cx, req, open, title)?.crumb(path(open, whole.treatment.id, ""), "Treatment");
    let now = &whole.treatment;
    let body = html! {
        (ui::error_summary(form))
        h1.govuk-heading-l { (title) }
        @if req.is_conflict() { (ui::inset(&html! { "The treatment is now as it stands since " (ui::day(now.state_on)) "; consent: " (now.consent.words().to_lowercase()) "." })) }
        (req.form_frame(req.path()).hidden("version", version).show(fields))
    };
    Ok(Reply::page(frame, body))
}

fn sent(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, TreatmentId, Form, Option<i64>)> {
    let open = opened(cx, req)?;
    let mut form = req.form();
    let version = form.optional_integer("version", "the page again", 0..=i64::MAX);
    Ok((open, req.param("id")?, form, version))
}

fn with_day(form: Form, name: &str, day: kernel::Date) -> Form {
    ui::DateInput::pairs(name, day).into_iter().fold(form, |form, (name, value)| form.with(&name, value))
}

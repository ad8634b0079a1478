//! What those who arrange restorative justice see: the work list, one case with a form for each step, figures; and what a
//! person's own record says, with the agreement to print.

mod agreement;
mod figures;
mod forms;
mod list;
mod outcome;
mod person;
mod show;
mod work;

pub use person::{person_card, person_card_questions};
pub use work::{RestorativeWork, restorative_work, restorative_work_questions};

use crate::keeping::{Whole, open_case};
use crate::records::{CaseLine, CaseState};
use crate::rules::Kept;
use kernel::Permission::{ArrangeRestorative, ReadPeople, Refer};
use kernel::{Date, RestorativeId};
use people::OpenPerson;
use store::{Cx, Result};
use web::form::Form;
use web::ui::{self, Colour, Frame};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(crate) fn routes() -> Vec<Route> {
    let arrange = ArrangeRestorative;
    let largest = files::LARGEST + 1024 * 1024;
    vec![
        Route::get("/restorative", arrange, list::all),
        Route::get("/restorative/figures", arrange, figures::show),
        Route::get("/restorative/{id}", arrange, show::show),
        Route::post("/restorative/{id}/lead", arrange, forms::lead_save),
        Route::get("/restorative/{id}/harmed", arrange, forms::harmed_form),
        Route::post("/restorative/{id}/harmed", arrange, forms::harmed_save),
        Route::get("/restorative/{id}/sides/{side}", arrange, forms::side_form),
        Route::post("/restorative/{id}/sides/{side}", arrange, forms::side_save),
        Route::get("/restorative/{id}/assess", arrange, forms::assess_form),
        Route::post("/restorative/{id}/assess", arrange, forms::assess_save),
        Route::get("/restorative/{id}/mediator", arrange, forms::mediator_form),
        Route::post("/restorative/{id}/mediator", arrange, forms::mediator_save),
        Route::get("/restorative/{id}/apart", arrange, forms::apart_form),
        Route::post("/restorative/{id}/apart", arrange, forms::apart_save),
        Route::get("/restorative/{id}/arrange", arrange, forms::arrange_form),
        Route::post("/restorative/{id}/arrange", arrange, forms::arrange_save),
        Route::get("/restorative/{id}/meetings/{meeting}", arrange, forms::meeting_form),
        Route::post("/restorative/{id}/meetings/{meeting}", arrange, forms::meeting_save),
        Route::get("/restorative/{id}/felt", arrange, forms::felt_form),
        Route::post("/restorative/{id}/felt", arrange, forms::felt_save),
        Route::get("/restorative/{id}/follow-up", arrange, forms::follow_form),
        Route::post("/restorative/{id}/follow-up", arrange, forms::follow_save),
        Route::get("/restorative/{id}/end", arrange, forms::end_form),
        Route::post("/restorative/{id}/end", arrange, forms::end_save),
        Route::get("/restorative/{id}/reopen", arrange, forms::reopen_form),
        Route::post("/restorative/{id}/reopen", arrange, forms::reopen_save),
        Route::get("/restorative/{id}/letters/new", arrange, outcome::letter_form),
        Route::post("/restorative/{id}/letters/new", arrange, outcome::letter_save).takes(largest),
        Route::get("/restorative/{id}/letters/{letter}/file", arrange, outcome::letter_file),
        Route::get("/restorative/{id}/letters/{letter}/hand-over", arrange, outcome::hand_form),
        Route::post("/restorative/{id}/letters/{letter}/hand-over", arrange, outcome::hand_save),
        Route::get("/restorative/{id}/agreement", arrange, outcome::promise_form),
        Route::post("/restorative/{id}/agreement", arrange, outcome::promise_save),
        Route::get("/restorative/{id}/agreement/{promise}", arrange, outcome::settle_form),
        Route::post("/restorative/{id}/agreement/{promise}", arrange, outcome::settle_save),
        Route::get("/restorative/{id}/compensation", arrange, outcome::money_form),
        Route::post("/restorative/{id}/compensation", arrange, outcome::money_save),
        Route::get("/restorative/{id}/reparation", arrange, outcome::minutes_form),
        Route::post("/restorative/{id}/reparation", arrange, outcome::minutes_save),
        Route::get("/restorative/{id}/cost", arrange, outcome::cost_form),
        Route::post("/restorative/{id}/cost", arrange, outcome::cost_save),
        Route::get("/people/{crn}/restorative", ReadPeople, person::all),
        Route::get("/people/{crn}/restorative/new", arrange, person::open_form),
        Route::post("/people/{crn}/restorative/new", arrange, person::open_save),
        Route::get("/people/{crn}/restorative/ask", Refer, person::ask_form),
        Route::post("/people/{crn}/restorative/ask", Refer, person::ask_save),
        Route::get("/people/{crn}/restorative/{id}/agreement", ReadPeople, agreement::show),
    ]
}

fn path(id: RestorativeId, rest: &str) -> String {
    format!("/restorative/{id}{rest}")
}

fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Whole)> {
    open_case(cx, req.param("id")?)
}

fn frame(req: &Request, title: &str) -> Frame {
    req.frame().within("/restorative").titled(title)
}

/// A page with one form that posts to its own address and carries the version that its reader saw.
fn form_page(
    req: &Request,
    (open, whole): (&OpenPerson, &Whole),
    form: &Form,
    (title, save): (&str, &str),
    fields: &Markup,
) -> Answer {
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            span.govuk-caption-l { (open.name()) ", " (open.crn) }
            h1.govuk-heading-l { (title) }
            (req.form_frame(req.path()).hidden("version", whole.case.version).show(&html! { (fields) (ui::button(save).show()) }))
        } }
    };
    Ok(Reply::page(frame(req, title).about(open.name()).back(path(whole.case.id, "")), body))
}

/// What was typed, or a form that opens with today.
fn typed(cx: &mut Cx<'_>, req: &Request, day: Option<&str>) -> Result<Form> {
    let today = cx.today();
    Ok(match (req.typed(cx)?, day) {
        (Some(form), _) => form,
        (None, Some(name)) => with_day(Form::blank(), name, today),
        (None, None) => Form::blank(),
    })
}

fn with_day(mut form: Form, name: &str, day: Date) -> Form {
    for (part, figure) in ui::DateInput::pairs(name, day) {
        form = form.with(&part, figure);
    }
    form
}

fn seen(form: &mut Form) -> Option<i64> {
    form.optional_integer("version", "the page again", 0..=i64::MAX)
}

/// The next day on which something is to happen: a meeting, or what was promised.
fn next_words(line: &CaseLine) -> String {
    line.planned_on.or(line.next_promise_on).map_or_else(|| "Nothing planned".to_owned(), ui::short_day)
}

fn state_tag(state: CaseState) -> Markup {
    let colour = match state {
        CaseState::Offering => Colour::Plain,
        CaseState::Preparing => Colour::Purple,
        CaseState::Arranged => Colour::Teal,
        CaseState::Met => Colour::Orange,
        CaseState::Agreed => Colour::Green,
        CaseState::Ended => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

fn kept_tag(kept: Kept) -> Markup {
    match kept {
        Kept::Met => ui::tag(Colour::Green, "Met"),
        Kept::TooLate(on) => {
            html! { (ui::tag(Colour::Red, "Late")) " " span.govuk-hint { "done " (ui::short_day(on)) } }
        }
        Kept::Due(Some(by)) => {
            html! { (ui::tag(Colour::Orange, "To do")) " " span.govuk-hint { "by " (ui::short_day(by)) } }
        }
        Kept::Due(None) => ui::tag(Colour::Plain, "To do"),
        Kept::Unmet(Some(by)) => {
            html! { (ui::tag(Colour::Red, "Not met")) " " span.govuk-hint { "was due " (ui::short_day(by)) } }
        }
        Kept::Unmet(None) => ui::tag(Colour::Red, "Not met"),
        Kept::NotYet => ui::tag(Colour::Grey, "Not yet"),
    }
}

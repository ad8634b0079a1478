//! What people see of breaches: lists, the page of one breach with what is missing for court, its pack, and a form for each
//! deed.

mod forms;
mod instruct;
mod list;
mod pack;
mod show;

use super::rules::days_left;
use super::store::{Whole, breach};
use kernel::{BreachId, Crn, Date, Permission};
use law::{Law, Nation};
use people::OpenPerson;
use store::{Cx, Result};
use web::ui::{self, Colour};
use web::{Markup, Request, Route, html};

pub(crate) use show::outcome_words;

pub(super) fn routes() -> Vec<Route> {
    let read = Permission::ReadPeople;
    let enforce = Permission::Enforce;
    let oversee = Permission::Oversee;
    vec![
        Route::get("/breaches", read, list::all),
        Route::get("/people/{crn}/breaches", read, list::of_person),
        Route::get("/people/{crn}/breaches/new", enforce, instruct::form),
        Route::post("/people/{crn}/breaches/new", enforce, instruct::save),
        Route::get("/people/{crn}/breaches/{id}", read, show::show),
        Route::get("/people/{crn}/breaches/{id}/pack", read, pack::show),
        Route::get("/people/{crn}/breaches/{id}/parts/{part}", enforce, pack::part_form),
        Route::post("/people/{crn}/breaches/{id}/parts/{part}", enforce, pack::part_save),
        Route::get("/people/{crn}/breaches/{id}/court", enforce, forms::court_form),
        Route::post("/people/{crn}/breaches/{id}/court", enforce, forms::court_save),
        Route::post("/people/{crn}/breaches/{id}/submit", enforce, forms::submit),
        Route::post("/people/{crn}/breaches/{id}/notice", enforce, forms::notice),
        Route::get("/people/{crn}/breaches/{id}/check", oversee, forms::check_form),
        Route::post("/people/{crn}/breaches/{id}/check", oversee, forms::check_save),
        Route::post("/people/{crn}/breaches/{id}/send", enforce, forms::send),
        Route::get("/people/{crn}/breaches/{id}/lay", enforce, forms::lay_form),
        Route::post("/people/{crn}/breaches/{id}/lay", enforce, forms::lay_save),
        Route::get("/people/{crn}/breaches/{id}/list", enforce, forms::list_form),
        Route::post("/people/{crn}/breaches/{id}/list", enforce, forms::list_save),
        Route::get("/people/{crn}/breaches/{id}/result", enforce, forms::result_form),
        Route::post("/people/{crn}/breaches/{id}/result", enforce, forms::result_save),
        Route::get("/people/{crn}/breaches/{id}/stop", enforce, forms::stop_form),
        Route::post("/people/{crn}/breaches/{id}/stop", enforce, forms::stop_save),
        Route::get("/people/{crn}/breaches/{id}/clock", enforce, forms::clock_form),
        Route::post("/people/{crn}/breaches/{id}/clock", enforce, forms::clock_save),
        Route::get("/people/{crn}/breaches/{id}/reopen", oversee, forms::reopen_form),
        Route::post("/people/{crn}/breaches/{id}/reopen", oversee, forms::reopen_save),
    ]
}

/// The person and the breach that the address names.
fn named(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Whole)> {
    let open = people::open(cx, &req.param::<Crn>("crn")?)?;
    let id = req.param::<BreachId>("id")?;
    cx.ask_together(&crate::asked::of_pack(&open.keys, id))?;
    let whole = breach(cx, &open.keys, id)?;
    Ok((open, whole))
}

fn path(open: &OpenPerson, id: BreachId, rest: &str) -> String {
    open.path(&format!("/breaches/{id}{rest}"))
}

/// The person's frame, on the tab of their compliance.
fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str, back: String) -> Result<ui::Frame> {
    Ok(people::frame(req, cx, open, "Compliance")?.titled(title).back(back))
}

pub(crate) fn state_tag(state: super::BreachState) -> Markup {
    use super::BreachState as S;
    let colour = match state {
        S::Preparing => Colour::Plain,
        S::Checking => Colour::Purple,
        S::Agreed | S::Sent => Colour::Teal,
        S::Laid | S::Listed => Colour::Orange,
        S::Ended => Colour::Green,
        S::Withdrawn | S::Discontinued => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

/// The last day to lay it at court, with the working days left or gone.
pub(crate) fn limit(law: &Law, due: Option<Date>, laid: Option<Date>, open: bool, today: Date) -> Markup {
    let working = law.working_days(Nation::EnglandAndWales);
    let late = |days: i64| ui::tag(Colour::Red, &ui::count(days, "working day late", "working days late"));
    match (due, laid) {
        (Some(due), Some(laid)) if laid <= due => {
            html! { "Laid on " (ui::short_day(laid)) " " (ui::tag(Colour::Green, "In time")) }
        }
        (Some(due), Some(laid)) => html! { "Laid on " (ui::short_day(laid)) " " (late(working.between(due, laid))) },
        (Some(due), None) if open => {
            let left = days_left(due, today, working);
            let words = ui::count(left, "working day left", "working days left");
            html! {
                (ui::short_day(due)) " "
                @if left < 0 { (late(-left)) }
                @else if left <= 2 { (ui::tag(Colour::Orange, &words)) }
                @else { span.govuk-hint { (words) } }
            }
        }
        (Some(_), None) => html! { "Was not laid" },
        (None, _) => html! { "No limit" },
    }
}

//! What people see of volunteers: the list with what needs attention, one volunteer with a form for each thing that is done,
//! and a person's matches.

mod acts;
mod edit;
mod list;
mod panels;
mod person;
mod show;
mod work;

pub use panels::{person_card, person_card_questions};
pub use work::{VolunteerWork, volunteer_work, volunteer_work_questions};

use crate::reads::Standing;
use crate::records::VolunteerState;
use kernel::Permission::{KeepVolunteers, ReadPeople, RecordContacts};
use kernel::{Date, VolunteerId};
use web::form::Form;
use web::ui::{self, Colour, Frame};
use web::{Answer, Markup, Reply, Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    let keep = KeepVolunteers;
    vec![
        Route::get("/volunteers", keep, list::all),
        Route::get("/volunteers/new", keep, edit::new),
        Route::post("/volunteers/new", keep, edit::add),
        Route::get("/volunteers/{id}", keep, show::show),
        Route::get("/volunteers/{id}/edit", keep, edit::edit),
        Route::post("/volunteers/{id}/edit", keep, edit::save),
        Route::get("/volunteers/{id}/step/{step}", keep, acts::step_form),
        Route::post("/volunteers/{id}/step/{step}", keep, acts::step_save),
        Route::get("/volunteers/{id}/checks/new", keep, acts::check_form),
        Route::post("/volunteers/{id}/checks/new", keep, acts::check_save),
        Route::get("/volunteers/{id}/checks/{check}/withdraw", keep, acts::withdraw_form),
        Route::post("/volunteers/{id}/checks/{check}/withdraw", keep, acts::withdraw_save),
        Route::get("/volunteers/{id}/supervision/new", keep, acts::supervision_form),
        Route::post("/volunteers/{id}/supervision/new", keep, acts::supervision_save),
        Route::get("/volunteers/{id}/supervision/{meeting}/done", keep, acts::done_form),
        Route::post("/volunteers/{id}/supervision/{meeting}/done", keep, acts::done_save),
        Route::get("/volunteers/{id}/expenses/new", keep, acts::claim_form),
        Route::post("/volunteers/{id}/expenses/new", keep, acts::claim_save),
        Route::get("/volunteers/{id}/expenses/{expense}", keep, acts::decide_form),
        Route::post("/volunteers/{id}/expenses/{expense}", keep, acts::decide_save),
        Route::get("/volunteers/{id}/conflicts/new", keep, acts::conflict_form),
        Route::post("/volunteers/{id}/conflicts/new", keep, acts::conflict_save),
        Route::get("/volunteers/{id}/conflicts/{conflict}/end", keep, acts::conflict_end_form),
        Route::post("/volunteers/{id}/conflicts/{conflict}/end", keep, acts::conflict_end_save),
        Route::get("/volunteers/{id}/own-record", keep, acts::own_form),
        Route::post("/volunteers/{id}/own-record", keep, acts::own_save),
        Route::get("/people/{crn}/mentors", ReadPeople, person::all),
        Route::get("/people/{crn}/mentors/new", keep, person::new),
        Route::post("/people/{crn}/mentors/new", keep, person::add),
        Route::get("/people/{crn}/mentors/{id}", ReadPeople, person::show),
        Route::get("/people/{crn}/mentors/{id}/contact", RecordContacts, person::contact_form),
        Route::post("/people/{crn}/mentors/{id}/contact", RecordContacts, person::contact_save),
        Route::get("/people/{crn}/mentors/{id}/end", keep, person::end_form),
        Route::post("/people/{crn}/mentors/{id}/end", keep, person::end_save),
    ]
}

fn path(id: VolunteerId, rest: &str) -> String {
    format!("/volunteers/{id}{rest}")
}

fn frame(req: &Request, title: &str) -> Frame {
    req.frame().within("/volunteers").titled(title)
}

/// A page with one form that posts to its own address.
fn form_page(req: &Request, frame: Frame, form: &Form, title: &str, fields: &Markup, save: &str) -> Answer {
    let body = html! {
        div.govuk-grid-row { div.govuk-grid-column-two-thirds {
            (ui::error_summary(form))
            h1.govuk-heading-l { (title) }
            (req.form_frame(req.path()).show(&html! { (fields) (ui::button(save).show()) }))
        } }
    };
    Ok(Reply::page(frame, body))
}

/// The version that a form was made from.
fn version_field(form: &Form, version: i64) -> Markup {
    let typed = form.typed("version");
    let version = if typed.is_empty() { version.to_string() } else { typed.to_owned() };
    html! { input type="hidden" name="version" value=(version); }
}

fn with_day(mut form: Form, name: &str, day: Date) -> Form {
    for (part, figure) in ui::DateInput::pairs(name, day) {
        form = form.with(&part, figure);
    }
    form
}

fn state_tag(state: VolunteerState) -> Markup {
    let colour = match state {
        VolunteerState::Applied => Colour::Plain,
        VolunteerState::Accepted => Colour::Teal,
        VolunteerState::Active => Colour::Green,
        VolunteerState::Paused => Colour::Orange,
        VolunteerState::Ended => Colour::Grey,
    };
    ui::tag(colour, state.words())
}

/// What the checks come to, in a word and a day.
fn checks_tag(standing: &Standing, today: Date, soon: i64) -> Markup {
    if !standing.is_cleared() {
        let missing = standing.needed.iter().filter(|n| n.holds.is_none()).count();
        let missing = i64::try_from(missing).unwrap_or(i64::MAX);
        return ui::tag(Colour::Red, &ui::count(missing, "check missing", "checks missing"));
    }
    match standing.good_until() {
        None => ui::tag(Colour::Green, "In force"),
        Some(day) => {
            let near = i64::from((day - today).get_days()) <= soon;
            html! {
                (ui::tag(if near { Colour::Orange } else { Colour::Green }, if near { "Running out" } else { "In force" }))
                " " span.govuk-hint { "to " (ui::short_day(day)) }
            }
        }
    }
}

fn due_tag(due: Option<Date>, today: Date) -> Markup {
    match due {
        None => html! { "Not while they are not active" },
        Some(day) if day < today => html! { (ui::short_day(day)) " " (ui::tag(Colour::Red, "Late")) },
        Some(day) => html! { (ui::short_day(day)) },
    }
}

fn or_none(text: Option<&str>) -> &str {
    text.unwrap_or("Not recorded")
}

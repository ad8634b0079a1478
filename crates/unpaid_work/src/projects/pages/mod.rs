//! The pages with which unpaid-work teams keep projects and beneficiaries. They hold no rule.

mod beneficiaries;
mod ending;
mod forms;
mod list;
mod safety;
mod show;

use super::{Project, ProjectDay, WholeProject};
use kernel::Permission::RunUnpaidWork;
use kernel::{Date, ProjectId};
use store::{Cx, Result};
use web::ui::{self, Colour, Frame};
use web::{Markup, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    let get = |path, read| Route::get(path, RunUnpaidWork, read);
    let post = |path, write| Route::post(path, RunUnpaidWork, write);
    vec![
        get("/unpaid-work/projects", list::all),
        get("/unpaid-work/projects/new", forms::new),
        post("/unpaid-work/projects/new", forms::add),
        get("/unpaid-work/projects/{project}", show::show),
        get("/unpaid-work/projects/{project}/edit", forms::edit),
        post("/unpaid-work/projects/{project}/edit", forms::save),
        get("/unpaid-work/projects/{project}/assess", safety::assess_form),
        post("/unpaid-work/projects/{project}/assess", safety::assess),
        get("/unpaid-work/projects/{project}/assessments/{assessment}", safety::withdraw_form),
        post("/unpaid-work/projects/{project}/assessments/{assessment}", safety::withdraw),
        get("/unpaid-work/projects/{project}/agree", safety::agree_form),
        post("/unpaid-work/projects/{project}/agree", safety::agreed),
        get("/unpaid-work/projects/{project}/agreements/{agreement}", safety::end_form),
        post("/unpaid-work/projects/{project}/agreements/{agreement}", safety::ended),
        get("/unpaid-work/projects/{project}/end", ending::form),
        Route::post("/unpaid-work/projects/{project}/end", RunUnpaidWork, ending::end),
        get("/unpaid-work/beneficiaries", beneficiaries::all),
        get("/unpaid-work/beneficiaries/new", beneficiaries::new),
        post("/unpaid-work/beneficiaries/new", beneficiaries::add),
        get("/unpaid-work/beneficiaries/{beneficiary}", beneficiaries::show),
        get("/unpaid-work/beneficiaries/{beneficiary}/edit", beneficiaries::edit),
        post("/unpaid-work/beneficiaries/{beneficiary}/edit", beneficiaries::save),
        get("/unpaid-work/beneficiaries/{beneficiary}/news", beneficiaries::news_form),
        post("/unpaid-work/beneficiaries/{beneficiary}/news", beneficiaries::news),
        get("/unpaid-work/beneficiaries/{beneficiary}/end", beneficiaries::end_form),
        post("/unpaid-work/beneficiaries/{beneficiary}/end", beneficiaries::ended),
    ]
}

fn of(cx: &mut Cx<'_>, req: &Request) -> Result<WholeProject> {
    super::project(cx, req.param::<ProjectId>("project")?)
}

fn path(id: ProjectId, rest: &str) -> String {
    format!("/unpaid-work/projects/{id}{rest}")
}

fn frame(req: &Request, title: &str) -> Frame {
    let frame = req.frame().within("/unpaid-work").crumb("/unpaid-work", "Unpaid work");
    frame.crumb("/unpaid-work/projects", "Projects").titled(title)
}

fn framed(req: &Request, project: &Project, title: &str) -> Frame {
    frame(req, title).crumb(path(project.id, ""), &project.name)
}

/// "Monday 9am to 4pm, 8 places".
fn day_words(day: &ProjectDay) -> String {
    let (from, to) = (ui::time(day.start_time), ui::time(day.end_time));
    let places = ui::count(day.places, "place", "places");
    format!("{} {from} to {to}, {places}", crate::matching::day_name(day.weekday))
}

fn state_tag(project: &Project, today: Date) -> Markup {
    match project.end_date {
        Some(end) if end < today => ui::tag(Colour::Grey, "Ended"),
        Some(end) => ui::tag(Colour::Orange, &format!("Ends {}", ui::short_day(end))),
        None if project.start_date > today => ui::tag(Colour::Plain, "To come"),
        None => ui::tag(Colour::Green, "Runs"),
    }
}

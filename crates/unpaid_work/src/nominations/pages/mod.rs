//! The pages with which staff work on nominations: the list, one nomination with its steps, and a page for each thing that is
//! done. They hold no rule.

mod decide;
mod list;
mod look;
mod messages;
mod panels;
mod show;

use super::records::{Nomination, NominationState};
use kernel::NominationId;
use kernel::Permission::DecideNominations;
use store::{Cx, Result, params};
use web::ui::{self, Colour, Frame};
use web::{Markup, Request, Route};

pub(super) fn routes() -> Vec<Route> {
    let get = |path, read| Route::get(path, DecideNominations, read);
    let post = |path, write| Route::post(path, DecideNominations, write);
    vec![
        get("/unpaid-work/nominations", list::all),
        get("/unpaid-work/nominations/{nomination}", show::show),
        get("/unpaid-work/nominations/{nomination}/letter", show::letter),
        get("/unpaid-work/nominations/{nomination}/unit", look::unit_form),
        post("/unpaid-work/nominations/{nomination}/unit", look::unit),
        get("/unpaid-work/nominations/{nomination}/look", look::form),
        post("/unpaid-work/nominations/{nomination}/look", look::save),
        get("/unpaid-work/nominations/{nomination}/ask", look::ask_form),
        post("/unpaid-work/nominations/{nomination}/ask", look::ask),
        get("/unpaid-work/nominations/{nomination}/answers/{asked}", look::answer_form),
        post("/unpaid-work/nominations/{nomination}/answers/{asked}", look::answered),
        get("/unpaid-work/nominations/{nomination}/accept", decide::accept_form),
        post("/unpaid-work/nominations/{nomination}/accept", decide::accepted),
        get("/unpaid-work/nominations/{nomination}/decline", decide::decline_form),
        post("/unpaid-work/nominations/{nomination}/decline", decide::declined),
        get("/unpaid-work/nominations/{nomination}/reopen", decide::reopen_form),
        post("/unpaid-work/nominations/{nomination}/reopen", decide::reopened),
        get("/unpaid-work/nominations/{nomination}/project", decide::project_form),
        post("/unpaid-work/nominations/{nomination}/project", decide::project),
        get("/unpaid-work/nominations/{nomination}/done", decide::done_form),
        post("/unpaid-work/nominations/{nomination}/done", decide::done),
        get("/unpaid-work/nominations/{nomination}/tell", decide::tell_form),
        post("/unpaid-work/nominations/{nomination}/tell", decide::told),
        get("/unpaid-work/nominations/{nomination}/messages/{message}", messages::form),
        post("/unpaid-work/nominations/{nomination}/messages/{message}", messages::save),
        get("/unpaid-work/panels", panels::all),
        get("/unpaid-work/panels/new", panels::form),
        post("/unpaid-work/panels/new", panels::save),
        get("/unpaid-work/panels/{panel}", panels::show),
        get("/unpaid-work/consultation", list::consultation),
    ]
}

fn of(cx: &mut Cx<'_>, req: &Request) -> Result<Nomination> {
    cx.need(params![req.param::<NominationId>("nomination")?])
}

fn path(id: NominationId, rest: &str) -> String {
    format!("/unpaid-work/nominations/{id}{rest}")
}

fn frame(req: &Request, title: &str) -> Frame {
    let frame = req.frame().within("/unpaid-work").crumb("/unpaid-work", "Unpaid work");
    frame.crumb("/unpaid-work/nominations", "Nominations").titled(title)
}

fn framed(req: &Request, nomination: &Nomination, title: &str) -> Frame {
    frame(req, title).crumb(path(nomination.id, ""), &nomination.reference)
}

fn state_tag(state: NominationState) -> Markup {
    let colour = match state {
        NominationState::New => Colour::Plain,
        NominationState::Looking => Colour::Yellow,
        NominationState::Accepted => Colour::Teal,
        NominationState::Declined => Colour::Grey,
        NominationState::Project => Colour::Purple,
        NominationState::Done => Colour::Green,
    };
    ui::tag(colour, state.words())
}

/// The first words of a text, on one line.
fn brief(text: &str) -> String {
    let line: Vec<char> = text.split_whitespace().collect::<Vec<_>>().join(" ").chars().collect();
    if line.len() <= 90 { line.iter().collect() } else { line.iter().take(88).chain(&['…']).collect() }
}

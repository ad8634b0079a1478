//! The pages of the work with the bench: one page a court with everything on it, a page a meeting, and the trend of what
//! sentencers say.

mod court;
mod feedback;
mod forms;
mod meeting;

use kernel::{LiaisonId, Permission};
use organisation::Court;
use store::{Cx, Failure, Result};
use web::{Request, Route};

pub(super) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadTeams;
    const WRITE: Permission = Permission::CourtInbox;
    vec![
        Route::get("/court/liaison", READ, court::all),
        Route::get("/court/liaison/feedback", READ, feedback::show),
        Route::get("/court/liaison/{court}", READ, court::show),
        Route::get("/court/liaison/{court}/meetings/new", WRITE, meeting::form),
        Route::post("/court/liaison/{court}/meetings/new", WRITE, meeting::save),
        Route::get("/court/liaison/{court}/meetings/{id}", READ, meeting::show),
        Route::get("/court/liaison/{court}/meetings/{id}/action", WRITE, meeting::action_form),
        Route::post("/court/liaison/{court}/meetings/{id}/action", WRITE, meeting::action_save),
        Route::get("/court/liaison/{court}/actions/{id}", READ, meeting::finish_form),
        Route::post("/court/liaison/{court}/actions/{id}", Permission::RecordContacts, meeting::finish),
        Route::get("/court/liaison/{court}/told/new", WRITE, forms::told_form),
        Route::post("/court/liaison/{court}/told/new", WRITE, forms::told),
        Route::get("/court/liaison/{court}/told/{id}/end", WRITE, forms::end_form),
        Route::post("/court/liaison/{court}/told/{id}/end", WRITE, forms::end),
        Route::get("/court/liaison/{court}/differences/new", WRITE, forms::difference_form),
        Route::post("/court/liaison/{court}/differences/new", WRITE, forms::difference),
        Route::get("/court/liaison/{court}/differences/{id}/settle", WRITE, forms::settle_form),
        Route::post("/court/liaison/{court}/differences/{id}/settle", WRITE, forms::settle),
        Route::get("/court/liaison/{court}/feedback", WRITE, feedback::form),
        Route::post("/court/liaison/{court}/feedback", WRITE, feedback::save),
    ]
}

pub(super) fn court_of(cx: &mut Cx<'_>, req: &Request) -> Result<Court> {
    let code: String = req.param("court")?;
    let known =
        organisation::courts(cx)?.into_iter().find(|c| c.code.eq_ignore_ascii_case(&code) || c.id.to_string() == code);
    known.ok_or(Failure::NotFound)
}

fn id(req: &Request) -> Result<LiaisonId> {
    req.param("id")
}

fn path(court: &Court, rest: &str) -> String {
    format!("/court/liaison/{}{rest}", court.code)
}

//! The pages of reports.

mod begin;
mod check;
mod figures;
mod lists;
mod overview;
mod proposal;
mod read;
mod words;

use super::records::{Report, ReportState};
use super::store::{Whole, report, whole};
use kernel::{Permission, ReportId};
use people::OpenPerson;
use store::{Cx, Result};
use web::ui::Frame;
use web::{Request, Route, html};

pub(super) fn routes() -> Vec<Route> {
    const READ: Permission = Permission::ReadPeople;
    const WRITE: Permission = Permission::Assess;
    vec![
        Route::get("/reports", READ, lists::all),
        Route::get("/reports/figures", Permission::ReadTeams, figures::show),
        Route::get("/people/{crn}/reports", READ, lists::of_person),
        Route::get("/people/{crn}/reports/new", WRITE, begin::form),
        Route::post("/people/{crn}/reports/new", WRITE, begin::save),
        Route::get("/reports/{id}", READ, overview::show),
        Route::get("/reports/{id}/kind", WRITE, begin::kind_form),
        Route::post("/reports/{id}/kind", WRITE, begin::kind_save),
        Route::get("/reports/{id}/author", WRITE, begin::author_form),
        Route::post("/reports/{id}/author", WRITE, begin::author_save),
        Route::get("/reports/{id}/enquiries", READ, read::enquiries),
        Route::get("/reports/{id}/record", READ, read::record),
        Route::get("/reports/{id}/parts/{part}", WRITE, words::form),
        Route::post("/reports/{id}/parts/{part}", WRITE, words::save),
        Route::get("/reports/{id}/proposal", WRITE, proposal::form),
        Route::post("/reports/{id}/proposal", WRITE, proposal::save),
        Route::get("/reports/{id}/send", WRITE, check::send_form),
        Route::post("/reports/{id}/send", WRITE, check::send),
        Route::get("/reports/{id}/take-back", WRITE, check::take_back_form),
        Route::post("/reports/{id}/take-back", WRITE, check::take_back),
        Route::get("/reports/{id}/check", READ, check::form),
        Route::post("/reports/{id}/check", READ, check::save),
        Route::get("/reports/{id}/sign", WRITE, check::sign_form),
        Route::post("/reports/{id}/sign", WRITE, check::sign),
        Route::get("/reports/{id}/withdraw", WRITE, check::withdraw_form),
        Route::post("/reports/{id}/withdraw", WRITE, check::withdraw),
        Route::get("/reports/{id}/reopen", WRITE, check::reopen_form),
        Route::post("/reports/{id}/reopen", WRITE, check::reopen),
        Route::get("/reports/{id}/read", READ, read::show),
        Route::get("/reports/{id}/print", READ, read::print),
        Route::get("/reports/{id}/sentence", READ, read::sentence),
    ]
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Report)> {
    report(cx, req.param::<ReportId>("id")?)
}

fn all_of(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Whole)> {
    let (open, row) = one(cx, req)?;
    let whole = whole(cx, row)?;
    Ok((open, whole))
}

fn path(id: ReportId, rest: &str) -> String {
    format!("/reports/{id}{rest}")
}

fn framed(cx: &mut Cx<'_>, req: &Request, open: &OpenPerson, title: &str, back: String) -> Result<Frame> {
    Ok(people::frame(req, cx, open, "Sentence")?.titled(title).back(back))
}

/// What stands above a page on which nothing can be written any more.
fn closed(state: ReportState) -> web::Markup {
    html! {
        @if !state.is_open() {
            (web::ui::inset(&html! { (state.words()) ": what is written here cannot be changed now." }))
        }
    }
}

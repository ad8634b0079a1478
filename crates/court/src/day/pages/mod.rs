//! The pages of a court's day.

mod adding;
mod list;
mod one;
mod order;

use super::list::{DayLine, day_list};
use kernel::{Date, DayEntryId, Permission};
use organisation::Court;
use store::{Cx, Failure, Result};
use web::{Request, Route};

pub(super) fn routes() -> Vec<Route> {
    const INBOX: Permission = Permission::CourtInbox;
    vec![
        Route::get("/courts", INBOX, list::courts),
        Route::get("/courts/{court}/{date}", INBOX, list::show),
        Route::get("/courts/{court}/{date}/prepare", INBOX, list::show),
        Route::post_steps("/courts/{court}/{date}/prepare", INBOX, list::prepare),
        Route::get("/courts/{court}/{date}/add", INBOX, adding::form),
        Route::post("/courts/{court}/{date}/add", INBOX, adding::save),
        Route::get("/courts/{court}/{date}/lines/{id}", INBOX, one::show),
        Route::get("/courts/{court}/{date}/lines/{id}/note", INBOX, one::note_form),
        Route::post("/courts/{court}/{date}/lines/{id}/note", INBOX, one::note),
        Route::get("/courts/{court}/{date}/lines/{id}/result", INBOX, one::result_form),
        Route::post("/courts/{court}/{date}/lines/{id}/result", INBOX, one::result),
        Route::get("/courts/{court}/{date}/lines/{id}/order", Permission::EditSentences, order::form),
        Route::get("/courts/{court}/{date}/lines/{id}/order/check", Permission::EditSentences, order::form),
        Route::post_read("/courts/{court}/{date}/lines/{id}/order/check", Permission::EditSentences, order::check),
        Route::post("/courts/{court}/{date}/lines/{id}/order", Permission::EditSentences, order::save),
        Route::get("/courts/{court}/{date}/lines/{id}/settle", INBOX, one::settle_form),
        Route::post("/courts/{court}/{date}/lines/{id}/settle", INBOX, one::settle),
        Route::get("/courts/{court}/{date}/lines/{id}/remove", INBOX, one::remove_form),
        Route::post("/courts/{court}/{date}/lines/{id}/remove", INBOX, one::remove),
        Route::get("/courts/{court}/{date}/lines/{id}/put-back", INBOX, one::show),
        Route::post("/courts/{court}/{date}/lines/{id}/put-back", INBOX, one::put_back),
    ]
}

pub(super) fn court(cx: &mut Cx<'_>, req: &Request) -> Result<Court> {
    let code: String = req.param("court")?;
    let known = organisation::courts(cx)?.into_iter().find(|c| c.code.eq_ignore_ascii_case(&code));
    known.ok_or(Failure::NotFound)
}

pub(super) fn day(req: &Request) -> Result<Date> {
    req.param("date")
}

fn path(court: &Court, day: Date, rest: &str) -> String {
    format!("/courts/{}/{day}{rest}", court.code)
}

fn line_path(court: &Court, day: Date, id: DayEntryId, rest: &str) -> String {
    path(court, day, &format!("/lines/{id}{rest}"))
}

fn one(cx: &mut Cx<'_>, req: &Request) -> Result<(Court, Date, DayLine)> {
    let (court, day) = (court(cx, req)?, day(req)?);
    let id: DayEntryId = req.param("id")?;
    let line = day_list(cx, &court, day)?.into_iter().find(|l| l.entry.id == id).ok_or(Failure::NotFound)?;
    Ok((court, day, line))
}

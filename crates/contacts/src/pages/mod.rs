//! The pages of the log.

mod appointment;
mod appointments;
mod arrange;
mod calendar;
mod change;
mod diary;
mod fields;
mod file;
mod list_fields;
mod lists;
mod log;
mod new_contact;
mod shown;
mod time;

use kernel::Permission::{Anyone, ReadPeople, ReadTeams, RecordContacts, SignedIn};
use web::Route;

pub(crate) use log::read_filter;
pub(crate) use time::contracted;

/// Room for a file beside the form that carries it.
const WITH_FILE: usize = files::LARGEST + 1024 * 1024;

/// The pages and what their forms post to.
#[must_use]
pub(crate) fn routes() -> Vec<Route> {
    let mut routes = lists::routes();
    routes.extend([
        Route::get("/people/{crn}/contacts", ReadPeople, log::show),
        Route::get("/people/{crn}/contacts/new", RecordContacts, new_contact::form),
        Route::post("/people/{crn}/contacts/new", RecordContacts, new_contact::send).takes(WITH_FILE),
        Route::get("/people/{crn}/contacts/{contact}", ReadPeople, appointment::show),
        Route::post("/people/{crn}/contacts/{contact}", RecordContacts, appointment::add).takes(WITH_FILE),
        Route::get("/people/{crn}/contacts/{contact}/files/{file}", ReadPeople, file::download),
        Route::get("/people/{crn}/contacts/{contact}/files/{file}/remove", RecordContacts, file::form),
        Route::post("/people/{crn}/contacts/{contact}/files/{file}/remove", RecordContacts, file::remove),
        Route::get("/people/{crn}/appointments", ReadPeople, appointments::show),
        Route::get("/people/{crn}/appointments/new", RecordContacts, arrange::form),
        Route::post("/people/{crn}/appointments/new", RecordContacts, arrange::send),
        Route::get("/people/{crn}/appointments/check", RecordContacts, arrange::form),
        Route::post_read("/people/{crn}/appointments/check", RecordContacts, arrange::check),
        Route::get("/people/{crn}/appointments/{contact}", ReadPeople, appointment::show),
        Route::post("/people/{crn}/appointments/{contact}", RecordContacts, appointment::outcome).takes(WITH_FILE),
        Route::get("/people/{crn}/appointments/{contact}/reschedule", RecordContacts, change::reschedule_form),
        Route::post("/people/{crn}/appointments/{contact}/reschedule", RecordContacts, change::reschedule),
        Route::get("/people/{crn}/appointments/{contact}/cancel", RecordContacts, change::cancel_form),
        Route::post("/people/{crn}/appointments/{contact}/cancel", RecordContacts, change::cancel),
        Route::get("/people/{crn}/appointments/{contact}/correct", RecordContacts, change::correct_form),
        Route::post("/people/{crn}/appointments/{contact}/correct", RecordContacts, change::correct),
        Route::get("/diary", ReadPeople, diary::show),
        Route::get("/time-with-people", ReadTeams, time::show),
        Route::get("/account/calendar", SignedIn, calendar::show),
        Route::post("/account/calendar", SignedIn, calendar::make),
        Route::post("/account/calendar/revoke", SignedIn, calendar::revoke),
        Route::new(web::Method::Get, "/calendar/{file}", Anyone, web::Act::Steps(calendar::feed)),
    ]);
    routes
}

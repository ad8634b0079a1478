//! The pages of the room: add or match a person, search, details with their forms and history, merge. What each shows
//! comes from the doors; what is typed is read by the cards' lists.

mod add;
mod details;
mod entry;
mod history;
mod merging;
mod searching;
mod suggesting;

pub(crate) use entry::{entry_id, keep};

use kernel::Permission::{EditPeople, MergePeople, ReadPeople};
use web::Route;

/// Every page of the room.
pub(crate) fn routes() -> Vec<Route> {
    vec![
        Route::get("/search", ReadPeople, searching::page),
        Route::get("/people/new", EditPeople, add::page),
        Route::post("/people/new", EditPeople, add::post),
        Route::get("/people/{crn}/details", ReadPeople, details::page),
        Route::get("/people/{crn}/details/{card}", EditPeople, entry::page),
        Route::post("/people/{crn}/details/{card}", EditPeople, entry::post),
        Route::get("/people/{crn}/details/{card}/history", ReadPeople, history::page),
        Route::get("/people/{crn}/details/{card}/{id}", EditPeople, entry::page),
        Route::post("/people/{crn}/details/{card}/{id}", EditPeople, entry::post),
        Route::get("/people/{crn}/details/{card}/{id}/withdraw", EditPeople, entry::withdraw_page),
        Route::post("/people/{crn}/details/{card}/{id}/withdraw", EditPeople, entry::withdraw_post),
        Route::post("/people/{crn}/suggestions/{id}/accept", EditPeople, suggesting::accept),
        Route::post("/people/{crn}/suggestions/{id}/decline", EditPeople, suggesting::decline),
        Route::get("/people/{crn}/merge", MergePeople, merging::page),
        Route::post("/people/{crn}/merge", MergePeople, merging::post),
        Route::get("/people/{crn}/merge/{id}/undo", MergePeople, merging::undo_page),
        Route::post("/people/{crn}/merge/{id}/undo", MergePeople, merging::undo_post),
    ]
}

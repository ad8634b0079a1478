//! The person page and a day's work: composes what the rooms below offer, and owns no fact.
//!
//! Its words: *my work* is what waits for whoever is signed in; the *overview* is a person on one page; the *record on a
//! day* is what the record said then, by the time of recording. Always true: a person who may not be seen is a CRN and
//! "Restricted" here too. It holds no rule: each figure comes from the room that answers for it.

mod api;
mod approvals;
pub mod beside;
mod delivered;
mod delivery;
mod my_work;
mod overview;
mod past;
mod words;

pub use delivery::{
    LISTENERS, NIGHT_JOB, NotBegun, TABLES, Treatment, begin_nights, refresh, refresh_everybody, run_night,
};

use kernel::Permission;
use web::Route;

/// The pages and calls of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/", Permission::SignedIn, my_work::show),
        Route::get("/approvals", Permission::Oversee, approvals::show),
        Route::post("/approvals", Permission::Oversee, approvals::decide),
        Route::get("/people/{crn}", Permission::ReadPeople, overview::show),
        Route::get("/people/{crn}/interventions", Permission::ReadPeople, delivered::show),
        Route::get("/people/{crn}/record", Permission::ReadPeople, past::show),
    ];
    routes.extend(delivery::routes());
    routes.extend(api::routes());
    routes
}

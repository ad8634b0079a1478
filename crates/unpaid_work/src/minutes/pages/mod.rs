//! A person's unpaid work on pages: how far the hours are with their working, entering and moving minutes by hand, and a
//! page that the person can be given.

mod forms;
mod given;
mod show;

pub(crate) use show::person_card;

use web::Route;

pub(crate) fn routes() -> Vec<Route> {
    [show::routes(), forms::routes(), given::routes()].concat()
}

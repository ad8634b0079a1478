//! What waits for a person: who somebody is, orders to confirm, limits to take back to court, outcomes whose order has
//! not come, and messages that could not be read. Every decision is kept with who made it and why.

mod api;
mod appeal;
mod compare;
mod copies;
mod decide;
mod lists;
mod pages;

pub(crate) use api::listed;
pub use appeal::decide_appeal;
pub use copies::{CopiesAre, decide_copies, undo_decision};
pub(crate) use decide::reasoned;
pub use decide::{Choice, Verdict, decide_person, decide_question, settle_unread};
pub use lists::{Counts, counts};
pub(crate) use pages::{from, names, tabs};

use web::Route;

/// The pages and API calls of this room.
#[must_use]
pub fn routes() -> Vec<Route> {
    let mut all = pages::routes();
    all.extend(api::routes());
    all.extend(crate::requests::page_routes());
    all.extend(crate::requests::api_routes());
    all.extend(crate::reports::routes());
    all.extend(crate::day::routes());
    all.extend(crate::duty::routes());
    all.extend(crate::liaison::routes());
    all.extend(crate::youth::page_routes());
    all.extend(crate::youth::api_routes());
    all
}

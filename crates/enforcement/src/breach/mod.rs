//! Breaches: instructed from a decision on a failure or by hand, with a pack that is drawn from the record until it is sent,
//! days to court that a recorded judgement can stop, and the court's result with what it does to the order.
//!
//! Always true: each change of state is an act with author, day and reason; a sent pack shows what was sent; the order's dates
//! as they were stay beside those that it got; a court's message and a typed result never overwrite each other.

mod actions;
mod api;
mod at_court;
mod beside;
mod ids;
mod letters;
mod listening;
pub(crate) mod pack;
mod pages;
mod records;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{
    Instructing, add_failures, check_pack, choose_court, instruct, instruct_breach, send_pack, submit_pack,
    write_notice, write_part,
};
pub use at_court::{Decided, lay_breach, list_breach, record_result, reopen_breach, stop_breach, stop_clock};
pub use beside::court_day_panel;
pub(crate) use ids::step_id;
pub(crate) use listening::LISTENERS;
pub use pack::Pack;
pub(crate) use pack::said_questions;
pub(crate) use pages::{limit, state_tag};
pub use records::{Breach, BreachLine, BreachState, Deed, OrderDates, Part};
pub(crate) use records::{PartRow, TABLES};
pub use rules::{Stop, due, next};
pub use store::{Whole, breach, breaches_of, last_end, open_breaches};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

//! Breaches: instructed from a decision on a failure or by hand, with a pack that is drawn from the record until it is sent,
//! days to court that a recorded judgement can stop, and the court's result with what it does to the order.
//!
//! Always true: each change of state is an act with author, day and reason; a sent pack shows what was sent; the order's dates
//! as they were stay beside those that it got; a court's message and a typed result never overwrite each other.

mod actions;
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
    Decided, Instructing, add_failures, check_pack, choose_court, instruct, instruct_breach, lay_breach, list_breach,
    record_result, reopen_breach, send_pack, stop_breach, stop_clock, submit_pack, write_notice, write_part,
};
pub(crate) use ids::step_id;
pub(crate) use listening::LISTENERS;
pub use pack::Pack;
pub(crate) use pages::{limit, state_tag};
pub(crate) use records::TABLES;
pub use records::{Breach, BreachLine, BreachState, Deed, OrderDates, Part};
pub use rules::{Stop, due, next};
pub use store::{Whole, breach, breaches_of, last_end, open_breaches};

pub(crate) fn routes() -> Vec<web::Route> {
    pages::routes()
}

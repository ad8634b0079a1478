//! The room `restorative`: restorative justice and reparation: offers to both sides, their consent, who mediates, what was
//! agreed and done, and what it cost. It always holds that nothing is arranged without the consent of both sides in force,
//! and that what a victim said is read only by those who arrange it. It does not know the sentence.

mod actions;
mod api;
mod keeping;
mod outcome;
mod pages;
mod policy_rows;
mod records;
mod rules;
#[cfg(test)]
mod tests;

pub use actions::{
    HarmedFacts, Mediator, Opening, Plan, arrange, assess, choose_mediator, end, felt, follow_up, keep_apart, lead,
    open, record_harmed, reopen, settle_meeting, step_of_side,
};
pub use keeping::{Whole, open_case, sides_of};
pub use outcome::{
    NewEntry, add_minutes, add_money, entry_refusals, hand_over, letter, promise, receive_letter, settle_promise,
    spend, sums,
};
pub use pages::{RestorativeWork, person_card, person_card_questions, restorative_work, restorative_work_questions};
pub use policy_rows::{Measure, Standard};
pub use records::*;
pub use rules::{Around, Kept, against, both_consent, consents, may, state};

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [records::TABLES, policy_rows::TABLES].concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    Vec::new()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    Vec::new()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes(), policy_rows::routes()].concat()
}

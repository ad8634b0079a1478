//! True start dates: from openings, the list in order and what is known of drop-out, to a day and how sure it is.
//!
//! Always true: the rules are pure and deterministic; the same question has the same answer, with every step of its
//! working. More places never give a later day. What is missing is said instead of guessed. It does not know what a court
//! decides, nor who the people on the list are.

mod api;
mod ask;
mod asking;
mod calibrate;
mod conditions;
mod engine;
mod learn;
mod pages;
mod picture;
pub mod plan;
pub(crate) mod provided;
mod reads;
#[cfg(test)]
mod simulator;
mod working;

pub use ask::{About, Asked, OfferStart, RequirementStart, Starts, offer_starts, start_dates, starts};
pub use calibrate::{Kept, level_for};
pub use engine::{Ahead, Answer, Flaw, Opening, Question, Ready, Step, begin};
pub use learn::{Rate, Rates, Seen};
pub use working::{Already, Assumed, Missing, OpeningLine, Range, Working, chance_words, per_cent};

/// The pages and calls of the subject.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

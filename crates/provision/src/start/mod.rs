//! True start dates: from openings, the list in order and what is known of drop-out, to a day and how sure it is.
//!
//! Always true: pure and deterministic; the same question has the same answer, with every step of its working. More
//! places never give a later day. It does not know what a requirement is, nor who the people on the list are.

mod calibrate;
mod engine;
mod learn;
#[cfg(test)]
mod simulator;

pub use calibrate::{Kept, level_for};
pub use engine::{Ahead, Answer, Flaw, Opening, Question, Ready, Step, begin};
pub use learn::{Rate, Rates, Seen};

//! The room `interventions`: what a sentence orders or a need asks for, delivered: referrals to providers and their own
//! sign-in, programmes with their modules and groups, and treatment. It always holds that a provider sees its own referrals
//! and nothing else, and that completion follows the rules and not a button. It does not know unpaid work.

pub mod programmes;
mod words;

pub use programmes::{card as programmes_card, card_questions as programmes_card_questions};

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [programmes::TABLES].concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [programmes::LISTENERS].concat()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    Vec::new()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [programmes::routes()].concat()
}

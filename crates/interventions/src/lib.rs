//! The room `interventions`: what a sentence orders or a need asks for, delivered: referrals to providers and their own
//! sign-in, programmes with their modules and groups, and treatment. It always holds that a provider sees its own referrals
//! and nothing else, and that completion follows the rules and not a button. It does not know unpaid work.

mod delivery;
pub(crate) mod holding;
mod log;
mod policy;
pub mod programmes;
mod referrals;
pub mod treatment;
mod unmet;
mod words;

pub use delivery::*;
pub use programmes::{card as programmes_card, card_questions as programmes_card_questions};
pub use referrals::*;
pub use treatment::{card as treatment_card, card_questions as treatment_card_questions};
pub use unmet::{UNMET_JOB, UnmetNeed, begin_nights, refresh_everybody, run_night};

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [
        holding::TABLES,
        policy::TABLES,
        referrals::TABLES,
        delivery::TABLES,
        unmet::TABLES,
        programmes::TABLES,
        treatment::TABLES,
    ]
    .concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [
        holding::LISTENERS,
        referrals::LISTENERS,
        delivery::LISTENERS,
        unmet::LISTENERS,
        programmes::LISTENERS,
        treatment::LISTENERS,
    ]
    .concat()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    [unmet::JOBS].concat()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [
        policy::routes(),
        referrals::pages::routes(),
        referrals::api::routes(),
        delivery::pages::routes(),
        unmet::routes(),
        programmes::routes(),
        treatment::routes(),
    ]
    .concat()
}

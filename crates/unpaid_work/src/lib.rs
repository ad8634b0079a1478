//! The room `unpaid_work`: minutes worked, projects and their beneficiaries, sessions with registers, matching, and the
//! public's nominations. It always holds that minutes are never created or lost: what is credited is the sum of entries
//! that each say where they come from. It does not know other requirements of an order.

mod desk;
mod listening;
pub mod matching;
mod minutes;
pub mod nominations;
pub mod placements;
mod policy;
pub mod projects;

pub use minutes::{
    Account, AccountLine, Change, CreditSoFar, Limits, Line, Minutes, MinutesKind, NewMinutes, Over, Working, account,
    accounts, accounts_questions, also_counts, correct_minutes, credit_so_far, enter_minutes, settle, take_back,
    transfer, transfer_away,
};
pub use policy::hours;

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [policy::TABLES, minutes::TABLES, projects::TABLES, placements::TABLES, matching::TABLES, nominations::TABLES]
        .concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [listening::LISTENERS, placements::LISTENERS].concat()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    Vec::new()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [projects::routes(), matching::routes(), placements::routes(), nominations::routes()].concat()
}

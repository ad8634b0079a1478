//! The room `unpaid_work`: minutes worked, projects and their beneficiaries, sessions with registers, matching, and the
//! public's nominations. It always holds that minutes are never created or lost: what is credited is the sum of entries
//! that each say where they come from. It does not know other requirements of an order.

mod desk;
mod figures;
pub mod leaving;
mod listening;
mod minutes;
mod parts;
mod policy;
mod wire;

pub use minutes::{
    Account, AccountLine, Change, CreditSoFar, Limits, Line, Minutes, MinutesKind, NewMinutes, Over, Working, account,
    accounts, accounts_questions, also_counts, correct_minutes, credit_so_far, enter_minutes, settle, take_back,
    transfer, transfer_away,
};

pub mod matching;
pub mod nominations;
pub mod pace;
pub mod placements;
pub mod projects;
pub mod registers;
pub mod sessions;

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [
        crate::policy::TABLES,
        figures::TABLES,
        minutes::TABLES,
        sessions::TABLES,
        pace::TABLES,
        projects::TABLES,
        placements::TABLES,
        leaving::TABLES,
        matching::TABLES,
        nominations::TABLES,
    ]
    .concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [listening::LISTENERS, registers::LISTENERS, pace::LISTENERS, placements::LISTENERS].concat()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    [pace::JOBS, nominations::JOBS, leaving::JOBS].concat()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [
        figures::routes(),
        pace::routes(),
        sessions::routes(),
        registers::routes(),
        minutes::routes(),
        projects::routes(),
        matching::routes(),
        placements::routes(),
        nominations::routes(),
    ]
    .concat()
}

/// The card of a person's page of what is delivered; empty where no order asks for unpaid work.
///
/// # Errors
/// When the database fails.
pub fn person_card(cx: &mut store::Cx<'_>, open: &people::OpenPerson) -> store::Result<web::Markup> {
    minutes::person_card(cx, open)
}

/// What [`person_card`] asks.
#[must_use]
pub fn person_card_questions(open: &people::OpenPerson) -> Vec<store::Question> {
    [minutes::accounts_questions(&open.keys), sessions::bookings_questions(&open.keys)].concat()
}

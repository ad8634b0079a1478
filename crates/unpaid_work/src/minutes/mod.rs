//! The account of minutes: what was worked and everything else that counts towards a requirement of unpaid work.
//!
//! Always true: an entry is never changed; what was wrong is taken back by an entry of its own, and the right one stands
//! beside it. What is credited is worked out from the entries that stand, in the order of their days, so that a correction
//! leaves what a right first entry would have left. It is never below nought and never above what was ordered, and what is
//! above is told, not lost. It does not know sessions.

mod actions;
mod api;
mod incentive;
mod pages;
mod reading;
mod records;
mod rules;
#[cfg(test)]
mod sequences;

pub use actions::{
    Change, NewMinutes, also_counts, correct_minutes, enter_minutes, settle, take_back, transfer, transfer_away,
};
pub(crate) use incentive::record_incentive;
pub use incentive::{CreditSoFar, credit_so_far};
pub(crate) use pages::person_card;
pub(crate) use reading::of_booking;
pub use reading::{Account, AccountLine, account, accounts, accounts_questions};
pub use records::{Minutes, MinutesKind};
pub use rules::{Limits, Line, Over, Working};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] = &[<Minutes as Record>::TABLE];

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

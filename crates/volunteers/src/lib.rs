//! The room `volunteers`: mentors, peer mentors, mediators and other volunteers: who they are, their checks, whom they are
//! matched with, what they did and who supervises them. It always holds that nobody is matched whose checks are not in
//! force, and that a peer mentor's own record stays apart from them. It does not know why somebody was referred nor what a
//! court ordered.

mod actions;
mod api;
mod matching;
mod pages;
mod policy_rows;
mod reads;
mod records;
mod rules;

pub use actions::{
    SupervisionHeld, VolunteerFacts, amend, claim, decide_claim, end_conflict, finish_action, link_own_record,
    record_check, record_conflict, register, supervise, take_step, withdraw_check,
};
pub use matching::{NewMatch, NewMeeting, candidates, end_match, match_with, record_contact, suits, wanted};
pub use pages::{VolunteerWork, person_card, person_card_questions, volunteer_work, volunteer_work_questions};
pub use reads::{Standing, Whole, active, matches_of, one_match, standings, volunteer, whole};
pub use records::{
    Check, Conflict, ConflictKind, EndReason, Expense, ExpenseState, Match, MatchContact, MatchLine, Supervised,
    Volunteer, VolunteerAct, VolunteerKind, VolunteerReach, VolunteerState,
};
pub use rules::{Needed, Reason, Step, Wanted};

use store::{JobRunner, Listener, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [records::TABLES, policy_rows::TABLES].concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    matching::LISTENERS.to_vec()
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

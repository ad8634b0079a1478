//! The public's nominations: sent in English or Welsh without signing in, looked at, asked about, decided with reasons, made into
//! projects, and answered.
//!
//! Always true: what somebody wrote stays as they wrote it; each step is kept with author, day and words; nothing is accepted
//! that was not compared, visited and found safe; of what is kept out as spam nothing is kept but a number; who nominated
//! something is never published, and is removed some months after the matter is finished. The answer stands where the nominator
//! looks it up; whoever left an address and agreed is told by e-mail, too.

mod actions;
mod api;
mod forgetting;
mod nearby;
mod pages;
mod public;
mod records;
mod rules;
mod said;
mod store;
mod telling;
#[cfg(test)]
mod tests;

pub use actions::{
    NewNomination, NewPanel, NewVote, accept, answer, ask_body, became_project, choose_unit, decline, finish, look,
    nominate, record_panel, reopen, tell_nominator,
};
pub(crate) use forgetting::JOBS;
pub use forgetting::{FORGET_JOB, begin_nights, forget_due, run_night};
pub(crate) use public::paragraphs as lines_of;
pub(crate) use records::TABLES;
pub use records::{
    AnswerKind, Consultation, Deed, Language, Nomination, NominationState, Panel, Step as NominationStep, Vote,
};
pub use rules::harmless;
pub use store::{Whole as WholeNomination, counted_since, nominations_in, whole as nomination};
pub(crate) use telling::KIND as MESSAGES_KIND;
pub use telling::{messages_of, stop_writing, write_again};

pub(crate) fn routes() -> Vec<web::Route> {
    [public::routes(), nearby::routes(), pages::routes(), api::routes()].concat()
}

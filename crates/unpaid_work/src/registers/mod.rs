//! Registers: who came to a session, from when to when, and what counts of it.
//!
//! Always true: a register of ten people is ten transactions, each with an answer of its own; a line is told once and put
//! right afterwards, with both versions kept; minutes are real minutes within the session. The outcome stands in the log
//! and the minutes in the account, each once. It does not know what follows from a failure.

mod actions;
mod api;
mod listening;
mod pages;
mod rules;

pub use actions::{correct_line, stand_down, tell_line};
pub(crate) use listening::LISTENERS;
pub use rules::{LineTyped, QUALITIES, Told};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

//! Stories over HTTP: adding a person after a look for duplicates, the cards and their forms, two people editing one card,
//! search, merge and its undoing, restricted records, drafts, and the same by program.

#![expect(clippy::unwrap_used, reason = "a test that cannot go on has failed")]

mod adding;
mod api;
mod cards;
mod drafts;
mod finding;
mod world;

/// What a form hid, and what is typed into it.
fn with(mut hidden: Vec<(String, String)>, typed: &[(&str, &str)]) -> Vec<(String, String)> {
    hidden.extend(typed.iter().map(|(n, v)| ((*n).to_owned(), (*v).to_owned())));
    hidden
}

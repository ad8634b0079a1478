//! The room `documents`: letters made from templates that are data, filled from the record, kept as they were made, and
//! sent by post, e-mail or text through one port. It always holds that a document shows what the record said when it was
//! made and that nothing leaves a demo or a test. It does not know why somebody writes, nor what sets documents on paper:
//! the binary hands that down as a [`Typesetter`].

mod letters;
mod runs;
mod templates;
mod typesetter;

pub use letters::{
    Document, DocumentLine, Letter, document, documents_about, documents_about_question, documents_of, newest_question,
    panel, pdf, preferred_language, stands, withdraw, write,
};
pub use runs::{
    LETTERS_JOB, LetterRun, NewRun, RunPerson, RunProgress, RunState, begin_run, run, run_letters_job, run_progress,
    write_slice,
};
pub use templates::{Column, Declared, Field, FieldKind, Language, Template, in_force, seed, templates_on};
pub use typesetter::{Source, Typesetter, Unset};

pub mod messages;

use store::{JobRunner, Listener, Table};

/// Every table of the room, subject by subject.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [templates::TABLES, letters::TABLES, runs::TABLES, messages::TABLES].concat()
}

/// What the room hears of others.
#[must_use]
pub fn listeners() -> Vec<(&'static str, Listener)> {
    [messages::LISTENERS].concat()
}

/// What the room does in the background, by kind of job.
#[must_use]
pub fn jobs() -> Vec<(&'static str, JobRunner)> {
    [runs::JOBS, messages::JOBS].concat()
}

/// The pages and calls of the room.
#[must_use]
pub fn routes() -> Vec<web::Route> {
    [templates::routes(), letters::routes(), runs::routes(), messages::routes()].concat()
}

//! Letters and other documents of a person: made from a template and the record, shown as a page, set on paper, withdrawn.
//!
//! Always true: a document shows the facts as they stood when it was made and is never changed; withdrawing it is a record
//! with a reason; its paper and its page are set from the same frozen facts, and set again they are the same. It does not
//! know why it was written, nor how it is sent.

mod api;
mod facts;
mod pages;
mod panel;
mod read;
mod records;
mod setting;
mod write;

pub(crate) use facts::gather;
pub use facts::preferred_language;
pub(crate) use pages::{ask_for, letter_markup, read_given};
pub use panel::panel;
pub use read::{DocumentLine, documents_about, documents_about_question, documents_of, newest_question, stands};
pub use records::Document;
pub(crate) use records::TABLES;
pub(crate) use setting::newest_settings;
pub use setting::pdf;
pub(crate) use write::write_for;
pub use write::{Letter, document, withdraw, write};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

//! Templates of letters as data: each version a row with its source, what it needs, and the day from which it is used, in
//! English and in Welsh, for everybody or for one region.
//!
//! Always true: a version is never changed; the next one follows it from a day on; the row says whether somebody checked
//! the translation. It does not know what a letter is about.

mod actions;
mod compare;
mod declared;
mod pages;
mod records;
mod sample;
mod shipped;
mod store;
mod with_person;

pub use declared::{Column, Declared, Field, FieldKind};
pub(crate) use declared::{check_given, check_record};
pub(crate) use records::TABLES;
pub use records::{Language, Template};
pub use shipped::seed;
pub use store::{in_force, templates_on};
pub(crate) use store::{shared_part, template, template_question};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), with_person::routes()].concat()
}

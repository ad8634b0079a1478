//! What is due around a person, from every subject of this room that has a date, as officers and managers see it.
//!
//! Always true: the list is a read model that the facts write in their own transaction; a person's rows stand under the
//! survivor of a merge; whoever acts for the person sees them, and so do the managers of the team. It holds no fact.

mod api;
mod keeping;
mod lists;
mod pages;
mod panels;
mod policy;
mod records;

pub(crate) use keeping::{LISTENERS, Subject, keep, rows as holder_rows};
pub(crate) use lists::reviews_of;
pub use lists::{DueCounts, DuePage, DueQuery, DueScope, DueShown, counts, list, of_person};
pub(crate) use lists::{counts_question, kinds_question};
pub use panels::{Attention, attention, work_panel};
pub(crate) use policy::{PolicyRow, policy};
pub use records::DueKind;
pub(crate) use records::{Due, DueRow, Holder};

/// The tables of what is due, and of the room's own figures.
pub(crate) const TABLES: &[&store::Table] = &[
    <records::DueRow as store::Record>::TABLE,
    <records::Holder as store::Record>::TABLE,
    <policy::PolicyRow as store::Record>::TABLE,
];

/// The pages and calls of what is due.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

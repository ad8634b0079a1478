//! The service's own policy as pages and calls: lists of dated rows that a service sets anew from a day to come, rewords, ends
//! or adds to.
//!
//! Always true: a row is added and none is changed, so what was reckoned by an older row can be reckoned again; who set it,
//! from when and why is a record of the room that owns the list. It does not know what a room does with a row, nor what its
//! words mean.

mod api;
mod change;
mod list;
mod number;
mod pages;
mod rules;
mod setting;

pub use change::{Change, Kept};
pub use list::{Adding, Dated, List, Made, Paths, Shelf, list};
pub use number::{NumberKind, Numbered, Numbers, Told, unsaid};
pub use rules::{Counts, Figure, New, Part, Spell, newest};

/// Pages and API calls of a room's lists.
#[must_use]
pub fn routes<S: Shelf>() -> Vec<web::Route> {
    [pages::routes::<S>(), api::routes::<S>()].concat()
}

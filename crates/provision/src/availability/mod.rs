//! Availability: which requirement can be delivered in which delivery unit, how long the wait is, and whether people in the
//! country are reached. As a picture, as a table, as a file and as a call: the same figures four times.
//!
//! Always true: a wait is what the start-date engine says of somebody who joins the list today; where something that it
//! needs is missing, the cell says so and shows no date. It names nobody.

mod api;
mod pages;
mod picture;
mod policy;
mod read;
mod rules;

pub use read::{Availability, availability};
pub use rules::{Cell, Line, Rural, Standing};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

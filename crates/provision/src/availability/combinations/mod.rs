//! Combinations: what orders hold, by how many requirements and by which together, in each quarter. The same figures as a
//! picture, as tables and as a call.
//!
//! Always true: every order of a quarter is counted once, also one without a requirement; what is not shown by name stands
//! in a row of its own.

mod pages;
mod rules;

pub(super) use pages::routes;

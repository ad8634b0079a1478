//! The words that the demo world is made of: names, places, identifiers, offences and the fictional service.
//! The lists are the project's own and name nobody.

pub mod identifiers;
pub mod names;
pub mod notes;
pub mod offences;
pub mod places;
pub(crate) mod plans;
pub(crate) mod provision;
pub mod sentencing;
pub mod structure;

//! The log: every appointment and every other contact with a person or about them, what came of it, and who wrote it
//! down. Diary and log are one table; what kinds of contact and outcome there are is data.
//!
//! Always true: an entry is never deleted or overwritten, an outcome is corrected by another that stands beside it, notes
//! are only added, and a rule reads the attributes of a type, never its code. It does not know allocation, enforcement
//! or documents; those rooms write here through this door.

pub mod catalogue;
pub mod rules;

pub use catalogue::{Catalogue, ContactType, Group, MovedBy, Need, Outcome};

//! The named demo world and the generator of large invented populations. Everybody and every place in it is invented;
//! the same seed and the same day give the same world.
//!
//! What it knows of the rooms is their doors; it owns no table.

pub mod diary;
mod fill;
pub mod lives;
pub mod population;
pub mod random;
pub mod vocabulary;

pub use fill::{ACCOUNTS, Account, DemoPlan, Filled, PASSWORD, fill, fill_by_actions, fill_long_records, unfinished};

//! What may be recorded, arranged, moved and shown, and how days and minutes are counted. Every rule here is pure: it is
//! told today's date and answers with reasons. None knows a database, a page or the code of a contact type.

pub mod arranging;
pub mod clash;
pub mod feed;
pub mod filter;
pub mod moving;
pub mod note;
pub mod outcome;
pub mod rar;
pub mod time_with_people;
pub mod wall_clock;

#[cfg(test)]
mod samples;

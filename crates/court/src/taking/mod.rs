//! Taking a message in: kept first, then read, then each person's matter in a transaction of its own. What is recorded
//! for a person always follows from all messages about them together, so that the order of arrival does not matter.

mod after;
pub(crate) mod appeals;
mod cases;
mod ingest;
mod line;
mod load;
mod message;
mod questions;
mod requests;
mod sent;
mod settle;
mod take;
mod told;
pub(crate) mod who;

pub use ingest::ingest;
pub use line::IngestLine;
pub(crate) use load::{read_again, read_matter};
pub(crate) use settle::{With, settle};
pub(crate) use take::{Placed, link, open_record};

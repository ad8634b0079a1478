//! The log of who read what, by months: PostgreSQL keeps each in a partition of its own, and both databases hand an old month
//! over to a file.
//!
//! Always true: a row is never refused because its month was not made; a month leaves the database only after its file is
//! on the disk and its digest in the ledger. How long it is kept at hand it does not know.

mod archive;
mod months;

pub use archive::{Archived, Checked};
pub use months::Month;

/// The only table of its kind.
const TABLE: &str = "access_log";

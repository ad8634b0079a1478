//! Files of a person's record: kept by the hash of their bytes, in the database, so that one backup holds everything.
//!
//! Always true: what is kept is of a kind on a short list, by its bytes and not by its name, and at most 25 MB; a file is
//! taken away with a reason and never deleted; what is given out is proven against its hash and is always a download.
//! It does not know what a file is attached to, nor who may see the person: whoever calls asks that first.

mod actions;
pub mod content;
mod tables;

pub use actions::{Fetched, FileLine, fetch, fetch_many, keep, lines, remove, restore};
pub use content::{LARGEST, accepted};
pub use tables::TABLES;

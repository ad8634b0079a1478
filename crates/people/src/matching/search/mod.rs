//! What somebody typed into the search box, and how well a person fits it, in words.
//!
//! Every word of the query must be found, so that a longer query finds fewer people; a misspelt word counts less than
//! a right one. It does not know who may see whom.

mod query;
mod ranking;

pub use query::{Part, Query};
pub use ranking::{Hit, Matched, rank};

//! The account of a result that has several parts, such as protect and change: a sentence, the parts, and notes.
//!
//! Always true: it can be stored as it is and shown on any later day. It computes nothing.

use crate::explain::Explanation;
use serde::{Deserialize, Serialize};

/// How a result with parts came about.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct Account {
    /// The result in one sentence.
    pub summary: String,
    /// Each part with its terms, limits and what would change it.
    pub parts: Vec<Explanation>,
    /// What was read in the request and deserves a word.
    pub notes: Vec<String>,
}

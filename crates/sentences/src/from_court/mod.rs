//! The door of the court room: takes what a court sent about one matter of a person, writes what is new, changes what the
//! court changed, and removes what the court deleted.
//!
//! Always true: a court's order is recorded as made and never refused; the same matter again changes nothing; only fields
//! that differ from what the court last sent are written, so what people amended since stays.

mod delete;
mod sent;
mod take;
mod typed;

pub use sent::{CourtMatter, SentOffence, SentOrder, SentRequirement};
pub use take::record_from_court;
pub use typed::{heard_in_court, record_in_court};

use kernel::{EventId, OrderId};

/// What came of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct FromCourt {
    pub event: EventId,
    /// True when the event was opened now.
    pub opened: bool,
    /// Each order of the matter by the sender's key.
    pub orders: Vec<(String, OrderId)>,
    /// What was added, changed or removed, in words; empty when nothing was.
    pub changes: Vec<String>,
}

impl FromCourt {
    /// Nothing was written.
    #[must_use]
    pub fn is_unchanged(&self) -> bool {
        !self.opened && self.changes.is_empty()
    }
}

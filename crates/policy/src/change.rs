//! The record of who set what anew. Each room keeps it in a table of its own, made by [`changes!`](crate::changes).

use kernel::{Date, EntryId, Instant};
use store::Record;

/// A row of policy that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Change {
    pub id: EntryId,
    pub list: String,
    pub code: String,
    pub from_day: Date,
    /// What held before, in words.
    pub before: String,
    pub becomes: String,
    pub author: String,
    pub reason: String,
    pub recorded_at: Instant,
}

/// A room's table of changes.
pub trait Kept: Record {
    fn of(change: Change) -> Self;
    fn told(self) -> Change;
}

/// Declares a room's table of changes: `policy::changes!(PolicyChange in "court_policy_change");`.
#[macro_export]
macro_rules! changes {
    ($name:ident in $table:literal) => {
        store::record! {
            /// A row of policy that was set.
            pub struct $name in $table, store::Kind::Reference, key ["id"] {
                pub id: kernel::EntryId,
                pub list: String,
                pub code: String,
                pub from_day: kernel::Date,
                pub before: String,
                pub becomes: String,
                pub author: String,
                pub reason: String,
                pub recorded_at: kernel::Instant,
            }
        }

        impl $crate::Kept for $name {
            fn of(change: $crate::Change) -> $name {
                let $crate::Change { id, list, code, from_day, before, becomes, author, reason, recorded_at } = change;
                $name { id, list, code, from_day, before, becomes, author, reason, recorded_at }
            }

            fn told(self) -> $crate::Change {
                let $name { id, list, code, from_day, before, becomes, author, reason, recorded_at } = self;
                $crate::Change { id, list, code, from_day, before, becomes, author, reason, recorded_at }
            }
        }
    };
}

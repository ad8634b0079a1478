//! Waiting lists in order: who waits for what, and each move with its reason.
//!
//! Always true: somebody waits once at most for an offer; the order changes by a recorded move with a reason and by nothing
//! else; a correction keeps the place. It does not know who is supervised or what a service is about.

mod records;

pub use records::{MoveKind, WaitingEntry, WaitingLine, WaitingMove, WaitingState};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<WaitingEntry as Record>::TABLE, <WaitingMove as Record>::TABLE, <WaitingLine as Record>::TABLE];

//! What courts were told of start dates, and what became of it.
//!
//! Always true: a promise is never changed, only answered by the day on which the person began. It does not know how a date
//! was computed.

mod answering;
mod records;

pub(crate) use answering::answer_promises;
pub use records::{StartAnswer, StartPromise};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] = &[<StartPromise as Record>::TABLE, <StartAnswer as Record>::TABLE];

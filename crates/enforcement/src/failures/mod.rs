//! Failures to comply: from the outcome of a contact to a decision that the law bears, with the time for evidence, patterns
//! and what was tried. See [`records`] for what is kept and [`opening`] for how it begins.

mod actions;
mod book;
mod keeping;
mod opening;
mod records;

pub use actions::{
    Agreeing, Deciding, LONGEST, NewEffort, NewEvidence, agree, check, choose_order, decide, give_evidence,
    record_effort, take_back, withdraw_effort,
};
pub use book::Book;
pub(crate) use opening::LISTENERS;
pub use records::{Decision, DueRow, Effort, EffortKind, Failure, FailureState, FailureStep, StepOf, Waits};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<Failure as Record>::TABLE, <FailureStep as Record>::TABLE, <Effort as Record>::TABLE, <DueRow as Record>::TABLE];

//! Failures to comply: from the outcome of a contact to a decision that the law bears, with the time for evidence, patterns
//! and what was tried. See [`records`] for what is kept and [`opening`] for how it begins.

mod actions;
mod api;
mod book;
mod bulk;
mod keeping;
mod lists;
mod opening;
mod pages;
mod panels;
pub mod patterns;
mod records;

pub use actions::{
    Agreeing, Deciding, EvidenceFile, LONGEST, NewEffort, NewEvidence, agree, check, choose_order, decide,
    give_evidence, record_effort, remove_evidence_file, take_back, withdraw_effort, write_warning_letter,
};
pub(crate) use actions::{Judged, judgement};
pub use book::Book;
pub use bulk::{BulkCompliance, fill_failures};
pub(crate) use keeping::re_engaged;
pub use lists::{
    FailureCounts, FailureQuery, FailureScope, FailuresToDecide, ToAgree, failure_counts, failure_questions,
    failures_to_decide, waiting_agreements, waiting_failures,
};
pub use opening::LISTENERS;
pub(crate) use pages::table as failures_table;
pub use panels::{agreement_facts, failures_panel, failures_stats, team_panel};
pub use records::{Decision, DueRow, Effort, EffortKind, Failure, FailureState, FailureStep, StepOf, Waits};

use store::{Record, Table};

pub(crate) const TABLES: &[&Table] =
    &[<Failure as Record>::TABLE, <FailureStep as Record>::TABLE, <Effort as Record>::TABLE, <DueRow as Record>::TABLE];

/// The pages and calls of the subject.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

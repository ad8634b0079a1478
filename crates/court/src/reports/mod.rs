//! Reports to courts: asked for with reasons, of a kind that policy gives reasons for, written in parts, checked by
//! somebody else, signed, and held against the sentence.
//!
//! Always true: a report shows the record as it is until it is signed, and from then on what it showed when it was signed;
//! it is in one state, and each change of state is a step with its author; nobody checks what they wrote. It does not know
//! what the area provides: it asks `provision`.

mod actions;
mod api;
mod check;
mod concordance;
mod document;
mod drawn;
mod figures;
mod lawful;
mod listening;
mod pages;
mod panel;
mod policy;
mod records;
mod rules;
mod starts;
mod store;

pub use actions::{
    Beginning, Proposing, assign_report, begin_report, choose_kind, propose, reopen_report, sign_report, submit_report,
    take_back_report, withdraw_report, write_part,
};
pub use check::{Checking, check_report};
pub(crate) use listening::LISTENERS;
pub(crate) use panel::state_tag;
pub use records::{Interview, Part, ProposedRequirement, Report, ReportKind, ReportLine, ReportState, Step};
pub use store::{report, reports_of};

use ::store::Table;

pub(crate) fn tables() -> Vec<&'static Table> {
    [records::TABLES, policy::TABLES].concat()
}

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes(), policy::routes()].concat()
}

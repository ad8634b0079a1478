//! The room `court`: results that courts send, kept verbatim before anything else, read, matched to people and turned
//! into orders, requirements, outcomes and report requests. It always holds that the end state follows from the set of
//! messages, not from the order in which they came. It does not know what an officer makes of an order.

mod inbox;
pub mod reading;
mod records;
mod reports;
mod requests;
mod taking;
mod youth;

pub use inbox::{
    Choice, CopiesAre, Counts, Verdict, counts, decide_appeal, decide_copies, decide_person, decide_question, routes,
    settle_unread, undo_decision,
};
pub use records::{
    MatterState, Outcome, OutcomeRow, OutcomeState, Question, QuestionKind, QuestionState, ReadingState, RequestRow,
    RequestState,
};
pub use reports::{
    Beginning, Checking, Interview, Part, ProposedRequirement, Proposing, Report, ReportKind, ReportLine, ReportState,
    assign_report, begin_report, check_report, choose_kind, my_reports, propose, reopen_report, report, report_panel,
    reports_of, sign_report, submit_report, take_back_report, withdraw_report, work_panel, write_part,
};
pub use requests::{
    CloseReason, RequestLine, RequestWork, assign_request, close_request, due_words, give_back_request, my_requests,
    my_requests_question, panel as request_panel, reopen_request, requests_of, requests_question, take_on_request,
};
pub use taking::{IngestLine, ingest};
pub use youth::{Transfer, YouthOrder, YouthState, leave_youth, take_on_youth, take_youth_back, youths};

use store::{Cx, Listener, Result, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [records::TABLES, reports::TABLES].concat()
}

/// What the room hears of others.
pub const LISTENERS: &[(&str, Listener)] = reports::LISTENERS;

/// The room's navigation, with what waits, for whoever may decide in the court inbox.
fn tabs(cx: &mut Cx<'_>, current: &str) -> Result<web::Markup> {
    Ok(inbox::tabs(counts(cx)?, current))
}

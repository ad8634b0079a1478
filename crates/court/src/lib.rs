//! The room `court`: results that courts send, kept verbatim before anything else, read, matched to people and turned
//! into orders, requirements, outcomes and report requests. It always holds that the end state follows from the set of
//! messages, not from the order in which they came. Beside them stand the reports that the service writes for courts, the
//! lists of courts' days, who is on duty there, and what is agreed with the bench. It does not know what an officer makes
//! of an order.

mod day;
mod duty;
mod inbox;
mod liaison;
pub mod reading;
mod records;
mod reports;
mod requests;
mod taking;
mod work;
mod youth;

pub use day::BesideTheDay;
pub use day::{
    Adding, Agreement, Came, DayEntry, DayLine, DayShelf, EntryState, HeardOrder, Preparing, Settling, Sitting, Source,
    add_to_day, day_list, enter_result, note_day, prepare_day, put_back_on_day, remove_from_day, settle_result,
    type_order,
};
pub use duty::{Sits, put_on_duty, take_off_duty};
pub use inbox::{
    Choice, CopiesAre, Counts, Verdict, counts, decide_appeal, decide_copies, decide_person, decide_question, routes,
    settle_unread, undo_decision,
};
pub use liaison::{
    BenchAction, Differs, Met, Promise, Tells, Year, end_told, find_difference, finish_bench_action, meet_bench,
    promise_bench, record_feedback, settle_difference, tell_bench,
};
pub use records::{
    MatterState, Outcome, OutcomeRow, OutcomeState, Question, QuestionKind, QuestionState, ReadingState, RequestRow,
    RequestState,
};
pub use reports::{
    Beginning, Checking, Interview, Part, ProposedRequirement, Proposing, Report, ReportKind, ReportLine, ReportState,
    Step, assign_report, begin_report, check_report, choose_kind, propose, reopen_report, report, reports_of,
    sign_report, submit_report, take_back_report, withdraw_report, write_part,
};
pub use requests::{
    CloseReason, RequestLine, RequestWork, assign_request, close_request, due_words, give_back_request, my_requests,
    my_requests_question, panel as request_panel, reopen_request, requests_of, requests_question, take_on_request,
};
pub use taking::{IngestLine, ingest};
pub use work::{ActionDue, CourtWork, ReportDue, court_work_panel, my_court_work, my_court_work_question};
pub use youth::{Transfer, YouthOrder, YouthState, leave_youth, take_on_youth, take_youth_back, youths};

use store::{Cx, Listener, Result, Table};

/// Every table of the room.
#[must_use]
pub fn tables() -> Vec<&'static Table> {
    [records::TABLES, &reports::tables(), day::TABLES, duty::TABLES, liaison::TABLES].concat()
}

/// What the room hears of others.
pub const LISTENERS: &[(&str, Listener)] = reports::LISTENERS;

/// The room's navigation, with what waits, for whoever may decide in the court inbox.
fn tabs(cx: &mut Cx<'_>, current: &str) -> Result<web::Markup> {
    let tabs = inbox::tabs(counts(cx)?, current);
    Ok(web::html! { div class="govuk-!-margin-bottom-6" { (tabs) } })
}

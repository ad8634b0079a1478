//! Programmes: plans with modules and sessions as dated data, groups run by them, and each person's case from the first
//! assessment to the review after the end.
//!
//! Always true: a group and its waiting list are provision's; a session counts once for a person; a programme is complete when
//! its rules say so, and that is told once. It does not know how a referral is answered by a provider.

mod api;
mod attendance;
mod cases;
mod groups;
mod listening;
mod pages;
pub mod plan;
mod policy;
mod records;
mod rules;
pub mod schedule;
mod store;
mod templates;

pub use attendance::{Alone, Marking, attend_alone, follow_schedule, mark_attendance, may_register};
pub(crate) use cases::open_requirement;
pub use cases::{Moving, OpeningCase, end_requirement, move_case, open_case, place_in_group, taken};
pub use groups::{
    Scheduling, SessionChange, add_facilitator, add_session, cancel_session, change_session, end_facilitator,
    hold_session, make_schedule,
};
pub(crate) use listening::LISTENERS;
pub use pages::{ProgrammeWork, card, card_questions, programme_work, programme_work_questions};
pub(crate) use records::TABLES;
pub use records::{
    Attendance, Case, CaseLine, Cohort, Facilitator, Leading, Mark, Move, Schedule, Session, SessionState, Template,
};
pub(crate) use rules::check_within_day;
pub use rules::{ModuleProgress, ProgrammeProgress};
pub use store::{
    Whole, attendance_of, case_of, cases_of, facilitators_of, lines_of_group, marks_of, schedule_of, session_of,
    sessions_of, whole,
};
pub use templates::{NewTemplate, Plans, add_template, plans, set_service_plan};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

//! Supervision meetings of a member of staff with their manager: when, what was discussed, and who does what by when.
//!
//! Always true: a meeting is between two people; an action has an owner and a day, and stays open on their
//! page until its outcome is recorded; what is amended says why and keeps the earlier words in history. It knows no person on probation.

mod actions;
mod api;
mod pages;
mod panel;
mod rules;
mod store;

pub use actions::{MeetingHeld, Promise, amend_meeting, finish_action, promise, record_meeting};
pub use panel::meeting_panel;
pub use store::{MeetingAction, StaffMeeting, actions_for, meetings_of, open_actions_of};

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

//! What the service does with a court's request for a report: who writes it, whether the person is supervised meanwhile,
//! and how it was closed. What the court says of the request is folded elsewhere; the two never write each other's rows.

mod actions;
mod api;
mod lists;
mod pages;

pub use actions::{CloseReason, assign_request, close_request, give_back_request, reopen_request, take_on_request};
pub(crate) use lists::NOT_CLOSED;
pub use lists::{RequestLine, due_words, my_requests, my_requests_question, requests_of, requests_question};
pub use pages::panel;
pub(crate) use pages::routes as page_routes;

use kernel::{Date, PersonId, ReportRequestId, StaffId};
use store::{Kind, record};

record! {
    /// The service's side of a request.
    pub struct RequestWork in "court_request_work", Kind::Person, key ["person_id", "request_id"] {
        pub person_id: PersonId,
        pub request_id: ReportRequestId,
        /// Who writes the report.
        pub staff_id: Option<StaffId>,
        pub assigned_on: Option<Date>,
        /// Since when the person is supervised before sentence because of it.
        pub taken_on: Option<Date>,
        pub closed_on: Option<Date>,
        /// A [`CloseReason`].
        pub close_reason: Option<String>,
        pub note: Option<String>,
        pub version: i64,
    }
}

pub(crate) fn api_routes() -> Vec<web::Route> {
    api::routes()
}

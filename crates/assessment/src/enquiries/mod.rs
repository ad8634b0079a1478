//! Enquiries to the police, children's services and others, as a register: sent, chased, answered, analysed.
//!
//! Always true: nothing of an enquiry is changed or deleted; an answer that nobody has analysed stands against the signing
//! of an assessment; what an answer says is read only by those who may read what is sensitive. It does not send anything.

mod actions;
mod api;
mod kinds;
mod pages;
mod panel;
mod reading;
mod records;
mod rules;

pub use actions::{Analysing, Answering, Chasing, NewEnquiry, analyse, answer, chase, send, withdraw};
pub use kinds::{EnquiryKind, Kinds, kinds};
pub(crate) use panel::{Unread, panel, unread};
pub(crate) use reading::due;
pub use reading::{enquiries, one};
pub use records::{Enquiry, EnquiryStep, StepKind};
pub(crate) use records::{KindRow, TABLES};
pub use rules::{Standing, State, fold, unread_answers};
use store::{Cx, Listener, Result};

/// What this subject hears.
pub(crate) const LISTENERS: &[(&str, Listener)] = &[];

/// The jobs of this subject.
pub(crate) const JOBS: &[(&str, store::JobRunner)] = &[];

/// The pages and calls of enquiries.
pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

/// The migrations put in the shipped rows already.
///
/// # Errors
/// Never.
pub(crate) fn seed(_cx: &mut Cx<'_>) -> Result<()> {
    Ok(())
}

//! What a provider does with a referral: first assessment, action plan, sessions with attendance, messages, end report.
//!
//! Always true: a provider sees the referrals that were made to it and nothing else; an appointment is a contact of the log; what
//! was said of it is corrected beside it, never overwritten. It does not know how a programme is run.

mod listening;
mod messages;
pub(crate) mod pages;
mod plans;
mod records;
mod rules;
mod sessions;
mod store;

pub(crate) use listening::LISTENERS;
pub use messages::{answer_message, write_message};
pub use plans::{PlanFacts, assign, decide_plan, read_report, submit_plan, submit_report};
pub(crate) use records::TABLES;
pub use records::{
    ActionPlan, Activity, EndReport, Feedback, Manner, Message, MessageKind, NotHeldWhy, OutcomeReached, PlanState,
    Reached, Session, SessionKind, SessionState,
};
pub use rules::{Said, half_points};
pub(crate) use sessions::cancel_coming;
pub use sessions::{
    When, arrange_meeting, arrange_session, correct_session, move_session, record_past_session, tell_session,
};
pub use store::{Delivery, delivery};
pub(crate) use store::{has_begun, waits_for};

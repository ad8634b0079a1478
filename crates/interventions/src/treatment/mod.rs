//! Treatment for mental health, drugs and alcohol: need, consent, who treats where, what was attended, tests, a court's reviews,
//! how it ended, and what the person agreed to share.
//!
//! Always true: nothing begins or goes on without the consent that the law asks for; what is shared is what the person agreed
//! to, field by field; a test's first result stays beside the confirmed one; consent that is taken back cancels what is arranged,
//! and given again brings nothing back. It does not know what is said in a session.

mod actions;
mod consent;
mod listening;
mod pages;
mod policy;
mod records;
mod rules;
mod store;

pub use actions::{
    NewTreatment, ReviewStep, TestStep, TreatmentMeeting, add_review, agree_to_share, arrange_test, begin_treatment,
    end_treatment, open_treatment, record_review, record_test, treatment_session,
};
pub use consent::{ConsentRecorded, record_consent};
pub(crate) use listening::LISTENERS;
pub use pages::{TreatmentWork, card, card_questions, treatment_work, treatment_work_questions};
pub(crate) use records::TABLES;
pub use records::{
    Consent, CourtReview, TestResult, Treatment, TreatmentAct, TreatmentLine, TreatmentSession, TreatmentState,
    TreatmentTest,
};
pub use rules::{Delivered, PlanKept, SharedField, shows};
pub use store::{Whole, treatment_of, treatments_of, whole};

pub(crate) fn routes() -> Vec<web::Route> {
    pages::routes()
}

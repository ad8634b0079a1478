//! Matching: which projects fit a person, with the reasons, and what the person said of when and how they can work.
//!
//! Always true: a project is shown with why it fits or not; what the record does not know is said as unknown; nobody is placed
//! by these rules, an officer chooses, and what was unmet is kept. It does not know how far two places lie apart.

mod facts;
mod pages;
mod records;
mod rules;
#[cfg(test)]
mod tests;

pub use facts::{AvailabilityFacts, availability, availability_question, record_availability};
pub(crate) use facts::{facts_questions, findings_for, person_facts};
pub(crate) use pages::{findings, framed};
pub(crate) use records::TABLES;
pub use records::{Availability, Said};
pub use rules::{Finding, PersonFacts, Times, Weight, day_name, day_names};
pub(crate) use rules::{fit, rank};

pub(crate) fn routes() -> Vec<web::Route> {
    pages::routes()
}

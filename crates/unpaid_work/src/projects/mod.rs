//! Projects of unpaid work: what is done, when, for whom and with how many places; who supervises; the assessments without
//! which nobody works there; and what the hours did.
//!
//! Always true: no session is planned where no assessment is in force; a project, an agreement or an assessment that ends says
//! when and why; no code is given twice. It does not know who works there.

mod actions;
mod api;
mod beneficiaries;
mod given;
mod pages;
pub(crate) mod policy;
mod records;
mod rules;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{add_project, agree, amend_project, assess_project, end_agreement, end_project, withdraw_assessment};
pub(crate) use actions::{refuse, some_text};
pub use beneficiaries::{
    BeneficiaryFacts, NewNews, add_beneficiary, amend_beneficiary, beneficiaries, beneficiary, end_beneficiary,
    record_news,
};
pub use given::{Given, given_at};
pub(crate) use records::TABLES;
pub use records::{
    Agreement, Assessment, AssessmentKind, Beneficiary, BeneficiaryKind, Hazard, News, Project, ProjectDay,
    ProjectKind, SupervisedBy,
};
pub use rules::{AgreementFacts, AssessmentFacts, DayFacts, ProjectFacts, weekday_of};
pub(crate) use store::project_questions;
pub use store::{
    ProjectLine, WholeProject, days_of, fit_on, project, project_lines, projects_of_unit, projects_running, whole,
    whole_running,
};

pub(crate) fn routes() -> Vec<web::Route> {
    [pages::routes(), api::routes()].concat()
}

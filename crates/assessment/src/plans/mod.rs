//! Plans: how risk is managed and how the sentence is worked through, who does what by when.

use crate::JobRunner;
use store::{Cx, Listener, Result, Table};

/// The tables of this subject.
pub(crate) const TABLES: &[&Table] = &[];

/// What this subject hears.
pub(crate) const LISTENERS: &[(&str, Listener)] = &[];

/// The jobs of this subject.
pub(crate) const JOBS: &[(&str, JobRunner)] = &[];

/// Pages and API calls.
pub(crate) fn routes() -> Vec<web::Route> {
    Vec::new()
}

/// Puts in the shipped code rows that the database lacks.
///
/// # Errors
/// When the database fails.
pub(crate) fn seed(_cx: &mut Cx<'_>) -> Result<()> {
    Ok(())
}

/// The panel of the page "Assess and plan".
///
/// # Errors
/// When the database fails.
pub(crate) fn panel(_cx: &mut Cx<'_>, _open: &people::OpenPerson) -> Result<web::Markup> {
    Ok(web::html! {})
}

/// The lines of this subject on the task list of an assessment.
///
/// # Errors
/// When the database fails.
pub(crate) fn tasks(_cx: &mut Cx<'_>, _open: &people::OpenPerson) -> Result<Vec<web::ui::Task>> {
    Ok(Vec::new())
}

//! Scores: the predictors, computed from the record and the answers, each with its working.

mod bodies;

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
    bodies::routes()
}

/// Puts in the shipped code rows that the database lacks.
///
/// # Errors
/// When the database fails.
pub(crate) fn seed(_cx: &mut Cx<'_>) -> Result<()> {
    Ok(())
}

/// The panel of the Risk page, as it stood on a day.
///
/// # Errors
/// When the database fails.
pub(crate) fn panel(_cx: &mut Cx<'_>, _open: &people::OpenPerson, _on: kernel::Date) -> Result<web::Markup> {
    Ok(web::html! {})
}

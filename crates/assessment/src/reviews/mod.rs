//! Reviews: what changed in a life makes one due, with a reason and a date.

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

/// The panel of the page "Assess and plan": reviews that are due.
///
/// # Errors
/// When the database fails.
pub(crate) fn panel(_cx: &mut Cx<'_>, _open: &people::OpenPerson) -> Result<web::Markup> {
    Ok(web::html! {})
}

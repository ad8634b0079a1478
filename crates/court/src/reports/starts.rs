//! When each requirement would begin, asked of the room that provides: the one place where a report calls it. What is
//! shown is what was answered; where nothing is known yet, it says so instead of guessing.

use kernel::{CourtId, Date};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Result};

/// When a requirement would begin.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Start {
    /// Code of a requirement type.
    pub kind: String,
    /// The day on or before which it begins in four cases of five; none when it is not to be had here.
    pub by: Option<Date>,
    /// In words: the day, how sure, where, or why nobody can tell.
    pub words: String,
}

/// When each requirement type would begin for this person, if the court passed it on this day.
///
/// # Errors
/// When the database fails.
pub(super) fn starts(_cx: &mut Cx<'_>, _open: &OpenPerson, _court: Option<CourtId>, _on: Date) -> Result<Vec<Start>> {
    Ok(Vec::new())
}

/// Keeps what was told, when the report that tells it is signed.
///
/// # Errors
/// When the database fails.
pub(super) fn keep(_cx: &mut Cx<'_>, _open: &OpenPerson, _court: Option<CourtId>, _on: Date) -> Result<()> {
    Ok(())
}

//! Who of these the actor may see, and what the rooms below say of people: the one place in which this room asks
//! `access` and `organisation`.

use kernel::{PersonId, PersonKeys, StaffId};
use std::collections::HashSet;
use store::{Cx, Failure, Question, Result};

/// Those whose details must not be shown to the actor.
pub(crate) fn hidden(cx: &mut Cx<'_>, people: &[PersonId]) -> Result<HashSet<PersonId>> {
    Ok(access::visible(cx, people)?.into_iter().filter(|v| !v.may_see).map(|v| v.person).collect())
}

/// What [`hidden`] and [`may_see`] ask about these people.
pub(crate) fn questions(cx: &Cx<'_>, people: &[PersonId]) -> Vec<Question> {
    access::visible_questions(cx, people)
}

/// # Errors
/// [`Failure::Restricted`](store::Failure::Restricted) when the actor is excluded or not among those allowed.
pub(crate) fn may_see(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<()> {
    access::may_see(cx, keys)
}

/// The officer's name for the banner.
pub(crate) fn officer(cx: &mut Cx<'_>, staff: StaffId) -> Result<Option<String>> {
    match organisation::staff_line(cx, staff) {
        Ok(line) => Ok(Some(line.name)),
        Err(Failure::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

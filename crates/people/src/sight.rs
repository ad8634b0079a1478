//! Who of these the actor may see, and what the rooms below say of people: the one place in which this room asks
//! `access` and `organisation`.

use kernel::{PersonId, PersonKeys, StaffId};
use std::collections::HashSet;
use store::{Cx, Result};

/// Those whose details must not be shown to the actor.
pub(crate) fn hidden(_cx: &mut Cx<'_>, _people: &[PersonId]) -> Result<HashSet<PersonId>> {
    Ok(HashSet::new())
}

/// # Errors
/// [`Failure::Restricted`](store::Failure::Restricted) when the actor is excluded or not among those allowed.
pub(crate) fn may_see(_cx: &mut Cx<'_>, _keys: &PersonKeys) -> Result<()> {
    Ok(())
}

/// The officer's name for the banner.
pub(crate) fn officer(_cx: &mut Cx<'_>, _staff: StaffId) -> Result<Option<String>> {
    Ok(None)
}

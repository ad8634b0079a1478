//! Which team's unallocated list a person comes onto first.

use kernel::{PersonId, TeamId};
use store::{Cx, Failure, Result};

/// The team that receives a person who has just come under supervision.
///
/// # Errors
/// When no team receives people.
pub(crate) fn team(cx: &mut Cx<'_>, _person: PersonId) -> Result<TeamId> {
    let known = cx.setting("receiving-team")?.and_then(|text| text.parse().ok());
    known.ok_or_else(|| Failure::broken("no team receives people"))
}

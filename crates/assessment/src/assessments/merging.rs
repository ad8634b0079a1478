//! Two records that are one person, and two again. No row of an assessment moves: doors read the survivor's keys. Only the
//! list of open work follows, because a draft of an absorbed record is read and not continued.

use super::{Assessment, OpenWork, State};
use domain_events::DomainEvent;
use kernel::PersonId;
use store::{Cx, Result, params};

/// Keeps the list of open work in step with merges.
///
/// # Errors
/// When the database fails.
pub(super) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    match event {
        DomainEvent::PersonMerged { absorbed, .. } => {
            cx.execute("DELETE FROM view_assessment_work WHERE person_id = $1", params![*absorbed])?;
            Ok(())
        }
        DomainEvent::PersonUnmerged { released, .. } => restore(cx, *released),
        _ => Ok(()),
    }
}

fn restore(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let rest = "WHERE person_id = $1 AND state IN ($2, $3, $4)";
    let open: Vec<Assessment> = cx.list(rest, params![person, State::Draft, State::Waiting, State::Returned])?;
    for assessment in open {
        cx.save(&OpenWork {
            person_id: assessment.person_id,
            assessment_id: assessment.id,
            state: assessment.state,
            kind: assessment.kind,
            staff_id: assessment.staff_id,
            team_id: assessment.team_id,
            since: assessment.asked_on(),
        })?;
    }
    Ok(())
}

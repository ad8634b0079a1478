//! Hears what becomes of appointments, and who holds a person. No IO: a look is noted, a waiting reminder is cancelled.

use crate::messages::ReminderDue;
use crate::messages::sendings::cancel_waiting;
use domain_events::DomainEvent;
use kernel::{ContactId, PersonId, StaffId, TeamId};
use store::{Cx, Result, params};

/// What the room's list of listeners holds.
pub(crate) fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::AppointmentArranged { person, contact, .. } => {
            let next_at = cx.now();
            cx.save(&ReminderDue { person_id: *person, contact_id: *contact, next_at })
        }
        // An appointment that moves is cancelled here and arranged there, under another id.
        E::AppointmentCancelled { person, contact, .. } => over(cx, *person, *contact, "The appointment was cancelled"),
        E::OutcomeRecorded { person, contact, .. } => over(cx, *person, *contact, "The appointment has its outcome"),
        E::Allocated { person, staff, team, .. } => held(cx, *person, Some(*staff), Some(*team)),
        E::Unallocated { person, team, .. } => held(cx, *person, None, *team),
        E::CoverArranged { person, staff, .. } => covered(cx, *person, Some(*staff)),
        E::CoverEnded { person, .. } => {
            let officer = people::responsible_officer(cx, *person)?;
            covered(cx, *person, officer)
        }
        _ => Ok(()),
    }
}

fn over(cx: &mut Cx<'_>, person: PersonId, contact: ContactId, reason: &str) -> Result<()> {
    let sql = "DELETE FROM view_reminder_due WHERE person_id = $1 AND contact_id = $2";
    // Without a look to come there is no reminder that may still leave.
    if cx.execute(sql, params![person, contact])? == 0 {
        return Ok(());
    }
    let keys = people::keys_of(cx, person)?;
    cancel_waiting(cx, &keys, reason, |s| s.about_id == Some(contact.0))
}

fn held(cx: &mut Cx<'_>, person: PersonId, staff: Option<StaffId>, team: Option<TeamId>) -> Result<()> {
    let sql = "UPDATE view_message_open SET staff_id = $2, team_id = COALESCE($3, team_id) WHERE person_id = $1";
    cx.execute(sql, params![person, staff, team]).map(|_| ())
}

fn covered(cx: &mut Cx<'_>, person: PersonId, staff: Option<StaffId>) -> Result<()> {
    cx.execute("UPDATE view_message_open SET staff_id = $2 WHERE person_id = $1", params![person, staff]).map(|_| ())
}

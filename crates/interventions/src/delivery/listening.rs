//! What the officer does with a provider's appointment in the log is followed here: it was moved or cancelled.

use super::records::{Session, SessionState};
use domain_events::DomainEvent;
use kernel::{ContactId, PersonId};
use store::{Cx, Listener, Result, params};

pub(crate) const LISTENERS: &[(&str, Listener)] = &[("appointments of providers, in the log", hear)];

fn session_of(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<Option<Session>> {
    cx.first::<Session>("WHERE person_id = $1 AND contact_id = $2 ORDER BY id", params![person, contact])
}

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    match event {
        DomainEvent::AppointmentCancelled { person, contact, .. } => {
            let Some(mut session) = session_of(cx, *person, *contact)? else { return Ok(()) };
            if session.state == SessionState::Arranged {
                session.state = SessionState::Cancelled;
                cx.update(&mut session)?;
            }
            Ok(())
        }
        DomainEvent::AppointmentMoved { person, contact, .. } => {
            let keys = people::keys_of(cx, *person)?;
            let moved = contacts::find(cx, &keys, *contact)?;
            let Some(old) = moved.replaces_id else { return Ok(()) };
            let Some(mut session) = session_of(cx, *person, old)? else { return Ok(()) };
            let (Some(starts), Some(ends)) = (moved.starts, moved.ends) else { return Ok(()) };
            (session.contact_id, session.state) = (moved.id, SessionState::Arranged);
            (session.on_day, session.starts, session.ends) = (moved.happens_on, starts, ends);
            cx.update(&mut session)
        }
        _ => Ok(()),
    }
}

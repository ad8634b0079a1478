//! What the officer does with a provider's appointment in the log is followed here: it was moved or cancelled.

use super::records::{Session, SessionState};
use domain_events::DomainEvent;
use kernel::{ContactId, PersonId};
use store::{Cx, Listener, Result};

pub(crate) const LISTENERS: &[(&str, Listener)] = &[("appointments of providers, in the log", hear)];

fn session_of(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<Option<Session>> {
    let keys = people::keys_of(cx, person)?;
    let mut values = store::key_values(&keys);
    values.push(contact.into());
    let rest = format!("WHERE person_id IN ({}) AND contact_id = ${} ORDER BY id", keys.placeholders(1), values.len());
    cx.first::<Session>(&rest, &values)
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

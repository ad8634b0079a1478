//! Putting people on sessions and taking them off. A place is taken under the lock of the session.

use super::reading::{booking as find_booking, taken};
use super::records::{Booking, BookingState, Session, SessionState};
use super::rules::overlap;
use crate::minutes::account;
use crate::policy::{as_seen, reasoned, refuse};
use crate::projects;
use contacts::{BY_REGISTER, NewContact};
use kernel::{EntryId, Refusal, RequirementId, WorkSessionId};
use people::OpenPerson;
use store::{Cx, Failure, Result, params};

/// The type of the appointment in the log.
pub(crate) const CONTACT_TYPE: &str = "CUPA";

/// Puts a person on a session: the place is theirs and the appointment stands in the log.
///
/// # Errors
/// `full`, `cancelled`, `typed`, `booked`, `elsewhere`, `requirement_ended`, `before_sentence`, `done`.
pub fn book(cx: &mut Cx<'_>, open: &OpenPerson, session: WorkSessionId, requirement: RequirementId) -> Result<Booking> {
    cx.lock(session.0.into())?;
    let session = cx.need::<Session>(params![session])?;
    let account = account(cx, &open.keys, requirement)?;
    let mut no = Vec::new();
    match session.state {
        SessionState::Planned => {}
        SessionState::Cancelled => no.push(Refusal::new("session", "cancelled", "This session was cancelled")),
        SessionState::Held => {
            no.push(Refusal::new("session", "typed", "The register of this session is typed: put it right there"));
        }
    }
    if !account.is_open() {
        no.push(Refusal::new("session", "requirement_ended", "The requirement or its order has ended"));
    } else if session.on_date < account.order.made_on {
        no.push(Refusal::new("session", "before_sentence", "The order was made after that day"));
    } else if account.is_done() {
        no.push(Refusal::new("session", "done", "Every hour that was ordered is credited: nothing is left to work"));
    }
    if taken(cx, session.id)? >= session.places {
        let words = format!("All {} places of this session are taken: choose another session", session.places);
        no.push(Refusal::new("session", "full", words));
    }
    let values = [store::key_values(&open.keys), vec![session.on_date.into()]].concat();
    let rest = format!("WHERE person_id IN ({}) AND on_date = ${}", open.keys.placeholders(1), values.len());
    let that_day = cx.list::<Booking>(&rest, &values)?;
    for other in that_day.iter().filter(|b| b.counts()) {
        if other.session_id == session.id {
            no.push(Refusal::new("session", "booked", "The person is on this session already"));
        } else if overlap((other.starts, other.ends), (session.starts, session.ends)) {
            let words = "The person is at another session at that time: choose another session";
            no.push(Refusal::new("session", "elsewhere", words));
        }
    }
    refuse(no)?;
    write(cx, open, &session, requirement)
}

fn write(cx: &mut Cx<'_>, open: &OpenPerson, session: &Session, requirement: RequirementId) -> Result<Booking> {
    let project = projects::project(cx, session.project_id)?.project;
    let id: EntryId = cx.new_id();
    cx.describe(format!("Put on a session of unpaid work: {}", project.name), None);
    let ahead = session.on_date >= cx.today();
    let contact = if ahead {
        let new = new_contact(session, id, requirement, project.name, project.address);
        Some(contacts::arrange(cx, &open.keys, new)?.id)
    } else {
        None
    };
    let row = Booking {
        person_id: open.keys.survivor,
        id,
        session_id: session.id,
        project_id: session.project_id,
        requirement_id: requirement,
        contact_id: contact,
        on_date: session.on_date,
        starts: session.starts,
        ends: session.ends,
        state: BookingState::Booked,
        outcome: None,
        came: None,
        went: None,
        penalty: 0,
        work_quality: None,
        behaviour: None,
        note: None,
        state_reason: None,
        booked_at: cx.now(),
        booked_by: cx.actor().name().to_owned(),
        told_at: None,
        told_by: None,
        version: 1,
    };
    cx.insert(&row)?;
    Ok(row)
}

/// The appointment of a booking. Its key says that its hours come from the register.
pub(crate) fn new_contact(
    session: &Session,
    booking: EntryId,
    requirement: RequirementId,
    title: String,
    address: Option<String>,
) -> NewContact {
    NewContact {
        title: Some(title),
        place: session.meeting_point.clone().or(address),
        staff: Some(session.staff_id),
        requirement: Some(requirement),
        external_key: Some(format!("{BY_REGISTER}{booking}")),
        clash_allowed: true,
        ..NewContact::of(CONTACT_TYPE, session.on_date).at(session.starts, session.ends)
    }
}

/// Gives a place back before the session.
///
/// # Errors
/// `told` once the register tells of it; `missing`; [`Failure::Stale`].
pub fn release(cx: &mut Cx<'_>, open: &OpenPerson, id: EntryId, why: &str, seen: i64) -> Result<()> {
    let mut row = find_booking(cx, &open.keys, id)?;
    as_seen(row.version, seen, "Somebody else changed this booking")?;
    if row.state != BookingState::Booked {
        return Err(Failure::refused("", "told", "This booking is not open: nothing can be given back"));
    }
    let why = reasoned(why)?;
    cx.describe("Took off a session of unpaid work", Some(&why));
    row.state = BookingState::Released;
    row.state_reason = Some(why.clone());
    cx.update(&mut row)?;
    if let Some(contact) = row.contact_id.filter(|_| row.on_date >= cx.today()) {
        contacts::cancel(cx, &open.keys, contact, &why, None)?;
    }
    Ok(())
}

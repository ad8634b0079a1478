//! Moving an appointment to another time and cancelling it. The old entry stays and says who asked and why.

use super::arrange::{arrange_as, arranged};
use super::outcome::{give, seen};
use super::record::NewContact;
use super::{Gather, own_keys, type_of, write_note};
use crate::catalogue::{self, MovedBy};
use crate::rules::moving::{self, Move, Standing};
use crate::rules::note;
use crate::tables::Contact;
use domain_events::DomainEvent;
use kernel::{ContactId, Date, OfficeId, PersonKeys, StaffId, Time};
use store::{Cx, Result};

/// Where an appointment is moved to.
#[derive(Clone, Debug)]
pub struct NewTime {
    pub date: Date,
    pub start: Time,
    pub end: Time,
    pub by: MovedBy,
    pub reason: String,
    /// Somebody else meets the person; nothing when it stays as it was.
    pub staff: Option<StaffId>,
    /// Another office; nothing when it stays as it was.
    pub office: Option<OfficeId>,
    pub clash_allowed: bool,
    /// The version that the author saw.
    pub version: Option<i64>,
}

/// Moves an appointment: the old one is closed as rescheduled, and a new one, linked to it, takes its place. Gives the new
/// one.
///
/// # Errors
/// [`store::Failure::Refused`] by the rules of moving and arranging.
pub fn reschedule(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId, to: &NewTime) -> Result<Contact> {
    let catalogue = catalogue::current(cx)?;
    let mut old = seen(cx, keys, id, to.version)?;
    let contact_type = type_of(&catalogue, &old)?;
    let asked = Move { date: to.date, start: to.start, end: to.end, by: to.by, reason: &to.reason };
    let mut gather = Gather::default();
    let outcome = gather.take(moving::reschedule(&catalogue, &standing(&old, contact_type), &asked, cx.today()));
    let reason = gather.take(note::readable(&to.reason));
    gather.finish()?;
    let (Some(outcome), Some(reason)) = (outcome, reason) else { return Ok(old) };
    cx.describe("Rescheduled an appointment", Some(&reason));
    let new = NewContact {
        contact_type: old.contact_type.clone(),
        date: to.date,
        start: Some(to.start),
        end: Some(to.end),
        minutes: None,
        title: old.title.clone(),
        note: None,
        staff: to.staff.or(old.staff_id),
        team: old.team_id,
        office: to.office.or(old.office_id),
        place: old.place.clone(),
        event: old.event_id,
        requirement: old.requirement_id,
        outcome: None,
        sensitive: Some(old.sensitive),
        external_key: None,
        clash_allowed: to.clash_allowed,
        elsewhere: old.staff_id.is_none() && to.staff.is_none() && cx.actor().staff().is_none(),
    };
    let own = own_keys(keys, old.person_id);
    let moved = arrange_as(cx, &own, &new, contact_type, Some(old.id))?;
    write_note(cx, &mut old, &reason)?;
    give(cx, keys, &mut old, contact_type, outcome, None)?;
    // The new appointment has an id of its own, so whoever counts open appointments hears that one went and one came.
    cx.tell(&DomainEvent::AppointmentCancelled { person: old.person_id, contact: old.id, on: old.happens_on })?;
    cx.tell(&arranged(&moved, contact_type))?;
    cx.tell(&DomainEvent::AppointmentMoved {
        person: moved.person_id,
        contact: moved.id,
        from: old.happens_on,
        on: moved.happens_on,
        staff: moved.staff_id,
    })?;
    Ok(moved)
}

/// Cancels an appointment that is still to come.
///
/// # Errors
/// [`store::Failure::Refused`] by the rules.
pub fn cancel(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ContactId,
    reason: &str,
    version: Option<i64>,
) -> Result<Contact> {
    let catalogue = catalogue::current(cx)?;
    let mut contact = seen(cx, keys, id, version)?;
    let contact_type = type_of(&catalogue, &contact)?;
    let outcome = moving::cancel(&catalogue, &standing(&contact, contact_type), reason, cx.today())?;
    let reason = note::readable(reason)?;
    cx.describe("Cancelled an appointment", Some(&reason));
    write_note(cx, &mut contact, &reason)?;
    give(cx, keys, &mut contact, contact_type, outcome, None)?;
    cx.tell(&DomainEvent::AppointmentCancelled {
        person: contact.person_id,
        contact: contact.id,
        on: contact.happens_on,
    })?;
    Ok(contact)
}

fn standing<'a>(contact: &Contact, contact_type: &'a crate::ContactType) -> Standing<'a> {
    Standing {
        contact_type,
        date: contact.happens_on,
        start: contact.starts,
        end: contact.ends,
        recorded: contact.outcome.is_some(),
    }
}

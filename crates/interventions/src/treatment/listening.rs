//! What treatment hears: what came of its sessions in the log, and who holds the person. A listener stays with the same person.

use super::actions::keep_line;
use super::records::{TreatmentLine, TreatmentSession, TreatmentTest};
use crate::log::of_contact;
use domain_events::DomainEvent;
use kernel::{ContactId, PersonId};
use store::{Cx, Listener, Result, params};

pub(crate) const LISTENERS: &[(&str, Listener)] = &[("treatment", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    use DomainEvent as E;
    match event {
        E::OutcomeRecorded { person, contact, .. } => came_of(cx, *person, *contact),
        E::AppointmentCancelled { person, contact, .. } => gone(cx, *person, *contact),
        E::AppointmentMoved { person, contact, .. } => replaced(cx, *person, *contact),
        E::Allocated { person, .. }
        | E::Unallocated { person, .. }
        | E::CoverArranged { person, .. }
        | E::CoverEnded { person, .. } => held_by(cx, *person),
        E::PersonMerged { person, absorbed } => {
            held_by(cx, *absorbed)?;
            held_by(cx, *person)
        }
        _ => Ok(()),
    }
}

fn came_of(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let Some(mut row) = of_contact::<TreatmentSession>(cx, &keys, contact)? else { return Ok(()) };
    let now = contacts::find(cx, &keys, contact)?;
    row.outcome.clone_from(&now.outcome);
    row.attended = now.attended;
    row.complied = now.complied;
    cx.update(&mut row)
}

fn gone(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    if let Some(mut row) = of_contact::<TreatmentSession>(cx, &keys, contact)?.filter(|row| !row.gone) {
        row.gone = true;
        return cx.update(&mut row);
    }
    match of_contact::<TreatmentTest>(cx, &keys, contact)? {
        Some(mut test) if !test.gone => {
            test.gone = true;
            cx.update(&mut test)
        }
        _ => Ok(()),
    }
}

fn replaced(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let new = contacts::find(cx, &keys, contact)?;
    let Some(old) = new.replaces_id else { return Ok(()) };
    if let Some(mut test) = of_contact::<TreatmentTest>(cx, &keys, old)? {
        // The same test on another day: the log has both appointments.
        (test.contact_id, test.on_date, test.gone) = (Some(contact), new.happens_on, false);
        return cx.update(&mut test);
    }
    let Some(old) = of_contact::<TreatmentSession>(cx, &keys, old)? else { return Ok(()) };
    cx.insert(&TreatmentSession {
        contact_id: contact,
        on_date: new.happens_on,
        outcome: new.outcome,
        attended: new.attended,
        complied: new.complied,
        gone: false,
        version: 1,
        ..old
    })
}

fn held_by(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let lines = cx.list::<TreatmentLine>("WHERE person_id = $1", params![person])?;
    if lines.is_empty() {
        return Ok(());
    }
    let keys = people::keys_of(cx, person)?;
    for line in lines {
        keep_line(cx, &keys, line.treatment_id)?;
    }
    Ok(())
}

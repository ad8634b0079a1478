//! What treatment hears: what came of its sessions in the log, and who holds the person. A listener stays with the same person.

use super::actions::keep_line;
use super::records::{TreatmentLine, TreatmentSession};
use domain_events::DomainEvent;
use kernel::{ContactId, PersonId, PersonKeys};
use store::{Cx, Listener, Result, key_values, params};

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

fn of_contact(cx: &mut Cx<'_>, keys: &PersonKeys, contact: ContactId) -> Result<Option<TreatmentSession>> {
    let mut values = key_values(keys);
    values.push(contact.into());
    let rest = format!("WHERE person_id IN ({}) AND contact_id = ${}", keys.placeholders(1), values.len());
    cx.first(&rest, &values)
}

fn came_of(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let Some(mut row) = of_contact(cx, &keys, contact)? else { return Ok(()) };
    let now = contacts::find(cx, &keys, contact)?;
    row.outcome.clone_from(&now.outcome);
    row.attended = now.attended;
    row.complied = now.complied;
    cx.update(&mut row)
}

fn gone(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    match of_contact(cx, &keys, contact)? {
        Some(mut row) if !row.gone => {
            row.gone = true;
            cx.update(&mut row)
        }
        _ => Ok(()),
    }
}

fn replaced(cx: &mut Cx<'_>, person: PersonId, contact: ContactId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let new = contacts::find(cx, &keys, contact)?;
    let Some(old) = new.replaces_id else { return Ok(()) };
    let Some(old) = of_contact(cx, &keys, old)? else { return Ok(()) };
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

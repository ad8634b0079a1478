//! What registers hear of the log: an outcome that somebody recorded or corrected there goes into the line too, so that log,
//! register and account say the same. Somebody who came needs times, which only the register has.

use crate::minutes::{accounts, of_booking, take_back};
use crate::sessions::{Booking, BookingState, bookings_of_person};
use domain_events::DomainEvent;
use kernel::PersonId;
use store::{Cx, Failure, Result, key_values};

pub(crate) const LISTENERS: &[(&str, store::Listener)] = &[("lines of registers", hear)];

fn hear(cx: &mut Cx<'_>, event: &DomainEvent) -> Result<()> {
    match event {
        DomainEvent::OutcomeRecorded { person, contact, outcome, attended, kind, .. }
            if kind == crate::sessions::CONTACT_TYPE =>
        {
            outcome_of(cx, *person, *contact, outcome, *attended)
        }
        DomainEvent::OrderEnded { person, .. } | DomainEvent::RequirementEnded { person, .. } => ended(cx, *person),
        DomainEvent::AppointmentCancelled { person, contact, .. } => cancelled(cx, *person, *contact),
        _ => Ok(()),
    }
}

fn of_contact(cx: &mut Cx<'_>, person: PersonId, contact: kernel::ContactId) -> Result<Option<Booking>> {
    let keys = people::keys_of(cx, person)?;
    let mut values = key_values(&keys);
    values.push(contact.into());
    cx.first(&format!("WHERE person_id IN ({}) AND contact_id = ${}", keys.placeholders(1), values.len()), &values)
}

fn outcome_of(
    cx: &mut Cx<'_>,
    person: PersonId,
    contact: kernel::ContactId,
    outcome: &str,
    attended: Option<bool>,
) -> Result<()> {
    let Some(mut row) = of_contact(cx, person, contact)? else { return Ok(()) };
    if row.outcome.as_deref().unwrap_or_default() == outcome {
        return Ok(());
    }
    let keys = people::keys_of(cx, person)?;
    let came = attended == Some(true);
    if !came || row.came.is_none() {
        for entry in of_booking(cx, &keys, row.id)? {
            take_back(cx, &keys, entry.id, "The log says that it was otherwise")?;
        }
    }
    // Without times the line of somebody who came waits to be told.
    let known = !outcome.is_empty() && (!came || row.came.is_some());
    row.state = if known { BookingState::Told } else { BookingState::Booked };
    row.outcome = known.then(|| outcome.to_owned());
    if !came {
        (row.came, row.went, row.penalty) = (None, None, 0);
    }
    row.told_at = known.then(|| cx.now());
    row.told_by = known.then(|| cx.actor().name().to_owned());
    cx.update(&mut row)
}

fn cancelled(cx: &mut Cx<'_>, person: PersonId, contact: kernel::ContactId) -> Result<()> {
    let Some(mut row) = of_contact(cx, person, contact)? else { return Ok(()) };
    if row.state != BookingState::Booked {
        return Ok(());
    }
    row.state = BookingState::Released;
    row.state_reason = Some("The appointment was cancelled or moved in the log".to_owned());
    cx.update(&mut row)
}

/// Nobody is expected for a requirement that has ended: sessions ahead are given back, and their appointments cancelled.
fn ended(cx: &mut Cx<'_>, person: PersonId) -> Result<()> {
    let keys = people::keys_of(cx, person)?;
    let today = cx.today();
    let booked = bookings_of_person(cx, &keys)?;
    let ahead: Vec<Booking> =
        booked.into_iter().filter(|b| b.state == BookingState::Booked && b.on_date > today).collect();
    if ahead.is_empty() {
        return Ok(());
    }
    let over: Vec<_> = accounts(cx, &keys)?.into_iter().filter(|a| !a.is_open()).map(|a| a.requirement.id).collect();
    for mut row in ahead.into_iter().filter(|b| over.contains(&b.requirement_id)) {
        let why = "The requirement or its order has ended";
        row.state = BookingState::Released;
        row.state_reason = Some(why.to_owned());
        cx.update(&mut row)?;
        let Some(contact) = row.contact_id else { continue };
        if contacts::find(cx, &keys, contact)?.awaited {
            match contacts::cancel(cx, &keys, contact, why, None) {
                // An appointment that the log does not let go stays for somebody to look at; the order ends all the same.
                Ok(_) | Err(Failure::Refused(_) | Failure::Forbidden(_)) => {}
                Err(other) => return Err(other),
            }
        }
    }
    Ok(())
}

//! Arranging what is to come, and what stands in its way.

use super::Gather;
use super::record::{NewContact, built, checked_text, chosen_type, finish_writing, known};
use crate::catalogue::{self, ContactType};
use crate::rules::arranging;
use crate::rules::clash::{self, Slot, Wanted, Whose};
use crate::tables::{Contact, DiaryRow};
use domain_events::DomainEvent;
use kernel::{ContactId, PersonKeys, Refusal};
use store::{Cx, Failure, Result, key_values, params};

/// Arranges an appointment. A clash with another appointment of the person or the officer is refused unless it was
/// allowed in so many words.
///
/// # Errors
/// [`Failure::Refused`] with every reason of the rules; the field `clash_allowed` for a clash.
pub fn arrange(cx: &mut Cx<'_>, keys: &PersonKeys, new: NewContact) -> Result<Contact> {
    if let Some(known) = known(cx, keys, new.external_key.as_deref())? {
        return Ok(known);
    }
    let catalogue = catalogue::current(cx)?;
    let contact_type = chosen_type(&catalogue, &new.contact_type)?;
    let contact = arrange_as(cx, keys, &new, contact_type, None)?;
    cx.tell(&arranged(&contact, contact_type))?;
    Ok(contact)
}

/// What the ledger says of an appointment that was arranged.
pub(crate) fn arranged_words(contact_type: &ContactType) -> String {
    format!("Arranged an appointment: {}", contact_type.name.en)
}

/// The fact that an appointment stands in the diary.
pub(crate) fn arranged(contact: &Contact, contact_type: &ContactType) -> DomainEvent {
    DomainEvent::AppointmentArranged {
        person: contact.person_id,
        contact: contact.id,
        on: contact.happens_on,
        kind: contact.contact_type.clone(),
        staff: contact.staff_id,
        first_meeting: contact_type.first_meeting,
    }
}

/// Arranges without telling, for a new appointment and for one that takes another's place.
pub(super) fn arrange_as(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    new: &NewContact,
    contact_type: &ContactType,
    replaces: Option<ContactId>,
) -> Result<Contact> {
    let mut gather = Gather::default();
    gather.take(arranging::may_arrange(&new.asked(contact_type), cx.today()));
    let (title, note) = checked_text(&mut gather, new);
    if !new.elsewhere && new.whose(cx).is_none() {
        gather.0.push(Refusal::new("staff", "staff_missing", "Choose who meets the person"));
    }
    gather.finish()?;
    let found = clashes(cx, keys, new, contact_type, replaces)?;
    if !found.is_empty() && !new.clash_allowed && !contact_type.clash_allowed {
        return Err(Failure::Refused(kernel::Refusals(found.iter().map(clash_refusal).collect())));
    }
    cx.describe(arranged_words(contact_type), None);
    let mut contact = built(cx, keys, new, contact_type, title)?;
    contact.replaces_id = replaces;
    finish_writing(cx, keys, contact, contact_type, note)
}

/// The appointments that the new one overlaps, of the person and of whoever is to meet them.
///
/// # Errors
/// When the database fails.
pub fn clashes(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    new: &NewContact,
    contact_type: &ContactType,
    moving: Option<ContactId>,
) -> Result<Vec<Slot>> {
    let (Some(start), Some(end)) = (new.start, new.end) else { return Ok(Vec::new()) };
    let wanted = Wanted { contact: moving, date: new.date, start, end, group_session: contact_type.group_session };
    let mut values = key_values(keys);
    values.push(new.date.into());
    let rest = format!(
        "WHERE person_id IN ({}) AND awaited AND appointment AND happens_on = ${}",
        keys.placeholders(1),
        values.len()
    );
    let of_person = cx.list::<Contact>(&rest, &values)?;
    let mut diary: Vec<Slot> = of_person
        .iter()
        .filter_map(|c| {
            let group_session = false;
            c.starts.map(|start| Slot {
                contact: c.id,
                date: c.happens_on,
                start,
                end: c.ends,
                whose: Whose::Person,
                group_session,
            })
        })
        .collect();
    if let Some(staff) = new.whose(cx) {
        let rows = cx.list::<DiaryRow>(
            "WHERE staff_id = $1 AND happens_on = $2 AND awaited AND appointment",
            params![staff, new.date],
        )?;
        let theirs = rows.iter().filter(|r| of_person.iter().all(|c| c.id != r.contact_id));
        diary.extend(theirs.filter_map(|r| {
            r.starts.map(|start| Slot {
                contact: r.contact_id,
                date: r.happens_on,
                start,
                end: r.ends,
                whose: Whose::Officer,
                group_session: r.group_session,
            })
        }));
    }
    Ok(clash::clashes(&wanted, &diary))
}

fn clash_refusal(slot: &Slot) -> Refusal {
    let whose = match slot.whose {
        Whose::Person => "The person has",
        Whose::Officer => "The officer has",
    };
    let until = slot.end.map_or_else(String::new, |end| format!(" to {}", end.strftime("%H:%M")));
    let words = format!(
        "{whose} another appointment that day from {}{until}. Choose another time, or say that both are meant",
        slot.start.strftime("%H:%M")
    );
    Refusal::new("clash_allowed", "clash", words)
}

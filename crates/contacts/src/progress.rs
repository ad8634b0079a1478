//! What an outcome means for the requirement that the contact is for. How days and hours are counted is known in
//! `sentences`; here it is only said that something was done, and taken back when a correction says that it was not.

use crate::actions::own_keys;
use crate::catalogue::ContactType;
use crate::tables::Contact;
use kernel::{EventId, PersonKeys, RequirementId};
use law::{Counting, Law};
use sentences::{NewProgress, Order, Requirement};
use store::{Cx, Failure, Result};

/// What a requirement means for a contact that is for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Link {
    pub(crate) event: EventId,
    /// Its progress is days, each date once.
    pub(crate) counts_days: bool,
}

/// The requirement of that id, if it is the person's.
///
/// # Errors
/// [`Failure::Refused`] when it is not.
pub(crate) fn link(cx: &mut Cx<'_>, keys: &PersonKeys, id: RequirementId) -> Result<Link> {
    let law = cx.part::<Law>()?;
    for order in sentences::orders(cx, keys)? {
        if let Some(found) = order.requirements.iter().find(|r| r.requirement.id == id) {
            return Ok(link_of(&law, &order.order, &found.requirement));
        }
    }
    Err(Failure::refused("for", "requirement_unknown", "Choose what it is for from the list"))
}

/// What a requirement of an order means for a contact.
pub(crate) fn link_of(law: &Law, order: &Order, requirement: &Requirement) -> Link {
    let counted = law.requirement(&requirement.kind).map(|kind| kind.counted);
    Link { event: order.event_id, counts_days: counted == Some(Counting::DistinctDays) }
}

/// Tells the requirement what was done, or that it was not done after all.
///
/// # Errors
/// When the requirement refuses or the database fails.
pub(crate) fn settle(cx: &mut Cx<'_>, keys: &PersonKeys, contact: &Contact, contact_type: &ContactType) -> Result<()> {
    if !counts(contact, contact_type) {
        return Ok(());
    }
    let own = own_keys(keys, contact.person_id);
    match done(contact, contact_type) {
        Some(progress) => sentences::add_progress(cx, &own, &progress).map(|_| ()),
        None => {
            let why = "The outcome says that it was not done";
            sentences::withdraw_progress_of(cx, &own, &source_key(contact), why)
        }
    }
}

fn source_key(contact: &Contact) -> String {
    format!("{}{}", sentences::CONTACT, contact.id)
}

/// How the external key of a contact begins whose hours another room's register tells, by the minute.
pub const BY_REGISTER: &str = "register/";

/// Whether what comes of the contact is progress of a requirement.
fn counts(contact: &Contact, contact_type: &ContactType) -> bool {
    let by_register = contact.external_key.as_deref().is_some_and(|key| key.starts_with(BY_REGISTER));
    contact.requirement_id.is_some() && (contact.rar || contact_type.records_hours && !by_register)
}

/// What was done towards the requirement of the contact, if it was.
pub(crate) fn done(contact: &Contact, contact_type: &ContactType) -> Option<NewProgress> {
    let done = contact.attended == Some(true) && contact.complied != Some(false);
    let requirement = contact.requirement_id.filter(|_| done && counts(contact, contact_type))?;
    let minutes = if contact_type.records_hours { contact.minutes.unwrap_or(0) } else { 0 };
    Some(NewProgress {
        requirement,
        done_on: contact.happens_on,
        minutes: i64::from(minutes),
        note: None,
        source_key: Some(source_key(contact)),
    })
}

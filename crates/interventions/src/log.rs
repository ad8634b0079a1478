//! What this room keeps of appointments in the log.

use kernel::{ContactId, PersonKeys};
use store::{Cx, Record, Result, key_values};

/// The row of a contact, of whichever record of the person.
pub(crate) fn of_contact<R: Record>(cx: &mut Cx<'_>, keys: &PersonKeys, contact: ContactId) -> Result<Option<R>> {
    let mut values = key_values(keys);
    let of_person = format!("WHERE person_id IN ({})", keys.placeholders(1));
    // A filling tells of each contact of a person one after the other, and most people have no such row: that is asked once.
    if cx.is_filling() && cx.first::<R>(&of_person, &values)?.is_none() {
        return Ok(None);
    }
    values.push(contact.into());
    cx.first(&format!("{of_person} AND contact_id = ${}", values.len()), &values)
}

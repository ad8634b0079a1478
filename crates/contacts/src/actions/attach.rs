//! Files that belong to a contact.

use super::find_to_change;
use crate::tables::Attachment;
use kernel::{ContactId, FileId, PersonKeys};
use store::{Cx, Failure, Result, params};

/// The most files that one contact carries.
const MOST: usize = 10;

/// Keeps a file and attaches it to a contact. `field` is the form field that a refusal is for.
///
/// # Errors
/// [`Failure::Refused`] when the file may not be kept, or the contact carries ten already.
pub fn attach(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ContactId,
    field: &str,
    name: &str,
    bytes: &[u8],
) -> Result<Attachment> {
    let contact = find_to_change(cx, keys, id)?;
    let there = cx.count(
        "SELECT count(*) FROM contact_attachment WHERE person_id = $1 AND contact_id = $2 AND removed_at IS NULL",
        params![contact.person_id, contact.id],
    )?;
    if usize::try_from(there).unwrap_or(MOST) >= MOST {
        let words = format!("A contact carries at most {MOST} files. Record another contact for the rest");
        return Err(Failure::refused(field, "too_many_files", words));
    }
    cx.describe("Attached a file to a contact", None);
    let file = files::keep(cx, contact.person_id, field, name, bytes)?;
    let attachment = Attachment {
        person_id: contact.person_id,
        file_id: file.id,
        contact_id: contact.id,
        file_name: file.name,
        file_size: file.size,
        attached_at: cx.now(),
        author_name: cx.actor().name().to_owned(),
        removed_at: None,
        removed_reason: None,
        version: 1,
    };
    cx.insert(&attachment)?;
    Ok(attachment)
}

/// Takes a file off a contact, with a reason.
///
/// # Errors
/// [`Failure::NotFound`] when the contact has no such file, [`Failure::Refused`] without a reason.
pub fn detach(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId, file: FileId, reason: &str) -> Result<()> {
    let contact = find_to_change(cx, keys, id)?;
    let mut attachment = cx.need::<Attachment>(params![contact.person_id, file])?;
    if attachment.contact_id != contact.id || attachment.removed_at.is_some() {
        return Err(Failure::NotFound);
    }
    cx.describe("Took a file off a contact", Some(reason));
    files::remove(cx, keys, file, reason)?;
    attachment.removed_at = Some(cx.now());
    attachment.removed_reason = Some(reason.trim().to_owned());
    cx.update(&mut attachment)
}

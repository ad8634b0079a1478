//! Downloading a file of a contact, and taking it off. A file of a sensitive contact is as closed as its notes.

use crate::actions::{detach, find_to_change};
use crate::tables::{Attachment, Contact};
use kernel::{ContactId, Crn, FileId};
use people::OpenPerson;
use store::{Cx, Failure, Result, params};
use web::ui::textarea;
use web::{Answer, Reply, Request, html};

fn opened(cx: &mut Cx<'_>, req: &Request) -> Result<(OpenPerson, Contact, Attachment)> {
    let crn: Crn = req.param("crn")?;
    let id: ContactId = req.param("contact")?;
    let file: FileId = req.param("file")?;
    let open = people::open(cx, &crn)?;
    let contact = find_to_change(cx, &open.keys, id)?;
    let attachment = cx.need::<Attachment>(params![contact.person_id, file])?;
    if attachment.contact_id != contact.id || attachment.removed_at.is_some() {
        return Err(Failure::NotFound);
    }
    Ok((open, contact, attachment))
}

pub(super) fn download(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, _, attachment) = opened(cx, req)?;
    let found = files::fetch(cx, &open.keys, attachment.file_id)?;
    Ok(Reply::file(found.line.name, found.line.media_type, found.bytes))
}

pub(super) fn form(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, contact, attachment) = opened(cx, req)?;
    let form = req.typed(cx)?.unwrap_or_default();
    let inside = html! {
        (textarea("reason", "Why it is taken off").rows(3).show(&form))
        (web::ui::button("Take the file off").warning().show())
    };
    let body = html! {
        (web::ui::error_summary(&form))
        h1.govuk-heading-l { "Take off " (attachment.file_name) }
        (req.form_frame(req.path()).show(&inside))
    };
    let frame = people::frame(req, cx, &open, "Contacts")?.titled("Take a file off");
    Ok(Reply::page(frame.back(super::shown::contact_path(&open.crn, &contact)), body))
}

pub(super) fn remove(cx: &mut Cx<'_>, req: &Request) -> Answer {
    let (open, contact, attachment) = opened(cx, req)?;
    detach(cx, &open.keys, contact.id, attachment.file_id, req.form().typed("reason"))?;
    Ok(Reply::done(super::shown::contact_path(&open.crn, &contact), "File taken off"))
}

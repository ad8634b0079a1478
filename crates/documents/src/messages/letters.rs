//! The seam between a message by post and the document that it carries: whether the letter still stands, and its PDF, set when
//! it is needed and outside any transaction.

use super::Sending;
use super::port::Trouble;
use kernel::{DocumentId, PersonKeys};
use store::{Asker, Cx, Failure, House, Result};

/// The code of the log's entry for a letter to the person.
pub(super) const LETTER_TO: &str = "CLOB";
/// The code of the log's entry for an e-mail or text to the person.
pub(super) const MESSAGE_TO: &str = "CMOB";

/// The document, which must stand.
///
/// # Errors
/// `no_document` when there is none or it was withdrawn.
pub(super) fn standing(cx: &mut Cx<'_>, keys: &PersonKeys, id: DocumentId) -> Result<crate::Document> {
    let no = |words: &str| Failure::refused("document", "no_document", words);
    let row = match crate::document(cx, keys, id) {
        Err(Failure::NotFound) => return Err(no("The person has no such letter")),
        found => found?,
    };
    if row.withdrawn_at.is_some() {
        return Err(no("The letter was withdrawn"));
    }
    Ok(row)
}

/// The PDF of a message's letter.
pub(super) fn pdf(house: &House, sending: &Sending) -> std::result::Result<Vec<u8>, Trouble> {
    let Some(document) = sending.document_id else {
        return Err(Trouble::Never { address: false, words: "The message has no letter".into() });
    };
    let asker = Asker::system("messages");
    let keys = house.read(&asker, |cx| people::keys_of(cx, sending.person_id));
    match keys.and_then(|keys| crate::pdf(house, &asker, &keys, document)) {
        Ok(found) => Ok(found.bytes),
        Err(Failure::Refused(no)) => Err(Trouble::Ours(no.to_string())),
        Err(other) => Err(Trouble::Later(format!("The letter could not be set: {other}"))),
    }
}

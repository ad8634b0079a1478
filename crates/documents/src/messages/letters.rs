//! The seam between a message by post and the document that it carries: its PDF, set when it is needed and outside any
//! transaction.

use super::Sending;
use super::port::Trouble;
use kernel::{DocumentId, PersonId};
use store::House;

/// The code of the log's entry for a letter to the person.
pub(super) const LETTER_TO: &str = "CLOB";
/// The code of the log's entry for an e-mail or text to the person.
pub(super) const MESSAGE_TO: &str = "CMOB";

/// Sets a document as a PDF, as the binary hands it down.
#[derive(Clone, Copy)]
pub struct LetterPress(pub fn(&House, PersonId, DocumentId) -> store::Result<Vec<u8>>);

/// The PDF of a message's letter.
pub(super) fn pdf(house: &House, sending: &Sending) -> Result<Vec<u8>, Trouble> {
    let Some(document) = sending.document_id else {
        return Err(Trouble::Never { address: false, words: "The message has no letter".into() });
    };
    let press = house.read(&store::Asker::system("messages"), |cx| cx.part::<LetterPress>());
    let press = press.map_err(|_| Trouble::Ours("this installation cannot set letters".into()))?;
    (press.0)(house, sending.person_id, document)
        .map_err(|why| Trouble::Ours(format!("the letter cannot be set: {why}")))
}

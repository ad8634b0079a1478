//! The seam between a message and the letter that it carries: whether the letter may go, what an e-mail says around it, what
//! became of letters that went, and the PDF, set when it is needed and outside any transaction.
//!
//! Always true: a letter that was withdrawn, that is not to the person, or that carries an address where the person no longer
//! lives is not sent.

use super::facts::Facts;
use super::port::{Trouble, Words};
use super::rules::consent::Allowed;
use super::rules::templates::fill;
use super::{Channel, Sending, policy};
use crate::templates::Template;
use crate::{Document, Language};
use kernel::{DocumentId, PersonKeys, Refusal};
use people::OpenPerson;
use store::{Asker, Cx, Failure, House, Question, Result, Value, key_values};

/// How many sendings of the documents of one page are looked at.
const MOST_SENT: usize = 200;

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

/// Where a letter would go by a channel, or the first thing that is in the way.
pub(crate) fn may_go(
    facts: &Facts,
    row: &Document,
    template: &Template,
    channel: Channel,
) -> Result<std::result::Result<Allowed, Refusal>> {
    let no = |code: &'static str, words: &str| Ok(Err(Refusal::new("document", code, words)));
    if row.withdrawn_at.is_some() {
        return no("no_document", "The letter was withdrawn");
    }
    if channel == Channel::Text {
        return no("letter_by_post", "A letter goes by post or by email");
    }
    if !template.declares()?.needs.iter().any(|need| need == "person.address") {
        return no("no_letter", "This is not a letter to the person: download it, and hand it over yourself");
    }
    let allowed = match facts.may(channel) {
        Ok(allowed) => allowed,
        Err(refusal) => return Ok(Err(refusal)),
    };
    if channel == Channel::Post && !facts.lives_at(&row.facts["person"]["address"]) {
        return no("old_address", "The letter carries another address than the record does today: write it anew");
    }
    Ok(Ok(allowed))
}

/// The words of an e-mail that brings a letter.
///
/// # Errors
/// When the service's words cannot be filled, in words; or when the database fails.
pub(crate) fn covering(cx: &mut Cx<'_>, open: &OpenPerson, language: Language) -> Result<Words> {
    let (rows, today) = (policy::rows(cx)?, cx.today());
    let guarded = rows.on(today)?.guarded();
    let name = |fact: &str| (fact == "name").then(|| open.person.first_name.clone());
    let filled = |code: &str| -> Result<String> {
        Ok(fill(&rows.words(code, language, today)?.template, name, guarded, false)?)
    };
    Ok(Words { subject: Some(filled("letter_email_subject")?), body: filled("letter_email")? })
}

/// What was sent of these documents, the newest first, as one question.
pub(crate) fn sent_question(keys: &PersonKeys, documents: &[DocumentId]) -> Question {
    let mut values = key_values(keys);
    let rest = format!(
        "WHERE person_id IN ({}) AND document_id IN ({}) ORDER BY made_at DESC, id DESC LIMIT {MOST_SENT}",
        keys.placeholders(1),
        kernel::placeholders(values.len() + 1, documents.len())
    );
    values.extend(documents.iter().map(|d| Value::from(*d)));
    Question::list::<Sending>(&rest, &values)
}

/// What was sent of these documents, the newest first; one statement for all of them.
///
/// # Errors
/// When the database fails.
pub(crate) fn sent(cx: &mut Cx<'_>, keys: &PersonKeys, documents: &[DocumentId]) -> Result<Vec<Sending>> {
    if documents.is_empty() { Ok(Vec::new()) } else { cx.ask_list(&sent_question(keys, documents)) }
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

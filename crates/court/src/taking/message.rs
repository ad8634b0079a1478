//! Keeping a message verbatim, in a transaction of its own, before anybody looks into it.

use super::who;
use crate::reading::{Body, Form, Message, Unreadable, matters};
use crate::records::{CourtMessage, MatterId, Reading, ReadingState};
use kernel::MessageId;
use sha2::{Digest, Sha256};
use store::{Asker, Cx, House, Result, params};

/// Keeps the bytes. The same bytes again are the message that is there already.
pub(crate) fn keep(house: &House, asker: &Asker, source_name: &str, bytes: &[u8]) -> Result<MessageId> {
    let content_hash = hex::encode(Sha256::digest(bytes));
    let received_by = asker.actor.name().to_owned();
    house.write(&system(), |cx| {
        let same = "SELECT id FROM court_message WHERE content_hash = $1 ORDER BY id";
        if let Some(row) = cx.query(same, params![content_hash])?.first() {
            return row.get(0);
        }
        let message = CourtMessage {
            id: cx.new_id(),
            source_name: source_name.to_owned(),
            received_at: cx.now(),
            received_by: received_by.clone(),
            content_hash: content_hash.clone(),
            size: i64::try_from(bytes.len()).unwrap_or(i64::MAX),
            body: bytes.to_vec(),
        };
        cx.describe(format!("Received a court message from {source_name}"), None);
        cx.insert(&message)?;
        Ok(message.id)
    })
}

/// Throughcare itself takes messages in, whoever sent them: what a court says is not bounded by what a sender may see.
pub(crate) fn system() -> Asker {
    Asker::system("court messages")
}

/// Writes down how far the message was understood.
pub(crate) fn note(cx: &mut Cx<'_>, id: MessageId, read: &std::result::Result<Message, Unreadable>) -> Result<()> {
    if cx.get::<Reading>(params![id])?.is_some() {
        return Ok(());
    }
    let mut reading = Reading {
        message_id: id,
        state: ReadingState::Read,
        form: None,
        hearing: None,
        hearing_day: None,
        shared_at: None,
        court_name: None,
        reason: None,
        read_at: cx.now(),
        decided_at: None,
        decided_by: None,
        decision: None,
        version: 1,
    };
    match read {
        Err(unreadable) => {
            reading.state = ReadingState::Unread;
            reading.reason = Some(unreadable.reason.clone());
        }
        Ok(message) => understood(&mut reading, message),
    }
    cx.describe("Read a court message", None);
    cx.insert(&reading)?;
    match read {
        Ok(message) => file_ids(cx, id, message),
        Err(_) => Ok(()),
    }
}

/// Files every matter under the court's ids before any is taken: two matters of one message may be one person's.
fn file_ids(cx: &mut Cx<'_>, message: MessageId, read: &Message) -> Result<()> {
    let rows: Vec<MatterId> = (0_i64..)
        .zip(matters(read))
        .flat_map(|(place, matter)| who::court_ids(&matter).into_iter().map(move |id| (place, id)))
        .map(|(place, court_id)| MatterId { court_id, message_id: message, place })
        .collect();
    cx.insert_all(&rows)
}

fn understood(reading: &mut Reading, message: &Message) {
    reading.form = Some(form_code(message.form).to_owned());
    match &message.body {
        Body::Hearing(hearing) => {
            let sitting = &hearing.sitting;
            reading.hearing = Some(sitting.hearing.clone());
            reading.hearing_day = sitting.day;
            reading.shared_at = sitting.shared;
            reading.court_name = sitting.court.name.clone().or_else(|| sitting.court.code.clone());
        }
        Body::Libra(case) => {
            reading.hearing_day = case.session;
            reading.court_name = case.court_code.clone();
        }
        Body::Deleted { hearing } => reading.hearing = Some(hearing.clone()),
    }
}

fn form_code(form: Form) -> &'static str {
    match form {
        Form::Public => "public",
        Form::Relayed => "relayed",
        Form::BareHearing => "bare-hearing",
        Form::Libra => "libra",
        Form::Deleted => "deleted",
    }
}

//! The way in for the command line and the API: one message, kept, read, and each person's matter taken in its own
//! transaction.

use super::line::IngestLine;
use super::message::{keep, note, system};
use super::settle::{With, settle};
use super::take::{Placed, Taken, take};
use crate::reading::{Body, Form, Matter, Message, matters, read};
use crate::records::{CourtMessage, Outcome};
use kernel::{MessageId, PersonId};
use store::{Asker, Cx, House, Result, params};

/// Takes a message in. Whatever it is, it is kept first. Gives one line for each defendant.
///
/// # Errors
/// When the database fails. What was kept stays kept; taking the same bytes in again goes on where it stopped.
pub fn ingest(house: &House, asker: &Asker, source_name: &str, bytes: &[u8]) -> Result<Vec<IngestLine>> {
    let id = keep(house, asker, source_name, bytes)?;
    let read = read(bytes);
    house.write(&system(), |cx| note(cx, id, &read))?;
    let message = match read {
        Ok(message) => message,
        Err(unreadable) => return Ok(vec![IngestLine::unread(source_name, unreadable.reason)]),
    };
    if let Body::Deleted { hearing } = &message.body {
        return take_back(house, source_name, id, hearing);
    }
    let mut lines = Vec::new();
    for (n, matter) in matters(&message).iter().enumerate() {
        let place = i64::try_from(n).unwrap_or(i64::MAX);
        let taken = take_once(house, id, place, matter)?;
        lines.extend(told(source_name, &message, matter, &taken));
    }
    if lines.is_empty() {
        let reason = Some("the hearing names no defendant and no application".to_owned());
        let line =
            IngestLine { outcome: Outcome::Ignored.code(), reason, ..IngestLine::unread(source_name, String::new()) };
        lines.push(IngestLine { hearing_id: said_hearing(&message), ..line });
    }
    Ok(lines)
}

/// Two messages about somebody new at the same moment both open a record; the second then finds the first's.
fn take_once(house: &House, message: MessageId, place: i64, matter: &Matter) -> Result<Taken> {
    let work = |cx: &mut Cx<'_>| {
        let received = cx.need::<CourtMessage>(params![message])?.received_at;
        take(cx, &Placed { message, place, received, matter })
    };
    match house.write(&system(), work) {
        Err(failure) if failure.duplicate().is_some() => house.write(&system(), work),
        other => other,
    }
}

fn said_hearing(message: &Message) -> Option<String> {
    match &message.body {
        Body::Hearing(hearing) => Some(hearing.sitting.said.clone()),
        Body::Deleted { hearing } => Some(hearing.clone()),
        Body::Libra(_) => None,
    }
}

fn told(file: &str, message: &Message, matter: &Matter, taken: &Taken) -> Vec<IngestLine> {
    let line = |defendant: Option<String>| IngestLine {
        file: file.to_owned(),
        hearing_id: said_hearing(message),
        defendant_id: defendant,
        outcome: taken.outcome.code(),
        crn: taken.crn.as_ref().map(ToString::to_string),
        reason: taken.reason.clone(),
    };
    if matter.said.is_empty() || message.form == Form::Libra {
        return vec![line(None)];
    }
    matter.said.iter().map(|id| line(Some(id.clone()))).collect()
}

/// A hearing that the court took back: everybody on it is settled again without it.
fn take_back(house: &House, file: &str, message: MessageId, hearing: &str) -> Result<Vec<IngestLine>> {
    let people: Vec<PersonId> = house.read(&system(), |cx| people_of(cx, hearing))?;
    let mut lines = Vec::new();
    for person in people {
        let (crn, settled) = house.write(&system(), |cx| {
            let keys = people::keys_of(cx, person)?;
            cx.lock(keys.survivor.into())?;
            let person = cx.need::<people::Person>(params![keys.survivor])?;
            let (crn, born) = (person.crn, person.born);
            cx.describe(format!("The court took a hearing back: {crn}"), None);
            let arrived = cx.today();
            Ok((crn, settle(cx, &With { keys: &keys, message, arrived, born })?))
        })?;
        let unchanged = settled.is_unchanged();
        lines.push(IngestLine {
            hearing_id: Some(hearing.to_owned()),
            outcome: if unchanged { Outcome::Unchanged.code() } else { Outcome::Deleted.code() },
            crn: Some(crn.to_string()),
            reason: Some("the court took the hearing back".into()),
            ..IngestLine::unread(file, String::new())
        });
    }
    if lines.is_empty() {
        let reason = Some("the court took back a hearing about which nobody is on record".to_owned());
        let line = IngestLine::unread(file, String::new());
        lines.push(IngestLine {
            hearing_id: Some(hearing.to_owned()),
            outcome: Outcome::Ignored.code(),
            reason,
            ..line
        });
    }
    Ok(lines)
}

fn people_of(cx: &mut Cx<'_>, hearing: &str) -> Result<Vec<PersonId>> {
    let sql = "SELECT k.person_id FROM court_matter m \
               JOIN court_matter_id i ON i.message_id = m.message_id AND i.place = m.place \
               JOIN court_known_id k ON k.court_id = i.court_id WHERE m.hearing = $1 \
               UNION SELECT linked_to FROM court_matter WHERE hearing = $1 AND linked_to IS NOT NULL";
    cx.query(sql, params![hearing])?.iter().map(|row| row.get(0)).collect()
}

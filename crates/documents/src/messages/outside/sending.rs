//! Making a message to somebody without a record, sending it again, settling, cancelling and forgetting it. Each change is a step
//! with who, when and why.

use super::super::port::Words;
use super::super::rules::retry;
use super::super::{SendingState, policy};
use super::HAND_OVER_OUTSIDE;
use super::records::{OutsideMessage, OutsideStep};
use crate::Language;
use kernel::{ChainId, SendingId};
use store::{Cx, Failure, Question, Result, params};
use uuid::Uuid;

/// The longest e-mail, characters.
const LONGEST: usize = 5_000;

/// A message to be made.
#[derive(Clone, Debug)]
pub struct NewOutside {
    /// What it is about: a subject of the room that writes.
    pub subject: Uuid,
    /// The kind of subject, by which the room finds its own.
    pub kind: &'static str,
    pub title: String,
    pub language: Language,
    pub address: String,
    pub words: Words,
}

/// Makes a message; it is handed over in the background. The room has seen to it that the reader agreed to be written to.
///
/// # Errors
/// `missing`, `too_long`, `control_character`.
pub fn write_outside(cx: &mut Cx<'_>, new: &NewOutside) -> Result<SendingId> {
    cx.lock(ChainId(new.subject))?;
    check(&new.address, &new.words)?;
    cx.describe(format!("Made an email: {}", new.title), None);
    make(cx, new)
}

fn check(address: &str, words: &Words) -> Result<()> {
    let heading = words.subject.as_deref().unwrap_or_default();
    if address.trim().is_empty() || heading.trim().is_empty() || words.body.trim().is_empty() {
        return Err(Failure::refused("words", "missing", "An email needs an address, a subject and words"));
    }
    if words.body.chars().count() > LONGEST || heading.chars().count() > 200 {
        return Err(Failure::refused("words", "too_long", "Keep the words to 5,000 characters and the subject to 200"));
    }
    let control = |c: char| c.is_control() && c != '\n';
    if words.body.chars().any(control) || heading.chars().any(char::is_control) {
        let words = "The message must not contain hidden control characters";
        return Err(Failure::refused("words", "control_character", words));
    }
    Ok(())
}

fn make(cx: &mut Cx<'_>, new: &NewOutside) -> Result<SendingId> {
    let now = cx.now();
    let row = OutsideMessage {
        subject_id: new.subject,
        id: cx.new_id(),
        kind: new.kind.to_owned(),
        title: new.title.clone(),
        language: new.language,
        address: Some(new.address.trim().to_owned()),
        heading: new.words.subject.clone(),
        body: Some(new.words.body.clone()),
        state: SendingState::Waiting,
        reason: None,
        tries: 0,
        claimed_until: None,
        handed_at: None,
        provider_id: None,
        settled_at: None,
        forgotten_on: None,
        made_at: now,
        author_name: cx.actor().name().to_owned(),
        changed_at: now,
        version: 1,
    };
    cx.insert(&row)?;
    note(cx, &row, None)?;
    cx.enqueue(HAND_OVER_OUTSIDE, job_body(&row), now)?;
    Ok(row.id)
}

pub(super) fn job_body(row: &OutsideMessage) -> serde_json::Value {
    serde_json::json!({ "subject": row.subject_id, "sending": row.id })
}

fn note(cx: &mut Cx<'_>, row: &OutsideMessage, reason: Option<&str>) -> Result<()> {
    let step = OutsideStep {
        subject_id: row.subject_id,
        id: cx.new_id(),
        sending_id: row.id,
        state: row.state,
        reason: reason.map(str::to_owned),
        author_name: cx.actor().name().to_owned(),
        happened_at: cx.now(),
    };
    cx.insert(&step)
}

/// Takes a message on to another state, or keeps it in its own with a new reason.
pub(super) fn go_on(cx: &mut Cx<'_>, row: &mut OutsideMessage, to: SendingState, reason: Option<&str>) -> Result<()> {
    if !retry::may_follow(row.state, to) {
        let words = format!("The message is {} by now", row.state.words().to_lowercase());
        return Err(Failure::refused("", "moved_on", words));
    }
    row.state = to;
    row.reason = reason.map(str::to_owned);
    row.claimed_until = None;
    row.changed_at = cx.now();
    cx.update(row)?;
    note(cx, row, reason)
}

/// The tries that policy allows today.
pub(super) fn most_tries(cx: &mut Cx<'_>) -> Result<i64> {
    let today = cx.today();
    Ok(policy::rows(cx)?.on(today)?.most_tries)
}

/// The messages about a subject, the newest first.
///
/// # Errors
/// When the database fails.
pub fn outside_of(cx: &mut Cx<'_>, subject: Uuid) -> Result<Vec<OutsideMessage>> {
    cx.list("WHERE subject_id = $1 ORDER BY made_at DESC, id DESC", params![subject])
}

const OPEN_TROUBLE: &str = "kind = $1 AND state IN ('failed', 'given_up') AND settled_at IS NULL";
const LONGEST_FIRST: &str = "ORDER BY changed_at, id";

/// What [`outside_trouble`] asks.
#[must_use]
pub fn outside_trouble_question(kind: &str, most: i64) -> Question {
    Question::page::<OutsideMessage>(OPEN_TROUBLE, params![kind.to_owned()], LONGEST_FIRST, most, 0)
}

/// Messages of a kind that did not arrive and that nobody has settled, the longest first, with how many there are.
///
/// # Errors
/// When the database fails.
pub fn outside_trouble(cx: &mut Cx<'_>, kind: &str, most: i64) -> Result<(Vec<OutsideMessage>, i64)> {
    cx.page_of(OPEN_TROUBLE, params![kind.to_owned()], LONGEST_FIRST, most, 0)
}

/// A message held for writing, as whoever writes saw it.
fn hold(cx: &mut Cx<'_>, subject: Uuid, id: SendingId, seen: Option<i64>) -> Result<OutsideMessage> {
    cx.lock(ChainId(subject))?;
    let row = cx.need::<OutsideMessage>(params![subject, id])?;
    if seen.is_some_and(|seen| seen != row.version) {
        return Err(Failure::Stale("The message has moved on".into()));
    }
    Ok(row)
}

/// Makes a message anew that did not arrive: the same words, to the address that the room has now.
///
/// # Errors
/// `on_its_way`, `forgotten`; [`Failure::NotFound`], [`Failure::Stale`].
pub fn send_outside_again(
    cx: &mut Cx<'_>,
    (subject, id): (Uuid, SendingId),
    address: &str,
    seen: Option<i64>,
) -> Result<SendingId> {
    let mut old = hold(cx, subject, id, seen)?;
    if !old.is_trouble() {
        let words = "This message waits, is on its way, arrived or is settled: there is nothing to send again";
        return Err(Failure::refused("", "on_its_way", words));
    }
    let Some(body) = old.body.clone() else {
        return Err(Failure::refused("", "forgotten", "The words and the address of this message are forgotten"));
    };
    cx.describe(format!("Sent an email again: {}", old.title), None);
    settle_row(cx, &mut old, "Sent again")?;
    let row = OutsideMessage {
        id: cx.new_id(),
        address: Some(address.trim().to_owned()),
        body: Some(body),
        state: SendingState::Waiting,
        reason: None,
        tries: 0,
        handed_at: None,
        provider_id: None,
        settled_at: None,
        made_at: cx.now(),
        author_name: cx.actor().name().to_owned(),
        changed_at: cx.now(),
        version: 1,
        ..old
    };
    cx.insert(&row)?;
    note(cx, &row, None)?;
    let now = cx.now();
    cx.enqueue(HAND_OVER_OUTSIDE, job_body(&row), now)?;
    Ok(row.id)
}

/// Says that nothing more is to be done about a message that did not arrive.
///
/// # Errors
/// Without a reason; `no_trouble`; [`Failure::NotFound`], [`Failure::Stale`].
pub fn settle_outside(
    cx: &mut Cx<'_>,
    (subject, id): (Uuid, SendingId),
    reason: &str,
    seen: Option<i64>,
) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Failure::refused("reason", "missing", "Enter a reason"));
    }
    let mut row = hold(cx, subject, id, seen)?;
    if !row.is_trouble() {
        return Err(Failure::refused("", "no_trouble", "Nothing waits for you about this message"));
    }
    cx.describe(format!("Settled an email that did not arrive: {}", row.title), Some(reason));
    settle_row(cx, &mut row, reason)
}

fn settle_row(cx: &mut Cx<'_>, row: &mut OutsideMessage, reason: &str) -> Result<()> {
    row.settled_at = Some(cx.now());
    cx.update(row)?;
    note(cx, row, Some(reason))
}

/// Cancels what waits about a subject, because its reader must not be written to any more. What is being handed over at this
/// moment has left.
///
/// # Errors
/// When the database fails.
pub fn cancel_outside(cx: &mut Cx<'_>, subject: Uuid, reason: &str) -> Result<()> {
    cx.lock(ChainId(subject))?;
    let now = cx.now();
    for mut row in outside_of(cx, subject)? {
        if row.state == SendingState::Waiting && row.claimed_until.is_none_or(|until| until <= now) {
            cx.describe("Cancelled an email", Some(reason));
            go_on(cx, &mut row, SendingState::Cancelled, Some(reason))?;
        }
    }
    Ok(())
}

/// Forgets the address and the words of every message about a subject, in the rows and in their history. That there was a
/// message, and what became of it, stays.
///
/// # Errors
/// When the database fails.
pub fn forget_outside(cx: &mut Cx<'_>, subject: Uuid) -> Result<()> {
    cx.lock(ChainId(subject))?;
    let (today, now) = (cx.today(), cx.now());
    let mut any = false;
    for mut row in outside_of(cx, subject)?.into_iter().filter(|row| row.forgotten_on.is_none()) {
        // One update, so that no image of this transaction has the address either.
        let waits = row.state == SendingState::Waiting && row.claimed_until.is_none_or(|until| until <= now);
        (row.address, row.heading, row.body) = (None, None, None);
        row.forgotten_on = Some(today);
        if waits {
            go_on(cx, &mut row, SendingState::Cancelled, Some("The address is forgotten"))?;
        } else {
            cx.update(&mut row)?;
        }
        any = true;
    }
    if any {
        cx.erase_images::<OutsideMessage>(ChainId(subject))?;
    }
    Ok(())
}

//! Notes from one side to the other, concerns and complaints with their answers.
//!
//! Always true: words never change; whoever wrote a note does not answer it; what worries the provider is on the officer's
//! screen until somebody has looked.

use super::records::{Message, MessageKind};
use super::store::delivery;
use crate::referrals::{LONGEST, hold, keep_line, refuse};
use contacts::Entry;
use kernel::{EntryId, PersonId, PersonKeys, ReferralId, Refusal};
use store::{Cx, Failure, Result};

/// Entries of the log that Throughcare writes of referrals.
const LOGGED: &str = "TREF";

pub(super) fn keep(
    cx: &mut Cx<'_>,
    person_id: PersonId,
    referral_id: ReferralId,
    kind: MessageKind,
    from_provider: bool,
    words: &str,
) -> Result<EntryId> {
    let message = Message {
        person_id,
        id: cx.new_id(),
        referral_id,
        kind,
        from_provider,
        words: words.trim().to_owned(),
        at: cx.now(),
        by_name: cx.actor().name().to_owned(),
        by_id: cx.actor().id(),
        answer: None,
        answered_at: None,
        answered_by: None,
        version: 1,
    };
    cx.insert(&message)?;
    if kind != MessageKind::Message {
        let title = format!("{} about a referral", kind.words());
        let today = cx.today();
        contacts::enter(cx, Entry::new(person_id, LOGGED, today, title).note(message.words.clone()))?;
    }
    Ok(message.id)
}

fn readable(field: &str, words: &str) -> Result<()> {
    let length = words.trim().chars().count();
    let wrong = match length {
        0 => vec![Refusal::new(field, "missing", "Write what you want to say")],
        n if n > LONGEST => vec![Refusal::new(field, "too_long", format!("Use {LONGEST} characters or fewer"))],
        _ => Vec::new(),
    };
    refuse(wrong)
}

/// Writes to the other side. The officer writes messages, and complaints that the person makes; the provider writes messages,
/// concerns and complaints of its own.
///
/// # Errors
/// No words, and a kind that this side does not write.
pub fn write_message(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    id: ReferralId,
    kind: MessageKind,
    words: &str,
) -> Result<EntryId> {
    let from_provider = access::provider_of(cx)?.is_some();
    let whole = hold(cx, keys, id, None)?;
    let fits = match kind {
        MessageKind::Message => true,
        MessageKind::Concern | MessageKind::ProviderComplains => from_provider,
        MessageKind::PersonComplains => true,
    };
    if !fits {
        return Err(Failure::refused("kind", "not_yours", "Choose what it is"));
    }
    readable("words", words)?;
    cx.describe(format!("Wrote about a referral: {}", kind.words().to_lowercase()), None);
    // A complaint of the person is answered by the provider, whoever wrote it down.
    let from = from_provider && kind != MessageKind::PersonComplains;
    let message = keep(cx, whole.referral.person_id, id, kind, from, words)?;
    keep_line(cx, &whole)?;
    Ok(message)
}

/// Says that a note was read, or answers it. A concern and a complaint need words.
///
/// # Errors
/// A note of one's own side, one that is answered, and no words where they are needed.
pub fn answer_message(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    (id, message): (ReferralId, EntryId),
    words: Option<&str>,
) -> Result<()> {
    let from_provider = access::provider_of(cx)?.is_some();
    let whole = hold(cx, keys, id, None)?;
    let found = delivery(cx, &whole.referral)?.messages.into_iter().find(|m| m.id == message);
    let mut message = found.ok_or(Failure::NotFound)?;
    if message.from_provider == from_provider || message.answered_at.is_some() {
        return Err(Refusal::of_request("not_now", "This note does not wait for your answer").into());
    }
    let words = words.map(str::trim).filter(|w| !w.is_empty());
    if message.kind != MessageKind::Message || words.is_some() {
        readable("answer", words.unwrap_or_default())?;
    }
    message.answer = words.map(str::to_owned);
    message.answered_at = Some(cx.now());
    message.answered_by = Some(cx.actor().name().to_owned());
    cx.describe(format!("Answered: {}", message.kind.words().to_lowercase()), words);
    cx.update(&mut message)?;
    keep_line(cx, &whole)
}

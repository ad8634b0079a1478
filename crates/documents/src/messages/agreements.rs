//! Recording what a person said about texts and e-mails, and which numbers must not be used. What is recorded takes effect
//! at once: a withdrawal cancels what waits.

use super::facts::Facts;
use super::rules::address::comparable;
use super::sendings::cancel_waiting;
use super::{Agreement, Barred, Channel, Consent, Language, ReminderDue, SaidHow};
use kernel::{Date, DetailId, Refusal, Refusals};
use people::OpenPerson;
use store::{Cx, Failure, Result};

/// What somebody said.
#[derive(Clone, Debug)]
pub struct NewAgreement {
    pub channel: Channel,
    pub answer: Consent,
    pub language: Language,
    pub said_on: Date,
    pub said_how: SaidHow,
    pub note: Option<String>,
}

/// Records what the person said about messages by one channel. An agreement is to the number or address on the record.
///
/// # Errors
/// `ahead`; `no_agreement_needed` for post; `no_address` or `bad_address` when there is nothing to agree to; `never_agreed`
/// when nothing can be withdrawn.
pub fn record_agreement(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewAgreement) -> Result<DetailId> {
    let facts = Facts::of(cx, open)?;
    let mut wrong: Vec<Refusal> = Vec::new();
    if new.said_on > cx.today() {
        wrong.push(Refusal::new("said_on", "ahead", "Enter today or an earlier day"));
    }
    if new.channel == Channel::Post {
        wrong.push(Refusal::new("channel", "no_agreement_needed", "Letters need no agreement"));
    }
    let typed = facts.typed(new.channel);
    let address = typed.and_then(|typed| comparable(new.channel, typed));
    if new.answer == Consent::Agreed && new.channel != Channel::Post && address.is_none() {
        let what = if new.channel == Channel::Text { "mobile number" } else { "email address" };
        let (code, words) = match typed {
            None => ("no_address", format!("Add their {what} to the person’s details first")),
            Some(_) => ("bad_address", format!("The {what} on the record cannot be used: correct it first")),
        };
        wrong.push(Refusal::new("channel", code, words));
    }
    let before = facts.agreement(new.channel);
    if new.answer == Consent::Withdrawn && before.is_none_or(|a| a.answer != Consent::Agreed) {
        wrong.push(Refusal::new("answer", "never_agreed", "No agreement stands that could be withdrawn"));
    }
    if !wrong.is_empty() {
        return Err(Failure::Refused(Refusals(wrong)));
    }
    let what = new.channel.words().to_lowercase();
    let verb = match new.answer {
        Consent::Agreed => "agreed to",
        Consent::Declined => "did not agree to",
        Consent::Withdrawn => "withdrew their agreement to",
    };
    cx.describe(format!("Recorded that the person {verb} {what}s"), new.note.as_deref());
    let row = Agreement {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        channel: new.channel,
        answer: new.answer,
        address,
        language: new.language,
        said_on: new.said_on,
        said_how: new.said_how,
        note: new.note.clone(),
        recorded_at: cx.now(),
        author_name: cx.actor().name().to_owned(),
    };
    cx.insert(&row)?;
    if new.answer == Consent::Agreed {
        plan_upcoming(cx, open)?;
    } else {
        cancel_waiting(cx, &open.keys, "The person does not agree to it any more", |s| s.channel == new.channel)?;
    }
    Ok(row.id)
}

/// Has the reminders of every appointment to come looked at, now that somebody agreed.
fn plan_upcoming(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<()> {
    let next_at = cx.now();
    for contact in contacts::upcoming(cx, &open.keys)? {
        cx.save(&ReminderDue { person_id: contact.person_id, contact_id: contact.id, next_at })?;
    }
    Ok(())
}

/// Says that a number or e-mail address must not be used, whatever was agreed.
///
/// # Errors
/// `bad_address`; without a reason; `barred_already`.
pub fn bar(cx: &mut Cx<'_>, open: &OpenPerson, typed: &str, reason: &str) -> Result<DetailId> {
    let channel = if typed.contains('@') { Channel::Email } else { Channel::Text };
    let mut wrong: Vec<Refusal> = Vec::new();
    let address = comparable(channel, typed);
    if address.is_none() {
        wrong.push(Refusal::new("address", "bad_address", "Enter a mobile number or an email address"));
    }
    let reason = reason.trim();
    if reason.is_empty() {
        wrong.push(Refusal::new("reason", "missing", "Say why it must not be used"));
    }
    let facts = Facts::of(cx, open)?;
    if facts.barred().iter().any(|b| b.ended_at.is_none() && Some(&b.address) == address.as_ref()) {
        wrong.push(Refusal::new("address", "barred_already", "It is on the list already"));
    }
    let Some(address) = address.filter(|_| wrong.is_empty()) else { return Err(Failure::Refused(Refusals(wrong))) };
    cx.describe("Barred a number or email address", Some(reason));
    let row = Barred {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        address,
        reason: reason.to_owned(),
        since: cx.today(),
        author_name: cx.actor().name().to_owned(),
        ended_at: None,
        ended_reason: None,
        version: 1,
    };
    cx.insert(&row)?;
    cancel_waiting(cx, &open.keys, "The number or address must not be used", |s| s.address == row.address)?;
    Ok(row.id)
}

/// Says that it may be used again.
///
/// # Errors
/// Without a reason; `ended_already`; [`Failure::NotFound`].
pub fn unbar(cx: &mut Cx<'_>, open: &OpenPerson, id: DetailId, reason: &str) -> Result<()> {
    let reason = reason.trim();
    if reason.is_empty() {
        return Err(Failure::refused("reason", "missing", "Say why it may be used again"));
    }
    let facts = Facts::of(cx, open)?;
    let mut row = facts.barred().iter().find(|b| b.id == id).cloned().ok_or(Failure::NotFound)?;
    if row.ended_at.is_some() {
        return Err(Failure::refused("", "ended_already", "Somebody has said so already"));
    }
    cx.describe("Let a barred number or email address be used again", Some(reason));
    row.ended_at = Some(cx.now());
    row.ended_reason = Some(reason.to_owned());
    cx.update(&mut row)
}

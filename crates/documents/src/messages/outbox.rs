//! Handing messages over in the background, and asking what became of them. A message is claimed in one transaction, handed
//! over outside any, and what came of it is recorded in another.
//!
//! Always true: agreement, address, hours and the appointment are looked at in the transaction that claims; tries are
//! bounded; after a crash in between, the port is told that it may have the message already. It runs as jobs, so that a
//! killed server's work is taken up by another.

use super::facts::Facts;
use super::port::{Handed, Handing, Outlet, Port, Report, Trouble, Words};
use super::rules::retry;
use super::rules::when::Hours;
use super::sendings::{find, go_on, job_body, reason_of};
use super::{Channel, Sending, SendingState, letters, policy, reminders};
use jiff::ToSpan;
use kernel::{ContactId, Instant, PersonId, SendingId};
use law::{Law, Nation};
use serde::Deserialize;
use serde_json::Value;
use std::sync::Arc;
use store::{Asker, Cx, Failure, House, Result};

/// Hands one message over.
pub const HAND_OVER: &str = "documents.hand-over";
/// Asks what became of one message.
pub const ASK: &str = "documents.ask-about-message";

/// How long a message belongs to whoever claimed it, seconds; longer than any port may take.
const CLAIM: i64 = 60;

#[derive(Deserialize)]
struct Body {
    person: PersonId,
    sending: SendingId,
    #[serde(default)]
    asked: i64,
}

pub(super) fn asker() -> Asker {
    Asker::system("messages")
}

fn read(body: &Value) -> Result<Body> {
    serde_json::from_value(body.clone()).map_err(|e| Failure::broken(format!("the job names no message: {e}")))
}

/// The outlet of this house: what the binary chose, or one that keeps everything here. In a demo, whatever was chosen,
/// nothing can leave.
pub(super) fn outlet(house: &House) -> Result<Arc<Outlet>> {
    house.read(&asker(), |cx| {
        let chosen = cx.part::<Outlet>().ok();
        let demo = cx.setting("demo")?.is_some();
        Ok(chosen.filter(|o| !demo || o.suits_a_demo()).unwrap_or_else(|| Arc::new(Outlet::kept())))
    })
}

/// A message that is this worker's for a minute.
struct Claimed {
    sending: Sending,
    again: bool,
}

/// Runs [`HAND_OVER`].
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub(super) fn hand_over(house: &House, body: &Value) -> Result<()> {
    let body = read(body)?;
    let outlet = outlet(house)?;
    let Some(Claimed { sending, again }) = house.write(&asker(), |cx| claim(cx, &body, &outlet))? else {
        return Ok(());
    };
    let handing = Handing { reference: sending.id, again };
    let handed = carry(house, outlet.port(), &sending, handing);
    if matches!(handed, Err(Trouble::Later(_) | Trouble::Ours(_))) {
        outlet.rest(house.clock().now());
    }
    if let Err(Trouble::Ours(why)) = &handed {
        tracing::error!(why, "messages cannot be handed over until the settings are mended");
    }
    house.write(&asker(), |cx| record(cx, &body, handed.clone()))
}

/// Claims the message if it may go now. Puts the job back for later, or cancels the message, where it may not.
fn claim(cx: &mut Cx<'_>, body: &Body, outlet: &Outlet) -> Result<Option<Claimed>> {
    let open = people::open_by_id(cx, body.person)?;
    let mut sending = match find(cx, &open.keys, body.sending) {
        Err(Failure::NotFound) => return Ok(None),
        found => found?,
    };
    let now = cx.now();
    if sending.state != SendingState::Waiting {
        return Ok(None);
    }
    cx.describe("Took a message to hand it over", None);
    if let Some(until) = sending.claimed_until.filter(|until| *until > now) {
        return later(cx, &sending, until);
    }
    if let Some(why) = in_the_way(cx, &open, &sending)? {
        go_on(cx, &mut sending, SendingState::Cancelled, Some(&why))?;
        return Ok(None);
    }
    if let Some(until) = outlet.rests(now) {
        return later(cx, &sending, until);
    }
    if sending.channel == Channel::Text {
        let (rows, law) = (policy::rows(cx)?, cx.part::<Law>()?);
        let hours = Hours { policy: rows.on(now.local_date())?, holidays: law.holidays(Nation::EnglandAndWales) };
        if !hours.open_at(now) {
            return later(cx, &sending, hours.next_open(now));
        }
    }
    let again = sending.tries > 0;
    sending.tries += 1;
    sending.claimed_until = Some(now.plus_seconds(CLAIM));
    cx.update(&mut sending)?;
    Ok(Some(Claimed { sending, again }))
}

fn later(cx: &mut Cx<'_>, sending: &Sending, at: Instant) -> Result<Option<Claimed>> {
    cx.enqueue(HAND_OVER, job_body(sending), at)?;
    Ok(None)
}

/// Why the message must not leave any more.
fn in_the_way(cx: &mut Cx<'_>, open: &people::OpenPerson, sending: &Sending) -> Result<Option<String>> {
    if sending.not_after.is_some_and(|last| last <= cx.now()) {
        return Ok(Some("It would have come too late".into()));
    }
    if let (Some(reminders::ABOUT), Some(id)) = (sending.about_kind.as_deref(), sending.about_id)
        && !reminders::stands(cx, &open.keys, ContactId(id))?
    {
        return Ok(Some("The appointment does not stand any more".into()));
    }
    if let Some(document) = sending.document_id {
        match letters::standing(cx, &open.keys, document) {
            Err(Failure::Refused(no)) => return Ok(Some(no.to_string())),
            other => other.map(drop)?,
        }
    }
    let facts = Facts::of(cx, open)?;
    Ok(match facts.may_whatever_broke(sending.channel, sending.again_of.is_some()) {
        Err(no) => Some(reason_of(&no)),
        Ok(allowed) if allowed.address != sending.address => {
            Some("The number or address changed after the message was made".into())
        }
        Ok(_) => None,
    })
}

/// Gives the message to the port, outside any transaction.
fn carry(house: &House, port: &dyn Port, sending: &Sending, handing: Handing) -> std::result::Result<Handed, Trouble> {
    let body = sending.body.clone().unwrap_or_default();
    let words = Words { subject: sending.subject.clone(), body };
    match sending.channel {
        Channel::Text => port.text(&sending.address, &words, handing),
        // What stays here needs no paper.
        Channel::Post | Channel::Email if port.keeps_all() => Ok(Handed::Kept),
        Channel::Email => {
            let pdf = sending.document_id.map(|_| letters::pdf(house, sending)).transpose()?;
            port.email(&sending.address, &words, pdf.as_deref(), handing)
        }
        Channel::Post => port.post(&sending.address, &letters::pdf(house, sending)?, handing),
    }
}

/// Writes down what came of it.
fn record(cx: &mut Cx<'_>, body: &Body, handed: std::result::Result<Handed, Trouble>) -> Result<()> {
    let open = people::open_by_id(cx, body.person)?;
    let mut sending = find(cx, &open.keys, body.sending)?;
    if sending.state != SendingState::Waiting {
        return Ok(());
    }
    let now = cx.now();
    match handed {
        Ok(Handed::Kept) => {
            cx.describe("Kept a message that this installation does not send", None);
            sending.handed_at = Some(now);
            go_on(cx, &mut sending, SendingState::Kept, None)
        }
        Ok(Handed::Over { provider_id }) => {
            cx.describe("Handed a message over", None);
            sending.handed_at = Some(now);
            sending.provider_id = provider_id;
            go_on(cx, &mut sending, SendingState::HandedOver, None)?;
            if sending.provider_id.is_some() {
                ask_later(cx, &sending, 0)?;
            }
            log(cx, &sending)
        }
        Err(Trouble::Never { address, words }) => {
            cx.describe("A message could not be delivered", Some(&words));
            sending.address_fault = address;
            go_on(cx, &mut sending, SendingState::Failed, Some(&words))
        }
        Err(Trouble::Later(words)) => try_again(cx, &mut sending, &words),
        Err(Trouble::Ours(words)) => {
            try_again(cx, &mut sending, &format!("The settings for messages are wrong. {words}"))
        }
    }
}

/// Puts the message back into the queue, a bounded number of times.
fn try_again(cx: &mut Cx<'_>, sending: &mut Sending, words: &str) -> Result<()> {
    let today = cx.today();
    let most = policy::rows(cx)?.on(today)?.most_tries;
    if sending.tries >= most {
        cx.describe("Gave a message up", Some(words));
        return go_on(cx, sending, SendingState::GivenUp, Some(words));
    }
    cx.describe("A message could not be handed over yet", Some(words));
    let at = cx.now().plus_seconds(retry::pause(sending.tries));
    go_on(cx, sending, SendingState::Waiting, Some(words))?;
    later(cx, sending, at).map(|_| ())
}

/// The entry in the log that something went to the person.
fn log(cx: &mut Cx<'_>, sending: &Sending) -> Result<()> {
    let code = if sending.channel == Channel::Post { letters::LETTER_TO } else { letters::MESSAGE_TO };
    if contacts::current(cx)?.contact_type(code).is_none() {
        return Ok(());
    }
    let what = match sending.purpose {
        super::Purpose::Reminder => "Reminder of an appointment",
        super::Purpose::Letter => "Letter",
        super::Purpose::Note => "Message",
    };
    let how = match sending.channel {
        Channel::Post => "posted",
        Channel::Email => "sent by email",
        Channel::Text => "sent by text",
    };
    let today = cx.today();
    contacts::enter(cx, contacts::Entry::new(sending.person_id, code, today, format!("{what} {how}"))).map(|_| ())
}

fn ask_later(cx: &mut Cx<'_>, sending: &Sending, asked: i64) -> Result<()> {
    let mut body = job_body(sending);
    body["asked"] = (asked + 1).into();
    let at = cx.now().plus_seconds(retry::asking_pause(asked));
    cx.enqueue(ASK, body, at)
}

/// Runs [`ASK`].
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub(super) fn ask(house: &House, body: &Value) -> Result<()> {
    let body = read(body)?;
    let outlet = outlet(house)?;
    let sending = house.read(&asker(), |cx| {
        let keys = people::keys_of(cx, body.person)?;
        find(cx, &keys, body.sending)
    })?;
    let Some(provider_id) = sending.provider_id.filter(|_| sending.state == SendingState::HandedOver) else {
        return Ok(());
    };
    let said = outlet.port().ask(&provider_id);
    house.write(&asker(), |cx| reported(cx, &body, said.clone()))
}

fn reported(cx: &mut Cx<'_>, body: &Body, said: std::result::Result<Report, Trouble>) -> Result<()> {
    let open = people::open_by_id(cx, body.person)?;
    let mut sending = find(cx, &open.keys, body.sending)?;
    if sending.state != SendingState::HandedOver {
        return Ok(());
    }
    match said {
        Ok(Report::Delivered) => {
            cx.describe("A message was delivered", None);
            go_on(cx, &mut sending, SendingState::Delivered, None)
        }
        Ok(Report::Failed { address, words }) => {
            cx.describe("A message was not delivered", Some(&words));
            sending.address_fault = address;
            go_on(cx, &mut sending, SendingState::Failed, Some(&words))
        }
        Ok(Report::OnItsWay) | Err(Trouble::Later(_) | Trouble::Ours(_)) => {
            let today = cx.today();
            let days = policy::rows(cx)?.on(today)?.delivery_days;
            let handed_on = sending.handed_at.map_or(today, Instant::local_date);
            if today <= handed_on.saturating_add(days.days()) { ask_later(cx, &sending, body.asked) } else { Ok(()) }
        }
        // Nobody will ever know: it stays handed over.
        Err(Trouble::Never { .. }) => Ok(()),
    }
}

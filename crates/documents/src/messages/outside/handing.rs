//! Handing messages to people without a record over in the background, and asking what became of them: claimed in one
//! transaction, handed over outside any, recorded in another, as messages to people are.

use super::super::outbox::{asker, outlet};
use super::super::port::{Handed, Handing, Outlet, Report, Trouble, Words};
use super::super::rules::retry;
use super::super::{SendingState, policy};
use super::records::OutsideMessage;
use super::sending::{go_on, job_body, most_tries};
use super::{ASK_OUTSIDE, HAND_OVER_OUTSIDE};
use jiff::ToSpan;
use kernel::{ChainId, Instant, SendingId};
use serde::Deserialize;
use serde_json::Value;
use store::{Cx, Failure, House, Result, params};
use uuid::Uuid;

/// How long a message belongs to whoever claimed it, seconds; longer than any port may take.
const CLAIM: i64 = 60;

#[derive(Deserialize)]
struct Body {
    subject: Uuid,
    sending: SendingId,
    #[serde(default)]
    asked: i64,
}

fn read(body: &Value) -> Result<Body> {
    serde_json::from_value(body.clone()).map_err(|e| Failure::broken(format!("the job names no message: {e}")))
}

fn find(cx: &mut Cx<'_>, body: &Body) -> Result<OutsideMessage> {
    cx.need(params![body.subject, body.sending])
}

/// Runs [`HAND_OVER_OUTSIDE`].
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub(in super::super) fn hand_over(house: &House, body: &Value) -> Result<()> {
    let body = read(body)?;
    let outlet = outlet(house)?;
    let Some(row) = house.write(&asker(), |cx| claim(cx, &body, &outlet))? else { return Ok(()) };
    let handing = Handing { reference: row.id, again: row.tries > 1 };
    let words = Words { subject: row.heading.clone(), body: row.body.clone().unwrap_or_default() };
    let handed = match &row.address {
        Some(_) if outlet.port().keeps_all() => Ok(Handed::Kept),
        Some(address) => outlet.port().email(address, &words, None, handing),
        None => Err(Trouble::Never { address: true, words: "The address is forgotten".to_owned() }),
    };
    if matches!(handed, Err(Trouble::Later(_) | Trouble::Ours(_))) {
        outlet.rest(house.clock().now());
    }
    if let Err(Trouble::Ours(why)) = &handed {
        tracing::error!(why, "messages cannot be handed over until the settings are mended");
    }
    house.write(&asker(), |cx| record(cx, &body, handed.clone()))
}

/// Claims the message if it may go now; puts the job back for later where somebody else has it or the outlet rests.
fn claim(cx: &mut Cx<'_>, body: &Body, outlet: &Outlet) -> Result<Option<OutsideMessage>> {
    cx.lock(ChainId(body.subject))?;
    let mut row = match find(cx, body) {
        Err(Failure::NotFound) => return Ok(None),
        found => found?,
    };
    let now = cx.now();
    if row.state != SendingState::Waiting {
        return Ok(None);
    }
    if let Some(until) = row.claimed_until.filter(|until| *until > now).or(outlet.rests(now)) {
        cx.enqueue(HAND_OVER_OUTSIDE, job_body(&row), until)?;
        return Ok(None);
    }
    cx.describe("Took an email to hand it over", None);
    row.tries += 1;
    row.claimed_until = Some(now.plus_seconds(CLAIM));
    cx.update(&mut row)?;
    Ok(Some(row))
}

/// Writes down what came of it.
fn record(cx: &mut Cx<'_>, body: &Body, handed: std::result::Result<Handed, Trouble>) -> Result<()> {
    cx.lock(ChainId(body.subject))?;
    let mut row = find(cx, body)?;
    if row.state != SendingState::Waiting {
        return Ok(());
    }
    let now = cx.now();
    match handed {
        Ok(Handed::Kept) => {
            cx.describe("Kept an email that this installation does not send", None);
            row.handed_at = Some(now);
            go_on(cx, &mut row, SendingState::Kept, None)
        }
        Ok(Handed::Over { provider_id }) => {
            cx.describe("Handed an email over", None);
            (row.handed_at, row.provider_id) = (Some(now), provider_id);
            go_on(cx, &mut row, SendingState::HandedOver, None)?;
            if row.provider_id.is_some() { ask_later(cx, &row, 0) } else { Ok(()) }
        }
        Err(Trouble::Never { words, .. }) => {
            cx.describe("An email could not be delivered", Some(&words));
            go_on(cx, &mut row, SendingState::Failed, Some(&words))
        }
        Err(Trouble::Later(words)) => try_again(cx, &mut row, &words),
        Err(Trouble::Ours(words)) => try_again(cx, &mut row, &format!("The settings for messages are wrong. {words}")),
    }
}

fn try_again(cx: &mut Cx<'_>, row: &mut OutsideMessage, words: &str) -> Result<()> {
    if row.tries >= most_tries(cx)? {
        cx.describe("Gave an email up", Some(words));
        return go_on(cx, row, SendingState::GivenUp, Some(words));
    }
    cx.describe("An email could not be handed over yet", Some(words));
    let at = cx.now().plus_seconds(retry::pause(row.tries));
    go_on(cx, row, SendingState::Waiting, Some(words))?;
    cx.enqueue(HAND_OVER_OUTSIDE, job_body(row), at)
}

fn ask_later(cx: &mut Cx<'_>, row: &OutsideMessage, asked: i64) -> Result<()> {
    let mut body = job_body(row);
    body["asked"] = (asked + 1).into();
    let at = cx.now().plus_seconds(retry::asking_pause(asked));
    cx.enqueue(ASK_OUTSIDE, body, at)
}

/// Runs [`ASK_OUTSIDE`].
///
/// # Errors
/// When the body is not ours or the database fails: the job is then tried again.
pub(in super::super) fn ask(house: &House, body: &Value) -> Result<()> {
    let body = read(body)?;
    let outlet = outlet(house)?;
    let row = house.read(&asker(), |cx| find(cx, &body))?;
    let Some(provider_id) = row.provider_id.filter(|_| row.state == SendingState::HandedOver) else {
        return Ok(());
    };
    let said = outlet.port().ask(&provider_id);
    house.write(&asker(), |cx| reported(cx, &body, said.clone()))
}

fn reported(cx: &mut Cx<'_>, body: &Body, said: std::result::Result<Report, Trouble>) -> Result<()> {
    cx.lock(ChainId(body.subject))?;
    let mut row = find(cx, body)?;
    if row.state != SendingState::HandedOver {
        return Ok(());
    }
    match said {
        Ok(Report::Delivered) => {
            cx.describe("An email was delivered", None);
            go_on(cx, &mut row, SendingState::Delivered, None)
        }
        Ok(Report::Failed { words, .. }) => {
            cx.describe("An email was not delivered", Some(&words));
            go_on(cx, &mut row, SendingState::Failed, Some(&words))
        }
        Ok(Report::OnItsWay) | Err(Trouble::Later(_) | Trouble::Ours(_)) => {
            let today = cx.today();
            let days = policy::rows(cx)?.on(today)?.delivery_days;
            let handed_on = row.handed_at.map_or(today, Instant::local_date);
            if today <= handed_on.saturating_add(days.days()) { ask_later(cx, &row, body.asked) } else { Ok(()) }
        }
        // Nobody will ever know: it stays handed over.
        Err(Trouble::Never { .. }) => Ok(()),
    }
}

//! Messages of the past, for filling a new database: made and ended as they would have been, by the same steps and under the
//! same rules, but for the queue that they do not stand in.

use super::facts::Facts;
use super::port::Words;
use super::sendings::{Made, go_on, write};
use super::{Channel, Purpose, SendingState};
use kernel::{ContactId, SendingId};
use people::OpenPerson;
use store::{Cx, Result};

/// A message that was sent or was not.
#[derive(Clone, Debug)]
pub struct PastMessage {
    pub channel: Channel,
    pub words: Words,
    /// The appointment that it reminded of.
    pub reminds_of: Option<ContactId>,
    /// The states that it came to one after the other, with the reason where there was one.
    pub came_to: Vec<(SendingState, Option<String>)>,
    /// It failed for the address's sake.
    pub address_fault: bool,
}

/// Writes a message of the past.
///
/// # Errors
/// Outside bulk writing; when the person has no address or did not agree.
pub fn fill_message(cx: &mut Cx<'_>, open: &OpenPerson, past: &PastMessage) -> Result<SendingId> {
    // Only a database that is being filled may choose its time.
    let now = cx.now();
    cx.pretend_it_is(now)?;
    let facts = Facts::of(cx, open)?;
    let allowed = facts.may(past.channel)?;
    cx.describe("Made a message to the person", None);
    let made = Made {
        purpose: if past.reminds_of.is_some() { Purpose::Reminder } else { Purpose::Note },
        channel: past.channel,
        address: allowed.address,
        language: allowed.tongue.unwrap_or(facts.letters()),
        words: Some(past.words.clone()),
        document: None,
        about: past.reminds_of.map(|id| (super::reminders::ABOUT.to_owned(), id.0)),
        again_of: None,
        not_after: None,
    };
    let mut sending = write(cx, &open.keys, made)?;
    for (state, reason) in &past.came_to {
        if *state == SendingState::HandedOver {
            sending.handed_at = Some(now);
        }
        sending.address_fault = past.address_fault && state.is_trouble();
        go_on(cx, &mut sending, *state, reason.as_deref())?;
    }
    Ok(sending.id)
}

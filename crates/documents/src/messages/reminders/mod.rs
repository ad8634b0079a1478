//! Reminders of appointments. When one is arranged it is noted for a look; a look decides by policy, agreement and the hour
//! whether a reminder goes now, and when to look again.
//!
//! Always true: one reminder at most for an appointment and a number of days before it; none for an appointment that does
//! not stand; none without agreement. What the words may say is policy, because others see a lock screen too.

mod filling;
mod listening;
mod looking;

pub(crate) use filling::example;
pub(crate) use listening::hear;
pub use looking::look_at_reminders;

use super::{Channel, Purpose, Sending, SendingState};
use kernel::{ContactId, Date, Instant, PersonKeys, SendingId};
use store::{Cx, Failure, Result, Value, key_values};

/// What a reminder is about, as it is kept with the message.
pub(crate) const ABOUT: &str = "appointment";

/// The appointment still stands and lies ahead.
pub(super) fn stands(cx: &mut Cx<'_>, keys: &PersonKeys, id: ContactId) -> Result<bool> {
    match contacts::find(cx, keys, id) {
        Ok(contact) => Ok(contact.appointment && contact.awaited && contact.happens_on >= cx.today()),
        Err(Failure::NotFound) => Ok(false),
        Err(other) => Err(other),
    }
}

/// A reminder that went to the person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ReminderSent {
    pub sending: SendingId,
    pub contact: Option<ContactId>,
    pub channel: Channel,
    pub handed_at: Instant,
    pub state: SendingState,
}

/// The reminders that left for the person from a day on, the oldest first: something done so that they keep to their order.
/// What this installation only kept did not leave and is not among them.
///
/// # Errors
/// When the database fails.
pub fn reminders_sent(cx: &mut Cx<'_>, keys: &PersonKeys, since: Date) -> Result<Vec<ReminderSent>> {
    let mut values = key_values(keys);
    let from = Instant::from_local(since.at(0, 0, 0, 0));
    let left = [SendingState::HandedOver, SendingState::Delivered, SendingState::Failed];
    values.extend([Value::from(Purpose::Reminder), Value::from(from)]);
    let at = values.len();
    values.extend(left.map(Value::from));
    let rest = format!(
        "WHERE person_id IN ({}) AND purpose = ${} AND handed_at >= ${at} AND state IN (${}, ${}, ${}) ORDER BY handed_at, id",
        keys.placeholders(1),
        at - 1,
        at + 1,
        at + 2,
        at + 3,
    );
    let rows = cx.list::<Sending>(&rest, &values)?;
    let sent = |s: Sending| {
        Some(ReminderSent {
            sending: s.id,
            contact: s.about_id.map(ContactId),
            channel: s.channel,
            handed_at: s.handed_at?,
            state: s.state,
        })
    };
    Ok(rows.into_iter().filter_map(sent).collect())
}

//! The looks at reminders that are due, a slice at a time, each appointment in a transaction of its own. Two servers may
//! look at once: the person's lock lets one go first, and the other finds the reminder made.

use super::ABOUT;
use super::filling::Told;
use crate::messages::facts::Facts;
use crate::messages::policy;
use crate::messages::rules::when::Hours;
use crate::messages::sendings::{Made, make};
use crate::messages::{Channel, Purpose, Reminder, ReminderDue};
use contacts::Contact;
use kernel::{Instant, PersonKeys};
use law::{Law, Nation};
use store::{Asker, Cx, Failure, House, Result, params};

/// Appointments looked at in one turn.
const SLICE: i64 = 100;

/// Looks at the reminders whose moment has come. Gives how many appointments were looked at; nothing is written while none
/// is due.
///
/// # Errors
/// When the database fails.
pub fn look_at_reminders(house: &House) -> Result<usize> {
    let asker = Asker::system("reminders");
    let due = house.read(&asker, |cx| {
        let now = cx.now();
        let rest = "WHERE next_at <= $1 ORDER BY next_at, person_id, contact_id LIMIT $2";
        cx.list::<ReminderDue>(rest, params![now, SLICE])
    })?;
    for row in &due {
        house.write(&asker, |cx| look(cx, row))?;
    }
    Ok(due.len())
}

fn look(cx: &mut Cx<'_>, due: &ReminderDue) -> Result<()> {
    let keys = people::keys_of(cx, due.person_id)?;
    cx.lock(keys.survivor.into())?;
    let now = cx.now();
    let Some(contact) = standing(cx, &keys, due)? else { return forget(cx, due) };
    let Some(start) = contact.starts else { return forget(cx, due) };
    let (rows, law, types) = (policy::rows(cx)?, cx.part::<Law>()?, contacts::current(cx)?);
    let policy = rows.on(now.local_date())?;
    let hours = Hours { policy, holidays: law.holidays(Nation::EnglandAndWales) };
    let last = hours.last_moment(contact.happens_on, start);
    if last <= now {
        return forget(cx, due);
    }
    let covered = !contact.sensitive && types.contact_type(&contact.contact_type).is_some_and(|t| policy.covers(t));
    if !covered {
        return again(cx, due, last);
    }
    let made =
        cx.list::<Reminder>("WHERE person_id = $1 AND contact_id = $2", params![contact.person_id, contact.id])?;
    let made: Vec<i64> = made.iter().map(|r| r.days_before).collect();
    let seen = hours.look(contact.happens_on, start, contact.recorded_at, &made, now);
    if let Some(days_before) = seen.send {
        remind(cx, hours, &contact, days_before, last)?;
    }
    again(cx, due, seen.next.unwrap_or(last))
}

fn standing(cx: &mut Cx<'_>, keys: &PersonKeys, due: &ReminderDue) -> Result<Option<Contact>> {
    match contacts::find(cx, keys, due.contact_id) {
        Ok(contact) => Ok(Some(contact).filter(|c| c.appointment && c.awaited)),
        Err(Failure::NotFound) => Ok(None),
        Err(other) => Err(other),
    }
}

fn forget(cx: &mut Cx<'_>, due: &ReminderDue) -> Result<()> {
    let sql = "DELETE FROM view_reminder_due WHERE person_id = $1 AND contact_id = $2";
    cx.execute(sql, params![due.person_id, due.contact_id]).map(|_| ())
}

fn again(cx: &mut Cx<'_>, due: &ReminderDue, next_at: Instant) -> Result<()> {
    cx.save(&ReminderDue { next_at, ..due.clone() })
}

/// Makes the reminder, by text where the person agreed to texts, else by e-mail; where they agreed to neither, or only after
/// its moment, there is none.
fn remind(cx: &mut Cx<'_>, hours: Hours<'_>, contact: &Contact, days_before: i64, last: Instant) -> Result<()> {
    let open = people::open_by_id(cx, contact.person_id)?;
    let facts = Facts::of(cx, &open)?;
    let (now, today) = (cx.now(), cx.today());
    for channel in [Channel::Text, Channel::Email] {
        let Ok(allowed) = facts.may(channel) else { continue };
        let agreed = facts.agreement(channel).map_or(now, |a| a.recorded_at);
        let Some(start) = contact.starts else { continue };
        // Somebody who agrees after the moment is not reminded of what they have just been told.
        if hours.look(contact.happens_on, start, agreed, &[], now).send != Some(days_before) {
            continue;
        }
        let tongue = allowed.tongue.unwrap_or(facts.letters());
        let rows = policy::rows(cx)?;
        let told = Told::of(cx, contact, &open.person.first_name)?;
        let words = match told.words(&rows, hours.policy, today, channel, tongue)? {
            Ok(words) => words,
            Err(no) => {
                tracing::warn!(why = %no.words, "a reminder could not be written");
                continue;
            }
        };
        cx.describe("Reminded the person of an appointment", None);
        let sending = make(
            cx,
            &open.keys,
            Made {
                purpose: Purpose::Reminder,
                channel,
                address: allowed.address,
                language: tongue,
                words: Some(words),
                document: None,
                about: Some((ABOUT.to_owned(), contact.id.0)),
                again_of: None,
                not_after: Some(last),
            },
        )?;
        return cx.insert(&Reminder {
            person_id: contact.person_id,
            contact_id: contact.id,
            days_before,
            sending_id: sending,
            made_at: now,
        });
    }
    Ok(())
}

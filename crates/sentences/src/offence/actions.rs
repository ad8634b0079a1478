//! Adding an offence, correcting it, saying which is the main one, and removing one entered in error.

use super::Offence;
use crate::event::rules::refused;
use crate::{Event, find};
use domain_events::DomainEvent;
use kernel::{Date, EventId, OffenceId, PersonKeys, Refusal};
use store::{Cx, Result};

/// An offence as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OffenceFacts {
    pub code: Option<String>,
    pub title: String,
    pub wording: Option<String>,
    pub committed_on: Option<Date>,
    pub committed_until: Option<Date>,
    pub plea: Option<String>,
    pub verdict: Option<String>,
    pub convicted_on: Option<Date>,
}

fn check(facts: &OffenceFacts, today: Date) -> Vec<Refusal> {
    let mut found = Vec::new();
    if facts.title.trim().is_empty() {
        found.push(Refusal::new("title", "missing", "Enter the offence"));
    }
    if matches!((facts.committed_on, facts.committed_until), (Some(from), Some(until)) if until < from) {
        found.push(Refusal::new("committed_until", "before_start", "The last day must not be before the first"));
    }
    for (field, day) in [("committed_on", facts.committed_on), ("convicted_on", facts.convicted_on)] {
        if day.is_some_and(|day| day > today) {
            found.push(Refusal::new(field, "in_future", "The date must be today or in the past"));
        }
    }
    if matches!((facts.committed_on, facts.convicted_on), (Some(done), Some(convicted)) if convicted < done) {
        found.push(Refusal::new("convicted_on", "before_offence", "The conviction cannot be before the offence"));
    }
    found
}

impl Offence {
    pub(crate) fn fresh(id: OffenceId, event: &Event, main: bool, facts: &OffenceFacts) -> Offence {
        let mut offence = Offence {
            person_id: event.person_id,
            id,
            event_id: event.id,
            main,
            code: None,
            title: String::new(),
            wording: None,
            committed_on: None,
            committed_until: None,
            plea: None,
            verdict: None,
            convicted_on: None,
            source_key: None,
            sent: None,
            removed: None,
            version: 1,
        };
        offence.take(facts);
        offence
    }

    pub(crate) fn take(&mut self, facts: &OffenceFacts) {
        self.code.clone_from(&facts.code);
        self.title.clone_from(&facts.title);
        self.wording.clone_from(&facts.wording);
        self.committed_on = facts.committed_on;
        self.committed_until = facts.committed_until;
        self.plea.clone_from(&facts.plea);
        self.verdict.clone_from(&facts.verdict);
        self.convicted_on = facts.convicted_on;
    }
}

/// Adds an offence; the first of an event is the main one.
///
/// # Errors
/// Refuses an offence without words, and dates out of order.
pub fn add_offence(cx: &mut Cx<'_>, keys: &PersonKeys, event: EventId, facts: &OffenceFacts) -> Result<OffenceId> {
    cx.lock(keys.survivor.into())?;
    refused(check(facts, cx.today()))?;
    let event = find::event(cx, keys, event)?;
    let others: Vec<Offence> = find::rows_where(cx, keys, "event_id", event.id, "")?;
    let main = !others.iter().any(|o| o.main && o.removed.is_none());
    let offence = Offence::fresh(cx.new_id(), &event, main, facts);
    cx.describe(format!("Added an offence to event {}: {}", event.number, facts.title), None);
    cx.insert(&offence)?;
    tell(cx, keys, event.id)?;
    Ok(offence.id)
}

fn tell(cx: &mut Cx<'_>, keys: &PersonKeys, event: EventId) -> Result<()> {
    cx.tell(&DomainEvent::OffenceChanged { person: keys.survivor, event })
}

/// Corrects an offence.
///
/// # Errors
/// As [`add_offence`]; [`store::Failure::Stale`] when somebody changed it since `seen`.
pub fn amend_offence(
    cx: &mut Cx<'_>,
    keys: &PersonKeys,
    offence: OffenceId,
    facts: &OffenceFacts,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    refused(check(facts, cx.today()))?;
    let mut offence = find::offence(cx, keys, offence)?;
    find::as_seen(offence.version, seen)?;
    offence.take(facts);
    cx.describe(format!("Corrected an offence: {}", facts.title), None);
    cx.update(&mut offence)?;
    tell(cx, keys, offence.event_id)
}

/// Makes an offence the main one of its event, and the one that was an additional one.
///
/// # Errors
/// Refuses a removed offence.
pub fn make_main_offence(cx: &mut Cx<'_>, keys: &PersonKeys, offence: OffenceId) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let mut offence = find::offence(cx, keys, offence)?;
    if offence.removed.is_some() {
        return Err(Refusal::of_request("removed", "This offence was removed").into());
    }
    if offence.main {
        return Ok(());
    }
    cx.describe(format!("Made the main offence: {}", offence.title), None);
    for mut other in find::rows_where::<Offence>(cx, keys, "event_id", offence.event_id, "")? {
        if other.main {
            other.main = false;
            cx.update(&mut other)?;
        }
    }
    offence.main = true;
    cx.update(&mut offence)?;
    tell(cx, keys, offence.event_id)
}

/// Removes an offence that should not be there. `reason` is a code; the row stays.
///
/// # Errors
/// When there is no such offence.
pub fn remove_offence(cx: &mut Cx<'_>, keys: &PersonKeys, offence: OffenceId, reason: &str) -> Result<()> {
    cx.lock(keys.survivor.into())?;
    let mut offence = find::offence(cx, keys, offence)?;
    if offence.removed.is_some() {
        return Ok(());
    }
    offence.removed = Some(reason.to_owned());
    offence.main = false;
    cx.describe(format!("Removed an offence: {}", offence.title), None);
    cx.update(&mut offence)?;
    tell(cx, keys, offence.event_id)
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn an_offence_has_words_and_its_dates_are_in_order() {
        let today = date(2026, 11, 22);
        let codes = |facts: &OffenceFacts| check(facts, today).into_iter().map(|r| r.code).collect::<Vec<_>>();
        let theft = OffenceFacts {
            title: "Theft".into(),
            committed_on: Some(date(2026, 5, 1)),
            committed_until: Some(date(2026, 5, 3)),
            convicted_on: Some(date(2026, 6, 1)),
            ..OffenceFacts::default()
        };
        assert!(codes(&theft).is_empty());
        assert_eq!(codes(&OffenceFacts { title: " ".into(), ..theft.clone() }), ["missing"]);
        assert_eq!(
            codes(&OffenceFacts { committed_until: Some(date(2026, 4, 30)), ..theft.clone() }),
            ["before_start"]
        );
        assert_eq!(codes(&OffenceFacts { convicted_on: Some(date(2026, 4, 30)), ..theft.clone() }), ["before_offence"]);
        assert_eq!(codes(&OffenceFacts { convicted_on: Some(date(2026, 11, 23)), ..theft }), ["in_future"]);
    }
}

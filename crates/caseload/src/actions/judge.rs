//! Stopping or moving a clock by a recorded judgement, and taking that back.

use super::moving::JUDGED;
use crate::judgement::{Clock, Effect, check};
use crate::records::{EffectKind, JudgementRow, Standing};
use crate::views::refresh;
use contacts::Entry;
use domain_events::DomainEvent;
use kernel::{EntryId, PersonId, Refusals};
use store::{Cx, Failure, Result, params};

/// What somebody judged.
#[derive(Clone, Debug)]
pub struct Judging {
    pub clock: Clock,
    pub effect: Effect,
    pub reason: String,
}

/// Records a judgement on a clock.
///
/// # Errors
/// What [`check`] refuses; `not_supervised`.
pub fn judge_clock(cx: &mut Cx<'_>, person: PersonId, judging: &Judging) -> Result<EntryId> {
    cx.lock(person.into())?;
    let supervised = cx.get::<Standing>(params![person])?.is_some_and(|s| s.ended_on.is_none());
    if !supervised {
        return Err(Failure::refused("", "not_supervised", "This person is not under supervision"));
    }
    let (today, until) = (cx.today(), judging.effect.day());
    check(judging.effect, &judging.reason, today).map_err(|no| Failure::from(Refusals(no)))?;
    let (effect, verb) = match judging.effect {
        Effect::StopUntil(_) => (EffectKind::Stop, "Stopped"),
        Effect::MoveTo(_) => (EffectKind::Move, "Moved"),
    };
    let words = judging.clock.words().to_lowercase();
    cx.describe(format!("{verb} the clock of the {words}"), Some(&judging.reason));
    let row = JudgementRow {
        person_id: person,
        id: cx.new_id(),
        clock: judging.clock.code().into(),
        effect,
        until,
        made_on: today,
        author: cx.actor().name().to_owned(),
        reason: judging.reason.trim().to_owned(),
        withdrawn_at: None,
        withdrawn_by: None,
        withdrawn_why: None,
        version: 1,
    };
    cx.insert(&row)?;
    let title = format!("{verb} the clock of the {words} until {}", until.strftime("%-d %B %Y"));
    contacts::enter(cx, Entry::new(person, JUDGED, today, title).note(row.reason.clone()))?;
    cx.tell(&DomainEvent::ClockJudged { person, clock: row.clock.clone(), until: Some(until) })?;
    refresh(cx, person)?;
    Ok(row.id)
}

/// Takes a judgement back: the clock runs as if it had not been made, and the record still shows it.
///
/// # Errors
/// [`Failure::NotFound`]; `no_reason`; `withdrawn` when somebody has done so already.
pub fn withdraw_judgement(cx: &mut Cx<'_>, person: PersonId, id: EntryId, why: &str) -> Result<()> {
    cx.lock(person.into())?;
    let mut row = cx.need::<JudgementRow>(params![person, id])?;
    if row.withdrawn_at.is_some() {
        return Err(Failure::refused("", "withdrawn", "This judgement has already been taken back"));
    }
    if why.trim().is_empty() {
        return Err(Failure::refused("why", "no_reason", "Say why the judgement is taken back"));
    }
    cx.describe("Took back a judgement on a clock", Some(why));
    row.withdrawn_at = Some(cx.now());
    row.withdrawn_by = Some(cx.actor().name().to_owned());
    row.withdrawn_why = Some(why.trim().to_owned());
    cx.update(&mut row)?;
    cx.tell(&DomainEvent::ClockJudged { person, clock: row.clock.clone(), until: None })?;
    refresh(cx, person)
}

//! Once a night everybody who is supervised is looked at: time limits since the last assessment, birthdays, and whoever
//! was never asked to be assessed. In chunks, so that a server that stops loses nothing: the next goes on from there, and
//! a person looked at twice is asked about once.

use super::actions::{Call, call};
use super::reading::{signed_on, triggers};
use super::rules::{Timed, Triggers, time_asks};
use crate::due::policy;
use crate::registrations;
use jiff::ToSpan;
use kernel::{Date, Instant, PersonId, PersonKeys};
use sentences::{Basis, Supervision};
use serde::{Deserialize, Serialize};
use store::{Asker, Cx, Failure, House, Result};

/// The job that looks at a chunk of people and leaves the next.
pub const NIGHT_JOB: &str = "assessment.time-limits";
/// Where the progress is kept.
const SETTING: &str = "assessment.time-limits";
/// Within this time, seconds, the next look must come.
const SOON: i64 = 2 * 24 * 3600;
/// How many people one job looks at, well within the job's lease.
const CHUNK: i64 = 100;

/// How far the look at everybody has got.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Night {
    /// The day that it is about.
    pub day: Option<Date>,
    /// The last person looked at.
    pub after: Option<PersonId>,
    pub looked_at: u64,
    pub raised: u64,
    /// UTC microseconds.
    pub finished_at: Option<i64>,
}

/// What a job is to do.
#[derive(Debug, Serialize, Deserialize)]
struct Body {
    day: Option<Date>,
    after: Option<PersonId>,
}

/// How far the look at everybody has got.
///
/// # Errors
/// When the database fails.
pub fn night(cx: &mut Cx<'_>) -> Result<Night> {
    let text = cx.setting(SETTING)?;
    Ok(text.and_then(|t| serde_json::from_str(&t).ok()).unwrap_or_default())
}

fn keep(cx: &mut Cx<'_>, night: &Night) -> Result<()> {
    let text = serde_json::to_string(night).map_err(|e| Failure::broken(e.to_string()))?;
    cx.set_setting(SETTING, &text)
}

fn leave(cx: &mut Cx<'_>, after: Option<PersonId>, day: Option<Date>, at: Instant) -> Result<()> {
    let body = serde_json::to_value(Body { day, after }).map_err(|e| Failure::broken(e.to_string()))?;
    cx.enqueue(NIGHT_JOB, body, at)
}

/// Leaves the first job, where none was ever left. Each night leaves the next; where a clock that was wrong left it for a time
/// far ahead, one is left for now.
///
/// # Errors
/// When the database fails.
pub fn begin_nights(house: &House) -> Result<()> {
    let asker = Asker::system("assessment");
    let soon = house.clock().now().plus_seconds(SOON);
    let goes_on = |cx: &mut Cx<'_>| Ok(cx.setting(SETTING)?.is_some() && cx.is_planned(NIGHT_JOB, soon)?);
    if house.read(&asker, goes_on)? {
        return Ok(());
    }
    house.write(&asker, |cx| {
        if !goes_on(cx)? {
            let so_far = night(cx)?;
            keep(cx, &so_far)?;
            let now = cx.now();
            leave(cx, None, None, now)?;
        }
        Ok(())
    })
}

/// Looks at the next people, each in a transaction of their own, and leaves the job for those after them.
///
/// # Errors
/// When the database fails; the job is tried again and goes on where it was.
pub fn run_night(house: &House, body: &serde_json::Value) -> Result<()> {
    let asker = Asker::system("assessment");
    let body: Body = serde_json::from_value(body.clone()).map_err(|e| Failure::broken(e.to_string()))?;
    let day = body.day.unwrap_or_else(|| house.clock().today());
    let so_far = house.read(&asker, night)?;
    // A job that was run and not closed comes again: what it would leave was left already.
    if body.after.is_none() && so_far.day == Some(day) || body.after.is_some() && so_far.after != body.after {
        return Ok(());
    }
    let people = house.read(&asker, |cx| sentences::supervised_people(cx, body.after, CHUNK))?;
    let mut raised = 0;
    for person in &people {
        raised += house.write(&asker, |cx| look_at(cx, person, day))?;
    }
    let last = people.last().map(|p| p.person_id);
    house.write(&asker, |cx| {
        let before = if body.after.is_none() { Night::default() } else { night(cx)? };
        let mut now = Night {
            day: Some(day),
            after: last,
            looked_at: before.looked_at + people.len() as u64,
            raised: before.raised + raised,
            finished_at: None,
        };
        if i64::try_from(people.len()).unwrap_or(CHUNK) < CHUNK {
            now.finished_at = Some(cx.now().0);
            let tomorrow = day.saturating_add(1.day()).max(cx.today());
            leave(cx, None, None, Instant::from_local(tomorrow.at(2, 0, 0, 0)))?;
        } else {
            let at = cx.now();
            leave(cx, last, Some(day), at)?;
        }
        keep(cx, &now)
    })
}

/// Looks at one person; gives how many reviews were called for.
fn look_at(cx: &mut Cx<'_>, supervised: &Supervision, day: Date) -> Result<u64> {
    let keys = people::keys_of(cx, supervised.person_id)?;
    if keys.survivor != supervised.person_id {
        return Ok(0);
    }
    let triggers = triggers(cx)?;
    let who = timed(cx, &keys, supervised)?;
    let notice = policy(cx)?.number("notice-time-limit", day)?;
    ask(cx, &keys, &who, &triggers, day, notice)
}

fn timed(cx: &mut Cx<'_>, keys: &PersonKeys, supervised: &Supervision) -> Result<Timed> {
    let line = people::lines(cx, &[keys.survivor])?.remove(&keys.survivor);
    let types = registrations::types(cx)?;
    let live = registrations::live(cx, keys)?;
    let risk = live.iter().find_map(|s| types.known(&s.registration.kind)?.risk_level.clone());
    Ok(Timed {
        born: line.and_then(|l| l.born),
        since: supervised.since,
        sentenced: matches!(supervised.basis, Basis::Order | Basis::Custody | Basis::Licence),
        signed_on: signed_on(cx, keys)?,
        risk,
    })
}

fn ask(cx: &mut Cx<'_>, keys: &PersonKeys, who: &Timed, triggers: &Triggers, day: Date, notice: i64) -> Result<u64> {
    let mut raised = 0;
    for asked in time_asks(who, triggers, day, notice) {
        let Some(trigger) = triggers.at(&asked.code, day) else { continue };
        // Somebody whose first assessment was asked for in another way is not asked about again.
        if trigger.first_only && super::reading::reviews(cx, keys)?.iter().any(|s| s.review.reason == trigger.code) {
            continue;
        }
        let new = Call {
            keys,
            writer: keys.survivor,
            trigger,
            on: asked.on,
            source: asked.source,
            due: asked.due,
            note: None,
        };
        raised += u64::from(call(cx, triggers, new)?.is_some());
    }
    Ok(raised)
}

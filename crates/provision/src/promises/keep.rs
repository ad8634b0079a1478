//! Keeping what a court was told, and the promises that come of it when the order is made.
//!
//! Always true: an answer is kept as it was told, with its working; an answer serves one order; a promise stands on the
//! answer or says that it was worked out when the order was made; the day of beginning is all that is ever added.

use super::{PromiseLine, StartAnswer, StartPromise};
use crate::start::{About, Asked, RequirementStart, Starts, Working, starts};
use domain_events::DomainEvent;
use kernel::{CourtId, Date, OrderId, PersonId, PersonKeys, RequirementId, StartAnswerId};
use people::OpenPerson;
use serde::{Deserialize, Serialize};
use store::{Cx, Failure, Result, Value, key_values};

/// One requirement of a kept answer: the offer that would begin first, or why there was no date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct KeptStart {
    /// A requirement type of the law.
    pub requirement: String,
    pub name: String,
    pub working: Option<Working>,
    /// The other offers that were told, the earlier first.
    #[serde(default)]
    pub others: Vec<Working>,
    /// Why there was no date, as it was told.
    pub missing: Vec<String>,
}

impl KeptStart {
    fn of(start: &RequirementStart) -> KeptStart {
        let missing =
            if start.best().is_some() { Vec::new() } else { start.missing.iter().map(|m| m.words()).collect() };
        KeptStart {
            requirement: start.code().to_owned(),
            name: start.allowed.name.en.clone(),
            working: start.best().cloned(),
            others: start.options.iter().skip(1).filter(|option| option.earliest.is_some()).cloned().collect(),
            missing,
        }
    }
}

/// The days told, in a line, so that a page can say which answer it showed.
#[must_use]
pub fn fingerprint(starts: &[RequirementStart]) -> String {
    let day = |day: Option<Date>| day.map_or_else(|| "-".to_owned(), |day| day.to_string());
    let told = starts.iter().filter_map(|start| {
        let range = start.range()?;
        Some(format!("{} {} {} {}", start.code(), range.earliest, day(range.median), day(range.by)))
    });
    told.collect::<Vec<_>>().join("; ")
}

/// Keeps what a court is told today for a person. `shown` is the [`fingerprint`] of the page on which it was decided;
/// without one the answer is kept as it is worked out now.
///
/// # Errors
/// When the lists have changed since the page was shown, there is nothing to keep, or the database fails.
pub fn keep_answer(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    asked: &Asked,
    kept_for: &str,
    shown: Option<&str>,
) -> Result<StartAnswerId> {
    let told = starts(cx, &About::person(open), asked)?;
    if shown.is_some_and(|shown| shown != fingerprint(&told.requirements)) {
        let words = "Somebody joined or left a list while you were looking, and the days are no longer the same. Look at the new answer, then keep it.";
        return Err(Failure::Stale(words.into()));
    }
    keep(cx, open, &told, kept_for)
}

fn keep(cx: &mut Cx<'_>, open: &OpenPerson, told: &Starts, kept_for: &str) -> Result<StartAnswerId> {
    let kept: Vec<KeptStart> = told.requirements.iter().map(KeptStart::of).collect();
    let answers = serde_json::to_value(kept).map_err(|e| Failure::broken(e.to_string()))?;
    let words = format!("Kept what {} was told of start dates", told.court.name);
    cx.describe(words, Some(kept_for));
    let answer = StartAnswer {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        court_id: told.court.id,
        sentence_on: told.on,
        told_on: told.asked_on,
        answers,
        kept_for: kept_for.to_owned(),
        told_at: cx.now(),
        told_by: cx.actor().name().to_owned(),
    };
    cx.insert(&answer)?;
    Ok(answer.id)
}

/// What courts were told for a person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn kept_answers(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<StartAnswer>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY told_at DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// The requirements of a kept answer, as told.
///
/// # Errors
/// When the row holds something else.
pub fn told(answer: &StartAnswer) -> Result<Vec<KeptStart>> {
    serde_json::from_value(answer.answers.clone()).map_err(|e| Failure::broken(format!("a kept answer: {e}")))
}

/// Every promise of a person, the newest first.
///
/// # Errors
/// When the database fails.
pub fn promises_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<StartPromise>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY promised_at DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// A requirement of an order that was made.
#[derive(Clone, Debug, PartialEq)]
pub(super) struct Made {
    pub(super) keys: PersonKeys,
    pub(super) order: OrderId,
    pub(super) requirement: RequirementId,
    pub(super) kind: String,
    pub(super) court: Option<CourtId>,
    pub(super) made_on: Date,
    /// What the court said of it, which may name the programme.
    pub(super) notes: Option<String>,
}

/// The offer whose service the court named; else the first.
fn named<'a>(options: impl Iterator<Item = &'a Working> + Clone, notes: Option<&str>) -> Option<&'a Working> {
    let said = notes.unwrap_or_default().to_lowercase();
    let by_name = options.clone().find(|option| said.contains(&option.service.to_lowercase()));
    by_name.or_else(|| options.into_iter().next())
}

/// The newest answer that was kept before the order was made, serves no other order and still holds: with the working for
/// this requirement, whose promised day is not past already.
pub(super) fn answer_for(cx: &mut Cx<'_>, made: &Made) -> Result<Option<(StartAnswer, Working)>> {
    let promises = promises_of(cx, &made.keys)?;
    for answer in kept_answers(cx, &made.keys)? {
        let elsewhere = promises.iter().any(|p| p.answer_id == Some(answer.id) && p.order_id != made.order);
        if elsewhere || answer.told_on > made.made_on {
            continue;
        }
        let start = told(&answer)?.into_iter().find(|start| start.requirement == made.kind);
        let working =
            start.and_then(|start| named(start.working.iter().chain(&start.others), made.notes.as_deref()).cloned());
        return Ok(working.filter(|w| w.by.is_some_and(|by| by >= made.made_on)).map(|working| (answer, working)));
    }
    Ok(None)
}

/// Works a day out for a requirement for which none was told beforehand; nothing where none can be promised.
pub(super) fn work_out(cx: &mut Cx<'_>, open: &OpenPerson, made: &Made) -> Result<Option<Working>> {
    let Some(court) = made.court else { return Ok(None) };
    let asked = Asked { court, on: made.made_on.max(cx.today()) };
    let told = starts(cx, &About::person(open), &asked)?;
    let start = told.requirements.into_iter().find(|start| start.code() == made.kind);
    let option = start.as_ref().and_then(|start| named(start.options.iter(), made.notes.as_deref()));
    Ok(option.filter(|working| working.by.is_some()).cloned())
}

/// Writes the promise down, once for a requirement.
pub(super) fn promise(cx: &mut Cx<'_>, made: &Made, working: &Working, answer: Option<&StartAnswer>) -> Result<()> {
    let (Some(by), Some(earliest), Some(offer)) = (working.by, working.earliest, working.offer) else {
        return Ok(());
    };
    let person = made.keys.survivor;
    if !promised(cx, person, made.requirement)?.is_empty() {
        return Ok(());
    }
    let words = if answer.is_some() { "as the court was told" } else { "worked out when the order was made" };
    cx.describe(format!("Promised a start by {}, {words}", kernel::words::day(by)), None);
    let promise = StartPromise {
        person_id: person,
        id: cx.new_id(),
        order_id: made.order,
        requirement_id: made.requirement,
        requirement: made.kind.clone(),
        offer_id: offer,
        court_id: answer.map(|a| a.court_id).or(made.court),
        told_on: answer.map_or(cx.today(), |a| a.told_on),
        promised_on: by,
        earliest_on: earliest,
        median_on: working.median,
        chance: working.chance,
        working: serde_json::to_value(working).map_err(|e| Failure::broken(e.to_string()))?,
        promised_at: cx.now(),
        begun_on: None,
        version: 1,
        answer_id: answer.map(|a| a.id),
    };
    cx.insert(&promise)?;
    cx.save(&line_of(&promise, None)?)?;
    let (promise, order, requirement) = (promise.id, made.order, made.requirement);
    cx.tell(&DomainEvent::StartPromised { person, promise, order, requirement, on: by })
}

/// Promises of a requirement, whichever of the person's records holds them.
pub(super) fn promised(cx: &mut Cx<'_>, person: PersonId, requirement: RequirementId) -> Result<Vec<StartPromise>> {
    let keys = people::keys_of(cx, person)?;
    let mut values = key_values(&keys);
    let rest = format!("WHERE person_id IN ({}) AND requirement_id = ${}", keys.placeholders(1), values.len() + 1);
    values.push(Value::from(requirement));
    cx.list(&rest, &values)
}

/// A promise as it is counted.
pub(crate) fn line_of(promise: &StartPromise, closed_on: Option<Date>) -> Result<PromiseLine> {
    let working: Working =
        serde_json::from_value(promise.working.clone()).map_err(|e| Failure::broken(format!("a promise: {e}")))?;
    let late_days = promise.begun_on.map(|begun| i64::from((begun - promise.promised_on).get_days()));
    Ok(PromiseLine {
        offer_id: promise.offer_id,
        promise_id: promise.id,
        person_id: promise.person_id,
        order_id: promise.order_id,
        requirement_id: promise.requirement_id,
        requirement: promise.requirement.clone(),
        court_id: promise.court_id,
        promised_on: promise.promised_on,
        begun_on: promise.begun_on,
        closed_on,
        late_days,
        level: match promise.begun_on {
            Some(begun) => working.chance_before(begun),
            None => working.chance_by(promise.promised_on),
        },
        beforehand: promise.answer_id.is_some(),
    })
}

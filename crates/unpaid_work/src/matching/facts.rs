//! Gathers what the record knows of a person for matching, and what somebody said of when they can work.

use super::records::{Availability, Said};
use super::rules::{Finding, PersonFacts, Times, fit};
use crate::placements::NewPlacement;
use crate::projects::policy::Policy;
use crate::projects::{refuse, some_text};
use kernel::{Date, PersonKeys, Refusal, Time};
use law::Law;
use people::OpenPerson;
use people::cards::{Address, Disability, Equality};
use serde_json::json;
use store::{Cx, Failure, Question, Result, key_values};

/// What somebody says of when and how they can work.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct AvailabilityFacts {
    /// Weekdays from 1 for Monday.
    pub weekdays: Vec<i64>,
    pub from_time: Option<Time>,
    pub until_time: Option<Time>,
    pub rest_days: Vec<i64>,
    pub cares_for_children: Option<String>,
    pub works: Option<String>,
    pub skills: Vec<String>,
    pub limits: Vec<String>,
    pub health: Option<String>,
    pub women_only: Option<Said>,
    pub travel_minutes: Option<i64>,
    pub town: Option<String>,
    pub note: Option<String>,
    pub told_on: Option<Date>,
}

/// What somebody said last; none when nobody asked. Of several records of one person, the one told last.
///
/// # Errors
/// When the database fails.
pub fn availability(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Option<Availability>> {
    Ok(cx.ask_list(&availability_question(keys))?.into_iter().next())
}

/// What [`availability`] asks.
#[must_use]
pub fn availability_question(keys: &PersonKeys) -> Question {
    let rest = format!("WHERE person_id IN ({}) ORDER BY told_on DESC, person_id", keys.placeholders(1));
    Question::list::<Availability>(&rest, &key_values(keys))
}

fn digits(days: &[i64]) -> String {
    let mut days: Vec<i64> = days.iter().copied().filter(|d| (1..=7).contains(d)).collect();
    days.sort_unstable();
    days.dedup();
    days.iter().map(ToString::to_string).collect()
}

fn check(facts: &AvailabilityFacts, today: Date, policy: &Policy) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if let (Some(from), Some(until)) = (facts.from_time, facts.until_time)
        && until <= from
    {
        wrong.push(Refusal::new("until_time", "ends_before_start", "The latest end must be after the earliest start"));
    }
    if facts.weekdays.iter().chain(&facts.rest_days).any(|d| !(1..=7).contains(d)) {
        wrong.push(Refusal::new("weekdays", "bad_weekday", "Choose days from Monday to Sunday"));
    }
    if let Some(day) = facts.rest_days.iter().find(|d| facts.weekdays.contains(d)) {
        let words = format!("{} cannot both suit and be kept free: choose one", super::day_name(*day));
        wrong.push(Refusal::new("rest_days", "both", words));
    }
    if facts.skills.iter().any(|code| !policy.skills.iter().any(|c| c.code == *code)) {
        wrong.push(Refusal::new("skills", "not_a_choice", "Choose skills from the list"));
    }
    if facts.limits.iter().any(|code| !policy.needs.iter().any(|c| c.code == *code)) {
        wrong.push(Refusal::new("limits", "not_a_choice", "Choose what the person cannot do from the list"));
    }
    if facts.travel_minutes.is_some_and(|m| !(0..=600).contains(&m)) {
        wrong.push(Refusal::new("travel_minutes", "out_of_range", "The way must be between 0 and 600 minutes"));
    }
    if facts.told_on.is_some_and(|on| on > today) {
        wrong.push(Refusal::new("told_on", "in_future", "The day must be today or in the past"));
    }
    wrong
}

/// Records when and how somebody can work, over what they said before. History keeps that.
///
/// # Errors
/// Refuses times in the wrong order, a day that both suits and is kept free, codes that were not offered; [`Failure::Stale`]
/// when somebody else wrote since `seen`.
pub fn record_availability(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    facts: &AvailabilityFacts,
    seen: Option<i64>,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    refuse(check(facts, cx.today(), Policy::shipped()?))?;
    let known = availability(cx, &open.keys)?;
    if seen.is_some_and(|seen| known.as_ref().map_or(0, |k| k.version) != seen) {
        return Err(Failure::Stale("Somebody else recorded when the person can work meanwhile".into()));
    }
    cx.describe("Recorded when and how the person can work", None);
    let mut row = Availability {
        person_id: known.as_ref().map_or(open.keys.survivor, |k| k.person_id),
        weekdays: digits(&facts.weekdays),
        from_time: facts.from_time,
        until_time: facts.until_time,
        rest_days: digits(&facts.rest_days),
        cares_for_children: some_text(facts.cares_for_children.as_deref()),
        works: some_text(facts.works.as_deref()),
        skills: json!(facts.skills),
        limits: json!(facts.limits),
        health: some_text(facts.health.as_deref()),
        women_only: facts.women_only,
        travel_minutes: facts.travel_minutes,
        town: some_text(facts.town.as_deref()),
        note: some_text(facts.note.as_deref()),
        told_on: facts.told_on.unwrap_or_else(|| cx.today()),
        author: cx.actor().name().to_owned(),
        version: known.as_ref().map_or(1, |k| k.version),
    };
    if known.is_some() { cx.update(&mut row) } else { cx.insert(&row) }
}

/// What [`person_facts`] asks, for a page that asks for more with it.
pub(crate) fn facts_questions(keys: &PersonKeys) -> Vec<Question> {
    let mut all = sentences::events_questions(keys);
    all.extend([
        availability_question(keys),
        people::card_question::<Equality>(keys),
        people::card_question::<Disability>(keys),
        people::card_question::<Address>(keys),
        assessment::registrations::live_question(keys),
    ]);
    all
}

/// Everything that matters for where a person works.
pub(crate) fn person_facts(cx: &mut Cx<'_>, open: &OpenPerson) -> Result<PersonFacts> {
    let (law, policy, today) = (cx.part::<Law>()?, Policy::shipped()?, cx.today());
    let availability = availability(cx, &open.keys)?;
    let religion = people::card::<Equality>(cx, &open.keys)?.into_iter().find_map(|e| e.religion);
    let disabilities = people::card::<Disability>(cx, &open.keys)?;
    let disabilities = disabilities.into_iter().filter(|d| d.withdrawn.is_none() && d.end_date.is_none());
    let disabilities: Vec<String> = disabilities.map(|d| d.condition.unwrap_or(d.kind)).collect();
    let types = assessment::registrations::types(cx)?;
    let live = assessment::registrations::live(cx, &open.keys)?;
    let registrations =
        live.iter().map(|s| (s.registration.kind.clone(), types.name(&s.registration.kind).to_owned())).collect();
    let bound: Vec<&str> = policy.place_bound(today).collect();
    let events = sentences::events(cx, &open.keys)?;
    let running = events.iter().filter(|e| e.is_open());
    let mut offences: Vec<String> = Vec::new();
    let mut place_bound = Vec::new();
    for event in running {
        let counted = event.offences.iter().filter(|o| o.removed.is_none());
        offences.extend(counted.map(|o| o.title.clone()));
        let orders = event.orders.iter().filter(|o| o.order.is_open());
        for row in orders.flat_map(|o| &o.requirements).map(|r| &r.requirement) {
            if row.is_open() && bound.contains(&row.kind.as_str()) {
                let name = law.requirement(&row.kind).map_or_else(|| row.kind.clone(), |k| k.en.clone());
                place_bound.push((row.kind.clone(), name, row.notes.clone()));
            }
        }
    }
    offences.dedup();
    let town = people::main_address(cx, &open.keys, today)?.and_then(|a| a.town);
    let gender = open.person.gender.clone();
    let unit = None;
    Ok(PersonFacts { gender, religion, registrations, place_bound, offences, disabilities, town, unit, availability })
}

/// What speaks for and against a placement as it is asked for.
pub(crate) fn findings_for(cx: &mut Cx<'_>, open: &OpenPerson, new: &NewPlacement) -> Result<Vec<Finding>> {
    let facts = person_facts(cx, open)?;
    let project = crate::projects::project(cx, new.project)?;
    let times = Times { weekday: new.weekday, start: new.start_time, end: new.end_time };
    Ok(fit(&facts, &project.project, times, new.from, Policy::shipped()?))
}

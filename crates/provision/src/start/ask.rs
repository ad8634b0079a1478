//! The door: for a court, a day and a person, each requirement that the law allows, whether it exists in the court's area,
//! and when it would really begin.
//!
//! Always true: a fixed number of statements whatever the number of offers, groups and people; the same tables on the same
//! day give the same answer. It writes nothing.

use super::plan::{self, Bounds};
use super::provided::Provided;
use super::reads::{self, Standing};
use super::{Ahead, Already, Answer, Assumed, Missing, Question, Range, Ready, Step, Working, begin};
use crate::{ForSex, Offer, Opens, Reach, Service, WaitingState};
use jiff::ToSpan;
use kernel::{CourtId, Date, OfferId, PersonKeys, ServiceId, words};
use law::{Allowed, Case, Family, Law, Nation, SentenceAttribute, Verdict};
use organisation::{Court, Unit};
use people::OpenPerson;
use std::collections::HashMap;
use std::sync::Arc;
use store::{Cx, Failure, Result};

/// What a court asks.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Asked {
    pub court: CourtId,
    /// The day of sentence.
    pub on: Date,
}

/// For whom: somebody on record, or only sex and date of birth.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct About {
    pub keys: Option<PersonKeys>,
    /// A code of the set `gender`.
    pub sex: Option<String>,
    pub born: Option<Date>,
    /// The days of offence and conviction, where they are not read from the record.
    pub offence: Option<Date>,
    pub convicted: Option<Date>,
}

impl About {
    #[must_use]
    pub fn person(open: &OpenPerson) -> About {
        About {
            keys: Some(open.keys.clone()),
            sex: open.person.gender.clone(),
            born: open.person.born,
            ..About::default()
        }
    }
}

/// One requirement type with its answer.
#[derive(Clone, Debug, PartialEq)]
pub struct RequirementStart {
    /// What the law says of it in this case.
    pub allowed: Allowed,
    /// What is offered in the area, the earliest first.
    pub options: Vec<Working>,
    /// Why there is no date, where there is none.
    pub missing: Vec<Missing>,
}

impl RequirementStart {
    #[must_use]
    pub fn code(&self) -> &str {
        &self.allowed.code
    }

    /// The offer that begins first, if any can be told.
    #[must_use]
    pub fn best(&self) -> Option<&Working> {
        self.options.first().filter(|working| working.earliest.is_some())
    }

    #[must_use]
    pub fn range(&self) -> Option<Range> {
        self.best().and_then(Working::range)
    }

    /// Somebody delivers it in the court's area.
    #[must_use]
    pub fn is_here(&self) -> bool {
        !self.options.is_empty()
    }
}

/// The answer to a whole court.
#[derive(Clone, Debug, PartialEq)]
pub struct Starts {
    pub court: Court,
    /// The court's area; none where its results go to no team.
    pub unit: Option<Unit>,
    pub asked_on: Date,
    pub on: Date,
    /// How sure a promised day is to be.
    pub chance: f64,
    /// Each requirement type of a community order, in statutory order.
    pub requirements: Vec<RequirementStart>,
}

/// When each requirement would begin for a person.
///
/// # Errors
/// When there is no such court, the day is past, or the database fails.
pub fn start_dates(cx: &mut Cx<'_>, open: &OpenPerson, asked: &Asked) -> Result<Vec<RequirementStart>> {
    Ok(starts(cx, &About::person(open), asked)?.requirements)
}

/// The same with the area it was answered for, for somebody who need not be on record.
///
/// # Errors
/// As [`start_dates`].
pub fn starts(cx: &mut Cx<'_>, about: &About, asked: &Asked) -> Result<Starts> {
    if asked.on < cx.today() {
        return Err(Failure::refused("on", "past", "The day of sentence must be today or later"));
    }
    let court = organisation::courts(cx)?.into_iter().find(|court| court.id == asked.court);
    let court = court.ok_or(Failure::NotFound)?;
    let team = court.team_id.map(|team| organisation::team(cx, team)).transpose()?;
    let units = organisation::units(cx)?;
    let unit = team.and_then(|team| units.iter().find(|unit| unit.id == team.unit_id)).cloned();
    let law = cx.part::<Law>()?;
    let case = case(cx, &law, about, asked.on)?;
    let allowed = law.may_be_ordered(&case);
    let provided = Provided::now(cx)?;
    let today = cx.today();
    let here = unit.as_ref().map(|unit| provided.in_unit(unit.id, today)).unwrap_or_default();
    let ids: Vec<OfferId> = here.iter().map(|offer| offer.id).collect();
    let standing = reads::standing(cx, &ids, about.keys.as_ref())?;
    let level = provided.level(today).cloned();
    let level = level.ok_or_else(|| Failure::broken("no row says how sure a promised day is to be"))?;
    let chance = level.chance;
    let mut asking = Asking {
        provided: &provided,
        law: &law,
        about,
        today,
        on: asked.on,
        here,
        standing,
        chance,
        level: level.level,
        done: HashMap::new(),
    };
    let requirements = allowed
        .into_iter()
        .filter(|allowed| allowed.belongs)
        .map(|allowed| asking.requirement(allowed, unit.as_ref(), &court, &units))
        .collect();
    Ok(Starts { court, unit, asked_on: today, on: asked.on, chance, requirements })
}

/// The case of somebody before a community order, with what is known here.
fn case(cx: &mut Cx<'_>, law: &Law, about: &About, on: Date) -> Result<Case> {
    let order = law
        .sentences()
        .iter()
        .find(|s| s.requirements.contains(&Family::Community) && !s.is(SentenceAttribute::Historic));
    let mut case = Case::new(order.map_or("", |order| order.code.as_str()), on);
    case.date_of_birth = about.born;
    let days = about.keys.as_ref().map(|keys| sentences::waiting_matter(cx, keys)).transpose()?.unwrap_or_default();
    case.offence = about.offence.or(days.offence);
    case.conviction = about.convicted.or(days.conviction);
    Ok(case)
}

struct Asking<'a> {
    provided: &'a Arc<Provided>,
    law: &'a Law,
    about: &'a About,
    today: Date,
    on: Date,
    here: Vec<&'a Offer>,
    standing: HashMap<OfferId, Standing>,
    chance: f64,
    level: f64,
    /// Offers already answered; none while one is being answered, so that a circle is seen.
    done: HashMap<OfferId, Option<(Working, Answer)>>,
}

impl Asking<'_> {
    fn requirement(
        &mut self,
        allowed: Allowed,
        unit: Option<&Unit>,
        court: &Court,
        units: &[Unit],
    ) -> RequirementStart {
        if allowed.verdict == Verdict::NotAllowed {
            return RequirementStart { allowed, options: Vec::new(), missing: Vec::new() };
        }
        let services = self.provided.delivering(&allowed.code);
        let mut missing = Vec::new();
        let Some(unit) = unit else {
            let none =
                if services.is_empty() { Missing::NoService } else { Missing::NoArea { court: court.name.clone() } };
            return RequirementStart { allowed, options: Vec::new(), missing: vec![none] };
        };
        let mut options = Vec::new();
        for offered in self.here.clone() {
            if !services.contains(&offered.service_id) {
                continue;
            }
            match self.offer(offered) {
                Ok((working, _)) => options.push(working),
                Err(why) => missing.push(why),
            }
        }
        options.sort_by_key(order);
        if options.is_empty() && missing.is_empty() {
            missing.push(self.nowhere_near(&services, unit, units));
        }
        if let Some(best) = options.first() {
            missing.extend(best.missing.iter().cloned());
        }
        RequirementStart { allowed, options, missing }
    }

    fn nowhere_near(&self, services: &[ServiceId], unit: &Unit, units: &[Unit]) -> Missing {
        if services.is_empty() {
            return Missing::NoService;
        }
        let has = |other: &&Unit| {
            let offers = self.provided.in_unit(other.id, self.on);
            other.id != unit.id && offers.iter().any(|o| services.contains(&o.service_id))
        };
        let near = units.iter().filter(|other| other.region_id == unit.region_id).find(has);
        let nearest = near.or_else(|| units.iter().find(has)).map(|other| other.name.clone());
        Missing::NotHere { unit: unit.name.clone(), nearest }
    }

    /// The answer for one offer, computed once.
    fn offer(&mut self, offered: &Offer) -> std::result::Result<(Working, Answer), Missing> {
        let id = offered.id;
        let known = self.provided.service(offered.service_id).map(|service| service.name.clone());
        let known = known.ok_or(Missing::NoService)?;
        match self.done.get(&id) {
            Some(Some(done)) => return Ok(done.clone()),
            Some(None) => return Err(Missing::InACircle { service: known }),
            None => {}
        }
        self.done.insert(id, None);
        let answered = self.answer(offered);
        match &answered {
            Ok(done) => self.done.insert(id, Some(done.clone())),
            Err(_) => self.done.remove(&id),
        };
        answered
    }

    fn answer(&mut self, offered: &Offer) -> std::result::Result<(Working, Answer), Missing> {
        let provided = Arc::clone(self.provided);
        let service = provided.service(offered.service_id).ok_or(Missing::NoService)?;
        let standing = self.standing.get(&offered.id).cloned().unwrap_or_default();
        let ready_on = self.on.saturating_add(service.lead_days.days());
        let mut working = self.blank(offered, service, ready_on);
        if let Some(answer) = already(&mut working, &standing) {
            return Ok((working, answer));
        }
        let (not_before, not_after) = self.taken(service, &mut working)?;
        let ready = self.ready(service, ready_on.max(not_before), &mut working)?;
        let last = earlier(self.provided.last_day(offered), not_after);
        let openings = self.openings(offered, service, &standing, last, working.assumed.cancelled);
        if let Some(on) = self.provided.last_day(offered) {
            note_end(&mut working, provided.contract(offered), on);
        }
        let ahead = self.ahead(&standing, ready_on, &mut working);
        let (leaves_weekly, missed) = (working.assumed.leaves_weekly, working.assumed.missed);
        let question =
            Question { asked: self.today, ready: &ready, ahead: &ahead, openings: &openings, leaves_weekly, missed };
        let answer = begin(&question).map_err(|flaw| Missing::NotComputed { why: format!("{flaw:?}") })?;
        working.answered(&question, &answer);
        if working.by.is_some() {
            working.missing.retain(|m| !matches!(m, Missing::Ends { .. }));
        }
        Ok((working, answer))
    }

    fn blank(&self, offered: &Offer, service: &Service, ready_on: Date) -> Working {
        let rate = self.provided.rate(service.id, self.today);
        let assumed = rate.map_or_else(
            || Assumed {
                leaves_weekly: 0.0,
                missed: 0.0,
                cancelled: 0.0,
                source:
                    "no rates are set down for this service, so it is reckoned as if nobody left and nothing fell out"
                        .into(),
                from: None,
            },
            |rate| Assumed {
                leaves_weekly: rate.leaves_weekly,
                missed: rate.missed_first,
                cancelled: rate.cancelled,
                source: rate.source.code().into(),
                from: Some(rate.from_date),
            },
        );
        let mut conditions = Vec::new();
        if service.consent_needed {
            conditions.push("The person must agree to take part.".into());
        }
        conditions.extend(risk_words(service.least_risk.as_deref(), service.most_risk.as_deref()));
        Working {
            offer: Some(offered.id),
            service: service.name.clone(),
            provider: self.provided.provider_of(offered).to_owned(),
            reach: reach_words(offered),
            asked_on: self.today,
            sentence_on: self.on,
            lead_days: service.lead_days,
            ready_on,
            first: Vec::new(),
            ahead: 0,
            joining: 0,
            leaving: 0.0,
            assumed,
            openings: Vec::new(),
            earliest: None,
            median: None,
            by: None,
            chance: self.chance,
            level: self.level,
            conditions,
            already: None,
            missing: Vec::new(),
        }
    }

    /// Whether the service takes the person, and between which days by age.
    fn taken(&self, service: &Service, working: &mut Working) -> std::result::Result<(Date, Option<Date>), Missing> {
        let name = || service.name.clone();
        let not_for = |why: String| Missing::NotFor { service: service.name.clone(), why };
        match (service.for_sex, self.about.sex.as_deref()) {
            (ForSex::Any, _) | (ForSex::Women, Some("F")) | (ForSex::Men, Some("M")) => {}
            (ForSex::Women, Some("M")) => return Err(not_for("it is for women".into())),
            (ForSex::Men, Some("F")) => return Err(not_for("it is for men".into())),
            _ => return Err(Missing::NoSex { service: name() }),
        }
        if service.min_age.is_none() && service.max_age.is_none() {
            return Ok((self.today, None));
        }
        let born = self.about.born.ok_or(Missing::NoDateOfBirth)?;
        let not_before = service.min_age.map_or(self.today, |years| birthday(born, years));
        let not_after = service.max_age.map(|years| birthday(born, years + 1).saturating_sub(1.day()));
        if not_after.is_some_and(|last| last < working.ready_on) {
            let years = service.max_age.unwrap_or_default();
            return Err(not_for(format!("it is for people up to {years} years old")));
        }
        if let Some(years) = service.min_age.filter(|_| not_before > working.ready_on) {
            working.conditions.push(format!("It takes people from {years} years, so from {}.", words::day(not_before)));
        }
        Ok((not_before, not_after))
    }

    /// From when the person could begin: by lead time, or once what comes first is done.
    fn ready(
        &mut self,
        service: &Service,
        not_before: Date,
        working: &mut Working,
    ) -> std::result::Result<Vec<Ready>, Missing> {
        let mut ready = Ready::on(not_before).to_vec();
        let mut first_answer: Option<(Answer, i64)> = None;
        for before in self.provided.first(service.id) {
            let (first, answer, takes) = self.first(before)?;
            working.first.push(first);
            // With several to do first, the one that is done last decides.
            let later =
                first_answer.as_ref().is_none_or(|(known, days)| done_by(known, *days) < done_by(&answer, takes));
            if later {
                first_answer = Some((answer, takes));
            }
        }
        if let Some((answer, takes)) = first_answer {
            ready = plan::after(&answer, takes, not_before);
        }
        Ok(ready)
    }

    /// The earliest offer here of a service that comes first.
    fn first(&mut self, service: ServiceId) -> std::result::Result<(Working, Answer, i64), Missing> {
        let provided = Arc::clone(self.provided);
        let known = provided.service(service).ok_or(Missing::NoService)?;
        let mut best: Option<(Working, Answer)> = None;
        for offered in self.here.clone().into_iter().filter(|o| o.service_id == service) {
            match self.offer(offered) {
                Ok(answered) if best.as_ref().is_none_or(|(b, _)| order(&answered.0) < order(b)) => {
                    best = Some(answered)
                }
                Err(circle @ Missing::InACircle { .. }) => return Err(circle),
                _ => {}
            }
        }
        let takes = known.weeks.saturating_mul(7);
        let (working, answer) = best.ok_or_else(|| Missing::FirstNotHere { service: known.name.clone() })?;
        Ok((working, answer, takes))
    }

    fn openings(
        &self,
        offered: &Offer,
        service: &Service,
        standing: &Standing,
        last: Option<Date>,
        cancelled: f64,
    ) -> Vec<super::Opening> {
        let weekdays = plan::weekdays(&service.weekdays);
        let bounds = Bounds {
            today: self.today.max(self.provided.first_day(offered)),
            last,
            weekdays: &weekdays,
            worked: self.law.working_days(Nation::EnglandAndWales),
            cancelled,
        };
        match offered.opens {
            Opens::Groups => plan::of_groups(&standing.groups, &bounds),
            Opens::Weekly => plan::of_weeks(&standing.weeks, &bounds),
        }
    }

    /// Those on the list, and those who are expected to join it before the day of sentence.
    fn ahead(&self, standing: &Standing, ready_on: Date, working: &mut Working) -> Vec<Ahead> {
        let mut ahead: Vec<Ahead> =
            standing.ahead.iter().map(|(ready, people)| Ahead { ready: *ready, people: *people }).collect();
        if working.already.is_none() {
            let days = f64::from((self.on - self.today).get_days().max(0));
            working.joining = (standing.joins_a_day * days).round().clamp(0.0, 1_000.0) as u32;
            ahead.push(Ahead { ready: ready_on, people: working.joining });
        }
        ahead
    }
}

/// The earlier promise first, then the earlier possible day; an offer without a date last.
fn order(working: &Working) -> (Date, Date, Date, Option<OfferId>) {
    let late = |day: Option<Date>| day.unwrap_or(Date::MAX);
    (late(working.by), late(working.median), late(working.earliest), working.offer)
}

/// By when a service that comes first is as likely as not done.
fn done_by(answer: &Answer, takes_days: i64) -> Date {
    answer.by(0.5).map_or(Date::MAX, |on| on.saturating_add(takes_days.days()))
}

/// What the person's own entry already decides: a booked place or a beginning. A place in the list is only noted.
fn already(working: &mut Working, standing: &Standing) -> Option<Answer> {
    let entry = standing.own.as_ref()?;
    let certain = match (entry.state, entry.begun_on, entry.starts_on) {
        (WaitingState::Begun, Some(on), _) => {
            working.already = Some(Already::Begun { on });
            on
        }
        (WaitingState::Booked | WaitingState::Offered, _, Some(on)) => {
            working.already = Some(Already::Booked { starts: on });
            on
        }
        (WaitingState::Left, ..) => return None,
        _ => {
            working.already = Some(Already::Waits { since: entry.joined_on });
            return None;
        }
    };
    (working.earliest, working.median, working.by) = (Some(certain), Some(certain), Some(certain));
    let step = Step { on: certain, places: 1, expected_ahead: 0.0, begins: 1.0, begun: 1.0 };
    Some(Answer { steps: vec![step] })
}

fn note_end(working: &mut Working, contract: Option<&crate::Contract>, on: Date) {
    let why = match contract.map(|contract| (contract.kind, contract.end_date)) {
        Some((crate::ContractKind::Grant, Some(end))) if end == on => "The grant that pays for it",
        Some((crate::ContractKind::Contract, Some(end))) if end == on => "The contract that pays for it",
        _ => "The offer",
    };
    working.missing.push(Missing::Ends { on, why: why.into() });
}

fn earlier(one: Option<Date>, other: Option<Date>) -> Option<Date> {
    match (one, other) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (a, b) => a.or(b),
    }
}

/// The day on which somebody is so many years old.
fn birthday(born: Date, years: i64) -> Date {
    let on = born.saturating_add(years.years());
    if on.day() == born.day() { on } else { on.saturating_add(1.day()) }
}

fn reach_words(offered: &Offer) -> Option<String> {
    let more = offered.reach_words.as_deref();
    let with = |words: &str| Some(more.map_or_else(|| words.to_owned(), |more| format!("{words}: {more}")));
    match offered.reach {
        Reach::Whole => more.map(str::to_owned),
        Reach::Partial => with("Reaches part of the area"),
        Reach::Remote => with("By telephone or video only"),
        Reach::NotRural => with("Not for those who live in the country"),
    }
}

fn risk_words(least: Option<&str>, most: Option<&str>) -> Option<String> {
    let level = |code: &str| code.replace('_', " ");
    match (least, most) {
        (None, None) => None,
        (Some(least), None) => Some(format!("For a risk of serious harm of {} or more.", level(least))),
        (None, Some(most)) => Some(format!("For a risk of serious harm of {} at most.", level(most))),
        (Some(least), Some(most)) => {
            Some(format!("For a risk of serious harm from {} to {}.", level(least), level(most)))
        }
    }
}

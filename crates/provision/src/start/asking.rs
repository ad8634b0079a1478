//! The answer to one question: each requirement's offers, each offer worked out once, also where it comes before another.
//!
//! Always true: it asks the database nothing; a circle of services that each need the other is told and not followed.

use super::ask::{About, RequirementStart};
use super::conditions::{birthday, earlier, note_end, reach_words, risk_words};
use super::plan::{self, Bounds};
use super::provided::Provided;
use super::reads::Standing;
use super::{Ahead, Already, Answer, Assumed, Missing, Question, Ready, Step, Working, begin};
use crate::{ForSex, Offer, Opens, Service, WaitingState};
use jiff::ToSpan;
use kernel::{Date, OfferId, ServiceId, words};
use law::{Allowed, Law, Nation, Verdict};
use organisation::{Court, Unit};
use std::collections::HashMap;
use std::sync::Arc;

/// One court's question about one person, with everything that its answer is worked out from.
pub(super) struct Asking<'a> {
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

impl<'a> Asking<'a> {
    /// `days` are today and the day of sentence; `sure` how sure a promised day is to be, and the level at which that holds.
    pub(super) fn of(
        (provided, law): (&'a Arc<Provided>, &'a Law),
        about: &'a About,
        (today, on): (Date, Date),
        (here, standing): (Vec<&'a Offer>, HashMap<OfferId, Standing>),
        (chance, level): (f64, f64),
    ) -> Asking<'a> {
        Asking { provided, law, about, today, on, here, standing, chance, level, done: HashMap::new() }
    }

    /// One requirement type with its offers.
    pub(super) fn requirement(
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

    /// One offer: its working, or why no day can be told.
    pub(super) fn one(&mut self, offered: &Offer) -> std::result::Result<Working, Missing> {
        self.offer(offered).map(|(working, _)| working)
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

//! On which days somebody works, whether a place is free on all of them, and what a placement may be. Pure.

use super::records::{Frequency, PlacementLine};
use crate::projects::{ProjectDay, weekday_of};
use jiff::ToSpan;
use kernel::{Date, ProjectId, Refusal, RequirementId, Time, words};

/// How many days of work ahead are looked at for a free place; a placement without an end goes on as the last of them.
const LOOKED_AT: usize = 104;

/// What somebody is to do where and when.
#[derive(Clone, Debug, PartialEq)]
pub struct NewPlacement {
    pub requirement: RequirementId,
    pub project: ProjectId,
    pub weekday: i64,
    pub start_time: Time,
    pub end_time: Time,
    pub frequency: Frequency,
    pub from: Date,
    /// The last day; none while hours are left.
    pub until: Option<Date>,
    pub pick_up_place: Option<String>,
    pub pick_up_time: Option<Time>,
    /// Why, where something does not fit.
    pub unmet_reason: Option<String>,
    /// Which manager agreed, where somebody could be in danger.
    pub agreed_with: Option<String>,
}

impl NewPlacement {
    pub(crate) fn pattern(&self) -> Pattern {
        Pattern { weekday: self.weekday, frequency: self.frequency, from: self.from, until: self.until }
    }
}

/// On which days.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Pattern {
    pub(crate) weekday: i64,
    pub(crate) frequency: Frequency,
    pub(crate) from: Date,
    pub(crate) until: Option<Date>,
}

impl PlacementLine {
    pub(crate) fn pattern(&self) -> Pattern {
        Pattern { weekday: self.weekday, frequency: self.frequency, from: self.from_date, until: self.until_date }
    }

    /// Whether the person works there on a day.
    #[must_use]
    pub fn falls_on(&self, day: Date) -> bool {
        self.pattern().falls_on(day)
    }

    /// The days of work from one day to another, in order.
    #[must_use]
    pub fn days_between(&self, first: Date, last: Date) -> Vec<Date> {
        self.pattern().days_from(first).take_while(|day| *day <= last).collect()
    }
}

impl Pattern {
    pub(crate) fn falls_on(self, day: Date) -> bool {
        let within = self.from <= day && self.until.is_none_or(|until| day <= until);
        let apart = i64::from((day - self.from).get_days());
        within
            && weekday_of(day) == self.weekday
            && match self.frequency {
                Frequency::Weekly => true,
                Frequency::Fortnightly => apart % 14 == 0,
                Frequency::Once => apart == 0,
            }
    }

    /// The days of work from a day on.
    pub(crate) fn days_from(self, first: Date) -> impl Iterator<Item = Date> {
        let step = if self.frequency == Frequency::Fortnightly { 14 } else { 7 };
        let most = if self.frequency == Frequency::Once { 1 } else { usize::MAX };
        let days = (0_i64..).map(move |n| self.from.saturating_add((n * step).days()));
        // Days stop growing at the end of the calendar.
        let last = self.until.unwrap_or(Date::MAX);
        days.take(most).take_while(move |day| *day <= last && *day < Date::MAX).filter(move |day| *day >= first)
    }
}

/// The first day on which all places are taken by others; nothing when one is free on every day.
pub(crate) fn first_full_day(new: Pattern, others: &[PlacementLine], places: i64, today: Date) -> Option<Date> {
    let taken = |day: Date| others.iter().filter(|o| o.falls_on(day)).count();
    let places = usize::try_from(places).unwrap_or(0);
    new.days_from(today.max(new.from)).take(LOOKED_AT).find(|day| taken(*day) >= places)
}

/// Whether two placements ask somebody to be at two places at once, and on which day first.
pub(crate) fn clash(new: &NewPlacement, other: &PlacementLine) -> Option<Date> {
    let times = new.start_time < other.end_time && other.start_time < new.end_time;
    if !times || new.weekday != other.weekday {
        return None;
    }
    new.pattern().days_from(new.from.max(other.from_date)).take(LOOKED_AT).find(|day| other.falls_on(*day))
}

/// The day of a project that a placement lies within.
pub(crate) fn day_of<'d>(new: &NewPlacement, days: &'d [ProjectDay]) -> Option<&'d ProjectDay> {
    days.iter().find(|d| d.weekday == new.weekday && d.start_time <= new.start_time && new.end_time <= d.end_time)
}

/// Whether a placement may be made so, the places and the person's other work left out.
pub(crate) fn check(new: &NewPlacement, days: &[ProjectDay], made_on: Date) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if new.end_time <= new.start_time {
        let words = "The work ends after it starts, and before midnight: enter a later end";
        wrong.push(Refusal::new("end_time", "ends_before_start", words));
    } else if day_of(new, days).is_none() {
        let words = "The project does not run at these times: choose a day and times on which it does";
        wrong.push(Refusal::new("start_time", "not_running", words));
    }
    if weekday_of(new.from) != new.weekday {
        let words = format!(
            "{} is a {}: choose a first day that falls on the day of work",
            words::day(new.from),
            new.from.strftime("%A")
        );
        wrong.push(Refusal::new("from", "wrong_weekday", words));
    }
    if new.from < made_on {
        wrong.push(Refusal::new("from", "before_order", "The first day must not be before the order was made"));
    }
    if new.until.is_some_and(|until| until < new.from) {
        wrong.push(Refusal::new("until", "ends_before_start", "The last day must not be before the first day"));
    }
    if new.pick_up_time.is_some_and(|time| time > new.start_time) {
        wrong.push(Refusal::new("pick_up_time", "too_late", "The pick-up must be before the work starts"));
    }
    wrong
}

//! From what is planned to the days on which somebody can begin: groups with places, weeks with capacity, session days,
//! bank holidays and the last day of a contract.
//!
//! Always true: nothing begins on a day that is not worked, before today or after the offer's last day; what is not planned
//! is not assumed. It knows no list and no chances but the one that a plan falls out.

use super::{Answer, Opening, Ready};
use jiff::ToSpan;
use jiff::civil::{Date, Weekday};
use kernel::WorkingDays;

/// A group with its places, those taken already taken off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlannedGroup {
    pub starts: Date,
    pub free: u32,
    /// The last day on which somebody may still join; the first day where nobody may later.
    pub joins_until: Date,
    /// Days of its sessions, as planned.
    pub sessions: Vec<Date>,
    /// It has begun: it can no longer fall out as a whole.
    pub running: bool,
}

/// How many can begin in the week of a Monday, those taken already taken off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct PlannedWeek {
    pub monday: Date,
    pub free: u32,
}

/// What holds for all openings of an offer.
#[derive(Clone, Copy, Debug)]
pub struct Bounds<'a> {
    /// The day on which the plan is read: nothing begins earlier.
    pub today: Date,
    /// The offer's last day, if it ends.
    pub last: Option<Date>,
    /// Days of the week on which the service meets; none: any working day.
    pub weekdays: &'a [Weekday],
    pub worked: WorkingDays<'a>,
    /// The chance that a group, or the places of a week, fall out.
    pub cancelled: f64,
}

impl Bounds<'_> {
    fn takes(&self, day: Date) -> bool {
        day >= self.today && self.last.is_none_or(|last| day <= last) && self.worked.is_working(day)
    }

    fn meets(&self, day: Date) -> bool {
        self.weekdays.is_empty() || self.weekdays.contains(&day.weekday())
    }

    /// The day itself, or the first day after it that is worked and on which the service meets, within three weeks.
    fn moved(&self, day: Date) -> Option<Date> {
        if self.worked.is_working(day) {
            return Some(day);
        }
        days(day, 22).find(|d| self.worked.is_working(*d) && self.meets(*d))
    }
}

/// The openings of groups. A first session on a day that is not worked moves to the next session day.
#[must_use]
pub fn of_groups(groups: &[PlannedGroup], bounds: &Bounds<'_>) -> Vec<Opening> {
    let mut openings: Vec<Opening> = groups.iter().flat_map(|group| of_group(group, bounds)).collect();
    openings.sort_by_key(|o| o.on);
    openings
}

fn of_group(group: &PlannedGroup, bounds: &Bounds<'_>) -> Vec<Opening> {
    let Some(first) = bounds.moved(group.starts) else { return Vec::new() };
    let latest = group.joins_until.max(first);
    let later = group.sessions.iter().copied().filter(|d| *d > first && *d <= latest);
    let joins: Vec<Date> = std::iter::once(first).chain(later).filter(|d| bounds.takes(*d)).collect();
    let Some((on, rest)) = joins.split_first() else { return Vec::new() };
    let last = joins.last().copied();
    let cancelled = if group.running { 0.0 } else { bounds.cancelled };
    let until = last.filter(|last| last > on);
    let opens = Opening { on: *on, places: group.free, cancelled, until };
    let again = rest.iter().map(|on| Opening { on: *on, places: 0, cancelled: 0.0, until: None });
    std::iter::once(opens).chain(again).collect()
}

/// The openings of weeks: on the first session day of the week that is worked; places left can be taken on the week's
/// later session days.
#[must_use]
pub fn of_weeks(weeks: &[PlannedWeek], bounds: &Bounds<'_>) -> Vec<Opening> {
    let mut openings = Vec::new();
    for week in weeks {
        let mut joins: Vec<Date> = days(week.monday, 7).filter(|d| bounds.meets(*d) && bounds.takes(*d)).collect();
        if bounds.weekdays.is_empty() {
            joins.truncate(1);
        }
        let Some((on, rest)) = joins.split_first() else { continue };
        let until = joins.last().copied().filter(|last| last > on);
        openings.push(Opening { on: *on, places: week.free, cancelled: bounds.cancelled, until });
        openings.extend(rest.iter().map(|on| Opening { on: *on, places: 0, cancelled: 0.0, until: None }));
    }
    openings.sort_by_key(|o| o.on);
    openings
}

/// From when a service can begin that needs another first: each day on which the first would be done, and its chance.
/// `takes_days` is how long the first takes from its start; `not_before` the first day by the second's own lead time.
#[must_use]
pub fn after(first: &Answer, takes_days: i64, not_before: Date) -> Vec<Ready> {
    let mut ready: Vec<Ready> = Vec::with_capacity(first.steps.len());
    for step in first.steps.iter().filter(|step| step.begins > 0.0) {
        let on = step.on.saturating_add(takes_days.days()).max(not_before);
        match ready.last_mut().filter(|last| last.on == on) {
            Some(last) => last.chance += step.begins,
            None => ready.push(Ready { on, chance: step.begins }),
        }
    }
    ready
}

/// The session days of a service from the digits that it is kept with, 1 for Monday.
#[must_use]
pub fn weekdays(digits: &str) -> Vec<Weekday> {
    digits.bytes().filter_map(|b| Weekday::from_monday_one_offset(i8::try_from(b).ok()? - 48).ok()).collect()
}

fn days(from: Date, count: i32) -> impl Iterator<Item = Date> {
    (0..count).map(move |n| from.saturating_add(n.days()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::start::{Question, begin};
    use jiff::civil::date;
    use kernel::Holidays;

    const TODAY: Date = date(2026, 12, 7);

    fn christmas() -> Holidays {
        Holidays::new(vec![date(2026, 12, 25), date(2026, 12, 28), date(2027, 1, 1)])
    }

    fn bounds<'a>(holidays: &'a Holidays, weekdays: &'a [Weekday]) -> Bounds<'a> {
        Bounds { today: TODAY, last: None, weekdays, worked: WorkingDays(holidays), cancelled: 0.1 }
    }

    fn group(starts: Date, free: u32) -> PlannedGroup {
        PlannedGroup { starts, free, joins_until: starts, sessions: vec![starts], running: false }
    }

    #[test]
    fn a_group_opens_on_its_first_day_and_on_no_other() {
        let holidays = christmas();
        let openings = of_groups(&[group(date(2027, 1, 12), 4), group(date(2026, 12, 8), 2)], &bounds(&holidays, &[]));
        let days: Vec<_> = openings.iter().map(|o| (o.on, o.places, o.until)).collect();
        assert_eq!(days, [(date(2026, 12, 8), 2, None), (date(2027, 1, 12), 4, None)]);
    }

    #[test]
    fn a_first_session_on_a_bank_holiday_moves_to_the_next_session_day() {
        let holidays = christmas();
        let fridays = [Weekday::Friday];
        let openings = of_groups(&[group(date(2026, 12, 25), 4)], &bounds(&holidays, &fridays));
        assert_eq!(openings[0].on, date(2027, 1, 8), "New Year's Day is a bank holiday too");
    }

    #[test]
    fn a_group_open_to_latecomers_can_be_joined_at_its_sessions_until_it_closes() {
        let holidays = christmas();
        let sessions = vec![date(2026, 12, 1), date(2026, 12, 8), date(2026, 12, 15), date(2026, 12, 22)];
        let rolling =
            PlannedGroup { joins_until: date(2026, 12, 16), running: true, sessions, ..group(date(2026, 12, 1), 3) };
        let openings = of_groups(&[rolling], &bounds(&holidays, &[]));
        let days: Vec<_> = openings.iter().map(|o| (o.on, o.places, o.cancelled)).collect();
        assert_eq!(days, [(date(2026, 12, 8), 3, 0.0), (date(2026, 12, 15), 0, 0.0)]);
        assert_eq!(openings[0].until, Some(date(2026, 12, 15)));
    }

    #[test]
    fn nothing_begins_after_the_contracts_last_day() {
        let holidays = christmas();
        let ends = Bounds { last: Some(date(2027, 1, 11)), ..bounds(&holidays, &[]) };
        assert_eq!(of_groups(&[group(date(2027, 1, 12), 4)], &ends), []);
        let weeks =
            [date(2027, 1, 4), date(2027, 1, 11), date(2027, 1, 18)].map(|monday| PlannedWeek { monday, free: 2 });
        let days: Vec<_> = of_weeks(&weeks, &ends).iter().map(|o| o.on).collect();
        assert_eq!(days, [date(2027, 1, 4), date(2027, 1, 11)]);
    }

    #[test]
    fn places_of_a_week_can_be_taken_on_each_of_its_session_days_that_is_worked() {
        let holidays = christmas();
        let days = [Weekday::Monday, Weekday::Wednesday, Weekday::Thursday];
        let week = PlannedWeek { monday: date(2026, 12, 28), free: 2 };
        let openings = of_weeks(&[week], &bounds(&holidays, &days));
        let seen: Vec<_> = openings.iter().map(|o| (o.on, o.places)).collect();
        assert_eq!(seen, [(date(2026, 12, 30), 2), (date(2026, 12, 31), 0)], "the Monday is a bank holiday");
        assert_eq!(openings[0].until, Some(date(2026, 12, 31)));
    }

    #[test]
    fn what_is_left_of_this_week_begins_today_at_the_earliest() {
        let holidays = christmas();
        let thursday = Bounds { today: date(2026, 12, 10), ..bounds(&holidays, &[]) };
        let openings = of_weeks(&[PlannedWeek { monday: TODAY, free: 1 }], &thursday);
        assert_eq!(openings.iter().map(|o| o.on).collect::<Vec<_>>(), [date(2026, 12, 10)]);
    }

    #[test]
    fn a_week_that_is_all_holiday_opens_nothing() {
        let holidays = christmas();
        let fridays = [Weekday::Friday];
        let week = PlannedWeek { monday: date(2026, 12, 21), free: 5 };
        assert_eq!(of_weeks(&[week], &bounds(&holidays, &fridays)), []);
    }

    #[test]
    fn a_service_that_needs_another_first_begins_when_that_is_done() {
        let holidays = christmas();
        let first = of_groups(&[group(date(2026, 12, 8), 1), group(date(2027, 1, 12), 1)], &bounds(&holidays, &[]));
        let asked = |ready: &[Ready], openings: &[Opening]| {
            let question = Question { asked: TODAY, ready, ahead: &[], openings, leaves_weekly: 0.0, missed: 0.0 };
            begin(&question).unwrap()
        };
        let answer = asked(&Ready::on(TODAY), &first);
        let ready = after(&answer, 28, date(2026, 12, 20));
        assert_eq!(ready.iter().map(|r| r.on).collect::<Vec<_>>(), [date(2027, 1, 5), date(2027, 2, 9)]);
        let second: Vec<Opening> = (0..8)
            .map(|n| Opening {
                on: date(2027, 1, 4).saturating_add((7 * n).days()),
                places: 1,
                cancelled: 0.0,
                until: None,
            })
            .collect();
        let answer = asked(&ready, &second);
        assert_eq!((answer.earliest(), answer.by(0.95)), (Some(date(2027, 1, 11)), Some(date(2027, 2, 15))));
    }

    #[test]
    fn session_days_are_kept_as_digits_from_monday_on() {
        assert_eq!(weekdays("24"), [Weekday::Tuesday, Weekday::Thursday]);
        assert_eq!(weekdays(""), []);
    }
}

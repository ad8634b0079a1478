//! When reminders of an appointment go, and when a text may arrive at all. Times are wall-clock times in Europe/London: a
//! reminder at ten goes at ten, whatever the clocks did in between.
//!
//! Always true: a reminder's moment lies within the hours and on no quiet day; one whose moment was over when the appointment
//! was arranged, or when the person agreed, is not made up for.

use crate::messages::policy::Policy;
use jiff::ToSpan;
use jiff::civil::Weekday;
use kernel::{Date, DateTime, Holidays, Instant, Time};

/// Quiet days in a row that are stepped over before a reminder is left out.
const MOST_QUIET: i64 = 14;

/// What policy says about time, with the bank holidays.
#[derive(Clone, Copy)]
pub(crate) struct Hours<'a> {
    pub policy: &'a Policy,
    pub holidays: &'a Holidays,
}

/// What to do about an appointment's reminders now.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Look {
    /// The reminder, by its days before, that goes now.
    pub send: Option<i64>,
    /// When to look again; nothing when none is left.
    pub next: Option<Instant>,
}

fn weekday(day: Date) -> &'static str {
    match day.weekday() {
        Weekday::Monday => "monday",
        Weekday::Tuesday => "tuesday",
        Weekday::Wednesday => "wednesday",
        Weekday::Thursday => "thursday",
        Weekday::Friday => "friday",
        Weekday::Saturday => "saturday",
        Weekday::Sunday => "sunday",
    }
}

impl Hours<'_> {
    pub(crate) fn is_quiet(self, day: Date) -> bool {
        let named = |name: &str| self.policy.quiet_days.iter().any(|q| q == name);
        named(weekday(day)) || (named("bank-holiday") && self.holidays.days().binary_search(&day).is_ok())
    }

    /// A text may arrive now.
    pub(crate) fn open_at(self, now: Instant) -> bool {
        let wall = now.local();
        !self.is_quiet(wall.date()) && (self.policy.texts_from..self.policy.texts_until).contains(&wall.time())
    }

    /// The first instant from `now` on at which a text may arrive.
    pub(crate) fn next_open(self, now: Instant) -> Instant {
        if self.open_at(now) {
            return now;
        }
        let wall = now.local();
        let mut day = wall.date();
        if wall.time() >= self.policy.texts_from {
            day = day.saturating_add(1.day());
        }
        // Policy leaves at least one day of the week open; a run of bank holidays ends.
        for _ in 0..MOST_QUIET {
            if !self.is_quiet(day) {
                break;
            }
            day = day.saturating_add(1.day());
        }
        Instant::from_local(DateTime::from_parts(day, self.policy.texts_from))
    }

    /// The moments of an appointment's reminders, the earliest first. A quiet day is stepped over towards today; two that
    /// fall on one day are one, the nearer.
    fn moments(self, on: Date) -> Vec<(i64, Instant)> {
        let mut moments: Vec<(i64, Date)> = Vec::new();
        let mut days = self.policy.days_before.clone();
        days.sort_unstable();
        days.dedup();
        for before in days {
            let mut day = on.saturating_sub(before.days());
            let mut stepped = 0;
            while self.is_quiet(day) && stepped < MOST_QUIET {
                day = day.saturating_sub(1.day());
                stepped += 1;
            }
            if stepped < MOST_QUIET && !moments.iter().any(|(_, known)| *known == day) {
                moments.push((before, day));
            }
        }
        moments.sort_by_key(|(_, day)| *day);
        let at = |day: Date| Instant::from_local(DateTime::from_parts(day, self.policy.remind_at));
        moments.into_iter().map(|(before, day)| (before, at(day))).collect()
    }

    /// Past this a reminder of an appointment is pointless.
    pub(crate) fn last_moment(self, on: Date, start: Time) -> Instant {
        Instant::from_local(DateTime::from_parts(on, start)).plus_seconds(-self.policy.least_minutes * 60)
    }

    /// The moments of the reminders that are still to come.
    pub(crate) fn coming(self, on: Date, start: Time, since: Instant, made: &[i64], now: Instant) -> Vec<Instant> {
        let last = self.last_moment(on, start);
        let comes = |at: Instant| at > now && at >= since && at < last;
        self.moments(on).into_iter().filter(|(d, at)| comes(*at) && !made.contains(d)).map(|(_, at)| at).collect()
    }

    /// Looks at an appointment's reminders at `now`. `since` is when it was arranged or the person agreed, whichever is
    /// later; `made` the reminders there are.
    pub(crate) fn look(self, on: Date, start: Time, since: Instant, made: &[i64], now: Instant) -> Look {
        let last = self.last_moment(on, start);
        let mut look = Look::default();
        let mut soonest = |at: Instant| look.next = Some(look.next.map_or(at, |known| known.min(at)));
        for (before, moment) in self.moments(on) {
            let until = last.min(moment.plus_seconds(self.policy.most_late_minutes * 60 + 1));
            if made.contains(&before) || moment < since || now >= until {
                continue;
            }
            if now < moment {
                if moment < last {
                    soonest(moment);
                }
            } else if self.open_at(now) {
                look.send = Some(before);
            } else if self.next_open(now) < until {
                soonest(self.next_open(now));
            }
        }
        look
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use proptest::prelude::*;

    fn policy() -> Policy {
        Policy {
            days_before: vec![3, 1],
            remind_at: Time::constant(10, 0, 0, 0),
            texts_from: Time::constant(9, 0, 0, 0),
            texts_until: Time::constant(19, 0, 0, 0),
            quiet_days: vec!["sunday".into(), "bank-holiday".into()],
            most_late_minutes: 480,
            least_minutes: 120,
            attributes: vec!["national-standard".into()],
            guarded_words: vec![],
            may_name_service: false,
            most_tries: 8,
            delivery_days: 3,
        }
    }

    fn christmas() -> Holidays {
        Holidays::new(vec![date(2026, 12, 25), date(2026, 12, 28)])
    }

    fn at(day: Date, hour: i8, minute: i8) -> Instant {
        Instant::from_local(day.at(hour, minute, 0, 0))
    }

    const TWO: Time = Time::constant(14, 0, 0, 0);

    #[track_caller]
    fn looked(on: Date, made: &[i64], now: Instant) -> Look {
        let (policy, holidays) = (policy(), christmas());
        Hours { policy: &policy, holidays: &holidays }.look(on, TWO, Instant(0), made, now)
    }

    #[test]
    fn a_thursday_is_reminded_of_on_monday_and_wednesday_at_ten() {
        let thursday = date(2026, 11, 26);
        let monday = at(date(2026, 11, 23), 10, 0);
        assert_eq!(looked(thursday, &[], at(date(2026, 11, 20), 8, 0)), Look { send: None, next: Some(monday) });
        let wednesday = at(date(2026, 11, 25), 10, 0);
        assert_eq!(looked(thursday, &[], monday), Look { send: Some(3), next: Some(wednesday) });
        assert_eq!(looked(thursday, &[3], monday), Look { send: None, next: Some(wednesday) });
        assert_eq!(looked(thursday, &[3], wednesday), Look { send: Some(1), next: None });
        assert_eq!(looked(thursday, &[3, 1], wednesday), Look::default());
    }

    #[test]
    fn a_quiet_sunday_is_stepped_over_to_the_saturday() {
        let monday = date(2026, 11, 23);
        let saturday = at(date(2026, 11, 21), 10, 0);
        assert_eq!(looked(monday, &[3], at(date(2026, 11, 20), 11, 0)).next, Some(saturday));
    }

    #[test]
    fn christmas_is_quiet() {
        // The day before Tuesday 29 December is a bank holiday, then a Sunday: Saturday it is.
        assert_eq!(
            looked(date(2026, 12, 29), &[3], at(date(2026, 12, 24), 12, 0)).next,
            Some(at(date(2026, 12, 26), 10, 0))
        );
    }

    #[test]
    fn two_reminders_that_fall_on_one_day_are_one() {
        // Three days before Monday 28 December is Christmas Day, so Thursday; the day before is Sunday, so Saturday.
        let (policy, holidays) = (Policy { days_before: vec![1, 2], ..policy() }, christmas());
        let hours = Hours { policy: &policy, holidays: &holidays };
        assert_eq!(hours.moments(date(2026, 11, 23)), [(1, at(date(2026, 11, 21), 10, 0))]);
    }

    #[test]
    fn a_reminder_that_missed_its_moment_goes_within_the_day_or_not_at_all() {
        let thursday = date(2026, 11, 26);
        assert_eq!(looked(thursday, &[3], at(date(2026, 11, 25), 17, 59)).send, Some(1));
        assert_eq!(looked(thursday, &[3], at(date(2026, 11, 25), 18, 1)), Look::default());
        assert_eq!(looked(thursday, &[3], at(thursday, 13, 0)), Look::default());
    }

    #[test]
    fn what_was_arranged_after_the_moment_is_not_made_up_for() {
        let (policy, holidays) = (policy(), christmas());
        let hours = Hours { policy: &policy, holidays: &holidays };
        let noon = at(date(2026, 11, 25), 12, 0);
        assert_eq!(hours.look(date(2026, 11, 26), TWO, noon, &[], noon), Look::default());
    }

    #[test]
    fn a_reminder_at_ten_goes_at_ten_on_both_sides_of_a_clock_change() {
        // The clocks go back on 25 October 2026 and forward on 28 March 2027.
        for appointment in [date(2026, 10, 27), date(2027, 3, 30)] {
            let (policy, holidays) = (policy(), christmas());
            let hours = Hours { policy: &policy, holidays: &holidays };
            for (_, moment) in hours.moments(appointment) {
                assert_eq!(moment.local().time(), Time::constant(10, 0, 0, 0), "{moment}");
            }
        }
    }

    #[test]
    fn texts_wait_for_the_morning_and_for_monday() {
        let (policy, holidays) = (policy(), christmas());
        let hours = Hours { policy: &policy, holidays: &holidays };
        let saturday = date(2026, 11, 21);
        assert!(hours.open_at(at(saturday, 18, 59)) && !hours.open_at(at(saturday, 19, 0)));
        assert_eq!(hours.next_open(at(saturday, 19, 0)), at(date(2026, 11, 23), 9, 0));
        assert_eq!(hours.next_open(at(date(2026, 11, 23), 3, 0)), at(date(2026, 11, 23), 9, 0));
    }

    proptest! {
        #[test]
        fn whatever_goes_goes_within_hours_and_before_the_appointment(
            day in 0i32..400, start in 0i8..24, minute in 0i64..(60 * 24 * 12), made in proptest::collection::vec(0i64..4, 0..3),
        ) {
            let (policy, holidays) = (policy(), christmas());
            let hours = Hours { policy: &policy, holidays: &holidays };
            let on = date(2026, 9, 1).saturating_add(day.days());
            let start = Time::constant(start, 0, 0, 0);
            let now = at(on, 0, 0).plus_seconds((minute - 60 * 24 * 10) * 60);
            let look = hours.look(on, start, Instant(0), &made, now);
            if let Some(before) = look.send {
                prop_assert!(hours.open_at(now) && now < hours.last_moment(on, start) && !made.contains(&before));
            }
            if let Some(next) = look.next {
                prop_assert!(next > now && hours.open_at(next));
            }
        }
    }
}

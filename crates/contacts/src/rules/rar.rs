//! Rehabilitation activity days. A day is a calendar date: however many activities a person attends on it, it counts
//! once. The length of the requirement is not known here.

use kernel::Date;
use std::collections::BTreeMap;

/// An appointment linked to a rehabilitation activity requirement.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Activity {
    pub date: Date,
    /// As its outcome says; nothing while none is recorded, or where the outcome does not say.
    pub attended: Option<bool>,
    pub complied: Option<bool>,
    /// An outcome is recorded.
    pub recorded: bool,
}

/// How one date counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Counts {
    /// Every activity of the day was missed, moved, cancelled, or failed.
    Not,
    /// Arranged, or waiting for its outcome.
    Scheduled,
    /// Attended, and not failed.
    Completed,
}

/// Every date that had an activity, and how it counts.
#[derive(Clone, Debug, PartialEq, Eq, Default)]
pub struct RarDays(BTreeMap<Date, Counts>);

impl RarDays {
    /// The dates in order, each with how it counts: the explanation of the two numbers.
    pub fn dates(&self) -> impl Iterator<Item = (Date, Counts)> {
        self.0.iter().map(|(date, counts)| (*date, *counts))
    }

    /// Days done.
    #[must_use]
    pub fn completed(&self) -> usize {
        self.count(Counts::Completed)
    }

    /// Days arranged, or past and waiting for an outcome, that are not done by another activity of the same date.
    #[must_use]
    pub fn scheduled(&self) -> usize {
        self.count(Counts::Scheduled)
    }

    #[must_use]
    pub fn on(&self, date: Date) -> Option<Counts> {
        self.0.get(&date).copied()
    }

    fn count(&self, wanted: Counts) -> usize {
        self.0.values().filter(|counts| **counts == wanted).count()
    }
}

/// Counts distinct dates; the best activity of a date decides for it.
#[must_use]
pub fn days(activities: &[Activity]) -> RarDays {
    let mut dates = BTreeMap::new();
    for activity in activities {
        let counts = counts(activity);
        let best = dates.entry(activity.date).or_insert(counts);
        *best = (*best).max(counts);
    }
    RarDays(dates)
}

fn counts(activity: &Activity) -> Counts {
    match (activity.recorded, activity.attended, activity.complied) {
        (_, Some(true), complied) if complied != Some(false) => Counts::Completed,
        (false, None, _) => Counts::Scheduled,
        _ => Counts::Not,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use proptest::prelude::*;

    const MONDAY: Date = date(2026, 11, 23);
    const TUESDAY: Date = date(2026, 11, 24);

    fn done(date: Date) -> Activity {
        Activity { date, attended: Some(true), complied: Some(true), recorded: true }
    }

    fn planned(date: Date) -> Activity {
        Activity { date, attended: None, complied: None, recorded: false }
    }

    fn missed(date: Date) -> Activity {
        Activity { date, attended: Some(false), complied: Some(false), recorded: true }
    }

    #[test]
    fn two_activities_on_one_date_are_one_day() {
        let days = days(&[done(MONDAY), done(MONDAY), done(TUESDAY)]);
        assert_eq!((days.completed(), days.scheduled()), (2, 0));
    }

    #[test]
    fn a_missed_activity_takes_nothing_from_the_one_attended_that_day() {
        assert_eq!(days(&[missed(MONDAY), done(MONDAY)]).completed(), 1);
        assert_eq!(days(&[missed(MONDAY)]).on(MONDAY), Some(Counts::Not));
    }

    #[test]
    fn a_day_that_is_done_is_not_scheduled_again() {
        let days = days(&[planned(MONDAY), done(MONDAY), planned(TUESDAY)]);
        assert_eq!((days.completed(), days.scheduled()), (1, 1));
    }

    #[test]
    fn attending_and_failing_to_comply_is_not_a_day() {
        let failed = Activity { complied: Some(false), ..done(MONDAY) };
        assert_eq!(days(&[failed]).completed(), 0);
    }

    #[test]
    fn an_activity_that_was_moved_or_cancelled_is_not_scheduled() {
        let moved = Activity { recorded: true, ..planned(MONDAY) };
        assert_eq!(days(&[moved]).on(MONDAY), Some(Counts::Not));
    }

    fn activity() -> impl Strategy<Value = Activity> {
        let answer = prop_oneof![Just(None), Just(Some(true)), Just(Some(false))];
        (1i8..=9, answer.clone(), answer, any::<bool>()).prop_map(|(day, attended, complied, recorded)| Activity {
            date: date(2026, 11, day),
            attended,
            complied,
            recorded,
        })
    }

    proptest! {
        #[test]
        fn the_order_of_recording_makes_no_difference(mut list in prop::collection::vec(activity(), 0..30)) {
            let forward = days(&list);
            list.reverse();
            prop_assert_eq!(forward, days(&list));
        }

        #[test]
        fn one_more_activity_adds_at_most_one_day_and_takes_none(
            list in prop::collection::vec(activity(), 0..30), more in activity(),
        ) {
            let before = days(&list).completed();
            let after = days(&[list, vec![more]].concat()).completed();
            prop_assert!(after == before || after == before + 1);
        }
    }
}

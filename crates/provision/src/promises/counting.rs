//! Promised against actual: of the promises that came due, how many were kept, how late the others were, who still waits.
//!
//! Always true: a promise counts once its day has come or the person has begun; who left before beginning counts
//! nowhere. Pure.

use kernel::Date;
use std::collections::BTreeMap;

/// So many promises that are alike.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct Alike<K> {
    pub(crate) of: K,
    /// Days from the promised day to the beginning; none: not begun though the day has passed.
    pub(crate) late_days: Option<i64>,
    pub(crate) many: i64,
}

/// The figures of one court, requirement or provider.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Figures {
    pub(crate) due: i64,
    pub(crate) kept: i64,
    /// Begun after their day.
    pub(crate) late: i64,
    /// Not begun though their day has passed.
    pub(crate) open: i64,
    /// The middle of the days late, of those begun late.
    pub(crate) median_late: Option<i64>,
}

impl Figures {
    /// The share kept of those due, 0 to 1.
    #[must_use]
    pub(crate) fn share(&self) -> Option<f64> {
        (self.due > 0).then(|| self.kept as f64 / self.due as f64)
    }
}

/// The figures by whatever they are counted by.
#[must_use]
pub(crate) fn figures<K: Ord + Clone>(all: &[Alike<K>]) -> BTreeMap<K, Figures> {
    let mut days: BTreeMap<K, (Figures, BTreeMap<i64, i64>)> = BTreeMap::new();
    for alike in all {
        let (figures, late) = days.entry(alike.of.clone()).or_default();
        figures.due += alike.many;
        match alike.late_days {
            None => figures.open += alike.many,
            Some(days) if days <= 0 => figures.kept += alike.many,
            Some(days) => {
                figures.late += alike.many;
                *late.entry(days).or_default() += alike.many;
            }
        }
    }
    days.into_iter().map(|(of, (figures, late))| (of, Figures { median_late: median(&late), ..figures })).collect()
}

/// The lower middle of counted days.
fn median(counted: &BTreeMap<i64, i64>) -> Option<i64> {
    let all: i64 = counted.values().sum();
    let mut seen = 0;
    counted.iter().find_map(|(days, many)| {
        seen += many;
        (2 * seen >= all).then_some(*days)
    })
}

/// One stay on a list: how many days, and whether it ended by leaving (and not by beginning, nor is it still running).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Stay {
    pub(crate) days: i64,
    pub(crate) left: bool,
}

/// The weekly chance to leave a list, from stays of which many ended otherwise or still run: Kaplan and Meier's estimate of
/// who is still there, as the constant weekly chance that gives the same at the last day on which somebody left. None
/// while nobody has been seen for a week in all.
#[must_use]
pub(crate) fn leaves_weekly(stays: &[Stay]) -> Option<f64> {
    let mut stays: Vec<Stay> = stays.iter().copied().filter(|stay| stay.days >= 0).collect();
    if stays.iter().map(|stay| stay.days).sum::<i64>() < 7 {
        return None;
    }
    // On the same day those who left go before those who began.
    stays.sort_by_key(|stay| (stay.days, !stay.left));
    let mut there = 1.0;
    let mut last = 0;
    for (gone, stay) in stays.iter().enumerate() {
        if stay.left {
            there *= 1.0 - 1.0 / (stays.len() - gone) as f64;
            last = stay.days;
        }
    }
    if there <= 0.0 {
        return Some(1.0);
    }
    let longest = stays.last().map_or(0, |stay| stay.days).max(last).max(1);
    Some(1.0 - f64::powf(there, 7.0 / longest as f64))
}

/// From which day on promises are looked at: a year back.
#[must_use]
pub(crate) fn year_before(today: Date) -> Date {
    today.saturating_sub(jiff::Span::new().years(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn alike(of: &'static str, late_days: Option<i64>, many: i64) -> Alike<&'static str> {
        Alike { of, late_days, many }
    }

    #[test]
    fn a_promise_is_kept_when_the_person_began_by_its_day() {
        let all = [alike("A", Some(-3), 2), alike("A", Some(0), 2), alike("A", Some(1), 1), alike("A", None, 3)];
        let figures = &figures(&all)["A"];
        assert_eq!((figures.due, figures.kept, figures.late, figures.open), (8, 4, 1, 3));
        assert_eq!(figures.share(), Some(0.5));
    }

    #[test]
    fn days_late_are_the_middle_of_those_who_began_late() {
        let all = [alike("A", Some(0), 9), alike("A", Some(2), 1), alike("A", Some(7), 1), alike("A", Some(30), 1)];
        assert_eq!(figures(&all)["A"].median_late, Some(7));
        assert_eq!(figures(&all[..1])["A"].median_late, None);
    }

    #[test]
    fn courts_are_counted_apart() {
        let all = [alike("A", Some(0), 1), alike("B", None, 1)];
        let figures = figures(&all);
        assert_eq!((figures["A"].share(), figures["B"].share()), (Some(1.0), Some(0.0)));
    }

    #[test]
    fn nobody_leaving_is_a_chance_of_nought_and_nobody_seen_is_none() {
        assert_eq!(leaves_weekly(&[Stay { days: 70, left: false }; 20]), Some(0.0));
        assert_eq!(leaves_weekly(&[]), None);
        assert_eq!(leaves_weekly(&[Stay { days: 3, left: false }]), None);
    }

    #[test]
    fn those_who_began_or_still_wait_count_as_far_as_they_were_seen() {
        // One in ten leaves in each of ten weeks; nobody is seen for longer.
        let mut stays = Vec::new();
        let mut there = 1_000_000_f64;
        for week in 1..=10 {
            let left = (there * 0.1).round();
            stays.extend(std::iter::repeat_n(Stay { days: week * 7, left: true }, (left / 1_000.0) as usize));
            there -= left;
        }
        stays.extend(std::iter::repeat_n(Stay { days: 70, left: false }, (there / 1_000.0) as usize));
        let rate = leaves_weekly(&stays).unwrap();
        assert!((rate - 0.1).abs() < 0.005, "{rate}");
    }

    proptest! {
        #[test]
        fn a_learnt_chance_is_a_chance(stays in prop::collection::vec((0_i64..400, any::<bool>()), 0..50)) {
            let stays: Vec<Stay> = stays.into_iter().map(|(days, left)| Stay { days, left }).collect();
            if let Some(rate) = leaves_weekly(&stays) {
                prop_assert!((0.0..=1.0).contains(&rate));
            }
        }

        #[test]
        fn due_is_kept_late_and_open_together(all in prop::collection::vec((0_u8..3, prop::option::of(-30_i64..60), 1_i64..5), 0..40)) {
            let all: Vec<Alike<u8>> = all.into_iter().map(|(of, late_days, many)| Alike { of, late_days, many }).collect();
            for figures in figures(&all).values() {
                prop_assert_eq!(figures.due, figures.kept + figures.late + figures.open);
            }
        }
    }
}

//! Patterns among appointments: many absences can be prevented once somebody sees that they fall on one weekday, at one
//! time of day, in one place, or have one cause.
//!
//! Always true: a pattern is told with its counts, and never weighed. Pure: it takes the appointments as they came out.

use kernel::{Date, Time};
use std::collections::BTreeMap;

/// An appointment that was kept or missed; one that was moved or cancelled is neither.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Expected {
    pub on: Date,
    pub starts: Option<Time>,
    pub place: Option<String>,
    /// The name of its kind.
    pub kind: String,
    pub missed: bool,
    /// The accepted reason of an absence, in words.
    pub excuse: Option<String>,
}

/// Fewer absences than these are no pattern.
const FEWEST: usize = 2;

/// Words that tell of travel or work in what was given as a reason.
const CAUSES: [(&str, &[&str]); 3] = [
    ("travel", &["bus", "train", "tram", "travel", "transport", "fare", "fares", "lift", "car"]),
    ("work", &["work", "shift", "shifts", "job", "boss", "overtime"]),
    ("children or family", &["child", "children", "school", "nursery", "childcare", "mother", "father", "family"]),
];

#[derive(Default)]
struct Tally {
    expected: usize,
    missed: usize,
}

fn weekday(day: Date) -> &'static str {
    use jiff::civil::Weekday as W;
    match day.weekday() {
        W::Monday => "on a Monday",
        W::Tuesday => "on a Tuesday",
        W::Wednesday => "on a Wednesday",
        W::Thursday => "on a Thursday",
        W::Friday => "on a Friday",
        W::Saturday => "on a Saturday",
        W::Sunday => "on a Sunday",
    }
}

fn time_of_day(at: Time) -> &'static str {
    match at.hour() {
        0..12 => "in the morning",
        12..17 => "in the afternoon",
        _ => "in the evening",
    }
}

fn by(all: &[Expected], read: impl Fn(&Expected) -> Option<String>) -> Vec<String> {
    let mut tallies: BTreeMap<String, Tally> = BTreeMap::new();
    for (one, key) in all.iter().filter_map(|one| Some((one, read(one)?))) {
        let tally = tallies.entry(key).or_default();
        tally.expected += 1;
        tally.missed += usize::from(one.missed);
    }
    let (expected, missed) = tallies.values().fold((0, 0), |(e, m), t| (e + t.expected, m + t.missed));
    let stands_out = |tally: &Tally| {
        let (others, others_missed) = (expected - tally.expected, missed - tally.missed);
        // Twice the share of all others, in whole numbers.
        others > 0 && tally.missed * others > 2 * others_missed * tally.expected
    };
    let told = tallies.iter().filter(|(_, t)| t.missed >= FEWEST && stands_out(t)).map(|(key, t)| {
        let others = format!("{} of {} of all others", missed - t.missed, expected - t.expected);
        format!("{} of {} appointments {key} were missed, and {others}", t.missed, t.expected)
    });
    told.collect()
}

/// The patterns in words, with their counts.
#[must_use]
pub fn patterns(all: &[Expected], reasons: &[&str]) -> Vec<String> {
    let mut found = by(all, |one| Some(weekday(one.on).to_owned()));
    found.extend(by(all, |one| one.starts.map(|at| time_of_day(at).to_owned())));
    found.extend(by(all, |one| one.place.as_ref().map(|place| format!("at {place}"))));
    found.extend(by(all, |one| Some(format!("of the kind “{}”", one.kind))));
    let mut excuses: BTreeMap<&str, usize> = BTreeMap::new();
    for excuse in all.iter().filter_map(|one| one.excuse.as_deref()) {
        *excuses.entry(excuse).or_default() += 1;
    }
    let accepted: usize = excuses.values().sum();
    found.extend(
        excuses
            .iter()
            .filter(|(_, count)| **count >= FEWEST)
            .map(|(excuse, count)| format!("{count} of {accepted} accepted absences: {}", excuse.to_lowercase())),
    );
    for (cause, signs) in CAUSES {
        let tells = |reason: &&&str| {
            let words = kernel::fold(reason);
            words.split(|c: char| !c.is_alphanumeric()).any(|word| signs.contains(&word))
        };
        let count = reasons.iter().filter(tells).count();
        if count >= FEWEST {
            found.push(format!("{count} of {} reasons given tell of {cause}", reasons.len()));
        }
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::ToSpan;
    use kernel::date;

    fn met(on: Date, hour: i8, place: &str, missed: bool) -> Expected {
        Expected {
            on,
            starts: Some(Time::constant(hour, 0, 0, 0)),
            place: Some(place.into()),
            kind: "Office appointment".into(),
            missed,
            excuse: None,
        }
    }

    #[test]
    fn absences_on_one_weekday_are_told_with_the_counts_of_both() {
        // 2 March 2026 is a Monday.
        let week = |n: i64, days: i64| date(2026, 3, 2).saturating_add((n * 7 + days).days());
        let mut all: Vec<Expected> = (0..4).map(|n| met(week(n, 0), 10, "Zedbury", n != 3)).collect();
        all.extend((0..4).map(|n| met(week(n, 2), 10, "Zedbury", n == 0)));
        assert_eq!(patterns(&all, &[]), ["3 of 4 appointments on a Monday were missed, and 1 of 4 of all others"]);
    }

    #[test]
    fn one_absence_is_no_pattern_and_neither_is_what_is_the_same_everywhere() {
        let day = date(2026, 3, 2);
        assert!(
            patterns(&[met(day, 10, "Zedbury", true), met(day.tomorrow().unwrap(), 15, "Zed", false)], &[]).is_empty()
        );
        let all: Vec<Expected> =
            (0..10).map(|n| met(day.saturating_add(n.days()), 10, "Zedbury", n % 2 == 0)).collect();
        assert!(patterns(&all, &[]).iter().all(|p| !p.contains("Zedbury") && !p.contains("morning")));
    }

    #[test]
    fn a_place_and_a_time_of_day_stand_out_where_they_do() {
        let day = |n: i64| date(2026, 3, 2).saturating_add(n.days());
        let mut all: Vec<Expected> = (0..3).map(|n| met(day(n), 9, "Northend", true)).collect();
        all.extend((3..9).map(|n| met(day(n), 14, "Zedbury", false)));
        let told = patterns(&all, &[]);
        assert!(
            told.contains(&"3 of 3 appointments in the morning were missed, and 0 of 6 of all others".to_owned()),
            "{told:?}"
        );
        assert!(told.iter().any(|p| p.contains("at Northend")));
    }

    #[test]
    fn reasons_that_tell_of_travel_or_work_are_counted_by_whole_words() {
        let told = patterns(&[], &["The bus did not come", "Missed the train", "Carried on working"]);
        assert_eq!(told, ["2 of 3 reasons given tell of travel"]);
        let mut excused = met(date(2026, 3, 2), 10, "Zedbury", true);
        excused.excuse = Some("Employment".into());
        assert!(
            patterns(&[excused.clone(), excused], &[]).contains(&"2 of 2 accepted absences: employment".to_owned())
        );
    }
}

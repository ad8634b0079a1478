//! Minutes that an officer spends with people, and their share of the officer's time. An hour with a group of ten is one
//! hour of the officer's, so overlapping times are counted once; a call or a visit that nobody attended counts nothing.

use super::wall_clock;
use kernel::{Date, Time};

/// An entry of the log by one officer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Spent {
    pub date: Date,
    pub start: Option<Time>,
    pub end: Option<Time>,
    /// As recorded; counts where the times are not both known.
    pub minutes: Option<u32>,
    /// Its type has the person and the officer together.
    pub with_person: bool,
    /// Its type needs an outcome.
    pub awaits_outcome: bool,
    pub attended: Option<bool>,
}

/// Minutes of one officer, or of a team, over some days.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Default)]
pub struct Minutes {
    pub with_people: u64,
    /// Everything recorded, with people or not.
    pub recorded: u64,
    /// The contracted time of those days less absence; nothing where the contract is not known.
    pub contracted: Option<u64>,
}

impl Minutes {
    /// The share of contracted time that was spent with people, in whole hundredths, rounded half up. Nothing where the
    /// contracted time is not known or is nought: a share of what was written down would flatter whoever writes least.
    #[must_use]
    pub fn percent(&self) -> Option<u64> {
        let contracted = self.contracted.filter(|minutes| *minutes > 0)?;
        Some((self.with_people * 200 + contracted) / (contracted * 2))
    }

    /// The minutes of both; the contracted time is known when both are.
    #[must_use]
    pub fn with(self, other: Minutes) -> Minutes {
        Minutes {
            with_people: self.with_people + other.with_people,
            recorded: self.recorded + other.recorded,
            contracted: self.contracted.zip(other.contracted).map(|(a, b)| a + b),
        }
    }
}

/// The minutes of ONE officer's entries. For a team, add the officers with [`Minutes::with`].
#[must_use]
pub fn minutes(entries: &[Spent], contracted: Option<u64>) -> Minutes {
    let happened =
        |entry: &&Spent| entry.attended != Some(false) && !(entry.awaits_outcome && entry.attended.is_none());
    let with_people: Vec<Spent> = entries.iter().filter(|e| e.with_person).filter(happened).copied().collect();
    let other: Vec<Spent> = entries.iter().filter(|e| !e.with_person).copied().collect();
    let together = total(&with_people);
    let all: Vec<Spent> = with_people.into_iter().chain(other).collect();
    Minutes { with_people: together, recorded: total(&all), contracted }
}

fn total(entries: &[Spent]) -> u64 {
    let mut spans: Vec<(i64, i64)> = entries.iter().filter_map(span).collect();
    spans.sort_unstable();
    let mut micros = 0;
    let mut reached = i64::MIN;
    for (start, end) in spans {
        micros += (end - start.max(reached)).max(0);
        reached = reached.max(end);
    }
    let untimed: u64 = entries.iter().filter(|e| span(e).is_none()).filter_map(|e| e.minutes).map(u64::from).sum();
    u64::try_from(micros / 60_000_000).unwrap_or(0) + untimed
}

fn span(entry: &Spent) -> Option<(i64, i64)> {
    let (start, end) = entry.start.zip(entry.end).filter(|(start, end)| start < end)?;
    Some((wall_clock::instant(entry.date, start).0, wall_clock::instant(entry.date, end).0))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::rules::samples::{TODAY, time};
    use proptest::prelude::*;

    fn met(start: Time, end: Time) -> Spent {
        Spent {
            date: TODAY,
            start: Some(start),
            end: Some(end),
            minutes: None,
            with_person: true,
            awaits_outcome: true,
            attended: Some(true),
        }
    }

    #[test]
    fn an_hour_with_a_group_of_ten_is_one_hour() {
        assert_eq!(minutes(&[met(time(10, 0), time(11, 0)); 10], None).with_people, 60);
    }

    #[test]
    fn a_missed_appointment_is_no_time_with_people() {
        let missed = Spent { attended: Some(false), ..met(time(10, 0), time(11, 0)) };
        let unknown = Spent { attended: None, ..met(time(12, 0), time(13, 0)) };
        assert_eq!(minutes(&[missed, unknown], None).with_people, 0);
    }

    #[test]
    fn a_call_from_the_person_counts_by_its_minutes() {
        let call = Spent {
            start: None,
            end: None,
            minutes: Some(12),
            awaits_outcome: false,
            attended: None,
            ..met(time(0, 0), time(0, 0))
        };
        assert_eq!(minutes(&[call, call], None).with_people, 24);
    }

    #[test]
    fn writing_up_is_recorded_time_but_not_with_people() {
        let note =
            Spent { with_person: false, awaits_outcome: false, attended: None, ..met(time(11, 0), time(11, 45)) };
        let day = minutes(&[met(time(10, 0), time(11, 0)), note], Some(420));
        assert_eq!((day.with_people, day.recorded, day.percent()), (60, 105, Some(14)));
    }

    #[test]
    fn without_a_contract_there_is_no_share() {
        assert_eq!(minutes(&[met(time(10, 0), time(11, 0))], None).percent(), None);
        assert_eq!(minutes(&[met(time(10, 0), time(11, 0))], Some(0)).percent(), None);
    }

    #[test]
    fn a_team_has_a_share_only_when_every_contract_is_known() {
        let known = Minutes { with_people: 60, recorded: 90, contracted: Some(240) };
        assert_eq!(known.with(known).percent(), Some(25));
        assert_eq!(known.with(Minutes { contracted: None, ..known }).percent(), None);
    }

    proptest! {
        #[test]
        fn no_officer_spends_more_time_than_the_clock_has(
            list in prop::collection::vec((6i8..20, 0i8..50, 1i8..4), 0..40),
        ) {
            let entries: Vec<Spent> =
                list.iter().map(|(hour, minute, long)| met(time(*hour, *minute), time(*hour + long, *minute))).collect();
            let total = minutes(&entries, None).with_people;
            let longest = list.iter().map(|(_, _, long)| u64::try_from(*long).unwrap() * 60).max().unwrap_or(0);
            prop_assert!(total <= 24 * 60 && total >= longest);
        }
    }
}

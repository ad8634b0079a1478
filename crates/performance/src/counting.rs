//! Adds lines up into cells: a measure, a time, a place and a group. Pure. A cell knows how many different people stand behind
//! it and behind each side of it, so that what would tell of a few is found; groups of a break-down add up to the whole, and
//! places to the place above them.

use crate::lines::{Field, Line};
use crate::periods::Period;
use crate::policy::Policy;
use kernel::{Date, TeamId};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;

/// What a cell is about: places in the lists of measures, times, places and groups.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub(crate) struct Key {
    pub(crate) measure: u16,
    pub(crate) period: u16,
    pub(crate) place: u16,
    pub(crate) group: u16,
}

/// A share, and how many people it is about.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(crate) struct Tally {
    pub(crate) numerator: i64,
    pub(crate) denominator: i64,
    pub(crate) people: i64,
    /// People of whom something is in the numerator.
    pub(crate) people_in: i64,
    /// People of whom something is not.
    pub(crate) people_out: i64,
}

/// Which measures count what, and which times hold which months.
pub(crate) struct Sheet {
    measures: Vec<(Field, Field)>,
    periods: BTreeMap<Date, Vec<u16>>,
    /// The places of a team, the whole last.
    places: HashMap<TeamId, Vec<u16>>,
}

/// Every cell so far of the measures that are counted.
pub(crate) struct Cells {
    /// By their places in the policy.
    measures: Range<usize>,
    pub(crate) of: HashMap<Key, Tally>,
    /// Lines of people whom nobody held.
    pub(crate) unplaced: i64,
}

impl Cells {
    pub(crate) fn of_measures(measures: Range<usize>) -> Cells {
        Cells { measures, of: HashMap::new(), unplaced: 0 }
    }
}

fn place(at: usize) -> u16 {
    u16::try_from(at).unwrap_or(u16::MAX)
}

impl Sheet {
    /// The place of a measure is its place in the policy.
    pub(crate) fn new(policy: &Policy, periods: &[Period], places: HashMap<TeamId, Vec<u16>>) -> Sheet {
        let field = |word: &str| word.parse::<Field>().ok();
        let measures = policy.measures.iter().filter_map(|m| Some((field(&m.numerator)?, field(&m.denominator)?)));
        let mut of_month: BTreeMap<Date, Vec<u16>> = BTreeMap::new();
        for (at, period) in periods.iter().enumerate() {
            for month in period.of_months() {
                of_month.entry(month).or_default().push(place(at));
            }
        }
        Sheet { measures: measures.collect(), periods: of_month, places }
    }

    /// What a line adds to one measure: numerator and denominator.
    pub(crate) fn share(&self, measure: usize, line: &Line) -> Option<(i64, i64)> {
        let (numerator, denominator) = self.measures.get(measure)?;
        let number = |field: &Field| line.numbers.iter().find(|(f, _)| f == field).map(|(_, n)| *n);
        let of = number(denominator).filter(|n| *n > 0)?;
        Some((number(numerator).unwrap_or(0), of))
    }

    /// Adds the lines of one person; all of them in one call.
    pub(crate) fn add(&self, cells: &mut Cells, lines: &[Line]) {
        let mut own: HashMap<Key, (i64, i64)> = HashMap::new();
        for line in lines {
            let Some(places) = line.team.and_then(|team| self.places.get(&team)) else {
                cells.unplaced += 1;
                continue;
            };
            let periods = self.periods.get(&line.month).map_or(&[][..], Vec::as_slice);
            for measure in cells.measures.clone() {
                let Some((numerator, denominator)) = self.share(measure, line) else { continue };
                for period in periods {
                    for at in places {
                        for group in line.stands {
                            let key = Key { measure: place(measure), period: *period, place: *at, group };
                            let share = own.entry(key).or_default();
                            *share = (share.0 + numerator, share.1 + denominator);
                        }
                    }
                }
            }
        }
        for (key, (numerator, denominator)) in own {
            let tally = cells.of.entry(key).or_default();
            tally.numerator += numerator;
            tally.denominator += denominator;
            tally.people += 1;
            tally.people_in += i64::from(numerator > 0);
            tally.people_out += i64::from(denominator > numerator);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::{Grouping, Groups};
    use crate::periods::counted;
    use kernel::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 20);

    fn team(n: u8) -> TeamId {
        TeamId(Uuid::from_u128(u128::from(n)))
    }

    /// Two teams in one unit, and one more under the whole: places 0 whole, 1 unit, 2 to 4 teams.
    fn places() -> HashMap<TeamId, Vec<u16>> {
        HashMap::from([(team(0), vec![2, 1, 0]), (team(1), vec![3, 1, 0]), (team(2), vec![4, 0])])
    }

    fn a_line(groups: &Groups) -> impl Strategy<Value = Line> + use<> {
        let choose = Grouping::ALL.map(|grouping| {
            let own: Vec<u16> = groups.of_grouping(grouping).map(|(place, _)| place).collect();
            proptest::sample::select(own)
        });
        (0i32..14, 0u8..3, choose, 0i64..4, 0i64..4).prop_map(|(back, of_team, stands, kept, more)| Line {
            month: TODAY.first_of_month().saturating_sub(jiff::ToSpan::months(back)),
            team: Some(team(of_team)),
            stands,
            numbers: vec![(Field::Appointments, kept + more), (Field::Kept, kept)],
        })
    }

    fn people() -> impl Strategy<Value = Vec<Vec<Line>>> {
        let groups = Groups::of(Policy::shipped().unwrap());
        proptest::collection::vec(proptest::collection::vec(a_line(&groups), 1..8), 1..12)
    }

    proptest! {
        #[test]
        fn groups_add_up_to_everybody_and_places_to_the_place_above(people in people()) {
            let policy = Policy::shipped().unwrap();
            let periods = counted(TODAY, policy.kept(TODAY).unwrap());
            let sheet = Sheet::new(policy, &periods, places());
            let mut cells = Cells::of_measures(0..policy.measures.len());
            people.iter().for_each(|lines| sheet.add(&mut cells, lines));
            let groups = Groups::of(policy);
            let sum = |keep: &dyn Fn(&Key) -> bool| {
                let kept = cells.of.iter().filter(|(key, _)| keep(key));
                kept.fold((0, 0), |(n, d), (_, t)| (n + t.numerator, d + t.denominator))
            };
            for (key, tally) in cells.of.iter().filter(|(key, _)| key.group == 0) {
                let whole = (tally.numerator, tally.denominator);
                for grouping in Grouping::ALL {
                    let of = |k: &Key| groups.get(k.group).is_some_and(|g| g.grouping == grouping);
                    prop_assert_eq!(sum(&|k| of(k) && Key { group: 0, ..*k } == *key), whole);
                }
                let below: &[u16] = match key.place { 0 => &[1, 4], 1 => &[2, 3], _ => continue };
                prop_assert_eq!(sum(&|k| below.contains(&k.place) && Key { place: key.place, ..*k } == *key), whole);
            }
        }

        #[test]
        fn a_measure_counted_alone_has_the_cells_that_it_has_among_all(people in people()) {
            let policy = Policy::shipped().unwrap();
            let periods = counted(TODAY, policy.kept(TODAY).unwrap());
            let sheet = Sheet::new(policy, &periods, places());
            let cells = |measures: Range<usize>| {
                let mut cells = Cells::of_measures(measures);
                people.iter().for_each(|lines| sheet.add(&mut cells, lines));
                cells
            };
            let (all, mut together) = (cells(0..policy.measures.len()), HashMap::new());
            for measure in 0..policy.measures.len() {
                let alone = cells(measure..measure + 1);
                prop_assert_eq!(alone.unplaced, all.unplaced);
                together.extend(alone.of);
            }
            prop_assert_eq!(together, all.of);
        }

        #[test]
        fn nobody_is_counted_twice_and_both_sides_are_people_of_the_cell(people in people()) {
            let policy = Policy::shipped().unwrap();
            let periods = counted(TODAY, policy.kept(TODAY).unwrap());
            let sheet = Sheet::new(policy, &periods, places());
            let mut cells = Cells::of_measures(0..policy.measures.len());
            people.iter().for_each(|lines| sheet.add(&mut cells, lines));
            let most = i64::try_from(people.len()).unwrap();
            for tally in cells.of.values() {
                prop_assert!(tally.people <= most && tally.people_in <= tally.people && tally.people_out <= tally.people);
                prop_assert!(tally.people_in + tally.people_out >= tally.people && tally.numerator <= tally.denominator);
            }
        }
    }
}

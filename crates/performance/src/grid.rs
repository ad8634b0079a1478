//! The cells of a measure as one list, each of a place, a time and a group, and what of them adds up to what: groups of a
//! break-down to everybody, months to their quarter and to the year, places to the place above. Pure. A nation's measure has two
//! million cells and more sums, so nothing of it is written down: cells and sums are numbers, and the rest is worked out.

use crate::groups::{Grouping, Groups};
use crate::periods::{Period, Sort};
use crate::places::Places;
use crate::suppression::Adding;
use kernel::Date;

/// What a cell can be the total of: each break-down but everybody, its months, the places below.
const SORTS: usize = Grouping::ALL.len() + 1;
const MONTHS: usize = SORTS - 2;
const BELOW: usize = SORTS - 1;

/// How places, times and groups hang together, each by where it stands in its list.
#[derive(Clone, Debug)]
pub(crate) struct Grid {
    above: Vec<Option<usize>>,
    below: Vec<Vec<usize>>,
    /// The months of a quarter or year, where all of them are counted for themselves.
    months: Vec<Vec<usize>>,
    /// The quarter and the year of a month, likewise.
    longer: Vec<Vec<usize>>,
    groupings: Vec<Grouping>,
    of_groupings: [Vec<usize>; Grouping::ALL.len()],
    everybody: usize,
}

impl Grid {
    pub(crate) fn new(places: &Places, periods: &[Period], groups: &Groups, today: Date) -> Grid {
        let above: Vec<Option<usize>> = places.0.iter().map(|place| place.above).collect();
        let months: Vec<Vec<usize>> = periods.iter().map(|period| months_of(*period, periods, today)).collect();
        let groupings: Vec<Grouping> = (0..).map_while(|at| groups.get(at)).map(|group| group.grouping).collect();
        let of = |grouping| (0..groupings.len()).filter(|at| groupings.get(*at) == Some(&grouping)).collect();
        let of_groupings: [Vec<usize>; Grouping::ALL.len()] = Grouping::ALL.map(of);
        Grid {
            below: turned(above.iter().map(Option::as_slice), above.len()),
            longer: turned(months.iter().map(Vec::as_slice), months.len()),
            everybody: of_groupings.first().and_then(|all| all.first()).copied().unwrap_or_default(),
            above,
            months,
            groupings,
            of_groupings,
        }
    }

    /// How many cells a measure has.
    pub(crate) fn len(&self) -> usize {
        self.above.len() * self.months.len() * self.groupings.len()
    }

    /// Where a cell stands in the list.
    pub(crate) fn at(&self, place: usize, period: usize, group: usize) -> usize {
        (place * self.months.len() + period) * self.groupings.len() + group
    }

    /// The place, time and group of a cell.
    fn of(&self, cell: usize) -> (usize, usize, usize) {
        let (periods, groups) = (self.months.len().max(1), self.groupings.len().max(1));
        (cell / groups / periods, cell / groups % periods, cell % groups)
    }
}

impl Adding for Grid {
    fn sums(&self) -> usize {
        self.len() * SORTS
    }

    fn sum(&self, sum: usize) -> (usize, impl Iterator<Item = usize>) {
        let (total, sort) = (sum / SORTS, sum % SORTS);
        let (place, period, group) = self.of(total);
        // Parts stand at even distances from the first of their kind.
        let (parts, first, apart) = match sort {
            BELOW => (self.below.get(place), self.at(0, period, group), self.at(1, 0, 0)),
            MONTHS => (self.months.get(period), self.at(place, 0, group), self.at(0, 1, 0)),
            _ => {
                let own = self.of_groupings.get(sort + 1).filter(|_| group == self.everybody);
                (own, self.at(place, period, 0), 1)
            }
        };
        (total, parts.into_iter().flatten().map(move |part| first + part * apart))
    }

    fn of_figure(&self, figure: usize) -> Vec<usize> {
        let (place, period, group) = self.of(figure);
        let own = (figure * SORTS..).take(SORTS);
        let mut sums: Vec<usize> = own.filter(|sum| self.sum(*sum).1.next().is_some()).collect();
        let grouping = self.groupings.get(group).map_or(0, |grouping| *grouping as usize);
        if grouping > 0 {
            sums.push(self.at(place, period, self.everybody) * SORTS + grouping - 1);
        }
        let longer = self.longer.get(period).into_iter().flatten();
        sums.extend(longer.map(|long| self.at(place, *long, group) * SORTS + MONTHS));
        let above = self.above.get(place).copied().flatten();
        sums.extend(above.map(|above| self.at(above, period, group) * SORTS + BELOW));
        sums.sort_unstable();
        sums
    }
}

/// For each of so many, the lists in which it stands.
fn turned<'a>(lists: impl Iterator<Item = &'a [usize]>, of: usize) -> Vec<Vec<usize>> {
    let mut turned = vec![Vec::new(); of];
    for (list, members) in lists.enumerate() {
        for member in members {
            if let Some(lists) = turned.get_mut(*member) {
                lists.push(list);
            }
        }
    }
    turned
}

/// Where the months of a quarter or year stand among these times, if all that have begun do.
fn months_of(period: Period, periods: &[Period], today: Date) -> Vec<usize> {
    if period.sort == Sort::Month {
        return Vec::new();
    }
    let begun = period.of_months().into_iter().filter(|first| *first <= today);
    let at = |first: Date| periods.iter().position(|other| *other == Period::month(first));
    begun.map(at).collect::<Option<Vec<usize>>>().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::periods::counted;
    use crate::places::{Place, PlaceKind};
    use crate::policy::Policy;
    use kernel::date;
    use std::collections::BTreeSet;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 20);

    /// The whole, a unit with two teams, and a team right under the whole.
    fn places() -> Places {
        let place = |(at, above): (u128, Option<usize>)| Place {
            id: Uuid::from_u128(at),
            kind: if above.is_none() { PlaceKind::Whole } else { PlaceKind::Team },
            code: at.to_string(),
            name: at.to_string(),
            above,
        };
        Places((0..).zip([None, Some(0), Some(1), Some(1), Some(0)]).map(place).collect())
    }

    fn grid() -> (Grid, Vec<Period>, Groups) {
        let policy = Policy::shipped().unwrap();
        let (periods, groups) = (counted(TODAY, policy.kept(TODAY).unwrap()), Groups::of(policy));
        (Grid::new(&places(), &periods, &groups, TODAY), periods, groups)
    }

    #[test]
    fn every_cell_has_its_own_number_and_is_found_by_it() {
        let (grid, periods, groups) = grid();
        let mut next = 0;
        for place in 0..5 {
            for period in 0..periods.len() {
                for group in 0..groups.len() {
                    assert_eq!((grid.at(place, period, group), grid.of(next)), (next, (place, period, group)));
                    next += 1;
                }
            }
        }
        assert_eq!(grid.len(), next);
    }

    #[test]
    fn a_figure_knows_the_sums_that_hold_it_and_no_others() {
        let (grid, ..) = grid();
        let mut of: Vec<BTreeSet<usize>> = vec![BTreeSet::new(); grid.len()];
        for sum in 0..grid.sums() {
            let (total, parts) = grid.sum(sum);
            let parts: Vec<usize> = parts.collect();
            if !parts.is_empty() {
                parts.iter().chain([&total]).for_each(|figure| assert!(of[*figure].insert(sum)));
            }
        }
        for (figure, of) in of.iter().enumerate() {
            let own = grid.of_figure(figure);
            assert!(own.is_sorted());
            assert_eq!(&BTreeSet::from_iter(own), of);
        }
    }

    #[test]
    fn a_total_is_the_sum_of_its_groups_its_months_and_the_places_below() {
        let (grid, periods, groups) = grid();
        let at = |code: &str| periods.iter().position(|period| period.code() == code).unwrap();
        let sex: Vec<usize> = groups.of_grouping(Grouping::Sex).map(|(group, _)| usize::from(group)).collect();
        let parts = |total: usize, sort: usize| grid.sum(total * SORTS + sort).1.collect::<Vec<usize>>();
        let quarter = grid.at(1, at("2026-Q3"), 0);
        let of_sex = Grouping::Sex as usize - 1;
        assert_eq!(parts(quarter, of_sex), sex.iter().map(|g| grid.at(1, at("2026-Q3"), *g)).collect::<Vec<_>>());
        let months = ["2026-07", "2026-08", "2026-09"].map(|month| grid.at(1, at(month), 0));
        assert_eq!(parts(quarter, MONTHS), months);
        assert_eq!(parts(quarter, BELOW), [2, 3].map(|team| grid.at(team, at("2026-Q3"), 0)));
        // A group is no total of a break-down; December has not begun; the months of a quarter long past are not kept.
        assert_eq!(parts(grid.at(1, at("2026-Q3"), sex[0]), of_sex), Vec::<usize>::new());
        let begun = ["2026-10", "2026-11"].map(|month| grid.at(0, at(month), 0));
        assert_eq!(parts(grid.at(0, at("2026-Q4"), 0), MONTHS), begun);
        assert_eq!(parts(grid.at(0, at("2025-Q1"), 0), MONTHS), Vec::<usize>::new());
        assert_eq!(parts(grid.at(4, at("year"), 0), MONTHS).len(), 12);
        assert_eq!(parts(grid.at(4, at("year"), 0), BELOW), Vec::<usize>::new());
    }
}

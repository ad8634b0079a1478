//! Adds lines up into cells: a measure, a time, a place and a group. Pure. A cell knows how many different people stand behind
//! it and behind each side of it, so that what would tell of a few is found; groups of a break-down add up to the whole, and
//! places to the place above them.

use crate::grid::Grid;
use crate::lines::{Field, Line};
use crate::periods::Period;
use crate::policy::Policy;
use crate::suppression::Figure;
use kernel::{Date, TeamId};
use std::collections::{BTreeMap, HashMap};
use std::ops::Range;
use store::{Failure, Result};

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

impl Tally {
    pub(crate) fn figure(self) -> Figure {
        Figure { people: self.people, people_in: self.people_in, people_out: self.people_out }
    }
}

/// Which measures count what, and which times hold which months.
pub(crate) struct Sheet {
    measures: Vec<(Field, Field)>,
    periods: BTreeMap<Date, Vec<usize>>,
    /// The places of a team, the whole last.
    places: HashMap<TeamId, Vec<usize>>,
}

/// Every cell so far of the measures that are counted.
pub(crate) struct Cells {
    /// By their places in the policy.
    measures: Range<usize>,
    /// How many cells a measure has.
    each: usize,
    /// Of each cell what a [`Tally`] says, in its order. Bare numbers, because zeroes that nobody adds to take no memory so.
    of: Vec<[u32; 5]>,
    /// Lines of people whom nobody held.
    pub(crate) unplaced: i64,
}

impl Cells {
    pub(crate) fn of_measures(measures: Range<usize>, grid: &Grid) -> Cells {
        let of = vec![[0; 5]; measures.len() * grid.len()];
        Cells { measures, each: grid.len(), of, unplaced: 0 }
    }

    /// What stands in a cell of a measure; nothing where nobody is in it.
    pub(crate) fn tally(&self, measure: usize, cell: usize) -> Option<Tally> {
        let first = measure.checked_sub(self.measures.start)? * self.each;
        let numbers = self.of.get(first + cell).filter(|_| cell < self.each)?;
        let [numerator, denominator, people, people_in, people_out] = numbers.map(i64::from);
        (people > 0).then_some(Tally { numerator, denominator, people, people_in, people_out })
    }
}

impl Sheet {
    /// The place of a measure is its place in the policy.
    pub(crate) fn new(policy: &Policy, periods: &[Period], places: HashMap<TeamId, Vec<usize>>) -> Sheet {
        let field = |word: &str| word.parse::<Field>().ok();
        let measures = policy.measures.iter().filter_map(|m| Some((field(&m.numerator)?, field(&m.denominator)?)));
        let mut of_month: BTreeMap<Date, Vec<usize>> = BTreeMap::new();
        for (at, period) in periods.iter().enumerate() {
            for month in period.of_months() {
                of_month.entry(month).or_default().push(at);
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
    ///
    /// # Errors
    /// When a cell comes to more than it can hold.
    pub(crate) fn add(&self, grid: &Grid, cells: &mut Cells, lines: &[Line]) -> Result<()> {
        let mut own: HashMap<usize, (i64, i64)> = HashMap::new();
        for line in lines {
            let Some(places) = line.team.and_then(|team| self.places.get(&team)) else {
                cells.unplaced += 1;
                continue;
            };
            let periods = self.periods.get(&line.month).map_or(&[][..], Vec::as_slice);
            for (n, measure) in cells.measures.clone().enumerate() {
                let Some((numerator, denominator)) = self.share(measure, line) else { continue };
                for period in periods {
                    for place in places {
                        for group in line.stands {
                            let at = n * cells.each + grid.at(*place, *period, usize::from(group));
                            let share = own.entry(at).or_default();
                            *share = (share.0 + numerator, share.1 + denominator);
                        }
                    }
                }
            }
        }
        for (at, (numerator, denominator)) in own {
            let sides = [numerator > 0, denominator > numerator].map(i64::from);
            let more = [numerator, denominator, 1, sides[0], sides[1]];
            let too_much = || Failure::broken("a figure of performance comes to more than a cell can hold");
            let cell = cells.of.get_mut(at).ok_or_else(too_much)?;
            for (number, more) in cell.iter_mut().zip(more) {
                *number = u32::try_from(i64::from(*number) + more).map_err(|_| too_much())?;
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::groups::{Grouping, Groups};
    use crate::periods::counted;
    use crate::places::{Place, PlaceKind, Places};
    use crate::suppression::Adding;
    use kernel::date;
    use proptest::prelude::*;
    use uuid::Uuid;

    const TODAY: Date = date(2026, 11, 20);

    fn team(n: u8) -> TeamId {
        TeamId(Uuid::from_u128(u128::from(n)))
    }

    /// Two teams in one unit, and one more under the whole.
    fn places() -> Places {
        let place = |kind, id, above| Place { id, kind, code: String::new(), name: String::new(), above };
        Places(vec![
            place(PlaceKind::Whole, Uuid::nil(), None),
            place(PlaceKind::Unit, Uuid::max(), Some(0)),
            place(PlaceKind::Team, team(0).0, Some(1)),
            place(PlaceKind::Team, team(1).0, Some(1)),
            place(PlaceKind::Team, team(2).0, Some(0)),
        ])
    }

    /// The grid, and the cells of these measures after everybody.
    fn counted_of(people: &[Vec<Line>], measures: Range<usize>) -> (Grid, Cells) {
        let policy = Policy::shipped().unwrap();
        let (periods, groups) = (counted(TODAY, policy.kept(TODAY).unwrap()), Groups::of(policy));
        let grid = Grid::new(&places(), &periods, &groups, TODAY);
        let sheet = Sheet::new(policy, &periods, places().of_teams());
        let mut cells = Cells::of_measures(measures, &grid);
        people.iter().for_each(|lines| sheet.add(&grid, &mut cells, lines).unwrap());
        (grid, cells)
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
            let (grid, cells) = counted_of(&people, 0..1);
            let share = |cell| cells.tally(0, cell).map_or((0, 0), |t| (t.numerator, t.denominator));
            let met = (0..grid.len()).filter(|cell| cells.tally(0, *cell).is_some()).count();
            prop_assert_eq!(met > 0, people.iter().flatten().any(|line| line.numbers[0].1 > 0));
            for sum in 0..grid.sums() {
                let (total, parts) = grid.sum(sum);
                let mut parts = parts.map(share).peekable();
                if parts.peek().is_some() {
                    prop_assert_eq!(parts.fold((0, 0), |(n, d), (n1, d1)| (n + n1, d + d1)), share(total));
                }
            }
        }

        #[test]
        fn a_measure_counted_alone_has_the_cells_that_it_has_among_all(people in people()) {
            let measures = Policy::shipped().unwrap().measures.len();
            let (grid, all) = counted_of(&people, 0..measures);
            for measure in 0..measures {
                let (_, alone) = counted_of(&people, measure..measure + 1);
                prop_assert_eq!(alone.unplaced, all.unplaced);
                prop_assert!(alone.of == all.of[measure * grid.len()..][..grid.len()]);
                prop_assert_eq!(alone.tally(measure, grid.len()), None);
                prop_assert_eq!(alone.tally(measure + 1, 0), None);
            }
        }

        #[test]
        fn nobody_is_counted_twice_and_both_sides_are_people_of_the_cell(people in people()) {
            let measures = Policy::shipped().unwrap().measures.len();
            let (grid, cells) = counted_of(&people, 0..measures);
            let most = i64::try_from(people.len()).unwrap();
            for (measure, cell) in (0..measures).flat_map(|m| (0..grid.len()).map(move |c| (m, c))) {
                let Some(tally) = cells.tally(measure, cell) else { continue };
                prop_assert!(tally.people <= most && tally.people_in <= tally.people && tally.people_out <= tally.people);
                prop_assert!(tally.people_in + tally.people_out >= tally.people && tally.numerator <= tally.denominator);
            }
        }
    }

    #[test]
    fn a_cell_that_comes_to_more_than_it_holds_is_told_and_not_clipped() {
        let line = |kept| Line {
            month: TODAY.first_of_month(),
            team: Some(team(0)),
            stands: [0; 7],
            numbers: vec![(Field::Appointments, kept), (Field::Kept, kept)],
        };
        let (grid, mut cells) = counted_of(&[], 0..1);
        let policy = Policy::shipped().unwrap();
        let sheet = Sheet::new(policy, &counted(TODAY, policy.kept(TODAY).unwrap()), places().of_teams());
        let most = i64::from(u32::MAX) / 7;
        sheet.add(&grid, &mut cells, &[line(most)]).unwrap();
        assert!(sheet.add(&grid, &mut cells, &[line(most)]).is_err());
    }
}

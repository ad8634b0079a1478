//! Adds lines up into cells: a measure, a time, a place and a group. Pure. A cell knows how many different people stand behind
//! it and behind each side of it, so that what would tell of a few is found; groups of a break-down add up to the whole, and
//! places to the place above them.

use crate::lines::{Field, Line};
use crate::periods::Period;
use crate::policy::Policy;
use kernel::{Date, TeamId};
use std::collections::{BTreeMap, HashMap};

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

/// Every cell so far.
#[derive(Default)]
pub(crate) struct Cells {
    pub(crate) of: HashMap<Key, Tally>,
    /// Lines of people whom nobody held.
    pub(crate) unplaced: i64,
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
            for measure in 0..self.measures.len() {
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

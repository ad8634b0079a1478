//! Counts everybody and keeps the figures: views in, lines, cells, what may not be shown, and out into the room's own view. Done
//! in the background once a night and when somebody asks for it; pages only read what stands there.

use crate::counting::{Cells, Key, Sheet, Tally};
use crate::groups::{Grouping, Groups};
use crate::lines::Rules;
use crate::periods::{Period, Sort, counted};
use crate::places::Places;
use crate::policy::Policy;
use crate::reading::{Whose, next_people, rows};
use crate::records::Cell;
use crate::suppression::{Figure, Sum, suppress};
use kernel::{Date, Instant};
use law::{Law, Nation};
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, HashMap};
use store::{Asker, Cx, Failure, House, Result, params};

/// People read in one go.
const SLICE: i64 = 400;
/// Under which the last counting is kept.
const COUNTED: &str = "performance.counted";

/// The last counting.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct Counting {
    /// Microseconds.
    at: i64,
    pub(crate) today: Date,
    pub(crate) people: i64,
    /// Lines that belong to no team, because nobody held the person then.
    pub(crate) unplaced: i64,
}

impl Counting {
    pub(crate) fn at(&self) -> Instant {
        Instant(self.at)
    }
}

fn asker() -> Asker {
    Asker::system("performance")
}

/// When figures were last counted, if ever.
///
/// # Errors
/// When the database fails.
pub(crate) fn last_counting(cx: &mut Cx<'_>) -> Result<Option<Counting>> {
    let kept = cx.setting(COUNTED)?;
    kept.map(|text| serde_json::from_str(&text).map_err(|e| Failure::broken(format!("{COUNTED}: {e}")))).transpose()
}

/// What counting turns on, the same for everybody.
struct Frame {
    policy: &'static Policy,
    law: std::sync::Arc<Law>,
    groups: Groups,
    places: Places,
    periods: Vec<Period>,
    today: Date,
}

impl Frame {
    fn now(cx: &mut Cx<'_>) -> Result<Frame> {
        let (policy, today) = (Policy::shipped()?, cx.today());
        Ok(Frame {
            policy,
            law: cx.part::<Law>()?,
            groups: Groups::of(policy),
            places: Places::now(cx)?,
            periods: counted(today, policy.kept(today)?),
            today,
        })
    }

    fn first(&self) -> Date {
        self.periods.iter().map(|period| period.first).min().unwrap_or(self.today)
    }
}

/// Counts everybody now, and keeps the figures.
///
/// # Errors
/// When a figure of policy is missing or the database fails.
pub fn count_everybody(house: &House) -> Result<()> {
    let frame = house.read(&asker(), Frame::now)?;
    let sheet = Sheet::new(frame.policy, &frame.periods, frame.places.of_teams());
    let (mut cells, mut people, mut last) = (Cells::default(), 0, None);
    loop {
        let slice = house.read(&asker(), |cx| {
            let ids = next_people(cx, last, SLICE)?;
            let (Some(first), Some(end)) = (ids.first().copied(), ids.last().copied()) else { return Ok(None) };
            Ok(Some((ids, rows(cx, &Whose::Between(first, end), frame.first())?)))
        })?;
        let Some((ids, of_people)) = slice else { break };
        let rules = Rules {
            policy: frame.policy,
            law: &frame.law,
            groups: &frame.groups,
            days: frame.law.working_days(Nation::EnglandAndWales),
            today: frame.today,
            first: frame.first(),
        };
        for person in of_people.values() {
            sheet.add(&mut cells, &person.lines(&rules)?);
        }
        people += i64::try_from(ids.len()).unwrap_or(0);
        last = ids.last().copied();
    }
    let kept = finished(&frame, &cells)?;
    write(house, &frame, &kept)?;
    let unplaced = cells.unplaced;
    tracing::info!(people, cells = cells.of.len(), unplaced, "figures of performance were counted");
    house.write(&asker(), |cx| {
        let counting = Counting { at: cx.now().0, today: frame.today, people, unplaced };
        let text = serde_json::to_string(&counting).map_err(|e| Failure::broken(e.to_string()))?;
        cx.set_setting(COUNTED, &text)
    })
}

/// The cells of each measure and time, with what may not be shown marked.
fn finished(frame: &Frame, cells: &Cells) -> Result<BTreeMap<(String, String), Vec<Cell>>> {
    let least = frame.policy.small_numbers(frame.today)?.people;
    let mut out: BTreeMap<(String, String), Vec<Cell>> = BTreeMap::new();
    for (number, measure) in (0u16..).zip(&frame.policy.measures) {
        // In one order, so that the same records hide the same figures whoever counts.
        let mut own: Vec<(Key, Tally)> =
            cells.of.iter().filter(|(key, _)| key.measure == number).map(|(key, tally)| (*key, *tally)).collect();
        own.sort_unstable_by_key(|(key, _)| *key);
        let figures: Vec<Figure> = own
            .iter()
            .map(|(_, t)| Figure { people: t.people, people_in: t.people_in, people_out: t.people_out })
            .collect();
        let hidden = suppress(&figures, &sums(frame, &own), least);
        for ((key, tally), hidden) in own.iter().zip(hidden) {
            let period = frame.periods.get(usize::from(key.period));
            let place = frame.places.0.get(usize::from(key.place));
            let (Some(period), Some(place), Some(group)) = (period, place, frame.groups.get(key.group)) else {
                return Err(Failure::broken("a cell is about nothing that was counted"));
            };
            out.entry((measure.code.clone(), period.code())).or_default().push(Cell {
                place_id: place.id,
                grouping_code: group.grouping.code().into(),
                measure: measure.code.clone(),
                period: period.code(),
                group_code: group.code.clone(),
                numerator: tally.numerator,
                denominator: tally.denominator,
                people: tally.people,
                hidden,
            });
        }
    }
    Ok(out)
}

/// Everything that adds up: groups to everybody, places to the place above, months to quarters and to the year.
fn sums(frame: &Frame, own: &[(Key, Tally)]) -> Vec<Sum> {
    let at: HashMap<Key, usize> = own.iter().enumerate().map(|(n, (key, _))| (*key, n)).collect();
    let whole = frame.groups.place(Grouping::All, "");
    let mut of: BTreeMap<(usize, u8), Vec<usize>> = BTreeMap::new();
    for (n, (key, _)) in own.iter().enumerate() {
        let group = frame.groups.get(key.group).map(|group| group.grouping);
        if let (Some(grouping), Some(all)) = (group.filter(|g| *g != Grouping::All), whole)
            && let Some(total) = at.get(&Key { group: all, ..*key })
        {
            of.entry((*total, grouping as u8)).or_default().push(n);
        }
        let above = frame.places.0.get(usize::from(key.place)).and_then(|place| place.above);
        if let Some(total) = above.and_then(|a| at.get(&Key { place: u16::try_from(a).unwrap_or(u16::MAX), ..*key })) {
            of.entry((*total, u8::MAX)).or_default().push(n);
        }
        for (long, mark) in longer(frame, key.period) {
            if let Some(total) = at.get(&Key { period: long, ..*key }) {
                of.entry((*total, mark)).or_default().push(n);
            }
        }
    }
    of.into_iter().map(|((total, _), parts)| Sum { total, parts }).collect()
}

/// The quarter and the year that a month is part of, where all their months are counted for themselves.
fn longer(frame: &Frame, period: u16) -> Vec<(u16, u8)> {
    let Some(month) = frame.periods.get(usize::from(period)).filter(|p| p.sort == Sort::Month) else {
        return Vec::new();
    };
    let is_counted = |first: &Date| frame.periods.iter().any(|p| p.sort == Sort::Month && p.first == *first);
    let long = (0u16..).zip(&frame.periods).filter(|(_, p)| p.sort != Sort::Month);
    long.filter(|(_, p)| p.of_months().contains(&month.first))
        .filter(|(_, p)| p.of_months().iter().all(|first| *first > frame.today || is_counted(first)))
        .map(|(n, p)| (n, if p.sort == Sort::Year { u8::MAX - 1 } else { u8::MAX - 2 }))
        .collect()
}

/// Writes what changed, a measure and time a transaction, and takes out what is not counted any more.
fn write(house: &House, frame: &Frame, kept: &BTreeMap<(String, String), Vec<Cell>>) -> Result<()> {
    let none = Vec::new();
    for measure in &frame.policy.measures {
        for period in &frame.periods {
            let cells = kept.get(&(measure.code.clone(), period.code())).unwrap_or(&none);
            house.write(&asker(), |cx| put(cx, &measure.code, &period.code(), cells))?;
        }
    }
    let known = |cx: &mut Cx<'_>| cx.query("SELECT DISTINCT measure, period FROM view_performance", &[]);
    for row in house.read(&asker(), known)? {
        let (measure, period): (String, String) = (row.get(0)?, row.get(1)?);
        let is_counted = frame.policy.measure(&measure).is_some() && frame.periods.iter().any(|p| p.code() == period);
        if !is_counted {
            house.write(&asker(), |cx| put(cx, &measure, &period, &none))?;
        }
    }
    Ok(())
}

fn put(cx: &mut Cx<'_>, measure: &str, period: &str, cells: &[Cell]) -> Result<()> {
    let held: Vec<Cell> =
        cx.list("WHERE measure = $1 AND period = $2", params![measure.to_owned(), period.to_owned()])?;
    let key = |cell: &Cell| (cell.place_id, cell.grouping_code.clone(), cell.group_code.clone());
    let was: HashMap<_, &Cell> = held.iter().map(|cell| (key(cell), cell)).collect();
    let is: HashMap<_, &Cell> = cells.iter().map(|cell| (key(cell), cell)).collect();
    if held.is_empty() {
        return cx.insert_all(cells);
    }
    for (gone, cell) in was.iter().filter(|(key, _)| !is.contains_key(*key)) {
        cx.execute(
            "DELETE FROM view_performance WHERE place_id = $1 AND grouping_code = $2 AND measure = $3 AND period = $4 \
             AND group_code = $5",
            params![cell.place_id, gone.1, cell.measure, cell.period, gone.2],
        )?;
    }
    for (_, cell) in is.iter().filter(|(key, cell)| was.get(*key) != Some(cell)) {
        cx.save(*cell)?;
    }
    Ok(())
}

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
use std::ops::Range;
use store::{Asker, Cx, Failure, House, Result, params};
use uuid::Uuid;

/// People read in one go.
const SLICE: i64 = 400;
/// Cells for which there is room at once. Of every place and group only some are ever met, and a nation has more than
/// a server has memory for: its measures are counted one after the other, everybody being read again for each.
const ROOM: usize = 1_000_000;
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

    /// How many measures there is room for, at least one.
    fn measures_at_once(&self) -> usize {
        let cells = self.periods.len() * self.places.0.len() * self.groups.len();
        (ROOM / cells.max(1)).max(1)
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
    let mut counted = Some(0);
    while let Some(so_far) = counted {
        counted = count_some(house, so_far)?;
    }
    Ok(())
}

/// Counts as many measures as memory has room for, after so many that are counted, and keeps their figures. Gives how many are
/// counted then, while there are more.
///
/// # Errors
/// When a figure of policy is missing or the database fails.
pub(crate) fn count_some(house: &House, counted: usize) -> Result<Option<usize>> {
    let frame = house.read(&asker(), Frame::now)?;
    let all = frame.policy.measures.len();
    let measures = counted.min(all)..counted.saturating_add(frame.measures_at_once()).min(all);
    let (cells, people) = cells(house, &frame, measures.clone())?;
    let unplaced = cells.unplaced;
    tracing::info!(people, ?measures, cells = cells.of.len(), unplaced, "figures of performance were counted");
    let mut own: Vec<(Key, Tally)> = cells.of.into_iter().collect();
    // In one order, so that the same records hide the same figures whoever counts.
    own.sort_unstable_by_key(|(key, _)| *key);
    for measure in measures.clone() {
        keep(house, &frame, measure, of_measure(&own, measure))?;
    }
    if measures.end < all {
        return Ok(Some(measures.end));
    }
    take_out_what_is_not_counted(house, &frame)?;
    house.write(&asker(), |cx| {
        let counting = Counting { at: cx.now().0, today: frame.today, people, unplaced };
        let text = serde_json::to_string(&counting).map_err(|e| Failure::broken(e.to_string()))?;
        cx.set_setting(COUNTED, &text)
    })?;
    Ok(None)
}

/// The cells of these measures, and how many people were gone through.
fn cells(house: &House, frame: &Frame, measures: Range<usize>) -> Result<(Cells, i64)> {
    let sheet = Sheet::new(frame.policy, &frame.periods, frame.places.of_teams());
    let rules = Rules {
        policy: frame.policy,
        law: &frame.law,
        groups: &frame.groups,
        days: frame.law.working_days(Nation::EnglandAndWales),
        today: frame.today,
        first: frame.first(),
    };
    let (mut cells, mut people, mut last) = (Cells::of_measures(measures), 0, None);
    loop {
        let slice = house.read(&asker(), |cx| {
            let ids = next_people(cx, last, SLICE)?;
            let (Some(first), Some(end)) = (ids.first().copied(), ids.last().copied()) else { return Ok(None) };
            Ok(Some((ids, rows(cx, &Whose::Between(first, end), frame.first())?)))
        })?;
        let Some((ids, of_people)) = slice else { return Ok((cells, people)) };
        for person in of_people.values() {
            sheet.add(&mut cells, &person.lines(&rules)?);
        }
        people += i64::try_from(ids.len()).unwrap_or(0);
        last = ids.last().copied();
    }
}

/// Those of one measure among cells in their order.
fn of_measure(cells: &[(Key, Tally)], measure: usize) -> &[(Key, Tally)] {
    let from = cells.partition_point(|(key, _)| usize::from(key.measure) < measure);
    let until = cells.partition_point(|(key, _)| usize::from(key.measure) <= measure);
    cells.get(from..until).unwrap_or_default()
}

/// Keeps the cells of one measure, a time a transaction, with what may not be shown marked.
fn keep(house: &House, frame: &Frame, measure: usize, own: &[(Key, Tally)]) -> Result<()> {
    let Some(measure) = frame.policy.measures.get(measure) else { return Ok(()) };
    let least = frame.policy.small_numbers(frame.today)?.people;
    let figures: Vec<Figure> = own
        .iter()
        .map(|(_, t)| Figure { people: t.people, people_in: t.people_in, people_out: t.people_out })
        .collect();
    let hidden = suppress(&figures, &sums(frame, own), least);
    let mut marked = own.iter().zip(hidden).peekable();
    for (number, period) in (0u16..).zip(&frame.periods) {
        let code = period.code();
        let mut rows = Vec::new();
        while let Some(((key, tally), hidden)) = marked.next_if(|((key, _), _)| key.period == number) {
            let (place, group) = (frame.places.0.get(usize::from(key.place)), frame.groups.get(key.group));
            let (Some(place), Some(group)) = (place, group) else {
                return Err(Failure::broken("a cell is about nothing that was counted"));
            };
            rows.push(Cell {
                place_id: place.id,
                grouping_code: group.grouping.code().into(),
                measure: measure.code.clone(),
                period: code.clone(),
                group_code: group.code.clone(),
                numerator: tally.numerator,
                denominator: tally.denominator,
                people: tally.people,
                hidden,
            });
        }
        house.write(&asker(), |cx| put(cx, &measure.code, &code, &rows))?;
    }
    Ok(())
}

/// Everything that adds up: groups to everybody, places to the place above, months to quarters and to the year.
fn sums(frame: &Frame, own: &[(Key, Tally)]) -> Vec<Sum> {
    let at = |key: Key| own.binary_search_by_key(&key, |(key, _)| *key).ok();
    let whole = frame.groups.place(Grouping::All, "");
    let mut of: BTreeMap<(usize, u8), Vec<usize>> = BTreeMap::new();
    for (n, (key, _)) in own.iter().enumerate() {
        let group = frame.groups.get(key.group).map(|group| group.grouping);
        if let (Some(grouping), Some(all)) = (group.filter(|g| *g != Grouping::All), whole)
            && let Some(total) = at(Key { group: all, ..*key })
        {
            of.entry((total, grouping as u8)).or_default().push(n);
        }
        let above = frame.places.0.get(usize::from(key.place)).and_then(|place| place.above);
        if let Some(total) = above.and_then(|a| at(Key { place: u16::try_from(a).unwrap_or(u16::MAX), ..*key })) {
            of.entry((total, u8::MAX)).or_default().push(n);
        }
        for (long, mark) in longer(frame, key.period) {
            if let Some(total) = at(Key { period: long, ..*key }) {
                of.entry((total, mark)).or_default().push(n);
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

fn take_out_what_is_not_counted(house: &House, frame: &Frame) -> Result<()> {
    let known = |cx: &mut Cx<'_>| cx.query("SELECT DISTINCT measure, period FROM view_performance", &[]);
    for row in house.read(&asker(), known)? {
        let (measure, period): (String, String) = (row.get(0)?, row.get(1)?);
        let is_counted = frame.policy.measure(&measure).is_some() && frame.periods.iter().any(|p| p.code() == period);
        if !is_counted {
            house.write(&asker(), |cx| put(cx, &measure, &period, &[]))?;
        }
    }
    Ok(())
}

/// Has exactly these cells stand for a measure and a time.
fn put(cx: &mut Cx<'_>, measure: &str, period: &str, cells: &[Cell]) -> Result<()> {
    let of_both = params![measure.to_owned(), period.to_owned()];
    let held: Vec<Cell> = cx.list("WHERE measure = $1 AND period = $2", of_both)?;
    let known: HashMap<_, &Cell> = held.iter().map(|cell| (at(cell), cell)).collect();
    if held.len() == cells.len() && cells.iter().all(|cell| known.get(&at(cell)) == Some(&cell)) {
        return Ok(());
    }
    if !held.is_empty() {
        cx.execute("DELETE FROM view_performance WHERE measure = $1 AND period = $2", of_both)?;
    }
    cx.insert_all(cells)
}

fn at(cell: &Cell) -> (Uuid, &str, &str) {
    (cell.place_id, &cell.grouping_code, &cell.group_code)
}

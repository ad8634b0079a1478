//! Counts everybody and keeps the figures: views in, lines, cells, what may not be shown, and out into the room's own view. Done
//! in the background once a night and when somebody asks for it; pages only read what stands there.

use crate::counting::{Cells, Sheet, Tally};
use crate::grid::Grid;
use crate::groups::{Grouping, Groups};
use crate::lines::Rules;
use crate::periods::{Period, counted};
use crate::places::{Place, Places};
use crate::policy::Policy;
use crate::reading::{Whose, next_people, rows};
use crate::records::Cell;
use crate::suppression::suppress;
use kernel::{Date, Instant, placeholders};
use law::{Law, Nation};
use serde::{Deserialize, Serialize};
use std::ops::Range;
use store::{Asker, Cx, Failure, House, Result, Value, params};
use uuid::Uuid;

/// People read in one go.
const SLICE: i64 = 400;
/// Cells for which there is room at once, of twenty bytes each. A nation's measures do not fit together: they are counted one after
/// the other, everybody being read again for each.
const ROOM: usize = 1_000_000;
/// Places whose figures are written in one go.
const PLACES: usize = 25;
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
    grid: Grid,
    today: Date,
}

impl Frame {
    fn now(cx: &mut Cx<'_>) -> Result<Frame> {
        let (policy, today) = (Policy::shipped()?, cx.today());
        let (groups, places, periods) = (Groups::of(policy), Places::now(cx)?, counted(today, policy.kept(today)?));
        let grid = Grid::new(&places, &periods, &groups, today);
        Ok(Frame { policy, law: cx.part::<Law>()?, groups, places, periods, grid, today })
    }

    /// How many measures there is room for, at least one.
    fn measures_at_once(&self) -> usize {
        (ROOM / self.grid.len().max(1)).max(1)
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
    tracing::info!(people, ?measures, unplaced, "figures of performance were counted");
    for measure in measures.clone() {
        keep(house, &frame, measure, &cells)?;
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
    let (mut cells, mut people, mut last) = (Cells::of_measures(measures, &frame.grid), 0, None);
    loop {
        let slice = house.read(&asker(), |cx| {
            let ids = next_people(cx, last, SLICE)?;
            let (Some(first), Some(end)) = (ids.first().copied(), ids.last().copied()) else { return Ok(None) };
            Ok(Some((ids, rows(cx, &Whose::Between(first, end), frame.first())?)))
        })?;
        let Some((ids, of_people)) = slice else { return Ok((cells, people)) };
        for person in of_people.values() {
            sheet.add(&frame.grid, &mut cells, &person.lines(&rules)?)?;
        }
        people += i64::try_from(ids.len()).unwrap_or(0);
        last = ids.last().copied();
    }
}

/// Keeps the figures of one measure, a time a transaction, with what may not be shown marked.
fn keep(house: &House, frame: &Frame, measure: usize, cells: &Cells) -> Result<()> {
    let Some(named) = frame.policy.measures.get(measure) else { return Ok(()) };
    let least = frame.policy.small_numbers(frame.today)?.people;
    let figure = |cell| cells.tally(measure, cell).map(Tally::figure).unwrap_or_default();
    let hidden = suppress(frame.grid.len(), figure, &frame.grid, least);
    for (number, period) in frame.periods.iter().enumerate() {
        let code = period.code();
        let figure = |at: usize, place: &Place, group: u16| {
            let cell = frame.grid.at(at, number, usize::from(group));
            let (tally, group) = (cells.tally(measure, cell)?, frame.groups.get(group)?);
            Some(Cell {
                place_id: place.id,
                grouping_code: group.grouping.code().into(),
                measure: named.code.clone(),
                period: code.clone(),
                group_code: group.code.clone(),
                numerator: tally.numerator,
                denominator: tally.denominator,
                people: tally.people,
                hidden: hidden.get(cell).copied().unwrap_or(true),
            })
        };
        house.write(&asker(), |cx| {
            for first in (0..frame.places.0.len()).step_by(PLACES) {
                let places = frame.places.0.iter().enumerate().skip(first).take(PLACES);
                let ids: Vec<Uuid> = places.clone().map(|(_, place)| place.id).collect();
                let all = places.flat_map(|place| (0..).take(frame.groups.len()).map(move |group| (place, group)));
                let figures: Vec<Cell> = all.filter_map(|((at, place), group)| figure(at, place, group)).collect();
                put(cx, &named.code, &code, &ids, &figures)?;
            }
            Ok(())
        })?;
    }
    Ok(())
}

/// Of measures, times and places that are counted no more nothing stays.
fn take_out_what_is_not_counted(house: &House, frame: &Frame) -> Result<()> {
    let known = |cx: &mut Cx<'_>| cx.query("SELECT DISTINCT measure, period FROM view_performance", &[]);
    for row in house.read(&asker(), known)? {
        let (measure, period): (String, String) = (row.get(0)?, row.get(1)?);
        let is_counted = frame.policy.measure(&measure).is_some() && frame.periods.iter().any(|p| p.code() == period);
        if !is_counted {
            let sql = "DELETE FROM view_performance WHERE measure = $1 AND period = $2";
            house.write(&asker(), |cx| cx.execute(sql, params![measure.clone(), period.clone()]))?;
        }
    }
    let mut last = None;
    while let Some(place) = house.read(&asker(), |cx| next_place(cx, last))? {
        if frame.places.by_id(place).is_none() {
            let sql = "DELETE FROM view_performance WHERE place_id = $1";
            house.write(&asker(), |cx| cx.execute(sql, params![place]))?;
        }
        last = Some(place);
    }
    Ok(())
}

/// The next place of which figures stand. A list of them all would have to go through every figure.
fn next_place(cx: &mut Cx<'_>, after: Option<Uuid>) -> Result<Option<Uuid>> {
    let rows = match after {
        Some(after) => cx.query(
            "SELECT place_id FROM view_performance WHERE place_id > $1 ORDER BY place_id LIMIT 1",
            params![after],
        ),
        None => cx.query("SELECT place_id FROM view_performance ORDER BY place_id LIMIT 1", &[]),
    }?;
    rows.first().map(|row| row.get(0)).transpose()
}

/// Has exactly these figures stand for a measure and a time at some places.
fn put(cx: &mut Cx<'_>, measure: &str, period: &str, places: &[Uuid], figures: &[Cell]) -> Result<()> {
    // Every break-down is named: with all of the key but its end, only these figures are read.
    let groupings = Grouping::ALL.map(|grouping| Value::from(grouping.code()));
    let ids = store::id_values(places);
    let (among, within) = (placeholders(3, groupings.len()), placeholders(3 + groupings.len(), ids.len()));
    let those = format!("WHERE measure = $1 AND period = $2 AND grouping_code IN ({among}) AND place_id IN ({within})");
    let of = [params![measure.to_owned(), period.to_owned()].as_slice(), &groupings, &ids].concat();
    let mut held: Vec<Cell> = cx.list(&those, &of)?;
    held.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    let mut wanted: Vec<&Cell> = figures.iter().collect();
    wanted.sort_unstable_by(|a, b| key(a).cmp(&key(b)));
    if held.iter().eq(wanted) {
        return Ok(());
    }
    if !held.is_empty() {
        cx.execute(&format!("DELETE FROM view_performance {those}"), &of)?;
    }
    cx.insert_all(figures)
}

/// Where a figure belongs, among those of a measure and a time.
fn key(cell: &Cell) -> (Uuid, &str, &str) {
    (cell.place_id, &cell.grouping_code, &cell.group_code)
}

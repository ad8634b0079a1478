//! What stands on the lists and in the plans of some offers, in six statements whatever their number and that of people.
//!
//! Always true: a place counts as taken by those booked or begun in it; nobody's name is read. It decides nothing.

use super::plan::{PlannedGroup, PlannedWeek};
use crate::{Group, GroupSession, OfferWeek, WaitingEntry, WaitingState};
use jiff::ToSpan;
use kernel::{Date, GroupId, OfferId, PersonKeys, placeholders};
use std::collections::HashMap;
use store::{Cx, Field, Result, Value, id_values, key_values};

/// Over which days past joins are counted, to tell how many more join before the day of sentence.
const JOINS_SEEN: i64 = 28;

/// One offer's plan and list.
#[derive(Clone, Debug, Default)]
pub(super) struct Standing {
    pub(super) groups: Vec<PlannedGroup>,
    pub(super) weeks: Vec<PlannedWeek>,
    /// Those who wait ahead, by the day from which they are ready.
    pub(super) ahead: Vec<(Date, u32)>,
    /// How many joined in the last weeks, whatever became of them, for each day.
    pub(super) joins_a_day: f64,
    /// The person's own entry, the last one.
    pub(super) own: Option<WaitingEntry>,
}

/// Reads them for one person, or for nobody on record.
pub(super) fn standing(
    cx: &mut Cx<'_>,
    offers: &[OfferId],
    keys: Option<&PersonKeys>,
) -> Result<HashMap<OfferId, Standing>> {
    let mut all: HashMap<OfferId, Standing> = offers.iter().map(|id| (*id, Standing::default())).collect();
    if offers.is_empty() {
        return Ok(all);
    }
    groups(cx, offers, &mut all)?;
    weeks(cx, offers, &mut all)?;
    if let Some(keys) = keys {
        own(cx, keys, &mut all)?;
    }
    lists(cx, offers, keys, &mut all)?;
    Ok(all)
}

fn groups(cx: &mut Cx<'_>, offers: &[OfferId], all: &mut HashMap<OfferId, Standing>) -> Result<()> {
    let mut values = id_values(offers);
    let (ids, today) = (placeholders(1, values.len()), values.len() + 1);
    values.push(Value::from(cx.today()));
    let rest = format!(
        "WHERE a.offer_id IN ({ids}) AND a.state IN ('planned', 'running') AND a.joins_until >= ${today} \
         ORDER BY a.start_date, a.id, b.on_date"
    );
    let on = "b.group_id = a.id AND b.on_date <= a.joins_until AND b.state <> 'cancelled'";
    let mut open: Vec<(Group, Vec<Date>)> = Vec::new();
    for (group, session) in cx.list_with::<Group, GroupSession>(on, &rest, &values)? {
        match open.last_mut().filter(|(last, _)| last.id == group.id) {
            Some((_, days)) => days.extend(session.map(|s| s.on_date)),
            None => open.push((group, session.into_iter().map(|s| s.on_date).collect())),
        }
    }
    let taken = taken_in_groups(cx, &open.iter().map(|(group, _)| group.id).collect::<Vec<_>>())?;
    for (group, sessions) in open {
        let free = free(group.places, taken.get(&group.id).copied().unwrap_or(0));
        let running = group.state == crate::GroupState::Running;
        let planned =
            PlannedGroup { starts: group.start_date, free, joins_until: group.joins_until, sessions, running };
        all.entry(group.offer_id).or_default().groups.push(planned);
    }
    Ok(())
}

fn taken_in_groups(cx: &mut Cx<'_>, groups: &[GroupId]) -> Result<HashMap<GroupId, i64>> {
    let mut taken = HashMap::new();
    for some in groups.chunks(400) {
        let values = id_values(some);
        let sql = format!(
            "SELECT opening_id, count(*) FROM booking WHERE opening_id IN ({}) AND state IN ('held', 'begun') \
             GROUP BY opening_id",
            placeholders(1, values.len())
        );
        for row in cx.query(&sql, &values)? {
            taken.insert(row.get::<GroupId>(0)?, row.get::<i64>(1)?);
        }
    }
    Ok(taken)
}

fn weeks(cx: &mut Cx<'_>, offers: &[OfferId], all: &mut HashMap<OfferId, Standing>) -> Result<()> {
    let mut values = id_values(offers);
    let (ids, monday) = (placeholders(1, values.len()), values.len() + 1);
    values.push(Value::from(monday_of(cx.today())));
    let weeks =
        cx.list::<OfferWeek>(&format!("WHERE offer_id IN ({ids}) AND monday >= ${monday} ORDER BY monday"), &values)?;
    let mut taken: HashMap<(OfferId, Date), i64> = HashMap::new();
    if !weeks.is_empty() {
        let sql = format!(
            "SELECT offer_id, week, count(*) FROM booking WHERE offer_id IN ({ids}) AND week >= ${monday} \
             AND state IN ('held', 'begun') GROUP BY offer_id, week"
        );
        for row in cx.query(&sql, &values)? {
            taken.insert((row.get(0)?, row.get(1)?), row.get(2)?);
        }
    }
    for week in weeks {
        let taken = taken.get(&(week.offer_id, week.monday)).copied().unwrap_or(0);
        let planned = PlannedWeek { monday: week.monday, free: free(week.places, taken) };
        all.entry(week.offer_id).or_default().weeks.push(planned);
    }
    Ok(())
}

fn own(cx: &mut Cx<'_>, keys: &PersonKeys, all: &mut HashMap<OfferId, Standing>) -> Result<()> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY joined_at", keys.placeholders(1));
    for entry in cx.list::<WaitingEntry>(&rest, &key_values(keys))? {
        if entry.state != WaitingState::Left {
            let offer = entry.offer_id;
            all.entry(offer).or_default().own = Some(entry);
        }
    }
    Ok(())
}

/// Those ahead by readiness: for somebody who waits already, those with a place before theirs.
fn lists(
    cx: &mut Cx<'_>,
    offers: &[OfferId],
    keys: Option<&PersonKeys>,
    all: &mut HashMap<OfferId, Standing>,
) -> Result<()> {
    let mut values = id_values(offers);
    let ids = placeholders(1, values.len());
    let since = values.len() + 1;
    values.push(Value::from(cx.today().saturating_sub(JOINS_SEEN.days())));
    // A place is digits; a letter comes after all of them.
    let before = keys.map_or_else(
        || "'z'".to_owned(),
        |keys| {
            let own = keys.placeholders(values.len() + 1);
            values.extend(key_values(keys));
            format!(
                "COALESCE((SELECT MIN(me.place) FROM view_waiting me WHERE me.offer_id = w.offer_id \
                 AND me.state = 'waiting' AND me.person_id IN ({own})), 'z')"
            )
        },
    );
    let sql = format!(
        "SELECT w.offer_id, w.ready_on, SUM(CASE WHEN w.state = 'waiting' AND w.place < {before} THEN 1 ELSE 0 END), \
         SUM(CASE WHEN w.joined_on >= ${since} THEN 1 ELSE 0 END) \
         FROM view_waiting w WHERE w.offer_id IN ({ids}) GROUP BY w.offer_id, w.ready_on ORDER BY w.offer_id, w.ready_on"
    );
    for row in cx.query(&sql, &values)? {
        let standing = all.entry(row.get(0)?).or_default();
        let (ready, ahead, joined): (Date, i64, i64) = (row.get(1)?, whole(&row, 2)?, whole(&row, 3)?);
        if let Some(ahead) = u32::try_from(ahead).ok().filter(|n| *n > 0) {
            standing.ahead.push((ready, ahead));
        }
        standing.joins_a_day += f64::from(i32::try_from(joined).unwrap_or(i32::MAX)) / JOINS_SEEN as f64;
    }
    Ok(())
}

/// A sum, which a database may give as another kind of number.
fn whole(row: &store::Row, at: usize) -> Result<i64> {
    match row.0.get(at) {
        Some(Value::Text(text)) => text.parse().map_err(|_| store::Failure::broken("a sum is no whole number")),
        Some(Value::Null) | None => Ok(0),
        Some(value) => i64::from_value(value),
    }
}

fn free(places: i64, taken: i64) -> u32 {
    u32::try_from(places.saturating_sub(taken).max(0)).unwrap_or(u32::MAX)
}

pub(super) fn monday_of(day: Date) -> Date {
    day.saturating_sub(i64::from(day.weekday().to_monday_zero_offset()).days())
}

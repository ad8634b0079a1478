//! Reading waiting lists and a person's entries.

use super::records::{WaitingEntry, WaitingLine, WaitingMove, WaitingState};
use super::rules::{PlaceIn, Window, week_of};
use crate::groups::{Group, GroupLine, GroupState, groups_open, taken_in_group, taken_in_week};
use crate::offers::{Offer, OfferWeek, Opens, monday_of};
use kernel::{Date, OfferId, PersonKeys, WaitingId};
use std::collections::BTreeMap;
use store::{Cx, Failure, Result, Value, key_values, params};

/// A page of a list in its order, and how many stand in it.
///
/// # Errors
/// When the database fails.
pub fn waiting_lines(cx: &mut Cx<'_>, offer: OfferId, most: i64, skipped: i64) -> Result<(Vec<WaitingLine>, i64)> {
    cx.page_of("offer_id = $1", params![offer], "ORDER BY place, waiting_id", most, skipped)
}

/// A person's entries, the newest first.
///
/// # Errors
/// When the database fails.
pub fn entries_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<Vec<WaitingEntry>> {
    let rest = format!("WHERE person_id IN ({}) ORDER BY joined_at DESC, id DESC", keys.placeholders(1));
    cx.list(&rest, &key_values(keys))
}

/// One entry of a person.
///
/// # Errors
/// [`Failure::NotFound`].
pub fn entry_of(cx: &mut Cx<'_>, keys: &PersonKeys, id: WaitingId) -> Result<WaitingEntry> {
    let (values, marks) = (key_values(keys), keys.placeholders(1));
    let rest = format!("WHERE person_id IN ({marks}) AND id = ${}", values.len() + 1);
    cx.list(&rest, &[values, vec![Value::from(id)]].concat())?.pop().ok_or(Failure::NotFound)
}

/// What happened to an entry, the newest first.
///
/// # Errors
/// When the database fails.
pub fn moves_of(cx: &mut Cx<'_>, entry: &WaitingEntry) -> Result<Vec<WaitingMove>> {
    let rest = "WHERE person_id = $1 AND waiting_id = $2 ORDER BY moved_at DESC, id DESC";
    cx.list(rest, params![entry.person_id, entry.id])
}

/// How many wait for each of some offers, those with a place kept left out.
///
/// # Errors
/// When the database fails.
pub fn waiting_counts(cx: &mut Cx<'_>, offers: &[OfferId]) -> Result<BTreeMap<OfferId, i64>> {
    if offers.is_empty() {
        return Ok(BTreeMap::new());
    }
    let ids = store::id_values(offers);
    let sql = format!(
        "SELECT offer_id, count(*) FROM view_waiting WHERE state = 'waiting' AND offer_id IN ({}) GROUP BY offer_id",
        kernel::placeholders(1, ids.len())
    );
    cx.query(&sql, &ids)?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// How many wait before each of a person's entries, by entry.
///
/// # Errors
/// When the database fails.
pub fn ahead_of(cx: &mut Cx<'_>, keys: &PersonKeys) -> Result<BTreeMap<WaitingId, i64>> {
    let sql = format!(
        "SELECT o.waiting_id, count(a.waiting_id) FROM view_waiting o LEFT JOIN view_waiting a \
         ON a.offer_id = o.offer_id AND a.state = 'waiting' AND a.place < o.place \
         WHERE o.person_id IN ({}) GROUP BY o.waiting_id",
        keys.placeholders(1)
    );
    cx.query(&sql, &key_values(keys))?.iter().map(|row| Ok((row.get(0)?, row.get(1)?))).collect()
}

/// The place of the last in a list, or of the first who waits without a place kept.
pub(crate) fn edge(cx: &mut Cx<'_>, offer: OfferId, last: bool) -> Result<Option<String>> {
    let sql = if last {
        "SELECT max(place) FROM view_waiting WHERE offer_id = $1"
    } else {
        "SELECT min(place) FROM view_waiting WHERE offer_id = $1"
    };
    cx.query(sql, params![offer])?.first().map_or(Ok(None), |row| row.get(0))
}

/// The condition under which somebody in the list can take a place: they wait, are ready in time, and have not passed on
/// this very place. Parameters: offer, last day, group, week.
const CAN_TAKE: &str = "offer_id = $1 AND state = 'waiting' AND ready_on <= $2 \
     AND NOT (group_id IS NOT NULL AND group_id = $3) AND NOT (week IS NOT NULL AND week = $4)";

fn taking(offer: OfferId, place: PlaceIn, window: Window) -> Vec<Value> {
    let none = uuid::Uuid::nil();
    let (group, week) = match place {
        PlaceIn::Group(group) => (Value::Id(group.0), Value::from("")),
        PlaceIn::Week(monday) => (Value::Id(none), Value::from(monday)),
    };
    vec![Value::from(offer), Value::from(window.1.unwrap_or(Date::MAX)), group, week]
}

/// The first in the order who can take a place.
pub(crate) fn first_ready(
    cx: &mut Cx<'_>,
    offer: OfferId,
    place: PlaceIn,
    window: Window,
) -> Result<Option<WaitingLine>> {
    let rest = format!("WHERE {CAN_TAKE} ORDER BY place, waiting_id");
    cx.first(&rest, &taking(offer, place, window))
}

/// How many stand before a place in the order who can take it.
pub(crate) fn ready_before(
    cx: &mut Cx<'_>,
    offer: OfferId,
    (place, window): (PlaceIn, Window),
    before: &str,
) -> Result<i64> {
    let sql = format!("SELECT count(*) FROM view_waiting WHERE {CAN_TAKE} AND place < $5");
    let mut values = taking(offer, place, window);
    values.push(Value::from(before));
    cx.count(&sql, &values)
}

/// A place that nobody has, with the days on which somebody can begin.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Free {
    pub(crate) place: PlaceIn,
    pub(crate) window: Window,
    pub(crate) free: i64,
}

/// What is free of an offer from today on, in the order of days.
pub(crate) fn free_places(cx: &mut Cx<'_>, offer: &Offer, today: Date) -> Result<Vec<Free>> {
    match offer.opens {
        Opens::Groups => {
            let groups = groups_open(cx, &[offer.id], today)?;
            let free = |line: GroupLine| Free {
                place: PlaceIn::Group(line.group.id),
                window: (line.group.start_date, Some(line.group.joins_until)),
                free: line.free(),
            };
            Ok(groups.into_iter().map(free).filter(|f| f.free > 0).collect())
        }
        Opens::Weekly => {
            let weeks = weeks_with_taken(cx, offer.id, monday_of(today))?;
            let free = |(week, taken): (OfferWeek, i64)| Free {
                place: PlaceIn::Week(week.monday),
                window: week_of(week.monday),
                free: week.places - taken,
            };
            Ok(weeks.into_iter().map(free).filter(|f| f.free > 0).collect())
        }
    }
}

/// The weeks of an offer from a Monday on, with how many of their places are taken.
///
/// # Errors
/// When the database fails.
pub fn weeks_with_taken(cx: &mut Cx<'_>, offer: OfferId, from: Date) -> Result<Vec<(OfferWeek, i64)>> {
    let weeks = cx.list::<OfferWeek>("WHERE offer_id = $1 AND monday >= $2 ORDER BY monday", params![offer, from])?;
    let sql = "SELECT week, count(*) FROM booking WHERE opening_id = $1 AND week >= $2 AND state <> 'released' \
               GROUP BY week";
    let mut taken = BTreeMap::new();
    for row in cx.query(sql, params![offer, from])? {
        taken.insert(row.get::<Date>(0)?, row.get::<i64>(1)?);
    }
    Ok(weeks
        .into_iter()
        .map(|week| (taken.get(&week.monday).copied().unwrap_or(0), week))
        .map(|(t, w)| (w, t))
        .collect())
}

/// A place as it stands under the lock of its chain: its days, how many there are and how many are taken.
pub(crate) struct Standing {
    pub(crate) window: Window,
    pub(crate) places: i64,
    pub(crate) taken: i64,
    /// Nobody can begin there any more.
    pub(crate) ended: bool,
    pub(crate) name: String,
}

/// Locks the chain of a place and reads it.
pub(crate) fn standing(cx: &mut Cx<'_>, offer: &Offer, place: PlaceIn) -> Result<Standing> {
    match place {
        PlaceIn::Group(id) => {
            cx.lock(id.0.into())?;
            let group = cx.need::<Group>(params![id])?;
            if group.offer_id != offer.id {
                return Err(Failure::refused("place", "other_offer", "This group belongs to another offer"));
            }
            Ok(Standing {
                window: (group.start_date, Some(group.joins_until)),
                places: group.places,
                taken: taken_in_group(cx, id)?,
                ended: matches!(group.state, GroupState::Cancelled | GroupState::Finished),
                name: format!("group {}", group.code),
            })
        }
        PlaceIn::Week(monday) => {
            cx.lock(offer.id.0.into())?;
            let week = cx.get::<OfferWeek>(params![offer.id, monday])?;
            Ok(Standing {
                window: week_of(monday),
                places: week.map_or(0, |w| w.places),
                taken: taken_in_week(cx, offer.id, monday)?,
                ended: false,
                name: format!("the week of {}", kernel::words::day(monday)),
            })
        }
    }
}

/// The live entry of a person for an offer, if they have one.
pub(crate) fn live_entry(cx: &mut Cx<'_>, keys: &PersonKeys, offer: OfferId) -> Result<Option<WaitingEntry>> {
    let live = |e: &WaitingEntry| {
        e.offer_id == offer && matches!(e.state, WaitingState::Waiting | WaitingState::Offered | WaitingState::Booked)
    };
    Ok(entries_of(cx, keys)?.into_iter().find(live))
}

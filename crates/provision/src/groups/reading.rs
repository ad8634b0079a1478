//! Reading groups, and how many of their places are taken.

use super::records::{Booking, Group, GroupSession, GroupState};
use kernel::{Date, GroupId, OfferId};
use std::collections::BTreeMap;
use store::{Cx, Result, Value, id_values, params};

/// A group with how many of its places are taken.
#[derive(Clone, Debug, PartialEq)]
pub struct GroupLine {
    pub group: Group,
    pub taken: i64,
}

impl GroupLine {
    /// Places that nobody has.
    #[must_use]
    pub fn free(&self) -> i64 {
        (self.group.places - self.taken).max(0)
    }

    /// Whether somebody may still begin in it.
    #[must_use]
    pub fn open_on(&self, day: Date) -> bool {
        matches!(self.group.state, GroupState::Planned | GroupState::Running) && self.group.joins_until >= day
    }
}

/// Places taken in a group.
pub(crate) fn taken_in_group(cx: &mut Cx<'_>, group: GroupId) -> Result<i64> {
    cx.count("SELECT count(*) FROM booking WHERE opening_id = $1 AND state <> 'released'", params![group])
}

/// Places taken in a week of an offer.
pub(crate) fn taken_in_week(cx: &mut Cx<'_>, offer: OfferId, monday: Date) -> Result<i64> {
    let sql = "SELECT count(*) FROM booking WHERE opening_id = $1 AND week = $2 AND state <> 'released'";
    cx.count(sql, params![offer, monday])
}

/// One group.
///
/// # Errors
/// [`store::Failure::NotFound`].
pub fn group_by_id(cx: &mut Cx<'_>, id: GroupId) -> Result<Group> {
    cx.need(params![id])
}

/// Groups by id, with the places taken in them.
///
/// # Errors
/// When the database fails.
pub fn groups_named(cx: &mut Cx<'_>, ids: &[GroupId]) -> Result<Vec<GroupLine>> {
    if ids.is_empty() {
        return Ok(Vec::new());
    }
    let ids = id_values(ids);
    let rest = format!("WHERE id IN ({}) ORDER BY start_date DESC, code", kernel::placeholders(1, ids.len()));
    let groups = cx.list::<Group>(&rest, &ids)?;
    with_taken(cx, groups)
}

/// The groups of some offers that have not ended and can still be joined on a day, by first day.
///
/// # Errors
/// When the database fails.
pub fn groups_open(cx: &mut Cx<'_>, offers: &[OfferId], day: Date) -> Result<Vec<GroupLine>> {
    if offers.is_empty() {
        return Ok(Vec::new());
    }
    let ids = id_values(offers);
    let rest = format!(
        "WHERE offer_id IN ({}) AND state IN ('planned', 'running') AND joins_until >= ${} \
         ORDER BY start_date, code",
        kernel::placeholders(1, ids.len()),
        ids.len() + 1
    );
    let groups = cx.list::<Group>(&rest, &[ids, vec![Value::from(day)]].concat())?;
    with_taken(cx, groups)
}

/// Every group of an offer, the newest first.
///
/// # Errors
/// When the database fails.
pub fn groups_of(cx: &mut Cx<'_>, offer: OfferId) -> Result<Vec<GroupLine>> {
    let groups = cx.list::<Group>("WHERE offer_id = $1 ORDER BY start_date DESC, code", params![offer])?;
    with_taken(cx, groups)
}

/// Groups with the places taken in them.
pub(crate) fn with_taken(cx: &mut Cx<'_>, groups: Vec<Group>) -> Result<Vec<GroupLine>> {
    if groups.is_empty() {
        return Ok(Vec::new());
    }
    let ids = id_values(&groups.iter().map(|g| g.id).collect::<Vec<_>>());
    let sql = format!(
        "SELECT opening_id, count(*) FROM booking WHERE state <> 'released' AND opening_id IN ({}) GROUP BY opening_id",
        kernel::placeholders(1, ids.len())
    );
    let mut taken = BTreeMap::new();
    for row in cx.query(&sql, &ids)? {
        taken.insert(GroupId(row.get(0)?), row.get::<i64>(1)?);
    }
    let line = |group: Group| GroupLine { taken: taken.get(&group.id).copied().unwrap_or(0), group };
    Ok(groups.into_iter().map(line).collect())
}

/// The sessions of a group in their order.
///
/// # Errors
/// When the database fails.
pub fn sessions_of(cx: &mut Cx<'_>, group: GroupId) -> Result<Vec<GroupSession>> {
    cx.list("WHERE group_id = $1 ORDER BY number", params![group])
}

/// The bookings of a group, those that hold a place first.
///
/// # Errors
/// When the database fails.
pub fn bookings_of(cx: &mut Cx<'_>, group: GroupId) -> Result<Vec<Booking>> {
    let order = "CASE state WHEN 'released' THEN 1 ELSE 0 END, held_at, id";
    cx.list(&format!("WHERE opening_id = $1 ORDER BY {order}"), params![group])
}

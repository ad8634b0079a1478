//! Promises as they are counted and listed, and what the record's own history teaches.
//!
//! Always true: a figure is counted in the database and never by reading every promise; names are read for the people of
//! one page alone.

use super::counting::{Alike, Stay, year_before};
use super::{PromiseLevel, PromiseLine};
use crate::start::{Kept, level_for};
use crate::{Booking, BookingState, GroupState};
use kernel::{CourtId, Date, OfferId, PersonId, placeholders};
use store::{Cx, Record, Result, Value, id_values, params};

/// What a promise is counted by.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Of {
    pub(crate) court: Option<CourtId>,
    pub(crate) requirement: String,
    pub(crate) offer: OfferId,
    pub(crate) beforehand: bool,
}

/// Promises of the last year that came due, those alike together.
pub(crate) fn due(cx: &mut Cx<'_>) -> Result<Vec<Alike<Of>>> {
    let today = cx.today();
    let rows = cx.query(
        "SELECT court_id, requirement, offer_id, beforehand, late_days, count(*) FROM view_promise \
         WHERE promised_on >= $1 AND closed_on IS NULL AND (begun_on IS NOT NULL OR promised_on < $2) \
         GROUP BY court_id, requirement, offer_id, beforehand, late_days",
        params![year_before(today), today],
    )?;
    rows.iter()
        .map(|row| {
            let of = Of { court: row.get(0)?, requirement: row.get(1)?, offer: row.get(2)?, beforehand: row.get(3)? };
            Ok(Alike { of, late_days: row.get(4)?, many: row.get(5)? })
        })
        .collect()
}

/// Those promised and not begun though their day has passed, the longest first.
pub(crate) fn late(
    cx: &mut Cx<'_>,
    court: Option<CourtId>,
    most: i64,
    skipped: i64,
) -> Result<(Vec<PromiseLine>, i64)> {
    let today = cx.today();
    let open = "promised_on < $1 AND begun_on IS NULL AND closed_on IS NULL";
    let order = "ORDER BY promised_on, promise_id";
    match court {
        Some(court) => {
            let condition = format!("{open} AND court_id = $2");
            cx.page_of::<PromiseLine>(&condition, params![today, court], order, most, skipped)
        }
        None => cx.page_of::<PromiseLine>(open, params![today], order, most, skipped),
    }
}

/// Promises of some people that are past their day and not begun, for other rooms' lists.
///
/// # Errors
/// When the database fails.
pub fn late_of(cx: &mut Cx<'_>, people: &[PersonId]) -> Result<Vec<PromiseLine>> {
    let mut found = Vec::new();
    for some in people.chunks(400) {
        let mut values = id_values(some);
        let ids = placeholders(1, values.len());
        values.push(Value::from(cx.today()));
        let rest = format!(
            "WHERE person_id IN ({ids}) AND promised_on < ${} AND begun_on IS NULL AND closed_on IS NULL \
             ORDER BY promised_on, promise_id",
            values.len()
        );
        found.extend(cx.list::<PromiseLine>(&rest, &values)?);
    }
    Ok(found)
}

/// The newest promises looked at for a level.
const LOOKED_AT: i64 = 2_000;

/// What the promises of the last year teach: how many, and the level at which the share wanted would have been kept.
pub(crate) fn learnt_level(cx: &mut Cx<'_>, now: &PromiseLevel) -> Result<(usize, f64)> {
    let today = cx.today();
    let lines = cx.list::<PromiseLine>(
        "WHERE promised_on >= $1 AND closed_on IS NULL AND (begun_on IS NOT NULL OR promised_on < $2) \
         ORDER BY promised_on DESC, promise_id LIMIT $3",
        params![year_before(today), today, LOOKED_AT],
    )?;
    let past: Vec<Kept> = lines
        .iter()
        .map(|line| if line.begun_on.is_some() { Kept::Began(line.level) } else { Kept::Waited(line.level) })
        .collect();
    let fewest = usize::try_from(now.fewest).unwrap_or(usize::MAX);
    Ok((past.len(), level_for(now.chance, &past, fewest, now.level)))
}

/// What was seen of some offers in the last year.
#[derive(Clone, Debug, Default)]
pub(crate) struct SeenOf {
    pub(crate) stays: Vec<Stay>,
    /// First sessions that people were booked for, and of them those they missed.
    pub(crate) booked: i64,
    pub(crate) missed: i64,
    /// Groups that were to begin, and of them those that did not.
    pub(crate) groups: i64,
    pub(crate) cancelled: i64,
}

/// The most stays that are looked at for one service.
const STAYS: i64 = 20_000;

pub(crate) fn seen_of(cx: &mut Cx<'_>, offers: &[OfferId]) -> Result<SeenOf> {
    if offers.is_empty() {
        return Ok(SeenOf::default());
    }
    let today = cx.today();
    let mut values = id_values(offers);
    let (ids, since) = (placeholders(1, values.len()), values.len() + 1);
    values.extend([Value::from(year_before(today)), Value::from(today)]);
    let now = since + 1;
    let stays = cx.query(
        &format!(
            "SELECT joined_on, begun_on, left_on FROM waiting_entry WHERE offer_id IN ({ids}) AND joined_on >= ${since} \
             AND joined_on <= ${now} LIMIT {STAYS}"
        ),
        &values,
    )?;
    let mut seen = SeenOf::default();
    for row in &stays {
        let (joined, begun, left): (Date, Option<Date>, Option<Date>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        let days = i64::from((begun.or(left).unwrap_or(today) - joined).get_days());
        seen.stays.push(Stay { days, left: begun.is_none() && left.is_some() });
    }
    let (begun, released) = (BookingState::Begun.code(), BookingState::Released.code());
    let bookings = cx.query(
        &format!(
            "SELECT state, count(*) FROM {} WHERE offer_id IN ({ids}) AND starts_on >= ${since} AND starts_on <= ${now} \
             AND (state = '{begun}' OR (state = '{released}' AND released_on >= starts_on)) GROUP BY state",
            Booking::TABLE.name
        ),
        &values,
    )?;
    for row in &bookings {
        let (state, many): (BookingState, i64) = (row.get(0)?, row.get(1)?);
        seen.booked += many;
        seen.missed += if state == BookingState::Released { many } else { 0 };
    }
    let groups = cx.query(
        &format!(
            "SELECT state, count(*) FROM service_group WHERE offer_id IN ({ids}) AND start_date >= ${since} \
             AND start_date <= ${now} GROUP BY state"
        ),
        &values,
    )?;
    for row in &groups {
        let (state, many): (GroupState, i64) = (row.get(0)?, row.get(1)?);
        seen.groups += many;
        seen.cancelled += if state == GroupState::Cancelled { many } else { 0 };
    }
    Ok(seen)
}

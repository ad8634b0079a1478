//! Offering what is free to the first who is ready, over many transactions: each place is offered in one of its own, under
//! the locks of the person, the list and the group. Asked again, it goes on where it stopped, so a crash loses nobody.

use super::places::{LAPSE_JOB, lapse, offer_place, put_back};
use super::reading::{Free, first_ready, free_places};
use super::records::WaitingLine;
use crate::JobRunner;
use crate::book::book;
use crate::groups::{Booking, Group};
use crate::offers::Offer;
use crate::policy::NOTICE_DAYS;
use jiff::ToSpan;
use kernel::{GroupId, OfferId, PersonId, WaitingId};
use serde_json::{Value, json};
use store::{Asker, Cx, Failure, House, Result, params};

/// The job that offers what is free of an offer.
pub(crate) const OFFER_JOB: &str = "provision.offer-places";
/// The job that puts the people of a cancelled group back on the list.
pub(crate) const PUT_BACK_JOB: &str = "provision.put-back";

pub(crate) const JOBS: &[(&str, JobRunner)] =
    &[(OFFER_JOB, run_offers), (PUT_BACK_JOB, run_put_back), (LAPSE_JOB, run_lapse)];

/// Places offered in one go at most; what is left, the next call does.
const MOST: usize = 500;
/// How often another server may come first before the job gives up until its next turn.
const MOST_RACES: usize = 50;

/// Leaves a job that offers what is free of an offer, in the transaction that freed it.
pub(crate) fn look_for_people(cx: &mut Cx<'_>, offer: OfferId) -> Result<()> {
    let now = cx.now();
    cx.enqueue(OFFER_JOB, json!({ "offer": offer }), now)
}

/// Leaves a job that puts the people of a cancelled group back.
pub(crate) fn put_back_later(cx: &mut Cx<'_>, group: GroupId) -> Result<()> {
    let now = cx.now();
    cx.enqueue(PUT_BACK_JOB, json!({ "group": group }), now)
}

/// The next place to be offered, and to whom.
fn next(cx: &mut Cx<'_>, id: OfferId) -> Result<Option<(WaitingLine, Free)>> {
    let (offer, book, today) = (cx.need::<Offer>(params![id])?, book(cx)?, cx.today());
    let first = today.saturating_add(book.number(NOTICE_DAYS, today)?.days());
    let waiting = "SELECT count(*) FROM view_waiting WHERE offer_id = $1 AND state = 'waiting'";
    if cx.count(waiting, params![id])? == 0 {
        return Ok(None);
    }
    for free in free_places(cx, &offer, today)? {
        if free.window.1.is_some_and(|last| last < first) {
            continue;
        }
        if let Some(line) = first_ready(cx, id, free.place, free.window)? {
            return Ok(Some((line, free)));
        }
    }
    Ok(None)
}

/// Offers every free place of an offer to the first in the order who is ready. People of a cancelled group are put back
/// first. Gives whom a place was offered to.
///
/// # Errors
/// When the database fails.
pub fn offer_places(house: &House, asker: &Asker, offer: OfferId) -> Result<Vec<(PersonId, WaitingId)>> {
    for group in house.read(asker, |cx| cancelled_with_people(cx, offer))? {
        return_people(house, asker, group)?;
    }
    let mut offered = Vec::new();
    let mut races = 0;
    while offered.len() < MOST && races < MOST_RACES {
        let Some((line, free)) = house.read(asker, |cx| next(cx, offer))? else { break };
        let done = house.write(asker, |cx| {
            let open = people::open_by_id(cx, line.person_id)?;
            offer_place(cx, &open, line.waiting_id, free.place)
        });
        match done {
            Ok(_) => offered.push((line.person_id, line.waiting_id)),
            // Somebody else was quicker: look again.
            Err(Failure::Refused(_) | Failure::Stale(_)) => races += 1,
            Err(other) => return Err(other),
        }
    }
    Ok(offered)
}

fn cancelled_with_people(cx: &mut Cx<'_>, offer: OfferId) -> Result<Vec<GroupId>> {
    let sql = "SELECT DISTINCT g.id FROM service_group g JOIN booking b ON b.opening_id = g.id \
               WHERE g.offer_id = $1 AND g.state = 'cancelled' AND b.state <> 'released'";
    cx.query(sql, params![offer])?.iter().map(|row| row.get(0)).collect()
}

/// Puts everybody of a cancelled group back to the head of the list, in the order in which they stood there.
///
/// # Errors
/// When the database fails.
pub fn return_people(house: &House, asker: &Asker, group: GroupId) -> Result<Vec<PersonId>> {
    let (row, bookings) = house.read(asker, |cx| {
        let row = cx.need::<Group>(params![group])?;
        let bookings = cx.list::<Booking>("WHERE opening_id = $1 AND state <> 'released'", params![group])?;
        let sql =
            "SELECT waiting_id FROM view_waiting WHERE offer_id = $1 AND group_id = $2 ORDER BY place, waiting_id";
        let order: Vec<WaitingId> =
            cx.query(sql, params![row.offer_id, group])?.iter().map(|r| r.get(0)).collect::<Result<_>>()?;
        let mut bookings = bookings;
        // Those who had begun are in no list any more; they come first, as they began before the others.
        bookings.sort_by_key(|b| (order.iter().position(|w| *w == b.waiting_id).map_or(0, |n| n + 1), b.held_at, b.id));
        Ok((row, bookings))
    })?;
    let mut back = Vec::new();
    for booking in bookings.iter().rev() {
        house.write(asker, |cx| {
            let open = people::open_by_id(cx, booking.booked_for)?;
            put_back(cx, &open, &row, booking)
        })?;
        back.push(booking.booked_for);
    }
    back.reverse();
    Ok(back)
}

fn named<T: std::str::FromStr>(body: &Value, name: &str) -> Result<T> {
    let text = body.get(name).and_then(Value::as_str);
    text.and_then(|t| t.parse().ok()).ok_or_else(|| Failure::broken(format!("the job names no {name}")))
}

fn run_offers(house: &House, body: &Value) -> Result<()> {
    offer_places(house, &Asker::system("places"), named(body, "offer")?).map(|_| ())
}

fn run_put_back(house: &House, body: &Value) -> Result<()> {
    let (asker, group) = (Asker::system("places"), named(body, "group")?);
    return_people(house, &asker, group)?;
    let offer = house.read(&asker, |cx| Ok(cx.need::<Group>(params![group])?.offer_id))?;
    offer_places(house, &asker, offer).map(|_| ())
}

fn run_lapse(house: &House, body: &Value) -> Result<()> {
    let (person, waiting) = (named::<PersonId>(body, "person")?, named(body, "waiting")?);
    house.write(&Asker::system("places"), |cx| {
        let open = people::open_by_id(cx, person)?;
        lapse(cx, &open, waiting)
    })
}

//! Writing an entry with its move and its line in the list, all together: no change of place or state without a reason.

use super::records::{MoveKind, WaitingEntry, WaitingLine, WaitingMove, WaitingState};
use crate::groups::{Booking, BookingState};
use store::{Cx, Failure, Result, params};

/// Why and what.
pub(crate) struct Because<'a> {
    pub(crate) kind: MoveKind,
    pub(crate) reason: &'a str,
}

pub(crate) fn line(entry: &WaitingEntry) -> WaitingLine {
    WaitingLine {
        offer_id: entry.offer_id,
        waiting_id: entry.id,
        person_id: entry.person_id,
        place: entry.place.clone(),
        joined_on: entry.joined_on,
        ready_on: entry.ready_on,
        state: entry.state,
        priority: entry.priority.clone(),
        group_id: entry.group_id,
        week: entry.week,
        answer_by: entry.answer_by,
    }
}

fn set_line(cx: &mut Cx<'_>, entry: &WaitingEntry) -> Result<()> {
    if matches!(entry.state, WaitingState::Begun | WaitingState::Left) {
        let sql = "DELETE FROM view_waiting WHERE offer_id = $1 AND waiting_id = $2";
        return cx.execute(sql, params![entry.offer_id, entry.id]).map(|_| ());
    }
    cx.save(&line(entry))
}

/// The move that an entry made.
pub(crate) fn move_of(
    cx: &Cx<'_>,
    entry: &WaitingEntry,
    before: Option<&WaitingEntry>,
    because: &Because<'_>,
) -> WaitingMove {
    WaitingMove {
        person_id: entry.person_id,
        id: cx.new_id(),
        waiting_id: entry.id,
        kind: because.kind,
        from_state: before.map(|b| b.state),
        to_state: entry.state,
        from_place: before.map(|b| b.place.clone()),
        to_place: entry.place.clone(),
        opening_id: entry.opening_id,
        reason: because.reason.trim().to_owned(),
        author: cx.actor().name().to_owned(),
        moved_at: cx.now(),
    }
}

/// Writes a new entry.
pub(crate) fn add(cx: &mut Cx<'_>, entry: &WaitingEntry, because: &Because<'_>) -> Result<()> {
    cx.insert(entry)?;
    let row = move_of(cx, entry, None, because);
    cx.insert(&row)?;
    set_line(cx, entry)
}

/// Writes a changed entry.
pub(crate) fn keep(
    cx: &mut Cx<'_>,
    before: &WaitingEntry,
    entry: &mut WaitingEntry,
    because: &Because<'_>,
) -> Result<()> {
    cx.update(entry)?;
    let row = move_of(cx, entry, Some(before), because);
    cx.insert(&row)?;
    set_line(cx, entry)
}

/// The booking of an entry, under the lock of its chain.
pub(crate) fn booking_of(cx: &mut Cx<'_>, entry: &WaitingEntry) -> Result<Option<Booking>> {
    let Some((opening, booking)) = entry.opening_id.zip(entry.booking_id) else { return Ok(None) };
    cx.lock(kernel::ChainId(opening))?;
    cx.get(params![opening, booking])
}

/// Frees the place of an entry. The entry remembers which place it was, so that the same is not offered again.
pub(crate) fn release(cx: &mut Cx<'_>, entry: &mut WaitingEntry, why: &str) -> Result<()> {
    let mut booking =
        booking_of(cx, entry)?.ok_or_else(|| Failure::refused("", "no_place", "No place is kept for this person"))?;
    booking.state = BookingState::Released;
    booking.released_on = Some(cx.today());
    booking.released_reason = Some(why.to_owned());
    booking.answer_by = None;
    cx.update(&mut booking)?;
    entry.booking_id = None;
    entry.starts_on = None;
    entry.answer_by = None;
    Ok(())
}

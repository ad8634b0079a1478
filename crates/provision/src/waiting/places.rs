//! Giving somebody a place and what becomes of it: offered, accepted, declined, lapsed, given back, begun. Places are
//! counted under the lock of the group's or the offer's chain, so there is never one more than there are.

use super::actions::{head, locked};
use super::keeping::{Because, booking_of, keep, release};
use super::look_for_people;
use super::reading::{Standing, entry_of, ready_before, standing};
use super::records::{MoveKind, WaitingEntry, WaitingState};
use super::rules::{PlaceIn, check_begun, first_day, week_of};
use crate::book::{Book, book};
use crate::groups::{Booking, BookingState, Group};
use crate::offers::Offer;
use crate::policy::{ANSWER_DAYS, NOTICE_DAYS, as_seen, reasoned, refuse};
use domain_events::DomainEvent;
use jiff::ToSpan;
use kernel::{Date, Instant, Refusal, WaitingId};
use law::{Law, Nation};
use people::OpenPerson;
use serde_json::json;
use store::{Cx, Failure, Result, params};

/// The job that lets an offer lapse when nobody answered.
pub(crate) const LAPSE_JOB: &str = "provision.lapse";

/// Why somebody goes before others who could have the place.
#[derive(Clone, Debug)]
pub struct Overtaking {
    /// A code of the list `priority`.
    pub priority: String,
    pub why: String,
}

fn free(standing: &Standing) -> Result<()> {
    if standing.ended {
        return Err(Failure::refused("place", "ended", "This group has ended: choose another one"));
    }
    if standing.taken >= standing.places {
        let words = format!(
            "{} of {} in {} are taken: choose another, or leave the person on the list",
            standing.taken,
            kernel::words::count(standing.places, "place", "places"),
            standing.name
        );
        return Err(Refusal::new("place", "full", words).into());
    }
    Ok(())
}

/// A place kept for whoever stands in the entry.
pub(crate) fn held(
    cx: &Cx<'_>,
    entry: &WaitingEntry,
    place: PlaceIn,
    (starts_on, answer_by): (Date, Option<Date>),
) -> Booking {
    let (opening_id, group_id, week) = match place {
        PlaceIn::Group(id) => (id.0, Some(id), None),
        PlaceIn::Week(monday) => (entry.offer_id.0, None, Some(monday)),
    };
    Booking {
        opening_id,
        id: cx.new_id(),
        offer_id: entry.offer_id,
        group_id,
        week,
        booked_for: entry.person_id,
        waiting_id: entry.id,
        state: BookingState::Held,
        starts_on,
        held_at: cx.now(),
        answer_by,
        begun_on: None,
        released_on: None,
        released_reason: None,
        version: 1,
    }
}

/// Notes in the entry the place that is kept.
pub(crate) fn note(entry: &mut WaitingEntry, booking: &Booking) {
    entry.opening_id = Some(booking.opening_id);
    entry.booking_id = Some(booking.id);
    entry.group_id = booking.group_id;
    entry.week = booking.week;
    entry.starts_on = Some(booking.starts_on);
    entry.answer_by = booking.answer_by;
}

/// Writes the booking and notes it in the entry. The caller holds the locks and has looked whether it may be.
fn hold(
    cx: &mut Cx<'_>,
    entry: &mut WaitingEntry,
    place: PlaceIn,
    starts_on: Date,
    answer_by: Option<Date>,
) -> Result<()> {
    let booking = held(cx, entry, place, (starts_on, answer_by));
    cx.insert(&booking)?;
    note(entry, &booking);
    Ok(())
}

/// Until when an offered place is kept: the working days of the policy, and never past the day before it begins.
fn answer_by(cx: &Cx<'_>, book: &Book, starts_on: Date) -> Result<Date> {
    let law = cx.part::<Law>()?;
    let days = u32::try_from(book.number(ANSWER_DAYS, cx.today())?).unwrap_or(0);
    let until = law.working_days(Nation::EnglandAndWales).after(cx.today(), days);
    Ok(until.min(starts_on.saturating_sub(1.day())).max(cx.today()))
}

/// Offers a place to somebody who waits, when nobody who could take it stands before them.
///
/// # Errors
/// `not_waiting`, `not_first`, `not_ready`, `full`, `ended`.
pub fn offer_place(cx: &mut Cx<'_>, open: &OpenPerson, id: WaitingId, place: PlaceIn) -> Result<Date> {
    let (before, book) = locked(cx, open, id)?;
    let offer = cx.need::<Offer>(params![before.offer_id])?;
    waits(&before)?;
    let there = standing(cx, &offer, place)?;
    free(&there)?;
    let first = cx.today().saturating_add(book.number(NOTICE_DAYS, cx.today())?.days());
    let starts_on = first_day(there.window, before.ready_on, first).ok_or_else(not_ready)?;
    if ready_before(cx, offer.id, (place, there.window), &before.place)? > 0 {
        let words = "Somebody who is ready stands before this person: offer it in order";
        return Err(Failure::refused("", "not_first", words));
    }
    let until = answer_by(cx, &book, starts_on)?;
    let mut entry = before.clone();
    cx.describe(format!("Offered a place in {} of {}", there.name, book.service_name(&offer)), None);
    hold(cx, &mut entry, place, starts_on, Some(until))?;
    entry.state = WaitingState::Offered;
    let reason = format!("First in the order who is ready, for {} on {}", there.name, kernel::words::day(starts_on));
    keep(cx, &before, &mut entry, &Because { kind: MoveKind::Offered, reason: &reason })?;
    lapse_after(cx, &entry, until)?;
    let person = open.keys.survivor;
    let (waiting, offer) = (entry.id, entry.offer_id);
    cx.tell(&DomainEvent::PlaceOffered { person, waiting, offer, starts: starts_on, answer_by: until })?;
    Ok(starts_on)
}

fn lapse_after(cx: &mut Cx<'_>, entry: &WaitingEntry, until: Date) -> Result<()> {
    let at = Instant::from_local(until.saturating_add(1.day()).at(1, 0, 0, 0));
    cx.enqueue(LAPSE_JOB, json!({ "person": entry.person_id, "waiting": entry.id }), at)
}

fn waits(entry: &WaitingEntry) -> Result<()> {
    if entry.state != WaitingState::Waiting {
        return Err(Failure::refused("", "has_place", "A place is kept for this person already"));
    }
    Ok(())
}

fn not_ready() -> Failure {
    let words = "The person is ready only after the last day to begin there: choose a later group or week";
    Failure::refused("place", "not_ready", words)
}

/// Books a place for somebody who waits and has said yes. Going before others who could have it needs a reason, and is a
/// move to the head.
///
/// # Errors
/// `not_waiting`, `has_place`, `overtakes`, `not_ready`, `full`, `ended`, `unknown`, `missing`; [`Failure::Stale`].
pub fn book_place(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: WaitingId,
    (place, overtaking): (PlaceIn, Option<&Overtaking>),
    seen: i64,
) -> Result<Date> {
    let (before, book) = locked(cx, open, id)?;
    as_seen(before.version, seen, "this entry of the list")?;
    waits(&before)?;
    let offer = cx.need::<Offer>(params![before.offer_id])?;
    let there = standing(cx, &offer, place)?;
    free(&there)?;
    let starts_on = first_day(there.window, before.ready_on, cx.today()).ok_or_else(not_ready)?;
    let mut entry = before.clone();
    let ready = ready_before(cx, offer.id, (place, there.window), &before.place)?;
    cx.describe(format!("Booked a place in {} of {}", there.name, book.service_name(&offer)), None);
    let mut was = before;
    if ready > 0 {
        let Some(overtaking) = overtaking.filter(|o| !o.why.trim().is_empty()) else {
            let ready = kernel::words::count(ready, "person who is ready stands", "people who are ready stand");
            let words = format!("{ready} before this one: offer the place in order, or say why this person goes first");
            return Err(Refusal::new("why", "overtakes", words).into());
        };
        if !book.codes("priority", cx.today()).iter().any(|c| c.code == overtaking.priority) {
            return Err(Failure::refused("priority", "unknown", "Select why the order changes"));
        }
        entry.place = head(cx, &entry)?;
        entry.priority = Some(overtaking.priority.clone());
        let reason = format!("{}: {}", book.words("priority", &overtaking.priority), overtaking.why.trim());
        keep(cx, &was, &mut entry, &Because { kind: MoveKind::Moved, reason: &reason })?;
        was = entry.clone();
    }
    hold(cx, &mut entry, place, starts_on, None)?;
    entry.state = WaitingState::Booked;
    let reason = format!("Takes a place in {}, from {}", there.name, kernel::words::day(starts_on));
    keep(cx, &was, &mut entry, &Because { kind: MoveKind::Accepted, reason: &reason })?;
    tell_taken(cx, open, &entry)?;
    Ok(starts_on)
}

fn tell_taken(cx: &mut Cx<'_>, open: &OpenPerson, entry: &WaitingEntry) -> Result<()> {
    let (person, waiting, offer, group) = (open.keys.survivor, entry.id, entry.offer_id, entry.group_id);
    let starts = entry.starts_on.unwrap_or_else(|| cx.today());
    cx.tell(&DomainEvent::PlaceTaken { person, waiting, offer, group, starts })
}

/// Records that the person takes the place offered.
///
/// # Errors
/// `not_offered`; [`Failure::Stale`].
pub fn accept_place(cx: &mut Cx<'_>, open: &OpenPerson, id: WaitingId, seen: i64) -> Result<()> {
    let (before, book) = locked(cx, open, id)?;
    as_seen(before.version, seen, "this entry of the list")?;
    offered(&before)?;
    let mut entry = before.clone();
    let mut booking = booking_of(cx, &entry)?.ok_or(Failure::NotFound)?;
    booking.answer_by = None;
    let name = book.offers.get(&entry.offer_id).map_or("a service", |o| book.service_name(o));
    cx.describe(format!("Took the place offered in {name}"), None);
    cx.update(&mut booking)?;
    entry.state = WaitingState::Booked;
    entry.answer_by = None;
    keep(cx, &before, &mut entry, &Because { kind: MoveKind::Accepted, reason: "Takes the place offered" })?;
    tell_taken(cx, open, &entry)
}

fn offered(entry: &WaitingEntry) -> Result<()> {
    if entry.state != WaitingState::Offered {
        return Err(Failure::refused("", "not_offered", "No offer waits for this person's answer"));
    }
    Ok(())
}

/// Records that the person does not take the place offered, or gives a booked one back. They keep their place in the order;
/// the same place is not offered to them again.
///
/// # Errors
/// `no_place`, `missing`; [`Failure::Stale`].
pub fn give_back(cx: &mut Cx<'_>, open: &OpenPerson, id: WaitingId, why: &str, seen: i64) -> Result<()> {
    let (before, _) = locked(cx, open, id)?;
    as_seen(before.version, seen, "this entry of the list")?;
    let kind = if before.state == WaitingState::Offered { MoveKind::Declined } else { MoveKind::Returned };
    let why = reasoned(why)?;
    cx.describe("Gave back a place", Some(&why));
    free_again(cx, before, kind, &why)
}

fn free_again(cx: &mut Cx<'_>, before: WaitingEntry, kind: MoveKind, why: &str) -> Result<()> {
    let mut entry = before.clone();
    release(cx, &mut entry, why)?;
    entry.state = WaitingState::Waiting;
    keep(cx, &before, &mut entry, &Because { kind, reason: why })?;
    tell_released(cx, &before)?;
    look_for_people(cx, entry.offer_id)
}

/// Tells that the place of an entry, as it was before, is free again.
pub(crate) fn tell_released(cx: &mut Cx<'_>, before: &WaitingEntry) -> Result<()> {
    let (person, waiting, offer, group) = (before.person_id, before.id, before.offer_id, before.group_id);
    cx.tell(&DomainEvent::PlaceReleased { person, waiting, offer, group })
}

/// Lets an offer lapse whose day to answer is over. Anything else: no change.
///
/// # Errors
/// When the database fails.
pub(crate) fn lapse(cx: &mut Cx<'_>, open: &OpenPerson, id: WaitingId) -> Result<()> {
    let (before, _) = match locked(cx, open, id) {
        Err(Failure::Refused(_)) => return Ok(()),
        other => other?,
    };
    let over = before.state == WaitingState::Offered && before.answer_by.is_some_and(|by| by < cx.today());
    if !over {
        return Ok(());
    }
    cx.describe("A place offered was not answered in time", None);
    free_again(cx, before, MoveKind::Lapsed, "No answer in time")
}

/// Puts somebody whose group was cancelled back to the head of the list. Told for the last of the group first, so that they
/// stand there in their order.
pub(crate) fn put_back(cx: &mut Cx<'_>, open: &OpenPerson, group: &Group, booking: &Booking) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    cx.lock(group.offer_id.0.into())?;
    let before = entry_of(cx, &open.keys, booking.waiting_id)?;
    if before.booking_id != Some(booking.id) {
        return Ok(());
    }
    let mut entry = before.clone();
    let why = format!("Group {} was cancelled: {}", group.code, group.state_reason.as_deref().unwrap_or_default());
    cx.describe("Back to the head of the list: the group was cancelled", Some(&why));
    release(cx, &mut entry, &why)?;
    entry.state = WaitingState::Waiting;
    entry.place = head(cx, &before)?;
    keep(cx, &before, &mut entry, &Because { kind: MoveKind::Returned, reason: &why })?;
    tell_released(cx, &before)
}

/// Records that somebody came for the first time: the requirement has begun, and what was promised of it is answered.
///
/// # Errors
/// `no_place`, `ahead`, `before_joining`, `before_opening`; what `sentences` refuses; [`Failure::Stale`].
pub fn begin(cx: &mut Cx<'_>, open: &OpenPerson, id: WaitingId, on: Date, seen: i64) -> Result<()> {
    let (before, book) = locked(cx, open, id)?;
    as_seen(before.version, seen, "this entry of the list")?;
    let mut entry = before.clone();
    let words = "No place is kept for this person: book one first";
    let mut booking = booking_of(cx, &entry)?.ok_or_else(|| Failure::refused("on", "no_place", words))?;
    let window = window_of(cx, &booking)?;
    refuse(check_begun(on, cx.today(), window, before.joined_on))?;
    let name = book.offers.get(&entry.offer_id).map_or("a service", |o| book.service_name(o));
    cx.describe(format!("Began {name} on {}", kernel::words::day(on)), None);
    booking.state = BookingState::Begun;
    booking.begun_on = Some(on);
    booking.answer_by = None;
    cx.update(&mut booking)?;
    entry.state = WaitingState::Begun;
    entry.begun_on = Some(on);
    entry.answer_by = None;
    keep(cx, &before, &mut entry, &Because { kind: MoveKind::Begun, reason: "Came for the first time" })?;
    begun(cx, open, &entry, on)
}

fn window_of(cx: &mut Cx<'_>, booking: &Booking) -> Result<super::rules::Window> {
    match (booking.group_id, booking.week) {
        (Some(group), _) => {
            let group = cx.need::<Group>(params![group])?;
            Ok((group.start_date, Some(group.joins_until)))
        }
        (None, Some(monday)) => Ok(week_of(monday)),
        (None, None) => Ok((booking.starts_on, None)),
    }
}

/// Notes at the requirement when it began, and tells it: promises listen.
fn begun(cx: &mut Cx<'_>, open: &OpenPerson, entry: &WaitingEntry, on: Date) -> Result<()> {
    let Some(requirement) = entry.requirement_id else { return Ok(()) };
    sentences::begin_requirement(cx, &open.keys, requirement, on)?;
    cx.tell(&DomainEvent::RequirementBegan { person: open.keys.survivor, requirement, on })
}

/// Puts right on which day somebody began.
///
/// # Errors
/// As [`begin`]; `not_begun`.
pub fn correct_beginning(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: WaitingId,
    (on, why): (Date, &str),
    seen: i64,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let before = entry_of(cx, &open.keys, id)?;
    as_seen(before.version, seen, "this entry of the list")?;
    if before.state != WaitingState::Begun {
        return Err(Failure::refused("on", "not_begun", "No beginning has been recorded"));
    }
    let mut booking = booking_of(cx, &before)?.ok_or(Failure::NotFound)?;
    let window = window_of(cx, &booking)?;
    refuse(check_begun(on, cx.today(), window, before.joined_on))?;
    let why = reasoned(why)?;
    let mut entry = before.clone();
    let book = book(cx)?;
    let name = book.offers.get(&entry.offer_id).map_or("a service", |o| book.service_name(o));
    cx.describe(format!("Put right when {name} began: {}", kernel::words::day(on)), Some(&why));
    booking.begun_on = Some(on);
    cx.update(&mut booking)?;
    entry.begun_on = Some(on);
    keep(cx, &before, &mut entry, &Because { kind: MoveKind::Corrected, reason: &why })?;
    begun(cx, open, &entry, on)
}

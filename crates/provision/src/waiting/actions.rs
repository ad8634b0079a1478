//! Joining a list, putting an entry right, moving within the order, leaving. The list is locked, so that its order is the
//! order of commits; a correction keeps the place.

use super::keeping::{Because, add, keep, release};
use super::look_for_people;
use super::order::{at_end, between};
use super::places::tell_released;
use super::reading::{edge, entries_of, entry_of, live_entry};
use super::records::{MoveKind, WaitingEntry, WaitingLine, WaitingState};
use super::rules::{Whom, check_ready, check_whom};
use crate::book::{Book, book, runs_on};
use crate::offers::Offer;
use crate::policy::{as_seen, reasoned, refuse, some_text};
use jiff::ToSpan;
use kernel::{Date, OfferId, OrderId, Refusal, RequirementId, WaitingId};
use people::OpenPerson;
use store::{Cx, Failure, Result, params};

/// Somebody who joins.
#[derive(Clone, Debug)]
pub struct Joining {
    pub offer: OfferId,
    /// Which requirement the service is to deliver; none where the person takes part by agreement.
    pub requirement: Option<RequirementId>,
    /// The first day on which they could begin; the order's day and the lead time of the service when not said.
    pub ready_on: Option<Date>,
    pub note: Option<String>,
}

/// Where in the order.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Order {
    Head,
    Before(WaitingId),
    End,
}

/// The order and its day of a requirement that the service delivers.
fn order_of(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    book: &Book,
    offer: &Offer,
    requirement: RequirementId,
) -> Result<(OrderId, Date)> {
    let orders = sentences::orders(cx, &open.keys)?;
    let found = orders.iter().find_map(|o| {
        let requirement = o.requirements.iter().find(|r| r.requirement.id == requirement)?;
        Some((o, &requirement.requirement))
    });
    let (order, requirement) = found.ok_or(Failure::NotFound)?;
    if !requirement.is_open() {
        let words = "This requirement has ended: nobody waits for it any more";
        return Err(Failure::refused("requirement", "requirement_ended", words));
    }
    if !book.requirements_of(offer.service_id).contains(&requirement.kind.as_str()) {
        let words = format!("{} does not deliver this requirement", book.service_name(offer));
        return Err(Failure::refused("requirement", "not_delivered", words));
    }
    Ok((order.order.id, order.order.made_on))
}

/// Puts a person at the end of a list. Somebody who left joins again, at the end, with their earlier entry named.
///
/// # Errors
/// `waits_already`, `offer_ended`, `no_birth_date`, `not_this_age`, `not_for_them`, `requirement_ended`, `not_delivered`.
pub fn join(cx: &mut Cx<'_>, open: &OpenPerson, joining: &Joining) -> Result<WaitingId> {
    cx.lock(open.keys.survivor.into())?;
    cx.lock(joining.offer.0.into())?;
    let offer = cx.need::<Offer>(params![joining.offer])?;
    let (book, today) = (book(cx)?, cx.today());
    let service = book.services.get(&offer.service_id).ok_or(Failure::NotFound)?;
    if live_entry(cx, &open.keys, offer.id)?.is_some() {
        let words = "This person is on this list already";
        return Err(Refusal::new("offer", "waits_already", words).into());
    }
    let order = joining.requirement.map(|r| order_of(cx, open, &book, &offer, r)).transpose()?;
    let lead = service.lead_days.days();
    let ready_on =
        joining.ready_on.unwrap_or_else(|| order.map_or(today, |(_, made)| made).saturating_add(lead).max(today));
    let whom = Whom { born: open.person.born, gender: open.person.gender.clone() };
    let mut wrong = check_whom(service, &whom, ready_on);
    wrong.extend(check_ready(ready_on, book.days_of(&offer)));
    if !runs_on(book.days_of(&offer), today) && offer.start_date <= today {
        wrong.push(Refusal::new("offer", "offer_ended", "This offer has ended: choose another one"));
    }
    refuse(wrong)?;
    let left = entries_of(cx, &open.keys)?;
    let earlier = left.iter().find(|e| e.offer_id == offer.id && e.state == WaitingState::Left).map(|e| e.id);
    let last = edge(cx, offer.id, true)?;
    let entry = WaitingEntry {
        person_id: open.keys.survivor,
        id: cx.new_id(),
        offer_id: offer.id,
        order_id: order.map(|(id, _)| id),
        requirement_id: joining.requirement,
        joined_at: cx.now(),
        joined_on: today,
        place: at_end(cx.now().0, last.as_deref()),
        ready_on,
        state: WaitingState::Waiting,
        priority: None,
        opening_id: None,
        booking_id: None,
        group_id: None,
        week: None,
        starts_on: None,
        answer_by: None,
        begun_on: None,
        left_on: None,
        left_reason: None,
        earlier_id: earlier,
        note: some_text(joining.note.as_deref()),
        version: 1,
    };
    cx.describe(format!("Joined the list for {}", service.name), joining.note.as_deref());
    let reason = if earlier.is_some() { "Joined again" } else { "Joined" };
    add(cx, &entry, &Because { kind: MoveKind::Joined, reason })?;
    look_for_people(cx, offer.id)?;
    Ok(entry.id)
}

/// Puts right since when somebody could begin, for which requirement they wait, or the note. Their place stays.
///
/// # Errors
/// `not_waiting`, `offer_ended`, `requirement_ended`, `not_delivered`, `missing`; [`Failure::Stale`].
pub fn correct_entry(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: WaitingId,
    (ready_on, requirement, note): (Date, Option<RequirementId>, Option<&str>),
    why: &str,
    seen: i64,
) -> Result<()> {
    let (before, book) = locked(cx, open, id)?;
    as_seen(before.version, seen, "this entry of the list")?;
    let offer = cx.need::<Offer>(params![before.offer_id])?;
    let mut entry = before.clone();
    refuse(check_ready(ready_on, book.days_of(&offer)))?;
    if requirement != before.requirement_id {
        let order = requirement.map(|r| order_of(cx, open, &book, &offer, r)).transpose()?;
        entry.requirement_id = requirement;
        entry.order_id = order.map(|(id, _)| id);
    }
    entry.ready_on = ready_on;
    entry.note = some_text(note);
    let why = reasoned(why)?;
    cx.describe(format!("Put right an entry of the list for {}", book.service_name(&offer)), Some(&why));
    keep(cx, &before, &mut entry, &Because { kind: MoveKind::Corrected, reason: &why })?;
    look_for_people(cx, entry.offer_id)
}

/// The entry under the locks of its person and its list, which is still in the list.
pub(crate) fn locked(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: WaitingId,
) -> Result<(WaitingEntry, std::sync::Arc<Book>)> {
    cx.lock(open.keys.survivor.into())?;
    let seen = entry_of(cx, &open.keys, id)?;
    cx.lock(seen.offer_id.0.into())?;
    let entry = entry_of(cx, &open.keys, id)?;
    if matches!(entry.state, WaitingState::Begun | WaitingState::Left) {
        let words = "This person is no longer on the list: they have begun or left";
        return Err(Failure::refused("", "not_waiting", words));
    }
    Ok((entry, book(cx)?))
}

/// Moves somebody in the order, for a reason of the list of priorities and in words.
///
/// # Errors
/// `not_waiting`, `unknown`, `missing`; [`Failure::Stale`].
pub fn move_entry(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: WaitingId,
    (to, priority, why): (Order, &str, &str),
    seen: i64,
) -> Result<()> {
    let (before, book) = locked(cx, open, id)?;
    as_seen(before.version, seen, "this entry of the list")?;
    if !book.codes("priority", cx.today()).iter().any(|c| c.code == priority) {
        return Err(Failure::refused("priority", "unknown", "Select why the order changes"));
    }
    let why = reasoned(why)?;
    let mut entry = before.clone();
    entry.place = place_at(cx, &before, to)?;
    entry.priority = Some(priority.to_owned());
    if entry.place == before.place {
        let words = "This person stands there already";
        return Err(Failure::refused("to", "there_already", words));
    }
    let offer = book.offers.get(&entry.offer_id).map_or("a service", |o| book.service_name(o));
    cx.describe(format!("Moved in the list for {offer}"), Some(&why));
    let words = format!("{}: {why}", book.words("priority", priority));
    keep(cx, &before, &mut entry, &Because { kind: MoveKind::Moved, reason: &words })?;
    look_for_people(cx, entry.offer_id)
}

/// The place that lies there in the order.
fn place_at(cx: &mut Cx<'_>, entry: &WaitingEntry, to: Order) -> Result<String> {
    let target = match to {
        Order::End => {
            let last = edge(cx, entry.offer_id, true)?;
            let stays = last.as_deref() == Some(entry.place.as_str());
            return Ok(if stays { entry.place.clone() } else { at_end(cx.now().0, last.as_deref()) });
        }
        Order::Head => edge(cx, entry.offer_id, false)?,
        Order::Before(other) => {
            let line = cx.get::<WaitingLine>(params![entry.offer_id, other])?;
            Some(line.ok_or(Failure::NotFound)?.place)
        }
    };
    let Some(target) = target.filter(|t| *t != entry.place) else { return Ok(entry.place.clone()) };
    let sql = "SELECT max(place) FROM view_waiting WHERE offer_id = $1 AND place < $2";
    let rows = cx.query(sql, params![entry.offer_id, target])?;
    let below: Option<String> = rows.first().map_or(Ok(None), |row| row.get(0))?;
    if below.as_deref() == Some(entry.place.as_str()) {
        return Ok(entry.place.clone());
    }
    Ok(between(below.as_deref().unwrap_or_default(), Some(&target)))
}

/// The place at the head of a list.
pub(crate) fn head(cx: &mut Cx<'_>, entry: &WaitingEntry) -> Result<String> {
    place_at(cx, entry, Order::Head)
}

/// Takes somebody off the list, with a reason of the list of reasons. A place kept for them is free again.
///
/// # Errors
/// `not_waiting`, `unknown`, `ahead`; [`Failure::Stale`].
pub fn leave(
    cx: &mut Cx<'_>,
    open: &OpenPerson,
    id: WaitingId,
    (on, reason, note): (Date, &str, Option<&str>),
    seen: i64,
) -> Result<()> {
    cx.lock(open.keys.survivor.into())?;
    let offer = entry_of(cx, &open.keys, id)?.offer_id;
    cx.lock(offer.0.into())?;
    let (before, book) = (entry_of(cx, &open.keys, id)?, book(cx)?);
    as_seen(before.version, seen, "this entry of the list")?;
    if before.state == WaitingState::Left {
        return Err(Failure::refused("", "not_waiting", "This person has left the list already"));
    }
    let mut wrong = Vec::new();
    if on > cx.today() {
        wrong.push(Refusal::new("on", "ahead", "Enter today or an earlier day"));
    }
    if on < before.joined_on {
        wrong.push(Refusal::new("on", "before_joining", "They joined the list after that day: enter a later day"));
    }
    if !book.codes("leaving", cx.today()).iter().any(|c| c.code == reason) {
        wrong.push(Refusal::new("reason", "unknown", "Select why the person leaves"));
    }
    refuse(wrong)?;
    let words = book.words("leaving", reason).to_owned();
    let mut entry = before.clone();
    let name = book.offers.get(&offer).map_or("a service", |o| book.service_name(o));
    cx.describe(format!("Left the list for {name}: {words}"), note);
    let had_place = entry.booking_id.is_some();
    if had_place {
        release(cx, &mut entry, &words)?;
    }
    entry.state = WaitingState::Left;
    entry.left_on = Some(on);
    entry.left_reason = Some(reason.to_owned());
    entry.note = some_text(note).or(entry.note);
    keep(cx, &before, &mut entry, &Because { kind: MoveKind::Left, reason: &words })?;
    if had_place {
        tell_released(cx, &before)?;
    }
    look_for_people(cx, offer)
}

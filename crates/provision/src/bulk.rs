//! Filling a new database with offers, groups, weeks and people in lists, for the demo alone: the same rows as the actions
//! write, each at its own instant, without their checks and without telling anybody.

use crate::book::Book;
use crate::groups::{
    Booking, BookingState, Group, GroupFacts, GroupSession, GroupState, Pattern, SessionState, session_days,
};
use crate::offers::{Offer, OfferFacts, OfferStaff, OfferWeek};
use crate::promises::{PromiseLine, StartPromise, line_of};
use crate::start::{Assumed, Working};
use crate::waiting::{
    Because, MoveKind, PlaceIn, WaitingEntry, WaitingLine, WaitingMove, WaitingState, at_end, held, line, move_of, note,
};
use kernel::{CourtId, Date, GroupId, Instant, OfferId, OrderId, PersonId, RequirementId, StaffId};
use law::{Law, Nation};
use store::{Batch, Cx, Failure, Result};

/// Writes offers, and who can deliver each.
///
/// # Errors
/// Outside bulk writing, or when the database fails.
pub fn fill_offers(cx: &mut Cx<'_>, all: &[(OfferFacts, Vec<StaffId>)]) -> Result<Vec<OfferId>> {
    let (mut offers, mut staff) = (Batch::default(), Batch::default());
    cx.describe("Offered services", None);
    for (facts, deliver) in all {
        let id: OfferId = cx.new_id();
        let row = Offer {
            id,
            service_id: facts.service,
            contract_id: facts.contract,
            unit_id: facts.unit,
            reach: facts.reach,
            reach_words: facts.reach_words.clone(),
            opens: facts.opens,
            address: facts.address.clone(),
            office_id: facts.office,
            start_date: facts.start_date,
            end_date: facts.end_date,
            end_reason: None,
            version: 1,
        };
        offers.add(cx, row)?;
        for staff_id in deliver {
            let start_date = facts.start_date;
            let row = OfferStaff { offer_id: id, staff_id: *staff_id, start_date, end_date: None, end_reason: None };
            staff.add(cx, row)?;
        }
    }
    let made: Vec<Offer> = offers.write(cx)?;
    staff.write(cx)?;
    Ok(made.into_iter().map(|o| o.id).collect())
}

/// Writes groups with their sessions as they stand on `today`; a group with a reason was cancelled.
///
/// # Errors
/// Outside bulk writing, or when the database fails.
pub fn fill_groups(
    cx: &mut Cx<'_>,
    book: &Book,
    all: &[(OfferId, GroupFacts, Option<String>)],
    today: Date,
) -> Result<Vec<(GroupId, GroupState)>> {
    let law = cx.part::<Law>()?;
    let calendar = law.working_days(Nation::EnglandAndWales);
    let (mut groups, mut sessions) = (Batch::default(), Batch::default());
    cx.describe("Planned groups", None);
    for (offer_id, facts, cancelled) in all {
        let offer = book.offers.get(offer_id).ok_or_else(|| Failure::broken("a group of no offer"))?;
        let service = book.services.get(&offer.service_id).ok_or_else(|| Failure::broken("an offer of no service"))?;
        let pattern = Pattern { sessions: service.sessions, weekdays: &service.weekdays, gap_days: service.gap_days };
        let days = session_days(facts.start_date, pattern, |day| calendar.is_working(day));
        let state = match (cancelled, days.last()) {
            (Some(_), _) => GroupState::Cancelled,
            (None, Some(last)) if *last < today => GroupState::Finished,
            _ if facts.start_date <= today => GroupState::Running,
            _ => GroupState::Planned,
        };
        let ended = match state {
            GroupState::Cancelled => cancelled.clone(),
            GroupState::Finished => Some("The last session was held".to_owned()),
            _ => None,
        };
        let row = Group {
            id: cx.new_id(),
            offer_id: *offer_id,
            code: facts.code.clone(),
            start_date: facts.start_date,
            joins_until: facts.joins_until,
            places: facts.places,
            state,
            address: facts.address.clone(),
            staff_id: facts.staff,
            state_on: ended.as_ref().and(days.last().copied()).map(|day| day.min(today)),
            state_reason: ended,
            version: 1,
        };
        for (number, on_date) in (1..).zip(days) {
            let row = GroupSession {
                group_id: row.id,
                number,
                on_date,
                start_time: facts.start_time,
                minutes: service.minutes,
                state: if on_date < today && cancelled.is_none() { SessionState::Held } else { SessionState::Planned },
                reason: None,
                version: 1,
            };
            sessions.add(cx, row)?;
        }
        groups.add(cx, row)?;
    }
    let made: Vec<Group> = groups.write(cx)?;
    sessions.write(cx)?;
    Ok(made.into_iter().map(|g| (g.id, g.state)).collect())
}

/// Writes how many can begin in which weeks.
///
/// # Errors
/// Outside bulk writing, or when the database fails.
pub fn fill_weeks(cx: &mut Cx<'_>, all: &[(OfferId, Date, i64, Option<String>)]) -> Result<()> {
    let mut weeks = Batch::default();
    cx.describe("Set the places of weeks", None);
    for (offer_id, monday, places, reason) in all {
        let (offer_id, monday, places) = (*offer_id, *monday, *places);
        weeks.add(cx, OfferWeek { offer_id, monday, places, reason: reason.clone(), version: 1 })?;
    }
    weeks.write(cx).map(|_| ())
}

/// What was promised of a start.
#[derive(Clone, Copy, Debug)]
pub struct BulkPromise {
    pub court: Option<CourtId>,
    pub told_on: Date,
    pub earliest_on: Date,
    pub median_on: Date,
    pub promised_on: Date,
}

/// What became of somebody who waited.
#[derive(Clone, Debug)]
pub enum BulkStep {
    /// A place is kept until the day named.
    Offered {
        place: PlaceIn,
        starts_on: Date,
        answer_by: Date,
    },
    Booked {
        place: PlaceIn,
        starts_on: Date,
    },
    Begun {
        on: Date,
    },
    /// With a code of the list of reasons, and its words.
    Left {
        on: Date,
        reason: &'static str,
        words: &'static str,
    },
    /// To the head of those who waited, with a code of the list of priorities.
    Moved {
        place: String,
        priority: &'static str,
        why: &'static str,
    },
}

/// Somebody in a list, with all that happened, in order.
#[derive(Clone, Debug)]
pub struct BulkWaiting {
    pub person: PersonId,
    pub order: OrderId,
    pub requirement: RequirementId,
    /// A requirement type of the law.
    pub kind: String,
    pub offer: OfferId,
    pub joined: Instant,
    pub ready_on: Date,
    pub steps: Vec<(Instant, BulkStep)>,
    pub promise: Option<BulkPromise>,
}

/// The rows that filling gathers.
#[derive(Default)]
struct Rows {
    entries: Batch<WaitingEntry>,
    moves: Batch<WaitingMove>,
    bookings: Batch<Booking>,
    promises: Batch<StartPromise>,
    promised: Vec<PromiseLine>,
}

/// Writes people in lists, with their bookings and promises.
///
/// # Errors
/// Outside bulk writing, or when the database fails.
pub fn fill_waiting(cx: &mut Cx<'_>, book: &Book, all: &[BulkWaiting]) -> Result<()> {
    let mut rows = Rows::default();
    for new in all {
        if let Some(promise) = &new.promise {
            rows.promise(cx, book, new, promise)?;
        }
        rows.entry(cx, new)?;
    }
    let entries = rows.entries.write(cx)?;
    let waits = |e: &&WaitingEntry| !matches!(e.state, WaitingState::Begun | WaitingState::Left);
    let lines: Vec<WaitingLine> = entries.iter().filter(waits).map(line).collect();
    cx.insert_all(&lines)?;
    rows.moves.write(cx)?;
    rows.bookings.write(cx)?;
    rows.promises.write(cx)?;
    cx.insert_all(&rows.promised)
}

impl Rows {
    fn moved(
        &mut self,
        cx: &mut Cx<'_>,
        entry: usize,
        before: Option<&WaitingEntry>,
        (kind, reason): (MoveKind, &str),
    ) -> Result<()> {
        let Some(now) = self.entries.rows().get(entry) else { return Ok(()) };
        let row = move_of(cx, now, before, &Because { kind, reason });
        self.moves.add(cx, row).map(|_| ())
    }

    fn entry(&mut self, cx: &mut Cx<'_>, new: &BulkWaiting) -> Result<()> {
        cx.pretend_it_is(new.joined)?;
        cx.describe("Joined a list", None);
        let row = joined(cx, new);
        let at = self.entries.add(cx, row)?;
        self.moved(cx, at, None, (MoveKind::Joined, "Joined"))?;
        let mut booking = None;
        for (then, step) in &new.steps {
            cx.pretend_it_is(*then)?;
            let before = self.entries.rows().get(at).cloned();
            let told = match step {
                BulkStep::Offered { place, starts_on, answer_by } => {
                    booking = Some(self.hold(cx, at, *place, (*starts_on, Some(*answer_by)))?);
                    (MoveKind::Offered, "First in the order who is ready")
                }
                BulkStep::Booked { place, starts_on } => {
                    booking = Some(self.hold(cx, at, *place, (*starts_on, None))?);
                    (MoveKind::Accepted, "Takes the place offered")
                }
                BulkStep::Begun { on } => {
                    cx.describe("Began", None);
                    if let Some(booking) = booking {
                        self.bookings.change(cx, booking, |b| {
                            b.state = BookingState::Begun;
                            b.begun_on = Some(*on);
                        })?;
                    }
                    self.entries.change(cx, at, |e| {
                        e.state = WaitingState::Begun;
                        e.begun_on = Some(*on);
                    })?;
                    (MoveKind::Begun, "Came for the first time")
                }
                BulkStep::Left { on, reason, words } => {
                    cx.describe("Left a list", Some(words));
                    if let Some(booking) = booking.take() {
                        self.bookings.change(cx, booking, |b| {
                            b.state = BookingState::Released;
                            b.released_on = Some(*on);
                            b.released_reason = Some((*words).to_owned());
                        })?;
                    }
                    self.entries.change(cx, at, |e| {
                        e.state = WaitingState::Left;
                        e.left_on = Some(*on);
                        e.left_reason = Some((*reason).to_owned());
                        (e.booking_id, e.starts_on, e.answer_by) = (None, None, None);
                    })?;
                    (MoveKind::Left, *words)
                }
                BulkStep::Moved { place, priority, why } => {
                    cx.describe("Moved in a list", Some(why));
                    self.entries.change(cx, at, |e| {
                        e.place.clone_from(place);
                        e.priority = Some((*priority).to_owned());
                    })?;
                    (MoveKind::Moved, *why)
                }
            };
            self.moved(cx, at, before.as_ref(), told)?;
        }
        Ok(())
    }

    fn hold(
        &mut self,
        cx: &mut Cx<'_>,
        at: usize,
        place: PlaceIn,
        (starts_on, answer_by): (Date, Option<Date>),
    ) -> Result<usize> {
        cx.describe("Kept a place", None);
        let entry = self.entries.rows().get(at).ok_or_else(|| Failure::broken("a batch has no such entry"))?;
        let row = held(cx, entry, place, (starts_on, answer_by));
        let booking = self.bookings.add(cx, row.clone())?;
        self.entries.change(cx, at, |e| {
            e.state = if answer_by.is_some() { WaitingState::Offered } else { WaitingState::Booked };
            note(e, &row);
        })?;
        Ok(booking)
    }

    fn promise(&mut self, cx: &mut Cx<'_>, book: &Book, new: &BulkWaiting, told: &BulkPromise) -> Result<()> {
        cx.pretend_it_is(Instant::from_local(told.told_on.at(15, 45, 0, 0)).min(new.joined))?;
        cx.describe(format!("Promised a start by {}", kernel::words::day(told.promised_on)), None);
        let row = StartPromise {
            person_id: new.person,
            id: cx.new_id(),
            order_id: new.order,
            requirement_id: new.requirement,
            requirement: new.kind.clone(),
            offer_id: new.offer,
            court_id: told.court,
            told_on: told.told_on,
            promised_on: told.promised_on,
            earliest_on: told.earliest_on,
            median_on: Some(told.median_on),
            chance: CHANCE,
            working: serde_json::to_value(working(book, new, told)).map_err(|e| Failure::broken(e.to_string()))?,
            promised_at: cx.now(),
            begun_on: None,
            version: 1,
            answer_id: None,
        };
        let at = self.promises.add(cx, row)?;
        let begun = new.steps.iter().find_map(|(then, step)| match step {
            BulkStep::Begun { on } => Some((*then, *on)),
            _ => None,
        });
        if let Some((then, on)) = begun {
            cx.pretend_it_is(then)?;
            cx.describe("A promise was answered", None);
            self.promises.change(cx, at, |p| p.begun_on = Some(on))?;
        }
        let left = new.steps.iter().find_map(|(_, step)| match step {
            BulkStep::Left { on, .. } => Some(*on),
            _ => None,
        });
        if let Some(promise) = self.promises.rows().get(at) {
            self.promised.push(line_of(promise, left)?);
        }
        Ok(())
    }
}

/// The certainty that the promises of a demo were made with.
const CHANCE: f64 = 0.8;

fn joined(cx: &Cx<'_>, new: &BulkWaiting) -> WaitingEntry {
    WaitingEntry {
        person_id: new.person,
        id: cx.new_id(),
        offer_id: new.offer,
        order_id: Some(new.order),
        requirement_id: Some(new.requirement),
        joined_at: new.joined,
        joined_on: new.joined.local_date(),
        place: at_end(new.joined.0, None),
        ready_on: new.ready_on,
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
        earlier_id: None,
        note: None,
        version: 1,
    }
}

fn working(book: &Book, new: &BulkWaiting, told: &BulkPromise) -> Working {
    let offer = book.offers.get(&new.offer);
    let service = offer.and_then(|o| book.services.get(&o.service_id));
    let rate = offer.and_then(|o| book.rate_on(o.service_id, told.told_on));
    Working {
        offer: Some(new.offer),
        service: service.map_or_else(String::new, |s| s.name.clone()),
        provider: offer.and_then(|o| book.provider_of(o)).map_or_else(String::new, |p| p.name.clone()),
        reach: None,
        asked_on: told.told_on,
        sentence_on: told.told_on,
        lead_days: service.map_or(0, |s| s.lead_days),
        ready_on: new.ready_on,
        first: Vec::new(),
        ahead: 0,
        joining: 0,
        leaving: 0.0,
        assumed: Assumed {
            leaves_weekly: rate.map_or(0.0, |r| r.leaves_weekly),
            missed: rate.map_or(0.0, |r| r.missed_first),
            cancelled: rate.map_or(0.0, |r| r.cancelled),
            source: rate.map_or("assumed", |r| r.source.code()).to_owned(),
            from: rate.map(|r| r.from_date),
        },
        openings: Vec::new(),
        earliest: Some(told.earliest_on),
        median: Some(told.median_on),
        by: Some(told.promised_on),
        chance: CHANCE,
        level: CHANCE,
        conditions: Vec::new(),
        already: None,
        missing: Vec::new(),
    }
}

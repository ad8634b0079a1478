//! Recording offers, who can deliver them and how many can begin in a week.

use super::records::{Offer, OfferStaff, OfferWeek};
use super::rules::{OfferFacts, check_offer, check_week};
use crate::book::book;
use crate::groups::taken_in_week;
use crate::policy::{MOST_PLACES, as_seen, in_order, reasoned, refuse, some_text};
use crate::waiting::look_for_people;
use kernel::{ChainId, Date, OfferId, Refusal, StaffId};
use store::{Cx, Failure, Result, params};

fn fill(row: &mut Offer, facts: &OfferFacts) {
    row.reach = facts.reach;
    row.reach_words = some_text(facts.reach_words.as_deref());
    row.opens = facts.opens;
    row.address = some_text(facts.address.as_deref());
    row.office_id = facts.office;
    row.start_date = facts.start_date;
    row.end_date = facts.end_date;
}

/// Offers a service in a delivery unit under a contract.
///
/// # Errors
/// `not_covered`, `not_paid_for`, `outside_contract`, `offered_already`, `ends_before_start`, `missing`.
pub fn add_offer(cx: &mut Cx<'_>, facts: &OfferFacts) -> Result<OfferId> {
    cx.lock(ChainId::HOUSE)?;
    let book = book(cx)?;
    refuse(check_offer(&book, facts, None))?;
    let unit = organisation::unit(cx, facts.unit)?;
    let service = book.services.get(&facts.service).ok_or(Failure::NotFound)?;
    cx.describe(format!("Offered {} in {}", service.name, unit.name), None);
    let mut row = Offer {
        id: cx.new_id(),
        service_id: facts.service,
        contract_id: facts.contract,
        unit_id: facts.unit,
        reach: facts.reach,
        reach_words: None,
        opens: facts.opens,
        address: None,
        office_id: None,
        start_date: facts.start_date,
        end_date: None,
        end_reason: None,
        version: 1,
    };
    fill(&mut row, facts);
    cx.insert(&row)?;
    Ok(row.id)
}

/// Changes how, where and when an offer reaches people. Its service, contract and unit stay.
///
/// # Errors
/// As [`add_offer`]; `cannot_change` for how places open once there are some; [`Failure::Stale`].
pub fn amend_offer(cx: &mut Cx<'_>, id: OfferId, facts: &OfferFacts, seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Offer>(params![id])?;
    as_seen(row.version, seen, "this offer")?;
    let book = book(cx)?;
    let facts = OfferFacts { service: row.service_id, contract: row.contract_id, unit: row.unit_id, ..facts.clone() };
    refuse(check_offer(&book, &facts, Some(id)))?;
    if row.opens != facts.opens && has_openings(cx, id)? {
        let words = "Groups or weeks have been planned already: add another offer instead";
        return Err(Failure::refused("opens", "cannot_change", words));
    }
    cx.describe(format!("Changed the offer of {}", book.service_name(&row)), None);
    fill(&mut row, &facts);
    cx.update(&mut row)
}

fn has_openings(cx: &mut Cx<'_>, id: OfferId) -> Result<bool> {
    let groups = cx.count("SELECT count(*) FROM service_group WHERE offer_id = $1", params![id])?;
    Ok(groups + cx.count("SELECT count(*) FROM offer_week WHERE offer_id = $1", params![id])? > 0)
}

/// Ends an offer on a day.
///
/// # Errors
/// `ends_before_start`, `missing`; [`Failure::Stale`].
pub fn end_offer(cx: &mut Cx<'_>, id: OfferId, on: Date, why: &str, seen: i64) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let mut row = cx.need::<Offer>(params![id])?;
    as_seen(row.version, seen, "this offer")?;
    let mut wrong = Vec::new();
    in_order(row.start_date, Some(on), &mut wrong);
    refuse(wrong)?;
    let book = book(cx)?;
    row.end_reason = Some(reasoned(why)?);
    row.end_date = Some(on);
    let words = format!("Ended the offer of {} on {}", book.service_name(&row), kernel::words::day(on));
    cx.describe(words, Some(why));
    cx.update(&mut row)
}

/// Says that a member of staff can deliver an offer from a day on.
///
/// # Errors
/// `there_already`; [`Failure::NotFound`].
pub fn add_offer_staff(cx: &mut Cx<'_>, offer: OfferId, staff: StaffId, from: Date) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let row = cx.need::<Offer>(params![offer])?;
    let line = organisation::staff_line(cx, staff)?;
    let rest = "WHERE offer_id = $1 AND staff_id = $2 AND (end_date IS NULL OR end_date >= $3)";
    if cx.first::<OfferStaff>(rest, params![offer, staff, from])?.is_some() {
        let words = format!("{} can deliver it already", line.name);
        return Err(Failure::refused("staff", "there_already", words));
    }
    let book = book(cx)?;
    cx.describe(format!("{} can deliver {}", line.name, book.service_name(&row)), None);
    cx.insert(&OfferStaff { offer_id: offer, staff_id: staff, start_date: from, end_date: None, end_reason: None })
}

/// Says until which day a member of staff can deliver an offer.
///
/// # Errors
/// `ends_before_start`, `missing`; [`Failure::NotFound`].
pub fn end_offer_staff(cx: &mut Cx<'_>, offer: OfferId, staff: StaffId, on: Date, why: &str) -> Result<()> {
    cx.lock(ChainId::HOUSE)?;
    let rest = "WHERE offer_id = $1 AND staff_id = $2 AND end_date IS NULL";
    let mut row = cx.first::<OfferStaff>(rest, params![offer, staff])?.ok_or(Failure::NotFound)?;
    let mut wrong = Vec::new();
    in_order(row.start_date, Some(on), &mut wrong);
    refuse(wrong)?;
    row.end_reason = Some(reasoned(why)?);
    row.end_date = Some(on);
    let line = organisation::staff_line(cx, staff)?;
    cx.describe(format!("{} delivers it until {}", line.name, kernel::words::day(on)), Some(why));
    cx.update(&mut row)
}

/// Says how many people can begin in a week. Under the lock of the offer's chain, which bookings take too.
///
/// # Errors
/// `not_monday`, `no_places`, `out_of_range`, `not_running`, `not_weekly`; `taken` when more are booked already.
pub fn set_week(cx: &mut Cx<'_>, id: OfferId, monday: Date, places: i64, reason: Option<&str>) -> Result<()> {
    cx.lock(id.0.into())?;
    let offer = cx.need::<Offer>(params![id])?;
    let book = book(cx)?;
    if offer.opens != super::Opens::Weekly {
        return Err(Failure::refused("places", "not_weekly", "Places of this offer open with its groups"));
    }
    let most = book.number(MOST_PLACES, cx.today())?;
    refuse(check_week(monday, places, most, book.days_of(&offer)))?;
    let taken = taken_in_week(cx, id, monday)?;
    if places < taken {
        let words =
            format!("{} are taken that week: enter at least that many", kernel::words::count(taken, "place", "places"));
        return Err(Refusal::new("places", "taken", words).into());
    }
    let name = book.service_name(&offer);
    cx.describe(format!("Set the places of {name} in the week of {}", kernel::words::day(monday)), reason);
    match cx.get::<OfferWeek>(params![id, monday])? {
        Some(mut row) => {
            row.places = places;
            row.reason = some_text(reason);
            cx.update(&mut row)?;
        }
        None => {
            cx.insert(&OfferWeek { offer_id: id, monday, places, reason: some_text(reason), version: 1 })?;
        }
    }
    look_for_people(cx, id)
}

/// Takes a week away in which nobody is booked.
///
/// # Errors
/// `taken`; [`Failure::NotFound`].
pub fn drop_week(cx: &mut Cx<'_>, id: OfferId, monday: Date, why: &str) -> Result<()> {
    cx.lock(id.0.into())?;
    let row = cx.need::<OfferWeek>(params![id, monday])?;
    let taken = taken_in_week(cx, id, monday)?;
    if taken > 0 {
        let words =
            format!("{} are taken that week: give them back first", kernel::words::count(taken, "place", "places"));
        return Err(Refusal::new("monday", "taken", words).into());
    }
    let why = reasoned(why)?;
    cx.describe(format!("Took away the week of {}", kernel::words::day(monday)), Some(&why));
    cx.remove(&row)
}

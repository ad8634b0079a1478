//! What may be offered where, and how many can begin in a week. Pure.

use super::records::{Opens, Reach};
use crate::book::{Book, Days};
use crate::policy::{in_order, within};
use jiff::civil::Weekday;
use kernel::{ContractId, Date, OfferId, OfficeId, Refusal, ServiceId, UnitId};

/// What is known of an offer.
#[derive(Clone, Debug, PartialEq)]
pub struct OfferFacts {
    pub service: ServiceId,
    pub contract: ContractId,
    pub unit: UnitId,
    pub reach: Reach,
    /// Whom it does not reach, or how it is reached.
    pub reach_words: Option<String>,
    pub opens: Opens,
    pub address: Option<String>,
    pub office: Option<OfficeId>,
    pub start_date: Date,
    pub end_date: Option<Date>,
}

/// Whether an offer may be recorded so.
pub(crate) fn check_offer(book: &Book, facts: &OfferFacts, own: Option<OfferId>) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    in_order(facts.start_date, facts.end_date, &mut wrong);
    let Some(contract) = book.contracts.get(&facts.contract) else {
        return vec![Refusal::new("contract", "unknown", "Select a contract or grant")];
    };
    if !book.units_of(contract.id).contains(&facts.unit) {
        let words =
            format!("{} does not cover this delivery unit: choose another unit or contract", contract.reference);
        wrong.push(Refusal::new("unit", "not_covered", words));
    }
    if !book.services_of(contract.id).iter().any(|s| s.service_id == facts.service) {
        let words = format!("{} does not pay for this service: add it to the contract first", contract.reference);
        wrong.push(Refusal::new("service", "not_paid_for", words));
    }
    let days = (contract.start_date, contract.end_date);
    wrong.extend(outside((facts.start_date, facts.end_date), days, &contract.reference));
    if facts.reach != Reach::Whole && facts.reach_words.as_deref().is_none_or(|w| w.trim().is_empty()) {
        let words = "Say whom it does not reach, or how it is reached";
        wrong.push(Refusal::new("reach_words", "missing", words));
    }
    let same = book.offers.values().find(|o| {
        Some(o.id) != own
            && (o.contract_id, o.service_id, o.unit_id) == (facts.contract, facts.service, facts.unit)
            && crate::book::overlap((o.start_date, o.end_date), (facts.start_date, facts.end_date))
    });
    if same.is_some() {
        let words = "This service is offered there under this contract on those days already";
        wrong.push(Refusal::new("service", "offered_already", words));
    }
    wrong
}

fn outside(own: Days, contract: Days, reference: &str) -> Option<Refusal> {
    if own.0 < contract.0 {
        let words = format!("{reference} begins on {}: enter that day or a later one", kernel::words::day(contract.0));
        return Some(Refusal::new("start_date", "outside_contract", words));
    }
    let end = contract.1?;
    if own.0 > end {
        let words = format!("{reference} ends on {}: enter an earlier first day", kernel::words::day(end));
        return Some(Refusal::new("start_date", "outside_contract", words));
    }
    if own.1.is_some_and(|last| last > end) {
        let words = format!("{reference} ends on {}: the offer cannot outlast it", kernel::words::day(end));
        return Some(Refusal::new("end_date", "outside_contract", words));
    }
    None
}

/// Whether so many people can begin in the week of `monday`.
pub(crate) fn check_week(monday: Date, places: i64, most: i64, days: Days) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    if monday.weekday() != Weekday::Monday {
        wrong.push(Refusal::new("monday", "not_monday", "Enter the Monday of the week"));
    }
    if places == 0 {
        let words = "A week has at least one place: to offer none that week, take the week away";
        wrong.push(Refusal::new("places", "no_places", words));
    } else {
        within("places", places, 1, most, "The places of a week", &mut wrong);
    }
    let sunday = jiff::ToSpan::days(6);
    if monday.saturating_add(sunday) < days.0 || days.1.is_some_and(|end| monday > end) {
        let words = "The offer does not run in that week: choose another week, or change the days of the offer";
        wrong.push(Refusal::new("monday", "not_running", words));
    }
    wrong
}

/// The Monday of the week of a day.
#[must_use]
pub fn monday_of(day: Date) -> Date {
    let back = i64::from(day.weekday().to_monday_zero_offset());
    day.saturating_sub(jiff::ToSpan::days(back))
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    fn codes(monday: Date, places: i64) -> Vec<&'static str> {
        let days = (date(2026, 1, 1), Some(date(2026, 12, 31)));
        check_week(monday, places, 20, days).into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_week_has_at_least_one_place_and_begins_on_a_monday() {
        assert!(codes(date(2026, 11, 23), 1).is_empty());
        assert_eq!(codes(date(2026, 11, 23), 0), ["no_places"]);
        assert_eq!(codes(date(2026, 11, 23), 21), ["out_of_range"]);
        assert_eq!(codes(date(2026, 11, 24), 3), ["not_monday"]);
        assert_eq!(codes(date(2027, 1, 4), 3), ["not_running"]);
        assert!(codes(date(2026, 12, 28), 3).is_empty());
    }

    #[test]
    fn the_week_of_a_sunday_began_on_the_monday_before() {
        assert_eq!(monday_of(date(2026, 11, 22)), date(2026, 11, 16));
        assert_eq!(monday_of(date(2026, 11, 23)), date(2026, 11, 23));
    }
}

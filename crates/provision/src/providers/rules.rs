//! What may be recorded of providers, contracts and grants. Pure.

use super::records::{Contract, ContractKind};
use crate::book::{Book, Days, overlap};
use crate::policy::{blank, in_order, within};
use kernel::{ContractId, Date, ProviderId, Refusal, ServiceId, UnitId};

/// What is known of a contract or grant.
#[derive(Clone, Debug, PartialEq)]
pub struct ContractFacts {
    pub kind: ContractKind,
    pub reference: String,
    pub start_date: Date,
    pub end_date: Option<Date>,
    /// Starts a year, all services together; replaced by the sum of what is said for each service.
    pub yearly_volume: i64,
    pub price_pence: Option<i64>,
    pub sum_pence: Option<i64>,
    pub note: Option<String>,
    pub units: Vec<UnitId>,
}

/// The figures above which a number is taken for a slip.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Most {
    pub(crate) volume: i64,
    pub(crate) price: i64,
}

/// Whether a contract may be recorded so, without looking at others.
pub(crate) fn check_contract(facts: &ContractFacts, provider: Days, most: Most) -> Vec<Refusal> {
    let mut wrong = Vec::new();
    blank("reference", &facts.reference, 40, "Enter the reference under which both sides know it", &mut wrong);
    in_order(facts.start_date, facts.end_date, &mut wrong);
    within("yearly_volume", facts.yearly_volume, 1, most.volume, "Starts a year", &mut wrong);
    if let Some(price) = facts.price_pence {
        within("price", price, 1, most.price, "The price of a start, in pence,", &mut wrong);
    }
    if let Some(sum) = facts.sum_pence {
        within("sum", sum, 1, most.price.saturating_mul(most.volume), "The sum, in pence,", &mut wrong);
    }
    if facts.price_pence.is_none() && facts.sum_pence.is_none() {
        let words = "Enter a price for each start, or the sum of the grant";
        wrong.push(Refusal::new("price", "no_price", words));
    }
    if facts.kind == ContractKind::Grant && facts.end_date.is_none() {
        wrong.push(Refusal::new("end_date", "missing", "Enter the last day of the grant"));
    }
    if facts.units.is_empty() {
        wrong.push(Refusal::new("units", "missing", "Select the delivery units that it covers"));
    }
    if facts.start_date < provider.0 {
        let words = "It begins before the provider does: enter a later first day";
        wrong.push(Refusal::new("start_date", "before_provider", words));
    }
    if provider.1.is_some_and(|end| facts.start_date > end) {
        let words = "The provider has ended by then: enter an earlier first day";
        wrong.push(Refusal::new("start_date", "after_provider", words));
    }
    wrong
}

/// Another contract of the same provider that covers the same service in the same unit on the same day.
pub(crate) fn clash(
    book: &Book,
    provider: ProviderId,
    own: Option<ContractId>,
    (days, units, services): (Days, &[UnitId], &[ServiceId]),
) -> Option<(ContractId, ServiceId, UnitId)> {
    let others = book.contracts.values().filter(|c| c.provider_id == provider && Some(c.id) != own);
    for other in others.filter(|c| overlap(days, (c.start_date, c.end_date))) {
        let theirs = book.units_of(other.id);
        let unit = units.iter().find(|u| theirs.contains(u));
        let service = book.services_of(other.id).into_iter().find(|s| services.contains(&s.service_id));
        if let Some((unit, service)) = unit.zip(service) {
            return Some((other.id, service.service_id, *unit));
        }
    }
    None
}

/// The refusal of a clash in words.
pub(crate) fn clash_words(other: &Contract, service: &str, field: &str) -> Refusal {
    let until = other
        .end_date
        .map_or_else(|| "with no last day".to_owned(), |end| format!("until {}", kernel::words::day(end)));
    let words = format!(
        "{} covers {service} in a delivery unit of this one already, from {} {until}: end it first, or choose other \
         days, units or services",
        other.reference,
        kernel::words::day(other.start_date)
    );
    Refusal::new(field, "overlaps", words)
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;
    use uuid::Uuid;

    fn facts() -> ContractFacts {
        ContractFacts {
            kind: ContractKind::Contract,
            reference: "A-1".into(),
            start_date: date(2026, 4, 1),
            end_date: Some(date(2027, 3, 31)),
            yearly_volume: 120,
            price_pence: Some(45_000),
            sum_pence: None,
            note: None,
            units: vec![UnitId(Uuid::from_u128(1))],
        }
    }

    fn codes(facts: &ContractFacts) -> Vec<&'static str> {
        let most = Most { volume: 1_000, price: 1_000_000 };
        check_contract(facts, (date(2020, 1, 1), None), most).into_iter().map(|r| r.code).collect()
    }

    #[test]
    fn a_contract_has_days_in_order_a_price_and_somewhere_to_be() {
        assert!(codes(&facts()).is_empty());
        assert_eq!(codes(&ContractFacts { end_date: Some(date(2026, 3, 31)), ..facts() }), ["ends_before_start"]);
        assert_eq!(codes(&ContractFacts { price_pence: None, ..facts() }), ["no_price"]);
        assert_eq!(codes(&ContractFacts { units: vec![], ..facts() }), ["missing"]);
        assert_eq!(codes(&ContractFacts { start_date: date(2019, 12, 31), ..facts() }), ["before_provider"]);
    }

    #[test]
    fn a_volume_or_price_out_of_range_is_refused() {
        assert_eq!(codes(&ContractFacts { yearly_volume: 0, ..facts() }), ["out_of_range"]);
        assert_eq!(codes(&ContractFacts { yearly_volume: 1_001, ..facts() }), ["out_of_range"]);
        assert_eq!(codes(&ContractFacts { price_pence: Some(0), ..facts() }), ["out_of_range"]);
        assert_eq!(codes(&ContractFacts { price_pence: Some(1_000_001), ..facts() }), ["out_of_range"]);
    }

    #[test]
    fn a_grant_has_a_last_day() {
        let grant = ContractFacts { kind: ContractKind::Grant, end_date: None, ..facts() };
        assert_eq!(codes(&grant), ["missing"]);
    }
}

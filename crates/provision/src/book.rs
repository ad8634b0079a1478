//! Everything that is provided, read whole and remembered until it changes: providers, contracts, services, offers, staff
//! and the room's own policy. Reference rows alone; groups, weeks and people are asked for where they are needed.

use crate::catalogue::{ListCode, Service, ServiceNeed, ServicePrerequisite, ServiceRate, ServiceRequirement};
use crate::offers::{Offer, OfferStaff};
use crate::policy::PolicyRow;
use crate::providers::{Contract, ContractService, ContractUnit, Provider};
use kernel::{ContractId, Date, OfferId, ProviderId, ServiceId, UnitId};
use std::collections::BTreeMap;
use std::sync::Arc;
use store::{Cx, Result};

/// All of it.
#[derive(Debug, Default)]
pub struct Book {
    pub providers: BTreeMap<ProviderId, Provider>,
    pub contracts: BTreeMap<ContractId, Contract>,
    pub contract_units: Vec<ContractUnit>,
    pub contract_services: Vec<ContractService>,
    pub codes: Vec<ListCode>,
    pub services: BTreeMap<ServiceId, Service>,
    pub needs: Vec<ServiceNeed>,
    pub requirements: Vec<ServiceRequirement>,
    pub prerequisites: Vec<ServicePrerequisite>,
    /// By service and day.
    pub rates: Vec<ServiceRate>,
    pub offers: BTreeMap<OfferId, Offer>,
    pub offer_staff: Vec<OfferStaff>,
    pub(crate) policy: std::sync::Arc<policy::Numbers<PolicyRow>>,
}

/// The first and the last day of something; without a last day it runs on.
pub type Days = (Date, Option<Date>);

/// True when a day lies within.
#[must_use]
pub fn runs_on(days: Days, day: Date) -> bool {
    days.0 <= day && days.1.is_none_or(|end| day <= end)
}

/// True when two runs share a day.
#[must_use]
pub fn overlap(a: Days, b: Days) -> bool {
    a.1.is_none_or(|end| b.0 <= end) && b.1.is_none_or(|end| a.0 <= end)
}

fn earlier(a: Option<Date>, b: Option<Date>) -> Option<Date> {
    match (a, b) {
        (Some(a), Some(b)) => Some(a.min(b)),
        (one, other) => one.or(other),
    }
}

/// Everything that is provided; from memory while nothing changed.
///
/// # Errors
/// When the database fails.
pub fn book(cx: &mut Cx<'_>) -> Result<Arc<Book>> {
    cx.remembered(read)
}

fn read(cx: &mut Cx<'_>) -> Result<Book> {
    Ok(Book {
        providers: cx.list::<Provider>("", &[])?.into_iter().map(|p| (p.id, p)).collect(),
        contracts: cx.list::<Contract>("", &[])?.into_iter().map(|c| (c.id, c)).collect(),
        contract_units: cx.list("ORDER BY contract_id, unit_id", &[])?,
        contract_services: cx.list("ORDER BY contract_id, service_id", &[])?,
        codes: cx.list("ORDER BY list, place", &[])?,
        services: cx.list::<Service>("", &[])?.into_iter().map(|s| (s.id, s)).collect(),
        needs: cx.list("ORDER BY service_id, need", &[])?,
        requirements: cx.list("ORDER BY service_id, requirement", &[])?,
        prerequisites: cx.list("ORDER BY service_id, before_id", &[])?,
        rates: cx.list("ORDER BY service_id, from_date", &[])?,
        offers: cx.list::<Offer>("", &[])?.into_iter().map(|o| (o.id, o)).collect(),
        offer_staff: cx.list("ORDER BY offer_id, start_date, staff_id", &[])?,
        policy: policy::Numbers::read(cx)?,
    })
}

impl Book {
    /// The days of an offer: its own, and those of its contract, provider and service.
    #[must_use]
    pub fn days_of(&self, offer: &Offer) -> Days {
        let contract = self.contracts.get(&offer.contract_id);
        let provider = contract.and_then(|c| self.providers.get(&c.provider_id));
        let service = self.services.get(&offer.service_id);
        let ends = [contract.and_then(|c| c.end_date), provider.and_then(|p| p.end_date)];
        let ends = ends.into_iter().chain([service.and_then(|s| s.end_date)]);
        (offer.start_date, ends.fold(offer.end_date, earlier))
    }

    /// The offers that run on a day in a delivery unit, by the service's name.
    #[must_use]
    pub fn offers_in(&self, unit: UnitId, day: Date) -> Vec<&Offer> {
        let mut all: Vec<&Offer> =
            self.offers.values().filter(|o| o.unit_id == unit && runs_on(self.days_of(o), day)).collect();
        all.sort_by_key(|o| (self.service_name(o), o.start_date, o.id));
        all
    }

    /// The offers under a contract, by the service's name.
    #[must_use]
    pub fn offers_under(&self, contract: ContractId) -> Vec<&Offer> {
        let mut all: Vec<&Offer> = self.offers.values().filter(|o| o.contract_id == contract).collect();
        all.sort_by_key(|o| (self.service_name(o), o.start_date, o.id));
        all
    }

    /// The name of an offer's service.
    #[must_use]
    pub fn service_name(&self, offer: &Offer) -> &str {
        self.services.get(&offer.service_id).map_or("Unknown service", |s| s.name.as_str())
    }

    /// Who delivers an offer.
    #[must_use]
    pub fn provider_of(&self, offer: &Offer) -> Option<&Provider> {
        self.contracts.get(&offer.contract_id).and_then(|c| self.providers.get(&c.provider_id))
    }

    /// The contracts of a provider, the newest first.
    #[must_use]
    pub fn contracts_of(&self, provider: ProviderId) -> Vec<&Contract> {
        let mut all: Vec<&Contract> = self.contracts.values().filter(|c| c.provider_id == provider).collect();
        all.sort_by_key(|c| (std::cmp::Reverse(c.start_date), c.id));
        all
    }

    /// The delivery units of a contract.
    #[must_use]
    pub fn units_of(&self, contract: ContractId) -> Vec<UnitId> {
        self.contract_units.iter().filter(|u| u.contract_id == contract).map(|u| u.unit_id).collect()
    }

    /// The services of a contract with their volumes.
    #[must_use]
    pub fn services_of(&self, contract: ContractId) -> Vec<&ContractService> {
        self.contract_services.iter().filter(|s| s.contract_id == contract).collect()
    }

    /// The requirement types that a service can deliver.
    #[must_use]
    pub fn requirements_of(&self, service: ServiceId) -> Vec<&str> {
        self.requirements.iter().filter(|r| r.service_id == service).map(|r| r.requirement.as_str()).collect()
    }

    /// The needs that a service meets.
    #[must_use]
    pub fn needs_of(&self, service: ServiceId) -> Vec<&str> {
        self.needs.iter().filter(|n| n.service_id == service).map(|n| n.need.as_str()).collect()
    }

    /// What must be finished before a service begins.
    #[must_use]
    pub fn before(&self, service: ServiceId) -> Vec<ServiceId> {
        self.prerequisites.iter().filter(|p| p.service_id == service).map(|p| p.before_id).collect()
    }

    /// The rates of a service on a day, none when nobody has said any.
    #[must_use]
    pub fn rate_on(&self, service: ServiceId, day: Date) -> Option<&ServiceRate> {
        self.rates.iter().rfind(|r| r.service_id == service && r.from_date <= day)
    }

    /// The entries of one of the room's lists that hold on a day.
    #[must_use]
    pub fn codes(&self, list: &str, day: Date) -> Vec<&ListCode> {
        self.codes.iter().filter(|c| c.list == list && runs_on((c.start_date, c.end_date), day)).collect()
    }

    /// The words of a code; the code itself when the list does not have it.
    #[must_use]
    pub fn words<'a>(&'a self, list: &str, code: &'a str) -> &'a str {
        self.codes.iter().find(|c| c.list == list && c.code == code).map_or(code, |c| c.words.as_str())
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use kernel::date;

    #[test]
    fn runs_share_a_day_when_neither_ends_before_the_other_begins() {
        let june = (date(2026, 6, 1), Some(date(2026, 6, 30)));
        assert!(overlap(june, (date(2026, 6, 30), None)));
        assert!(!overlap(june, (date(2026, 7, 1), None)));
        assert!(overlap((date(2020, 1, 1), None), june));
        assert!(!overlap((date(2020, 1, 1), Some(date(2026, 5, 31))), june));
    }
}
